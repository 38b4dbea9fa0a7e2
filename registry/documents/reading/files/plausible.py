"""How likely a text is: what no writer of Thai would type, counted."""

import re

_MARK = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_LETTER = "\u0e01-\u0e2e"
_IMPOSSIBLE = re.compile(
    f"(?<![{_LETTER}{_MARK}])[{_MARK}]"  # a mark over nothing
    f"|[\u0e40-\u0e44](?![{_LETTER}])"  # a leading vowel before nothing
    "|[\u0e34-\u0e39][\u0e34-\u0e39]|[\u0e48-\u0e4b][\u0e48-\u0e4b]"  # two vowels, two tones on one letter
    "|[\u0e31\u0e34-\u0e39]\u0e33"  # a vowel under สระอำ
    f"|(?<![\u0e01-\u0e5b/])[{_LETTER}](?![\u0e01-\u0e5b.])"  # a letter alone, and no abbreviation
    "|[\ufffd\ue000-\uf8ff]"  # nothing that was ever typed
)


def faults(text: str) -> int:
    """Return how often *text* has what cannot be; 0 for Thai and English as they are written."""
    return len(_IMPOSSIBLE.findall(text))
