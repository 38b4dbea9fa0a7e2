"""New letters on the pages: begun in three ways, filled in, looked at, sent for signature; looking gives no number."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from api.demo import papers
from domain.classes import LetterKind, SecrecyClass
from domain.errors import InvalidValue
from domain.thai.digits import to_thai
from domain.values import StreamId
from registry.accounts.accounts import Account, Grant, WebRole
from registry.acts import drafting, waiting
from registry.acts.drafting import Beginning
from registry.acts.drafts import LetterDraft
from registry.documents.intake import door
from registry.papers.working import Plan
from tests.api.web import WebOffice

CIRCULAR = """\
ที่ มท ๐๘๑๒/ว

กรมส่งเสริมการปกครองท้องถิ่น
ถนนนครราชสีมา เขตดุสิต กทม. ๑๐๓๐๐

กุมภาพันธ์ ๒๕๖๔

เรื่อง การจัดส่วนราชการภายใน

เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด

สิ่งที่ส่งมาด้วย ๑. สำเนาคำสั่งกรมที่ ๕๕/๒๕๖๔ จำนวน ๑ ชุด

ด้วยกรมได้จัดส่วนราชการภายในใหม่ ดังปรากฏในสิ่งที่ส่งมาด้วย

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายประยูร ตัวอย่าง)
อธิบดี
"""
SIGNER = "dg|อธิบดี||"
NO_FILE = {"file": ("", b"")}
FIELDS = {
    "kind": "external_letter",
    "way": "electronic",
    "subject": "ขอเชิญประชุม",
    "addressees": "ผู้ว่าราชการจังหวัดกระบี่\nผู้ว่าราชการจังหวัดกาญจนบุรี",
    "circular": "yes",
    "body": "ด้วยจะมีการประชุม\n\nจึงเรียนมาเพื่อโปรดทราบ",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    office = WebOffice.staffed(tmp_path_factory.mktemp("drafts") / "registry")
    yield office
    office.world.close()


@pytest.fixture
def clerk(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("clerk") as client:
        yield client


def once(client: TestClient[Litestar]) -> str:
    found = re.search(r'name="once" value="(\w+)"', client.get("/drafts/new").text)
    assert found
    return found[1]


def empty(client: TestClient[Litestar], way: str = "electronic") -> str:
    """Begin an empty draft and return where it is."""
    answer = client.post("/drafts", data={"once": once(client), "way": way})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def hidden(client: TestClient[Litestar], path: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', client.get(path).text)
    assert found, path
    return unescape(found[1])


def save(client: TestClient[Litestar], path: str, files: Any = None, **fields: str | list[str]) -> Response:
    """Send the form as it is shown, with other words in some *fields*."""
    typed = {"version": hidden(client, path, "version"), "tab": hidden(client, path, "tab"), **FIELDS, **fields}
    return client.post(path, data=typed, files=files or NO_FILE)


def test_three_ways_to_begin_are_offered_and_nothing_is_recorded(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    before = office.facts()

    path = empty(clerk)
    pages = [clerk.get(one) for one in ("/drafts", "/drafts/new", path, f"{path}/preview", f"{path}/send")]

    assert [one.status_code for one in pages] == [200, 200, 200, 422, 200]
    assert office.facts() == before


def test_a_dropped_file_fills_the_form_and_each_field_says_from_which_line(clerk: TestClient[Litestar]) -> None:
    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files={"file": ("หนังสือ.txt", CIRCULAR.encode())})

    shown = clerk.get(answer.headers["location"]).text
    assert 'value="การจัดส่วนราชการภายใน"' in shown
    assert "บรรทัด ๘ “เรื่อง การจัดส่วนราชการภายใน”" in shown
    assert 'value="สำเนาคำสั่งกรมที่ ๕๕/๒๕๖๔"' in shown


def test_a_file_that_must_not_come_in_is_refused_beside_the_field(clerk: TestClient[Litestar]) -> None:
    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files={"file": ("x.docx", b"MZ" + bytes(99))})

    assert answer.status_code == 422
    assert 'href="#file"' in answer.text
    assert 'id="file-error"' in answer.text


def test_no_file_chosen_is_said(clerk: TestClient[Litestar]) -> None:
    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files=NO_FILE)

    assert answer.status_code == 422
    assert "ยังไม่ได้เลือกแฟ้ม" in answer.text


def test_a_scan_is_a_paper_that_people_can_look_at(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    path = clerk.post("/drafts", data={"once": once(clerk), "way": "by-hand"}).headers["location"]

    answer = save(
        clerk, path, [("scan", ("scan.html", b"<html><script>alert(1)</script></html>"))], do="scan", way="by-hand"
    )

    assert answer.status_code == 422
    assert "scan.html ไม่ใช่ภาพสแกนของกระดาษ" in answer.text
    assert office.counter.drafts.get(path.removeprefix("/drafts/")).files == ()


def test_of_two_files_at_once_none_is_passed_over(clerk: TestClient[Litestar]) -> None:
    before = clerk.get("/drafts").text
    files = [("file", (name, CIRCULAR.encode(), "text/plain")) for name in ("a.txt", "b.txt")]

    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files=files)

    assert answer.status_code == 422
    assert "ส่งมา 2 แฟ้มพร้อมกัน" in answer.text
    assert clerk.get("/drafts").text == before


def test_rows_of_a_spreadsheet_fill_the_form(clerk: TestClient[Litestar]) -> None:
    rows = "เรื่อง\tขอเชิญประชุม\nเรียน\tผู้ว่าราชการจังหวัดกระบี่\n\tผู้ว่าราชการจังหวัดกาญจนบุรี\nสิ่งที่ส่งมาด้วย\tกำหนดการ\n"

    answer = clerk.post("/drafts/paste", data={"once": once(clerk), "text": rows})

    shown = clerk.get(answer.headers["location"]).text
    assert 'value="ขอเชิญประชุม"' in shown
    assert "ผู้ว่าราชการจังหวัดกระบี่\nผู้ว่าราชการจังหวัดกาญจนบุรี" in shown
    assert 'value="กำหนดการ"' in shown


def test_s24_a_pasted_row_that_the_form_does_not_have_is_named_and_what_was_pasted_stays(
    clerk: TestClient[Litestar],
) -> None:
    answer = clerk.post("/drafts/paste", data={"once": once(clerk), "text": "สีที่ชอบ\tแดง"})

    assert answer.status_code == 422
    assert "บรรทัด 1 ไม่มีส่วนชื่อ สีที่ชอบ" in answer.text
    assert "สีที่ชอบ\tแดง</textarea>" in answer.text


def test_the_text_of_a_whole_letter_may_be_pasted(clerk: TestClient[Litestar]) -> None:
    answer = clerk.post("/drafts/paste", data={"once": once(clerk), "text": CIRCULAR})

    assert 'value="การจัดส่วนราชการภายใน"' in clerk.get(answer.headers["location"]).text


def test_a_button_pressed_twice_begins_one_draft(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    pressed, before = once(clerk), len(office.counter.drafts.all())

    answers = [clerk.post("/drafts", data={"once": pressed}) for _ in range(2)]

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(office.counter.drafts.all()) == before + 1


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


def test_files_are_attached_titled_ordered_and_taken_out(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    files = [("file", ("../กำหนดการ_ประชุม.txt", b"SPECIMEN 1")), ("file", ("b.txt", b"SPECIMEN 2"))]

    answer = save(clerk, path, files, do="attach")
    draft = office.counter.drafts.get(path.rpartition("/")[2])

    assert answer.headers["location"] == f"{path}#attachments"
    assert [one.title for one in draft.letter.attachments] == ["กำหนดการ ประชุม", "b"]
    assert {one.name for one in draft.files} == {"กำหนดการ_ประชุม.txt", "b.txt"}

    rows = {
        "attachment_title": [one.title for one in draft.letter.attachments],
        "attachment_quantity": ["๒", "1"],
        "attachment_unit": ["ชุด", "ฉบับ"],
        "attachment_via": ["", ""],
        "attachment_file": [str(one.file) for one in draft.letter.attachments],
    }
    save(clerk, path, do="attachment-down-0", **rows)
    moved = office.counter.drafts.get(draft.draft)
    assert [(one.title, one.quantity, one.unit) for one in moved.letter.attachments] == [
        ("b", 1, "ฉบับ"),
        ("กำหนดการ ประชุม", 2, "ชุด"),
    ]

    turned = {name: list(reversed(values)) for name, values in rows.items()}
    save(clerk, path, do="attachment-remove-0", **turned)
    left = office.counter.drafts.get(draft.draft)
    assert [one.title for one in left.letter.attachments] == ["กำหนดการ ประชุม"]
    assert len(left.files) == 1


def test_s9_a_file_is_handed_out_to_be_saved_under_its_name_and_never_shown(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path = empty(clerk)
    save(clerk, path, [("file", ('ก"\r\nX: y.txt', b"<script>alert(1)</script>"))], do="attach")
    (file,) = office.counter.drafts.get(path.rpartition("/")[2]).files

    answer = clerk.get(f"{path}/files/{file.file}")

    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "X" not in answer.headers
    assert clerk.get(f"{path}/pieces/{file.file}").status_code == 404


def test_a_refused_attachment_is_said_while_the_rest_is_saved(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)

    answer = save(clerk, path, [("file", ("a.pdf", b"MZ" + bytes(99)))], do="attach", subject="ยังอยู่")

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert 'value="ยังอยู่"' in clerk.get(path).text


def test_the_preview_shows_every_page_with_an_alternative_and_the_whole_text(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    save(clerk, path)

    shown = clerk.get(f"{path}/preview")
    picture = clerk.get(f"{path}/pages/1")

    assert 'alt="หน้า ๑ จาก ๑' in shown.text
    assert "ขอเชิญประชุม" in shown.text
    assert picture.content.startswith(b"\x89PNG")
    assert clerk.get(f"{path}/pages/2").status_code == 422


def test_a_draft_is_sent_to_somebody_who_may_sign_today_and_signed_there(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path = empty(clerk)
    save(clerk, path)
    before, asked = office.facts(), clerk.get(f"{path}/send").text
    version = hidden(clerk, f"{path}/send", "version")

    sent = [clerk.post(f"{path}/send", data={"version": version, "signer": SIGNER}) for _ in range(2)]
    shown = clerk.get(path).text

    assert "ลงลายมือชื่อในฐานะ อธิบดี" in asked
    assert [(one.status_code, one.headers["location"]) for one in sent] == [(303, path)] * 2
    assert "รอลงลายมือชื่อ" in shown
    assert f"saraban sign {path.rpartition('/')[2]}" in shown
    assert office.facts() == before


def test_nobody_chosen_and_somebody_who_may_not_sign_are_refused_on_the_page(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    save(clerk, path)
    version = hidden(clerk, f"{path}/send", "version")

    nobody = clerk.post(f"{path}/send", data={"version": version})
    other = clerk.post(f"{path}/send", data={"version": version, "signer": "clerk|อธิบดี||"})

    assert (nobody.status_code, other.status_code) == (422, 422)
    assert "ยังไม่ได้เลือกผู้ลงชื่อ" in nobody.text
    assert "โปรดเลือกใหม่" in other.text


def test_what_the_register_would_refuse_is_said_before_it_waits(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    save(clerk, path, subject="")
    version = hidden(clerk, f"{path}/send", "version")

    answer = clerk.post(f"{path}/send", data={"version": version, "signer": SIGNER})

    assert answer.status_code == 422
    assert "เรื่อง" in answer.text
    assert "รอลงลายมือชื่อ" not in clerk.get(path).text


def test_a_waiting_draft_is_taken_back_and_a_draft_is_deleted(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    save(clerk, path)
    clerk.post(f"{path}/send", data={"version": hidden(clerk, f"{path}/send", "version"), "signer": SIGNER})

    clerk.post(f"{path}/take-back", data={"version": "1"})
    gone = clerk.post(f"{path}/delete", data={"version": hidden(clerk, path, "version")})

    assert gone.headers["location"] == "/drafts"
    assert clerk.get(path).status_code == 404


def test_a_letter_on_paper_gets_its_number_by_the_button_alone_and_is_printed_with_it(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path, before = empty(clerk, "by-hand"), office.facts()
    save(clerk, path, way="by-hand")
    clerk.get(path)
    assert office.facts() == before
    version = hidden(clerk, path, "version")

    pressed = [clerk.post(f"{path}/number", data={"version": version}) for _ in range(2)]
    reserved = office.counter.drafts.get(path.rpartition("/")[2]).plan.reserved

    assert [one.status_code for one in pressed] == [303, 409]
    assert f"<strong>{to_thai(str(reserved))}</strong>" in clerk.get(path).text
    assert clerk.get(f"{path}/paper.pdf").content.startswith(b"%PDF")
    assert clerk.post(f"{path}/delete", data={"version": hidden(clerk, path, "version")}).status_code == 409

    clerk.post(f"{path}/void", data={"version": hidden(clerk, path, "version"), "reason": "พิมพ์ผิด"})
    assert "จองเลขให้กระดาษฉบับนี้" in clerk.get(path).text


def test_a_letter_of_the_same_subject_is_shown_before_it_is_sent_again(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    office.world.issue(subject="ขอเชิญประชุมซ้ำ")
    path = empty(clerk)
    save(clerk, path, subject="ขอเชิญประชุมซ้ำ")

    assert "มีหนังสือเรื่องเดียวกันนี้ในทะเบียนแล้ว" in clerk.get(path).text
    assert "มีหนังสือเรื่องเดียวกันนี้ในทะเบียนแล้ว" in clerk.get(f"{path}/send").text


def test_s5_nobody_keeps_a_draft_of_a_class_above_the_own_clearance(clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)

    refused = save(clerk, path, secrecy="secret", subject="ความลับ")

    assert refused.status_code == 403
    assert "ไม่มีสิทธิ์" in refused.text
    assert 'value="secret"' not in clerk.get(path).text


def test_s13_what_people_write_is_never_markup(clerk: TestClient[Litestar]) -> None:
    path, bad = empty(clerk), "<img src=x onerror=alert(1)>"
    save(clerk, path, subject=bad, addressees=bad, body=bad, contact=bad, files=[("file", (f"{bad}.txt", b"x"))])

    for page in ("/drafts", path, f"{path}/preview", f"{path}/send"):
        assert "<img src=x" not in clerk.get(page).text


@pytest.mark.parametrize("account", [None, "auditor", "official", "administrator"])
def test_s1_drafts_are_the_clerks(office: WebOffice, account: str | None) -> None:
    with office.client("clerk") as clerk:
        path = empty(clerk)

    with office.client(account) as other:
        seen = [other.get(one).status_code for one in (path, f"{path}/paper.pdf", "/drafts")]

    assert set(seen) <= {303, 403}


def test_s5_a_secret_draft_is_nowhere_for_a_clerk_without_clearance(office: WebOffice) -> None:
    account = Account("cleared", "SPECIMEN cleared", "clerk", SecrecyClass.SECRET, (Grant(WebRole.CLERK),))
    office.counter.accounts.add(account, phrase=None, at=office.world.clock.now)
    with office.client("cleared") as cleared:
        path = empty(cleared)
        save(cleared, path, secrecy="secret", subject="เรื่องที่ปกปิด", files=[("file", ("ลับ.txt", b"x"))])
        (file,) = office.counter.drafts.get(path.rpartition("/")[2]).files
        assert "เรื่องที่ปกปิด" in cleared.get("/drafts").text

    with office.client("clerk") as clerk:
        unknown, asked = clerk.get("/drafts/aaaaaaaaaa"), clerk.get(path)
        below = ("", "/preview", "/send", "/pages/1", "/paper.pdf", f"/files/{file.file}", f"/pieces/{file.file}")
        seen = [clerk.get(path + one) for one in below]
        listed = clerk.get("/drafts").text
        acts = [
            clerk.post(f"{path}/{act}", data={"version": "2"})
            for act in ("send", "take-back", "delete", "number", "void")
        ]

    assert [one.status_code for one in (*seen, *acts)] == [404] * 12
    assert "เรื่องที่ปกปิด" not in "".join(one.text for one in (*seen, *acts)) + listed
    assert asked.text.replace(path.rpartition("/")[2], "") == unknown.text.replace("aaaaaaaaaa", "")


def test_s5_a_dropped_file_of_a_class_above_the_clearance_is_not_kept(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    secret = f"ลับ\n\n{CIRCULAR}\nลับ\n".encode()
    before = [one for one in (office.world.folder / "uploads").rglob("*") if one.is_file()]

    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files={"file": ("a.txt", secret)})

    assert answer.status_code == 403
    assert [one for one in (office.world.folder / "uploads").rglob("*") if one.is_file()] == before


def test_s1_a_clerk_of_another_unit_does_not_see_the_draft(office: WebOffice) -> None:
    for name, unit in (("one", "dla"), ("two", "finance"), ("both", "")):
        account = Account(name, name, "clerk", SecrecyClass.NONE, (Grant(WebRole.CLERK, unit),))
        office.counter.accounts.add(account, phrase=None, at=office.world.clock.now)
    with office.client("one") as client:
        path = empty(client)
        seen = {"one": client.get(path).status_code}

    for name in ("two", "both"):
        with office.client(name) as client:
            seen[name] = client.get(path).status_code

    assert seen == {"one": 200, "two": 404, "both": 200}


def test_a_draft_that_was_signed_meanwhile_is_shown_with_its_number(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path = empty(clerk)
    save(clerk, path)
    open_in_another_tab = {name: hidden(clerk, path, name) for name in ("version", "tab")}
    clerk.post(f"{path}/send", data={"version": hidden(clerk, f"{path}/send", "version"), "signer": SIGNER})
    draft, key = path.rpartition("/")[2], office.world.people["dg"].key
    number = waiting.sign(office.counter.office, office.counter.drafts, key, draft).draft.number

    late = clerk.post(path, data={**FIELDS, **open_in_another_tab}, files=NO_FILE)
    back = clerk.get(f"{path}/send")
    shown = clerk.get(path)

    assert late.status_code == 409
    assert "ออกเลขแล้ว" in late.text
    assert (back.status_code, back.headers["location"]) == (303, path)
    assert to_thai(str(number)) in shown.text
    assert 'name="subject"' not in shown.text


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


def test_the_file_of_a_registered_letter_is_told_and_is_not_sent_again(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path = empty(clerk)
    save(clerk, path, subject="เรื่องที่ออกแล้ว")
    clerk.post(f"{path}/send", data={"version": hidden(clerk, f"{path}/send", "version"), "signer": SIGNER})
    here, key = office.counter.office, office.world.people["dg"].key
    done = waiting.sign(here, office.counter.drafts, key, path.rpartition("/")[2]).draft
    issued = here.reader.stream(done.stream or StreamId(""))[0].statement.fact
    final = here.reader.blobs.get(issued.final)  # type: ignore[union-attr] # it was issued

    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files={"file": ("letter.pdf", final)})
    again = answer.headers["location"]
    version = hidden(clerk, f"{again}/send", "version")
    sent = clerk.post(f"{again}/send", data={"version": version, "signer": SIGNER})

    told = f"แฟ้มนี้คือหนังสือที่ {to_thai(str(done.number))} ที่ทะเบียนออกแล้ว"
    assert told in clerk.get(again).text
    assert told in clerk.get(f"{again}/send").text
    assert sent.status_code == 409


def test_a_draft_sent_back_says_why(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)
    save(clerk, path)
    clerk.post(f"{path}/send", data={"version": hidden(clerk, f"{path}/send", "version"), "signer": SIGNER})
    draft = path.rpartition("/")[2]
    waiting.send_back(office.counter.office, office.counter.drafts, draft, "เรื่องไม่ตรง", by="dg")

    assert "เรื่องไม่ตรง" in clerk.get(path).text
    assert "เรื่องไม่ตรง" in clerk.get("/drafts").text


def test_a_file_larger_than_is_taken_is_refused(clerk: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "require_clean", _too_large)

    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files={"file": ("a.txt", b"x")})

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_the_pages_speak_english_where_it_is_asked_for(clerk: TestClient[Litestar]) -> None:
    clerk.cookies.set("language", "en")
    path = empty(clerk)
    save(clerk, path, subject="")

    shown = clerk.get(path).text

    assert '<html lang="en">' in shown
    assert "Official-form check" in shown
    assert "Save and send for signature" in shown


def test_s9_a_row_names_no_file_that_the_draft_does_not_have(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    path = empty(clerk)

    save(clerk, path, attachment_title=["ก"], attachment_file=["../../seal/seal.key"])

    assert office.counter.drafts.get(path.rpartition("/")[2]).letter.attachments[0].file is None


def test_files_that_came_with_words_that_are_not_saved_are_not_kept(
    office: WebOffice, clerk: TestClient[Litestar]
) -> None:
    path = empty(clerk)
    first = {name: hidden(clerk, path, name) for name in ("version", "tab")}
    save(clerk, path)
    before = [one for one in (office.world.folder / "uploads").rglob("*") if one.is_file()]

    late = clerk.post(path, data={**FIELDS, **first}, files={"file": ("late.txt", b"SPECIMEN that came late")})

    assert late.status_code == 409
    assert [one for one in (office.world.folder / "uploads").rglob("*") if one.is_file()] == before


def _too_large(_: bytes, *, name: str) -> None:
    raise InvalidValue(
        "file-too-large", f"{name} is larger than 1 bytes, the most for such a file.", file=name, largest=1
    )
