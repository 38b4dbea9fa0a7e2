"""QR codes on a page (ISO/IEC 18004). What one says is shown, never followed."""

import re
from collections.abc import Sequence

import zxingcpp

from registry.documents.reading.files.layout import Word
from registry.documents.reading.files.pixels import Picture, smaller
from registry.documents.reading.files.source import Code, Place

MOST_CODES = 8
"""On a page; a letter has one."""
LONGEST = 2_000
"""Characters of one that is kept."""
MOST_SEARCHED = 4_000_000
"""Pixels; A4 at 200 dpi. A picture full of corners of codes takes time by the square of their number."""
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_CAPTION = re.compile(r"สแกน|QR|คิวอาร์|ตรวจสอบ|ดาวน์โหลด|ตอบรับ|[Ss]can")
_BELOW = 3.0  # type sizes in which a caption stands
_WIDER = 3.0  # type sizes by which it may stick out


def codes(picture: Picture, page: int) -> tuple[Code, ...]:
    """Return the QR codes on the picture of a page, from the top downwards."""
    picture = smaller(picture, MOST_SEARCHED)
    found = zxingcpp.read_barcodes(picture.rows, formats=_QR, text_mode=zxingcpp.TextMode.Plain)
    read = [Code(one.text[:LONGEST], _place(one.position, picture.scale, page)) for one in found[:MOST_CODES]]
    return tuple(sorted(read, key=lambda code: (code.place.top, code.place.left)))


def _place(position: zxingcpp.Position, scale: float, page: int) -> Place:
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    across = [corner.x / scale for corner in corners]
    down = [corner.y / scale for corner in corners]
    return Place(page, *(round(edge, 1) for edge in (min(across), min(down), max(across), max(down))))


def without_captions(words: Sequence[Word], found: Sequence[Code]) -> list[Word]:
    """Return the words without those that only say what a code below which they stand is for."""
    return [word for word in words if not any(_is_caption(word, code.place) for code in found)]


def _is_caption(word: Word, place: Place) -> bool:
    below = 0 < word.baseline - place.bottom < _BELOW * word.size
    beside = place.left - _WIDER * word.size < word.left and word.right < place.right + _WIDER * word.size
    return below and beside and _CAPTION.search(word.text) is not None
