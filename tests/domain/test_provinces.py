from datetime import date

import pytest

from domain.provinces import CAPITAL, PROVINCES, governors


def test_every_province_governor_on_the_circulars_day_without_bangkok_and_with_bueng_kan() -> None:
    names = governors(date(2021, 2, 10))

    assert len(names) == len(set(names)) == 76
    assert "ผู้ว่าราชการจังหวัดบึงกาฬ" in names
    assert not any(CAPITAL in name for name in names)
    assert names[0] == "ผู้ว่าราชการจังหวัดกระบี่"


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(1983, 6, 1), 72),
        (date(1993, 11, 30), 72),
        (date(1993, 12, 1), 75),
        (date(2011, 3, 22), 75),
        (date(2011, 3, 23), 76),
        (date(2026, 11, 23), 76),
    ],
)
def test_a_province_counts_from_its_first_day(day: date, count: int) -> None:
    assert len(governors(day)) == count


def test_names_and_roman_codes_are_distinct() -> None:
    assert len({province.name for province in PROVINCES}) == 77
    assert len({province.roman for province in PROVINCES}) == 77
    assert len({province.english for province in PROVINCES}) == 77
