"""The printed number of a letter (ที่) and of an order: read however it is typed, printed one way.

    มท ๐๘๐๘.๒ (กน)/ว ๕๔๐๑
    │  │    │  │    │ └ running number; a range 686-723 for one letter to several addressees
    │  │    │  │    └ series letter: ว for circulars (ข้อ 32), others an office's own (พ, ท, ผ)
    │  │    │  └ committee (annex 1 rule 4): most print it here, some before the owner number
    │  │    └ sub-codes, up to three figures each (rule 5)
    │  └ owner number (rule 2): four figures as a rule; municipalities add a bracketed one, 52007.4(1)
    └ two consonants (rule 1)

Two further shapes are in use: a number and a year after the consonants (ศก 143/2564), and three parts
(รฟ 1/1911/2564). One to three figures before the slash and a year after it are the former; a number of
four figures is an owner number, so กษ 0123/2564 is letter 2564 of owner 0123.

Orders and attestations have no consonants, only number and year (๕๕/๒๕๖๔): they are an ``OrderNumber``.

Source: R2526 annex 1, ข้อ 16.2, 24.1, 32 and 43.1.2.
"""

import re
from dataclasses import dataclass
from typing import Self

from domain.errors import InvalidValue
from domain.thai.dates import require_buddhist_year
from domain.thai.digits import Digits, in_script, to_arabic

CIRCULAR = "ว"
"""The series letter of circulars (หนังสือเวียน), ข้อ 32."""

_LETTER = r"(?:(?P<letter>[ก-ฮ]{1,2}(?:\s?\(\s?[ก-ฮ]{1,2}\s?\))?)\s?\.?\s*)?"
_RUNNING = r"(?P<first>\d{1,9})(?:\s*(?:-|ถึง)\s*(?P<last>\d{1,9}))?"
_YEAR = r"\s*/\s*(?P<year>2[4-7]\d\d)"
_COMMITTEE = r"[ก-ฮ][ก-ฮ .]{0,15}\d{0,3}"

OWNED = re.compile(
    r"(?P<code>[ก-ฮ]{2})\s?\.?\s*"
    rf"(?:\(\s*(?P<before>{_COMMITTEE})\s*\)\s*)?"
    r"(?P<owner>\d{1,6}(?:\s?\.\s?\d{1,3}){0,3}(?:\s?\(\s?\d{1,2}\s?\))?)\s*"
    rf"(?:\(\s*(?P<after>{_COMMITTEE})\s*\)\s*)?"
    r"/\s*"
    rf"(?:\(\s*(?P<behind>{_COMMITTEE})\s*\)\s*/?\s*)?"
    rf"{_LETTER}{_RUNNING}(?:{_YEAR})?(?!\d)"
)
"""A number with an owner, as a pattern over text from ``plain``."""

OF_A_YEAR = re.compile(rf"(?P<code>[ก-ฮ]{{2}})\s?\.?\s*{_LETTER}{_RUNNING}{_YEAR}(?!\d)")
"""Consonants, number and year without an owner, as a pattern over text from ``plain``."""

WITHOUT_CODE = re.compile(rf"(?P<first>\d{{1,9}}){_YEAR}(?!\d)")
"""An order's number, as a pattern over text from ``plain``."""

_LEAD = re.compile(r"^(?:เลข)?ที่\s*")
_OWNER_FIGURES = 4  # fewer figures, then a year, is a number of that year
_EXAMPLE = "มท 0812/ว 271"
_LONGEST = 100  # characters: nothing longer is a number

# One character for one, so that places in the text stay what they were.
_ALIKE = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-") | dict.fromkeys("／⁄∕", "/") | {"（": "(", "）": ")", "．": "."})


def plain(text: str) -> str:
    """Return *text* with Arabic digits, ASCII dashes, slashes and spaces; every place stays the same."""
    return re.sub(r"\s", " ", to_arabic(text).translate(_ALIKE))


