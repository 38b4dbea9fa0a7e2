"""How the files of an e-mailed letter are called, and names that fit a file system.

    2564_MOI0812_271.pdf      year of the Buddhist era, roman code and owner number, number
    2564_MOI0812_ว_271_1.pdf  a circular's first attachment

The annex has Arabic digits, and ``_`` for spaces and signs that file systems keep to themselves. It says nothing of
ว, dots and brackets: what is no such sign stays as it is printed, so that a number is not changed by its file's name.

Source: annex 7 ข้อ 4.3 (A4).
"""

import unicodedata
from datetime import date
from typing import Final

from domain.codes import roman_of
from domain.errors import InvalidValue
from domain.numbers import LetterNumber
from domain.thai.dates import buddhist_year
from domain.thai.digits import to_arabic, to_thai

RESERVED: Final = frozenset('/\\:*?"<>|')
"""Signs that one file system or another keeps to itself."""
LONGEST_NAME: Final = 255
"""Bytes of UTF-8; what the usual file systems take."""
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
)


def letter_file(number: str, dated: date, *, roman: str | None) -> str:
    """Return the name, without its ending, under which a letter's files are mailed.

    Args:
        number: As printed, e.g. ``มท 0812/ว 271``; an order's as well.
        dated: The day it bears.
        roman: The office's roman code; the table's for its consonants goes before it.

    Raises:
        InvalidValue: the office's consonants have no roman code in the table, and none is set.
    """
    year = buddhist_year(dated)
    try:
        printed = LetterNumber.parse(number)
    except InvalidValue:  # an order or an attestation: number and year, without an owner
        return f"{year}_{_required(roman, number)}_{plain_name(to_arabic(number))}"
    code = _required(roman_of(printed.code) or roman, number)
    owner, _, behind = printed.printed("arabic").removeprefix(printed.code).strip().partition("/")
    return f"{year}_{code}{plain_name(owner)}_{plain_name(behind)}"


def _required(roman: str | None, number: str) -> str:
    if roman is None:
        raise InvalidValue(
            "roman-code-missing",
            f"No roman code is known for {number}: set the office's own, as annex 7 has it, with its mail address.",
            number=to_thai(number),
        )
    return roman


def plain_name(text: str) -> str:
    """Return *text* with ``_`` for spaces, reserved signs and whatever cannot be seen."""
    plain = "".join("_" if _is_unfit(sign) else sign for sign in text)
    return "_".join(part for part in plain.split("_") if part) or "_"


def file_name(text: str, *, ending: str) -> str:
    """Return a name for a file that somebody's words name: no path, no device, not too long, cut between letters.

    Args:
        text: The words.
        ending: With its dot, e.g. ``.eml``.
    """
    name = plain_name(text).lstrip(".") or "_"
    if name.partition(".")[0].upper() in _DEVICES:
        name = f"_{name}"
    return cut(name, LONGEST_NAME - len(ending.encode())) + ending


def cut(text: str, most: int) -> str:
    """Return the beginning of *text* in at most *most* bytes of UTF-8, without parting a letter from its marks."""
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[:most].decode(errors="ignore")
    follows = text[len(kept)]
    while kept and (_leans(follows) or kept[-1] in _LEADING):
        kept, follows = kept[:-1], kept[-1]
    return kept


_LEADING: Final = frozenset("เแโใไ")
"""Vowels that are written before their consonant."""


def _leans(sign: str) -> bool:
    """Whether a sign belongs to the letter before it; สระอำ and สระอา do though they are no marks to Unicode."""
    return unicodedata.category(sign) in {"Mn", "Mc", "Me"} or sign in "ะาำๅ"


def _is_unfit(sign: str) -> bool:
    return sign in RESERVED or sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Cn", "Co"}
