"""The envelope of a detached signature: one signer's CMS SignedData (RFC 5652 §5), taken apart and put together.

    ContentInfo → SignedData: version · {SHA-256} · id-data without content
      [0] certificates   only in what is handed to foreign tools, see `with_certificates`
      {SignerInfo}       version · who · SHA-256 · [0] signed attributes · algorithm · signature

The signature covers the signed attributes only. So everything around them has one accepted form, and a changed
byte anywhere is refused: exactly one signer, no CRLs, no unsigned attributes (a time-stamp that comes later is a
fact of its own). One thing has two spellings, and they differ in length, not in a byte: the parameters of SHA-256
as absent or NULL (RFC 5754 §2 tells readers to take both).
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from keys import der
from keys.errors import BadSignature

MAX_SIZE: Final = 16_384
"""Bytes of a signature without certificates; ours have about 450 with P-256."""
MAX_SIZE_WITH_CERTIFICATES: Final = 98_304
"""Bytes of a signature with certificates: a chain of at most 64 kB beside it."""

CONTEXT_0: Final = 0xA0  # [0], constructed

SIGNED_DATA_OID: Final = bytes.fromhex("06092a864886f70d010702")
DATA_OID: Final = bytes.fromhex("06092a864886f70d010701")

SHA256: Final = bytes.fromhex("300b0609608648016503040201")
SHA256_WITH_NULL: Final = bytes.fromhex("300d06096086480165030402010500")
DIGEST_ALGORITHMS: Final = (SHA256, SHA256_WITH_NULL)

VERSION_1: Final = bytes.fromhex("020101")
VERSION_3: Final = bytes.fromhex("020103")
DETACHED_DATA: Final = der.write(der.SEQUENCE, DATA_OID)
_HEAD: Final = VERSION_1 + der.write(der.SET, SHA256) + DETACHED_DATA


class SignerInfo(NamedTuple):
    """The parts that differ from one signature to the next, as DER; *attributes* without tag and length."""

    version: bytes
    identifier: bytes
    attributes: bytes
    algorithm: bytes
    signature: bytes


def assemble(identifier: bytes, attributes: bytes, algorithm: bytes, signature: bytes) -> bytes:
    """Return the CMS of one signer, named by issuer and serial number, without certificates."""
    info = der.write(
        der.SEQUENCE,
        b"".join(
            (
                VERSION_1,
                identifier,
                SHA256,
                der.write(CONTEXT_0, attributes),
                algorithm,
                der.write(der.OCTET_STRING, signature),
            )
        ),
    )
    return _content_info(_HEAD + der.write(der.SET, info))


def read(cms: bytes) -> SignerInfo:
    """Return the signer's part of *cms*, which must hold no certificates.

    Raises:
        BadSignature: it is not in the one accepted form (`cms-malformed`), or too large (`cms-too-large`).
    """
    head, certificates, infos = _split(cms, MAX_SIZE)
    if certificates is not None:
        raise malformed("certificates stand inside it; take them out before verifying")
    try:
        start, end = der.only(der.SET, infos, 0, len(infos))
        start, end = der.only(der.SEQUENCE, infos, start, end)  # exactly one signer
        parts = der.elements(infos, start, end)
        version, identifier, digest_algorithm, attributes, algorithm, signature = parts
        kept_from, kept_to = der.only(CONTEXT_0, attributes, 0, len(attributes))
        signed_from, signed_to = der.only(der.OCTET_STRING, signature, 0, len(signature))
    except der.NotDer as reason:
        raise malformed(str(reason)) from None
    except ValueError:
        raise malformed("the signer's part has something missing or unsigned attributes") from None
    if digest_algorithm not in DIGEST_ALGORITHMS:
        raise malformed("its digest is not SHA-256")
    # The set of digest algorithms names the signer's one, in either spelling of its parameters.
    if not any(head == version + der.write(der.SET, one) + DETACHED_DATA for one in DIGEST_ALGORITHMS):
        raise malformed("its version or its set of digest algorithms does not fit its signer")
    return SignerInfo(version, identifier, attributes[kept_from:kept_to], algorithm, signature[signed_from:signed_to])


def with_certificates(cms: bytes, certificates: Sequence[bytes]) -> bytes:
    """Return *cms* with these DER certificates inside, each once, in the order of a DER SET OF.

    Foreign tools look for certificates there: `openssl cms -verify` finds an intermediate nowhere else.

    Raises:
        BadSignature: *cms* is malformed or holds certificates already, or the result is too large.
    """
    head, inside, infos = _split(cms, MAX_SIZE)
    if inside is not None:
        raise malformed("it already holds certificates")
    if not certificates:
        return cms
    enclosed = der.write(CONTEXT_0, b"".join(sorted(set(certificates))))
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
        raise malformed(str(reason)) from None
    if not certificates or certificates != sorted(set(certificates)):
        raise malformed("the certificates inside are not a sorted set")
    if any(certificate[0] != der.SEQUENCE for certificate in certificates):
        raise malformed("something else than an X.509 certificate stands among the certificates")
    return _content_info(head + infos), tuple(certificates)


def _content_info(signed_data: bytes) -> bytes:
    wrapped = der.write(CONTEXT_0, der.write(der.SEQUENCE, signed_data))
    return der.write(der.SEQUENCE, SIGNED_DATA_OID + wrapped)


def _split(cms: bytes, limit: int) -> tuple[bytes, bytes | None, bytes]:
    """Return of SignedData: all before the certificates, the certificates' content or None, the signer infos."""
    if len(cms) > limit:
        raise _too_large(len(cms), limit)
    try:
        start, end = der.only(der.SEQUENCE, cms, 0, len(cms))
        if not cms.startswith(SIGNED_DATA_OID, start):
            raise malformed("it is not SignedData")
        start, end = der.only(CONTEXT_0, cms, start + len(SIGNED_DATA_OID), end)
        begin, end = der.only(der.SEQUENCE, cms, start, end)
        _, algorithms = der.expect(der.SET, cms, begin + len(VERSION_1), end)
        inside = None
        if not cms.startswith(DETACHED_DATA, algorithms):
            raise malformed("the document is inside it, or is not plain data; make a detached signature")
        at = split = algorithms + len(DETACHED_DATA)
        if cms.startswith(b"\xa0", at):
            start, at = der.expect(CONTEXT_0, cms, at, end)
            inside = cms[start:at]
        der.only(der.SET, cms, at, end)
    except der.NotDer as reason:
        raise malformed(str(reason)) from None
    return cms[begin:split], inside, cms[at:end]


def malformed(reason: str) -> BadSignature:
    """Return the refusal of a signature whose form is wrong."""
    return BadSignature(
        "cms-malformed",
        f"The signature is not in the form of CAdES-B: {reason}. Sign the document again.",
        reason=reason,
    )


def _too_large(size: int, limit: int) -> BadSignature:
    return BadSignature(
        "cms-too-large", f"The signature has {size} bytes; {limit} are the most.", size=size, limit=limit
    )
