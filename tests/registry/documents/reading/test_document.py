"""Files of every format, read by what they are."""

import io
from dataclasses import fields, replace
from datetime import date
from hashlib import sha256

import docx
import pikepdf
import pytest

from domain.errors import InvalidValue
from domain.numbers import LetterNumber
from registry.documents import apart
from registry.documents.draft import Draft, Read, Sureness
from registry.documents.reading import document
from registry.documents.reading.files.source import Format
from tests.foreign import program
from tests.registry.documents.reading.papers import LETTER, drawn, typeset
from tests.registry.documents.writing import letters

TEXT = """ที่ ตย ๐๑๐๑/ว ๑๒
สำนักงานตัวอย่าง
ถนนทดสอบ เขตดุสิต กทม. ๑๐๓๐๐

๑๐ กุมภาพันธ์ ๒๕๖๔

เรื่อง ขอเชิญประชุมชี้แจงแนวทาง

เรียน ผู้อำนวยการโรงเรียนตัวอย่าง

ด้วยสำนักงานตัวอย่างกำหนดจัดประชุมชี้แจงแนวทางปฏิบัติของหน่วยงานในสังกัด เพื่อให้การดำเนินงานเป็นไปในทิศทางเดียวกันทั้งจังหวัด

จึงเรียนมาเพื่อโปรดพิจารณา

ขอแสดงความนับถือ

(นายหนึ่ง ตัวอย่าง)
ผู้อำนวยการสำนักงานตัวอย่าง
"""


def word() -> bytes:
    paper = docx.Document()
    for line in TEXT.split("\n"):
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def stated(draft: Draft) -> dict[str, object]:
    """What a draft says, wherever it stands."""
    said: dict[str, object] = {}
    for one in fields(draft):
        value = getattr(draft, one.name)
        if isinstance(value, Read):
            said[one.name] = value.value
        elif isinstance(value, tuple) and value and one.name != "doubts":
            said[one.name] = [read.value for read in value]
    return said


@pytest.mark.parametrize(
    ("data", "name", "format_"),
    [
        (TEXT.encode(), "letter.txt", Format.TEXT),
        (word(), "letter.docx", Format.DOCX),
        (typeset(LETTER), "letter.pdf", Format.PDF),
    ],
    ids=["text", "docx", "pdf"],
)
def test_one_letter_says_the_same_in_every_format(data: bytes, name: str, format_: Format) -> None:
    found = document.read(data, name=name)

    assert stated(found.draft) == stated(document.read(TEXT.encode(), name="letter.txt").draft)
    assert found.source.format is format_
    assert found.doubts == ()


def test_the_bytes_are_hashed_as_they_came() -> None:
    data = b"\xef\xbb\xbf" + TEXT.encode()

    found = document.read(data, name="letter.txt").source

    assert (found.sha256, found.size) == (f"sha256:{sha256(data).hexdigest()}", len(data))


def test_lines_of_pages_have_their_places() -> None:
    found = document.read(typeset(LETTER), name="letter.pdf")

    assert found.draft.subject is not None
    line = next(line for line in found.lines if line.no == found.draft.subject.line)
    assert line.text.startswith("เรื่อง")
    assert line.place is not None
    assert line.place.page == 1


@pytest.mark.parametrize(("name", "doubted"), [("letter.pdf", True), ("letter.TXT", False), ("letter", False)])
def test_a_name_that_promises_another_format_is_a_doubt(name: str, *, doubted: bool) -> None:
    found = document.read(TEXT.encode(), name=name)

    assert [doubt.slug for doubt in found.doubts] == (["name-says-otherwise"] if doubted else [])
    assert found.source.format is Format.TEXT


@pytest.mark.parametrize(
    "data", [b"{\\rtf1 hello}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"\x7fELF" + bytes(60)]
)
def test_a_format_that_is_not_read_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="save it as DOCX or PDF"):
        document.read(data, name="letter.doc")


def test_plain_text_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "run", None)

    assert document.read(TEXT.encode(), name="letter.txt").draft.number is not None


