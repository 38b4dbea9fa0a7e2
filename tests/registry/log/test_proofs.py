from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from keys.checkpoints import Checkpoint, LogKey, sign_checkpoint
from keys.errors import BadNote
from keys.notes import NoteVerifier
from registry.errors import BadProof
from registry.log.leaves import commit, fact_leaf, leaf_hash, series_leaf
from registry.log.proofs import LARGEST_PROOF, Proof, verify
from registry.log.tiles import Tiles
from registry.log.tree import Tree

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
KEY = LogKey.from_seed("registry.example.go.th/letters", bytes(32))
LOG_KEY = NoteVerifier.parse(KEY.vkey)
SALT = bytes(range(32))
LEAVES = [
    fact_leaf("registry.opened", commit(SALT, b"{}", "cms", b"signature")),
    *(series_leaf("sent:2569", number, "void", None) for number in range(1, 11)),
]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    tree = Tree(Tiles(tmp_path).read)
    tree.accept(tree.stage(map(leaf_hash, LEAVES)))
    return tree


@pytest.fixture
def proof(tree: Tree) -> Proof:
    note = sign_checkpoint(Checkpoint(KEY.origin, tree.size, tree.root), KEY, NOW)
    return Proof(0, tuple(tree.inclusion_proof(0)), note, SALT)


def test_a_proof_has_the_lines_of_its_format(proof: Proof) -> None:
    hashes = [b64encode(sibling) for sibling in proof.hashes]

    lines = proof.write().split(b"\n")

    assert lines[:3] == [b"c2sp.org/tlog-proof@v1", b"extra " + b64encode(SALT), b"index 0"]
    assert lines[3:8] == [*hashes, b""]
    assert proof.write().endswith(b"\n\n" + proof.checkpoint)
    assert len(hashes) == 4


def test_a_proof_is_read_back_and_proves_its_leaf_at_the_operator_s_time(proof: Proof) -> None:
    read = Proof.parse(proof.write())

    signed = verify(read, LEAVES[0], LOG_KEY)

    assert read == proof
    assert (signed.checkpoint.size, signed.at) == (11, NOW)


def test_a_public_leaf_is_proved_without_a_salt(tree: Tree, proof: Proof) -> None:
    public = Proof(10, tuple(tree.inclusion_proof(10)), proof.checkpoint, None)

    assert b"extra" not in public.write()
    assert verify(Proof.parse(public.write()), LEAVES[10], LOG_KEY).checkpoint.size == 11


def test_a_log_of_one_leaf_is_proved_without_siblings() -> None:
    note = sign_checkpoint(Checkpoint(KEY.origin, 1, leaf_hash(LEAVES[0])), KEY, NOW)

    written = Proof(0, (), note, SALT).write()

    assert b"index 0\n\nregistry.example" in written
    assert verify(Proof.parse(written), LEAVES[0], LOG_KEY).checkpoint.size == 1


def test_another_leaf_or_place_or_log_is_not_proved(proof: Proof) -> None:
    stranger = NoteVerifier.parse(LogKey.from_seed(KEY.origin, b"x" * 32).vkey)

    with pytest.raises(BadProof, match="another root"):
        verify(proof, LEAVES[1], LOG_KEY)
    with pytest.raises(BadProof, match="another root"):
        verify(Proof(1, proof.hashes, proof.checkpoint, SALT), LEAVES[0], LOG_KEY)
    with pytest.raises(BadProof, match="no leaf 11"):
        verify(Proof(11, proof.hashes, proof.checkpoint, SALT), LEAVES[0], LOG_KEY)
    with pytest.raises(BadNote, match="known keys"):
        verify(proof, LEAVES[0], stranger)


def test_no_byte_of_a_proof_can_be_changed_unseen(proof: Proof) -> None:
    written = proof.write()
    # The leaf itself pins the salt; a cosignature of an unknown key is ignored, and then nobody states a time.
    salt = range(written.index(b"extra ") + 6, written.index(b"\nindex"))
    cosignature = range(written.rindex("— ".encode()), len(written) - 1)

    for at in range(len(written)):
        altered = written[:at] + bytes([written[at] ^ 1]) + written[at + 1 :]
        try:
            read = Proof.parse(altered)
            signed = verify(read, LEAVES[0], LOG_KEY)
        except (BadProof, BadNote):
            continue
        assert (at in salt and read.salt != SALT) or (at in cosignature and signed.at is None), at


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"c2sp.org/tlog-proof@v1\n", b"c2sp.org/tlog-proof@v2\n", "first line"),
        (b"index 0", b"index 00", "usual way"),
        (b"index 0", b"index -1", "leaf's index"),
        (b"index 0", b"index " + b"1" * 20, "leaf's index"),
        (b"index 0", b"index \xd9\xa0", "leaf's index"),
        (b"index 0", b"Index 0", "leaf's index"),
        (b"index 0", b"extra AA==\nindex 0", "leaf's index"),
        (b"extra ", b"extra  ", "base64"),
        (b"extra AAEC", b"extra ", "29 bytes instead of 32"),
        (b"index 0\n", b"index 0\nAAAA\n", "3 bytes instead of 32"),
        (b"index 0\n", b"index 0\r\n", "leaf's index"),
        (b"index 0\n", b"index 0\n" + (b64encode(SALT) + b"\n") * 60, "64 hashes"),
        (b"Hh8=", b"Hh8", "base64"),
        (b"Hh8=", b"Hh9=", "usual way"),
        (b"\n\n", b"\n", "base64"),
    ],
)
def test_a_proof_written_otherwise_is_refused(proof: Proof, old: bytes, new: bytes, reason: str) -> None:
    with pytest.raises(BadProof, match=reason):
        Proof.parse(proof.write().replace(old, new, 1))


@pytest.mark.parametrize("data", [b"", b"\n\n", b"c2sp.org/tlog-proof@v1", b"c2sp.org/tlog-proof@v1\nextra"])
def test_a_cut_proof_is_refused(data: bytes) -> None:
    with pytest.raises(BadProof, match="not a proof"):
        Proof.parse(data)


def test_a_huge_proof_is_refused_unread() -> None:
    with pytest.raises(BadProof, match=f"{LARGEST_PROOF} are the most"):
        Proof.parse(b"x" * (LARGEST_PROOF + 1))
