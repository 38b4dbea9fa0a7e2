"""Which addressees of a letter have not answered (ยังไม่ตอบรับ), and how far the letter got with each.

    dispatched ─▶ sent ─▶ delivered ─▶ confirmed by telephone ─▶ acknowledged │ returned
                    └▶ failed

The first attempt is the time sent, whatever came of it (ข้อ 89/3). A telephone call confirms receipt but is not
the addressee's own word, so it is a state of its own (annex 7 ข้อ 5.5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar, assert_never

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, RegistryOpened
from domain.calendar import CalendarEntered
from domain.classes import Channel
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, DirectiveReported
from domain.facts import SecretEntered
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import (
    AnsweredByLink,
    AnswerKind,
    DeliveryAttempted,
    DeliveryResult,
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
from registry.views.levels import Level, level_of
from registry.views.view import View, Write


class AnswerState(Enum):
    """How far the letter got with one addressee; in the order in which somebody has to act."""

    FAILED = "failed"
    DISPATCHED = "dispatched"
    """On its way, and nobody has looked yet whether it went."""
    SENT = "sent"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    ACKNOWLEDGED = "acknowledged"

    @property
    def silent(self) -> bool:
        """Whether nothing was heard from the addressee."""
        return self in {AnswerState.FAILED, AnswerState.DISPATCHED, AnswerState.SENT, AnswerState.DELIVERED}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one addressee of a letter that was sent."""

    to: int
    """The place in the letter's list."""
    addressee: str
    state: AnswerState
    channel: Channel
    address: str | None
    sent_at: datetime | None
    """The first attempt."""
    tried_at: datetime | None
    """The newest attempt, and *detail* what was noted of it."""
    detail: str | None
    confirmed_at: datetime | None
    spoke_with: str | None
    answered_at: datetime | None
    """When the addressee's statement was made, as it claims."""
    by: str | None
    """Who acknowledged or returned it: name, post, office."""
    receive_number: str | None
    arrived_at: datetime | None
    registered_at: datetime | None
    reason: str | None
    """Why it was returned."""
    level: Level | None
    """What the answer rests on; None before there is one."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One letter that was sent, and how many of its addressees are where."""

    letter: StreamId
    number: str
    dispatched_at: datetime
    addressees: int
    silent: int
    confirmed: int
    returned: int
    acknowledged: int


_STATES = tuple(AnswerState)
_RANK = {state: rank for rank, state in enumerate(_STATES)}
_DELIVERY = {
    DeliveryResult.SENT: AnswerState.SENT,
    DeliveryResult.DELIVERED: AnswerState.DELIVERED,
    DeliveryResult.FAILED: AnswerState.FAILED,
}
_ANSWER = {AnswerKind.ACKNOWLEDGED: AnswerState.ACKNOWLEDGED, AnswerKind.RETURNED: AnswerState.RETURNED}
_FIRST_HEARD = _RANK[AnswerState.CONFIRMED]

_TOLD = "said_at, said_by, receive_number, arrived_at, registered_at, reason, level"


