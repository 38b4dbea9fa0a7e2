"""Foreign bytes are opened in a process of their own, which may crash, hang or swell without harm.

    caller ──data, settings──▶ child ──answer──▶ caller
       └──task──▶ server ──forks──▶ child: no more memory, time, files than it was given
                    └── kills what is late, says how it ended

The server is started with the first document and has the libraries loaded, so that a further document costs a fork.
It ends with the caller, and every child ends with the server. What goes over is MessagePack; what is asked is one of
a closed table of tasks. Callable from any thread.
"""

import atexit
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Literal, TypeVar

import msgspec

from domain.errors import InvalidValue

T = TypeVar("T")

TaskName = Literal["docx", "lint", "mail", "pdf", "pictures", "rehearse", "scan"]
Setting = str | int | bool | float | None

SECONDS = 10
"""For one document, by the clock and of the processor."""
MEMORY = 1 << 30
"""Bytes of address space for one process."""
LARGEST_DOCUMENT = 64 << 20
"""Bytes that are taken in; annex 7 wants large files sent another way long before."""
LARGEST_ANSWER = 64 << 20
"""Bytes of what comes back."""
_GRACE = 5
"""Seconds beyond the document's own before the server itself is given up: it may still be loading libraries."""
_MOST_AT_ONCE = max(2, os.cpu_count() or 1)


class Task(msgspec.Struct, frozen=True):
    """What may be done apart: a function of ``(data: bytes, settings: dict[str, Setting])``."""

    module: str
    function: str
    seconds: int = SECONDS


TASKS: Mapping[TaskName, Task] = {
    "docx": Task("registry.documents.reading.files.docx", "opened"),
    "lint": Task("registry.documents.intake.linting", "opened"),
    "mail": Task("registry.documents.mail", "opened"),
    "pdf": Task("registry.documents.reading.files.pdf", "opened"),
    "pictures": Task("registry.documents.picturing", "opened"),
    "rehearse": Task("registry.documents.reading.rehearsal", "opened"),
    "scan": Task("registry.documents.reading.files.scan", "opened", seconds=30),
}


class Asked(msgspec.Struct, frozen=True):
    """What the server is told; a socket to the child and a pipe for its end come with it."""

    task: Task
    memory: int


class Work(msgspec.Struct, frozen=True):
    """What the child is given."""

    settings: dict[str, Setting]
    data: bytes


class Said(msgspec.Struct, frozen=True):
    """What the child says: an answer, or a refusal."""

    answer: msgspec.Raw = msgspec.Raw(b"\xc0")
    slug: str = ""
    message: str = ""
    facts: dict[str, Setting] = {}


class Ended(msgspec.Struct, frozen=True):
    """How the child ended, from the server."""

    status: int
    """As `subprocess` gives it: an exit code, or a signal below 0."""
    late: bool
    peak: int
    """Bytes that it held at most."""


NO_MEMORY = 12
"""The child's exit code when there was not enough of it."""


def run(task: TaskName, data: bytes, answer: type[T], *, memory: int = MEMORY, **settings: Setting) -> T:
    """Return what *task* makes of *data*, as an *answer*.

    Raises:
        InvalidValue: the document is too large (``document-too-large``), takes more memory or time than a
            letter does (``document-too-heavy``, ``document-hangs``), makes its reader fail
            (``document-broken``), or is refused by the task itself.
    """
    if len(data) > LARGEST_DOCUMENT:
        message = f"The document has {len(data)} bytes, more than {LARGEST_DOCUMENT}: hand in a smaller file."
        raise InvalidValue("document-too-large", message, size=len(data), largest=LARGEST_DOCUMENT)
    seconds = TASKS[task].seconds
    with _seats, _child(Asked(TASKS[task], memory)) as (connection, end):
        said = _exchange(connection, Work(settings, data), until=time.monotonic() + seconds + _GRACE)
        ended = _ended(end)  # also of one that answered: when this returns, nothing is left of it
        if said is None:
            raise _refusal(ended, seconds, memory)
    if said.slug:
        raise InvalidValue(said.slug, said.message, **said.facts)
    return msgspec.msgpack.decode(said.answer, type=answer)


