"""Old registers at the command line: looking first says what entering would say, and ends as it would."""

from pathlib import Path

import pytest

from tests.api.cli.conftest import Clerk
from tests.api.cli.refusing import refused

FORM_14 = "เลขทะเบียนส่ง,ที่,ลงวันที่,จาก,ถึง,เรื่อง\n"
FORM_13 = "เลขทะเบียนรับ,ที่,ลงวันที่,จาก,ถึง,เรื่อง\n"
GOOD = "1,มท 0812/1,5 ม.ค. 2564,กรม,จังหวัด,เรื่อง\n"
FAULTY = "1,มท 0812/1,5 ม.ค. 2021,กรม,จังหวัด,เรื่อง\n"


def test_looking_at_a_file_with_faults_ends_as_entering_it_would(saraban: Clerk) -> None:
    typed = ("import-register", saraban.file("old.csv", FORM_14 + FAULTY), "--book", "เล่มเดิม", "--dry-run")

    ran, accepted = saraban(*typed), saraban(*typed, "--accept-faults")

    assert ran.code == 1
    assert "ดูเหมือน ค.ศ." in ran.out
    assert "--accept-faults" in ran.out
    assert accepted.code == 0


def test_looking_says_that_the_series_is_open_already(saraban: Clerk) -> None:
    saraban.json("series", "open", "เล่มเดิม")
    typed = ("import-register", saraban.file("old.csv", FORM_14 + GOOD), "--book", "เล่มเดิม")

    looked, entered = saraban(*typed, "--dry-run"), saraban(*typed, "--json")

    assert (looked.code, entered.code) == (1, 1)
    assert "ชุดเลขของทะเบียน เล่มเดิม ปี 2564 เปิดอยู่แล้ว" in looked.out
    assert entered.refused == "series-open"
    assert saraban(*typed, "--dry-run", "--json").answer["refused"]["slug"] == "series-open"
    assert saraban(*typed, "--dry-run", "--year", "2563").code == 0


def test_looking_again_at_what_was_entered_is_fine(saraban: Clerk) -> None:
    typed = ("import-register", saraban.file("old.csv", FORM_14 + GOOD), "--book", "เล่มเดิม")
    saraban.json(*typed)

    assert saraban.json(*typed, "--dry-run")["entered"] is False
    assert saraban.json(*typed)["entered"] is True


@pytest.mark.parametrize(
    ("heading", "kind", "slug"),
    [
        (FORM_13, "ordinary", "opening-of-received"),
        (FORM_13.replace("เลขทะเบียนรับ", "เลขรับ"), "circular", "opening-of-received"),
        (FORM_14, "received", "opening-of-sent"),
    ],
)
@pytest.mark.parametrize("looking", [(), ("--dry-run",)])
def test_a_register_of_the_other_direction_is_refused(
    saraban: Clerk, heading: str, kind: str, slug: str, looking: tuple[str, ...]
) -> None:
    file = saraban.file("old.csv", heading + GOOD)

    ran = refused(saraban, "import-register", file, "--book", "เล่มเดิม", "--kind", kind, *looking)

    assert ran.refused == slug
    assert Path(file).name in ran.err


@pytest.mark.parametrize("kind", ["ordinary", "received"])
def test_a_heading_that_names_no_direction_goes_into_either_book(saraban: Clerk, kind: str) -> None:
    file = saraban.file("old.csv", FORM_14.replace("เลขทะเบียนส่ง", "เลขทะเบียน") + GOOD)

    assert saraban.json("import-register", file, "--book", "เล่มเดิม", "--kind", kind)["entered"] is True
