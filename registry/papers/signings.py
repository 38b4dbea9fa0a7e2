"""What an official has open to sign on a page (การลงลายมือชื่อ): the exact file, and how far signing it has come.

    looked ──number──▶ numbered ──signed──▶ signed        kept, without the file: its receipt is a page
       └──────────────────┴──over, left, refused──▶ over  the reason is kept; a number that was held is void,
                                                          and held no more once the register has said so

A signing is of one version of a draft, for one key, on one day. It is no evidence: what was signed stands in the log.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from sqlite3 import Connection, Row
from typing import Final

import msgspec

from domain.errors import NoSuchThing, WrongStage
from domain.values import Digest, StreamId
from registry.ordinary import Ordinary, Value

TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS signings (
        id TEXT PRIMARY KEY, draft TEXT NOT NULL, version INTEGER NOT NULL, officer TEXT NOT NULL, spki TEXT NOT NULL,
        made_at TEXT NOT NULL, step TEXT NOT NULL, shown BLOB NOT NULL, file BLOB, code TEXT, held TEXT,
        held_until TEXT, newest INTEGER, statement BLOB, receipt BLOB, reason TEXT
    ) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS signings_held ON signings (step, held_until)",
)
PATIENCE: Final = timedelta(minutes=15)
"""How long what was looked at may be signed, on the same day."""
HELD: Final = timedelta(minutes=2)
"""How long a number is held for it."""
_ID_SIZE: Final = 16  # bytes


class Step(Enum):
    """How far it has come."""

    LOOKED = "looked"
    NUMBERED = "numbered"
    """Its number is reserved, and its statement waits for the signature."""
    SIGNED = "signed"
    OVER = "over"


class Receipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came of it: where the letter stands in the log."""

    number: str
    stream: StreamId
    position: int
    signed: Digest
    """Of the statement."""
    at: datetime
    size: int
    """Of the log by the checkpoint that holds it."""
    root: str


@dataclass(frozen=True, slots=True)
class Signing:
    """One look at a letter, and what became of it."""

    id: str
    draft: str
    version: int
    officer: str
    spki: Digest
    made_at: datetime
    step: Step
    shown: bytes
    """A statement of the fact that is shown; its envelope is not the one that is signed."""
    file: bytes | None
    """The PDF with its gap; None once it is signed or over."""
    code: str | None
    """Of its QR code, as long as it has its file."""
    held: tuple[int, ...] = ()
    """The numbers that are reserved for it."""
    held_until: datetime | None = None
    newest: int | None = None
    """The newest position in the log when its number was reserved."""
    statement: bytes | None = None
    """What is signed, once it is numbered."""
    receipt: Receipt | None = None
    reason: str | None = None

    def is_over(self, now: datetime) -> bool:
        """Tell whether it may not be numbered any more: its time is over, or its day."""
        return now >= self.made_at + PATIENCE or now.date() != self.made_at.date()


