"""What lies between two points of the structure: units added, abolished, renamed, moved, recoded, and by which orders.

    (on A, known at A) ──knowledge goes on──▶ (on A, known at B) ──time goes on──▶ (on B, known at B)

On the first leg a row gives way to another where an instrument became known; on the second where something began or
ended by instruments that the row names. Each change is put down to those at which its part of the unit changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.structure.acts import UnitId
from domain.structure.instruments import Source
from domain.structure.structure import Attribute
from registry.views.spans import OPEN, Point, seconds, until_seconds
from registry.views.structure import StructureView, UnitRow

COMPARED: Final = (Attribute.EXISTS, Attribute.NAME, Attribute.PARENT, Attribute.CODE, Attribute.KIND, Attribute.DUTIES)


@dataclass(frozen=True, slots=True)
class Change:
    """One attribute of a unit that is otherwise at B than at A; for existence, the permanent name or None."""

    attribute: Attribute
    before: str | None
    after: str | None
    by: tuple[Source, ...] = ()
    """The instruments by which it changed, in the order of the log."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One unit at both points; None where it does not exist."""

    unit: UnitId
    before: UnitRow | None
    after: UnitRow | None
    changes: tuple[Change, ...] = ()


_By = Mapping[str, Sequence[int]]
"""The positions of instruments, by the name of the attribute that they changed."""


@dataclass(frozen=True, slots=True)
class _Spell:
    """A row while it holds, on one of the two axes, and by what it began and ended there."""

    row: UnitRow
    begin: int
    end: int
    begun: _By
    ended: _By


@dataclass(frozen=True, slots=True)
class _Crossing:
    """One place between the points at which a unit became otherwise, and by what."""

    before: UnitRow | None
    after: UnitRow | None
    by: _By

    def positions(self, attribute: Attribute) -> Sequence[int]:
        """Return by which instruments an attribute changed here; none where it did not."""
        same = _part(self.before, attribute) == _part(self.after, attribute)
        return () if same else self.by.get(attribute.value, ())


def compare(view: StructureView, a: Point, b: Point, under: UnitId | None = None) -> list[Compared]:
    """Return every unit that exists at either point, as it stands at *b*; abolished ones behind their old parent.

    Args:
        view: the structure.
        a: where one looks from; may lie behind *b* on either axis.
        b: where one looks to.
        under: the unit whose trees are compared; None for all units.
    """
    return [explained(view, one, a, b) for one in differing(view, a, b, under)]


def differing(view: StructureView, a: Point, b: Point, under: UnitId | None = None) -> list[Compared]:
    """Return the same as `compare`, of no change by what: for many units that takes longer than all the rest."""
    before = {row.unit: row for row in view.tree(a, under)}
    after = {row.unit: row for row in view.tree(b, under)}
    if under is not None:  # what was moved out of the tree or into it exists at both points
        before |= {row.unit: row for unit in after.keys() - before.keys() if (row := view.unit(unit, a))}
        after |= {row.unit: row for unit in before.keys() - after.keys() if (row := view.unit(unit, b))}
    return [_compared(unit, before.get(unit), after.get(unit)) for unit in _in_order(before, after)]


def explained(view: StructureView, one: Compared, a: Point, b: Point) -> Compared:
    """Return a unit that was compared, every change with the instruments by which it changed."""
    if not one.changes:
        return one
    crossings = list(_crossings(view, one.unit, a, b))
    changes = []
    for change in one.changes:
        positions = sorted({place for crossing in crossings for place in crossing.positions(change.attribute)})
        changes.append(replace(change, by=tuple(view.source(position) for position in positions)))
    return replace(one, changes=tuple(changes))


def _in_order(before: Mapping[UnitId, UnitRow], after: Mapping[UnitId, UnitRow]) -> list[UnitId]:
    """Return units in the order of the tree at B; one that is gone behind what stood before it at A."""
    gone: dict[UnitId | None, list[UnitId]] = {None: []}
    ahead: UnitId | None = None
    for unit in before:
        if unit in after:
            ahead = unit
            gone[ahead] = []
        else:
            gone[ahead].append(unit)
    found = list(gone[None])
    for unit in after:
        found += (unit, *gone.get(unit, ()))
    return found


def _compared(unit: UnitId, before: UnitRow | None, after: UnitRow | None) -> Compared:
    changed = [one for one in COMPARED if _part(before, one) != _part(after, one)]
    if before is None or after is None:
        changed = [Attribute.EXISTS]
    changes = (Change(attribute, _part(before, attribute), _part(after, attribute)) for attribute in changed)
    return Compared(unit, before, after, tuple(changes))


def _crossings(view: StructureView, unit: UnitId, a: Point, b: Point) -> Iterator[_Crossing]:
    """Yield where a unit became otherwise on the way, whichever way round the points lie."""
    first, last = sorted((a.known_at, b.known_at))
    known = [
        _Spell(row, row.known_from, end := row.known_to or OPEN, _all(row.known_from), _all(end))
        for row in view.known_between(unit, a.on, first, last)
    ]
    yield from _walked(known, first, last)
    in_force = [
        _Spell(row, seconds(row.valid_from), until_seconds(row.valid_to), row.begun, row.ended)
        for row in view.versions(unit, b.known_at)
    ]
    yield from _walked(in_force, *sorted((seconds(a.on), seconds(b.on))))


def _walked(spells: Sequence[_Spell], first: int, last: int) -> Iterator[_Crossing]:
    """Yield what begins and ends behind *first*, up to and including *last*."""
    previous: _Spell | None = None
    for spell in spells:
        joined = previous is not None and previous.end == spell.begin
        if previous is not None and not joined and first < previous.end <= last:
            yield _Crossing(previous.row, None, previous.ended)
        if first < spell.begin <= last:
            yield _Crossing(previous.row if previous is not None and joined else None, spell.row, spell.begun)
        previous = spell
    if previous is not None and first < previous.end <= last:
        yield _Crossing(previous.row, None, previous.ended)


def _all(position: int) -> _By:
    """Return one instrument as what changed every attribute: where it became known, the whole row gave way."""
    return {attribute.value: (position,) for attribute in Attribute}


def _part(row: UnitRow | None, attribute: Attribute) -> str | None:
    return None if row is None else row.part(attribute)
