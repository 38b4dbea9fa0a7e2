"""What a browser does when a signing key is made, without one: a passkey's attestation, a request, a wrapped key."""

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from keys.certificates import spki_digest

NONCE = 12
_PRESENT_VERIFIED_ATTESTED = 0x45


@dataclass(frozen=True)
class Made:
    """A key as a page makes it, with the secret that only its passkey knows."""

    origin: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(32))
    salt: bytes = field(default_factory=lambda: os.urandom(32))

    @property
    def spki(self) -> str:
        return spki_digest(self.key.public_key())

    @property
    def plain(self) -> bytes:
        return self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    def wrapped(self) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self.cipher(self.secret).encrypt(nonce, self.plain, self._named())

    def unwrapped(self, data: bytes, secret: bytes) -> bytes:
        return self.cipher(secret).decrypt(data[:NONCE], data[NONCE:], self._named())

    def cipher(self, secret: bytes) -> AESGCM:
        return AESGCM(HKDF(SHA256(), 32, self.salt, self._named()).derive(secret))

    def _named(self) -> bytes:
        return f"saraban signing key/v1\n{self.origin}\n{self.spki}".encode()


def request(key: CertificateIssuerPrivateKeyTypes) -> bytes:
    """Return a request for a certificate of *key*, as DER."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody else")])
    made = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, SHA256())
    return made.public_bytes(Encoding.DER)


def attestation(options: Mapping[str, str], *, origin: str, rp: str) -> str:
    """Return the credential of a new passkey as a browser answers it, attested by nobody."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
    credential = os.urandom(32)
    cose = bytes.fromhex("a5010203262001215820") + x + bytes.fromhex("225820") + y
    head = sha256(rp.encode()).digest() + bytes([_PRESENT_VERIFIED_ATTESTED]) + bytes(4)
    data = head + bytes(16) + len(credential).to_bytes(2) + credential + cose
    attested = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58" + bytes([len(data)]) + data
    said = {"type": "webauthn.create", "challenge": options["challenge"], "origin": origin, "crossOrigin": False}
    response = {"clientDataJSON": text(json.dumps(said).encode()), "attestationObject": text(attested)}
    named = text(credential)
    return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})


def make(client: TestClient[Litestar], made: Made, **changed: str) -> Response:
    """Let a signed-in client make a key; *changed* are other fields of the form, or another *at* for the passkey."""
    asked = client.post("/own-keys/options")
    rp = asked.json()["rp"]["id"]
    origin = changed.pop("at", str(client.base_url).rstrip("/"))
    fields = {
        "name": "คอมพิวเตอร์ที่โต๊ะ",
        "answer": attestation(asked.json(), origin=origin, rp=rp),
        "salt": text(made.salt),
        "wrapped": text(made.wrapped()),
        "request": text(request(made.key)),
    }
    return client.post("/own-keys", data={**fields, **changed})


def text(data: bytes) -> str:
    """Return base64url without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()
