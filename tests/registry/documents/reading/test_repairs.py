"""What is undone in broken lines, and that whole ones are left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValue
from domain.thai.digits import to_arabic
from domain.thai.text import normalise
from registry.documents.draft import Sureness
from registry.documents.reading import text
from registry.documents.reading.files.lines import read_lines
from registry.documents.reading.files.repairs import Repair, repair, repaired

BROKEN = [
    ("สํ า นั ก งาน", "สำนักงาน", Repair.SPACING),
    ("ก ร ม ส่ ง เ ส ริ ม ก า ร ป ก ค ร อ ง", "กรมส่งเสริมการปกครอง", Repair.SPACING),
    ("ข ้ อ ค ว า ม", "ข้อความ", Repair.SPACING),
    ("ที ่ป ี ๒๕๖๔", "ที่ปี ๒๕๖๔", Repair.SPACING),
    ("เ รื่ อ ง  ข อ เ ชิ ญ", "เรื่อง  ขอเชิญ", Repair.SPACING),
    ("เ รี ย น อ ธิ บ ดี", "เรียน อธิบดี", Repair.SPACING),
    ("ที่ ศ ธ ๐๔๐๒๕/๑", "ที่ ศธ ๐๔๐๒๕/๑", Repair.SPACING),
    ("นั กวิชาการ อำ เภอเมือง", "นักวิชาการ อำเภอเมือง", Repair.SPACING),
    ("สํ านักงาน", "สำนักงาน", Repair.SPACING),
    ("แผน ที่ ป รึ ก ษ า", "แผน ที่ปรึกษา", Repair.SPACING),
    ("น\u0e33\u0e32\u0e49", "น้ำ", Repair.DOUBLED_MARK),
    ("จานวน ๑ ฉบับ", "จำนวน ๑ ฉบับ", Repair.LOST_SARA_AM),
    ("จ านวน ๑ ฉบับ", "จำนวน ๑ ฉบับ", Repair.LOST_SARA_AM),
    ("สานักงาน อาเภอ ตาบล ประจาปี", "สำนักงาน อำเภอ ตำบล ประจำปี", Repair.LOST_SARA_AM),
    ("ดารงตาแหน่ง", "ดำรงตำแหน่ง", Repair.LOST_SARA_AM),
    ("ราคาตามคาสั่ง", "ราคาตามคำสั่ง", Repair.LOST_SARA_AM),
    ("ท าการ น ้ามัน", "ทำการ น้ำมัน", Repair.LOST_SARA_AM),
    ("นั้นั้น ท้องถิ่ถิ่น", "นั้น ท้องถิ่น", Repair.DOUBLED_CLUSTER),
    ("บบัันนททึึกก  ขข้้ออคคววาามม", "บันทึก  ข้อความ", Repair.PRINTED_TWICE),
    ("ที่ี ป่่า", "ที่ ป่า", Repair.DOUBLED_MARK),
    ("สำำนักงาน", "สำนักงาน", Repair.DOUBLED_MARK),
    ("เเละ", "และ", Repair.TWO_SARA_E),
    ("ท\uf714อง ป\uf702 \uf70fา", "ท้อง ปี ญา", Repair.OLD_FONT),
    ("กํานัน นํ้า", "กำนัน น้ำ", Repair.MARK_ORDER),
    ("ท่ี", "ที่", Repair.MARK_ORDER),
    ("ก\u200bรม\u00a0ก", "กรม ก", Repair.INVISIBLE),
    ("ＡＢ－１２", "AB-12", Repair.FULL_WIDTH),
    ("๒๕๖9 1๐ ๕๒๐๐๗.4(1)", "๒๕๖๙ ๑๐ ๕๒๐๐๗.4(1)", Repair.MIXED_DIGITS),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "whole", "name"), BROKEN, ids=[broken for broken, _, _ in BROKEN])
def test_a_broken_line_is_made_whole_and_says_what_was_done(broken: str, whole: str, name: Repair) -> None:
    mended = repair(broken)

    assert mended.text == whole
    assert name in mended.done
    assert mended.sure is all(one.sure for one in mended.done)


WHOLE = [
    "พื้นที่ที่ระบบเสียงครอบคลุม",
    "ราคาสั่งซื้อ หลังคาสั่งทำ เวลาดับไฟ ศาลาดับเพลิง หน้าหนัก",
    "การเจรจาเป็นไปด้วยดี แนะนายอำเภอ เปิดช่องทางบริการ ประจานผู้กระทำผิด สารองค์กร",
    "สมัชชาระดับชาติ อเมริกากับไทย",
    "ตารางกำหนดการ พื้นที่นา",
    "แผน ก ข ค และ ง",
    "ณ ที่ ว่า การ",
    "ตึก ร ณ เมือง",
    "เสานักบุญ",
    "ข้อ ๑ ก. และ ข.",
    "คณะกรรมการ ก.พ.ร. ๑๐ ก.พ. ๒๕๖๔",
    "ที่ มท ๐๘๑๒/ว ๒๗๑\tกรมตัวอย่าง",
    "ผู้อำนวยการ   กองคลัง",
    "อื่น ๆ ฯลฯ",
    "ก้าวหน้า เรื่องน่ารู้ คู่คู่",
    "Web Conference ทั้งนี้ at 12:30",
]  # fmt: skip


@pytest.mark.parametrize("line", WHOLE)
def test_a_whole_line_is_left_alone(line: str) -> None:
    assert repair(line).text == line
    assert repair(line).done == ()


def test_figures_that_stand_twice_are_never_halved() -> None:
    assert repaired("กกรรมมขขออบบ ๑๑๑๑") == "กกรรมมขขออบบ ๑๑๑๑"
    assert repaired("กกรรมมขขออบบ") == "กรมขอบ"


def test_a_repair_says_whether_it_can_be_wrong() -> None:
    assert {one for one in Repair if not one.sure} == {
        Repair.SPACING,
        Repair.PRINTED_TWICE,
        Repair.DOUBLED_CLUSTER,
        Repair.LOST_SARA_AM,
    }


def test_a_line_with_hidden_characters_is_refused() -> None:
    with pytest.raises(InvalidValue, match="invisible character"):
        repair("ก\u202eข")


_GLYPHS = [
    "ก",
    "ข",
    "น",
    "ณ",
    " ",
    "  ",
    "\t",
    "า",
    "ำ",
    "ั",
    "ี",
    "ื",
    "่",
    "้",
    "ํ",
    "เ",
    "แ",
    "๑",
    "1",
    "ๆ",
    "a",
    "\uf702",
    "ส า",
]
LINES = st.lists(st.sampled_from([*(broken for broken, _, _ in BROKEN), *WHOLE, *_GLYPHS]), max_size=14).map("".join)
LINES |= st.text("กขคนมรสอจดตทบล่้ัีืาำเแ ", max_size=30)
WORDS = [
    "กรม",
    "สำนักงาน",
    "ราคา",
    "เวลา",
    "ที่",
    "ให้",
    "และ",
    "ของ",
    "การ",
    "ระดับ",
    "สั่ง",
    "ดับ",
    "๑๒",
    "2564",
    "(ก)",
    "มท",
]


@given(LINES)
def test_repairing_twice_changes_nothing_more(line: str) -> None:
    once = repaired(line)

    assert repair(once).text == once
    assert repair(once).done == ()
    assert normalise(once) == once


@given(LINES)
def test_no_repair_changes_the_value_of_a_figure(line: str) -> None:
    def figures(of: str) -> str:
        return "".join(character for character in to_arabic(of) if character.isdigit())

    assert figures(repaired(line)) == figures(line)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_words_of_letters_between_spaces_are_left_alone(line: str) -> None:
    assert repair(line).text == line


@pytest.mark.parametrize(
    "part", ["ก ", "ั", "กก", "๑1", "๑", "1", " า", "ส า", "นั้", "เ ", "เเ", " ", "ส า ั ", "จ านวน", "ํ า", "ที่"]
)
def test_a_long_line_is_repaired_in_the_end(part: str) -> None:
    line = part * (60_000 // len(part))

    begun = time.process_time()
    repair(line)

    assert time.process_time() - begun < 20  # a tenth; minutes if every character were held against every other


def test_a_part_is_at_most_likely_where_one_of_its_lines_had_a_repair_that_can_be_wrong() -> None:
    letter = "เรื่อง ขออนุมัติ\n\nเรียน อธิบดี\n\n\tด้วยกรมตัวอย่าง\n{}\n\n\tจึงเรียนมา ๒๕๖9\n"

    whole = text.read(letter.format("จำนวนมาก").encode())
    broken = text.read(letter.format("จานวนมาก").encode())

    assert [one.value for one in broken.paragraphs] == [one.value for one in whole.paragraphs]
    assert [one.sure for one in whole.paragraphs] == [Sureness.SURE, Sureness.SURE]
    assert [one.sure for one in broken.paragraphs] == [Sureness.LIKELY, Sureness.SURE]
    assert broken.subject is not None
    assert broken.subject.sure is Sureness.SURE


def test_a_part_of_a_repaired_line_still_has_the_line_as_it_was_printed() -> None:
    lines = read_lines("เรื่อง ขออนุมัติ\nสานักงาน ๒๕๖9\n".encode())

    assert [(line.text, line.printed) for line in lines] == [
        ("เรื่อง ขออนุมัติ", None),
        ("สำนักงาน ๒๕๖๙", "สานักงาน ๒๕๖9"),
    ]
    assert lines[1].repairs == (Repair.LOST_SARA_AM, Repair.MIXED_DIGITS)
