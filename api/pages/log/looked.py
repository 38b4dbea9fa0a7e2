"""The log as one request finds it: its newest checkpoint (of the past, where that is looked at), tree and leaves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from api.auth.rights import Right, allow
from api.pages.looking_back import position_of
from domain.errors import NoSuchThing
from keys.checkpoints import Checkpoint, verify_checkpoint
from keys.notes import KeyType, Note, NoteVerifier
from registry.log.leaves import Leaf, leaf_hash, read_leaf
from registry.log.merkle import verify_inclusion
from registry.log.paths import Step, climb
from registry.log.tree import Tree
from registry.reader import Reader

AUDITORS: Final = allow(Right.AUDITOR)
ONE_PAGE: Final = 25
"""Leaves of a list."""


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature line below a checkpoint."""

    name: str
    key_id: str
    """Eight hexadecimal figures."""
    of_log: KeyType | None
    """As what the log's own key signed it; None for a line of somebody else's, which nothing here can verify."""


@dataclass(frozen=True, slots=True)
class Included:
    """A leaf under a tree of some size, and the way up, verified."""

    index: int
    size: int
    root: bytes
    leaf: bytes
    hashes: tuple[bytes, ...]
    steps: tuple[Step, ...]
    note: bytes | None
    """The checkpoint of that size, where one was signed."""


class Log:
    """One log under its newest checkpoint."""

    def __init__(self, reader: Reader, note: bytes) -> None:
        signed = verify_checkpoint(note, reader.log_key)
        self.reader = reader
        self.note = note
        self.head: Checkpoint = signed.checkpoint
        self.at: datetime | None = signed.at
        self.tree = Tree.restore(self.head.size, self.head.root, reader.tiles.read)

    @classmethod
    def of(cls, reader: Reader) -> Self:
        """Look at the log of a registry."""
        return cls(reader, reader.checkpoint())

    @property
    def size(self) -> int:
        """How many leaves it has."""
        return self.head.size

    def signatures(self) -> list[Signed]:
        """Return the lines below the newest checkpoint, which was verified."""
        key = self.reader.log_key
        own = {NoteVerifier.of(key.name, kind, key.public_key).key_id: kind for kind in KeyType}
        return [
            Signed(one.name, one.key_id.hex(), own.get(one.key_id) if one.name == key.name else None)
            for one in Note.parse(self.note).signatures
        ]

    def leaves(self, newest: int) -> Iterator[tuple[int, bytes, Leaf]]:
        """Yield a page of leaves, the newest first, from position *newest* downwards."""
        first = max(0, newest + 1 - ONE_PAGE)
        page = list(enumerate(self.reader.store.leaves_between(first, newest + 1), start=first))
        for position, leaf in reversed(page):
            yield position, leaf, read_leaf(leaf)

    def leaf(self, position: int) -> bytes:
        """Return the bytes of a leaf that the checkpoint covers, or refuse."""
        if not 0 <= position < self.size:
            raise NoSuchThing(
                "no-such-leaf",
                f"The log has the leaves 0 to {self.size - 1}: ask for one of them.",
                newest=self.size - 1,
            )
        (leaf,) = self.reader.store.leaves_between(position, position + 1)
        return leaf

    def require_size(self, size: int) -> int:
        """Return *size* where the log had it, or refuse."""
        if not 1 <= size <= self.size:
            raise NoSuchThing(
                "no-such-size", f"The log had every size from 1 to {self.size}: ask for one of them.", newest=self.size
            )
        return size

    def size_of(self, typed: str) -> int:
        """Return the size that somebody typed, that of the newest checkpoint for nothing."""
        return self.require_size(position_of(typed)) if typed.strip() else self.size

    def note_of(self, size: int) -> bytes | None:
        """Return the checkpoint of just that size, where one was signed."""
        if size == self.size:
            return self.note
        note = self.reader.store.checkpoint_within(size)
        fits = note is not None and verify_checkpoint(note, self.reader.log_key).checkpoint.size == size
        return note if fits else None

    def covering(self, position: int) -> int:
        """Return the size of the oldest checkpoint that covers a leaf."""
        note = self.reader.store.checkpoint_over(position) or self.note
        return verify_checkpoint(note, self.reader.log_key).checkpoint.size

    def included(self, position: int, size: int) -> Included:
        """Return the verified way of a leaf up to the root over *size* leaves; refuses a leaf behind that."""
        leaf = self.leaf(position)
        if position >= size:
            raise NoSuchThing(
                "leaf-behind-size",
                f"Leaf {position} came after the log had {size} leaves.",
                position=position,
                size=size,
            )
        hashes = tuple(self.tree.inclusion_proof(position, size))
        root = self.tree.root_at(size)
        verify_inclusion(leaf_hash(leaf), position, size, hashes, root)
        steps = tuple(climb(leaf_hash(leaf), position, size, hashes))
        return Included(position, size, root, leaf, hashes, steps, self.note_of(size))
