r"""The text rule th1: one spelling for one text, before anybody signs it.

What looks the same must be the same bytes, or a signature would hang on which keyboard somebody used:

    น + ํ + ้ + า,  น + ้ + ํ + า,  น + ำ + ้   →  น + ้ + ำ
    tone mark before its vowel sign             →  below, above, tone, others
    zero-width characters, byte order marks     →  removed
    NFC, CR LF as LF, trimmed at both ends

The rule is versioned because signed text is for ever: a change is a new rule beside this one, never an
edit. It uses the standard library's Unicode tables only. NFKC is not used: it takes สระอำ apart.
"""

import re
import unicodedata

from domain.errors import InvalidValue

RULE = "th1"
"""The name under which statements say that their text obeys this rule."""

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_ORDINARY = re.compile("[\\n\\t -~\u0e01-\u0e3a\u0e3f-\u0e5b]*")  # visible ASCII and Thai: nothing to look up
_MARKS = re.compile("[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]{2,}")
_OPEN_SARA_AM = "\u0e4d\u0e32"
_SARA_AM = "\u0e33"

_ORDER = {
    "\u0e3a": 0,  # พินทุ: NFC sorts it first
    **dict.fromkeys("\u0e38\u0e39", 1),  # below the consonant
    **dict.fromkeys("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47", 2),  # above it
    **dict.fromkeys("\u0e48\u0e49\u0e4a\u0e4b", 3),  # tone marks
    **dict.fromkeys("\u0e4c\u0e4d\u0e4e", 4),  # การันต์, นิคหิต, ยามักการ
    _SARA_AM: 5,
}


def normalise(text: str) -> str:
    """Return *text* in the one spelling of rule th1. Applying it twice changes nothing more.

    Line feeds and tabs are kept; spaces inside the text are never touched.

    Raises:
        InvalidValue: *text* has a control character, a mark that turns the direction of writing, a
            lone surrogate, or a code point that Unicode has not given a meaning to (its normal form
            could change later).
    """
    text = text.translate(_ZERO_WIDTH).replace("\r\n", "\n")
    if not _ORDINARY.fullmatch(text):
        _require_visible(text)
    # Once is enough for Thai alone. Foreign marks over Thai letters (Patani Malay has them) make NFC and the
    # order of marks push one another along, always to the left, until nothing moves.
    while (tidied := _tidied(text)) != text:
        text = tidied
    return text.strip()


def _tidied(text: str) -> str:
    joined = _sorted_marks(unicodedata.normalize("NFC", text)).replace(_OPEN_SARA_AM, _SARA_AM)
    return unicodedata.normalize("NFC", _sorted_marks(joined))


def _sorted_marks(text: str) -> str:
    return _MARKS.sub(lambda run: "".join(sorted(run.group(), key=_ORDER.__getitem__)), text)


def _require_visible(text: str) -> None:
    """Refuse what people cannot see: it could make a text read otherwise than it was signed."""
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        hidden = category in {"Cs", "Cn"} or (category == "Cc" and character not in "\n\t")
        if hidden or character in _BIDI:
            code = f"U+{ord(character):04X}"
            message = f"The text has the invisible character {code} at place {place + 1}. Delete it and type it again."
            raise InvalidValue("hidden-character", message, character=code, place=place + 1)
