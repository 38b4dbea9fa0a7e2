"""The hand of `static/signing/hand.js` without a browser: it signs what a page would let be signed, with a world's key.

hand = PaperHand.of(office, "dg")            and the registry keeps a wrapped key for the officer
raw = hand.sign(unsigned.to_be_signed(hand.key.certificate))
"""

import os
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from domain.values import Digest
from keys.certificates import pem_of
from keys.signing import SigningKey
from registry.accounts.signing_keys import Wrapped
from tests.api.web import WebOffice

NONCE = 12


@dataclass(frozen=True, slots=True)
class PaperHand:
    """Somebody's key, open."""

    key: SigningKey

    @classmethod
    def of(cls, office: WebOffice, who: str, *, account: str = "official") -> Self:
        """Return the hand of one of the world's people, whose key was made in a browser as far as *office* knows."""
        key = office.world.people[who].key
        kept = office.counter.signing_keys
        request = kept.add(
            account=account,
            officer=who,
            spki=Digest(key.certificate.spki),
            name="SPECIMEN",
            wrapped=wrap(key, os.urandom(32), origin=office.world.origin),
            pkcs10=b"SPECIMEN",
            at=office.world.now,
        )
        kept.issue(request, pem_of((key.certificate, *key.chain)))
        return cls(key)

    @property
    def spki(self) -> Digest:
        """The key's name."""
        return Digest(self.key.certificate.spki)

    def sign(self, to_be_signed: bytes) -> bytes:
        """Return r and s, 32 bytes each, as browsers write a signature."""
        r, s = decode_dss_signature(self.key.sign(to_be_signed))
        return r.to_bytes(32) + s.to_bytes(32)


def wrap(key: SigningKey, secret: bytes, *, origin: str) -> Wrapped:
    """Wrap a key as a page does, by a passkey's *secret* of 32 bytes."""
    salt, nonce = os.urandom(32), os.urandom(NONCE)
    named = f"saraban signing key/v1\n{origin}\n{key.certificate.spki}".encode()
    by = HKDF(SHA256(), 32, salt, named).derive(secret)
    assert isinstance(key.private_key, EllipticCurvePrivateKey)
    plain = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return Wrapped(sha256(salt).digest(), salt, nonce + AESGCM(by).encrypt(nonce, plain, named))
