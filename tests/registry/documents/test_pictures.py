"""Pages as pictures, drawn apart."""

import io

import pytest
from PIL import Image

from domain.errors import InvalidValue
from registry.documents import pictures
from tests.registry.documents.reading.papers import LETTER, drawn, typeset

THREE_PAGES = "หนึ่ง #text(fill: red)[แดง]\n#pagebreak()\nสอง\n#pagebreak()\nสาม"


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def test_every_page_is_drawn_as_wide_as_is_asked() -> None:
    found = pictures.pages(typeset(THREE_PAGES), width=400)

    assert found.pages == len(found.drawn) == 3
    assert {picture(one).size for one in found.drawn} == {(400, 566)}


def test_pages_keep_their_colours() -> None:
    (page,) = pictures.pages(typeset(THREE_PAGES), last=1).drawn

    colours = picture(page).convert("RGB").getcolors(1 << 16) or []
    assert (255, 65, 54) in [colour for _, colour in colours]


def test_a_range_of_pages_is_drawn() -> None:
    pdf = typeset(THREE_PAGES)

    found = pictures.pages(pdf, first=2, last=3)

    assert found.drawn == pictures.pages(pdf).drawn[1:]


def test_a_thumbnail_is_small() -> None:
    assert picture(pictures.thumbnail(typeset(LETTER))).width == pictures.THUMBNAIL


def test_a_picture_is_drawn_too() -> None:
    found = pictures.pages(drawn(LETTER, dpi=100), width=300)

    assert (found.pages, picture(found.drawn[0]).width) == (1, 300)


@pytest.mark.parametrize(
    "asked",
    [{"width": 0}, {"width": pictures.MOST_WIDE + 1}, {"first": 0}, {"first": 3, "last": 2}, {"last": 51}],
)
def test_what_would_take_too_much_is_refused(asked: dict[str, int]) -> None:
    with pytest.raises(InvalidValue, match="are not drawn"):
        pictures.pages(typeset(THREE_PAGES), **asked)


@pytest.mark.parametrize("data", ["เรื่อง ขอเชิญประชุม".encode(), b"PK\x03\x04", b"MZ", b"\x00\x01"])
def test_what_has_no_pages_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="Only pages of a PDF, and pictures"):
        pictures.pages(data)


def test_a_picture_that_is_none_behind_its_first_bytes_is_refused_in_words() -> None:
    with pytest.raises(InvalidValue, match=r"\(no whole PNG, JPEG or TIFF\)"):
        pictures.pages(b"\xff\xd8\xff")


def test_a_page_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidValue, match="has 3 pages, so there is no page 4"):
        pictures.pages(typeset(THREE_PAGES), first=4)
