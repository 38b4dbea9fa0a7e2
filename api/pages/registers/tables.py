"""The send, the receive and the secret register as tables, and the same rows as CSV and XLSX."""

import tempfile
from collections import Counter as Tally
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any, Self

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Stream, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.handed_out import saved_in_pieces
from api.pages.home import local
from api.pages.page import language_of, page, see
from api.pages.registers.asked import NAMES, STAGES, Asked, Place, asked, register_of
from api.pages.registers.columns import ANSWERS, DENSITIES, Answers, Column, all_cells, chosen, headings, offered
from api.problems import REFUSALS, status_of
from api.texts.text import Language
from domain.classes import SecrecyClass
from domain.errors import InvalidValue
from registry.reader import Reader
from registry.tables import csv_text, save_xlsx
from registry.views.book import Book
from registry.views.register_pages import Count, Line, Page, RegisterPages
from registry.views.register_search import Question, Register
from registry.views.unanswered import AnswerState, Unanswered
from registry.views.view import open_view

ROWS = 50
"""Rows of a page."""
READERS = allow(Right.CLERK, Right.AUDITOR)
_CHUNK = 500  # rows of a CSV file that are sent at a time
_PIECE = 1 << 16  # bytes of an XLSX file that are sent at a time
_SHEET_NAME = 31  # characters
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ASKED = {"asked": Provide(asked, sync_to_thread=False)}


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """How somebody wants a register to look."""

    density: str = "normal"
    columns: list[str] | str = []
    back: str = "/"


@get("/registers", opt=READERS, sync_to_thread=False)
def begin() -> Redirect:
    """Lead to the register that is open most of the day."""
    return Redirect("/registers/received")


