"""/auditing/questions/…: what an auditor asks on the first day, each with its ready answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream, Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.auditing.shown import AUDITORS, Skipped, Typed, classes_of, period, written, wrong_day
from api.pages.handed_out import saved_in_pieces
from api.pages.page import language_of, page
from api.problems import REFUSALS, status_of
from api.texts.answered import cells
from api.texts.questions import COLUMNS, TITLES
from api.texts.text import Language
from domain.errors import NoSuchThing
from domain.values import StreamId
from registry.questions.asking import Asked, Found, Question
from registry.questions.every import QUESTIONS, readable
from registry.tables import save_csv, save_xlsx

ROWS: Final = 100
"""Rows of a page."""
_SHEET_NAME = 31  # characters
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as the page shows it."""

    cells: list[str]
    letter: StreamId | None
    fact: int | None
    """The position of the fact that the row tells, where a column says it."""


@get("/auditing/questions/{name:str}", opt=AUDITORS, sync_to_thread=True)
def show(
    name: FromPath[str],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    since: FromQuery[Typed] = "",
    until: FromQuery[Typed] = "",
    skip: FromQuery[Skipped] = 0,
) -> Template:
    """Answer a question, some rows at a time."""
    question, language = _question(name), language_of(request)
    rows, wrong = list[Shown](), None
    try:
        found = _found(question, counter, visitor, since, until)
        rows = [_shown(question, one, language) for one in islice(found, skip, skip + ROWS + 1)]
    except REFUSALS as refusal:
        wrong = refusal
    kept = {"since": since, "until": until}
    return page(
        "auditing/question.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=TITLES[name],
        name=name,
        columns=[COLUMNS[column] for column in question.columns],
        of_fact=question.columns.index("position") if "position" in question.columns else None,
        rows=rows[:ROWS],
        skip=skip,
        following=_address(name, **kept, skip=skip + ROWS) if len(rows) > ROWS else None,
        preceding=_address(name, **kept, skip=max(skip - ROWS, 0)) if skip else None,
        csv=_address(f"{name}/csv", **kept),
        xlsx=_address(f"{name}/xlsx", **kept),
        since=since,
        until=until,
        wrong=wrong,
        wrong_at=wrong_day(kept) or "since",
        titles=TITLES,
    )


@get("/auditing/questions/{name:str}/csv", opt=AUDITORS, sync_to_thread=True)
def as_csv(
    name: FromPath[str],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    since: FromQuery[Typed] = "",
    until: FromQuery[Typed] = "",
) -> Stream:
    """Hand out every row of an answer as CSV."""
    question, language = _question(name), language_of(request)
    headings = [COLUMNS[column].said(language) for column in question.columns]
    found = _found(question, counter, visitor, since, until)
    rows = (_shown(question, one, language).cells for one in found)
    return saved_in_pieces(
        written(lambda path: save_csv(path, headings, rows)), f"{name}.csv", "text/csv; charset=utf-8"
    )


@get("/auditing/questions/{name:str}/xlsx", opt=AUDITORS, sync_to_thread=True)
def as_xlsx(
    name: FromPath[str],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    since: FromQuery[Typed] = "",
    until: FromQuery[Typed] = "",
) -> Stream:
    """Hand out the same rows as XLSX, where one sheet holds them."""
    question, language = _question(name), language_of(request)
    headings = [COLUMNS[column].said(language) for column in question.columns]
    found = _found(question, counter, visitor, since, until)
    rows = (_shown(question, one, language).cells for one in found)
    sheet = TITLES[name].said(language)[:_SHEET_NAME].replace(":", " ")
    return saved_in_pieces(written(lambda path: save_xlsx(path, sheet, headings, rows)), f"{name}.xlsx", _XLSX)


def _question(name: str) -> Question:
    found = QUESTIONS.get(name)
    if found is None:
        names = ", ".join(QUESTIONS)
        raise NoSuchThing("no-such-question", f"There is no question {name[:60]!r}; there are {names}.", names=names)
    return found


def _found(question: Question, counter: Counter, visitor: Visitor, since: str, until: str) -> Iterator[Found]:
    """Return the rows that the visitor may see; refuses days that are none before the first."""
    office = counter.office
    return readable(question, Asked(office.reader, period(since, until), office.today), classes_of(visitor))


def _shown(question: Question, found: Found, language: Language) -> Shown:
    place = found.row[question.columns.index("position")] if "position" in question.columns else None
    fact = place if isinstance(place, int) else None
    return Shown([one.said(language) for one in cells(question, found.row)], found.letter, fact)


def _address(path: str, **kept: str | int) -> str:
    query = urlencode({name: value for name, value in kept.items() if value not in {"", 0}})
    return f"/auditing/questions/{path}" + (f"?{query}" if query else "")


ROUTES = (show, as_csv, as_xlsx)
