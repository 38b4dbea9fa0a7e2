from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadProof, LogForked, StoreDamaged
from registry.log.merkle import EMPTY_ROOT, root_of, verify_consistency, verify_inclusion
from registry.log.tree import Staged, Tree

HASHES = [sha256(number.to_bytes(4, "big")).digest() for number in range(70_000)]


class Shelf:
    """Tiles in memory, as a folder would hold them."""

    def __init__(self) -> None:
        self.tiles: dict[tuple[int, int], bytes] = {}

    def put(self, staged: Staged) -> None:
        for tile in staged.tiles():
            self.tiles[tile.level, tile.index] = tile.hashes

    def read(self, level: int, index: int, width: int) -> bytes:
        return self.tiles[level, index][: width * 32]


def grow(tree: Tree, shelf: Shelf, upto: int, group: int = 300) -> Tree:
    while tree.size < upto:
        staged = tree.stage(HASHES[tree.size : min(upto, tree.size + group)])
        shelf.put(staged)
        tree.accept(staged)
    return tree


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(scope="module")
def tree(shelf: Shelf) -> Tree:
    return grow(Tree(shelf.read, kept_tiles=4), shelf, len(HASHES))


def test_an_empty_tree_has_the_root_of_nothing() -> None:
    assert Tree(Shelf().read).root == root_of([]) == EMPTY_ROOT


@pytest.mark.parametrize("size", [1, 2, 3, 7, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000])
def test_the_root_does_not_depend_on_how_the_leaves_were_grouped(size: int) -> None:
    at_once = Tree(Shelf().read).stage(HASHES[:size])

    assert at_once.root == root_of(HASHES[:size])
    assert grow(Tree(Shelf().read), Shelf(), size, group=277).root == at_once.root


def test_seventy_thousand_leaves_leave_the_tiles_that_the_format_names(tree: Tree, shelf: Shelf) -> None:
    assert tree.size == 70_000
    widths = {place: len(hashes) // 32 for place, hashes in shelf.tiles.items()}

    assert widths == {(0, n): 256 for n in range(273)} | {(0, 273): 112, (1, 0): 256, (1, 1): 17, (2, 0): 1}


@given(st.data())
def test_every_leaf_is_proved_in_every_size(tree: Tree, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, tree.size) | st.sampled_from([1, 2, 256, 257, 65_536, 65_537, 70_000]))
    index = data.draw(st.integers(0, size - 1))
    root = root_of(HASHES[:size])

    proof = tree.inclusion_proof(index, size)

    verify_inclusion(HASHES[index], index, size, proof, root)


@given(st.data())
def test_every_size_is_proved_to_be_the_beginning_of_every_later_one(tree: Tree, data: st.DataObject) -> None:
    sizes = st.integers(0, tree.size) | st.sampled_from([1, 2, 255, 256, 257, 65_536, 65_537, 70_000])
    old, new = sorted((data.draw(sizes), data.draw(sizes)))

    proof = tree.consistency_proof(old, new)

    verify_consistency(old, root_of(HASHES[:old]), new, root_of(HASHES[:new]), proof)


def test_every_proof_among_small_sizes_holds_and_fails_for_any_other_root() -> None:
    small = grow(Tree(Shelf().read), Shelf(), 33)
    roots = [root_of(HASHES[:size]) for size in range(34)]

    for new in range(1, 34):
        for index in range(new):
            proof = small.inclusion_proof(index, new)
            verify_inclusion(HASHES[index], index, new, proof, roots[new])
            with pytest.raises(BadProof, match="another root"):
                verify_inclusion(HASHES[40], index, new, proof, roots[new])
        for old in range(1, new):
            proof = small.consistency_proof(old, new)
            verify_consistency(old, roots[old], new, roots[new], proof)
            with pytest.raises(BadProof, match="size"):
                verify_consistency(old, roots[old - 1], new, roots[new], proof)
            with pytest.raises(BadProof, match="size"):
                verify_consistency(old, roots[old], new, roots[new - 1], proof)


def test_staging_changes_nothing_until_it_is_accepted() -> None:
    tree = grow(Tree(Shelf().read), Shelf(), 300)
    before = tree.root

    staged = tree.stage(HASHES[300:600])

    assert (tree.size, tree.root) == (300, before)
    assert (staged.old_size, staged.size, staged.root) == (300, 600, root_of(HASHES[:600]))


