"""The structure on two axes of time: what stood when, as known when, and by which order."""

import sqlite3
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from domain.errors import NoSuchThing
from domain.structure.acts import InstrumentAct, InstrumentActKind, UnitAct, UnitActKind, UnitId
from domain.structure.structure import Attribute
from registry.views.spans import OPEN
from registry.views.structure import Standing, StructureView
from registry.views.structure_compared import Compared, compare
from tests.registry.views.lines import followed
from tests.registry.views.orders import Told, day

DLA, KRABI, NAN, NAN_GROUP = (UnitId(name) for name in ("dla", "dla/krabi", "dla/nan", "dla/nan/district"))
GROUPS = UnitAct(
    UnitActKind.ESTABLISH,
    UnitId("district"),
    every="provincial-office",
    under=DLA,
    name="กลุ่มงานอำเภอ",
    unit_kind="group",
    since=day(59),
)


def establish(unit: UnitId, name: str, **fields: str | datetime | UnitId | None) -> UnitAct:
    described = {"unit_kind": "provincial-office", "parent": DLA, "since": day(-365), **fields}
    return UnitAct(UnitActKind.ESTABLISH, unit, name=name, **described)  # type: ignore[arg-type]


@pytest.fixture
def told() -> Told:
    """A department with two provincial offices (known at 1) that get a group each from day 59 on (known at 3)."""
    told = Told()
    founded = told.record(
        establish(DLA, "กรมตัวอย่าง", parent=None, unit_kind="department", code="มท 08"),
        establish(NAN, "สถจ.น่าน", code="มท 0855"),
        establish(KRABI, "สถจ.กระบี่", code="มท 0881"),
    )
    told.confirm(founded)
    told.order(GROUPS, at=day(40))
    return told


def view_of(told: Told) -> StructureView:
    return followed(StructureView, told.lines)


def units(view: StructureView, on: datetime, known_at: int | None = None, under: UnitId | None = None) -> list[str]:
    return [row.unit for row in view.tree(view.point(on, known_at), under)]


# --- what stood ------------------------------------------------------------------------------------------


def test_a_tree_is_asked_for_on_a_moment_and_as_known_at_a_position(told: Told) -> None:
    view = view_of(told)

    assert units(view, day(58)) == [DLA, NAN, KRABI]
    assert units(view, day(59)) == [DLA, NAN, NAN_GROUP, KRABI, "dla/krabi/district"]
    assert units(view, day(59), known_at=2) == [DLA, NAN, KRABI]
    assert units(view, day(59), known_at=0) == []


def test_a_subtree_begins_with_its_root(told: Told) -> None:
    view = view_of(told)

    assert units(view, day(59), under=NAN) == [NAN, NAN_GROUP]
    assert units(view, day(58), under=NAN_GROUP) == []


def test_each_unit_names_the_order_that_made_it_so(told: Told) -> None:
    told.order(UnitAct(UnitActKind.RENAME, NAN_GROUP, name="ชื่อใหม่", since=day(70)), at=day(60))
    view = view_of(told)

    renamed = view.unit(NAN_GROUP, view.point(day(70)))

    assert renamed is not None
    assert (renamed.name, renamed.established_by.number, renamed.by.number) == ("ชื่อใหม่", "1/2564", "2/2564")
    assert (renamed.valid_from, renamed.valid_to) == (day(70), None)


def test_a_correction_of_the_past_leaves_what_was_known_before(told: Told) -> None:
    told.order(UnitAct(UnitActKind.RENAME, KRABI, name="ชื่อที่ถูก", since=day(-300)), at=day(60))
    view = view_of(told)

    before, after = (view.unit(KRABI, view.point(day(0), known)) for known in (told.position - 1, told.position))

    assert before is not None
    assert after is not None
    assert (before.name, before.known_to) == ("สถจ.กระบี่", told.position)
    assert (after.name, after.known_from) == ("ชื่อที่ถูก", told.position)


def test_what_an_order_established_ends_when_the_order_is_repealed(told: Told) -> None:
    stream = told.lines[-1].statement.stream
    told.order(InstrumentAct(InstrumentActKind.REPEAL, stream, "1/2564", since=day(65)), at=day(64))
    view = view_of(told)

    assert NAN_GROUP in units(view, day(64))
    assert NAN_GROUP not in units(view, day(65))
    assert NAN_GROUP in units(view, day(65), known_at=told.position - 1)


