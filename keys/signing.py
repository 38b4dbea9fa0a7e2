"""A key that signs for a person or for the seal: its private half beside its certificate.

SigningKey ── private key, kept loaded (an RSA key costs 0.1 s to load)
          └── Certificate, and the certificates that lead to its root
"""

from collections.abc import Sequence
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from keys.certificates import Certificate, spki_digest
from keys.errors import BadKeyFile

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_ECDSA: Final = ec.ECDSA(SHA256())
_PKCS1: Final = padding.PKCS1v15()
_SHA256: Final = SHA256()


class SigningKey:
    """A loaded private key with its certificate and the rest of its chain (the root may be absent)."""

    __slots__ = ("certificate", "chain", "private_key")

    def __init__(self, private_key: PrivateKey, certificate: Certificate, chain: Sequence[Certificate] = ()) -> None:
        if spki_digest(private_key.public_key()) != certificate.spki:
            raise BadKeyFile(
                "key-not-of-certificate",
                f"The private key is not the one of the certificate of {certificate.holder}. "
                "Use the key file that was issued together with this certificate.",
                holder=certificate.holder,
            )
        self.private_key = private_key
        self.certificate = certificate
        self.chain = tuple(chain)

    def sign(self, message: bytes) -> bytes:
        """Return ECDSA with SHA-256 as DER (P-256), or RSASSA-PKCS1-v1_5 with SHA-256, over *message*."""
        if isinstance(self.private_key, ec.EllipticCurvePrivateKey):
            return self.private_key.sign(message, _ECDSA)
        return self.private_key.sign(message, _PKCS1, _SHA256)

    def __repr__(self) -> str:
        return f"<SigningKey of {self.certificate.holder}, {self.certificate.spki}>"
