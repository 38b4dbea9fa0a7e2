"""The organisation in outline, for trees of many units: little of each unit, found by one question.

    outline     every unit at a point, each behind its parent, with its level and how many stand under it
    children    those directly under one unit
    moments     where the structure becomes otherwise in time, as known at a position
    positions   where in the log it became known otherwise, of one moment

`StructureView.tree` says everything of every unit and takes twenty times as long.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Self, TypeVar

from domain.structure.acts import UnitId
from registry.views.spans import HOLDS, OPEN, Point, moment, seconds
from registry.views.structure import StructureView

T = TypeVar("T", int, datetime)


@dataclass(frozen=True, slots=True)
class Line:
    """One unit as a line of the outline."""

    unit: UnitId
    name: str
    parent: UnitId | None
    kind: str
    code: str | None
    by: str
    """The number of the newest instrument that made it so."""
    position: int
    """Of that instrument."""
    level: int
    """1 for a unit under nobody, or for the one that was asked for."""
    below: int
    """How many units stand directly under it."""


def outline(view: StructureView, at: Point, under: UnitId | None = None) -> list[Line]:
    """Return the units that existed, each behind its parent; siblings by code, then by permanent name.

    Args:
        view: the structure.
        at: the point that is asked for.
        under: the unit whose tree it is, itself first; None for all units.
    """
    below: dict[UnitId | None, list[Any]] = defaultdict(list)
    for row in view.rows(_LINES + f" WHERE {HOLDS}", at.values):
        if row["unit"] == under:
            below[None] = [row]
        elif under is None or row["parent"] is not None:
            below[row["parent"]].append(row)
    found: list[Line] = []
    waiting = [(row, 1) for row in _last_first(below[None])]
    while waiting:
        row, level = waiting.pop()
        there = below.get(row["unit"], [])
        found.append(_line(row, level, len(there)))
        waiting += [(child, level + 1) for child in _last_first(there)]
    return found


def children(view: StructureView, at: Point, parent: UnitId) -> list[Line]:
    """Return the units that stood directly under one, as `outline` has them; their level is 1."""
    rows = view.rows(_LINES + f" WHERE parent = ? AND {HOLDS}", (parent, *at.values))
    return [_line(row, 1, _count_below(view, at, row["unit"])) for row in reversed(_last_first(rows))]


def moments(view: StructureView, known_at: int) -> list[datetime]:
    """Return every moment at which the structure becomes otherwise, as known at a position, in order."""
    known = "FROM units WHERE known_from <= ? AND known_to > ?"
    asked = f"SELECT valid_from AS at {known} UNION SELECT valid_to {known} AND valid_to < {OPEN} ORDER BY at"
    return [moment(row["at"]) for row in view.rows(asked, (known_at,) * 4)]


def positions(view: StructureView, on: datetime) -> list[int]:
    """Return every position from which the structure of one moment is known otherwise, in order."""
    in_force = "FROM units WHERE valid_from <= ? AND valid_to > ?"
    asked = f"SELECT known_from AS at {in_force} UNION SELECT known_to {in_force} AND known_to < {OPEN} ORDER BY at"
    return [row["at"] for row in view.rows(asked, (seconds(on),) * 4)]


@dataclass(frozen=True, slots=True)
class Stretch(Generic[T]):
    """Between which changes of one axis a point lies; None where there is no such change."""

    before: T | None
    """Where the stretch before this one begins."""
    since: T | None
    until: T | None
    """Where the next one begins."""

    @classmethod
    def around(cls, at: T, changes: Sequence[T]) -> Self:
        """Return the stretch that holds *at*, of *changes* in order."""
        place = bisect_right(changes, at)
        before, since = (changes[place - back] if place >= back else None for back in (2, 1))
        return cls(before, since, changes[place] if place < len(changes) else None)


_LINES = (
    "SELECT unit, name, parent, kind, code, sources.number AS number, sources.position AS position FROM units "
    "JOIN sources ON sources.position = made_by"
)


def _line(row: Any, level: int, below: int) -> Line:  # noqa: ANN401 - a row of the file
    told = (row["unit"], row["name"], row["parent"], row["kind"], row["code"], row["number"], row["position"])
    return Line(*told, level, below)


def _last_first(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row["code"] is None, row["code"] or "", row["unit"]), reverse=True)


def _count_below(view: StructureView, at: Point, unit: UnitId) -> int:
    asked = f"SELECT count(*) AS count FROM units WHERE parent = ? AND {HOLDS}"  # noqa: S608 - our own words
    return int(next(view.rows(asked, (unit, *at.values)))["count"])
