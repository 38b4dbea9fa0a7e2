"""What holds of the structure at every moment, as known at any time.

* a unit's parent exists as long as the unit stands under it, and no unit stands below itself
* a permanent name is given once
* no two units under one parent have one name at one time
* no two units bear one code at one time, and a vacant code stays vacant (`domain.structure.unit_codes`)

Only what the acts at hand may have changed is looked at again: it all held before.
"""

from collections import defaultdict
from datetime import datetime
from itertools import pairwise

from domain.errors import WrongStage
from domain.structure.acts import UnitActKind, UnitId
from domain.structure.evolving import Work
from domain.structure.instruments import Source, begin_of, interval
from domain.structure.structure import Attribute, UnitState, Version, said_by
from domain.structure.unit_codes import require_alone

_ENDS_UNITS = frozenset({UnitActKind.ABOLISH, UnitActKind.MERGE, UnitActKind.SPLIT})
_MOST_NAMED = 10
"""Children that a refusal names."""


def require_sound(work: Work) -> None:
    """Refuse what the acts so far make of the structure where it cannot be so at some moment.

    Raises:
        WrongStage: naming the units, the moment and the other order.
    """
    structure = work.so_far()
    touched = sorted(work.touched)
    for unit in touched:
        _require_founded_once(work, unit)
        _require_children_kept(work, unit)
    for unit in touched:
        for version in work.versions(unit):
            _require_parent(work, version)
            _require_not_below_itself(work, version)
    _require_names(work, touched)
    for code in sorted({v.state.code for unit in touched for v in work.versions(unit) if v.state.code is not None}):
        require_alone(structure, code, structure.coded[code])


def _require_founded_once(work: Work, unit: UnitId) -> None:
    """Refuse a second establishment in force: an act that ends an order's repeal may bring one back."""
    founding = [
        instrument.source
        for claim in work.units[unit].claims
        if claim.act.kind is UnitActKind.ESTABLISH
        and interval(instrument := work.instruments[claim.stream], claim.act) is not None
    ]
    if len(founding) > 1:
        raise WrongStage(
            "unit-established-twice",
            f"{unit} would be established by {founding[0].number} and by {founding[1].number}.",
            unit=unit,
            first=founding[0].number,
            by=founding[1].number,
        )


def _require_children_kept(work: Work, unit: UnitId) -> None:
    """Refuse an end of *unit* while units stand under it; all of them of the first such moment are named."""
    orphans: dict[datetime, list[UnitState]] = defaultdict(list)
    for child in work.ever_below(unit):
        for version in work.versions(child):
            if version.state.parent == unit and (moment := _uncovered(work, unit, version)) is not None:
                if moment == version.since:
                    _require_parent(work, version)  # a later order puts it under a parent that would not be there
                orphans[moment].append(version.state)
    if not orphans:
        return
    moment = min(orphans)
    states = sorted(orphans[moment], key=lambda state: state.unit)
    names = ", ".join(state.name for state in states[:_MOST_NAMED])
    numbers = ", ".join(sorted({_by(work, state.unit, moment, Attribute.PARENT).number for state in states}))
    raise WrongStage(
        "has-living-children",
        f"{unit} cannot end at {moment}: {len(states)} units stand under it ({names}), by {numbers}. "
        "Move or abolish them first.",
        unit=unit,
        at=moment,
        count=len(states),
        children=names,
        by=numbers,
    )


def _require_parent(work: Work, version: Version) -> None:
    state = version.state
    if state.parent is None:
        return
    moment = _uncovered(work, state.parent, version)
    if moment is None:
        return
    put_there = _by(work, state.unit, moment, Attribute.PARENT)
    ours = put_there.stream == work.source.stream
    by = not_there_by(work, state.parent, moment) if ours else put_there.number
    raise WrongStage(
        "parent-not-there",
        f"{state.unit} would stand under {state.parent} at {moment}, and {state.parent} does not exist then: see {by}.",
        unit=state.unit,
        parent=state.parent,
        at=moment,
        by=by,
    )


