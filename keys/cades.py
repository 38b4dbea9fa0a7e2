"""CAdES-B: a person's or the seal's signature over exact bytes, as a detached CMS.

    ContentInfo → SignedData, version 1, {SHA-256}, id-data without content
      certificates   absent here; put back by `with_certificates` where foreign tools need them
      SignerInfo     who: issuer and serial number (or subject key identifier)
        signed       contentType · signingTime · messageDigest · signingCertificateV2, sorted as a SET
        signature    ECDSA P-256 or RSASSA-PKCS1-v1_5, SHA-256, over the signed attributes

Sources: ETSI EN 319 122-1 §5 and §6 (level B-B), RFC 5652 §5, RFC 5035 §3, RFC 5754.

Everything that the signature does not cover has one accepted form, so that a changed byte anywhere is
refused: exactly one signer, no certificates, no CRLs, no unsigned attributes (a time-stamp that comes
later is a fact of its own). Two spellings of the same remain, and neither is one byte away from the
other: the parameters of SHA-256 as absent or NULL (RFC 5754 §2 tells readers to take both).
The signing time is the signer's claim; what may be believed of it is decided elsewhere.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec

from keys import der
from keys.certificates import Certificate
from keys.errors import BadSignature
from keys.signing import SigningKey

MAX_SIZE: Final = 16_384
"""Bytes of a signature without certificates; ours have about 450 with P-256."""
MAX_SIZE_WITH_CERTIFICATES: Final = 98_304
"""Bytes of a signature with certificates: a chain of at most 64 kB beside it."""
MAX_ATTRIBUTES: Final = 16

_CONTEXT_0: Final = 0xA0  # [0], constructed
_KEY_IDENTIFIER: Final = 0x80  # [0], primitive: SignerIdentifier's other choice

_SIGNED_DATA_OID: Final = bytes.fromhex("06092a864886f70d010702")
_DATA_OID: Final = bytes.fromhex("06092a864886f70d010701")
_CONTENT_TYPE_OID: Final = bytes.fromhex("06092a864886f70d010903")
_MESSAGE_DIGEST_OID: Final = bytes.fromhex("06092a864886f70d010904")
_SIGNING_TIME_OID: Final = bytes.fromhex("06092a864886f70d010905")
_SIGNING_CERTIFICATE_V2_OID: Final = bytes.fromhex("060b2a864886f70d010910022f")

_SHA256: Final = bytes.fromhex("300b0609608648016503040201")
_SHA256_WITH_NULL: Final = bytes.fromhex("300d06096086480165030402010500")
_DIGEST_ALGORITHMS: Final = (_SHA256, _SHA256_WITH_NULL)
_ECDSA_SHA256: Final = bytes.fromhex("300a06082a8648ce3d040302")
# CMS calls PKCS#1 v1.5 by the key's own identifier (RFC 5754 §3.2). The other spelling, sha256WithRSAEncryption,
# is one byte away and not covered by the signature: taking both would let that byte be changed unnoticed.
_RSA_PKCS1: Final = bytes.fromhex("300d06092a864886f70d0101010500")

_VERSION_1: Final = bytes.fromhex("020101")
_VERSION_3: Final = bytes.fromhex("020103")
_DETACHED_DATA: Final = der.write(der.SEQUENCE, _DATA_OID)
_CONTENT_TYPE: Final = der.write(der.SEQUENCE, _CONTENT_TYPE_OID + der.write(der.SET, _DATA_OID))
_MESSAGE_DIGEST: Final = bytes.fromhex("302f") + _MESSAGE_DIGEST_OID + bytes.fromhex("31220420")
_SIGNING_CERTIFICATE: Final = (
    bytes.fromhex("3037") + _SIGNING_CERTIFICATE_V2_OID + bytes.fromhex("31283026302430220420")
)
_HEAD: Final = _VERSION_1 + der.write(der.SET, _SHA256) + _DETACHED_DATA
_UTC_TIME_HEAD: Final = b"\x17\x0d"
_GENERALIZED_TIME_HEAD: Final = b"\x18\x0f"
_MOMENT: Final = re.compile(rb"[0-9]{14}Z")
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


class _SignerInfo(NamedTuple):
    version: bytes
    identifier: bytes
    attributes: bytes
    algorithm: bytes
    signature: bytes


def sign(content: bytes, key: SigningKey, *, at: datetime) -> bytes:
    """Return the detached CAdES-B signature over *content* as DER, without certificates.

    Args:
        content: The exact bytes; nothing is normalised.
        key: Who signs.
        at: The time the signer claims, with a time zone; written to the second, in UTC.
    """
    certificate = key.certificate
    # In this order the encodings are sorted as DER wants of a SET OF (X.690 §11.6): they differ in their lengths.
    attributes = (
        _CONTENT_TYPE
        + _signing_time(at)
        + _MESSAGE_DIGEST
        + hashlib.sha256(content).digest()
        + _SIGNING_CERTIFICATE
        + certificate.fingerprint
    )
    signature = key.sign(der.write(der.SET, attributes))  # signed as a SET, stored as [0] (RFC 5652 §5.4)
    algorithm = _ECDSA_SHA256 if isinstance(certificate.public_key, ec.EllipticCurvePublicKey) else _RSA_PKCS1
    info = der.write(
        der.SEQUENCE,
        _VERSION_1
        + certificate.issuer_and_serial
        + _SHA256
        + der.write(_CONTEXT_0, attributes)
        + algorithm
        + der.write(der.OCTET_STRING, signature),
    )
    return _content_info(_HEAD + der.write(der.SET, info))


def verify(cms: bytes, content: bytes, certificate: Certificate) -> Signed:
    """Return what *cms* says iff the holder of *certificate* signed exactly *content*.

    Whether the certificate is trusted is another question: see `keys.paths`.

    Raises:
        BadSignature: malformed (`cms-malformed`), over other bytes (`content-changed`), by another
            certificate (`signed-by-another`), or not made by that key (`signature-mismatch`).
    """
    info = _read(cms)
    _require_signer(info, certificate)
    attributes = _attributes(info.attributes)
    digest = hashlib.sha256(content).digest()
    try:
        if attributes[_MESSAGE_DIGEST_OID] != b"\x04\x20" + digest:
            raise BadSignature(
                "content-changed",
                f"The signature of {certificate.holder} is over other bytes than these {len(content)}. "
                "Compare with the document that was signed.",
                holder=certificate.holder,
                size=len(content),
            )
        if attributes[_CONTENT_TYPE_OID] != _DATA_OID:
            raise _malformed("the signed attribute contentType is not data")
        _require_certificate(attributes[_SIGNING_CERTIFICATE_V2_OID], certificate)
        claimed = _read_time(attributes[_SIGNING_TIME_OID])
    except KeyError:
        raise _malformed("a signed attribute of CAdES-B is missing") from None
    certificate.verify(info.signature, der.write(der.SET, info.attributes))
    return Signed(claimed, digest)


def signer_of(cms: bytes) -> Signer:
    """Return how *cms*, with or without certificates, names its signer. Nothing is verified.

    Raises:
        BadSignature: malformed.
    """
    bare, _ = without_certificates(cms)
    info = _read(bare)
    value = _attributes(info.attributes).get(_SIGNING_CERTIFICATE_V2_OID)
    if value is None:
        raise _malformed("the signed attribute signingCertificateV2 is missing")
    if info.identifier[0] == _KEY_IDENTIFIER:
        start, stop = der.only(_KEY_IDENTIFIER, info.identifier, 0, len(info.identifier))
        return Signer(_certificate_hash(value)[0], None, info.identifier[start:stop])
    return Signer(_certificate_hash(value)[0], info.identifier, None)


def with_certificates(cms: bytes, certificates: Sequence[bytes]) -> bytes:
    """Return *cms* with these DER certificates inside, each once, in the order of a DER SET OF.

    Foreign tools look for certificates there: `openssl cms -verify` finds an intermediate nowhere else.

    Raises:
        BadSignature: *cms* is malformed or holds certificates already, or the result is too large.
    """
    head, inside, infos = _split(cms, MAX_SIZE)
    if inside is not None:
        raise _malformed("it already holds certificates")
    if not certificates:
        return cms
    enclosed = der.write(_CONTEXT_0, b"".join(sorted(set(certificates))))
    result = _content_info(head + enclosed + infos)
    if len(result) > MAX_SIZE_WITH_CERTIFICATES:
        raise _too_large(len(result), MAX_SIZE_WITH_CERTIFICATES)
    return result


def without_certificates(cms: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """Return *cms* without the certificates inside, and these as DER: the exact inverse of `with_certificates`.

    Raises:
        BadSignature: malformed; also certificates that are not sorted, repeated, or of another kind than X.509,
            because then the original could not be made again.
    """
    head, inside, infos = _split(cms, MAX_SIZE_WITH_CERTIFICATES)
    if inside is None:
        return cms, ()
    try:
        certificates = der.elements(inside, 0, len(inside))
    except der.NotDer as reason:
        raise _malformed(str(reason)) from None
    if not certificates or certificates != sorted(set(certificates)):
        raise _malformed("the certificates inside are not a sorted set")
    if any(certificate[0] != der.SEQUENCE for certificate in certificates):
        raise _malformed("something else than an X.509 certificate stands among the certificates")
    return _content_info(head + infos), tuple(certificates)


def _content_info(signed_data: bytes) -> bytes:
    wrapped = der.write(_CONTEXT_0, der.write(der.SEQUENCE, signed_data))
    return der.write(der.SEQUENCE, _SIGNED_DATA_OID + wrapped)


def _split(cms: bytes, limit: int) -> tuple[bytes, bytes | None, bytes]:
    """Return of SignedData: all before the certificates, the certificates' content or None, the signer infos."""
    if len(cms) > limit:
        raise _too_large(len(cms), limit)
    try:
        start, end = der.only(der.SEQUENCE, cms, 0, len(cms))
        if not cms.startswith(_SIGNED_DATA_OID, start):
            raise _malformed("it is not SignedData")
        start, end = der.only(_CONTEXT_0, cms, start + len(_SIGNED_DATA_OID), end)
        begin, end = der.only(der.SEQUENCE, cms, start, end)
        _, algorithms = der.expect(der.SET, cms, begin + len(_VERSION_1), end)
        inside = None
        if not cms.startswith(_DETACHED_DATA, algorithms):
            raise _malformed("the document is inside it, or is not plain data; make a detached signature")
        at = split = algorithms + len(_DETACHED_DATA)
        if cms.startswith(b"\xa0", at):
            start, at = der.expect(_CONTEXT_0, cms, at, end)
            inside = cms[start:at]
        der.only(der.SET, cms, at, end)
    except der.NotDer as reason:
        raise _malformed(str(reason)) from None
    return cms[begin:split], inside, cms[at:end]