class Unanswered(View):
    """One row per addressee of every letter that was sent."""

    NAME: ClassVar[str] = "unanswered"
    VERSION: ClassVar[int] = 3
    TABLES: ClassVar[tuple[str, ...]] = (
        """CREATE TABLE letters (
            stream TEXT PRIMARY KEY, number TEXT, dispatched_at TEXT, position INTEGER
        ) WITHOUT ROWID""",
        """CREATE TABLE addressees (
            letter TEXT, place INTEGER, name TEXT, state INTEGER, channel TEXT, address TEXT, sent_at TEXT,
            tried_at TEXT, detail TEXT, confirmed_at TEXT, spoke_with TEXT, said_at TEXT, said_by TEXT,
            receive_number TEXT, arrived_at TEXT, registered_at TEXT, reason TEXT, level TEXT,
            PRIMARY KEY (letter, place)
        ) WITHOUT ROWID""",
        # an answer waits here for its admission into the letter's life
        f"CREATE TABLE answers (stream TEXT PRIMARY KEY, {_TOLD}) WITHOUT ROWID",
        # so that what is asked of all letters (`owing`) reads what it shows, however many letters there are
        "CREATE INDEX letters_waiting ON letters (position) WHERE dispatched_at IS NULL",
        "CREATE INDEX letters_sent ON letters (position) WHERE dispatched_at IS NOT NULL",
        f"CREATE INDEX addressees_silent ON addressees (name, letter) WHERE state < {_FIRST_HEARD}",
    )

    def follow(self, lines: Sequence[Recorded], write: Write) -> None:
        """Apply a batch; the caller remembers the place in the same transaction."""
        for line in lines:
            _apply(write, line)

    def of(self, letter: StreamId) -> list[Answer]:
        """Return every addressee of a letter, those first from whom nothing was heard."""
        found = self.rows("SELECT * FROM addressees WHERE letter = ? ORDER BY state, place", (letter,))
        return [_answer(row) for row in found]

    def letters(self, *, owing: bool = False) -> list[Sent]:
        """Return the letters that were sent, the oldest first; with *owing* those that somebody has not answered."""
        found = self.rows(
            "SELECT stream, number, dispatched_at, count(*) AS addressees, sum(state < ?) AS silent, "
            "sum(state = ?) AS confirmed, sum(state = ?) AS returned, sum(state = ?) AS acknowledged "
            "FROM letters JOIN addressees ON letter = stream GROUP BY stream "
            "HAVING silent > 0 OR NOT ? ORDER BY position",
            (
                _FIRST_HEARD,
                _RANK[AnswerState.CONFIRMED],
                _RANK[AnswerState.RETURNED],
                _RANK[AnswerState.ACKNOWLEDGED],
                owing,
            ),
        )
        return [
            Sent(
                letter=row["stream"],
                number=row["number"],
                dispatched_at=datetime.fromisoformat(row["dispatched_at"]),
                addressees=row["addressees"],
                silent=row["silent"],
                confirmed=row["confirmed"],
                returned=row["returned"],
                acknowledged=row["acknowledged"],
            )
            for row in found
        ]


def _answer(row: Any) -> Answer:  # noqa: ANN401 - a row of the file
    return Answer(
        to=row["place"],
        addressee=row["name"],
        state=_STATES[row["state"]],
        channel=Channel(row["channel"]),
        address=row["address"],
        sent_at=_read(row["sent_at"]),
        tried_at=_read(row["tried_at"]),
        detail=row["detail"],
        confirmed_at=_read(row["confirmed_at"]),
        spoke_with=row["spoke_with"],
        answered_at=_read(row["said_at"]),
        by=row["said_by"],
        receive_number=row["receive_number"],
        arrived_at=_read(row["arrived_at"]),
        registered_at=_read(row["registered_at"]),
        reason=row["reason"],
        level=None if row["level"] is None else Level(row["level"]),
    )


def _read(moment: str | None) -> datetime | None:
    return None if moment is None else datetime.fromisoformat(moment)


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


_ANSWER_SAID = "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


def _said(line: Recorded, said: LetterAcknowledged | LetterReturned | AnsweredByLink) -> tuple[str | None, ...]:
    """Return what is kept of an answer, in the order of `_TOLD`."""
    told: tuple[str | None, ...] = (None, None, None)
    if not isinstance(said, LetterReturned):
        told = said.receive_number, _written(said.arrived_at), _written(said.registered_at)
    reason = None if isinstance(said, LetterAcknowledged) else said.reason
    who = f"{said.name} {said.post} {said.office}"
    return (_written(line.statement.at), who, *told, reason, level_of(line).value)


