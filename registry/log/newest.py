"""The map of newest states as it grows, one group of leaves after another.

    Heads.pending ──▶ PendingHeads.follow, a leaf each ──▶ PendingHeads.stage ──▶ the root, for the group's last leaf
                                       (the database commits) ──▶ Heads.accept
                                                  └── fails ──▶ nothing happened

The upper 16 levels lie in memory: 65 536 buckets, chosen by a key's first two bytes, and the nodes above them
(5 MB). What is in a bucket is kept elsewhere (`registry.log.kept`), and is seven or eight entries where there are
half a million keys: a new value costs one bucket read, one written, and 16 nodes.
"""

from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from registry.errors import BadLeaf, HeadsDiffer, LogForked
from registry.log.heads import (
    Entry,
    KeyEntry,
    SeriesEntry,
    StreamEntry,
    after_key_leaf,
    after_stream_leaf,
    read_value,
)
from registry.log.kept import Changes, Kept, heads_damaged, pack, unpack
from registry.log.leaves import HASH_SIZE, FactLeaf, HeadsLeaf, SeriesLeaf, leaf_hash, read_leaf
from registry.log.marks import mark_name, series_mark
from registry.log.numbers import Numbers, Pending, StagedNumbers
from registry.log.sparse import EMPTY, MapProof, Node, bit, joined, node_over

DEPTH: Final = 16
"""Levels above the buckets."""
_SERIES_KEPT: Final = 16
"""Series in memory; an office writes in some six at a time."""


@dataclass(frozen=True, slots=True)
class StagedHeads:
    """What the map would be with some more leaves: nothing is changed until `Heads.accept`."""

    old_size: int
    nodes: list[dict[int, Node]]
    """Changed nodes from the root down to the buckets, by index."""
    buckets: dict[int, tuple[Node, bytes]]
    numbers: dict[str, tuple[Numbers, StagedNumbers]]

    @property
    def leaf(self) -> HeadsLeaf:
        """The leaf that ends the group: how many keys the map would have, and its root."""
        return HeadsLeaf(*self.nodes[0][0])


