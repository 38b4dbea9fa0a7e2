"""A private key is handed in nowhere: whatever its name, it is refused at the door and not kept."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    pkcs12,
)

from domain.errors import InvalidValue
from registry.documents.intake import door
from registry.papers.uploads import Uploads

KEY = ec.generate_private_key(ec.SECP256R1())
SECRET = BestAvailableEncryption(b"SPECIMEN")
FILES = {
    "pkcs12": pkcs12.serialize_key_and_certificates(b"SPECIMEN", KEY, None, None, SECRET),
    "pkcs12-open": pkcs12.serialize_key_and_certificates(b"SPECIMEN", KEY, None, None, NoEncryption()),
    "pkcs8": KEY.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    "pkcs8-rsa": rsa.generate_private_key(65537, 2048).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    "sec1": KEY.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()),
    "pem": KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    "pem-encrypted": KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, SECRET),
    "pem-old": KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()),
    "pem-behind-a-certificate": b"-----BEGIN CERTIFICATE-----\n\n"
    + KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    "note": b"PRIVATE+KEY+specimen.example+00000000+AAAA",
}


@pytest.mark.parametrize("name", ["official.p12", "letter.pdf", "note.txt", "key"])
@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_a_key_is_refused_whatever_its_name_and_nothing_of_it_is_kept(tmp_path: Path, data: bytes, name: str) -> None:
    uploads = Uploads(tmp_path / "uploads")

    with pytest.raises(InvalidValue, match="private key") as refused:
        uploads.take(data, name=name)

    assert refused.value.slug == "file-is-a-key"
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_what_only_speaks_of_keys_comes_in() -> None:
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    assert [door.lint(data, name="a.txt") for data in (public, "เรื่อง กุญแจ PRIVATE KEY".encode())] == [(), ()]
