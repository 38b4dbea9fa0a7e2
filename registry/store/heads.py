"""The map of newest states in a file of its own, ``heads.db``: derived, and made again from the leaves when lost.

    place      how many leaves of the log were followed
    buckets    the entries that share their key's first 16 bits, and the node over them
    numbers    256 numbers of a series to a row

Written behind the database, some hundred buckets at a time: it may lag, and whoever opens it follows the leaves
again from its place on.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Final, Self

from registry.errors import BadLeaf, HeadsDiffer, HeadsNotKept, StoreDamaged
from registry.log.kept import Changes, KeptInMemory, heads_damaged, with_changes
from registry.log.leaves import HASH_SIZE, HeadsLeaf
from registry.log.newest import DEPTH, Heads, follow, require_end
from registry.log.sparse import Node
from registry.store.facts import FactStore

FORMAT: Final = 1
_A_ROW: Final = 256
"""Numbers."""
_MOST_LEAVES: Final = 1 << 40
"""No log is longer: a larger number was not written here."""
_AT_ONCE: Final = 512
"""Buckets that wait in memory before they are written: opening the file later follows no more than these again."""
_MACHINES: Final = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
"""Failures that are no damage: making the file again would fail as well."""
_SCHEMA: Final = """
    CREATE TABLE place (only INTEGER PRIMARY KEY CHECK (only = 0), size INTEGER NOT NULL);
    CREATE TABLE buckets (bucket INTEGER PRIMARY KEY, entries BLOB NOT NULL);
    CREATE TABLE nodes (bucket INTEGER PRIMARY KEY, keys INTEGER NOT NULL, hash BLOB NOT NULL);
    CREATE TABLE numbers (series TEXT, part INTEGER, entries BLOB NOT NULL, PRIMARY KEY (series, part)) WITHOUT ROWID;
    INSERT INTO place VALUES (0, 0);
"""


class HeadsFile:
    """``heads.db``, open; a `registry.log.kept.Kept`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        with _sound():
            self._size = _whole(db.execute("SELECT size FROM place").fetchone()[0], most=_MOST_LEAVES)
        self._buckets: dict[int, tuple[Node, bytes]] = {}
        self._numbers: dict[str, dict[int, bytes]] = {}

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file for writing; made if it is missing.

        Raises:
            HeadsNotKept: the machine does not take it, for instance because its disk is full.
            StoreDamaged: it cannot be read, or is of another version.
        """
        # Whoever writes a registry does one thing at a time, but not always in one thread.
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            with _sound():
                db.execute("PRAGMA journal_mode=WAL")
                db.execute("PRAGMA synchronous=NORMAL")
                version = db.execute("PRAGMA user_version").fetchone()[0]
                if not version:
                    db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {FORMAT}; COMMIT")
            _require_format(version or FORMAT)
            return cls(db)
        except BaseException:
            db.close()
            raise

    @classmethod
    def passing(cls) -> Self:
        """Make a file that vanishes when it is closed."""
        db = sqlite3.connect("", isolation_level=None)
        db.execute("PRAGMA journal_mode=OFF")
        db.executescript(_SCHEMA)
        return cls(db)

    @classmethod
    def snapshot(cls, path: Path) -> Self:
        """Open the file for reading, as it is at this moment.

        Raises:
            StoreDamaged: it is missing, cannot be read, or is of another version.
        """
        try:
            db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        except sqlite3.Error:
            raise heads_damaged() from None
        try:
            with _sound():
                db.execute("BEGIN")
                version = db.execute("PRAGMA user_version").fetchone()[0]
            _require_format(version)
            return cls(db)
        except BaseException:
            db.close()
            raise

    def size(self) -> int:
        """Return how many leaves of the log were followed."""
        return self._size

    def nodes(self) -> Iterable[tuple[int, Node]]:
        """Return index and node of every bucket that is not empty."""
        with _sound():
            rows = self._db.execute("SELECT bucket, keys, hash FROM nodes")
            found = {_whole(index, most=(1 << DEPTH) - 1): _node(keys, hashed) for index, keys, hashed in rows}
        return (found | {index: node for index, (node, _) in self._buckets.items()}).items()

    def bucket(self, index: int) -> bytes:
        """Return a bucket; nothing for an empty one."""
        if index in self._buckets:
            return self._buckets[index][1]
        with _sound():
            row = self._db.execute("SELECT entries FROM buckets WHERE bucket = ?", (index,)).fetchone()
            return b"" if row is None else b"".join(row)  # joined, nothing but bytes goes through

    def numbers(self, series: str) -> bytes:
        """Return the entries of a series' numbers, joined; nothing for an unknown one."""
        with _sound():
            rows = self._db.execute("SELECT entries FROM numbers WHERE series = ? ORDER BY part", (series,))
            return with_changes(b"".join(row[0] for row in rows), self._numbers.get(series, {}))

    def keep(self, changes: Changes) -> None:
        """Keep the changes of one group, in memory first."""
        self._buckets.update(changes.buckets)
        for series, entries in changes.numbers.items():
            self._numbers.setdefault(series, {}).update(entries)
        self._size = changes.size
        if len(self._buckets) >= _AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write what waits in memory: all of it or nothing.

        Raises:
            HeadsNotKept: the machine does not take it, for instance because its disk is full.
            StoreDamaged: it cannot be read.
        """
        with _sound():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._write()
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
        self._buckets.clear()
        self._numbers.clear()

    def _write(self) -> None:
        buckets = sorted(self._buckets.items())
        self._db.executemany(
            "INSERT OR REPLACE INTO buckets VALUES (?, ?)", [(index, entries) for index, (_, entries) in buckets]
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO nodes VALUES (?, ?, ?)", [(index, *node) for index, (node, _) in buckets]
        )
        for series, entries in self._numbers.items():
            self._write_numbers(series, entries)
        self._db.execute("UPDATE place SET size = ?", (self._size,))

    def _write_numbers(self, series: str, entries: Mapping[int, bytes]) -> None:
        for part in sorted({index // _A_ROW for index in entries}):
            row = self._db.execute(
                "SELECT entries FROM numbers WHERE series = ? AND part = ?", (series, part)
            ).fetchone()
            changed = {index % _A_ROW: entry for index, entry in entries.items() if index // _A_ROW == part}
            data = with_changes(b"" if row is None else row[0], changed)
            self._db.execute("INSERT OR REPLACE INTO numbers VALUES (?, ?, ?)", (series, part, data))

    def close(self) -> None:
        """Close the file; what waits in memory is written if the file takes it."""
        with suppress(StoreDamaged):
            if self._buckets:
                self.write()
        self._db.close()


def remove(path: Path) -> None:
    """Remove the file, and what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@contextmanager
