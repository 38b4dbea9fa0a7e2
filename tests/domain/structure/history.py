"""Short histories of orders for tests: one order a position, on the days of one month.

order(3, establish("a"), rename("a", "ข", since=day(5)))    the fourth order, number 4/2564, issued on day 4
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, PostAct, UnitAct, UnitActKind, UnitId
from domain.structure.deciding import decide
from domain.structure.evolving import evolve
from domain.structure.instruments import Source
from domain.structure.structure import EMPTY, Structure
from domain.values import Digest, StreamId

THAI_TIME = timezone(timedelta(hours=7))
NOBODY = Digest("sha256:" + "00" * 32)
KIND = "group"


def day(number: float) -> datetime:
    """A day of January 2564, the first of which is 1; 1.5 is its noon."""
    return datetime(2021, 1, 1, tzinfo=THAI_TIME) + timedelta(days=number - 1)


@dataclass(frozen=True)
class Order:
    """One order, and which instrument it is."""

    acts: Acts
    source: Source


def stream(position: int) -> StreamId:
    """The stream of the order at a position."""
    return StreamId(f"stream-{position}")


def order(position: int, *acts: UnitAct | PostAct | InstrumentAct, recorded: bool = False) -> Order:
    """The order at a position, issued a day later than the one before it."""
    number = f"{position + 1}/2564"
    source = Source(stream(position), number, position, day(position + 1), NOBODY, NOBODY if recorded else None)
    return Order(
        Acts(
            units=tuple(act for act in acts if isinstance(act, UnitAct)),
            posts=tuple(act for act in acts if isinstance(act, PostAct)),
            instruments=tuple(act for act in acts if isinstance(act, InstrumentAct)),
        ),
        source,
    )


def known_after(orders: Iterable[Order]) -> Structure:
    """The structure when all *orders* have become known, whether or not they were possible."""
    structure = EMPTY
    for one in orders:
        structure = evolve(structure, one.acts, one.source)
    return structure


def issued(*orders: Sequence[UnitAct | PostAct | InstrumentAct], recorded: bool = False) -> Structure:
    """The structure after orders with these acts, each of which was decided before."""
    structure = EMPTY
    for position, acts in enumerate(orders):
        one = order(position, *acts, recorded=recorded)
        decide(structure, one.acts, one.source)
        structure = evolve(structure, one.acts, one.source)
    return structure


# --- acts --------------------------------------------------------------------------------------------------------


def establish(unit: str, *, parent: str | None = None, **changed: Any) -> UnitAct:
    """A new unit, named after its permanent name."""
    above = None if parent is None else UnitId(parent)
    return _on(UnitActKind.ESTABLISH, unit, **{"name": unit, "unit_kind": KIND, "parent": above, **changed})


def abolish(unit: str, **changed: Any) -> UnitAct:
    return _on(UnitActKind.ABOLISH, unit, **changed)


def rename(unit: str, name: str, **changed: Any) -> UnitAct:
    return _on(UnitActKind.RENAME, unit, name=name, **changed)


def move(unit: str, parent: str, **changed: Any) -> UnitAct:
    return _on(UnitActKind.MOVE, unit, parent=UnitId(parent), **changed)


def merge(into: str, *units: str, **changed: Any) -> UnitAct:
    return _on(UnitActKind.MERGE, into, units=tuple(map(UnitId, units)), **changed)


def split(unit: str, *units: str, **changed: Any) -> UnitAct:
    return _on(UnitActKind.SPLIT, unit, units=tuple(map(UnitId, units)), **changed)


def recode(unit: str, code: str | None, **changed: Any) -> UnitAct:
    return _on(UnitActKind.RECODE, unit, code=code, **changed)


def change_duties(unit: str, duties: str, **changed: Any) -> UnitAct:
    return _on(UnitActKind.CHANGE_DUTIES, unit, duties=duties, **changed)


def on_instrument(kind: InstrumentActKind, position: int, **changed: Any) -> InstrumentAct:
    """An act on the order at a position."""
    text = None if kind is InstrumentActKind.REPEAL else "ข้อความใหม่"
    return InstrumentAct(kind, stream(position), f"{position + 1}/2564", **{"text": text, **changed})


def repeal(position: int, **changed: Any) -> InstrumentAct:
    return on_instrument(InstrumentActKind.REPEAL, position, **changed)


def _on(kind: UnitActKind, unit: str, **changed: Any) -> UnitAct:
    return UnitAct(**{"kind": kind, "unit": UnitId(unit), **changed})
