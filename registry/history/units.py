"""How a unit stands after each instrument that speaks of it, as `registry.views.structure` keeps it."""

from collections.abc import Iterator

from domain.structure.acts import UnitId
from registry.history.fields import Field, State
from registry.views.spans import Point
from registry.views.structure import Happened, StructureView, UnitRow


def state(view: StructureView, unit: UnitId, at: Point) -> State:
    """Return a unit's fields at a point; none where it did not exist."""
    row = view.unit(unit, at)
    return {} if row is None else _fields(row)


def happened(view: StructureView, unit: UnitId) -> Iterator[tuple[int, list[Happened]]]:
    """Yield the positions where something of a unit became known, and what, in the order of the log."""
    by_position: dict[int, list[Happened]] = {}
    for one in view.happened(unit, view.position):
        by_position.setdefault(one.by.position, []).append(one)
    yield from sorted(by_position.items())


def _fields(row: UnitRow) -> State:
    told = {
        "name": row.name,
        "parent": row.parent,
        "unit_kind": row.kind,
        "code": row.code,
        "duties": row.duties,
        "established_by": row.established_by.number,
        "made_so_by": row.by.number,
    }
    return {Field(what): text for what, text in told.items() if text}
