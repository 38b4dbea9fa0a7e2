"""Values with a wire word and a name in two languages."""

import enum
from typing import Self


class Labelled(enum.Enum):
    """A closed list of words: the value is an ASCII identifier for machines, the labels are for people.

    Members are written ``(value, Thai label, English label)``; ``SpeedClass("urgent")`` finds one by value.
    """

    label: str
    english: str

    def __new__(cls, value: str, label: str = "", english: str = "") -> Self:
        """Make the member whose value is *value* alone (looking one up by value needs no labels)."""
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        member.english = english
        return member
