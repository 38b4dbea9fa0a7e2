"""The PDF file of a letter: what stands on its pages, what it carries, and that nobody's text is taken for more."""

import ctypes
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from pypdfium2 import raw

from domain.classes import LetterKind
from domain.errors import InvalidValue
from domain.letter.text import Addressee, LetterText
from registry.documents.reading.files.source import Place
from registry.documents.writing import codes
from registry.documents.writing.fields import read_fields
from tests.foreign import program
from tests.registry.documents.writing.letters import (
    BODY,
    CODE,
    EXAMPLES,
    LETTER,
    ORIGIN,
    PAPER,
    PARAGRAPHS,
    holds,
    pages,
    read_by_pdfium,
    read_by_poppler,
    set_text,
)

READERS = {"pdfium": read_by_pdfium, "poppler": read_by_poppler}
A4 = (595.28, 841.89)
LEFT, RIGHT = 85.04, 538.59
"""The margins of 3 and 2 cm, in points."""


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_text_of_every_form_is_read_again_as_it_was_written(name: str, reader: str) -> None:
    letter, body = EXAMPLES[name]

    lines = READERS[reader](pages(letter, body).pdf)

    assert [paragraph for paragraph in body.paragraphs if not holds(lines, paragraph)] == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "text",
    [
        "ที่ นั้น น้ำ คล้ำ ญู ฐู",
        "ผ่านระบบ Web Conference ทั้งนี้ สามารถเข้าร่วมได้",
        "แบบ A วันที่ ๑",
        "สถานที่ที่กำหนด นี้นี้ ต่าง ๆ และอื่นๆ ฯลฯ",
        "ป่า ปี่ ฝ้า ฟี่ กำ ก่ำ ก้ำ เก๋า จ๊ะ กิ๊ก ปั๊ม ศูนย์ สิทธิ์ พันธุ์ ฬุ ฏุ ฎุ ฤๅ เทอญ ฎีกา ปฏิบัติ",
        "“หน่วยงานภายใน” (ร่าง) ‘ก’ ๕๐% ฿๑๐๐ สำนัก/กอง COVID-19 e-mail: a@b.go.th",
    ],
)
def test_words_that_other_writers_spoil_are_read_exactly(text: str, reader: str) -> None:
    assert holds(READERS[reader](set_text(text)), text)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_form_prints_its_parts_in_their_order(name: str) -> None:
    letter, body = EXAMPLES[name]
    expected = {
        LetterKind.EXTERNAL: ["ที่ มท", letter.issuing_office, "๑๐ กุมภาพันธ์ ๒๕๖๔", "เรื่อง", "เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย",
                              "ขอแสดงความนับถือ", "ว่าที่ร้อยตรี", "(นายหนึ่ง", "รองอธิบดี", "กลุ่มงาน", "โทร."],
        LetterKind.INTERNAL: ["บันทึกข้อความ", "ส่วนราชการ", "ที่ มท", "วันที่ ๑๐", "เรื่อง", "เรียน", "ว่าที่ร้อยตรี", "(นายหนึ่ง"],
        LetterKind.SEALED: ["ที่ มท", "ถึง", "ด้วย", letter.issuing_office, "๑๐ กุมภาพันธ์ ๒๕๖๔", "กลุ่มงาน", "โทร."],
        LetterKind.ORDER: ["คำสั่ง", "ที่ ๕๕/๒๕๖๔", "เรื่อง", "ด้วย", "สั่ง ณ วันที่ ๑๐ กุมภาพันธ์ พ.ศ. ๒๕๖๔", "(นายหนึ่ง"],
        LetterKind.ANNOUNCEMENT: ["ประกาศกรม", "เรื่อง", "ด้วย", "ประกาศ ณ วันที่ ๑๐", "(นายหนึ่ง"],
        LetterKind.ATTESTATION: ["เลขที่ ๓/๒๕๖๔", letter.issuing_office, "หนังสือฉบับนี้", "ให้ไว้ ณ วันที่ ๑๐", "(นายหนึ่ง"],
    }[letter.kind]  # fmt: skip

    text = " ".join(line.text for line in read_by_pdfium(pages(letter, body).pdf))

    found = [text.find(part) for part in expected]
    assert -1 not in found
    assert found == sorted(found)


def test_speed_is_printed_in_red_and_in_the_thirty_two_points_of_the_rules() -> None:
    text = pypdfium2.PdfDocument(pages().pdf)[0].get_textpage()
    place = text.get_text_range().index("ด่วนมาก")
    colour = [ctypes.c_uint() for _ in "rgba"]

    raw.FPDFText_GetFillColor(text.raw, place, *colour)

    assert raw.FPDFText_GetFontSize(text.raw, place) == pytest.approx(32 / 1.524, abs=0.01)
    assert [part.value for part in colour] == [192, 0, 0, 255]


