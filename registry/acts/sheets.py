"""The register on paper: its pages of a day, stamp, slips, delivery book, outage sheet, each as PDF.

What the reader may not see is not on the paper either: of a letter of a class above the reader's stand its running
number and its class, nothing else.
"""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.classes import Channel, SecrecyClass
from domain.errors import NoSuchThing
from domain.incoming import LetterReceived, MatterConcluded
from domain.letter.events import DeliveryAttempted, EntryCorrected, LetterDispatched, LetterIssued
from domain.letter.text import LetterText
from domain.numbers import CIRCULAR
from domain.series import Series, SeriesKind
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from domain.values import StreamId
from registry.acts.office import Office
from registry.acts.outgoing import issued_in
from registry.documents.writing.forms import small, tables
from registry.documents.writing.forms.setting import Made
from registry.documents.writing.forms.small import Returned, Slip
from registry.documents.writing.forms.tables import Numbers, Row
from registry.papers.outages import OutageSheet
from registry.reader import Recorded
from registry.views.book import Book, BookRow, RowState
from registry.views.unanswered import Unanswered
from registry.views.view import open_view
from registry.wire import THAI_TIME

DEFECT = "ข้อบกพร่อง: "
"""How a remark begins that notes a defect of a letter that came in (ข้อ 36)."""
RETURNED = "ส่งคืน: "
"""How a conclusion begins by which a letter went back; the reason follows."""
_SERIES = {
    SeriesKind.ORDINARY: "หนังสือทั่วไป",
    SeriesKind.CIRCULAR: "หนังสือเวียน",
    SeriesKind.ORDER: "คำสั่ง",
    SeriesKind.ATTESTATION: "หนังสือรับรอง",
}
_YEARLY = frozenset({SeriesKind.ORDER, SeriesKind.ATTESTATION})


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom something is printed."""

    name: str
    """Stands below every page."""
    may_read: Callable[[SecrecyClass], bool]


def received_page(
    office: Office, reader: Reader, on: date, *, book: str | None = None, known_at: datetime | None = None
) -> bytes:
    """Return the receive register's page of a day (form 13), with its void rows; as it stood at *known_at*."""
    with closing(open_view(office.reader, Book)) as view:
        rows = [_row(one, reader) for one in view.received(on, book=book, known_at=known_at)]
    return tables.receive_register(_made(office, reader, on, known_at), rows, book=book or "")


def sent_page(
    office: Office, reader: Reader, on: date, *, book: str | None = None, known_at: datetime | None = None
) -> bytes:
    """Return the send register's page of a day (form 14), with its void rows; as it stood at *known_at*."""
    with closing(open_view(office.reader, Book)) as view:
        rows = [_row(one, reader) for one in view.sent(on, book=book, known_at=known_at)]
    return tables.send_register(_made(office, reader, on, known_at), rows, book=book or "")


def delivery_book(office: Office, reader: Reader, on: date) -> bytes:
    """Return the delivery book's pages (form 16) for what was sent by hand on a day, a row an addressee."""
    sent = [
        line.statement.stream
        for line in _of_day(office, on)
        if isinstance(line.statement.fact, LetterDispatched | DeliveryAttempted)
    ]
    rows = []
    for stream in dict.fromkeys(sent):
        letter = issued_in(office, stream).text
        if reader.may_read(letter.secrecy):
            rows += [
                Row((*_delivered(office, letter), name, "", "", "", ""))
                for day, name in _by_hand(office, stream)
                if day == on
            ]
    return tables.delivery_book(_made(office, reader, on), rows)


def delivery_days(office: Office, stream: StreamId) -> list[date]:
    """Return the days on whose pages of the delivery book a letter stands."""
    return sorted({day for day, _ in _by_hand(office, stream)})


def slips(office: Office, reader: Reader, stream: StreamId) -> bytes:
    """Return receipt slips (form 17) for those to whom a letter goes by hand; for all of them where none is noted.

    A letter that names nobody, such as an order, gets one slip on which the addressee is written by hand.

    Raises:
        NoSuchThing: there is no such letter, as far as the reader knows.
    """
    beginning = office.reader.beginning(stream)
    if beginning is None or not isinstance(beginning.statement.fact, LetterIssued):
        raise _no_such_letter(stream)
    letter = issued_in(office, stream).text
    _require_readable(reader, letter.secrecy, stream)
    with closing(open_view(office.reader, Unanswered)) as view:
        by_hand = [one.addressee for one in view.of(stream) if one.channel is Channel.BY_HAND]
    names = by_hand or [one.name for one in letter.addressees] or [""]
    return small.receipt_slips(
        _made(office, reader, office.today), [Slip(letter.number, name, letter.subject or "") for name in names]
    )


def stamp(office: Office, reader: Reader, stream: StreamId, *, label: bool) -> bytes:
    """Return the receive stamp (form 12) of a letter: on a page at its place, or as a label.

    Raises:
        NoSuchThing: no such letter came in, as far as the reader knows.
    """
    letter = received(office, stream)
    _require_readable(reader, letter.secrecy, stream)
    at = letter.registered_at.astimezone(THAI_TIME)
    form = small.stamp_label if label else small.stamp_page
    return form(_made(office, reader, at.date()), letter.n, at)


