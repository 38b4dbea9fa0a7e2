r"""A sample (ตัวอย่างสุ่ม): which numbers of a register are looked at, drawn so that anybody can draw the same again.

    numbers of the population, as of a position ─▶ SHA-256 over seed and place of each ─▶ sorted ─▶ the first *size*

A number's place is the position in the log of the fact that gave it out; it never changes and stands in every export.
Who knows the seed, the population and the position as of which it was asked draws the same numbers, with any tool:

    printf 'saraban-sample/v1\nSEED\nPLACE' | sha256sum    of every number, sorted; the first ones are the sample

Whoever is audited does not choose the seed; it is drawn when the sample is, or agreed on before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from heapq import nsmallest
from typing import Final

from domain.classes import SecrecyClass
from domain.errors import InvalidValue, NoSuchThing
from domain.series import SeriesKind
from domain.values import StreamId
from registry.views.book import SENT_KINDS, Book, BookRow, RowState

METHOD: Final = "saraban-sample/v1"
MOST: Final = 500
"""Numbers of one sample."""
_SEED = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)
_ORDER = tuple(SecrecyClass)


class Population(Enum):
    """What is drawn from."""

    SENT = "sent"
    """Numbers of letters and orders that went out."""
    RECEIVED = "received"
    """Numbers of letters that came in."""
    VOIDS = "voids"
    """Numbers of either register that were voided, or lapsed."""
    SERIES = "series"
    """All numbers of one series, whatever became of them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sample is meant; whoever asks for the same gets the same."""

    population: Population
    seed: str
    size: int
    as_of: int
    """The newest position of the log that is looked at."""
    series: StreamId | None = None
    """Of which series; of all where it is none."""
    since: date | None = None
    """The first day of registration, and *until* the last one, both included."""
    until: date | None = None
    secrecy: SecrecyClass = SecrecyClass.NONE
    """The highest class of secrecy whose letters are among the population."""


@dataclass(frozen=True, slots=True)
class Item:
    """One number that was drawn."""

    rank: str
    """By which it was chosen: 64 hexadecimal figures."""
    place: int
    """The position of the fact that gave it out."""
    row: BookRow


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, in the order of the ranks."""

    wanted: Wanted
    population: int
    """Numbers that it was drawn from."""
    items: tuple[Item, ...]


def rank(seed: str, place: int) -> str:
    """Return a number's rank: the lowest ones are the sample; see the module."""
    return sha256(f"{METHOD}\n{seed}\n{place}".encode()).hexdigest()


def draw(book: Book, wanted: Wanted) -> Sample:
    """Draw a sample; all of a population that has no more numbers than are wanted.

    Raises:
        InvalidValue: the seed has another form, the size is out of range, the log has not come so far, or the days
            run backwards.
        NoSuchThing: there is no such series, or none is named where one has to be.
    """
    _require_asked(wanted, book.position)
    members = list(_members(book, wanted))
    drawn = nsmallest(wanted.size, ((rank(wanted.seed, place), place, series, n) for place, series, n in members))
    return Sample(wanted, len(members), tuple(_items(book, wanted.as_of, drawn)))


def _require_asked(wanted: Wanted, newest: int) -> None:
    if not _SEED.fullmatch(wanted.seed):
        raise InvalidValue("sample-seed", "A seed has 1 to 64 letters a-z, figures and hyphens: type it again.")
    if not 1 <= wanted.size <= MOST:
        raise InvalidValue(
            "sample-size", f"A sample has from 1 to {MOST} numbers, and not {wanted.size}.", most=MOST, size=wanted.size
        )
    if not 0 <= wanted.as_of <= newest:
        raise InvalidValue(
            "position-not-reached",
            f"The log has no position {wanted.as_of}: its newest is {newest}.",
            position=wanted.as_of,
            newest=newest,
        )
    first, last = wanted.since, wanted.until
    if first is not None and last is not None and last < first:
        raise InvalidValue(
            "period-backwards", f"{last} lies before {first}: type the earlier day first.", first=first, last=last
        )


def _members(book: Book, wanted: Wanted) -> Iterator[tuple[int, StreamId, int]]:
    """Yield place, series and number of everything that is drawn from."""
    classes = [one.value for one in _ORDER[: _ORDER.index(wanted.secrecy) + 1]]
    states = [state.value for state in _STATES[wanted.population]]
    days = (wanted.since or date.min).isoformat(), (wanted.until or date.max).isoformat()
    for series in _series(book, wanted):
        yield from (
            (row["place"], series, row["n"])
            for row in book.rows(
                "SELECT n, (SELECT min(since) FROM entries AS given WHERE given.series = entries.series "  # noqa: S608 - question marks
                "AND given.n = entries.n) AS place FROM entries WHERE series = ? AND since <= ? "
                f"AND (until IS NULL OR until > ?) AND state IN ({_marks(states)}) AND secrecy IN ({_marks(classes)}) "
                "AND registered_on BETWEEN ? AND ?",
                (series, wanted.as_of, wanted.as_of, *states, *classes, *days),
            )
        )


def _series(book: Book, wanted: Wanted) -> list[StreamId]:
    """Return the series that are meant; the secret book only for who may read secret letters."""
    kinds = [kind.value for kind in _KINDS[wanted.population]]
    if wanted.secrecy is SecrecyClass.NONE:
        kinds = [kind for kind in kinds if kind != SeriesKind.SECRET.value]
    sql = f"SELECT stream FROM series WHERE kind IN ({_marks(kinds)}) AND since <= ?"  # noqa: S608 - question marks
    known = [StreamId(row["stream"]) for row in book.rows(sql, (*kinds, wanted.as_of))]
    if wanted.series is None and wanted.population is not Population.SERIES:
        return known
    if wanted.series not in known:
        raise NoSuchThing("no-such-series", f"No series {wanted.series} is open here.", series=wanted.series or "–")
    return [wanted.series]


def _items(book: Book, as_of: int, drawn: list[tuple[str, int, StreamId, int]]) -> Iterator[Item]:
    for ranked, place, series, n in drawn:
        row = book.row(series, n, as_of)
        if row is None:
            raise LookupError(f"number {n} of {series} has no row at {as_of}")
        yield Item(ranked, place, row)


def _marks(values: list[str]) -> str:
    return ",".join("?" * len(values))


_STATES: Final = {
    Population.SENT: (RowState.ISSUED,),
    Population.RECEIVED: (RowState.RECEIVED,),
    Population.VOIDS: (RowState.VOID,),
    Population.SERIES: (RowState.RESERVED, RowState.ISSUED, RowState.VOID, RowState.RECEIVED),
}
_KINDS: Final = {
    Population.SENT: SENT_KINDS,
    Population.RECEIVED: (SeriesKind.RECEIVED,),
    Population.VOIDS: tuple(SeriesKind),
    Population.SERIES: tuple(SeriesKind),
}
