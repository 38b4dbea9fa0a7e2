"""The newest published checkpoint and the map of newest states under it, for whoever writes proofs.

checkpoint ◀── its last leaf, the root of the map ◀── an entry: a letter, a series, a key
└──────── any leaf of the log                        └── one number of a series
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Self

from keys.checkpoints import SignedCheckpoint, verify_checkpoint
from registry.errors import StoreDamaged
from registry.log.heads import NUMBER_SIZE, SeriesEntry, read_value
from registry.log.leaves import SeriesState
from registry.log.marks import series_mark
from registry.log.newest import Heads
from registry.log.numbers import Numbers
from registry.log.proofs import Proof
from registry.log.tree import Tree
from registry.reader import Reader
from registry.store.heads import heads_at
from registry.verify.consistency import Consistency
from registry.verify.entries import MapEntry, NumberEntry, leaf_members

_STATES = {state.value[0].encode(): state for state in SeriesState}


class Newest:
    """What is proved is proved under one checkpoint, *note*."""

    def __init__(self, reader: Reader, note: bytes, signed: SignedCheckpoint, heads: Heads) -> None:
        self.note = note
        self.checkpoint = signed.checkpoint
        self.heads = heads
        self.tree = Tree.restore(self.checkpoint.size, self.checkpoint.root, reader.tiles.read)
        self._at = signed.at
        self._store = reader.store

    @classmethod
    @contextmanager
    def of(cls, reader: Reader) -> Iterator[Self]:
        """Give the newest published checkpoint of a registry that is opened for reading.

        Raises:
            StoreDamaged: it does not follow from the stored leaves.
        """
        published: list[tuple[bytes, SignedCheckpoint]] = []

        def newest() -> int:
            note = reader.checkpoint()
            published.append((note, verify_checkpoint(note, reader.log_key)))
            return published[-1][1].checkpoint.size

        with heads_at(reader.home.heads, reader.store, newest) as heads:
            note, signed = published[-1]
            yield cls(reader, note, signed, heads)

    @property
    def at(self) -> datetime:
        """When the log says that it was at this checkpoint."""
        if self._at is None:
            raise StoreDamaged("checkpoint-without-time", "The log's own line of time is missing from a checkpoint.")
        return self._at

    def proof(self, position: int, salt: bytes | None = None) -> Proof:
        """Return the proof of the leaf at *position*."""
        return Proof(position, tuple(self.tree.inclusion_proof(position, self.checkpoint.size)), self.note, salt)

    def consistency(self, old_size: int) -> bytes:
        """Return the proof that the log of *old_size* leaves is the beginning of this one."""
        hashes = tuple(self.tree.consistency_proof(old_size, self.checkpoint.size))
        return Consistency(old_size, hashes, self.note).write()

    def leaf(self, name: str, position: int) -> dict[str, bytes]:
        """Return the two members of the public leaf at *position*."""
        (leaf,) = self._store.leaves_between(position, position + 1)
        return leaf_members(name, leaf, self.proof(position))

    def root(self, name: str) -> dict[str, bytes]:
        """Return the two members of the last leaf, the root of the map."""
        return self.leaf(name, self.checkpoint.size - 1)

    def entry(self, name: str, key: bytes) -> MapEntry:
        """Return what the map says of *key*, with its proof, as the member of that name."""
        value = self.heads.value(key)
        return MapEntry(name, None if value is None else read_value(value), self.heads.proof(key))

    def series(self, name: str, public_id: str) -> tuple[MapEntry, Numbers | None]:
        """Return the entry of a series, and its numbers if it has any."""
        entry = self.entry(name, series_mark(public_id))
        return entry, self.heads.numbers(public_id) if isinstance(entry.entry, SeriesEntry) else None


def number_entry(name: str, numbers: Numbers, n: int) -> NumberEntry:
    """Return what became of number *n*, with its proof in its series, as the member of that name."""
    hashes, entry = tuple(numbers.proof(n)), numbers.at(n - numbers.first)
    state = _STATES[entry[:1]]
    return NumberEntry(name, n, state, entry[1:NUMBER_SIZE] if state is SeriesState.ISSUED else None, hashes)
