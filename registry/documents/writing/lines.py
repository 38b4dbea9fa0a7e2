"""What can go wrong with lines: holes in them, and lines that run over the margin.

A line that no more words of Thai fit into is filled up between its letters and at its spaces. Beyond one em poppler
reads what stands behind such a space as another column, and a person sees a hole. And where no dictionary knows a
place at which a line could end, it does not end on the paper.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

WIDEST = 0.9
"""Em; poppler 22.12 sees a column from 1 on (minColSpacing)."""

_SPACE = re.compile(r"(?<=\S)[ \u00a0]+(?=\S)")
_LAST = re.compile(r"\S(?=\s*(?:\r|$))")


@dataclass(frozen=True, slots=True)
class Faults:
    """What a look at the pages found."""

    gaps: tuple[tuple[int, float], ...]
    """Page (from 1) and baseline (points from the page's top) of every space wider than `WIDEST`."""
    run_over: bool
    """Whether a line goes on behind the margin."""


def look(pdf: bytes, *, size: float, margin: float) -> Faults:
    """Return what is wrong with the lines of a file that was made here.

    Args:
        pdf: The file.
        size: Of its type, in points.
        margin: Where lines have to end, in points from the page's left edge.
    """
    gaps: list[tuple[int, float]] = []
    run_over = False
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            height, text = page.get_height(), page.get_textpage()
            words = text.get_text_range()
            gaps += [(number, height - baseline) for baseline in _wide_gaps(text, words, WIDEST * size)]
            run_over |= any(_right(text, last.start()) > margin for last in _LAST.finditer(words))
    return Faults(tuple(gaps), run_over)


def _wide_gaps(text: pypdfium2.PdfTextPage, words: str, widest: float) -> Iterator[float]:
    for space in _SPACE.finditer(words):
        left, baseline = _origin(text, space.start())
        right, same = _origin(text, space.end())
        if right - left > widest and baseline == same:
            yield baseline


def _origin(text: pypdfium2.PdfTextPage, place: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text.raw, _index(text, place), ctypes.byref(x), ctypes.byref(y))
    return x.value, y.value


def _right(text: pypdfium2.PdfTextPage, place: int) -> float:
    return float(text.get_charbox(_index(text, place))[2])


def _index(text: pypdfium2.PdfTextPage, place: int) -> int:
    return int(pdfium.FPDFText_GetCharIndexFromTextIndex(text.raw, place))
