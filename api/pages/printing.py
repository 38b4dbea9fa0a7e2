"""Printing (พิมพ์): the registers' pages of a day, delivery book, stamp, slips, and outage sheets with their numbers.

/print                     what can be printed, and the outage sheets that are not accounted for
/print/…                   PDF; a GET, since printing changes nothing
/print/outages/N           each number of a sheet: used, void, or still to be told
"""

from datetime import date
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.handed_out import to_print
from api.pages.page import page, see
from api.pages.receiving.shown import reader_of
from api.past import without_papers
from api.problems import REFUSALS, status_of
from api.settings import Settings
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year
from domain.thai.digits import to_arabic
from domain.thai.tidy import tidy_date
from domain.values import StreamId
from registry.acts import outages, sheets
from registry.acts.office import Wanted

TITLE: Final = Text("พิมพ์", "Print")
OUTAGE: Final = Text("ใบสำรองเลข", "Outage sheet")
MOST_NUMBERS: Final = 100
"""Of one sheet; who needs more prints another."""
_MOST_SHEETS: Final = 20
_TOKEN = 16  # bytes
_CLERKS = allow(Right.CLERK)
_READERS = allow(Right.CLERK, Right.AUDITOR)
KINDS: Final = {
    SeriesKind.ORDINARY: Text("หนังสือทั่วไป", "ordinary letters"),
    SeriesKind.CIRCULAR: Text("หนังสือเวียน (ว)", "circulars (ว)"),
    SeriesKind.ORDER: Text("คำสั่ง", "orders"),
    SeriesKind.ATTESTATION: Text("หนังสือรับรอง", "attestations"),
}


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """A new outage sheet."""

    once: str
    series: str
    count: str


class Used(msgspec.Struct, forbid_unknown_fields=True):
    """A number that stands on a letter."""

    n: int


class Voided(msgspec.Struct, forbid_unknown_fields=True):
    """A number that was not used, and why."""

    n: int
    reason: str


@get("/print", opt={**allow(Right.CLERK, Right.AUDITOR), **without_papers()}, sync_to_thread=True)
def index(counter: NamedDependency[Counter], settings: NamedDependency[Settings]) -> Template:
    """Show what can be printed."""
    return _index(counter, settings)


@get("/print/received", opt=_READERS, sync_to_thread=True)
def received(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    day: FromQuery[str | None] = None,
    book: FromQuery[str | None] = None,
) -> Response[Any]:
    """Print the receive register's page of a day (form 13)."""
    on = _day(counter, day)
    pdf = sheets.received_page(counter.office, reader_of(visitor), on, book=book or None)
    return to_print(pdf, f"ทะเบียนหนังสือรับ-{on}.pdf")


@get("/print/sent", opt=_READERS, sync_to_thread=True)
def sent(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    day: FromQuery[str | None] = None,
    book: FromQuery[str | None] = None,
) -> Response[Any]:
    """Print the send register's page of a day (form 14)."""
    on = _day(counter, day)
    pdf = sheets.sent_page(counter.office, reader_of(visitor), on, book=book or None)
    return to_print(pdf, f"ทะเบียนหนังสือส่ง-{on}.pdf")


@get("/print/deliveries", opt=_READERS, sync_to_thread=True)
def deliveries(
    counter: NamedDependency[Counter], visitor: NamedDependency[Visitor], day: FromQuery[str | None] = None
) -> Response[Any]:
    """Print the delivery book's pages of a day (form 16)."""
    on = _day(counter, day)
    return to_print(sheets.delivery_book(counter.office, reader_of(visitor), on), f"สมุดส่งหนังสือ-{on}.pdf")