def test_secrecy_and_mark_stand_on_every_page_and_the_number_from_the_second_on() -> None:
    letter, body = EXAMPLES["secret-letter"]
    document = pypdfium2.PdfDocument(pages(letter, replace(body, mark="SPECIMEN ตัวอย่าง")).pdf)

    texts = [page.get_textpage().get_text_range() for page in document]

    assert [text.count("ลับมาก") for text in texts] == [2, 2]
    assert [text.count("SPECIMEN ตัวอย่าง") for text in texts] == [2, 2]
    assert ["- ๑ -" in texts[0], "- ๒ -" in texts[1]] == [False, True]


@pytest.mark.parametrize("count", range(1, 12))
def test_no_signature_stands_on_a_page_without_text(count: int) -> None:
    paragraphs = (*[PARAGRAPHS[0]] * count, PARAGRAPHS[-1])

    made = pages(body=replace(BODY, paragraphs=paragraphs))

    last = pypdfium2.PdfDocument(made.pdf)[made.signature.page - 1].get_textpage().get_text_range()
    assert PARAGRAPHS[-1] in last
    assert last.index(PARAGRAPHS[-1]) < last.index("(นายหนึ่ง")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_place_of_the_signature_is_empty_and_on_the_page(name: str) -> None:
    made = pages(*EXAMPLES[name])
    place = made.signature

    page = pypdfium2.PdfDocument(made.pdf)[place.page - 1]
    inside = page.render(scale=3, crop=_around(place)).to_pil().convert("L")

    assert inside.getextrema() == (255, 255)
    assert LEFT <= place.left < place.right <= RIGHT
    assert place.right - place.left >= 120
    assert place.bottom - place.top >= 50


def test_the_rank_stands_before_the_signature_and_the_name_below() -> None:
    made = pages()
    text = pypdfium2.PdfDocument(made.pdf)[0].get_textpage()

    rank = _box(text, "ว่าที่ร้อยตรี")
    name = _box(text, "(นายหนึ่ง")

    assert rank[2] <= made.signature.left + 0.1
    assert made.signature.top < A4[1] - rank[1] <= made.signature.bottom + 1
    assert A4[1] - name[3] >= made.signature.bottom


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_code_is_read_from_a_scan_of_150_dots_an_inch(name: str) -> None:
    document = pypdfium2.PdfDocument(pages(*EXAMPLES[name]).pdf)

    scan = document[len(document) - 1].render(scale=150 / 72, grayscale=True).to_pil()

    assert [code.text for code in zxingcpp.read_barcodes(scan)] == [codes.address(PAPER, CODE)]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_file_says_what_it_is_and_carries_its_fields(name: str) -> None:
    letter, body = EXAMPLES[name]
    made = pages(letter, body)

    with pikepdf.open(BytesIO(made.pdf)) as pdf, pdf.open_metadata() as about:
        attached = pdf.attachments["letter.json"]
        relation = attached.obj.AFRelationship
        data = attached.get_file().read_bytes()
        assert pdf.Root.Lang == "th-TH"
        assert pdf.Root.MarkInfo.Marked
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("3", "A", "1")
        assert str(pdf.docinfo["/Author"]) == letter.issuing_office
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20210210000000")
        assert "/Keywords" not in pdf.docinfo

    assert (str(relation), data) == ("/Data", made.fields)
    assert read_fields(data).letter == letter
    assert read_fields(data).body == body
    assert read_fields(data).log == ORIGIN


