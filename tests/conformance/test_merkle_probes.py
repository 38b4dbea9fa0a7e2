"""Foreign probes of inclusion and consistency proofs: sound ones, and each kind of damage.

The folders subtreeinclusion and subtreeconsistency hold proofs of another format, which this log does not have.
"""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest

from registry.errors import BadProof
from registry.log.leaves import leaf_hash
from registry.log.merkle import root_of, verify_consistency, verify_inclusion
from registry.log.tree import Tree
from tests.conformance.shared import shared


def probes(folder: str) -> list[Path]:
    return sorted(shared(f"vectors/merkle-probes/{folder}").rglob("*.json"))


def hashes(probe: dict[str, list[str] | None]) -> list[bytes]:
    return [b64decode(text) for text in probe["proof"] or ()]


def test_every_inclusion_probe_is_judged_as_its_maker_says() -> None:
    judged = {True: 0, False: 0}

    for path in probes("inclusion"):
        probe = json.loads(path.read_bytes())
        given = (b64decode(probe["leafHash"]), probe["leafIdx"], probe["treeSize"], hashes(probe))
        if probe["wantErr"]:
            with pytest.raises(BadProof, match=r"\w"):
                verify_inclusion(*given, b64decode(probe["root"]))
        else:
            verify_inclusion(*given, b64decode(probe["root"]))
        judged[probe["wantErr"]] += 1

    assert judged == {True: 92, False: 6}


def test_every_consistency_probe_is_judged_as_its_maker_says() -> None:
    judged = {True: 0, False: 0}

    for path in probes("consistency"):
        probe = json.loads(path.read_bytes())
        old = (probe["size1"], b64decode(probe["root1"]))
        new = (probe["size2"], b64decode(probe["root2"]))
        if probe["wantErr"]:
            with pytest.raises(BadProof, match=r"\w"):
                verify_consistency(*old, *new, hashes(probe))
        else:
            verify_consistency(*old, *new, hashes(probe))
        judged[probe["wantErr"]] += 1

    assert judged == {True: 92, False: 6}


def test_the_eight_leaves_of_the_classical_tree_have_its_nodes() -> None:
    known = json.loads(shared("vectors/merkle-probes/rfc6962-8-leaf-tree.json").read_bytes())
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in known["leaves"]]

    levels = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([root_of(below[at : at + 2]) for at in range(0, len(below), 2)])

    assert [[node.hex() for node in level] for level in levels] == known["levels"]
    assert root_of(leaves) == levels[-1][0]
    staged = Tree(lambda *_: sha256(b"no tile is read").digest()).stage(leaves)
    assert staged.root == levels[-1][0]
    assert staged.added == tuple(b"".join(level) for level in levels)