# --- our own files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", letters.EXAMPLES)
def test_our_own_file_is_read_from_its_fields_and_leaves_nothing_in_doubt(example: str) -> None:
    letter, body = letters.EXAMPLES[example]

    found = document.read(letters.pages(letter, body).pdf, name="letter.pdf")

    said = stated(found.draft)
    assert found.draft.kind is letter.kind
    assert (found.doubts, found.draft.doubts) == ((), ())
    assert said["paragraphs"] == list(body.paragraphs)
    assert [said.get(name) for name in ("subject", "dated")] in ([letter.subject, letter.dated], [None, letter.dated])
    assert all(read.sure is Sureness.SURE for read in found.draft.paragraphs)
    assert found.fields is not None
    assert found.fields.letter == letter


def test_the_line_of_every_part_of_our_own_file_is_found_on_its_page() -> None:
    found = document.read(letters.pages().pdf, name="letter.pdf")

    lines = {line.no: line.text for line in found.lines}
    draft = found.draft
    assert draft.number is not None
    assert draft.dated is not None
    assert (lines[draft.number.line].split()[0], lines[draft.dated.line]) == ("ที่", "๑๐ กุมภาพันธ์ ๒๕๖๔")
    assert [lines[one.line].split()[0] for one in draft.attachments] == ["สิ่งที่ส่งมาด้วย", "๒."]
    assert lines[draft.paragraphs[-1].line] == draft.paragraphs[-1].value


