"""ที่ as far as it is printed: whole numbers, and the gaps that drafts leave to be filled in by hand.

นว ๕๒๐๐๗.๔(๑)/ว ๑๒      ๕๕/๒๕๖๔      ครั้งที่ ๓/๒๕๖๔      (ฉบับที่ ๓)
"""

import re
from dataclasses import dataclass

from domain.errors import InvalidValue
from domain.numbers import OF_A_YEAR, OWNED, WITHOUT_CODE, LetterNumber, OrderNumber, plain
from domain.thai.dates import require_buddhist_year
from registry.documents.draft import Doubt, PrintedNumber, Read
from registry.documents.reading.files.lines import Line

_COMMITTEE = r"[ก-ฮ][ก-ฮ .]{0,15}\d{0,3}"
_PARTLY = re.compile(
    r"(?P<code>[ก-ฮ]{2,4})\s?\.?\s*"
    rf"(?:\(\s*(?P<before>{_COMMITTEE})\s*\)\s*)?"
    r"(?P<owner>\d{1,6}(?:\s?\.\s?\d{1,3}){0,4}(?:\s?\(\s?\d{1,3}\s?\))?)\s*"
    rf"(?:\(\s*(?P<after>{_COMMITTEE})\s*\)\s*)?"
    r"/\s*"
    r"(?:(?P<letter>ว(?:\s?\(\s?[ก-ฮ]\s?\))?(?![ก-๎])|[ก-ฮ]{1,2}(?=\s?\.?\s*\d))\s?\.?\s*)?"
    r"(?P<running>\d{1,9}(?:\s*-\s*\d{1,9})?)?(?:\s*/\s*(?P<year>2[4-7]\d\d))?(?!\d)"
)
OF_A_SERIES = r"[ก-ฮ]{1,4}\.?\s?(?:\d{1,3}\s*/\s*)?\d{1,5}\s*/\s*2[4-7]\d\d(?!\d)"
"""บ.1/245/2566: the number of an order in a series of its own, as large departments have them."""

_SERIES = re.compile(
    r"(?P<series>[ก-ฮ]{1,4}\.?\s?(?:\d{1,3}(?=\s*/\s*\d+\s*/))?)\s*/?\s*(?P<running>\d{1,5})\s*/\s*(?P<year>2[4-7]\d\d)(?!\d)"
)
_YEAR_ONLY = re.compile(r"[\s.…_]*/\s*(?P<year>2[4-7]\d\d)(?!\d)")
_GAP = re.compile(r"^[\s.…_]+")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number as read, and what stands behind it on its line."""

    printed: Read[PrintedNumber]
    number: Read[LetterNumber | OrderNumber] | None
    rest: str
    doubt: Doubt | None = None

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubt, where there is one."""
        return () if self.doubt is None else (self.doubt,)


def letter_number(text: str, line: int) -> Numbered | None:
    """Return the number that *text* begins with, whole or with gaps; None where it begins with no number."""
    folded = plain(text)
    if found := OWNED.match(folded) or OF_A_YEAR.match(folded):
        return _whole(text[: found.end()], text[found.end() :], line)
    if found := _PARTLY.match(folded):
        return _partly(found, text, line)
    return None


def order_number(text: str, line: int) -> Numbered | None:
    """Return the number of an order or attestation that *text* begins with; its running number may be a gap."""
    folded = plain(text)
    if found := WITHOUT_CODE.match(folded):
        printed = text[: found.end()].strip()
        try:
            number = OrderNumber.parse(printed)
        except InvalidValue as refused:
            parts = PrintedNumber(printed, running=found["first"])
            return Numbered(Read(parts, line), None, "", _doubt(refused, line))
        parts = PrintedNumber(printed, running=found["first"], year=number.year)
        return Numbered(Read(parts, line), Read(number, line), _GAP.sub("", text[found.end() :]))
    if found := _SERIES.match(folded):
        return _of_a_series(found, text[: found.end()].strip(), text[found.end() :], line)
    if found := _YEAR_ONLY.match(folded):
        year = require_buddhist_year(int(found["year"])) if _is_buddhist(found["year"]) else None
        message = f"Line {line} has a place for a number that is not filled in: the register gives it."
        doubt = Doubt(line, "number-open", message, part="number")
        return Numbered(Read(PrintedNumber(found[0].strip(), year=year), line), None, text[found.end() :], doubt)
    return None


def _of_a_series(found: re.Match[str], printed: str, rest: str, line: int) -> Numbered:
    """Return a number with the letters of its series, which no number of a register has."""
    year = int(found["year"]) if _is_buddhist(found["year"]) else None
    parts = PrintedNumber(printed, series_letter=found["series"].strip(), running=found["running"], year=year)
    doubt: Doubt | None = None
    try:
        OrderNumber.parse(printed)
    except InvalidValue as refused:
        doubt = _doubt(refused, line)
    return Numbered(Read(parts, line), None, _GAP.sub("", rest), doubt)


def column_number(line: Line, text: str) -> Numbered | None:
    """Return the letter's number in *text*, which ends where the line's first column does, if it has a gap."""
    read = letter_number(text, line.no)
    if read is None or read.number is not None or len(line.columns) == 1:
        return read
    return Numbered(read.printed, None, " ".join(line.columns[1:]) or read.rest, read.doubt)


def _whole(text: str, rest: str, line: int) -> Numbered:
    try:
        number = LetterNumber.parse(text)
    except InvalidValue as refused:
        return Numbered(Read(PrintedNumber(text.strip()), line), None, "", _doubt(refused, line))
    parts = PrintedNumber(
        text.strip(),
        code=number.code,
        owner=number.owner,
        committee=number.committee,
        series_letter=number.series_letter,
        running=number.figures,
        year=number.year,
    )
    return Numbered(Read(parts, line), Read(number, line), _GAP.sub("", rest).strip())


def _partly(found: re.Match[str], text: str, line: int) -> Numbered:
    printed = text[: found.end()].strip()
    year = int(found["year"]) if found["year"] and _is_buddhist(found["year"]) else None
    parts = PrintedNumber(
        printed,
        code=found["code"],
        owner=found["owner"].replace(" ", ""),
        committee=found["before"] or found["after"],
        series_letter=found["letter"].replace(" ", "") if found["letter"] else None,
        running=found["running"].replace(" ", "") if found["running"] else None,
        year=year,
    )
    return Numbered(Read(parts, line), None, _GAP.sub("", text[found.end() :]).strip(), _why(printed, line))


def _why(printed: str, line: int) -> Doubt | None:
    """Return why *printed* is no whole number."""
    try:
        LetterNumber.parse(printed)
    except InvalidValue as refused:
        return _doubt(refused, line)
    return None


def _is_buddhist(year: str) -> bool:
    try:
        return require_buddhist_year(int(year)) > 0
    except InvalidValue:
        return False


def _doubt(refused: InvalidValue, line: int) -> Doubt:
    return Doubt(line, refused.slug, str(refused), refused.facts, part="number")