def close() -> None:
    """End the server and what it does; the next document starts another."""
    with _lock:
        server = _servers.pop(os.getpid(), None)
    if server is not None:
        server.close()


@contextmanager
def _child(asked: Asked) -> Iterator[tuple[socket.socket, int]]:
    """Yield the connection to a new child, and where its end will be told."""
    ours, theirs = socket.socketpair()
    end, told = os.pipe()
    try:
        try:
            _ask(asked, [theirs.fileno(), told])
        finally:
            theirs.close()
            os.close(told)
        yield ours, end
    finally:
        ours.close()
        os.close(end)


class _Server:
    """The process that forks, as its caller holds it."""

    def __init__(self) -> None:
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "registry.documents.confined"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # whoever interrupts the caller does not interrupt it half-way
            )

    def close(self) -> None:
        self.control.close()
        self._process.wait()

    def kill(self) -> None:
        self._process.kill()
        self.close()


_lock = threading.Lock()
_seats = threading.BoundedSemaphore(_MOST_AT_ONCE)
_servers: dict[int, _Server] = {}
"""One for this process; by its number, so that a fork of it starts its own."""

atexit.register(close)


def _ask(asked: Asked, descriptors: list[int]) -> None:
    message = msgspec.msgpack.encode(asked)
    with _lock:
        server = _servers.get(os.getpid())
        if server is not None:
            try:
                socket.send_fds(server.control, [message], descriptors)
            except OSError:  # it is gone, e.g. killed by hand
                _servers.pop(os.getpid()).close()
            else:
                return
        server = _servers[os.getpid()] = _Server()
        socket.send_fds(server.control, [message], descriptors)


def _exchange(connection: socket.socket, work: Work, *, until: float) -> Said | None:
    """Return what the child said, or None when it ended, or the time did, before it had."""
    data = msgspec.msgpack.encode(work)
    try:
        connection.settimeout(max(0.0, until - time.monotonic()))
        connection.sendall(len(data).to_bytes(8, "big"))
        connection.sendall(data)
        size = int.from_bytes(_received(connection, 8, until), "big")
        if size > LARGEST_ANSWER:
            return None
        return msgspec.msgpack.decode(_received(connection, size, until), type=Said)
    except (OSError, EOFError, msgspec.DecodeError):
        return None


def _received(connection: socket.socket, size: int, until: float) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        connection.settimeout(max(0.001, until - time.monotonic()))
        part = connection.recv(min(size - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _ended(end: int) -> Ended:
    """Return how the child ended. A server that does not say so is given up, with all that it does."""
    waiting = select.poll()  # which, unlike `select`, knows descriptors above 1023
    waiting.register(end, select.POLLIN)
    says = waiting.poll(_GRACE * 1000)
    if told := os.read(end, 1024) if says else b"":
        return msgspec.msgpack.decode(told, type=Ended)
    with _lock:
        server = _servers.pop(os.getpid(), None)
    if server is not None:
        server.kill()
    return Ended(-signal.SIGTERM, late=not says, peak=0)


def _refusal(ended: Ended, seconds: int, memory: int) -> InvalidValue:
    if ended.late or ended.status == -signal.SIGXCPU:
        message = f"The document takes longer to open than {seconds} s: print it to a new PDF, or ask for another file."
        return InvalidValue("document-hangs", message, seconds=seconds)
    if ended.status in {NO_MEMORY, -signal.SIGKILL} or ended.peak > memory // 2:
        megabytes = memory >> 20
        message = (
            f"The document takes more than {megabytes} MB of memory to open: "
            "print it to a new PDF, or ask for another file."
        )
        return InvalidValue("document-too-heavy", message, megabytes=megabytes)
    why = f"exit {ended.status}"
    with suppress(ValueError):
        why = signal.Signals(-ended.status).name
    message = f"The document makes its reader fail ({why}): it is damaged, or made to do harm; ask for the file anew."
    return InvalidValue("document-broken", message, why=why)
