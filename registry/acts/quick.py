"""A received letter typed as one row of form 13: put right where there is no doubt, and entered once.

what was typed ──filled──▶ cells (ditto marks, a pasted row) ──arrived──▶ Arrived ──enter──▶ a receive number

What repeats is not typed again: ``/302`` has the code of the letter before, ``8/2`` is of the nearest year.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.classes import Channel, SpeedClass
from domain.errors import InvalidValue
from domain.numbers import LetterNumber
from domain.thai.dates import buddhist_year
from domain.thai.digits import to_arabic
from domain.thai.text import normalise
from domain.thai.tidy import tidy_date, tidy_number
from registry.acts.incoming import Arrived
from registry.wire import THAI_TIME

CELLS: Final = ("printed", "dated", "sender", "addressee", "subject", "remark")
"""What is typed, in the order of form 13."""
NEEDED: Final = ("printed", "sender", "subject")
DITTO: Final = frozenset({'"', "”", "“", "″", "〃", "ๆ", '-"-', "''"})
"""What people write for *the same as above*."""
LONGEST: Final = 2_000
"""Characters of one cell."""
TEN_YEARS: Final = timedelta(days=3653)
_DAY_AND_MONTH = re.compile(r"\d{1,2}\s?[/.-]\s?\d{1,2}|\d{1,2}\s*[ก-ฮ][ก-๎.\s]*")
_YEARS_TRIED = 9  # two leap days lie no further apart
_WITHOUT_NUMBER, _WHOLE = 7, 8  # columns of a pasted row of form 13, without and with the receive number


@dataclass(frozen=True, slots=True)
class Beside:
    """What is chosen beside the cells."""

    channel: Channel = Channel.POST
    speed: SpeedClass = SpeedClass.NORMAL
    due: str = ""


def filled(cells: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """Return the cells with a pasted row spread over them, and what repeats taken from those *above*.

    That is a ditto mark, and the code of a number that begins with its stroke.
    """
    found = {name: cells.get(name, "").strip() for name in CELLS}
    if "\t" in cells.get("printed", ""):
        found |= {name: cell for name, cell in zip(CELLS, _pasted(cells["printed"]), strict=False) if cell}
    if found["printed"].startswith("/") and found["printed"] != "/":
        found["printed"] = _code(above.get("printed", "")) + found["printed"]
    return {name: above.get(name, "") if cell in DITTO else cell for name, cell in found.items()}


def _code(number: str) -> str:
    """Return the code of a letter's number, what stands before its stroke; nothing where it follows no grammar."""
    try:
        LetterNumber.parse(number)
    except InvalidValue:
        return ""
    return number.partition("/")[0]


def _pasted(row: str) -> list[str]:
    """Return the cells of a pasted row in the order of `CELLS`, whether or not it has all columns of form 13."""
    cells = [cell.strip() for cell in row.split("\t")]
    if len(cells) >= _WHOLE:
        cells = cells[1:]  # the number of another book; this one gives its own
    if len(cells) >= _WITHOUT_NUMBER:
        *cells, action, remark = cells[:_WITHOUT_NUMBER]
        cells.append("; ".join(filter(None, (action, remark))))
    return cells


def arrived(
    cells: Mapping[str, str], beside: Beside, *, office_name: str, at: datetime
) -> tuple[Arrived | None, dict[str, InvalidValue]]:
    """Return the letter that the cells tell of, or what is wrong in which cell.

    Args:
        cells: as `filled` returns them.
        beside: what was chosen.
        office_name: to whom it goes where nothing is said.
        at: when it came in; a day without a year is the nearest one, of a letter's date before it, of a due day
            behind it.
    """
    wrong: dict[str, InvalidValue] = {}
    texts: dict[str, str] = {}
    for name in CELLS:
        try:
            texts[name] = _text(name, cells[name])
        except InvalidValue as refusal:
            wrong[name] = refusal
    days = {}
    for name, typed in (("dated", cells["dated"]), ("due", beside.due)):
        try:
            days[name] = _day(typed, at.astimezone(THAI_TIME).date(), past=name == "dated")
        except InvalidValue as refusal:
            wrong[name] = refusal
    if wrong:
        return None, wrong
    return (
        Arrived(
            printed=texts["printed"],
            dated=days["dated"],
            sender=texts["sender"],
            addressee=texts["addressee"] or office_name,
            subject=texts["subject"],
            channel=beside.channel,
            entered_at=at,
            speed=beside.speed,
            due=days["due"],
            remark=texts["remark"] or None,
        ),
        {},
    )


def odd_days(letter: Arrived, today: date) -> dict[str, date]:
    """Return the days by their cells that are more likely mistyped than meant: whoever typed them is asked.

    A letter is dated neither later than *today* nor more than ten years ago (``10/2/21`` is of 2521); what it wants
    done is due within ten years of today.
    """
    last = {"dated": today, "due": today + TEN_YEARS}
    days = {"dated": letter.dated, "due": letter.due}
    return {name: day for name, day in days.items() if day is not None and not today - TEN_YEARS <= day <= last[name]}


def _day(typed: str, today: date, *, past: bool) -> date | None:
    """Return the day that was typed; without a year the nearest one, not after *today* if *past*, else not before."""
    plain = to_arabic(normalise(typed))
    if not _DAY_AND_MONTH.fullmatch(plain):
        return tidy_date(typed)
    between = next((mark for mark in "/.-" if mark in plain), " ") if plain[-1].isdecimal() else " "
    this = buddhist_year(today)
    for year in range(this, this - _YEARS_TRIED, -1) if past else range(this, this + _YEARS_TRIED):
        try:
            day = tidy_date(f"{plain}{between}{year}")
        except InvalidValue:
            continue
        if day is not None and (day <= today if past else day >= today):
            return day
    return tidy_date(typed)


def _text(name: str, typed: str) -> str:
    if len(typed) > LONGEST:
        raise InvalidValue(
            "cell-overlong",
            f"This has {len(typed)} characters, more than {LONGEST}: put the rest into a file.",
            length=len(typed),
            most=LONGEST,
        )
    if name in NEEDED and not typed:
        raise InvalidValue("cell-empty", "Fill this in: a received letter needs it.")
    return tidy_number(typed) if name == "printed" else normalise(typed)