@dataclass(frozen=True, slots=True, eq=False)
class LetterNumber:
    """ที่. Two are equal when they name the same letter, however they were typed.

    Digit script, spaces, leading zeros of the running number, and the place and dots of a committee's code
    are how a number is printed, not which one it is.
    """

    code: str
    """Two consonants, e.g. มท."""
    owner: str | None
    """Owner number with its sub-codes in Arabic digits, e.g. ``0808.2``; None for a number of a year."""
    running: int
    """The number in its series; the first one of a range."""
    series_letter: str | None = None
    """ว, or the letter of another series; ว(ล) is a series of circulars too."""
    committee: str | None = None
    """What stands in brackets, e.g. ``คกก.3`` or ``กร 2``."""
    committee_first: bool = False
    """Whether the brackets stand before the owner number, as annex 1 shows them, or after it, as most print them."""
    last: int | None = None
    """The last number of a range."""
    width: int = 0
    """Figures to print at least: 6 for 034930, 0 where there is no leading zero."""
    year: int | None = None
    """Buddhist year, where it is part of the number."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the number that *text* prints, with or without ที่ before it.

        Raises:
            InvalidValue: *text* is no such number; the sentence says what is missing.
        """
        if len(text) > _LONGEST:
            message = f"{text[:_LONGEST]!r}… is longer than any letter number. Write it like {_EXAMPLE}."
            raise InvalidValue("number-too-long", message, text=text[:_LONGEST], example=_EXAMPLE)
        typed = _LEAD.sub("", plain(text).strip())
        found = OWNED.fullmatch(typed)
        if found is None or _is_of_a_year(found):
            found = OF_A_YEAR.fullmatch(typed) or found
        if found is None:
            raise _not_a_letter_number(text, typed)
        parts = found.groupdict()
        committee = parts.get("before") or parts.get("after") or parts.get("behind")
        owner = parts.get("owner")
        first, last = parts["first"], parts["last"]
        return cls(
            code=parts["code"],
            owner=owner.replace(" ", "") if owner else None,
            running=_counted(first, text),
            series_letter=parts["letter"].replace(" ", "") if parts["letter"] else None,
            committee=" ".join(committee.split()) if committee else None,
            committee_first=parts.get("before") is not None,
            last=_after(int(first), last, text) if last else None,
            width=len(first) if first.startswith("0") else 0,
            year=require_buddhist_year(int(parts["year"])) if parts["year"] else None,
        )

    @property
    def circular(self) -> bool:
        """Whether it is a circular's number (ข้อ 32)."""
        return self.series_letter is not None and self.series_letter.partition("(")[0] == CIRCULAR

    @property
    def figures(self) -> str:
        """The running number as printed, in Arabic digits: ``034930``, or ``686-723`` for a range."""
        numbers = (self.running,) if self.last is None else (self.running, self.last)
        return "-".join(str(number).zfill(self.width) for number in numbers)

    def printed(self, digits: Digits = "thai") -> str:
        """Return the official form, e.g. ``มท ๐๘๑๒/ว ๒๗๑``."""
        owner = self.owner
        if self.committee:
            owner = f"({self.committee}) {owner}" if self.committee_first else f"{owner} ({self.committee})"
        letter = f"{self.series_letter} " if self.series_letter else ""
        if owner is None:
            return in_script(f"{self.code} {letter}{self.figures}/{self.year}", digits)
        year = f"/{self.year}" if self.year else ""
        return in_script(f"{self.code} {owner}/{letter}{self.figures}{year}", digits)

    def key(self) -> str:
        """Return the form for comparing and searching, without spaces and in Arabic digits, e.g. ``มท0812/ว271``."""
        committee = f"({re.sub(r'[ .]', '', self.committee)})" if self.committee else ""
        last = f"-{self.last}" if self.last else ""
        year = f"/{self.year}" if self.year else ""
        return f"{self.code}{self.owner or ''}{committee}/{self.series_letter or ''}{self.running}{last}{year}"

    def __eq__(self, other: object) -> bool:
        return self.key() == other.key() if isinstance(other, LetterNumber) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.key())

    def __str__(self) -> str:
        return self.printed("arabic")


@dataclass(frozen=True, slots=True)
class OrderNumber:
    """เลขที่คำสั่ง. Number and year of an order (ข้อ 16.2) or an attestation (24.1), e.g. 55/2564."""

    running: int
    year: int
    """Buddhist year."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the number that *text* prints, e.g. ``๕๕ /๒๕๖๔``, with or without ที่ before it.

        Raises:
            InvalidValue: *text* is no number and year, or its year is no Buddhist one.
        """
        typed = _LEAD.sub("", plain(text).strip())
        found = re.fullmatch(r"(\d{1,9})\s*/\s*(\d{4})", typed)
        if found is None:
            message = f"{text[:_LONGEST]!r} is not an order's number. Write number and Buddhist year, like 55/2564."
            raise InvalidValue("order-number-unreadable", message, text=text[:_LONGEST])
        return cls(_counted(found[1], text), require_buddhist_year(int(found[2])))

    def printed(self, digits: Digits = "thai") -> str:
        """Return the official form, e.g. ``๕๕/๒๕๖๔``."""
        return in_script(f"{self.running}/{self.year}", digits)

    def key(self) -> str:
        """Return the form for comparing and searching, e.g. ``55/2564``."""
        return self.printed("arabic")

    def __str__(self) -> str:
        return self.printed("arabic")


def _is_of_a_year(found: re.Match[str]) -> bool:
    """Tell ศก 143/2564, a number of a year, from กษ 0123/2564, a letter of an owner."""
    return len(found["owner"]) < _OWNER_FIGURES


def _counted(figures: str, text: str) -> int:
    if int(figures) == 0:
        message = f"{text!r} has the number 0. Series begin at 1: look at the letter again."
        raise InvalidValue("number-zero", message, text=text)
    return int(figures)


def _after(first: int, figures: str, text: str) -> int:
    last = int(figures)
    if last <= first:
        message = f"The range in {text!r} does not end after it begins. Write the smaller number first, like 686-723."
        raise InvalidValue("number-range-reversed", message, text=text, first=first, last=last)
    return last


def _not_a_letter_number(text: str, typed: str) -> InvalidValue:
    if not text.strip():
        message = f"The letter number is empty. Write it like {_EXAMPLE}."
        return InvalidValue("number-empty", message, example=_EXAMPLE)
    if re.match(r"[ก-ฮ]{2}(?![ก-ฮ])", typed) is None:
        message = f"{text!r} does not begin with the two consonants of an office. Write it like {_EXAMPLE}."
        return InvalidValue("number-without-code", message, text=text, example=_EXAMPLE)
    if "/" not in typed:
        message = f"{text!r} has no stroke between the owner and the running number. Write it like {_EXAMPLE}."
        return InvalidValue("number-without-stroke", message, text=text, example=_EXAMPLE)
    message = f"{text!r} is not a letter number. Write it like {_EXAMPLE}."
    return InvalidValue("number-unreadable", message, text=text, example=_EXAMPLE)
