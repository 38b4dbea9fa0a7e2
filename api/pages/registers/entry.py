"""Entering received letters by the keyboard alone: one row of form 13 at a time, the next one ready below it.

    form ──Ctrl+Enter──▶ read ──doubts?──▶ entered under the form's id ──▶ the same form again, what repeats filled in
                           └ wrong ─────────┴ shown beside the cell, nothing entered

Without JavaScript it is a plain form.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.dispatch.shown import new_form, require_form
from api.pages.page import language_of, page, see
from api.pages.registers.asked import classes_of
from api.pages.registers.columns import all_cells, headings
from api.problems import REFUSALS, status_of
from api.settings import Settings
from api.texts.text import Text
from domain.classes import Channel, SpeedClass
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year
from domain.values import StreamId
from registry.acts import incoming, quick
from registry.acts.incoming import Arrived
from registry.papers.once import OnceDesk
from registry.views.book import Book
from registry.views.register_pages import Line, RegisterPages
from registry.views.register_search import Question, Register
from registry.views.words import thai_day

CLERK = allow(Right.CLERK)
PATH = "/registers/received/entry"
TITLE = Text("ลงทะเบียนรับด้วยแป้นพิมพ์", "Enter received letters by keyboard")
SHOWN = 10
"""Rows that stand below the form."""
REPEATED = ("dated", "sender", "addressee")
"""Cells that begin as they were in the letter before."""


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """The form: a row as it was typed."""

    form: str
    printed: str = ""
    dated: str = ""
    sender: str = ""
    addressee: str = ""
    subject: str = ""
    remark: str = ""
    channel: Channel = Channel.POST
    speed: SpeedClass = SpeedClass.NORMAL
    due: str = ""
    book: str = ""
    like: str = ""
    """The stream of the letter before."""
    warned: str = ""
    """What the clerk was told of already and means all the same, as `_Doubts.names`."""

    @property
    def cells(self) -> dict[str, str]:
        """What was typed into the cells."""
        return {name: getattr(self, name) for name in quick.CELLS}


@dataclass(frozen=True, slots=True)
class _Doubts:
    """What the clerk is asked about before a row is entered."""

    alike: tuple[Line, ...] = ()
    days: dict[str, date] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Each doubt in a word, for the form to carry: streams of letters alike, days with their cells."""
        return [*(str(line.row.stream) for line in self.alike), *(f"{name}={day}" for name, day in self.days.items())]

    def beyond(self, warned: str) -> bool:
        """Tell whether there is a doubt that the form has not warned of."""
        return not set(self.names) <= set(warned.split())


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the form shows beside the row itself."""

    above: dict[str, str]
    wrong: dict[str, Exception] = field(default_factory=dict)
    refused: Exception | None = None
    doubts: _Doubts | None = None
    entered: Line | None = None


@get(PATH, opt=CLERK, sync_to_thread=True)
def ask(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    request: Request[Any, Any, Any],
    like: FromQuery[UUID | None] = None,
) -> Template:
    """Show the form, with what repeats from the letter *like*, and the newest rows."""
    with counter.view(Book) as book:
        pages = RegisterPages(book)
        line = _line(pages, str(like) if like else "", visitor)
        above = _above(line)
        row = Row(new_form(settings), like=line.row.stream or "" if line else "")
        for name in REPEATED:
            setattr(row, name, above.get(name, ""))
        return _form(counter, visitor, request, pages, row, _Shown(above, entered=line))


@post(PATH, opt=CLERK, sync_to_thread=True)
def enter(
    data: URLEncodedBody[Row],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    request: Request[Any, Any, Any],
) -> Template | Redirect:
    """Enter the row, and show the form for the next one."""
    office, by = counter.office, (visitor.account.account, require_form(data.form))
    begun = counter.once.begin(*by, msgspec.json.encode(data), now=office.now, newest=office.reader.store.newest())
    stream = StreamId(begun.answer.decode()) if begun.answer else None
    if stream is None:
        with counter.view(Book) as book:
            pages = RegisterPages(book)
            above = _above(_line(pages, data.like, visitor))
            cells = quick.filled(data.cells, above)
            beside = quick.Beside(data.channel, data.speed, data.due)
            letter, wrong = quick.arrived(cells, beside, office_name=counter.name, at=begun.at)
            doubts = _doubts(pages, letter, visitor, office.today) if letter is not None else _Doubts()
            asks = doubts.beyond(data.warned)
            shown = _Shown(above, dict(wrong), doubts=doubts if asks else None)
            try:
                if letter is not None and not asks:
                    desk = OnceDesk(office.desk, *by)
                    answer = incoming.receive(
                        replace(office, desk=desk), letter, files=(), book=data.book or None, clerk=visitor.clerk
                    )
                    stream = StreamId(str(answer["stream"]))
                    counter.once.end(*by, stream.encode())
            except REFUSALS as refusal:
                shown = _Shown(above, refused=refusal)
            if stream is None:
                counter.once.forget(*by)
                for name, cell in cells.items():
                    setattr(data, name, cell)
                return _form(counter, visitor, request, pages, data, shown)
    if "hx-request" not in request.headers:
        return see(f"{PATH}?like={stream}")
    return cast("Template", ask.fn(counter, visitor, settings, request, UUID(stream)))


def _form(
    counter: Counter, visitor: Visitor, request: Request[Any, Any, Any], pages: RegisterPages, row: Row, shown: _Shown
) -> Template:
    """Show the form: as a page, or as the piece of it that the page replaces."""
    newest = pages.page(Question(Register.RECEIVED, classes=classes_of(visitor)), rows=SHOWN).lines
    language = language_of(request)
    year = buddhist_year(counter.office.today)
    series = counter.office.reader.series().values()
    refused = shown.refused or next(iter(shown.wrong.values()), None)
    status = HTTPStatus.CONFLICT if shown.doubts else status_of(refused) if refused else HTTPStatus.OK
    return page(
        "registers/entry_form.html" if "hx-request" in request.headers else "registers/entry.html",
        status=status,
        title=TITLE,
        path=PATH,
        row=row,
        shown=shown,
        headings=headings(Register.RECEIVED),
        rows=[(line, all_cells(Register.RECEIVED, line, (), {}, language)) for line in newest],
        channels=[(one.value, one) for one in Channel],
        speeds=[(one.value, one) for one in SpeedClass],
        books=sorted({one.book for one in series if one.kind is SeriesKind.RECEIVED and one.year == year}),
    )


def _line(pages: RegisterPages, stream: str, visitor: Visitor) -> Line | None:
    """Return the row of the letter before; None where there is none, or the visitor may not see it."""
    return next(iter(pages.lines_of(StreamId(stream), classes_of(visitor))), None) if stream else None


def _above(line: Line | None) -> dict[str, str]:
    """Return the cells of the letter before, as a clerk would type them."""
    if line is None:
        return {}
    row = line.row
    dated = row.dated if isinstance(row.dated, str) else thai_day(row.dated) if row.dated else ""
    return {
        "printed": row.number, "dated": dated or "", "sender": row.sender, "addressee": row.addressee,
        "subject": row.subject, "remark": row.remark,
    }  # fmt: skip


def _doubts(pages: RegisterPages, letter: Arrived, visitor: Visitor, today: date) -> _Doubts:
    classes = classes_of(visitor)
    alike = pages.alike(letter.printed, letter.sender, letter.subject, letter.dated, classes=classes)
    return _Doubts(tuple(alike), quick.odd_days(letter, today))


ROUTES = (ask, enter)
