"""Lists of addressees: kept, pasted, brought in from a file and out again."""

from http import HTTPStatus
from io import StringIO
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, MultipartBody, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Stream, Template

from api.auth.rights import Right, Visitor, allow, keeper_of
from api.bodies import LARGEST_NUMBER
from api.counter import Counter
from api.pages.dispatch.shown import officer_name
from api.pages.handed_out import saved_in_pieces
from api.pages.page import page, see
from api.problems import REFUSALS, status_of
from api.texts.text import Text
from registry.papers import lists, pasted
from registry.papers.lists import Lists
from registry.tables import write_csv

KEEPER = allow(Right.CLERK, Right.ADMINISTRATOR)
LISTS = allow(Right.CLERK, Right.AUDITOR, Right.ADMINISTRATOR)
Version = Annotated[int | None, QueryParameter(ge=1, le=LARGEST_NUMBER)]
TITLE = Text("บัญชีผู้รับ", "Lists of addressees")


class Typed(msgspec.Struct, forbid_unknown_fields=True):
    """A list as it is typed: one addressee a line."""

    name: str
    lines: str
    over: int | None = None
    """The version that was changed; none of a new list."""


class Handed(msgspec.Struct, forbid_unknown_fields=True):
    """A list as a CSV file."""

    file: UploadFile
    name: str = ""


@get("/lists", opt=LISTS, sync_to_thread=True)
def index(counter: NamedDependency[Counter]) -> Template:
    """Show every list."""
    authority = counter.office.reader.authority()
    return page(
        "dispatch/lists.html",
        title=TITLE,
        lists=Lists(counter.papers).all(),
        officer=lambda officer: officer_name(authority, officer),
    )


@get("/lists/new", opt=KEEPER, sync_to_thread=True)
def new(counter: NamedDependency[Counter], governors: FromQuery[bool] = False) -> Template:  # noqa: FBT002 - a parameter of the address
    """Ask for a new list; with *governors* those of every province are written in."""
    entries = lists.every_governor(counter.office.today) if governors else []
    return _form(Typed("ผู้ว่าราชการจังหวัด ทุกจังหวัด" if governors else "", pasted.as_lines(entries)))


@post("/lists", opt=KEEPER, sync_to_thread=True)
def create(
    data: URLEncodedBody[Typed], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Keep a new list."""
    try:
        entries = pasted.entries(data.lines)
        number = Lists(counter.papers).create(data.name, entries, by=keeper_of(visitor), at=counter.office.now)
    except REFUSALS as wrong:
        return _form(data, wrong=wrong)
    return see(f"/lists/{number}")


@post("/lists/file", opt=KEEPER, sync_to_thread=True, request_max_body_size=4 << 20)
def read_file(data: MultipartBody[Handed]) -> Template:
    """Show what a CSV file names, to be looked at and kept."""
    name = data.name.strip() or data.file.filename.rpartition(".")[0]
    try:
        entries = pasted.from_csv(data.file.file.read(pasted.LARGEST + 1))
    except REFUSALS as wrong:
        return _form(Typed(name, ""), wrong=wrong)
    return _form(Typed(name, pasted.as_lines(entries)))


@get("/lists/{number:int}", opt=LISTS, sync_to_thread=True)
def one(number: FromPath[int], counter: NamedDependency[Counter], version: FromQuery[Version] = None) -> Template:
    """Show a list, or an earlier version of it."""
    found = Lists(counter.papers).get(number, version=version)
    newest = Lists(counter.papers).get(number).version
    authority = counter.office.reader.authority()
    return page(
        "dispatch/list.html",
        title=Text(found.name, found.name),
        list=found,
        newest=newest,
        officer=lambda officer: officer_name(authority, officer),
    )


@get("/lists/{number:int}/edit", opt=KEEPER, sync_to_thread=True)
def edit(number: FromPath[int], counter: NamedDependency[Counter]) -> Template:
    """Ask how a list is to be changed."""
    found = Lists(counter.papers).get(number)
    return _form(Typed(found.name, pasted.as_lines(found.entries), found.version), number=number)


@post("/lists/{number:int}", opt=KEEPER, sync_to_thread=True)
def save(
    number: FromPath[int],
    data: URLEncodedBody[Typed],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Keep a new version of a list."""
    try:
        entries = pasted.entries(data.lines)
        kept = Lists(counter.papers)
        kept.save(number, data.name, entries, over=data.over or 0, by=keeper_of(visitor), at=counter.office.now)
    except REFUSALS as wrong:
        return _form(data, number=number, wrong=wrong)
    return see(f"/lists/{number}")


@post("/lists/{number:int}/drop", opt=KEEPER, sync_to_thread=True)
def drop(number: FromPath[int], counter: NamedDependency[Counter]) -> Redirect:
    """Take a list out of use."""
    Lists(counter.papers).drop(number)
    return see("/lists")


@get("/lists/{number:int}/list.csv", opt=LISTS, sync_to_thread=True)
def as_csv(number: FromPath[int], counter: NamedDependency[Counter]) -> Stream:
    """Give a list as CSV, as it can be brought in again."""
    found = Lists(counter.papers).get(number)
    text = StringIO(newline="")
    write_csv(text, pasted.COLUMNS, pasted.as_rows(found.entries))
    return saved_in_pieces(iter([text.getvalue().encode("utf-8-sig")]), f"{found.name}.csv", "text/csv; charset=utf-8")


def _form(typed: Typed, *, number: int | None = None, wrong: Exception | None = None) -> Template:
    values: dict[str, Any] = {"typed": typed, "number": number, "wrong": wrong}
    status = HTTPStatus.OK if wrong is None else status_of(wrong)
    return page("dispatch/list_form.html", status=status, title=TITLE, **values)


ROUTES = (index, new, create, read_file, one, edit, save, drop, as_csv)
