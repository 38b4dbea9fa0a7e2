"""The state after a fact, and two states side by side."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from litestar.response import Template

from api.pages.histories.subjects import Subject
from api.pages.histories.told import Told, label, told, words
from api.pages.page import page
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.thai.digits import to_thai
from registry.history.fields import State


class Mark(Enum):
    """How a field of one state stands in another."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


MARKS: Final = {
    Mark.SAME: ("=", Text("เหมือนกัน", "the same")),
    Mark.CHANGED: ("≠", Text("ต่างกัน", "changed")),
    Mark.ADDED: ("+", Text("เพิ่มขึ้น", "added")),
    Mark.GONE: ("−", Text("หายไป", "gone")),
}
"""The sign and the word of each, for readers who see no colours."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two states."""

    field: Text
    left: Text
    right: Text
    mark: Mark


def state_after(subject: Subject, position: int) -> Template:
    """Show how a subject stood after the fact at a position, and everything before it."""
    state = subject.history.state(subject.require(position))
    previous, following = _neighbours(subject, position)
    before = subject.history.state(previous) if previous is not None else {}
    fact = _fact(subject, position)
    changed = {name for name in state if fact is not None and before.get(name) != state[name]}
    return page(
        "histories/state.html",
        title=_titled(subject, Text(f"หลังรายการที่ {to_thai(str(position))}", f"after fact {position}")),
        subject=subject,
        position=position,
        fact=fact,
        fields=[(label(name), words(name.what, text), name in changed) for name, text in state.items()],
        previous=previous,
        following=following,
    )


def compared(subject: Subject, left: int | None, right: int | None) -> Template:
    """Show two states side by side.

    Raises:
        InvalidValue: one of them was not chosen.
    """
    if left is None or right is None:
        raise InvalidValue("choose-two-states", "Choose two facts in the list: one for the left, one for the right.")
    states = [subject.history.state(subject.require(one)) for one in (left, right)]
    rows = compare(*states)
    return page(
        "histories/compare.html",
        title=_titled(subject, Text("เทียบสองสถานะ", "two states")),
        subject=subject,
        positions=(left, right),
        facts=[_fact(subject, one) for one in (left, right)],
        different=[one for one in rows if one.mark is not Mark.SAME],
        same=[one for one in rows if one.mark is Mark.SAME],
        marks=MARKS,
    )


def compare(left: State, right: State) -> list[Compared]:
    """Return every field of two states, those of the left one first, in their order."""
    names = [*left, *(name for name in right if name not in left)]
    return [
        Compared(
            label(name),
            words(name.what, left.get(name)),
            words(name.what, right.get(name)),
            _mark(left.get(name), right.get(name)),
        )
        for name in names
    ]


def _mark(left: str | None, right: str | None) -> Mark:
    if left == right:
        return Mark.SAME
    if left is None:
        return Mark.ADDED
    return Mark.GONE if right is None else Mark.CHANGED


def _titled(subject: Subject, more: Text) -> Text:
    return Text(f"{subject.title.thai}: {more.thai}", f"{subject.title.english}: {more.english}")


def _fact(subject: Subject, position: int) -> Told | None:
    """Return the fact at a position, if it is one of this history that the visitor may see."""
    if position not in subject.positions or not subject.shows(position):
        return None
    return told(subject.reader, next(iter(subject.history.told({position}))))


def _neighbours(subject: Subject, position: int) -> tuple[int | None, int | None]:
    """Return the next facts of this history, before and behind, that the visitor may see."""
    before = (one for one in reversed(subject.positions) if one < position and subject.shows(one))
    behind = (one for one in subject.positions if one > position and subject.shows(one))
    return next(before, None), next(behind, None)