def _apply(write: Write, line: Recorded) -> None:  # noqa: C901, PLR0912 - one case a fact
    stream = line.statement.stream
    match line.statement.fact:
        case LetterIssued(number=number):
            write("INSERT INTO letters VALUES (?, ?, NULL, ?)", [(stream, number, line.position)])
        case LetterDispatched(sendings=sendings, addressees=addressees):
            write("UPDATE letters SET dispatched_at = ? WHERE stream = ?", [(_written(line.statement.at), stream)])
            write(
                "INSERT INTO addressees (letter, place, name, state, channel, address) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (stream, s.to, addressees[s.to].name, _RANK[AnswerState.DISPATCHED], s.channel.value, s.address)
                    for s in sendings
                ),
            )
        case DeliveryAttempted() as tried:
            at, state = _written(tried.attempted_at), _RANK[_DELIVERY[tried.result]]
            # The newest attempt counts; nothing of what was heard from the addressee is forgotten for it.
            write(
                "UPDATE addressees SET sent_at = coalesce(sent_at, ?), tried_at = ?, detail = ?, channel = ?, "
                "address = ?, state = CASE WHEN state < ? THEN ? ELSE state END WHERE letter = ? AND place = ?",
                [(at, at, tried.detail, tried.channel.value, tried.address, _FIRST_HEARD, state, stream, tried.to)],
            )
        case ReceiptConfirmed(to=to, confirmed_at=at, spoke_with=whom):
            write(
                "UPDATE addressees SET confirmed_at = ?, spoke_with = ?, state = max(state, ?) "
                "WHERE letter = ? AND place = ?",
                [(_written(at), whom, _FIRST_HEARD, stream, to)],
            )
        case LetterAcknowledged() | LetterReturned() as said:
            write(_ANSWER_SAID, [(stream, *_said(line, said))])
        case AnsweredByLink(to=to, kind=kind) as said:
            write(
                f"UPDATE addressees SET ({_TOLD}) = (?, ?, ?, ?, ?, ?, ?), state = ? WHERE letter = ? AND place = ?",  # noqa: S608
                [(*_said(line, said), _RANK[_ANSWER[kind]], stream, to)],
            )
        case LetterAnswered(answered_in=answered_in, to=to, kind=kind):
            write(
                f"UPDATE addressees SET ({_TOLD}) = (SELECT {_TOLD} FROM answers WHERE stream = ?), state = ? "  # noqa: S608
                "WHERE letter = ? AND place = ?",
                [(answered_in, _RANK[_ANSWER[kind]], stream, to)],
            )
            write("DELETE FROM answers WHERE stream = ?", [(answered_in,)])
        case LetterSigned() | LetterSignedByHand() | LetterSealed() | OrderSigned():
            pass  # nobody was sent anything yet
        case LetterCancelled() | LetterSuperseded() | LetterAnsweredBy() | EntryNoted() | EntryCorrected():
            pass  # neither adds nor settles a debt: what was sent is still to be acknowledged
        case SeriesOpened() | NumberReserved() | NumberVoided() | OpeningBalanceEntered() | SecretEntered():
            pass  # numbers, not letters
        case LetterReceived() | MatterAssigned() | ActionNoted() | MatterConcluded():
            pass  # letters to this office
        case OrderAmended() | OrderRepealed():
            pass  # what became of an order is told by the structure
        case LinksGiven() | PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn():
            pass  # means of answering, and no answers
        case DirectiveReported() | DirectiveNoted() | DirectiveEvidenced() | DeadlineMoved() | ReportedByLink():
            pass  # told by the coverage of what letters ask for
        case InstrumentRecorded() | InstrumentConfirmed() | AbsenceRecorded() | AbsenceEnded() | CalendarEntered():
            pass
        case RecordsNoted():
            pass  # of what lies beside the log
        case RegistryOpened() | OfficerEnrolled() | KeyEnrolled() | KeyConfirmed() | KeyWithdrawn():
            pass  # people, not letters
        case fact:
            assert_never(fact)
