"""PAdES-B: a person's signature inside the PDF file that it signs, as a detached CMS over all but its own place.

    data   %PDF-1.7 … /Contents <3082…0000> … %%EOF
           └─── signed ────────┘└── gap ──┘└ signed ┘      SHA-256 over both parts, one after the other
    gap    < hex of one CMS, zeros behind it >
    behind it   /ByteRange [0 begin end rest], for readers of PDF files: exactly this gap

    signed attributes   contentType · messageDigest · signingCertificateV2, no signingTime: /M of the file says it
    certificates        the signer's and those above it, because readers of PDF files look nowhere else

Sources: ETSI EN 319 142-1 §5 and §6.3 (level B-B), ISO 32000-2 12.8.1 and 12.8.3, RFC 5652 §5, RFC 5035 §3.

This module does not take a PDF apart: whoever signs says in the statement where the gap is and how long the file,
so two readers of PDF cannot disagree about it. The byte range that the file names itself must say the same, or those
readers would look at other bytes and call a good signature a bad one. signingCertificateV2 names every certificate
inside, so that none of them can be exchanged, and all else in the gap is known beforehand: of a file that verifies no
byte can be changed unnoticed. But ECDSA has a second solution for every signature (r, −s), which anybody can write in
the first one's place; the seal's admission pins the digest of the finished file, and with it which of the two was
issued.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric import rsa

from keys import cms as envelope
from keys import der
from keys.attributes import (
    CONTENT_TYPE,
    algorithm_of,
    as_set,
    binding_attributes,
    content_changed,
    signed_by_another,
)
from keys.certificates import Certificate
from keys.errors import BadSignature
from keys.paths import LONGEST_CHAIN
from keys.signing import Certified, SigningKey

LARGEST_GAP: Final = 2 * envelope.MAX_SIZE_WITH_CERTIFICATES + 2
"""Bytes of the file: two hexadecimal digits a byte, between angle brackets."""

_LARGEST_P256: Final = 72  # bytes of an ECDSA signature as DER


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the signature stands in its file."""

    begin: int
    """Of the ``<``; bytes 0 to here are signed."""
    end: int
    """First byte behind the ``>``; from here to the file's end is signed."""
    length: int
    """Bytes of the whole file."""


class Claim(NamedTuple):
    """A signature that was read and not yet verified: it is one of *message*, or a forgery."""

    signature: bytes
    message: bytes
    """The signed attributes, which bind the file and the certificates."""
    digest: bytes
    """SHA-256 of the file around the gap."""
    whole: bytes
    """SHA-256 of the whole file, which shares most of the work with the other."""


def ranged(data: bytes, gap: Gap) -> bytes:
    """Return the SHA-256, 32 bytes, of all that stands around *gap*.

    Raises:
        BadSignature: the gap is not in this file (`gap-misplaced`), or the file says that its signature is over
            other bytes (`byte-range-differs`).
    """
    return _hashed(data, gap)[0]


def byte_range(gap: Gap) -> bytes:
    """Return what the file says right behind *gap*: which bytes are signed, as pairs of offset and length (12.8.1)."""
    return b" /ByteRange [0 %d %d %d]" % (gap.begin, gap.end, gap.length - gap.end)


def sign(digest: bytes, key: SigningKey) -> bytes:
    """Return the CMS, as DER with the certificates of *key*, over a file with this SHA-256 around its gap.

    Raises:
        BadSignature: the certificates above the signer's are too many or too large.
    """
    signed = _attributes_of(digest, key)
    return _assemble(key, signed, key.sign(as_set(signed)))


def to_be_signed(digest: bytes, signer: Certified) -> bytes:
    """Return what a key that is elsewhere signs, so that `complete` can make the signature of `sign` from it."""
    return as_set(_attributes_of(digest, signer))


def complete(digest: bytes, signer: Certified, signature: bytes) -> bytes:
    """Return the CMS over a file with this SHA-256 around its gap, as `sign` would, from a signature made elsewhere.

    Args:
        digest: 32 bytes.
        signer: Who signed.
        signature: Of `to_be_signed`, as DER for P-256.

    Raises:
        BadSignature: it is not that key's signature of this (`signature-mismatch`), or the certificates above the
            signer's are too many or too large.
    """
    signed = _attributes_of(digest, signer)
    signer.certificate.verify(signature, as_set(signed))
    return _assemble(signer, signed, signature)


def room(signer: Certified) -> int:
    """Return the most bytes that a signature by *signer* can have: what a gap has to be made for."""
    public = signer.certificate.public_key
    size = (public.key_size + 7) // 8 if isinstance(public, rsa.RSAPublicKey) else _LARGEST_P256
    return len(_assemble(signer, _attributes_of(bytes(32), signer), bytes(size)))


def embed(data: bytes, gap: Gap, cms: bytes) -> bytes:
    """Return the finished file: *data* with *cms* in its gap, in hexadecimal digits, and zeros behind it.

    Raises:
        BadSignature: as `ranged`; or the gap is too small for *cms* (`gap-too-small`).
    """
    ranged(data, gap)
    digits = cms.hex().encode()
    space = gap.end - gap.begin - 2
    if len(digits) > space:
        raise BadSignature(
            "gap-too-small",
            f"The signature has {len(cms)} bytes and the PDF file a place for {space // 2}. "
            "Prepare the file again, for the key that signs.",
            size=len(cms),
            room=space // 2,
        )
    return b"".join((data[: gap.begin + 1], digits.ljust(space, b"0"), data[gap.end - 1 :]))


