"""The outline of the organisation: as the tree says it, with less about each unit, and where it changes."""

from datetime import datetime

import pytest

from domain.structure.acts import UnitAct, UnitActKind, UnitId
from registry.views.structure import StructureView
from registry.views.structure_outline import Stretch, children, moments, outline, positions
from tests.registry.views.lines import followed
from tests.registry.views.orders import Told, day

DLA, KRABI, NAN = UnitId("dla"), UnitId("dla/krabi"), UnitId("dla/nan")


def establish(unit: UnitId, parent: UnitId | None = DLA, code: str | None = None) -> UnitAct:
    since = day(-365)
    return UnitAct(
        UnitActKind.ESTABLISH, unit, name=f"ชื่อ {unit}", parent=parent, unit_kind="office", code=code, since=since
    )


@pytest.fixture
def view() -> StructureView:
    """A department and two offices (known at 1); groups in both from day 59 on (3); one is moved on day 90 (5)."""
    told = Told()
    told.confirm(told.record(establish(DLA, None), establish(NAN, code="มท 0855"), establish(KRABI, code="มท 0881")))
    every = UnitAct(
        UnitActKind.ESTABLISH, UnitId("g"), every="office", under=DLA, name="กลุ่ม", unit_kind="group", since=day(59)
    )
    told.order(every, at=day(40))
    told.order(UnitAct(UnitActKind.RENAME, UnitId("dla/nan/g"), name="กลุ่มสอง", since=day(90)), at=day(60))
    return followed(StructureView, told.lines)


@pytest.mark.parametrize("on", [day(0), day(59), day(95)])
@pytest.mark.parametrize("known_at", [0, 1, 3, 5])
def test_the_outline_has_the_units_of_the_tree_in_its_order(view: StructureView, on: datetime, known_at: int) -> None:
    at = view.point(on, known_at)

    found = outline(view, at)

    tree = view.tree(at)
    assert [(one.unit, one.name, one.code, one.by, one.position) for one in found] == [
        (row.unit, row.name, row.code, row.by.number, row.by.position) for row in tree
    ]
    assert [one.below for one in found] == [sum(row.parent == one.unit for row in tree) for one in found]


def test_levels_count_from_the_unit_that_is_asked_for(view: StructureView) -> None:
    at = view.point(day(59))

    whole, part = outline(view, at), outline(view, at, NAN)

    assert [one.level for one in whole] == [1, 2, 3, 2, 3]
    assert [(one.unit, one.level) for one in part] == [(NAN, 1), ("dla/nan/g", 2)]
    assert outline(view, view.point(day(0)), UnitId("dla/nan/g")) == []


def test_children_are_the_next_level_in_the_same_order(view: StructureView) -> None:
    at = view.point(day(59))

    found = children(view, at, DLA)

    assert [(one.unit, one.below) for one in found] == [(NAN, 1), (KRABI, 1)]


def test_changes_are_found_on_each_axis_as_seen_from_the_other(view: StructureView) -> None:
    assert moments(view, 1) == [day(-365)]
    assert moments(view, 3) == [day(-365), day(59)]
    assert moments(view, 5) == [day(-365), day(59), day(90)]
    assert positions(view, day(0)) == [1]
    assert positions(view, day(60)) == [1, 3, 5]
    assert positions(view, day(-400)) == []


@pytest.mark.parametrize(
    ("at", "stretch"),
    [(0, (None, None, 1)), (1, (None, 1, 3)), (2, (None, 1, 3)), (3, (1, 3, 5)), (9, (3, 5, None))],
)
def test_a_stretch_begins_with_its_change_and_ends_before_the_next(
    at: int, stretch: tuple[int | None, int | None, int | None]
) -> None:
    found = Stretch.around(at, [1, 3, 5])

    assert (found.before, found.since, found.until) == stretch
