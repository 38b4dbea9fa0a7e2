"""Many leaves proved at once, over every small tree and every choice of leaves that chance makes."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadProof
from registry.log.together import prove_many, verify_many
from registry.log.tree import Tree

Choice = tuple[int, list[int]]


def no_tiles(level: int, index: int, width: int) -> bytes:
    raise AssertionError(f"a small tree has no full tile {level}/{index} of {width}")


def hashed(index: int) -> bytes:
    return sha256(b"%d" % index).digest()


def grown(size: int) -> Tree:
    tree = Tree(no_tiles)
    tree.accept(tree.stage([hashed(index) for index in range(size)]))
    return tree


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    size = draw(st.integers(1, 70))
    return size, sorted(draw(st.sets(st.integers(0, size - 1), min_size=1)))


@given(choices())
def test_any_leaves_of_any_tree_are_shown_together_and_by_no_more_hashes_than_one_by_one(choice: Choice) -> None:
    size, indices = choice
    tree = grown(size)

    hashes = prove_many(indices, size, tree.inclusion_proof)

    verify_many({index: hashed(index) for index in indices}, size, hashes, tree.root)
    assert len(hashes) <= sum(len(tree.inclusion_proof(index)) for index in indices)


@given(choices(), st.data())
def test_no_other_leaf_index_hash_or_root_is_shown(choice: Choice, data: st.DataObject) -> None:
    size, indices = choice
    tree = grown(size)
    hashes = prove_many(indices, size, tree.inclusion_proof)
    leaves = {index: hashed(index) for index in indices}
    at = data.draw(st.sampled_from(indices))
    attacks = [
        ({**leaves, at: hashed(at + 1000)}, hashes, tree.root),
        (leaves, hashes, hashed(2000)),
        (leaves, [*hashes, hashed(1)], tree.root),
        *((leaves, [*hashes[:place], hashed(1000), *hashes[place + 1 :]], tree.root) for place in range(len(hashes))),
        *((leaves, [*hashes[:place], *hashes[place + 1 :]], tree.root) for place in range(len(hashes))),
    ]
    if at + 1 < size and at + 1 not in leaves:
        moved = {**leaves, at + 1: leaves[at]}
        del moved[at]
        attacks.append((moved, hashes, tree.root))

    for attack_leaves, attack_hashes, root in attacks:
        with pytest.raises(BadProof):
            verify_many(attack_leaves, size, attack_hashes, root)


@pytest.mark.parametrize("leaves", [{}, {-1: hashed(0)}, {3: hashed(3)}])
def test_leaves_that_are_not_of_the_tree_are_refused(leaves: dict[int, bytes]) -> None:
    with pytest.raises(BadProof, match="There is no leaf"):
        verify_many(leaves, 3, [], grown(3).root)


def test_a_hash_of_another_length_is_refused() -> None:
    with pytest.raises(BadProof, match="32 bytes"):
        verify_many({0: b"short"}, 3, [], grown(3).root)
