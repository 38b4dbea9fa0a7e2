"""An order's text as clauses, what it quotes kept apart: new words for an earlier order are not its own commands.

ข้อ ๒ ให้ยกเลิกความในวรรคสองของข้อ ๗ แห่งระเบียบ… และให้ใช้ความต่อไปนี้แทน      says something
“คำขอตามวรรคหนึ่งให้มีคำรับรอง …”                                             is quoted
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.numbers import plain
from registry.documents.draft import Read, Sureness

HIDDEN = "\ufffd"
"""Stands in `Clause.told` for every character that is quoted."""

_NUMBERED = re.compile(r"^\s*ข้อ\s?(?P<no>\d{1,3}(?:\.\d{1,2})*)(?=\D)\.?\s*")
_ITEM = re.compile(r"^\s*(?P<no>\d{1,3})\s?[.)]\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class Clause:
    """One paragraph that says something."""

    no: str | None
    """The clause that it belongs to, e.g. ``ข้อ 3``; None before the first one."""
    text: str
    """As printed, without the number that it begins with."""
    told: str
    """The same, character for character: Arabic digits, and quoted words hidden."""
    line: int
    sure: Sureness
    behind: str = ""
    """What is quoted in the paragraphs below it, without the marks."""

    def words(self, place: int) -> str | None:
        """Return what is quoted first behind *place*."""
        found = re.compile(f"{HIDDEN}+").search(self.told, place)
        return self.text[slice(*found.span())] if found else self.behind or None

    def printed(self, place: int, end: int) -> str:
        """Return a part of the text without marks of quoting around it."""
        return " ".join(self.text[place:end].split()).strip(" “”\"'.,;:")


def clauses(paragraphs: Sequence[Read[str]]) -> list[Clause]:
    """Return the paragraphs that say something, each with the number of the clause that it goes on."""
    numbered = any(_NUMBERED.match(plain(paragraph.value)) for paragraph in paragraphs)
    found: list[Clause] = []
    no: str | None = None
    depth = 0
    for paragraph, closes in zip(paragraphs, _closing(paragraphs), strict=True):
        inside = depth > 0
        told, depth = _told(paragraph.value, depth, closes=closes)
        if found and (inside or paragraph.value.startswith("“")):
            quoted = "".join(one for one, seen in zip(paragraph.value, told, strict=True) if seen == HIDDEN)
            found[-1] = replace(found[-1], behind="\n".join(filter(None, (found[-1].behind, quoted))))
            continue
        begins = _NUMBERED.match(told) or _ITEM.match(told)
        if begins and not (numbered and begins.re is _ITEM):  # an item of a list goes on with its clause
            no = f"ข้อ {begins['no']}"
        at = begins.end() if begins else 0
        found.append(Clause(no, paragraph.value[at:], told[at:], paragraph.line, paragraph.sure))
    return found


def _closing(paragraphs: Sequence[Read[str]]) -> list[bool]:
    """Tell of each paragraph whether a mark below it closes what it may open."""
    below, found = False, []
    for paragraph in reversed(paragraphs):
        found.append(below)
        below = below or "”" in paragraph.value
    return found[::-1]


def _told(text: str, depth: int, *, closes: bool) -> tuple[str, int]:
    """Return *text* with what is quoted hidden, and how many marks are open behind it."""
    told = []
    for character, seen in zip(text, plain(text), strict=True):
        depth -= character == "”" and depth > 0
        told.append(HIDDEN if depth else seen)
        depth += character == "“"
    return "".join(told), depth if closes else 0
