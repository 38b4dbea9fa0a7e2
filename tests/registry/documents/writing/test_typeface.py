"""The typeface that ships: what it draws, and the two points in its space."""

import json

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types

from domain.errors import InvalidValue
from registry.documents.writing import typeface
from tests.registry.documents.writing import make_fonts


@pytest.mark.parametrize("face", make_fonts.FACES)
def test_every_space_has_an_extent_and_nothing_to_fill(face: str) -> None:
    with TTFont(typeface.FONTS / f"Sarabun-{face}.ttf") as font:
        for space in make_fonts.SPACES:
            name = font.getBestCmap()[ord(space)]
            glyph = font["glyf"][name]

            assert glyph.endPtsOfContours == [0, 1]
            assert (glyph.xMin, glyph.xMax) == (0, font["hmtx"][name][0])


def test_the_advances_are_those_of_the_fonts() -> None:
    assert json.loads((typeface.FONTS / "advances.json").read_bytes()) == make_fonts.advances()


def test_every_character_of_thai_is_drawn() -> None:
    typeface.require_drawn(chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)))


def test_what_is_not_drawn_is_named_once_each() -> None:
    with pytest.raises(InvalidValue, match=r"with ア \(U\+30A2\), 中 \(U\+4E2D\): write"):
        typeface.require_drawn(["中ก", "中ア"])


def test_a_text_is_as_wide_as_its_advances() -> None:
    assert typeface.width("กก", 10) == pytest.approx(2 * 5.76)
    assert typeface.width("ก่", 10) == typeface.width("ก", 10)
