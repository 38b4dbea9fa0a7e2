"""Looking at the past (ดูย้อนหลัง): an auditor's session is shown every page as of a moment, until it returns.

/past            which moment: a day and an hour, or a position in the log; in the address too, so it can be linked
/past/return     back to the present
/past/made       how far an answer of that moment is, for a page that waits for it (`api.making`)
"""

from datetime import datetime, time
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Response, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.home import local
from api.pages.page import page, part, see
from api.past import Counters, always_now, past_of
from api.problems import BUSY, REFUSALS, broken, refused, status_of
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.thai.dates import parse_date
from domain.thai.digits import to_arabic
from domain.thai.times import THAI_TIME, parse_moment
from registry.acts.office import Office
from registry.past import Moment, moment_at, moment_of
from registry.reader import NotMadeYet

TITLE = Text("ดูทะเบียนย้อนหลัง", "Look at the past")
_MAKING = Text("กำลังเตรียมทะเบียน ณ เวลานั้น", "The registry of that moment is being made ready")
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


@get("/past/made", opt=_AUDITORS, sync_to_thread=True)
def made(what: FromQuery[str], visitor: NamedDependency[Visitor], request: Request[Any, Any, Any]) -> Response[str]:
    """Show how far an answer is, for a page that is open; when it is made, that page is loaded again."""
    counters: Counters = request.app.state.counters
    making = None if visitor.past is None else counters.makings.how_far(visitor.past.size, what)
    answer = Response(part("past/progress.html", request, making=making), media_type="text/html")
    if making is None:
        answer.headers["HX-Refresh"] = "true"
    return answer


def being_made(request: Request[Any, Any, Any], wanted: NotMadeYet) -> Response[Any] | Template:
    """Answer whoever asks for what is not made yet: have it made, and say how far it is.

    What could not be made is refused as its reason is.
    """
    moment, counters = past_of(request), request.app.state.counters
    assert moment is not None  # noqa: S101 - only readers of the past do not wait
    try:
        making = counters.have_made(moment, wanted)
    except REFUSALS as why:
        return refused(request, why)
    except Exception as why:  # noqa: BLE001 - answered like any other mistake of ours
        return broken(request, why)
    again = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    answer = page(
        "past/being_made.html", status=HTTPStatus.SERVICE_UNAVAILABLE, title=_MAKING, making=making, again=again
    )
    answer.headers["Retry-After"] = str(BUSY)
    return answer


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


ROUTES = (ask, look, leave, made)
