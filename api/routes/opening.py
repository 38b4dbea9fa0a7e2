"""Series that are opened, also behind an old book that is brought along (ยกยอด), whose rows a job enters."""

from http import HTTPStatus
from typing import Annotated
from uuid import uuid4

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, QueryParameter, RawBody

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.jobs import Job, Progress
from api.routes.jobs import JobNow
from api.routes.kit import ACTS, UPLOAD, FileName, Key, Whole, content, once
from domain.errors import InvalidValue
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year, require_buddhist_year
from domain.thai.text import normalise
from domain.values import Digest
from registry import openings
from registry.acts import founding, importing
from registry.acts.importing import OldBook
from registry.acts.office import Office
from registry.openings import Opening

CLERKS = allow(Right.CLERK)
_UPLOAD = UPLOAD | {"request_max_body_size": openings.LARGEST_FILE}
BookName = Annotated[str, QueryParameter(min_length=1, max_length=200, description="What the book is called.")]
Year = Annotated[int | None, QueryParameter(ge=2484, le=2700, description="Buddhist year; this one by default.")]


class NewSeries(msgspec.Struct, forbid_unknown_fields=True):
    """A series of numbers of one book and year; *after* is the last number of the book that it continues."""

    book: str
    kind: SeriesKind
    year: int | None = None
    """Buddhist; this one by default."""
    after: Whole = 0
    last_page: Annotated[str, msgspec.Meta(pattern="^sha256:[0-9a-f]{64}$")] | None = None
    """The digest of that book's last page, a file that was kept before; needed behind a book."""


class Opened(msgspec.Struct):
    """The series, and its first number."""

    series: str
    first: int
    position: int


class FaultRead(msgspec.Struct):
    """What is wrong in one row of the file."""

    row: int
    slug: str
    message: str


class Looked(msgspec.Struct):
    """What an old register holds; nothing was entered."""

    rows: int
    first: int | None
    last: int | None
    """Behind which the series would go on."""
    missing: list[int]
    source: str
    """The digest of the file."""
    fault_count: int
    faults: list[FaultRead]
    """The first thousand."""

    @classmethod
    def of(cls, found: Opening) -> "Looked":
        """Return what a file holds as programs read it."""
        faults = [FaultRead(one.row, one.slug, one.message) for one in found.faults]
        return cls(
            len(found.rows), found.first, found.last, list(found.missing), found.source, found.fault_count, faults
        )


@post("/series", opt=allow(Right.CLERK, Right.ADMINISTRATOR), responses=ACTS, sync_to_thread=True)
def open_series(
    data: JSONBody[NewSeries], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Opened:
    """Open a series of numbers."""
    book = _book(data.book)

    def act(office: Office) -> Opened:
        year = buddhist_year(office.today) if data.year is None else require_buddhist_year(data.year)
        page = None if data.last_page is None else Digest(data.last_page)
        answer = founding.open_behind(office, book=book, kind=data.kind, year=year, after=data.after, last_page=page)
        return Opened(str(answer["stream"]), data.after + 1, int(answer["position"]))

    return once(counter, visitor, key, ("open-series", data), Opened, act)


@post(
    "/old-registers/look",
    opt=CLERKS,
    responses=ACTS,
    status_code=HTTPStatus.OK,
    **_UPLOAD,
)
def look_at_old_register(body: RawBody, name: FileName, kind: FromQuery[SeriesKind] = SeriesKind.ORDINARY) -> Looked:
    """Say what an old register (CSV or XLSX, the body's very bytes) holds and what is wrong in it; enters nothing."""
    return Looked.of(_read(content(body, name), name, kind))


@post(
    "/old-registers",
    opt=CLERKS,
    responses=ACTS,
    status_code=HTTPStatus.ACCEPTED,
    **_UPLOAD,
)
def import_old_register(
    body: RawBody,
    name: FileName,
    book: BookName,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    kind: FromQuery[SeriesKind] = SeriesKind.ORDINARY,
    year: Year = None,
    accept_faults: FromQuery[bool] = False,  # noqa: FBT002 - a parameter of the address
) -> JobNow:
    """Begin to open the series behind an old book and to enter its rows; the same file is entered once."""
    office, clerk = counter.office, visitor.clerk
    old = OldBook(_book(book), kind, year or buddhist_year(office.today))
    data = content(body, name)
    opening = _read(data, name, kind)
    if opening.fault_count and not accept_faults:
        raise InvalidValue("faults-not-accepted", "The file has faults: correct it, or say that it stands as it is.")
    importing.require_enterable(office, opening, old)

    def work(progress: Progress) -> dict[str, object]:
        series = importing.enter(counter.office, data, opening, old, clerk=clerk, progress=progress)
        return {"series": series, "rows": len(opening.rows)}

    job = Job(uuid4(), "import", visitor.account.account, counter.settings.clock())
    return JobNow.of(counter.jobs.begin(job, work))


def _book(typed: str) -> str:
    name = normalise(typed)
    if not name:
        raise InvalidValue("book-without-name", "A series needs the name of its book.")
    return name


def _read(data: bytes, name: str, kind: SeriesKind) -> Opening:
    found = openings.read_bytes(data, name)
    openings.require_register(found, kind, name)
    return found


ROUTES = (open_series, look_at_old_register, import_old_register)
