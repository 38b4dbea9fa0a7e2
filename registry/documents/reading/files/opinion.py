"""A second opinion on the text of a PDF: what poppler's `pdftotext` reads, row by row beside ours.

Two programs that read the same wrong words are rare, so where they agree somebody need not look; where they differ
in more than spaces, both readings are kept.
"""

import difflib
from collections.abc import Sequence
from dataclasses import replace

from domain.errors import InvalidValue
from domain.thai.text import normalise
from registry.documents import programs
from registry.documents.reading.files.source import GAP, Row

PROGRAM = "pdftotext"
SECONDS = 4.0
"""It is left out when it takes longer."""
_ALIKE = 0.5  # of two readings' characters, to be readings of the same words
_LARGEST = 4 << 20  # bytes
_QUOTES = dict.fromkeys(map(ord, "“”‘’\"'"))


def asked(data: bytes, *, pages: int) -> programs.Running | None:
    """Start reading the first *pages* of a PDF; None where the machine does not have the program."""
    path = programs.found(PROGRAM)
    if path is None:
        return None
    return programs.Running([path, "-raw", "-enc", "UTF-8", "-l", str(pages), "-", "-"], data)


def compared(rows: Sequence[Row], running: programs.Running) -> tuple[Row, ...]:
    """Return the rows, each with the other reading where it differs; as they are when there is none."""
    said = running.output(seconds=SECONDS)
    if said is None or len(said) > _LARGEST:
        return tuple(rows)
    pages = [_Page(text) for text in said.decode("utf-8", "replace").split("\f")]
    return tuple(_beside(row, pages) for row in rows)


class _Page:
    """What the program reads on one page."""

    def __init__(self, text: str) -> None:
        self._lines = [line for line in text.splitlines() if line.strip()]
        self._drawn = _compact(text)

    def reads(self, text: str) -> bool:
        """Whether the same characters stand on the page, whatever spaces are between them."""
        return _compact(text) in self._drawn

    def nearest(self, text: str) -> str | None:
        """Return the line that is another reading of *text*; None where there is none like it."""
        matcher = difflib.SequenceMatcher(None, b=text, autojunk=False)
        best, found = _ALIKE, None
        for line in self._lines:
            matcher.set_seq1(line)
            if matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
                best, found = ratio, line
        return found


def _beside(row: Row, pages: Sequence[_Page]) -> Row:
    if row.place is None or row.guessed or row.place.page > len(pages):
        return row
    page = pages[row.place.page - 1]
    columns = row.text.split(GAP)
    others = [column if page.reads(column) else page.nearest(column) for column in columns]
    if None in others or others == columns:
        return row
    return replace(row, other=GAP.join(other for other in others if other is not None))


def _compact(text: str) -> str:
    """Return the characters that are drawn, in the one order of the text rule, without marks of quotation.

    Those come from another font and stand higher, so that the program takes them for lines of their own.
    """
    text = text.translate(_QUOTES)
    try:
        return "".join(normalise(text).split())
    except InvalidValue:
        return "".join(text.split())
