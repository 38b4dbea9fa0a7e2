"""Moments as whole seconds, and back."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.views.spans import OPEN, moment, seconds, until_moment, until_seconds
from registry.wire import THAI_TIME

NOON = datetime(2021, 2, 10, 12, 0, tzinfo=THAI_TIME)


def test_a_whole_second_is_itself() -> None:
    assert moment(seconds(NOON)) == NOON
    assert seconds(NOON + timedelta(seconds=1)) == seconds(NOON) + 1


@pytest.mark.parametrize("microseconds", [1, 500_000, 999_999])
def test_a_moment_between_two_seconds_is_the_later_one(microseconds: int) -> None:
    assert seconds(NOON + timedelta(microseconds=microseconds)) == seconds(NOON) + 1


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - zoned below
    st.integers(0, 3),
    st.timedeltas(timedelta(0), timedelta(seconds=3)),
)
def test_a_rounded_interval_holds_the_same_whole_seconds(naive: datetime, asked: int, length: timedelta) -> None:
    since = naive.replace(tzinfo=THAI_TIME)
    until, on = since + length, since.replace(microsecond=0) + timedelta(seconds=asked)

    assert (seconds(since) <= seconds(on) < seconds(until)) == (since <= on < until)


def test_no_end_is_later_than_every_moment() -> None:
    assert until_seconds(None) == OPEN > seconds(datetime.max.replace(tzinfo=THAI_TIME))
    assert until_moment(OPEN) is None
    assert until_moment(until_seconds(NOON)) == NOON


def test_the_first_day_of_all_is_a_number_too() -> None:
    assert seconds(datetime.min.replace(tzinfo=THAI_TIME)) < 0
