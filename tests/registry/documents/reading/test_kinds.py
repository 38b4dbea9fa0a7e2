"""Which kind a document is, by its title and by what it has instead of one."""

import pytest

from domain.classes import LetterKind
from registry.documents.reading.files.lines import read_lines
from registry.documents.reading.forms.kinds import kind_of


def kind(*typed: str) -> LetterKind:
    return kind_of(read_lines("\n".join(typed).encode()))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["ด่วนมาก", "(สำเนา)", "คำสั่งกรมตัวอย่าง", "ที่ ๑/๒๕๖๔"], LetterKind.ORDER),
        (["๑๒. เรื่อง คำสั่งกรมตัวอย่าง ที่ ๑/๒๕๖๔ เรื่อง ก", "มีมติรับทราบ"], LetterKind.ORDER),
        (["กรมตัวอย่าง", "๑ มกราคม ๒๕๖๔", "เรื่อง คำสั่งกรม", "เรียน ข"], LetterKind.EXTERNAL),
        (["เรื่อง ประกาศผลการประชุม", "เรียน ข"], LetterKind.EXTERNAL),
        (["ส่วนราชการ กรม", "ที่ มท 1/1", "เรื่อง ก", "เรียน ข"], LetterKind.INTERNAL),
        (["ที่ มท ๐๘๑๒/๑", "ถึง กรม", "ข้อความ"], LetterKind.SEALED),
        (["ที่ มท ๐๘๑๒/๑", "เรื่อง ก", "เรียน ข", "ถึง กรม"], LetterKind.EXTERNAL),
        (["ข่าวประชาสัมพันธ์", "เรื่อง ก", "เรียน ข"], LetterKind.EXTERNAL),
        (["เลขที่ ๑/๒๕๖๔", "กรมตัวอย่าง", "หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า ก"], LetterKind.ATTESTATION),
        ([*["ย่อหน้า"] * 9, "คำสั่งกรมตัวอย่าง", "ที่ ๑/๒๕๖๔"], LetterKind.ORDER),
        (["ข้อความ", "อื่น"], LetterKind.EXTERNAL),
    ],
)
def test_the_kind_is_told_by_title_or_by_the_words_of_its_parts(typed: list[str], expected: LetterKind) -> None:
    assert kind(*typed) is expected
