from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidValue
from domain.thai.dates import FIRST_DAY, MONTHS, SHORT_MONTHS, buddhist_year, parse_date, print_date

DAYS = st.dates(FIRST_DAY, date(2157, 12, 31))


@given(DAYS, st.sampled_from([("thai", "full"), ("thai", "short"), ("arabic", "full"), ("arabic", "short")]))
def test_a_printed_day_is_read_back(day: date, form: tuple[str, str]) -> None:
    printed = print_date(
        day,
        digits="thai" if form[0] == "thai" else "arabic",
        months="full" if form[1] == "full" else "short",
    )

    assert parse_date(printed) == day


@given(DAYS)
def test_a_day_in_figures_is_read_in_both_orders(day: date) -> None:
    year = buddhist_year(day)

    assert parse_date(f"{day.day}/{day.month}/{year}") == day
    assert parse_date(f"{year}-{day.month:02}-{day.day:02}") == day


@pytest.mark.parametrize(
    "typed",
    [
        "๑๐ กุมภาพันธ์ ๒๕๖๔",
        "10 ก.พ. 64",
        "10 ก.พ.64",
        "10กพ64",
        "10 ก. พ. 2564",
        "๑๐ ก.พ. ๒๕๖๔",
        "10/2/2564",
        "10/02/64",
        "10-02-2564",
        "10.2.2564",
        "10 – 2 – 2564",
        "2564-02-10",
        "๒๕๖๔-๐๒-๑๐",
        "วันที่ ๑๐ เดือน กุมภาพันธ์ พ.ศ. ๒๕๖๔",
        "ลงวันที่  10  กุมภาพันธ์\u00a02564",
        "ณ วันที่ 10 กุมภาพันธ์ พ.ศ.2564",
        "10 กุมภาพันธ์ '64",
    ],
)
def test_one_day_typed_in_many_ways_is_one_day(typed: str) -> None:
    assert parse_date(typed) == date(2021, 2, 10)


def test_the_official_form_has_thai_digits_and_the_full_month() -> None:
    assert print_date(date(2021, 2, 10)) == "๑๐ กุมภาพันธ์ ๒๕๖๔"
    assert print_date(date(2021, 2, 10), digits="arabic", months="short") == "10 ก.พ. 2564"


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_read_by_both_its_names(month: int) -> None:
    assert parse_date(f"1 {MONTHS[month - 1]} 2564") == date(2021, month, 1)
    assert parse_date(f"1 {SHORT_MONTHS[month - 1]} 2564") == date(2021, month, 1)


@pytest.mark.parametrize(
    ("typed", "slug", "sentence"),
    [
        ("10/2/2021", "year-looks-christian", "2564 for 2021"),
        ("2021-02-10", "year-looks-christian", "2564 for 2021"),
        ("10 กุมภาพันธ์ 2021", "year-looks-christian", "2564 for 2021"),
        ("๒๙ ก.พ. ๒๕๖๖", "no-such-day", "no day 29/2/2566"),
        ("31/4/2564", "no-such-day", "no day 31/4/2564"),
        ("1/13/2564", "no-such-day", "no day 1/13/2564"),
        ("0/1/2564", "no-such-day", "no day 0/1/2564"),
        ("31 มีนาคม 2483", "year-before-2484", "Calendar Year Act 2483"),
        ("1 มกราคม 2701", "year-too-large", "up to 2700"),
        ("1 มกราคม 9999", "year-too-large", "up to 2700"),
        ("", "date-unreadable", "is not a date"),
        ("เมื่อวาน", "date-unreadable", "is not a date"),
        ("10/2-2564", "date-unreadable", "is not a date"),
        ("10 ก.พ. 564", "date-unreadable", "is not a date"),
        ("10 ก.พ. 64 น.", "date-unreadable", "is not a date"),
    ],
)
def test_what_is_no_buddhist_date_is_refused_with_what_to_type(typed: str, slug: str, sentence: str) -> None:
    with pytest.raises(InvalidValue, match=sentence) as refusal:
        parse_date(typed)

    assert refusal.value.slug == slug


def test_the_first_and_last_years_are_accepted() -> None:
    assert parse_date("1 มกราคม 2484") == date(1941, 1, 1)
    assert parse_date("31 ธันวาคม 2700") == date(2157, 12, 31)


def test_a_day_before_the_calendar_changed_has_no_year_here() -> None:
    assert buddhist_year(date(1941, 1, 1)) == 2484

    with pytest.raises(InvalidValue, match="year began on 1 April"):
        buddhist_year(date(1940, 12, 31))


def test_a_moment_is_not_a_day() -> None:
    moment = datetime(2021, 2, 10, 9, 30)  # noqa: DTZ001 (any datetime is refused)

    with pytest.raises(TypeError, match="not a datetime"):
        print_date(moment)
