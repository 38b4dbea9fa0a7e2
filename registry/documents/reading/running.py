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
from registry.documents.reading.source import Page, Row

_NUMBER = re.compile(r"^(?:หน้า(?:ที่)?\s*)?[-–—(]?\s*\d{1,4}\s*[-–—)]?(?:\s*(?:/|จาก|ของ)\s*\d{1,4})?$")
_CATCHWORD = re.compile(r"^/\s*(?P<word>\S.*?)\s*(?:\.{2,}|…+|ฯ)?\s*$")
_CLASSES = frozenset(one.label for kind in (SpeedClass, SecrecyClass) for one in kind)
_MARGIN = 0.13  # of the page's height, where page numbers and running heads stand
_ROWS = 2  # at either end of a page
_SAME_PLACE = 4.0  # points
_SHORTEST = 4  # characters of a catchword that are compared


def without_running(pages: Sequence[Sequence[Row]], sizes: Sequence[Page]) -> list[Row]:
    """Return the rows of all pages as one text."""
    kept: list[Row] = []
    for at, rows in enumerate(pages):
        gone = {
            number
            for number in _ends(rows)
            if _is_page_number(rows[number], sizes[at])
            or _repeats(rows[number], pages[:at])
            or _is_catchword(rows[number], pages[at + 1] if at + 1 < len(pages) else (), sizes[at + 1 :])
            or _is_class_within(number, rows, page=at, pages=len(pages))
        }
        kept += _without(rows, gone)
    return kept


def _ends(rows: Sequence[Row]) -> list[int]:
    """Return the places of the first and last printed rows of a page."""
    printed = [number for number, row in enumerate(rows) if row.text.strip()]
    return sorted({*printed[:_ROWS], *printed[-_ROWS:]})


def _is_page_number(row: Row, size: Page) -> bool:
    if row.place is None or not _NUMBER.match(to_arabic(row.text.strip())):
        return False
    return row.place.top < _MARGIN * size.height or row.place.bottom > (1 - _MARGIN) * size.height


def _repeats(row: Row, earlier: Sequence[Sequence[Row]]) -> bool:
    """Tell whether the same words, but for figures, stand at the same height of the page before."""
    text = _folded(row)
    if not earlier or row.place is None:
        return False
    ends = (earlier[-1][number] for number in _ends(earlier[-1]))
    return any(
        other.place is not None and abs(other.place.top - row.place.top) < _SAME_PLACE and _folded(other) == text
        for other in ends
    )


def _folded(row: Row) -> str:
    return re.sub(r"\d+", "0", to_arabic("".join(row.text.split())))


def _is_catchword(row: Row, following: Sequence[Row], sizes: Sequence[Page]) -> bool:
    """Tell whether a row only announces what the next page begins with (งานพิมพ์: คำต่อเนื่อง)."""
    found = _CATCHWORD.match(row.text.strip())
    if found is None or not following or not sizes:
        return False
    word = "".join(found["word"].split())
    begins = ("".join(one.text.split()) for one in following[: 2 * _ROWS] if not _is_page_number(one, sizes[0]))
    return len(word) >= _SHORTEST and any(text.startswith(word) for text in begins)


def _is_class_within(number: int, rows: Sequence[Row], *, page: int, pages: int) -> bool:
    """Tell whether a class stands at the top of a later page, or at the foot of one before the last."""
    if rows[number].text.strip() not in _CLASSES:
        return False
    at_top = number in _ends(rows)[:_ROWS]
    return page > 0 if at_top else page < pages - 1


def _without(rows: Sequence[Row], gone: set[int]) -> list[Row]:
    """Leave rows out, with the blank ones that set them apart from the text."""
    kept = [row for number, row in enumerate(rows) if number not in gone]
    if not gone:
        return kept
    first = next((at for at, row in enumerate(kept) if row.text.strip()), len(kept))
    last = next((at for at in range(len(kept) - 1, -1, -1) if kept[at].text.strip()), -1)
    return kept[first : last + 1]