def _read(cms: bytes) -> _SignerInfo:
    head, certificates, infos = _split(cms, MAX_SIZE)
    if certificates is not None:
        raise _malformed("certificates stand inside it; take them out before verifying")
    try:
        start, end = der.only(der.SET, infos, 0, len(infos))
        start, end = der.only(der.SEQUENCE, infos, start, end)  # exactly one signer
        parts = der.elements(infos, start, end)
        version, identifier, digest_algorithm, attributes, algorithm, signature = parts
        kept_from, kept_to = der.only(_CONTEXT_0, attributes, 0, len(attributes))
        signed_from, signed_to = der.only(der.OCTET_STRING, signature, 0, len(signature))
    except der.NotDer as reason:
        raise _malformed(str(reason)) from None
    except ValueError:
        raise _malformed("the signer's part has something missing or unsigned attributes") from None
    if digest_algorithm not in _DIGEST_ALGORITHMS:
        raise _malformed("its digest is not SHA-256")
    # The set of digest algorithms names the signer's one, in either spelling of its parameters.
    if not any(head == version + der.write(der.SET, one) + _DETACHED_DATA for one in _DIGEST_ALGORITHMS):
        raise _malformed("its version or its set of digest algorithms does not fit its signer")
    return _SignerInfo(version, identifier, attributes[kept_from:kept_to], algorithm, signature[signed_from:signed_to])


