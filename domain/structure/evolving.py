"""What an instrument's acts make of the structure. Never refuses: it already happened.

    acts on instruments ──▶ acts on units, one after the other ──▶ the next structure
    (ends take effect)      (a set is resolved against what stands
                             when its act begins, as known then)

Acts on instruments go first, so that one order can repeal an earlier one and say it anew. Acts on posts change no
unit; `domain.structure.powers` reads them from the instrument.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.structure.acts import Acts, InstrumentAct, UnitAct, UnitActKind, UnitId
from domain.structure.events import InstrumentRecorded
from domain.structure.instruments import ENDING, Change, End, Instrument, Source, begin_of
from domain.structure.structure import (
    Attribute,
    Claim,
    Pending,
    Structure,
    Unit,
    UnitState,
    Version,
    evaluate,
    state_at,
)
from domain.values import Digest, StreamId

_YES = "yes"


def evolve(structure: Structure, acts: Acts, source: Source) -> Structure:
    """Return the structure as known when *source* has become known. Never refuses."""
    work = Work(structure)
    work.apply(acts, source)
    return work.so_far()


def touched(structure: Structure, acts: Acts, source: Source) -> frozenset[UnitId]:
    """Return the units whose versions may differ since *source* became known.

    Args:
        structure: as known behind it.
        acts: what it says.
        source: which instrument.
    """
    found = set(structure.instruments[source.stream].units)
    waiting, seen = [act.instrument for act in acts.instruments], {source.stream}
    while waiting:
        stream = waiting.pop()
        instrument = structure.instruments.get(stream)
        if instrument is None or stream in seen:
            continue
        seen.add(stream)
        found |= instrument.units
        waiting += [act.instrument for act in instrument.acts.instruments]  # an ended repeal gives back what it ended
    return frozenset(found)


def record(
    structure: Structure, recorded: InstrumentRecorded, *, statement: Digest, stream: StreamId, by: Digest
) -> Structure:
    """Return the structure with a recorded instrument that waits to be confirmed; nothing else changes."""
    work = Work(structure)
    work.record(recorded, statement=statement, stream=stream, by=by)
    return work.so_far()


def confirm(structure: Structure, recorded: Digest, source: Source) -> Structure:
    """Return the structure as known when a recorded instrument is confirmed: it counts from here on."""
    work = Work(structure)
    work.apply(work.pending.pop(recorded).recorded.acts, source)
    return work.so_far()


class Work:
    """A structure while the acts of instruments are applied to it, one after the other.

    Versions are found again when somebody looks at them, so that many instruments take little longer than their acts.
    """

    source: Source
    """The instrument whose acts are applied; the one that was begun last."""

    def __init__(self, structure: Structure) -> None:
        """Start from what is known; *structure* itself stays as it is."""
        self.before = structure
        self.instruments = dict(structure.instruments)
        self.changes = dict(structure.changes)
        self.units = dict(structure.units)
        self.below = dict(structure.below)
        self.coded = dict(structure.coded)
        self.pending = dict(structure.pending)
        self._spoken: set[UnitId] = set()
        self._places = 0
        self._stale: set[UnitId] = set()
        self.touched: set[UnitId] = set()
        """The units whose versions may differ from those before."""
        self._put_below: dict[UnitId | None, set[UnitId]] = {}
        self._given: dict[str, set[UnitId]] = {}

    # --- instruments -------------------------------------------------------------------------------------

    def begin(self, acts: Acts, source: Source) -> None:
        """Know the next instrument; its acts are applied one by one with `change` and `claim`."""
        self._settle()
        self.source = source
        self.instruments[source.stream] = Instrument(source, acts)
        self._spoken, self._places = set(), 0

    def apply(self, acts: Acts, source: Source) -> None:
        """Know the next instrument with all its acts."""
        self.begin(acts, source)
        for change in acts.instruments:
            self.change(change)
        for act in acts.units:
            self.claim(act)

    def record(self, recorded: InstrumentRecorded, *, statement: Digest, stream: StreamId, by: Digest) -> None:
        """Know a recorded instrument that waits to be confirmed."""
        self.pending[statement] = Pending(recorded, stream, by)

    def _settle(self) -> None:
        """Keep of which units the instrument that was begun last has spoken."""
        if self._spoken:
            stream = self.source.stream
            self.instruments[stream] = replace(self.instruments[stream], units=frozenset(self._spoken))

    # --- acts on instruments -----------------------------------------------------------------------------

    def change(self, act: InstrumentAct) -> None:
        """Apply an act on an earlier instrument."""
        change = Change(act.kind, act.clause, begin_of(self.source, act), self.source)
        self.changes[act.instrument] = (*self.changes.get(act.instrument, ()), change)
        self._end_again(act.instrument)

    def _end_again(self, stream: StreamId) -> None:
        """Find again which ends of an instrument are in effect, and of those that it ended itself, and so on."""
        waiting = [stream]
        while waiting:
            instrument = self.instruments.get(waiting.pop())
            if instrument is None:
                continue  # an order without acts
            source = instrument.source
            ends = tuple(
                End(change.clause, change.since, change.by)
                for change in self.changes.get(source.stream, ())
                if change.kind in ENDING
                and change.by.position > source.position
                and in_effect(change, self.instruments)
            )
            if ends != instrument.ends:
                self.instruments[source.stream] = replace(instrument, ends=ends)
                self._stale |= instrument.units
                self.touched |= instrument.units
                waiting += self._earlier(instrument)

    def _earlier(self, instrument: Instrument) -> Iterator[StreamId]:
        """Yield the instruments that one changes; those that are not earlier than itself it cannot change."""
        for act in instrument.acts.instruments:
            known = self.instruments.get(act.instrument)
            if known is not None and known.source.position < instrument.source.position:
                yield act.instrument

    # --- acts on units -----------------------------------------------------------------------------------

    def claim(self, act: UnitAct) -> None:
        """Apply an act on a unit, on every unit of a set, or on those that are merged."""
        for unit, says in said(act, self.members(act), self._moved(act)):
            self._add(unit, act, says)

    def members(self, act: UnitAct) -> list[UnitId]:
        """Return the units that an act is on, by their permanent names: its own, or those of its set."""
        if act.every is None:
            return [] if act.unit is None else [act.unit]
        on = begin_of(self.source, act)
        found = []
        for unit in sorted(self.units):
            state = self.at(unit, on)
            if state is not None and state.kind == act.every and self._stands_below(state, act.under, on):
                found.append(unit)
        return found

    def _stands_below(self, state: UnitState, under: UnitId | None, on: datetime) -> bool:
        if under is None:
            return True
        seen: set[UnitId] = set()
        parent = state.parent
        while parent is not None and parent != under and parent not in seen:
            seen.add(parent)
            above = self.at(parent, on)
            parent = None if above is None else above.parent
        return parent == under

    def _moved(self, act: UnitAct) -> list[UnitId]:
        """Return the living children of merged units, which go under the unit that they are merged into."""
        if act.kind is not UnitActKind.MERGE:
            return []
        on = begin_of(self.source, act)
        return [child.unit for unit in act.units for child in self.children(unit, on) if child.unit != act.unit]

    def _add(self, unit: UnitId, act: UnitAct, says: tuple[tuple[Attribute, str | None], ...]) -> None:
        claim = Claim(self.source.stream, self._places, act, says)
        self._places += 1
        known = self.units.get(unit, Unit((), ()))
        self.units[unit] = replace(known, claims=(*known.claims, claim))
        self._spoken.add(unit)
        self._stale.add(unit)
        self.touched.add(unit)
        for attribute, value in says:
            if attribute is Attribute.PARENT:
                parent = None if value is None else UnitId(value)
                self._put_below.setdefault(parent, set()).add(unit)
            elif attribute is Attribute.CODE and value is not None:
                self._given.setdefault(value, set()).add(unit)

    # --- what stands meanwhile ---------------------------------------------------------------------------

    def versions(self, unit: UnitId) -> tuple[Version, ...]:
        """Return the versions of a unit as the acts so far leave it."""
        if unit in self._stale:
            known = self.units[unit]
            self.units[unit] = replace(known, versions=evaluate(unit, known.claims, self.instruments))
            self._stale.discard(unit)
        known_now = self.units.get(unit)
        return () if known_now is None else known_now.versions

    def at(self, unit: UnitId, on: datetime) -> UnitState | None:
        """Return a unit as it stands at a moment."""
        return state_at(self.versions(unit), on)

    def children(self, unit: UnitId | None, on: datetime) -> list[UnitState]:
        """Return the units directly under *unit* at a moment."""
        found = (self.at(child, on) for child in sorted(self.ever_below(unit)))
        return [state for state in found if state is not None and state.parent == unit]

    def ever_below(self, unit: UnitId | None) -> frozenset[UnitId] | set[UnitId]:
        """Return the units that any act ever put under *unit*."""
        known = self.below.get(unit, frozenset())
        return known | self._put_below[unit] if unit in self._put_below else known

    def so_far(self) -> Structure:
        """Return what is known after the acts so far; further acts go on in it, so keep only the last one."""
        self._settle()
        for unit in tuple(self._stale):
            self.versions(unit)
        for parent, units in self._put_below.items():
            self.below[parent] = self.below.get(parent, frozenset()) | units
        for code, units in self._given.items():
            self.coded[code] = self.coded.get(code, frozenset()) | units
        self._put_below, self._given = {}, {}
        return Structure(self.instruments, self.changes, self.units, self.below, self.coded, self.pending)


def in_effect(change: Change, instruments: Mapping[StreamId, Instrument]) -> bool:
    """Tell whether a change ever begins: its instrument was not ended as a whole before."""
    by = instruments.get(change.by.stream)
    return by is None or all(end.clause is not None or change.since < end.since for end in by.ends)


def said(
    act: UnitAct, members: Sequence[UnitId], moved: Sequence[UnitId]
) -> Iterator[tuple[UnitId, tuple[tuple[Attribute, str | None], ...]]]:
    """Yield what an act says of which unit."""
    match act.kind:
        case UnitActKind.ESTABLISH:
            for member in members:
                in_set = act.every is not None
                unit = UnitId(f"{member}/{act.unit}") if in_set else member
                yield unit, _founded(act, member if in_set else act.parent)
        case UnitActKind.MERGE:
            yield from ((unit, ((Attribute.EXISTS, None),)) for unit in act.units)
            yield from ((unit, ((Attribute.PARENT, act.unit),)) for unit in moved)
        case UnitActKind.ABOLISH | UnitActKind.SPLIT:
            yield from ((unit, ((Attribute.EXISTS, None),)) for unit in members)
        case UnitActKind.RENAME:
            yield from ((unit, ((Attribute.NAME, act.name),)) for unit in members)
        case UnitActKind.MOVE:
            yield from ((unit, ((Attribute.PARENT, act.parent),)) for unit in members)
        case UnitActKind.CHANGE_DUTIES:
            yield from ((unit, ((Attribute.DUTIES, act.duties),)) for unit in members)
        case UnitActKind.RECODE:
            yield from ((unit, ((Attribute.CODE, act.code),)) for unit in members)


def _founded(act: UnitAct, parent: UnitId | None) -> tuple[tuple[Attribute, str | None], ...]:
    return (
        (Attribute.EXISTS, _YES),
        (Attribute.NAME, act.name),
        (Attribute.PARENT, parent),
        (Attribute.KIND, act.unit_kind),
        (Attribute.CODE, act.code),
        (Attribute.DUTIES, act.duties),
    )
