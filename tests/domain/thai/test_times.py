"""A day and an hour as people type and print them."""

from datetime import date, datetime

import pytest

from domain.errors import InvalidValue
from domain.thai.times import THAI_TIME, parse_beginning, parse_moment, print_beginning

TODAY = date(2021, 2, 9)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("1 มีนาคม 2564", datetime(2021, 3, 1, tzinfo=THAI_TIME)),
        ("๑ มี.ค. ๒๕๖๔ ๐๔.๐๐", datetime(2021, 3, 1, 4, tzinfo=THAI_TIME)),
        ("1/3/2564 เวลา 16:30 น.", datetime(2021, 3, 1, 16, 30, tzinfo=THAI_TIME)),
        ("09.30", datetime(2021, 2, 9, 9, 30, tzinfo=THAI_TIME)),
    ],
)
def test_something_begins_with_a_day_or_at_an_hour(text: str, at: datetime) -> None:
    assert parse_beginning(text, today=TODAY) == at


@pytest.mark.parametrize("text", ["", "24.00", "1 มีนาคม 2564 09.60", "พรุ่งนี้"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="is not a time"):
        parse_moment(text, today=TODAY)


def test_a_day_that_does_not_exist_is_refused_as_such() -> None:
    with pytest.raises(InvalidValue, match="There is no day 31/2/2564"):
        parse_beginning("31 กุมภาพันธ์ 2564", today=TODAY)


@pytest.mark.parametrize("printed", ["๑ มีนาคม ๒๕๖๔", "๑ มีนาคม ๒๕๖๔ เวลา ๐๔.๐๐ น."])
def test_what_is_printed_reads_the_same(printed: str) -> None:
    assert print_beginning(parse_beginning(printed, today=TODAY)) == printed
