"""What waits to be sent, who has not answered what was sent, and how much of it each addressee owes.

All of it is asked of the view `unanswered`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from domain.classes import Channel
from domain.values import StreamId
from registry.views.unanswered import AnswerState, Unanswered

PAGE: Final = 50
"""Letters on one page."""

_HEARD: Final = next(rank for rank, state in enumerate(AnswerState) if not state.silent)
"""The rank of the first state in which something was heard of an addressee."""
_FAILED: Final = list(AnswerState).index(AnswerState.FAILED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that was issued and not sent."""

    letter: StreamId
    number: str
    position: int
    """Of its issue in the log: where the next page begins."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that was sent, and how many of its addressees are where."""

    letter: StreamId
    number: str
    position: int
    dispatched_at: datetime
    addressees: int
    failed: int
    silent: int
    """Of whom nothing was heard; the failed ones are among them."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """One letter that an addressee has not answered."""

    letter: StreamId
    number: str
    dispatched_at: datetime
    to: int
    failed: bool


@dataclass(frozen=True, slots=True)
class Debtor:
    """Everything that one addressee has not answered."""

    addressee: str
    address: str | None
    """The e-mail address to which the newest of the letters went; None where none went by e-mail."""
    unheard: tuple[Unheard, ...]
    """The oldest first."""


def waiting(view: Unanswered, *, before: int | None = None, limit: int = PAGE) -> list[Waiting]:
    """Return letters that were not sent, the newest first, from behind position *before* on."""
    found = view.rows(
        "SELECT stream, number, position FROM letters WHERE dispatched_at IS NULL AND position < ? "
        "ORDER BY position DESC LIMIT ?",
        (_before(before), limit),
    )
    return [Waiting(row["stream"], row["number"], row["position"]) for row in found]


def sent(view: Unanswered, *, owing: bool, before: int | None = None, limit: int = PAGE) -> list[Sent]:
    """Return letters that were sent, the newest first; with *owing* those that somebody has not answered."""
    found = view.rows(
        "SELECT stream, number, position, dispatched_at, count(*) AS addressees, sum(state = ?) AS failed, "
        "sum(state < ?) AS silent FROM letters JOIN addressees ON letter = stream "
        "WHERE dispatched_at IS NOT NULL AND position < ? GROUP BY stream HAVING silent > 0 OR NOT ? "
        "ORDER BY position DESC LIMIT ?",
        (_FAILED, _HEARD, _before(before), owing, limit),
    )
    return [
        Sent(
            letter=row["stream"],
            number=row["number"],
            position=row["position"],
            dispatched_at=datetime.fromisoformat(row["dispatched_at"]),
            addressees=row["addressees"],
            failed=row["failed"],
            silent=row["silent"],
        )
        for row in found
    ]


def debtors(view: Unanswered) -> list[Debtor]:
    """Return everybody of whom nothing was heard about a letter, those who owe most first."""
    found = view.rows(
        "SELECT name, stream, number, dispatched_at, place, state, channel, address FROM addressees "
        "JOIN letters ON stream = letter WHERE state < ? ORDER BY name, position",
        (_HEARD,),
    )
    owed = [_debtor(name, list(rows)) for name, rows in groupby(found, key=lambda row: str(row["name"]))]
    return sorted(owed, key=lambda one: (-len(one.unheard), one.unheard[0].dispatched_at, one.addressee))


def debtor(view: Unanswered, addressee: str) -> Debtor | None:
    """Return what one addressee has not answered; None where nothing is owed."""
    return next((one for one in debtors(view) if one.addressee == addressee), None)


def _debtor(name: str, rows: list[dict[str, str | int | None]]) -> Debtor:
    mailed = (row["address"] for row in reversed(rows) if row["channel"] == Channel.CENTRAL_MAIL.value)
    address = next((str(one) for one in mailed if one), None)
    return Debtor(name, address, tuple(_unheard(rows)))


def _unheard(rows: list[dict[str, str | int | None]]) -> Iterator[Unheard]:
    for row in rows:
        yield Unheard(
            letter=StreamId(str(row["stream"])),
            number=str(row["number"]),
            dispatched_at=datetime.fromisoformat(str(row["dispatched_at"])),
            to=int(row["place"] or 0),
            failed=row["state"] == _FAILED,
        )


def _before(position: int | None) -> int:
    return (1 << 62) if position is None else position
