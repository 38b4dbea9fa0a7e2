"""Programs of the machine that help to read a document; run inside the process apart, under its limits.

They get their input through a pipe and answer through one, so that nothing is written anywhere.
"""

import ctypes
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress

_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1  # prctl(2)


def die_with_parent() -> None:
    """Let the kernel kill this process when the one that started it ends."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def found(name: str) -> str | None:
    """Return where the program is, or None when the machine does not have it."""
    return shutil.which(name)


class Running:
    """A program at work on *data*; it reads while the caller does something else, and ends with the caller."""

    def __init__(self, arguments: Sequence[str], data: bytes) -> None:
        """Start it."""
        self._data = data
        self._process = subprocess.Popen(  # noqa: S603 - programs named in this package, data through the pipe
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # more threads than cores make them slower, not faster
            preexec_fn=die_with_parent,  # noqa: PLW1509 - the process apart has one thread
        )

    def output(self, *, seconds: float) -> bytes | None:
        """Return what it says, or None when it fails or takes longer."""
        with self._process, suppress(BrokenPipeError):
            try:
                said, _ = self._process.communicate(self._data, timeout=seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
                return None
        return said if self._process.returncode == 0 else None
