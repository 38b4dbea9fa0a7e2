"""What can go wrong with lines: holes in them, and lines that run over the margin.

A line that no more words of Thai fit into is filled up between its letters and at its spaces. Beyond one em poppler
reads what stands behind such a space as another column, and a person sees a hole. And where no dictionary knows a
place at which a line could end, it does not end on the paper.
"""

import ctypes
import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

WIDEST = 0.9
"""Em; poppler 22.12 sees a column from 1 on (minColSpacing)."""

_LAST = re.compile(r"\S(?=\s*(?:\r|$))")
_SPACE = re.compile(r"(?<=\S)[ \u00a0]+(?=\S)")


def wide_gaps(pdf: bytes, size: float) -> Iterator[tuple[int, float]]:
    """Yield page (from 1) and baseline (points from the page's top) of every space wider than `WIDEST`.

    Args:
        pdf: A file that was made here.
        size: Of its type, in points.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            height, text = page.get_height(), page.get_textpage()
            for space in _SPACE.finditer(text.get_text_range()):
                left, baseline = _origin(text, space.start())
                right, same = _origin(text, space.end())
                if right - left > WIDEST * size and baseline == same:
                    yield number, height - baseline


def runs_over(pdf: bytes, margin: float) -> bool:
    """Tell whether a line goes on behind *margin*, in points from the page's left edge."""
    with pypdfium2.PdfDocument(pdf) as document:
        return any(
            text.get_charbox(pdfium.FPDFText_GetCharIndexFromTextIndex(text.raw, last.start()))[2] > margin
            for text in (page.get_textpage() for page in document)
            for last in _LAST.finditer(text.get_text_range())
        )


def _origin(text: pypdfium2.PdfTextPage, place: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    index = pdfium.FPDFText_GetCharIndexFromTextIndex(text.raw, place)
    pdfium.FPDFText_GetCharOrigin(text.raw, index, ctypes.byref(x), ctypes.byref(y))
    return x.value, y.value
