"""What people paste is put right where there is no doubt, and kept or refused where there is."""

from datetime import date

import pytest

from domain.errors import InvalidValue
from domain.thai.tidy import tidy_date, tidy_number


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("๕๕ /๒๕๖๔", "55/2564"),
        ("มท 0812 / ว ๒๗๑", "มท 0812/ว 271"),
        ("ที่  ศธ๐๒๐๑/๑๕", "ศธ 0201/15"),
        ("บริษัท 12 / 3", "บริษัท 12/3"),
        ("ไม่มีเลข", "ไม่มีเลข"),
    ],
)
def test_a_number_gets_its_usual_spaces_and_one_that_follows_no_grammar_keeps_its_words(typed: str, tidy: str) -> None:
    assert tidy_number(typed) == tidy


@pytest.mark.parametrize(
    "typed",
    [
        "10 ก.พ. 64",
        "10-ก.พ.-64",
        "๑๐/๒/๒๕๖๔",
        "10.2.64",
        "10กพ2564",
        "10 ก.พ. '64",
        "2564-02-10 00:00:00",
        " 10 กุมภาพันธ์ 2564 ",
        "10 ก.พ. 2564 09:30",
        "10/2/2564 16.45 น.",
        "2564/02/10",
        "วันพุธที่ ๑๐ กุมภาพันธ์ พ.ศ. ๒๕๖๔",
        "พุธที่ 10 กุมภาพันธ์ 2564",
        "10\u200b ก.พ. 64",
        "10 Feb 2564",
        "10-FEB-2564",
        "10 February, 2564",
    ],
)
def test_a_day_is_read_in_any_usual_form(typed: str) -> None:
    assert tidy_date(typed) == date(2021, 2, 10)


def test_nothing_is_no_day() -> None:
    assert tidy_date("  ") is None


@pytest.mark.parametrize(
    "typed", ["2021-02-10", "10/2", "วันนี้", "31 ก.พ. 2564", "10 Feb 2021", "10-Feb-64", "10 Fab 2564"]
)
def test_a_day_that_leaves_a_doubt_is_refused(typed: str) -> None:
    with pytest.raises(InvalidValue, match=r"date|C\.E\.|no day"):
        tidy_date(typed)
