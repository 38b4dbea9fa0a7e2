"""Opens a picture of a page: recognised text with its places, QR codes, and crops of what a machine must not read.

Runs in the process apart. The text is Debian's tesseract's with Thai, found when it is needed. It takes ๔ for ๕ and
๖ for ๒, so nothing that it reads is believed as a figure: where number and date stand, a crop is cut for people.
"""

import html
import re
import statistics
from collections.abc import Iterator, Sequence

from domain.errors import InvalidValue
from registry.documents import programs
from registry.documents.apart import Setting
from registry.documents.reading.files import crops, layout
from registry.documents.reading.files.codes import codes
from registry.documents.reading.files.layout import Word
from registry.documents.reading.files.opening import document_of, grey_of
from registry.documents.reading.files.pixels import DPI, POINTS, Picture, rendered
from registry.documents.reading.files.source import Page, Paged

PROGRAM = "tesseract"
PACKAGES = "tesseract-ocr tesseract-ocr-tha"
"""Debian's."""
SECONDS = 25.0
"""For one page."""

_SPARSE = "11"  # page segmentation: pieces of text wherever they stand; finds the two columns of a head
_LEAST_SURE = 40  # of 100: less is a stamp, an emblem or a stain
_LARGE = 1.6  # times the usual type size
_LINE = re.compile(r"<span class='ocr_(?:line|header|caption|textfloat)'[^>]*title=\"([^\"]*)\"")
_WORD = re.compile(r"x_wconf (\d+)'[^>]*>(.*?)</span>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size ([\d.]+)")


def opened(data: bytes, settings: dict[str, Setting]) -> Paged:
    """Return what can be seen on one page of a picture, or of a PDF made of pictures.

    Args:
        data: PDF, PNG, JPEG or TIFF.
        settings: ``page`` (int, from 1); ``ocr`` (bool): recognise text too.

    Raises:
        InvalidValue: no such picture, a picture too large, or the program or its Thai is not there.
    """
    number = int(settings.get("page") or 1)
    if data.startswith(b"%PDF"):
        document = document_of(data)
        picture, pages = rendered(document[number - 1], dpi=DPI), len(document)
    else:
        picture, pages = grey_of(data, number)
    words = _recognised(picture) if settings.get("ocr") else []
    size = Page(round(picture.width / picture.scale, 1), round(picture.height / picture.scale, 1))
    return Paged(
        pages=(size,),
        rows=tuple(layout.rows(crops.without_lost_number(picture, words, number), number)),
        codes=codes(picture, number),
        crops=crops.cut(picture, words, number),
        unread=pages - number,
    )


def _recognised(picture: Picture) -> list[Word]:
    path = programs.found(PROGRAM)
    if path is None or not _knows_thai(path):
        message = f"Scans cannot be read here: install {PACKAGES} (Debian), or type the letter's parts in."
        raise InvalidValue("ocr-missing", message, packages=PACKAGES)
    header = f"P5 {picture.width} {picture.height} 255\n".encode()
    dpi = str(round(picture.scale * POINTS))
    arguments = [path, "-", "-", "-l", "tha+eng", "--psm", _SPARSE, "--dpi", dpi, "hocr", "txt"]
    said = programs.Running(arguments, header + picture.pixels).output(seconds=SECONDS)
    if said is None:
        message = "The text on the page could not be recognised: scan it anew at 300 dpi, or type the parts in."
        raise InvalidValue("ocr-failed", message)
    return list(_words(said.decode("utf-8", "replace"), picture.scale))


def _knows_thai(path: str) -> bool:
    said = programs.Running([path, "--list-langs"], b"").output(seconds=SECONDS)
    return said is not None and b"tha" in said.split()


def _words(said: str, scale: float) -> Iterator[Word]:
    """Yield every piece of a line that was recognised, with its spaces, which only the plain text has."""
    shown, _, plain = said.rpartition("</div>")
    texts = [line.strip() for line in plain.split("</body>")[0].splitlines() if line.strip()]
    lines = [*_LINE.finditer(shown)]
    ends = [*(line.start() for line in lines), len(shown)][1:]  # none where nothing was recognised
    sizes = [float(size) for line in lines for size in _SIZE.findall(line[1])]
    usual = statistics.median(sizes) if sizes else 1.0
    for place, (line, end) in enumerate(zip(lines, ends, strict=True)):
        found = [(int(sure), html.unescape(_TAG.sub("", text))) for sure, text in _WORD.findall(shown, line.end(), end)]
        drawn = "".join(text for _, text in found)
        box, baseline, size = _BOX.search(line[1]), _BASELINE.search(line[1]), _SIZE.search(line[1])
        if not found or box is None or statistics.mean(sure for sure, _ in found) < _LEAST_SURE:
            continue
        left, _, right, bottom = map(int, box.groups())
        height = float(size[1]) if size else usual
        yield Word(
            text=_spaced(drawn, texts, place),
            left=left / scale,
            right=right / scale,
            baseline=(bottom + (float(baseline[2]) if baseline else 0.0)) / scale,
            size=(height if height > _LARGE * usual else usual) / scale,
            guessed=True,
        )


def _spaced(drawn: str, texts: Sequence[str], place: int) -> str:
    """Return the line of the plain text that is *drawn*, or *drawn* itself where the two do not go together."""
    text = texts[place] if place < len(texts) else ""
    return text if "".join(text.split()) == "".join(drawn.split()) else drawn
