"""Which certificates are taken, and how they are named."""

from collections.abc import Callable

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from keys.authority import officer_extensions
from keys.certificates import Certificate, load_all, pem_of, spki_digest
from keys.errors import BadCertificate, BadKeyFile, BadSignature
from keys.paths import TrustRoots
from keys.signing import SigningKey
from keys.testing import NOT_BEFORE, SpecimenAuthority
from tests.keys.openssl import openssl


def test_pem_and_der_give_the_same_certificate(officer: SigningKey) -> None:
    from_pem = Certificate.load(officer.certificate.pem())

    assert from_pem.der == officer.certificate.der
    assert from_pem.spki == officer.certificate.spki == spki_digest(officer.private_key.public_key())


def test_a_key_is_named_as_openssl_would_name_it(officer: SigningKey) -> None:
    public = officer.private_key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    named = openssl("dgst", "-sha256", "-r", stdin=public).stdout.split()[0].decode()

    assert officer.certificate.spki == f"sha256:{named}"


def test_issuer_and_serial_are_the_certificates_own_bytes(p256: SigningKey, authority: SpecimenAuthority) -> None:
    certificate = p256.certificate

    assert certificate.issuer == authority.root.parsed.subject.public_bytes()
    assert certificate.serial == b"\x02\x01" + bytes((certificate.parsed.serial_number,))
    assert certificate.issuer_and_serial[2:] == certificate.issuer + certificate.serial


def test_a_file_of_roots_comes_back_in_its_order(authority: SpecimenAuthority, p256: SigningKey) -> None:
    roots = load_all(b"a comment\n" + pem_of([authority.root, p256.certificate]))

    assert [one.der for one in roots] == [authority.root.der, p256.certificate.der]
    assert load_all(authority.root.der)[0].der == authority.root.der


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_an_empty_file_of_roots_is_refused(data: bytes) -> None:
    with pytest.raises(BadCertificate, match="holds no certificate") as refusal:
        load_all(data)

    assert refusal.value.slug == "certificate-file-empty"


@pytest.mark.parametrize(
    "damage",
    [
        lambda der: der[:-1],
        lambda der: der + b"\0",
        lambda _: b"hello",
        lambda _: b"-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n",
    ],
    ids=["truncated", "bytes after", "not a certificate", "PEM of something else"],
)
def test_what_is_no_certificate_is_refused(p256: SigningKey, damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(BadCertificate, match="not a readable X") as refusal:
        Certificate.load(damage(p256.certificate.der))

    assert refusal.value.slug == "certificate-unreadable"


def test_an_enormous_certificate_or_file_is_refused() -> None:
    with pytest.raises(BadCertificate, match="16384 are the most"):
        Certificate.load(b"\x30" * 20_000)
    with pytest.raises(BadCertificate, match="1048576 are the most"):
        load_all(b"\x30" * 2_000_000)


@pytest.mark.parametrize(
    ("key", "found"),
    [
        (lambda: ec.generate_private_key(ec.SECP384R1()), "on the curve secp384r1"),
        (lambda: rsa.generate_private_key(65537, 2048), "RSA of 2048 bits"),
        (ed25519.Ed25519PrivateKey.generate, "of the kind Ed25519PublicKey"),
    ],
)
def test_keys_that_foreign_tools_refuse_are_refused(
    authority: SpecimenAuthority, key: Callable[[], CertificateIssuerPrivateKeyTypes], found: str
) -> None:
    _, issued = authority.issue("นายสมมติ", key=key())

    with pytest.raises(BadCertificate, match=found) as refusal:
        Certificate.load(issued.public_bytes(Encoding.DER))

    assert refusal.value.slug == "algorithm-not-allowed"


def test_a_certificate_signed_with_sha1_is_refused() -> None:
    made = openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-sha1"),
        *("-subj", "/CN=old", "-keyout", "-"),
    )
    start = made.stdout.index(b"-----BEGIN CERTIFICATE")

    with pytest.raises(BadCertificate, match="signed with sha1"):
        Certificate.load(made.stdout[start:])


def test_a_key_with_a_second_spelling_is_refused() -> None:
    made = openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
        *("-pkeyopt", "ec_param_enc:explicit", "-subj", "/CN=spelt out", "-keyout", "-"),
    )
    start = made.stdout.index(b"-----BEGIN CERTIFICATE")

    with pytest.raises(BadCertificate):
        Certificate.load(made.stdout[start:])


def test_a_signature_of_another_key_names_the_holder_and_the_key(officer: SigningKey) -> None:
    with pytest.raises(BadSignature, match="ตัวอย่าง") as refusal:
        officer.certificate.verify(officer.sign(b"one"), b"another")

    assert refusal.value.slug == "signature-mismatch"
    assert refusal.value.facts["spki"] == officer.certificate.spki


def test_a_key_and_the_certificate_of_another_key_do_not_make_a_signing_key(
    p256: SigningKey, rsa3072: SigningKey
) -> None:
    with pytest.raises(BadKeyFile, match="not the one of the certificate of นางสมมติ"):
        SigningKey(p256.private_key, rsa3072.certificate)


def test_a_signing_key_shows_no_secret(p256: SigningKey) -> None:
    assert repr(p256) == f"<SigningKey of {p256.certificate.holder}, {p256.certificate.spki}>"


def test_whatever_byte_is_changed_the_certificate_is_refused_in_words(authority: SpecimenAuthority) -> None:
    names = x509.SubjectAlternativeName([x509.DNSName("a.example"), x509.DirectoryName(x509.Name([]))])
    _, issued = authority.issue("นายสมมติ", extensions=[*officer_extensions(), names])
    encoded = issued.public_bytes(Encoding.DER)
    roots = TrustRoots([authority.root])

    for place, byte in enumerate(encoded):
        for value in {byte ^ 0x01, byte ^ 0x02, byte ^ 0x80, byte ^ 0xFF, 0x00, 0x04, 0x30} - {byte}:
            changed = encoded[:place] + bytes((value,)) + encoded[place + 1 :]
            with pytest.raises(BadCertificate):
                roots.chain(Certificate.load(changed), (), NOT_BEFORE)


def test_the_signature_of_a_certificate_leaves_no_bits_unused(p256: SigningKey) -> None:
    encoded = p256.certificate.der
    signature = p256.certificate.parsed.signature
    place = len(encoded) - len(signature) - 1
    assert encoded[place] == 0

    for unused in range(1, 8):
        changed = encoded[:place] + bytes((unused,)) + signature[:-1] + b"\x00"
        with pytest.raises(BadCertificate, match="not a whole number of bytes"):
            Certificate.load(changed)


def test_a_serial_number_that_is_not_positive_is_refused(p256: SigningKey) -> None:
    version_3 = bytes.fromhex("a003020102")
    changed = p256.certificate.der.replace(version_3 + p256.certificate.serial, version_3 + b"\x02\x01\xff", 1)

    with pytest.raises(BadCertificate, match="serial number is not positive"):
        Certificate.load(changed)
