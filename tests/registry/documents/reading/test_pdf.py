"""What stands where on the pages of a PDF."""

import io

import pikepdf
import pypdfium2
import pytest
import segno

from domain.errors import InvalidValue
from registry.documents import apart
from registry.documents.reading.files import pdf
from registry.documents.reading.files.lines import laid_out
from registry.documents.reading.files.source import Paged
from tests.registry.documents.papers import page, stream, written
from tests.registry.documents.reading.papers import HEAD, LETTER, typeset

THAI = "ที่ นั้น น้ำ คล้ำ ญู ฐู ปั้น กตัญญู ฎีกา สำนัก Web Conference ทั้งนี้ ข้อ A วันที่ ๑๒ (ก) “คำ” ๑,๒๓๔.๕๖"


def opened(data: bytes) -> Paged:
    return pdf.opened(data, {})


def texts(data: bytes) -> list[str]:
    return [row.text.rstrip() for row in opened(data).rows]


def painted(content: bytes, entries: bytes = b"") -> bytes:
    """A page of English in a font that every reader has."""
    fonts = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return written(page(content, resources=fonts, entries=entries))


def test_the_words_of_a_page_are_read_as_they_are_printed() -> None:
    assert " ".join(texts(typeset(THAI))) == THAI


def test_a_letter_is_rows_with_columns_indentation_and_blank_lines() -> None:
    found = texts(typeset(LETTER))

    assert found[:2] == ["ที่ ตย ๐๑๐๑/ว ๑๒    สำนักงานตัวอย่าง", "    ถนนทดสอบ เขตดุสิต กทม. ๑๐๓๐๐"]
    assert [row for row in found if row.startswith("    ด้วย")]
    assert not [row for row in found if row.startswith(" ") and "ทั้งจังหวัด" in row and "ด้วย" not in row]
    assert found[found.index("เรื่อง ขอเชิญประชุมชี้แจงแนวทาง") - 1] == ""
    assert "" in found[found.index("    ขอแสดงความนับถือ") :]


def test_a_row_has_its_place_on_its_page() -> None:
    found = opened(typeset(HEAD + "#pagebreak()\n" + "ข้อความหน้าสอง"))

    first, *_, last = (row.place for row in found.rows if row.place)
    assert (first.page, last.page) == (1, 2)
    assert first.left == pytest.approx(85, abs=1)
    assert 35 < first.top < 45 < first.bottom < 60
    assert [(one.width, one.height) for one in found.pages] == [(595.3, 841.9)] * 2


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_as_it_is_looked_at(degrees: int) -> None:
    upright = pikepdf.open(io.BytesIO(typeset(LETTER)))
    sheet = upright.pages[0]
    matrix = {90: b"0 1 -1 0 842 0 cm", 180: b"-1 0 0 -1 595 842 cm", 270: b"0 -1 1 0 0 595 cm"}[degrees]
    sheet.contents_add(b"q " + matrix, prepend=True)
    sheet.contents_add(b"Q")
    sheet.MediaBox = [0, 0, 595, 842] if degrees == 180 else [0, 0, 842, 595]
    sheet.Rotate = degrees
    out = io.BytesIO()
    upright.save(out)

    assert texts(out.getvalue()) == texts(typeset(LETTER))


def test_a_page_whose_corner_lies_elsewhere_has_its_places_from_its_own_corner() -> None:
    moved = painted(b"BT /F1 12 Tf 110 750 Td (Moved) Tj ET", entries=b"/CropBox [100 100 400 800]")

    (row,) = opened(moved).rows

    assert row.place is not None
    assert row.place.left == pytest.approx(10, abs=1)
    assert row.place.bottom == pytest.approx(54, abs=2)


def test_spaces_between_the_letters_of_a_word_are_no_spaces() -> None:
    spaced = typeset("#box(width: 0pt)[~]".join("กรมตัวอย่าง".replace("ั", "").replace("่", "")) + " ก็ดี")

    assert "\u00a0" in pypdfium2.PdfDocument(spaced)[0].get_textpage().get_text_range()
    assert texts(spaced) == ["กรมตวอยาง ก็ดี"]


def test_text_in_white_is_not_read_and_said_to_be_there() -> None:
    found = opened(typeset("เห็นได้ชัดเจน #text(fill: white)[มองไม่เห็นเลย]"))

    assert [row.text.strip() for row in found.rows] == ["เห็นได้ชัดเจน"]
    assert found.hidden == (1,)


def test_text_beside_the_page_is_not_read_and_said_to_be_there() -> None:
    found = opened(painted(b"BT /F1 12 Tf 100 700 Td (Inside the page) Tj 900 0 Td (Outside) Tj ET"))

    assert [row.text for row in found.rows] == ["Inside the page"]
    assert found.hidden == (1,)


