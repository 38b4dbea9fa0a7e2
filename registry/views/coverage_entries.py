"""How the coverage of what letters ask for follows from the facts: which fact writes what."""

from datetime import datetime
from typing import Final, assert_never

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, RegistryOpened
from domain.calendar import CalendarEntered
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
from domain.letter.life import as_noted
from domain.letter.text import Directive
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.records import RecordsNoted
from domain.series import NumberReserved, NumberVoided, OpeningBalanceEntered, SeriesOpened
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.values import StreamId
from registry.reader import Recorded
from registry.views.levels import level_of
from registry.views.view import Write

EVERYBODY: Final = -1
"""The place of a day that was moved for all."""

_DIRECTIVE = "no INTEGER, what TEXT, who TEXT, due TEXT, hours TEXT"
_ANSWER = "said_at, said_by, receive_number, arrived_at, registered_at, reason, level"

TABLES = (
    """CREATE TABLE letters (
        stream TEXT PRIMARY KEY, number TEXT, dispatched_at TEXT, dispatched_by TEXT, withdrawn_by TEXT
    ) WITHOUT ROWID""",
    f"CREATE TABLE asked (stream TEXT, {_DIRECTIVE}, PRIMARY KEY (stream, no)) WITHOUT ROWID",
    """CREATE TABLE addressees (
        letter TEXT, place INTEGER, name TEXT, failed INTEGER, detail TEXT, delivered_at TEXT, delivered_by TEXT,
        confirmed_at TEXT, confirmed_by TEXT, spoke_with TEXT, said_at TEXT, said_by TEXT, receive_number TEXT,
        arrived_at TEXT, registered_at TEXT, reason TEXT, level TEXT, returned INTEGER, PRIMARY KEY (letter, place)
    ) WITHOUT ROWID""",
    """CREATE TABLE notes (
        letter TEXT, place INTEGER, no INTEGER, position INTEGER, progress TEXT, happened_at TEXT, how TEXT,
        performer TEXT, evidence TEXT, evidence_number TEXT, by TEXT, own INTEGER, noted_at TEXT, level TEXT,
        PRIMARY KEY (letter, place, no, position)
    ) WITHOUT ROWID""",
    """CREATE TABLE moves (
        letter TEXT, place INTEGER, no INTEGER, position INTEGER, old TEXT, new TEXT, reason TEXT, by TEXT,
        moved_at TEXT, PRIMARY KEY (letter, place, no, position)
    ) WITHOUT ROWID""",
    # what people signed waits here for its admission into the letter's life
    f"CREATE TABLE signed (stream TEXT, {_DIRECTIVE}, PRIMARY KEY (stream, no)) WITHOUT ROWID",
    f"CREATE TABLE answers (stream TEXT PRIMARY KEY, {_ANSWER}) WITHOUT ROWID",
)

_SAID = "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_NOTE = "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, {}, ?, ?, {})"
_ASKS = "EXISTS (SELECT 1 FROM letters WHERE stream = ?)"
"""Whether a letter asks for anything: the others are not followed."""


_Own = LetterAcknowledged | LetterReturned | DirectiveReported | AnsweredByLink
"""What is said for an addressee, in a statement of its own or through its link."""


def follow(line: Recorded, write: Write) -> None:  # noqa: C901, PLR0912 - one case a fact
    """Write what one fact means for the coverage of what letters ask for."""
    stream = line.statement.stream
    match line.statement.fact:
        case LetterSigned(letter=text) | LetterSignedByHand(letter=text) | LetterSealed(letter=text):
            _sign(write, stream, text.directives)
        case OrderSigned(letter=text):
            _sign(write, stream, text.directives)
        case LetterIssued() as issued:
            _issue(write, stream, issued)
        case LetterDispatched() as sent:
            _dispatch(write, line, sent)
        case DeliveryAttempted() | ReceiptConfirmed() as told:
            _follow_up(write, stream, told)
        case LetterAcknowledged() | LetterReturned() | DirectiveReported() as said:
            write(_SAID, [(stream, *_told(line, said))])
        case LetterAnswered() as answered:
            _answer(write, stream, answered)
        case AnsweredByLink(to=to, kind=kind) as said:
            write(
                f"UPDATE addressees SET ({_ANSWER}) = (?, ?, ?, ?, ?, ?, ?), returned = ? "  # noqa: S608 - words of ours
                "WHERE letter = ? AND place = ?",
                [(*_told(line, said), kind is AnswerKind.RETURNED, stream, to)],
            )
        case DirectiveNoted() as noted:
            _note(write, line, noted)
        case ReportedByLink() as said:
            _report(write, line, said)
        case LinksGiven() | PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn():
            pass  # means of answering, and no answers
        case DeadlineMoved(no=no, to=to, old=old, new=new, reason=reason, clerk=clerk):
            days = None if old is None else old.isoformat(), new.isoformat()
            cell = stream, EVERYBODY if to is None else to, no, line.position
            write(
                "INSERT INTO moves VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(*cell, *days, reason, clerk, _written(line.statement.at))],
            )
        case LetterCancelled(number=number) | LetterSuperseded(number=number) | OrderRepealed(number=number):
            write("UPDATE letters SET withdrawn_by = ? WHERE stream = ?", [(number, stream)])
        case LetterAnsweredBy() | EntryNoted() | EntryCorrected() | OrderAmended() | DirectiveEvidenced():
            pass  # what was asked, and of whom, stays
        case LetterReceived() | MatterAssigned() | ActionNoted() | MatterConcluded():
            pass  # letters to this office
        case SeriesOpened() | NumberReserved() | NumberVoided() | OpeningBalanceEntered() | SecretEntered():
            pass  # numbers, not letters
        case InstrumentRecorded() | InstrumentConfirmed() | AbsenceRecorded() | AbsenceEnded():
            pass  # the structure
        case CalendarEntered():
            pass  # working days are counted when somebody asks
        case RecordsNoted():
            pass  # of what lies beside the log
        case RegistryOpened() | OfficerEnrolled() | KeyEnrolled() | KeyConfirmed() | KeyWithdrawn():
            pass  # people, not letters
        case fact:
            assert_never(fact)


