"""One page of a register, and the next one: rows by whatever people ask for, however many rows there are.

    question ──▶ the index that fits it best ──at most `MOST_LOOKED_AT` lines──▶ what stood there then ──▶ a page

A page begins behind the line at which the one before it ended, never at a count of rows. So the millionth row is
as near as the first one, and whoever is reading does not see a row twice because somebody else entered one.
Where a question fits no index well, the search stops after so many lines and says how far it came. Counts are
exact up to `MOST_COUNTED`. Rows of a class that the reader may not see are not in any answer, nor counted.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.classes import SecrecyClass, SpeedClass
from domain.series import SeriesKind
from domain.values import StreamId
from registry.views.book import Book, BookRow, RowState
from registry.views.book_lines import OLD_BELOW, marks
from registry.views.register_search import LAST_LINE, Question, Register, Search, Stage

MOST_ROWS = 500
"""Rows of one page."""
MOST_ALIKE = 200
"""Rows among which a letter that may be the same one is looked for."""
MOST_COUNTED = 1_000
"""Rows up to which a count is exact."""
MOST_FOUND = 300
"""The same of a search, which compares every row that it counts."""


_MARKED = """
    SELECT lines.* FROM marks_of_received AS marked JOIN lines ON lines.line = marked.line
    WHERE marked.mark = ? AND lines.register = 'received' ORDER BY marked.line DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a page: what the form has, and what it has no column for."""

    line: int
    """Its place: what a page begins behind."""
    row: BookRow
    stage: Stage
    speed: SpeedClass
    due: date | None
    owner_unit: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows in the order that was asked for."""

    lines: tuple[Line, ...]
    following: int | None
    """The line behind which the next page begins; None at the end."""
    preceding: int | None
    """The line before which the page before this one ends; None at the beginning."""
    unfinished: bool = False
    """The search stopped after `MOST_LOOKED_AT` lines, between this page's last row and `following`."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows there are: so many, or more than so many."""

    rows: int
    exact: bool