def test_what_is_only_proposed_or_not_confirmed_never_stands_and_is_told(told: Told) -> None:
    proposed = told.record(UnitAct(UnitActKind.RENAME, DLA, name="กรมท้องถิ่น", since=day(0)), proposed=True)
    told.confirm(proposed)  # no registrar can; if one could, it would not count either
    told.record(UnitAct(UnitActKind.RENAME, DLA, name="กรมอื่น", since=day(0)))
    view = view_of(told)

    names = {row.name for row in view.versions(DLA, told.position)}

    assert names == {"กรมตัวอย่าง"}
    standings = [one.standing for one in view.happened(DLA, told.position)]
    assert standings == [Standing.COUNTS, Standing.PROPOSED, Standing.RECORDED]


def test_what_waited_for_its_confirmation_is_told_once_it_counts(told: Told) -> None:
    view = view_of(told)

    waiting, counting = ([one.standing for one in view.happened(DLA, known)] for known in (0, 1))

    assert (waiting, counting) == ([Standing.RECORDED], [Standing.COUNTS])


def test_everything_that_happened_to_a_unit_is_told_in_the_order_of_knowledge(told: Told) -> None:
    stream = told.lines[-1].statement.stream
    told.order(UnitAct(UnitActKind.CHANGE_DUTIES, NAN_GROUP, duties="ประสานงาน", since=day(50), clause="ข้อ 2"))
    told.order(InstrumentAct(InstrumentActKind.REPEAL, stream, "1/2564", since=day(90)))
    view = view_of(told)

    happened = view.happened(NAN_GROUP, told.position)

    assert [(one.kind, one.by.number, one.clause, one.since) for one in happened] == [
        ("establish", "1/2564", None, day(59)),
        ("change-duties", "2/2564", "ข้อ 2", day(50)),
        ("repeal", "3/2564", None, day(90)),
    ]
    assert happened[1].says == {"duties": "ประสานงาน"}
    assert happened[2].says == {"instrument": "1/2564", "of": None}


def test_a_version_that_an_order_leaves_as_it_was_stays_known_since_before(told: Told) -> None:
    told.order(UnitAct(UnitActKind.RENAME, NAN, name="ใหม่", since=day(10)))
    told.order(UnitAct(UnitActKind.RENAME, NAN, name="ใหม่กว่า", since=day(20)))
    view = view_of(told)

    found = [(row.name, row.known_from) for row in view.versions(NAN, told.position)]

    assert found == [("สถจ.น่าน", 5), ("ใหม่", 7), ("ใหม่กว่า", 7)]


def test_an_order_that_repeals_another_and_says_it_anew_is_told_with_both(told: Told) -> None:
    stream = told.lines[-1].statement.stream
    repeal = InstrumentAct(InstrumentActKind.REPEAL, stream, "1/2564", since=day(0))
    told.order(repeal, replace(repeal, kind=InstrumentActKind.AMEND), replace(GROUPS, unit=UnitId("other")))
    told.order(repeal, UnitAct(UnitActKind.RENAME, NAN_GROUP, name="ใหม่"))
    view = view_of(told)

    happened = view.happened(NAN_GROUP, told.position)

    assert [one.kind for one in happened] == ["establish", "repeal", "amend", "repeal", "rename"]
    assert units(view, day(60), under=NAN) == [NAN, "dla/nan/other"]


# --- which unit is meant ----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["dla/nan", "มท 0855", "มท๐๘๕๕", "สถจ.น่าน"])
def test_a_unit_is_named_by_its_permanent_name_its_code_or_its_name(told: Told, typed: str) -> None:
    view = view_of(told)

    assert view.resolve(typed, view.point(day(0))) == NAN


def test_a_code_means_the_unit_that_has_it_then_and_else_the_one_that_ever_had_it(told: Told) -> None:
    told.order(UnitAct(UnitActKind.RECODE, NAN, code="มท 0899", since=day(10)))
    told.order(UnitAct(UnitActKind.RECODE, KRABI, code="มท 0855", since=day(10)))
    view = view_of(told)

    assert view.resolve("มท 0855", view.point(day(9))) == NAN
    assert view.resolve("มท 0855", view.point(day(10))) == KRABI
    assert view.resolve("มท 0899", view.point(day(0))) == NAN


def test_a_name_that_several_units_have_is_refused_with_their_permanent_names(told: Told) -> None:
    view = view_of(told)

    with pytest.raises(NoSuchThing, match=r"2 units are called .*dla/krabi/district, dla/nan/district"):
        view.resolve("กลุ่มงานอำเภอ", view.point(day(60)))


def test_a_unit_that_nobody_knows_yet_is_refused(told: Told) -> None:
    view = view_of(told)

    with pytest.raises(NoSuchThing, match="No unit is called 'dla/nan/district' as known at position 2"):
        view.resolve(NAN_GROUP, view.point(day(60), 2))


# --- what changed between two points -----------------------------------------------------------------------


