"""The organisation as a tree on two axes of time; as much of it as a page holds, the rest when it is opened.

/organisation          the tree: whole levels as long as they are `SHOWN` units, at least two
/organisation/below    what stands under one unit, when its branch is opened
/organisation/list     every unit as a table, and /organisation/csv: what the tree says, for whoever reads no trees
"""

from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from http import HTTPStatus
from itertools import pairwise
from typing import Any, Final

from litestar import Request, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from litestar.response import Stream, Template

from api.counter import Counter
from api.pages.handed_out import saved_in_pieces
from api.pages.organisation.asked import READERS, Moment, Typed, Wrong, address, moment, named, unit_address
from api.pages.page import language_of, page
from api.points import typed_on
from api.problems import status_of
from api.texts.structure import moment_words
from api.texts.text import Text
from domain.structure.acts import UnitId
from domain.thai.digits import to_thai
from registry.tables import csv_text
from registry.views.spans import Point
from registry.views.structure import StructureView
from registry.views.structure_outline import Line, Stretch, T, children, moments, outline, positions

SHOWN: Final = 400
"""Units that a tree has when it is opened."""
OPENED: Final = 60
"""Units up to which all branches stand open."""
_LEVELS: Final = 2
"""Levels that are always there; branches below are closed."""
_SLID: Final = 100
"""Changes on either side of a point between which the slider slides."""
_CHUNK: Final = 1000  # rows of a CSV file that are sent at a time
_TITLE: Final = Text("โครงสร้าง", "Organisation")
_COLUMNS: Final = (
    Text("ชั้น", "level"), Text("ชื่อ", "name"), Text("ชื่อถาวร", "permanent name"), Text("อยู่ใต้", "under"),
    Text("รหัส", "code"), Text("ชนิด", "kind"), Text("ตาม", "by"), Text("รายการที่", "position"),
)  # fmt: skip
_ASKED: Final = {"asked": Provide(moment, sync_to_thread=False)}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree, and which lists begin and end around it."""

    line: Line
    here: bool
    """Whether what stands under it is in the page."""
    open: bool
    ends: int
    """How many lists end behind it."""


@dataclass(frozen=True, slots=True)
class Axis:
    """What the buttons and the slider of one axis lead to: texts as they are typed into its field."""

    before: str | None
    since: str | None
    until: str | None
    points: Sequence[str]
    place: int
    """Of the point among *points*."""


@get("/organisation", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def show(asked: NamedDependency[Moment], counter: NamedDependency[Counter], under: FromQuery[Typed] = "") -> Template:
    """Show the tree at a point; of the whole organisation, or of one unit."""
    wrong: Wrong = {}
    here = counter.office
    with counter.view(StructureView) as view:
        at = asked.point(here, view, wrong)
        root = named(view, under, at, wrong, "under")
        lines = [] if wrong else outline(view, at, root)
        since = moments(view, at.known_at)
        known = positions(view, at.on)
        sources = {place: view.source(place).number for place in _around(Stretch.around(at.known_at, known))}
    return page(
        "organisation/tree.html",
        status=status_of(next(iter(wrong.values()))) if wrong else HTTPStatus.OK,
        title=_TITLE,
        asked=asked,
        wrong=wrong,
        at=at,
        under=under,
        root=root,
        rows=rows_of(lines),
        count=len(lines),
        exact=exact(at),
        kept=kept(asked, at),
        in_force=_in_force(at, since),
        known=_known(at, known),
        sources=sources,
        address=address,
        unit_address=unit_address,
        moment_words=moment_words,
    )


@get("/organisation/below", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def below(asked: NamedDependency[Moment], counter: NamedDependency[Counter], unit: FromQuery[Typed]) -> Template:
    """Give the branches under one unit, which the page puts into its tree."""
    wrong: Wrong = {}
    with counter.view(StructureView) as view:
        at = asked.point(counter.office, view, wrong)
        parent = named(view, unit, at, wrong)
        for refusal in wrong.values():
            raise refusal
        lines = [] if parent is None else children(view, at, parent)
    return page(
        "organisation/below.html",
        title=_TITLE,
        rows=rows_of(lines, levels=1),
        exact=exact(at),
        kept=exact(at),
        address=address,
        unit_address=unit_address,
    )


@get("/organisation/list", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def listed(
    asked: NamedDependency[Moment],
    counter: NamedDependency[Counter],
    request: Request[Any, Any, Any],
    under: FromQuery[Typed] = "",
) -> Template:
    """Show every unit as a line of a table: all that the tree says."""
    at, lines = _lines(asked, counter, under)
    return page(
        "organisation/list.html",
        title=Text("ทุกหน่วยงาน", "All units"),
        at=at,
        lines=lines,
        figures=to_thai if language_of(request) == "th" else str,  # once a page, and not once a cell
        query=address("", kept(asked, at)),
        called={one.unit: one.name for one in lines},
        columns=_COLUMNS,
        asked=asked,
        under=under,
        kept=kept(asked, at),
        address=address,
        moment_words=moment_words,
    )


@get("/organisation/csv", opt=READERS, dependencies=_ASKED, sync_to_thread=True)
def as_csv(
    asked: NamedDependency[Moment],
    counter: NamedDependency[Counter],
    request: Request[Any, Any, Any],
    under: FromQuery[Typed] = "",
) -> Stream:
    """Hand out the same rows as CSV."""
    _, lines = _lines(asked, counter, under)
    headings = [one.said(language_of(request)) for one in _COLUMNS]
    return saved_in_pieces(_csv(headings, lines), "units.csv", "text/csv; charset=utf-8")


def rows_of(lines: Sequence[Line], *, levels: int | None = None) -> list[Row]:
    """Return as many whole levels as a page holds, each line with the lists that begin and end around it."""
    deepest = _deepest(lines) if levels is None else levels
    kept = [one for one in lines if one.level <= deepest]
    found = []
    for place, one in enumerate(kept):
        following = kept[place + 1].level if place + 1 < len(kept) else 1
        within = one.level < deepest and one.below > 0
        opened = within and (len(lines) <= OPENED or one.level < _LEVELS)
        found.append(Row(one, within, opened, max(0, one.level - following)))
    return found


def exact(at: Point) -> dict[str, str | int]:
    """Return the parameters that ask for exactly this point, also when more is known."""
    return {"on": typed_on(at.on), "known_at": at.known_at}


def kept(asked: Moment, at: Point) -> dict[str, str | int]:
    """Return the parameters of links to the same point; from now they lead to now."""
    return exact(at) if asked.asked else {}


def _deepest(lines: Sequence[Line]) -> int:
    counts = Tally(one.level for one in lines)
    deepest, together = 0, 0
    for level in sorted(counts):
        together += counts[level]
        if together > SHOWN and level > _LEVELS:
            break
        deepest = level
    return deepest


def _around(stretch: Stretch[int]) -> set[int]:
    return {place for place in (stretch.before, stretch.since, stretch.until) if place is not None}


def _in_force(at: Point, changes: Sequence[datetime]) -> Axis:
    """Return the axis of time in force; a change as a day begins is typed as the day where it has no other."""
    crowded = {one.date() for one, following in pairwise(changes) if following.date() == one.date()}

    def typed(one: datetime) -> str:
        alone = one.time() == time.min and one.date() not in crowded
        return typed_on(one + timedelta(days=1, seconds=-1) if alone else one)

    return _axis(Stretch.around(at.on, changes), changes, [typed(one) for one in changes])


def _known(at: Point, changes: Sequence[int]) -> Axis:
    return _axis(Stretch.around(at.known_at, changes), changes, [str(one) for one in changes])


def _axis(stretch: Stretch[T], changes: Sequence[T], typed: Sequence[str]) -> Axis:
    said = dict(zip(changes, typed, strict=True))
    place = 0 if stretch.since is None else changes.index(stretch.since)
    first = max(0, place - _SLID)
    before, since, until = (
        None if one is None else said[one] for one in (stretch.before, stretch.since, stretch.until)
    )
    return Axis(before, since, until, typed[first : place + _SLID], place - first)


def _lines(asked: Moment, counter: Counter, under: str) -> tuple[Point, list[Line]]:
    wrong: Wrong = {}
    with counter.view(StructureView) as view:
        at = asked.point(counter.office, view, wrong)
        root: UnitId | None = named(view, under, at, wrong)
        for refusal in wrong.values():
            raise refusal
        return at, outline(view, at, root)


def _csv(headings: Sequence[str], lines: Sequence[Line]) -> Iterator[bytes]:
    """Yield a CSV file (RFC 4180, UTF-8 with its mark)."""
    yield csv_text([headings]).encode("utf-8-sig")
    for first in range(0, len(lines), _CHUNK):
        rows = (
            (str(one.level), one.name, one.unit, one.parent or "", one.code or "", one.kind, one.by, str(one.position))
            for one in lines[first : first + _CHUNK]
        )
        yield csv_text(rows).encode()


ROUTES = (show, below, listed, as_csv)
