"""Letters that came in and are not concluded (เรื่องที่ค้าง), who has them, and for how long.

The receive register is to be surveyed regularly and what is overdue followed up (ข้อ 50).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, assert_never

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, RegistryOpened
from domain.calendar import CalendarEntered
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, DirectiveReported
from domain.facts import SecretEntered
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import (
    AnsweredByLink,
    DeliveryAttempted,
    EntryCorrected,
    EntryNoted,
    LetterAcknowledged,
    LetterAnswered,
    LetterAnsweredBy,
    LetterCancelled,
    LetterDispatched,
    LetterIssued,
    LetterReturned,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    LetterSuperseded,
    LinksGiven,
    OrderAmended,
    OrderRepealed,
    OrderSigned,
    ReceiptConfirmed,
    ReportedByLink,
)
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.records import RecordsNoted
from domain.series import NumberReserved, NumberVoided, OpeningBalanceEntered, SeriesOpened
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.values import StreamId
from registry.reader import Recorded
from registry.views.view import View, Write


@dataclass(frozen=True, slots=True)
class Matter:
    """One received letter on which somebody still has work."""

    stream: StreamId
    n: int
    """เลขทะเบียนรับ."""
    number: str
    """ที่, as the sender printed it."""
    sender: str
    subject: str
    registered_on: date
    due: date | None
    """By when, where the letter or whoever assigned it says so."""
    has: str | None
    """Who has it now (ข้อ 39); None while nobody was given it."""
    action: str | None
    """What was noted last of what is done."""

    def days(self, today: date) -> int:
        """Return for how many days it has been here."""
        return (today - self.registered_on).days

    def overdue(self, today: date) -> bool:
        """Tell whether its day is past."""
        return self.due is not None and self.due < today


class Pending(View):
    """One row per received letter that is not concluded."""

    NAME: ClassVar[str] = "pending"
    VERSION: ClassVar[int] = 1
    TABLES: ClassVar[tuple[str, ...]] = (
        """CREATE TABLE matters (
            stream TEXT PRIMARY KEY, position INTEGER, n INTEGER, printed TEXT, sender TEXT, subject TEXT,
            registered_on TEXT, due TEXT, has TEXT, action TEXT
        ) WITHOUT ROWID""",
        "CREATE INDEX matters_by_day ON matters (registered_on, position)",
    )

    def follow(self, lines: Sequence[Recorded], write: Write) -> None:
        """Apply a batch; the caller remembers the place in the same transaction."""
        for line in lines:
            _apply(write, line)

    def pending(self, days: int = 0, *, today: date) -> list[Matter]:
        """Return what has been here for at least *days* days and is not concluded, the oldest first."""
        found = self.rows(
            "SELECT * FROM matters WHERE julianday(?) - julianday(registered_on) >= ? ORDER BY registered_on, position",
            (today.isoformat(), days),
        )
        return [_matter(row) for row in found]

    def worst(self, *, today: date, limit: int, has: str | None = None) -> list[Matter]:
        """Return at most *limit* letters: those overdue first, the longest overdue leading; then the oldest.

        With *has*, those alone that this unit or person has.
        """
        found = self.rows(
            "SELECT * FROM matters WHERE has = ?1 OR ?1 IS NULL "
            "ORDER BY (due IS NOT NULL AND due < ?2) DESC, CASE WHEN due < ?2 THEN due END, registered_on, position "
            "LIMIT ?3",
            (has, today.isoformat(), limit),
        )
        return [_matter(row) for row in found]

    def counted(self, *, today: date, has: str | None = None) -> tuple[int, int]:
        """Return how many letters are pending, and how many of them overdue."""
        late = "count(CASE WHEN due < ? THEN 1 END)"
        sql = f"SELECT count(*) AS every, {late} AS late FROM matters WHERE has = ? OR ? IS NULL"  # noqa: S608 - ours
        row = next(self.rows(sql, (today.isoformat(), has, has)))
        return row["every"], row["late"]

    def holders(self) -> list[str]:
        """Return who has any of them."""
        found = self.rows("SELECT DISTINCT has FROM matters WHERE has IS NOT NULL ORDER BY has LIMIT 200")
        return [row["has"] for row in found]


def _matter(row: Any) -> Matter:  # noqa: ANN401 - a row of the file
    return Matter(
        stream=row["stream"],
        n=row["n"],
        number=row["printed"],
        sender=row["sender"],
        subject=row["subject"],
        registered_on=date.fromisoformat(row["registered_on"]),
        due=date.fromisoformat(row["due"]) if row["due"] else None,
        has=row["has"],
        action=row["action"],
    )


_SHOWN = frozenset({"printed", "sender", "subject"})
"""What is shown of the entry and may be corrected; the columns are called as the parts of the entry are."""


def _apply(write: Write, line: Recorded) -> None:  # noqa: C901, PLR0912 - one case a fact
    stream = line.statement.stream
    match line.statement.fact:
        case LetterReceived() as got:
            day = got.due.isoformat() if got.due else None
            told = (got.n, got.printed, got.sender, got.subject, got.registered_at.date().isoformat(), day)
            row = (stream, line.position, *told, None, None)
            write("INSERT INTO matters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [row])
        case MatterAssigned(to=to, due=due):
            day = due.isoformat() if due else None
            write("UPDATE matters SET has = ?, due = coalesce(?, due) WHERE stream = ?", [(to, day, stream)])
        case ActionNoted(action=action):
            write("UPDATE matters SET action = ? WHERE stream = ?", [(action, stream)])
        case EntryCorrected(what=what, new=new) if what in _SHOWN:
            write(f"UPDATE matters SET {what} = ? WHERE stream = ?", [(new, stream)])  # noqa: S608 - one of `_SHOWN`
        case MatterConcluded():
            write("DELETE FROM matters WHERE stream = ?", [(stream,)])
        case LetterAnsweredBy() | EntryNoted() | EntryCorrected():
            pass  # an answer that went out does not conclude the matter: whoever has it says so
        case LetterSigned() | LetterSignedByHand() | LetterSealed() | OrderSigned() | LetterIssued():
            pass  # letters of this office
        case LetterDispatched() | DeliveryAttempted() | ReceiptConfirmed() | LetterCancelled() | LetterSuperseded():
            pass
        case LetterAcknowledged() | LetterReturned() | LetterAnswered():
            pass
        case SeriesOpened() | NumberReserved() | NumberVoided() | OpeningBalanceEntered() | SecretEntered():
            pass  # numbers without a matter
        case OrderAmended() | OrderRepealed():
            pass  # what became of an order is told by the structure
        case DirectiveReported() | DirectiveNoted() | DirectiveEvidenced() | DeadlineMoved():
            pass  # told by the coverage of what letters ask for
        case InstrumentRecorded() | InstrumentConfirmed() | AbsenceRecorded() | AbsenceEnded() | CalendarEntered():
            pass
        case RecordsNoted():
            pass  # of what lies beside the log
        case LinksGiven() | AnsweredByLink() | ReportedByLink():
            pass  # answers to letters of this office
        case PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn():
            pass  # kept by the view of links
        case RegistryOpened() | OfficerEnrolled() | KeyEnrolled() | KeyConfirmed() | KeyWithdrawn():
            pass
        case fact:
            assert_never(fact)
