"""A draft is filled in: what is typed is kept and checked, what cannot be read is said, nobody writes over another."""

import os
import re
from dataclasses import replace
from html import unescape

from litestar import Litestar
from litestar.testing import TestClient

from api.demo import papers
from domain.classes import LetterKind
from registry.acts import drafting
from registry.acts.drafting import Beginning
from registry.acts.drafts import LetterDraft
from registry.papers.working import Plan
from tests.api.pages.drafts.kit import FIELDS, NO_FILE, empty, hidden, save
from tests.api.web import WebOffice


def test_what_is_typed_is_kept_and_checked_against_the_form(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)

    answer = save(clerk, path, reference_text=["หนังสือกรม", ""], reference_number=["", ""], reference_dated=["", ""])
    shown = clerk.get(path).text

    assert answer.headers["location"] == f"{path}#saved"
    assert 'value="หนังสือกรม"' in shown
    assert "ไม่มีเลขที่หนังสือ" in shown
    assert "ระเบียบงานสารบรรณ" in shown


def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_typed_is_lost(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)

    answer = save(
        clerk,
        path,
        dated="29 ก.พ. 2566",
        subject="เรื่องใหม่",
        attachment_title=["กำหนดการ"],
        attachment_quantity=["หลาย"],
        attachment_unit=["ชุด"],
        attachment_via=[""],
        attachment_file=[""],
    )

    assert answer.status_code == 422
    assert 'id="dated-error"' in answer.text
    assert 'id="attachment_quantity-0-error"' in answer.text
    assert 'value="29 ก.พ. 2566"' in answer.text
    assert 'value="เรื่องใหม่"' in answer.text
    assert answer.text.index("error-summary") < answer.text.index("<h1>")
    assert "<title>ผิด: " in answer.text


def test_s7_a_field_that_the_form_does_not_have_is_refused(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)

    assert save(clerk, path, stage="numbered").status_code == 422
    assert clerk.post("/drafts", data={"once": "x", "made_by": "r1"}).status_code in {400, 422}
    assert clerk.post(f"{path}/send", data={"version": "1", "waits_for": "r1"}).status_code in {400, 422}


