"""The office's own calendar: days off and days of work that the general calendar does not know."""

from dataclasses import dataclass
from datetime import date

from domain.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class CalendarEntered:
    """วันหยุดราชการพิเศษ or a day of work in its place, for this office; the newest word on a day counts."""

    day: date
    works: bool
    name: str
    clerk: str


def enter(entered: CalendarEntered) -> CalendarEntered:
    """Enter a day in the office's calendar.

    Raises:
        InvalidValue: nobody said what day it is, or why.
    """
    if not entered.name.strip():
        raise InvalidValue("reason-missing", "Say what day it is, or why the office works.", what="calendar")
    return entered
