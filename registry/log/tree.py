"""The tree that grows, one group of leaves after another.

    stage ──▶ the new root ──▶ (the database commits) ──▶ accept ──▶ proofs
                                      └── fails ──▶ nothing happened

It keeps the tiles of the right edge in memory, every height of them, and reads older tiles back when a proof
asks for one: ten million leaves need a few megabytes. A tile is 256 neighbouring hashes at a height that is a
multiple of eight; the seven heights above them, up to the next tile's, are computed (C2SP tlog-tiles).
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from registry.errors import BadProof, LogForked, StoreDamaged
from registry.log.merkle import EMPTY_ROOT, HASH_SIZE, parent, require_hashes

TILE_HEIGHT = 8
TILE_WIDTH = 256
_FULL_TILE = TILE_WIDTH * HASH_SIZE
_LEVELS = 7  # of tiles: 2^56 leaves, more than canonical JSON can number


class TileReader(Protocol):
    """Where dropped tiles are read back from."""

    def __call__(self, level: int, index: int, width: int) -> bytes:
        """Return the first *width* hashes of tile *index* at *level*, joined; raise `StoreDamaged` without it."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Up to 256 neighbouring hashes at height 8 × *level*, joined; *index* counts tiles from the left."""

    level: int
    index: int
    hashes: bytes

    @property
    def width(self) -> int:
        """How many hashes it has; 256 when it is full."""
        return len(self.hashes) // HASH_SIZE


