"""A refusal names the order that stands against an act, and not a later one that changed something else."""

import pytest

from domain.errors import DomainError
from domain.structure.acts import UnitAct
from domain.structure.deciding import decide
from domain.structure.structure import Structure
from tests.domain.structure.history import abolish, change_duties, day, establish, issued, move, order, recode, rename

TREE = (
    establish("top"),
    establish("top/a", parent="top", code="มท 9901"),
    establish("top/b", parent="top", code="มท 9902"),
)
"""On the first day, by 1/2564."""
LATER = [change_duties(unit, "งานใหม่") for unit in ("top", "top/a", "top/b")]
"""By 2/2564; nothing is refused because of it."""


def refused(structure: Structure, *acts: UnitAct) -> tuple[str, object]:
    with pytest.raises(DomainError) as caught:
        decide(structure, order(9, *acts).acts, order(9).source)
    return caught.value.slug, caught.value.facts["by"]


@pytest.mark.parametrize(
    ("acts", "slug"),
    [
        ([abolish("top")], "has-living-children"),
        ([move("top", "top/a")], "under-itself"),
        ([rename("top/a", "top/b")], "name-taken"),
        ([recode("top/a", "มท 9902")], "code-borne"),
        ([abolish("top/b", since=day(5)), recode("top/a", "มท 9902", since=day(6))], "code-left-vacant"),
        ([establish("top/a", parent="top")], "unit-established-before"),
    ],
)
def test_the_order_that_is_named_says_what_stands_against_the_act(acts: list[UnitAct], slug: str) -> None:
    known = issued(TREE, LATER)

    assert refused(known, *acts) == (slug, "1/2564")


def test_the_order_that_moved_a_unit_is_named_when_its_parent_would_end() -> None:
    known = issued(TREE, [move("top/b", "top/a")], LATER)

    assert refused(known, abolish("top/a")) == ("has-living-children", "2/2564")


def test_a_unit_that_was_established_for_a_time_is_gone_by_the_order_that_did_so() -> None:
    known = issued([*TREE, establish("top/c", parent="top", until=day(5))], [change_duties("top/c", "งานใหม่")])

    assert refused(known, rename("top/c", "ใหม่", since=day(6))) == ("unit-not-there", "1/2564")
