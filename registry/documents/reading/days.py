"""The day of a document: whole, or with the gap for the day that drafts leave."""

import re
from dataclasses import dataclass
from datetime import date

from domain.errors import InvalidValue
from domain.thai.dates import MONTHS, SHORT_MONTHS, parse_date, require_buddhist_year
from domain.thai.digits import to_arabic
from registry.documents.draft import Doubt, PrintedDate, Read

_BLANK = r"[\s.…_]*"
MONTH = "|".join(
    r"\.?\s?".join(map(re.escape, name.rstrip(".").split("."))) + r"\.?" for name in (*MONTHS, *SHORT_MONTHS)
)
"""A month's name, as a pattern."""

WEEKDAY = r"(?:วัน)?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|ศุกร์|เสาร์|อาทิตย์)(?:ที่)?\s*"
"""The name of a day of the week as it stands before a day, as a pattern."""

_ERA = r"(?:พ\.?\s?ศ\.?|พุทธศักราช)?"
_DAY = re.compile(
    rf"^(?:วันที่|{WEEKDAY})?{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}(?:เดือน)?{_BLANK}(?P<month>{MONTH})"
    rf"{_BLANK}{_ERA}{_BLANK}(?P<year>\d{{2,6}})?"
)
_FIGURES = re.compile(r"^(?:วันที่)?\s*\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?(?:\d{4}|\d\d)$")
_LEAD = re.compile(rf"^(?:{WEEKDAY})")
_YEARS = (2, 4)  # figures of a year


@dataclass(frozen=True, slots=True)
class Dated:
    """A document's day as read, and what stands behind it on its line."""

    printed: Read[PrintedDate]
    day: Read[date] | None
    rest: str
    doubt: Doubt | None = None

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubt, where there is one."""
        return () if self.doubt is None else (self.doubt,)


def printed_day(text: str, line: int) -> Dated | None:
    """Return the day that *text* begins with, whole or with gaps; None where it begins with no day."""
    folded = to_arabic(text)
    if _FIGURES.match(folded):
        return _whole(text, "", line, PrintedDate(text))
    found = _DAY.match(folded)
    if found is None:
        return None
    printed = text[: found.end()].strip()
    year = int(found["year"]) if found["year"] and len(found["year"]) in _YEARS else None
    parts = PrintedDate(
        printed,
        year=_buddhist(year) if year is not None else None,
        month=_month(found["month"]),
        day=int(found["day"]) if found["day"] else None,
    )
    return _whole(printed, text[found.end() :].strip(), line, parts)


def _whole(text: str, rest: str, line: int, parts: PrintedDate) -> Dated:
    try:
        day = parse_date(_LEAD.sub("", text))
    except InvalidValue as refused:
        doubt = Doubt(line, refused.slug, str(refused), refused.facts, part="dated")
        return Dated(Read(parts, line), None, rest, doubt)
    parts = PrintedDate(parts.text, day.year + 543, day.month, day.day)
    return Dated(Read(parts, line), Read(day, line), rest)


def _month(name: str) -> int:
    bare = re.sub(r"[.\s]", "", name)
    names = [[month.replace(".", "") for month in months] for months in (MONTHS, SHORT_MONTHS)]
    return next(months.index(bare) + 1 for months in names if bare in months)


def _buddhist(year: int) -> int | None:
    try:
        return require_buddhist_year(2500 + year if year < 100 else year)  # noqa: PLR2004 - two figures: ๖๔ is ๒๕๖๔
    except InvalidValue:
        return None
