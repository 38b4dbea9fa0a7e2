"""The server behind `apart`, which forks a confined child for every document.

``python -m registry.documents.confined``, with the socket to its caller as standard input. Single-threaded, so that
a fork is safe. Loads a task's libraries when it is first asked for, and touches no foreign byte itself.

A child may not: hold more memory than given; use the processor, or last, longer than given; write to a file; leave a
core, or a process behind. It dies with the server, and so does whatever it started.
"""

import ctypes
import importlib
import os
import resource
import selectors
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Never

import msgspec

from domain.errors import DomainError, InvalidValue
from registry.documents.apart import LARGEST_ANSWER, NO_MEMORY, Asked, Ended, Said, Setting, Task, Work
from registry.documents.programs import die_with_parent

_LIBC = ctypes.CDLL(None)
_PR_SET_NO_NEW_PRIVS = 38  # prctl(2)
_MOST_OPEN = 64
"""Files and pipes of a child."""
_CONNECTION = 3
"""Where a child finds its socket."""


@dataclass(slots=True)
class _Child:
    pid: int
    pidfd: int
    told: int
    """Where its end is told."""
    until: float
    late: bool = False


class Server:
    """Children of one caller."""

    def __init__(self, control: socket.socket) -> None:
        """Take tasks from *control* until the caller is gone."""
        self._control = control
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)
        self._children: dict[int, _Child] = {}

    def serve(self) -> None:
        """Fork, wait, kill; returns when the caller is gone and nothing is left."""
        while True:
            for key, _ in self._selector.select(self._patience()):
                if key.fd == self._control.fileno():
                    if not self._take():
                        for child in list(self._children.values()):
                            self._kill(child)
                            self._bury(child)
                        return
                elif key.fd in self._children:
                    self._bury(self._children[key.fd])
            for child in self._children.values():
                if child.until < time.monotonic():
                    child.late = True
                    self._kill(child)

    def _patience(self) -> float | None:
        nearest = min((child.until for child in self._children.values() if not child.late), default=None)
        return None if nearest is None else max(0.0, nearest - time.monotonic())

    def _take(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, 1024, 2)
        if not message:
            return False
        connection, told = descriptors
        asked = msgspec.msgpack.decode(message, type=Asked)
        with suppress(ImportError):  # the child will say so
            importlib.import_module(asked.task.module)
        server = os.getpid()
        pid = os.fork()
        if pid == 0:
            _live(asked, connection, server)
        os.close(connection)
        with suppress(OSError):  # it has done so itself, or is gone
            os.setpgid(pid, pid)
        pidfd = os.pidfd_open(pid)
        self._children[pidfd] = _Child(pid, pidfd, told, time.monotonic() + asked.task.seconds)
        self._selector.register(pidfd, selectors.EVENT_READ)
        return True

    def _kill(self, child: _Child) -> None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)

    def _bury(self, child: _Child) -> None:
        """End what the child left running, while its number is still its own; then tell how it ended."""
        self._kill(child)
        _, status, usage = os.wait4(child.pid, 0)
        self._selector.unregister(child.pidfd)
        del self._children[child.pidfd]
        os.close(child.pidfd)
        ended = Ended(os.waitstatus_to_exitcode(status), child.late, usage.ru_maxrss << 10)
        with suppress(BrokenPipeError):  # nobody waits for it any more
            os.write(child.told, msgspec.msgpack.encode(ended))
        os.close(child.told)


def _live(asked: Asked, connection: int, server: int) -> Never:
    """Be the child."""
    status = 1
    try:
        os.setpgid(0, 0)
        os.dup2(connection, _CONNECTION)
        os.closerange(_CONNECTION + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        _confine(asked.memory, asked.task.seconds)
        if os.getppid() != server:
            os._exit(status)  # it ended before the kernel was told to end this process with it
        with socket.socket(fileno=_CONNECTION) as caller:
            data = _performed(asked.task, _received(caller))
            caller.sendall(len(data).to_bytes(8, "big"))
            caller.sendall(data)
        status = 0
    except MemoryError:
        status = NO_MEMORY
    finally:
        os._exit(status)


def _confine(memory: int, seconds: int) -> None:
    die_with_parent()
    _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    quiet = os.open(os.devnull, os.O_RDWR)
    for standard in range(_CONNECTION):
        os.dup2(quiet, standard)  # libraries write their complaints there
    os.close(quiet)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    for limit, value in {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: _MOST_OPEN,
    }.items():
        resource.setrlimit(limit, (value, value))


def _performed(task: Task, work: Work) -> bytes:
    try:
        function: Callable[[bytes, dict[str, Setting]], object] = getattr(
            importlib.import_module(task.module), task.function
        )
        answer = msgspec.msgpack.encode(function(work.data, work.settings))
    except MemoryError:
        raise
    except DomainError as refusal:
        facts: dict[str, Setting] = {
            name: value if isinstance(value, str | int | float) else str(value) for name, value in refusal.facts.items()
        }
        return msgspec.msgpack.encode(Said(slug=refusal.slug, message=str(refusal), facts=facts))
    except Exception as error:  # noqa: BLE001 - whatever a library throws at hostile bytes; the process ends anyway
        broken = _broken(error)
        return msgspec.msgpack.encode(
            Said(slug=broken.slug, message=str(broken), facts={"why": str(broken.facts["why"])})
        )
    if len(answer) > LARGEST_ANSWER:
        raise MemoryError
    return msgspec.msgpack.encode(Said(answer=msgspec.Raw(answer)))


def _broken(error: Exception) -> InvalidValue:
    why = f"{type(error).__name__}: {error}"[:200]
    message = f"The document makes its reader fail ({why}): it is damaged, or made to do harm; ask for the file anew."
    return InvalidValue("document-broken", message, why=why)


def _received(caller: socket.socket) -> Work:
    with caller.makefile("rb") as frames:
        size = int.from_bytes(frames.read(8), "big")
        return msgspec.msgpack.decode(frames.read(size), type=Work)


if __name__ == "__main__":
    with socket.socket(fileno=0) as control:
        Server(control).serve()
