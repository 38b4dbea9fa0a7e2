"""What a letter asks for, followed up: the matrix of all addressees, notes, days that move; a letter withdrawn."""

from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Stream, Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.coverage import STEPS, Seen, cell_details, due_words, late_words, receipt_words, sheet
from api.pages.dispatch.letters import named
from api.pages.dispatch.shown import (
    CLERK,
    READER,
    answer_to,
    answers_of,
    letter_of,
    new_form,
    places,
    require_form,
    when,
)
from api.pages.handed_out import saved_in_pieces
from api.pages.page import page, see
from api.problems import REFUSALS, status_of
from api.settings import Settings
from api.texts.text import Text, label
from domain.directives import Progress
from domain.errors import NoSuchThing
from domain.labels import STATES
from domain.thai.dates import parse_date
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.acts import outgoing, performing
from registry.acts.outgoing import Issued
from registry.acts.performing import Word
from registry.calendar import Calendar
from registry.papers.once import OnceDesk
from registry.tables import save_xlsx, write_csv
from registry.views.coverage import Coverage
from registry.views.coverage_matrix import Row, Step

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Shown = Literal["silent", "late", "open", "done"]
_TONES = {
    Step.NOT_ARRIVED: "warn",
    Step.ARRIVED: "warn",
    Step.RETURNED: "bad",
    Step.REGISTERED: "quiet",
    Step.ACKNOWLEDGED: "quiet",
    Step.PASSED_ON: "quiet",
    Step.DONE: "good",
}
_PROGRESSES = {
    Progress.DONE: label(STATES["concluded"]),
    Progress.PASSED_ON: Text("ส่งต่อแล้ว", "passed on"),
    Progress.REOPENED: Text("เปิดเรื่องใหม่", "reopened"),
}


class Noted(msgspec.Struct, forbid_unknown_fields=True):
    """What the office was told of one directive, about whom."""

    form: str
    no: int
    progress: Progress
    how: str
    to: list[int] | int = []
    everybody: Literal["", "yes"] = ""
    performer: str = ""
    their_number: str = ""
    at: str = ""


class Moved(msgspec.Struct, forbid_unknown_fields=True):
    """A day that moves; for one addressee, or for all where none is named."""

    no: int
    until: str
    reason: str
    to: list[int] | int = []


class Withdrawn(msgspec.Struct, forbid_unknown_fields=True):
    """By which other letter one is cancelled, with a reason, or superseded."""

    way: Literal["cancel", "supersede"]
    by: str
    reason: str = ""


@get("/dispatch/{letter:uuid}/coverage", opt=READER, sync_to_thread=True)
def coverage(
    letter: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    only: FromQuery[Shown | None] = None,
) -> Template:
    """Show who has done what, the silent ones first."""
    return _matrix(counter, settings, letter_of(counter, visitor, letter), only)


