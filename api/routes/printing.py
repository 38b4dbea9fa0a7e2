"""Printed forms: the registers' pages of a day, delivery book, stamp, slips; outage sheets with their numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from api.auth.rights import Right, Visitor, allow
from api.auth.visits import prints
from api.counter import Counter
from api.pages.handed_out import to_print
from api.routes.kit import ACTS, READS, Key, PathNumber, Whole, once, once_of
from api.routes.paging import Cursor, Limit, after, place
from domain.errors import InvalidValue
from domain.series import SeriesKind
from domain.values import StreamId
from registry.acts import outages, sheets
from registry.acts.office import Office, Wanted
from registry.acts.outages import Accounted
from registry.acts.sheets import Reader
from registry.views.book import RowState

MOST_NUMBERS = 100
CLERKS = allow(Right.CLERK)
READERS = allow(Right.CLERK, Right.AUDITOR)
PRINTS: dict[str, Any] = {
    "opt": {**READERS, **prints()},
    "responses": READS,
    "media_type": "application/pdf",
    "sync_to_thread": True,
}
"""Of every route that prints."""


class Numbers(msgspec.Struct, forbid_unknown_fields=True):
    """How many numbers of which series stand on a sheet."""

    series: UUID
    count: Whole


class Unused(msgspec.Struct, forbid_unknown_fields=True):
    """A number of a sheet that was not used, and why."""

    n: Whole
    reason: str


class SheetNumber(msgspec.Struct):
    """One number of a sheet, and what became of it."""

    n: int
    state: RowState
    stream: str | None
    """The letter that was entered under it."""


class SheetRead(msgspec.Struct):
    """An outage sheet of one day."""

    sheet: int
    series: str
    day: date
    """On which its numbers may be used; they lapse with it."""
    by: str
    open: int
    """Numbers of which nobody has told what became of them."""
    numbers: list[SheetNumber]

    @classmethod
    def of(cls, found: Accounted) -> "SheetRead":
        """Return a sheet as programs read it."""
        numbers = [SheetNumber(int(row.n), row.state, row.stream) for row in found.rows]
        return cls(found.sheet.sheet, found.sheet.series, found.sheet.day, found.sheet.by, found.open, numbers)


@dataclass(frozen=True, slots=True)
class Sheets:
    """A page of outage sheets, the newest first."""

    rows: list[SheetRead]
    cursor: str | None


@get("/print/received", **PRINTS)
def print_received(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    day: FromQuery[date | None] = None,
    book: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Print the receive register's page of a day (form 13)."""
    on = day or counter.office.today
    return _pdf(sheets.received_page(counter.office, _reader(visitor), on, book=book), f"received-{on}")


