"""The office's calendar: the days off of a year, and what this office enters over them.

A day is entered under the id of an enrolled officer, so an administrator does it whose account is one's. It moves no
authority, and the newest word on a day counts.
"""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter, URLEncodedBody
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.administration.shown import ADMINISTRATOR, PATH, desk
from api.pages.page import see
from api.problems import REFUSALS
from api.texts.text import Text
from domain.thai.dates import buddhist_year, parse_date
from domain.thai.text import normalise
from registry import requests
from registry.calendar import Calendar

TITLE = Text("ปฏิทินของหน่วยงาน", "The office's calendar")
_ERA = 543
Year = Annotated[int | None, QueryParameter(ge=2500, le=2700)]


class Day(msgspec.Struct, forbid_unknown_fields=True):
    """A day as it is typed."""

    day: str = ""
    name: str = ""
    works: str = ""
    """Set where the office works on it."""


@get(f"{PATH}/calendar", opt=ADMINISTRATOR, sync_to_thread=True)
def show(
    counter: NamedDependency[Counter], visitor: NamedDependency[Visitor], year: FromQuery[Year] = None
) -> Template:
    """Show the days off of a year."""
    return _year(counter, visitor, Day(), year)


@post(f"{PATH}/calendar", opt=ADMINISTRATOR, sync_to_thread=True)
def enter(
    data: URLEncodedBody[Day], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Enter a day off, or a day on which the office works."""
    try:
        day = parse_date(data.day)
        asked = requests.EnterCalendar(day, data.works == "yes", normalise(data.name), visitor.clerk)
        counter.office.desk.ask(asked)
    except REFUSALS as wrong:
        return _year(counter, visitor, data, None, wrong=wrong)
    return see(f"{PATH}/calendar?year={buddhist_year(day)}")


def _year(
    counter: Counter, visitor: Visitor, typed: Day, year: int | None, *, wrong: Exception | None = None
) -> Template:
    office = counter.office
    shown = year or buddhist_year(office.today)
    return desk(
        "calendar.html",
        TITLE,
        wrong=wrong,
        days=Calendar.of(office.reader).days_of(shown - _ERA),
        year=shown,
        typed=typed,
        officer=visitor.account.officer,
    )


ROUTES = (show, enter)