def test_pictures_have_words_for_those_who_listen_and_the_subject_is_a_heading() -> None:
    with pikepdf.open(BytesIO(pages().pdf)) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot))

    spoken = [str(element["/Alt"]) for element in elements if "/Alt" in element]
    assert spoken == [
        f"ตรา{LETTER.issuing_office}",
        f"คิวอาร์โค้ดสำหรับตรวจสอบหนังสือฉบับนี้ที่ {codes.address(PAPER, CODE)}",
    ]
    assert [element["/S"] for element in elements if re.fullmatch("/H[1-6]", str(element["/S"]))] == ["/H1"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_glyph_is_an_empty_box(name: str) -> None:
    with pikepdf.open(BytesIO(pages(*EXAMPLES[name]).pdf)) as pdf:
        shown = [glyph for page in pdf.pages for glyph in _glyphs(page)]

    assert shown
    assert 0 not in shown


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_file_is_sound(name: str, tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(pages(*EXAMPLES[name]).pdf)

    checked = subprocess.run([program("qpdf", "qpdf"), "--check", file], capture_output=True, check=False)

    assert checked.returncode == 0, checked.stdout.decode()


def test_the_same_letter_is_the_same_bytes_in_another_process() -> None:
    program_text = (
        "import sys; from tests.registry.documents.writing.letters import pages; sys.stdout.buffer.write(pages().pdf)"
    )
    there = subprocess.run([sys.executable, "-c", program_text], capture_output=True, check=True).stdout

    assert pages().pdf == pages().pdf == there


def test_another_letter_is_other_bytes() -> None:
    assert pages(replace(LETTER, subject="เรื่องอื่น")).pdf != pages().pdf


HOSTILE = [
    '#panic("ก")', "#import sys", "$x^2$", "*หนา* _เอน_", "\\ \\u{0e01}", "<label> <signature>", "= หัวข้อ", "@อ้างอิง",
    "`raw`", "// ความเห็น", "/* ความเห็น */", "#{while true {}}", "ก~ข -- ค --- ง...", "[ก](#ข)",
    "\"อัญประกาศ\" 'เดี่ยว'", "https://x.go.th/#a?b=1&c",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_printed_and_never_run(text: str) -> None:
    letter = replace(
        LETTER,
        subject=text,
        issuing_office=text,
        addressees=(Addressee(text),),
        closing=text,
        owner_unit=text,
        contact=text,
        signatory=replace(LETTER.signatory, name=text, post=text, rank=text, principal=text),
    )

    made = pages(letter, replace(BODY, paragraphs=(text,), address=text, mark=text))

    lines = [line.text for line in read_by_pdfium(made.pdf)]
    assert f"({text})" in lines
    assert f"เรื่อง {text}" in lines
    assert text in lines


@pytest.mark.parametrize(
    "text", ["ก" * 400, "x" * 400, "https://www.example.go.th/" + "a/" * 150, "ประชุม" * 80, "ก " * 200, "ก/" * 200]
)
def test_nothing_runs_over_the_margins(text: str) -> None:
    letter = replace(LETTER, subject=text, issuing_office=text, owner_unit=text)

    document = pypdfium2.PdfDocument(pages(letter, replace(BODY, paragraphs=(text,), address=text)).pdf)

    right = max(
        text_page.get_charbox(place)[2]
        for page in document
        for text_page in [page.get_textpage()]
        for place, character in enumerate(text_page.get_text_range())
        if not character.isspace()
    )
    assert right <= RIGHT + 0.5


@pytest.mark.parametrize(("text", "named"), [("เอกสาร 中文", "中 (U+4E2D), 文 (U+6587)"), ("ยินดี 🎉", "🎉 (U+1F389)")])
def test_a_character_that_the_typeface_lacks_is_refused_and_named(text: str, named: str) -> None:
    with pytest.raises(InvalidValue, match=re.escape(named)) as refused:
        set_text(text)

    assert refused.value.slug == "glyph-missing"


@pytest.mark.parametrize(
    "letter",
    [replace(LETTER, subject="中"), replace(LETTER, addressees=(Addressee("中"),)), replace(LETTER, contact="โทร. 中")],
)
def test_a_missing_glyph_is_found_wherever_it_stands(letter: LetterText) -> None:
    with pytest.raises(InvalidValue, match=r"U\+4E2D"):
        pages(letter)


def test_a_paragraph_that_would_have_holes_is_set_ragged_and_the_others_are_filled() -> None:
    holed = f"ด้วย กรมตัวอย่าง ๑ https://www.example.go.th/{'abcdefgh/' * 6} แล้ว"
    filled = PARAGRAPHS[0]

    lines = read_by_poppler(set_text(filled, holed, filled))

    assert holds(lines, holed)
    assert "ด้วย กรมตัวอย่าง ๑" in [line.text for line in lines]
    rights = _rights(set_text(filled, holed, filled))
    assert rights[0] == pytest.approx(RIGHT, abs=1)
    assert rights[1] < RIGHT - 100


def _around(place: Place) -> tuple[float, float, float, float]:
    """Return what is cut off a page around a place: left, bottom, right, top."""
    return place.left, A4[1] - place.bottom, A4[0] - place.right, place.top


def _box(text: pypdfium2.PdfTextPage, words: str) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of some words."""
    first = text.get_text_range().index(words)
    boxes = [text.get_charbox(place) for place in range(first, first + len(words))]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _rights(pdf: bytes) -> list[float]:
    """Return where the first line of every paragraph ends: those that begin with ด้วย."""
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    lines = re.finditer(r"^ด้วย.*?(?=\s*$)", text.get_text_range(), re.MULTILINE)
    return [text.get_charbox(line.end() - 1)[2] for line in lines]


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the elements of a structure tree in the order of reading."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _elements(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node["/K"])


def _glyphs(page: pikepdf.Page) -> Iterator[int]:
    """Yield the number of every glyph that a page shows; 0 is the one for what a typeface lacks."""
    for step in pikepdf.parse_content_stream(page):
        if str(step.operator) in {"Tj", "TJ"}:
            for text in step.operands[0] if str(step.operator) == "TJ" else step.operands:
                if isinstance(text, pikepdf.String):
                    data = bytes(text)
                    yield from (int.from_bytes(data[at : at + 2]) for at in range(0, len(data), 2))
