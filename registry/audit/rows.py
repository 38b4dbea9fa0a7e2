"""The rows of a registry as they lie in SQLite, read by themselves: no event library, no writer.

One read transaction sees one state of the database, also while a writer goes on.
"""

import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from registry.errors import StoreDamaged
from registry.store.recorder import schema, unpack_leaves
from registry.store.sealing import key_number
from registry.store.stream_keys import SCHEMA as KEYS_SCHEMA

_BATCH = 512
_LOWEST = -(1 << 63)
_NUMBERS_AHEAD = 256
_FACT_TYPES = (int, str, int, str, bytes)
_FACTS = "SELECT position, originator_id, originator_version, topic, state FROM stored_events"


class RawFact(NamedTuple):
    """One row of ``stored_events``; types are checked, nothing else is."""

    position: int
    stream: str
    seq: int
    name: str
    state: bytes


class RawGroup(NamedTuple):
    """One row of ``leaf_groups``: the leaves of one transaction."""

    first: int
    leaves: list[bytes]


class RawAnswer(NamedTuple):
    """One row of ``requests``."""

    id: bytes
    asked: bytes
    answer: bytes


class Rows:
    """The tables of one registry, at one moment."""

    def __init__(self, folder: Path) -> None:
        """Open ``register.db`` in *folder* for reading; what is read is of this moment."""
        path = folder / "register.db"
        if not path.exists():
            raise StoreDamaged(
                "no-registry", f"There is no registry in {folder}: open one with saraban init.", home=str(folder)
            )
        self._db = _open(path)
        self._db.execute("BEGIN")
        self._ahead: dict[str, tuple[int, dict[int, tuple[str, int]]]] = {}

    def require_schema(self) -> None:
        """Require the tables, triggers and index that keep the store append-only, and a sound file.

        Raises:
            StoreDamaged: names what is missing, different or too much.
        """
        _require_same(self._db, expected_schema(tuple(schema())), "register.db")
        found = self._db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreDamaged("database-damaged", f"register.db is damaged: {found}.", why=str(found))

    def facts(self) -> Generator[RawFact, None, None]:
        """Yield every fact, in the order of the log."""
        last = _LOWEST
        while True:
            try:
                batch = self._db.execute(
                    f"{_FACTS} WHERE position > ? ORDER BY position LIMIT ?", (last, _BATCH)
                ).fetchall()
            except sqlite3.OperationalError:
                batch = list(self._one_by_one(last))
            if not batch:
                return
            for row in batch:
                yield _fact(row)
            last = batch[-1][0]

    def keys_of(self, positions: Sequence[int]) -> dict[int, int]:
        """Return which stream keys seal the facts at these positions, as far as there are such facts."""
        marks = ",".join("?" * len(positions))
        rows = self._db.execute(
            f"SELECT position, substr(state, 1, 20) FROM stored_events WHERE position IN ({marks})",  # noqa: S608
            positions,
        )
        return {position: key_number(head) for position, head in rows}

    def stream(self, stream: str, *, before: int) -> list[RawFact]:
        """Return the facts of a stream that stand before a position, in the order of the stream."""
        found = self._db.execute(
            f"{_FACTS} WHERE originator_id = ? AND position < ? ORDER BY originator_version", (stream, before)
        )
        return [_fact(row) for row in found]

    def newest(self, stream: str, *, before: int) -> RawFact | None:
        """Return the newest fact of a stream before a position."""
        row = self._db.execute(
            f"{_FACTS} WHERE originator_id = ? AND position < ? ORDER BY originator_version DESC LIMIT 1",
            (stream, before),
        ).fetchone()
        return None if row is None else _fact(row)

    def groups(self) -> Generator[RawGroup, None, None]:
        """Yield the leaves of every transaction.

        Raises:
            StoreDamaged: a group is missing, cut off, or does not begin where the one before it ends.
        """
        expected = 0
        for first, size, data in self._each("SELECT first, size, leaves FROM leaf_groups ORDER BY first"):
            if first != expected:
                raise StoreDamaged(
                    "leaves-missing",
                    f"Behind leaf {expected - 1} the next stored group begins at {first}.",
                    expected=expected,
                    first=first,
                )
            try:
                leaves = unpack_leaves(data)
            except (ValueError, TypeError):
                leaves = []
            if not leaves or size != first + len(leaves):
                raise StoreDamaged("leaves-cut", f"The leaves stored from {first} on are cut off.", first=first)
            yield RawGroup(first, leaves)
            expected = size

    def size(self) -> int:
        """Return how many leaves are stored, as the newest group says."""
        return int(self._db.execute("SELECT coalesce(max(size), 0) FROM leaf_groups").fetchone()[0])

    def checkpoints(self) -> Generator[tuple[int, bytes], None, None]:
        """Yield size and note of every stored checkpoint, the smallest first."""
        yield from self._each("SELECT size, note FROM checkpoints ORDER BY size")

    def number(self, series: str, n: int) -> object:
        """Return what became of a number, and by the fact at which position: a pair, or None.

        Numbers end nearly in their order, so those that follow are read with it.
        """
        first, ahead = self._ahead.get(series, (0, {}))
        if not ahead or not first <= n < first + _NUMBERS_AHEAD:
            rows = self._db.execute(
                "SELECT n, state, position FROM numbers WHERE series = ? AND n BETWEEN ? AND ?",
                (series, n, n + _NUMBERS_AHEAD - 1),
            )
            ahead = {number: (state, position) for number, state, position in rows}
            self._ahead[series] = n, ahead
        return ahead.get(n)

    def numbers(self) -> int:
        """Return how many numbers are final."""
        return int(self._db.execute("SELECT count(*) FROM numbers").fetchone()[0])

    def answers(self) -> Generator[RawAnswer, None, None]:
        """Yield every answer that was given."""
        for row in self._each("SELECT id, asked, answer FROM requests ORDER BY id"):
            if [type(value) for value in row] != [bytes, bytes, bytes]:
                raise StoreDamaged("row-altered", f"An answer's row was altered: {row[0]!r}.", position=None)
            yield RawAnswer(*row)

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def _each(self, query: str) -> Iterator[Any]:
        """Yield rows as they are read; the cursor is closed whoever stops."""
        with closing(self._db.execute(query)) as cursor:
            while batch := cursor.fetchmany(_BATCH):
                yield from batch

    def _one_by_one(self, last: int) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a batch as far as they can be read; the first unreadable one is refused."""
        positions = self._db.execute(
            "SELECT position FROM stored_events WHERE position > ? ORDER BY position LIMIT ?", (last, _BATCH)
        ).fetchall()
        for count, (position,) in enumerate(positions):
            try:
                yield self._db.execute(f"{_FACTS} WHERE position = ?", (position,)).fetchone()
            except sqlite3.OperationalError:
                if count:
                    return
                raise _altered(position) from None


def require_keys_schema(folder: Path) -> None:
    """Require that ``stream-keys.db`` has its one table and is sound."""
    db = _open(folder / "stream-keys.db")
    try:
        _require_same(db, expected_schema((KEYS_SCHEMA,)), "stream-keys.db")
    finally:
        db.close()


@lru_cache(maxsize=4)
def expected_schema(statements: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Return what SQLite keeps of *statements*: the wording of each thing, by its kind and name."""
    db = sqlite3.connect(":memory:")
    try:
        for statement in statements:
            db.execute(statement)
        return _schema(db)
    finally:
        db.close()


def _require_same(db: sqlite3.Connection, expected: dict[tuple[str, str], str], file: str) -> None:
    found = _schema(db)
    for kind, name in sorted(expected.keys() | found.keys()):
        if found.get((kind, name)) != expected.get((kind, name)):
            raise StoreDamaged(
                "schema-differs",
                f"{file}: the {kind} {name} is missing, too many, or not as this version writes it.",
                file=file,
                kind=kind,
                name=name,
            )


def _schema(db: sqlite3.Connection) -> dict[tuple[str, str], str]:
    return {(row[0], row[1]): row[2] for row in db.execute("SELECT type, name, sql FROM sqlite_master")}


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )


def _fact(row: tuple[object, ...]) -> RawFact:
    if tuple(map(type, row)) != _FACT_TYPES:
        raise _altered(row[0])
    return RawFact._make(row)


def _altered(position: object) -> StoreDamaged:
    return StoreDamaged("row-altered", f"The row at position {position} was altered.", position=position)
