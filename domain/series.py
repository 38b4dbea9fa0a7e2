"""Running numbers of one book (เลขทะเบียน), and the proof that none is missing.

    opened(after N) ──reserve──▶ N+1, N+2, … each once ──▶ issued │ void

A series is one book, one kind of number, one calendar year (ข้อ 38.2, 43.1.2, 32, 16.2). Its stream
holds only ``series.opened`` and then ``number.reserved``: the number is N + its place in the stream.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from domain.errors import InvalidValue, WrongNumber, WrongStage
from domain.thai.dates import buddhist_year, require_buddhist_year
from domain.values import Digest, StreamId

MOST_AT_ONCE = 1000
"""How many consecutive numbers one letter may take; a bound against slips of the keyboard."""


class SeriesKind(Enum):
    """What a series numbers."""

    ORDINARY = "ordinary"
    CIRCULAR = "circular"
    ORDER = "order"
    ATTESTATION = "attestation"
    RECEIVED = "received"
    SECRET = "secret"  # noqa: S105 - a kind of book, not a pass phrase


class Purpose(Enum):
    """Why a number is taken: it decides who may use it."""

    ELECTRONIC = "electronic"
    PAPER = "paper"
    RECEIPT = "receipt"


class NumberState(Enum):
    """What became of a number; the last two are final."""

    RESERVED = "reserved"
    ISSUED = "issued"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class SeriesOpened:
    """เปิดทะเบียน. Numbers start after *after*; *last_page* is the digest of an earlier book's last page."""

    book: str
    kind: SeriesKind
    year: int
    after: int
    last_page: Digest | None
    public_id: str
    """The name in public leaves: the stream's id, or a salted digest for a book of secret letters."""


@dataclass(frozen=True, slots=True)
class NumberReserved:
    """จองเลข. Number *n* is taken on *on* and lapses at the midnight that ends it."""

    n: int
    on: date
    purpose: Purpose
    clerk: str


@dataclass(frozen=True, slots=True)
class NumberVoided:
    """ยกเลิกเลข. The number stays visible and is never given again; *on* is its own day."""

    series: StreamId
    n: int
    on: date
    reason: str
    clerk: str | None
    """Who voided it; nobody when it lapsed at midnight."""


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One row of an older register, as it was written there; nothing of it was checked."""

    number: str
    """เลขทะเบียน: its running number in that book."""
    printed: str
    """ที่: the code in a send register, the sender's whole number in a receive register."""
    dated: str
    sender: str
    addressee: str
    subject: str
    action: str
    remark: str


@dataclass(frozen=True, slots=True)
class OpeningBalanceEntered:
    """ยกยอดจากทะเบียนเดิม. Rows of the book that a series continues, for searching; not proof of anything."""

    series: StreamId
    source: Digest
    first_row: int
    rows: tuple[OpeningRow, ...]
    clerk: str


SeriesEvent = SeriesOpened | NumberReserved


@dataclass(frozen=True, slots=True)
class Series:
    """What reserving a number asks."""

    book: str
    kind: SeriesKind
    year: int
    after: int
    last: int
    """The number given last; *after* when none was given yet."""
    public_id: str


def open_series(opened: SeriesOpened) -> SeriesOpened:
    """Check what a new series is opened with.

    Raises:
        InvalidValue: the book has no name, the year is no Buddhist one, or the last page of the earlier book
            that it continues is missing.
    """
    require_buddhist_year(opened.year)
    if not opened.book.strip():
        raise InvalidValue("book-without-name", "A series needs the name of its book.")
    if opened.after < 0:
        raise InvalidValue("negative-number", f"A series cannot continue after {opened.after}.", number=opened.after)
    if opened.after and opened.last_page is None:
        raise InvalidValue(
            "last-page-missing",
            f"The series continues after {opened.after}: give the last page of the earlier book.",
            number=opened.after,
        )
    return opened


def reserve(series: Series, *, on: date, count: int, purpose: Purpose, clerk: str) -> Sequence[NumberReserved]:
    """Take the next *count* numbers on the day *on*.

    Raises:
        WrongNumber: the day is not of the series' calendar year (ข้อ 43.1.2).
        InvalidValue: *count* is not between 1 and `MOST_AT_ONCE`.
    """
    if not 1 <= count <= MOST_AT_ONCE:
        raise InvalidValue(
            "count-out-of-range",
            f"{count} numbers at once are not possible: take from 1 to {MOST_AT_ONCE}.",
            count=count,
            most=MOST_AT_ONCE,
        )
    year = buddhist_year(on)
    if year != series.year:
        raise WrongNumber(
            "wrong-year",
            f"The series of book {series.book!r} is of {series.year}, and the day is of {year}: open a series of it.",
            book=series.book,
            series_year=series.year,
            year=year,
        )
    return [NumberReserved(series.last + i, on, purpose, clerk) for i in range(1, count + 1)]


def require_open(n: int, state: NumberState, reserved_on: date, *, on: date) -> None:
    """Refuse unless number *n*, reserved on *reserved_on*, can still be used on *on*."""
    if state is not NumberState.RESERVED:
        raise WrongStage(
            "number-used", f"Number {n} is {state.value} already: a number is used once.", number=n, state=state.value
        )
    if on != reserved_on:
        raise WrongStage(
            "reservation-lapsed",
            f"Number {n} was reserved on {reserved_on} and lapsed at midnight: start again with a new number.",
            number=n,
            reserved_on=reserved_on,
        )


def void(  # noqa: PLR0913 - each is a thing of its own
    series: StreamId, n: int, state: NumberState, reserved_on: date, *, reason: str, clerk: str | None
) -> NumberVoided:
    """Void a reserved number, as of its own day."""
    if state is not NumberState.RESERVED:
        raise WrongStage(
            "number-used", f"Number {n} is {state.value} already: a number is used once.", number=n, state=state.value
        )
    if not reason.strip():
        raise InvalidValue("void-without-reason", f"Say why number {n} is voided.", number=n)
    return NumberVoided(series, n, reserved_on, reason.strip(), clerk)


def evolve(series: Series | None, event: SeriesEvent) -> Series:
    """Return the series as known after *event*. Never refuses: it already happened."""
    match event:
        case SeriesOpened(book, kind, year, after, _, public_id):
            return Series(book, kind, year, after, after, public_id)
        case NumberReserved(n):
            if series is None:
                raise LookupError("a reservation without its series")
            return Series(series.book, series.kind, series.year, series.after, n, series.public_id)
