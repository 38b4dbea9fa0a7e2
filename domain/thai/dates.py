"""Buddhist dates (วัน เดือน ปี พ.ศ.): how people write a day, as an ordinary ``date``.

    ๑๐ กุมภาพันธ์ ๒๕๖๔ · 10 ก.พ. 64 · 10/2/2564 · 2564-02-10   →   date(2021, 2, 10)

Days are ``datetime.date``, never a moment: the register's clock is elsewhere. Machines store the C.E. ISO
form (``date.isoformat()``); people always type and read the Buddhist era. A C.E. year is refused, since
nobody could tell afterwards whether 2021 was meant or mistyped.
"""

import re
from datetime import date, datetime
from typing import Literal

from domain.errors import InvalidValue
from domain.thai.digits import Digits, in_script, to_arabic

Months = Literal["full", "short"]
"""Whether a month's name is printed in full or abbreviated."""

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
"""The months' names, January first."""

SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
"""The months' usual abbreviations, January first."""

FIRST_DAY = date(1941, 1, 1)
"""1 มกราคม 2484: the first day of a year that begins in January."""

_OFFSET = 543  # years between the two eras since 2484
_FIRST_YEAR = 2484
_LAST_YEAR = 2700
_CHRISTIAN_BELOW = 2400
_LONGEST = 100  # characters of what was typed that a refusal repeats
_SHORT_YEAR = 2  # figures in a year such as 64

_MONTH_OF = {
    name.replace(".", ""): number
    for names in (MONTHS, SHORT_MONTHS)
    for number, name in enumerate(names, start=1)
}  # fmt: skip

_MONTH_NAME = "|".join(
    r"\.?\s?".join(map(re.escape, name.rstrip(".").split("."))) + r"\.?" for name in (*MONTHS, *SHORT_MONTHS)
)
WRITTEN_DAY = (
    rf"(?P<day>\d{{1,2}})\s*(?:เดือน\s*)?(?P<month>{_MONTH_NAME})\s*(?:(?:พ\.?\s?ศ\.?|พุทธศักราช)\s*)?"
    r"['’]?(?P<year>\d{4}|\d{2})(?!\d)"
)
"""A day with its month in words, as a pattern over text whose digits are Arabic."""

FIGURES_DAY = r"(?P<day>\d{1,2})\s?(?P<stroke>[/.-])\s?(?P<month>\d{1,2})\s?(?P=stroke)\s?(?P<year>\d{4}|\d{2})(?!\d)"
"""A day all in figures, day first, as a pattern over text whose digits are Arabic."""

_WRITTEN = re.compile(WRITTEN_DAY)
_FIGURES = re.compile(FIGURES_DAY)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_LEAD = re.compile(r"^(?:ลงวันที่|ณ วันที่|วันที่|ลว\.?)\s*")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def buddhist_year(day: date) -> int:
    """Return the year of *day* in the Buddhist era (พ.ศ.), e.g. 2569 for 2026-11-23.

    Raises:
        InvalidValue: *day* is before 1941-01-01. Until then the Thai year began on 1 April, so a fixed
            offset of 543 would be wrong for January to March.
        TypeError: *day* is a moment (a ``datetime``), whose day depends on a time zone.

    Source: Calendar Year Act B.E. 2483 (พ.ร.บ. ปีประดิทิน พุทธศักราช 2483).
    """
    if isinstance(day, datetime):
        message = "A Buddhist date is a day: give a date, not a datetime."
        raise TypeError(message)
    if day < FIRST_DAY:
        raise _too_early(day.year + _OFFSET)
    return day.year + _OFFSET


def parse_date(text: str) -> date:
    """Return the day that *text* names in the Buddhist era, whatever its digits and separators.

    The month may be in words, abbreviated or a figure; ``2564-02-10`` is read year first. A year of two
    figures is one of the twenty-sixth century: 64 is 2564.

    Raises:
        InvalidValue: *text* is no date; its year looks C.E. (before 2400), lies before 2484 or after
            2700; or there is no such day.
    """
    plain = _LEAD.sub("", " ".join(to_arabic(text).translate(_DASHES).split()))
    for pattern in (_WRITTEN, _FIGURES, _YEAR_FIRST):
        if found := pattern.fullmatch(plain):
            return _day(found["year"], found["month"], found["day"])
    message = f"{text[:_LONGEST]!r} is not a date that can be read. Type it like 10 กุมภาพันธ์ 2564 or 10/2/2564."
    raise InvalidValue("date-unreadable", message, text=text[:_LONGEST])


def print_date(day: date, *, digits: Digits = "thai", months: Months = "full") -> str:
    """Return *day* as letters print it, e.g. ``๑๐ กุมภาพันธ์ ๒๕๖๔``, or short ``๑๐ ก.พ. ๒๕๖๔``.

    Raises:
        InvalidValue: *day* is before 1941-01-01.
    """
    year = buddhist_year(day)
    names = MONTHS if months == "full" else SHORT_MONTHS
    return in_script(f"{day.day} {names[day.month - 1]} {year}", digits)


def require_buddhist_year(year: int) -> int:
    """Return *year* when it can be a Buddhist one of this calendar, 2484 to 2700.

    Raises:
        InvalidValue: it looks C.E. (before 2400), or lies before 2484 or after 2700.
    """
    if year < _CHRISTIAN_BELOW:
        meant = year + _OFFSET
        message = f"The year {year} looks like C.E. Type the Buddhist year: {meant} for {year}."
        raise InvalidValue("year-looks-christian", message, year=year, meant=meant)
    if year < _FIRST_YEAR:
        raise _too_early(year)
    if year > _LAST_YEAR:
        message = f"The year {year} is too far ahead. Type a Buddhist year up to {_LAST_YEAR}, such as 2564."
        raise InvalidValue("year-too-large", message, year=year, last=_LAST_YEAR)
    return year


def _day(year_text: str, month_text: str, day_text: str) -> date:
    typed = int(year_text)
    year = require_buddhist_year(2500 + typed if len(year_text) == _SHORT_YEAR else typed)
    name = re.sub(r"[.\s]", "", month_text)
    month = int(name) if name.isdecimal() else _MONTH_OF[name]
    try:
        return date(year - _OFFSET, month, int(day_text))
    except ValueError:
        message = f"There is no day {int(day_text)}/{month}/{year}. Look at the calendar and type it again."
        raise InvalidValue("no-such-day", message, day=int(day_text), month=month, year=year) from None


def _too_early(year: int) -> InvalidValue:
    message = (
        f"The year {year} is before {_FIRST_YEAR}. Until then the year began on 1 April (Calendar Year Act 2483), "
        "so the day cannot be told. Use a date from 1 มกราคม 2484 on."
    )
    return InvalidValue("year-before-2484", message, year=year)
