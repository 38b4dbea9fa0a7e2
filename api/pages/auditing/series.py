"""/auditing/series: whether a number of a series is missing, what became of each, and the proof that needs no trust."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.auditing.shown import AUDITORS, Skipped
from api.pages.handed_out import saved_as
from api.pages.page import language_of, page
from api.pages.registers.columns import digits_of
from api.texts.answered import cells
from api.texts.questions import COLUMNS, SERIES_KINDS, VALUES
from api.texts.text import Text, plain
from domain.classes import SecrecyClass
from domain.errors import NoSuchThing
from domain.series import Series, SeriesKind
from domain.thai.digits import Digits
from domain.values import StreamId
from registry import proving
from registry.questions.asking import Asked, Period
from registry.questions.every import QUESTIONS
from registry.questions.numbers import NUMBERS, of_series
from registry.reader import Reader
from registry.verify.proof.check import ProofReport
from registry.verify.proof.shown import COMMITTED, PARTS
from registry.verify.verdicts import Saying, Verdict
from registry.verify.words import VERDICTS, say
from registry.views.book import Book, BookRow

TITLE: Final = Text("ความครบถ้วนของเลข", "Completeness of numbers")
SERIES_TITLE: Final = Text("{book} · {kind} · {year}", "{book} · {kind} · {year}")
ROWS: Final = 100
"""Numbers of a page."""
_TONES: Final = {
    Verdict.VALID: "good",
    Verdict.INVALID: "bad",
    Verdict.DISPUTED: "bad",
    Verdict.CANNOT_TELL: "warn",
}


@dataclass(frozen=True, slots=True)
class Number:
    """One number, and what became of it; of a letter that the visitor may not read no more than that."""

    n: str
    state: Text
    registered_on: date | None
    letter: StreamId | None = None
    subject: str = ""
    why: str = ""

    @classmethod
    def of(cls, row: BookRow, visitor: Visitor, digits: Digits) -> Self:
        """Return a row of the register as the page shows it."""
        cells, state = row.cells(digits), VALUES["row_state"][row.state.value]
        if not visitor.may_read(row.secrecy):
            return cls(cells[0], state, row.registered_on)
        return cls(cells[0], state, row.registered_on, row.stream, row.subject, cells[7])


@get("/auditing/series", opt=AUDITORS, sync_to_thread=True)
def index(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """List all series with what became of their numbers."""
    office = counter.office
    asked, question = Asked(office.reader, Period(), office.today), QUESTIONS["numbers"]
    counted = {series: cells(question, found.row) for series, found in of_series(asked)}
    every = {stream: one for stream, one in office.reader.series().items() if _shown(one, visitor)}
    columns = [COLUMNS[column] for column in NUMBERS]
    return page(
        "auditing/all_series.html",
        title=TITLE,
        columns=columns,
        rows=[(stream, counted.get(stream), one) for stream, one in every.items()],
        kinds=SERIES_KINDS,
    )


@get("/auditing/series/{stream:uuid}", opt=AUDITORS, sync_to_thread=True)
def show(
    stream: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    skip: FromQuery[Skipped] = 0,
) -> Template:
    """Show what became of every number of a series, and what this machine finds when it verifies the proof."""
    reader, of = counter.office.reader, StreamId(str(stream))
    series, language = _series(reader, of, visitor), language_of(request)
    report = counter.proven.of(reader, of)
    first = series.after + 1 + skip
    last = min(first + ROWS - 1, series.last)
    with counter.view(Book) as view:
        rows = [view.row(of, n, view.position) for n in range(first, last + 1)]
    numbers = [Number.of(row, visitor, digits_of(language)) for row in rows if row is not None]
    return page(
        "auditing/series.html",
        title=SERIES_TITLE.with_(book=series.book, kind=SERIES_KINDS[series.kind], year=plain(str(series.year))),
        stream=of,
        series=series,
        numbers=numbers,
        first=first,
        last=last,
        missing=[n for n, row in zip(range(first, last + 1), rows, strict=True) if row is None],
        skip=skip,
        following=skip + ROWS if last < series.last else None,
        preceding=max(skip - ROWS, 0) if skip else None,
        verdict=Text(*VERDICTS[report.headline]),
        tone=_TONES[report.headline],
        committed=Text(*COMMITTED),
        said=_said(report),
        findings=[(Text(*PARTS[one.layer]), Text(*VERDICTS[one.verdict]), _TONES[one.verdict], _text(one.says))
                  for one in report.findings],
        head=report.head,
        command=_command(_name(series)),
    )  # fmt: skip


@get("/auditing/series/{stream:uuid}/proof", opt=AUDITORS, sync_to_thread=True)
def proof(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Hand out the proof, which anybody verifies offline."""
    reader, of = counter.office.reader, StreamId(str(stream))
    series = _series(reader, of, visitor)
    return saved_as(proving.complete(reader, of), _name(series), "application/zip")


def _series(reader: Reader, stream: StreamId, visitor: Visitor) -> Series:
    """Return a series, or refuse as if there were none where the visitor may not know of it."""
    series = reader.series().get(stream)
    if series is None or not _shown(series, visitor):
        raise NoSuchThing("no-such-series", f"No series {stream} is open here: open it first.", series=stream)
    return series


def _shown(series: Series, visitor: Visitor) -> bool:
    return series.kind is not SeriesKind.SECRET or visitor.may_read(SecrecyClass.SECRET)


def _said(report: ProofReport) -> list[Text]:
    if report.answer is None:
        return [_text(one) for one in report.remarks]
    return [_text(one) for one in (report.answer.says, *report.answer.more, *report.remarks)]


def _text(saying: Saying) -> Text:
    return Text(say(saying, "th"), say(saying, "en"))


def _name(series: Series) -> str:
    return f"complete-{series.kind.value}-{series.year}.zip"


def _command(name: str) -> str:
    return f"saraban verify-proof {name} --trust roots.pem --log-key log.vkey --leaf0 leaf0.sha256"


ROUTES = (index, show, proof)
