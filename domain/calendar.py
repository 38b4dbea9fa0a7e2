"""The office's own calendar: days off and days of work that the general calendar does not know."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CalendarEntered:
    """วันหยุดราชการพิเศษ or a day of work in its place, for this office; the newest word on a day counts."""

    day: date
    works: bool
    name: str
    clerk: str
