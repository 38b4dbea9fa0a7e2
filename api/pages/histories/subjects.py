"""Whose history is asked for: a letter, order, unit or person; its name, its addresses, and what of it may be seen.

/histories/letters/{stream}                     the timeline
/histories/after/{position}/letters/{stream}    the state after a fact
/histories/compare/letters/{stream}             two states; the names of units have slashes, so a name ends an address
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Annotated, Final
from urllib.parse import quote, urlencode

from litestar.params import Parameter

from api import points
from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.histories.readable import Readable
from api.pages.registers.asked import classes_of
from api.texts.text import Text, plain
from domain.errors import NoSuchThing
from domain.letter.events import OrderIssued
from domain.structure.acts import UnitId
from domain.structure.events import InstrumentRecorded
from domain.thai.digits import to_thai
from domain.values import StreamId
from registry.history.fields import Field
from registry.history.history import Histories, History
from registry.reader import Reader
from registry.views.book import Book
from registry.views.letters import Letters
from registry.views.register_pages import RegisterPages

LARGEST: Final = (1 << 53) - 1
"""Of a position: what is larger stands in no log, and no database holds it."""
Typed = Annotated[str, Parameter(max_length=200)]


class Kind(Enum):
    """What has a history; the value stands in its address."""

    LETTER = "letters"
    ORDER = "orders"
    UNIT = "units"
    PERSON = "people"


KINDS: Final = {
    Kind.LETTER: Text("หนังสือ", "Letter"),
    Kind.ORDER: Text("คำสั่ง", "Order"),
    Kind.UNIT: Text("หน่วยงาน", "Unit"),
    Kind.PERSON: Text("เจ้าหน้าที่", "Officer"),
}


@dataclass(frozen=True)
class Subject:
    """Something that has a history, as one visitor may see it."""

    kind: Kind
    name: str
    """What it is called in addresses: a stream, a unit's permanent name, an officer's id."""
    called: Text
    history: History
    reader: Reader
    readable: Readable
    newest: int
    """The newest position that is looked at: of all facts, or of what was known then."""
    known_at: str
    """What was typed; empty for all that is known."""

    @cached_property
    def positions(self) -> Sequence[int]:
        """Where its facts stand, in the order of the log; those that may not be seen are among them."""
        positions = self.history.positions()
        return positions[: bisect_right(positions, self.newest)]

    def shows(self, position: int) -> bool:
        """Tell whether the visitor may see the fact at a position of this history."""
        return self.readable(self.reader.at(position))

    @property
    def title(self) -> Text:
        """What the page about it is called."""
        kind = KINDS[self.kind]
        return Text(f"ประวัติ{kind.thai} {self.called.thai}", f"{kind.english} {self.called.english}: history")

    def address(self, *act: str | int, **asked: str | int | Sequence[str] | None) -> str:
        """Return the address of the history, or of what *act* says about it (``after``, 12)."""
        path = "/".join(("/histories", *map(str, act), self.kind.value, quote(self.name)))
        asked = {"known_at": self.known_at, **asked}
        query = urlencode({key: value for key, value in asked.items() if value not in ("", None, ())}, doseq=True)
        return f"{path}?{query}" if query else path

    def require(self, position: int) -> int:
        """Return a position up to which the registry goes.

        Raises:
            NoSuchThing: it goes no further than `newest`.
        """
        if not 0 <= position <= self.newest:
            raise no_such_position(position)
        return position


def no_such_position(position: int) -> NoSuchThing:
    """Return the refusal of a position where nothing stands, or nothing that the visitor may see."""
    return NoSuchThing("no-such-position", f"There is no fact at position {position}.", position=position)


@contextmanager
def opened(counter: Counter, visitor: Visitor, kind: Kind, name: str, known_at: str = "") -> Iterator[Subject]:
    """Open the history of a letter, an order, a unit or a person.

    Raises:
        NoSuchThing: there is none, or none that the visitor may know of; which of both is not said.
        InvalidValue: *known_at* is no position and no time.
    """
    reader = counter.office.reader
    newest = _newest(counter, known_at)
    with Histories(reader) as histories:
        history: History
        match kind:
            case Kind.LETTER | Kind.ORDER:
                called, history = _letter(counter, visitor, StreamId(name), kind, histories)
            case Kind.UNIT:
                called, history = _unit(histories, UnitId(name), newest)
            case Kind.PERSON:
                called, history = _person(histories, name, newest)
        yield Subject(kind, name, called, history, reader, Readable(reader, visitor), newest, known_at)


def kind_of_letter(reader: Reader, stream: StreamId) -> Kind:
    """Return whether a stream is an order's (or a recorded instrument's) or a letter's."""
    first = reader.beginning(stream)
    order = first is not None and isinstance(first.statement.fact, OrderIssued | InstrumentRecorded)
    return Kind.ORDER if order else Kind.LETTER


def may_see(counter: Counter, visitor: Visitor, stream: StreamId) -> bool:
    """Tell whether a letter stands in a register in a row that the visitor may read."""
    with counter.view(Book) as book:
        return bool(RegisterPages(book).lines_of(stream, classes_of(visitor)))


def _newest(counter: Counter, known_at: str) -> int:
    newest = counter.office.reader.store.newest()
    at = points.known_at(known_at.strip() or None, counter.office.now)
    if isinstance(at, datetime):
        at = counter.office.reader.known_until(at)
    return newest if at is None else min(at, newest)


def _letter(
    counter: Counter, visitor: Visitor, stream: StreamId, kind: Kind, histories: Histories
) -> tuple[Text, History]:
    reader = counter.office.reader
    first = reader.beginning(stream)
    if first is not None and isinstance(first.statement.fact, InstrumentRecorded):
        number = first.statement.fact.number or first.statement.fact.title
        seen = kind is Kind.ORDER
    else:
        with counter.view(Letters) as letters:
            known = letters.known(stream)
        number = known.number if known is not None else ""
        seen = may_see(counter, visitor, stream) and (kind is Kind.LETTER or kind_of_letter(reader, stream) is kind)
    if not seen:
        raise NoSuchThing("no-such-letter", f"No letter {stream} was issued here.", letter=stream)
    return Text(to_thai(number), number), histories.letter(stream)


def _unit(histories: Histories, unit: UnitId, newest: int) -> tuple[Text, History]:
    history = histories.unit(unit)
    if not history.positions():
        raise NoSuchThing(
            "unit-unknown",
            f"No unit is called {unit!r} as known at position {newest}: look it up among the units, or with "
            "saraban structure.",
            typed=unit,
            position=newest,
        )
    versions = histories.structure.versions(unit, newest)
    return plain(f"{versions[-1].name} ({unit})" if versions else unit), history


def _person(histories: Histories, officer: str, newest: int) -> tuple[Text, History]:
    history = histories.officer(officer)
    if not history.positions():
        raise NoSuchThing("no-such-person", f"Nobody called {officer!r} was ever enrolled here.", person=officer)
    return plain(history.state(newest).get(Field("name"), officer)), history
