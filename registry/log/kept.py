"""Where the map of newest states keeps what is not always in memory, and how a bucket of entries is written.

The writer keeps it in a file beside the database (`registry.store.heads`); whoever only looks, a monitor or a
reader, keeps it in memory, on top of such a file if there is one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from registry.errors import StoreDamaged
from registry.log.heads import NUMBER_SIZE
from registry.log.leaves import HASH_SIZE
from registry.log.sparse import Node


@dataclass(frozen=True, slots=True)
class Changes:
    """What one group of leaves changes."""

    size: int
    """Leaves of the log, with the group's last."""
    buckets: Mapping[int, tuple[Node, bytes]]
    """By index: the bucket's node, and the bucket as `pack` writes it."""
    numbers: Mapping[str, Mapping[int, bytes]]
    """By series and index from its first number: the entry, `NUMBER_SIZE` bytes."""


class Kept(Protocol):
    """Buckets by their index, and the numbers of series."""

    def size(self) -> int:
        """Return how many leaves of the log were followed."""

    def nodes(self) -> Iterable[tuple[int, Node]]:
        """Return index and node of every bucket that is not empty."""

    def bucket(self, index: int) -> bytes:
        """Return a bucket; nothing for an empty one."""

    def numbers(self, series: str) -> bytes:
        """Return the entries of a series' numbers, joined; nothing for an unknown one."""

    def keep(self, changes: Changes) -> None:
        """Keep the changes of one group: all of them or none."""


class KeptInMemory:
    """In memory, on top of what another keeps, which is only read."""

    def __init__(self, below: Kept | None = None) -> None:
        self._below = below
        self._size = 0 if below is None else below.size()
        self._buckets: dict[int, tuple[Node, bytes]] = {}
        self._numbers: dict[str, dict[int, bytes]] = {}

    def size(self) -> int:
        """Return how many leaves of the log were followed."""
        return self._size

    def nodes(self) -> Iterable[tuple[int, Node]]:
        """Return index and node of every bucket that is not empty."""
        found = {} if self._below is None else dict(self._below.nodes())
        return (found | {index: node for index, (node, _) in self._buckets.items()}).items()

    def bucket(self, index: int) -> bytes:
        """Return a bucket; nothing for an empty one."""
        if index in self._buckets:
            return self._buckets[index][1]
        return b"" if self._below is None else self._below.bucket(index)

    def numbers(self, series: str) -> bytes:
        """Return the entries of a series' numbers, joined; nothing for an unknown one."""
        known = b"" if self._below is None else self._below.numbers(series)
        return with_changes(known, self._numbers.get(series, {}))

    def keep(self, changes: Changes) -> None:
        """Keep the changes of one group."""
        for series, entries in changes.numbers.items():
            self._numbers.setdefault(series, {}).update(entries)
        self._buckets.update(changes.buckets)
        self._size = changes.size


def pack(entries: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return entries (key, value) in the order of keys as one bucket: key, length of the value in a byte, value."""
    return b"".join([part for key, value in entries for part in (key, len(value).to_bytes(1), value)])


def unpack(data: bytes) -> Sequence[tuple[bytes, bytes]]:
    """Return what `pack` wrote.

    Raises:
        StoreDamaged: it is cut off.
    """
    entries = []
    at, end = 0, len(data)
    while at < end:
        value = at + HASH_SIZE + 1
        if value > end or value + data[value - 1] > end:
            raise heads_damaged()
        entries.append((data[at : value - 1], data[value : value + data[value - 1]]))
        at = value + data[value - 1]
    return entries


def with_changes(entries: bytes, changed: Mapping[int, bytes]) -> bytes:
    """Return the entries of numbers, joined, with those at some indices changed or added."""
    data = bytearray(entries)
    for index in sorted(changed):
        data[index * NUMBER_SIZE : (index + 1) * NUMBER_SIZE] = changed[index]
    return bytes(data)


def heads_damaged() -> StoreDamaged:
    """Return the refusal of a kept map that is not what was kept; made again from the leaves, it is whole."""
    return StoreDamaged(
        "heads-damaged",
        "The kept map of newest states is damaged: remove heads.db while nobody writes; opening the registry again "
        "makes it from the leaves.",
    )
