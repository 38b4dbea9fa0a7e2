"""The map as of any checkpoint, for readers: from its file where that is a beginning, else from the leaves."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from registry.log.leaves import HeadsLeaf, read_leaf
from registry.reader import Reader
from registry.store.heads import heads_at
from tests.registry.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    world.issue()
    world.reopen()  # what waited is written
    world.issue()
    yield world
    world.close()


def as_it_is(_path: Path) -> None:
    pass


def missing(path: Path) -> None:
    path.unlink()


def damaged(path: Path) -> None:
    path.write_bytes(b"damaged" * 4096)


def of_another_registry(path: Path) -> None:
    other = World.staffed(path.parent / "other", another=True)
    other.close()
    path.write_bytes(other.folder.joinpath("heads.db").read_bytes())


def changed(statement: str) -> Callable[[Path], None]:
    def harm(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute(statement)

    return harm


HARMS: dict[str, Callable[[Path], None]] = {
    "as it is": as_it_is,
    "missing": missing,
    "damaged": damaged,
    "another registry's": of_another_registry,
    "without nodes": changed("DELETE FROM nodes"),
    "at another place": changed("UPDATE place SET size = 5"),
    "at its beginning": changed("UPDATE place SET size = 0"),
    "before its beginning": changed("UPDATE place SET size = -3"),
    "at no number": changed("UPDATE place SET size = 'abc'"),
    "with a count of words": changed("UPDATE nodes SET keys = 'abc'"),
    "with too many keys": changed("UPDATE nodes SET keys = 9223372036854775807"),
    "with a node of no bucket": changed(
        "UPDATE nodes SET bucket = 70000 WHERE bucket = (SELECT min(bucket) FROM nodes)"
    ),
    "with a hash cut off": changed("UPDATE nodes SET hash = x'00'"),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_reader_has_the_map_of_every_checkpoint_whatever_became_of_the_file(
    world: World, harm: Callable[[Path], None]
) -> None:
    if harm is not as_it_is:
        world.close()
    with Reader(world.folder) as reader:
        ends = [first + len(leaves) for first, leaves in reader.store.leaves()]
        harm(reader.home.heads)
        for size in ends:
            said = read_leaf(next(reader.store.leaves_between(size - 1, size)))

            with heads_at(reader.home.heads, reader.store, partial(int, size)) as heads:
                assert HeadsLeaf(heads.keys, heads.root) == said
                assert heads.size == size
    world.reopen()


def test_a_reader_changes_nothing_in_the_file(world: World) -> None:
    with Reader(world.folder) as reader:
        before = reader.home.heads.read_bytes()

        with heads_at(reader.home.heads, reader.store, lambda: world.register.tree.size) as heads:
            assert heads.root == world.register.ledger.heads.root

        assert reader.home.heads.read_bytes() == before
