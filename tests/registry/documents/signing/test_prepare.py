"""What a typeset letter gets before it is signed: nothing of it changes, and the same comes out every time."""

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from domain.errors import InvalidValue
from domain.letter.text import Signatory
from domain.thai.times import THAI_TIME
from keys import pades
from keys.errors import BadSignature
from keys.signing import SigningKey
from registry.documents.reading.files.source import Place
from registry.documents.signing import appearance
from tests.registry.documents.signing.papers import AT, PLACE, REASON, SIGNATORY, finished, paper, prepared

THOROUGH = bool(os.environ.get("SARABAN_EVERY_BYTE"))
"""Whether every byte of the finished letter is changed, or a sample of them."""
ELSEWHERE = """
import hashlib
from tests.registry.documents.signing.papers import paper, prepared
print(hashlib.sha256(prepared(paper()).data).hexdigest())
"""


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def field_of(pdf: pikepdf.Pdf) -> pikepdf.Object:
    fields = list(pdf.Root.AcroForm.Fields)
    assert len(fields) == 1
    return fields[0]


def identity(data: bytes) -> tuple[bytes, bytes]:
    """Return the two names of a file: the letter's and the revision's."""
    with opened(data) as pdf:
        return bytes(pdf.trailer.ID[0]), bytes(pdf.trailer.ID[1])


def annotations(data: bytes) -> list[tuple[int, int]]:
    with opened(data) as pdf:
        return [one.objgen for one in pdf.pages[0].obj.Annots]


def picture(data: bytes, *, forms: bool) -> Image.Image:
    """Return the first page as people see it, one pixel a point."""
    pdf = pypdfium2.PdfDocument(data)
    if forms:
        pdf.init_forms()
    picture = pdf[0].render(may_draw_forms=forms).to_pil()
    assert isinstance(picture, Image.Image)
    return picture


def text_in_field(lines: tuple[str, ...], place: Place) -> list[tuple[float, float, float, float]]:
    """Return the boxes of all characters of the words as they are drawn for *place*."""
    width, height = place.right - place.left, place.bottom - place.top
    page = pypdfium2.PdfDocument(appearance.draw(lines, width=width, height=height, at=AT))[0]
    text = page.get_textpage()
    return [text.get_charbox(n) for n in range(text.count_chars())]


def test_the_letter_itself_keeps_every_byte() -> None:
    base = paper()

    ready = prepared(base)

    assert ready.data.startswith(base)


def test_the_same_letter_gives_the_same_bytes_in_another_process() -> None:
    made = hashlib.sha256(prepared(paper()).data).hexdigest()

    other = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONHASHSEED": "7", "TZ": "America/Lima"},
    )

    assert other.stdout.strip() == made


def test_each_revision_has_an_identity_of_its_own_below_that_of_the_letter() -> None:
    files = [
        paper(),
        prepared(paper()).data,
        prepared(paper(), at=AT.replace(second=8)).data,
        prepared(paper(), signatory=replace(SIGNATORY, post="ที่ปรึกษา")).data,
    ]

    names = [identity(file) for file in files]

    assert len({letter for letter, _ in names}) == 1
    assert len({revision for _, revision in names}) == len(files)


def test_the_gap_is_where_the_file_itself_says() -> None:
    ready = prepared(paper())

    with opened(ready.data) as pdf:
        ranges = [int(number) for number in field_of(pdf).V.ByteRange]

    assert ranges == [0, ready.gap.begin, ready.gap.end, ready.gap.length - ready.gap.end]
    assert ready.data[ready.gap.begin : ready.gap.end] == b"<" + b"00" * 1000 + b">"
    assert pades.ranged(ready.data, ready.gap) == ready.digest


def test_the_signature_certifies_and_says_who_when_and_why() -> None:
    pdf = opened(prepared(paper()).data)

    signature = field_of(pdf).V

    assert pdf.Root.Perms.DocMDP.objgen == signature.objgen
    assert int(pdf.Root.AcroForm.SigFlags) == 1 | 2
    assert int(signature.Reference[0].TransformParams.P) == 2
    assert str(signature.SubFilter) == "/ETSI.CAdES.detached"
    assert str(signature.Name) == "นายสมมติ ตัวอย่าง"
    assert str(signature.Reason) == REASON
    assert str(signature.M) == "D:20210210091507+07'00'"


def test_the_field_stands_where_the_letter_has_room_for_it_on_screen_and_paper() -> None:
    base = paper(paragraphs=60)
    place = replace(PLACE, page=2)

    pdf = opened(prepared(base, place=place).data)
    field = field_of(pdf)

    height = float(pdf.pages[1].mediabox[3])
    rectangle = [float(number) for number in field.Rect]
    assert rectangle == pytest.approx([250, height - 535, 430, height - 480], abs=0.001)
    assert field.P.objgen == pdf.pages[1].obj.objgen
    assert [one.objgen for one in pdf.pages[1].obj.Annots] == [field.objgen]
    assert int(field.F) == 4 | 128


def test_the_field_is_a_part_of_the_structure_and_says_in_words_what_it_shows() -> None:
    pdf = opened(prepared(paper()).data)

    field = field_of(pdf)
    root = pdf.Root.StructTreeRoot
    numbers = list(root.ParentTree.Nums)
    parts = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    part = parts[int(field.StructParent)]

    assert str(part.S) == "/Form"
    assert part.K.Obj.objgen == field.objgen
    assert part.objgen in [one.objgen for one in root.K[0].K]
    assert int(root.ParentTreeNextKey) == max(parts) + 1
    assert str(pdf.pages[0].obj.Tabs) == "/S"
    assert str(field.TU) == (
        "ลงลายมือชื่ออิเล็กทรอนิกส์โดย นายสมมติ ตัวอย่าง รองอธิบดี ปฏิบัติราชการแทน อธิบดีกรมตัวอย่าง เมื่อ ๑๐ กุมภาพันธ์ ๒๕๖๔ เวลา ๐๙.๑๕ น."
    )