def return_slip(office: Office, reader: Reader, stream: StreamId) -> bytes:
    """Return the slip that goes back with a letter that was returned.

    Raises:
        NoSuchThing: no such letter came in, or it was not returned.
    """
    letter = received(office, stream)
    _require_readable(reader, letter.secrecy, stream)
    for line in office.reader.stream(stream):
        fact = line.statement.fact
        if isinstance(fact, MatterConcluded) and fact.how.startswith(RETURNED):
            reason = fact.how.removeprefix(RETURNED)
            told = Returned(letter.printed, letter.dated, letter.sender, letter.subject, letter.n, reason)
            return small.return_slip(_made(office, reader, line.statement.at.astimezone(THAI_TIME).date()), told)
    raise NoSuchThing("not-returned", f"Receive number {letter.n} was not returned.", number=letter.n)


def outage_sheet(office: Office, reader: Reader, sheet: OutageSheet) -> bytes:
    """Return an outage sheet (ใบสำรองเลข) with all its numbers, whatever became of them."""
    series = office.reader.series()[sheet.series]
    letters = [_counted(series, str(n)) for n in range(sheet.first, sheet.last + 1)]
    codes, yearly = office.reader.identity.codes, series.kind in _YEARLY
    name = f"{series.book} ({_SERIES[series.kind]})"
    numbers = Numbers(name, codes[0] if len(codes) == 1 and not yearly else "", letters)
    return tables.outage_sheet(_made(office, reader, sheet.day), numbers)


def received(office: Office, stream: StreamId) -> LetterReceived:
    """Return the entry of a letter that came in, with its corrections.

    Raises:
        NoSuchThing: no such letter came in.
    """
    entry: LetterReceived | None = None
    for line in office.reader.stream(stream):
        match line.statement.fact:
            case LetterReceived() as entry:
                pass
            case EntryCorrected(what=what, new=new) if entry is not None:
                corrected: dict[str, Any] = {what: new}
                entry = replace(entry, **corrected)
            case _:
                pass  # what was done about it changes nothing of what came
    if entry is None:
        raise _no_such_letter(stream)
    return entry


def _of_day(office: Office, on: date) -> Iterator[Recorded]:
    """Yield the facts of a day; found by halving, so that only that day's are read."""
    begins = datetime.combine(on, time(), THAI_TIME)
    after, until = (office.reader.known_until(at - timedelta(seconds=1)) for at in (begins, begins + timedelta(days=1)))
    return office.reader.facts(after, until=until)


def _by_hand(office: Office, stream: StreamId) -> Iterator[tuple[date, str]]:
    """Yield when a letter went by hand and to whom: as it was sent, or later, when another way had failed."""
    ways: dict[int, Channel] = {}
    names: dict[int, str] = {}
    for line in office.reader.stream(stream):
        match line.statement.fact:
            case LetterDispatched(sendings=sendings, addressees=addressees):
                names = {place: one.name for place, one in enumerate(addressees)}
                took = {one.to: one.channel for one in sendings}
            case DeliveryAttempted(to=to, channel=channel):
                took = {to: channel}
            case _:
                continue
        day = line.statement.at.astimezone(THAI_TIME).date()
        for to, channel in took.items():
            if channel is Channel.BY_HAND and ways.get(to) is not channel:
                yield day, names[to]
        ways |= took


def _require_readable(reader: Reader, secrecy: SecrecyClass, stream: StreamId) -> None:
    """Refuse a letter that the reader may not know of, as if there were none."""
    if not reader.may_read(secrecy):
        raise _no_such_letter(stream)


def _no_such_letter(stream: StreamId) -> NoSuchThing:
    return NoSuchThing("no-such-letter", f"No such letter is registered here: {stream}.", letter=stream)


def _made(office: Office, reader: Reader, on: date, known_at: datetime | None = None) -> Made:
    now = office.now
    printed = f"พิมพ์เมื่อ {print_date(now.date(), months='short')} {now:%H.%M} น. โดย {reader.name}"
    if known_at is not None:
        printed += f" ตามที่เป็นอยู่เมื่อ {print_date(known_at.date(), months='short')} {known_at:%H.%M} น."
    identity = office.reader.identity
    return Made(identity.office, on, printed, "SPECIMEN" if identity.specimen else None)


def _row(row: BookRow, reader: Reader) -> Row:
    cells = row.cells()
    if not reader.may_read(row.secrecy):
        cells = (cells[0], *[""] * (len(cells) - 2), row.secrecy.label)
    return Row(cells, void=row.state is RowState.VOID)


def _delivered(office: Office, letter: LetterText) -> tuple[str, str]:
    figures = str(letter.n[0]) if len(letter.n) == 1 else f"{letter.n[0]}-{letter.n[-1]}"
    counted = _counted(office.reader.series()[letter.series], figures)
    return to_thai(counted), letter.owner_unit or letter.issuing_office


def _counted(series: Series, figures: str) -> str:
    """Return running numbers as a letter of the series prints them, so that two series of one day stay apart."""
    if series.kind is SeriesKind.CIRCULAR:
        return f"{CIRCULAR} {figures}"
    return f"{figures}/{series.year}" if series.kind in _YEARLY else figures
