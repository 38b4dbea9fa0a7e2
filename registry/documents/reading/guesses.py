"""What a machine recognised in a picture: its words may be read, its figures are not to be believed.

A text that shows the signs of such a reading is taken for one, whoever handed it in. Numbers, days and telephones
are left open then, with a doubt on the line where a person finds them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date

from domain.citations import Citation
from domain.letter.text import Reference
from domain.thai.dates import buddhist_year
from domain.thai.digits import to_arabic
from registry.documents.draft import Doubt, Draft, Read, Sureness
from registry.documents.reading.days import MONTH
from registry.documents.reading.files.lines import Line
from registry.documents.reading.forms.labels import LOST, label, without_marks

_LONG_YEAR = re.compile(rf"(?:{MONTH})\s*(?:พ\.\s?ศ\.\s*)?\d{{5,}}")
_FIGURE_IN_WORD = re.compile(r"(?<!ที่)(?<!ข้อ)(?<!ชั้น)(?<!เขต)(?<!หมู่)(?<!ครั้ง)(?<!ห้อง)(?<=[ก-ฮ])\d(?=[ก-ฮ][ก-๎])")
_SCRAP = re.compile(r"^[ก-ฮ]{1,2}$|^[|_~^/\\'\"%=<>]{1,4}$")
_STRAY = re.compile(r"[ก-๎][%^~|\\]|[/|\\]['\"][ก-๎]")
_WITHOUT_MARK = re.compile(
    r"(?:^|(?<=\s)|(?<=ลง)|(?<=ใน))วันที(?=\s*\d)|(?:^|(?<=\s)|(?<=มา))(?:เพือ|เนืองจาก)|^(?:เรือง|ที)(?=\s\S)"
)
"""Words of every letter without their tone, which no word of Thai is at that place."""
_WORDS = ("สิ่งที่ส่งมาด้วย", "ขอแสดงความนับถือ")
_ENOUGH = 2  # signs; one alone is a slip of the hand
_FIGURES = ("number", "number_printed", "dated", "date_printed", "published", "effective")
_LISTS = ("dates", "phones", "fax")
_FAR = 20  # years ahead of its own day of which no letter speaks


def marked(lines: Sequence[Line]) -> Sequence[Line]:
    """Return *lines* as guessed ones where they show at least two signs of it; scraps among them are left out."""
    if not any(line.guessed for line in lines):
        if len(_signs(lines)) < _ENOUGH:
            return lines
        lines = [replace(line, guessed=True) for line in lines]
    return [_labelled(line) for line in lines if not (line.guessed and _SCRAP.match(line.text))] or lines


def _labelled(line: Line) -> Line:
    """Return a guessed line with the word of a form that it begins with, where a mark of it was lost."""
    first, space, rest = line.text.partition(" ")
    word = LOST.get(without_marks(first)) if line.guessed else None
    return line if word is None or word == first else replace(line, text=f"{word}{space}{rest}")


def withheld(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Return *draft* without the figures that stand on guessed lines, each with a doubt; words are at most likely.

    What stands on a line with a repair that can be wrong is at most likely too.
    """
    guessed = {line.no for line in lines if line.guessed}
    repaired = {line.no for line in lines if not all(repair.sure for repair in line.repairs)}
    if not guessed and not repaired:
        return _contradicting(draft)
    draft = _softened(draft, guessed | repaired)
    doubts: list[Doubt] = []
    left: dict[str, object] = {}
    for name in (*_FIGURES, *_LISTS):
        value: Read[object] | tuple[Read[object], ...] | None = getattr(draft, name)
        reads = value if isinstance(value, tuple) else (value,) if value else ()
        kept = tuple(read for read in reads if read.line not in guessed)
        doubts.extend(_open(name, read.line) for read in reads if read.line in guessed)
        left[name] = kept if name in _LISTS else next(iter(kept), None)
    directives = tuple(
        replace(one, value=replace(one.value, due=None, hours=None)) if one.line in guessed else one
        for one in draft.directives
    )
    draft = replace(draft, **left, directives=directives)  # type: ignore[arg-type] # each field's own reads, fewer of them
    if draft.number is None and guessed and not any(doubt.part in {"number", "number_printed"} for doubt in doubts):
        doubts.append(_open("number", min(guessed)))
    known = {(doubt.line, doubt.part) for doubt in draft.doubts}
    return _contradicting(
        replace(draft, doubts=(*draft.doubts, *(one for one in _once(doubts) if (one.line, one.part) not in known)))
    )