@get("/print/sent", **PRINTS)
def print_sent(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    day: FromQuery[date | None] = None,
    book: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Print the send register's page of a day (form 14)."""
    on = day or counter.office.today
    return _pdf(sheets.sent_page(counter.office, _reader(visitor), on, book=book), f"sent-{on}")


@get("/print/deliveries", **PRINTS)
def print_delivery_book(
    counter: NamedDependency[Counter], visitor: NamedDependency[Visitor], day: FromQuery[date | None] = None
) -> Response[bytes]:
    """Print the delivery book's pages of a day (form 16)."""
    on = day or counter.office.today
    return _pdf(sheets.delivery_book(counter.office, _reader(visitor), on), f"deliveries-{on}")


@get("/received/{stream:uuid}/stamp", **PRINTS)
def print_stamp(
    stream: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    label: FromQuery[bool] = False,  # noqa: FBT002 - a parameter of the address
) -> Response[bytes]:
    """Print the receive stamp (form 12) at its place on a page, or as a *label*."""
    letter = StreamId(str(stream))
    return _pdf(sheets.stamp(counter.office, _reader(visitor), letter, label=label), "stamp")


@get("/received/{stream:uuid}/return-slip", **PRINTS)
def print_return_slip(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    """Print the slip that goes back with a letter that was returned."""
    return _pdf(sheets.return_slip(counter.office, _reader(visitor), StreamId(str(stream))), "return-slip")


@get("/letters/{stream:uuid}/receipt-slips", **PRINTS)
def print_receipt_slips(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    """Print receipt slips of a letter (form 17)."""
    return _pdf(sheets.slips(counter.office, _reader(visitor), StreamId(str(stream))), "receipt-slips")


@get("/outage-sheets", opt=READERS, responses=READS, sync_to_thread=True)
def list_outage_sheets(counter: NamedDependency[Counter], cursor: Cursor = None, limit: Limit = 20) -> Sheets:
    """List outage sheets, with what became of each of their numbers."""
    before = place(cursor)
    newest = counter.outages.newest(limit + 1, before=before)
    rows = [SheetRead.of(outages.accounted(counter.office, one)) for one in newest[:limit]]
    return Sheets(rows, after(newest[limit - 1].sheet if len(newest) > limit else None))


@post("/outage-sheets", opt=CLERKS, responses=ACTS, sync_to_thread=True)
def reserve_outage_sheet(
    data: JSONBody[Numbers], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> SheetRead:
    """Reserve numbers for a sheet of today, to be used on paper while the system is down."""
    if not 1 <= data.count <= MOST_NUMBERS:
        raise InvalidValue(
            "count-out-of-range", f"Reserve 1 to {MOST_NUMBERS} numbers at once, not {data.count}.", most=MOST_NUMBERS
        )

    def act(office: Office) -> SheetRead:
        wanted = Wanted(SeriesKind.ORDINARY, stream=StreamId(str(data.series)))
        sheet = outages.begin(
            office,
            counter.outages,
            wanted,
            count=data.count,
            clerk=visitor.clerk,
            account=visitor.account.account,
            once=once_of(visitor, key),
        )
        return SheetRead.of(outages.accounted(office, sheet))

    return once(counter, visitor, key, ("outage-sheet", data), SheetRead, act)


@get("/outage-sheets/{sheet:int}", opt=READERS, responses=READS, sync_to_thread=True)
def read_outage_sheet(sheet: PathNumber, counter: NamedDependency[Counter]) -> SheetRead:
    """Return an outage sheet, with what became of each of its numbers."""
    return SheetRead.of(outages.accounted(counter.office, counter.outages.get(sheet)))


@get("/outage-sheets/{sheet:int}/paper", **PRINTS)
def print_outage_sheet(
    sheet: PathNumber, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    """Print an outage sheet."""
    found = counter.outages.get(sheet)
    return _pdf(sheets.outage_sheet(counter.office, _reader(visitor), found), f"outage-sheet-{sheet}")


@post("/outage-sheets/{sheet:int}/void", opt=CLERKS, responses=ACTS, sync_to_thread=True)
def void_outage_number(
    sheet: PathNumber,
    data: JSONBody[Unused],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> SheetRead:
    """Void a number of a sheet that was not used."""

    def act(office: Office) -> SheetRead:
        found = counter.outages.get(sheet)
        outages.void(office, found, data.n, reason=data.reason, clerk=visitor.clerk)
        return SheetRead.of(outages.accounted(office, found))

    return once(counter, visitor, key, ("void-of-sheet", sheet, data), SheetRead, act)


def _reader(visitor: Visitor) -> Reader:
    return Reader(visitor.account.name, visitor.may_read)


def _pdf(data: bytes, name: str) -> Response[bytes]:
    return to_print(data, f"{name}.pdf")


ROUTES = (
    print_received,
    print_sent,
    print_delivery_book,
    print_stamp,
    print_return_slip,
    print_receipt_slips,
    list_outage_sheets,
    reserve_outage_sheet,
    read_outage_sheet,
    print_outage_sheet,
    void_outage_number,
)