@get("/registers/{register:str}", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def show(
    register: FromPath[str],
    asked: NamedDependency[Asked],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    behind: FromQuery[Place] = None,
    before: FromQuery[Place] = None,
) -> Template:
    """Show one page of a register, as it is or as it stood; behind or before a row, or the first one."""
    which = register_of(register, visitor)
    look = counter.looks.of(visitor.account.account, which.value)
    more = chosen(which, look.columns)
    found, count, wrong, books = Page((), None, None), Count(0, exact=True), None, []
    with counter.view(Book) as book:
        pages = RegisterPages(book)
        try:
            books = pages.books(which)
            question = asked.question(which, visitor, book)
            found, count = _page(pages, question, asked, behind, before)
        except REFUSALS as refusal:
            wrong = refusal
    language = language_of(request)
    answers: Answers = {}
    if not asked.at and any(one.name == ANSWERS for one in more):
        with counter.view(Unanswered) as unanswered:
            answers = answers_of(unanswered, found.lines, more)
    return page(
        "registers/table.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=NAMES[which],
        register=which,
        path=f"/registers/{which.value}",
        asked=asked,
        rows=[(line, all_cells(which, line, more, answers, language)) for line in found.lines],
        found=found,
        count=count,
        wrong=wrong,
        moment=asked.moment() if asked.at and wrong is None else None,
        headings=[*headings(which), *(one.heading for one in more)],
        more=more,
        offered=offered(which),
        look=look,
        densities=DENSITIES,
        stages=STAGES[which],
        books=sorted({name for name, _ in books}),
        years=sorted({year for _, year in books}, reverse=True),
        others=[one for one in Register if one is not Register.SECRET or visitor.may_read(SecrecyClass.SECRET)],
        names=NAMES,
    )


def _page(
    pages: RegisterPages, question: Question, asked: Asked, behind: int | None, before: int | None
) -> tuple[Page, Count]:
    newest_first = not asked.by_number
    if behind is None and before is None:
        return pages.first(question, rows=ROWS, newest_first=newest_first)
    found = pages.page(question, rows=ROWS, newest_first=newest_first, behind=behind, before=before)
    return found, pages.count(question)


@post("/registers/{register:str}/look", opt=READERS, sync_to_thread=True)
def choose(
    register: FromPath[str],
    data: URLEncodedBody[Chosen],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Keep how the account likes a register shown."""
    which = register_of(register, visitor)
    columns = [data.columns] if isinstance(data.columns, str) else data.columns
    known = {one.name for one in offered(which)}
    if data.density not in DENSITIES or not set(columns) <= known:
        raise InvalidValue("not-a-form", "The form has lost its id: load the page again.")
    counter.looks.choose(visitor.account.account, which.value, columns, data.density)
    return see(local(data.back))


@get("/registers/{register:str}/csv", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def as_csv(
    register: FromPath[str],
    asked: NamedDependency[Asked],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
) -> Stream:
    """Hand out every row that the page's filters leave as CSV, piece by piece, however many there are."""
    sheet = _Sheet.of(counter, register, asked, visitor, language_of(request))
    return saved_in_pieces(sheet.csv(), f"{sheet.title}.csv", "text/csv; charset=utf-8")


@get("/registers/{register:str}/xlsx", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def as_xlsx(
    register: FromPath[str],
    asked: NamedDependency[Asked],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
) -> Stream:
    """Hand out the same rows as XLSX, where one sheet holds them."""
    sheet = _Sheet.of(counter, register, asked, visitor, language_of(request))
    return saved_in_pieces(sheet.xlsx(), f"{sheet.title}.xlsx", _XLSX)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The rows of a register as a table of texts."""

    reading: Callable[[], Reader]
    register: Register
    asked: Asked
    question: Question
    more: Sequence[Column]
    language: Language

    @classmethod
    def of(cls, counter: Counter, register: str, asked: Asked, visitor: Visitor, language: Language) -> Self:
        """Take what is asked; refuses it before anything is sent."""
        which = register_of(register, visitor)
        look = counter.looks.of(visitor.account.account, which.value)
        with counter.view(Book) as book:
            question = asked.question(which, visitor, book)
            RegisterPages(book).page(question, rows=1)
        more = [one for one in chosen(which, look.columns) if not (asked.at and one.name == ANSWERS)]
        return cls(counter.reading, which, asked, question, more, language)

    @property
    def title(self) -> str:
        """What the file and its sheet are called."""
        return NAMES[self.register].said(self.language)

    @property
    def headings(self) -> list[str]:
        """What the columns are called."""
        return [one.said(self.language) for one in (*headings(self.register), *(one.heading for one in self.more))]

    def rows(self) -> Iterator[list[tuple[str, ...]]]:
        """Yield the rows, some at a time, from views of their own: other requests go on meanwhile."""
        with ExitStack() as opened:
            with self.reading() as reader:
                book = opened.enter_context(open_view(reader, Book))
                unanswered = opened.enter_context(open_view(reader, Unanswered))
            lines = RegisterPages(book).every(self.question, newest_first=not self.asked.by_number)
            while some := list(islice(lines, _CHUNK)):
                answers = answers_of(unanswered, some, self.more)
                yield [all_cells(self.register, line, self.more, answers, self.language) for line in some]

    def csv(self) -> Iterator[bytes]:
        """Yield a CSV file (RFC 4180, UTF-8 with its mark)."""
        yield csv_text([self.headings]).encode("utf-8-sig")
        for some in self.rows():
            yield csv_text(some).encode()

    def xlsx(self) -> Iterator[bytes]:
        """Yield an XLSX file, which is written whole before its first byte goes out."""
        with tempfile.TemporaryDirectory(prefix="saraban-") as folder:
            path = Path(folder) / "rows.xlsx"
            every = (row for some in self.rows() for row in some)
            save_xlsx(path, self.title[:_SHEET_NAME], self.headings, every)
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    yield piece


def answers_of(view: Unanswered, lines: Sequence[Line], more: Sequence[Column]) -> Answers:
    """Return how many addressees of each letter are where, if a column shows it."""
    if not any(one.name == ANSWERS for one in more):
        return {}
    streams = {line.row.stream for line in lines if line.row.stream is not None}
    counted = {stream: Tally(answer.state for answer in view.of(stream)) for stream in streams}
    return {stream: {state: counts[state] for state in AnswerState} for stream, counts in counted.items()}


ROUTES = (begin, show, choose, as_csv, as_xlsx)