class Heads:
    """The map over all leaves that were accepted; not for use by two threads at once."""

    def __init__(self, kept: Kept) -> None:
        """Take over what is kept.

        Raises:
            StoreDamaged: it cannot be read.
        """
        self._kept = kept
        self._hashes = [bytearray(HASH_SIZE << depth) for depth in range(DEPTH + 1)]
        self._counts = [array("Q", bytes(8 << depth)) for depth in range(DEPTH + 1)]
        self._series: OrderedDict[str, Numbers] = OrderedDict()
        self._take(self._above(dict(kept.nodes())))

    @property
    def size(self) -> int:
        """How many leaves of the log it has followed, those of its own roots included."""
        return self._kept.size()

    @property
    def keys(self) -> int:
        """How many keys it has."""
        return self._counts[0][0]

    @property
    def root(self) -> bytes:
        """Its root."""
        return bytes(self._hashes[0])

    def pending(self) -> "PendingHeads":
        """Return the map with nothing followed yet."""
        return PendingHeads(self)

    def accept(self, staged: StagedHeads, size: int) -> None:
        """Make *staged* the map's own; with its last leaf the log has *size* leaves.

        Raises:
            LogForked: the map has grown otherwise since it was staged.
            StoreDamaged: it could not be kept.
        """
        if staged.old_size != self.size:
            raise LogForked(
                "stage-is-stale",
                f"This stage begins at {staged.old_size} leaves, but the map has followed {self.size}; stage again.",
                staged=staged.old_size,
                size=self.size,
            )
        numbers = {series: changes.changed for series, (_, changes) in staged.numbers.items()}
        self._kept.keep(Changes(size, staged.buckets, numbers))
        self._take(staged.nodes)
        for series, (known, changes) in staged.numbers.items():
            known.accept(changes)
            self._remember(series, known)

    # --- what is asked of it -----------------------------------------------------------------------------

    def value(self, key: bytes) -> bytes | None:
        """Return the value under *key*; None for a key that the map does not have."""
        return dict(self.bucket(bucket_of(key))).get(key)

    def proof(self, key: bytes) -> MapProof:
        """Return the proof of the value under *key*, or that there is none."""
        siblings: list[bytes] = []
        prefix = bucket_of(key)
        for depth in range(DEPTH):
            if self._counts[depth][prefix >> (DEPTH - depth)] < 2:  # noqa: PLR2004 - one key stands for itself
                return self._ended(key, self._lone(depth, prefix >> (DEPTH - depth)), siblings)
            siblings.append(self._node(depth + 1, prefix >> (DEPTH - depth - 1) ^ 1)[1])
        entries = self.bucket(prefix)
        for depth in range(DEPTH, 8 * HASH_SIZE):
            if len(entries) < 2:  # noqa: PLR2004
                break
            way = bit(key, depth)
            beside = [entry for entry in entries if bit(entry[0], depth) != way]
            entries = [entry for entry in entries if bit(entry[0], depth) == way]
            siblings.append(node_over(beside, depth + 1)[1])
        return self._ended(key, entries, siblings)

    def numbers(self, series: str) -> Numbers | None:
        """Return the numbers of a series, by the id that stands in its public leaves; None for an unknown one.

        Raises:
            StoreDamaged: what is kept is not what the map says.
        """
        if series in self._series:
            self._series.move_to_end(series)
            return self._series[series]
        value = self.value(series_mark(series))
        if value is None:
            return None
        said = read_value(value)
        if not isinstance(said, SeriesEntry):
            raise heads_damaged()
        numbers = Numbers(said.first, self._kept.numbers(series))
        if not numbers.count or numbers.pending().stage().entry != said:
            raise heads_damaged()
        self._remember(series, numbers)
        return numbers

    def bucket(self, index: int) -> Sequence[tuple[bytes, bytes]]:
        """Return the entries (key, value) in a bucket, in the order of keys.

        Raises:
            StoreDamaged: what is kept is not what the map says.
        """
        if not self._counts[DEPTH][index]:
            return ()
        entries = unpack(self._kept.bucket(index))
        if node_over(entries, DEPTH) != self._node(DEPTH, index):
            raise heads_damaged()
        return entries

    # --- what is inside ----------------------------------------------------------------------------------

    def stage(
        self, buckets: Mapping[int, Mapping[bytes, bytes]], numbers: dict[str, tuple[Numbers, StagedNumbers]]
    ) -> StagedHeads:
        """Return what the map would be with these buckets, value by key."""
        written = {}
        for index, values in buckets.items():
            entries = sorted(values.items())
            written[index] = node_over(entries, DEPTH), pack(entries)
        nodes = self._above({index: node for index, (node, _) in written.items()})
        return StagedHeads(self.size, nodes, written, numbers)

    def _above(self, below: dict[int, Node]) -> list[dict[int, Node]]:
        """Return the nodes that change with those of buckets, from the root down."""
        changed = [below]
        for depth in range(DEPTH, 0, -1):
            above: dict[int, Node] = {}
            for child, node in below.items():
                index = child >> 1
                if index not in above:
                    beside = below.get(child ^ 1) or self._node(depth, child ^ 1)
                    above[index] = joined(beside, node) if child & 1 else joined(node, beside)
            changed.append(above)
            below = above
        return [below or {0: self._node(0, 0)}, *changed[-2::-1]]

    def _take(self, nodes: list[dict[int, Node]]) -> None:
        for depth, changed in enumerate(nodes):
            hashes, counts = self._hashes[depth], self._counts[depth]
            for index, (count, hashed) in changed.items():
                counts[index] = count
                hashes[index * HASH_SIZE : (index + 1) * HASH_SIZE] = hashed

    def _node(self, depth: int, index: int) -> Node:
        return self._counts[depth][index], bytes(self._hashes[depth][index * HASH_SIZE : (index + 1) * HASH_SIZE])

    def _lone(self, depth: int, index: int) -> Sequence[tuple[bytes, bytes]]:
        """Return the only entry below a node, if there is one."""
        if not self._counts[depth][index]:
            return ()
        while depth < DEPTH:
            depth, index = depth + 1, 2 * index
            index += not self._counts[depth][index]
        return self.bucket(index)

    @staticmethod
    def _ended(key: bytes, entries: Sequence[tuple[bytes, bytes]], siblings: list[bytes]) -> MapProof:
        other = None
        for there, value in entries:
            if there != key:
                other = there, sha256(value).digest()
        return MapProof(tuple(reversed(siblings)), other)

    def _remember(self, series: str, numbers: Numbers) -> None:
        self._series[series] = numbers
        if len(self._series) > _SERIES_KEPT:
            self._series.popitem(last=False)