def _signs(lines: Sequence[Line]) -> set[str]:
    """Return which signs of a machine's guess the lines show."""
    signs: set[str] = set()
    for line in lines:
        folded = to_arabic(line.text)
        if _LONG_YEAR.search(folded):
            signs.add("a year of five figures")
        if _FIGURE_IN_WORD.search(folded):
            signs.add("a figure inside a word")
        if _SCRAP.match(line.text):
            signs.add("a line of one or two letters")
        if _STRAY.search(line.text):
            signs.add("a stray sign at a word")
        if _WITHOUT_MARK.search(folded):
            signs.add("a word of every letter that lost its tone")
        begins = label(line.text)
        if begins and begins[2] is not Sureness.SURE:
            signs.add("a label that lost a mark")
    return signs


def _softened(draft: Draft, unsure: set[int]) -> Draft:
    """Return *draft* with what stands on lines *unsure* at most likely; a part goes on until the next one begins."""
    begins = sorted({read.line for read in _reads(draft)})
    unsure = unsure | {begins[max(0, bisect_right(begins, line) - 1)] for line in unsure if begins}
    changed: dict[str, object] = {}
    for one in fields(draft):
        value = getattr(draft, one.name)
        if isinstance(value, Read):
            changed[one.name] = _soft(value, unsure)
        elif isinstance(value, tuple) and value and isinstance(value[0], Read):
            changed[one.name] = tuple(_soft(read, unsure) for read in value)
    return replace(draft, **changed)  # type: ignore[arg-type] # each field's own reads, less sure


def _reads(draft: Draft) -> Iterator[Read[object]]:
    for one in fields(draft):
        value = getattr(draft, one.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Read):
                yield part


def _soft(read: Read[object], unsure: set[int]) -> Read[object]:
    return replace(read, sure=Sureness.LIKELY) if read.line in unsure and read.sure is Sureness.SURE else read


def _contradicting(draft: Draft) -> Draft:
    """Return *draft* with its day in doubt where the text cites later letters, or speaks of another time."""
    if draft.dated is None:
        return draft
    later = [day for day in _cited(draft) if day > draft.dated.value]
    far = [one.value.since for one in draft.dates if one.value.since.year - draft.dated.value.year > _FAR]
    if not later and not far:
        return draft
    other = max(later) if later else far[0]
    year = buddhist_year(draft.dated.value)
    message = (
        f"The document is dated {draft.dated.value} ({year} B.E.), but its text names {other}: look which is right."
    )
    facts = {"line": draft.dated.line, "dated": draft.dated.value, "other": other}
    doubt = Doubt(draft.dated.line, "day-contradicts-text", message, facts, part="dated")
    return replace(draft, dated=replace(draft.dated, sure=Sureness.DOUBTFUL), doubts=(*draft.doubts, doubt))


def _cited(draft: Draft) -> list[date]:
    reads: list[Read[Reference] | Read[Citation]] = [*draft.references, *draft.citations]
    return [read.value.dated for read in reads if read.value.dated is not None]


def _open(part: str, line: int) -> Doubt:
    message = f"Line {line} was recognised in a picture: its figures are not to be believed. Type them from the paper."
    return Doubt(line, "figures-guessed", message, {"line": line}, part=part)


def _once(doubts: Sequence[Doubt]) -> list[Doubt]:
    return list({(one.line, one.part): one for one in doubts}.values())
