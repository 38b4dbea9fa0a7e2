"""From words and their places to the lines that somebody would have typed."""

from registry.documents.reading.files.layout import Word, rows
from registry.documents.reading.files.source import Row

SIZE, PITCH, EDGE = 10.0, 16.0, 85.0


def word(text: str, left: float, line: float, *, width: float | None = None, size: float = SIZE) -> Word:
    """A word on the *line*-th line of a page, half a type size wide a letter."""
    return Word(text, left, left + (width or len(text) * size / 2), 100 + line * PITCH, size)


def texts(words: list[Word]) -> list[str]:
    return [row.text for row in rows(words, 1)]


def test_words_of_one_baseline_are_a_row_from_left_to_right() -> None:
    page = [word("สอง", EDGE + 40, 0), word("หนึ่ง", EDGE, 0), word("สาม", EDGE, 1)]

    assert texts(page) == ["หนึ่ง สอง", "สาม"]


def test_a_wide_gap_parts_columns() -> None:
    page = [word("ที่", EDGE, 0), word("สำนักงาน", EDGE + 200, 0.1), word("ต่อ", EDGE, 1)]

    assert texts(page)[0] == "ที่    สำนักงาน"


def test_a_row_behind_the_left_edge_is_indented() -> None:
    page = [word("ย่อหน้า", EDGE + 70, 0), word("ต่อ", EDGE, 1), word("ต่อ", EDGE, 2)]

    assert texts(page) == ["    ย่อหน้า", "ต่อ", "ต่อ"]


def test_a_wider_distance_is_a_blank_row() -> None:
    page = [word(str(no), EDGE, line) for no, line in enumerate([0, 1, 2.4, 3.4, 4.4])]

    assert texts(page) == ["0", "1", "", "2", "3", "4"]


def test_a_line_below_the_text_of_a_label_begins_nothing_new() -> None:
    page = [
        word("เรื่อง", EDGE, 0),
        word("ขอเชิญประชุม", EDGE + 40, 0),
        word("ชี้แจงแนวทาง", EDGE + 40, 1),
        word("ปฏิบัติ", EDGE + 40, 2),
        word("เรียน", EDGE, 3),
        word("ผู้อำนวยการ", EDGE + 40, 3),
    ]

    assert texts(page) == ["เรื่อง ขอเชิญประชุม", "ชี้แจงแนวทาง", "ปฏิบัติ", "เรียน ผู้อำนวยการ"]


def test_a_line_below_no_label_is_indented_whatever_word_stands_above() -> None:
    page = [
        word("ประชุม", EDGE, 0),
        word("ณ", EDGE + 40, 0, width=200),
        word("ย่อหน้าใหม่", EDGE + 40, 1),
        word("ต่อ", EDGE, 2),
    ]

    assert texts(page)[1] == "    ย่อหน้าใหม่"


def test_a_quantity_in_a_column_of_its_own_stands_behind_the_last_line_of_its_item() -> None:
    page = [
        word("๑.", EDGE, 0),
        word("สำเนาคำสั่งกรม", EDGE + 20, 0),
        word("จำนวน", EDGE + 300, 0),
        word("๑", EDGE + 330, 0),
        word("ชุด", EDGE + 340, 0),
        word("ตัวอย่าง", EDGE + 20, 1),
        word("๒.", EDGE, 2),
        word("แบบตอบรับ", EDGE + 20, 2),
    ]

    assert texts(page) == ["๑. สำเนาคำสั่งกรม", "ตัวอย่าง จำนวน ๑ ชุด", "๒. แบบตอบรับ"]


def test_a_quantity_within_a_line_stays_where_it_is() -> None:
    page = [
        word("๑.", EDGE, 0),
        word("เก้าอี้", EDGE + 20, 0),
        word("จำนวน", EDGE + 58, 0),
        word("๒", EDGE + 86, 0),
        word("ตัวและโต๊ะ", EDGE + 20, 1),
    ]

    assert texts(page) == ["๑. เก้าอี้ จำนวน ๒", "ตัวและโต๊ะ"]


def test_quantities_of_items_that_are_equally_wide_are_no_column_when_they_go_on_below() -> None:
    page = [
        word("๑.", EDGE, 0), word("สำเนาแผน", EDGE + 20, 0), word("จำนวน", EDGE + 62, 0), word("๓", EDGE + 90, 0),
        word("แผ่น", EDGE + 98, 0), word("(ส่งโดยทางสมุดส่ง", EDGE + 120, 0),
        word("หนังสือ)", EDGE + 20, 1),
        word("๒.", EDGE, 2), word("สำเนาแผน", EDGE + 20, 2), word("จำนวน", EDGE + 62, 2), word("๑", EDGE + 90, 2),
        word("ชุด", EDGE + 98, 2),
    ]  # fmt: skip

    assert texts(page) == ["๑. สำเนาแผน จำนวน ๓ แผ่น (ส่งโดยทางสมุดส่ง", "หนังสือ)", "๒. สำเนาแผน จำนวน ๑ ชุด"]


def test_a_quantity_in_a_column_belongs_to_its_own_item_though_the_next_one_hangs_as_it_does() -> None:
    page = [
        word("สิ่งที่ส่งมาด้วย", EDGE - 90, 0, width=80),
        *(
            one
            for line, no in ((0, "๑."), (2, "๒."))
            for one in (
                word(no, EDGE, line), word("สำเนาคำสั่งกรม", EDGE + 20, line), word("จำนวน", EDGE + 300, line),
                word("๑", EDGE + 330, line), word("ชุด", EDGE + 340, line), word("ตัวอย่าง", EDGE + 20, line + 1),
            )
        ),
        word("ด้วยกรม", EDGE - 90, 4),
    ]  # fmt: skip

    assert [row.strip() for row in texts(page)[:4]] == [
        "สิ่งที่ส่งมาด้วย ๑. สำเนาคำสั่งกรม", "ตัวอย่าง จำนวน ๑ ชุด", "๒. สำเนาคำสั่งกรม", "ตัวอย่าง จำนวน ๑ ชุด",
    ]  # fmt: skip


def test_a_row_says_where_it_stands() -> None:
    (row,) = rows([word("เรื่อง", EDGE, 0), word("ขอเชิญ", EDGE + 40, 0)], 3)

    assert row.place is not None
    assert (row.place.page, row.place.left, row.place.right) == (3, EDGE, EDGE + 70)
    assert row.place.top < 100 < row.place.bottom


def test_a_space_that_is_printed_at_the_end_is_kept() -> None:
    spaced = Word("วันที่", EDGE, EDGE + 30, 100, SIZE, spaced=True)

    assert rows([spaced], 1)[0].text == "วันที่ "


def test_a_page_without_words_has_no_rows() -> None:
    assert rows([], 1) == []


def test_one_guessed_word_makes_a_guessed_row() -> None:
    guessed = Word("๒๗๑", EDGE + 50, EDGE + 70, 100, SIZE, guessed=True)

    found = rows([word("ที่", EDGE, 0), guessed, word("ต่อ", EDGE, 1)], 1)

    assert [row.guessed for row in found] == [True, False]
    assert found == [Row("ที่    ๒๗๑", found[0].place, guessed=True), Row("ต่อ", found[1].place)]