class PendingHeads:
    """The map while the leaves of one group are followed."""

    def __init__(self, heads: Heads) -> None:
        self._heads = heads
        self._read: dict[int, dict[bytes, bytes]] = {}
        self._entries: dict[bytes, Entry] = {}
        self._numbers: dict[str, tuple[Numbers, Pending]] = {}
        self._newest_fact = b""

    def follow(self, leaf: FactLeaf | SeriesLeaf, hashed: bytes) -> None:
        """Follow one leaf; *hashed* is its hash.

        Raises:
            HeadsDiffer: it cannot stand there.
        """
        if isinstance(leaf, SeriesLeaf):
            self._follow_number(leaf)
            return
        self._newest_fact = hashed
        if leaf.mark is None:
            return
        before = self._entry(leaf.mark)
        of_stream = mark_name(leaf.type) == "m"
        if of_stream and isinstance(before, StreamEntry | None):
            self._entries[leaf.mark] = after_stream_leaf(before, leaf.type, hashed)
        elif not of_stream and isinstance(before, KeyEntry | None):
            self._entries[leaf.mark] = after_key_leaf(before, hashed)
        else:
            raise _of_another_kind(leaf.type)

    def stage(self) -> StagedHeads:
        """Return what the map would be with the leaves that were followed."""
        numbers = {series: (known, pending.stage()) for series, (known, pending) in self._numbers.items()}
        entries = self._entries | {series_mark(series): staged.entry for series, (_, staged) in numbers.items()}
        buckets: dict[int, dict[bytes, bytes]] = {}
        for key, entry in entries.items():
            index = bucket_of(key)
            if index not in buckets:
                buckets[index] = dict(self._bucket(index))
            buckets[index][key] = entry.value()
        return self._heads.stage(buckets, numbers)

    def _bucket(self, index: int) -> dict[bytes, bytes]:
        if index not in self._read:
            self._read[index] = dict(self._heads.bucket(index))
        return self._read[index]

    def _entry(self, key: bytes) -> Entry | None:
        if key in self._entries:
            return self._entries[key]
        value = self._bucket(bucket_of(key)).get(key)
        return None if value is None else read_value(value)

    def _follow_number(self, leaf: SeriesLeaf) -> None:
        if leaf.letter is not None and leaf.letter != self._newest_fact:
            raise HeadsDiffer(
                "number-of-another-fact",
                f"Number {leaf.number} of series {leaf.series} is issued to another leaf than the fact before it.",
                series=leaf.series,
                number=leaf.number,
            )
        if leaf.series not in self._numbers:
            key = series_mark(leaf.series)
            before = self._entry(key)
            if not isinstance(before, SeriesEntry | None):
                raise _of_another_kind("series")
            numbers = self._heads.numbers(leaf.series) or Numbers(leaf.number)
            self._numbers[leaf.series] = numbers, numbers.pending()
            self._entries[key] = before or SeriesEntry(leaf.number, leaf.number, EMPTY)  # until it is staged
        self._numbers[leaf.series][1].follow(leaf)


def follow(heads: Heads, leaves: Iterable[bytes]) -> Iterator[int]:
    """Follow *leaves*, those of the log from ``heads.size`` on; yield the size after every group that was right.

    Raises:
        HeadsDiffer: names the first position where the leaves or their roots disagree.
    """
    pending, position = heads.pending(), heads.size
    for leaf in leaves:
        try:
            said = read_leaf(leaf)
            if isinstance(said, HeadsLeaf):
                staged = pending.stage()
                _require_same(said, staged.leaf, since=heads.size)
                heads.accept(staged, position + 1)
                pending = heads.pending()
                yield position + 1
            else:
                pending.follow(said, leaf_hash(leaf))
        except (BadLeaf, HeadsDiffer) as refusal:
            raise at_position(refusal, position) from None
        position += 1
    if position != heads.size:
        raise at_position(heads_missing(), position)


def require_end(behind: Sequence[bytes], expected: HeadsLeaf, *, since: int) -> None:
    """Require that *behind* the facts of a group, which begins at position *since*, one leaf says what the map is.

    Raises:
        HeadsDiffer: another number of keys, another root, or not one leaf.
        BadLeaf: it is no leaf of this log.
    """
    said = read_leaf(behind[0]) if len(behind) == 1 else None
    if not isinstance(said, HeadsLeaf):
        raise heads_missing()
    _require_same(said, expected, since=since)


def _require_same(said: HeadsLeaf, expected: HeadsLeaf, *, since: int) -> None:
    if said != expected:
        raise HeadsDiffer(
            "heads-differ",
            f"The map is said to have {said.keys} keys and the root {said.root.hex()}; from the leaves follow "
            f"{expected.keys} keys and {expected.root.hex()}. Before leaf {since} both agreed.",
            since=since,
            keys=said.keys,
            found=said.root.hex(),
            expected_keys=expected.keys,
            expected=expected.root.hex(),
        )


def heads_missing() -> HeadsDiffer:
    """Return the refusal of leaves or a checkpoint that do not end with the root of the map."""
    return HeadsDiffer("heads-missing", "Here the root of the map of newest states should end a group of leaves.")


def at_position(refusal: BadLeaf | HeadsDiffer, position: int) -> HeadsDiffer:
    """Return what was refused, with the position in the log where it stands."""
    facts = {**refusal.facts, "position": position}
    return HeadsDiffer(refusal.slug, f"position {position}: {refusal}", **facts)


def bucket_of(key: bytes) -> int:
    """Return the index of the bucket that a key is in: its first 16 bits."""
    return key[0] << 8 | key[1]


def _of_another_kind(type_: str) -> HeadsDiffer:
    return HeadsDiffer(
        "mark-of-another-kind", f"A leaf of type {type_} has the mark of another kind of entry.", type=type_
    )
