"""A desk at the writer's socket.

It starts the writer when none is running, and asks again under the same id when the connection is lost:
the same request twice is one fact.
"""

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


class Client:
    """A connection to the writer of one registry; for one thread."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        """Talk to the writer of the registry in *folder*; nothing happens before the first request."""
        self._home = Home(folder.absolute())
        self._patience = patience
        self._socket: socket.socket | None = None
        self._starting: subprocess.Popen[bytes] | None = None

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
                self.close()
                if time.monotonic() > deadline:
                    raise LogBusy(
                        "writer-unreachable", f"The writer cannot be reached ({error}): see writer.log.", why=str(error)
                    ) from error
                self._start()
            except StoreDamaged as refusal:
                if refusal.slug != "writer-stopped" or time.monotonic() > deadline:
                    raise
                self.close()
            time.sleep(_PAUSE)

    def stop_writer(self) -> bool:
        """Let the writer finish and end; False when none was running."""
        try:
            self._exchange(STOP)
        except OSError:
            return False
        finally:
            self.close()
        while self._home.socket.exists():
            time.sleep(_PAUSE)
        return True

    def close(self) -> None:
        """Close the connection; the writer goes on."""
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
        """Start a writer unless one that this client started is still on its way up."""
        if not self._home.exists:
            raise StoreDamaged(
                "no-registry",
                f"There is no registry in {self._home.path}: open one with saraban init.",
                home=str(self._home.path),
            )
        if self._starting is not None:
            code = self._starting.poll()
            if code is None:
                return
            if code:
                self._starting = None
                raise StoreDamaged(
                    "writer-failed", f"The writer could not start: {self._last_words()}", why=self._last_words()
                )
        with (self._home.path / "writer.log").open("ab") as log:
            self._starting = subprocess.Popen(  # noqa: S603 - our own module, our own folder
                [sys.executable, "-m", "registry.register.serve", str(self._home.path)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _last_words(self) -> str:
        with suppress(OSError):
            lines = (self._home.path / "writer.log").read_text(errors="replace").splitlines()
            return lines[-1] if lines else ""
        return ""
