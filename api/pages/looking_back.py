"""Looking at the past (ดูย้อนหลัง): an auditor's session is shown every page as of a moment, until it returns.

/past            which moment: a day and an hour, or a position in the log; in the address too, so it can be linked
/past/return     back to the present
"""

from datetime import datetime, time
from http import HTTPStatus

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Response, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.home import local
from api.pages.page import page, see
from api.past import always_now
from api.problems import REFUSALS, status_of
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.thai.dates import parse_date
from domain.thai.digits import to_arabic
from domain.thai.times import THAI_TIME, parse_moment
from registry.acts.office import Office
from registry.past import Moment, moment_at, moment_of

TITLE = Text("ดูทะเบียนย้อนหลัง", "Look at the past")
LONGEST = 60
"""Characters of one field that are read."""
_AUDITORS = {**allow(Right.AUDITOR), **always_now()}
_FIGURES = 18
"""Of a position: more are in no log."""


class Typed(msgspec.Struct, forbid_unknown_fields=True):
    """Which moment; either a position, or a day with or without an hour."""

    day: str = ""
    time: str = ""
    position: str = ""
    back: str = ""


class Back(msgspec.Struct, forbid_unknown_fields=True):
    """Where to go in the present."""

    back: str = "/"


@get("/past", opt=_AUDITORS, sync_to_thread=True)
def ask(
    counter: NamedDependency[Counter],
    day: FromQuery[str] = "",
    time: FromQuery[str] = "",
    position: FromQuery[str] = "",
    back: FromQuery[str] = "",
) -> Template:
    """Ask which moment of the past."""
    return _page(counter, Typed(day, time, position, back), None)


@post("/past", opt=_AUDITORS, sync_to_thread=True)
def look(
    data: URLEncodedBody[Typed], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[str] | Template:
    """Show the session everything as of a moment from now on."""
    try:
        moment = _moment(counter.office, data)
    except REFUSALS as refused:
        return _page(counter, data, refused)
    counter.sessions.look_back(visitor.token, moment)
    return see(local(data.back) if data.back else "/past")


@post("/past/return", opt=_AUDITORS, sync_to_thread=True)
def leave(data: URLEncodedBody[Back], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Redirect:
    """Show the session everything as it is."""
    counter.sessions.look_at_now(visitor.token)
    return see(local(data.back))


def position_of(typed: str) -> int:
    """Return a position as somebody typed it.

    Raises:
        InvalidValue: it is no whole number from 0.
    """
    figures = to_arabic(typed.strip())
    if not figures.isdecimal() or not figures.isascii() or len(figures) > _FIGURES:
        raise InvalidValue("position-unreadable", "A position is a whole number from 0: type it in figures.")
    return int(figures)


def _moment(office: Office, typed: Typed) -> Moment:
    day, hour = typed.day.strip()[:LONGEST], typed.time.strip()[:LONGEST]
    if typed.position.strip() and (day or hour):
        raise InvalidValue("two-moments", "Type either a position or a day and time, not both.")
    if typed.position.strip():
        return moment_at(office.reader, position_of(typed.position))
    if not day:
        raise InvalidValue("no-moment", "Type a day, with an hour if you like, or a position.")
    if hour:
        return moment_of(office.reader, parse_moment(f"{day} {hour}", today=office.today), now=office.now)
    evening = datetime.combine(parse_date(day), time.max, THAI_TIME)
    # Of today there is no evening yet: it is shown as it is now.
    return moment_of(
        office.reader, min(evening, office.now) if evening.date() == office.today else evening, now=office.now
    )


def _page(counter: Counter, typed: Typed, refused: Exception | None) -> Template:
    reader = counter.office.reader
    return page(
        "past/ask.html",
        status=HTTPStatus.OK if refused is None else status_of(refused),
        title=TITLE,
        typed=typed,
        refused=refused,
        newest=reader.store.newest_before(reader.head().size),
        opened=reader.opened.statement.at,
        now=counter.office.now,
    )


ROUTES = (ask, look, leave)
