"""Documents that are badly typed, incomplete, or no letters at all."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.classes import LetterKind, SecrecyClass, SpeedClass
from domain.errors import InvalidValue
from domain.numbers import LetterNumber
from registry.documents.draft import Draft
from registry.documents.reading import text


def read(*lines: str) -> Draft:
    return text.read("\n".join(lines).encode())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "has no text"),
        (b" \n\t\n", "has no text"),
        (b"\xef\xbb\xbf\n", "has no text"),
        ("Café".encode("latin-1"), "not UTF-8"),
        (b"x" * (1 << 20) + b"x", "one letter at a time"),
        ("เรื่อง ก\nเรียน\u202eข".encode(), "Line 2 cannot be read"),
        ("นิทานเรื่องหนึ่ง".encode(), "no letter that can be read"),
        ("บันทึกข้อความ\nส่วนราชการ ก".encode(), "neither เรื่อง nor เรียน"),
    ],
    ids=range(8),
)
def test_what_is_no_letter_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        text.read(data)


def test_a_day_that_does_not_exist_is_a_doubt_on_its_line() -> None:
    draft = read("ที่ มท ๐๘๑๒/๑", "", "กรมตัวอย่าง", "", "๒๙ ก.พ. ๒๕๖๖", "", "เรื่อง ก")

    assert draft.dated is None
    assert [(doubt.line, doubt.slug) for doubt in draft.doubts] == [(5, "no-such-day")]


def test_a_christian_year_is_a_doubt() -> None:
    draft = read("๑๐ กุมภาพันธ์ ๒๐๒๑", "เรื่อง ก", "เรียน ข")

    assert [doubt.slug for doubt in draft.doubts] == ["year-looks-christian"]


def test_a_number_that_was_not_filled_in_is_a_doubt_and_no_number() -> None:
    draft = read("ที่ มท ๐๘๑๒/", "เรื่อง ก", "เรียน ข")

    assert draft.number is None
    assert [(doubt.line, doubt.slug) for doubt in draft.doubts] == [(1, "number-unreadable")]


def test_classes_are_read_above_the_number_beside_it_and_once() -> None:
    draft = read("ลับ", "ด่วนที่สุด ที่ มท ๐๘๑๒/๑ กรมตัวอย่าง", "๑๐ ก.พ. ๖๔", "เรื่อง ก", "เรียน ข", "", "ค", "", "ลับ")

    assert draft.secrecy is not None
    assert (draft.secrecy.value, draft.secrecy.line) == (SecrecyClass.SECRET, 1)
    assert draft.speed is not None
    assert (draft.speed.value, draft.speed.line) == (SpeedClass.MOST_URGENT, 2)
    assert draft.number is not None
    assert draft.number.value == LetterNumber.parse("มท 0812/1")
    assert draft.issuing_office is not None
    assert draft.issuing_office.value == "กรมตัวอย่าง"
    assert draft.dated is not None
    assert draft.dated.value == date(2021, 2, 10)


def test_wrapped_lines_are_put_together_without_spaces_inside_words() -> None:
    draft = read("เรื่อง การจัดทำแผน", "พัฒนา ๕ ปี", "", "เรียน ข", "", "\tด้วยกรมตัว", "อย่างมีแผน", "2564", "แล้ว", "\tจึงเรียนมา")

    assert draft.subject is not None
    assert draft.subject.value == "การจัดทำแผนพัฒนา ๕ ปี"
    assert [(one.value, one.line) for one in draft.paragraphs] == [("ด้วยกรมตัวอย่างมีแผน 2564 แล้ว", 6), ("จึงเรียนมา", 10)]


def test_items_of_attachments_may_be_wrapped_or_parted_by_blank_lines() -> None:
    draft = read(
        "เรื่อง ก", "", "เรียน ข", "",
        "สิ่งที่ส่งมาด้วย  ๑. สำเนาหนังสือลงวันที่", "๑๐ มกราคม ๒๕๖๔ จำนวน ๑ ฉบับ", "",
        "๒. แผน", "", "ด้วย ค", "", "๑. ง",
    )  # fmt: skip

    assert [(one.value.title, one.value.quantity, one.line) for one in draft.attachments] == [
        ("สำเนาหนังสือลงวันที่ ๑๐ มกราคม ๒๕๖๔", 1, 5),
        ("แผน", None, 8),
    ]
    assert [one.value for one in draft.paragraphs] == ["ด้วย ค", "๑. ง"]


def test_a_name_that_was_left_open_is_no_signature() -> None:
    draft = read("เรื่อง ก", "", "เรียน ข", "", "ค", "", "ขอแสดงความนับถือ", "", "(ลงชื่อ) ........", "(..........)")

    assert draft.closing is not None
    assert draft.signature is None


def test_a_post_that_is_wrapped_is_told_from_the_unit_below_it() -> None:
    draft = read(
        "เรื่อง ก", "", "เรียน ข", "", "ค", "", "ขอแสดงความนับถือ", "",
        "พลเอก", "(หนึ่ง ตัวอย่าง)", "ผู้อำนวยการสำนักงานตัวอย่าง", "แห่งชาติ", "",
        "กองตัวอย่าง", "โทร. ๐ ๒๑๒๓ ๔๕๖๗", "สำเนาส่ง กรมอื่น", "กรมนั้น",
    )  # fmt: skip

    assert draft.signature is not None
    block = draft.signature.value
    assert (block.rank, block.name, block.post) == ("พลเอก", "หนึ่ง ตัวอย่าง", "ผู้อำนวยการสำนักงานตัวอย่างแห่งชาติ")
    assert draft.owner_unit is not None
    assert draft.owner_unit.value == "กองตัวอย่าง"
    assert [one.value for one in draft.contact] == ["โทร. ๐ ๒๑๒๓ ๔๕๖๗"]
    assert [one.value for one in draft.copies_to] == ["กรมอื่น", "กรมนั้น"]


def test_an_order_without_a_subject_still_gives_its_text() -> None:
    draft = read("คำสั่งกรมตัวอย่าง", "ที่ ๑/๒๕๖๔", "", "ให้ทำงาน", "", "สั่ง ณ วันที่ ๑ มกราคม ๒๕๖๔", "", "(หนึ่ง ตัวอย่าง)")

    assert draft.kind is LetterKind.ORDER
    assert draft.subject is None
    assert draft.dated is not None
    assert draft.dated.value == date(2021, 1, 1)
    assert draft.signature is not None
    assert draft.signature.value.post is None
    assert draft.number is not None


def test_lines_of_other_systems_and_pages_are_counted_as_people_count_them() -> None:
    draft = text.read("เรื่อง ก\r\n\r\nเรียน ข\r\n\fด้วยค".encode())

    assert draft.salutation is not None
    assert draft.salutation.line == 3
    assert [(one.value, one.line) for one in draft.paragraphs] == [("ด้วยค", 5)]


def test_a_text_without_blank_lines_begins_behind_its_head_whatever_its_first_word() -> None:
    draft = read("เรื่อง ก", "เรียน ข", "สิ่งที่ส่งมาด้วย ๑. ค", "๒. ง", "ขอเชิญประชุม", "ขอแสดงความนับถือ")

    assert [one.value for one in draft.addressees] == ["ข"]
    assert [one.value.title for one in draft.attachments] == ["ค", "ง"]
    assert [one.value for one in draft.paragraphs] == ["ขอเชิญประชุม"]


def test_a_text_right_below_the_addressee_is_known_by_how_texts_begin() -> None:
    draft = read("เรื่อง ก", "", "เรียน ข", "ด้วยมีประชุม", "", "ขอแสดงความนับถือ")

    assert [one.value for one in draft.addressees] == ["ข"]
    assert [one.value for one in draft.paragraphs] == ["ด้วยมีประชุม"]


def test_several_addressees_may_be_numbered() -> None:
    draft = read("เรื่อง ก", "", "เรียน ๑. ข", "๒. ค", "", "ด้วย ง")

    assert [(one.value, one.line) for one in draft.addressees] == [("ข", 3), ("ค", 4)]


def test_numbers_of_pages_are_no_paragraphs() -> None:
    draft = read("เรื่อง ก", "", "เรียน ข", "", "ด้วย ค", "", "- ๒ -", "", "จึง ง")

    assert [one.value for one in draft.paragraphs] == ["ด้วย ค", "จึง ง"]


def test_a_blank_line_parts_the_office_from_an_address_that_begins_with_a_name() -> None:
    draft = read("กรมตัวอย่าง", "", "วังตัวอย่าง ถนนหนึ่ง", "", "เรื่อง ก", "", "เรียน ข")

    assert draft.issuing_office is not None
    assert draft.issuing_office.value == "กรมตัวอย่าง"
    assert draft.address is not None
    assert (draft.address.value, draft.address.line) == ("วังตัวอย่าง ถนนหนึ่ง", 3)


def test_an_office_whose_name_begins_like_an_address_is_still_the_office() -> None:
    draft = read("จังหวัดกระบี่", "ศาลากลางจังหวัด", "เรื่อง ก", "เรียน ข")

    assert draft.issuing_office is not None
    assert draft.issuing_office.value == "จังหวัดกระบี่"
    assert draft.address is not None
    assert draft.address.value == "ศาลากลางจังหวัด"


def test_without_a_closing_the_name_in_brackets_ends_the_text() -> None:
    draft = read("เรื่อง ก", "", "เรียน ข", "", "ด้วย ค", "", "(หนึ่ง ตัวอย่าง)", "อธิบดี")

    assert [one.value for one in draft.paragraphs] == ["ด้วย ค"]
    assert draft.signature is not None
    assert draft.signature.value.post == "อธิบดี"


def test_the_place_to_sign_is_neither_rank_nor_name() -> None:
    draft = read("เรื่อง ก", "", "เรียน ข", "", "ค", "", "ขอแสดงความนับถือ", "", "(ลงชื่อ)", "พลเอก", "(หนึ่ง ตัวอย่าง)")

    assert draft.signature is not None
    assert (draft.signature.value.rank, draft.signature.value.name) == ("พลเอก", "หนึ่ง ตัวอย่าง")


def test_a_reference_that_cites_two_letters_names_neither_as_the_one() -> None:
    one = "หนังสือกรมตัวอย่าง ที่ มท 0812/1 ลงวันที่ 1 มกราคม 2564"
    two = f"{one} และหนังสือกรมตัวอย่าง ที่ มท 0812/2 ลงวันที่ 2 มกราคม 2564"
    draft = read("เรื่อง ก", "", "เรียน ข", "", f"อ้างถึง ๑. {one}", f"๒. {two}", "", "ด้วย ค")

    assert [(found.value.number, found.value.dated) for found in draft.references] == [
        ("มท 0812/1", date(2021, 1, 1)),
        (None, None),
    ]


def test_a_wrapped_item_may_go_on_with_a_figure_that_is_not_the_next() -> None:
    draft = read("เรื่อง ก", "", "เรียน ข", "", "สิ่งที่ส่งมาด้วย ๑. แผนข้อ", "๗. และอื่น ๆ", "", "ด้วย ค")

    assert [found.value.title for found in draft.attachments] == ["แผนข้อ ๗. และอื่น ๆ"]


def test_directives_end_where_their_numbers_do_and_are_due_by_the_day_that_limits_them() -> None:
    draft = read(
        "เรื่อง ก", "", "เรียน ข", "",
        "ขอให้จังหวัดดำเนินการ ดังนี้", "",
        "๑. ตามหนังสือลงวันที่ ๑ มกราคม ๒๕๖๔ ให้ประชุมในวันที่ ๒ มกราคม ๒๕๖๔ เวลา 09:30-12:30 น.", "",
        "๒. ประชุมในวันที่ ๓ มกราคม ๒๕๖๔ และรายงานภายในวันที่ ๕ มกราคม ๒๕๖๔", "",
        "๔. มิใช่ข้อต่อไป",
    )  # fmt: skip

    assert [(one.value.no, one.value.who, one.value.due, one.value.hours) for one in draft.directives] == [
        (1, "จังหวัด", date(2021, 1, 2), "09.30-12.30"),
        (2, "จังหวัด", date(2021, 1, 5), None),
    ]


def test_a_letter_that_speaks_of_announcements_and_of_to_whom_is_still_a_letter() -> None:
    draft = read("ที่ มท ๐๘๑๒/๑", "", "เรื่อง ก", "", "เรียน ข", "", "ด้วย ค", "", "ประกาศนี้", "", "ถึง ทุกคน")

    assert draft.kind is LetterKind.EXTERNAL


def test_an_order_s_subject_may_be_wrapped_and_its_bad_day_is_a_doubt() -> None:
    draft = read("คำสั่งกรมตัวอย่าง", "ที่ ๑/๒๕๖๔", "เรื่อง การตั้ง", "กลุ่มงาน", "", "ให้ตั้ง", "", "สั่ง ณ วันที่ ๓๐ ก.พ. ๒๕๖๔")

    assert draft.subject is not None
    assert draft.subject.value == "การตั้งกลุ่มงาน"
    assert [(doubt.line, doubt.slug) for doubt in draft.doubts] == [(8, "no-such-day")]


def test_a_specimen_s_mark_is_read_apart_from_the_letter() -> None:
    draft = read("SPECIMEN", "", "กรมตัวอย่าง", "", "เรื่อง ก", "", "เรียน ข", "", "ด้วย ค", "", "SPECIMEN")

    assert draft.mark is not None
    assert (draft.mark.value, draft.mark.line) == ("SPECIMEN", 1)
    assert draft.issuing_office is not None
    assert draft.issuing_office.value == "กรมตัวอย่าง"
    assert [one.value for one in draft.paragraphs] == ["ด้วย ค"]


_WORDS = (
    "เรื่อง ", "เรียน ", "อ้างถึง ", "สิ่งที่ส่งมาด้วย ", "ที่ มท ๐๘๑๒/ว ๒๗๑", "ที่ ๕๕/๒๕๖๔", "คำสั่งกรม", "ทั้งนี้ ตั้งแต่",
    "สั่ง ณ วันที่ ", "๓๑ กุมภาพันธ์ ๒๕๖๔", "ขอแสดงความนับถือ", "(นายหนึ่ง)", "(", ")", "รักษาราชการแทน", "ด่วน ", "ลับ", "ถนน",
    "๑. ", "๒. ", "จำนวน ๑ ชุด", "โปรด ", "ดังนี้", "ในวันที่ ", "เวลา ๙.๓๐ น.", "โทร.", "สำเนาส่ง", "SPECIMEN", "---", "ก",
    "1", " ", "\t", "\n", "\n\n", "\r\n", "\u0e33", "\u200b", "\u0301",
)  # fmt: skip


@given(st.lists(st.sampled_from(_WORDS) | st.text(max_size=3), max_size=30).map("".join))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    with contextlib.suppress(InvalidValue):
        text.read(typed.encode("utf-8", "surrogatepass"))
