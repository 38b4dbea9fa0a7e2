"""A key that signs for a person or for the seal: its private half beside its certificate.

SigningKey ── private key, kept loaded (an RSA key costs 0.1 s to load)
          └── Certificate, and the certificates that lead to its root
"""

from collections.abc import Sequence
from typing import Final, Protocol

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from keys.certificates import Certificate, spki_digest
from keys.errors import BadKeyFile, BadSignature

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_ECDSA: Final = ec.ECDSA(SHA256())
_PKCS1: Final = padding.PKCS1v15()
_SHA256: Final = SHA256()
_RAW_P256: Final = 64  # bytes


class Certified(Protocol):
    """Whoever signs, as far as a signature names it: its certificate and those above it (the root may be absent)."""

    @property
    def certificate(self) -> Certificate:
        """The signer's own."""

    @property
    def chain(self) -> tuple[Certificate, ...]:
        """Those above it, lowest first."""


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


def der_signature(raw: bytes) -> bytes:
    """Return a signature of P-256 as DER, from r and s of 32 bytes each as browsers write it (IEEE P1363).

    Raises:
        BadSignature: it has another length.
    """
    if len(raw) != _RAW_P256:
        raise BadSignature(
            "signature-length",
            f"The signature has {len(raw)} bytes; one of P-256 has {_RAW_P256}. Sign again.",
            size=len(raw),
        )
    half = _RAW_P256 // 2
    return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))
