"""A process beside the writer's that does nothing but arithmetic with keys: verify people, sign for the seal.

    writer ──[what to verify │ what to seal]──▶ strong room ──[refusals │ signatures]──▶ writer

Half of what a letter costs is elliptic curves; here they run on another core while the writer decides and
stores. Frames of MessagePack behind their length in four bytes, answered in the order in which they came.
Run as ``python -m registry.register.strong_room HOME`` with a socket as standard input.
"""

import asyncio
import socket
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self

import msgspec

from keys import cades
from keys.certificates import Certificate
from keys.errors import BadSignature
from registry.errors import StoreDamaged
from registry.evidence import Check
from registry.home import Home
from registry.seal import read_seal


class ToVerify(msgspec.Struct, tag="verify"):
    """Signatures, each over a statement by the certificate of that number."""

    signatures: list[tuple[bytes, bytes, int]]
    new: list[bytes]
    """Certificates (DER) that were not sent before; numbered as they come, from 0."""


class ToSeal(msgspec.Struct, tag="seal"):
    """Statements for the seal to sign."""

    statements: list[bytes]
    at: datetime


class Refused(msgspec.Struct):
    """Why a signature is not good."""

    slug: str
    message: str
    facts: dict[str, str]


class StrongRoom:
    """The writer's end."""

    def __init__(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self._numbers: dict[bytes, int] = {}
        self._asked: deque[asyncio.Future[bytes]] = deque()
        self._answers = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, home: Home) -> Self:
        """Start the process for the registry in *home*."""
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "registry.register.strong_room", str(home.path), stdin=theirs.fileno()
            )
        room = cls(process, *await asyncio.open_connection(sock=ours, limit=1 << 20))
        await room.verify(())  # so that nobody waits for it later
        return room

    async def verify(self, checks: Sequence[Check]) -> list[BadSignature | None]:
        """Return for each signature None, or why it is not good."""
        new: list[bytes] = []
        signatures = []
        for evidence, statement, certificate in checks:
            number = self._numbers.get(certificate.fingerprint)
            if number is None:
                number = self._numbers[certificate.fingerprint] = len(self._numbers)
                new.append(certificate.der)
            signatures.append((evidence, statement, number))
        answer = await self._ask(ToVerify(signatures, new))
        refused = msgspec.msgpack.decode(answer, type=list[Refused | None])
        return [None if one is None else BadSignature(one.slug, one.message, **one.facts) for one in refused]

    async def seal(self, statements: Sequence[bytes], at: datetime) -> list[bytes]:
        """Return the seal's signature over each statement."""
        return msgspec.msgpack.decode(await self._ask(ToSeal(list(statements), at)), type=list[bytes])

    async def close(self) -> None:
        """End the process; nothing is under way any more."""
        self._answers.cancel()
        self._writer.close()
        await self._process.wait()

    async def _ask(self, what: ToVerify | ToSeal) -> bytes:
        done: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        if self._answers.done():
            raise _gone()
        data = msgspec.msgpack.encode(what)
        self._asked.append(done)
        self._writer.write(len(data).to_bytes(4, "big") + data)
        return await done

    async def _read(self) -> None:
        try:
            while True:
                size = int.from_bytes(await self._reader.readexactly(4), "big")
                data = await self._reader.readexactly(size)
                self._asked.popleft().set_result(data)
        except (asyncio.IncompleteReadError, ConnectionError):
            while self._asked:
                self._asked.popleft().set_exception(_gone())


def _gone() -> StoreDamaged:
    return StoreDamaged(
        "writer-unsure", "The writer must be started again: its strong room is gone.", why="strong room"
    )


def _verified(work: ToVerify, certificates: list[Certificate]) -> list[Refused | None]:
    certificates += [Certificate.load(der) for der in work.new]
    results: list[Refused | None] = []
    for evidence, statement, number in work.signatures:
        try:
            cades.verify(evidence, statement, certificates[number])
        except BadSignature as refusal:
            facts = {name: str(value) for name, value in refusal.facts.items()}
            results.append(Refused(refusal.slug, str(refusal), facts))
        else:
            results.append(None)
    return results


def serve(connection: socket.socket, home: Home) -> None:
    """Answer frame after frame until the writer is gone."""
    seal = read_seal(home.seal)
    certificates: list[Certificate] = []
    decoder: msgspec.msgpack.Decoder[ToVerify | ToSeal] = msgspec.msgpack.Decoder(ToVerify | ToSeal)
    with connection, connection.makefile("rb", buffering=1 << 20) as frames:
        while head := frames.read(4):
            work = decoder.decode(frames.read(int.from_bytes(head, "big")))
            done: Sequence[bytes | Refused | None]
            if isinstance(work, ToSeal):
                done = [cades.sign(statement, seal, at=work.at) for statement in work.statements]
            else:
                done = _verified(work, certificates)
            answer = msgspec.msgpack.encode(done)
            connection.sendall(len(answer).to_bytes(4, "big") + answer)


if __name__ == "__main__":
    with suppress(ConnectionError):  # the writer is gone, and nobody waits for an answer
        serve(socket.socket(fileno=0), Home(Path(sys.argv[1])))
