"""Who may say what of posts, and that nobody gives a power to himself."""

from datetime import timedelta

import pytest

from domain.classes import ActingWord
from domain.errors import InvalidValue, NoSuchThing, NotAllowed
from domain.letter.text import Signatory
from domain.structure.acts import Acts, PostAct, PostActKind, UnitAct, UnitActKind, UnitId
from domain.structure.appointing import require_authority, require_not_to, require_sense
from domain.structure.powers import PowerKind
from tests.domain.structure.authority_desk import (
    DEPUTY,
    HEAD,
    MONDAY,
    UNIT,
    Desk,
    act_for,
    appoint,
    at,
    enrolment,
    signs,
)

BUDGET = "งบประมาณ"
ACTING = signs("deputy", DEPUTY, word=ActingWord.ACTING_FOR_ABSENT, principal=HEAD)


@pytest.fixture
def desk() -> Desk:
    """A head and a deputy, enrolled in a department that an order established."""
    desk = Desk()
    desk.enrol(enrolment("dg", HEAD), enrolment("deputy", DEPUTY), enrolment("clerk", "เจ้าพนักงานธุรการ"))
    desk.order(units=(UnitAct(UnitActKind.ESTABLISH, UNIT, name="กรม", unit_kind="department", since=at(1, 0)),))
    return desk


def delegate(post: str = HEAD, unit: UnitId = UNIT, officer: str = "other") -> PostAct:
    return PostAct(PostActKind.DELEGATE, post, unit, officer)


def give(desk: Desk, signatory: Signatory, *acts: PostAct, matter: str | None = None) -> None:
    """Ask whether a signatory may sign an order with these acts on Monday."""
    judged = desk.judge(signatory, matter=matter)
    held = [
        one
        for one in desk.powers(signatory.officer)
        if (one.kind, one.post) == (PowerKind.OWN_POST, signatory.post) and one.in_force(MONDAY)
    ]
    require_authority(Acts(posts=acts), desk.structure, signatory=signatory, judged=judged, held=held, issued_at=MONDAY)


def test_a_head_delegates_the_power_of_the_own_post(desk: Desk) -> None:
    give(desk, signs("dg", HEAD), delegate())


def test_the_power_of_a_post_in_another_unit_is_not_the_heads_to_give(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="cannot give away the power of"):
        give(desk, signs("dg", HEAD), delegate(unit=UnitId("elsewhere")))


def test_a_post_that_is_held_in_two_units_is_delegated_in_both_of_them(desk: Desk) -> None:
    desk.enrol(enrolment("dg", HEAD, unit="กองคลัง"))
    desk.order(appoint("dg", HEAD, since=at(1, 0) - timedelta(days=4000)))

    give(desk, signs("dg", HEAD), delegate(), delegate(unit=UnitId("กองคลัง")))


@pytest.mark.parametrize("kind", [PostActKind.DELEGATE, PostActKind.ASSIGN])
def test_nobody_gives_away_the_power_of_anothers_post(desk: Desk, kind: PostActKind) -> None:
    act = PostAct(kind, HEAD, UNIT, "other", matters=(BUDGET,))

    with pytest.raises(NotAllowed, match="cannot give away the power of"):
        give(desk, signs("deputy", DEPUTY), act)


def test_who_acts_for_a_post_delegates_its_power(desk: Desk) -> None:
    desk.order(act_for("deputy", HEAD))

    give(desk, ACTING, delegate())


def test_what_was_delegated_is_not_delegated_again(desk: Desk) -> None:
    desk.order(delegate(officer="deputy"))
    delegated = signs("deputy", DEPUTY, word=ActingWord.BY_DELEGATION, principal=HEAD)

    with pytest.raises(NotAllowed, match="cannot give away the power of"):
        give(desk, delegated, delegate())


def test_an_order_on_posts_needs_an_authority_that_is_recorded(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="whose authority is recorded"):
        give(desk, ACTING, appoint("other", "หัวหน้ากลุ่ม"))


def test_an_order_without_acts_on_posts_needs_no_more_than_a_letter(desk: Desk) -> None:
    give(desk, ACTING)


