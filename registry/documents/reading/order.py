"""Reads an order (คำสั่ง) in the order of form 4: title, number, subject, text, day, signature."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.classes import LetterKind
from domain.errors import InvalidValue
from domain.numbers import WITHOUT_CODE, OrderNumber, plain
from registry.documents.draft import Doubt, Draft, Read
from registry.documents.reading import parts
from registry.documents.reading.letter import RULE, paragraphs
from registry.documents.reading.lines import Line, joined

TITLE = re.compile(r"^(?:\d{1,3}\.\s*)?(?:เรื่อง\s+)?คำสั่ง\s*(?P<rest>\S.*)$")
"""The heading; minutes that reproduce an order print an item's number and เรื่อง before it."""

_NUMBER = re.compile(rf"(?:^|\s)ที่\s*(?P<number>{WITHOUT_CODE.pattern})")
_SUBJECT = re.compile(r"(?:^|\s)เรื่อง\s+(?P<subject>\S.*)$")
_ORDERED_ON = re.compile(r"^สั่ง\s*ณ\s*(?P<day>วันที่.*)$")
_IN_FORCE = re.compile(r"(?:^|\s)ทั้งนี้\s*,?\s*(?:ให้มีผล(?:ใช้บังคับ)?\s*)?(?P<when>ตั้งแต่\S.*)$")

_HEAD = 4  # lines: title, number and subject, one of them wrapped


def read(lines: Sequence[Line]) -> Draft:
    """Return the parts of an order whose title stands among the first lines."""
    at = next(place for place, line in enumerate(lines) if TITLE.match(line.text))
    head_end = _head_end(lines, at)
    head = lines[at:head_end]
    end = next((i for i in range(head_end, len(lines)) if _ORDERED_ON.match(lines[i].text)), len(lines))
    ordered = _ORDERED_ON.match(lines[end].text) if end < len(lines) else None
    number, no_number = _number(head)
    dated, no_day = parts.day(ordered["day"], lines[end].no) if ordered else (None, None)
    body = paragraphs([line for line in lines[head_end:end] if not RULE.match(line.text)])
    return Draft(
        kind=LetterKind.ORDER,
        number=number,
        issuing_office=_office(lines[at]),
        dated=dated,
        subject=_subject(head),
        paragraphs=tuple(body),
        in_force=next(_in_force(body), None),
        signature=parts.signature(lines[end + 1 :])[0],
        doubts=parts.present(no_number, no_day),
    )


def _head_end(lines: Sequence[Line], at: int) -> int:
    """Return where the text begins: behind the subject, wrapped or not, and the rule below it."""
    head = range(at, min(at + _HEAD, len(lines)))
    subject = next((i for i in head if _SUBJECT.search(TITLE.sub(r"\g<rest>", lines[i].text))), None)
    if subject is None:
        return max((i for i in head if _NUMBER.search(plain(lines[i].text))), default=at) + 1
    place = subject + 1
    if any(line.after_blank or RULE.match(line.text) for line in lines[place:]):
        while place < len(lines) and not _begins_the_text(lines[place]):
            place += 1
    return place


def _begins_the_text(line: Line) -> bool:
    return line.after_blank or line.indented or RULE.match(line.text) is not None


def _number(head: Sequence[Line]) -> tuple[Read[OrderNumber] | None, Doubt | None]:
    for line in head:
        if found := _NUMBER.search(plain(line.text)):
            try:
                return Read(OrderNumber.parse(found["number"]), line.no), None
            except InvalidValue as refused:
                return None, Doubt(line.no, refused.slug, str(refused), refused.facts)
    return None, None


def _office(title: Line) -> Read[str] | None:
    """Return who orders: what stands behind คำสั่ง, up to the number where that is on the same line."""
    found = TITLE.match(title.text)
    rest = found["rest"] if found else ""
    number = _NUMBER.search(plain(rest))
    office = rest[: number.start() if number else None].strip()
    return Read(office, title.no) if office else None


def _subject(head: Sequence[Line]) -> Read[str] | None:
    """Return the first subject of the head: an order's subject may name another order's."""
    for place, line in enumerate(head):
        if found := _SUBJECT.search(TITLE.sub(r"\g<rest>", line.text)):
            return Read(joined([replace(line, text=found["subject"]), *head[place + 1 :]]), line.no)
    return None


def _in_force(body: Sequence[Read[str]]) -> Iterator[Read[str]]:
    for paragraph in body:
        if found := _IN_FORCE.search(paragraph.value):
            yield Read(found["when"], paragraph.line)