def test_a_second_tab_that_saves_over_the_first_is_told_and_keeps_what_was_typed(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    first = {name: hidden(clerk, path, name) for name in ("version", "tab")}
    save(clerk, path, subject="จากแท็บที่สอง")

    answer = clerk.post(path, data={**FIELDS, **first, "subject": "จากแท็บแรก"}, files=NO_FILE)

    assert answer.status_code == 409
    assert "บันทึกร่าง" in answer.text
    assert 'value="จากแท็บแรก"' in answer.text
    assert "จากแท็บที่สอง" in clerk.get(path).text


def test_a_page_that_saved_by_itself_may_save_again_with_the_version_that_it_was_opened_with(
    clerk: TestClient[Litestar],
) -> None:
    path = empty(clerk)
    opened = {name: hidden(clerk, path, name) for name in ("version", "tab")}

    auto = clerk.post(f"{path}/autosave", data={**FIELDS, **opened, "attachment_title": ["ก", ""]})
    saved = clerk.post(path, data={**FIELDS, **opened, "subject": "แก้แล้ว"}, files=NO_FILE)

    assert (auto.status_code, saved.status_code) == (200, 303)
    assert 'role="status"' in auto.text
    assert 'name="version" value="2"' in auto.text
    assert "บันทึกอัตโนมัติแล้ว" in auto.text
    assert 'value="แก้แล้ว"' in clerk.get(path).text


def test_what_cannot_be_saved_by_itself_is_said_and_nothing_is_written(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    opened = {name: hidden(clerk, path, name) for name in ("version", "tab")}

    auto = clerk.post(f"{path}/autosave", data={**FIELDS, **opened, "dated": "วันนี้"})

    assert "ยังไม่ได้บันทึก" in auto.text
    assert "version" not in auto.text
    assert hidden(clerk, path, "version") == opened["version"]


def test_s13_what_people_write_is_never_markup(clerk: TestClient[Litestar]) -> None:
    path, bad = empty(clerk), "<img src=x onerror=alert(1)>"
    save(clerk, path, subject=bad, addressees=bad, body=bad, contact=bad, files=[("file", (f"{bad}.txt", b"x"))])

    for page in ("/drafts", path, f"{path}/preview", f"{path}/send"):
        assert "<img src=x" not in clerk.get(page).text


def test_what_an_order_does_and_a_kind_that_the_form_does_not_offer_stay_as_they_were(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    beginning = Beginning("clerk", "", "order", os.urandom)
    drafts = office.counter.drafts
    order = drafting.begin(office.counter.office, drafts, beginning, papers.order(), Plan())
    rules = LetterDraft(kind=LetterKind.REGULATION, subject="ระเบียบ")
    other = drafting.begin(office.counter.office, drafts, replace(beginning, once="rules"), rules, Plan())

    for draft in (order, other):
        path = f"/drafts/{draft.draft}"
        kind = re.search(r'<option value="(\w+)" selected', clerk.get(path).text)
        assert kind
        save(clerk, path, kind=kind[1])

    assert "คำสั่งนี้เปลี่ยนโครงสร้างด้วย" in clerk.get(f"/drafts/{order.draft}").text
    assert drafts.get(order.draft).letter.acts == papers.order().acts
    assert drafts.get(other.draft).letter.kind is LetterKind.REGULATION


def test_the_pages_speak_english_where_it_is_asked_for(clerk: TestClient[Litestar]) -> None:
    clerk.cookies.set("language", "en")
    path = empty(clerk)
    save(clerk, path, subject="")

    shown = clerk.get(path).text

    assert '<html lang="en">' in shown
    assert "Official-form check" in shown
    assert "Save and send for signature" in shown


def values(client: TestClient[Litestar], path: str, name: str) -> list[str]:
    """What stands in the fields of that name."""
    shown = client.get(path).text
    return [unescape(value) for value in re.findall(rf'name="{name}"[^>]*? value="([^"]*)"', shown)]


def test_numbers_and_days_are_taken_in_any_form_in_which_they_are_pasted(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)

    answer = save(
        clerk,
        path,
        dated="วันพุธที่ ๑๐ ก.พ. ๒๕๖๔",
        reference_text=["หนังสือกรม"],
        reference_number=["มท ๐๘๑๒ / ว๒๗๐"],
        reference_dated=["9-ก.พ.-64"],
        directive_what=["ประชุม", "ตอบ"],
        directive_who=["ท้องถิ่นจังหวัด", "ท้องถิ่นจังหวัด"],
        directive_due=["2564-02-24 09:30", "ภายใน 15 วันทำการ"],
        directive_hours=["", ""],
    )

    assert answer.status_code == 303
    assert values(clerk, path, "dated") == ["10 กุมภาพันธ์ 2564"]
    assert values(clerk, path, "reference_number")[0] == "มท 0812/ว 270"
    assert values(clerk, path, "reference_dated")[0] == "9 กุมภาพันธ์ 2564"
    assert values(clerk, path, "directive_due")[:2] == ["24 กุมภาพันธ์ 2564", "ภายใน 15 วันทำการ"]


def test_a_row_of_which_only_the_end_was_typed_is_kept_until_what_it_is_about_is_emptied(
    clerk: TestClient[Litestar],
) -> None:
    path = empty(clerk)
    ends = {
        "directive_who": [""], "directive_due": ["24 ก.พ. 2564"], "directive_hours": [""],
        "attachment_quantity": ["3"], "attachment_unit": ["ชุด"], "attachment_via": [""], "attachment_file": [""],
    }  # fmt: skip

    for _ in range(2):
        save(clerk, path, directive_what=[""], attachment_title=[""], **ends)
    kept = [values(clerk, path, name)[0] for name in ("directive_due", "attachment_quantity")]
    save(clerk, path, directive_what=["ก"], attachment_title=["ข"], **ends)
    save(clerk, path, directive_what=[""], attachment_title=[""], **ends)
    emptied = [values(clerk, path, name) for name in ("directive_due", "attachment_quantity")]

    assert kept == ["24 ก.พ. 2564", "3"]
    assert emptied == [[""], [""]]
