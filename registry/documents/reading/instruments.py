"""Orders, announcements and rules that an order or announcement names with their number or day.

    ตามคำสั่งกรมตัวอย่าง ที่ ๘๕/๒๕๖๔ เรื่อง … ลงวันที่ ๙ เมษายน ๒๕๖๔ นั้น
    ตามประกาศกรมตัวอย่าง เรื่อง … ประกาศ ณ วันที่ ๒๗ ธันวาคม ๒๕๖๒ นั้น

The day stands behind the subject, so what is between them belongs to the instrument.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile

from domain.errors import InvalidValue
from domain.letter.text import Reference
from domain.numbers import OrderNumber
from domain.thai.dates import WRITTEN_DAY, parse_date
from domain.thai.digits import to_arabic
from registry.documents.draft import Read

_KIND = r"(?:คำสั่ง|ประกาศ(?!\s*(?:ณ|เมื่อ|ใน|ให้|ไว้))|ข้อกำหนด(?=\S*\s*(?:ออกตาม|ฉบับ|\()))"
_NUMBERED = re.compile(
    rf"{_KIND}[^\s\d]{{2,120}}?(?:\s[^\s\d]{{2,60}}?){{0,3}}?\s?ที่\s*(?P<number>\d{{1,5}}\s*/\s*2[4-7]\d\d)(?!\d)"
)
_TITLED = re.compile(rf"{_KIND}(?:[^\s\d]{{2,120}}(?:\s(?:[ก-ฮ]\.){{2,4}})?)?(?=\s|$)")
_DATED = re.compile(rf"(?:ลง\s?วันที่|ลว\.?|(?:ประกาศ|สั่ง)\s*ณ\s*วันที่)\s*(?P<date>{WRITTEN_DAY})")
_DATED_HERE = re.compile(rf"\s*{_DATED.pattern}")
_SUBJECT = re.compile(r"\s*เรื่อง\s")
_FARTHEST = 400  # characters of a subject, at most


def named_instruments(paragraphs: Sequence[Read[str]], *, own: OrderNumber | None) -> tuple[Read[Reference], ...]:
    """Return the instruments that *paragraphs* name, each once, and never the document itself."""
    found: dict[tuple[str | None, date | None], Read[Reference]] = {}
    for one in paragraphs:
        for reference in _in(one.value):
            if reference.number is not None and own is not None and reference.number == own.key():
                continue
            undated = (reference.number, None)
            if reference.number and reference.dated and undated in found:
                del found[undated]
            known = any(number == reference.number and number for number, _ in found)
            if not (known and reference.dated is None):
                found.setdefault((reference.number, reference.dated), Read(reference, one.line))
    return tuple(found.values())


def _in(text: str) -> Iterator[Reference]:
    folded = to_arabic(text)
    starts = [match.start() for match in re.finditer(_KIND, folded)]
    done = 0
    for place, start in enumerate(starts):
        named = _NUMBERED.match(folded, start) or _TITLED.match(folded, start)
        if start < done or named is None:
            continue
        number = _number(named)
        dated = _day_behind(folded, named, starts[place + 1 :])
        if number is None and dated is None:
            continue
        done = dated.end() if dated else named.end()
        yield Reference(text[start:done].strip(), number, _day(dated))


def _day_behind(folded: str, named: re.Match[str], others: Sequence[int]) -> re.Match[str] | None:
    """Return the day that belongs to the instrument: right behind it, or behind its subject.

    The day behind a subject that names another instrument by its number is that one's.
    """
    if found := _DATED_HERE.match(folded, named.end()):
        return found
    if _SUBJECT.match(folded, named.end()) is None:
        return None
    found = _DATED.search(folded, named.end(), named.end() + _FARTHEST)
    if found is None:
        return None
    nested = takewhile(lambda other: other < found.start(), others)
    return None if any(_NUMBERED.match(folded, other) for other in nested) else found


def _number(named: re.Match[str]) -> str | None:
    try:
        return OrderNumber.parse(named["number"]).key() if named.re is _NUMBERED else None
    except InvalidValue:
        return None  # number 0


def _day(dated: re.Match[str] | None) -> date | None:
    try:
        return parse_date(dated["date"]) if dated else None
    except InvalidValue:
        return None
