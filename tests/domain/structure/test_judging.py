"""What recorded powers say of one signature: every row of annex 3, and every record that speaks against it."""

import pytest

from domain.classes import ActingWord
from domain.structure.acts import PostAct, PostActKind, UnitAct, UnitActKind, UnitId
from domain.structure.events import AbsenceKind
from domain.structure.powers import Ground, Judgement, PowerKind, Verdict
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

ABSENT = ActingWord.ACTING_FOR_ABSENT
DELEGATED = ActingWord.BY_DELEGATION
BUDGET, STAFF = "งบประมาณ", "บุคคล"


def delegate(officer: str | None = "deputy", *matters: str, **fields: object) -> PostAct:
    return PostAct(PostActKind.DELEGATE, HEAD, UNIT, officer, matters=matters, **fields)  # type: ignore[arg-type]


def withdraw(officer: str | None = "deputy", *matters: str, **fields: object) -> PostAct:
    return PostAct(PostActKind.WITHDRAW, HEAD, UNIT, officer, matters=matters, **fields)  # type: ignore[arg-type]


def ended(officer: str, post: str, **fields: object) -> PostAct:
    return PostAct(PostActKind.END, post, UNIT, officer, **fields)  # type: ignore[arg-type]


def says(judgement: Judgement) -> str:
    """The slug of what keeps a signature from being valid; ``valid`` otherwise."""
    if judgement.why is None:
        return judgement.verdict.value
    return judgement.why.slug


@pytest.fixture
def desk() -> Desk:
    """A head and a deputy who are enrolled, and whose deputy's post no order speaks of."""
    desk = Desk()
    desk.enrol(enrolment("dg", HEAD), enrolment("deputy", DEPUTY), enrolment("other", DEPUTY))
    return desk


@pytest.fixture
def deputies(desk: Desk) -> Desk:
    """The same, where an order appointed the deputy to be the head's only one."""
    desk.order(appoint("deputy", DEPUTY, deputises=HEAD, since=at(1, 0)))
    return desk


# --- one's own post --------------------------------------------------------------------------------------


def test_the_holder_of_a_post_by_enrolment_signs_in_it(desk: Desk) -> None:
    judged = desk.judge(signs("dg", HEAD))

    assert judged.verdict is Verdict.VALID
    assert [one.basis.ground for one in judged.chain] == [Ground.ENROLMENT]


def test_an_officer_appointed_by_order_signs_in_the_post_and_the_order_is_named(desk: Desk) -> None:
    order = desk.order(appoint("new", HEAD))

    judged = desk.judge(signs("new", HEAD))

    assert judged.verdict is Verdict.VALID
    assert judged.chain[0].basis.digest == order.digest


def test_a_post_that_nobody_ever_recorded_is_not_told(desk: Desk) -> None:
    judged = desk.judge(signs("dg", "ปลัดกระทรวง"))

    assert (judged.verdict, says(judged)) == (Verdict.CANNOT_TELL, "post-not-recorded")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (at(5, 8, 0), "power-not-begun"),
        (at(5, 9, 0), "valid"),
        (at(6, 8), "valid"),
        (at(6, 9, 0), "power-expired"),
    ],
)
def test_an_appointment_counts_from_its_beginning_until_before_its_end(desk: Desk, on: object, expected: str) -> None:
    desk.order(appoint("new", HEAD, since=at(5), until=at(6)))

    judged = desk.judge(signs("new", HEAD), on=on)  # type: ignore[arg-type]

    assert says(judged) == expected


def test_a_post_that_an_order_ended_is_not_held_whoever_enrolled_it(desk: Desk) -> None:
    desk.order(ended("dg", HEAD, since=at(2)))

    before, behind = desk.judge(signs("dg", HEAD)), desk.judge(signs("dg", HEAD), on=at(2))

    assert before.verdict is Verdict.VALID
    assert (behind.verdict, says(behind)) == (Verdict.NOT_VALID, "power-ended")
    assert behind.why is not None
    assert behind.why.facts["by"] == "1/2564"


def test_an_officer_appointed_again_later_holds_the_post_again(desk: Desk) -> None:
    desk.order(ended("dg", HEAD, since=at(2)))
    desk.order(appoint("dg", HEAD, since=at(4)))

    assert says(desk.judge(signs("dg", HEAD), on=at(3))) == "power-ended"
    assert says(desk.judge(signs("dg", HEAD), on=at(4))) == "valid"


