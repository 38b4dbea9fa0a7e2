"""Working days: the office's own word, then weekends, then the days off of government offices."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import CalendarEntered
from domain.errors import InvalidValue
from registry import requests
from registry.calendar import Calendar, DayOff, by_when, government_days_off
from registry.reader import Reader
from tests.registry.world import World

FEB = [date(2021, 2, day) for day in range(1, 29)]
DAYS = st.dates(date(2019, 1, 1), date(2023, 12, 31))


def entered(day: date, *, works: bool) -> CalendarEntered:
    return CalendarEntered(day, works=works, name="ตามคำสั่ง", clerk="clerk")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


def test_february_2564_has_a_special_day_off_and_makha_bucha() -> None:
    off = [day.day for day in FEB if day.weekday() < 5 and not Calendar().is_working_day(day)]

    assert off == [12, 26]
    assert government_days_off(2021)[date(2021, 2, 26)] == "วันมาฆบูชา"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2021, 2, 10), True),
        (date(2021, 2, 13), False),  # a Saturday
        (date(2021, 2, 14), False),  # a Sunday
        (date(2021, 5, 10), False),  # ploughing day, of the government category alone
        (date(2021, 5, 3), True),  # in place of Labour Day, which is none of government offices
        (date(2023, 5, 1), True),  # Labour Day itself
        (date(2023, 6, 5), False),  # in place of two holidays at once
    ],
)
def test_government_offices_work_on_these_days_and_not_on_those(day: date, *, works: bool) -> None:
    assert Calendar().is_working_day(day) is works


@pytest.mark.parametrize("works", [True, False])
@pytest.mark.parametrize("day", [date(2021, 2, 12), date(2021, 2, 13), date(2021, 2, 15)])
def test_the_offices_own_word_counts_before_all_others_and_its_newest_before_older(day: date, *, works: bool) -> None:
    calendar = Calendar([entered(day, works=not works), entered(day, works=works)])

    assert calendar.is_working_day(day) is works


def test_the_days_of_a_registry_are_those_that_were_entered_there(world: World) -> None:
    for works in (False, True, False):
        world.ask(requests.EnterCalendar(date(2021, 2, 15), works, "ตามคำสั่ง", "clerk"))

    with Reader(world.folder) as reader:
        calendar = Calendar.of(reader)

    assert not calendar.is_working_day(date(2021, 2, 15))
    assert calendar.is_working_day(date(2021, 2, 16))


def test_working_days_are_counted_behind_the_first_day_up_to_the_last() -> None:
    calendar = Calendar()

    assert calendar.working_days_between(date(2021, 2, 10), date(2021, 2, 24)) == 9
    assert calendar.working_days_between(date(2021, 2, 24), date(2021, 2, 24)) == 0
    assert calendar.working_days_between(date(2021, 2, 24), date(2021, 2, 10)) == 0
    assert calendar.working_days_between(date(2021, 2, 11), date(2021, 2, 14)) == 0
    assert calendar.after(date(2021, 2, 10), 9) == date(2021, 2, 24)
    assert calendar.after(date(2021, 2, 11), 1) == date(2021, 2, 15)


@given(day=DAYS, count=st.integers(1, 60))
def test_the_day_after_so_many_working_days_is_one_and_so_many_lie_between(day: date, count: int) -> None:
    calendar = Calendar()

    last = calendar.after(day, count)

    assert calendar.is_working_day(last)
    assert calendar.working_days_between(day, last) == count
    assert calendar.working_days_between(day, last - timedelta(days=1)) == count - 1


def test_the_most_working_days_are_about_four_years() -> None:
    assert Calendar().after(date(2015, 1, 5), 1000).year == 2019


@pytest.mark.parametrize("count", [0, -1, 1001, 10**6])
def test_what_cannot_be_counted_on_is_refused(count: int) -> None:
    with pytest.raises(InvalidValue, match="working days cannot be counted"):
        Calendar().after(date(2021, 2, 10), count)


def test_the_days_of_a_year_are_listed_with_the_offices_own_in_their_place() -> None:
    own = [entered(date(2021, 2, 12), works=True), entered(date(2021, 2, 15), works=False)]

    days = {one.day: one for one in Calendar(own).days_of(2021)}

    assert days[date(2021, 2, 12)] == DayOff(date(2021, 2, 12), "ตามคำสั่ง", works=True, own=True)
    assert days[date(2021, 2, 15)].own
    assert days[date(2021, 2, 26)] == DayOff(date(2021, 2, 26), "วันมาฆบูชา", works=False, own=False)
    assert date(2021, 5, 3) not in days
    assert list(days) == sorted(days)


@pytest.mark.parametrize(
    "text", ["ภายใน 15 วันทำการ", "ภายใน ๑๕ วันทำการ", "15 วันทำการ", "15 working days", "Within 15 working days"]
)
def test_a_number_of_working_days_is_a_day(text: str) -> None:
    assert by_when(text, since=date(2021, 2, 10), calendar=Calendar) == date(2021, 3, 5)


def test_a_date_needs_no_calendar() -> None:
    def nobody() -> Calendar:
        raise AssertionError("the calendar is not asked")

    assert by_when("๒๔ ก.พ. ๒๕๖๔", since=date(2021, 2, 10), calendar=nobody) == date(2021, 2, 24)


@pytest.mark.parametrize(
    "text", ["เร็ว ๆ นี้", "15 วัน", "ภายใน วันทำการ", "2021-02-24", "0 วันทำการ", "999999 working days"]
)
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        by_when(text, since=date(2021, 2, 10), calendar=Calendar)
