"""A received letter typed as one row of form 13: put right where there is no doubt, and entered once.

what was typed ──filled──▶ cells (ditto marks, a pasted row) ──arrived──▶ Arrived ──enter──▶ a receive number
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from domain.classes import Channel, SpeedClass
from domain.errors import InvalidValue
from domain.thai.text import normalise
from domain.thai.tidy import tidy_date, tidy_number
from registry.acts.incoming import Arrived

CELLS: Final = ("printed", "dated", "sender", "addressee", "subject", "remark")
"""What is typed, in the order of form 13."""
NEEDED: Final = ("printed", "sender", "subject")
DITTO: Final = frozenset({'"', "”", "“", "″", "〃", "ๆ", '-"-', "''"})
"""What people write for *the same as above*."""
LONGEST: Final = 2_000
"""Characters of one cell."""
TEN_YEARS: Final = timedelta(days=3653)
_WITHOUT_NUMBER, _WHOLE = 7, 8  # columns of a pasted row of form 13, without and with the receive number


@dataclass(frozen=True, slots=True)
class Beside:
    """What is chosen beside the cells."""

    channel: Channel = Channel.POST
    speed: SpeedClass = SpeedClass.NORMAL
    due: str = ""


def filled(cells: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """Return the cells with a pasted row spread over them, and ditto marks replaced by what stands *above*."""
    found = {name: cells.get(name, "").strip() for name in CELLS}
    if "\t" in cells.get("printed", ""):
        found |= {name: cell for name, cell in zip(CELLS, _pasted(cells["printed"]), strict=False) if cell}
    return {name: above.get(name, "") if cell in DITTO else cell for name, cell in found.items()}


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
        at: when it came in.
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
            days[name] = tidy_date(typed)
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
