"""The signature in a letter by EU DSS: PAdES baseline B, total passed; and refused once anything changed."""

from pathlib import Path

import pytest

from keys.signing import SigningKey
from keys.testing import Kind, SpecimenAuthority
from tests.conformance.judges import Signature, require_judges, signatures
from tests.conformance.letters import letters, signed
from tests.registry.documents.signing import changes
from tests.registry.documents.signing.papers import finished, paper

PASSED = ("PAdES-BASELINE-B", "TOTAL_PASSED", "[]", "[]")


@pytest.fixture(scope="module", autouse=True)
def judges() -> None:
    require_judges()


@pytest.fixture(scope="module")
def authority() -> SpecimenAuthority:
    return SpecimenAuthority.create("ministry")


def officer(authority: SpecimenAuthority, kind: Kind = "p256") -> SigningKey:
    return authority.officer("นายสมมติ ตัวอย่าง", organisation="กรมตัวอย่าง", post="รองอธิบดี", key=kind)


def judged(folder: Path, authority: SpecimenAuthority, **contents: bytes) -> dict[str, Signature]:
    """Return the judge's answer by the name of the file."""
    root = folder / "root.txt"
    root.write_bytes(authority.root.pem())
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return {one.file: one for one in signatures(root, [folder / name for name in contents])}


def test_letters_of_every_form_pass_in_total_as_pades_baseline_b(authority: SpecimenAuthority, tmp_path: Path) -> None:
    key = officer(authority)

    answers = judged(tmp_path, authority, **{name: signed(one, key) for name, one in letters().items()})

    assert set(answers) == set(letters())
    for one in answers.values():
        assert (one.level, one.indication, one.errors, one.warnings) == PASSED


def test_rsa_passes_as_well(authority: SpecimenAuthority, tmp_path: Path) -> None:
    one = judged(tmp_path, authority, letter=finished(officer(authority, "rsa3072")).data)["letter"]

    assert (one.level, one.indication, one.errors, one.warnings) == PASSED


def test_below_an_intermediate_it_passes_and_the_judge_notes_that_both_certificates_are_named(tmp_path: Path) -> None:
    authority = SpecimenAuthority.create("ministry", with_intermediate=True)

    one = judged(tmp_path, authority, letter=finished(officer(authority)).data)["letter"]

    # RFC 5035 §3 lets signingCertificateV2 name the certificates above the signer's; the judge's policy warns of it.
    assert (one.level, one.indication, one.errors) == PASSED[:3]
    assert one.warnings == "[The signed attribute: 'signing-certificate' is present more than once!]"


def test_an_unknown_root_does_not_pass(authority: SpecimenAuthority, tmp_path: Path) -> None:
    one = judged(tmp_path, SpecimenAuthority.create("other"), letter=finished(officer(authority)).data)["letter"]

    assert (one.indication, one.subindication) == ("INDETERMINATE", "NO_CERTIFICATE_CHAIN_FOUND")


def test_a_changed_letter_fails(authority: SpecimenAuthority, tmp_path: Path) -> None:
    file = finished(officer(authority), paper(linked=True))
    byte = bytearray(file.data)
    byte[byte.index(b"/MediaBox") + 1] ^= 0x20
    note, contents = changes.changed(file.data, changes.add_note), changes.changed(file.data, changes.add_contents)

    answers = judged(tmp_path, authority, byte=bytes(byte), note=note, contents=contents)

    # Of another title or a further attachment behind the end the judge says nothing: pdfsig does, and byte identity.
    assert {name: (one.indication, one.subindication) for name, one in answers.items()} == {
        "byte": ("TOTAL_FAILED", "HASH_FAILURE"),
        "note": ("TOTAL_FAILED", "FORMAT_FAILURE"),
        "contents": ("TOTAL_FAILED", "FORMAT_FAILURE"),
    }
