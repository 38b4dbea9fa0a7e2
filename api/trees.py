"""A tree as it is drawn: what stands in each line, and how it is marked. `api.cli.screen` and `api.svg` draw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from api.texts.text import Text


class Mark(Enum):
    """How a line is told from the others; by a sign and by words, never by colour alone."""

    SAME = ""
    ADDED = "+"
    GONE = "−"
    CHANGED = "~"


@dataclass(frozen=True, slots=True)
class Branch:
    """One line and those below it."""

    name: str
    detail: Text
    below: Sequence["Branch"] = ()
    mark: Mark = Mark.SAME

    @property
    def lead(self) -> str:
        """The name behind its mark."""
        return " ".join(filter(None, (self.mark.value, self.name)))


@dataclass(frozen=True, slots=True)
class Tree:
    """Branches under a title."""

    title: Text
    branches: Sequence[Branch]