def verify(data: bytes, gap: Gap, certificate: Certificate) -> None:
    """Return quietly iff the holder of *certificate* signed exactly this file, and nothing else stands in the gap.

    Whether the certificate, and what stands beside it, is trusted is another question: see `keys.paths`.

    Raises:
        BadSignature: as `ranged`; or the gap holds something else than one signature
            (`gap-malformed`, `cms-malformed`, `cms-too-large`), the signature is over another file
            (`content-changed`), by another certificate (`signed-by-another`) or key (`signature-mismatch`).
    """
    claim = read(data, gap, certificate)
    certificate.verify(claim.signature, claim.message)


def read(data: bytes, gap: Gap, certificate: Certificate) -> Claim:
    """Return what is left to verify of the signature in *gap*: `Certificate.verify` settles it.

    All but the signature value is known beforehand, so writing it again and comparing is a complete check.

    Raises:
        BadSignature: as `verify`, but for `signature-mismatch`.
    """
    digest, whole = _hashed(data, gap)
    bare, inside = envelope.without_certificates(_contents(data, gap))
    if certificate.der not in inside:
        raise signed_by_another(certificate)
    if len(inside) > LONGEST_CHAIN:
        raise envelope.malformed(f"it holds {len(inside)} certificates; {LONGEST_CHAIN} are the most")
    found = envelope.read(bare)
    signed = _attributes(digest, certificate, inside)
    expected = envelope.assemble(certificate.issuer_and_serial, signed, algorithm_of(certificate), found.signature)
    if bare != expected:
        raise _difference(found, digest, certificate)
    return Claim(found.signature, as_set(signed), digest, whole)


def _hashed(data: bytes, gap: Gap) -> tuple[bytes, bytes]:
    """Return the SHA-256 around *gap* and that of the whole file; refuses as `ranged`."""
    fits = (
        len(data) == gap.length
        and 0 < gap.begin < gap.end < gap.length
        and gap.end - gap.begin <= LARGEST_GAP
        and data[gap.begin] == ord("<")
        and data[gap.end - 1] == ord(">")
    )
    if not fits:
        raise BadSignature(
            "gap-misplaced",
            f"The PDF file of {len(data)} bytes has no place for a signature between bytes {gap.begin} and {gap.end} "
            f"of {gap.length}. Compare with the file that was signed.",
            begin=gap.begin,
            end=gap.end,
            length=gap.length,
            size=len(data),
        )
    if not data.startswith(byte_range(gap), gap.end):
        raise BadSignature(
            "byte-range-differs",
            f"The PDF file says of its signature that it is over other bytes than those before {gap.begin} and from "
            f"{gap.end} to {gap.length}, so readers of PDF files would call it bad. Write the letter again.",
            begin=gap.begin,
            end=gap.end,
            length=gap.length,
        )
    around = hashlib.sha256(memoryview(data)[: gap.begin])
    whole = around.copy()
    around.update(memoryview(data)[gap.end :])
    whole.update(memoryview(data)[gap.begin :])
    return around.digest(), whole.digest()


def _attributes(digest: bytes, certificate: Certificate, inside: Sequence[bytes]) -> bytes:
    """Return the signed attributes; the signer's certificate comes first, the others as they stand in the CMS."""
    others = sorted(set(inside) - {certificate.der})
    named = (certificate.fingerprint, *(hashlib.sha256(other).digest() for other in others))
    return CONTENT_TYPE + binding_attributes(digest, *named)


def _attributes_of(digest: bytes, signer: Certified) -> bytes:
    return _attributes(digest, signer.certificate, [one.der for one in signer.chain])


def _assemble(signer: Certified, signed: bytes, signature: bytes) -> bytes:
    certificate = signer.certificate
    bare = envelope.assemble(certificate.issuer_and_serial, signed, algorithm_of(certificate), signature)
    return envelope.with_certificates(bare, [certificate.der, *(one.der for one in signer.chain)])


def _contents(data: bytes, gap: Gap) -> bytes:
    """Return the CMS in *gap*, once nothing but zeros stands behind it and every digit is as we write it."""
    digits = data[gap.begin + 1 : gap.end - 1]
    try:
        whole = bytes.fromhex(digits.decode("ascii"))
        _, _, stop = der.element(whole, 0, len(whole))
    except (ValueError, der.NotDer):
        raise _malformed("they are no hexadecimal digits of a signature") from None
    if whole.hex().encode() != digits:
        raise _malformed("its digits have capitals or white space between them")
    if any(whole[stop:]):
        raise _malformed("something stands behind the signature")
    return whole[:stop]


def _difference(found: envelope.SignerInfo, digest: bytes, certificate: Certificate) -> BadSignature:
    """Return the plainest reason why a signature is not, to the byte, what its signer would have written."""
    if found.identifier != certificate.issuer_and_serial:
        return signed_by_another(certificate)
    if digest not in found.attributes:
        return content_changed(certificate, digest)
    return envelope.malformed("it is not written as it is written here, or was made for other certificates")


def _malformed(reason: str) -> BadSignature:
    return BadSignature(
        "gap-malformed",
        f"The place of the signature in the PDF file holds something else than one signature: {reason}. "
        "Compare with the file that was signed.",
        reason=reason,
    )
