"""How the registers' rows follow from the facts: which fact writes what into which cell."""

from datetime import date
from typing import assert_never

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, RegistryOpened
from domain.calendar import CalendarEntered
from domain.classes import SecrecyClass
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, DirectiveReported
from domain.errors import InvalidValue
from domain.facts import Fact, SecretEntered
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.labels import TERMS
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
from domain.letter.text import Addressee, Answers, LetterText
from domain.numbers import LetterNumber
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.provinces import governors
from domain.records import RecordsNoted
from domain.series import NumberReserved, NumberVoided, OpeningBalanceEntered, OpeningRow, SeriesOpened
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.values import StreamId
from registry import wire
from registry.reader import Recorded
from registry.views.view import Write
from registry.views.words import thai_day, thai_moment

TABLES = (
    "CREATE TABLE series (stream TEXT PRIMARY KEY, since INTEGER, book TEXT, kind TEXT, year INTEGER) WITHOUT ROWID",
    """CREATE TABLE entries (
        series TEXT, n INTEGER, since INTEGER, until INTEGER, stream TEXT, state TEXT, registered_on TEXT,
        number TEXT, dated TEXT, sender TEXT, addressee TEXT, subject TEXT, struck TEXT, secrecy TEXT,
        PRIMARY KEY (series, n, since)
    ) WITHOUT ROWID""",
    "CREATE INDEX entries_by_day ON entries (registered_on, series)",
    "CREATE INDEX entries_by_stream ON entries (stream)",
    "CREATE TABLE marks (id INTEGER PRIMARY KEY, stream TEXT, since INTEGER, until INTEGER, cell TEXT, text TEXT)",
    "CREATE INDEX marks_by_stream ON marks (stream, since)",
    """CREATE TABLE opening (
        series TEXT, row INTEGER, since INTEGER, n TEXT, number TEXT, dated TEXT, sender TEXT, addressee TEXT,
        subject TEXT, action TEXT, remark TEXT, PRIMARY KEY (series, row, since)
    ) WITHOUT ROWID""",
    # a signed letter waits here for its admission; it is in no book before
    """CREATE TABLE signed (
        stream TEXT, n INTEGER, number TEXT, dated TEXT, sender TEXT, addressee TEXT, subject TEXT,
        PRIMARY KEY (stream, n)
    ) WITHOUT ROWID""",
    "CREATE TABLE sent_to (stream TEXT, place INTEGER, name TEXT, PRIMARY KEY (stream, place)) WITHOUT ROWID",
    "CREATE TABLE moments (at INTEGER PRIMARY KEY, position INTEGER NOT NULL)",
)

_CLOSE = "UPDATE entries SET until = ? WHERE series = ? AND n = ? AND until IS NULL"
_MARK = "INSERT INTO marks (stream, since, until, cell, text) VALUES (?, ?, NULL, ?, ?)"
_MARK_WITH_NAME = """
    INSERT INTO marks (stream, since, until, cell, text)
    SELECT ?, ?, NULL, 'remark', ? || name || ? FROM sent_to WHERE stream = ? AND place = ?
"""
_MARKS_OF = "UPDATE marks SET stream = ?, since = ? WHERE stream = ?"
_ENTRY = "INSERT INTO entries VALUES (?, ?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COLUMN_OF = {"sender": "sender", "addressee": "addressee", "subject": "subject", "printed": "number"}
_NONE = SecrecyClass.NONE.value


def follow(line: Recorded, write: Write) -> None:
    """Write what one fact means for the registers."""
    if not wire.is_persons(line.statement.fact):
        at = int(line.statement.at.timestamp())
        write("INSERT INTO moments VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position",
              [(at, line.position)])  # fmt: skip
    _apply(write, line, line.statement.fact)


