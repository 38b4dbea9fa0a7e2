"""CAdES-B: a person's or the seal's signature over exact bytes, as a detached CMS.

    who        issuer and serial number (or subject key identifier)
    signed     contentType · signingTime · messageDigest · signingCertificateV2, sorted as a SET
    signature  ECDSA P-256 or RSASSA-PKCS1-v1_5, SHA-256, over the signed attributes

Sources: ETSI EN 319 122-1 §5 and §6 (level B-B), RFC 5652 §5 and §11, RFC 5035 §3, RFC 5754.

The signing time is the signer's claim; what may be believed of it is decided elsewhere. The certificate is known
by its SHA-256, which is signed; it is not inside, because it is stored once for all signatures.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from keys import cms as envelope
from keys import der
from keys.attributes import (
    CONTENT_TYPE,
    CONTENT_TYPE_OID,
    MESSAGE_DIGEST_OID,
    SIGNING_CERTIFICATE_V2_OID,
    SIGNING_TIME_OID,
    algorithm_of,
    as_set,
    binding_attributes,
    content_changed,
    signed_by_another,
)
from keys.certificates import Certificate
from keys.signing import SigningKey

MAX_ATTRIBUTES: Final = 16

_KEY_IDENTIFIER: Final = 0x80  # [0], primitive: SignerIdentifier's other choice

_UTC_TIME_HEAD: Final = b"\x17\x0d"
_GENERALIZED_TIME_HEAD: Final = b"\x18\x0f"
_MOMENT: Final = re.compile(rb"[0-9]{14}Z")
_SIGNING_TIME_SIZE: Final = 30  # the attribute with a UTCTime, as in all years of ours
_SIGNING_TIME_HEAD_SIZE: Final = 15
_LONG_OCTET_STRING: Final = b"\x04\x82"  # an RSA signature; one of ECDSA has one byte of length
_FIRST_YEAR_OF_GENERALIZED_TIME: Final = 2050  # RFC 5652 §11.3
_FIRST_YEAR_OF_UTC_TIME: Final = 1950


@dataclass(frozen=True, slots=True)
class Signed:
    """What a verified signature says: the time that the signer claims, and the SHA-256 of what was signed."""

    at: datetime
    digest: bytes


@dataclass(frozen=True, slots=True)
class Signer:
    """How a signature names its certificate, before anything is verified; use it to find the certificate."""

    fingerprint: bytes
    """SHA-256 of the certificate, from signingCertificateV2."""
    issuer_and_serial: bytes | None
    key_identifier: bytes | None


class Claim(NamedTuple):
    """A signature that was read and not yet verified: it is one of *message* at that time, or a forgery."""

    signature: bytes
    message: bytes
    """The signed attributes, which bind content and certificate."""
    at: datetime


class _Read(NamedTuple):
    """What is left to check of a signature: the signed attributes, the time among them, the signature itself."""

    attributes: bytes
    time: bytes
    signature: bytes


def sign(content: bytes, key: SigningKey, *, at: datetime) -> bytes:
    """Return the detached CAdES-B signature over *content* as DER, without certificates.

    Args:
        content: The exact bytes; nothing is normalised.
        key: Who signs.
        at: The time the signer claims, with a time zone; written to the second, in UTC.
    """
    certificate = key.certificate
    attributes = _attributes_of(content, certificate, at)
    signature = key.sign(as_set(attributes))
    return envelope.assemble(certificate.issuer_and_serial, attributes, algorithm_of(certificate), signature)


def to_be_signed(content: bytes, certificate: Certificate, *, at: datetime) -> bytes:
    """Return what a key that is elsewhere signs, so that `complete` can make the signature of `sign` from it."""
    return as_set(_attributes_of(content, certificate, at))


def complete(content: bytes, certificate: Certificate, signature: bytes, *, at: datetime) -> bytes:
    """Return the detached CAdES-B signature over *content*, as `sign` would, from a signature made elsewhere.

    Args:
        content: The exact bytes.
        certificate: Who signed.
        signature: Of `to_be_signed`, as DER for P-256.
        at: The time that was signed.

    Raises:
        BadSignature: it is not that key's signature of this (`signature-mismatch`).
    """
    attributes = _attributes_of(content, certificate, at)
    certificate.verify(signature, as_set(attributes))
    return envelope.assemble(certificate.issuer_and_serial, attributes, algorithm_of(certificate), signature)


def verify(cms: bytes, content: bytes, certificate: Certificate) -> Signed:
    """Return what *cms* says iff the holder of *certificate* signed exactly *content*.

    Whether the certificate is trusted is another question: see `keys.paths`.

    Raises:
        BadSignature: malformed (`cms-malformed`), over other bytes (`content-changed`), by another
            certificate (`signed-by-another`), or not made by that key (`signature-mismatch`).
    """
    digest = hashlib.sha256(content).digest()
    claim = read(cms, digest, certificate)
    certificate.verify(claim.signature, claim.message)
    return Signed(claim.at, digest)


def read(cms: bytes, digest: bytes, certificate: Certificate) -> Claim:
    """Return what is left to verify of *cms* over content of this SHA-256: `Certificate.verify` settles it.

    Raises:
        BadSignature: as `verify`, but for `signature-mismatch`.
    """
    found = _as_we_write(cms, digest, certificate) or _as_others_write(cms, digest, certificate)
    return Claim(found.signature, as_set(found.attributes), _read_time(found.time))


def signer_of(cms: bytes) -> Signer:
    """Return how *cms*, with or without certificates, names its signer. Nothing is verified.

    Raises:
        BadSignature: malformed.
    """
    bare, _ = envelope.without_certificates(cms)
    info = envelope.read(bare)
    fingerprint, _ = _certificate_hash(_attributes(info.attributes).get(SIGNING_CERTIFICATE_V2_OID, b""))
    if info.identifier[0] == _KEY_IDENTIFIER:
        start, stop = der.only(_KEY_IDENTIFIER, info.identifier, 0, len(info.identifier))
        return Signer(fingerprint, None, info.identifier[start:stop])
    return Signer(fingerprint, info.identifier, None)


def _as_we_write(cms: bytes, digest: bytes, certificate: Certificate) -> _Read | None:
    """Return the parts of a signature that is, to the byte, what `sign` writes; None of any other.

    All but time and signature is known beforehand, so writing it again and comparing is a complete check, and
    three times faster than to take it apart.
    """
    binding = binding_attributes(digest, certificate.fingerprint)
    at = cms.find(binding)
    start = at - _SIGNING_TIME_SIZE
    if start < 0:
        return None
    algorithm = algorithm_of(certificate)
    time = cms[start:at]
    attributes = CONTENT_TYPE + time + binding
    rest = cms[at + len(binding) + len(algorithm) :]
    signature = rest[4:] if rest.startswith(_LONG_OCTET_STRING) else rest[2:]
    before, behind = _frame(certificate, len(attributes), len(signature))
    if cms != b"".join((before, attributes, behind, signature)):
        return None
    value = time[_SIGNING_TIME_HEAD_SIZE:]
    return _Read(attributes, value, signature) if time == _time_attribute(value) else None


@lru_cache(maxsize=1024)
def _frame(certificate: Certificate, attributes: int, signature: int) -> tuple[bytes, bytes]:
    """Return what stands before and behind the signed attributes, given how many bytes these and the signature have."""
    mark = b"\xff" * attributes  # no byte of a name or an identifier is followed by so many of these
    whole = envelope.assemble(certificate.issuer_and_serial, mark, algorithm_of(certificate), bytes(signature))
    start = whole.index(mark)
    return whole[:start], whole[start + attributes : len(whole) - signature]


def _as_others_write(cms: bytes, digest: bytes, certificate: Certificate) -> _Read:
    """Return the parts of any signature in the accepted form, after comparing all that is not time or signature."""
    info = envelope.read(cms)
    _require_signer(info, certificate)
    attributes = _attributes(info.attributes)
    try:
        if attributes[MESSAGE_DIGEST_OID] != b"\x04\x20" + digest:
            raise content_changed(certificate, digest)
        if attributes[CONTENT_TYPE_OID] != envelope.DATA_OID:
            raise envelope.malformed("the signed attribute contentType is not data")
        _require_certificate(attributes[SIGNING_CERTIFICATE_V2_OID], certificate)
        return _Read(info.attributes, attributes[SIGNING_TIME_OID], info.signature)
    except KeyError:
        raise envelope.malformed("a signed attribute of CAdES-B is missing") from None


def _require_signer(info: envelope.SignerInfo, certificate: Certificate) -> None:
    """Refuse another signer, or an algorithm that is not the one of the certificate's key."""
    if info.identifier == certificate.issuer_and_serial:
        version = envelope.VERSION_1
    elif certificate.key_identifier is not None and info.identifier == der.write(
        _KEY_IDENTIFIER, certificate.key_identifier
    ):
        version = envelope.VERSION_3
    else:
        raise signed_by_another(certificate)
    if info.version != version:
        raise envelope.malformed("its version does not fit the way it names its signer")
    if info.algorithm != algorithm_of(certificate):
        raise envelope.malformed("its algorithm is not the one of the signer's key")