def test_text_that_leans_is_a_stamp_across_the_page_and_no_line() -> None:
    stamped = painted(b"BT /F1 12 Tf 100 700 Td (Straight words) Tj 0.7 0.7 -0.7 0.7 200 300 Tm (Copy) Tj ET")

    assert texts(stamped) == ["Straight words"]


@pytest.mark.parametrize(
    ("content", "guessed"),
    [
        (b"BT /F1 12 Tf 3 Tr 100 700 Td (Number 55 of 2564) Tj ET", True),
        (b"BT /F1 12 Tf 100 700 Td (Number 55 of 2564) Tj ET q 595 0 0 842 0 0 cm /Im Do Q", True),
        (b"q 595 0 0 842 0 0 cm /Im Do Q BT /F1 12 Tf 100 700 Td (Number 55 of 2564) Tj ET", False),
        (b"BT /F1 12 Tf 100 700 Td (Number 55 of 2564) Tj ET q 60 0 0 60 0 0 cm /Im Do Q", False),
    ],
    ids=["invisible", "under a picture", "on a picture", "beside a picture"],
)
def test_what_a_program_recognised_in_a_scan_is_guessed(content: bytes, *, guessed: bool) -> None:
    picture = stream(
        b"\xff", b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    fonts = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /Im 10 0 R >>"

    (row,) = opened(written(page(content, resources=fonts, more={10: picture}))).rows

    assert (row.text, row.guessed) == ("Number 55 of 2564", guessed)


def test_letters_that_are_drawn_twice_to_look_bold_are_read_once() -> None:
    bold = painted(b"BT /F1 12 Tf 100 700 Td (Hill) Tj ET BT /F1 12 Tf 101.1 700 Td (Hill) Tj ET")
    letters = b"".join(b"1 0 0 1 %.1f 700 Tm (l) Tj " % (100 + at) for at in (0, 1.1, 3.5, 4.6))

    assert texts(bold) == ["Hill"]
    assert texts(painted(b"BT /F1 12 Tf " + letters + b"(eft) Tj ET")) == ["lleft"]


def test_a_size_that_only_a_matrix_gives_is_the_size() -> None:
    scaled = painted(b"BT /F1 1 Tf 12 0 0 12 100 700 Tm (Two words) Tj ET")

    (row,) = opened(scaled).rows

    assert row.text == "Two words"
    assert row.place is not None
    assert row.place.bottom - row.place.top == pytest.approx(12 * 1.35, abs=0.2)


def test_a_qr_code_is_read_with_its_place_and_its_caption_is_no_text() -> None:
    code = io.BytesIO()
    segno.make("https://registry.example.go.th/v/abc", error="m").save(code, kind="svg", border=0)
    svg = code.getvalue().decode().replace("\\", "").replace('"', "'")
    drawing = f'#place(right, image(bytes("{svg}"), width: 60pt))\n#v(64pt)\n#align(right)[สแกนเพื่อตรวจสอบ]'

    found = opened(typeset(HEAD + drawing))

    (code_,) = found.codes
    assert code_.text == "https://registry.example.go.th/v/abc"
    assert code_.place.right - code_.place.left == pytest.approx(60, abs=3)
    assert not [row for row in found.rows if "สแกน" in row.text]


def test_pages_without_words_are_named() -> None:
    found = opened(typeset("หน้าแรกมีข้อความ\n#pagebreak()\n#rect()\n#pagebreak()\nหน้าสามมีข้อความ"))

    assert found.wordless == (2,)


def test_a_letter_with_more_pages_than_are_read_says_how_many_are_left() -> None:
    found = opened(typeset("ข้อความ\n" + "#pagebreak()\nหน้าต่อไป\n" * pdf.PAGES_READ))

    assert (len(found.pages), found.unread) == (pdf.PAGES_READ, 1)


def test_a_locked_file_is_refused() -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(typeset(HEAD))) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="secret", owner="other"))

    with pytest.raises(InvalidValue, match="locked with a password"):
        opened(locked.getvalue())


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\x00" * 1000])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="ask for the file anew"):
        opened(data)


def test_the_fields_that_a_file_carries_come_along() -> None:
    carrying = typeset(HEAD + '#pdf.attach("letter.json", bytes("{}"), mime-type: "application/json")')
    other = typeset(HEAD + '#pdf.attach("other.json", bytes("{}"), mime-type: "application/json")')

    assert (opened(carrying).carried, opened(other).carried) == (b"{}", None)


def test_a_second_program_agrees_on_a_page_that_is_well_made() -> None:
    lines = laid_out(apart.run("pdf", typeset(LETTER), Paged, second=True).rows)

    assert [line.other for line in lines] == [None] * len(lines)
