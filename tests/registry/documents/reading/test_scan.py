"""Pictures of pages: words are recognised, figures are cut out for people."""

import io
import math

import pytest
import segno
from PIL import Image

from domain.errors import InvalidValue
from registry.documents import programs
from registry.documents.reading.files import opening, scan
from registry.documents.reading.files.crops import cut, without_lost_number
from registry.documents.reading.files.layout import Word
from registry.documents.reading.files.pixels import MOST_PIXELS, Picture
from registry.documents.reading.files.source import Paged, Place
from tests.foreign import program
from tests.registry.documents.papers import page, written
from tests.registry.documents.reading.papers import LETTER, drawn, typeset

WIDE, HIGH = 595.0, 842.0


@pytest.fixture(scope="module")
def recognised() -> Paged:
    """A letter as a scan of 300 dpi, recognised."""
    program("tesseract", "tesseract-ocr tesseract-ocr-tha")
    return scan.opened(drawn(LETTER), {"page": 1, "ocr": True})


def opened(image: Image.Image, form: str = "PNG", **settings: object) -> Paged:
    out = io.BytesIO()
    image.save(out, form, **settings)
    return scan.opened(out.getvalue(), {"page": 1, "ocr": False})


def test_words_of_a_scan_are_guessed_rows(recognised: Paged) -> None:
    found = [row.text for row in recognised.rows if row.text]

    assert any("ประชุมชี้แจง" in text for text in found)
    assert all(row.guessed for row in recognised.rows if row.text)
    assert found[0].split("    ")[-1] == "สำนักงานตัวอย่าง".replace("ำ", "ํา")


def test_a_page_on_which_nothing_is_recognised_has_no_rows() -> None:
    program("tesseract", "tesseract-ocr tesseract-ocr-tha")
    blank_page = io.BytesIO()
    Image.new("L", (1240, 1754), 255).save(blank_page, "PNG")

    found = scan.opened(blank_page.getvalue(), {"page": 1, "ocr": True})

    assert found.rows == ()


def test_crops_are_cut_around_the_number_and_the_date(recognised: Paged) -> None:
    number, date = recognised.crops

    assert (number.part, date.part) == ("number", "date")
    assert number.place.left < 85 < number.place.right < 330
    assert number.place.top < 50 < number.place.bottom < 90
    assert (date.place.left < 265, date.place.right > 340) == (True, True)
    with Image.open(io.BytesIO(number.png)) as picture:
        assert picture.format == "PNG"
        assert picture.width == pytest.approx((number.place.right - number.place.left) * 300 / 72, abs=3)


def test_a_pdf_of_a_picture_is_opened_as_one() -> None:
    found = scan.opened(typeset(LETTER), {"page": 1, "ocr": False})

    assert found.pages[0].width == pytest.approx(595.3, abs=0.5)
    assert [crop.part for crop in found.crops] == ["number", "date"]


def test_a_qr_code_is_read_from_a_scan_of_150_dpi() -> None:
    code = io.BytesIO()
    segno.make("https://registry.example.go.th/v/abc").save(code, kind="png", scale=4)
    paper = Image.new("L", (1240, 1754), 255)
    paper.paste(Image.open(code), (900, 1400))

    found = opened(paper, dpi=(150, 150))

    assert [one.text for one in found.codes] == ["https://registry.example.go.th/v/abc"]
    assert found.codes[0].place.left == pytest.approx(900 / 150 * 72, abs=12)


def test_without_the_program_scans_are_refused_and_the_packages_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "found", lambda _: None)

    with pytest.raises(InvalidValue, match="install tesseract-ocr tesseract-ocr-tha") as refused:
        scan.opened(drawn(LETTER, dpi=20), {"page": 1, "ocr": True})

    assert refused.value.slug == "ocr-missing"


def test_a_program_without_thai_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "found", lambda _: "/bin/echo")

    with pytest.raises(InvalidValue, match="tesseract-ocr-tha"):
        scan.opened(drawn(LETTER, dpi=20), {"page": 1, "ocr": True})


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        *(("PNG", mode) for mode in ("1", "L", "P", "RGB", "RGBA", "LA", "I;16")),
        *(("TIFF", mode) for mode in ("1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16", "I", "F")),
        *(("JPEG", mode) for mode in ("1", "L", "RGB", "CMYK")),
    ],
)
def test_pictures_of_every_kind_are_opened(form: str, mode: str) -> None:
    image = Image.new("L", (120, 170), 255).convert(mode) if mode != "I;16" else Image.new(mode, (120, 170), 65535)

    found = opened(image, form)

    assert found.pages[0].height == pytest.approx(841.9, abs=1)


