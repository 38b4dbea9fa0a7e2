"""Papers that no register issues as files: drafts to look at, and letters that are signed or stamped by hand.

draft ─▶ blank number and day, marked ร่าง
      └▶ reserved number and its day ─▶ paper ─▶ signed by hand ─▶ scan ─▶ entered
"""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

from domain.classes import LetterKind
from domain.codes import owner_code
from domain.errors import WrongNumber
from domain.letter.text import LetterText, Signatory
from domain.numbers import CIRCULAR, LetterNumber, OrderNumber
from domain.series import NumberState, Series, SeriesKind, require_open
from domain.thai.dates import parse_date
from domain.thai.text import normalise
from domain.values import StreamId
from registry.acts import order_acts
from registry.acts.drafts import DraftSignatory, LetterDraft
from registry.acts.letter_text import unnumbered
from registry.acts.office import Office, Wanted
from registry.calendar import Calendar
from registry.documents.writing.content import Body
from registry.documents.writing.paper import Paper
from registry.views.book import Book
from registry.views.view import open_view

DRAFT = "ร่าง"
"""Printed above and below a paper whose number and day are blank."""
_NAME = "." * 30  # where nobody is named yet
_NOBODY = ""
_SOMEBODYS = "specimen.example/letters"  # a draft that no registry is asked about


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper to be written as text or PDF."""

    letter: LetterText
    body: Body
    paper: Paper


def draft(here: Office | None, wanted: LetterDraft, *, today: date) -> Printed:
    """Return a draft as it will look, its number and day left blank.

    Raises:
        InvalidValue: a day or code in it cannot be read.
        NotAllowed, NoSuchThing: an act of an order is not possible.
    """
    dated = parse_date(wanted.dated) if wanted.dated else today
    letter = replace(_unnumbered(here, wanted, dated, StreamId(_NOBODY)), number=_lead(here, wanted))
    body = Body(_paragraphs(here, wanted), wanted.address, DRAFT, wanted.in_force, blank=True)
    return Printed(letter, body, _paper(here))


def reserved(here: Office, wanted: LetterDraft, series: Wanted, n: int) -> Printed:
    """Return a paper with the number that a clerk reserved for it today, to be signed or stamped by hand.

    Raises:
        WrongNumber, WrongStage: the number was never given, is used or void, or its day is over.
        InvalidValue: a day or code in the draft cannot be read.
    """
    stream, known = here.series(series)
    _require_reserved(here, stream, known, n)
    letter = _unnumbered(here, wanted, here.today, stream)
    letter = replace(letter, n=(n,), number=_number(here, wanted, known, n))
    mark = "SPECIMEN" if here.reader.identity.specimen else None
    return Printed(letter, Body(_paragraphs(here, wanted), wanted.address, mark, wanted.in_force), _paper(here))


def _unnumbered(here: Office | None, wanted: LetterDraft, dated: date, series: StreamId) -> LetterText:
    return unnumbered(
        wanted,
        dated=dated,
        office=here.reader.identity.office if here else "",
        signatory=_signatory(wanted.signatory),
        calendar=lambda: Calendar.of(here.reader) if here else Calendar(),
        series=series,
    )


def _signatory(words: DraftSignatory) -> Signatory:
    return Signatory(_NOBODY, words.name or _NAME, words.post or "", words.rank, words.acting, words.principal)


def _paragraphs(here: Office | None, wanted: LetterDraft) -> tuple[str, ...]:
    """Return the text, with what an order does; who is named in that only a registry knows."""
    said = order_acts.text(here, order_acts.found(here, wanted.acts, wanted.kind), wanted.body) if here else wanted.body
    return order_acts.with_force(said, wanted.in_force, wanted.kind)


def _paper(here: Office | None) -> Paper:
    if here is None:
        return Paper.load(None, origin=_SOMEBODYS)
    return Paper.load(here.reader.home.paper, origin=here.reader.identity.origin)


def _owner(here: Office | None, wanted: LetterDraft) -> tuple[str, str] | None:
    code = wanted.code or (here.reader.identity.codes[0] if here else None)
    return owner_code(normalise(code)) if code else None


def _lead(here: Office | None, wanted: LetterDraft) -> str:
    """Return what stands before the blank of a number: the code, and ว where it will be a circular."""
    owner = _owner(here, wanted)
    mark = f"{CIRCULAR} " if wanted.circular else ""
    return f"{' '.join(owner)}/{mark}" if owner else ""


def _number(here: Office, wanted: LetterDraft, series: Series, n: int) -> str:
    if series.kind in {SeriesKind.ORDER, SeriesKind.ATTESTATION}:
        return OrderNumber(n, series.year).printed("arabic")
    code, owner = _owner(here, wanted) or ("", "")
    letter = CIRCULAR if series.kind is SeriesKind.CIRCULAR else None
    return LetterNumber(code, owner, n, letter).printed("arabic")


def _require_reserved(here: Office, stream: StreamId, series: Series, n: int) -> None:
    """Refuse a number that the paper may not bear today."""
    with closing(open_view(here.reader, Book)) as book:
        row = next((one for one in book.sent() if one.series == stream and one.n == n), None)
    if row is None or row.registered_on is None:
        raise WrongNumber(
            "number-never-given",
            f"Number {n} of book {series.book!r} was never given out.",
            number=n,
            book=series.book,
        )
    require_open(n, NumberState(row.state.value), row.registered_on, on=here.today)


def series_of(wanted: LetterDraft) -> SeriesKind:
    """Return in what kind of series a draft is numbered."""
    own = {LetterKind.ORDER: SeriesKind.ORDER, LetterKind.ATTESTATION: SeriesKind.ATTESTATION}
    return own.get(wanted.kind or LetterKind.EXTERNAL, SeriesKind.CIRCULAR if wanted.circular else SeriesKind.ORDINARY)
