"""A key that is elsewhere signs the same bytes: what it gives is completed, or refused."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from keys import cades, pades
from keys.certificates import Certificate
from keys.errors import BadSignature
from keys.signing import SigningKey, der_signature
from keys.testing import SpecimenAuthority

CONTENT = b'{"typ":"letter.signed.v3"}'
AT = datetime(2021, 2, 10, 2, 15, 7, tzinfo=UTC)
AROUND = hashlib.sha256(b"around the gap").digest()


@dataclass(frozen=True)
class Holder:
    certificate: Certificate
    chain: tuple[Certificate, ...]


@pytest.fixture(scope="module")
def key() -> SigningKey:
    authority = SpecimenAuthority.create(with_intermediate=True)
    return authority.officer("อธิบดี ตัวอย่าง", organisation="กรมตัวอย่าง", post="อธิบดี")


@pytest.fixture(scope="module")
def another() -> SigningKey:
    return SpecimenAuthority.create().officer("คนอื่น", organisation="กรมตัวอย่าง", post="รองอธิบดี")


def raw(signature: bytes) -> bytes:
    r, s = decode_dss_signature(signature)
    return r.to_bytes(32) + s.to_bytes(32)


def test_a_statement_signed_elsewhere_verifies_like_one_signed_here(key: SigningKey) -> None:
    signature = key.sign(cades.to_be_signed(CONTENT, key.certificate, at=AT))

    cms = cades.complete(CONTENT, key.certificate, signature, at=AT)

    assert cades.verify(cms, CONTENT, key.certificate).at == AT


def test_a_file_signed_elsewhere_has_a_signature_of_the_same_form(key: SigningKey) -> None:
    holder = Holder(key.certificate, key.chain)
    signature = key.sign(pades.to_be_signed(AROUND, holder))

    cms = pades.complete(AROUND, holder, signature)

    here = pades.sign(AROUND, key)
    assert abs(len(cms) - len(here)) <= 8  # a signature of P-256 is 64 to 72 bytes long
    assert all(one.der in cms for one in (key.certificate, *key.chain))


@pytest.mark.parametrize("changed", ["content", "time", "key"])
def test_a_signature_of_anything_else_is_refused(key: SigningKey, another: SigningKey, changed: str) -> None:
    signer = another if changed == "key" else key
    content = CONTENT + b" " if changed == "content" else CONTENT
    at = AT.replace(second=8) if changed == "time" else AT
    signature = signer.sign(cades.to_be_signed(content, key.certificate, at=at))

    with pytest.raises(BadSignature) as refusal:
        cades.complete(CONTENT, key.certificate, signature, at=AT)

    assert refusal.value.slug == "signature-mismatch"


def test_a_signature_of_another_file_is_refused(key: SigningKey) -> None:
    holder = Holder(key.certificate, key.chain)
    signature = key.sign(pades.to_be_signed(bytes(32), holder))

    with pytest.raises(BadSignature) as refusal:
        pades.complete(AROUND, holder, signature)

    assert refusal.value.slug == "signature-mismatch"


def test_the_two_numbers_of_a_browser_become_der(key: SigningKey) -> None:
    message = cades.to_be_signed(CONTENT, key.certificate, at=AT)

    signature = der_signature(raw(key.sign(message)))

    key.certificate.verify(signature, message)


@pytest.mark.parametrize("size", [0, 63, 65, 72, 10_000])
def test_a_signature_of_another_length_is_refused(size: int) -> None:
    with pytest.raises(BadSignature, match="bytes; one of P-256 has 64") as refusal:
        der_signature(bytes(size))

    assert refusal.value.facts == {"size": size}
