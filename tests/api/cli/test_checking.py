"""The official-form check, typed: a draft, a document, a registered letter; with the register and without."""

import json
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from domain.authority import Role
from domain.classes import LetterKind
from domain.letter.text import Addressee, LetterText
from domain.structure.acts import Acts, PostAct, PostActKind, UnitAct, UnitActKind, UnitId
from domain.thai.dates import print_date
from domain.values import StreamId
from registry.documents.writing import plain
from registry.documents.writing.content import Body
from registry.wire import THAI_TIME
from tests.api.cli.conftest import Clerk
from tests.registry.documents import papers
from tests.registry.world import CODE, DIRECTOR_GENERAL, OFFICE

CONTACT: dict[str, object] = {"owner_unit": "กองตัวอย่าง", "contact": "โทร. ๐ ๒๐๐๐ ๐๐๐๐"}


def slugs(answer: Any) -> list[str]:
    return [one["slug"] for one in answer["findings"]]


def text_of(saraban: Clerk, **changes: Any) -> str:
    """A letter in plain text, as our own writer prints it."""
    letter = LetterText(
        kind=LetterKind.EXTERNAL,
        series=StreamId(""),
        n=(1,),
        number=f"{CODE}/1",
        dated=saraban.world.now.date(),
        issuing_office="กรมตัวอย่าง",
        subject="ขอเชิญประชุม",
        addressees=(Addressee("ผู้ว่าราชการจังหวัดกระบี่"),),
        signatory=DIRECTOR_GENERAL,
        owner_unit="กองตัวอย่าง",
        contact="โทร. ๐ ๒๐๐๐ ๐๐๐๐",
    )
    body = Body(("ด้วยจะมีการประชุม", "จึงเรียนมาเพื่อโปรดทราบ"))
    return saraban.file("letter.txt", plain.write(replace(letter, **changes), body))


def test_a_draft_as_the_form_asks_is_clean_and_ends_with_0(saraban: Clerk) -> None:
    ran = saraban("check", saraban.draft(**CONTACT))

    assert ran.code == 0
    assert ran.out == "ถูกต้องตามแบบ ไม่พบสิ่งที่ต้องแก้\n"


def test_the_day_in_force_that_a_draft_of_an_order_names_is_not_missed(saraban: Clerk) -> None:
    order: dict[str, Any] = {"kind": "order", "body": ["เพื่อประโยชน์ของทางราชการ จึงมีคำสั่ง"], "addressees": []}

    without = saraban("check", saraban.draft(**order), "--json")
    named = saraban("check", saraban.draft(**order, in_force="ตั้งแต่บัดนี้เป็นต้นไป"), "--json")

    assert [one["part"] for one in without.answer["findings"]] == ["in_force"]
    assert named.answer["findings"] == []


def test_what_a_clause_forbids_is_told_with_the_clause_and_ends_with_1(saraban: Clerk) -> None:
    draft = saraban.draft(owner_unit="กองตัวอย่าง", closing="ขอแสดงความนับถืออย่างยิ่ง")

    ran = saraban("check", draft, "--json")

    assert ran.code == 1
    assert ran.answer["wrong"] == 2
    assert ran.answer["findings"][0] == {
        "slug": "form-part-missing",
        "severity": "wrong",
        "part": "contact",
        "line": None,
        "message": "The telephone is missing: external letter has it.",
        "clause": {"instrument": "R2526", "place": "ข้อ 11.13", "since": "1983-06-01", "in_force": True},
    }
    assert slugs(ran.answer) == ["form-part-missing", "closing-for-addressee"]


def test_people_read_it_as_a_table_in_thai_or_english(saraban: Clerk) -> None:
    draft = saraban.draft(owner_unit="กองตัวอย่าง")

    thai, english = saraban("check", draft).out, saraban("--lang", "en", "check", draft).out

    assert "ไม่มีส่วน “โทร.” ซึ่งหนังสือภายนอกต้องมี ให้เติม" in thai
    assert "ข้อ ๑๑.๑๓ (ใช้ตั้งแต่ ๑ มิ.ย. ๒๕๒๖)" in thai
    assert "ผิด ๑ แห่ง" in thai
    assert "1 wrong" in english


