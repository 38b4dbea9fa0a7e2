"""Bundles and proofs that recipients hold since the first version are read as they were then."""

import pytest

from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry.verify.check import Trust, verify
from registry.verify.proof.check import verify_proof
from registry.verify.verdicts import Layer, Verdict
from tests.golden.write_bundles import GENERATIONS, PROOFS, PROVED


def trust(generation: str) -> Trust:
    """What a stranger had who got the bundles of a generation."""
    folder, _ = GENERATIONS[generation]
    return Trust(
        TrustRoots.load((folder / "root.cer").read_bytes()),
        NoteVerifier.parse((folder / "log.vkey").read_text().strip()),
        bytes.fromhex((folder / "leaf0.sha256").read_text()),
    )


@pytest.mark.parametrize(
    ("generation", "kind"), [(name, kind) for name, (_, kinds) in GENERATIONS.items() for kind in kinds]
)
def test_a_bundle_of_an_earlier_version_is_read_as_it_was(generation: str, kind: str) -> None:
    folder, _ = GENERATIONS[generation]

    report = verify((folder / f"{kind}.zip").read_bytes(), trust(generation))

    assert report.headline is (Verdict.CANNOT_TELL if kind == "by-hand" else Verdict.VALID)
    assert report.of(Layer.HISTORY).verdict is Verdict.VALID


@pytest.mark.parametrize("kind", PROVED)
def test_a_proof_of_the_first_version_is_read_as_it_was(kind: str) -> None:
    report = verify_proof((PROOFS / f"{kind}.zip").read_bytes(), trust("first"))

    assert report.headline is Verdict.VALID


def test_there_is_no_bundle_that_nobody_reads() -> None:
    for folder, kinds in GENERATIONS.values():
        assert {path.stem for path in folder.glob("*.zip")} == set(kinds)
    assert {path.stem for path in PROOFS.glob("*.zip")} == set(PROVED)
