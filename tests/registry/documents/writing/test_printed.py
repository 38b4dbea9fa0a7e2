"""Papers that no register issues: drafts with blanks, and letters to sign by hand."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from domain.classes import LetterKind
from domain.letter.text import Addressee, LetterText, Signatory
from domain.values import StreamId
from registry.documents.writing import plain, typeset
from registry.documents.writing.content import BLANK, WRITTEN, Body
from registry.documents.writing.paper import Paper

PAPER = Paper.load(None, origin="specimen.example/letters")
LETTER = LetterText(
    kind=LetterKind.EXTERNAL,
    series=StreamId(""),
    n=(),
    number="มท 0812/ว ",
    dated=date(2026, 11, 23),
    issuing_office="กรมตัวอย่าง",
    subject="ขอเชิญประชุม",
    addressees=(Addressee("ผู้ว่าราชการจังหวัดกระบี่"),),
    signatory=Signatory("", "นางสาวสมหญิง ตัวอย่าง", "อธิบดี"),
)
KINDS = sorted(WRITTEN, key=lambda kind: kind.value)


def body(*, blank: bool) -> Body:
    return Body(("ด้วยจะมีการประชุม", "จึงเรียนมาเพื่อโปรดทราบ"), mark="ร่าง", blank=blank)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        words = page.get_textpage()
        found = str(words.get_text_range())
        codes = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
        words.close()
        page.close()
    finally:
        document.close()
    assert codes == []
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
def test_a_draft_of_any_kind_has_blanks_a_mark_and_nothing_that_a_register_would_answer_for(kind: LetterKind) -> None:
    pdf = typeset.printed(replace(LETTER, kind=kind), body(blank=True), paper=PAPER)

    words = text_of(pdf)
    assert words.count(BLANK) == (1 if kind is LetterKind.ANNOUNCEMENT else 2)
    assert words.count("ร่าง") == 2
    with pikepdf.Pdf.open(BytesIO(pdf)) as opened:
        assert dict(opened.attachments) == {}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.value)
def test_the_text_of_a_draft_has_the_same_blanks(kind: LetterKind) -> None:
    written = plain.write(replace(LETTER, kind=kind), body(blank=True)).decode()

    assert written.count(BLANK) == (1 if kind is LetterKind.ANNOUNCEMENT else 2)
    assert "๒๓" not in written


def test_a_paper_with_its_reserved_number_has_no_blank() -> None:
    words = text_of(typeset.printed(replace(LETTER, number="มท 0812/ว 271", n=(271,)), body(blank=False), paper=PAPER))

    assert "๒๗๑" in words
    assert "๒๓" in words
    assert BLANK not in words
