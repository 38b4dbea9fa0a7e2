"""The newest published checkpoint and the map of newest states under it, for whoever writes proofs.

checkpoint ◀── its last leaf, the root of the map ◀── an entry: a letter, a series, a key
└──────── any leaf of the log                        └── one number of a series
"""

from collections.abc import Iterator, Sequence
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
from registry.log.together import prove_many
from registry.log.tree import Tree
from registry.past import keep_heads
from registry.reader import Reader
from registry.store.heads import heads_at
from registry.verify.consistency import Consistency
from registry.verify.entries import MapEntry, NumberEntry, leaf_members

_STATES = {state.value[0].encode(): state for state in SeriesState}


class Under:
    """One checkpoint under which things are proved, and the tree to prove them from."""

    def __init__(self, tree: Tree, note: bytes, signed: SignedCheckpoint) -> None:
        self._tree = tree
        self._signed = signed
        self.note = note

    @property
    def size(self) -> int:
        """How many leaves it covers."""
        return self._signed.checkpoint.size

    @property
    def at(self) -> datetime:
        """When the log says that it was at this checkpoint."""
        if self._signed.at is None:
            raise StoreDamaged("checkpoint-without-time", "The log's own line of time is missing from a checkpoint.")
        return self._signed.at

    def siblings(self, position: int) -> list[bytes]:
        """Return the hashes that prove the leaf at *position*."""
        return self._tree.inclusion_proof(position, self.size)

    def proof(self, position: int, salt: bytes | None = None) -> Proof:
        """Return the proof of the leaf at *position*."""
        return Proof(position, tuple(self.siblings(position)), self.note, salt)

    def consistency(self, old_size: int) -> bytes:
        """Return the proof that the log of *old_size* leaves is its beginning, as a member."""
        return Consistency(old_size, tuple(self._tree.consistency_proof(old_size, self.size)), self.note).write()


class Newest(Under):
    """The newest published checkpoint, and the map as of it."""

    def __init__(self, reader: Reader, note: bytes, heads: Heads) -> None:
        signed = verify_checkpoint(note, reader.log_key)
        head = signed.checkpoint
        super().__init__(Tree.restore(head.size, head.root, reader.tiles.read), note, signed)
        self.heads = heads
        self._store = reader.store

    @classmethod
    @contextmanager
    def of(cls, reader: Reader) -> Iterator[Self]:
        """Give the newest published checkpoint of a registry that is opened for reading.

        Raises:
            StoreDamaged: it does not follow from the stored leaves.
        """
        notes: list[bytes] = []

        def newest() -> int:
            notes.append(reader.checkpoint())
            return verify_checkpoint(notes[0], reader.log_key).checkpoint.size

        keep_heads(reader)
        with heads_at(reader.home.heads, reader.store, newest) as heads:
            yield cls(reader, notes[0], heads)

    def leaf(self, name: str, position: int) -> dict[str, bytes]:
        """Return the two members of the public leaf at *position*."""
        (leaf,) = self._store.leaves_between(position, position + 1)
        return leaf_members(name, leaf, self.proof(position))

    def leaves(self, positions: Sequence[int]) -> tuple[list[tuple[int, bytes]], list[bytes]]:
        """Return the public leaves at those of *positions* that are under it, behind their places, and their proof."""
        known = [position for position in positions if position < self.size]
        leaves = [(at, leaf) for at in known for leaf in self._store.leaves_between(at, at + 1)]
        return leaves, prove_many(known, self.size, self.siblings)

    def root(self, name: str) -> dict[str, bytes]:
        """Return the two members of the last leaf, the root of the map."""
        return self.leaf(name, self.size - 1)

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
