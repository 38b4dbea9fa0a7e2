"""What the writer knows: the state that its next decision rests on, and how to take a change back.

Everything here is folded from facts and can be thrown away: after a failed transaction the group's
changes are undone, after a crash the writer reads it again. Only little is held: open reservations,
series, officers and keys; letters and stream heads as far as they were used lately.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from domain.authority import Authority
from domain.incoming import Incoming
from domain.letter.life import Letter
from domain.series import NumberState, Purpose, Series
from domain.structure.posts import NO_POSTS, Posts
from domain.structure.structure import EMPTY, Structure
from domain.values import Digest, StreamId

_KEPT = 20_000

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Head:
    """The newest fact of a stream: its number, its statement's digest, and the stream's key number."""

    seq: int
    digest: Digest
    key: int


@dataclass(frozen=True, slots=True)
class Reservation:
    """A number that was given out and waits to be used."""

    on: date
    purpose: Purpose
    statement: Digest


class Undo:
    """How to take back what a group changed that is not stored yet."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], None]] = []

    def mark(self) -> int:
        """Return the point to come back to."""
        return len(self._steps)

    def add(self, step: Callable[[], None]) -> None:
        """Remember how to take one change back."""
        self._steps.append(step)

    def back_to(self, mark: int = 0) -> None:
        """Take back every change made since *mark*, the newest first."""
        while len(self._steps) > mark:
            self._steps.pop()()

    def forget(self) -> None:
        """The group is stored: nothing of it will be taken back."""
        self._steps.clear()


class Table(Generic[K, V]):
    """A mapping whose changes can be taken back; *kept* bounds it to what was used lately."""

    def __init__(self, undo: Undo, kept: int | None = None) -> None:
        self._undo = undo
        self._kept = kept
        self._rows: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Return what is known of *key*, if anything."""
        return self._rows.get(key)

    def remember(self, key: K, value: V) -> None:
        """Hold what was read from the store; nothing that would have to be taken back."""
        self._rows[key] = value

    def set(self, key: K, value: V) -> None:
        """Change what is known of *key*."""
        rows = self._rows
        before = rows.get(key)
        rows[key] = value
        rows.move_to_end(key)  # what was changed last is let go of last
        if before is None:
            self._undo.add(lambda: self._forget(key))
        else:
            self._undo.add(lambda: rows.__setitem__(key, before))

    def _forget(self, key: K) -> None:
        self._rows.pop(key, None)

    def drop(self, key: K) -> None:
        """Forget *key*."""
        rows = self._rows
        before = rows.pop(key, None)
        if before is not None:
            self._undo.add(lambda: rows.__setitem__(key, before))

    def trim(self) -> None:
        """Let go of what was not used lately."""
        while self._kept is not None and len(self._rows) > self._kept:
            self._rows.popitem(last=False)

    def items(self) -> list[tuple[K, V]]:
        """Return all pairs."""
        return list(self._rows.items())


class Known:
    """All of it."""

    def __init__(self) -> None:
        self.undo = Undo()
        self.authority: Authority = Authority()
        self.structure: Structure = EMPTY
        self.posts: Posts = NO_POSTS
        self.heads: Table[StreamId, Head] = Table(self.undo, _KEPT)
        self.series: Table[StreamId, Series] = Table(self.undo)
        self.open_numbers: Table[tuple[StreamId, int], Reservation] = Table(self.undo)
        self.letters: Table[StreamId, Letter] = Table(self.undo, _KEPT)
        self.incoming: Table[StreamId, Incoming] = Table(self.undo, _KEPT)
        self.used: Table[tuple[StreamId, int], NumberState] = Table(self.undo, _KEPT)

    def learn_authority(self, authority: Authority) -> None:
        """Change what is known of officers and keys."""
        before = self.authority
        self.authority = authority

        def back() -> None:
            self.authority = before

        self.undo.add(back)

    def learn_structure(self, structure: Structure) -> None:
        """Change what is known of units and instruments."""
        before = self.structure
        self.structure = structure

        def back() -> None:
            self.structure = before

        self.undo.add(back)

    def learn_posts(self, posts: Posts) -> None:
        """Change what is known of posts and absences."""
        before = self.posts
        self.posts = posts

        def back() -> None:
            self.posts = before

        self.undo.add(back)

    def trim(self) -> None:
        """Let go of what was not used lately."""
        for table in (self.heads, self.letters, self.incoming, self.used):
            table.trim()