@get("/print/stamp/{stream:uuid}", opt=_READERS, sync_to_thread=True)
def stamp(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Print the receive stamp at its place on a page (form 12)."""
    letter = StreamId(str(stream))
    return to_print(sheets.stamp(counter.office, reader_of(visitor), letter, label=False), "ตรารับ.pdf")


@get("/print/label/{stream:uuid}", opt=_READERS, sync_to_thread=True)
def label(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Print the receive stamp alone, to be stuck on (form 12)."""
    letter = StreamId(str(stream))
    return to_print(sheets.stamp(counter.office, reader_of(visitor), letter, label=True), "ตรารับ-ฉลาก.pdf")


@get("/print/slips/{stream:uuid}", opt=_READERS, sync_to_thread=True)
def slips(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Print receipt slips of a letter (form 17)."""
    return to_print(sheets.slips(counter.office, reader_of(visitor), StreamId(str(stream))), "ใบรับหนังสือ.pdf")


@get("/print/returned/{stream:uuid}", opt=_READERS, sync_to_thread=True)
def returned(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Print the slip that goes back with a letter."""
    return to_print(sheets.return_slip(counter.office, reader_of(visitor), StreamId(str(stream))), "ส่งคืน.pdf")


@post("/print/outages", opt=_CLERKS, sync_to_thread=True)
def reserve(
    data: URLEncodedBody[Asked],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Reserve numbers for a sheet of today."""
    account = visitor.account.account
    try:
        sheet = outages.begin(
            counter.office,
            counter.outages,
            Wanted(SeriesKind.ORDINARY, stream=StreamId(data.series)),
            count=_count(data.count),
            clerk=visitor.clerk,
            account=account,
            once=f"{account}:{data.once}",
        )
    except REFUSALS as refused:
        return _index(counter, settings, refused, data)
    return see(f"/print/outages/{sheet.sheet}")


@get("/print/outages/{sheet:int}", opt=allow(Right.CLERK, Right.AUDITOR), sync_to_thread=True)
def outage(sheet: FromPath[int], counter: NamedDependency[Counter]) -> Template:
    """Show what became of each number of a sheet."""
    return _outage(counter, sheet)


@get("/print/outages/{sheet:int}/paper", opt=_READERS, sync_to_thread=True)
def outage_paper(
    sheet: FromPath[int], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Print an outage sheet."""
    found = counter.outages.get(sheet)
    return to_print(sheets.outage_sheet(counter.office, reader_of(visitor), found), f"ใบสำรองเลข-{sheet}.pdf")


@post("/print/outages/{sheet:int}", opt=_CLERKS, sync_to_thread=True)
def void(
    sheet: FromPath[int],
    data: URLEncodedBody[Voided],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Template | Redirect:
    """Void a number that was not used."""
    try:
        found = counter.outages.get(sheet)
        outages.void(counter.office, found, data.n, reason=data.reason, clerk=visitor.clerk)
    except REFUSALS as refused:
        return _outage(counter, sheet, refused, data.n)
    return see(f"/print/outages/{sheet}")


@post("/print/outages/{sheet:int}/use", opt=_CLERKS, sync_to_thread=True)
def use(
    sheet: FromPath[int],
    data: URLEncodedBody[Used],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Template | Redirect:
    """Begin the draft of the letter on paper that bears a number; pressed again, open it."""
    try:
        draft = outages.use(
            counter.office,
            counter.drafts,
            counter.outages.get(sheet),
            data.n,
            account=visitor.account.account,
            random=settings.random,
        )
    except REFUSALS as refused:
        return _outage(counter, sheet, refused, data.n)
    return see(f"/drafts/{draft.draft}")


def _day(counter: Counter, day: str | None) -> date:
    return (tidy_date(day) if day else None) or counter.office.today


def _count(text: str) -> int:
    figures = to_arabic(text.strip())
    count = int(figures) if figures.isascii() and figures.isdecimal() and len(figures) <= len(str(MOST_NUMBERS)) else 0
    if not 1 <= count <= MOST_NUMBERS:
        raise InvalidValue(
            "count-out-of-range",
            f"{text[:20]!r} numbers at once are not possible: take from 1 to {MOST_NUMBERS}.",
            count=text[:20],
            most=MOST_NUMBERS,
        )
    return count


def _index(
    counter: Counter, settings: Settings, refused: Exception | None = None, typed: Asked | None = None
) -> Template:
    office = counter.office
    series = [(stream, one) for stream, one in office.reader.series().items() if one.kind in KINDS]
    newest = [outages.accounted(office, sheet) for sheet in counter.outages.newest(_MOST_SHEETS)]
    return page(
        "printing/index.html",
        status=HTTPStatus.OK if refused is None else status_of(refused),
        title=TITLE,
        series=[(stream, one) for stream, one in series if one.year == buddhist_year(office.today)],
        kinds=KINDS,
        sheets=newest,
        once=settings.random(_TOKEN).hex(),
        refused=refused,
        typed=typed,
    )


def _outage(counter: Counter, sheet: int, refused: Exception | None = None, n: int | None = None) -> Template:
    found = outages.accounted(counter.office, counter.outages.get(sheet))
    plans = (one.plan for one in counter.drafts.all())
    return page(
        "printing/outage.html",
        status=HTTPStatus.OK if refused is None else status_of(refused),
        title=OUTAGE,
        found=found,
        series=counter.office.reader.series()[found.sheet.series],
        kinds=KINDS,
        begun={plan.reserved for plan in plans if plan.series == found.sheet.series},
        refused=refused,
        wrong_n=n,
    )


ROUTES = (
    index, received, sent, deliveries, stamp, label, slips, returned, reserve, outage, outage_paper, use, void,
)  # fmt: skip