def test_an_appointment_in_a_unit_that_was_abolished_is_over(desk: Desk) -> None:
    group = UnitId("dla/group")
    desk.order(
        appoint("chief", "หัวหน้ากลุ่ม", unit=group),
        units=(
            UnitAct(UnitActKind.ESTABLISH, group, name="กลุ่ม", unit_kind="group", since=MONDAY),
            UnitAct(UnitActKind.ABOLISH, group, since=at(4)),
        ),
    )

    assert says(desk.judge(signs("chief", "หัวหน้ากลุ่ม"), on=at(3))) == "valid"
    assert says(desk.judge(signs("chief", "หัวหน้ากลุ่ม"), on=at(4))) == "power-ended"


def test_a_repealed_order_gives_nothing_from_then_on(desk: Desk) -> None:
    order = desk.order(appoint("new", HEAD, since=at(1, 0)))
    desk.repeal(order, since=at(3))

    assert says(desk.judge(signs("new", HEAD), on=at(2))) == "valid"
    assert says(desk.judge(signs("new", HEAD), on=at(3))) == "power-ended"


def test_a_repealed_clause_takes_only_its_own_powers(desk: Desk) -> None:
    first = PostAct(PostActKind.APPOINT, HEAD, UNIT, "new", clause="1")
    order = desk.order(first, PostAct(PostActKind.APPOINT, DEPUTY, UNIT, "second", clause="2"))
    desk.repeal(order, since=at(3), clause="1")

    assert says(desk.judge(signs("new", HEAD), on=at(4))) == "power-ended"
    assert says(desk.judge(signs("second", DEPUTY), on=at(4))) == "valid"


# --- acting by order -------------------------------------------------------------------------------------


def test_who_acts_by_order_signs_with_the_word_of_the_order(desk: Desk) -> None:
    order = desk.order(act_for("deputy", HEAD, ActingWord.ACTING_IN_POST))

    judged = desk.judge(signs("deputy", DEPUTY, word=ActingWord.ACTING_IN_POST, principal=HEAD))

    assert judged.verdict is Verdict.VALID
    assert [one.kind for one in judged.chain] == [PowerKind.OWN_POST, PowerKind.ACTING]
    assert judged.chain[1].basis.digest == order.digest


def test_another_word_than_the_order_gives_is_not_valid_and_the_order_is_named(desk: Desk) -> None:
    desk.order(act_for("deputy", HEAD, ActingWord.ACTING_IN_POST))

    judged = desk.judge(signs("deputy", DEPUTY, word=ActingWord.DOING_WORK, principal=HEAD))

    assert (judged.verdict, says(judged)) == (Verdict.NOT_VALID, "another-acting-word")
    assert judged.why is not None
    assert judged.why.facts["number"] == "1/2564"


def test_acting_for_another_post_than_the_order_gives_is_not_valid(desk: Desk) -> None:
    desk.order(act_for("deputy", "เลขานุการกรม"))

    judged = desk.judge(signs("deputy", DEPUTY, word=ABSENT, principal=HEAD))

    assert (judged.verdict, says(judged)) == (Verdict.NOT_VALID, "acts-for-another-post")


def test_an_acting_order_that_ended_is_named_with_what_ended_it(desk: Desk) -> None:
    desk.order(act_for("deputy", HEAD))
    desk.order(ended("deputy", HEAD, since=at(2)))

    judged = desk.judge(signs("deputy", DEPUTY, word=ABSENT, principal=HEAD), on=at(3))

    assert says(judged) == "power-ended"
    assert judged.why is not None
    assert (judged.why.facts["number"], judged.why.facts["by"]) == ("1/2564", "2/2564")


def test_no_record_at_all_is_not_told(desk: Desk) -> None:
    judged = desk.judge(signs("deputy", DEPUTY, word=ActingWord.DOING_WORK, principal=HEAD))

    assert (judged.verdict, says(judged)) == (Verdict.CANNOT_TELL, "power-not-recorded")


def test_a_word_without_a_principal_is_not_told(desk: Desk) -> None:
    judged = desk.judge(signs("deputy", DEPUTY, word=DELEGATED))

    assert (judged.verdict, says(judged)) == (Verdict.CANNOT_TELL, "principal-not-named")


def test_a_good_order_does_not_help_who_no_longer_holds_the_own_post(desk: Desk) -> None:
    desk.order(act_for("deputy", HEAD), ended("deputy", DEPUTY))

    judged = desk.judge(signs("deputy", DEPUTY, word=ABSENT, principal=HEAD))

    assert (judged.verdict, says(judged)) == (Verdict.NOT_VALID, "power-ended")


