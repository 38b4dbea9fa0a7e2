"""The text between head and end: lines put together into paragraphs, and what a page adds left out."""

import re
from collections.abc import Sequence

from registry.documents.draft import Read
from registry.documents.reading.lines import Line, joined

ITEM = re.compile(r"^\(?(?P<no>\d{1,2})[.)]\s*(?=\D)")
"""A numbered item: ๑. or (๑) and what it says."""

RULE = re.compile(r"^[-–—_=.·*\s]{3,}$")
"""A line that is only drawn."""

PAGE = re.compile(r"^[-–—\s]*(?:หน้า(?:ที่)?\s*)?\d{1,3}(?:\s?/\s?\d{1,3})?[-–—\s]*$")
"""A page's number."""

_CUE = re.compile(r"^/\s*\S.{0,60}?(?:\.{2,}|…+)$")  # the next page's first words, low on the page before


def paragraphs(lines: Sequence[Line]) -> list[Read[str]]:
    """Return the text's paragraphs: each begins after a blank line, indented, or with a number.

    A text without any blank line or indentation has one paragraph a line.
    """
    kept = without_page(lines)
    shaped = any(line.indented for line in kept) or any(line.after_blank for line in kept[1:])
    found: list[list[Line]] = []
    for line in kept:
        if found and shaped and not (line.after_blank or line.indented or ITEM.match(line.text)):
            found[-1].append(line)
        else:
            found.append([line])
    return [Read(joined(wrapped), wrapped[0].no) for wrapped in found]


def without_page(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without numbers of pages, cues of the next page and drawn rules."""
    return [line for line in lines if not any(noise.match(line.text) for noise in (PAGE, _CUE, RULE))]
