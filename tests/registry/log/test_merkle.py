from hashlib import sha256

import pytest

from registry.errors import BadProof
from registry.log.merkle import EMPTY_ROOT, parent, root_of, verify_consistency, verify_inclusion

A, B, C, D = (sha256(letter).digest() for letter in (b"a", b"b", b"c", b"d"))
AB = parent(A, B)
ABC = parent(AB, C)


def test_a_root_is_the_hash_over_the_two_largest_halves() -> None:
    assert root_of([A]) == A
    assert root_of([A, B]) == AB == sha256(b"\x01" + A + B).digest()
    assert root_of([A, B, C]) == ABC
    assert root_of([A, B, C, D]) == parent(AB, parent(C, D))


@pytest.mark.parametrize(
    ("index", "size", "proof", "root", "reason"),
    [
        (0, 3, [B, C], A, "another root"),
        (1, 3, [B, C], ABC, "another root"),
        (0, 3, [B], AB, "below the root"),
        (0, 3, [B, C, D], ABC, "more hashes"),
        (0, 1, [B], A, "more hashes"),
        (3, 3, [B, C], ABC, "no leaf 3"),
        (-1, 3, [B, C], ABC, "no leaf -1"),
        (0, 3, [B, C + b"x"], ABC, "not 33"),
        (0, 3, [B, C], b"", "not 0"),
    ],
)
def test_an_inclusion_that_does_not_hold_is_refused_with_the_reason(
    index: int, size: int, proof: list[bytes], root: bytes, reason: str
) -> None:
    with pytest.raises(BadProof, match=reason):
        verify_inclusion(A, index, size, proof, root)


def test_the_empty_tree_is_the_beginning_of_every_tree() -> None:
    verify_consistency(0, EMPTY_ROOT, 3, ABC, [])
    verify_consistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    verify_consistency(2, AB, 3, ABC, [C])


@pytest.mark.parametrize(
    ("old", "new", "proof", "reason"),
    [
        ((3, ABC), (2, AB), [], "not the beginning"),
        ((0, A), (3, ABC), [], "SHA-256 of nothing"),
        ((0, EMPTY_ROOT), (0, A), [], "SHA-256 of nothing"),
        ((0, EMPTY_ROOT), (3, ABC), [A], "nothing needs a proof"),
        ((3, ABC), (3, ABC), [A], "nothing needs a proof"),
        ((3, ABC), (3, AB), [], "Two roots for one size"),
        ((2, AB), (3, ABC), [], "below the root"),
        ((2, AB), (3, ABC), [C, D], "more hashes"),
        ((2, AB), (3, AB), [C], "that of size 3"),
        ((3, AB), (4, ABC), [C, D, AB], "that of size 3"),
        ((3, ABC), (4, ABC), [], "is empty"),
        ((2, AB), (3, ABC), [C[:-1]], "not 31"),
    ],
)
def test_a_consistency_that_does_not_hold_is_refused_with_the_reason(
    old: tuple[int, bytes], new: tuple[int, bytes], proof: list[bytes], reason: str
) -> None:
    with pytest.raises(BadProof, match=reason):
        verify_consistency(*old, *new, proof)