def _attributes(signed: bytes) -> dict[bytes, bytes]:
    """Return the value of each signed attribute by its type, both as DER elements."""
    found: dict[bytes, bytes] = {}
    try:
        attributes = der.elements(signed, 0, len(signed))
        if attributes != sorted(attributes) or len(attributes) > MAX_ATTRIBUTES:
            raise envelope.malformed("its signed attributes are not sorted, or too many")
        for attribute in attributes:
            start, end = der.only(der.SEQUENCE, attribute, 0, len(attribute))
            _, after = der.expect(der.OBJECT_IDENTIFIER, attribute, start, end)
            value, end = der.only(der.SET, attribute, after, end)
            der.element(attribute, value, end)
            found[attribute[start:after]] = attribute[value:end]
    except der.NotDer as reason:
        raise envelope.malformed(str(reason)) from None
    if len(found) != len(attributes):
        raise envelope.malformed("a signed attribute stands in it twice")
    return found


def _require_certificate(value: bytes, certificate: Certificate) -> None:
    """Refuse another certificate than the one that signingCertificateV2 names (RFC 5035 §3)."""
    digest, issuer_serial = _certificate_hash(value)
    if digest != certificate.fingerprint:
        raise signed_by_another(certificate)
    if issuer_serial:
        names = der.write(der.SEQUENCE, der.write(0xA4, certificate.issuer))  # GeneralNames of one directoryName
        if issuer_serial != der.write(der.SEQUENCE, names + certificate.serial):
            raise signed_by_another(certificate)


