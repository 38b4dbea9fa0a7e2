"""How the writer is: whether it runs, since when, how much it has entered lately, and what it said last.

Who looks asks nothing of the writer: a process that hangs would not answer.
"""

import fcntl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from registry.home import Home
from registry.reader import Reader
from registry.wire import THAI_TIME

LATELY: Final = timedelta(minutes=5)
_TAIL: Final = 4096  # bytes
_LONGEST: Final = 200  # characters


@dataclass(frozen=True, slots=True)
class Writing:
    """The writer as it is now."""

    running: bool
    """A process holds the lock; the next act starts one where none does."""
    listening: bool
    """It can be asked: it has left its socket where clients look for it."""
    process: int | None
    since: datetime | None
    """When that process began, by the machine's clock."""
    entered: int
    """Facts within `LATELY`."""
    said: str | None
    """The last line of its own log: an error, or nothing."""
    said_at: datetime | None


def writing(reader: Reader, *, now: datetime) -> Writing:
    """Return how the writer of a registry is."""
    home = reader.home
    running = _held(home.lock)
    said, said_at = _last_words(home)
    return Writing(
        running,
        running and home.socket.exists(),
        _process(home.lock) if running else None,
        _changed(home.lock) if running else None,
        reader.store.count_after(reader.known_until(now - LATELY)),
        said,
        said_at,
    )


def _held(lock: Path) -> bool:
    with suppress(FileNotFoundError), lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _process(lock: Path) -> int | None:
    text = lock.read_text(errors="replace").strip()
    return int(text) if text.isdecimal() else None


def _last_words(home: Home) -> tuple[str | None, datetime | None]:
    """Return the last line of the writer's log; of a mistake of ours the kind alone, which quotes nothing."""
    path = home.path / "writer.log"
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - _TAIL))
            lines = [one.strip() for one in log.read().decode(errors="replace").splitlines() if one.strip()]
    except OSError:
        return None, None
    if not lines:
        return None, None
    kind, _, _ = lines[-1].partition(":")
    mistake = any(one.startswith("Traceback ") for one in lines)
    return (kind if mistake else lines[-1])[:_LONGEST], _changed(path)


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, THAI_TIME).replace(microsecond=0)
