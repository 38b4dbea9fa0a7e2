"""Digits: Thai for people's letters, Arabic for machines, one value for both.

A number printed ๘๑๒, 812 or ８１２ is the same number. Everything that compares or stores
figures folds them to Arabic digits first; only printing chooses a script.
"""

from typing import Literal

Digits = Literal["thai", "arabic"]
"""The script in which figures are printed."""

_THAI = "๐๑๒๓๔๕๖๗๘๙"
_ARABIC = "0123456789"
_FULL_WIDTH = "０１２３４５６７８９"
_TO_THAI = str.maketrans(_ARABIC + _FULL_WIDTH, _THAI * 2)
_TO_ARABIC = str.maketrans(_THAI + _FULL_WIDTH, _ARABIC * 2)


def to_thai(text: str) -> str:
    """Return *text* with every Arabic or full-width digit as a Thai one, e.g. ``๐๘๑๒`` for ``0812``."""
    return text.translate(_TO_THAI)


def to_arabic(text: str) -> str:
    """Return *text* with every Thai or full-width digit as an Arabic one, e.g. ``0812`` for ``๐๘๑๒``.

    No character is added or lost, so positions in *text* stay what they were.
    """
    return text.translate(_TO_ARABIC)


def in_script(text: str, digits: Digits) -> str:
    """Return *text* with its figures in the script that *digits* names."""
    return to_thai(text) if digits == "thai" else to_arabic(text)
