"""Everybody who may sign for a unit: each capacity once, and nobody whom admission would refuse."""

from dataclasses import replace

import pytest

from domain.authority import Role
from domain.classes import ActingWord
from domain.structure.acts import PostAct, PostActKind
from domain.structure.powers import Ground, PowerKind
from tests.domain.structure.authority_desk import DEPUTY, HEAD, UNIT, Desk, act_for, appoint, at, enrolment, shown

ABSENT, DELEGATED = ActingWord.ACTING_FOR_ABSENT, ActingWord.BY_DELEGATION
BUDGET, STAFF = "งบประมาณ", "บุคคล"
DG, OWN = ("dg", HEAD, None, None), ("deputy", DEPUTY, None, None)
BY_DELEGATION = ("deputy", DEPUTY, DELEGATED, HEAD)


@pytest.fixture
def desk() -> Desk:
    """A head, and a deputy by order who is enrolled with the same post."""
    desk = Desk()
    desk.enrol(enrolment("dg", HEAD), enrolment("deputy", DEPUTY))
    desk.order(appoint("deputy", DEPUTY, deputises=HEAD, since=at(1, 0)))
    return desk


def listed(desk: Desk, **asked: object) -> list[tuple[object, ...]]:
    return [shown(one) for one in desk.signers(**asked)]  # type: ignore[arg-type]


def power_over(kind: PostActKind, *matters: str) -> PostAct:
    return PostAct(kind, HEAD, UNIT, "deputy", matters=matters, since=at(1, 0))


def test_a_post_by_order_and_by_enrolment_is_one_capacity_with_both_grounds(desk: Desk) -> None:
    assert sorted(listed(desk), key=str) == sorted([DG, OWN], key=str)
    (deputy,) = [one for one in desk.signers() if one.officer == "deputy"]
    assert {chain[0].basis.ground for chain in (deputy.chain, *deputy.others)} == {Ground.ORDER, Ground.ENROLMENT}


def test_a_holder_who_signs_no_letters_is_not_listed_for_any_post_or_power(desk: Desk) -> None:
    desk.order(act_for("deputy", HEAD, ActingWord.DOING_WORK, since=at(1, 0)))
    desk.order(power_over(PostActKind.DELEGATE))
    desk.absent()
    assert len(listed(desk)) == 5

    desk.enrol(replace(enrolment("deputy", DEPUTY), roles=(Role.CLERK, Role.REGISTRAR)))

    assert listed(desk) == [DG]


def test_who_is_not_enrolled_or_has_no_post_is_not_listed(desk: Desk) -> None:
    desk.order(appoint("stranger", "ผู้ช่วย", since=at(1, 0)))
    desk.enrol(enrolment("idle"))
    desk.order(act_for("idle", HEAD, ActingWord.DOING_WORK, since=at(1, 0)))

    assert {one.officer for one in desk.signers()} == {"dg", "deputy"}


def test_a_power_is_listed_with_each_post_of_its_holder(desk: Desk) -> None:
    desk.enrol(enrolment("deputy", DEPUTY, "เลขานุการ"))
    desk.order(power_over(PostActKind.DELEGATE))

    found = [one for one in listed(desk) if one[2] is DELEGATED]

    assert found == [BY_DELEGATION, ("deputy", "เลขานุการ", DELEGATED, HEAD)]


def test_a_matter_that_was_withdrawn_is_not_listed_among_those_of_a_power(desk: Desk) -> None:
    desk.order(power_over(PostActKind.DELEGATE, BUDGET, STAFF))
    desk.order(power_over(PostActKind.WITHDRAW, BUDGET))

    (power,) = [one for one in desk.signers() if one.word is DELEGATED]
    assert (power.matters, power.withheld) == ((STAFF,), ())
    assert BY_DELEGATION in listed(desk, matter=STAFF)
    assert BY_DELEGATION not in listed(desk, matter=BUDGET)


def test_a_power_over_all_is_listed_with_the_matters_withdrawn_from_it(desk: Desk) -> None:
    desk.order(power_over(PostActKind.DELEGATE))
    desk.order(power_over(PostActKind.WITHDRAW, BUDGET))

    (power,) = [one for one in desk.signers() if one.word is DELEGATED]
    assert (power.matters, power.withheld) == ((), (BUDGET,))
    assert BY_DELEGATION in listed(desk, matter=STAFF)
    assert BY_DELEGATION not in listed(desk, matter=BUDGET)


def test_a_power_of_which_every_matter_was_withdrawn_is_not_listed(desk: Desk) -> None:
    desk.order(power_over(PostActKind.DELEGATE, BUDGET))
    desk.order(power_over(PostActKind.WITHDRAW, BUDGET))

    assert BY_DELEGATION not in listed(desk)


def test_a_deputy_acts_for_an_absent_head_and_not_when_absent_too(desk: Desk) -> None:
    desk.absent()
    by_law = ("deputy", DEPUTY, ABSENT, HEAD)
    assert by_law in listed(desk)

    desk.absent(DEPUTY, officer="deputy")

    assert by_law not in listed(desk)


def test_a_head_who_is_recorded_as_absent_is_listed_with_the_absence(desk: Desk) -> None:
    desk.absent()

    (head,) = [one for one in desk.signers() if one.officer == "dg"]

    assert [power.kind for power in head.chain] == [PowerKind.OWN_POST, PowerKind.ABSENCE]
