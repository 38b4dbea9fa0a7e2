"""A tree as a picture (SVG 1.1): one line a unit, elbows from parent to child, a legend where lines are marked.

    title
    กรมตัวอย่าง  มท 08 · by 1/2564
    ├─ สถจ.กระบี่  …
    │  └─ + กลุ่มงานอำเภอ  added by 55/2564

The picture asks for nothing from elsewhere: no style sheet, no script, no font but those of the machine that shows
it. Every text in it is other people's words and is escaped.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from api.texts.text import Language, Text
from api.trees import Branch, Mark, Tree

_LINE: Final = 26
_INDENT: Final = 24
_MARGIN: Final = 20
_NAME: Final = 15
"""Pixels: height of a line, indent of a level, margin, size of letters."""
_GAP: Final = 10
_WIDEST: Final = 0.62
"""Width of a letter as a part of its height, for most fonts."""
_FONTS: Final = "Sarabun, 'TH Sarabun New', 'Noto Sans Thai', Loma, Tahoma, sans-serif"
_ABOUT: Final = (
    f'xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title" font-family={quoteattr(_FONTS)} '
    f'font-size="{_NAME}"'
)
_COLOURS: Final = {Mark.SAME: "#1b1b1b", Mark.ADDED: "#00663a", Mark.GONE: "#a3161f", Mark.CHANGED: "#7a4b00"}
"""All of a contrast with white of at least 7."""
_LEGEND: Final = {
    Mark.ADDED: Text("เพิ่ม", "added"),
    Mark.GONE: Text("ยุบเลิก", "abolished"),
    Mark.CHANGED: Text("เปลี่ยนแปลง", "changed"),
}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A branch, the level and line where it stands, and the line from which its elbow comes down."""

    branch: Branch
    level: int
    line: int
    parent: int | None
    sibling: int | None
    """The line of the sibling before it, down to which the parent's line is drawn already."""


def drawn(tree: Tree, language: Language) -> str:
    """Return a tree as the text of an SVG file."""
    placed = list(_placed(tree))
    marks = [mark for mark in _LEGEND if any(one.branch.mark is mark for one in placed)]
    legend = " · ".join(f"{mark.value} {_LEGEND[mark].said(language)}" for mark in marks)
    title = _seen(tree.title.said(language))
    lines = [_line(one, language) for one in placed]
    widths = [_MARGIN + one.level * _INDENT + _width(one, language) for one in placed]
    width = max([*widths, _MARGIN + round(_long(title) * _NAME * _WIDEST), 320]) + _MARGIN
    first = 3 if legend else 2
    height = (len(placed) + first) * _LINE + _MARGIN
    size = f'width="{width}" height="{height}"'
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg {_ABOUT} {size} viewBox="0 0 {width} {height}" xml:lang="{language}">',
        f'<title id="title">{escape(title)}</title>',
        f'<rect {size} fill="#ffffff"/>',
        f'<text x="{_MARGIN}" y="{_LINE}" font-weight="bold">{escape(title)}</text>',
    ]
    if legend:
        head.append(f'<text x="{_MARGIN}" y="{2 * _LINE}" fill="#4a4a4a">{escape(legend)}</text>')
    down = first * _LINE
    elbows = [_elbow(one, down) for one in placed if one.parent is not None]
    texts = [f'<g transform="translate(0 {down})">', *lines, "</g>"]
    return "\n".join([*head, *elbows, *texts, "</svg>"]) + "\n"


def _placed(tree: Tree) -> Iterator[_Placed]:
    """Yield every branch line by line, each behind its parent."""
    waiting: list[tuple[Branch, int, int | None]] = [(branch, 0, None) for branch in reversed(tree.branches)]
    newest: dict[int, int] = {}  # below each parent
    line = 0
    while waiting:
        branch, level, parent = waiting.pop()
        yield _Placed(branch, level, line, parent, None if parent is None else newest.get(parent))
        if parent is not None:
            newest[parent] = line
        waiting += [(child, level + 1, line) for child in reversed(branch.below)]
        line += 1


def _line(one: _Placed, language: Language) -> str:
    colour = _COLOURS[one.branch.mark]
    x, y = _MARGIN + one.level * _INDENT, one.line * _LINE
    gone = ' text-decoration="line-through"' if one.branch.mark is Mark.GONE else ""
    mark = f"{one.branch.mark.value} " if one.branch.mark is not Mark.SAME else ""
    detail = _seen(one.branch.detail.said(language))
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" xml:space="preserve">{mark}'
        f'<tspan font-weight="bold"{gone}>{escape(_seen(one.branch.name))}</tspan>'
        f'<tspan dx="{_GAP}" fill="#4a4a4a">{escape(detail)}</tspan></text>'
    )


def _elbow(one: _Placed, down: int) -> str:
    """Return the line from a parent, or from the sibling before, down and across to a child."""
    x = _MARGIN + (one.level - 1) * _INDENT + _INDENT // 4
    here = down + one.line * _LINE - _LINE // 5
    if one.sibling is None:
        above = down + (one.parent or 0) * _LINE + _LINE // 4
    else:
        above = down + one.sibling * _LINE - _LINE // 5
    return f'<path d="M{x} {above}V{here}H{x + _INDENT // 2}" fill="none" stroke="#8a8a8a"/>'


def _width(one: _Placed, language: Language) -> int:
    letters = _long(one.branch.lead) + _long(one.branch.detail.said(language))
    return round(letters * _NAME * _WIDEST) + _GAP


def _long(text: str) -> int:
    """Return how many letters stand side by side: Thai vowels and tones above and below take no room."""
    return sum(unicodedata.category(letter) not in {"Mn", "Cf"} for letter in text)


def _seen(text: str) -> str:
    """Return *text* without what XML cannot hold or what turns the writing round."""
    return "".join(letter if letter.isprintable() or letter == " " else f"\\u{ord(letter):04x}" for letter in text)