class RegisterPages:
    """The registers, read page by page."""

    def __init__(self, book: Book) -> None:
        """Read in an open view."""
        self._book = book

    def page(
        self,
        asked: Question,
        *,
        rows: int = 50,
        newest_first: bool = True,
        behind: int | None = None,
        before: int | None = None,
    ) -> Page:
        """Return up to *rows* rows behind the line *behind*, or else the last of those before the line *before*.

        Raises:
            InvalidValue: a text is too long, or has no word of two characters.
        """
        rows = max(1, min(rows, MOST_ROWS))
        backwards = behind is None and before is not None
        search = self._search(asked, falling=newest_first != backwards, beyond=before if backwards else behind)
        found = search.lines(rows + 1)
        reached = None if len(found) > rows else search.reached()
        lines = self._lines(found[:rows], asked)
        goes_on = lines[-1].line if len(found) > rows else reached
        if backwards:
            begins = lines[0].line if lines else None
            return Page(lines[::-1], following=begins, preceding=goes_on, unfinished=reached is not None)
        begins = lines[0].line if lines and behind is not None else None
        return Page(lines, following=goes_on, preceding=begins, unfinished=reached is not None)

    def first(self, asked: Question, *, rows: int = 50, newest_first: bool = True) -> tuple[Page, Count]:
        """Return the first page, and how many rows there are; what costs a search is searched for but once."""
        if not (asked.text or asked.sender or asked.addressee):
            return self.page(asked, rows=rows, newest_first=newest_first), self.count(asked)
        search = self._search(asked, falling=newest_first, beyond=None)
        found = search.lines(MOST_FOUND + 1)
        reached = None if len(found) > MOST_FOUND else search.reached()
        lines = self._lines(found[:rows], asked)
        goes_on = lines[-1].line if len(found) > rows else reached
        count = Count(min(len(found), MOST_FOUND), exact=len(found) <= MOST_FOUND and reached is None)
        return Page(lines, goes_on, None, unfinished=len(found) <= rows and reached is not None), count

    def count(self, asked: Question) -> Count:
        """Return how many rows there are, exactly up to `MOST_COUNTED`, or `MOST_FOUND` of a search."""
        most = MOST_FOUND if asked.text or asked.sender or asked.addressee else MOST_COUNTED
        search = self._search(asked, falling=True, beyond=None)
        found = search.count(most + 1)
        return Count(min(found, most), exact=found <= most and search.reached() is None)

    def every(self, asked: Question, *, newest_first: bool = True) -> Iterator[Line]:
        """Yield all rows, however many; what is entered meanwhile may or may not be among them."""
        behind = None
        while True:
            page = self.page(asked, rows=MOST_ROWS, newest_first=newest_first, behind=behind)
            yield from page.lines
            if page.following is None:
                return
            behind = page.following

    def alike(
        self, printed: str, sender: str, subject: str, dated: date | None, *, classes: Collection[SecrecyClass]
    ) -> list[Line]:
        """Return received letters that may be the same one: number and sender alike, or subject and date.

        Only letters that the reader may see are compared, and of each kind no more than `MOST_ALIKE`.
        """
        both = marks(printed, sender, subject, dated.isoformat() if dated else "")
        seen = {one.value for one in classes}
        found: dict[int, Line] = {}
        for mark in both if subject.strip() else both[:1]:
            rows = self._book.rows(_MARKED, (mark, MOST_ALIKE))
            found |= {row["line"]: self._line(row, None) for row in rows if row["secrecy"] in seen}
        return [found[line] for line in sorted(found, reverse=True)]

    def books(self, register: Register) -> list[tuple[str, int]]:
        """Return the books and years of a register, the newest year first."""
        series = self._series(Question(register))
        return sorted({(row["book"], row["year"]) for row in series}, key=lambda one: (-one[1], one[0]))

    def lines_of(self, stream: StreamId, classes: Collection[SecrecyClass]) -> list[Line]:
        """Return the rows in which one letter stands, as they are now; none of a class that the reader may not see."""
        sql = "SELECT * FROM lines WHERE stream = ? AND day IS NOT NULL ORDER BY line"
        seen = {one.value for one in classes}
        return [self._line(row, None) for row in self._book.rows(sql, (stream,)) if row["secrecy"] in seen]

    def _series(self, asked: Question) -> list[Any]:
        """Return the series of the register that are asked for."""
        marks = ",".join("?" * len(_KINDS[asked.register]))
        kinds = [kind.value for kind in _KINDS[asked.register]]
        sql = (
            f"SELECT * FROM series WHERE kind IN ({marks}) AND (book = ? OR ? IS NULL) AND (year = ? OR ? IS NULL) "  # noqa: S608 - question marks
            "ORDER BY year, book, kind, since"
        )
        return list(self._book.rows(sql, (*kinds, asked.book, asked.book, asked.year, asked.year)))

    def _search(self, asked: Question, *, falling: bool, beyond: int | None) -> Search:
        low, high = self._bounds(asked)
        if beyond is not None:
            low, high = (low, min(high, beyond - 1)) if falling else (max(low, beyond + 1), high)
        named = (
            [row["stream"] for row in self._series(asked)]
            if asked.book or asked.year or asked.n or asked.stage
            else None
        )
        search = Search(self._book, "DESC" if falling else "ASC")
        search.between(low, high)
        search.choose(asked, named)
        search.narrow(asked, self._book.position if asked.known_at is None else asked.known_at)
        return search

    def _bounds(self, asked: Question) -> tuple[int, int]:
        """Return the lines between which the days lie; of a register whose clock went back once, too many."""
        if asked.since is None and asked.until is None:
            return 0, LAST_LINE
        days = (asked.since or date.min).isoformat(), (asked.until or date.max).isoformat()
        sql = "SELECT min(first) AS low, max(last) AS high FROM days WHERE register = ? AND day BETWEEN ? AND ?"
        found = next(self._book.rows(sql, (asked.register.value, *days)))
        return (found["low"], found["high"]) if found["low"] is not None else (1, 0)

    def _lines(self, rows: Sequence[Any], asked: Question) -> tuple[Line, ...]:
        return tuple(self._line(row, asked.known_at) for row in rows)

    def _line(self, row: Any, known_at: int | None) -> Line:  # noqa: ANN401 - a row of the file
        position = self._book.position if known_at is None else known_at
        entry = (
            self._book.old_row(row["series"], row["n"])
            if row["line"] < OLD_BELOW
            else self._book.row(row["series"], row["n"], position)
        )
        if entry is None:
            raise LookupError(f"line {row['line']} has no row at {position}")
        step = next(
            self._book.rows(
                "SELECT stage, due FROM steps WHERE line = ? AND since <= ? ORDER BY since DESC LIMIT 1",
                (row["line"], position),
            ),
            None,
        )
        signed = step is not None
        return Line(
            line=row["line"],
            row=entry,
            stage=Stage(step["stage"]) if step is not None else _STAGE_OF[entry.state],
            speed=SpeedClass(row["speed"] or SpeedClass.NORMAL.value) if signed else SpeedClass.NORMAL,
            due=date.fromisoformat(step["due"]) if step is not None and step["due"] else None,
            owner_unit=(row["owner_unit"] or "") if signed else "",
        )


_KINDS = {
    Register.SENT: (SeriesKind.ORDINARY, SeriesKind.CIRCULAR, SeriesKind.ORDER, SeriesKind.ATTESTATION),
    Register.RECEIVED: (SeriesKind.RECEIVED,),
    Register.SECRET: (SeriesKind.SECRET,),
}
_STAGE_OF = {
    RowState.RESERVED: Stage.RESERVED,
    RowState.ISSUED: Stage.NUMBERED,
    RowState.VOID: Stage.VOID,
    RowState.RECEIVED: Stage.REGISTERED,
    RowState.OLD_BOOK: Stage.OLD_BOOK,
}
