"""A second process that does nothing but verify signatures, so that reading goes on meanwhile.

    audit ──[certificates not sent before │ signature, message, whose]──▶ verifier ──[do all hold?]──▶ audit

Frames of MessagePack behind their length in four bytes, answered in the order in which they came. Run as
``python -m registry.audit.verifier`` with a socket as standard input.
"""

import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO

import msgspec

from keys.certificates import Certificate
from keys.errors import BadSignature

Signed = tuple[bytes, bytes, Certificate]
"""A signature, the message that it is over, and whose it is."""


class _Work(msgspec.Struct):
    signatures: list[tuple[bytes, bytes, int]]
    new: list[bytes]
    """Certificates (DER) that were not sent before; numbered as they come, from 0."""


class Verifier:
    """The audit's end."""

    def __init__(self) -> None:
        """Start the process."""
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen([sys.executable, "-m", "registry.audit.verifier"], stdin=theirs.fileno())
        self.pid = self._process.pid
        self._answers = self._socket.makefile("rb")
        self._numbers: dict[bytes, int] = {}

    def ask(self, signatures: Sequence[Signed]) -> None:
        """Hand signatures over; nobody waits for the answer."""
        new: list[bytes] = []
        numbered = []
        for signature, message, certificate in signatures:
            number = self._numbers.get(certificate.fingerprint)
            if number is None:
                number = self._numbers[certificate.fingerprint] = len(self._numbers)
                new.append(certificate.der)
            numbered.append((signature, message, number))
        with suppress(ConnectionError):  # it is gone: then no answer says that they hold
            _write(self._socket, _Work(numbered, new))

    def all_hold(self) -> bool:
        """Wait for the next answer. A process that is gone has not said yes."""
        try:
            data = _read(self._answers)
        except ConnectionError:
            return False
        return data is not None and msgspec.msgpack.decode(data, type=bool)

    def close(self) -> None:
        """End the process."""
        self._answers.close()
        self._socket.close()
        self._process.wait()


def serve(connection: socket.socket) -> None:
    """Answer frame after frame until the audit is over."""
    certificates: list[Certificate] = []
    decoder = msgspec.msgpack.Decoder(_Work)
    with connection, connection.makefile("rb") as frames:
        while (data := _read(frames)) is not None:
            work = decoder.decode(data)
            certificates += map(Certificate.load, work.new)
            _write(connection, _hold(work, certificates))


def _hold(work: _Work, certificates: Sequence[Certificate]) -> bool:
    try:
        for signature, message, number in work.signatures:
            certificates[number].verify(signature, message)
    except BadSignature:
        return False
    return True


def _write(connection: socket.socket, what: _Work | bool) -> None:  # noqa: FBT001 - it is a message
    data = msgspec.msgpack.encode(what)
    connection.sendall(len(data).to_bytes(4, "big") + data)


def _read(frames: BinaryIO) -> bytes | None:
    """Return the next frame; None at the end, also when it ends inside a frame."""
    size = int.from_bytes(frames.read(4), "big")
    data = frames.read(size)
    return data if size and len(data) == size else None


if __name__ == "__main__":
    with suppress(ConnectionError):  # the audit is gone, and nobody waits for an answer
        serve(socket.socket(fileno=0))
