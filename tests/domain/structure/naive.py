"""The structure evaluated without any cleverness, straight from the orders: what the real one is compared with.

Everything is asked anew at one moment, as known after some orders: which acts are in force, and for each attribute
of a unit which of them speaks last. Only what an act says of which units is kept, since nothing known later
changes it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.structure.acts import InstrumentActKind, UnitAct, UnitActKind
from tests.domain.structure.history import Order

_Rank = tuple[datetime, int, int]
_Says = dict[str, str | None]


@dataclass(frozen=True)
class Seen:
    """A unit as it stands."""

    name: str | None
    parent: str | None
    kind: str | None
    code: str | None
    duties: str | None
    established_by: str
    by: str


class Reading:
    """A naive reader of one history."""

    def __init__(self, orders: Sequence[Order]) -> None:
        self.orders = orders
        self._claims: dict[tuple[int, int], list[tuple[str, _Says]]] = {}

    def look(self, known: Sequence[Order], unit: str, on: datetime) -> Seen | None:
        """How *unit* stands at a moment, as known after the orders *known*, the first of the history."""
        best: dict[str, tuple[_Rank, str | None, str]] = {}
        for rank, number, what, value in self._said_of(known, unit, on):
            if what not in best or best[what][0] < rank:
                best[what] = (rank, value, number)
        if "founded" not in best or best["exists"][1] == "no":
            return None
        founded = best.pop("founded")[2]
        newest = max(best.values(), key=lambda one: one[0])[2]
        name, parent, kind, code, duties = (best[what][1] for what in ("name", "parent", "kind", "code", "duties"))
        return Seen(name, parent, kind, code, duties, established_by=founded, by=newest)

    def units(self, known: Sequence[Order]) -> list[str]:
        """Every unit that the orders speak of."""
        every = {
            unit
            for place, order in enumerate(known)
            for index in range(len(order.acts.units))
            for unit, _ in self._claimed(place, index)
        }
        return sorted(every)

    def _said_of(self, known: Sequence[Order], unit: str, on: datetime) -> Iterator[tuple[_Rank, str, str, str | None]]:
        """Everything that acts in force at a moment say of a unit, with the rank of who says it."""
        for place, order in enumerate(known):
            spoken = 0
            for index, act in enumerate(order.acts.units):
                since = act.since or order.source.issued_at
                over = [act.until or datetime.max.replace(tzinfo=on.tzinfo), *ends(known, place, act.clause)]
                for other, says in self._claimed(place, index):
                    if other == unit and since <= on < min(over):
                        for what, value in says.items():
                            yield (since, order.source.position, spoken), order.source.number, what, value
                    spoken += 1

    def _claimed(self, place: int, index: int) -> list[tuple[str, _Says]]:
        """What one act says of which unit; sets are looked up as known just before the act."""
        if (place, index) not in self._claims:
            order = self.orders[place]
            act = order.acts.units[index]
            since = act.since or order.source.issued_at
            before = [*self.orders[:place], replace(order, acts=replace(order.acts, units=order.acts.units[:index]))]
            looked = {unit: self.look(before, unit, since) for unit in self.units(before)}
            standing = {unit: seen for unit, seen in looked.items() if seen is not None}
            self._claims[place, index] = list(claims(act, standing))
        return self._claims[place, index]


def ends(known: Sequence[Order], place: int, clause: str | None) -> list[datetime]:
    """When later orders end a clause of an order, or (clause None) all of it."""
    found = []
    for later in range(place + 1, len(known)):
        whole = ends(known, later, None)
        for act in known[later].acts.instruments:
            since = act.since or known[later].source.issued_at
            hits = act.instrument == known[place].source.stream and act.clause in {None, clause}
            ending = act.kind in {InstrumentActKind.REPEAL, InstrumentActKind.REPLACE}
            if hits and ending and all(since < end for end in whole):
                found.append(since)
    return found


def claims(act: UnitAct, standing: dict[str, Seen]) -> Iterator[tuple[str, _Says]]:
    """What an act says of which unit, where these units stand when it begins."""
    members = [str(act.unit)] if act.every is None else [unit for unit in standing if in_set(act, unit, standing)]
    if act.kind is UnitActKind.MERGE:
        for gone in act.units:
            yield gone, {"exists": "no"}
        for source in act.units:
            for unit, seen in standing.items():
                if seen.parent == source and unit != act.unit:
                    yield unit, {"parent": act.unit}
        return
    for member in members:
        if act.kind is not UnitActKind.ESTABLISH:
            yield member, says(act)
        elif act.every is None:
            yield member, {**says(act), "parent": act.parent}
        else:
            yield f"{member}/{act.unit}", {**says(act), "parent": member}


def says(act: UnitAct) -> _Says:
    """What an act says of each of its units, save whose children they are when it establishes them."""
    new = {"name": act.name, "kind": act.unit_kind, "code": act.code, "duties": act.duties}
    said: dict[UnitActKind, _Says] = {
        UnitActKind.ESTABLISH: {"founded": "yes", "exists": "yes", **new},
        UnitActKind.ABOLISH: {"exists": "no"},
        UnitActKind.SPLIT: {"exists": "no"},
        UnitActKind.RENAME: {"name": act.name},
        UnitActKind.MOVE: {"parent": act.parent},
        UnitActKind.CHANGE_DUTIES: {"duties": act.duties},
        UnitActKind.RECODE: {"code": act.code},
    }
    return said[act.kind]


def in_set(act: UnitAct, unit: str, standing: dict[str, Seen]) -> bool:
    """Whether a standing unit is of the set's kind and below its top."""
    if standing[unit].kind != act.every:
        return False
    above = standing[unit].parent
    for _ in range(len(standing)):
        if above == act.under:
            return True
        above = standing[above].parent if above in standing else None
    return act.under is None
