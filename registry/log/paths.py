"""The way of one leaf up to the root of the tree, step by step, for people who look at a proof.

    leaf 5 of 7      ╱ 0–3  left     ╲
                                       root over 0–6
    5 ─ 4 left ─▶ 4–5 ─ 6 right ─▶ 4–6

A tree over the leaves *start* to before *stop* is divided at the largest power of two below its size.

Source: RFC 9162 sections 2.1.1 and 2.1.3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.errors import BadProof
from registry.log.merkle import parent


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the tree: the leaves *first* to *last* that it covers, and its hash."""

    first: int
    last: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Step:
    """One step up: the node on the way, the sibling beside it, and the node over both."""

    node: Node
    sibling: Node
    sibling_left: bool
    """Whether the sibling's hash goes before the node's."""
    over: Node


def climb(leaf_hash: bytes, index: int, size: int, hashes: Sequence[bytes]) -> list[Step]:
    """Return the steps from the leaf at *index* to the root over *size* leaves; whether it is the root, is not asked.

    Raises:
        BadProof: there is no such leaf, or the proof has another number of hashes than the tree has steps.
    """
    if not 0 <= index < size:
        raise BadProof(
            "leaf-outside-tree", f"There is no leaf {index} in a tree of {size} leaves.", index=index, size=size
        )
    siblings = _siblings(index, size)
    if len(siblings) < len(hashes):
        raise BadProof("proof-too-long", "The inclusion proof has more hashes than the tree has heights.")
    if len(siblings) > len(hashes):
        raise BadProof("proof-too-short", "The inclusion proof ends below the root.")
    steps: list[Step] = []
    node = Node(index, index, leaf_hash)
    for (first, last), hashed in zip(siblings, hashes, strict=True):
        sibling, left = Node(first, last, hashed), first < node.first
        pair = (sibling, node) if left else (node, sibling)
        over = Node(pair[0].first, pair[1].last, parent(pair[0].hash, pair[1].hash))
        steps.append(Step(node, sibling, left, over))
        node = over
    return steps


def _siblings(index: int, size: int) -> list[tuple[int, int]]:
    """Return first and last leaf of every sibling, the leaf's own first."""
    found = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + (1 << ((stop - start - 1).bit_length() - 1))
        if index < middle:
            found.append((middle, stop - 1))
            stop = middle
        else:
            found.append((start, middle - 1))
            start = middle
    return found[::-1]