def _certificate_hash(value: bytes) -> tuple[bytes, bytes]:
    """Return the certificate's SHA-256 and its IssuerSerial, empty if absent, out of signingCertificateV2."""
    try:
        start, end = der.only(der.SEQUENCE, value, 0, len(value))
        # One certificate and no policies: more would limit the path (RFC 5035 §3), which nobody checks here.
        start, end = der.only(der.SEQUENCE, value, start, end)
        start, end = der.only(der.SEQUENCE, value, start, end)
        for spelt_out in envelope.DIGEST_ALGORITHMS:  # the default, which many writers name all the same
            if value.startswith(spelt_out, start):
                start += len(spelt_out)
        digest, after = der.expect(der.OCTET_STRING, value, start, end)
        if after != end:
            der.only(der.SEQUENCE, value, after, end)
    except der.NotDer as reason:
        raise envelope.malformed(f"signingCertificateV2 is not one SHA-256 of one certificate: {reason}") from None
    return value[digest:after], value[after:end]


def _attributes_of(content: bytes, certificate: Certificate, at: datetime) -> bytes:
    """Return the signed attributes, in the order of `keys.attributes`."""
    binding = binding_attributes(hashlib.sha256(content).digest(), certificate.fingerprint)
    return CONTENT_TYPE + _signing_time(at) + binding


def _signing_time(at: datetime) -> bytes:
    if at.tzinfo is None:
        raise ValueError("a signing time needs its time zone")
    moment = at.astimezone(UTC)
    if _FIRST_YEAR_OF_UTC_TIME <= moment.year < _FIRST_YEAR_OF_GENERALIZED_TIME:
        time = der.write(der.UTC_TIME, moment.strftime("%y%m%d%H%M%SZ").encode())
    else:
        time = der.write(der.GENERALIZED_TIME, moment.strftime("%Y%m%d%H%M%SZ").encode())
    return _time_attribute(time)


@lru_cache(maxsize=4096)
def _time_attribute(time: bytes) -> bytes:
    return der.write(der.SEQUENCE, SIGNING_TIME_OID + der.write(der.SET, time))


@lru_cache(maxsize=4096)
def _read_time(value: bytes) -> datetime:
    """Return the signing time; to the second, in UTC, and in the form that belongs to its year (RFC 5652 §11.3)."""
    text = value[2:]
    early = value.startswith(_UTC_TIME_HEAD)
    if early:
        text = (b"19" if text >= b"50" else b"20") + text
    if (early or value.startswith(_GENERALIZED_TIME_HEAD)) and _MOMENT.fullmatch(text):
        try:
            moment = datetime.fromisoformat(f"{text[:8].decode()}T{text[8:].decode()}")
        except ValueError:
            pass  # the thirtieth of February and its like: refused below
        else:
            if early is (_FIRST_YEAR_OF_UTC_TIME <= moment.year < _FIRST_YEAR_OF_GENERALIZED_TIME):
                return moment
    raise envelope.malformed("its signing time is not a time in the form that CMS wants")