def with_other_fields(pdf: bytes, fields_: bytes) -> bytes:
    """The same pages with other fields attached."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        paper.attachments["letter.json"] = pikepdf.AttachedFileSpec(paper, fields_, filename="letter.json")
        paper.save(out)
    return out.getvalue()


def test_fields_that_say_otherwise_than_the_page_are_doubted_and_the_page_is_believed() -> None:
    page = letters.pages()
    other = letters.pages(replace(letters.LETTER, number="มท 0812/ว 272", dated=date(2021, 2, 11)))

    found = document.read(with_other_fields(page.pdf, other.fields), name="letter.pdf").draft

    assert {doubt.part for doubt in found.doubts if doubt.slug == "carried-differs"} == {"number", "dated"}
    assert found.number is not None
    assert found.dated is not None
    assert (found.number.value, found.number.sure) == (LetterNumber.parse("มท 0812/ว 271"), Sureness.DOUBTFUL)
    assert (found.dated.value, found.dated.sure) == (date(2021, 2, 10), Sureness.DOUBTFUL)
    assert found.subject is not None
    assert found.subject.sure is Sureness.SURE


def test_a_number_and_day_that_the_page_only_cites_are_not_taken_for_its_own() -> None:
    text = "ด้วยหนังสือ ที่ มท ๐๘๑๒/ว ๒๗๑ ลงวันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔ มีข้อความคลาดเคลื่อน จึงขอแก้ไข"
    body = replace(letters.BODY, paragraphs=(text,))
    page = letters.pages(replace(letters.LETTER, number="มท 0812/ว 280", dated=date(2021, 2, 12)), body)
    carried = letters.pages(replace(letters.LETTER, number="มท 0812/ว 271", dated=date(2021, 2, 10)), body)

    found = document.read(with_other_fields(page.pdf, carried.fields), name="letter.pdf").draft

    assert {doubt.part for doubt in found.doubts if doubt.slug == "carried-differs"} == {"number", "dated"}
    assert found.number is not None
    assert found.dated is not None
    assert (found.number.value, found.dated.value) == (LetterNumber.parse("มท 0812/ว 280"), date(2021, 2, 12))


def test_parts_whose_words_the_text_says_too_stand_on_their_own_lines() -> None:
    text = "รายละเอียดดาวน์โหลดได้ที่ กลุ่มงานแผนและงบประมาณ (โทร. ๐ ๒๐๐๐ ๐๐๐๐ ต่อ ๑๑) ตั้งแต่วันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔"

    found = document.read(letters.set_text(text), name="letter.pdf")

    lines = {line.no: line.text for line in found.lines}
    draft = found.draft
    assert draft.owner_unit is not None
    assert draft.closing is not None
    assert lines[draft.owner_unit.line].startswith("กลุ่มงานแผนและงบประมาณ")
    assert draft.closing.line < draft.owner_unit.line < draft.contact[0].line


def test_a_day_in_force_in_other_words_than_the_text_s_stands_where_the_text_is() -> None:
    letter, body = letters.EXAMPLES["order"]
    said = replace(body, paragraphs=(*body.paragraphs, "ทั้งนี้ ตั้งแต่วันที่ ๑ มีนาคม ๒๕๖๔ เป็นต้นไป"), in_force="ภายหลัง")

    found = document.read(letters.pages(letter, said).pdf, name="order.pdf")
    without = document.read(letters.pages(letter, replace(body, in_force="ภายหลัง")).pdf, name="order.pdf")

    lines = {line.no: line.text for line in found.lines}
    assert found.draft.in_force is not None
    assert without.draft.in_force is not None
    assert lines[found.draft.in_force.line].startswith("ทั้งนี้ ตั้งแต่วันที่ ๑")
    assert without.draft.in_force.line == without.draft.paragraphs[0].line


@pytest.mark.parametrize("data", [b"{}", b"not json", b'{"v":1,"typ":"letter","more":1}'])
def test_fields_that_are_not_ours_are_doubted_and_the_pages_are_read(data: bytes) -> None:
    found = document.read(with_other_fields(letters.pages().pdf, data), name="letter.pdf")

    assert [doubt.slug for doubt in found.doubts] == ["carried-unreadable"]
    assert found.fields is None
    assert found.draft.number is not None


# --- scans -----------------------------------------------------------------------------------------------------


def test_of_a_scan_words_are_read_and_figures_are_shown() -> None:
    program("tesseract", "tesseract-ocr tesseract-ocr-tha")

    found = document.read(drawn(LETTER), name="scan.png")

    assert found.source.format is Format.SCAN
    assert (found.draft.number, found.draft.dated) == (None, None)
    assert [crop.part for crop in found.crops] == ["number", "date"]
    assert found.draft.subject is not None
    assert found.draft.subject.sure is not Sureness.SURE


def test_without_recognition_a_scan_is_an_empty_draft_with_crops() -> None:
    found = document.read(drawn(LETTER, dpi=100), name="scan.png", ocr=False)

    assert stated(found.draft) == {}
    assert [doubt.slug for doubt in found.draft.doubts] == ["scan-not-read"]
    assert len(found.crops) == 2


def test_a_pdf_of_pictures_is_a_scan() -> None:
    picture = io.BytesIO()
    with pikepdf.open(io.BytesIO(typeset("#rect(width: 100%, height: 80%, fill: luma(240))"))) as paper:
        paper.save(picture)

    found = document.read(picture.getvalue(), name="scan.pdf", ocr=False)

    assert found.source.format is Format.SCAN
    assert len(found.pages) == 1


# --- texts that take long --------------------------------------------------------------------------------------


def test_a_long_text_is_read_apart_first(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks: list[str] = []
    run = apart.run

    def noted(task: apart.TaskName, data: bytes, answer: type[bool]) -> bool:
        tasks.append(task)
        return run(task, data, answer)

    monkeypatch.setattr(apart, "run", noted)

    document.read((TEXT + "ข้อความ\n" * (document.LONG // 7)).encode(), name="letter.txt")

    assert tasks == ["rehearse"]


def test_a_long_text_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    spinning = apart.Task("tests.registry.documents.misbehaving", "spinning", seconds=1)
    monkeypatch.setitem(apart.TASKS, "rehearse", spinning)

    with pytest.raises(InvalidValue, match="takes longer to open than 1 s"):
        document.read((TEXT + "ก" * document.LONG).encode(), name="letter.txt")
