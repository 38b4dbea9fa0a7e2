"""Acts that the structure does not allow are refused, and the refusal names the order that stands against them."""

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import DomainError, InvalidValue, NoSuchThing
from domain.structure.acts import InstrumentAct, InstrumentActKind, PostAct, PostActKind, UnitAct, UnitActKind, UnitId
from domain.structure.deciding import decide
from domain.structure.structure import Structure, unit_at, versions
from domain.values import StreamId
from tests.domain.structure.history import (
    KIND,
    abolish,
    day,
    establish,
    issued,
    merge,
    move,
    on_instrument,
    order,
    rename,
    repeal,
    split,
)

TREE = (establish("top"), establish("top/a", parent="top"), establish("top/b", parent="top"))
"""On the first day, by 1/2564."""


def refused(structure: Structure, *acts: Any, at: int = 9) -> DomainError:
    """Return the refusal of an order with these acts, the tenth of the year."""
    with pytest.raises(DomainError) as caught:
        decide(structure, order(at, *acts).acts, order(at).source)
    return caught.value


def accepted(structure: Structure, *acts: Any, at: int = 9) -> None:
    decide(structure, order(at, *acts).acts, order(at).source)


# --- units that are not there, or there already -------------------------------------------------------------------


def test_a_permanent_name_is_given_once() -> None:
    refusal = refused(issued(TREE), establish("top/a", parent="top", name="อื่น"))

    assert (refusal.slug, refusal.facts["by"]) == ("unit-established-before", "1/2564")


def test_a_permanent_name_is_not_given_again_after_its_unit_was_abolished() -> None:
    refusal = refused(issued(TREE, [abolish("top/a")]), establish("top/a", parent="top"))

    assert refusal.slug == "unit-established-before"


def test_what_was_established_by_an_order_repealed_from_its_beginning_can_be_established_again() -> None:
    known = issued(TREE, [establish("top/c", parent="top", since=day(5))])

    accepted(known, repeal(1, since=day(5)), establish("top/c", parent="top", since=day(7)))


def test_a_name_is_taken_while_another_unit_under_the_same_parent_bears_it() -> None:
    refusal = refused(issued(TREE), establish("top/c", parent="top", name="top/a"))

    assert (refusal.slug, refusal.facts["unit"], refusal.facts["by"]) == ("name-taken", "top/a", "1/2564")


def test_a_name_is_free_under_another_parent_and_when_its_unit_has_gone() -> None:
    known = issued(TREE, [abolish("top/b", since=day(5))])

    accepted(known, establish("top/a/x", parent="top/a", name="top/a"))
    accepted(known, rename("top/a", "top/b", since=day(5)))


def test_a_name_may_not_come_back_to_life_beside_another() -> None:
    known = issued(TREE, [rename("top/a", "ใหม่", since=day(3))], [rename("top/b", "top/a", since=day(4))])

    refusal = refused(known, repeal(1, since=day(6)))

    assert (refusal.slug, refusal.facts["by"]) == ("name-taken", "3/2564")


@pytest.mark.parametrize(
    ("act", "by"),
    [
        (rename("top/a", "ใหม่", since=day(5)), "2/2564"),
        (abolish("top/a", since=day(5)), "2/2564"),
        (move("top/b", "top/a", since=day(5)), "2/2564"),
        (establish("top/a/x", parent="top/a", since=day(5)), "2/2564"),
        (rename("top/a", "ใหม่", since=day(0)), "1/2564"),
        (merge("top/b", "top/a", since=day(5)), "2/2564"),
        (UnitAct(UnitActKind.ABOLISH, every=KIND, under=UnitId("top/a"), since=day(5)), "2/2564"),
    ],
)
def test_no_act_on_a_unit_that_does_not_exist_then(act: UnitAct, by: str) -> None:
    refusal = refused(issued(TREE, [abolish("top/a", since=day(4))]), act)

    assert (refusal.slug, refusal.facts["by"]) == ("unit-not-there", by)


def test_the_order_that_ended_a_unit_is_named_and_not_another_of_the_same_moment() -> None:
    known = issued(TREE, [rename("top/a", "ใหม่", since=day(5))], [abolish("top/a", since=day(5))])

    assert refused(known, rename("top/a", "อื่น", since=day(6))).facts["by"] == "3/2564"


