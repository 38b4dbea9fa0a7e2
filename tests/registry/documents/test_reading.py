"""Documents that are badly typed, incomplete, or no letters at all."""

from datetime import date

import pytest

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
        ("เรื่อง".encode("cp874"), "not UTF-8"),
        (b"x" * (1 << 20) + b"x", "one letter at a time"),
        ("เรื่อง ก\nเรียน\u202eข".encode(), "Line 2 cannot be read"),
        ("นิทานเรื่องหนึ่ง".encode(), "no letter that can be read"),
        ("บันทึกข้อความ\nเรื่อง ก".encode(), "หนังสือภายใน, which is not read yet"),
        ("ประกาศกรมตัวอย่าง\nเรื่อง ก".encode(), "ประกาศ, which is not read yet"),
        ("ที่ มท 0812/1\n\nถึง กรมตัวอย่าง\n\nข้อความ".encode(), "หนังสือประทับตรา, which is not read yet"),
    ],
    ids=range(10),
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
    draft = read("เรื่อง การจัดทำแผน", "พัฒนา ๕ ปี", "", "เรียน ข", "", "\tด้วยกรมตัว", "อย่างมีแผน", "2564 แล้ว", "\tจึงเรียนมา")

    assert draft.subject is not None
    assert draft.subject.value == "การจัดทำแผนพัฒนา ๕ ปี"
    assert [(one.value, one.line) for one in draft.paragraphs] == [("ด้วยกรมตัวอย่างมีแผน 2564 แล้ว", 6), ("จึงเรียนมา", 9)]


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
