"""Reads an internal memo (หนังสือภายใน, บันทึกข้อความ) in the order of form 2.

    ส่วนราชการ กองตัวอย่าง ฝ่ายหนึ่ง โทร. ๑๒๓๔
    ที่ มท ๐๘๑๒/๑๒                วันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔
    เรื่อง …
    เรียน …

References and attachments are named inside the text (12.6); there is no closing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from domain.classes import LetterKind
from domain.errors import InvalidValue
from registry.documents.draft import Draft, Read
from registry.documents.reading import contacts
from registry.documents.reading.body import PAGE, RULE
from registry.documents.reading.days import printed_day
from registry.documents.reading.files.lines import Line, joined
from registry.documents.reading.forms import ends, heads
from registry.documents.reading.forms.kinds import NOISE
from registry.documents.reading.forms.letter import first_label, with_labels, with_text
from registry.documents.reading.signatures import signed

_TITLE = re.compile(r"^บันทึกข้อความ\s*")
_PART = re.compile(
    r"(?:^|(?<=\s))(?=(?:ส่วนราชการ|ที่\s*:?\s*(?:[ก-ฮ]{2,4}\s?\.?\s?[\d๐-๙]|\.{3}|…|/|วันที่|$)|วันที่(?=[\s\d๐-๙:.…]|$)))"
)
_OFFICE = re.compile(r"^ส่วนราชการ\s*:?\s*(?P<rest>.*)$")
_NUMBER = re.compile(r"^ที่\s*:?\s*(?P<rest>.*)$")
_DAY = re.compile(r"^วันที่\s*:?\s*(?P<rest>.*)$")
_DOTS = re.compile(r"\.{3,}|…+|_{3,}")


def read(lines: Sequence[Line]) -> Draft:
    """Return the parts of a memo.

    Raises:
        InvalidValue: neither เรื่อง nor เรียน stands at the beginning of a line.
    """
    first = first_label(lines)
    if first is None:
        message = "The memo has neither เรื่อง nor เรียน at the beginning of a line: type its parts in."
        raise InvalidValue("memo-without-subject", message)
    draft = _head(lines[:first])
    draft, begin = with_labels(draft, lines, first)
    lines = ends.parted_closing(lines)
    end = ends.end_of_text(lines, begin)
    draft = with_text(draft, lines[begin:end])
    return _with_end(draft, lines[end:])


def _head(lines: Sequence[Line]) -> Draft:
    """Read what stands above the subject: office, number and day, on one line or on several."""
    draft = Draft(LetterKind.INTERNAL)
    office: list[Line] = []
    for line in lines:
        if NOISE.match(line.text) or RULE.match(line.text) or PAGE.match(line.text):
            continue
        draft, words = heads.with_classes(draft, line, _DOTS.sub(" ", _TITLE.sub("", line.text)).strip())
        for piece in _pieces(words):
            if found := _NUMBER.match(piece):
                draft, _ = heads.numbered(line, found["rest"].strip(), draft)
            elif found := _DAY.match(piece):
                draft = _dated(draft, found["rest"], line.no)
            else:
                text = _OFFICE.sub(r"\g<rest>", piece).strip()
                office.extend([replace(line, text=" ".join(text.split()))] if text else [])
    return _with_office(draft, office)


def _pieces(text: str) -> Iterator[str]:
    """Yield the parts that stand on one line."""
    cuts = sorted({0, *(found.start() for found in _PART.finditer(text)), len(text)})
    for begin, end in pairwise(cuts):
        if piece := text[begin:end].strip():
            yield piece


def _dated(draft: Draft, text: str, line: int) -> Draft:
    dated = printed_day(text.strip(), line)
    if dated is None or draft.date_printed is not None:
        return draft
    return replace(draft, dated=dated.day, date_printed=dated.printed, doubts=(*draft.doubts, *dated.doubts))


def _with_office(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Read ส่วนราชการ, perhaps over two lines, and the telephone behind it."""
    named: list[Line] = []
    phones: list[Line] = []
    for line in lines:
        words, phone = contacts.before_contact(line.text)
        if words and phones:
            phones[-1] = replace(phones[-1], text=joined([phones[-1], line]))  # the line before was too long for it
            continue
        if phone.endswith(")") and phone.count(")") > phone.count("("):  # กองหนึ่ง (ฝ่ายสอง โทร. ๑๒๓๔)
            words, phone = f"{words})" if "(" in words else words, phone[:-1]
        named.extend([replace(line, text=words)] if words else [])
        phones.extend([replace(line, text=phone)] if phone else [])
    if named:
        draft = replace(draft, issuing_office=Read(joined(named), named[0].no))
    return heads.with_contact(draft, phones)


def _with_end(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Read whose memo it is; names further down are of those who note or approve it."""
    rest = list(lines)
    if rest and ends.CLOSING.match(rest[0].text):
        draft = replace(draft, closing=Read(rest[0].text, rest[0].no))
        rest = rest[1:]
    who = signed(rest)
    return replace(draft, signature=who.first, doubts=(*draft.doubts, *who.doubts))
