"""Absences at the command line, and what a letter that is signed for another says of them."""

from datetime import datetime

import pytest

from domain.authority import Role
from domain.structure.acts import Acts, PostAct, PostActKind, UnitAct, UnitActKind, UnitId
from registry.wire import THAI_TIME
from tests.api.cli.conftest import Clerk
from tests.registry.world import CODE, OFFICE, World

UNIT = UnitId("dla")
SIGNED_FOR = {"post": "รองอธิบดี", "acting": "acting_for_absent", "principal": "อธิบดี"}


@pytest.fixture
def desk(world: World, saraban: Clerk) -> Clerk:
    """The office knows its department and its head's only deputy."""
    world.enrol("deputy", "รอง ตัวอย่าง", posts=("รองอธิบดี",), roles=(Role.SIGNATORY,))
    world.record_instrument(
        Acts(
            units=(UnitAct(UnitActKind.ESTABLISH, UNIT, name=OFFICE, unit_kind="department", code=CODE),),
            posts=(PostAct(PostActKind.APPOINT, "รองอธิบดี", UNIT, "deputy", deputises="อธิบดี"),),
        )
    )
    return saraban


def record(desk: Clerk, *typed: str) -> dict[str, object]:
    return dict(desk.json("absence", "record", "อธิบดี", "--unit", CODE, *typed, *desk.key("clerk")))


def test_the_holder_who_is_away_is_found_by_the_post(desk: Clerk) -> None:
    answer = record(desk, "--since", "9 ก.พ. 2564", "--until", "10 ก.พ. 2564")

    assert (answer["unit"], answer["officer"], answer["kind"]) == ("dla", "dg", "leave")
    assert (answer["since"], answer["until"]) == ("2021-02-09T00:00:00+07:00", "2021-02-11T00:00:00+07:00")


def test_a_day_and_a_time_may_be_typed(desk: Clerk) -> None:
    answer = record(desk, "--since", "9 ก.พ. 2564 08.30", "--until", "9 ก.พ. 2564 12.00")

    assert (answer["since"], answer["until"]) == ("2021-02-09T08:30:00+07:00", "2021-02-09T12:00:00+07:00")


def test_an_absence_is_listed_until_it_is_over(desk: Clerk) -> None:
    record(desk)
    desk.world.next_day()

    before = desk.json("absence", "list")
    desk.json("absence", "end", "อธิบดี", *desk.key("clerk"))

    assert [one["post"] for one in before] == ["อธิบดี"]
    assert desk.json("absence", "list") == []
    assert [one["ended"] for one in desk.json("absence", "list", "--all")] == [True]


def test_the_list_names_who_is_away(desk: Clerk) -> None:
    record(desk)

    shown = desk("absence", "list")

    assert "นายประยูร ตัวอย่าง" in shown.out
    assert "๙ ก.พ. ๒๕๖๔" in shown.out


def test_an_absence_is_ended_by_the_beginning_of_its_digest(desk: Clerk) -> None:
    absence = str(record(desk)["absence"])
    desk.world.next_day()

    answer = desk.json("absence", "end", absence[:19], "--at", "10 ก.พ. 2564", *desk.key("clerk"))

    assert answer["absence"] == absence
    assert answer["at"] == datetime(2021, 2, 10, tzinfo=THAI_TIME).isoformat()


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        (("record", "ปลัด", "--unit", "dla"), "which-holder"),
        (("record", "อธิบดี", "--unit", "nowhere", "--officer", "dg"), "absent-in-no-unit"),
        (("record", "อธิบดี", "--unit", "dla", "--kind", "vacant"), "post-is-held"),
        (("record", "อธิบดี", "--unit", "dla", "--since", "31 ก.พ. 2564"), "no-such-day"),
        (("end", "อธิบดี"), "no-open-absence"),
    ],
)
def test_a_refusal_says_which_thing_is_wrong(desk: Clerk, typed: tuple[str, ...], slug: str) -> None:
    ran = desk("absence", *typed, *desk.key("clerk"), "--json")

    assert (ran.code, ran.refused) == (1, slug)


def test_a_sole_deputy_registers_a_letter_while_the_head_is_away(desk: Clerk) -> None:
    record(desk)

    answer = desk.json("register", desk.draft(signatory=SIGNED_FOR), *desk.key("deputy"))

    assert "authority" not in answer


def test_a_letter_that_no_record_supports_is_registered_with_a_doubt(desk: Clerk) -> None:
    answer = desk.json("register", desk.draft(signatory=SIGNED_FOR), *desk.key("deputy"))
    said = desk("register", desk.draft(signatory=SIGNED_FOR), *desk.key("deputy"))

    assert (answer["authority"], answer["reason"]["slug"]) == ("cannot-tell", "absence-not-recorded")
    assert "ยังบอกไม่ได้ว่ามีอำนาจลงชื่อแทน: ไม่มีรายการว่า อธิบดี ไม่อยู่" in said.out


def test_a_letter_that_a_record_speaks_against_takes_no_number(desk: Clerk) -> None:
    record(desk, "--since", "9 ก.พ. 2564 08.00", "--until", "9 ก.พ. 2564 08.30")

    ran = desk("register", desk.draft(signatory=SIGNED_FOR), *desk.key("deputy"), "--json")

    assert (ran.code, ran.refused) == (1, "nobody-absent")
    assert desk.registered() == "มท 0812/ว 271"
