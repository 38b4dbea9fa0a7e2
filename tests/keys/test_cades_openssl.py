"""openssl accepts what we sign, refuses what was changed, and we accept what openssl signs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from keys import cades, cms
from keys.certificates import pem_of
from keys.errors import BadSignature
from keys.signing import SigningKey
from keys.testing import SpecimenAuthority
from tests.keys.openssl import openssl

STATEMENT = '{"typ":"letter.signed.v1","subject":"การปรับปรุงโครงสร้าง"}\n'.encode()
AT = datetime(2021, 2, 10, 2, 15, tzinfo=UTC)


@dataclass
class Desk:
    """A folder with files as a recipient has them."""

    folder: Path

    def put(self, name: str, data: bytes) -> Path:
        place = self.folder / name
        place.write_bytes(data)
        return place

    def openssl_verifies(self, signature: bytes, statement: bytes, roots: bytes) -> bool:
        done = openssl(
            *("cms", "-verify", "-cades", "-inform", "DER", "-in", self.put("signature.p7s", signature)),
            *("-content", self.put("statement.json", statement), "-binary"),
            *("-CAfile", self.put("roots.pem", roots), "-out", self.folder / "out"),
        )
        return done.returncode == 0

    def openssl_signs(self, key: SigningKey, *options: str) -> bytes:
        private = key.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        done = openssl(
            *("cms", "-sign", "-md", "sha256", "-binary", "-outform", "DER", *options),
            *("-in", self.put("statement.json", STATEMENT), "-inkey", self.put("private.txt", private)),
            *("-signer", self.put("signer.txt", key.certificate.pem())),
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_openssl_accepts_what_an_officer_signs(officer: SigningKey, authority: SpecimenAuthority, desk: Desk) -> None:
    signature = cms.with_certificates(cades.sign(STATEMENT, officer, at=AT), [officer.certificate.der])

    assert desk.openssl_verifies(signature, STATEMENT, authority.root.pem())


def test_openssl_accepts_it_below_an_intermediate(authority_with_intermediate: SpecimenAuthority, desk: Desk) -> None:
    authority = authority_with_intermediate
    officer = authority.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")
    chain = [officer.certificate.der, *(one.der for one in officer.chain)]
    bare = cades.sign(STATEMENT, officer, at=AT)

    assert desk.openssl_verifies(cms.with_certificates(bare, chain), STATEMENT, pem_of([authority.root]))
    assert not desk.openssl_verifies(cms.with_certificates(bare, chain[:1]), STATEMENT, authority.root.pem())


def test_openssl_refuses_other_bytes_another_root_and_a_changed_signature(
    officer: SigningKey, authority: SpecimenAuthority, desk: Desk
) -> None:
    signature = cms.with_certificates(cades.sign(STATEMENT, officer, at=AT), [officer.certificate.der])
    place = signature.rindex(officer.certificate.fingerprint)
    changed = signature[:place] + bytes((signature[place] ^ 1,)) + signature[place + 1 :]

    assert not desk.openssl_verifies(signature, STATEMENT + b" ", authority.root.pem())
    assert not desk.openssl_verifies(signature, STATEMENT, SpecimenAuthority.create("other").root.pem())
    assert not desk.openssl_verifies(changed, STATEMENT, authority.root.pem())


@pytest.mark.parametrize("options", [[], ["-nosmimecap"], ["-keyid"], ["-nocerts"]], ids=str)
def test_what_openssl_signs_verifies(officer: SigningKey, desk: Desk, options: list[str]) -> None:
    foreign = desk.openssl_signs(officer, "-cades", *options)

    bare, certificates = cms.without_certificates(foreign)
    signed = cades.verify(bare, STATEMENT, officer.certificate)

    assert certificates == (() if "-nocerts" in options else (officer.certificate.der,))
    assert cms.with_certificates(bare, certificates) == foreign
    assert cades.signer_of(foreign).fingerprint == officer.certificate.fingerprint
    assert abs(signed.at - datetime.now(UTC)).total_seconds() < 3600


def test_what_openssl_signs_without_the_certificates_hash_is_refused(officer: SigningKey, desk: Desk) -> None:
    plain_cms = desk.openssl_signs(officer, "-nocerts")

    with pytest.raises(BadSignature, match="attribute of CAdES-B is missing"):
        cades.verify(plain_cms, STATEMENT, officer.certificate)


def test_what_openssl_signs_with_the_document_inside_is_refused(officer: SigningKey, desk: Desk) -> None:
    attached = desk.openssl_signs(officer, "-cades", "-nocerts", "-nodetach")

    with pytest.raises(BadSignature, match="make a detached signature"):
        cades.verify(attached, STATEMENT, officer.certificate)


def test_no_byte_of_what_openssl_signed_can_be_changed(officer: SigningKey, desk: Desk) -> None:
    foreign = desk.openssl_signs(officer, "-cades", "-nocerts")

    for place, byte in enumerate(foreign):
        for mask in (0x01, 0x02, 0x0A, 0x80, 0xFF):
            changed = foreign[:place] + bytes((byte ^ mask,)) + foreign[place + 1 :]
            with pytest.raises(BadSignature):
                cades.verify(changed, STATEMENT, officer.certificate)
