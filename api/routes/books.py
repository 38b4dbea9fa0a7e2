"""The registers page by page, search, and what the register keeps of one letter."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.routes.kit import READS, letter_of
from api.routes.paging import Cursor, Limit, after, place
from domain.classes import SecrecyClass, SpeedClass
from domain.letter.text import LetterText
from registry.acts import answering
from registry.views.book import Book
from registry.views.register_pages import Line, RegisterPages
from registry.views.register_search import Question, Register, Stage
from registry.views.unanswered import Answer, Unanswered

READERS = allow(Right.CLERK, Right.AUDITOR)
Year = Annotated[int | None, QueryParameter(ge=2484, le=2700, description="Buddhist year.")]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a register, as forms 13 and 14 have it, and what they have no column for."""

    series: str
    book: str
    year: int
    """Buddhist."""
    n: str
    number: str
    registered_on: date | None
    dated: str | None
    """ISO 8601; of an old book as it is written there."""
    sender: str
    addressee: str
    subject: str
    action: str
    remark: str
    stage: Stage
    stream: str | None
    speed: SpeedClass
    secrecy: SecrecyClass
    due: date | None

    @classmethod
    def of(cls, line: Line) -> "Row":
        """Return a line as programs read it."""
        row = line.row
        return cls(
            row.series,
            row.book,
            row.year,
            str(row.n),
            row.number,
            row.registered_on,
            None if row.dated is None else str(row.dated),
            row.sender,
            row.addressee,
            row.subject,
            row.action,
            row.remark,
            line.stage,
            row.stream,
            line.speed,
            row.secrecy,
            line.due,
        )


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of a register, the newest row first; *cursor* asks for the next one, None at the end."""

    rows: list[Row]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class LetterRead:
    """A letter that went out: what was signed, and under which digest."""

    stream: str
    number: str
    signed: str
    letter: LetterText


@get("/registers/{register:str}", opt=READERS, responses=READS, sync_to_thread=True)
def read_register(
    register: FromPath[Register],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    text: FromQuery[str] = "",
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
    year: Year = None,
    book: FromQuery[str | None] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Rows:
    """Read a register page by page; *text* stands in number, subject, sender or addressee."""
    classes = frozenset(one for one in SecrecyClass if visitor.may_read(one))
    asked = Question(register, text=text, since=since, until=until, year=year, book=book, classes=classes)
    with counter.view(Book) as view:
        found = RegisterPages(view).page(asked, rows=limit, behind=place(cursor))
    return Rows([Row.of(line) for line in found.lines], after(found.following))


@get("/letters/{stream:uuid}", opt=READERS, responses=READS, sync_to_thread=True)
def read_letter(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> LetterRead:
    """Return a letter that went out."""
    found = letter_of(counter.office, visitor, stream)
    return LetterRead(found.stream, found.number, found.signed, found.text)


@get("/letters/{stream:uuid}/answers", opt=READERS, responses=READS, sync_to_thread=True)
def list_answers(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> list[Answer]:
    """List the addressees of a letter that was sent, those first from whom nothing was heard."""
    found = letter_of(counter.office, visitor, stream)
    with counter.view(Unanswered) as view:
        return view.of(found.stream)


@get(
    "/letters/{stream:uuid}/evidence",
    opt=READERS,
    responses=READS,
    sync_to_thread=True,
    media_type="application/zip",
)
def read_evidence(
    stream: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    answer_of: FromQuery[str | None] = None,
) -> Response[bytes]:
    """Hand out a letter's evidence bundle, or that of an addressee's answer."""
    office = counter.office
    found = letter_of(office, visitor, stream)
    return Response(
        answering.evidence(office, found, answer_of),
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{found.stream}.zip"'},
    )


ROUTES = (read_register, read_letter, list_answers, read_evidence)
