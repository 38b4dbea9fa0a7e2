"""The two times of a question about structure and authority: in force on, and known at."""

from datetime import datetime, time

from api.cli.commands.books import known_at
from api.cli.session import moment
from domain.errors import InvalidValue
from domain.thai.dates import parse_date
from registry.acts.office import Office
from registry.views.spans import Point
from registry.views.structure import StructureView
from registry.wire import THAI_TIME

_LAST_SECOND = time(23, 59, 59)


def in_force_on(text: str | None, present: datetime) -> datetime:
    """Return the moment that was typed: a day and time, or a day, which means its last second; by default now.

    What begins on a day shows when that day is asked for.

    Raises:
        InvalidValue: not a day, or no time of one.
    """
    if text is None:
        return present
    try:
        return datetime.combine(parse_date(text), _LAST_SECOND, THAI_TIME)
    except InvalidValue as refusal:
        if refusal.slug != "date-unreadable":
            raise
        return moment(text, present)


def point(here: Office, view: StructureView, on: str | None, known: str | None) -> Point:
    """Return the point that is asked for; *known* is a position, a day, or a day and time."""
    at = known_at(known, here)
    if isinstance(at, datetime):
        at = here.reader.known_until(at)
    newest = view.position
    return Point(in_force_on(on, here.now), newest if at is None else min(at, newest))


def typed_point(here: Office, view: StructureView, text: str) -> Point:
    """Return the point that is typed as one: ``1 มี.ค. 2564``, ``1 มี.ค. 2564@120``, or ``@120`` for today."""
    on, at, known = text.partition("@")
    return point(here, view, None if at and not on else on, known if at else None)
