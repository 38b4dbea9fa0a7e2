"""The map of newest states as a tree of hashes: one root over all keys, and proofs of what a key has or lacks.

    no key below        32 zero bytes
    one key below       SHA-256(0x00 ‖ key ‖ SHA-256(value)), at whatever depth
    more below          SHA-256(0x01 ‖ left ‖ right); a key goes left where its bit is 0, the highest bit first

Under one root a key's way down is one way, and ends at itself, at another key or at nothing: either the proof that
it has a value or the proof that it has none can be made, never both, whoever made the tree. Nothing here keeps
anything; the map that grows is `registry.log.newest`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, TypeAlias

from registry.errors import BadProof
from registry.log.leaves import HASH_SIZE

EMPTY: Final = bytes(HASH_SIZE)
"""The hash where no key is."""
_BITS: Final = 8 * HASH_SIZE

Node: TypeAlias = tuple[int, bytes]
"""How many keys stand below, and the hash."""
NO_NODE: Final[Node] = (0, EMPTY)


def key_node(key: bytes, value_hash: bytes) -> bytes:
    """Return the hash where *key* stands alone with a value of that SHA-256."""
    return sha256(b"\x00" + key + value_hash).digest()


def joined(left: Node, right: Node) -> Node:
    """Return the node above two neighbours: a lone key stands for itself."""
    count = left[0] + right[0]
    if count <= 1:
        return left if left[0] else right
    return count, sha256(b"\x01" + left[1] + right[1]).digest()


def bit(key: bytes, depth: int) -> int:
    """Return 1 where *key* goes right at *depth*, else 0."""
    return key[depth >> 3] >> (7 - (depth & 7)) & 1


def node_over(entries: Sequence[tuple[bytes, bytes]], depth: int) -> Node:
    """Return the node at *depth* over entries (key, value) that share the bits above it, in the order of keys."""
    if len(entries) < 2:  # noqa: PLR2004 - no key, or one alone
        return (1, key_node(entries[0][0], sha256(entries[0][1]).digest())) if entries else NO_NODE
    byte, mask = depth >> 3, 128 >> (depth & 7)
    split = 0
    for key, _ in entries:
        if key[byte] & mask:
            break
        split += 1
    return joined(node_over(entries[:split], depth + 1), node_over(entries[split:], depth + 1))


def root_of(entries: Mapping[bytes, bytes]) -> bytes:
    """Return the root over all entries, value by key, made at once."""
    return node_over(sorted(entries.items()), 0)[1]


@dataclass(frozen=True, slots=True)
class MapProof:
    """What stands beside a key's way through the map, and who stands at its end in the key's place."""

    siblings: tuple[bytes, ...]
    """Hashes, the deepest first."""
    other: tuple[bytes, bytes] | None = None
    """Another key at the way's end and the SHA-256 of its value; None when the key itself or no key is there."""

    def require_value(self, root: bytes, key: bytes, value: bytes) -> None:
        """Require that *key* has just this value in the map of that root.

        Raises:
            BadProof: it is not shown.
        """
        if self.other is not None:
            raise _not_shown()
        self._require(root, key, key_node(key, sha256(value).digest()))

    def require_absent(self, root: bytes, key: bytes) -> None:
        """Require that *key* has no value in the map of that root.

        Raises:
            BadProof: it is not shown.
        """
        if self.other is None:
            self._require(root, key, EMPTY)
            return
        other, value_hash = self.other
        depth = len(self.siblings)
        if other == key or depth > _BITS or any(bit(key, at) != bit(other, at) for at in range(depth)):
            raise _not_shown()
        self._require(root, key, key_node(other, value_hash))

    def _require(self, root: bytes, key: bytes, node: bytes) -> None:
        depth = len(self.siblings)
        sizes = {len(root), len(key), *map(len, self.siblings), *map(len, self.other or ())}
        # A lone key's neighbour is never empty: the key would have stood one higher.
        if depth > _BITS or sizes != {HASH_SIZE} or (depth and self.siblings[0] == EMPTY):
            raise _not_shown()
        for sibling in self.siblings:
            depth -= 1
            pair = sibling + node if bit(key, depth) else node + sibling
            node = sha256(b"\x01" + pair).digest()
        if node != root:
            raise _not_shown()


def _not_shown() -> BadProof:
    return BadProof("not-in-the-map", "The proof does not show this of the map of newest states.")
