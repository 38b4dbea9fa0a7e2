"""Whatever stands in a text is read or refused, in time that grows with it; what is not there is not said."""

import sys
from collections.abc import Iterator
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import InvalidValue
from domain.thai.digits import to_arabic
from registry.documents.draft import Draft, Read
from registry.documents.reading import text
from registry.documents.reading.files.lines import read_lines
from registry.documents.reading.text import draft_of
from tests.registry.documents.reading.test_specimens import SPECIMENS

WORDS = (
    "บันทึกข้อความ", "คำสั่งกรมตัวอย่าง", "ประกาศกรมตัวอย่าง", "ระเบียบกรม", "ข้อบังคับสภา", "แถลงการณ์", "ข่าวกรม",
    "หนังสือรับรอง", "รายงานการประชุมคณะ", "ข้อกำหนด", "ส่วนราชการ ", "เรื่อง ", "เรียน ", "กราบเรียน ", "ถึง ", "อ้างถึง ",
    "สิ่งที่ส่งมาด้วย ", "สิงที่ส่งมาด้วย ", "ที่ มท ๐๘๑๒/ว ๒๗๑", "ที่ ๕๕/๒๕๖๔", "ที่ นว 52007.4(1)/", "ที่ ", "/๒๕๖๔", "วันที่ ",
    "ครั้งที่ ๑/๒๕๖๔", "(ฉบับที่ ๓)", "พ.ศ. ๒๕๖๔", "ว่าด้วยงาน", "สั่ง ณ วันที่ ", "ประกาศ ณ วันที่ ", "ให้ไว้ ณ วันที่ ",
    "๓๑ กุมภาพันธ์ ๒๕๖๔", "๑๐ กุมภาพันธ์ ๒๕๖๔", "๑๐ กุมภาพันธ์ ๒๕๖๔๐", "๒๑ – ๒๒ กันยายน ๒๕๖๐", "ขอแสดงความนับถือ",
    "(นายหนึ่ง สอง)", "พลเอก หนึ่ง สอง", "(", ")", "รักษาราชการแทน", "แทน",
    "ด่วนที่สุด ", "ลับ", "ถนน", "๑. ", "(๒) ", "จำนวน ๑ ชุด",
    "ขอให้ ", "ดังนี้", "ภายในวันที่ ", "เวลา ๙.๓๐ น.", "โทร. ๐ ๒๑๒๓ ๔๕๖๗", "โทรสาร ", "สำเนาส่ง", "SPECIMEN", "---", "....",
    "อาศัยอำนาจตามความในมาตรา ๑", "แห่งพระราชบัญญัติ พ.ศ. ๒๕๖๐", "ทั้งนี้ ตั้งแต่", "เป็นต้นไป", "ราชกิจจานุเบกษา",
    "เล่ม ๑ ตอน ๒ ง",
    "ก", "ประก1ศ", "1", " ", "   ", "\t", "\n", "\n\n", "\n    ", "\f", "\u0e33", "\u200b",
)  # fmt: skip

typed = st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=40).map("".join)


def read_or_nothing(data: bytes) -> Draft | None:
    try:
        return text.read(data)
    except InvalidValue:
        return None


def values(value: object) -> Iterator[str]:
    """Every text inside a part."""
    match value:
        case str():
            yield value
        case Read() | tuple():
            for one in value if isinstance(value, tuple) else (value.value,):
                yield from values(one)
        case _ if hasattr(value, "__dataclass_fields__"):
            for one in fields(value):  # type: ignore[arg-type] # the line above is what makes it one
                yield from values(getattr(value, one.name))


@settings(max_examples=300, deadline=None)
@given(typed)
def test_any_text_is_read_or_refused_and_every_line_named_is_one_of_it(typed: str) -> None:
    data = typed.encode("utf-8", "surrogatepass")

    draft = read_or_nothing(data)

    if draft is not None:
        reads = [one for name in fields(draft) for one in _reads(getattr(draft, name.name))]
        last = max(line.no for line in read_lines(data))
        assert all(1 <= line <= last for line in [one.line for one in reads] + [doubt.line for doubt in draft.doubts])


@settings(max_examples=300, deadline=None)
@given(typed)
def test_no_value_has_a_character_that_does_not_stand_in_the_text(typed: str) -> None:
    data = typed.encode("utf-8", "surrogatepass")
    draft = read_or_nothing(data)

    if draft is not None:
        there = {character for line in read_lines(data) for character in to_arabic(line.text)}
        there |= set("เรื่องเรียนอ้างถึงสิ่งที่ส่งมาด้วยนมัสการกราบ/- ")  # the form's own words, and how numbers are printed
        said = [
            to_arabic(one)
            for name in fields(draft)
            if name.name != "doubts"
            for one in values(getattr(draft, name.name))
        ]
        assert [one for one in said if not set(one) <= there] == []


@given(st.sampled_from(sorted(SPECIMENS.glob("*.txt"))), st.integers(0, 60), st.integers(1, 5))
def test_a_letter_that_lost_lines_is_still_read_or_refused(path, begin: int, count: int) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - a path of the folder
    lines = read_lines(path.read_bytes())
    left = [*lines[:begin], *lines[begin + count :]]

    if left:
        try:
            draft = draft_of(left)
        except InvalidValue:
            return
        assert all(one.line in {line.no for line in left} for one in _reads(draft.subject))


@pytest.mark.parametrize(
    "pattern",
    [
        "ขอให้จังหวัดดำเนินการ ดังนี้\n", "๑. ก\n", "ที่ มท ๐๘๑๒/", "คำสั่งกรม ที่ ", "อาศัยอำนาจตามความในมาตรา ๑ ", "(นายหนึ่ง สอง)\n",
        "วันที่ ๑ ", "ลงวันที่ ๑ มกราคม ๒๕๖๔ ",
        "ตั้งแต่วันที่ ", "ประกาศ ณ วันที่ ๑ มกราคม ๒๕๖๔ ", "เรื่อง เรียน ", "ก ", "กกกกกกกกกก", "๑",
        "โทร. ๐ ",
        "\t", "  ก\n\n", "สำเนาส่ง ก\n", "เล่ม ๑ ตอน ๑ ง ราชกิจจานุเบกษา\n",
        "ครั้งที่ ๑/๒๕๖๔ ", "จำนวน ๑ ชุด ", "พ.ศ. ๒๕๖๔ ", "มาตรา ๑",
    ],
    ids=range(23),
)  # fmt: skip
@pytest.mark.parametrize("head", ["เรื่อง ก\n\nเรียน ข\n\n", "คำสั่งกรม\nที่ ๑/๒๕๖๔\nเรื่อง ก\n\n"], ids=["letter", "order"])
def test_reading_takes_steps_in_proportion_to_the_text(head: str, pattern: str) -> None:
    small, large = (calls((head + pattern * (size // len(pattern.encode()))).encode()) for size in (2_500, 20_000))

    assert large < 8 * 2 * small


def calls(data: bytes) -> int:
    """Return how many functions are called to read a text: as long as it takes, on any machine."""
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        read_or_nothing(data)
    finally:
        sys.setprofile(None)
    return count


def _reads(value: object) -> list[Read[object]]:
    if isinstance(value, Read):
        return [value]
    return [one for one in value if isinstance(one, Read)] if isinstance(value, tuple) else []