# --- delegation ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matters", "matter", "expected"),
    [
        ((), None, "valid"),
        ((), BUDGET, "valid"),
        ((BUDGET,), BUDGET, "valid"),
        ((BUDGET,), STAFF, "another-matter"),
        ((BUDGET,), None, "matter-not-named"),
    ],
)
def test_a_delegation_covers_its_matters(
    desk: Desk, matters: tuple[str, ...], matter: str | None, expected: str
) -> None:
    desk.order(delegate("deputy", *matters))

    judged = desk.judge(signs("deputy", DEPUTY, word=DELEGATED, principal=HEAD), matter=matter)

    assert says(judged) == expected
    assert (judged.verdict is Verdict.CANNOT_TELL) is (expected == "matter-not-named")


def test_a_delegation_is_signed_with_its_own_word(desk: Desk) -> None:
    desk.order(delegate())

    judged = desk.judge(signs("deputy", DEPUTY, word=ActingWord.ON_BEHALF, principal=HEAD))

    assert (judged.verdict, says(judged)) == (Verdict.NOT_VALID, "another-acting-word")


def test_a_delegation_goes_to_whoever_holds_the_post_then(desk: Desk) -> None:
    desk.order(appoint("deputy", DEPUTY, since=at(1, 0), until=at(3)), appoint("other", DEPUTY, since=at(3)))
    desk.order(delegate(None, to_post=DEPUTY, to_unit=UNIT))

    first = [says(desk.judge(signs("deputy", DEPUTY, word=DELEGATED, principal=HEAD), on=at(day))) for day in (2, 4)]
    second = [says(desk.judge(signs("other", DEPUTY, word=DELEGATED, principal=HEAD), on=at(day))) for day in (2, 4)]

    assert first == ["valid", "power-expired"]
    assert second == ["power-not-begun", "valid"]


def test_an_enrolment_does_not_show_that_the_post_is_the_one_of_that_unit(desk: Desk) -> None:
    desk.order(delegate(None, to_post=DEPUTY, to_unit=UNIT))

    judged = desk.judge(signs("deputy", DEPUTY, word=DELEGATED, principal=HEAD))

    assert (judged.verdict, says(judged)) == (Verdict.CANNOT_TELL, "unit-not-recorded")


def test_a_delegation_withdrawn_yesterday_is_not_valid_today(desk: Desk) -> None:
    desk.order(delegate())
    desk.order(withdraw(since=at(2)))

    judged = desk.judge(signs("deputy", DEPUTY, word=DELEGATED, principal=HEAD), on=at(3))

    assert (judged.verdict, says(judged)) == (Verdict.NOT_VALID, "power-ended")
    assert judged.why is not None
    assert judged.why.facts["by"] == "2/2564"


def test_a_delegation_ends_to_the_second(desk: Desk) -> None:
    desk.order(delegate(until=at(2, 9, 1)))
    signer = signs("deputy", DEPUTY, word=DELEGATED, principal=HEAD)

    assert says(desk.judge(signer, on=at(2, 9, 0))) == "valid"
    assert says(desk.judge(signer, on=at(2, 9, 1))) == "power-expired"


def test_a_withdrawal_of_one_matter_leaves_the_others(desk: Desk) -> None:
    desk.order(delegate())
    desk.order(withdraw("deputy", BUDGET, since=at(2)))
    signer = signs("deputy", DEPUTY, word=DELEGATED, principal=HEAD)

    judged = {matter: says(desk.judge(signer, on=at(3), matter=matter)) for matter in (BUDGET, STAFF, None)}

    assert judged == {BUDGET: "power-ended", STAFF: "valid", None: "matter-not-named"}


def test_a_withdrawal_from_another_officer_changes_nothing(desk: Desk) -> None:
    desk.order(delegate("deputy"), delegate("other"))
    desk.order(withdraw("other", since=at(2)))

    judged = desk.judge(signs("deputy", DEPUTY, word=DELEGATED, principal=HEAD), on=at(3))

    assert judged.verdict is Verdict.VALID


def test_a_repealed_withdrawal_gives_the_power_back_where_it_never_began(desk: Desk) -> None:
    desk.order(delegate())
    withdrawal = desk.order(withdraw(since=at(9)))
    desk.repeal(withdrawal, since=at(5))

    judged = desk.judge(signs("deputy", DEPUTY, word=DELEGATED, principal=HEAD), on=at(10))

    assert judged.verdict is Verdict.VALID


# --- assignment to sign ----------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [None, ActingWord.ON_BEHALF])
def test_who_is_assigned_to_sign_writes_on_behalf_or_no_word(desk: Desk, word: ActingWord | None) -> None:
    desk.order(PostAct(PostActKind.ASSIGN, HEAD, UNIT, "deputy", matters=(BUDGET,)))

    judged = desk.judge(signs("deputy", DEPUTY, word=word, principal=HEAD), matter=BUDGET)

    assert judged.verdict is Verdict.VALID
    assert judged.chain[-1].kind is PowerKind.ASSIGNMENT


