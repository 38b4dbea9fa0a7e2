"""Points on both axes as people type them, and as addresses name them again."""

from datetime import UTC, datetime

import pytest

from api.points import in_force_on, known_at, typed_on
from domain.errors import InvalidValue
from registry.wire import THAI_TIME

NOW = datetime(2021, 3, 1, 9, 0, tzinfo=THAI_TIME)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("10 ก.พ. 2564", datetime(2021, 2, 10, 23, 59, 59, tzinfo=THAI_TIME)),
        ("๑๐/๒/๖๔ ๐๙.๓๐", datetime(2021, 2, 10, 9, 30, tzinfo=THAI_TIME)),
        ("10 ก.พ. 2564 09.30.15", datetime(2021, 2, 10, 9, 30, 15, tzinfo=THAI_TIME)),
        ("09.30", datetime(2021, 3, 1, 9, 30, tzinfo=THAI_TIME)),
        (None, NOW),
    ],
)
def test_a_day_means_its_last_second_and_an_hour_itself(text: str | None, moment: datetime) -> None:
    assert in_force_on(text, NOW) == moment


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2021, 2, 10, 23, 59, 59, tzinfo=THAI_TIME),
        datetime(2021, 2, 10, 0, 0, tzinfo=THAI_TIME),
        datetime(2021, 2, 10, 10, 0, 7, tzinfo=THAI_TIME),
        datetime(2021, 2, 10, 3, 0, 7, tzinfo=THAI_TIME).astimezone(UTC),
    ],
)
def test_what_an_address_says_of_a_moment_is_read_as_that_moment(moment: datetime) -> None:
    assert in_force_on(typed_on(moment), NOW) == moment


def test_known_at_is_a_position_or_the_end_of_a_day() -> None:
    assert known_at("๒๗๑", NOW) == 271
    assert known_at("10/2/2564", NOW) == datetime(2021, 2, 10, 23, 59, 59, 999999, tzinfo=THAI_TIME)
    assert known_at(None, NOW) is None


@pytest.mark.parametrize("text", ["10 ก.พ. 2021", "ไม่ใช่วัน", "10 ก.พ. 2564 25.00", "-1"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"type|Type|year"):
        known_at(text, NOW)
