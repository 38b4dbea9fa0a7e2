"""What the look at a file found: what must not come in, and what somebody should know of."""

from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """What follows from a finding."""

    REFUSE = "refuse"
    """The file does not come in."""
    FLAG = "flag"
    """The file comes in, and whoever hands it in is told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a file."""

    severity: Severity
    slug: str
    message: str
    facts: dict[str, str | int] = field(default_factory=dict)
    """The values of the sentence, for other languages."""
    page: int | None = None
    """Counted from 1, where it is on one."""
    number: int | None = None
    """The number of the PDF's object, where it is in one."""


_MOST = 100  # one that repeats ten thousand times says no more


class Findings:
    """Collects what is found; the same thing at the same page once."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], Finding] = {}

    def refuse(
        self, slug: str, message: str, *, page: int | None = None, number: int | None = None, **facts: str | int
    ) -> None:
        """Find what must not come in, on a *page* or in the PDF's object of that *number*."""
        self.add(Finding(Severity.REFUSE, slug, message, facts, page, number))

    def flag(
        self, slug: str, message: str, *, page: int | None = None, number: int | None = None, **facts: str | int
    ) -> None:
        """Find what somebody should know of."""
        self.add(Finding(Severity.FLAG, slug, message, facts, page, number))

    @property
    def refused(self) -> bool:
        """Whether anything must not come in."""
        return any(one.severity is Severity.REFUSE for one in self._found.values())

    def all(self) -> list[Finding]:
        """Return what was found, refusals first."""
        return sorted(self._found.values(), key=lambda one: one.severity is Severity.FLAG)

    def add(self, one: Finding) -> None:
        """Take *one* in."""
        key = (one.severity, one.slug, one.page, *one.facts.items())
        if len(self._found) < _MOST or one.severity is Severity.REFUSE:
            self._found.setdefault(key, one)
