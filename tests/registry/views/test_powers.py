"""Who could sign: what the rows of recorded powers answer, at which point, and what the database refuses."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from domain.authority import OfficerEnrolled, Post, Role
from domain.classes import ActingWord
from domain.letter.text import Signatory
from domain.structure.acts import InstrumentAct, InstrumentActKind, PostAct, PostActKind, UnitAct, UnitActKind, UnitId
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded
from domain.structure.powers import Ground, Verdict
from registry.views.powers import Powers
from registry.views.structure import StructureView
from tests.registry.views.lines import followed
from tests.registry.views.orders import Told, day

DLA, OTHER = UnitId("dla"), UnitId("other")
HEAD, DEPUTY = "อธิบดี", "รองอธิบดี"
BY_DELEGATION = Signatory("dd", "นายรอง", DEPUTY, None, ActingWord.BY_DELEGATION, HEAD)
BY_LAW = Signatory("dd", "นายรอง", DEPUTY, None, ActingWord.ACTING_FOR_ABSENT, HEAD)


def delegate(**fields: object) -> PostAct:
    return PostAct(PostActKind.DELEGATE, HEAD, DLA, "dd", "นายรอง", day(10), **fields)  # type: ignore[arg-type]


def enrol(told: Told, officer: str, name: str, *posts: Post, roles: tuple[Role, ...] = (Role.SIGNATORY,)) -> None:
    told.say(OfficerEnrolled(officer, name, "กรม", posts, roles))


@pytest.fixture
def told() -> Told:
    """A department with a head and a sole deputy, appointed since day 0 and enrolled to sign letters."""
    told = Told()
    enrol(told, "dg", "นายอธิบดี")
    enrol(told, "dd", "นายรอง")
    found = UnitAct(UnitActKind.ESTABLISH, DLA, name="กรม", unit_kind="department", since=day(0))
    head = PostAct(PostActKind.APPOINT, HEAD, DLA, "dg", "นายอธิบดี", day(0))
    deputy = PostAct(PostActKind.APPOINT, DEPUTY, DLA, "dd", "นายรอง", day(0), deputises=HEAD)
    told.confirm(
        told.record(found, UnitAct(UnitActKind.ESTABLISH, OTHER, name="อื่น", unit_kind="x", since=day(0)), head, deputy)
    )
    return told


def verdict(told: Told, signatory: Signatory, number: int, known: int | None = None, **asked: str) -> Verdict:
    view = followed(StructureView, told.lines)
    return Powers(view).judge(signatory, view.point(day(number), known), **asked).verdict  # type: ignore[arg-type]


def signers(told: Told, number: int, known: int | None = None, unit: UnitId = DLA) -> list[tuple[str, str | None]]:
    view = followed(StructureView, told.lines)
    found = Powers(view).who_may_sign(unit, view.point(day(number), known))
    return [(one.officer, one.principal) for one in found]


def test_a_delegation_counts_from_its_beginning_and_from_when_it_was_known(told: Told) -> None:
    told.order(delegate())

    assert verdict(told, BY_DELEGATION, 10) is Verdict.VALID
    assert verdict(told, BY_DELEGATION, 9) is Verdict.NOT_VALID
    assert verdict(told, BY_DELEGATION, 10, known=told.position - 1) is Verdict.CANNOT_TELL


def test_a_repeal_ends_a_power_and_what_was_known_before_is_still_answered(told: Told) -> None:
    order = told.order(delegate())
    told.order(InstrumentAct(InstrumentActKind.REPEAL, order, "1/2564", None, day(12)))

    assert verdict(told, BY_DELEGATION, 12) is Verdict.NOT_VALID
    assert verdict(told, BY_DELEGATION, 11) is Verdict.VALID
    assert verdict(told, BY_DELEGATION, 12, known=told.position - 2) is Verdict.VALID


def test_a_sole_deputy_acts_while_an_absence_is_recorded_and_no_longer(told: Told) -> None:
    away = told.say(AbsenceRecorded(AbsenceKind.LEAVE, HEAD, DLA, day(20), None, "dg"))
    told.say(AbsenceEnded(away, day(25)))

    assert verdict(told, BY_LAW, 22) is Verdict.VALID
    assert verdict(told, BY_LAW, 25) is Verdict.NOT_VALID
    assert verdict(told, BY_LAW, 30, known=told.position - 1) is Verdict.VALID
    assert verdict(told, BY_LAW, 22, known=told.position - 2) is Verdict.CANNOT_TELL
    assert signers(told, 22) == [("dd", None), ("dg", None), ("dd", HEAD)]
    assert signers(told, 26) == [("dd", None), ("dg", None)]


def test_the_posts_of_an_enrolment_give_way_to_those_of_the_next(told: Told) -> None:
    for post in ("ผู้อำนวยการ", "ผู้ช่วย"):
        held = (Post(post, "กรม", date(2021, 1, 1)),)
        told.say(OfficerEnrolled("x", "นายเอ็กซ์", "กรม", held, (Role.SIGNATORY,)))

    assert verdict(told, Signatory("x", "นายเอ็กซ์", "ผู้ช่วย"), 5) is Verdict.VALID
    assert verdict(told, Signatory("x", "นายเอ็กซ์", "ผู้อำนวยการ"), 5) is Verdict.CANNOT_TELL
    assert verdict(told, Signatory("x", "นายเอ็กซ์", "ผู้อำนวยการ"), 5, known=told.position - 1) is Verdict.VALID
    assert ("x", None) in signers(told, 5)  # the enrolment calls the unit by its name


def test_who_signs_no_letters_is_not_listed_and_judged_not_valid_as_known_then(told: Told) -> None:
    post = Post("ธุรการ", "กรม", date(2021, 1, 1))
    enrol(told, "c", "นายธุรการ", post, roles=(Role.CLERK,))
    enrol(told, "c", "นายธุรการ", post)
    enrol(told, "c", "นายธุรการ", post, roles=(Role.CLERK, Role.REGISTRAR))
    signatory, newest = Signatory("c", "นายธุรการ", "ธุรการ"), told.position
    view = followed(StructureView, told.lines)

    found = [Powers(view).judge(signatory, view.point(day(5), newest - back)) for back in (2, 1, 0)]

    assert [one.verdict for one in found] == [Verdict.NOT_VALID, Verdict.VALID, Verdict.NOT_VALID]
    assert found[2].why is not None
    assert (found[2].why.slug, found[2].why.facts["name"]) == ("role-missing", "นายธุรการ")
    assert [("c", None) in signers(told, 5, newest - back) for back in (2, 1, 0)] == [False, True, False]
    assert {one.judgement.verdict for one in Powers(view).ways("c", DLA, view.point(day(5)))} == {Verdict.NOT_VALID}
    barred = Powers(view).barred("c", view.point(day(5)))
    assert barred is not None
    assert barred.verdict is Verdict.NOT_VALID


def test_another_name_than_the_enrolled_one_is_not_valid(told: Told) -> None:
    assert verdict(told, replace(BY_LAW, name="นายอื่น"), 5) is Verdict.NOT_VALID


def test_who_was_not_enrolled_yet_is_not_listed_and_nothing_tells(told: Told) -> None:
    assert signers(told, 5, known=3)
    assert signers(told, 5, known=0) == []
    told.order(PostAct(PostActKind.APPOINT, "ผู้ช่วย", DLA, "x", "นายเอ็กซ์", day(0)))

    assert verdict(told, Signatory("x", "นายเอ็กซ์", "ผู้ช่วย"), 5) is Verdict.CANNOT_TELL
    assert "x" not in {officer for officer, _ in signers(told, 5)}


def test_one_capacity_by_two_records_is_listed_once_with_both(told: Told) -> None:
    enrol(told, "dd", "พันเอก รอง", Post(DEPUTY, "กรม", date(2021, 1, 1)))
    view = followed(StructureView, told.lines)

    found = Powers(view).who_may_sign(DLA, view.point(day(5)))

    (own,) = [one for one in found if one.officer == "dd"]
    assert own.name == "พันเอก รอง"
    assert [[power.basis.ground for power in chain] for chain in (own.chain, *own.others)] == [
        [Ground.INSTRUMENT],
        [Ground.ENROLMENT],
    ]


def test_an_order_ends_a_post_that_an_enrolment_gave(told: Told) -> None:
    told.say(OfficerEnrolled("x", "นายเอ็กซ์", "กรม", (Post("ผู้ช่วย", "กรม", date(2021, 1, 1)),), (Role.SIGNATORY,)))
    told.order(PostAct(PostActKind.END, "ผู้ช่วย", DLA, "x", since=day(30)))

    assert verdict(told, Signatory("x", "นายเอ็กซ์", "ผู้ช่วย"), 29) is Verdict.VALID
    assert verdict(told, Signatory("x", "นายเอ็กซ์", "ผู้ช่วย"), 30) is Verdict.NOT_VALID


def test_a_power_in_another_unit_says_nothing_of_this_one(told: Told) -> None:
    told.order(replace(delegate(), unit=OTHER))
    own = Signatory("dd", "นายรอง", DEPUTY)

    assert verdict(told, BY_DELEGATION, 10, unit=OTHER) is Verdict.VALID
    assert verdict(told, BY_DELEGATION, 10, unit=DLA) is Verdict.CANNOT_TELL
    assert verdict(told, own, 10, unit=DLA) is Verdict.VALID
    assert verdict(told, own, 10, unit=OTHER) is Verdict.CANNOT_TELL


def test_every_way_in_which_an_officer_could_ever_sign_is_judged(told: Told) -> None:
    told.order(delegate(matters=("การลา",)))
    view = followed(StructureView, told.lines)

    found = Powers(view).ways("dd", DLA, view.point(day(9)), matter="การลา")

    assert [(one.signatory.acting, one.signatory.principal, one.judgement.verdict) for one in found] == [
        (None, None, Verdict.VALID),
        (ActingWord.ACTING_FOR_ABSENT, HEAD, Verdict.CANNOT_TELL),
        (ActingWord.BY_DELEGATION, HEAD, Verdict.NOT_VALID),
    ]


def test_an_own_post_elsewhere_is_no_way_to_sign_here(told: Told) -> None:
    view = followed(StructureView, told.lines)

    assert Powers(view).ways("dd", OTHER, view.point(day(9))) == []


def test_a_power_that_was_given_to_a_post_of_another_unit_is_its_holders(told: Told) -> None:
    told.order(PostAct(PostActKind.DELEGATE, "หัวหน้า", OTHER, None, None, day(10), to_post=DEPUTY, to_unit=DLA))

    assert signers(told, 10, unit=OTHER) == [("dd", "หัวหน้า")]


def test_an_order_on_a_post_leaves_what_an_enrolment_says_of_one_that_is_called_the_same(told: Told) -> None:
    told.say(OfficerEnrolled("x", "นายเอ็กซ์", "กรม", (Post(HEAD, DLA, date(2021, 1, 1)),), (Role.SIGNATORY,)))
    told.order(delegate())

    assert verdict(told, Signatory("x", "นายเอ็กซ์", HEAD), 20) is Verdict.VALID


def test_nobody_recorded_has_no_way_to_sign(told: Told) -> None:
    view = followed(StructureView, told.lines)
    point = view.point(day(9))

    assert Powers(view).ways("nobody", DLA, point) == []
    barred = Powers(view).barred("nobody", point)
    assert barred is not None
    assert barred.verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    "attempt", ["UPDATE powers SET power = ''", "UPDATE powers SET valid_to = 1", "DELETE FROM powers"]
)
def test_a_power_that_was_known_is_not_changed_in_the_database(told: Told, attempt: str) -> None:
    view = followed(StructureView, told.lines)

    with pytest.raises(sqlite3.IntegrityError, match="powers keeps what was known"):
        view.rows(attempt)


def test_a_second_version_of_a_power_is_refused_by_the_database(told: Told) -> None:
    view = followed(StructureView, told.lines)
    columns = "unit, post, officer, position, place, kind, ground, deputises, power, valid_from, valid_to"

    with pytest.raises(sqlite3.IntegrityError, match="powers overlap"):
        view.rows(f"INSERT INTO powers SELECT {columns}, known_from + 1, known_to FROM powers")  # noqa: S608 - columns of the test
