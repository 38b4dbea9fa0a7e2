"""X.509 certificates (ใบรับรองอิเล็กทรอนิกส์), read once and prepared so that verifying parses nothing twice.

    PEM or DER ──load──▶ Certificate: public key · SPKI digest (the key's name everywhere) · fingerprint
                                      issuer and serial as DER · holder · the days between which it holds

Only keys that every desktop verifier understands are taken: P-256, and RSA of 3072 bits and more, in
certificates signed with SHA-256 or stronger.
"""

import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self, cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from keys import der
from keys.errors import BadCertificate, BadSignature

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

MAX_CERTIFICATE: Final = 16_384
"""Bytes of one certificate."""
MAX_BUNDLE: Final = 1 << 20
"""Bytes of a file of trusted roots."""
SMALLEST_RSA: Final = 3072
LARGEST_RSA: Final = 8192  # verification grows with the square of the size
_HASHES: Final = frozenset({"sha256", "sha384", "sha512"})

_ECDSA: Final = ec.ECDSA(SHA256())
_PKCS1: Final = padding.PKCS1v15()
_SHA256: Final = SHA256()
_PEM_BEGIN: Final = b"-----BEGIN CERTIFICATE-----"
_UNREADABLE: Final = (  # all that the library raises over a certificate's bytes, seen by changing each of them
    ValueError,
    TypeError,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)


