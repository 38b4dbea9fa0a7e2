"""What people paste, put right as far as there is no doubt: numbers and days as spreadsheets and people write them.

"มท 0812 / ว ๒๗๑"  →  มท 0812/ว 271          "10-ก.พ.-64", "วันพุธที่ 10 ก.พ. 2564 09:30"  →  10 ก.พ. 2564
"""

import re
from datetime import date

from domain.errors import InvalidValue
from domain.numbers import LetterNumber, OrderNumber
from domain.thai.dates import parse_date
from domain.thai.digits import to_arabic
from domain.thai.text import normalise

_TIME = re.compile(r"(?<=\d)[T\s]+\d{1,2}[:.]\d\d([:.]\d\d)?(\s*น\.?)?$")
_WEEKDAY = re.compile(r"^(วัน)?(อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์)\s*ที่\s*")
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
_AROUND_MONTH = re.compile(r"(?<=\d)\s*[-/ ]?\s*([ก-ฮ][ก-๎.]*)\s*[-/ ]?\s*(?=['’]?\d)")
_ENGLISH_MONTH = re.compile(r"(\d{1,2})[\s-]*([A-Za-z]{3,9})\.?,?[\s-]*(\d{4})")
_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_STROKE = re.compile(r"\s*/\s*")


def tidy_number(text: str) -> str:
    """Return a letter's number with Arabic digits and usual spaces; what follows no grammar keeps its words.

    Raises:
        InvalidValue: a character that no text may have.
    """
    plain = " ".join(to_arabic(normalise(text)).split())
    for kind in (OrderNumber, LetterNumber):
        try:
            return kind.parse(plain).printed("arabic")
        except InvalidValue:
            continue
    return _STROKE.sub("/", plain)


def tidy_date(text: str) -> date | None:
    """Return the day that was typed or pasted in any usual form; None where nothing was.

    Raises:
        InvalidValue: it is no day, or of the C.E.
    """
    plain = _WEEKDAY.sub("", _TIME.sub("", to_arabic(normalise(text))))
    if found := _YEAR_FIRST.fullmatch(plain):
        plain = "-".join(found.groups())
    elif (found := _ENGLISH_MONTH.fullmatch(plain)) and (month := _english(found[2])):
        plain = f"{found[1]}/{month}/{found[3]}"
    return parse_date(_AROUND_MONTH.sub(r" \1 ", plain)) if plain else None


def _english(name: str) -> int | None:
    """Return which month an English name or its abbreviation names; None where it names none."""
    named = (place for place, month in enumerate(_ENGLISH, start=1) if name.lower() in {month, month[:3]})
    return next(named, None)
