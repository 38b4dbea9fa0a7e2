"""Working days (วันทำการ) of the office: its own calendar over that of Thai government offices.

    the office's own facts, the newest word on a day ──▶ else a weekend? ──▶ else a day off of government offices?

The general days come from the library `holidays`: its days for everybody and those of its government category.
Labour Day is left out, since it is a day off of employees under labour law and government offices work. What a
cabinet adds at short notice is entered in the office's own calendar; until the library knows a year's days, that
is where they come from.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Self

from domain.calendar import CalendarEntered
from domain.errors import InvalidValue
from domain.thai.dates import parse_date
from domain.thai.digits import to_arabic
from registry.reader import Reader

WEEKEND: Final = 5
"""Saturday, as `date.weekday` counts; Sunday is one more."""
MOST_WORKING_DAYS: Final = 1000
"""How many may be counted on; a bound against slips of the keyboard."""

_LABOUR_DAY = "แรงงาน"
_DAY = timedelta(days=1)
_WITHIN = re.compile(r"(?:ภายใน|within)?\s*(?P<count>\d{1,6})\s*(?:วันทำการ|working\s+days?)", re.IGNORECASE)

General = Callable[[int], Mapping[date, str]]
"""The days off of a year (C.E.) that everybody has, by name."""


@lru_cache(maxsize=8)
def government_days_off(year: int) -> Mapping[date, str]:
    """Return the days off of Thai government offices in a year (C.E.), with their Thai names."""
    # It takes a quarter of a second to import: only those who count days pay.
    from holidays import country_holidays  # noqa: PLC0415

    found = country_holidays("TH", years=year, categories=("public", "government"), language="th")
    named = {
        day: "; ".join(name for name in names.split("; ") if _LABOUR_DAY not in name) for day, names in found.items()
    }
    return {day: name for day, name in sorted(named.items()) if name and day.year == year}


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which the office does not work, or works though others do not."""

    day: date
    name: str
    works: bool
    own: bool
    """Whether the office's own calendar says it."""


class Calendar:
    """The days of one office."""

    def __init__(self, entered: Iterable[CalendarEntered] = (), general: General = government_days_off) -> None:
        """Take the office's own facts, the oldest first, over the general days."""
        self._own = {one.day: one for one in entered}
        self._general = general

    @classmethod
    def of(cls, reader: Reader) -> Self:
        """Return the calendar of a registry as it is known now."""
        facts = (line.statement.fact for line in reader.facts(names=("calendar.entered.v1",)))
        return cls(fact for fact in facts if isinstance(fact, CalendarEntered))

    def is_working_day(self, day: date) -> bool:
        """Return whether the office works on a day."""
        own = self._own.get(day)
        if own is not None:
            return own.works
        return day.weekday() < WEEKEND and day not in self._general(day.year)

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days follow *first* up to and including *last*; 0 where *last* is not later."""
        days = (first + _DAY * count for count in range(1, (last - first).days + 1))
        return sum(map(self.is_working_day, days))

    def after(self, day: date, count: int) -> date:
        """Return the working day that is the *count*-th after *day*, which itself is not counted.

        Raises:
            InvalidValue: *count* is not between 1 and `MOST_WORKING_DAYS`.
        """
        if not 1 <= count <= MOST_WORKING_DAYS:
            raise InvalidValue(
                "working-days-out-of-range",
                f"{count} working days cannot be counted: write from 1 to {MOST_WORKING_DAYS}, or a date.",
                count=count,
                most=MOST_WORKING_DAYS,
            )
        while count:
            day += _DAY
            count -= self.is_working_day(day)
        return day

    def days_of(self, year: int) -> list[DayOff]:
        """Return the days off of a year (C.E.) but for plain weekends, and the days of work in their place."""
        own = {day: DayOff(day, one.name, one.works, own=True) for day, one in self._own.items() if day.year == year}
        general = {day: DayOff(day, name, works=False, own=False) for day, name in self._general(year).items()}
        return [one for _, one in sorted({**general, **own}.items())]


def by_when(text: str, *, since: date, calendar: Callable[[], Calendar]) -> date:
    """Return the day that *text* names: a Buddhist date, or ``ภายใน 15 วันทำการ`` after *since*.

    Args:
        text: what was typed; ``15 working days`` too.
        since: the day from which working days are counted, itself not among them.
        calendar: asked for the office's days where they are needed.

    Raises:
        InvalidValue: neither a date nor a number of working days that can be counted.
    """
    within = _WITHIN.fullmatch(" ".join(to_arabic(text).split()))
    return calendar().after(since, int(within["count"])) if within else parse_date(text)
