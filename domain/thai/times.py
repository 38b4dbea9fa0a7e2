"""A moment in Thailand as people type and print it: a Buddhist day, and an hour where one is said."""

import re
from datetime import date, datetime, time, timedelta, timezone

from domain.errors import InvalidValue
from domain.thai.dates import parse_date, print_date
from domain.thai.digits import to_arabic, to_thai

THAI_TIME = timezone(timedelta(hours=7))
"""Thailand has kept UTC+7 since 1920 without daylight saving."""

_TIMED = re.compile(r"(?P<day>.*?)\s*(?:เวลา\s*)?(?P<hour>\d{1,2})[.:](?P<minute>\d{2})\s*(?:น\.?)?")


def parse_moment(text: str, *, today: date) -> datetime:
    """Return a day and an hour: ``10 ก.พ. 2564 09.30``, or ``09.30`` of *today*.

    Raises:
        InvalidValue: not a day and time that exist.
    """
    found = _TIMED.fullmatch(to_arabic(text).strip())
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:  # noqa: PLR2004 - a day's last hour, an hour's last minute
        raise InvalidValue(
            "time-unreadable",
            f"{text!r} is not a time: type it like 10 ก.พ. 2564 09.30, or 09.30 for today.",
            text=text,
        )
    day = parse_date(found["day"]) if found["day"] else today
    return datetime.combine(day, time(int(found["hour"]), int(found["minute"])), THAI_TIME)


def parse_beginning(text: str, *, today: date) -> datetime:
    """Return when something begins: the first moment of a day, ``1 มีนาคม 2564``, or an hour, ``1 มีนาคม 2564 04.00``.

    Raises:
        InvalidValue: neither.
    """
    try:
        return datetime.combine(parse_date(text), time.min, THAI_TIME)
    except InvalidValue as refusal:
        if refusal.slug != "date-unreadable":
            raise
        return parse_moment(text, today=today)


def print_beginning(at: datetime) -> str:
    """Return a moment as orders print it: ``๑ มีนาคม ๒๕๖๔``, with its hour where it is not the day's first."""
    day = print_date(at.date())
    return day if at.time() == time.min else f"{day} เวลา {to_thai(f'{at:%H.%M}')} น."