def test_a_unit_that_an_order_took_back_does_not_exist_by_that_order() -> None:
    known = issued(TREE, [establish("top/c", parent="top")], [repeal(1, since=day(1))])

    refusal = refused(known, rename("top/c", "ใหม่"))

    assert (refusal.slug, refusal.facts["by"]) == ("unit-not-there", "3/2564")


def test_no_act_on_a_unit_that_nobody_ever_established() -> None:
    assert refused(issued(TREE), rename("top/z", "ใหม่")).slug == "unit-never-established"


def test_an_act_on_a_post_needs_its_unit_and_the_unit_that_power_goes_to() -> None:
    known = issued(TREE)
    delegation = PostAct(PostActKind.DELEGATE, "หัวหน้า", UnitId("top/a"), to_post="รอง", to_unit=UnitId("top/z"))

    assert refused(known, PostAct(PostActKind.END, "หัวหน้า", UnitId("top/z"), "x")).slug == "unit-never-established"
    assert refused(known, delegation).slug == "unit-never-established"
    accepted(known, establish("top/z", parent="top"), delegation)


# --- parents, children, circles ------------------------------------------------------------------------------------


def test_a_unit_with_living_children_is_not_abolished_and_they_are_named() -> None:
    refusal = refused(issued(TREE), abolish("top"))

    assert (refusal.slug, refusal.facts["children"], refusal.facts["count"]) == (
        "has-living-children",
        "top/a, top/b",
        2,
    )
    assert refusal.facts["by"] == "1/2564"


def test_a_unit_is_abolished_together_with_its_children_in_any_order() -> None:
    accepted(issued(TREE), abolish("top"), abolish("top/a"), abolish("top/b"))


def test_a_unit_is_not_abolished_before_a_later_order_put_something_under_it() -> None:
    known = issued(TREE, [establish("top/a/x", parent="top/a", since=day(6))])

    refusal = refused(known, abolish("top/a", since=day(4)))

    assert (refusal.slug, refusal.facts["unit"], refusal.facts["by"]) == ("parent-not-there", "top/a/x", "2/2564")


def test_nothing_is_put_under_a_unit_that_a_known_order_ends_later() -> None:
    known = issued(TREE, [abolish("top/a", since=day(8))])

    refusal = refused(known, establish("top/a/x", parent="top/a", since=day(4)))

    assert (refusal.slug, refusal.facts["at"], refusal.facts["by"]) == ("parent-not-there", day(8), "2/2564")


def test_a_unit_with_children_is_not_abolished_for_a_while_either() -> None:
    refusal = refused(issued(TREE), abolish("top", since=day(4), until=day(6)))

    assert (refusal.slug, refusal.facts["at"]) == ("has-living-children", day(4))


def test_an_order_is_not_repealed_while_another_stands_on_what_it_established() -> None:
    known = issued(TREE, [establish("top/c", parent="top")], [establish("top/c/x", parent="top/c")])

    refusal = refused(known, repeal(1, since=day(1)))

    assert (refusal.slug, refusal.facts["by"]) == ("parent-not-there", "3/2564")


@pytest.mark.parametrize("parent", ["top/a", "top/a/x"])
def test_a_unit_is_not_moved_under_itself_or_what_stands_below_it(parent: str) -> None:
    known = issued(TREE, [establish("top/a/x", parent="top/a")])

    assert refused(known, move("top/a", parent)).slug == "under-itself"


def test_a_unit_is_not_moved_into_the_past_so_that_a_later_move_closes_a_circle() -> None:
    known = issued(TREE, [move("top/b", "top/a", since=day(6))])

    refusal = refused(known, move("top/a", "top/b", since=day(3)))

    assert (refusal.slug, refusal.facts["at"], refusal.facts["by"]) == ("under-itself", day(6), "2/2564")


