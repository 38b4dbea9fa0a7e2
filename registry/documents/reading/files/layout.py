"""Words and where they stand on a page → rows as somebody would have typed them.

    words ─by baseline─▶ rows ─▶ gaps: four spaces ─▶ left edges: indented? ─▶ distances: a blank line?

The rules that read a letter know lines, columns, indentation and blank lines; geometry says the same of a page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from registry.documents.reading.files.source import GAP, Place, Row

SAME_LINE = 0.45  # of the type size, between baselines
_JOINED = 0.12  # of the type size: no space is printed in less
_COLUMN = 2.0  # type sizes between two columns
_INDENTED = 1.2  # type sizes behind the left edge
_QUANTITY = 0.6  # type sizes before a quantity in a column of its own
_BELOW = 1.0  # point, between words that stand below each other
_HANGING = 0.6  # of the type size, below a word that the line before begins with
_BLANK = 1.2  # times the usual distance of lines
_BLANK_GUESSED = 1.45  # recognised words have restless baselines
_LEAD = re.compile(
    r"^(?:[-–•*]|\(?[\d๐-๙]{1,2}(?:\.[\d๐-๙]{1,2})*[.)]?|ข้อ|[ก-ฮ]\."
    r"|ที่|เรื่อง|เรียน|กราบเรียน|นมัสการ|กราบนมัสการ|ถึง|อ้างถึง|สิ่งที่ส่งมาด้วย|สำเนาส่ง)$"
)
"""A word behind which the text of an item or label begins."""
_ITEM = re.compile(r"^\(?[\d๐-๙]{1,2}[.)]")
_COUNT = "จำนวน"
_QUANTITY_ALONE = re.compile(rf"^{_COUNT}\s[\d๐-๙]+\s[^\s()](?:[^()]|\([^()]*\))*$")
_MOST_HANGING = 3  # words at the head of a line that the next one may hang below


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a space between them; lengths in points, from the page's upper left corner."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    guessed: bool = False
    spaced: bool = False
    """Whether a space is printed behind it."""


def rows(words: Sequence[Word], page: int) -> list[Row]:
    """Return the rows of a page from top to bottom, blank ones where the distance says so."""
    lines = _lines(words)
    if not lines:
        return []
    edge = _left_edge(lines)
    apart = [False, *_apart(lines)]
    hanging = [*_hanging(lines, apart), False]
    goes_on = [hangs and not _ITEM.match(line[0].text) for hangs, line in zip(hanging, lines, strict=False)] + [False]
    found: list[Row] = []
    quantity: list[Word] = []
    columns = [word.left for line in lines for word in line if word.text == _COUNT]
    for at, words_of_line in enumerate(lines):
        line = words_of_line
        if apart[at]:
            found.append(Row(""))
        if goes_on[at + 1] and not goes_on[at]:
            line, quantity = _quantity_apart(line, columns, lines[at + 1])
        indented = not hanging[at] and line[0].left > edge + _INDENTED * line[0].size
        row = _row(line, page, indented=indented)
        if quantity and goes_on[at] and not goes_on[at + 1]:
            row = replace(row, text=" ".join([row.text.rstrip(), *(word.text for word in quantity)]))
            quantity = []
        found.append(row)
    return found


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Gather words into lines by their baselines; a word beside which the line is taken begins another."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.baseline):
        line = lines[-1] if lines else None
        if line is not None and _same_line(line, word):
            line.append(word)
        else:
            lines.append([word])
    for line in lines:
        line.sort(key=lambda word: word.left)
    return lines


def _same_line(line: Sequence[Word], word: Word) -> bool:
    size = max(word.size, *(one.size for one in line))
    if word.baseline - min(one.baseline for one in line) > SAME_LINE * size:
        return False
    return all(word.left >= one.right - 0.3 * size or word.right <= one.left + 0.3 * size for one in line)


def _left_edge(lines: Sequence[Sequence[Word]]) -> float:
    """Return where the text begins: the leftmost edge that two lines share, within half a type size."""
    lefts = sorted(line[0].left for line in lines)
    shared = (one for one, other in pairwise(lefts) if other - one < 0.5 * lines[0][0].size)
    return next(shared, lefts[0])


def _pitch(lines: Sequence[Sequence[Word]]) -> float:
    """Return the usual distance of two lines of one paragraph: a low one of all distances."""
    distances = sorted(_distance(one, other) for one, other in pairwise(lines))
    return distances[len(distances) // 4] if distances else 0.0


def _distance(line: Sequence[Word], below: Sequence[Word]) -> float:
    return below[0].baseline - line[0].baseline


def _apart(lines: Sequence[Sequence[Word]]) -> Iterator[bool]:
    """Yield for every line but the first whether a blank line, or the space of one, lies before it."""
    pitch = _pitch(lines)
    for before, line in pairwise(lines):
        yield _distance(before, line) > pitch * (_BLANK_GUESSED if line[0].guessed else _BLANK)


def _hanging(lines: Sequence[Sequence[Word]], apart: Sequence[bool]) -> Iterator[bool]:
    """Yield for every line whether it goes on below the text of an item or label, and so begins nothing new."""
    already = False
    for at, line in enumerate(lines):
        already = at > 0 and not apart[at] and _hangs(lines[at - 1], line, already=already)
        yield already


def _hangs(before: Sequence[Word], line: Sequence[Word], *, already: bool) -> bool:
    tolerance = _HANGING * line[0].size
    if already and abs(line[0].left - before[0].left) < tolerance:
        return True
    heads = range(1, min(_MOST_HANGING, len(before)))
    return any(
        abs(line[0].left - before[at].left) < tolerance and all(_LEAD.match(word.text) for word in before[:at])
        for at in heads
    )


def _quantity_apart(line: list[Word], columns: Sequence[float], below: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Part a quantity in a column of its own from the item's first line: it belongs behind the last one.

    One that goes on in the line below, with its unit or in brackets, is of no column.
    """
    for at, word in enumerate(line[1:], start=1):
        if word.text == _COUNT and (below[0].text.startswith("(") or not _QUANTITY_ALONE.match(_text(line[at:]))):
            return line, []
        if word.text == _COUNT and (
            word.left - line[at - 1].right > _QUANTITY * word.size
            or sum(abs(word.left - column) < _BELOW for column in columns) > 1
        ):
            return line[:at], line[at:]
    return line, []


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _row(line: Sequence[Word], page: int, *, indented: bool) -> Row:
    text = GAP if indented else ""
    for at, word in enumerate(line):
        if at:
            gap = word.left - line[at - 1].right
            text += (
                GAP if gap > _COLUMN * word.size else " " if line[at - 1].spaced or gap > _JOINED * word.size else ""
            )
        text += word.text
    place = Place(
        page,
        left=round(min(word.left for word in line), 1),
        top=round(min(word.baseline - word.size for word in line), 1),
        right=round(max(word.right for word in line), 1),
        bottom=round(max(word.baseline + 0.35 * word.size for word in line), 1),
    )
    row = Row(text, place, guessed=any(word.guessed for word in line))
    return replace(row, text=f"{text} ") if line[-1].spaced else row