def changes(compared: list[Compared]) -> list[tuple[str, str, str | None, str | None, list[str]]]:
    return [
        (one.unit, change.attribute.value, change.before, change.after, [source.number for source in change.by])
        for one in compared
        for change in one.changes
    ]


def test_what_changed_in_time_is_told_with_the_orders_that_did_it(told: Told) -> None:
    told.order(UnitAct(UnitActKind.RENAME, NAN, name="สถจ.น่านใหม่", since=day(70)), at=day(60))
    told.order(UnitAct(UnitActKind.MOVE, NAN, parent=KRABI, since=day(71)), at=day(60))
    told.order(UnitAct(UnitActKind.ABOLISH, UnitId("dla/krabi/district"), since=day(72)), at=day(60))
    view = view_of(told)

    there = compare(view, view.point(day(60)), view.point(day(80)))
    back = compare(view, view.point(day(80)), view.point(day(60)))

    assert changes(there) == [
        ("dla/krabi/district", "exists", "dla/krabi/district", None, ["4/2564"]),
        (NAN, "name", "สถจ.น่าน", "สถจ.น่านใหม่", ["2/2564"]),
        (NAN, "parent", DLA, KRABI, ["3/2564"]),
    ]
    assert changes(back) == [
        (NAN, "name", "สถจ.น่านใหม่", "สถจ.น่าน", ["2/2564"]),
        (NAN, "parent", KRABI, DLA, ["3/2564"]),
        ("dla/krabi/district", "exists", None, "dla/krabi/district", ["4/2564"]),
    ]


def test_what_a_correction_changed_is_told_with_the_correcting_order(told: Told) -> None:
    stream = told.lines[-1].statement.stream
    told.order(InstrumentAct(InstrumentActKind.REPEAL, stream, "1/2564", since=day(59)), at=day(80))
    view = view_of(told)

    found = compare(view, view.point(day(75), 3), view.point(day(75)), NAN)

    assert changes(found) == [(NAN_GROUP, "exists", NAN_GROUP, None, ["2/2564"])]


def test_two_orders_that_begin_at_once_are_each_told_for_what_they_changed(told: Told) -> None:
    told.order(UnitAct(UnitActKind.RENAME, NAN, name="ใหม่", since=day(70)))
    told.order(UnitAct(UnitActKind.RECODE, NAN, code="มท 0899", since=day(70)))
    view = view_of(told)

    found = compare(view, view.point(day(69)), view.point(day(70)))

    assert [(attribute, by) for _, attribute, _, _, by in changes(found)] == [
        ("name", ["2/2564"]),
        ("code", ["3/2564"]),
    ]


def test_two_corrections_are_each_told_for_what_they_corrected(told: Told) -> None:
    told.order(UnitAct(UnitActKind.RENAME, NAN, name="ถูก", since=day(-100)))
    told.order(UnitAct(UnitActKind.RECODE, NAN, code="มท 0899", since=day(-100)))
    view = view_of(told)

    found = compare(view, view.point(day(0), 3), view.point(day(0)))

    assert [(attribute, by) for _, attribute, _, _, by in changes(found)] == [
        ("name", ["2/2564"]),
        ("code", ["3/2564"]),
    ]


def test_two_clauses_that_are_repealed_at_once_are_each_told_with_the_order_that_did_it(told: Told) -> None:
    clauses = [replace(establish(UnitId(f"dla/{n}"), f"หน่วย {n}"), clause=f"ข้อ {n}") for n in (1, 2)]
    stream = told.order(*clauses)
    for n in (1, 2):
        told.order(InstrumentAct(InstrumentActKind.REPEAL, stream, "2/2564", f"ข้อ {n}", day(70)))
    view = view_of(told)

    found = compare(view, view.point(day(69)), view.point(day(70)))

    assert [(unit, by) for unit, _, _, _, by in changes(found)] == [("dla/1", ["3/2564"]), ("dla/2", ["4/2564"])]


def test_a_name_that_was_given_for_a_time_ends_by_the_order_that_gave_it(told: Told) -> None:
    told.order(UnitAct(UnitActKind.RENAME, NAN, name="ชั่วคราว", since=day(10), until=day(20)))
    view = view_of(told)

    found = compare(view, view.point(day(15)), view.point(day(25)), NAN)

    assert changes(found) == [(NAN, "name", "ชั่วคราว", "สถจ.น่าน", ["2/2564"])]


def test_a_unit_that_moved_out_of_a_tree_is_no_abolished_one(told: Told) -> None:
    told.order(UnitAct(UnitActKind.MOVE, NAN_GROUP, parent=KRABI, since=day(70)))
    view = view_of(told)

    found = compare(view, view.point(day(69)), view.point(day(70)), NAN)

    assert changes(found) == [(NAN_GROUP, "parent", NAN, KRABI, ["2/2564"])]


