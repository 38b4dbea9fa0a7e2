"""The typeface of letters: which characters it has, and how wide a line of them is."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from domain.errors import InvalidValue

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Sarabun"
SIZE = 10.5
"""Points of Sarabun: what the rules call 16 points of TH Sarabun."""

_FACES = ("Regular", "Bold")  # those that letters are set in
_LAID_OUT = frozenset("\n\t ")  # become spaces, or nothing


@cache
def _drawn() -> frozenset[str]:
    """Return the characters that every face can draw."""
    return frozenset(map(chr, set.intersection(*(set(_characters(face)) for face in _FACES))))


@cache
def _advances() -> dict[str, float]:
    """Return how far each character moves on, in em."""
    with _opened("Regular") as font:
        unit, moves = font["head"].unitsPerEm, font["hmtx"]
        return {chr(code): moves[name][0] / unit for code, name in font.getBestCmap().items()}


def _characters(face: str) -> list[int]:
    with _opened(face) as font:
        return list(font.getBestCmap())


def _opened(face: str) -> TTFont:
    return TTFont(FONTS / f"{FAMILY}-{face}.ttf", lazy=True)


def require_drawn(texts: Iterable[str]) -> None:
    """Refuse characters that would be an empty box on paper.

    Raises:
        InvalidValue: a text has characters that the typeface lacks; the refusal names them.
    """
    missing = sorted({character for text in texts for character in text} - _drawn() - _LAID_OUT)
    if missing:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing[:10])
        raise InvalidValue(
            "glyph-missing",
            f"Letters cannot be set with {named}: write it in Thai or Latin letters.",
            characters=named,
        )


def width(text: str, size: float = SIZE) -> float:
    """Return how wide *text* is in points, a little more than it will be: pairs that are drawn closer count in full."""
    advances = _advances()
    return size * sum(advances.get(character, 1.0) for character in text)
