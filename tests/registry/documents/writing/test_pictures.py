"""The pages of every form look as they did when a person approved them."""

from dataclasses import replace
from typing import cast

import pytest
from PIL import Image, ImageChops

from tests.registry.documents.approve import APPROVED, page_of, pictures
from tests.registry.documents.writing.letters import EXAMPLES, pages

TOLERANCE = 12
"""Grey levels of 255 by which a square may differ on average: what another build of the renderer changes."""
SQUARE = 16
"""Dots on a side: a third of an inch, so that a missing word is seen."""


def difference(seen: Image.Image, approved: Image.Image) -> int:
    """Return by how many grey levels two pages differ in the square where they differ most."""
    _, most = ImageChops.difference(seen, approved.convert("L")).reduce(SQUARE).getextrema()
    return cast("int", most)  # of one band


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_page_looks_as_it_was_approved(name: str) -> None:
    seen = pictures(name)

    assert sorted(seen) == sorted(file.name for file in APPROVED.glob(f"{name}-[0-9].png"))
    for file, picture in seen.items():
        with Image.open(APPROVED / file) as approved:
            assert picture.size == approved.size
            assert difference(picture, approved) < TOLERANCE, f"{file} looks otherwise than approved"


def test_a_word_more_or_less_is_seen() -> None:
    letter, body = EXAMPLES["letter"]

    changed = page_of(pages(replace(letter, owner_unit="กลุ่มงานแผน"), body).pdf, 0)

    assert difference(changed, pictures("letter")["letter-1.png"]) > TOLERANCE


def test_a_line_that_moved_is_seen() -> None:
    picture = pictures("letter")["letter-1.png"]

    assert difference(ImageChops.offset(picture, 0, 4), picture) > TOLERANCE


def test_there_is_no_picture_of_a_page_that_is_no_more() -> None:
    assert {file.name.rpartition("-")[0] for file in APPROVED.iterdir()} == set(EXAMPLES)