def _require_signer(info: _SignerInfo, certificate: Certificate) -> None:
    """Refuse another signer, or an algorithm that is not the one of the certificate's key."""
    if info.identifier == certificate.issuer_and_serial:
        version = _VERSION_1
    elif certificate.key_identifier is not None and info.identifier == der.write(
        _KEY_IDENTIFIER, certificate.key_identifier
    ):
        version = _VERSION_3
    else:
        raise _another(certificate)
    if info.version != version:
        raise _malformed("its version does not fit the way it names its signer")
    algorithm = _ECDSA_SHA256 if isinstance(certificate.public_key, ec.EllipticCurvePublicKey) else _RSA_PKCS1
    if info.algorithm != algorithm:
        raise _malformed("its algorithm is not the one of the signer's key")


def _attributes(signed: bytes) -> dict[bytes, bytes]:
    """Return the value of each signed attribute by its type, both as DER elements."""
    found: dict[bytes, bytes] = {}
    try:
        attributes = der.elements(signed, 0, len(signed))
        if attributes != sorted(attributes) or len(attributes) > MAX_ATTRIBUTES:
            raise _malformed("its signed attributes are not sorted, or too many")
        for attribute in attributes:
            start, end = der.only(der.SEQUENCE, attribute, 0, len(attribute))
            _, after = der.expect(der.OBJECT_IDENTIFIER, attribute, start, end)
            value, end = der.only(der.SET, attribute, after, end)
            der.element(attribute, value, end)
            found[attribute[start:after]] = attribute[value:end]
    except der.NotDer as reason:
        raise _malformed(str(reason)) from None
    if len(found) != len(attributes):
        raise _malformed("a signed attribute stands in it twice")
    return found