def test_warnings_alone_end_with_0(saraban: Clerk) -> None:
    ran = saraban("check", saraban.draft(**CONTACT, addressees=["ผู้ว่าราชการจังหวัดกระบี่"]), "--json")

    assert ran.code == 0
    assert slugs(ran.answer) == ["circular-to-one"]


def test_without_a_registry_a_paper_is_checked_by_itself_and_it_says_so(saraban: Clerk) -> None:
    saraban.environment["SARABAN_HOME"] = ""

    ran = saraban("check", text_of(saraban))

    assert ran.code == 0
    assert "ระบุ --home เพื่อเทียบกับทะเบียน" in ran.out


def test_a_registered_letter_is_found_by_its_number_and_is_clean(saraban: Clerk) -> None:
    number = saraban.registered(**CONTACT)

    ran = saraban("check", number, "--json")

    assert (ran.code, ran.answer["findings"]) == (0, [])
    assert ran.answer["register"] is True


def test_a_paper_with_another_date_than_the_register_s_is_wrong(saraban: Clerk) -> None:
    number = saraban.registered(**CONTACT)
    tomorrow = saraban.world.now.date() + timedelta(days=1)

    ran = saraban("check", text_of(saraban, number=number, dated=tomorrow), "--json")

    assert ran.code == 1
    assert "date-not-registered" in slugs(ran.answer)
    assert print_date(tomorrow, digits="arabic") in ran.answer["findings"][0]["message"]


def test_a_number_that_the_register_never_gave_is_pointed_out(saraban: Clerk) -> None:
    answer = saraban.json("check", text_of(saraban, number=f"{CODE}/99"))

    assert slugs(answer) == ["number-not-in-the-register"]


def test_a_code_of_another_office_is_wrong(saraban: Clerk) -> None:
    ran = saraban("check", text_of(saraban, number="มท 0813/1"), "--json")

    assert ran.code == 1
    assert slugs(ran.answer) == ["code-not-of-this-office"]


def test_who_signs_for_another_without_a_record_is_looked_at(saraban: Clerk) -> None:
    words = {"name": DIRECTOR_GENERAL.name, "post": "อธิบดี", "acting": "by_delegation", "principal": "ปลัดกระทรวง"}

    answer = saraban.json("check", saraban.draft(**CONTACT, signatory=words))

    assert slugs(answer) == ["power-not-shown"]


@pytest.mark.parametrize(
    ("words", "matter", "found"),
    [
        ({"acting": "by_delegation", "principal": "อธิบดี"}, "การลา", []),
        ({"acting": "by_delegation", "principal": "อธิบดี"}, "การเงิน", ["power-not-valid"]),
        ({"acting": "by_delegation", "principal": "อธิบดี"}, None, ["power-not-shown"]),
        ({"acting": "acting_for_absent", "principal": "อธิบดี"}, None, ["power-not-valid"]),
        ({}, None, []),
    ],
)
def test_words_of_acting_are_held_against_the_delegations_that_are_recorded(
    saraban: Clerk, words: dict[str, str], matter: str | None, found: list[str]
) -> None:
    deputy(saraban)
    signatory = {"name": "นายรอง ตัวอย่าง", "post": "รองอธิบดี", **words}

    ran = saraban("check", saraban.draft(**CONTACT, signatory=signatory, matter=matter), "--json")

    assert slugs(ran.answer) == found


def test_a_delegation_counts_to_its_last_day(saraban: Clerk) -> None:
    deputy(saraban)
    words = {"name": "นายรอง ตัวอย่าง", "post": "รองอธิบดี", "acting": "by_delegation", "principal": "อธิบดี"}
    paper = saraban.draft(**CONTACT, signatory=words, matter="การลา")
    saraban.world.next_day()

    ran = saraban("check", paper, "--json")

    assert (ran.code, slugs(ran.answer)) == (1, ["power-not-valid"])


