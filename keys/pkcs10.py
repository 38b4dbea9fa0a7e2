"""Requests for certificates (PKCS#10, RFC 2986): that somebody holds a key, shown by the key's own signature.

The subject that a request names is not read at all: whose key it is says the office that certifies it.
"""

from dataclasses import dataclass, field
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from keys.certificates import spki_digest
from keys.errors import BadCertificate

MAX_SIZE: Final = 4096
"""Bytes; one of P-256 has some 250 beside the subject."""
_HASHES: Final = frozenset({"sha256", "sha384", "sha512"})


@dataclass(frozen=True, slots=True)
class Request:
    """A request that its own key signed."""

    der: bytes = field(repr=False)
    public_key: ec.EllipticCurvePublicKey = field(repr=False)
    spki: str
    """``sha256:…``, the key's name."""

    def pem(self) -> bytes:
        """Return the request as PEM, for an authority elsewhere."""
        return x509.load_der_x509_csr(self.der).public_bytes(Encoding.PEM)


def read(data: bytes) -> Request:
    """Return the request in *data* (DER).

    Raises:
        BadCertificate: it is unreadable (`pkcs10-unreadable`), its key is no P-256 key (`pkcs10-key`), or the
            key did not sign it (`pkcs10-not-signed`).
    """
    if len(data) > MAX_SIZE:
        raise _unreadable(f"it has more than {MAX_SIZE} bytes")
    try:
        parsed = x509.load_der_x509_csr(data)
        key, hashed, signed = parsed.public_key(), parsed.signature_hash_algorithm, parsed.is_signature_valid
    except (ValueError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm) as reason:
        raise _unreadable(str(reason)) from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise BadCertificate("pkcs10-key", "The request is for a key of another kind than P-256. Make the key again.")
    if not signed or hashed is None or hashed.name not in _HASHES:
        raise BadCertificate(
            "pkcs10-not-signed", "The request is not signed by its own key with SHA-256. Make the key again."
        )
    return Request(data, key, spki_digest(key))


def _unreadable(reason: str) -> BadCertificate:
    return BadCertificate(
        "pkcs10-unreadable", f"This is no readable request for a certificate: {reason}.", reason=reason
    )
