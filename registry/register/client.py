"""A desk at the writer's socket.

It starts the writer when none is running, and asks again under the same id when the connection is lost:
the same request twice is one fact.
"""

import fcntl
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from registry import requests
from registry.errors import LogBusy, StoreDamaged
from registry.home import Home
from registry.register.desk import new_request_id
from registry.register.protocol import STOP, read_answer

PATIENCE = 30.0
"""Seconds to go on trying before giving up."""
_PAUSE = 0.02
_COMES_BACK = frozenset({"writer-stopped", "writer-unsure"})
"""Refusals of a writer that ends; the next one knows whether the request was done."""


class Client:
    """A connection to the writer of one registry; for one thread."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        """Talk to the writer of the registry in *folder*; nothing happens before the first request."""
        self._home = Home(folder.absolute())
        self._patience = patience
        self._socket: socket.socket | None = None
        self._starting: _Starting | None = None

    def ask(self, request: requests.Request, *, request_id: bytes | None = None) -> dict[str, Any]:
        """Return the answer, or raise the refusal.

        Raises:
            LogBusy: the writer cannot be reached; whether the request was done is not known, and asking
                again under the same id is safe.
        """
        data = (request_id or new_request_id()) + requests.encode(request)
        deadline = time.monotonic() + self._patience
        while True:
            try:
                return read_answer(self._exchange(data))
            except OSError as error:
                self._disconnect()
                if time.monotonic() > deadline:
                    raise _unreachable(error) from error
                self._start()
            except StoreDamaged as refusal:
                if refusal.slug not in _COMES_BACK or time.monotonic() > deadline:
                    raise
                self._disconnect()
            time.sleep(_PAUSE)

    def start_writer(self) -> None:
        """Have a writer running; it can be asked when this returns.

        Raises:
            StoreDamaged: it could not start.
            LogBusy: it takes too long.
        """
        deadline = time.monotonic() + self._patience
        while self._socket is None:
            try:
                self._socket = self._connect()
            except OSError as error:
                if time.monotonic() > deadline:
                    raise _unreachable(error) from error
                self._start()
                time.sleep(_PAUSE)
        self._started()

    def stop_writer(self) -> bool:
        """Let the writer finish and end; False when none was running.

        Raises:
            LogBusy: it takes too long; it ends all the same when it is done.
        """
        process = self._process()
        try:
            self._exchange(STOP)
        except OSError:
            return False
        finally:
            self.close()
        deadline = time.monotonic() + self._patience
        while self._writes() and self._process() == process:  # another one may have been started meanwhile
            if time.monotonic() > deadline:
                raise LogBusy("writer-still-ends", "The writer still finishes what it was asked: look again later.")
            time.sleep(_PAUSE)
        return True

    def _writes(self) -> bool:
        """Tell whether the writer's process is there still, which closes its files behind its socket."""
        with suppress(FileNotFoundError), self._home.lock.open("rb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _process(self) -> bytes:
        """Return what the newest writer has written of itself into its lock."""
        with suppress(FileNotFoundError):
            return self._home.lock.read_bytes()
        return b""

    def close(self) -> None:
        """Close the connection; the writer goes on."""
        self._started()
        self._disconnect()

    def _disconnect(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _exchange(self, data: bytes) -> bytes:
        if self._socket is None:
            self._socket = self._connect()
            self._started()
        self._socket.sendall(len(data).to_bytes(4, "big") + data)
        return self._receive(int.from_bytes(self._receive(4), "big"))

    def _receive(self, size: int) -> bytes:
        assert self._socket is not None  # noqa: S101 - connected above
        parts = bytearray()
        while len(parts) < size:
            part = self._socket.recv(size - len(parts))
            if not part:
                raise ConnectionResetError("the writer closed the connection")
            parts += part
        return bytes(parts)

    def _connect(self) -> socket.socket:
        folder = os.open(self._home.path, os.O_RDONLY | os.O_DIRECTORY)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(f"/proc/self/fd/{folder}/{self._home.socket.name}")  # short, however long the path
        except OSError:
            connection.close()
            raise
        finally:
            os.close(folder)
        return connection

    def _start(self) -> None:
        """Start a writer, unless one runs, or anybody is starting one already."""
        if not self._home.exists:
            raise StoreDamaged(
                "no-registry",
                f"There is no registry in {self._home.path}: open one with saraban init.",
                home=str(self._home.path),
            )
        if self._starting is None:
            self._starting = _Starting.begin(self._home)
        elif (code := self._starting.process.poll()) is not None:
            self._started()
            if code:
                why = self._last_words()
                raise StoreDamaged("writer-failed", f"The writer could not start: {why}", why=why)

    def _started(self) -> None:
        if self._starting is not None:
            self._starting.end()
            self._starting = None

    def _last_words(self) -> str:
        with suppress(OSError):
            lines = (self._home.path / "writer.log").read_text(errors="replace").splitlines()
            return lines[-1] if lines else ""
        return ""


def _unreachable(error: OSError) -> LogBusy:
    return LogBusy("writer-unreachable", f"The writer cannot be reached ({error}): see writer.log.", why=str(error))


class _Starting:
    """A writer on its way up; one file lock among all clients, so that a crowd starts one process, not many."""

    def __init__(self, lock: int, process: "subprocess.Popen[bytes]") -> None:
        self._lock = lock
        self.process = process

    @classmethod
    def begin(cls, home: Home) -> Self | None:
        """Start a writer; None when one runs or is being started."""
        lock = os.open(home.path / "writer.starting", os.O_CREAT | os.O_RDWR, 0o600)
        if not _held_by_nobody(home.lock) or not _take(lock):
            os.close(lock)
            return None
        with (home.path / "writer.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own module, our own folder
                [sys.executable, "-m", "registry.register.serve", str(home.path)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return cls(lock, process)

    def end(self) -> None:
        """Let others start the next one; the process goes on, and is no child to wait for any more."""
        os.close(self._lock)
        self.process.poll()
        self.process.returncode = self.process.returncode or 0


def _held_by_nobody(path: Path) -> bool:
    lock = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        return _take(lock)
    finally:
        os.close(lock)


def _take(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