def test_a_circle_is_found_at_whichever_time_it_closes() -> None:
    names = ("p", "x", "y", "z")
    known = issued(
        [establish("top"), establish("u"), *[establish(name, parent="top") for name in names]],
        [move("p", "x"), move("x", "z"), move("y", "z"), move("p", "y", since=day(7))],
        [move("z", "u", since=day(5), until=day(6))],
    )

    refusal = refused(known, move("u", "p", since=day(4)))

    assert (refusal.slug, refusal.facts["at"], refusal.facts["by"]) == ("under-itself", day(5), "3/2564")


def test_two_units_change_places_when_one_order_moves_both() -> None:
    known = issued(TREE, [move("top/b", "top/a", since=day(3))])

    accepted(known, move("top/a", "top/b", since=day(6)), move("top/b", "top", since=day(6)))


# --- merge and split -----------------------------------------------------------------------------------------------


def test_merged_units_end_and_their_living_children_go_under_the_other() -> None:
    known = issued(TREE, [establish("top/a/x", parent="top/a")], [merge("top/b", "top/a", since=day(5))])

    child = unit_at(known, UnitId("top/a/x"), day(5))
    assert unit_at(known, UnitId("top/a"), day(5)) is None
    assert child is not None
    assert child.parent == "top/b"


def test_a_unit_is_not_merged_into_its_own_child_which_would_stand_under_nothing() -> None:
    known = issued(TREE, [establish("top/a/x", parent="top/a")])

    assert refused(known, merge("top/a/x", "top/a")).slug == "has-living-children"
    accepted(known, move("top/a/x", "top"), merge("top/a/x", "top/a"))


def test_a_unit_is_not_merged_into_itself() -> None:
    assert refused(issued(TREE), merge("top/a", "top/a")).slug == "unit-twice-in-act"


def test_a_split_unit_ends_in_others_that_are_there() -> None:
    known = issued(TREE)
    parts = (establish("top/c", parent="top"), establish("top/d", parent="top"))

    assert refused(known, split("top/a", "top/c", "top/d")).slug == "unit-never-established"
    accepted(known, *parts, split("top/a", "top/c", "top/d"))


def test_a_unit_is_split_after_its_children_were_moved() -> None:
    known = issued(TREE, [establish("top/a/x", parent="top/a")])
    parts = (establish("top/c", parent="top"), establish("top/d", parent="top"), split("top/a", "top/c", "top/d"))

    assert refused(known, *parts).slug == "has-living-children"
    accepted(known, *parts, move("top/a/x", "top/c"))


# --- sets ----------------------------------------------------------------------------------------------------------


def test_a_set_is_the_units_of_a_kind_below_another_when_the_act_begins() -> None:
    known = issued(
        TREE,
        [establish("top/a/x", parent="top/a", since=day(3)), abolish("top/b", since=day(5))],
        [UnitAct(UnitActKind.CHANGE_DUTIES, every=KIND, under=UnitId("top"), since=day(4), duties="งานใหม่")],
    )

    duties = {unit: state.duties for unit in known.units if (state := unit_at(known, unit, day(4))) is not None}

    assert duties == {"top": None, "top/a": "งานใหม่", "top/b": "งานใหม่", "top/a/x": "งานใหม่"}


def test_an_empty_set_is_refused() -> None:
    known = issued(TREE)

    assert refused(known, UnitAct(UnitActKind.ABOLISH, every="none")).slug == "set-empty"
    assert refused(known, UnitAct(UnitActKind.ABOLISH, every=KIND, under=UnitId("top/b"))).slug == "set-empty"


# --- instruments ---------------------------------------------------------------------------------------------------


def test_an_unknown_instrument_is_not_changed_and_neither_is_one_under_another_number() -> None:
    known = issued(TREE)

    unknown = refused(known, repeal(7))
    misnamed = refused(known, replace(repeal(0), number="9/2564"))

    assert (unknown.slug, type(unknown)) == ("instrument-unknown", NoSuchThing)
    assert (misnamed.slug, misnamed.facts["known"]) == ("another-instrument", "1/2564")


def test_an_order_without_acts_is_named_by_whoever_knows_it() -> None:
    other = StreamId("plain")
    repealing = order(9, replace(repeal(0), instrument=other, number="7/2563"))

    decide(issued(TREE), repealing.acts, repealing.source, others={other: "7/2563"})