def heads_at(path: Path, store: FactStore, newest: Callable[[], int]) -> Iterator[Heads]:
    """Give the map as of a checkpoint, for reading and proofs.

    Args:
        path: Of the file; it is a beginning, if it is this log's and not ahead, and the rest follows from the leaves.
        store: Where the leaves are.
        newest: Returns the checkpoint's size. It is asked when the file is open: a writer may be at work.

    Raises:
        HeadsDiffer: the stored leaves and their roots disagree.
        StoreDamaged: the file is damaged where nobody has looked yet.
    """
    with ExitStack() as stack:
        kept: HeadsFile | None = None
        with suppress(StoreDamaged):
            kept = stack.enter_context(closing(HeadsFile.snapshot(path)))
        size = newest()
        heads = _begun(kept, store, size)
        for _ in follow(heads, store.leaves_between(heads.size, size)):
            pass
        yield heads


def require_said(heads: Heads, store: FactStore) -> None:
    """Require that a map that was kept is the one that the leaf at its place says.

    Raises:
        HeadsDiffer: it is another, perhaps of another registry.
        BadLeaf: at its place stands no such leaf.
        StoreDamaged: it has followed nothing, and has keys.
    """
    if heads.size:
        last = list(store.leaves_between(heads.size - 1, heads.size))
        require_end(last, HeadsLeaf(heads.keys, heads.root), since=0)
    elif heads.keys:
        raise heads_damaged()


def _begun(kept: HeadsFile | None, store: FactStore, size: int) -> Heads:
    """Return the map as a file keeps it, where the leaves say the same; else one that has followed nothing."""
    if kept is not None and kept.size() <= size:
        with suppress(BadLeaf, HeadsDiffer, StoreDamaged):
            heads = Heads(KeptInMemory(kept))
            require_said(heads, store)
            return heads
    return Heads(KeptInMemory())


def _whole(value: object, *, most: int) -> int:
    if isinstance(value, int) and 0 <= value <= most:
        return value
    raise heads_damaged()


def _node(keys: object, hashed: object) -> Node:
    if not isinstance(hashed, bytes) or len(hashed) != HASH_SIZE:
        raise heads_damaged()
    return _whole(keys, most=_MOST_LEAVES), hashed


def _require_format(version: int) -> None:
    if version != FORMAT:
        raise heads_damaged()


@contextmanager
def _sound() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in _MACHINES:
            raise HeadsNotKept(
                "heads-not-kept",
                f"The machine does not keep heads.db: {error}. Make room, and try again.",
                why=str(error),
            ) from error
        raise heads_damaged() from error
    except (sqlite3.Error, TypeError) as error:
        raise heads_damaged() from error