@get("/dispatch/{letter:uuid}/coverage.csv", opt=READER, sync_to_thread=True)
def as_csv(letter: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Stream:
    """Give the matrix as CSV."""
    found = letter_of(counter, visitor, letter)
    headings, rows = sheet(_seen(counter, found))
    text = StringIO(newline="")
    write_csv(text, headings, rows)
    return saved_in_pieces(
        iter([text.getvalue().encode("utf-8-sig")]), f"{_stem(found)}.csv", "text/csv; charset=utf-8"
    )


@get("/dispatch/{letter:uuid}/coverage.xlsx", opt=READER, sync_to_thread=True)
def as_xlsx(letter: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Stream:
    """Give the matrix as XLSX."""
    found = letter_of(counter, visitor, letter)
    headings, rows = sheet(_seen(counter, found))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.xlsx"
        save_xlsx(path, "ผลการดำเนินการ", headings, rows)
        data = path.read_bytes()
    return saved_in_pieces(iter([data]), f"{_stem(found)}.xlsx", _XLSX)


@get("/dispatch/{letter:uuid}/coverage/{place:int}", opt=READER, sync_to_thread=True)
def of_one(
    letter: FromPath[UUID],
    place: FromPath[int],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Template:
    """Show what one addressee has done, word by word."""
    found = letter_of(counter, visitor, letter)
    return _one(counter, found, answer_to(answers_of(counter, found), found, place).to)


@post("/dispatch/{letter:uuid}/directives", opt=CLERK, sync_to_thread=True)
def note(
    letter: FromPath[UUID],
    data: URLEncodedBody[Noted],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Note how far a directive got with those who are ticked, or with everybody of whom it can be said."""
    found = letter_of(counter, visitor, letter)
    office = counter.office
    to = [performing.ALL] if data.everybody else _numbers(data.to)
    try:
        word = Word(
            data.no,
            data.progress,
            when(data.at, office.now),
            normalise(data.how),
            performer=normalise(data.performer) or None,
            their_number=normalise(data.their_number) or None,
        )
        once = replace(office, desk=OnceDesk(office.desk, visitor.account.account, require_form(data.form)))
        performing.note(once, found, to, word, clerk=visitor.clerk)
    except REFUSALS as wrong:
        return _matrix(counter, settings, found, None, noted=data, wrong=wrong)
    return see(f"/dispatch/{found.stream}/coverage")


@post("/dispatch/{letter:uuid}/deadline", opt=CLERK, sync_to_thread=True)
def move(
    letter: FromPath[UUID],
    data: URLEncodedBody[Moved],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Move a directive's day, with a reason."""
    found = letter_of(counter, visitor, letter)
    try:
        until, reason = parse_date(data.until), normalise(data.reason)
        to = _numbers(data.to)
        performing.move_deadline(counter.office, found, data.no, until, to=to, reason=reason, clerk=visitor.clerk)
    except REFUSALS as wrong:
        return _matrix(counter, settings, found, None, moved=data, wrong=wrong)
    return see(f"/dispatch/{found.stream}/coverage")


@get("/dispatch/{letter:uuid}/withdraw", opt=CLERK, sync_to_thread=True)
def ask_withdraw(
    letter: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Template:
    """Ask by which letter this one is withdrawn."""
    return _withdraw(letter_of(counter, visitor, letter))


@post("/dispatch/{letter:uuid}/withdraw", opt=CLERK, sync_to_thread=True)
def withdraw(
    letter: FromPath[UUID],
    data: URLEncodedBody[Withdrawn],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Cancel the letter, or let another stand in its place."""
    found = letter_of(counter, visitor, letter)
    reason = None if data.way == "supersede" else data.reason
    try:
        outgoing.withdraw(counter.office, found.stream, data.by, reason=reason, clerk=visitor.clerk)
    except REFUSALS as wrong:
        return _withdraw(found, typed=data, wrong=wrong)
    return see(f"/dispatch/{found.stream}")


def _numbers(to: list[int] | int) -> list[str]:
    """Return addressees as acts name them: by their number in the list."""
    return [str(place + 1) for place in places(to)]


def _seen(counter: Counter, letter: Issued) -> Seen:
    with counter.view(Coverage) as view:
        matrix = view.of(letter.stream)
    if matrix is None:
        raise NoSuchThing(
            "asks-for-nothing", f"{to_thai(letter.number)} asks for nothing.", number=to_thai(letter.number)
        )
    office = counter.office
    return Seen(matrix, office.today, Calendar.of(office.reader), office.reader.authority())


def _matrix(
    counter: Counter,
    settings: Settings,
    letter: Issued,
    only: Shown | None,
    *,
    noted: Noted | None = None,
    moved: Moved | None = None,
    wrong: Exception | None = None,
) -> Template:
    seen = _seen(counter, letter)
    typed = noted or moved
    return page(
        "dispatch/coverage.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=named(letter),
        letter=letter,
        seen=seen,
        matrix=seen.matrix,
        rows=list(_shown(seen, only)),
        counts={name: len(list(_shown(seen, name))) for name in get_args(Shown)},
        only=only,
        steps=STEPS,
        tones=_TONES,
        receipt_words=receipt_words,
        cell_details=cell_details,
        late_words=late_words,
        due_words=due_words,
        progresses=_PROGRESSES,
        noted=noted or Noted("", seen.matrix.asked[0].no, Progress.DONE, ""),
        moved=moved or Moved(seen.matrix.asked[0].no, "", ""),
        checked=set(places(typed.to)) if typed else set(),
        form=new_form(settings),
        wrong=wrong,
    )


def _shown(seen: Seen, only: Shown | None) -> Iterator[Row]:
    for row in seen.matrix.rows:
        late = any(seen.late(cell) is not None and not cell.done for cell in row.cells)
        done = all(cell.step is Step.DONE for cell in row.cells)
        if only is None or {"silent": row.silent, "late": late, "open": not done, "done": done}[only]:
            yield row


def _one(counter: Counter, letter: Issued, to: int) -> Template:
    seen = _seen(counter, letter)
    row = next(row for row in seen.matrix.rows if row.to == to)
    return page(
        "dispatch/coverage_of_one.html",
        title=named(letter),
        letter=letter,
        seen=seen,
        matrix=seen.matrix,
        row=row,
        steps=STEPS,
        progresses=_PROGRESSES,
        due_words=due_words,
        signed={one.no: one.due for one in seen.matrix.asked},
        whats={one.no: one for one in seen.matrix.asked},
    )


def _withdraw(letter: Issued, *, typed: Withdrawn | None = None, wrong: Exception | None = None) -> Template:
    return page(
        "dispatch/withdraw.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=named(letter),
        letter=letter,
        typed=typed or Withdrawn("cancel", ""),
        wrong=wrong,
    )


def _stem(letter: Issued) -> str:
    return "coverage " + letter.number.replace("/", "-")


ROUTES = (coverage, as_csv, as_xlsx, of_one, note, move, ask_withdraw, withdraw)
