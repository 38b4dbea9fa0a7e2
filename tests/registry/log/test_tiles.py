from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from registry.errors import StoreDamaged
from registry.log.leaves import leaf_hash
from registry.log.tiles import Tiles, bundle, entries_path, tile_path, unbundle
from registry.log.tree import Tree

LEAVES = [b"leaf %d" % number for number in range(70_000)]


def grow(tiles: Tiles, tree: Tree, upto: int, group: int) -> None:
    while tree.size < upto:
        leaves = LEAVES[tree.size : min(upto, tree.size + group)]
        staged = tree.stage(map(leaf_hash, leaves))
        tree.accept(staged)
        tiles.write(staged, leaves)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def six_hundred_leaves(tmp_path: Path) -> Path:
    tiles = Tiles(tmp_path)
    grow(tiles, Tree(tiles.read), 600, group=100)
    return tmp_path


@pytest.mark.parametrize(
    ("index", "width", "place"),
    [
        (0, 256, "000"),
        (999, 256, "999"),
        (1000, 256, "x001/000"),
        (1_234_067, 256, "x001/x234/067"),
        (1_234_067, 8, "x001/x234/067.p/8"),
        (5, 255, "005.p/255"),
    ],
)
def test_a_tile_stands_where_the_format_says(index: int, width: int, place: str) -> None:
    assert tile_path(0, index, width) == f"tile/0/{place}"
    assert entries_path(index, width) == f"tile/entries/{place}"


def test_a_growing_log_keeps_partial_tiles_until_the_full_one_is_there(six_hundred_leaves: Path) -> None:
    assert files(six_hundred_leaves).keys() == {
        *("tile/0/000", "tile/0/001", "tile/0/002.p/88"),
        *("tile/1/000.p/1", "tile/1/000.p/2"),
        *("tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"),
    }
    assert (six_hundred_leaves / "tile/0/001").read_bytes() == b"".join(map(leaf_hash, LEAVES[256:512]))
    assert (six_hundred_leaves / "tile/entries/002.p/88").read_bytes() == bundle(LEAVES[512:600])


def test_seventy_thousand_leaves_are_rebuilt_as_they_were_written(tmp_path: Path) -> None:
    written, rebuilt = Tiles(tmp_path / "written"), Tiles(tmp_path / "rebuilt")
    tree = Tree(written.read)
    grow(written, tree, 70_000, group=69_999)

    again = rebuilt.rebuild(iter(LEAVES))

    assert again.root == tree.root == written.require(iter(LEAVES)).root
    theirs, ours = files(tmp_path / "written"), files(tmp_path / "rebuilt")
    assert {path: theirs[path] for path in ours} == ours
    assert {"tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"} <= ours.keys()
    assert theirs.keys() - ours.keys() <= {"tile/0/273.p/111", "tile/entries/273.p/111"}


def test_a_new_process_goes_on_where_the_folder_ends(six_hundred_leaves: Path) -> None:
    tree = Tree.restore(
        600,
        Tree(Tiles(six_hundred_leaves).read).stage(map(leaf_hash, LEAVES[:600])).root,
        Tiles(six_hundred_leaves).read,
    )
    tiles = Tiles(six_hundred_leaves)

    grow(tiles, tree, 1000, group=50)

    assert tiles.require(LEAVES[:1000]).root == tree.root
    assert tiles.read_leaves(3, 232) == LEAVES[768:1000]


def test_a_rebuilt_folder_grows_on(tmp_path: Path) -> None:
    tiles = Tiles(tmp_path)
    tree = tiles.rebuild(LEAVES[:300])

    grow(tiles, tree, 700, group=90)

    assert tiles.require(LEAVES[:700]).root == tree.root


def test_a_folder_rebuilt_from_other_leaves_grows_on_from_those(tmp_path: Path) -> None:
    tiles = Tiles(tmp_path)
    grow(tiles, Tree(tiles.read), 300, group=300)
    truth = [b"another first leaf", *LEAVES[1:299], b"another last leaf"]

    tree = tiles.rebuild(truth)
    grow(tiles, tree, 310, group=5)

    assert tiles.require([*truth, *LEAVES[300:310]]).root == tree.root


