"""What every view is: a projection of the facts, in an SQLite file of its own.

    facts ──batches of 500──▶ follow(lines, write) ─┐
                                                    ├─ one transaction ──▶ views/<name>-v<version>.db
    the place reached (position and digest) ────────┘

A view is opened to be asked, and has read every stored fact by then. Its file holds nothing that the facts
do not say: delete it and it is made again, and so it is when the facts turn out to be of another history
than the one it has read. A view that cannot read a fact stops, keeps its place and says so; it never skips.
"""

import fcntl
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self, TypeVar

from registry.errors import RegistryError
from registry.reader import NotMadeYet, Reader, Recorded

Write = Callable[[str, Iterable[Sequence[str | int | None]]], object]
"""Runs one SQL statement for each row of values."""
Ask = Callable[[str, Sequence[str | int | None]], Iterator[Any]]
"""Runs one SQL query and yields its rows, which are read by the names of their columns."""

BATCH = 500
"""Facts a transaction: 10 to 70 times faster than one."""
PATIENCE = 30.0
"""Seconds to wait for another process that is following at the same time."""

_NOWHERE = (-1, "")
_PLACE = "CREATE TABLE place (position INTEGER NOT NULL, digest TEXT NOT NULL)"


class ViewStopped(RegistryError):
    """A view cannot go on; it has kept its place and the facts are untouched."""


class View(ABC):
    """One question's tables, and how they follow from the facts."""

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    """Part of the file's name: a view that follows otherwise than before is another file."""
    TABLES: ClassVar[tuple[str, ...]]
    """The statements that make its tables."""
    NAMES: ClassVar[tuple[str, ...] | None] = None
    """The wire names of the facts that it reads, all of them in `recorder.FOUND_BY_NAME`; None where it reads every
    fact. A view of few facts does not wait for the others to be read; its place passes over them all the same."""

    def __init__(self, file: sqlite3.Connection) -> None:
        """Answer from an open file; `open_view` is how to come by one."""
        self._file = file

    @abstractmethod
    def follow(self, lines: Sequence[Recorded], write: Write) -> None:
        """Apply a batch; the caller remembers the place in the same transaction."""

    @property
    def position(self) -> int:
        """The position of the newest fact that the answers rest on or have passed over; -1 before the first."""
        return int(self._file.execute("SELECT position FROM place").fetchone()[0])

    def rows(self, sql: str, values: Sequence[str | int | None] | Mapping[str, str | int | None] = ()) -> Iterator[Any]:
        """Ask the file, with values by place or by name; rows are read by the names of their columns."""
        return self._file.execute(sql, values)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


V = TypeVar("V", bound=View)


def open_view(reader: Reader, kind: type[V], *, progress: Callable[[int], object] = lambda _position: None) -> V:
    """Open a view of a registry and let it read what it has not read yet.

    Args:
        reader: The registry.
        kind: Of view.
        progress: Called with the position reached, after every batch.

    Raises:
        NotMadeYet: it has more to read than `Reader.at_once`.
        ViewStopped: a fact could not be followed, or the file is damaged or kept busy.
        RegistryError: a stored fact cannot be read.
    """
    try:
        view = kind(_open_file(reader, kind))
        try:
            _require_same_history(view, reader)
            _require_near(view, reader)
            follow_all(view, reader, progress=progress)
        except BaseException:
            view.close()
            raise
    except (sqlite3.OperationalError, OSError) as error:
        raise ViewStopped(
            "view-unwritable",
            f"The view {kind.NAME!r} cannot be written: {error}. Make room, or wait until nobody else follows it.",
            view=kind.NAME,
            why=str(error),
        ) from error
    except sqlite3.DatabaseError as error:
        path = view_path(reader, kind)
        raise ViewStopped(
            "view-damaged",
            f"The view {kind.NAME!r} is damaged ({error}): delete {path}, it is made again from the facts.",
            view=kind.NAME,
            path=str(path),
            why=str(error),
        ) from error
    return view


def follow_all(
    view: View, reader: Reader, *, until: int | None = None, progress: Callable[[int], object] = lambda _position: None
) -> None:
    """Let a view read what it has not read yet, up to and including the fact at *until*.

    Raises:
        ViewStopped: a fact could not be followed; the view's file says why until it goes on.
    """
    try:
        while _follow_some(view, reader, BATCH, until):
            progress(view.position)
    except ViewStopped as stopped:
        _remember_why(view, str(stopped.facts["why"]))
        raise


def view_path(reader: Reader, kind: type[View]) -> Path:
    """Return where a view of a registry is kept: its newest file, for one that was rebuilt has the next number."""
    return files_of(reader.home.views, kind)[-1]


