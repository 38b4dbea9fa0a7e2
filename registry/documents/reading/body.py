"""The text between head and end: lines put together into paragraphs, and what a page adds left out."""

import re
from collections.abc import Sequence

from registry.documents.draft import Read
from registry.documents.reading.files.lines import Line, joined

ITEM = re.compile(r"^\(?(?P<no>\d{1,2})[.)]\s*(?=\D)")
"""A numbered item: ๑. or (๑) and what it says."""

RULE = re.compile(r"^[-–—_=.·*\s]{3,}$")
"""A line that is only drawn."""

PAGE = re.compile(r"^[-–—\s]*(?:หน้า(?:ที่)?\s*)?\d{1,3}(?:\s?/\s?\d{1,3})?[-–—\s]*$")
"""A page's number."""

OPENS = re.compile(
    r"^(?:ด้วย(?=[ก-๎ ])|ตามที่|เนื่องจาก|โดยที่|อนุสนธิ|ข้าพเจ้า|ในการนี้|จึง(?:เรียน|กราบ|ขอ|แจ้ง|มีคำสั่ง|ประกาศ)|ทั้งนี้|อนึ่ง"
    r"|อาศัยอำนาจ|ข้อ\s[\d๐-๙]+\s|สืบเนื่อง|พร้อมนี้)"
)
"""How paragraphs begin."""

_NARROWEST, _WIDEST, _LINES = 50, 110, 4  # letters on a page's full line, and how many lines tell
_CUE = re.compile(r"^/\s*\S.{0,60}?(?:\.{2,}|…+)$")  # the next page's first words, low on the page before


def paragraphs(lines: Sequence[Line]) -> list[Read[str]]:
    """Return the text's paragraphs: each begins after a blank line, indented, or with a number.

    A text without any blank line or indentation has one paragraph a line, unless its lines are as wide as a page: then
    a line goes on with the next until one is short, or the next begins as paragraphs do.
    """
    kept = without_page(lines)
    shaped = any(line.indented for line in kept) or any(line.after_blank for line in kept[1:])
    width = 0 if shaped else wrapped_width(kept)
    found: list[list[Line]] = []
    for line in kept:
        begins = line.after_blank or line.indented or ITEM.match(line.text) is not None
        if width and found and not begins:
            begins = OPENS.match(line.text) is not None or not is_wide(found[-1][-1], width)
        if found and (shaped or width) and not begins:
            found[-1].append(line)
        else:
            found.append([line])
    return [Read(joined(wrapped), wrapped[0].no) for wrapped in found]


def wrapped_width(lines: Sequence[Line]) -> int:
    """Return how many letters stand on a full line, where most lines are full ones; 0 where lines are no page's."""
    widths = [letters(line.text) for line in lines]
    widest = max(widths, default=0)
    full = sum(width * 4 >= widest * 3 for width in widths)
    if not (_NARROWEST <= widest <= _WIDEST and len(widths) >= _LINES):
        return 0
    return widest if full * 2 >= len(widths) or _goes_on_throughout(lines, widest) else 0


def _goes_on_throughout(lines: Sequence[Line], width: int) -> bool:
    """Tell whether each line goes on with a full one or opens a paragraph, as in short paragraphs that are wrapped."""
    opens = [OPENS.match(line.text) is not None or ITEM.match(line.text) is not None for line in lines]
    wide = [is_wide(line, width) for line in lines]
    behind = list(zip(wide, opens[1:], strict=False))
    return all(full != begins for full, begins in behind) and not all(opens)


def is_wide(line: Line, width: int) -> bool:
    """Tell whether *line* ends where the page does, at *width* letters."""
    return letters(line.text) * 4 >= width * 3


def letters(text: str) -> int:
    """Return how many letters *text* has that take room: marks above and below take none."""
    return sum(not ("\u0e34" <= one <= "\u0e3a" or "\u0e47" <= one <= "\u0e4e" or one == "\u0e31") for one in text)


def without_page(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without numbers of pages, cues of the next page and drawn rules."""
    return [line for line in lines if not any(noise.match(line.text) for noise in (PAGE, _CUE, RULE))]