def spki_digest(key: PublicKeyTypes) -> str:
    """Return the name of a public key, ``sha256:<64 hex>`` over its SubjectPublicKeyInfo (RFC 5280 §4.1.2.7)."""
    return _digest(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """One X.509 certificate whose key may sign here. Immutable, so that threads share it."""

    der: bytes = field(repr=False)
    parsed: x509.Certificate = field(repr=False)
    public_key: PublicKey = field(repr=False)
    holder: str
    spki: str
    not_before: datetime
    not_after: datetime
    fingerprint: bytes = field(repr=False)
    """SHA-256 of the whole certificate, 32 bytes."""
    issuer: bytes = field(repr=False)
    serial: bytes = field(repr=False)
    issuer_and_serial: bytes = field(repr=False)
    """IssuerAndSerialNumber as DER (RFC 5652 §10.2.4), made of the certificate's own bytes."""
    key_identifier: bytes | None = field(repr=False)
    elliptic: bool = field(repr=False)
    """Whether the key is one of P-256; else it is RSA. Asking the library's abstract classes costs more."""

    @classmethod
    def load(cls, data: bytes) -> Self:
        """Read one certificate, DER or PEM.

        Raises:
            BadCertificate: it is unreadable (`certificate-unreadable`), or its key or its signature is of
                a kind that is not taken here (`algorithm-not-allowed`).
        """
        if len(data) > MAX_CERTIFICATE:
            raise BadCertificate(
                "certificate-too-large",
                f"The certificate has {len(data)} bytes; {MAX_CERTIFICATE} are the most.",
                size=len(data),
                limit=MAX_CERTIFICATE,
            )
        try:
            with warnings.catch_warnings():
                # The library warns of what is odd (a country of three letters); what matters is refused here.
                warnings.simplefilter("ignore")
                return cls._read(data)
        except _UNREADABLE as reason:
            raise _unreadable(str(reason)) from None

    @classmethod
    def _read(cls, data: bytes) -> Self:
        read = x509.load_pem_x509_certificate if _PEM_BEGIN in data else x509.load_der_x509_certificate
        parsed = read(data)
        encoded = parsed.public_bytes(Encoding.DER)
        serial, issuer, spki = _raw_parts(encoded)
        if parsed.serial_number <= 0:
            raise _unreadable("its serial number is not positive")  # RFC 5280 §4.1.2.2
        _require_whole_bytes(encoded)
        key = _allowed_key(parsed)
        if _digest(spki) != spki_digest(key):
            # One key must have one name: a compressed point or spelt-out curve would give it a second.
            raise _unreadable("its public key is not in the usual form")
        return cls(
            der=encoded,
            parsed=parsed,
            public_key=key,
            holder=_holder(parsed.subject),
            spki=_digest(spki),
            not_before=parsed.not_valid_before_utc,
            not_after=parsed.not_valid_after_utc,
            fingerprint=hashlib.sha256(encoded).digest(),
            issuer=issuer,
            serial=serial,
            issuer_and_serial=der.write(der.SEQUENCE, issuer + serial),
            key_identifier=_key_identifier(parsed),
            elliptic=isinstance(key, ec.EllipticCurvePublicKey),
        )

    def verify(self, signature: bytes, message: bytes) -> None:
        """Return quietly iff *signature* was made over *message* by this certificate's key.

        ECDSA with SHA-256 as DER (P-256), or RSASSA-PKCS1-v1_5 with SHA-256.

        Raises:
            BadSignature: it was not (`signature-mismatch`).
        """
        try:
            if self.elliptic:
                cast("ec.EllipticCurvePublicKey", self.public_key).verify(signature, message, _ECDSA)
            else:
                cast("rsa.RSAPublicKey", self.public_key).verify(signature, message, _PKCS1, _SHA256)
        except InvalidSignature:
            raise BadSignature(
                "signature-mismatch",
                f"The signature does not match {len(message)} bytes under the key of {self.holder} ({self.spki}). "
                "Either the bytes changed after signing or somebody else signed.",
                holder=self.holder,
                spki=self.spki,
                size=len(message),
            ) from None

    def pem(self) -> bytes:
        """Return the certificate as PEM."""
        return self.parsed.public_bytes(Encoding.PEM)


def load_all(data: bytes) -> tuple[Certificate, ...]:
    """Read a file of certificates: any number of PEM blocks, or one DER certificate.

    Raises:
        BadCertificate: the file is empty or too large, or one of the certificates is refused.
    """
    if not data.strip():
        raise BadCertificate("certificate-file-empty", "The file holds no certificate. Give a PEM or DER file.")
    if len(data) > MAX_BUNDLE:
        raise BadCertificate(
            "certificate-too-large",
            f"The file of certificates has {len(data)} bytes; {MAX_BUNDLE} are the most.",
            size=len(data),
            limit=MAX_BUNDLE,
        )
    if _PEM_BEGIN not in data:
        return (Certificate.load(data),)
    return tuple(Certificate.load(_PEM_BEGIN + block) for block in data.split(_PEM_BEGIN)[1:])


def pem_of(certificates: Sequence[Certificate]) -> bytes:
    """Return the certificates as one PEM file, in the order given."""
    return b"".join(certificate.pem() for certificate in certificates)


def _raw_parts(encoded: bytes) -> tuple[bytes, bytes, bytes]:
    """Return serial, issuer and SubjectPublicKeyInfo as they stand in the TBSCertificate (RFC 5280 §4.1)."""
    start, _ = der.only(der.SEQUENCE, encoded, 0, len(encoded))
    start, stop = der.expect(der.SEQUENCE, encoded, start, len(encoded))
    _version, serial, _algorithm, issuer, _validity, _subject, spki = der.elements(encoded, start, stop)[:7]
    return serial, issuer, spki


def _require_whole_bytes(encoded: bytes) -> None:
    """Refuse a signature that leaves bits of its last byte unused: the library drops the count, which anybody may set.

    Source: X.690 §8.6.2.
    """
    start, stop = der.only(der.SEQUENCE, encoded, 0, len(encoded))
    _signed, _algorithm, signature = der.elements(encoded, start, stop)
    unused, _ = der.only(der.BIT_STRING, signature, 0, len(signature))
    if signature[unused] != 0:
        raise _unreadable("its signature is not a whole number of bytes")


def _allowed_key(parsed: x509.Certificate) -> PublicKey:
    holder = _holder(parsed.subject)
    try:
        key = parsed.public_key()
        hashed = parsed.signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm) as reason:
        raise _not_allowed(holder, str(reason)) from None
    if hashed is None or hashed.name not in _HASHES:
        raise _not_allowed(holder, f"it is signed with {hashed.name if hashed else 'no separate hash'}")
    if isinstance(key, ec.EllipticCurvePublicKey):
        if not isinstance(key.curve, ec.SECP256R1):
            raise _not_allowed(holder, f"its key is on the curve {key.curve.name}")
        return key
    if isinstance(key, rsa.RSAPublicKey):
        if not SMALLEST_RSA <= key.key_size <= LARGEST_RSA:
            raise _not_allowed(holder, f"its key is RSA of {key.key_size} bits")
        return key
    raise _not_allowed(holder, f"its key is of the kind {type(key).__name__}")


def _not_allowed(holder: str, found: str) -> BadCertificate:
    return BadCertificate(
        "algorithm-not-allowed",
        f"The certificate of {holder} cannot be used here: {found}. "
        f"Use a P-256 key or RSA of {SMALLEST_RSA} bits and more, certified with SHA-256 or stronger.",
        holder=holder,
        found=found,
    )


def _unreadable(reason: str) -> BadCertificate:
    return BadCertificate(
        "certificate-unreadable",
        f"This is not a readable X.509 certificate: {reason}. Give it as PEM or DER.",
        reason=reason,
    )


def _holder(subject: x509.Name) -> str:
    names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else subject.rfc4514_string()


def _key_identifier(parsed: x509.Certificate) -> bytes | None:
    try:
        return parsed.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    except x509.ExtensionNotFound:
        return None


def _digest(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()