def _apply(write: Write, line: Recorded, fact: Fact) -> None:  # noqa: C901, PLR0912 - one case a fact
    stream, position = line.statement.stream, line.position
    match fact:
        case SeriesOpened(book=book, kind=kind, year=year):
            write("INSERT INTO series VALUES (?, ?, ?, ?, ?)", [(stream, position, book, kind.value, year)])
        case NumberReserved(n=n, on=on):
            write(_ENTRY, [_empty((stream, n, position), "reserved", on, "จองเลข")])
        case NumberVoided():
            _void(write, position, fact)
        case OpeningBalanceEntered(series=series, first_row=first, rows=rows):
            old = (_old_row((series, first + i, position), row) for i, row in enumerate(rows))
            write("INSERT INTO opening VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", old)
        case SecretEntered(series=series, n=n, dated=dated, secrecy=secrecy):
            day = line.statement.at.date().isoformat()
            write(_CLOSE, [(position, series, n)])
            told = ("", dated.isoformat(), "", "", "", None, secrecy.value)
            write(_ENTRY, [(series, n, position, None, "issued", day, *told)])
        case LetterSigned(letter=letter) | LetterSignedByHand(letter=letter) | LetterSealed(letter=letter):
            _sign(write, stream, position, letter)
        case OrderSigned(letter=letter):
            _sign(write, stream, position, letter)
        case LetterIssued():
            _issue(write, line, fact)
        case LetterReceived():
            _receive(write, line, fact)
        case LetterAnswered(answered_in=answered_in):
            write(_MARKS_OF, [(stream, position, answered_in)])
        case EntryCorrected():
            _correct(write, stream, position, fact)
        case LetterDispatched(addressees=addressees):
            write("INSERT INTO sent_to VALUES (?, ?, ?)", ((stream, i, a.name) for i, a in enumerate(addressees)))
            write(_MARK, [(stream, position, "action", f"ส่งแล้ว {thai_day(line.statement.at.date())}")])
        case DeliveryAttempted() | ReceiptConfirmed():
            _follow_up(write, stream, position, fact)
        case RegistryOpened() | OfficerEnrolled() | KeyEnrolled() | KeyConfirmed() | KeyWithdrawn():
            pass  # stands in no register
        case InstrumentRecorded() | InstrumentConfirmed() | AbsenceRecorded() | AbsenceEnded() | CalendarEntered():
            pass
        case RecordsNoted():
            pass  # of what lies beside the log
        case LetterAcknowledged():
            pass  # the forms have no column for it; `unanswered` keeps it
        case DirectiveReported() | DirectiveNoted() | ReportedByLink():
            pass  # nor for this; the coverage of what letters ask for keeps it
        case AnsweredByLink(kind=AnswerKind.ACKNOWLEDGED) | LinksGiven():
            pass
        case PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn():
            pass  # kept by the view of links
        case _:
            write(_MARK, [(stream, position, *_mark(fact))])


_Written = (
    LetterReturned
    | AnsweredByLink
    | LetterAnsweredBy
    | EntryNoted
    | LetterCancelled
    | LetterSuperseded
    | OrderAmended
    | OrderRepealed
    | DirectiveEvidenced
    | DeadlineMoved
    | MatterAssigned
    | ActionNoted
    | MatterConcluded
)
"""Facts that write one text into one cell of their row."""


