"""Two readings of one line: which is likelier, and what people are told of the other."""

from dataclasses import dataclass

import pytest

from domain.classes import LetterKind
from registry.documents import programs
from registry.documents.draft import Draft, Read, Sureness
from registry.documents.reading.files import opinion
from registry.documents.reading.files.lines import laid_out
from registry.documents.reading.files.opinions import with_other_readings
from registry.documents.reading.files.plausible import faults
from registry.documents.reading.files.source import Place, Row

AT = Place(1, 85, 100, 300, 115)


@dataclass
class Said(programs.Running):
    """A program that has said something."""

    text: str | None

    def output(self, *, seconds: float) -> bytes | None:
        assert seconds > 0
        return None if self.text is None else self.text.encode()


def other(ours: str, theirs: str | None) -> str | None:
    (row,) = opinion.compared([Row(ours, AT)], Said(theirs))
    return row.other


@pytest.mark.parametrize("theirs", ["ผ่านระบบ Web Conference ทั้งนี้", "ผ่าน ระบบ WebConference\nทั้งนี้ สามารถ"])
def test_readings_that_differ_in_spaces_and_lines_alone_agree(theirs: str) -> None:
    assert other("ผ่านระบบ Web Conference ทั้งนี้", theirs) is None


def test_another_reading_of_the_line_is_kept() -> None:
    assert other("ที่ ตย ๐๑๐๑/ว ๑๒", "หัวเรื่อง\nที่ ตย ๐๑๐๑/ว ๑๓\nท้าย") == "ที่ ตย ๐๑๐๑/ว ๑๓"


def test_only_the_column_that_differs_is_another_reading() -> None:
    read = "ที่ ตย ๐๑๐๑/ว ๑๓\nสำนักงานตัวอย่าง"

    assert other("ที่ ตย ๐๑๐๑/ว ๑๒    สำนักงานตัวอย่าง", read) == "ที่ ตย ๐๑๐๑/ว ๑๓    สำนักงานตัวอย่าง"


@pytest.mark.parametrize("theirs", [None, "", "อีกเรื่องหนึ่งที่ไม่เกี่ยวกันเลย"])
def test_without_any_like_line_there_is_no_other_reading(theirs: str | None) -> None:
    assert other("ที่ ตย ๐๑๐๑/ว ๑๒", theirs) is None


def test_the_likelier_of_two_readings_is_the_line() -> None:
    (line,) = laid_out([Row("    ทังนี ้ ้ สามารถ", AT, other="ทั้งนี้ สามารถ")])

    assert line.text == "ทั้งนี้ สามารถ"
    assert line.indented
    assert line.other is not None


def test_what_repairs_make_equal_is_no_other_reading() -> None:
    (line,) = laid_out([Row("สํานักงาน", AT, other="สำนักงาน")])

    assert (line.text, line.other) == ("สำนักงาน", None)


def test_a_part_that_is_read_in_two_ways_is_doubtful_and_both_are_named() -> None:
    lines = laid_out([Row("เรื่อง ขอเชิญ", AT), Row("ที่ ๑๒", AT, other="ที่ ๑๓")])
    draft = Draft(LetterKind.EXTERNAL, subject=Read("ขอเชิญ", 1), paragraphs=(Read("ก", 1), Read("ที่ ๑๒", 2)))

    found = with_other_readings(draft, lines)

    (doubt,) = found.doubts
    assert (doubt.part, doubt.line) == ("paragraphs", 2)
    assert (doubt.facts["text"], doubt.facts["other"]) == ("ที่ ๑๒", "ที่ ๑๓")
    assert [one.sure for one in found.paragraphs] == [Sureness.SURE, Sureness.DOUBTFUL]
    assert found.subject is not None
    assert found.subject.sure is Sureness.SURE


def test_a_line_within_a_part_makes_that_part_doubtful() -> None:
    lines = laid_out([Row("ด้วย", AT), Row("สำนักงาน", AT, other="ส่ำนักงาน")])

    found = with_other_readings(Draft(LetterKind.EXTERNAL, paragraphs=(Read("ด้วยสำนักงาน", 1),)), lines)

    assert found.paragraphs[0].sure is Sureness.DOUBTFUL


@pytest.mark.parametrize(
    "text",
    ["ทั้งนี้ สามารถดาวน์โหลด Web Conference", "ที่ นร ๐๕๐๕/ว ๑๐๗ น.", "น้ำ คล้ำ ญู ฐู เก๋ โต๊ะ กษัตริย์ สิทธิ์ ฤๅษี"],
)
def test_what_people_write_has_no_faults(text: str) -> None:
    assert faults(text) == 0


@pytest.mark.parametrize("text", ["ทังนี ้", "ส ำนักงาน", "ก\u0e35\u0e35", "\uf70a", "\ufffd", "ก ร ม", "เ รียน", "ท้้ง"])
def test_what_nobody_writes_is_counted(text: str) -> None:
    assert faults(text) > 0
