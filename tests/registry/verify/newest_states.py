"""The map of newest states made the slow way: from all leaves at once, with proofs by walking down sorted keys."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

from registry.errors import BadLeaf, HeadsDiffer
from registry.log.heads import (
    Entry,
    KeyEntry,
    SeriesEntry,
    StreamEntry,
    after_key_leaf,
    after_stream_leaf,
    number_entry,
    read_value,
)
from registry.log.leaves import FactLeaf, SeriesLeaf, SeriesState, heads_leaf, leaf_hash, read_leaf
from registry.log.marks import mark_name, series_mark
from registry.log.merkle import root_of as tree_root
from registry.log.sparse import MapProof, bit, node_over, root_of
from registry.log.tree import Tree
from registry.verify.entries import MapEntry, NumberEntry


def _no_tiles(level: int, index: int, width: int) -> bytes:
    raise AssertionError(f"no full tile {level}/{index} of {width}")


@dataclass
class NewestStates:
    """What the leaves of a log say of streams, keys and series; a test may put anything else in."""

    values: dict[bytes, bytes] = field(default_factory=dict)
    numbers: dict[str, tuple[int, list[bytes]]] = field(default_factory=dict)

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Self:
        states = cls()
        for leaf in leaves:
            states.follow(leaf)
        return states

    def follow(self, leaf: bytes) -> None:
        try:
            says = read_leaf(leaf)
        except BadLeaf:
            return  # a false operator does not mind
        if isinstance(says, FactLeaf) and says.mark is not None:
            after = self._after(says, leaf_hash(leaf))
            if after is not None:
                self.values[says.mark] = after.value()
        elif isinstance(says, SeriesLeaf):
            first, entries = self.numbers.setdefault(says.series, (says.number, []))
            entries[says.number - first : says.number - first + 1] = [number_entry(says.state, says.letter)]
            self.settle(says.series)

    def _after(self, says: FactLeaf, hashed: bytes) -> Entry | None:
        """Return the entry after a leaf; None where it makes no sense."""
        assert says.mark is not None
        held = self.values.get(says.mark)
        before = None if held is None else read_value(held)
        if mark_name(says.type) == "b":
            return after_key_leaf(before if isinstance(before, KeyEntry) else None, hashed)
        try:
            return after_stream_leaf(before if isinstance(before, StreamEntry) else None, says.type, hashed)
        except HeadsDiffer:
            return None

    def settle(self, series: str) -> None:
        """Make the entry of a series from its numbers."""
        first, entries = self.numbers[series]
        entry = SeriesEntry(first, first + len(entries) - 1, self.series_root(series))
        self.values[series_mark(series)] = entry.value()

    def series_root(self, series: str) -> bytes:
        """Return the root over the numbers of a series."""
        return tree_root(map(leaf_hash, self.numbers[series][1]))

    def leaf(self) -> bytes:
        return heads_leaf(len(self.values), root_of(self.values))

    def entry(self, key: bytes, member: str = "") -> MapEntry:
        value = self.values.get(key)
        return MapEntry(member, None if value is None else read_value(value), self.proof(key))

    def proof(self, key: bytes) -> MapProof:
        left = sorted(self.values.items())
        siblings: list[bytes] = []
        while len(left) > 1:
            depth = len(siblings)
            beside = [one for one in left if bit(one[0], depth) != bit(key, depth)]
            siblings.append(node_over(beside, depth + 1)[1])
            left = [one for one in left if bit(one[0], depth) == bit(key, depth)]
        other = None
        if left and left[0][0] != key:
            other = (left[0][0], sha256(left[0][1]).digest())
        return MapProof(tuple(reversed(siblings)), other)

    def number(self, series: str, n: int, member: str = "") -> NumberEntry:
        first, entries = self.numbers.get(series, (n, []))
        if not 0 <= n - first < len(entries):
            return NumberEntry(member, n, SeriesState.RESERVED, None, ())  # whatever: there is no such number
        tree = Tree(_no_tiles)
        tree.accept(tree.stage(map(leaf_hash, entries)))
        entry = entries[n - first]
        state = next(state for state in SeriesState if state.value[0] == chr(entry[0]))
        letter = entry[1:] if state is SeriesState.ISSUED else None
        return NumberEntry(member, n, state, letter, tuple(tree.inclusion_proof(n - first)))
