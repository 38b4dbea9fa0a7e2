"""The send and the receive register (ทะเบียนหนังสือส่ง, ทะเบียนหนังสือรับ), as they stand or as they stood.

    entries   what one row of the paper book holds, number by number; a row that changes is a new version
    marks     what was written beside it later, under การปฏิบัติ and หมายเหตุ
    lines     where rows stand one after another, and what they are found by (`register_pages` asks)

Both carry a half-open interval [since, until) of positions in the log, so that the page of any day can be
read as it was known at any moment. Nothing is left out: numbers that are reserved or void are rows too.

Source: R2526 forms 13 and 14, ข้อ 38, 39, 43 and 47; annex 7 ข้อ 5.5. The words in the cells are Thai, as the
regulation has them, whatever language the reader's screen speaks.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar

from domain.classes import SecrecyClass
from domain.numbers import CIRCULAR, OrderNumber
from domain.series import SeriesKind
from domain.thai.digits import Digits, in_script
from domain.values import StreamId
from registry.reader import Recorded
from registry.views.book_entries import TABLES, follow
from registry.views.book_lines import LINE_TABLES, follow_lines
from registry.views.pieces import holds, in_threes, threes
from registry.views.view import View, Write
from registry.views.words import thai_day

SENT_KINDS = (SeriesKind.ORDINARY, SeriesKind.CIRCULAR, SeriesKind.ORDER, SeriesKind.ATTESTATION)
"""What has a row in the send register."""

SENT_COLUMNS = ("send_number", "owner_code", "dated", "sender", "addressee", "subject", "action", "remark")
"""The columns of form 14 in their order, as identifiers of `domain.labels.TERMS`."""
RECEIVED_COLUMNS = ("receive_number", "letter_number", *SENT_COLUMNS[2:])
"""The columns of form 13."""


class RowState(Enum):
    """What a row of a register shows."""

    RESERVED = "reserved"
    ISSUED = "issued"
    VOID = "void"
    RECEIVED = "received"
    OLD_BOOK = "old-book"
    """From the book that the series continues; nothing of it was checked."""


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row of a register. Texts have Arabic digits; *dated* is a text where the old book says it."""

    series: StreamId
    book: str
    kind: SeriesKind
    year: int
    """Buddhist year of the series."""
    registered_on: date | None
    """The day that heads the page; None for a row of an old book."""
    n: int | str
    """เลขทะเบียน; in a row of an old book a text, as it is written there."""
    number: str
    """ที่: only the code in the send register, the whole printed number in the receive register."""
    dated: date | str | None
    sender: str
    addressee: str
    subject: str
    action: str
    remark: str
    state: RowState
    stream: StreamId | None = None
    """The letter's stream, where there is a letter."""
    secrecy: SecrecyClass = SecrecyClass.NONE

    def cells(self, digits: Digits = "thai") -> tuple[str, ...]:
        """Return the row's eight cells as the form has them, in Thai dates."""
        dated = thai_day(self.dated) if isinstance(self.dated, date) else self.dated or ""
        first = (in_script(text, digits) for text in (self._counted(), self.number, dated))
        # What somebody wrote stays as it was written; what the register wrote is in one script.
        written = (in_script(text, digits) for text in (self.action, self.remark))
        return (*first, self.sender, self.addressee, self.subject, *written)

    def _counted(self) -> str:
        """Return the running number as the letter prints it, so that the series of one register stay apart."""
        if isinstance(self.n, str):
            return self.n  # an old book's own words
        match self.kind:
            case SeriesKind.CIRCULAR:
                return f"{CIRCULAR} {self.n}"
            case SeriesKind.ORDER | SeriesKind.ATTESTATION:
                return str(OrderNumber(self.n, self.year))
            case _:
                return str(self.n)


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of one series whose pages are of some days."""

    series: StreamId
    book: str
    kind: SeriesKind
    year: int
    first: int
    last: int
    states: dict[RowState, int]

    def of(self, state: RowState) -> int:
        """Return how many rows show *state*."""
        return self.states.get(state, 0)

    @property
    def missing(self) -> int:
        """How many numbers from the first to the last have no row."""
        return self.last - self.first + 1 - sum(self.states.values())


class Book(View):
    """All registers of the office, page by page."""

    NAME: ClassVar[str] = "book"
    VERSION: ClassVar[int] = 2
    TABLES: ClassVar[tuple[str, ...]] = (*TABLES, *LINE_TABLES)

    def __init__(self, file: sqlite3.Connection) -> None:
        """Teach the file how texts are cut."""
        super().__init__(file)
        file.create_function("threes", 1, threes, deterministic=True)
        file.create_function("in_threes", 1, in_threes, deterministic=True)
        file.create_function("holds", 7, holds, deterministic=True)

    def follow(self, lines: Sequence[Recorded], write: Write) -> None:
        """Apply a batch; the caller remembers the place in the same transaction."""
        for line in lines:
            follow(line, write)
            follow_lines(line, write)

    def sent(
        self, on: date | None = None, *, known_at: int | datetime | None = None, book: str | None = None
    ) -> Iterator[BookRow]:
        """Yield the send register's rows of the day *on*, or all, in the order of their numbers.

        Args:
            on: the day that heads the page (43.1.1); None for the whole book with its opening balance.
            known_at: a position in the log, or a moment: what the register showed when the seal had said
                everything up to then. None for what it shows now.
            book: the name of one book; None for all.

        Source: R2526 form 14.
        """
        return self._page(SENT_KINDS, on, known_at, book)

    def received(
        self, on: date | None = None, *, known_at: int | datetime | None = None, book: str | None = None
    ) -> Iterator[BookRow]:
        """Yield the receive register's rows, as `sent` does. Source: R2526 form 13."""
        return self._page((SeriesKind.RECEIVED,), on, known_at, book)

    def secret(
        self, on: date | None = None, *, known_at: int | datetime | None = None, book: str | None = None
    ) -> Iterator[BookRow]:
        """Yield the secret book's rows, as `sent` does: number, date and class, nothing else is known."""
        return self._page((SeriesKind.SECRET,), on, known_at, book)

    def known_until(self, moment: datetime) -> int:
        """Return the position of the newest fact that the seal said up to and including *moment*; -1 for none."""
        found = self.rows("SELECT max(position) AS newest FROM moments WHERE at <= ?", (int(moment.timestamp()),))
        newest = next(found)["newest"]
        return -1 if newest is None else int(newest)

    def _page(
        self, kinds: Sequence[SeriesKind], on: date | None, known_at: int | datetime | None, book: str | None
    ) -> Iterator[BookRow]:
        if isinstance(known_at, datetime):
            known_at = self.known_until(known_at)
        position = self.position if known_at is None else known_at
        marks = ",".join("?" * len(kinds))
        every = self.rows(
            f"SELECT * FROM series WHERE kind IN ({marks}) AND since <= ? AND (book = ? OR ? IS NULL) "  # noqa: S608
            "ORDER BY year, book, kind, since",
            (*(kind.value for kind in kinds), position, book, book),
        )
        for series in list(every):
            if on is None:
                yield from self._old_rows(series, position)
            yield from self._rows(series, on, position)

    def counted(self, since: date | None = None, until: date | None = None) -> Iterator[Counted]:
        """Yield what became of the numbers of every series, in the order of books; of a series without any, nothing."""
        days = (since or date.min).isoformat(), (until or date.max).isoformat()
        for series in list(self.rows("SELECT * FROM series ORDER BY year, book, kind, since")):
            sql = (
                "SELECT state, count(*) AS rows, min(n) AS first, max(n) AS last FROM entries "
                "WHERE series = ? AND until IS NULL AND registered_on BETWEEN ? AND ? GROUP BY state"
            )
            found = list(self.rows(sql, (series["stream"], *days)))
            if found:
                first, last = min(one["first"] for one in found), max(one["last"] for one in found)
                states = {RowState(one["state"]): one["rows"] for one in found}
                of = (series["stream"], series["book"], SeriesKind(series["kind"]), series["year"])
                yield Counted(*of, first, last, states)

    def row(self, series: StreamId, n: int, position: int) -> BookRow | None:
        """Return what a number's row showed at a position in the log; None where it was not taken yet."""
        sql = f"SELECT * FROM entries WHERE series = ? AND n = ? AND {_THEN}"  # noqa: S608 - words of ours
        row = next(self.rows(sql, (series, n, position, position)), None)
        return None if row is None else self._entry(self._series(series), row, position)

    def old_row(self, series: StreamId, place: int) -> BookRow:
        """Return the row at a place of the old book that a series continues, from 1."""
        row = next(self.rows("SELECT * FROM opening WHERE series = ? AND row = ?", (series, place)))
        return _old_row(self._series(series), row)

    def _series(self, stream: StreamId) -> Any:  # noqa: ANN401 - a row of the file
        return next(self.rows("SELECT * FROM series WHERE stream = ?", (stream,)))

    def _old_rows(self, series: Any, position: int) -> Iterator[BookRow]:  # noqa: ANN401 - a row of the file
        for row in self.rows(
            "SELECT * FROM opening WHERE series = ? AND since <= ? ORDER BY row", (series["stream"], position)
        ):
            yield _old_row(series, row)

    def _rows(self, series: Any, on: date | None, position: int) -> Iterator[BookRow]:  # noqa: ANN401 - a row of the file
        sql = f"SELECT * FROM entries WHERE series = ? AND {_THEN}"  # noqa: S608 - words of ours
        page = ("", ()) if on is None else (" AND registered_on = ?", (on.isoformat(),))
        for row in self.rows(f"{sql}{page[0]} ORDER BY n", (series["stream"], position, position, *page[1])):
            yield self._entry(series, row, position)

    def _entry(self, series: Any, row: Any, position: int) -> BookRow:  # noqa: ANN401 - rows of the file
        written = self._marks(row["stream"], position)
        return BookRow(
            series=series["stream"],
            book=series["book"],
            kind=SeriesKind(series["kind"]),
            year=series["year"],
            registered_on=date.fromisoformat(row["registered_on"]),
            n=row["n"],
            number=row["number"],
            dated=date.fromisoformat(row["dated"]) if row["dated"] else None,
            sender=row["sender"],
            addressee=row["addressee"],
            subject=row["subject"],
            action="; ".join(written["action"]),
            remark="; ".join((*filter(None, (row["struck"],)), *written["remark"])),
            state=RowState(row["state"]),
            stream=row["stream"],
            secrecy=SecrecyClass(row["secrecy"]),
        )

    def _marks(self, stream: str | None, position: int) -> dict[str, list[str]]:
        written: dict[str, list[str]] = {"action": [], "remark": []}
        if stream is not None:
            for mark in self.rows(
                "SELECT cell, text FROM marks WHERE stream = ? AND since <= ? AND (until IS NULL OR until > ?) "
                "ORDER BY since, id",
                (stream, position, position),
            ):
                written[mark["cell"]].append(mark["text"])
        return written


_THEN = "since <= ? AND (until IS NULL OR until > ?)"


def _old_row(series: Any, row: Any) -> BookRow:  # noqa: ANN401 - rows of the file
    return BookRow(
        series=series["stream"],
        book=series["book"],
        kind=SeriesKind(series["kind"]),
        year=series["year"],
        registered_on=None,
        n=row["n"],
        number=row["number"],
        dated=row["dated"],
        sender=row["sender"],
        addressee=row["addressee"],
        subject=row["subject"],
        action=row["action"],
        remark="; ".join(filter(None, (row["remark"], "ยกยอดจากทะเบียนเดิม ยังไม่ได้ตรวจ"))),
        state=RowState.OLD_BOOK,
    )
