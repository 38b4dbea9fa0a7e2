"""Bundles and proofs that recipients hold since the first version are read as they were then."""

import pytest

from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry.verify.check import Trust, verify
from registry.verify.proof.check import verify_proof
from registry.verify.verdicts import Layer, Verdict
from tests.golden.write_bundles import FOLDER, KINDS, PROOFS, PROVED


@pytest.fixture(scope="module")
def trust() -> Trust:
    return Trust(
        TrustRoots.load((FOLDER / "root.cer").read_bytes()),
        NoteVerifier.parse((FOLDER / "log.vkey").read_text().strip()),
        bytes.fromhex((FOLDER / "leaf0.sha256").read_text()),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_bundle_of_the_first_version_is_read_as_it_was(kind: str, trust: Trust) -> None:
    report = verify((FOLDER / f"{kind}.zip").read_bytes(), trust)

    assert report.headline is (Verdict.CANNOT_TELL if kind == "by-hand" else Verdict.VALID)
    assert report.of(Layer.HISTORY).verdict is Verdict.VALID


@pytest.mark.parametrize("kind", PROVED)
def test_a_proof_of_the_first_version_is_read_as_it_was(kind: str, trust: Trust) -> None:
    report = verify_proof((PROOFS / f"{kind}.zip").read_bytes(), trust)

    assert report.headline is Verdict.VALID


def test_there_is_no_bundle_that_nobody_reads() -> None:
    assert {path.stem for path in FOLDER.glob("*.zip")} == set(KINDS)
    assert {path.stem for path in PROOFS.glob("*.zip")} == set(PROVED)
