"""What reading costs: a letter in plain text, and pages of our own and other people's files, opened apart."""

import gc
import statistics
import time
from collections.abc import Callable
from functools import partial

from registry.documents import apart, programs
from registry.documents.reading import document
from tests.registry.documents.reading.papers import LETTER, drawn, typeset
from tests.registry.documents.reading.test_document import TEXT, word
from tests.registry.documents.writing import letters

AIMS = {"text_ms": "≤ 20", "pdf_ms_a_page": "≤ 150", "own_pdf_ms_a_page": "≤ 150"}
_ROUNDS = 15
_PAGES = 10


def measured() -> dict[str, float]:
    """Return milliseconds, medians; a PDF's are a page's. The first start of the process apart is counted once."""
    apart.close()
    body = letters.BODY
    files: dict[str, tuple[bytes, int]] = {
        "first_pdf_ms": (typeset(LETTER), 1),
        "text_ms": (TEXT.encode(), 1),
        "docx_ms": (word(), 1),
        "pdf_ms_a_page": (typeset(LETTER), 1),
        "long_pdf_ms_a_page": (typeset("\n#pagebreak()\n".join([LETTER] * _PAGES)), _PAGES),
        "own_pdf_ms_a_page": (letters.pages(letters.LETTER, body).pdf, 1),
    }
    figures = {name: _milliseconds(name, data) / pages for name, (data, pages) in files.items()}
    if programs.found("tesseract"):
        figures["scan_ms"] = _taken(partial(document.read, drawn(LETTER), name="scan.png"), rounds=3)
    apart.close()
    return figures


def _milliseconds(name: str, data: bytes) -> float:
    return _taken(partial(document.read, data, name="letter"), rounds=1 if name.startswith("first") else _ROUNDS)


def _taken(read: Callable[[], object], *, rounds: int) -> float:
    times = []
    gc.collect()
    for _ in range(rounds):
        begun = time.perf_counter()
        read()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)
