"""How a unit stands after each instrument that speaks of it, as `registry.views.structure` keeps it."""

from domain.structure.acts import UnitId
from registry.history.fields import Change, Field, State, changes
from registry.views.spans import Point
from registry.views.structure import StructureView, UnitRow


def state(view: StructureView, unit: UnitId, at: Point) -> State:
    """Return a unit's fields at a point; none where it did not exist."""
    row = view.unit(unit, at)
    return {} if row is None else _fields(row)


def known_at(view: StructureView, unit: UnitId) -> list[int]:
    """Return the positions where something of a unit became known, proposals among it, in the order of the log."""
    return sorted({one.by.position for one in view.happened(unit, view.position)})


def changed_at(view: StructureView, unit: UnitId, position: int) -> list[Change]:
    """Return what of a unit is otherwise at any moment since the fact at a position became known."""
    rows = (*view.versions(unit, position - 1), *view.versions(unit, position))
    moments = sorted({row.valid_from for row in rows} | {row.valid_to for row in rows if row.valid_to is not None})
    found = (
        change
        for on in moments
        for change in changes(state(view, unit, Point(on, position - 1)), state(view, unit, Point(on, position)))
    )
    return list(dict.fromkeys(found))


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
