"""What every question gets, and what it gives: rows of plain values under columns that are named once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.classes import SecrecyClass
from domain.facts import Fact
from domain.values import StreamId
from registry.reader import Reader, Recorded
from registry.views.timeline import Timeline
from registry.views.view import open_view

Value = str | int | date | datetime | None
Row = Sequence[Value]


@dataclass(frozen=True, slots=True)
class Found:
    """One row of an answer, and what it is about."""

    row: Row
    letter: StreamId | None = None
    """The letter, sent or received, whose page says more."""
    secrecy: SecrecyClass = SecrecyClass.NONE
    """Of what is in no letter's stream: a row of the secret book."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the *first* day to the *last*, both included; None for no bound."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether a day is in the period."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked, about which days, and which day it is."""

    reader: Reader
    period: Period
    today: date

    def facts(self, *names: str) -> Iterator[Recorded]:
        """Yield the facts of these wire names, in the order of the log."""
        with open_view(self.reader, Timeline) as timeline:
            for position in timeline.named(*names):
                yield self.reader.at(position)

    def beginning(self, stream: StreamId) -> Fact | None:
        """Return the first fact of a stream."""
        line = self.reader.beginning(stream)
        return None if line is None else line.statement.fact


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what its answer's columns are, and how its rows are found."""

    columns: tuple[str, ...]
    ask: Callable[[Asked], Iterable[Found]]


def name_of(names: dict[str, str], officer: str | None) -> str | None:
    """Return an officer's name, or the id where none is known."""
    return None if officer is None else names.get(officer, officer)


def names_of(reader: Reader) -> dict[str, str]:
    """Return the names of all officers as known now, by their ids."""
    return {officer: one.enrolled.name for officer, one in reader.authority().officers.items()}
