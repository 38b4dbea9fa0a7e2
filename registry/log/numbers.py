"""The numbers of one series as a tree of their own: one entry a number, and its root (RFC 6962 section 2.1).

    Numbers.pending ──▶ Pending.follow, a leaf each ──▶ Pending.stage ──▶ (the database commits) ──▶ Numbers.accept

A number is given at the end and changes once afterwards, so a group touches a few entries and the nodes above
them. Entries and complete nodes lie in memory, 65 bytes a number.
"""

from dataclasses import dataclass
from hashlib import sha256

from registry.errors import BadProof, HeadsDiffer
from registry.log.heads import NUMBER_SIZE, SeriesEntry, number_entry
from registry.log.leaves import HASH_SIZE, SeriesLeaf, SeriesState
from registry.log.merkle import parent

_RESERVED = b"r"


@dataclass(frozen=True, slots=True)
class StagedNumbers:
    """What a series would be with some more leaves; nothing is changed until `Numbers.accept`."""

    entry: SeriesEntry
    changed: dict[int, bytes]
    """Entries of `NUMBER_SIZE` bytes, by index from the first number."""
    nodes: list[dict[int, bytes]]
    """New or changed complete nodes of every height from 1 on, by index."""


class Numbers:
    """Every number of one series from *first* on, and the nodes above them."""

    def __init__(self, first: int, entries: bytes = b"") -> None:
        """Take over the *entries* of the numbers from *first* on, joined."""
        self.first = first
        self._entries = bytearray(entries)
        self._levels: list[bytearray] = []
        count = self.count
        below = b"".join([_hashed(entries[at : at + NUMBER_SIZE]) for at in range(0, count * NUMBER_SIZE, NUMBER_SIZE)])
        while count > 1:  # level by level in one go: a series may have 100 000 numbers
            count //= 2
            pairs = range(0, count * 2 * HASH_SIZE, 2 * HASH_SIZE)
            below = b"".join([sha256(b"\x01" + below[at : at + 2 * HASH_SIZE]).digest() for at in pairs])
            self._levels.append(bytearray(below))

    @property
    def count(self) -> int:
        """How many numbers there are."""
        return len(self._entries) // NUMBER_SIZE

    @property
    def entries(self) -> bytes:
        """The entries of all numbers in order, `NUMBER_SIZE` bytes each."""
        return bytes(self._entries)

    def at(self, index: int) -> bytes:
        """Return the entry at *index* from the first number."""
        return bytes(self._entries[index * NUMBER_SIZE : (index + 1) * NUMBER_SIZE])

    def node(self, height: int, index: int) -> bytes:
        """Return a complete node."""
        if not height:
            return _hashed(self.at(index))
        return bytes(self._levels[height - 1][index * HASH_SIZE : (index + 1) * HASH_SIZE])

    def pending(self) -> "Pending":
        """Return the series with nothing changed yet."""
        return Pending(self)

    def accept(self, staged: StagedNumbers) -> None:
        """Make *staged* the series' own."""
        for index in sorted(staged.changed):
            self._entries[index * NUMBER_SIZE : (index + 1) * NUMBER_SIZE] = staged.changed[index]
        for level, nodes in enumerate(staged.nodes):
            if level == len(self._levels):
                self._levels.append(bytearray())
            for index in sorted(nodes):
                self._levels[level][index * HASH_SIZE : (index + 1) * HASH_SIZE] = nodes[index]

    def proof(self, n: int) -> list[bytes]:
        """Return the proof that number *n* has its entry under the series' root (RFC 9162 section 2.1.3.1).

        Raises:
            BadProof: the series has no such number.
        """
        index, start, end = n - self.first, 0, self.count
        if not 0 <= index < end:
            raise BadProof("nothing-to-prove", f"The series has no number {n} to prove.", index=n, size=end)
        siblings = []
        while end - start > 1:
            middle = start + _left_part(end - start)
            if index < middle:
                siblings.append(self._over(middle, end))
                end = middle
            else:
                siblings.append(self._over(start, middle))
                start = middle
        return siblings[::-1]

    def _over(self, start: int, end: int) -> bytes:
        size = end - start
        if not size & (size - 1):  # a complete node: parts begin at a multiple of their size
            height = size.bit_length() - 1
            return self.node(height, start >> height)
        middle = start + _left_part(size)
        return parent(self._over(start, middle), self._over(middle, end))


class Pending:
    """A series while the leaves of one group are followed."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._changed: dict[int, bytes] = {}
        self._count = numbers.count

    def follow(self, leaf: SeriesLeaf) -> None:
        """Follow one public leaf of the series.

        Raises:
            HeadsDiffer: it does not reserve the next number, nor end a reserved one.
        """
        index = leaf.number - self._numbers.first
        if leaf.state is SeriesState.RESERVED:
            if index != self._count:
                raise _not_next(leaf, self._numbers.first + self._count)
            self._count += 1
        elif not 0 <= index < self._count or self._entry(index)[:1] != _RESERVED:
            raise HeadsDiffer(
                "number-not-reserved",
                f"Number {leaf.number} of series {leaf.series} is {leaf.state.value} without waiting for it: "
                "it was never given out, or used before.",
                series=leaf.series,
                number=leaf.number,
                state=leaf.state.value,
            )
        self._changed[index] = number_entry(leaf.state, leaf.letter)

    def stage(self) -> StagedNumbers:
        """Return what the series would be with the leaves that were followed."""
        below = {index: _hashed(entry) for index, entry in self._changed.items()}
        bottom, nodes = below, list[dict[int, bytes]]()
        for height in range(self._count.bit_length() - 1):
            complete = self._count >> (height + 1)
            above: dict[int, bytes] = {}
            for index in {child >> 1 for child in below}:
                if index < complete:
                    left, right = below.get(2 * index), below.get(2 * index + 1)
                    above[index] = parent(
                        self._numbers.node(height, 2 * index) if left is None else left,
                        self._numbers.node(height, 2 * index + 1) if right is None else right,
                    )
            nodes.append(above)
            below = above
        first = self._numbers.first
        root = self._root([bottom, *nodes])
        return StagedNumbers(SeriesEntry(first, first + self._count - 1, root), self._changed, nodes)

    def _entry(self, index: int) -> bytes:
        return self._changed.get(index) or self._numbers.at(index)

    def _root(self, nodes: list[dict[int, bytes]]) -> bytes:
        root = b""
        for height in range(self._count.bit_length()):
            if self._count >> height & 1:
                index = (self._count >> height) - 1
                peak = nodes[height].get(index) or self._numbers.node(height, index)
                root = parent(peak, root) if root else peak
        return root


def number_hash(state: SeriesState, letter: bytes | None) -> bytes:
    """Return the hash of one number's entry, as proofs of its place begin with it."""
    return _hashed(number_entry(state, letter))


def _hashed(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def _left_part(size: int) -> int:
    """Return the largest power of two that is less than *size*."""
    return 1 << (size - 1).bit_length() - 1


def _not_next(leaf: SeriesLeaf, expected: int) -> HeadsDiffer:
    return HeadsDiffer(
        "number-not-next",
        f"Number {leaf.number} of series {leaf.series} is given out, and {expected} is the next: "
        "a number was left out, or given twice.",
        series=leaf.series,
        number=leaf.number,
        expected=expected,
    )
