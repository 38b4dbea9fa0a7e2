"""New letters are begun in three ways: from a dropped file, an empty form, pasted rows or text; nothing is recorded."""

import re
import time
from html import unescape

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from domain.errors import InvalidValue
from registry.documents.intake import door
from tests.api.pages.drafts.kit import CIRCULAR, NO_FILE, empty, once, save
from tests.api.web import WebOffice


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


def test_the_day_of_a_dropped_file_is_shown_and_said_not_to_be_taken_over(clerk: TestClient[Litestar]) -> None:
    dated = CIRCULAR.replace("\nกุมภาพันธ์ ๒๕๖๔", "\n๑๐ กุมภาพันธ์ ๒๕๖๔")

    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files={"file": ("หนังสือ.txt", dated.encode())})
    shown = clerk.get(answer.headers["location"]).text

    assert re.search(r'name="dated"[^>]*? value=""', shown)
    assert re.search(r"ไม่ได้นำมาใช้</[^>]*> บรรทัด ๖ “๑๐ กุมภาพันธ์ ๒๕๖๔”", shown)


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


def test_cells_of_several_lines_are_taken_whole_and_other_quotes_stay(clerk: TestClient[Litestar]) -> None:
    rows = (
        'เรื่อง\t"โครงการ" หนึ่ง\r\n'
        'เรียน\t"ผู้ว่าราชการจังหวัดกระบี่\nผู้ว่าราชการจังหวัดกาญจนบุรี"\r\n'
        'ข้อความ\t"ด้วยมี ""งาน""\n\nจึงเรียนมา"\r\n'
        'สิ่งที่ส่งมาด้วย\t"กำหนดการ\nแผนที่"\r\n'
    )

    answer = clerk.post("/drafts/paste", data={"once": once(clerk), "text": rows})

    shown = unescape(clerk.get(answer.headers["location"]).text)
    assert 'value=""โครงการ" หนึ่ง"' in shown
    assert "ผู้ว่าราชการจังหวัดกระบี่\nผู้ว่าราชการจังหวัดกาญจนบุรี</textarea>" in shown
    assert 'ด้วยมี "งาน"\n\nจึงเรียนมา</textarea>' in shown
    assert all(f'value="{title}"' in shown for title in ("กำหนดการ", "แผนที่"))


@pytest.mark.parametrize(
    "text",
    ['เรื่อง\t"' + "\n" * 200_000, 'เรื่อง\t"ก\n' + '\t"ก\n' * 40_000, "\t" * 300_000],
    ids=["a cell that does not end", "cells that do not end", "cells alone"],
)
def test_s30_what_is_pasted_is_read_in_one_pass(clerk: TestClient[Litestar], text: str) -> None:
    began = time.process_time()

    status = clerk.post("/drafts/paste", data={"once": once(clerk), "text": text}).status_code

    assert status in {303, 422}
    assert time.process_time() - began < 5


def test_s24_a_pasted_row_that_the_form_does_not_have_is_named_and_what_was_pasted_stays(
    clerk: TestClient[Litestar],
) -> None:
    answer = clerk.post("/drafts/paste", data={"once": once(clerk), "text": "สีที่ชอบ\tแดง"})

    assert answer.status_code == 422
    assert "บรรทัด 1 ไม่มีส่วนชื่อ สีที่ชอบ" in answer.text
    assert "สีที่ชอบ\tแดง</textarea>" in answer.text


@pytest.mark.parametrize("between", [" ", "\t"])
def test_the_text_of_a_whole_letter_may_be_pasted(clerk: TestClient[Litestar], between: str) -> None:
    text = CIRCULAR.replace("เรื่อง ", f"เรื่อง{between}")

    answer = clerk.post("/drafts/paste", data={"once": once(clerk), "text": text})

    assert 'value="การจัดส่วนราชการภายใน"' in clerk.get(answer.headers["location"]).text


def test_a_button_pressed_twice_begins_one_draft(office: WebOffice, clerk: TestClient[Litestar]) -> None:
    pressed, before = once(clerk), len(office.counter.drafts.all())

    answers = [clerk.post("/drafts", data={"once": pressed}) for _ in range(2)]

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(office.counter.drafts.all()) == before + 1


def test_a_file_larger_than_is_taken_is_refused(clerk: TestClient[Litestar], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "require_clean", _too_large)

    answer = clerk.post("/drafts/drop", data={"once": once(clerk)}, files={"file": ("a.txt", b"x")})

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def _too_large(_: bytes, *, name: str) -> None:
    raise InvalidValue(
        "file-too-large", f"{name} is larger than 1 bytes, the most for such a file.", file=name, largest=1
    )
