"""The plain text of every form, and that both writers print the same words."""

from dataclasses import replace

import pytest

from domain.classes import LetterKind, SecrecyClass
from domain.errors import InvalidValue
from registry.documents.writing.content import WRITTEN, content
from registry.documents.writing.plain import write
from tests.registry.documents.writing.letters import BODY, EXAMPLES, LETTER, pages, read_by_pdfium

TEXT = "ด้วยกรมตัวอย่าง จึงขอ"


def blocks(kind: LetterKind, number: str = "มท 0812/15", secrecy: SecrecyClass = SecrecyClass.NONE) -> list[str]:
    """Return the blocks of a letter with one short paragraph."""
    letter = replace(LETTER, kind=kind, number=number, attachments=(), references=(), copies_to=(), secrecy=secrecy)
    return write(letter, replace(BODY, paragraphs=(TEXT,))).decode().rstrip("\n").split("\n\n")


def test_a_memo_has_its_office_and_telephone_in_one_line_and_no_closing() -> None:
    assert blocks(LetterKind.INTERNAL) == [
        "ด่วนมาก",
        "บันทึกข้อความ",
        f"ส่วนราชการ กรมตัวอย่างการปกครอง กลุ่มงานแผนและงบประมาณ {' '.join((LETTER.contact or '').split(chr(10)))}",
        "ที่ มท ๐๘๑๒/๑๕    วันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔",
        f"เรื่อง {LETTER.subject}",
        "เรียน ผู้ว่าราชการจังหวัดตัวอย่าง\nนายอำเภอตัวอย่าง",
        TEXT,
        "ว่าที่ร้อยตรี\n(นายหนึ่ง ตัวอย่าง)\nรองอธิบดีกรมตัวอย่างการปกครอง ปฏิบัติราชการแทน\nอธิบดีกรมตัวอย่างการปกครอง",
    ]


def test_a_stamped_letter_goes_to_and_has_office_and_day_below_and_nobodys_name() -> None:
    assert blocks(LetterKind.SEALED, secrecy=SecrecyClass.SECRET) == [
        "ลับ",
        "ด่วนมาก",
        "ที่ มท ๐๘๑๒/๑๕",
        "ถึง ผู้ว่าราชการจังหวัดตัวอย่าง\nนายอำเภอตัวอย่าง",
        TEXT,
        "กรมตัวอย่างการปกครอง",
        "๑๐ กุมภาพันธ์ ๒๕๖๔",
        "กลุ่มงานแผนและงบประมาณ",
        "โทร. ๐ ๒๐๐๐ ๐๐๐๐ ต่อ ๑๑\nไปรษณีย์อิเล็กทรอนิกส์ saraban@example.go.th",
        "ถนนตัวอย่าง เขตดุสิต กทม. ๑๐๓๐๐",
        "ลับ",
    ]


def test_an_announcement_has_no_number_and_its_day_below() -> None:
    found = blocks(LetterKind.ANNOUNCEMENT)

    assert found[1] == f"ประกาศกรมตัวอย่างการปกครอง\nเรื่อง {LETTER.subject}\n------------------------"
    assert found[3] == "ประกาศ ณ วันที่ ๑๐ กุมภาพันธ์ พ.ศ. ๒๕๖๔"
    assert "๐๘๑๒" not in "".join(found)


@pytest.mark.parametrize(("number", "printed"), [("3/2564", "เลขที่ ๓/๒๕๖๔"), ("มท 0812/15", "เลขที่ มท ๐๘๑๒/๑๕")])
def test_an_attestation_is_numbered_within_a_year_or_like_a_letter(number: str, printed: str) -> None:
    found = blocks(LetterKind.ATTESTATION, number)

    assert found[1:6] == [
        printed,
        "กรมตัวอย่างการปกครอง",
        "ถนนตัวอย่าง เขตดุสิต กทม. ๑๐๓๐๐",
        TEXT,
        "ให้ไว้ ณ วันที่ ๑๐ กุมภาพันธ์ พ.ศ. ๒๕๖๔",
    ]


@pytest.mark.parametrize("name", EXAMPLES)
def test_both_writers_print_the_same_words(name: str) -> None:
    letter, body = EXAMPLES[name]
    typeset = "".join(line.text for line in read_by_pdfium(pages(letter, body).pdf)).replace(" ", "")

    plain = write(letter, replace(body, mark=None)).decode().replace("------------------------", "")

    secrecy = "ลับมาก"  # stands at the edges of every page, which are not read here
    missing = [line for line in plain.split("\n") if line.replace(" ", "") not in typeset and line != secrecy]
    assert missing == []


@pytest.mark.parametrize("kind", [kind for kind in LetterKind if kind not in WRITTEN])
def test_a_kind_without_a_form_here_is_refused_by_its_name(kind: LetterKind) -> None:
    with pytest.raises(InvalidValue, match=kind.label) as refused:
        content(replace(LETTER, kind=kind), BODY)

    assert refused.value.slug == "document-kind-not-written"


def test_a_subject_longer_than_a_file_can_name_is_refused_before_it_is_set() -> None:
    with pytest.raises(InvalidValue, match="shorten it") as refusal:
        content(replace(LETTER, subject="ก" * 2_001), BODY)

    assert refusal.value.slug == "subject-too-long"


@pytest.mark.parametrize("paragraphs", [("ก" * 200_001,), ("ก",) * 2_001])
def test_more_text_than_anybody_reads_is_refused_before_it_is_set(paragraphs: tuple[str, ...]) -> None:
    with pytest.raises(InvalidValue, match="put what is long into an attachment") as refusal:
        content(LETTER, replace(BODY, paragraphs=paragraphs))

    assert refusal.value.slug == "text-too-long"
