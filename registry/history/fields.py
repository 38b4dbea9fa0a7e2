"""A state as fields that can be compared, and what changed between two of them.

A field is named by *what* it is and, where there are several, *about* whom or which: ``("progress", "ผู้ว่าราชการ
จังหวัดกระบี่")``. Its value is a text; values of an enumeration and times stand as statements have them.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Field(NamedTuple):
    """The name of one field."""

    what: str
    about: str = ""


State = Mapping[Field, str]


class Change(NamedTuple):
    """One field that is otherwise than before; None for nothing."""

    field: Field
    old: str | None
    new: str | None


def changes(before: State, after: State) -> list[Change]:
    """Return the fields that differ, those that were there before first, in their order."""
    names = [*before, *(name for name in after if name not in before)]
    return [Change(name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)]


def added(state: State, name: Field, more: str) -> str:
    """Return the value of a field to which one more text is added."""
    return f"{state[name]}; {more}" if state.get(name) else more
