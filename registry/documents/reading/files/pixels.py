"""Pages as pictures in grey, never larger than a page in print is."""

import ctypes
import io
import math
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image

from registry.documents.reading.files.source import Place

MOST_PIXELS = 20_000_000
"""Of one picture; A4 at 300 dpi has nine million."""
POINTS = 72  # an inch
DPI = 300
"""At which text is recognised best."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in grey, one byte a pixel."""

    pixels: bytes
    width: int
    height: int
    scale: float
    """Pixels in a point of the page."""

    @property
    def rows(self) -> memoryview:
        """The pixels, row by row."""
        return memoryview(self.pixels).cast("B", (self.height, self.width))

    def png(self, place: Place) -> bytes:
        """Return the part of the picture at *place*, as PNG."""
        whole = Image.frombuffer("L", (self.width, self.height), self.pixels, "raw", "L", 0, 1)
        edges = (place.left, place.top, place.right, place.bottom)
        left, top, right, bottom = (round(edge * self.scale) for edge in edges)
        part = whole.crop((max(0, left), max(0, top), min(self.width, right), min(self.height, bottom)))
        return encoded(part)


def encoded(image: Image.Image) -> bytes:
    """Return a picture as PNG, without anything about when and how it was made."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def smaller(picture: Picture, most: int) -> Picture:
    """Return a picture of at most *most* pixels."""
    if picture.width * picture.height <= most:
        return picture
    part = math.sqrt(most / (picture.width * picture.height))
    width, height = int(picture.width * part), int(picture.height * part)
    whole = Image.frombuffer("L", (picture.width, picture.height), picture.pixels, "raw", "L", 0, 1)
    less = whole.resize((width, height), Image.Resampling.BOX)
    return Picture(less.tobytes(), width, height, picture.scale * width / picture.width)


def scale_for(width: float, height: float, *, dpi: float) -> float:
    """Return the pixels in a point for *dpi*, fewer where the page of *width* × *height* points is a poster."""
    return min(dpi / POINTS, math.sqrt(MOST_PIXELS / max(1.0, width * height)))


def rendered(page: pdfium.PdfPage, *, dpi: float) -> Picture:
    """Return a page of a PDF as it is printed, with its annotations."""
    scale = scale_for(*page.get_size(), dpi=dpi)
    bitmap = page.render(scale=scale, grayscale=True)
    pixels = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
    if bitmap.stride != bitmap.width:
        pixels = b"".join(pixels[at : at + bitmap.width] for at in range(0, len(pixels), bitmap.stride))
    return Picture(pixels, bitmap.width, bitmap.height, scale)
