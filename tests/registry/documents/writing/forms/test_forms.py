"""The papers of a registry office: words and columns of the forms, whatever people wrote in them."""

import itertools
from collections.abc import Callable
from datetime import date, datetime

import pypdfium2
import pytest

from registry.documents.writing.forms import small, tables
from registry.documents.writing.forms.setting import Made
from registry.documents.writing.forms.tables import Numbers, Row

MADE = Made("SPECIMEN กรมตัวอย่าง", date(2021, 2, 10), "พิมพ์เมื่อ 10 ก.พ. 2564 09.30 น.", "SPECIMEN")
AT = datetime(2021, 2, 10, 9, 30)  # noqa: DTZ001 - as it stands on the stamp
SENT = Row(("๑", "มท ๐๘๑๒", "๑๐ ก.พ. ๒๕๖๔", "กองหนึ่ง", "จังหวัดกระบี่", "ขอเชิญประชุม", "ส่งแล้ว", ""))
VOID = Row(("๒", "", "", "", "", "", "", "ยกเลิกเลข: พิมพ์ผิด"), void=True)
HARMFUL = "#let x = [a] $y$ <script>alert(1)</script> \\ " + "ก" * 300 + " " + "W" * 200 + " 漢\u00a0字"


def words(pdf: bytes) -> list[list[str]]:
    """Return the words of every page, in the order in which they are drawn."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range().replace("\u00a0", " ").split() for page in document]


def stand_in_order(found: list[str], wanted: str) -> bool:
    """Tell whether the text of a page has these words one after the other, whatever stands between them."""
    rest = iter("".join(found))
    return all(letter in rest for letter in wanted.replace(" ", ""))


def lines_drawn(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return sum(1 for page in document for one in page.get_objects() if one.type == 2)  # a path


def test_the_receive_register_has_the_words_and_columns_of_form_13() -> None:
    (page,) = words(tables.receive_register(MADE, [SENT]))

    heading = "ทะเบียนหนังสือรับ วันที่ ๑๐ เดือน กุมภาพันธ์ พ.ศ. ๒๕๖๔"
    assert stand_in_order(page, f"{heading} เลขทะเบียนรับ ที่ ลงวันที่ จาก ถึง เรื่อง การปฏิบัติ หมายเหตุ")
    assert "แบบที่ ๑๓" in " ".join(page)


def test_the_send_register_has_the_words_and_columns_of_form_14_and_names_its_book() -> None:
    (page,) = words(tables.send_register(MADE, [SENT], book="ทะเบียนกลาง"))

    heading = "ทะเบียนหนังสือส่ง ทะเบียนกลาง วันที่ ๑๐ เดือน กุมภาพันธ์ พ.ศ. ๒๕๖๔"
    assert stand_in_order(page, f"{heading} เลขทะเบียนส่ง ที่ ลงวันที่ จาก ถึง เรื่อง การปฏิบัติ หมายเหตุ")
    assert stand_in_order(page, "๑ มท ๐๘๑๒ ๑๐ ก.พ. ๒๕๖๔ กองหนึ่ง จังหวัดกระบี่ ขอเชิญประชุม ส่งแล้ว")


def test_the_delivery_book_has_the_columns_of_form_16() -> None:
    (page,) = words(tables.delivery_book(MADE, [Row(("๒๗๑", "กองหนึ่ง", "จังหวัดกระบี่", "", "", "", ""))]))

    assert stand_in_order(page, "สมุดส่งหนังสือ เลขทะเบียน จาก ถึง หน่วยรับ ผู้รับ วันและเวลา หมายเหตุ ๒๗๑ กองหนึ่ง")


def test_slips_have_the_lines_of_form_17_each_and_as_many_pages_as_they_need() -> None:
    slips = [small.Slip(f"มท 0812/{n}", "จังหวัดกระบี่", "ขอเชิญประชุม") for n in range(1, 14)]

    pages = words(small.receipt_slips(MADE, slips))

    found = "".join(itertools.chain.from_iterable(pages))
    assert len(pages) == 2
    assert found.count("ใบรับหนังสือ") == found.count("รับวันที่") == 13
    assert stand_in_order(pages[0], "ใบรับหนังสือ ที่ มท ๐๘๑๒/๑ ถึง จังหวัดกระบี่ เรื่อง ขอเชิญประชุม รับวันที่ เวลา ผู้รับ")


@pytest.mark.parametrize("form", [small.stamp_page, small.stamp_label], ids=["page", "label"])
def test_the_stamp_says_office_number_day_and_hour(form: Callable[[Made, int, datetime], bytes]) -> None:
    (page,) = words(form(MADE, 1234, AT))

    assert stand_in_order(page, "SPECIMEN กรมตัวอย่าง เลขรับ ๑๒๓๔ วันที่ ๑๐ ก.พ. ๒๕๖๔ เวลา ๐๙.๓๐ น.")


def test_the_stamp_stands_in_the_top_right_corner_and_is_as_large_as_the_regulation_says() -> None:
    with pypdfium2.PdfDocument(small.stamp_page(MADE, 1, AT)) as document:
        page = document[0]
        (left, bottom, right, top) = next(one.get_bounds() for one in page.get_objects() if one.type == 2)

        assert (page.get_width(), page.get_height()) == pytest.approx((595.3, 841.9), abs=0.1)
        assert (right - left, top - bottom) == pytest.approx((141.7, 70.9), abs=1.5)  # 5 by 2.5 cm, and its line
        assert left > page.get_width() / 2
        assert bottom > page.get_height() * 0.8


@pytest.mark.parametrize(
    "name", ["กรม", "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดพระนครศรีอยุธยา กระทรวงมหาดไทย"], ids=["short", "long"]
)
def test_whatever_the_office_is_called_its_stamp_holds_all_lines(name: str) -> None:
    with pypdfium2.PdfDocument(small.stamp_label(Made(name, date(2021, 2, 10), "", None), 123456, AT)) as document:
        (page,) = list(document)
        text = page.get_textpage()
        lowest = min(text.get_charbox(at)[1] for at in range(text.count_chars()))

        assert lowest > 2 / 25.4 * 72  # within the ruled line


def test_an_outage_sheet_lists_every_number_once_with_the_day_on_which_it_lapses() -> None:
    (page,) = words(tables.outage_sheet(MADE, Numbers("หนังสือเวียน", "มท 0812", ["ว 271", "ว 272"])))

    assert stand_in_order(page, "ใบสำรองเลข ใช้ได้เฉพาะวันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔ เท่านั้น ยกเลิกเองเมื่อสิ้นวัน ว ๒๗๑ มท ๐๘๑๒ ว ๒๗๒")
    assert "".join(page).count("ว๒๗๑") == 1


def test_a_void_row_is_struck_and_stays_readable() -> None:
    plain = tables.send_register(MADE, [Row(VOID.cells)])

    struck = tables.send_register(MADE, [VOID])

    assert words(struck) == words(plain)
    assert lines_drawn(struck) - lines_drawn(plain) == 7  # all cells but the remark


def test_a_thousand_rows_are_broken_into_pages_that_repeat_the_heading() -> None:
    rows = [Row((str(n), *SENT.cells[1:])) for n in range(1000, 2000)]

    pages = words(tables.send_register(MADE, rows))

    found = [word for page in pages for word in page]
    assert [int(word) for word in found if word.isdecimal() and word.isascii()] == list(range(1000, 2000))
    assert len(pages) > 20
    assert all(stand_in_order(page, "เลขทะเบียนส่ง ที่ ลงวันที่ จาก ถึง เรื่อง การปฏิบัติ หมายเหตุ") for page in pages)


def test_a_day_without_rows_says_so() -> None:
    (page,) = words(tables.receive_register(MADE, []))

    assert "ไม่มีรายการ" in page


@pytest.mark.parametrize(
    "form",
    [
        lambda text: tables.send_register(MADE, [Row((text,) * 8)]),
        lambda text: tables.delivery_book(MADE, [Row((text,) * 7)]),
        lambda text: tables.outage_sheet(MADE, Numbers(text, text, [text])),
        lambda text: small.receipt_slips(MADE, [small.Slip(text, text, text)]),
    ],
    ids=["register", "delivery book", "outage sheet", "slips"],
)
def test_s13_markup_stays_text_and_nothing_is_printed_over_the_edge(form: Callable[[str], bytes]) -> None:
    with pypdfium2.PdfDocument(form(HARMFUL)) as document:
        texts = [page.get_textpage() for page in document]
        boxes = [text.get_charbox(at) for text in texts for at in range(text.count_chars())]
        width = document[0].get_width()
        shown = "".join("".join(text.get_text_range().split()) for text in texts)

        assert "#letx=[a]$y$<script>alert(1)</script>" in shown
        assert all(left >= 0 and right <= width for left, _, right, _ in boxes)
        assert all(bottom >= 0 for _, bottom, _, _ in boxes)


@pytest.mark.parametrize("characters", ["ก" * 300, "W" * 200, "การประชุม" * 30], ids=["no words", "foreign", "words"])
def test_no_cell_reaches_into_the_next(characters: str) -> None:
    with pypdfium2.PdfDocument(tables.send_register(MADE, [Row(("", "", "", characters, "", "", "", ""))])) as document:
        page = document[0].get_textpage()
        shown = page.get_text_range()
        boxes = [page.get_charbox(at) for at in range(shown.index("หมายเหตุ"), len(shown)) if shown[at] in "กWร"]
        wide = [right for _, bottom, right, _ in boxes if bottom > 50]  # not in the line below the page

        assert len(wide) >= 30
        assert max(wide) <= 1.5 / 2.54 * 72 + (1.9 + 3.4 + 2.5 + 4.2) / 2.54 * 72


def test_the_same_page_has_the_same_bytes_and_says_when_and_by_whom_it_was_printed() -> None:
    one, other = (tables.receive_register(MADE, [SENT, VOID]) for _ in range(2))

    assert one == other
    assert stand_in_order(words(one)[0], "พิมพ์เมื่อ ๑๐ ก.พ. ๒๕๖๔ ๐๙.๓๐ น.")


def test_every_paper_of_a_specimen_says_so_and_others_do_not() -> None:
    real = Made("กรมตัวอย่าง", MADE.day, "", None)

    for made, marked in ((MADE, True), (real, False)):
        for pdf in (
            tables.receive_register(made, [SENT]),
            tables.delivery_book(made, []),
            small.stamp_label(made, 1, AT),
            small.receipt_slips(made, [small.Slip("๑", "ก", "ข")]),
        ):
            shown = " ".join(words(pdf)[0]).replace(MADE.office, "")
            assert ("SPECIMEN" in shown) is marked