def test_an_assignment_is_no_delegation(desk: Desk) -> None:
    desk.order(PostAct(PostActKind.ASSIGN, HEAD, UNIT, "deputy", matters=(BUDGET,)))

    judged = desk.judge(signs("deputy", DEPUTY, word=DELEGATED, principal=HEAD), matter=BUDGET)

    assert (judged.verdict, says(judged)) == (Verdict.NOT_VALID, "another-acting-word")


# --- by law ----------------------------------------------------------------------------------------------


def test_a_sole_deputy_acts_for_an_absent_head_without_any_order(deputies: Desk) -> None:
    absence = deputies.absent()

    judged = deputies.judge(signs("deputy", DEPUTY, word=ABSENT, principal=HEAD))

    assert judged.verdict is Verdict.VALID
    assert [one.kind for one in judged.chain] == [PowerKind.OWN_POST, PowerKind.ABSENCE]
    assert judged.chain[0].basis.ground is Ground.ORDER
    assert judged.chain[-1].basis.digest == absence


def test_a_sole_deputy_acts_for_a_vacant_post(deputies: Desk) -> None:
    deputies.absent(kind=AbsenceKind.VACANT, officer=None)

    assert deputies.judge(signs("deputy", DEPUTY, word=ABSENT, principal=HEAD)).verdict is Verdict.VALID


def test_a_deputy_of_another_unit_does_not_act_for_this_one(desk: Desk) -> None:
    desk.order(appoint("deputy", DEPUTY, deputises=HEAD, unit=UnitId("other"), since=at(1, 0)))
    desk.absent()

    judged = desk.judge(signs("deputy", DEPUTY, word=ABSENT, principal=HEAD))

    assert (judged.verdict, says(judged)) == (Verdict.CANNOT_TELL, "absence-not-recorded")


def test_without_a_recorded_absence_nothing_tells_that_the_deputy_acts(deputies: Desk) -> None:
    judged = deputies.judge(signs("deputy", DEPUTY, word=ABSENT, principal=HEAD))

    assert (judged.verdict, says(judged)) == (Verdict.CANNOT_TELL, "absence-not-recorded")


@pytest.mark.parametrize(("on", "expected"), [(at(4, 8), "valid"), (at(4, 9), "nobody-absent")])
def test_a_deputy_acts_no_longer_when_the_head_is_back(deputies: Desk, on: object, expected: str) -> None:
    deputies.back(deputies.absent(), at(4))

    judged = deputies.judge(signs("deputy", DEPUTY, word=ABSENT, principal=HEAD), on=on)  # type: ignore[arg-type]

    assert says(judged) == expected
    assert (judged.verdict is Verdict.NOT_VALID) is (expected == "nobody-absent")


def test_of_two_deputies_nothing_tells_which_one_acts(deputies: Desk) -> None:
    deputies.order(appoint("other", DEPUTY, deputises=HEAD, since=at(1, 0)))
    deputies.absent()

    judged = deputies.judge(signs("deputy", DEPUTY, word=ABSENT, principal=HEAD))

    assert (judged.verdict, says(judged)) == (Verdict.CANNOT_TELL, "several-deputies")


def test_an_order_decides_between_two_deputies(deputies: Desk) -> None:
    deputies.order(appoint("other", DEPUTY, deputises=HEAD, since=at(1, 0)))
    deputies.order(act_for("other", HEAD))
    deputies.absent()

    named, passed_over = (
        deputies.judge(signs(who, DEPUTY, word=ABSENT, principal=HEAD)) for who in ("other", "deputy")
    )

    assert named.verdict is Verdict.VALID
    assert says(passed_over) == "another-acts"


def test_a_deputy_whose_appointment_ended_acts_for_nobody(deputies: Desk) -> None:
    deputies.order(ended("deputy", DEPUTY, since=at(2)))
    deputies.absent()

    judged = deputies.judge(signs("deputy", DEPUTY, word=ABSENT, principal=HEAD), on=at(3))

    assert (judged.verdict, says(judged)) == (Verdict.NOT_VALID, "power-ended")


def test_who_is_no_deputy_is_not_told_to_be_one(deputies: Desk) -> None:
    deputies.absent()

    judged = deputies.judge(signs("other", DEPUTY, word=ABSENT, principal=HEAD))

    assert (judged.verdict, says(judged)) == (Verdict.CANNOT_TELL, "power-not-recorded")
