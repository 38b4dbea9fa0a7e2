"""The append-only tables of facts and leaves, and the event library's recorder over them.

    stored_events   one row a fact; its position is its leaf's index in the log
    leaf_groups     the leaves of one transaction, in order
    numbers         what became of every number: issued or void, once
    requests        answers given, so that the same request twice is one fact
    checkpoints     signed checkpoints; a convenience, re-signed when lost

Rows are inserted and never changed: three triggers a table refuse it, because ``INSERT OR REPLACE``
deletes without firing a DELETE trigger. The library's own table and its numbering are not used: a leaf's
index is assigned in the transaction that stores the fact, contiguous, never by a database sequence.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

_TABLES = {
    "stored_events": """
        position INTEGER PRIMARY KEY, originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL, state BLOB NOT NULL, UNIQUE (originator_id, originator_version)
    """,
    "leaf_groups": "first INTEGER PRIMARY KEY, size INTEGER NOT NULL, leaves BLOB NOT NULL",
    "numbers": """
        series TEXT NOT NULL, n INTEGER NOT NULL, state TEXT NOT NULL, position INTEGER NOT NULL,
        PRIMARY KEY (series, n)
    """,
    "requests": "id BLOB PRIMARY KEY, asked BLOB NOT NULL, answer BLOB NOT NULL",
    "checkpoints": "size INTEGER PRIMARY KEY, note BLOB NOT NULL",
}
_SAME = {
    "stored_events": """
        position = NEW.position
        OR (originator_id = NEW.originator_id AND originator_version = NEW.originator_version)
    """,
    "leaf_groups": "first = NEW.first",
    "numbers": "series = NEW.series AND n = NEW.n",
    "requests": "id = NEW.id",
    "checkpoints": "size = NEW.size",
}
"""Which row there already is the same as a new one."""
_WITHOUT_ROWID = frozenset({"numbers", "requests"})

_EVENTS = "SELECT position, originator_id, originator_version, topic, state FROM stored_events"
_NAMED = _EVENTS.replace("stored_events", "main.stored_events")
_STREAM = f"""
    {_EVENTS} WHERE originator_id = ? AND originator_version > ? AND originator_version <= ?
    ORDER BY originator_version
"""
_ENDLESS = 1 << 62

_THEN = {
    "stored_events": "position < {size}",
    "leaf_groups": "size <= {size}",
    "numbers": "position < {size}",
    "requests": "0",
    "checkpoints": "size <= {size}",
}
"""Which rows there were when the log had so many leaves; answers given are the writer's, who lives in the present."""

AUTHORITY = (
    "registry.opened.v1",
    "officer.enrolled.v1",
    "key.enrolled.v1",
    "key.confirmed.v1",
    "key.withdrawn.v1",
    "passkey.offered.v1",
    "passkey.confirmed.v1",
    "passkey.withdrawn.v1",
)
"""Officers, keys, and recipients' passkeys."""
STRUCTURE = (
    "order.signed.v2",
    "order.signed.v3",
    "order.signed-by-hand.v1",
    "instrument.recorded.v1",
    "instrument.confirmed.v1",
    "absence.recorded.v1",
    "absence.ended.v1",
)
"""What the structure and the authority to sign are made of."""
FOUND_BY_NAME = (
    *AUTHORITY,
    "series.opened.v1",
    *STRUCTURE,
    "order.issued.v1",
    "calendar.entered.v1",
    "letter.links-given.v1",
)
"""Few facts that the writer reads at its start, and views of few facts; a partial index finds them without a scan."""
_BY_NAME = "topic IN ({})".format(", ".join(f"'{name}'" for name in FOUND_BY_NAME))


@dataclass(frozen=True, slots=True)
class NumberRow:
    """What became of one number, by the fact at *position*."""

    series: str
    n: int
    state: str
    position: int


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One answered request: its id, the digest of what was asked, the answer as `sealing.seal_answer` left it."""

    id: bytes
    asked: bytes
    answer: bytes


@dataclass(frozen=True, slots=True)
class GroupRows:
    """What goes into the store with the facts of one group, in the same transaction."""

    positions: Sequence[int]
    first: int
    leaves: Sequence[bytes]
    numbers: Sequence[NumberRow] = ()
    requests: Sequence[RequestRow] = ()
    checkpoint: tuple[int, bytes] | None = None
    """Size and note of the newest checkpoint that is not stored yet."""


def pack_leaves(leaves: Sequence[bytes]) -> bytes:
    """Join leaves, each behind its length in two bytes, as an entry bundle does (C2SP tlog-tiles)."""
    return b"".join(part for leaf in leaves for part in (struct.pack(">H", len(leaf)), leaf))


def unpack_leaves(data: bytes) -> list[bytes]:
    """Split what `pack_leaves` joined; a cut-off end raises ``ValueError``."""
    leaves = []
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            raise ValueError("a leaf is cut off")
        leaves.append(data[at + 2 : end])
        at = end
    return leaves


def then(size: int) -> list[str]:
    """Return the statements after which a connection sees the tables as they were when the log had *size* leaves.

    SQLite looks for a name among the temporary ones first, so that no query can forget to ask for the past alone.
    """
    return [
        f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} WHERE {rows.format(size=int(size))}"  # noqa: S608 - names of our own
        for name, rows in _THEN.items()
    ]


def schema() -> list[str]:
    """Return the statements that make the tables, their guards and the partial index."""
    statements = []
    for name, columns in _TABLES.items():
        rowid = " WITHOUT ROWID" if name in _WITHOUT_ROWID else ""
        statements.append(f"CREATE TABLE IF NOT EXISTS {name} ({columns}){rowid}")
        there = f"WHEN EXISTS (SELECT 1 FROM {name} WHERE {_SAME[name]})"  # noqa: S608 - names of our own
        statements += [
            f"CREATE TRIGGER IF NOT EXISTS {name}_no_{act.lower()} BEFORE {act} ON {name} {when} "
            f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            for act, when in (("UPDATE", ""), ("DELETE", ""), ("INSERT", there))
        ]
    statements.append(f"CREATE INDEX IF NOT EXISTS events_by_name ON stored_events (topic, position) WHERE {_BY_NAME}")
    return statements


class _Pool(SQLiteConnectionPool):
    """Connections that are as durable and as fast as the writer needs."""

    size: int | None = None
    """Of the log, where they see what there was then."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=FULL")  # the library leaves it to the build's default
        cursor.execute("PRAGMA cache_size=-16000")
        for statement in () if self.size is None else then(self.size):
            cursor.execute(statement)
        return connection


