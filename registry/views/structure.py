"""What the organisation looked like (โครงสร้าง), on any day and as known at any moment: units and their tree.

    units      one row a version of a unit: how it stood, when in force, when known (`registry.views.spans`)
    happened   what instruments said of each unit, those that wait or are only proposed among it
    sources    the instruments, by the position where they became known

A later order may change the past. What was known before is kept beside it: rows are closed, never changed, so an
answer as known at a position stays what it was, whatever comes after.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar

from domain.codes import owner_code
from domain.errors import InvalidValue, NoSuchThing
from domain.structure.acts import UnitId
from domain.structure.instruments import Source
from domain.structure.structure import Attribute
from domain.thai.digits import to_arabic
from registry.reader import Recorded
from registry.views.spans import HOLDS, OPEN, Point, moment, seconds, until_moment
from registry.views.structure_entries import TABLES, Entries, Folded, source_columns, source_of
from registry.views.view import View, Write

MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One version of a unit: how it stood, when that was in force, and from when to when it was known so."""

    unit: UnitId
    name: str
    parent: UnitId | None
    kind: str
    code: str | None
    duties: str | None
    established_by: Source
    by: Source
    """The newest instrument that made it so."""
    valid_from: datetime
    valid_to: datetime | None
    known_from: int
    known_to: int | None
    begun: Mapping[str, Sequence[int]]
    """By which instruments it began to be so: by the name of an `Attribute`, their positions."""
    ended: Mapping[str, Sequence[int]]

    def part(self, attribute: Attribute) -> str | None:
        """Return what one attribute is; of existence, its permanent name."""
        return str(self.unit) if attribute is Attribute.EXISTS else getattr(self, attribute.value)


class Standing(Enum):
    """What counts of what an instrument says."""

    COUNTS = "counts"
    RECORDED = "recorded"
    """Recorded, and not confirmed by a second registrar yet."""
    PROPOSED = "proposed"
    """A cabinet note, a draft: not in force."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What one instrument says of one unit."""

    unit: UnitId
    kind: str
    """Of a `UnitActKind` or an `InstrumentActKind`."""
    standing: Standing
    clause: str | None
    says: Mapping[str, str | None]
    """What it makes of which attribute; for an act on an instrument, which *instrument* and what *of* it."""
    since: datetime
    until: datetime | None
    by: Source