class Signings:
    """What officials have open to sign."""

    def __init__(self, papers: Ordinary) -> None:
        """Answer from an open file that has `TABLES`."""
        self._papers = papers

    def get(self, named: str, officer: str) -> Signing:
        """Return one of an officer's.

        Raises:
            NoSuchThing: the officer has none of that id.
        """
        rows = self._papers.rows("SELECT * FROM signings WHERE id = ? AND officer = ?", (named, officer))
        if not rows:
            raise NoSuchThing("no-such-signing", "There is no such letter open to be signed: open the draft again.")
        return _signing(rows[0])

    def signed_of(self, draft: str, officer: str) -> str | None:
        """Return the id under which an officer signed a draft on a page; None where the officer did not."""
        rows = self._papers.rows(
            "SELECT id FROM signings WHERE draft = ? AND officer = ? AND step = ?",
            (draft, officer, Step.SIGNED.value),
        )
        return rows[0]["id"] if rows else None

    def unfinished(self, now: datetime) -> list[Signing]:
        """Return those that hold a number longer than they may, also where they are over."""
        rows = self._papers.rows("SELECT * FROM signings WHERE held_until <= ?", (now.isoformat(),))
        return [_signing(row) for row in rows]

    def keep(self, signing: Signing) -> Signing:
        """Keep a new one; what was only looked at and is a day old goes."""
        with self._papers.change() as write:
            old = (signing.made_at - timedelta(days=1)).isoformat()
            write.execute("DELETE FROM signings WHERE made_at < ? AND step = ? AND held IS NULL", (old, "looked"))
            write.execute(
                "INSERT INTO signings (id, draft, version, officer, spki, made_at, step, shown, file, code, held, "
                "held_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    signing.id,
                    signing.draft,
                    signing.version,
                    signing.officer,
                    signing.spki,
                    signing.made_at.isoformat(),
                    signing.step.value,
                    signing.shown,
                    signing.file,
                    signing.code,
                    _held(signing.held),
                    None if signing.held_until is None else signing.held_until.isoformat(),
                ),
            )
        return signing

    def hold(self, signing: Signing, n: tuple[int, ...], statement: bytes, *, now: datetime, newest: int) -> Signing:
        """Keep the number that was reserved and the statement that is to be signed."""
        with self._changing(signing, Step.LOOKED) as write:
            _set(
                write,
                signing.id,
                step=Step.NUMBERED.value,
                held=_held(n),
                held_until=(now + HELD).isoformat(),
                newest=newest,
                statement=statement,
            )
        return self.get(signing.id, signing.officer)

    def signed(self, signing: Signing, receipt: Receipt) -> Signing:
        """Keep what came of it; the file is in the register's store now."""
        with self._papers.change() as write:
            _set(
                write,
                signing.id,
                step=Step.SIGNED.value,
                receipt=msgspec.json.encode(receipt),
                held=None,
                held_until=None,
                file=None,
                code=None,
            )
        return self.get(signing.id, signing.officer)

    def end(self, signing: Signing, reason: str) -> bool:
        """Note that it came to nothing, and why; tell whether it was this call that ended it.

        A number is held until `released`: a crash before that leaves it to be found by `unfinished`.
        """
        with self._papers.change() as write:
            changed = write.execute(
                "UPDATE signings SET step = ?, reason = ?, file = NULL, code = NULL WHERE id = ? AND step IN (?, ?)",
                (Step.OVER.value, reason, signing.id, Step.LOOKED.value, Step.NUMBERED.value),
            )
        return changed.rowcount == 1

    def released(self, signing: Signing) -> None:
        """Note that no number is held for it any more."""
        with self._papers.change() as write:
            _set(write, signing.id, held_until=None)

    @contextmanager
    def _changing(self, signing: Signing, step: Step) -> Iterator[Connection]:
        with self._papers.change() as write:
            row = write.execute("SELECT step FROM signings WHERE id = ?", (signing.id,)).fetchone()
            if row is None or row["step"] != step.value:
                raise over()
            yield write


def new_id(random: Callable[[int], bytes]) -> str:
    """Return an id that nobody guesses."""
    return random(_ID_SIZE).hex()


def over() -> WrongStage:
    """Return the refusal of what cannot be signed any more."""
    return WrongStage("look-over", "The time to sign what was looked at is over: look at the letter again.")


def _held(n: tuple[int, ...]) -> str | None:
    return ",".join(map(str, n)) or None


def _set(write: Connection, named: str, **values: Value) -> None:
    columns = ", ".join(f"{name} = ?" for name in values)
    write.execute(f"UPDATE signings SET {columns} WHERE id = ?", (*values.values(), named))  # noqa: S608 - our own names


def _signing(row: Row) -> Signing:
    return Signing(
        id=row["id"],
        draft=row["draft"],
        version=row["version"],
        officer=row["officer"],
        spki=Digest(row["spki"]),
        made_at=datetime.fromisoformat(row["made_at"]),
        step=Step(row["step"]),
        shown=row["shown"],
        file=row["file"],
        code=row["code"],
        held=tuple(map(int, row["held"].split(","))) if row["held"] else (),
        held_until=None if row["held_until"] is None else datetime.fromisoformat(row["held_until"]),
        newest=row["newest"],
        statement=row["statement"],
        receipt=None if row["receipt"] is None else msgspec.json.decode(row["receipt"], type=Receipt),
        reason=row["reason"],
    )