def _mark(fact: _Written) -> tuple[str, str]:  # noqa: C901, PLR0911, PLR0912 - one case a fact
    """Return the cell and what is written into it."""
    match fact:
        case LetterReturned(office=office, reason=reason):
            return "remark", f"{office} ส่งคืน: {reason}"
        case AnsweredByLink(office=office, reason=reason):
            return "remark", f"{office} ส่งคืนโดยลิงก์: {reason}"
        case LetterAnsweredBy(rel=rel, number=number):
            return "action", _ANSWERED[rel].format(number)
        case EntryNoted(remark=remark):
            return "remark", remark
        case LetterCancelled(number=number, reason=reason):
            return "remark", f"ยกเลิกแล้ว โดยหนังสือที่ {number}: {reason}"
        case LetterSuperseded(number=number):
            return "remark", f"ยกเลิกแล้ว และให้ใช้หนังสือที่ {number} แทน"
        case OrderAmended(number=number, clause=clause):
            return "remark", f"แก้ไข{f' {clause} ' if clause else ''}โดยคำสั่งที่ {number}"
        case OrderRepealed(number=number):
            return "remark", f"ยกเลิกแล้ว โดยคำสั่งที่ {number}"
        case DirectiveEvidenced(number=number, no=no, how=how):
            return "action", f"ผลการดำเนินการตามหนังสือที่ {number} ข้อ {no}: {how}"
        case DeadlineMoved(no=no, new=new, reason=reason):
            return "remark", f"เลื่อนกำหนดข้อ {no} เป็น {thai_day(new)}: {reason}"
        case MatterAssigned(to=to, due=due):
            return "action", f"ส่งให้ {to} ดำเนินการ" + (f" ภายใน {thai_day(due)}" if due else "")
        case ActionNoted(action=action):
            return "action", action
        case MatterConcluded(how=how):
            return "action", f"ดำเนินการแล้ว: {how}"
        case _:
            assert_never(fact)


def _follow_up(write: Write, stream: StreamId, position: int, fact: DeliveryAttempted | ReceiptConfirmed) -> None:
    """Write who was not reached, and who confirmed by telephone (annex 7 ข้อ 5.4, 5.5)."""
    match fact:
        case DeliveryAttempted(result=DeliveryResult.FAILED):
            why = f" ({fact.detail})" if fact.detail else ""
            words = "ส่งไม่สำเร็จถึง ", f" {thai_moment(fact.attempted_at)}{why}"
        case DeliveryAttempted():
            return
        case ReceiptConfirmed():
            words = "ได้รับการยืนยันจาก ", f" โดย {fact.spoke_with} {thai_moment(fact.confirmed_at)}"
    write(_MARK_WITH_NAME, [(stream, position, *words, stream, fact.to)])


_ANSWERED = {
    Answers.ANSWERS: "ส่งออกโดยหนังสือที่ {}",
    Answers.REPLACES: "ให้ใช้หนังสือที่ {} แทน",
    Answers.CANCELS: "ยกเลิกโดยหนังสือที่ {}",
}
"""What the other end of a link says (ข้อ 39, last paragraph)."""

_ANSWERS = {
    Answers.ANSWERS: "ตอบตามหนังสือรับที่ ",
    Answers.REPLACES: "ใช้แทนหนังสือที่ ",
    Answers.CANCELS: "ยกเลิกหนังสือที่ ",
}


def _void(write: Write, position: int, fact: NumberVoided) -> None:
    why = "ไม่ได้ใช้ภายในวันที่จอง" if fact.clerk is None else fact.reason
    write(_CLOSE, [(position, fact.series, fact.n)])
    write(_ENTRY, [_empty((fact.series, fact.n, position), "void", fact.on, f"ยกเลิกเลข: {why}")])


def _empty(place: tuple[StreamId, int, int], state: str, on: date, struck: str) -> tuple[str | int | None, ...]:
    """Return the row of a number without a letter, by series, number and position."""
    return (*place, None, state, on.isoformat(), "", None, "", "", "", struck, _NONE)


def _old_row(place: tuple[StreamId, int, int], row: OpeningRow) -> tuple[str | int, ...]:
    who = (row.sender, row.addressee, row.subject)
    return (*place, row.number, row.printed, row.dated, *who, row.action, row.remark)


