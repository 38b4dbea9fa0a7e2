"""The Merkle tree of RFC 6962: proofs checked, and the tree that grows.

    height 3            r                 a leaf's hash   SHA-256(0x00 ‖ leaf)
    height 2      ╱           ╲           a node's hash   SHA-256(0x01 ‖ left ‖ right)
    height 1    ╱   ╲       ╱   ╲
    height 0   0     1     2     3        node i at height h spans the leaves i·2^h … (i+1)·2^h - 1

Nothing here keeps a state. A check returns quietly, or raises `BadProof` with the reason. The tree that grows
is in `registry.log.tree`.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from registry.errors import BadProof

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of the tree without leaves."""


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Require that the leaf with *leaf_hash* stands at *index* of the tree of *size* leaves under *root*.

    Raises:
        BadProof: it does not, or not as this proof says.

    Source: RFC 9162 section 2.1.3.2.
    """
    require_hashes([leaf_hash, root, *proof])
    if not 0 <= index < size:
        raise BadProof(
            "leaf-outside-tree", f"There is no leaf {index} in a tree of {size} leaves.", index=index, size=size
        )
    node, last, hashed = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            raise BadProof("proof-too-long", "The inclusion proof has more hashes than the tree has heights.")
        if node & 1 or node == last:
            hashed = parent(sibling, hashed)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            hashed = parent(hashed, sibling)
        node >>= 1
        last >>= 1
    if last:
        raise BadProof("proof-too-short", "The inclusion proof ends below the root.")
    if hashed != root:
        raise BadProof(
            "leaf-not-under-root",
            f"The inclusion proof of leaf {index} leads to another root than that of size {size}.",
            index=index,
            size=size,
        )


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Require that the tree of *old_size* leaves is the beginning of the tree of *new_size* leaves.

    The empty tree is the beginning of every tree; that needs no proof, but its root must be the empty tree's.

    Raises:
        BadProof: it is not, or not as this proof says.

    Source: RFC 9162 section 2.1.4.2.
    """
    # Of one and the same head nothing is hashed, so nothing more is asked of its root than to be the same.
    require_hashes(proof if (old_size, old_root) == (new_size, new_root) else [old_root, new_root, *proof])
    if not 0 <= old_size <= new_size:
        raise BadProof(
            "sizes-reversed",
            f"A tree of {old_size} leaves is not the beginning of one of {new_size}.",
            old_size=old_size,
            new_size=new_size,
        )
    for size, root in ((old_size, old_root), (new_size, new_root)):
        if size == 0 and root != EMPTY_ROOT:
            raise BadProof("not-the-empty-root", "The root of a tree without leaves is the SHA-256 of nothing.")
    if old_size in {0, new_size}:
        if proof:
            raise BadProof("proof-too-long", f"From {old_size} to {new_size} leaves nothing needs a proof.")
        if old_size == new_size and old_root != new_root:
            raise BadProof("two-roots-of-one-size", f"Two roots for one size, {old_size}.", size=old_size)
        return
    rebuilt_old, rebuilt_new = _rebuild_both(old_size, old_root, new_size, proof)
    if rebuilt_old != old_root:
        raise BadProof(
            "old-root-differs",
            f"The consistency proof leads to another root than that of size {old_size}.",
            size=old_size,
        )
    if rebuilt_new != new_root:
        raise BadProof(
            "new-root-differs",
            f"The consistency proof leads to another root than that of size {new_size}.",
            size=new_size,
        )


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over *leaf_hashes*, in their order (RFC 6962 section 2.1)."""
    peaks: list[bytes] = []  # of the complete subtrees so far, the largest first
    for index, leaf_hash in enumerate(leaf_hashes):
        hashed = leaf_hash
        filled = index
        while filled & 1:
            hashed = parent(peaks.pop(), hashed)
            filled >>= 1
        peaks.append(hashed)
    if not peaks:
        return EMPTY_ROOT
    root = peaks.pop()
    while peaks:
        root = parent(peaks.pop(), root)
    return root


def parent(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over *left* and *right*."""
    return sha256(b"\x01" + left + right).digest()


def require_hashes(hashes: Sequence[bytes]) -> None:
    """Require 32 bytes of each of *hashes*, or raise `BadProof`."""
    for size in set(map(len, hashes)):
        if size != HASH_SIZE:
            raise BadProof("hash-size", f"A hash has {HASH_SIZE} bytes, not {size}.", size=size)


def _rebuild_both(old_size: int, old_root: bytes, new_size: int, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        raise BadProof("proof-too-short", "The consistency proof is empty.")
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node >>= 1
        last >>= 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise BadProof("proof-too-long", "The consistency proof has more hashes than the tree has heights.")
        if node & 1 or node == last:
            old, new = parent(sibling, old), parent(sibling, new)
            while not node & 1 and node:
                node >>= 1
                last >>= 1
        else:
            new = parent(new, sibling)
        node >>= 1
        last >>= 1
    if last:
        raise BadProof("proof-too-short", "The consistency proof ends below the root.")
    return old, new
