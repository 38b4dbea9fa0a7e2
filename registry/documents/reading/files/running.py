"""What pages repeat that is no part of the letter: page numbers, running heads, catchwords, classes at top and foot.

    page 1   … ผ่านระบบ                         page 2       - ๒ -
                        /๒. ร่วมประชุม...                ๒. ร่วมประชุม …

Only what stands in the first or last rows of a page may go, and what a page begins or ends with stays when nothing
else says that it repeats: a line too many can be struck out by whoever looks, a lost one is missed by nobody.
"""

import re
from collections.abc import Sequence

from domain.classes import SecrecyClass, SpeedClass
from domain.thai.digits import to_arabic
from registry.documents.reading.files.source import Page, Row

_NUMBER = re.compile(r"^(?:หน้า(?:ที่)?\s*)?[-–—(]?\s*\d{1,4}\s*[-–—)]?(?:\s*(?:/|จาก|ของ)\s*\d{1,4})?$")
_CATCHWORD = re.compile(r"^/\s*(?P<word>\S.*?)\s*(?:\.{2,}|…+|ฯ)?\s*$")
_CLASSES = frozenset(one.label for kind in (SpeedClass, SecrecyClass) for one in kind)
_MARGIN = 0.13  # of the page's height, where page numbers and running heads stand
_ROWS = 2  # at either end of a page
_SAME_PLACE = 4.0  # points
_SHORTEST = 4  # characters of a catchword that are compared


def without_running(pages: Sequence[Sequence[Row]], sizes: Sequence[Page]) -> list[Row]:
    """Return the rows of all pages as one text; of what repeats, the first head and the last foot stay."""
    kept: list[Row] = []
    for at, (rows, size) in enumerate(zip(pages, sizes, strict=True)):
        before = pages[at - 1] if at else ()
        behind = pages[at + 1] if at + 1 < len(pages) else ()
        top, foot = _ends(rows)
        gone = {number for number in top if _is_running(rows[number], _at(before, 0), size)}
        gone |= {number for number in foot if _is_running(rows[number], _at(behind, 1), size)}
        gone |= {number for number in foot if _is_catchword(rows[number], behind)}
        gone |= {number for number in top if before and _is_class(rows[number])}
        gone |= {number for number in foot if behind and _is_class(rows[number])}
        kept += _without(rows, gone)
    return kept


def _ends(rows: Sequence[Row]) -> tuple[list[int], list[int]]:
    """Return the places of the first and of the last printed rows of a page."""
    printed = [number for number, row in enumerate(rows) if row.text.strip()]
    return printed[:_ROWS], printed[_ROWS:][-_ROWS:]


def _at(rows: Sequence[Row], end: int) -> list[Row]:
    return [rows[number] for number in _ends(rows)[end]]


def _is_running(row: Row, beside: Sequence[Row], size: Page) -> bool:
    return _is_in_margin(row, size) and (_is_page_number(row) or _repeats(row, beside))


def _is_in_margin(row: Row, size: Page) -> bool:
    if row.place is None:
        return False
    return row.place.top < _MARGIN * size.height or row.place.bottom > (1 - _MARGIN) * size.height


def _is_page_number(row: Row) -> bool:
    return _NUMBER.match(to_arabic(row.text.strip())) is not None


def _repeats(row: Row, beside: Sequence[Row]) -> bool:
    """Tell whether the same words, but for figures, stand at the same height of the page beside."""
    text, place = _folded(row), row.place
    return place is not None and any(
        other.place is not None and abs(other.place.top - place.top) < _SAME_PLACE and _folded(other) == text
        for other in beside
    )


def _folded(row: Row) -> str:
    return re.sub(r"\d+", "0", to_arabic("".join(row.text.split())))


def _is_catchword(row: Row, following: Sequence[Row]) -> bool:
    """Tell whether a row only announces what the next page begins with."""
    found = _CATCHWORD.match(row.text.strip())
    if found is None:
        return False
    word = "".join(found["word"].split())
    begins = ("".join(one.text.split()) for one in following[: 2 * _ROWS])
    return len(word) >= _SHORTEST and any(text.startswith(word) for text in begins)


def _is_class(row: Row) -> bool:
    return row.text.strip() in _CLASSES


def _without(rows: Sequence[Row], gone: set[int]) -> list[Row]:
    """Leave rows out, with the blank ones that set them apart from the text."""
    kept = [row for number, row in enumerate(rows) if number not in gone]
    if not gone:
        return kept
    first = next((at for at, row in enumerate(kept) if row.text.strip()), len(kept))
    last = next((at for at in range(len(kept) - 1, -1, -1) if kept[at].text.strip()), -1)
    return kept[first : last + 1]