def _sign(write: Write, stream: StreamId, directives: tuple[Directive, ...]) -> None:
    rows = (
        (stream, one.no, one.what, one.who, one.due.isoformat() if one.due else None, one.hours) for one in directives
    )
    write("INSERT INTO signed VALUES (?, ?, ?, ?, ?, ?)", rows)


def _issue(write: Write, stream: StreamId, issued: LetterIssued) -> None:
    write(
        "INSERT INTO letters (stream, number) SELECT ?, ? WHERE EXISTS (SELECT 1 FROM signed WHERE stream = ?)",
        [(stream, issued.number, issued.signed_in)],
    )
    write(
        "INSERT INTO asked SELECT ?, no, what, who, due, hours FROM signed WHERE stream = ?",
        [(stream, issued.signed_in)],
    )
    write("DELETE FROM signed WHERE stream = ?", [(issued.signed_in,)])


def _dispatch(write: Write, line: Recorded, sent: LetterDispatched) -> None:
    stream = line.statement.stream
    when = _written(line.statement.at)
    write("UPDATE letters SET dispatched_at = ?, dispatched_by = ? WHERE stream = ?", [(when, sent.clerk, stream)])
    write(
        f"INSERT INTO addressees (letter, place, name, failed, returned) SELECT ?, ?, ?, 0, 0 WHERE {_ASKS}",
        ((stream, place, addressee.name, stream) for place, addressee in enumerate(sent.addressees)),
    )


def _follow_up(write: Write, stream: StreamId, told: DeliveryAttempted | ReceiptConfirmed) -> None:
    match told:
        case DeliveryAttempted(result=DeliveryResult.DELIVERED, attempted_at=at, checked_by=clerk):
            write(
                "UPDATE addressees SET failed = 0, detail = ?, delivered_at = coalesce(delivered_at, ?), "
                "delivered_by = coalesce(delivered_by, ?) WHERE letter = ? AND place = ?",
                [(told.detail, _written(at), clerk, stream, told.to)],
            )
        case DeliveryAttempted(result=result):
            failed = result is DeliveryResult.FAILED
            write(
                "UPDATE addressees SET failed = ?, detail = ? WHERE letter = ? AND place = ?",
                [(failed, told.detail, stream, told.to)],
            )
        case ReceiptConfirmed(confirmed_at=at, clerk=clerk, spoke_with=whom):
            write(
                "UPDATE addressees SET confirmed_at = ?, confirmed_by = ?, spoke_with = ? "
                "WHERE letter = ? AND place = ?",
                [(_written(at), clerk, whom, stream, told.to)],
            )


def _answer(write: Write, stream: StreamId, answered: LetterAnswered) -> None:
    write(
        f"UPDATE addressees SET ({_ANSWER}) = (SELECT {_ANSWER} FROM answers WHERE stream = ?), returned = ? "  # noqa: S608 - words of ours
        "WHERE letter = ? AND place = ?",
        [(answered.answered_in, answered.kind is AnswerKind.RETURNED, stream, answered.to)],
    )
    write("DELETE FROM answers WHERE stream = ?", [(answered.answered_in,)])


def _note(write: Write, line: Recorded, noted: DirectiveNoted) -> None:
    of, own = noted.reported_in, noted.reported_in is not None
    said_by = "coalesce((SELECT said_by FROM answers WHERE stream = ?), ?)"
    level = "(SELECT level FROM answers WHERE stream = ?)"
    row = (*_noted(line, noted), of, noted.clerk, own, _written(line.statement.at), of)
    write(_NOTE.format(said_by, level), [row])
    write("DELETE FROM answers WHERE stream = ?", [(of,)] if own else [])


def _report(write: Write, line: Recorded, said: ReportedByLink) -> None:
    own = True
    row = (*_noted(line, as_noted(said)), _who(said), own, _written(line.statement.at), level_of(line).value)
    write(_NOTE.format("?", "?"), [row])


def _noted(line: Recorded, noted: DirectiveNoted) -> tuple[str | int | None, ...]:
    """Return what is kept of a word on a directive, but who says it."""
    cell = line.statement.stream, noted.to, noted.no, line.position, noted.progress.value
    told = _written(noted.happened_at), noted.how, noted.performer, noted.evidence, noted.evidence_number
    return (*cell, *told)


def _told(line: Recorded, said: _Own) -> tuple[str | None, ...]:
    """Return what is kept of what a recipient says, in the order of `_ANSWER`."""
    told: tuple[str | None, ...] = (None, None, None)
    if isinstance(said, LetterAcknowledged | AnsweredByLink):
        told = said.receive_number, _written(said.arrived_at), _written(said.registered_at)
    reason = said.reason if isinstance(said, LetterReturned | AnsweredByLink) else None
    return (_written(line.statement.at), _who(said), *told, reason, level_of(line).value)


def _who(said: _Own | ReportedByLink) -> str:
    return f"{said.name} {said.post} {said.office}"


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
