"""Many leaves of one tree proved at once: shared nodes are written once.

8 leaves, 2 and 3 to be shown        root
                                   ╱      ╲
                               [0,4)      [4,8)*        * given, from left to right: [0,2) [4,8)
                              ╱     ╲
                          [0,2)*    [2,4)               [2,4) follows from leaves 2 and 3
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from registry.errors import BadProof
from registry.log.merkle import parent, require_hashes


def prove_many(indices: Sequence[int], size: int, siblings: Callable[[int], Sequence[bytes]]) -> list[bytes]:
    """Return the hashes that `verify_many` asks for.

    Args:
        indices: which leaves are to be shown, ascending, at least one.
        size: of the tree.
        siblings: the inclusion proof of one leaf in that tree, as RFC 9162 section 2.1.3.1 gives it.
    """
    found: dict[tuple[int, int], bytes] = {}
    for index in indices:
        found.update(zip(reversed(list(_beside(index, size))), siblings(index), strict=True))
    return [found[start, stop] for start, stop in _missing(indices, 0, size)]


def verify_many(leaves: Mapping[int, bytes], size: int, hashes: Sequence[bytes], root: bytes) -> None:
    """Require that each leaf hash of *leaves* stands at its index in the tree of *size* leaves under *root*.

    Raises:
        BadProof: one does not, or not as these *hashes* say.
    """
    indices = sorted(leaves)
    require_hashes([*leaves.values(), root, *hashes])
    if not indices or indices[0] < 0 or indices[-1] >= size:
        at = indices[-1] if indices else 0
        raise BadProof("leaf-outside-tree", f"There is no leaf {at} in a tree of {size} leaves.", index=at, size=size)
    left = iter(hashes)
    if _rebuilt(leaves, indices, 0, size, left) != root or next(left, None) is not None:
        raise BadProof(
            "leaves-not-under-root", f"The leaves do not stand together under the root of size {size}.", size=size
        )


def _rebuilt(
    leaves: Mapping[int, bytes], indices: Sequence[int], start: int, stop: int, hashes: Iterator[bytes]
) -> bytes:
    if not indices:
        found = next(hashes, None)
        if found is None:
            raise BadProof("proof-too-short", "The proof ends before every node was given.")
        return found
    if stop - start == 1:
        return leaves[start]
    middle, split = _split(indices, start, stop)
    below = _rebuilt(leaves, indices[:split], start, middle, hashes)
    return parent(below, _rebuilt(leaves, indices[split:], middle, stop, hashes))


def _missing(indices: Sequence[int], start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the largest nodes without a leaf of *indices* below them, from left to right."""
    if not indices:
        yield start, stop
    elif stop - start > 1:
        middle, split = _split(indices, start, stop)
        yield from _missing(indices[:split], start, middle)
        yield from _missing(indices[split:], middle, stop)


def _beside(index: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the nodes beside the way from the root down to a leaf, the highest first."""
    start, stop = 0, size
    while stop - start > 1:
        middle, _ = _split((), start, stop)
        if index < middle:
            yield middle, stop
            stop = middle
        else:
            yield start, middle
            start = middle


def _split(indices: Sequence[int], start: int, stop: int) -> tuple[int, int]:
    """Return where a node is divided (RFC 6962 section 2.1), and how many of *indices* are left of that."""
    middle = start + (1 << (stop - start - 1).bit_length() - 1)
    return middle, bisect_left(indices, middle)