def _require_certificate(value: bytes, certificate: Certificate) -> None:
    """Refuse another certificate than the one that signingCertificateV2 names (RFC 5035 §3)."""
    digest, issuer_serial = _certificate_hash(value)
    if digest != certificate.fingerprint:
        raise _another(certificate)
    if issuer_serial:
        names = der.write(der.SEQUENCE, der.write(0xA4, certificate.issuer))  # GeneralNames of one directoryName
        if issuer_serial != der.write(der.SEQUENCE, names + certificate.serial):
            raise _another(certificate)


def _certificate_hash(value: bytes) -> tuple[bytes, bytes]:
    """Return the certificate's SHA-256 and its IssuerSerial, empty if absent, out of signingCertificateV2."""
    try:
        start, end = der.only(der.SEQUENCE, value, 0, len(value))
        # One certificate and no policies: more would limit the path (RFC 5035 §3), which nobody checks here.
        start, end = der.only(der.SEQUENCE, value, start, end)
        start, end = der.only(der.SEQUENCE, value, start, end)
        for spelt_out in _DIGEST_ALGORITHMS:  # the default, which many writers name all the same
            if value.startswith(spelt_out, start):
                start += len(spelt_out)
        digest, after = der.expect(der.OCTET_STRING, value, start, end)
        if after != end:
            der.only(der.SEQUENCE, value, after, end)
    except der.NotDer as reason:
        raise _malformed(f"signingCertificateV2 is not one SHA-256 of one certificate: {reason}") from None
    return value[digest:after], value[after:end]


def _signing_time(at: datetime) -> bytes:
    if at.tzinfo is None:
        raise ValueError("a signing time needs its time zone")
    moment = at.astimezone(UTC)
    if _FIRST_YEAR_OF_UTC_TIME <= moment.year < _FIRST_YEAR_OF_GENERALIZED_TIME:
        time = der.write(der.UTC_TIME, moment.strftime("%y%m%d%H%M%SZ").encode())
    else:
        time = der.write(der.GENERALIZED_TIME, moment.strftime("%Y%m%d%H%M%SZ").encode())
    return der.write(der.SEQUENCE, _SIGNING_TIME_OID + der.write(der.SET, time))


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
    raise _malformed("its signing time is not a time in the form that CMS wants")


def _malformed(reason: str) -> BadSignature:
    return BadSignature(
        "cms-malformed",
        f"The signature is not in the form of CAdES-B: {reason}. Sign the document again.",
        reason=reason,
    )


def _too_large(size: int, limit: int) -> BadSignature:
    return BadSignature(
        "cms-too-large", f"The signature has {size} bytes; {limit} are the most.", size=size, limit=limit
    )


def _another(certificate: Certificate) -> BadSignature:
    return BadSignature(
        "signed-by-another",
        f"The signature names another certificate than that of {certificate.holder} ({certificate.spki}). "
        "Give the certificate of the one who signed.",
        holder=certificate.holder,
        spki=certificate.spki,
    )