@pytest.mark.parametrize(
    "act",
    [
        appoint("dg", "ปลัดกระทรวง"),
        act_for("dg", "ปลัดกระทรวง"),
        delegate(officer="dg"),
        PostAct(PostActKind.ASSIGN, DEPUTY, UNIT, "dg", matters=(BUDGET,)),
        PostAct(PostActKind.DELEGATE, DEPUTY, UNIT, to_post=HEAD, to_unit=UNIT),
    ],
    ids=["appoint", "act for", "delegate", "assign", "delegate to the holder of the own post"],
)
def test_nobody_gives_a_power_to_himself(desk: Desk, act: PostAct) -> None:
    with pytest.raises(NotAllowed, match="another official must"):
        require_not_to(Acts(posts=(act,)), {"dg"}, desk.powers("dg"))


def test_a_clerk_who_enters_an_order_on_paper_is_not_appointed_by_it(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="who signs or enters it"):
        require_not_to(Acts(posts=(appoint("clerk", HEAD),)), {"dg", "clerk"}, desk.powers("dg", "clerk"))


def test_an_official_may_end_the_own_power(desk: Desk) -> None:
    require_not_to(Acts(posts=(PostAct(PostActKind.END, HEAD, UNIT, "dg"),)), {"dg"}, desk.powers("dg"))


def test_acting_by_delegation_needs_a_delegation(desk: Desk) -> None:
    acts = Acts(posts=(act_for("deputy", HEAD, ActingWord.BY_DELEGATION),))

    with pytest.raises(InvalidValue, match="say delegate, not act-for"):
        require_sense(acts, desk.powers(HEAD), issued_at=MONDAY)


NOT_THERE = [
    PostAct(PostActKind.END, HEAD, UNIT, "nobody"),
    PostAct(PostActKind.END, HEAD, UNIT, "deputy", since=at(1, 8)),
    PostAct(PostActKind.END, HEAD, UnitId("elsewhere"), "deputy"),
    PostAct(PostActKind.WITHDRAW, HEAD, UNIT, "deputy"),
    PostAct(PostActKind.WITHDRAW, HEAD, UNIT, "other", matters=("อื่น",)),
    PostAct(PostActKind.WITHDRAW, HEAD, UNIT, to_post=DEPUTY, to_unit=UNIT),
]


@pytest.mark.parametrize("act", NOT_THERE)
def test_what_is_not_there_is_not_ended(desk: Desk, act: PostAct) -> None:
    desk.order(act_for("deputy", HEAD), PostAct(PostActKind.DELEGATE, HEAD, UNIT, "other", matters=(BUDGET,)))

    with pytest.raises(NoSuchThing, match="could end"):
        require_sense(Acts(posts=(act,)), desk.powers(HEAD, "deputy", "other", "nobody"), issued_at=MONDAY)


@pytest.mark.parametrize(
    "act",
    [
        PostAct(PostActKind.END, HEAD, UNIT, "deputy"),
        PostAct(PostActKind.END, HEAD, UNIT, "dg"),
        PostAct(PostActKind.WITHDRAW, HEAD, UNIT, "other"),
        PostAct(PostActKind.WITHDRAW, HEAD, UNIT, "other", matters=(BUDGET,)),
    ],
)
def test_what_is_there_is_ended(desk: Desk, act: PostAct) -> None:
    desk.order(act_for("deputy", HEAD), PostAct(PostActKind.DELEGATE, HEAD, UNIT, "other", matters=(BUDGET,)))

    require_sense(Acts(posts=(act,)), desk.powers(HEAD, "deputy", "other", "dg"), issued_at=MONDAY)


def test_a_matter_is_withdrawn_once(desk: Desk) -> None:
    withdrawal = PostAct(PostActKind.WITHDRAW, HEAD, UNIT, "other", matters=(BUDGET,))
    desk.order(PostAct(PostActKind.DELEGATE, HEAD, UNIT, "other"))
    desk.order(withdrawal)

    with pytest.raises(NoSuchThing, match="could end"):
        require_sense(Acts(posts=(withdrawal,)), desk.powers(HEAD), issued_at=MONDAY)
