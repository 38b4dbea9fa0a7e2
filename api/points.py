"""The two times of a question about structure and authority, as people type them: in force on, and known at.

in force on   a day (its last second), or a day and time; nothing is now
known at      a position in the log, a day (its evening), or a day and time; nothing is all that is known
"""

import re
from datetime import datetime, time

from domain.errors import InvalidValue
from domain.thai.dates import parse_date
from domain.thai.digits import to_arabic
from domain.thai.times import parse_moment
from registry.acts.office import Office
from registry.views.spans import Point
from registry.views.structure import StructureView
from registry.views.words import thai_day
from registry.wire import THAI_TIME

_LAST_SECOND = time(23, 59, 59)
_MOST_FIGURES = 15  # of a position; what is longer is no position
_TO_THE_SECOND = re.compile(r"(?P<minute>.*\S\s+\d{1,2}[.:]\d{2})[.:](?P<second>[0-5]\d)(?:\s*น\.?)?")


def in_force_on(text: str | None, present: datetime) -> datetime:
    """Return the moment that was typed: a day and time, or a day, which means its last second; by default now.

    What begins on a day shows when that day is asked for.

    Raises:
        InvalidValue: not a day, or no time of one.
    """
    return present if text is None else _moment(text, present, _LAST_SECOND)


def position(text: str | None) -> int | None:
    """Return the position in the log that was typed, or None where it is something else: a day, a time."""
    figures = to_arabic((text or "").strip())
    return int(figures) if figures.isdecimal() and len(figures) <= _MOST_FIGURES else None


def known_at(text: str | None, present: datetime) -> int | datetime | None:
    """Return the position or the moment up to which facts are known; a day means its evening, None all facts.

    Raises:
        InvalidValue: not a position, a day, or a day and time.
    """
    if text is None:
        return None
    found = position(text)
    return _moment(text, present, time.max) if found is None else found


def point(here: Office, view: StructureView, on: str | None, known: str | None) -> Point:
    """Return the point that is asked for; what is not known yet is asked for as known now."""
    at = known_at(known, here.now)
    if isinstance(at, datetime):
        at = here.reader.known_until(at)
    newest = view.position
    return Point(in_force_on(on, here.now), newest if at is None else min(at, newest))


def typed_point(here: Office, view: StructureView, text: str) -> Point:
    """Return the point that is typed as one: ``1 มี.ค. 2564``, ``1 มี.ค. 2564@120``, or ``@120`` for today."""
    on, at, known = text.partition("@")
    return point(here, view, None if at and not on else on, known if at else None)


def typed_on(at: datetime) -> str:
    """Return a moment as `in_force_on` reads it again, exactly: ``1 มี.ค. 2564``, ``10 ก.พ. 2564 09.30.15``."""
    local = at.astimezone(THAI_TIME)
    if local.time() == _LAST_SECOND:
        return thai_day(local.date())
    return f"{thai_day(local.date())} {local:%H.%M.%S}".removesuffix(".00")


def _moment(text: str, present: datetime, time_of_day: time) -> datetime:
    """Return a day at *time_of_day*, or the day and time that is typed, to the second where one is."""
    try:
        return datetime.combine(parse_date(text), time_of_day, THAI_TIME)
    except InvalidValue as refusal:
        if refusal.slug != "date-unreadable":
            raise
    if found := _TO_THE_SECOND.fullmatch(to_arabic(text).strip()):
        return parse_moment(found["minute"], today=present.date()).replace(second=int(found["second"]))
    return parse_moment(text, today=present.date())
