"""The structure (โครงสร้าง) as known after some fact: units, and how they stood at every moment.

    claims of acts on one unit         elementary intervals          versions
    ESTABLISH ├───────────────▶   ╲
    RENAME         ├──────────▶    ▶ │ a │  b  │  c  ▶    ──▶   [a) [b ∪ c) …   half-open, disjoint, in order
    ABOLISH              ├────▶   ╱

At a moment, each attribute of a unit is what the act in force with the latest (since, position, place) says.
`domain.structure.evolving` makes it from acts, `domain.structure.deciding` refuses acts.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from itertools import zip_longest

from domain.structure.acts import UnitAct, UnitActKind, UnitId
from domain.structure.events import InstrumentRecorded
from domain.structure.instruments import Change, Instrument, Source, interval
from domain.values import Digest, StreamId


class Attribute(Enum):
    """What acts say of a unit."""

    EXISTS = "exists"
    NAME = "name"
    PARENT = "parent"
    KIND = "kind"
    CODE = "code"
    DUTIES = "duties"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one act says of one unit; *place* counts the claims of its instrument."""

    stream: StreamId
    place: int
    act: UnitAct
    says: tuple[tuple[Attribute, str | None], ...]
    """EXISTS is said with any text for yes and with None for no."""


@dataclass(frozen=True, slots=True)
class UnitState:
    """One unit as it stands at a moment."""

    unit: UnitId
    name: str
    parent: UnitId | None
    kind: str
    code: str | None
    duties: str | None
    established_by: Source
    by: Source
    """The newest act that made it so."""


@dataclass(frozen=True, slots=True)
class Version:
    """A unit from *since* until before *until*; None for as far as is known."""

    since: datetime
    until: datetime | None
    state: UnitState


@dataclass(frozen=True, slots=True)
class Unit:
    """Everything said of one unit, and what follows from it."""

    claims: tuple[Claim, ...]
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """A recorded instrument that waits for the second registrar, or a proposed one, which never counts."""

    recorded: InstrumentRecorded
    stream: StreamId
    by: Digest
    """The key of the registrar who recorded it."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What is known after some fact. Never changed: `evolving.evolve` returns another."""

    instruments: Mapping[StreamId, Instrument] = field(default_factory=dict)
    """Orders with acts and confirmed recorded instruments."""
    changes: Mapping[StreamId, tuple[Change, ...]] = field(default_factory=dict)
    """What later instruments said about each instrument, also about orders without acts, in the order of the log."""
    units: Mapping[UnitId, Unit] = field(default_factory=dict)
    below: Mapping[UnitId | None, frozenset[UnitId]] = field(default_factory=dict)
    """The units that any act ever put under each unit, or under nobody; at a moment fewer of them stand there."""
    coded: Mapping[str, frozenset[UnitId]] = field(default_factory=dict)
    """The units that any act ever gave each code."""
    pending: Mapping[Digest, Pending] = field(default_factory=dict)
    """By the recorded statement's digest."""


EMPTY = Structure()


def versions(structure: Structure, unit: UnitId) -> tuple[Version, ...]:
    """Return how a unit stood at every moment at which it existed: disjoint, ordered, half-open, no two alike."""
    known = structure.units.get(unit)
    return () if known is None else known.versions


def unit_at(structure: Structure, unit: UnitId, on: datetime) -> UnitState | None:
    """Return a unit as it stands at a moment, or None where it does not exist then."""
    return state_at(versions(structure, unit), on)


def state_at(known: tuple[Version, ...], on: datetime) -> UnitState | None:
    """Return the state of the version that holds at a moment, if one does."""
    place = bisect_right(known, on, key=lambda version: version.since)
    if place == 0:
        return None
    version = known[place - 1]
    return version.state if version.until is None or on < version.until else None


def children_at(structure: Structure, unit: UnitId | None, on: datetime) -> list[UnitState]:
    """Return the units that stand directly under *unit* at a moment, by their permanent names."""
    found = (unit_at(structure, child, on) for child in sorted(structure.below.get(unit, ())))
    return [state for state in found if state is not None and state.parent == unit]