@pytest.mark.parametrize("kind", InstrumentActKind)
def test_nothing_is_done_to_a_clause_that_was_repealed(kind: InstrumentActKind) -> None:
    known = issued([establish("top", clause="ข้อ 1"), establish("b", clause="ข้อ 2")], [repeal(0, clause="ข้อ 2")])

    refusal = refused(known, on_instrument(kind, 0, clause="ข้อ 2"))

    assert (refusal.slug, refusal.facts["by"]) == ("clause-ended", "2/2564")


@pytest.mark.parametrize("clause", [None, "ข้อ 1"])
def test_nothing_is_done_to_an_order_that_was_replaced(clause: str | None) -> None:
    known = issued(TREE, [on_instrument(InstrumentActKind.REPLACE, 0, since=day(5))])

    refusal = refused(known, on_instrument(InstrumentActKind.AMEND, 0, clause=clause, since=day(5)))

    assert (refusal.slug, refusal.facts["by"]) == ("instrument-ended", "2/2564")


def test_a_clause_is_amended_for_the_time_before_its_repeal() -> None:
    known = issued(TREE, [repeal(0, clause="ข้อ 2", since=day(5))])

    accepted(known, on_instrument(InstrumentActKind.AMEND, 0, clause="ข้อ 2", since=day(4)))
    accepted(known, repeal(0, clause="ข้อ 2", since=day(4)))


def test_a_repeal_that_was_itself_repealed_in_time_stands_against_nothing() -> None:
    known = issued(TREE, [repeal(0, clause="ข้อ 2", since=day(5))], [repeal(1, since=day(5))])

    accepted(known, on_instrument(InstrumentActKind.AMEND, 0, clause="ข้อ 2", since=day(6)))


@pytest.mark.parametrize("before", [(), (on_instrument(InstrumentActKind.ADD, 0, clause="ข้อ 1/1"),)])
def test_a_clause_that_is_there_is_not_added(before: tuple[InstrumentAct, ...]) -> None:
    known = issued([establish("top", clause="ข้อ 1" if not before else None)], before)
    clause = "ข้อ 1/1" if before else "ข้อ 1"

    refusal = refused(known, on_instrument(InstrumentActKind.ADD, 0, clause=clause))

    assert (refusal.slug, refusal.facts["by"]) == ("clause-there", "2/2564" if before else "1/2564")


def test_an_order_brought_back_does_not_establish_a_second_time() -> None:
    known = issued(
        TREE,
        [establish("top/c", parent="top", since=day(8))],
        [repeal(1, since=day(8))],
        [establish("top/c", parent="top", since=day(8))],
    )

    refusal = refused(known, repeal(2, since=day(8)))

    assert (refusal.slug, refusal.facts["first"], refusal.facts["by"]) == ("unit-established-twice", "2/2564", "4/2564")


def test_a_retroactive_abolition_leaves_what_was_decided_before_alone() -> None:
    known = issued(TREE, [rename("top/a", "ใหม่", since=day(5))])
    before = versions(known, UnitId("top/a"))

    accepted(known, abolish("top/a", since=day(2)))

    assert versions(known, UnitId("top/a")) == before


# --- times ---------------------------------------------------------------------------------------------------------


def test_an_act_that_ends_when_it_begins_is_refused() -> None:
    refusal = refused(issued(TREE), rename("top/a", "ใหม่", since=day(5), until=day(5)))

    assert (refusal.slug, type(refusal)) == ("ends-before-it-begins", InvalidValue)


def test_a_power_that_ends_when_it_begins_is_refused() -> None:
    appointment = PostAct(PostActKind.APPOINT, "หัวหน้า", UnitId("top"), "x", since=day(5), until=day(5))

    assert refused(issued(TREE), appointment).slug == "ends-before-it-begins"


def test_an_act_from_now_on_that_ended_before_now_is_refused() -> None:
    assert refused(issued(TREE), rename("top/a", "ใหม่", until=day(9))).slug == "ends-before-it-begins"


def test_a_name_for_a_time_comes_back() -> None:
    known = issued(TREE, [rename("top/a", "ชั่วคราว", since=day(3), until=day(5))])

    names = [version.state.name for version in versions(known, UnitId("top/a"))]

    assert names == ["top/a", "ชั่วคราว", "top/a"]