@dataclass(frozen=True, slots=True)
class Staged:
    """What a tree would be with some more leaves: nothing is changed until `Tree.accept`."""

    old_size: int
    size: int
    root: bytes
    added: tuple[bytes, ...]
    """The new complete nodes of each height, joined."""
    before: tuple[bytes, ...]
    """What the rightmost tile of each level held until then."""

    def tiles(self) -> Iterator[Tile]:
        """Yield the tiles that the new leaves change or begin, as they are with them."""
        for level, (held, added) in enumerate(zip(self.before, self.added[::TILE_HEIGHT], strict=True)):
            hashes = held + added
            first = self.old_size >> TILE_HEIGHT * (level + 1)
            for offset in range(0, len(hashes) if added else 0, _FULL_TILE):
                yield Tile(level, first + offset // _FULL_TILE, hashes[offset : offset + _FULL_TILE])


class Tree:
    """The growing tree; not for use by two threads at once.

    Args:
        read: where full tiles are read back from.
        kept_tiles: how many full tiles stay in memory, at 16 kB each.
    """

    def __init__(self, read: TileReader, *, kept_tiles: int = 256) -> None:
        self._read = read
        self._kept_tiles = kept_tiles
        self._kept: OrderedDict[tuple[int, int], list[bytes]] = OrderedDict()
        # Of every height, the complete nodes inside the rightmost, not yet full, tile of its level.
        self._edge = [bytearray() for _ in range(_LEVELS * TILE_HEIGHT)]
        self._size = 0
        self._root = EMPTY_ROOT

    @classmethod
    def restore(cls, size: int, root: bytes, read: TileReader, *, kept_tiles: int = 256) -> "Tree":
        """Return the tree of *size* leaves under *root* from the tiles of its right edge.

        Raises:
            StoreDamaged: a tile is missing, or the tiles lead to another root.
        """
        tree = cls(read, kept_tiles=kept_tiles)
        tree._size = size
        for level in range(_LEVELS):
            complete = size >> TILE_HEIGHT * level
            width = complete % TILE_WIDTH
            if width:
                hashes = _require_width(
                    read(level, complete // TILE_WIDTH, width), level, complete // TILE_WIDTH, width
                )
                for within, nodes in enumerate(_expand(hashes)):
                    tree._edge[level * TILE_HEIGHT + within] += nodes
        tree._root = tree.stage(()).root
        if tree._root != root:
            raise StoreDamaged(
                "tiles-lead-elsewhere",
                f"The tiles at the right edge lead to another root than that of size {size}; rebuild the tiles.",
                size=size,
            )
        return tree

    @property
    def size(self) -> int:
        """How many leaves were accepted."""
        return self._size

    @property
    def root(self) -> bytes:
        """The root over the accepted leaves."""
        return self._root

    def root_at(self, size: int) -> bytes:
        """Return the root that the tree had at *size* leaves.

        Raises:
            BadProof: the log has never been that large.
        """
        if not 0 <= size <= self._size:
            raise BadProof(
                "nothing-to-prove", f"This log of {self._size} leaves has not yet had {size}.", index=size, size=size
            )
        return self._ragged(size.bit_length(), size) if size else EMPTY_ROOT

    def edge(self) -> Iterator[Tile]:
        """Yield the tiles at the right edge that are not full yet, as a checkpoint of this size needs them."""
        for level, hashes in enumerate(self._edge[::TILE_HEIGHT]):
            if hashes:
                yield Tile(level, self._size >> TILE_HEIGHT * (level + 1), bytes(hashes))

    def stage(self, leaf_hashes: Iterable[bytes]) -> Staged:
        """Return what the tree would be with *leaf_hashes* appended; the tree stays as it is."""
        given = list(leaf_hashes)
        require_hashes(given)
        nodes = b"".join(given)
        added = [nodes]
        for height, edge in enumerate(self._edge):
            if self._size >> height & 1:  # the last node of this height still waits for its sibling
                nodes = bytes(edge[-HASH_SIZE:]) + nodes
            nodes = _parents(nodes)
            if not nodes:
                break
            added.append(nodes)
        size = self._size + len(given)
        before = tuple(bytes(edge) for edge in self._edge[: len(added) : TILE_HEIGHT])
        return Staged(self._size, size, self._root_with(added, size), tuple(added), before)

    def accept(self, staged: Staged) -> None:
        """Make *staged* the tree's own.

        Raises:
            LogForked: the tree has grown otherwise since it was staged.
        """
        if staged.old_size != self._size:
            raise LogForked(
                "stage-is-stale",
                f"This stage begins at {staged.old_size} leaves, but the tree has {self._size}; stage again.",
                staged=staged.old_size,
                size=self._size,
            )
        for height, nodes in enumerate(staged.added):
            self._edge[height] += nodes
        self._size, self._root = staged.size, staged.root
        level = 0
        while (done := staged.size >> TILE_HEIGHT * (level + 1)) > (
            was := staged.old_size >> TILE_HEIGHT * (level + 1)
        ):
            self._set_aside(level, was, done)
            level += 1

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        """Return the proof that leaf *index* stands in the tree of *size* leaves, by default of all.

        Raises:
            BadProof: there is no such leaf or size to prove.
        """
        size = self._size if size is None else size
        if not 0 <= index < size <= self._size:
            raise BadProof(
                "nothing-to-prove",
                f"This log of {self._size} leaves cannot prove leaf {index} in a tree of {size}.",
                index=index,
                size=size,
            )
        return self._siblings(0, index, size)

    def consistency_proof(self, old_size: int, new_size: int) -> list[bytes]:
        """Return the proof that the tree of *old_size* leaves is the beginning of that of *new_size*.

        Raises:
            BadProof: the sizes are not of this log or not in this order.

        Source: RFC 9162 section 2.1.4.1.
        """
        if not 0 <= old_size <= new_size <= self._size:
            raise BadProof(
                "nothing-to-prove",
                f"This log of {self._size} leaves cannot prove that size {old_size} comes before {new_size}.",
                index=old_size,
                size=new_size,
            )
        if old_size in {0, new_size}:
            return []
        height = (old_size & -old_size).bit_length() - 1
        index = (old_size >> height) - 1
        siblings = self._siblings(height, index, new_size)
        # With index 0 the old tree is itself that node, and the verifier knows its root.
        return [self._node(height, index), *siblings] if index else siblings

    def _siblings(self, height: int, index: int, size: int) -> list[bytes]:
        found = []
        while (index + 1) << height < size or index:
            sibling = index ^ 1
            complete = size >> height
            if sibling < complete:
                found.append(self._node(height, sibling))
            elif sibling == complete and size & ((1 << height) - 1):
                found.append(self._ragged(height, size))
            height += 1
            index >>= 1
        return found

    def _ragged(self, height: int, size: int) -> bytes:
        # The hash over the leaves that do not fill a node of this height: the last ones of that size.
        below = [low for low in range(height) if size >> low & 1]
        hashed = self._node(below[0], (size >> below[0]) - 1)
        for low in below[1:]:
            hashed = parent(self._node(low, (size >> low) - 1), hashed)
        return hashed

    def _node(self, height: int, index: int) -> bytes:
        level, within = divmod(height, TILE_HEIGHT)
        per_tile = TILE_HEIGHT - within
        tile = index >> per_tile
        if tile == self._size >> TILE_HEIGHT * (level + 1):
            offset = (index - (tile << per_tile)) * HASH_SIZE
            return bytes(self._edge[height][offset : offset + HASH_SIZE])
        offset = (index - (tile << per_tile)) * HASH_SIZE
        return self._full_tile(level, tile)[within][offset : offset + HASH_SIZE]

    def _full_tile(self, level: int, index: int) -> list[bytes]:
        if (level, index) in self._kept:
            self._kept.move_to_end((level, index))
            return self._kept[level, index]
        heights = _expand(_require_width(self._read(level, index, TILE_WIDTH), level, index, TILE_WIDTH))
        if _parents(heights[-1]) != self._node(TILE_HEIGHT * (level + 1), index):
            raise StoreDamaged(
                "tile-altered",
                f"Tile {index} at level {level} is not the one that the log's root covers; rebuild the tiles.",
                level=level,
                index=index,
            )
        self._keep(level, index, heights)
        return heights

    def _set_aside(self, level: int, was: int, done: int) -> None:
        # The tiles was … done-1 of this level are full now: out of the edge, the newest into the cache.
        heights = [(self._edge[level * TILE_HEIGHT + within], _FULL_TILE >> within) for within in range(TILE_HEIGHT)]
        for index in range(max(was, done - self._kept_tiles), done):
            place = index - was
            self._keep(level, index, [bytes(edge[place * share : (place + 1) * share]) for edge, share in heights])
        for edge, share in heights:
            del edge[: (done - was) * share]

    def _keep(self, level: int, index: int, heights: list[bytes]) -> None:
        self._kept[level, index] = heights
        while len(self._kept) > self._kept_tiles:
            self._kept.popitem(last=False)

    def _root_with(self, added: Sequence[bytes], size: int) -> bytes:
        root = b""
        for height in range(size.bit_length()):
            if size >> height & 1:
                peak = added[height] if height < len(added) and added[height] else self._edge[height]
                root = parent(bytes(peak[-HASH_SIZE:]), root) if root else bytes(peak[-HASH_SIZE:])
        return root or EMPTY_ROOT


def _expand(hashes: bytes) -> list[bytes]:
    heights = [hashes]
    for _ in range(TILE_HEIGHT - 1):
        heights.append(_parents(heights[-1]))
    return heights


def _parents(nodes: bytes) -> bytes:
    # An odd last node has no parent yet.
    pair = 2 * HASH_SIZE
    return b"".join([sha256(b"\x01" + nodes[at : at + pair]).digest() for at in range(0, len(nodes) - HASH_SIZE, pair)])


def _require_width(hashes: bytes, level: int, index: int, width: int) -> bytes:
    if len(hashes) != width * HASH_SIZE:
        raise StoreDamaged(
            "tile-size",
            f"Tile {index} at level {level} has {len(hashes)} bytes instead of {width * HASH_SIZE}; rebuild the tiles.",
            level=level,
            index=index,
        )
    return hashes
