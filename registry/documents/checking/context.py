"""What is known beside the paper itself, mostly by the register; whatever nobody knows is empty."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from registry.documents.checking.finding import Why


@dataclass(frozen=True, slots=True)
class Entry:
    """The letter's line in the send book, where it is registered."""

    number: str
    """In Arabic digits, as printed."""
    dated: date
    entered: date
    """The day of the entry."""


@dataclass(frozen=True, slots=True)
class Power:
    """What is recorded of the signer's power to sign so."""

    forbidden: bool
    """Whether a record speaks against it; else nothing recorded tells."""
    why: Why


def every_weekday(day: date) -> bool:
    """Tell a weekday from a weekend, where no calendar is at hand."""
    return day.weekday() < 5  # noqa: PLR2004 - Saturday


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules are told."""

    today: date
    entry: Entry | None = None
    codes: tuple[str, ...] = ()
    """The owner codes that the office prints, e.g. ``มท 0812``; empty where no register is asked."""
    bearers: tuple[str, ...] | None = None
    """The units that bear the number's code on the letter's day; None where the structure knows no codes."""
    power: Power | None = None
    """None where the power is recorded, or no register is asked."""
    contradictions: tuple[tuple[int, Why], ...] = ()
    """Lines whose citations contradict the register."""
    is_working_day: Callable[[date], bool] = every_weekday
