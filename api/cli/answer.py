"""What a command answers: one value for programs, and the same in words, tables and trees for people."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.texts.text import Text
from api.trees import Tree

FINE = 0
REFUSED = 1
"""Refused, or not valid."""
WRONG_USAGE = 2
CANNOT_TELL = 3

JSON = dict[str, object] | list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; a cell is the same in both languages or a `Text`."""

    columns: Sequence[Text]
    rows: Sequence[Sequence[str | Text]]
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one command."""

    data: JSON
    said: Sequence[Text | Table | Tree]
    code: int = FINE
