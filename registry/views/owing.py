"""What waits to be sent, who has not answered what was sent, and how much of it each addressee owes.

All of it is asked of the view `unanswered`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

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


def sent(view: Unanswered, *, before: int | None = None, limit: int = PAGE) -> list[Sent]:
    """Return letters that were sent, the newest first, from behind position *before* on."""
    found = view.rows(
        "SELECT stream, number, position, dispatched_at, count(*) AS addressees, "  # noqa: S608 - figures of ours
        f"sum(state = {_FAILED}) AS failed, sum(state < {_HEARD}) AS silent FROM "
        "(SELECT * FROM letters WHERE dispatched_at IS NOT NULL AND position < ? ORDER BY position DESC LIMIT ?) "
        "JOIN addressees ON letter = stream GROUP BY stream ORDER BY position DESC",
        (_before(before), limit),
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


def debtors(view: Unanswered, *, skip: int = 0, limit: int = PAGE) -> list[Debtor]:
    """Return of whom nothing was heard about a letter, those who owe most first, without the first *skip* of them."""
    found = view.rows(
        f"SELECT name FROM addressees WHERE state < {_HEARD} "  # noqa: S608 - a figure of ours
        "GROUP BY name ORDER BY count(*) DESC, name LIMIT ? OFFSET ?",
        (limit, skip),
    )
    owed = (debtor(view, row["name"]) for row in list(found))
    return [one for one in owed if one is not None]


def debtor(view: Unanswered, addressee: str) -> Debtor | None:
    """Return what one addressee has not answered; None where nothing is owed."""
    found = view.rows(
        "SELECT stream, number, dispatched_at, place, state, channel, address FROM addressees "  # noqa: S608 - as above
        f"JOIN letters ON stream = letter WHERE state < {_HEARD} AND name = ? ORDER BY position",
        (addressee,),
    )
    rows = list(found)
    return _debtor(addressee, rows) if rows else None


def _debtor(name: str, rows: list[Any]) -> Debtor:
    mailed = (row["address"] for row in reversed(rows) if row["channel"] == Channel.CENTRAL_MAIL.value)
    unheard = (
        Unheard(
            letter=row["stream"],
            number=row["number"],
            dispatched_at=datetime.fromisoformat(row["dispatched_at"]),
            to=row["place"],
            failed=row["state"] == _FAILED,
        )
        for row in rows
    )
    return Debtor(name, next(filter(None, mailed), None), tuple(unheard))


def _before(position: int | None) -> int:
    return (1 << 62) if position is None else position