def files_of(folder: Path, kind: type[View]) -> list[Path]:
    """Return the files of a view, the newest last; the one that is made first when there is none.

    ``book-v1.db`` is the first, ``book-v1.1.db`` what was rebuilt beside it, and so on. A name never comes back, so
    no write-ahead log of one file is ever taken for that of another.
    """
    first = folder / f"{kind.NAME}-v{kind.VERSION}.db"
    rebuilt = {}
    for path in folder.glob(f"{kind.NAME}-v{kind.VERSION}.*.db"):
        number = path.name.split(".")[1]
        if number.isdecimal():
            rebuilt[int(number)] = path
    found = [rebuilt[number] for number in sorted(rebuilt)]
    return [first, *found] if first.exists() or not found else found


def make_tables(file: sqlite3.Connection, kind: type[View]) -> None:
    """Make a view's tables in an empty file."""
    for statement in (_PLACE, *kind.TABLES):
        file.execute(statement)
    file.execute("INSERT INTO place VALUES (?, ?)", _NOWHERE)


@contextmanager
def alone(folder: Path, lock_name: str = ".lock") -> Iterator[None]:
    """Let one process at a time make, open or replace a file: SQLite does not wait when two make one at once."""
    with (folder / lock_name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _open_file(reader: Reader, kind: type[View]) -> sqlite3.Connection:
    folder = reader.home.views
    folder.mkdir(mode=0o700, exist_ok=True)
    with alone(folder):
        file = sqlite3.connect(view_path(reader, kind), timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            file.row_factory = sqlite3.Row
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = NORMAL")
            if not _has_tables(file):
                with _transaction(file):
                    make_tables(file, kind)
        except BaseException:
            file.close()
            raise
    return file


def _has_tables(file: sqlite3.Connection) -> bool:
    return file.execute("SELECT 1 FROM sqlite_master WHERE name = 'place'").fetchone() is not None


@contextmanager
def _transaction(file: sqlite3.Connection) -> Iterator[None]:
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        file.execute("ROLLBACK")
        raise
    file.execute("COMMIT")


def _require_same_history(view: View, reader: Reader) -> None:
    """Begin again where the facts are not those that the view has read: the registry was restored or replaced."""
    file = view._file  # noqa: SLF001 - this module is the view's own machinery
    position, digest = file.execute("SELECT position, digest FROM place").fetchone()
    if position == -1:
        return
    line = next(reader.facts(position - 1, until=position), None)
    if line is not None and line.digest == digest:
        return
    with _transaction(file):
        tables = file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC"
        ).fetchall()
        for (name,) in tables:
            file.execute(f"DROP TABLE IF EXISTS {name}")
        make_tables(file, type(view))


def _require_near(view: View, reader: Reader) -> None:
    newest, reached = reader.store.newest(), view.position
    if reader.at_once is not None and view.NAMES is None and newest - reached > reader.at_once:
        raise NotMadeYet(view.NAME, reached + 1, newest + 1)


def _follow_some(view: View, reader: Reader, count: int, until: int | None) -> bool:
    """Follow up to *count* facts in one transaction; False when there were none."""
    newest = reader.store.newest()
    if until is not None:
        newest = min(newest, until)
    if newest <= view.position:
        return False
    file = view._file  # noqa: SLF001 - this module is the view's own machinery
    try:
        with _transaction(file):
            lines = list(islice(reader.facts(view.position, until=newest, names=view.NAMES), count))
            if lines:
                view.follow(lines, file.executemany)
            reached = lines[-1].position if lines else view.position
            if len(lines) < count and reached < newest:  # what is behind it does not concern the view
                lines.append(reader.at(newest))
            if lines:
                file.execute("UPDATE place SET position = ?, digest = ?", (lines[-1].position, lines[-1].digest))
                file.execute("DROP TABLE IF EXISTS stopped")
    except (RegistryError, sqlite3.OperationalError):
        raise
    except Exception as error:
        if count > 1:  # come as near to the fact as it goes, and name it
            while _follow_some(view, reader, 1, until):
                pass
            return True
        raise ViewStopped(
            "view-stopped",
            f"The view {view.NAME!r} cannot follow the fact behind position {view.position} ({error!r}): it stays "
            "where it is. Read with a newer version.",
            view=view.NAME,
            position=view.position,
            why=repr(error),
        ) from error
    return bool(lines)


def _remember_why(view: View, why: str) -> None:
    """Keep in the view's file why it stopped, for whoever looks at the views without opening them."""
    file = view._file  # noqa: SLF001 - this module is the view's own machinery
    with _transaction(file):
        file.execute("CREATE TABLE IF NOT EXISTS stopped (why TEXT NOT NULL)")
        file.execute("DELETE FROM stopped")
        file.execute("INSERT INTO stopped VALUES (?)", (why,))
