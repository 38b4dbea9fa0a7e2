"""A complete foreign log, grown here leaf by leaf: every tile, bundle and checkpoint must be the same bytes."""

from pathlib import Path

import pytest

from keys.checkpoints import verify_checkpoint
from keys.notes import NoteVerifier
from registry.log.leaves import leaf_hash
from registry.log.merkle import verify_consistency, verify_inclusion
from registry.log.proofs import Proof, verify
from registry.log.tiles import Tiles, bundle, unbundle
from registry.log.tree import Tree
from tests.conformance.shared import shared

SIZES = range(1, 16)
LOG_KEY = NoteVerifier.parse("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")


def log() -> Path:
    return shared("vectors/tlog-tessera")


def leaves() -> list[bytes]:
    return unbundle((log() / "tile/entries/000.p/15").read_bytes())


def test_the_log_is_rebuilt_byte_for_byte_at_each_of_its_sizes(tmp_path: Path) -> None:
    tiles = Tiles(tmp_path)
    tree = Tree(tiles.read)

    for size, leaf in zip(SIZES, leaves(), strict=True):
        staged = tree.stage([leaf_hash(leaf)])
        tree.accept(staged)
        tiles.write(staged, [leaf])
        signed = verify_checkpoint((log() / f"checkpoint.{size}").read_bytes(), LOG_KEY).checkpoint
        assert (signed.size, signed.root) == (size, tree.root)

    theirs = {str(path.relative_to(log())): path.read_bytes() for path in (log() / "tile").rglob("*") if path.is_file()}
    ours = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert ours == theirs
    assert len(theirs) == 30


def test_an_entry_bundle_is_split_and_joined_again() -> None:
    for size in SIZES:
        written = (log() / f"tile/entries/000.p/{size}").read_bytes()

        assert bundle(unbundle(written)) == written


def test_our_check_of_the_folder_accepts_theirs() -> None:
    checked = Tiles(log()).require(leaves())

    assert checked.root == verify_checkpoint((log() / "checkpoint").read_bytes(), LOG_KEY).checkpoint.root


@pytest.mark.parametrize("new", SIZES)
def test_every_signed_size_is_the_beginning_of_every_later_one(new: int) -> None:
    roots = {
        size: verify_checkpoint((log() / f"checkpoint.{size}").read_bytes(), LOG_KEY).checkpoint.root
        for size in range(new + 1)
    }
    tree = Tree.restore(new, roots[new], Tiles(log()).read)

    for old in range(new + 1):
        verify_consistency(old, roots[old], new, roots[new], tree.consistency_proof(old, new))
    for index, leaf in enumerate(leaves()[:new]):
        verify_inclusion(leaf_hash(leaf), index, new, tree.inclusion_proof(index), roots[new])
        proof = Proof(index, tuple(tree.inclusion_proof(index)), (log() / f"checkpoint.{new}").read_bytes(), None)
        assert verify(Proof.parse(proof.write()), leaf, LOG_KEY).checkpoint.size == new