def test_nothing_changed_between_a_point_and_itself(told: Told) -> None:
    view = view_of(told)

    found = compare(view, view.point(day(60)), view.point(day(60)))

    assert len(found) == 5
    assert changes(found) == []
    assert all(one.before is not None and one.before.part(Attribute.EXISTS) == one.unit for one in found)


# --- the database refuses ----------------------------------------------------------------------------------

_UNIT = "INSERT INTO units SELECT unit, name, parent, kind, code, duties, established_by, made_by, begun, ended, "


@pytest.mark.parametrize(
    "attempt",
    [
        f"{_UNIT} valid_from + 1, valid_to, known_from, known_to FROM units WHERE unit = 'dla'",
        f"{_UNIT} valid_from - 9, valid_from + 1, known_from, known_to FROM units WHERE unit = 'dla'",
        f"{_UNIT} valid_from - 1, valid_to, known_from + 5, known_to FROM units WHERE unit = 'dla'",
        f"INSERT OR REPLACE {_UNIT.removeprefix('INSERT ')} valid_from, valid_to, known_from, known_to FROM units",
        f"REPLACE {_UNIT.removeprefix('INSERT ')} valid_from, valid_to, 0, {OPEN} FROM units WHERE unit = 'dla'",
    ],
)
def test_a_row_that_overlaps_another_on_both_axes_is_refused_by_the_database(told: Told, attempt: str) -> None:
    view = view_of(told)

    with pytest.raises(sqlite3.IntegrityError, match="units overlap"):
        view.rows(attempt)


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE units SET name = 'อื่น'",
        "UPDATE units SET valid_to = valid_to - 1",
        "UPDATE units SET valid_from = valid_from - 1",
        "UPDATE units SET known_from = known_from - 1",
        f"UPDATE units SET known_to = {OPEN}",  # noqa: S608 - a constant of ours
        "UPDATE OR REPLACE units SET unit = 'dla'",
        "DELETE FROM units",
    ],
)
def test_what_was_known_is_not_changed_in_the_database(told: Told, attempt: str) -> None:
    view = view_of(told)

    with pytest.raises(sqlite3.IntegrityError, match="units keeps what was known"):
        view.rows(attempt)


def test_a_row_that_was_closed_is_not_closed_again(told: Told) -> None:
    view = view_of(told)
    view.rows("UPDATE units SET known_to = 7 WHERE unit = 'dla'")

    with pytest.raises(sqlite3.IntegrityError, match="units keeps what was known"):
        view.rows("UPDATE units SET known_to = 6 WHERE unit = 'dla'")


@pytest.mark.parametrize("bounds", ["5, 5, 0, 9", "6, 5, 0, 9", "0, 5, 9, 9"])
def test_an_interval_without_a_moment_is_refused_by_the_database(told: Told, bounds: str) -> None:
    view = view_of(told)

    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        view.rows(f"INSERT INTO units VALUES ('x', 'x', NULL, 'x', NULL, NULL, 1, 1, '', '', {bounds})")  # noqa: S608 - figures of the test


@pytest.mark.parametrize("reverse", [False, True])
def test_rows_that_meet_or_belong_to_others_are_no_overlap(told: Told, *, reverse: bool) -> None:
    view = view_of(told)

    for bounds in sorted(("0, 5, 0, 9", "5, 9, 0, 9", "0, 5, 9, 12"), reverse=reverse):
        view.rows(f"INSERT INTO units VALUES ('x', 'x', NULL, 'x', NULL, NULL, 1, 1, '', '', {bounds})")  # noqa: S608 - figures of the test
    view.rows("INSERT INTO units VALUES ('y', 'y', NULL, 'x', NULL, NULL, 1, 1, '', '', 0, 5, 0, 9)")

    assert next(view.rows("SELECT count(*) FROM units WHERE kind = 'x'"))[0] == 4


def test_two_who_write_overlapping_rows_at_once_do_not_both_succeed(told: Told, tmp_path: Path) -> None:
    here = view_of(told)
    path = tmp_path / "structure.db"
    with sqlite3.connect(path) as file:
        here._file.backup(file)
    first, second = (sqlite3.connect(path, isolation_level=None, timeout=0.1) for _ in range(2))
    row = "INSERT INTO units VALUES ('x', 'x', NULL, 'x', NULL, NULL, 1, 1, '', '', 0, 5, 0, 9)"

    first.execute("BEGIN IMMEDIATE")
    first.execute(row)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        second.execute(row)
    first.execute("COMMIT")
    with pytest.raises(sqlite3.IntegrityError, match="units overlap"):
        second.execute(row)

    file.close()
    first.close()
    second.close()