@pytest.mark.parametrize(("index", "width"), [(0, 256), (0, 255), (2, 88)])
def test_a_short_tile_or_bundle_is_not_read(six_hundred_leaves: Path, index: int, width: int) -> None:
    tiles = Tiles(six_hundred_leaves)
    place = six_hundred_leaves / tile_path(0, index, 256 if index == 0 else width)
    place.write_bytes(place.read_bytes()[: (width - 1) * 32])
    entries = six_hundred_leaves / entries_path(index, 256 if index == 0 else width)
    entries.write_bytes(bundle(unbundle(entries.read_bytes())[: width - 1]))

    with pytest.raises(StoreDamaged, match="rebuild the tiles"):
        tiles.read(0, index, width)
    with pytest.raises(StoreDamaged, match="rebuild the tiles"):
        tiles.read_leaves(index, width)


def test_a_partial_tile_is_also_read_from_the_full_one(six_hundred_leaves: Path) -> None:
    tiles = Tiles(six_hundred_leaves)

    assert tiles.read(0, 1, 3) == b"".join(map(leaf_hash, LEAVES[256:259]))
    assert tiles.read_leaves(1, 3) == LEAVES[256:259]


def test_after_a_rebuild_an_older_size_is_read_from_the_wider_tile_that_is_there(tmp_path: Path) -> None:
    tiles = Tiles(tmp_path)
    root = tiles.rebuild(LEAVES[:300]).root_at(270)

    assert not (tmp_path / tile_path(0, 1, 14)).exists()
    assert tiles.read(0, 1, 14) == b"".join(map(leaf_hash, LEAVES[256:270]))
    assert tiles.read_leaves(1, 14) == LEAVES[256:270]
    assert Tree.restore(270, root, tiles.read).inclusion_proof(260)


def test_proofs_of_old_leaves_come_from_the_folder(six_hundred_leaves: Path) -> None:
    tiles = Tiles(six_hundred_leaves)
    tree = Tree.restore(600, tiles.require(LEAVES[:600]).root, tiles.read)

    assert tree.inclusion_proof(7)[0] == leaf_hash(LEAVES[6])


def test_no_unfinished_file_is_left_behind_or_mistaken_for_a_tile(six_hundred_leaves: Path) -> None:
    assert not [path for path in files(six_hundred_leaves) if path.endswith(".new")]
    (six_hundred_leaves / "tile/0/002.p/99.new").write_bytes(b"half a fi")

    Tiles(six_hundred_leaves).require(LEAVES[:600])


def flip(path: Path) -> None:
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])


@pytest.mark.parametrize(
    "place",
    ["tile/0/000", "tile/0/002.p/88", "tile/1/000.p/1", "tile/1/000.p/2", "tile/entries/001", "tile/entries/002.p/88"],
)
@pytest.mark.parametrize("damage", [flip, Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1])])
def test_whatever_is_done_to_a_file_is_named(
    six_hundred_leaves: Path, place: str, damage: Callable[[Path], object]
) -> None:
    damage(six_hundred_leaves / place)

    if damage is Path.unlink and place == "tile/1/000.p/1":
        Tiles(six_hundred_leaves).require(LEAVES[:600])  # an older form, which may go
    else:
        with pytest.raises(StoreDamaged, match=f"^{place} is"):
            Tiles(six_hundred_leaves).require(LEAVES[:600])


@pytest.mark.parametrize(
    "place", ["tile/0/003", "tile/2/000.p/1", "tile/0/002.p/89", "tile/0/002.p/x", "tile/entries/004"]
)
def test_a_file_too_many_is_named(six_hundred_leaves: Path, place: str) -> None:
    path = six_hundred_leaves / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sha256(b"more").digest())

    with pytest.raises(StoreDamaged, match=f"^{place} (belongs to no|is not what)"):
        Tiles(six_hundred_leaves).require(LEAVES[:600])


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x05leaf", b"\x00\x01a\x00"])
def test_a_cut_entry_bundle_is_refused(data: bytes) -> None:
    with pytest.raises(StoreDamaged, match="ends inside a leaf"):
        unbundle(data)


def test_the_checkpoint_is_replaced_and_read_back(tmp_path: Path) -> None:
    tiles = Tiles(tmp_path)

    with pytest.raises(StoreDamaged, match="checkpoint is missing"):
        tiles.checkpoint()
    tiles.publish(b"the first\n")
    tiles.publish(b"the second\n")

    assert tiles.checkpoint() == b"the second\n"
    assert files(tmp_path).keys() == {"checkpoint"}


def test_a_bundle_that_should_be_continued_but_is_gone_is_named(six_hundred_leaves: Path) -> None:
    tiles = Tiles(six_hundred_leaves)
    tree = Tree.restore(600, tiles.require(LEAVES[:600]).root, tiles.read)
    (six_hundred_leaves / "tile/entries/002.p/88").unlink()

    with pytest.raises(StoreDamaged, match="tile/entries/002 is missing"):
        grow(tiles, tree, 601, group=1)
