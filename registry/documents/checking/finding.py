"""What the check finds: where, how bad, by which clause, and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Self

from domain.clauses import Clause
from domain.forms import Part


class Severity(Enum):
    """How bad it is."""

    WRONG = "wrong"
    """A clause that is in force on the letter's day forbids it."""
    WARN = "warn"
    """The regulation does not forbid it, or it has to be looked at by somebody."""
    INFO = "info"
    """Good to know when it is sent."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is found."""

    slug: str
    """Permanent; the Thai sentence is made from it and *facts* by whoever speaks to people."""
    message: str
    """In English: what is wrong, and what to do."""
    severity: Severity = Severity.WRONG
    part: Part | None = None
    line: int | None = None
    """In the document; None where there is no document, or the part is missing."""
    clause: Clause | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    """The values of the sentence; one that was refused or doubted elsewhere stands here as `Why`."""
    own_rule: bool = False
    """Whether *clause* was not in force on the letter's day, so that only the office's own rule asks for it."""

    def at(self, on: date) -> Self:
        """Return the finding as it counts for a letter of the day *on*."""
        if self.clause is None or self.clause.in_force(on):
            return self
        return replace(self.as_warning(), own_rule=True)

    def as_warning(self) -> Self:
        """Return it as something to look at, where it was wrong."""
        return replace(self, severity=Severity.WARN) if self.severity is Severity.WRONG else self


@dataclass(frozen=True, slots=True)
class Why:
    """A refusal or doubt of another room, whose sentence is part of a finding's."""

    slug: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message
