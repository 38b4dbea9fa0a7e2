"""An office's authority certifies keys from requests; a request is read only if its own key signed it."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from keys import pkcs10
from keys.authority import SERIAL, SPECIMEN, Authority, Subject
from keys.errors import BadCertificate, BadKeyFile
from keys.paths import TrustRoots
from keys.testing import NOT_AFTER, SpecimenAuthority

NOW = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
YEAR = timedelta(days=365)
NAMED = Subject("นายประยูร ตัวอย่าง", "กรมตัวอย่าง", "อธิบดี")


def requested(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    made = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(key, SHA256())
    return made.public_bytes(Encoding.DER)


@pytest.fixture
def request_of_a_key() -> pkcs10.Request:
    return pkcs10.read(requested(ec.generate_private_key(ec.SECP256R1())))


def test_a_certificate_names_the_officer_as_enrolled_and_leads_to_the_root(request_of_a_key: pkcs10.Request) -> None:
    specimen = SpecimenAuthority.create(with_intermediate=True)

    made = Authority(specimen.key).issue(request_of_a_key, NAMED, serial=os.urandom(SERIAL), now=NOW, lasting=YEAR)

    path = TrustRoots([specimen.root]).chain(made, (*specimen.key.chain, specimen.key.certificate), NOW)
    assert (made.spki, made.holder) == (request_of_a_key.spki, NAMED.name)
    assert (made.not_before, made.not_after) == (NOW, NOW + YEAR)
    assert path.certificates[-1] is specimen.root
    assert SPECIMEN not in made.parsed.subject.rfc4514_string()


def test_only_a_specimen_registrys_certificate_says_specimen(request_of_a_key: pkcs10.Request) -> None:
    subject = Subject(NAMED.name, NAMED.organisation, specimen=True)

    made = Authority(SpecimenAuthority.create().key).issue(
        request_of_a_key, subject, serial=bytes(SERIAL), now=NOW, lasting=YEAR
    )

    assert SPECIMEN in made.parsed.subject.rfc4514_string()
    assert made.parsed.serial_number > 0


def test_a_certificate_never_outlives_its_authority(request_of_a_key: pkcs10.Request) -> None:
    authority = Authority(SpecimenAuthority.create().key)

    made = authority.issue(request_of_a_key, NAMED, serial=os.urandom(SERIAL), now=NOW, lasting=100 * YEAR)

    assert made.not_after == NOT_AFTER


def test_an_authority_whose_own_certificate_is_over_certifies_nobody(request_of_a_key: pkcs10.Request) -> None:
    authority = Authority(SpecimenAuthority.create().key)

    with pytest.raises(BadKeyFile, match="Renew it first"):
        authority.issue(request_of_a_key, NAMED, serial=os.urandom(SERIAL), now=NOT_AFTER, lasting=YEAR)


def test_a_persons_key_certifies_nobody() -> None:
    officer = SpecimenAuthority.create().officer("x", organisation="y", post="z")

    with pytest.raises(BadKeyFile, match="may not certify others"):
        Authority(officer)


def test_a_request_that_was_altered_anywhere_is_refused() -> None:
    good = requested(ec.generate_private_key(ec.SECP256R1()))

    unused_bits = good.index(bytes.fromhex("04030203")) + 5
    for place in range(len(good)):
        if place == unused_bits:  # of the last byte of the signature: the library drops the count
            continue
        altered = bytearray(good)
        altered[place] ^= 1
        with pytest.raises(BadCertificate, match=r"(?i)request"):
            pkcs10.read(bytes(altered))


@pytest.mark.parametrize(
    "key", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)], ids=["P-384", "RSA"]
)
def test_a_request_for_another_kind_of_key_is_refused(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> None:
    with pytest.raises(BadCertificate, match="another kind than P-256"):
        pkcs10.read(requested(key))


def test_a_request_that_is_too_large_is_not_even_parsed() -> None:
    with pytest.raises(BadCertificate, match="more than 4096 bytes"):
        pkcs10.read(bytes(pkcs10.MAX_SIZE + 1))