def test_a_link_on_the_page_stays_beside_the_field() -> None:
    base = paper(linked=True)

    before = annotations(base)
    after = annotations(prepared(base).data)

    assert len(before) == 1
    assert after[:1] == before
    assert len(after) == 2


def test_metadata_and_attachments_stay_as_the_letter_has_them() -> None:
    before, after = opened(paper()), opened(prepared(paper()).data)

    assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
    assert dict(after.docinfo) == dict(before.docinfo)
    assert after.attachments["letter.json"].get_file().read_bytes() == b'{"v":1}'


def test_moments_of_other_time_zones_are_shown_as_thai_time() -> None:
    at = datetime(2021, 12, 31, 18, 5, tzinfo=UTC)

    assert appearance.words(SIGNATORY, at)[-1] == "เมื่อ ๑ มกราคม ๒๕๖๕ เวลา ๐๑.๐๕ น."


def test_a_rank_stands_before_the_name() -> None:
    officer = Signatory(officer="o", name="สมมติ ตัวอย่าง", post="ผู้บังคับการ", rank="พันตำรวจเอก")

    assert appearance.words(officer, AT) == (
        "ลงลายมือชื่ออิเล็กทรอนิกส์โดย พันตำรวจเอก สมมติ ตัวอย่าง",
        "ผู้บังคับการ",
        "เมื่อ ๑๐ กุมภาพันธ์ ๒๕๖๔ เวลา ๐๙.๑๕ น.",
    )


@pytest.mark.parametrize("repeated", [1, 4, 9])
def test_long_posts_shrink_until_they_fit_the_field(repeated: int) -> None:
    long = replace(SIGNATORY, post="ผู้อำนวยการสำนักพัฒนาระบบบริหารงานบุคคลส่วนท้องถิ่น " * repeated)

    boxes = text_in_field(appearance.words(long, AT), PLACE)

    assert len(boxes) > 100 * repeated**0.5
    assert min(box[0] for box in boxes) >= 0
    assert min(box[1] for box in boxes) >= 0
    assert max(box[2] for box in boxes) <= PLACE.right - PLACE.left
    assert max(box[3] for box in boxes) <= PLACE.bottom - PLACE.top


@pytest.mark.parametrize("name", ["#panic()", "$x$ *b* _i_", "<label> @ref", "\\u{41}", '"} + "', "// x /* y"])
def test_words_of_people_are_never_commands_of_the_typesetter(name: str) -> None:
    page = pypdfium2.PdfDocument(appearance.draw((name,), width=180, height=55, at=AT))[0]

    assert page.get_textpage().get_text_bounded().strip() == name


def test_a_name_that_the_typeface_cannot_draw_is_refused_before_anybody_signs() -> None:
    with pytest.raises(InvalidValue, match="U\\+6F22") as refusal:
        prepared(paper(), signatory=replace(SIGNATORY, name="นาย漢 ตัวอย่าง"))

    assert refusal.value.slug == "glyph-missing"


def test_only_the_field_changes_what_a_page_looks_like(p256: SigningKey) -> None:
    before = picture(paper(), forms=False)
    after = picture(finished(p256).data, forms=True)

    box = ImageChops.difference(before, after).getbbox()

    assert box is not None
    assert PLACE.left - 1 <= box[0] < box[2] <= PLACE.right + 1
    assert PLACE.top - 1 <= box[1] < box[3] <= PLACE.bottom + 1


def test_no_byte_of_the_finished_letter_can_be_changed(p256: SigningKey) -> None:
    file = finished(p256)
    places = range(len(file.data))

    for place in places if THOROUGH else Random(4).sample(places, 400):  # noqa: S311 - which bytes is no secret
        changed = file.data[:place] + bytes((file.data[place] ^ 1,)) + file.data[place + 1 :]
        with pytest.raises(BadSignature):
            pades.verify(changed, file.gap, p256.certificate)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (b"", "no table of cross references"),
        (b"%PDF-1.7\nstartxref\n9\n%%EOF", "no table of cross references"),
        (b"%PDF-1.7\nxref\nstartxref\n9\n%%EOF", "cannot be read"),
        (paper(tagged=False), "not tagged"),
        (paper().replace(b"\n0000000016 00000 n", b"\n0000000017 00000 n"), "cannot be read"),
        (paper().replace(b"/Info ", b"/Xnfo "), "has no name"),
        (paper().replace(b"/ID[", b"/XD["), "has no name"),
        (prepared(paper()).data, "has a form already"),
    ],
    ids=["nothing", "no table", "torn", "untagged", "damaged", "no information", "no identity", "signed before"],
)
def test_a_file_that_was_not_written_here_is_refused(wrong: bytes, reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason) as refusal:
        prepared(wrong)

    assert refusal.value.slug == "pdf-not-ours"


@pytest.mark.parametrize("page", [0, 2])
def test_a_field_on_no_page_is_refused(page: int) -> None:
    with pytest.raises(InvalidValue, match=f"it has no page {page}"):
        prepared(paper(), place=replace(PLACE, page=page))


def test_a_time_without_its_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="needs its time zone"):
        prepared(paper(), at=AT.replace(tzinfo=None))


def test_the_day_of_the_field_is_that_of_thailand() -> None:
    assert AT.tzinfo is THAI_TIME
    assert appearance.words(SIGNATORY, AT)[-1].startswith("เมื่อ ๑๐ กุมภาพันธ์ ๒๕๖๔")