def test_what_is_transparent_is_paper() -> None:
    image, _ = opening.picture_of(_png(Image.new("RGBA", (2, 2), (0, 0, 0, 0))))

    assert image.getpixel((0, 0)) == (255, 255, 255)


def test_a_picture_that_is_turned_in_its_camera_is_turned_back() -> None:
    turned = Image.new("L", (100, 50), 255)
    exif = turned.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif)

    image, _ = opening.picture_of(out.getvalue())

    assert image.size == (50, 100)


def test_pages_of_a_tiff_are_counted() -> None:
    pages = [Image.new("L", (60, 85), shade) for shade in (10, 20, 30)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])

    assert scan.opened(out.getvalue(), {"page": 2, "ocr": False}).unread == 1
    assert opening.picture_of(out.getvalue(), 3)[0].getpixel((0, 0)) == 30


def test_a_picture_of_more_dots_than_paper_has_is_refused_before_it_is_unpacked() -> None:
    bomb = _png(Image.new("1", (20_000, 20_000)))

    with pytest.raises(InvalidValue, match="more than paper has"):
        opening.picture_of(bomb)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0junk", b"II*\x00\xff\xff\xff\xff"])
def test_a_damaged_picture_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="scan the page anew"):
        opening.picture_of(data)


def test_a_poster_is_drawn_no_larger_than_a_page() -> None:
    poster = written(page(entries=b"/MediaBox [0 0 14000 14000]"))

    found = scan.opened(poster, {"page": 1, "ocr": False})

    assert found.pages[0].width == pytest.approx(14000, rel=0.01)
    with Image.open(io.BytesIO(found.crops[1].png)) as crop:
        assert crop.width < 0.65 * math.sqrt(MOST_PIXELS)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def blank() -> Picture:
    return Picture(b"\xff" * int(WIDE * HIGH), int(WIDE), int(HIGH), 1.0)


def seen(text: str, left: float, baseline: float) -> Word:
    return Word(text, left, left + len(text) * 5, baseline, 10.0, guessed=True)


def places(*words: Word, number: int = 1) -> dict[str, Place]:
    return {crop.part: crop.place for crop in cut(blank(), words, number)}


def test_without_words_the_crops_are_where_the_form_has_number_and_date() -> None:
    found = places()

    assert found["number"].right < found["date"].right
    assert found["number"].bottom < HIGH / 2
    assert found["date"].left > WIDE / 4


def test_the_crop_of_a_number_ends_where_the_office_begins() -> None:
    found = places(seen("ที่ มท ๐๘๑๒/ว ๒๗๑", 85, 150), seen("สำนักงานตัวอย่าง", 200, 151))

    assert (found["number"].left, found["number"].right) == (45, 200)


def test_the_crop_of_a_date_has_room_for_a_day_that_is_stamped_before_it() -> None:
    assert places(seen("กุมภาพันธ์ ๒๕๖๔", 300, 190))["date"].left == 260


@pytest.mark.parametrize("words", ["สั่ง ณ วันที่ ๑๐ กุมภาพันธ์ พ.ศ. ๒๕๖๔", "ประกาศ ณ วันที่ ๑๐"])
def test_the_date_of_an_order_is_cut_where_it_stands_also_on_a_later_page(words: str) -> None:
    found = places(seen(words, 200, 700), number=2)

    assert found.keys() == {"date"}
    assert (found["date"].page, found["date"].left, found["date"].top) == (2, 160, 680)


def test_a_later_page_without_a_date_has_no_crops() -> None:
    assert places(seen("ตั้งแต่เดือนกุมภาพันธ์", 85, 150), number=2) == {}


def test_a_number_that_lost_its_label_is_cut_out_and_no_text() -> None:
    lost, office = seen("Aun ๐๕๑๒/ว ๒๑๑", 85, 150), seen("สำนักงานตัวอย่าง", 300, 150)

    assert without_lost_number(blank(), [lost, office], 1) == [office]
    assert places(lost, office)["number"].left == 45


@pytest.mark.parametrize("text", ["ที่ มท ๐๕๑๒/ว ๒๑๑", "อ้างถึง หนังสือ ที่ มท ๐๕๑๒/๓", "เลขที่ ๑/๒ ถนนทดสอบ"])
def test_what_is_no_lost_number_stays(text: str) -> None:
    words = [seen(text, 85, 150)]

    assert without_lost_number(blank(), words, 1) == words
