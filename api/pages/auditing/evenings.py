"""/auditing/evenings: the page of a register as it stood when its day ended, and what was changed since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any, Final

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.auditing.shown import AUDITORS, Typed, classes_of, evening, wrong_day
from api.pages.handed_out import to_print
from api.pages.page import language_of, page
from api.pages.receiving.shown import reader_of
from api.pages.registers.asked import NAMES, register_of
from api.pages.registers.columns import digits_of, headings
from api.problems import REFUSALS, status_of
from api.texts.text import Language, Text
from domain.classes import SecrecyClass
from domain.errors import InvalidValue
from domain.thai.tidy import tidy_date
from domain.values import StreamId
from registry.acts import sheets
from registry.views.book import Book, BookRow, RowState
from registry.views.register_pages import RegisterPages
from registry.views.register_search import Register

TITLE: Final = Text("หน้าทะเบียนของวัน ตามที่เป็นอยู่เมื่อสิ้นวัน", "The page of a day as it stood that evening")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what stood there that evening, and what stands there later where that is something else."""

    then: str
    later: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the page."""

    cells: list[Cell]
    letter: StreamId | None
    void: bool
    new: bool
    """Not there yet that evening."""

    @property
    def changed(self) -> bool:
        """Whether anything is otherwise later."""
        return self.new or any(one.later is not None for one in self.cells)


@get("/auditing/evenings", opt=AUDITORS, sync_to_thread=True)
def show(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    register: FromQuery[Typed] = "sent",
    book: FromQuery[Typed] = "",
    day: FromQuery[Typed] = "",
    later: FromQuery[Typed] = "",
) -> Template:
    """Show the page of a day as of its end, beside a later moment: the end of another day, or now."""
    which = register_of(register, visitor)
    lines, wrong, on, until = list[Line](), None, None, None
    with counter.view(Book) as view:
        books = sorted({name for name, _ in RegisterPages(view).books(which)})
        try:
            on, until = tidy_date(day), tidy_date(later)
            if on is not None:
                _require_later(on, until)
                moment = None if until is None else evening(until)
                lines = list(_lines(view, which, on, book or None, moment, visitor, language_of(request)))
        except REFUSALS as refusal:
            wrong = refusal
    return page(
        "auditing/evenings.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=TITLE,
        names=NAMES,
        registers=[one for one in Register if one is not Register.SECRET or visitor.may_read(SecrecyClass.SECRET)],
        register=which,
        books=books,
        book=book,
        day_typed=day,
        later_typed=later,
        on=on,
        until=until,
        headings=headings(which),
        lines=lines,
        changed=sum(one.changed for one in lines),
        wrong=wrong,
        wrong_at=wrong_day({"day": day, "later": later}) or "day",
    )


@get("/auditing/evenings/paper", opt=AUDITORS, sync_to_thread=True)
def paper(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    register: FromQuery[Typed] = "sent",
    book: FromQuery[Typed] = "",
    day: FromQuery[Typed] = "",
) -> Response[Any]:
    """Print the page as it stood that evening (forms 13 and 14)."""
    which, on = register_of(register, visitor), tidy_date(day)
    if on is None:
        raise InvalidValue("date-unreadable", "Type a day.", text=day)
    if which is Register.SECRET:
        raise InvalidValue("no-such-choice", "The secret book has no form.", typed=register)
    made = sheets.received_page if which is Register.RECEIVED else sheets.sent_page
    pdf = made(counter.office, reader_of(visitor), on, book=book or None, known_at=evening(on))
    return to_print(pdf, f"{NAMES[which].thai}-{on}.pdf")


def _require_later(on: date, until: date | None) -> None:
    if until is not None and until < on:
        raise InvalidValue(
            "period-backwards", f"{until} lies before {on}: type the earlier day first.", first=on, last=until
        )


def _lines(
    view: Book,
    register: Register,
    on: date,
    book: str | None,
    later: datetime | None,
    visitor: Visitor,
    language: Language,
) -> Iterator[Line]:
    """Yield the rows of a page, those first that stood there that evening."""
    of = {Register.SENT: view.sent, Register.RECEIVED: view.received, Register.SECRET: view.secret}[register]
    seen = classes_of(visitor)
    then = {(row.series, row.n): row for row in of(on, known_at=evening(on), book=book)}
    since = {(row.series, row.n): row for row in of(on, known_at=later, book=book)}
    for place in [*then, *(one for one in since if one not in then)]:
        before, after = then.get(place), since.get(place)
        rows = [row for row in (before, after) if row is not None]
        if all(row.secrecy in seen for row in rows):
            yield _line(register, before, after, rows[-1], language)


def _line(register: Register, before: BookRow | None, after: BookRow | None, row: BookRow, language: Language) -> Line:
    old = [] if before is None else _cells(register, before, language)
    new = old if after is None else _cells(register, after, language)
    cells = [
        Cell(was, None if was == now else now or "–") for was, now in zip(old or [""] * len(new), new, strict=True)
    ]
    return Line(cells, row.stream, before is not None and before.state is RowState.VOID, new=before is None)


def _cells(register: Register, row: BookRow, language: Language) -> Sequence[str]:
    cells = row.cells(digits_of(language))
    if register is not Register.SECRET:
        return cells
    return cells[0], cells[2], row.secrecy.label if language == "th" else row.secrecy.english


ROUTES = (show, paper)