def _sign(write: Write, stream: StreamId, position: int, text: LetterText) -> None:
    """Keep what the signed letter says until it is admitted; one row a number."""
    sender = text.owner_unit or text.issuing_office
    dated = text.dated.isoformat()
    several = len(text.n) > 1
    rows = (
        (stream, n, _code(text), dated, sender, _to(text, (to,) if several else text.addressees), text.subject)
        for n, to in zip(text.n, text.addressees if several else (None,), strict=True)
    )
    write("INSERT INTO signed VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    # ข้อ 47: the entry names the received letter that it answers, by its receive number where it stands here.
    write(
        "INSERT INTO marks (stream, since, until, cell, text) SELECT ?, ?, NULL, 'action', ? || coalesce("
        "(SELECT n || ' (' || number || ')' FROM entries WHERE stream = ? AND state = 'received' AND until IS NULL), "
        "?)",
        ((stream, position, _ANSWERS[link.rel], link.stream, link.number) for link in text.links),
    )
    if text.later_date_reason:
        write(_MARK, [(stream, position, "remark", f"ลงวันที่ล่วงหน้า: {text.later_date_reason}")])


def _issue(write: Write, line: Recorded, fact: LetterIssued) -> None:
    stream, position = line.statement.stream, line.position
    write(_CLOSE, ((position, fact.series, n) for n in fact.n))
    write(
        "INSERT INTO entries SELECT ?, n, ?, NULL, ?, 'issued', ?, number, dated, sender, addressee, subject, NULL, ? "
        "FROM signed WHERE stream = ?",
        [(fact.series, position, stream, line.statement.at.date().isoformat(), _NONE, fact.signed_in)],
    )
    write("DELETE FROM signed WHERE stream = ?", [(fact.signed_in,)])
    write(_MARKS_OF, [(stream, position, fact.signed_in)])


def _receive(write: Write, line: Recorded, fact: LetterReceived) -> None:
    stream, position = line.statement.stream, line.position
    write(_CLOSE, [(position, fact.series, fact.n)])
    day = fact.registered_at.date().isoformat()
    dated = fact.dated.isoformat() if fact.dated else None
    told = (fact.printed, dated, fact.sender, fact.addressee, fact.subject, None, fact.secrecy.value)
    write(_ENTRY, [(fact.series, fact.n, position, stream, "received", day, *told)])
    if fact.remark:
        write(_MARK, [(stream, position, "remark", fact.remark)])


def _correct(write: Write, stream: StreamId, position: int, fact: EntryCorrected) -> None:
    """Put a slip right: the cell shows the new text, and หมายเหตุ what stood there and why it changed."""
    if column := _COLUMN_OF.get(fact.what):
        kept = ("number", "dated", "sender", "addressee", "subject")
        cells = ", ".join("?" if name == column else name for name in kept)
        write(
            "INSERT INTO entries SELECT series, n, ?, NULL, stream, state, registered_on, "  # noqa: S608 - names of ours
            f"{cells}, struck, secrecy FROM entries WHERE stream = ? AND until IS NULL",
            [(position, fact.new, stream)],
        )
        write(
            "UPDATE entries SET until = ? WHERE stream = ? AND until IS NULL AND since < ?",
            [(position, stream, position)],
        )
    elif fact.what in {"action", "remark"}:
        write(
            "UPDATE marks SET until = ? WHERE stream = ? AND cell = ? AND text = ? AND until IS NULL",
            [(position, stream, fact.what, fact.old)],
        )
        if fact.new:
            write(_MARK, [(stream, position, fact.what, fact.new)])
    said = f"แก้ {_CALLED.get(fact.what, fact.what)} จาก “{fact.old}” เป็น “{fact.new}”: {fact.reason}"
    write(_MARK, [(stream, position, "remark", said)])


_CALLED = {
    **{what: TERMS[what].thai for what in ("sender", "addressee", "subject", "action", "remark", "owner_unit")},
    "printed": TERMS["letter_number"].thai,
    "contact": "โทร.",
}
"""What corrected parts of an entry are called."""


def _code(text: LetterText) -> str:
    """Return what form 14 has under ที่: only code and owner number; nothing for an order."""
    try:
        number = LetterNumber.parse(text.number)
    except InvalidValue:
        return ""
    return number.printed("arabic").partition("/")[0].strip()


def _to(text: LetterText, addressees: tuple[Addressee | None, ...]) -> str:
    names = tuple(addressee.name for addressee in addressees if addressee is not None)
    if set(names) == set(governors(text.dated)):
        return "ผู้ว่าราชการจังหวัด ทุกจังหวัด"
    return ", ".join(names)
