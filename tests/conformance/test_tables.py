"""The tables of codes and provinces against the transcribed annexes and an independent list."""

import json
from typing import cast

import pytest

from domain.codes import AGENCIES
from domain.provinces import PROVINCES
from tests.conformance.shared import shared


def test_codes_are_those_of_annexes_1_and_7() -> None:
    annexes = json.loads(shared("data/agency_codes_annex1_annex7.json").read_text("utf-8"))

    assert {name: code for code, name in AGENCIES.items()} == annexes["ministries_annex1"]
    assert [(p.name, p.code, p.roman, p.english) for p in PROVINCES] == [
        (row["th"], row["consonant_code_annex1"], row["roman_code_annex7"], row["en"]) for row in annexes["provinces"]
    ]


def test_provinces_are_those_of_pythainlp_but_for_two_known_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHAINLP_OFFLINE", "1")
    from pythainlp.corpus import provinces  # noqa: PLC0415 (reads its data only where it is asked)

    theirs = {row["name_th"]: row for row in cast("list[dict[str, str]]", provinces(details=True))}

    assert set(theirs) == {province.name for province in PROVINCES}
    assert {p.name for p in PROVINCES if p.code != theirs[p.name]["abbr_th"]} == {"กรุงเทพมหานคร", "บึงกาฬ"}
    assert {p.name for p in PROVINCES if p.roman != theirs[p.name]["abbr_en"]} == {"จันทบุรี"}
