"""What repeats on pages is left out, and nothing else."""

import pytest

from registry.documents.reading.files.running import without_running
from registry.documents.reading.files.source import Page, Place, Row

A4 = Page(595.3, 841.9)


def row(text: str, top: float) -> Row:
    return Row(text, Place(1, 85, top, 300, top + 15))


def texts(*pages: list[Row]) -> list[str]:
    return [one.text for one in without_running(pages, [A4] * len(pages))]


BODY = [row("ด้วยสำนักงานตัวอย่าง", 200), row("กำหนดจัดประชุม", 220), row("ชี้แจงแนวทาง", 240), row("ปฏิบัติ", 260)]


@pytest.mark.parametrize("number", ["- ๒ -", "๒", "-2-", "หน้า ๒", "2/3", "(๒)", "หน้า ๒ จาก ๓"])
def test_a_page_number_at_the_top_is_no_text(number: str) -> None:
    assert texts(BODY, [row(number, 40), Row(""), *BODY]) == [one.text for one in (*BODY, *BODY)]


def test_a_figure_in_the_middle_of_a_page_is_text() -> None:
    page = [row("๒", 400), row("๓", 420), *BODY]

    assert texts(page) == [one.text for one in page]


def test_of_a_running_head_the_first_stays_and_of_a_foot_the_last() -> None:
    pages = [
        [row("กรมตัวอย่าง หน้า ๑", 30), row(f"หน้า{no}", 50), *BODY, row(f"ท้าย{no}", 700), row("SPECIMEN", 800)]
        for no in "กขค"
    ]

    found = texts(*pages)

    assert found.count("กรมตัวอย่าง หน้า ๑") == found.count("SPECIMEN") == 1
    assert (found[0], found[-1]) == ("กรมตัวอย่าง หน้า ๑", "SPECIMEN")
    assert [one for one in found if one.startswith(("หน้า", "ท้าย"))] == ["หน้าก", "ท้ายก", "หน้าข", "ท้ายข", "หน้าค", "ท้ายค"]


def test_the_same_words_at_another_height_stay() -> None:
    assert texts([row("จึงเรียนมา", 30), *BODY], [row("จึงเรียนมา", 90), *BODY]).count("จึงเรียนมา") == 2


@pytest.mark.parametrize("announced", ["/๒. ร่วมประชุม...", "/ ๒. ร่วมประชุม ...", "/๒.ร่วมประชุม…"])
def test_a_catchword_of_the_next_page_is_no_text(announced: str) -> None:
    found = texts([*BODY, row(announced, 780)], [row("- ๒ -", 40), row("๒. ร่วมประชุมซักซ้อม", 80), *BODY])

    assert announced not in found
    assert "๒. ร่วมประชุมซักซ้อม" in found


def test_what_begins_with_a_stroke_but_announces_nothing_stays() -> None:
    assert "/ว่าที่ร้อยตรี" in texts([*BODY, row("/ว่าที่ร้อยตรี", 780)], BODY)


def test_a_class_stays_at_the_top_of_the_first_page_and_the_foot_of_the_last() -> None:
    page = [row("ลับมาก", 20), *BODY, row("ลับมาก", 810)]

    found = texts(page, [row("ลับมาก", 22), *BODY, row("ลับมาก", 815)])

    assert found.count("ลับมาก") == 2
    assert (found[0], found[-1]) == ("ลับมาก", "ลับมาก")
