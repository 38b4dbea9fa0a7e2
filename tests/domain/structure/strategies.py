"""Random orders: few units, few days, every kind of act, dates before and after the orders themselves."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from domain.structure.acts import InstrumentAct, InstrumentActKind, UnitAct, UnitActKind, UnitId
from tests.domain.structure.history import (
    Order,
    abolish,
    change_duties,
    day,
    establish,
    merge,
    move,
    on_instrument,
    order,
    recode,
    rename,
    split,
)

DAYS = 8
UNITS = ("a", "b", "c", "a/x", "b/x")
KINDS = ("office", "group")
CODES = ("มท 9901", "มท 9902")
MOMENTS = [day(half / 2) for half in range(1, 2 * DAYS + 4)]
"""Every half day, from before the first order to after the last act."""

units = st.sampled_from(UNITS)
clauses = st.sampled_from([None, "ข้อ 1", "ข้อ 2"])
days = st.one_of(st.none(), st.integers(1, DAYS).map(day))


@st.composite
def unit_acts(draw: st.DrawFn) -> UnitAct:
    """An act on a unit, or on a set; whether it is possible is another matter."""
    kind = draw(st.sampled_from([*UnitActKind, UnitActKind.ESTABLISH, UnitActKind.ESTABLISH]))
    act = _plain(draw, kind, draw(units))
    since = draw(days)
    until = None if since is None or draw(st.integers(0, 2)) else since + timedelta(days=draw(st.integers(1, 4)))
    act = replace(act, since=since, until=until, clause=draw(clauses))
    may_be_set = kind not in {UnitActKind.MERGE, UnitActKind.SPLIT, UnitActKind.RECODE}
    if may_be_set and draw(st.integers(0, 3)) == 0:
        return _of_a_set(draw, act)
    return act


def _plain(draw: st.DrawFn, kind: UnitActKind, unit: str) -> UnitAct:  # noqa: PLR0911 - one case a kind
    others = st.lists(units.filter(lambda other: other != unit), min_size=2, max_size=2, unique=True)
    match kind:
        case UnitActKind.ESTABLISH:
            parent = draw(st.sampled_from([None, "a", "b", "a/x"]))
            name, unit_kind = draw(st.sampled_from(["ก", "ข", "ค", unit])), draw(st.sampled_from(KINDS))
            return establish(unit, parent=parent, name=name, unit_kind=unit_kind)
        case UnitActKind.ABOLISH:
            return abolish(unit)
        case UnitActKind.MERGE:
            return merge(unit, *draw(others)[: draw(st.integers(1, 2))])
        case UnitActKind.SPLIT:
            return split(unit, *draw(others))
        case UnitActKind.RENAME:
            return rename(unit, draw(st.sampled_from(["ก", "ข", "ง"])))
        case UnitActKind.MOVE:
            return move(unit, draw(units))
        case UnitActKind.CHANGE_DUTIES:
            return change_duties(unit, draw(st.sampled_from(["งาน ๑", "งาน ๒"])))
        case UnitActKind.RECODE:
            return recode(unit, draw(st.sampled_from([None, *CODES])))


def _of_a_set(draw: st.DrawFn, act: UnitAct) -> UnitAct:
    every, under = draw(st.sampled_from(KINDS)), draw(st.sampled_from([None, *map(UnitId, UNITS)]))
    founding = act.kind is UnitActKind.ESTABLISH
    changed = replace(act, unit=UnitId("s") if founding else None, every=every, under=under)
    return replace(changed, parent=None) if founding else changed


@st.composite
def instrument_acts(draw: st.DrawFn, position: int) -> InstrumentAct:
    """An act on an earlier order."""
    kind = draw(st.sampled_from([InstrumentActKind.REPEAL, InstrumentActKind.REPEAL, *InstrumentActKind]))
    earlier = draw(st.integers(0, position - 1))
    clause = "ข้อ 3" if kind is InstrumentActKind.ADD else draw(clauses)
    return on_instrument(kind, earlier, clause=clause, since=draw(days))


@st.composite
def orders(draw: st.DrawFn, *, most: int = 6) -> list[Order]:
    """A history: the first order establishes, the others do anything."""
    first: list[UnitAct] = [
        establish("a", unit_kind="office", since=day(1)),
        establish("b", unit_kind="office", since=day(1)),
        establish("a/x", parent="a", since=day(1), clause="ข้อ 1"),
    ]
    history = [order(0, *first[: draw(st.integers(1, 3))])]
    for position in range(1, draw(st.integers(2, most))):
        acts = draw(st.lists(unit_acts(), min_size=0, max_size=2))
        changes = draw(st.lists(instrument_acts(position), max_size=1)) if draw(st.booleans()) or not acts else []
        history.append(order(position, *acts, *changes))
    return history


def moments() -> st.SearchStrategy[datetime]:
    """A moment worth asking about."""
    return st.sampled_from(MOMENTS)