def deputy(saraban: Clerk) -> None:
    """A deputy is delegated matters of leave, for today alone."""
    world = saraban.world
    world.enrol("deputy", "นายรอง ตัวอย่าง", posts=("รองอธิบดี",), roles=(Role.SIGNATORY,))
    unit, today = UnitId("dla"), datetime.combine(world.now.date(), time.min, THAI_TIME)
    department = UnitAct(UnitActKind.ESTABLISH, unit, name=OFFICE, unit_kind="department", code=CODE)
    leave = PostAct(
        PostActKind.DELEGATE,
        "อธิบดี",
        unit,
        "deputy",
        since=today,
        until=today + timedelta(days=1),
        matters=("การลา",),
    )
    world.record_instrument(Acts(units=(department,), posts=(leave,)))


def test_who_is_not_enrolled_is_looked_at(saraban: Clerk) -> None:
    answer = saraban.json("check", saraban.draft(**CONTACT, signatory={"name": "นายไม่มี ตัวอย่าง", "post": "อธิบดี"}))

    assert slugs(answer) == ["post-not-shown"]
    assert "is no officer of this office" in answer["findings"][0]["message"]


def test_a_day_off_of_the_office_is_no_day_on_which_something_is_due(saraban: Clerk) -> None:
    draft = saraban.draft(**CONTACT, directives=[{"what": "ร่วมประชุม", "who": "จังหวัด", "due": "24 ก.พ. 2564"}])
    clean = saraban.json("check", draft)

    saraban.json("calendar", "add", "24 ก.พ. 2564", "--name", "วันหยุดพิเศษ")

    assert slugs(clean) == []
    assert slugs(saraban.json("check", draft)) == ["directive-due-on-day-off"]


@pytest.mark.parametrize(
    ("typed", "slug", "code"), [("ไม่มี.pdf", "file-unreadable", 2), ("มท 0812/99", "letter-unknown", 1)]
)
def test_what_is_not_there_is_refused(saraban: Clerk, typed: str, slug: str, code: int) -> None:
    ran = saraban("check", typed, "--json")

    assert (ran.refused, ran.code) == (slug, code)


def test_a_number_without_a_registry_asks_for_one(saraban: Clerk) -> None:
    saraban.environment["SARABAN_HOME"] = ""

    assert saraban("check", "มท 0812/1", "--json").refused == "home-missing"


def test_whose_code_it_is_is_told_by_the_structure_on_the_letter_s_day(saraban: Clerk) -> None:
    unit = {"kind": "establish", "unit": "plan", "name": "กลุ่มแผนงาน", "unit_kind": "group", "code": f"{CODE}.1"}
    draft = {
        "kind": "order",
        "subject": "จัดตั้งกลุ่ม",
        "signatory": {"post": "อธิบดี"},
        "body": ["เพื่อให้การปฏิบัติราชการมีประสิทธิภาพ"],
        "acts": {"units": [{**unit, "since": "10 กุมภาพันธ์ 2564"}]},
    }
    saraban.json("order", saraban.file("order.json", json.dumps(draft)), *saraban.key("dg"))
    today, tomorrow = saraban.world.now.date(), saraban.world.now.date() + timedelta(days=1)

    def found(**changes: Any) -> list[str]:
        return slugs(saraban("check", text_of(saraban, number=f"{CODE}.1/1", **changes), "--json").answer)

    assert "code-borne-by-nobody" in found(dated=today)
    assert "code-of-another-unit" in found(dated=tomorrow)
    assert found(dated=tomorrow, owner_unit="กลุ่มแผนงาน") == ["number-not-in-the-register"]


def test_a_letter_on_paper_is_checked_by_what_was_entered(saraban: Clerk) -> None:
    draft = saraban.draft(**CONTACT, closing="ด้วยความนับถือ")
    scan = saraban.file("scan.pdf", papers.pdf("SPECIMEN"))
    entered = saraban.json("enter-paper", draft, "--scan", scan, "--signatory", "dg", *saraban.key("clerk"))

    ran = saraban("check", entered["number"], "--json")

    assert slugs(ran.answer) == ["closing-for-addressee"]