def tree_at(structure: Structure, on: datetime, under: UnitId | None = None) -> list[UnitState]:
    """Return the units that exist at a moment, each behind its parent; siblings by code, then by permanent name.

    Args:
        structure: as known.
        on: the moment.
        under: the unit whose tree it is, itself first; None for all units.
    """
    root = None if under is None else unit_at(structure, under, on)
    if under is not None and root is None:
        return []
    tree = [] if root is None else [root]
    waiting = _reversed(children_at(structure, under, on))
    while waiting:
        state = waiting.pop()
        tree.append(state)
        waiting += _reversed(children_at(structure, state.unit, on))
    return tree


def _reversed(states: list[UnitState]) -> list[UnitState]:
    return sorted(states, key=lambda state: (state.code is None, state.code or "", state.unit), reverse=True)


_Spell = tuple[datetime, datetime | None, tuple[datetime, int, int], Source, Claim]
"""A claim while it is in force: since, until, its rank, who says it."""


def evaluate(unit: UnitId, claims: Iterable[Claim], instruments: Mapping[StreamId, Instrument]) -> tuple[Version, ...]:
    """Return the versions of one unit that follow from the claims on it."""
    spells = []
    for claim in claims:
        instrument = instruments[claim.stream]
        if found := interval(instrument, claim.act):
            rank = (found[0], instrument.source.position, claim.place)
            spells.append((*found, rank, instrument.source, claim))
    moments = sorted({moment for spell in spells for moment in spell[:2] if moment is not None})
    known: list[Version] = []
    for since, until in zip_longest(moments, moments[1:]):
        state = _state(
            unit, [spell for spell in spells if spell[0] <= since and (spell[1] is None or since < spell[1])]
        )
        if state is None:
            continue
        if known and known[-1].until == since and known[-1].state == state:
            since = known.pop().since  # noqa: PLW2901 - the version goes on
        known.append(Version(since, until, state))
    return tuple(known)


def said_by(
    claims: Iterable[Claim], instruments: Mapping[StreamId, Instrument], on: datetime, *attributes: Attribute
) -> Source:
    """Return which instrument says how attributes of a unit are at a moment, the newest of them; it must exist then."""
    saying = []
    for claim in claims:
        instrument = instruments[claim.stream]
        found = interval(instrument, claim.act)
        if found and found[0] <= on and (found[1] is None or on < found[1]):
            rank = (found[0], instrument.source.position, claim.place)
            saying += [(attribute, rank, instrument.source) for attribute, _ in claim.says if attribute in attributes]
    winners = {attribute: (rank, source) for attribute, rank, source in sorted(saying, key=lambda one: one[1])}
    return max(winners.values(), key=lambda winner: winner[0])[1]


def _state(unit: UnitId, spells: list[_Spell]) -> UnitState | None:
    winners: dict[Attribute, tuple[tuple[datetime, int, int], str | None, Source]] = {}
    founder: tuple[tuple[datetime, int, int], Source] | None = None
    for _, _, rank, source, claim in spells:
        for attribute, value in claim.says:
            best = winners.get(attribute)
            if best is None or rank > best[0]:
                winners[attribute] = (rank, value, source)
        if claim.act.kind is UnitActKind.ESTABLISH and (founder is None or rank > founder[0]):
            founder = (rank, source)
    if founder is None or winners[Attribute.EXISTS][1] is None:
        return None
    said = {attribute: value for attribute, (_, value, _) in winners.items()}
    parent = said[Attribute.PARENT]
    return UnitState(
        unit=unit,
        name=said[Attribute.NAME] or "",
        parent=None if parent is None else UnitId(parent),
        kind=said[Attribute.KIND] or "",
        code=said[Attribute.CODE],
        duties=said[Attribute.DUTIES],
        established_by=founder[1],
        by=max(winners.values(), key=lambda winner: winner[0])[2],
    )