def _uncovered(work: Work, parent: UnitId, version: Version) -> datetime | None:
    """Return the first moment of a version at which *parent* does not exist, if there is one."""
    moment = version.since
    for above in work.versions(parent):
        if above.since > moment:
            return moment
        if above.until is None:
            return None
        if above.until > moment:
            moment = above.until
            if version.until is not None and version.until <= moment:
                return None
    return moment


def _require_not_below_itself(work: Work, version: Version) -> None:
    """Refuse a unit that would stand somewhere below itself at some moment of a version."""
    unit = version.state.unit
    waiting = [(version.state, version.since, version.until)]
    seen: set[tuple[UnitId, datetime, datetime | None]] = set()
    while waiting:
        state, since, until = waiting.pop()
        if state.parent is None:
            continue
        if state.parent == unit:
            by = _by(work, state.unit, since, Attribute.PARENT).number
            raise WrongStage(
                "under-itself",
                f"{unit} would stand below itself at {since}, by {_by(work, unit, since, Attribute.PARENT).number}: "
                f"{state.unit} stands under it by {by}.",
                unit=unit,
                at=since,
                child=state.unit,
                by=by,
            )
        if (state.parent, since, until) in seen:
            continue  # others stand below themselves
        seen.add((state.parent, since, until))
        for above in work.versions(state.parent):
            later = max(since, above.since)
            sooner = _sooner(until, above.until)
            if sooner is None or later < sooner:
                waiting.append((above.state, later, sooner))


def _require_names(work: Work, touched: list[UnitId]) -> None:
    """Refuse two units of one name under one parent at one time."""
    parents = {version.state.parent for unit in touched for version in work.versions(unit)}
    changed = set(touched)
    for parent in parents:
        named: dict[str, list[Version]] = defaultdict(list)
        for unit in work.ever_below(parent):
            for version in work.versions(unit):
                if version.state.parent == parent:
                    named[version.state.name].append(version)
        for name, found in named.items():
            found.sort(key=lambda version: version.since)
            for earlier, later in pairwise(found):
                same = earlier.state.unit == later.state.unit
                if same or (earlier.until is not None and earlier.until <= later.since):
                    continue
                other = earlier.state if later.state.unit in changed else later.state
                by = _by(work, other.unit, later.since, Attribute.NAME, Attribute.PARENT).number
                raise WrongStage(
                    "name-taken",
                    f"{name} is the name of {other.unit} at {later.since}, by {by}: two units under one parent are "
                    "told apart by their names.",
                    name=name,
                    unit=other.unit,
                    at=later.since,
                    by=by,
                )


def _by(work: Work, unit: UnitId, on: datetime, *attributes: Attribute) -> Source:
    """Return which instrument puts a unit where it stands, or calls it so, at a moment."""
    return said_by(work.units[unit].claims, work.instruments, on, *attributes)


def _sooner(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def not_there_by(work: Work, unit: UnitId, on: datetime) -> str:
    """Return the number of the instrument because of which a unit does not exist at a moment.

    That is the one that ended it, or establishes it later only, or took its establishment out of force.
    """
    known = work.versions(unit)
    if not known:
        founding = work.instruments[work.units[unit].claims[0].stream]
        return founding.ends[-1].by.number if founding.ends else founding.source.number
    earlier = [version for version in known if version.since <= on]
    return _ended_by(work, unit, earlier[-1]) if earlier else known[0].state.established_by.number


def _ended_by(work: Work, unit: UnitId, version: Version) -> str:
    for claim in work.units[unit].claims:
        instrument = work.instruments[claim.stream]
        if claim.act.kind in _ENDS_UNITS and begin_of(instrument.source, claim.act) == version.until:
            return instrument.source.number
        for end in instrument.ends:
            if end.since == version.until:
                return end.by.number
    return version.state.established_by.number
