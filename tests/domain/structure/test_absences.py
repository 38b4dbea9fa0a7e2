"""What may be recorded of an absent holder or a vacant post."""

from datetime import datetime
from typing import Any

import pytest

from domain.authority import Authority, Key, Officer, OfficerEnrolled, Role
from domain.errors import DomainError
from domain.structure.absences import require_absence, require_end
from domain.structure.acts import UnitAct, UnitActKind
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded
from domain.values import Digest
from tests.domain.structure.authority_desk import DEPUTY, HEAD, MONDAY, UNIT, Desk, appoint, at, enrolment

NOTHING = Digest("sha256:" + 64 * "0")


def key_of(officer: str) -> Digest:
    return Digest(f"key of {officer}")


@pytest.fixture
def desk() -> Desk:
    """A department with a head, and a deputy who is a clerk as well."""
    desk = Desk()
    desk.enrol(enrolment("dg", HEAD), enrolment("deputy", DEPUTY), enrolment("clerk"), enrolment("registrar"))
    desk.order(
        appoint("deputy", DEPUTY, deputises=HEAD, since=at(1, 0)),
        units=(UnitAct(UnitActKind.ESTABLISH, UNIT, name="กรม", unit_kind="department", since=at(1, 0)),),
    )
    return desk


def authority(desk: Desk) -> Authority:
    roles = {
        "clerk": (Role.CLERK,),
        "registrar": (Role.REGISTRAR,),
        "deputy": (Role.SIGNATORY, Role.CLERK),
        "dg": (Role.SIGNATORY,),
    }
    enrolled = {name: OfficerEnrolled(name, name, "กรม", one.posts, roles[name]) for name, one in desk.officers.items()}
    keys = {key_of(name): Key(name, NOTHING, "registrar", NOTHING, NOTHING, confirmed=True) for name in enrolled}
    return Authority(None, {name: Officer(one, NOTHING) for name, one in enrolled.items()}, keys)


def record(desk: Desk, *, by: str = "clerk", **fields: Any) -> None:
    said = {"kind": AbsenceKind.LEAVE, "post": HEAD, "unit": UNIT, "since": MONDAY, "officer": "dg", **fields}
    require_absence(desk.posts, desk.structure, authority(desk), AbsenceRecorded(**said), by=key_of(by))


@pytest.mark.parametrize("by", ["clerk", "registrar"])
def test_a_clerk_or_a_registrar_records_that_the_holder_is_away(desk: Desk, by: str) -> None:
    record(desk, by=by)


@pytest.mark.parametrize(
    ("fields", "slug"),
    [
        ({"by": "dg"}, "role-missing"),
        ({"by": "deputy"}, "absence-for-himself"),
        ({"until": MONDAY}, "ends-before-it-begins"),
        ({"post": " "}, "part-missing"),
        ({"officer": None}, "absence-and-holder"),
        ({"kind": AbsenceKind.VACANT}, "absence-and-holder"),
        ({"kind": AbsenceKind.VACANT, "officer": None}, "post-is-held"),
        ({"officer": "clerk"}, "post-not-held"),
        ({"unit": "dla/other"}, "absent-in-no-unit"),
        ({"since": datetime(2021, 2, 1, tzinfo=MONDAY.tzinfo)}, "absent-in-no-unit"),
        ({"unit": "กรม"}, "unit-id-unreadable"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(desk: Desk, fields: dict[str, Any], slug: str) -> None:
    with pytest.raises(DomainError, match=r".") as refused:
        record(desk, **fields)

    assert refused.value.slug == slug


def test_a_post_is_vacant_once_its_holder_holds_it_no_longer(desk: Desk) -> None:
    vacant: dict[str, Any] = {"kind": AbsenceKind.VACANT, "officer": None, "post": "เลขานุการกรม"}
    desk.order(appoint("second", "เลขานุการกรม", since=at(1, 0), until=at(5)))

    record(desk, **vacant, since=at(5))
    with pytest.raises(DomainError, match="second holds it"):
        record(desk, **vacant, since=at(4))


@pytest.mark.parametrize(
    ("since", "until", "free"),
    [
        (at(1), at(2), True),
        (at(1), at(2, 9, 1), False),
        (at(3), None, False),
        (at(3), at(4), False),
        (at(5), None, True),
        (at(1), None, False),
    ],
)
def test_two_absences_of_one_post_do_not_overlap(
    desk: Desk, since: datetime, until: datetime | None, *, free: bool
) -> None:
    desk.absent(since=at(2), until=at(5))

    if free:
        record(desk, since=since, until=until)
        return
    with pytest.raises(DomainError, match="end that absence first"):
        record(desk, since=since, until=until)


def test_an_absence_that_was_ended_early_makes_room(desk: Desk) -> None:
    desk.back(desk.absent(since=at(2), until=at(9)), at(4))

    record(desk, since=at(4))


def end(desk: Desk, absence: Digest, when: datetime, *, by: str = "clerk") -> None:
    require_end(desk.posts, authority(desk), AbsenceEnded(absence, when), by=key_of(by), now=at(20))


def test_an_absence_ends_when_the_holder_is_back(desk: Desk) -> None:
    end(desk, desk.absent(), at(3))


@pytest.mark.parametrize(
    ("when", "slug"),
    [(at(1, 8), "ends-before-it-begins"), (MONDAY, "ends-before-it-begins"), (at(21), "not-yet")],
)
def test_an_absence_does_not_end_before_it_began_or_in_the_future(desk: Desk, when: datetime, slug: str) -> None:
    absence = desk.absent()

    with pytest.raises(DomainError, match=r".") as refused:
        end(desk, absence, when)

    assert refused.value.slug == slug


def test_an_absence_ends_once(desk: Desk) -> None:
    absence = desk.absent()
    desk.back(absence, at(3))

    with pytest.raises(DomainError, match="was over on"):
        end(desk, absence, at(2))


def test_an_absence_that_was_over_by_itself_does_not_end_again(desk: Desk) -> None:
    absence = desk.absent(until=at(3))

    with pytest.raises(DomainError, match="was over on"):
        end(desk, absence, at(3))


def test_an_absence_that_nobody_recorded_does_not_end(desk: Desk) -> None:
    with pytest.raises(DomainError, match="No absence"):
        end(desk, NOTHING, at(3))


def test_only_a_clerk_or_a_registrar_says_that_it_ended(desk: Desk) -> None:
    absence = desk.absent()

    with pytest.raises(DomainError, match="is not a clerk"):
        end(desk, absence, at(3), by="dg")
