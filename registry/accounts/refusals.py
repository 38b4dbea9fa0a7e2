"""What was refused to whom (บันทึกการปฏิเสธ): every refusal of an act, chained so that a missing or altered one shows.

    refused ──▶ row n: what, who, when ‖ digest of row n-1 ──▶ digest of row n
       │
       └─ the same again within a minute ──▶ counted ──the minute is over──▶ one row: so many times, from, until

It stands beside the access log and is kept as long as the registry: nothing here is ever changed or deleted, and the
tables refuse both. What was typed is not in it, nor from where. Whoever can write the whole file could write another
chain; so once a day its newest digest is noted in the log (`registry.records`), and the audit holds the file against
every note. What was refused since the last one rests on the digest that is shown and handed out with the rows.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson

from domain.records import RecordHead, RecordKind
from domain.values import Digest
from registry.accounts.access import literal
from registry.errors import RegistryError
from registry.ordinary import Ordinary

_COLUMNS: Final = "at, until, times, door, account, officer, method, path, status, slug, facts"
TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS refusals (
        n INTEGER PRIMARY KEY, at TEXT NOT NULL, until TEXT NOT NULL, times INTEGER NOT NULL, door TEXT NOT NULL,
        account TEXT NOT NULL, officer TEXT NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
        status INTEGER NOT NULL, slug TEXT NOT NULL, facts TEXT NOT NULL, before TEXT NOT NULL, digest TEXT NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS refusals_of_account ON refusals (account, n)",
    "CREATE INDEX IF NOT EXISTS refusals_of_officer ON refusals (officer, n)",
    """CREATE TABLE IF NOT EXISTS newest (
        one INTEGER PRIMARY KEY CHECK (one = 1), n INTEGER NOT NULL, digest TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS counted (
        who TEXT NOT NULL, what TEXT NOT NULL, since TEXT NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL,
        times INTEGER NOT NULL, PRIMARY KEY (who, what)
    ) WITHOUT ROWID""",
    """CREATE TRIGGER IF NOT EXISTS refusals_stay BEFORE DELETE ON refusals
        BEGIN SELECT raise(ABORT, 'refusals stay'); END""",
    """CREATE TRIGGER IF NOT EXISTS refusals_are_not_altered BEFORE UPDATE ON refusals
        BEGIN SELECT raise(ABORT, 'refusals are not altered'); END""",
    # INSERT OR REPLACE deletes without the trigger above.
    """CREATE TRIGGER IF NOT EXISTS refusals_are_not_replaced BEFORE INSERT ON refusals
        WHEN EXISTS (SELECT 1 FROM refusals WHERE n = NEW.n)
        BEGIN SELECT raise(ABORT, 'refusals are not replaced'); END""",
)

TOGETHER: Final = timedelta(minutes=1)
"""Within which the same refusal is counted, and not noted again."""
DIFFERENT: Final = 60
"""Different refusals of one person within that time; of more, paths are left out, so that they are the same."""
LONGEST: Final = 300
"""Characters of a path or a fact."""
HARMLESS: Final = frozenset({"account", "by", "key", "officer", "role"})
"""Facts of a refusal's sentence that say who and which key, and nothing of letters or of what was typed."""
_FIRST: Final = ""
_AT_ONCE: Final = 1000


class Door(Enum):
    """Where somebody was refused."""

    PAGE = "page"
    PROGRAM = "program"
    """The HTTP API."""
    WRITER = "writer"
    """By the register itself, whoever handed the request in: a page, a program, the command line."""


class RefusalsBroken(RegistryError):
    """The record of refusals is not the one that was written."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One act that was refused, or the same one several times within a minute."""

    at: datetime
    door: Door
    account: str
    """Empty at the writer, who knows no accounts."""
    officer: str
    """Empty where nobody proved to be one."""
    method: str
    """Of the request: ``POST``; at the writer what was asked: ``admit``."""
    path: str
    """Of the page, without its query; at the writer the fact's wire name."""
    status: int
    """HTTP status of the answer; 0 at the writer."""
    slug: str
    facts: Mapping[str, str] = field(default_factory=dict)
    """Of the sentence, those that are `HARMLESS`."""
    times: int = 1
    until: datetime | None = None
    """Of the last of several times."""

    @property
    def last(self) -> datetime:
        """When it was refused last."""
        return self.until or self.at


@dataclass(frozen=True, slots=True)
class Row:
    """A refusal as it is on record."""

    n: int
    refused: Refused
    digest: str
    """SHA-256 over this row and the digest before, 64 hexadecimal figures."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which refusals are meant: those that fit everything that is said."""

    account: str = ""
    officer: str = ""
    slug: str = ""
    path: str = ""
    """What the path begins with."""
    door: Door | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """What a look through the whole record showed: every row is there and as it was written."""

    rows: int
    digest: str
    """Of the newest row; empty where there is none."""


def harmless(facts: Mapping[str, object]) -> dict[str, str]:
    """Return the facts of a refusal's sentence that may stand on record."""
    return {name: str(value)[:LONGEST] for name, value in sorted(facts.items()) if name in HARMLESS}


class Refusals:
    """The record of a registry's refusals; several threads and processes may write it."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open it, or begin it; *read_only* where it is there, and only looked at.

        Raises:
            PapersDamaged: it cannot be opened.
        """
        self._file = Ordinary(path, TABLES, read_only=read_only)

    # --- written -----------------------------------------------------------------------------------------

    def note(self, refused: Refused) -> None:
        """Write down a refusal; it is durable when this returns.

        Raises:
            PapersDamaged: it cannot be written.
        """
        refused = replace(refused, path=refused.path[:LONGEST])
        with self._file.change() as file:
            _settle(file, refused.at)
            who = f"{refused.door.value} {refused.account} {refused.officer}"
            (different,) = file.execute("SELECT count(*) FROM counted WHERE who = ?", (who,)).fetchone()
            if _count(file, who, refused):
                return
            if different >= DIFFERENT:
                refused = replace(refused, method="", path="", facts={})
                if _count(file, who, refused):
                    return
            _append(file, refused)
            file.execute(
                "INSERT INTO counted VALUES (?, ?, ?, '', '', 0)", (who, _what(refused), refused.at.isoformat())
            )

    # --- read --------------------------------------------------------------------------------------------

    def page(self, asked: Asked, *, before: int | None = None, limit: int) -> list[Row]:
        """Return the newest rows that are meant, those before row number *before*.

        Raises:
            RefusalsBroken: a row is none that was ever written.
        """
        meant: list[tuple[str, str | int]] = []
        if before is not None:
            meant.append(("n < ?", before))
        named = (("account", asked.account), ("officer", asked.officer), ("slug", asked.slug))
        meant += [(f"{name} = ?", value) for name, value in named if value]
        if asked.path:
            meant.append(("path GLOB ?", f"{literal(asked.path)}*"))
        if asked.door is not None:
            meant.append(("door = ?", asked.door.value))
        if asked.since is not None:
            meant.append(("until >= ?", asked.since.isoformat()))
        if asked.until is not None:
            meant.append(("at < ?", (asked.until + timedelta(days=1)).isoformat()))
        where = " AND ".join(condition for condition, _ in meant) or "true"
        sql = f"SELECT * FROM refusals WHERE {where} ORDER BY n DESC LIMIT ?"  # noqa: S608 - conditions of our own
        values = [*(value for _, value in meant), limit]
        return [_row(row) for row in self._file.rows(sql, values)]

    def counted(self) -> list[Refused]:
        """Return what is being counted within the last minutes and gets its row with the next refusal."""
        rows = self._file.rows("SELECT * FROM counted WHERE times > 0 ORDER BY until DESC")
        return [_repeated(row) for row in rows]

    def head(self) -> RecordHead | None:
        """Return how far the record has come; None where nothing was refused yet."""
        found = self._file.rows("SELECT n, digest FROM refusals ORDER BY n DESC LIMIT 1")
        return RecordHead(RecordKind.REFUSALS, found[0]["n"], _named(found[0]["digest"])) if found else None

    def chain(self, noted: Sequence[RecordHead] = ()) -> Chain:
        """Look through the whole record.

        Args:
            noted: How far it had come, as the log has it.

        Raises:
            RefusalsBroken: a row is missing, altered, too many, or not what was noted; names the first.
        """
        digest, n = _FIRST, 0
        as_noted = {head.rows: head.newest for head in noted}
        while True:
            newest = self._file.rows("SELECT n, digest FROM newest")  # read first: rows may come, and never go
            rows = self._file.rows("SELECT * FROM refusals WHERE n > ? ORDER BY n LIMIT ?", (n, _AT_ONCE))
            for row in rows:
                n += 1
                if row["n"] != n or row["before"] != digest or row["digest"] != _digest_of(row):
                    raise _broken(n)
                digest = row["digest"]
                if as_noted.get(n, _named(digest)) != _named(digest):
                    raise _replaced(n)
            if not rows:
                said = (newest[0]["n"], newest[0]["digest"]) if newest else (0, _FIRST)
                if (n, digest) != said or n < max(as_noted, default=0):
                    raise _broken(n + 1)
                return Chain(n, digest)

    def require(self, noted: RecordHead) -> None:
        """Require that the record goes on from what was noted, by that one row.

        Raises:
            RefusalsBroken: the row is missing, or another.
        """
        found = self._file.rows("SELECT digest FROM refusals WHERE n = ?", (noted.rows,))
        if not found:
            raise _broken(noted.rows)
        if _named(found[0]["digest"]) != noted.newest:
            raise _replaced(noted.rows)

    def close(self) -> None:
        """Close this thread's connection."""
        self._file.close()


def _settle(file: sqlite3.Connection, now: datetime) -> None:
    """Give what was counted its row once its minute is over; also where the clock was set back."""
    for row in file.execute("SELECT * FROM counted ORDER BY until, who, what").fetchall():
        if not timedelta(0) <= now - datetime.fromisoformat(row["since"]) < TOGETHER:
            if row["times"]:
                _append(file, _repeated(row))
            file.execute("DELETE FROM counted WHERE who = ? AND what = ?", (row["who"], row["what"]))


def _count(file: sqlite3.Connection, who: str, refused: Refused) -> bool:
    """Count a refusal that was noted within the minute; tell whether it was."""
    at = refused.at.isoformat()
    done = file.execute(
        "UPDATE counted SET times = times + 1, until = ?1, at = iif(times = 0, ?1, at) WHERE who = ?2 AND what = ?3",
        (at, who, _what(refused)),
    )
    return done.rowcount > 0


def _append(file: sqlite3.Connection, refused: Refused) -> None:
    newest = file.execute("SELECT n, digest FROM newest").fetchone()
    n, before = (newest["n"] + 1, newest["digest"]) if newest is not None else (1, _FIRST)
    values = (
        refused.at.isoformat(),
        refused.last.isoformat(),
        refused.times,
        refused.door.value,
        refused.account,
        refused.officer,
        refused.method,
        refused.path,
        refused.status,
        refused.slug,
        _facts(refused),
    )
    digest = _digest([n, *values, before])
    file.execute(
        f"INSERT INTO refusals (n, {_COLUMNS}, before, digest) VALUES ({', '.join('?' * 14)})",  # noqa: S608 - our own names
        (n, *values, before, digest),
    )
    file.execute("INSERT OR REPLACE INTO newest VALUES (1, ?, ?)", (n, digest))


def _digest(values: Sequence[str | int]) -> str:
    """Return SHA-256 over a row as a JSON array, and with it over all rows before."""
    return sha256(orjson.dumps(values)).hexdigest()


def _digest_of(row: sqlite3.Row) -> str | None:
    """Return the digest that a row should have; None where what stands in it was never written."""
    try:
        return _digest([row["n"], *(row[name] for name in _COLUMNS.split(", ")), row["before"]])
    except TypeError:
        return None


def _facts(refused: Refused) -> str:
    return orjson.dumps(dict(refused.facts), option=orjson.OPT_SORT_KEYS).decode()


def _what(refused: Refused) -> str:
    """Return what makes two refusals of one person the same."""
    return orjson.dumps(
        [
            refused.door.value,
            refused.account,
            refused.officer,
            refused.method,
            refused.path,
            refused.status,
            refused.slug,
            _facts(refused),
        ]
    ).decode()


def _repeated(row: sqlite3.Row) -> Refused:
    door, account, officer, method, path, status, slug, facts = orjson.loads(row["what"])
    at, until = datetime.fromisoformat(row["at"]), datetime.fromisoformat(row["until"])
    return Refused(
        at, Door(door), account, officer, method, path, status, slug, orjson.loads(facts), row["times"], until
    )


def _row(row: sqlite3.Row) -> Row:
    try:
        refused = Refused(
            datetime.fromisoformat(row["at"]),
            Door(row["door"]),
            row["account"],
            row["officer"],
            row["method"],
            row["path"],
            row["status"],
            row["slug"],
            orjson.loads(row["facts"]),
            row["times"],
            datetime.fromisoformat(row["until"]),
        )
    except (TypeError, ValueError):
        raise _broken(row["n"]) from None
    return Row(row["n"], refused, row["digest"])


def _named(figures: str) -> Digest:
    return Digest(f"sha256:{figures}")


def _replaced(n: int) -> RefusalsBroken:
    return RefusalsBroken(
        "refusals-not-as-noted",
        f"The record of refusals up to row {n} is another one than the log notes: compare it with a backup.",
        row=n,
    )


def _broken(n: int) -> RefusalsBroken:
    return RefusalsBroken(
        "refusals-broken",
        f"Row {n} of the record of refusals is missing or is not what was written: compare it with a backup.",
        row=n,
    )


def every(refusals: Refusals, asked: Asked, *, at_a_time: int = 500) -> Iterator[Row]:
    """Yield all rows that are meant, the newest first, without holding them all."""
    before: int | None = None
    while rows := refusals.page(asked, before=before, limit=at_a_time):
        yield from rows
        before = rows[-1].n
