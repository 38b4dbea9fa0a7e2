"""The typeface of letters: which characters it has, and how wide a line of them is."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from domain.errors import InvalidValue

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Sarabun"
SIZE = 10.5
"""Points of Sarabun: what the rules call 16 points of TH Sarabun."""

_LAID_OUT = frozenset("\n\t ")  # become spaces, or nothing


@cache
def _advances() -> dict[str, int]:
    """Return how far each character that every face can draw moves on, in thousandths of an em."""
    found: dict[str, int] = json.loads((FONTS / "advances.json").read_bytes())
    return found


def require_drawn(texts: Iterable[str]) -> None:
    """Refuse characters that would be an empty box on paper.

    Raises:
        InvalidValue: a text has characters that the typeface lacks; the refusal names them.
    """
    missing = sorted({character for text in texts for character in text} - _advances().keys() - _LAID_OUT)
    if missing:
        named = ", ".join(f"{character} (U+{ord(character):04X})" for character in missing[:10])
        raise InvalidValue(
            "glyph-missing",
            f"Letters cannot be set with {named}: write it in Thai or Latin letters.",
            characters=named,
        )


def drawn(text: str) -> str:
    """Return *text* with a question mark for every character that the typeface lacks.

    For papers that show what strangers wrote: one odd character must not keep a register's page from being printed.
    """
    known = _advances().keys() | _LAID_OUT
    return "".join(character if character in known else "?" for character in text)


def width(text: str, size: float = SIZE) -> float:
    """Return how wide *text* is in points, a little more than it will be: pairs that are drawn closer count in full."""
    advances = _advances()
    return size * sum(advances.get(character, 1000) for character in text) / 1000
