"""What our own writers print is as its form asks, read back as anybody would."""

from dataclasses import replace
from datetime import date

import pytest

from domain.classes import ActingWord, LetterKind, SecrecyClass, SpeedClass
from domain.letter.text import Addressee, Attachment, LetterText, Reference, Signatory
from domain.values import StreamId
from registry.documents.checking.check import check
from registry.documents.checking.context import Context
from registry.documents.checking.sources import of_document, of_letter
from registry.documents.reading import document
from registry.documents.reading.files.lines import read_lines
from registry.documents.reading.text import draft_of
from registry.documents.writing import plain, typeset
from registry.documents.writing.content import WRITTEN, Body
from registry.documents.writing.paper import Paper

DAY = date(2026, 11, 23)
PAPER = Paper.load(None, origin="specimen.example/letters")
LETTER = LetterText(
    kind=LetterKind.EXTERNAL,
    series=StreamId(""),
    n=(271,),
    number="มท 0812/271",
    dated=DAY,
    issuing_office="กรมตัวอย่าง",
    subject="ขอเชิญประชุมชี้แจงแนวทางปฏิบัติ",
    addressees=(Addressee("ผู้ว่าราชการจังหวัดกระบี่"),),
    signatory=Signatory("dg", "นางสาวสมหญิง ตัวอย่าง", "อธิบดีกรมตัวอย่าง"),
    owner_unit="กองตัวอย่าง",
    contact="โทร. ๐ ๒๐๐๐ ๐๐๐๐",
)
FULL = replace(
    LETTER,
    speed=SpeedClass.MOST_URGENT,
    references=(Reference("หนังสือจังหวัดกระบี่ ที่ กบ ๐๐๑๗/๕ ลงวันที่ ๒ พฤศจิกายน ๒๕๖๙", "กบ 0017/5", date(2026, 11, 2)),),
    attachments=(Attachment("ระเบียบวาระการประชุม", 1, "ชุด"), Attachment("แบบตอบรับ", 2, "แผ่น")),
    copies_to=("กองคลัง",),
)
ACTING = replace(
    LETTER,
    signatory=Signatory("x", "สมชาย ตัวอย่าง", "รองอธิบดี", "พันตำรวจเอก", ActingWord.BY_DELEGATION, "อธิบดีกรมตัวอย่าง"),
)
TEXT = ("ตามที่กรมได้แจ้งแนวทางไว้แล้ว นั้น", "จึงเรียนมาเพื่อโปรดทราบ")
ORDERED = ("เพื่อให้การปฏิบัติราชการเป็นไปด้วยความเรียบร้อย จึงมีคำสั่งดังต่อไปนี้", "ทั้งนี้ ตั้งแต่วันที่ ๑ ธันวาคม ๒๕๖๙ เป็นต้นไป")
ATTESTED = ("หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า นายสมชาย ตัวอย่าง เป็นข้าราชการสังกัดกรมตัวอย่าง",)
LETTERS = {
    "external": LETTER,
    "full": FULL,
    "acting": ACTING,
    **{kind.value: replace(LETTER, kind=kind) for kind in sorted(WRITTEN, key=lambda kind: kind.value)},
    "order": replace(LETTER, kind=LetterKind.ORDER, number="55/2569", n=(55,), addressees=()),
    "attestation": replace(LETTER, kind=LetterKind.ATTESTATION, number="7/2569", n=(7,), addressees=()),
    "announcement": replace(LETTER, kind=LetterKind.ANNOUNCEMENT, addressees=()),
}


def body(letter: LetterText) -> Body:
    text = {LetterKind.ORDER: ORDERED, LetterKind.ATTESTATION: ATTESTED}.get(letter.kind, TEXT)
    return Body(text, "ถนนนครราชสีมา เขตดุสิต กรุงเทพฯ ๑๐๓๐๐")


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_that_is_written_as_text_is_clean(name: str) -> None:
    lines = read_lines(plain.write(LETTERS[name], body(LETTERS[name])))

    assert check(of_document(draft_of(lines), lines), Context(today=DAY)) == ()


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_that_is_typeset_is_clean(name: str) -> None:
    pdf = typeset.printed(LETTERS[name], body(LETTERS[name]), paper=PAPER)
    found = document.read(pdf, name="letter.pdf")

    assert check(of_document(found.draft, found.lines), Context(today=DAY)) == ()


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_as_it_is_signed_is_clean(name: str) -> None:
    letter = LETTERS[name]

    assert check(of_letter(letter, body(letter).paragraphs, electronic=True), Context(today=DAY)) == ()
    assert check(of_letter(letter, None, electronic=True), Context(today=DAY)) == ()


def test_a_secret_letter_on_paper_has_its_class_above_and_below() -> None:
    secret = replace(LETTER, secrecy=SecrecyClass.SECRET)
    lines = read_lines(plain.write(secret, body(secret)))
    sheet = replace(of_document(draft_of(lines), lines), electronic=False)

    assert check(sheet, Context(today=DAY)) == ()
    assert [one.slug for one in check(replace(sheet, lines=sheet.lines[:-1]), Context(today=DAY))] == [
        "secrecy-not-at-the-foot"
    ]