class StructureView(View):
    """The units of the organisation on two axes of time."""

    NAME: ClassVar[str] = "structure"
    VERSION: ClassVar[int] = 2
    TABLES: ClassVar[tuple[str, ...]] = TABLES
    NAMES: ClassVar[tuple[str, ...] | None] = (
        "registry.opened.v1",
        "officer.enrolled.v1",
        "order.signed.v2",
        "order.signed.v3",
        "order.signed-by-hand.v1",
        "order.issued.v1",
        "instrument.recorded.v1",
        "instrument.confirmed.v1",
        "absence.recorded.v1",
        "absence.ended.v1",
    )

    _folded: Folded | None = None

    def follow(self, lines: Sequence[Recorded], write: Write) -> None:
        """Apply a batch; the caller remembers the place in the same transaction."""
        entries = Entries(self.rows, write, self._folded)
        for line in lines:
            entries.follow(line)
        self._folded = entries.folded

    def point(self, on: datetime, known_at: int | None = None) -> Point:
        """Return the point that is asked for; *known_at* None is all that is known now."""
        return Point(on, self.position if known_at is None else known_at)

    def unit(self, unit: UnitId, at: Point) -> UnitRow | None:
        """Return a unit as it stood, or None where it did not exist."""
        return next(self._rows(f"WHERE unit = ? AND {HOLDS}", (unit, *at.values)), None)

    def tree(self, at: Point, under: UnitId | None = None) -> list[UnitRow]:
        """Return the units that existed, each behind its parent; siblings by code, then by permanent name.

        Args:
            at: the point that is asked for.
            under: the unit whose tree it is, itself first; None for all units.
        """
        if under is None:
            return _ordered(None, self._rows(f"WHERE {HOLDS}", at.values))
        root = self.unit(under, at)
        if root is None:
            return []
        below = (
            "WITH RECURSIVE below (unit) AS (VALUES (?) UNION SELECT units.unit FROM below "  # noqa: S608 - our own words
            f"CROSS JOIN units ON units.parent = below.unit WHERE {HOLDS})"
        )
        condition = f"WHERE unit IN (SELECT unit FROM below) AND {HOLDS}"  # noqa: S608 - our own words
        found = self._rows(condition, (under, *at.values, *at.values), lead=below)
        return [root, *_ordered(under, (row for row in found if row.unit != under))]

    def versions(self, unit: UnitId, known_at: int) -> list[UnitRow]:
        """Return how a unit stood at every moment, as known at a position, in the order of time."""
        condition = "WHERE unit = ? AND known_from <= ? AND known_to > ? ORDER BY valid_from"
        return list(self._rows(condition, (unit, known_at, known_at)))

    def known_between(self, unit: UnitId, on: datetime, first: int, last: int) -> list[UnitRow]:
        """Return how a unit stood at one moment, as known from position *first* to *last*, in that order."""
        at = seconds(on)
        condition = f"WHERE unit = ? AND {HOLDS} ORDER BY known_from"
        return list(self._rows(condition, (unit, at, at, last, first)))

    def happened(self, unit: UnitId, known_at: int) -> list[Happened]:
        """Return everything that instruments said of a unit, in the order in which it became known."""
        found = self.rows(
            "SELECT happened.*, stream, number, issued_at, digest, confirmation FROM happened "
            "JOIN sources USING (position) WHERE unit = ? AND position <= ? AND known_to > ? ORDER BY position, place",
            (unit, known_at, known_at),
        )
        return [
            Happened(
                unit=unit,
                kind=row["kind"],
                standing=Standing(row["standing"]),
                clause=row["clause"],
                says=json.loads(row["says"]),
                since=moment(row["since"]),
                until=until_moment(row["until"]),
                by=source_of(row),
            )
            for row in found
        ]

    def source(self, position: int) -> Source:
        """Return the instrument that became known at a position."""
        return source_of(next(self.rows("SELECT * FROM sources WHERE position = ?", (position,))))

    def resolve(self, typed: str, at: Point) -> UnitId:
        """Return the unit that is meant: by its permanent name, its code or its whole name.

        A code or a name means the unit that has it at the point; else the only one that ever had it, as known then.

        Raises:
            NoSuchThing: nothing, or several units, are called so.
        """
        text = to_arabic(" ".join(typed.split()))
        if next(self.rows("SELECT 1 FROM happened WHERE unit = ? AND position <= ?", (text, at.known_at)), None):
            return UnitId(text)
        called = "(code = ? OR name = ?)"
        values = (_code(text), " ".join(typed.split()))
        found = {row.unit: row for row in self._rows(f"WHERE {called} AND {HOLDS}", (*values, *at.values))}
        if not found:
            ever = f"WHERE {called} AND known_from <= ? AND known_to > ?"
            found = {row.unit: row for row in self._rows(ever, (*values, at.known_at, at.known_at))}
        if len(found) == 1:
            return next(iter(found))
        if found:
            names = ", ".join(sorted(found)[:MOST_CANDIDATES])
            raise NoSuchThing(
                "unit-ambiguous",
                f"{len(found)} units are called {typed!r}: name one by its permanent name. {names}.",
                typed=typed,
                count=len(found),
                candidates=names,
            )
        raise NoSuchThing(
            "unit-unknown",
            f"No unit is called {typed!r} as known at position {at.known_at}: look it up among the units, or with "
            "saraban structure.",
            typed=typed,
            position=at.known_at,
        )

    def _rows(self, condition: str, values: Sequence[str | int | None], *, lead: str = "") -> Iterator[UnitRow]:
        sql = (
            f"{lead} SELECT units.*, {source_columns('e')}, {source_columns('b')} FROM units "  # noqa: S608 - conditions of our own
            "JOIN sources AS e ON e.position = established_by JOIN sources AS b ON b.position = made_by "
        )
        return map(_unit, self.rows(sql + condition, values))


def _unit(row: Any) -> UnitRow:  # noqa: ANN401 - a row of the file
    return UnitRow(
        unit=row["unit"],
        name=row["name"],
        parent=row["parent"],
        kind=row["kind"],
        code=row["code"],
        duties=row["duties"],
        established_by=source_of(row, "e_"),
        by=source_of(row, "b_"),
        valid_from=moment(row["valid_from"]),
        valid_to=until_moment(row["valid_to"]),
        known_from=row["known_from"],
        known_to=None if row["known_to"] == OPEN else row["known_to"],
        begun=json.loads(row["begun"]),
        ended=json.loads(row["ended"]),
    )


def _ordered(root: UnitId | None, rows: Iterable[UnitRow]) -> list[UnitRow]:
    """Return units each behind its parent, beginning with those under *root*."""
    below: dict[UnitId | None, list[UnitRow]] = defaultdict(list)
    for row in rows:
        below[row.parent].append(row)
    found: list[UnitRow] = []
    waiting = _reversed(below[root])
    while waiting:
        row = waiting.pop()
        found.append(row)
        waiting += _reversed(below.pop(row.unit, []))
    return found


def _reversed(rows: list[UnitRow]) -> list[UnitRow]:
    return sorted(rows, key=lambda row: (row.code is None, row.code or "", row.unit), reverse=True)


def _code(text: str) -> str:
    try:
        return " ".join(owner_code(text))
    except InvalidValue:
        return text
