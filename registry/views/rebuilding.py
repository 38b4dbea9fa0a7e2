"""A view made again beside the one that serves, compared with it, and put in its place.

    serving file ── digest of its rows, at its place P ──────────────┐
    facts ──▶ new file, up to P ── digest of its rows ───────────────┤ the same ─▶ up to the newest ─▶ switched
                                                                     └ differ  ─▶ kept apart, and said

The one that serves goes on serving: a look at its rows is a snapshot of its file, and to switch is one rename to a
name that sorts behind it. Whoever has the old file open goes on with that; whoever opens the view next has the new
one. Whatever breaks off leaves the serving file as it is, and at most a part file that the next rebuild removes.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path

from domain.values import Digest
from registry.durable import sync_folder
from registry.errors import RegistryError
from registry.reader import Reader
from registry.views.digests import rows_digest
from registry.views.view import View, alone, files_of, follow_all, make_tables
from registry.wire import THAI_TIME

Progress = Callable[[int, int], None]
"""Called now and then with how far it got, and how far there is to go."""

_BESIDE = ("", "-wal", "-shm", "-journal")


class Compared(Enum):
    """What the rebuilt view was compared with."""

    SAME = "same"
    """The rows of the one that served are the same."""
    DIFFERS = "differs"
    """They are not: the rebuilt one was kept apart."""
    NOTHING = "nothing"
    """No file of this version served, or one of another history or that cannot be read."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """One view, rebuilt."""

    name: str
    version: int
    position: int
    digest: Digest
    """Of the rebuilt rows at *position*."""
    compared: Compared
    removed: tuple[str, ...] = ()
    """Files of older versions that went."""
    served: Digest | None = None
    """Of the rows that serve, when they differ."""
    apart: Path | None = None
    """Where the rebuilt file was kept, when they differ."""


def rebuild(reader: Reader, kind: type[View], *, progress: Progress = lambda _done, _all: None) -> Rebuilt:
    """Build a view again from the facts, compare it with the one that serves, and put it in its place.

    Raises:
        RegistryError: somebody else rebuilds it now.
        ViewStopped: a fact cannot be followed; what served goes on serving.
    """
    folder = reader.home.views
    folder.mkdir(mode=0o700, exist_ok=True)
    with _nobody_else(folder, kind):
        part = folder / f"{kind.NAME}-v{kind.VERSION}.part"
        _remove(part)
        try:
            rebuilt = _rebuild(reader, kind, part, progress)
        finally:
            _remove(part)
        if rebuilt.compared is not Compared.DIFFERS:
            _rebuilt(folder, kind).touch()
    return rebuilt


def rebuilt_at(folder: Path, kind: type[View]) -> datetime | None:
    """Return when a view was last put in its place rebuilt, by the machine's clock; None for never."""
    try:
        return datetime.fromtimestamp(_rebuilt(folder, kind).stat().st_mtime, THAI_TIME).replace(microsecond=0)
    except FileNotFoundError:
        return None


def _rebuilt(folder: Path, kind: type[View]) -> Path:
    return folder / f".{kind.NAME}.rebuilt"


def _rebuild(reader: Reader, kind: type[View], part: Path, progress: Progress) -> Rebuilt:
    newest = max(reader.store.newest(), 0)
    served = _serving(reader, files_of(part.parent, kind)[-1])
    with closing(open_alone(part, kind)) as view:
        if served is not None:
            follow_all(view, reader, until=served[0], progress=lambda done: progress(done, newest))
            digest = rows_digest(view._file)  # noqa: SLF001 - rebuilding is the machinery of views
            if digest != served[1]:
                view.close()
                apart = part.with_suffix(".apart")
                part.replace(apart)
                differs = Rebuilt(kind.NAME, kind.VERSION, served[0], digest, Compared.DIFFERS)
                return replace(differs, served=served[1], apart=apart)
        follow_all(view, reader, progress=lambda done: progress(done, newest))
        position, digest = view.position, rows_digest(view._file)  # noqa: SLF001 - the same
    compared = Compared.NOTHING if served is None else Compared.SAME
    return Rebuilt(kind.NAME, kind.VERSION, position, digest, compared, _switch(part, kind))


def open_alone(path: Path, kind: type[View]) -> View:
    """Make a view in a new file that nobody else opens meanwhile; it has followed nothing yet."""
    file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    file.row_factory = sqlite3.Row
    # Nothing of it outlives a crash, so nothing waits for the disk; a fact that cannot be followed is rolled back.
    file.execute("PRAGMA journal_mode = MEMORY")
    file.execute("PRAGMA synchronous = OFF")
    make_tables(file, kind)
    return kind(file)


def look(path: Path) -> sqlite3.Connection:
    """Open a view's file as it is, for reading one moment of it; nothing is followed and nothing changed.

    Raises:
        sqlite3.DatabaseError: it is no database, or none of a view.
    """
    file = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        file.row_factory = sqlite3.Row
        file.execute("BEGIN")
        file.execute("SELECT position FROM place").fetchone()  # the moment is that of the first reading
    except BaseException:
        file.close()
        raise
    return file


def _serving(reader: Reader, path: Path) -> tuple[int, Digest] | None:
    """Return place and rows' digest of the file that serves, or None where there is nothing to compare with."""
    if not path.exists():
        return None
    try:
        with closing(look(path)) as file:
            position, known = file.execute("SELECT position, digest FROM place").fetchone()
            line = next(reader.facts(position - 1, until=position), None)
            if line is None or line.digest != known:
                return None  # of another history
            return position, rows_digest(file)
    except sqlite3.DatabaseError:
        return None  # damaged: to be replaced


def _switch(part: Path, kind: type[View]) -> tuple[str, ...]:
    """Put the rebuilt file where the next who opens the view finds it; remove those that it replaces."""
    folder = part.parent
    with part.open("rb") as file:
        os.fsync(file.fileno())
    with alone(folder):
        known = files_of(folder, kind)
        last = known[-1].name.split(".")[1]
        number = int(last) + 1 if last.isdecimal() else 1
        place = folder / f"{kind.NAME}-v{kind.VERSION}.{number}.db"
        _remove(place)  # a log may be left of a file that somebody deleted
        part.rename(place)
        sync_folder(folder)
        older = list(_older_versions(folder, kind))
        for path in (*known, *older):
            _remove(path)
        _remove(part.with_suffix(".apart"))
    return tuple(path.name for path in older)


def _older_versions(folder: Path, kind: type[View]) -> Iterator[Path]:
    for path in sorted(folder.glob(f"{kind.NAME}-v*.db")):
        version = path.name.removeprefix(f"{kind.NAME}-v").split(".")[0]
        if version.isdecimal() and int(version) < kind.VERSION:
            yield path


def _remove(path: Path) -> None:
    for ending in _BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).unlink()


@contextmanager
def _nobody_else(folder: Path, kind: type[View]) -> Iterator[None]:
    with (folder / f".{kind.NAME}.rebuilding").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RegistryError(
                "view-rebuilt-elsewhere",
                f"Somebody else rebuilds the view {kind.NAME!r} now: wait until that is done.",
                view=kind.NAME,
            ) from None
        yield
