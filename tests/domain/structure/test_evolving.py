"""What acts make of the structure, one at a time; random ones are compared with a naive reading beside."""

from domain.structure.acts import InstrumentActKind, UnitAct, UnitActKind, UnitId
from domain.structure.evolving import evolve, touched
from domain.structure.structure import Structure, tree_at, unit_at, versions
from tests.domain.structure.history import (
    KIND,
    abolish,
    day,
    establish,
    issued,
    known_after,
    merge,
    move,
    on_instrument,
    order,
    rename,
    repeal,
)
from tests.thorough import THOROUGH

TREE = (establish("top"), establish("top/a", parent="top"), establish("top/b", parent="top"))
A = UnitId("top/a")


def spells(structure: Structure, unit: UnitId) -> list[tuple[object, object, str]]:
    return [(version.since, version.until, version.state.name) for version in versions(structure, unit)]


def test_from_now_on_is_when_the_order_was_issued() -> None:
    known = issued(TREE, [rename("top/a", "ใหม่")])

    assert spells(known, A) == [(day(1), day(2), "top/a"), (day(2), None, "ใหม่")]


def test_the_later_beginning_counts_and_not_the_later_order() -> None:
    known = issued(TREE, [rename("top/a", "ฤดูร้อน", since=day(6))], [rename("top/a", "ฤดูหนาว", since=day(4))])

    assert [name for _, _, name in spells(known, A)] == ["top/a", "ฤดูหนาว", "ฤดูร้อน"]


def test_of_two_beginnings_at_one_moment_the_later_order_counts_and_then_its_later_act() -> None:
    known = issued(TREE, [rename("top/a", "หนึ่ง", since=day(5)), rename("top/a", "สอง", since=day(5))])
    later = issued(TREE, [rename("top/a", "สอง", since=day(5))], [rename("top/a", "สาม", since=day(5))])

    assert unit_at(known, A, day(5)).name == "สอง"  # type: ignore[union-attr]
    assert unit_at(later, A, day(5)).name == "สาม"  # type: ignore[union-attr]


def test_a_repealed_name_gives_way_to_what_other_acts_say() -> None:
    known = issued(TREE, [rename("top/a", "ใหม่", since=day(4))], [repeal(1, since=day(6))])

    assert [name for _, _, name in spells(known, A)] == ["top/a", "ใหม่", "top/a"]


def test_a_repealed_abolition_lets_the_unit_exist_again() -> None:
    known = issued(TREE, [abolish("top/a", since=day(4))], [repeal(1, since=day(6))])

    assert spells(known, A) == [(day(1), day(4), "top/a"), (day(6), None, "top/a")]


def test_a_clause_is_repealed_alone() -> None:
    two = [rename("top/a", "ก", clause="ข้อ 1", since=day(4)), rename("top/b", "ข", clause="ข้อ 2", since=day(4))]

    known = issued(TREE, two, [repeal(1, clause="ข้อ 1", since=day(4))])

    assert unit_at(known, A, day(5)).name == "top/a"  # type: ignore[union-attr]
    assert unit_at(known, UnitId("top/b"), day(5)).name == "ข"  # type: ignore[union-attr]


def test_replacing_ends_what_was_there_and_amending_or_adding_does_not() -> None:
    renamed = issued(TREE, [rename("top/a", "ใหม่", clause="ข้อ 1", since=day(4))])

    names = {}
    for kind in InstrumentActKind:
        change = on_instrument(kind, 1, clause="ข้อ 1/1" if kind is InstrumentActKind.ADD else "ข้อ 1", since=day(5))
        one = order(2, change)
        names[kind] = unit_at(evolve(renamed, one.acts, one.source), A, day(5)).name  # type: ignore[union-attr]

    assert names == {
        InstrumentActKind.AMEND: "ใหม่",
        InstrumentActKind.ADD: "ใหม่",
        InstrumentActKind.REPLACE: "top/a",
        InstrumentActKind.REPEAL: "top/a",
    }


def test_a_repeal_that_was_repealed_before_it_began_never_was() -> None:
    known = issued(TREE, [rename("top/a", "ใหม่")], [repeal(1, since=day(8))], [repeal(2, since=day(7))])

    assert spells(known, A)[-1] == (day(2), None, "ใหม่")


def test_repealing_a_repeal_that_has_begun_revives_nothing() -> None:
    known = issued(TREE, [rename("top/a", "ใหม่")], [repeal(1, since=day(5))], [repeal(2, since=day(7))])

    assert [name for _, _, name in spells(known, A)] == ["top/a", "ใหม่", "top/a"]


def test_a_repeal_stands_when_only_a_clause_of_its_order_is_repealed() -> None:
    known = issued(TREE, [rename("top/a", "ใหม่")], [repeal(1, since=day(8))], [repeal(2, clause="ข้อ 1", since=day(7))])

    assert spells(known, A)[-1] == (day(8), None, "top/a")


def test_a_chain_of_repeals_is_followed_to_its_end() -> None:
    chain = [order(position + 1, repeal(position, since=day(3000))) for position in range(1, 1201 if THOROUGH else 401)]

    known = known_after([order(0, *TREE), order(1, rename("top/a", "ใหม่", since=day(3000))), *chain])

    assert spells(known, A)[-1][2] == "ใหม่"
    assert touched(known, chain[-1].acts, chain[-1].source) >= {A}


def test_an_order_that_names_itself_or_a_later_one_ends_nothing() -> None:
    orders = [order(0, *TREE), order(1, repeal(1), repeal(3), rename("top/a", "ใหม่")), order(2), order(3, repeal(1))]

    known = known_after(orders[:2])

    assert unit_at(known, A, day(3)).name == "ใหม่"  # type: ignore[union-attr]
    assert unit_at(known_after(orders), A, day(3)).name == "ใหม่"  # type: ignore[union-attr]


def test_what_is_later_known_does_not_change_a_set() -> None:
    known = issued(
        TREE,
        [UnitAct(UnitActKind.CHANGE_DUTIES, every=KIND, under=UnitId("top"), duties="งาน", since=day(9))],
        [establish("top/c", parent="top", since=day(4))],
    )

    assert unit_at(known, UnitId("top/c"), day(9)).duties is None  # type: ignore[union-attr]


def test_an_act_sees_what_the_acts_before_it_in_the_same_order_did() -> None:
    one = [
        establish("top/c", parent="top"),
        UnitAct(UnitActKind.CHANGE_DUTIES, every=KIND, under=UnitId("top"), duties="งาน"),
        merge("top/b", "top/a"),
    ]

    known = issued(TREE, one)

    assert unit_at(known, UnitId("top/c"), day(9)).duties == "งาน"  # type: ignore[union-attr]


def test_merged_units_that_stand_in_one_another_all_end() -> None:
    known = issued([*TREE, establish("top/a/x", parent="top/a")], [merge("top/b", "top/a", "top/a/x", since=day(4))])

    assert [state.unit for state in tree_at(known, day(4))] == ["top", "top/b"]


def test_a_tree_stands_each_behind_its_parent_by_code_and_name() -> None:
    known = issued(
        [*TREE, establish("top/a/x", parent="top/a"), establish("top/0", parent="top", code="มท 9901")],
        [move("top/b", "top/a", since=day(9))],
        recorded=True,
    )

    assert [state.unit for state in tree_at(known, day(8))] == ["top", "top/0", "top/a", "top/a/x", "top/b"]
    assert [state.unit for state in tree_at(known, day(9), A)] == ["top/a", "top/a/x", "top/b"]
    assert tree_at(known, day(0), A) == []
