"""Key files open with their pass phrase, and each way in which they do not has its own sentence."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from keys import pkcs12
from keys.certificates import pem_of
from keys.errors import BadCertificate, BadKeyFile
from keys.signing import PrivateKey, SigningKey
from keys.testing import SpecimenAuthority
from tests.keys.openssl import openssl

PASS_PHRASE = "รหัสผ่าน-correct horse".encode()
QUICK = 1


def file_of(key: PrivateKey | ec.EllipticCurvePrivateKey | None, certificate: x509.Certificate | None) -> bytes:
    others = [certificate] if key is None and certificate else []
    return serialize_key_and_certificates(
        b"x", key, certificate if key else None, others, BestAvailableEncryption(PASS_PHRASE)
    )


def test_a_key_file_opens_with_its_pass_phrase_and_holds_the_chain(
    authority_with_intermediate: SpecimenAuthority,
) -> None:
    key = authority_with_intermediate.officer("นายสมมติ ตัวอย่าง", organisation="กรมตัวอย่าง", post="อธิบดี")

    opened = pkcs12.read(pkcs12.write(key, PASS_PHRASE, iterations=QUICK), PASS_PHRASE)

    assert opened.certificate.der == key.certificate.der
    assert [one.der for one in opened.chain] == [one.der for one in key.chain]
    key.certificate.verify(opened.sign(b"letter"), b"letter")


def test_an_rsa_key_file_opens(rsa3072: SigningKey) -> None:
    opened = pkcs12.read(pkcs12.write(rsa3072, PASS_PHRASE, iterations=QUICK), PASS_PHRASE)

    rsa3072.certificate.verify(opened.sign(b"letter"), b"letter")


@pytest.mark.parametrize("wrong", [b"", b"correct horse", PASS_PHRASE + b" ", b"\xff\xfe"])
def test_a_wrong_pass_phrase_is_refused_and_not_repeated(p256: SigningKey, wrong: bytes) -> None:
    data = pkcs12.write(p256, PASS_PHRASE, iterations=QUICK)

    with pytest.raises(BadKeyFile, match="pass phrase does not open") as refusal:
        pkcs12.read(data, wrong)

    assert refusal.value.slug == "wrong-pass-phrase"
    assert "horse" not in str(refusal.value)
    assert refusal.value.facts == {}


def test_a_file_that_is_damaged_inside_is_told_as_such(p256: SigningKey) -> None:
    data = bytearray(pkcs12.write(p256, PASS_PHRASE, iterations=QUICK))
    data[len(data) // 2] ^= 1

    with pytest.raises(BadKeyFile, match="if it is right, the file is damaged"):
        pkcs12.read(bytes(data), PASS_PHRASE)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(BadKeyFile, match="is empty") as refusal:
        pkcs12.read(b"", PASS_PHRASE)

    assert refusal.value.slug == "key-file-empty"


@pytest.mark.parametrize("kind", ["text", "certificate", "truncated"])
def test_what_is_no_key_file_is_refused(p256: SigningKey, kind: str) -> None:
    data = {
        "text": b"this is a letter, not a key",
        "certificate": p256.certificate.der,
        "truncated": pkcs12.write(p256, PASS_PHRASE, iterations=QUICK)[:-7],
    }[kind]

    with pytest.raises(BadKeyFile, match=r"not a complete PKCS#12") as refusal:
        pkcs12.read(data, PASS_PHRASE)

    assert refusal.value.slug == "key-file-not-pkcs12"


def test_an_enormous_file_is_refused() -> None:
    with pytest.raises(BadKeyFile, match="262144 are the most"):
        pkcs12.read(b"\x30" * 300_000, PASS_PHRASE)


def test_a_file_without_a_key_is_refused(p256: SigningKey) -> None:
    with pytest.raises(BadKeyFile, match="no private key") as refusal:
        pkcs12.read(file_of(None, p256.certificate.parsed), PASS_PHRASE)

    assert refusal.value.slug == "key-file-without-key"


def test_a_file_without_a_certificate_is_refused(p256: SigningKey) -> None:
    with pytest.raises(BadKeyFile, match="not its certificate") as refusal:
        pkcs12.read(file_of(p256.private_key, None), PASS_PHRASE)

    assert refusal.value.slug == "key-file-without-certificate"


def test_a_key_on_another_curve_is_refused(authority: SpecimenAuthority) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    _, issued = authority.issue("นายสมมติ", key=key)

    with pytest.raises(BadCertificate, match="on the curve secp384r1") as refusal:
        pkcs12.read(file_of(key, issued), PASS_PHRASE)

    assert refusal.value.slug == "algorithm-not-allowed"


@pytest.mark.parametrize("unusable", [b"", b"\xff\xfe"])
def test_no_file_is_written_without_a_pass_phrase(p256: SigningKey, unusable: bytes) -> None:
    with pytest.raises(BadKeyFile, match="needs a pass phrase"):
        pkcs12.write(p256, unusable)


def test_a_written_file_is_protected_with_aes_and_the_rounds_asked_for(p256: SigningKey, tmp_path: Path) -> None:
    place = tmp_path / "key-file"
    place.write_bytes(pkcs12.write(p256, b"pw", iterations=4321))

    shown = openssl("pkcs12", "-in", place, "-info", "-noout", "-passin", "pass:pw").stderr.decode()

    assert shown.count("PBES2, PBKDF2, AES-256-CBC, Iteration 4321, PRF hmacWithSHA256") == 2


@pytest.mark.parametrize("options", [[], ["-legacy"], ["-certpbe", "NONE", "-keypbe", "NONE"]], ids=str)
def test_key_files_of_openssl_open(
    authority_with_intermediate: SpecimenAuthority, tmp_path: Path, options: list[str]
) -> None:
    key = authority_with_intermediate.officer("นายสมมติ", organisation="กรมตัวอย่าง", post="อธิบดี")
    private = key.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    place = tmp_path / "all.txt"
    place.write_bytes(private + pem_of([key.certificate, *key.chain]))

    made = openssl("pkcs12", "-export", *options, "-in", place, "-passout", "pass:pw")
    if b"legacy" in made.stderr:
        pytest.skip("this openssl has no legacy algorithms")
    opened = pkcs12.read(made.stdout, b"pw")

    assert opened.certificate.der == key.certificate.der
    assert [one.der for one in opened.chain] == [one.der for one in key.chain]
