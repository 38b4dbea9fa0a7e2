"""The history of one letter, officer or unit: fact by fact, who said it, what it changed, and the state after it.

    views.timeline ─▶ positions ─▶ facts ─▶ state before, state after ─▶ what changed
    views.structure ─▶ what became known of a unit, and where ───────────┘

Every time is a claim: by the operator where the seal speaks, by the signer where a person does. Nothing here says
that a time is proved; that takes witnesses of the log.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Protocol, Self

from domain.directives import DeadlineMoved
from domain.letter.events import LetterIssued
from domain.structure.acts import UnitId
from domain.values import StreamId
from registry import wire
from registry.history import units
from registry.history.fields import Change, Field, State, changes
from registry.history.letters import LetterFold
from registry.history.officers import OfficerFold
from registry.history.people import People, Speaker
from registry.reader import Reader, Recorded
from registry.views.powers_changed import changed
from registry.views.spans import Point
from registry.views.structure import StructureView
from registry.views.timeline import Tie, Tied, Timeline
from registry.views.view import open_view

_NOTHING_SAID = frozenset({Tie.SIGNED, Tie.CLERK})
"""Of an officer: what the officer said of something else leaves the officer as before."""


class Claim(Enum):
    """Whose word the time of a fact is."""

    OPERATOR = "operator"
    SIGNER = "signer"


@dataclass(frozen=True, slots=True)
class Event:
    """One fact of a history."""

    position: int
    at: datetime
    claimed_by: Claim
    name: str
    """The wire name."""
    stream: StreamId
    tie: Tie
    by: Speaker | None
    """Who signed it, or the clerk whom the seal names; None where the seal names nobody."""
    changes: tuple[Change, ...]
    fact: Recorded


class History(Protocol):
    """What is asked of any history."""

    def events(self, first: int = 0) -> Iterator[Event]:
        """Yield the facts from position *first* on, in the order of the log."""

    def positions(self) -> Sequence[int]:
        """Return where its facts stand, in the order of the log."""

    def told(self, chosen: Collection[int]) -> Iterator[Event]:
        """Yield the facts at the positions *chosen*, in the order of the log; no other needs more than its fields."""

    def state(self, position: int) -> State:
        """Return the fields as they were after the fact at *position*, and everything before it."""

    def newest(self, count: int, first: int = 0) -> tuple[int, int]:
        """Return from which position on the newest *count* facts stand, and how many from *first* on come before."""


class Histories:
    """The histories of one registry."""

    def __init__(self, reader: Reader) -> None:
        """Open the views that they are read from."""
        self._reader = reader
        with ExitStack() as opened:
            self.timeline = opened.enter_context(open_view(reader, Timeline))
            self.structure = opened.enter_context(open_view(reader, StructureView))
            self._opened = opened.pop_all()

    def letter(self, stream: StreamId) -> History:
        """Return the history of a letter, sent or received."""
        return _Told(self._reader, self.structure, self.timeline.letter(stream), LetterFold, frozenset())

    def officer(self, officer: str) -> History:
        """Return the history of an officer."""
        powers = list(changed(self.structure, officer))
        ties = {tied.position: tied for tied in self.timeline.officer(officer)}
        ties |= {one.position: Tied(one.position, Tie.ABOUT) for one in powers}
        in_order = [ties[position] for position in sorted(ties)]
        return _Told(self._reader, self.structure, in_order, lambda: OfficerFold(officer, powers), _NOTHING_SAID)

    def unit(self, unit: UnitId) -> History:
        """Return the history of a unit."""
        return _OfUnit(self._reader, self.structure, unit)

    def fact(self, position: int) -> Event:
        """Return one fact outside of any history: who said it, and not what it changed."""
        return _event(self._reader.at(position), Tie.OWN, People(self._reader, self.structure), ())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()


class _Fold(Protocol):
    """Fields that are folded from facts."""

    state: dict[Field, str]

    def follow(self, line: Recorded, tie: Tie) -> None:
        """Take one fact in."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A history that is folded from facts."""

    reader: Reader
    structure: StructureView
    ties: Sequence[Tied]
    fold: Callable[[], _Fold]
    unchanging: frozenset[Tie]
    """Facts with these ties change no field, so that those before the first that is asked for are not read."""

    def events(self, first: int = 0) -> Iterator[Event]:
        """Yield the facts from position *first* on, in the order of the log."""
        return self.told(frozenset(position for position in self.positions() if position >= first))

    def positions(self) -> Sequence[int]:
        """Return where its facts stand, in the order of the log."""
        return [tied.position for tied in self.ties]

    def told(self, chosen: Collection[int]) -> Iterator[Event]:
        """Yield the facts at the positions *chosen*, in the order of the log; no other needs more than its fields."""
        folded, people, last = self.fold(), People(self.reader, self.structure), max(chosen, default=-1)
        for tied in self.ties:
            if tied.position > last:
                return
            if tied.position not in chosen and tied.tie in self.unchanging:
                continue
            line, asked = self.reader.at(tied.position), tied.position in chosen
            before = dict(folded.state) if asked else {}
            folded.follow(line, tied.tie)
            if asked:
                event = _event(line, tied.tie, people, changes(before, folded.state))
                unsaid = event.by is None and tied.tie is Tie.ABOUT
                yield replace(event, by=_signer(self.reader, line, people)) if unsaid else event

    def state(self, position: int) -> State:
        """Return the fields as they were after the fact at *position*, and everything before it."""
        folded = self.fold()
        for tied in self.ties:
            if tied.position <= position and tied.tie not in self.unchanging:
                folded.follow(self.reader.at(tied.position), tied.tie)
        return folded.state

    def newest(self, count: int, first: int = 0) -> tuple[int, int]:
        """Return from which position on the newest *count* facts stand, and how many from *first* on come before."""
        return _newest([tied.position for tied in self.ties if tied.position >= first], count, first)


