"""Samples at the command line: the same as on the page, with their evidence."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.api.cli.conftest import Clerk


def test_a_sample_is_drawn_again_from_its_seed_and_position(saraban: Clerk, tmp_path: Path) -> None:
    numbers = {saraban.registered() for _ in range(3)}

    first = saraban.json("sample", "sent", "--size", "2")
    same = ("--seed", first["seed"], "--as-of", str(first["as_of"]))
    saraban.registered()
    again = saraban.json("sample", "sent", "--size", "2", *same, "-o", str(tmp_path / "sample.zip"))

    assert first["population"] == 3
    assert again["items"] == first["items"]
    assert {one["n"] for one in first["items"]} <= {number.rpartition(" ")[2] for number in numbers}
    with ZipFile(tmp_path / "sample.zip") as archive:
        assert first["seed"] in archive.read("method.txt").decode()
        assert {f"letters/{one['stream']}.zip" for one in first["items"]} <= set(archive.namelist())


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        (("--seed", "a b"), "sample-seed"),
        (("--size", "501"), "sample-size"),
        (("--as-of", "100000"), "position-not-reached"),
        (("--from", "2 ม.ค. 2564", "--to", "1 ม.ค. 2564"), "period-backwards"),
        (("--series", "nobodys"), "no-such-series"),
    ],
)
def test_what_is_no_sample_is_refused(saraban: Clerk, typed: tuple[str, ...], slug: str) -> None:
    ran = saraban("sample", "sent", *typed, "--json")

    assert (ran.code, ran.refused) == (1, slug)


def test_a_sample_is_shown_with_its_seed(saraban: Clerk) -> None:
    saraban.registered()

    ran = saraban("sample", "sent", "--seed", "agreed", "--lang", "en")

    assert "Drew 1 of 1 numbers" in ran.out
    assert "agreed" in ran.out