def test_a_stage_that_the_tree_has_outgrown_is_refused() -> None:
    tree = Tree(Shelf().read)
    first, second = tree.stage(HASHES[:1]), tree.stage(HASHES[1:3])
    tree.accept(first)

    with pytest.raises(LogForked, match="stage again"):
        tree.accept(second)


def test_a_hash_of_another_length_is_not_appended() -> None:
    with pytest.raises(BadProof, match=r"32 bytes, not 3[13]"):
        Tree(Shelf().read).stage([b"x" * 31, b"x" * 33])


@pytest.mark.parametrize("size", [0, 1, 255, 256, 300, 65_536, 66_000, 70_000])
def test_a_tree_restored_from_its_right_edge_goes_on_as_the_one_before(size: int) -> None:
    shelf = Shelf()
    first = grow(Tree(shelf.read), shelf, size, group=10_000)

    again = Tree.restore(size, first.root, shelf.read)

    assert again.stage(HASHES[:700]).root == first.stage(HASHES[:700]).root
    if size:
        assert again.inclusion_proof(size // 3) == first.inclusion_proof(size // 3)


def test_a_tree_is_not_restored_from_an_altered_edge() -> None:
    shelf = Shelf()
    root = grow(Tree(shelf.read), shelf, 300).root
    shelf.tiles[0, 1] = shelf.tiles[0, 1][:-1] + b"?"

    with pytest.raises(StoreDamaged, match="another root"):
        Tree.restore(300, root, shelf.read)


@pytest.mark.parametrize("place", [(0, 3), (1, 0)])
def test_an_altered_tile_proves_nothing_and_is_named(place: tuple[int, int]) -> None:
    shelf = Shelf()
    tree = grow(Tree(shelf.read, kept_tiles=1), shelf, 66_000)
    shelf.tiles[place] = b"?" + shelf.tiles[place][1:]

    with pytest.raises(StoreDamaged, match=f"Tile {place[1]} at level {place[0]} is not the one"):
        tree.inclusion_proof(256 * 3)


def test_a_short_tile_is_refused_with_both_sizes() -> None:
    shelf = Shelf()
    tree = grow(Tree(shelf.read, kept_tiles=0), shelf, 600)
    shelf.tiles[0, 0] = shelf.tiles[0, 0][:-32]

    with pytest.raises(StoreDamaged, match="8160 bytes instead of 8192"):
        tree.inclusion_proof(0)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3), (0, 4)])
def test_a_leaf_or_size_that_is_not_there_is_not_proved(index: int, size: int) -> None:
    tree = grow(Tree(Shelf().read), Shelf(), 3)

    with pytest.raises(BadProof, match="cannot prove"):
        tree.inclusion_proof(index, size)


def test_every_earlier_root_is_known(tree: Tree) -> None:
    for size in (0, 1, 2, 255, 256, 257, 65_537, 70_000):
        assert tree.root_at(size) == root_of(HASHES[:size])


@pytest.mark.parametrize("size", [-1, 70_001])
def test_a_root_of_a_size_that_never_was_is_refused(tree: Tree, size: int) -> None:
    with pytest.raises(BadProof, match="has not yet had"):
        tree.root_at(size)


def test_the_tiles_asked_for_last_stay_in_memory() -> None:
    shelf = Shelf()
    reads = []

    def read(level: int, index: int, width: int) -> bytes:
        reads.append(index)
        return shelf.read(level, index, width)

    tree = grow(Tree(read, kept_tiles=2), shelf, 2000)
    for tile in (0, 1, 0, 2, 0, 1):
        tree.inclusion_proof(tile * 256)

    assert reads == [0, 1, 2, 1]


@pytest.mark.parametrize(("old", "new"), [(3, 2), (-1, 2), (2, 4)])
def test_a_consistency_of_sizes_that_are_not_there_is_not_proved(old: int, new: int) -> None:
    tree = grow(Tree(Shelf().read), Shelf(), 3)

    with pytest.raises(BadProof, match="cannot prove"):
        tree.consistency_proof(old, new)
