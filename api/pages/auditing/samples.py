"""/auditing/samples: numbers drawn at random by a seed that is printed, and drawn again by anybody.

The address of a sample says all that it depends on: population, series, days, class, position, seed, size.
"""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from litestar.response import Redirect, Stream, Template

from api.auth.rights import NotYours, Visitor
from api.counter import Counter
from api.pages.auditing.shown import AUDITORS, Typed, period, written, wrong_day
from api.pages.handed_out import saved_in_pieces
from api.pages.page import page, see
from api.past import present_only
from api.points import known_at
from api.problems import REFUSALS, status_of
from api.settings import Settings
from api.texts.questions import SERIES_KINDS, VALUES
from api.texts.sampling import POPULATIONS
from api.texts.text import Text
from domain.classes import SecrecyClass
from domain.errors import InvalidValue
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year
from domain.thai.digits import to_arabic
from domain.values import StreamId
from registry.sampling.drawing import MOST, Population, Sample, Wanted, draw
from registry.sampling.packing import method, pack
from registry.views.book import Book

TITLE: Final = Text("สุ่มตัวอย่าง", "Samples")
_RANDOM = 16  # bytes of a fresh seed
_MOST_FIGURES = 3  # of a size
_FIELDS: Final = {
    "sample-seed": "seed",
    "sample-size": "size",
    "no-such-series": "series",
    "no-such-choice": "population",
}
"""What refusals of a sample are about; all others are about a day."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed."""

    population: str
    series: str
    since: str
    until: str
    secrecy: str
    size: str
    seed: str
    as_of: str

    def address(self, path: str, **changed: str) -> str:
        """Return an address with all that a sample depends on."""
        names = ("population", "series", "since", "until", "secrecy", "size", "seed", "as_of")
        kept = {name: changed.get(name, getattr(self, name)) for name in names}
        return f"{path}?{urlencode({name: value for name, value in kept.items() if value})}"

    def wanted(self, visitor: Visitor, book: Book, counter: Counter) -> Wanted:
        """Return the sample that is meant.

        Raises:
            InvalidValue: something is not of its kind.
            NotYours: the visitor may not read letters of that class.
        """
        secrecy = SecrecyClass(_choice(self.secrecy, {one.value for one in SecrecyClass}))
        if not visitor.may_read(secrecy):
            raise NotYours(
                "not-yours", "Your account does not open this page: ask an administrator where your work needs it."
            )
        days = period(self.since, self.until)
        population = Population(_choice(self.population, {one.value for one in Population}))
        return Wanted(
            population,
            self.seed.strip(),
            _size(self.size),
            _position(self.as_of, book, counter),
            StreamId(self.series) if self.series else None,
            days.first,
            days.last,
            secrecy,
        )


def asked(
    population: FromQuery[Typed] = "sent",
    series: FromQuery[Typed] = "",
    since: FromQuery[Typed] = "",
    until: FromQuery[Typed] = "",
    secrecy: FromQuery[Typed] = "none",
    size: FromQuery[Typed] = "20",
    seed: FromQuery[Typed] = "",
    as_of: FromQuery[Typed] = "",
) -> Asked:
    """Take from an address which sample is meant."""
    return Asked(population, series, since, until, secrecy, size, seed, as_of)


_ASKED: Final = {"asked": Provide(asked, sync_to_thread=False)}


@get("/auditing/samples", opt=AUDITORS, dependencies=_ASKED, sync_to_thread=True)
def form(
    asked: NamedDependency[Asked], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Template:
    """Show what can be drawn from."""
    return _page(asked, counter, visitor)


@get("/auditing/samples/drawn", opt=AUDITORS, dependencies=_ASKED, sync_to_thread=True)
def drawn(
    asked: NamedDependency[Asked],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Template | Redirect:
    """Show a sample; without a seed or a position, lead to one with a fresh seed, as of now."""
    try:
        with counter.view(Book) as book:
            if not asked.seed.strip() or not asked.as_of.strip():
                seed = asked.seed.strip() or settings.random(_RANDOM).hex()
                as_of = str(_position(asked.as_of, book, counter))
                return see(asked.address("/auditing/samples/drawn", seed=seed, as_of=as_of))
            sample = draw(book, asked.wanted(visitor, book, counter))
    except REFUSALS as refusal:
        return _page(asked, counter, visitor, wrong=refusal)
    return _page(asked, counter, visitor, sample=sample)


@get("/auditing/samples/drawn/zip", opt={**AUDITORS, **present_only()}, dependencies=_ASKED, sync_to_thread=True)
def as_zip(
    asked: NamedDependency[Asked], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Stream:
    """Hand out a sample with the evidence of each of its numbers."""
    office = counter.office
    with counter.view(Book) as book:
        sample = draw(book, asked.wanted(visitor, book, counter))

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.writelines(pack(office.reader, sample, at=office.now))

    return saved_in_pieces(written(write), "sample.zip", "application/zip")


def _page(
    asked: Asked,
    counter: Counter,
    visitor: Visitor,
    *,
    sample: Sample | None = None,
    wrong: Exception | None = None,
) -> Template:
    series = counter.office.reader.series()
    return page(
        "auditing/samples.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=TITLE,
        asked=asked,
        populations=POPULATIONS,
        series={
            stream: one
            for stream, one in series.items()
            if one.kind is not SeriesKind.SECRET or visitor.may_read(SecrecyClass.SECRET)
        },
        kinds=SERIES_KINDS,
        classes=[one for one in SecrecyClass if visitor.may_read(one)],
        most=MOST,
        sample=sample,
        method=None if sample is None else method(sample),
        command=None if sample is None else _command(sample.wanted),
        zip=asked.address("/auditing/samples/drawn/zip"),
        states=VALUES["row_state"],
        wrong=wrong,
        wrong_at=None if wrong is None else _wrong_at(asked, wrong),
    )


def _wrong_at(asked: Asked, wrong: Exception) -> str:
    """Return the field that a refusal is about."""
    named = _FIELDS.get(getattr(wrong, "slug", ""))
    return named or wrong_day({"since": asked.since, "until": asked.until}) or "as_of"


def _command(wanted: Wanted) -> str:
    said = [f"saraban sample {wanted.population.value} --seed={wanted.seed} --size {wanted.size}"]
    said += [f"--as-of {wanted.as_of}"]
    said += [f"--series {wanted.series}"] * (wanted.series is not None)
    said += [f"--from {_typed(wanted.since)}"] * (wanted.since is not None)
    said += [f"--to {_typed(wanted.until)}"] * (wanted.until is not None)
    said += [f"--secrecy {wanted.secrecy.value}"] * (wanted.secrecy is not SecrecyClass.NONE)
    return " ".join([*said, "-o sample.zip"])


def _typed(day: date | None) -> str:
    """Return a day as it is typed: year, month and day of the Buddhist era."""
    return "" if day is None else f"{buddhist_year(day)}-{day:%m-%d}"


def _position(text: str, book: Book, counter: Counter) -> int:
    at = known_at(text.strip() or None, counter.office.now)
    if at is None:
        return book.position
    return at if isinstance(at, int) else book.known_until(at)


def _size(text: str) -> int:
    figures = to_arabic(text.strip())
    return int(figures) if figures.isascii() and figures.isdecimal() and len(figures) <= _MOST_FIGURES else 0


def _choice(typed: str, choices: set[str]) -> str:
    if typed not in choices:
        raise InvalidValue("no-such-choice", f"There is no choice {typed[:60]!r}.", typed=typed[:60])
    return typed


ROUTES = (form, drawn, as_zip)