class FactRecorder(SQLiteApplicationRecorder):
    """The library's application recorder over our tables."""

    def __init__(self, path: Path, *, read_only: bool = False, size: int | None = None) -> None:
        """Open the file at *path*; a reader neither creates nor changes it, and may see what there was at a *size*."""
        mode = "ro" if read_only else "rwc"
        datastore = SQLiteDatastore(":memory:")
        datastore.pool.close()
        pool = _Pool(db_name=f"{path.absolute().as_uri()}?mode={mode}", pool_size=4)
        pool.size = size
        datastore.pool = pool
        self._end = _ENDLESS if size is None else size
        super().__init__(datastore)

    def construct_create_table_statements(self) -> list[str]:
        """Return the tables, their guards and the partial index."""
        return schema()

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        **kwargs: Any,  # noqa: ANN401 - the library's signature
    ) -> Sequence[int] | None:
        rows: GroupRows = kwargs["rows"]
        c.executemany(
            "INSERT INTO stored_events VALUES (?,?,?,?,?)",
            [
                (position, e.originator_id, e.originator_version, e.topic, e.state)
                for position, e in zip(rows.positions, stored_events, strict=True)
            ],
        )
        c.execute(
            "INSERT INTO leaf_groups VALUES (?,?,?)",
            (rows.first, rows.first + len(rows.leaves), pack_leaves(rows.leaves)),
        )
        if rows.numbers:
            c.executemany(
                "INSERT INTO numbers VALUES (?,?,?,?)", [(r.series, r.n, r.state, r.position) for r in rows.numbers]
            )
        if rows.requests:
            c.executemany("INSERT INTO requests VALUES (?,?,?)", [(r.id, r.asked, r.answer) for r in rows.requests])
        if rows.checkpoint is not None:
            c.execute("INSERT INTO checkpoints VALUES (?,?)", rows.checkpoint)
        return None  # callers know the positions: they assigned them

    def convert_originator_id(self, originator_id: str) -> UUID | str:
        """Return the stream's name as it is; the library would make a UUID of it."""
        return originator_id

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return a stream's facts as notifications, because a state opens only at its position."""
        statement = _STREAM + ("DESC LIMIT ?" if desc else "ASC LIMIT ?")
        bounds = (-1 if gt is None else gt, _ENDLESS if lte is None else lte, -1 if limit is None else limit)
        return list(self._notifications(statement, (str(originator_id), *bounds)))

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return facts in the order of the log; a notification's id is the fact's position."""
        lowest = -1 if start is None else start - inclusive_of_start
        bounds = (lowest, _ENDLESS if stop is None else stop)
        marks = f"AND topic IN ({','.join('?' * len(topics))})" if topics else ""
        statement = f"{_EVENTS} WHERE position > ? AND position <= ? {marks} ORDER BY position LIMIT ?"
        return list(self._notifications(statement, (*bounds, *topics, limit)))

    def named(self, names: Sequence[str], *, after: int = -1, limit: int = -1) -> Sequence[Notification]:
        """Return the facts of names that are in `FOUND_BY_NAME`, in the order of the log, without a scan.

        SQLite takes a partial index only when the query repeats the index's own condition to the letter, and names
        the table itself, so that the end of the past has to be asked for here.

        Args:
            names: of the facts.
            after: the position behind which to begin.
            limit: how many at most; -1 for all.
        """
        marks = ",".join("?" * len(names))
        statement = (
            f"{_NAMED} INDEXED BY events_by_name WHERE {_BY_NAME} AND topic IN ({marks}) AND position > ? "
            "AND position < ? ORDER BY position LIMIT ?"
        )
        return list(self._notifications(statement, (*names, after, self._end, limit)))

    def rows(self, statement: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Return what a reading statement finds."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(statement, tuple(parameters))
            return cast("list[Any]", c.fetchall())

    def _notifications(self, statement: str, parameters: Iterable[Any]) -> Iterator[Notification]:
        for position, stream, seq, name, state in self.rows(statement, parameters):
            yield Notification(stream, seq, name, state, position)