@dataclass(frozen=True, slots=True)
class _OfUnit:
    """A history that is kept as rows. A state is that of the day on which its fact was said."""

    reader: Reader
    structure: StructureView
    unit: UnitId

    def events(self, first: int = 0) -> Iterator[Event]:
        """Yield the facts from position *first* on, in the order of the log."""
        return self.told(frozenset(position for position in self.positions() if position >= first))

    def positions(self) -> Sequence[int]:
        """Return where its facts stand, in the order of the log."""
        return units.known_at(self.structure, self.unit)

    def told(self, chosen: Collection[int]) -> Iterator[Event]:
        """Yield the facts at the positions *chosen*, in the order of the log; no other needs more than its fields."""
        people = People(self.reader, self.structure)
        for position in self.positions():
            if position in chosen:
                line = self.reader.at(position)
                event = _event(line, Tie.OWN, people, units.changed_at(self.structure, self.unit, position))
                yield event if event.by else replace(event, by=_signer(self.reader, line, people))

    def state(self, position: int) -> State:
        """Return the fields as known after the fact at *position*, in force when the newest of them was said."""
        known = [place for place in units.known_at(self.structure, self.unit) if place <= position]
        if not known:
            return {}
        return units.state(self.structure, self.unit, Point(self.reader.at(known[-1]).statement.at, position))

    def newest(self, count: int, first: int = 0) -> tuple[int, int]:
        """Return from which position on the newest *count* facts stand, and how many from *first* on come before."""
        positions = [place for place in units.known_at(self.structure, self.unit) if place >= first]
        return _newest(positions, count, first)


def _signer(reader: Reader, line: Recorded, people: People) -> Speaker | None:
    """Return who signed the order that the seal admits in a fact."""
    fact = line.statement.fact
    signed = reader.beginning(fact.signed_in) if isinstance(fact, LetterIssued) else None
    return None if signed is None else people.speaker(line.position, signed.statement)


def _newest(positions: Sequence[int], count: int, first: int) -> tuple[int, int]:
    if len(positions) <= count:
        return first, 0
    left_out = len(positions) - count
    return positions[left_out] if count else positions[-1] + 1, left_out


def _event(line: Recorded, tie: Tie, people: People, made: Sequence[Change]) -> Event:
    statement = line.statement
    persons = wire.is_persons(statement.fact)
    clerk = getattr(statement.fact, "clerk", None) or getattr(statement.fact, "checked_by", None)
    if persons:
        by = people.speaker(line.position, statement)
    else:
        by = people.called(clerk, line.position, statement) if clerk else None
    claim = Claim.SIGNER if persons else Claim.OPERATOR
    if isinstance(statement.fact, DeadlineMoved) and statement.fact.old is not None:
        old = statement.fact.old.isoformat()  # until now, the day of everybody was the addressee's
        made = [change._replace(old=change.old or old) for change in made]
    return Event(line.position, statement.at, claim, statement.name, statement.stream, tie, by, tuple(made), line)
