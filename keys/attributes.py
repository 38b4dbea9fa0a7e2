"""What a signer signs of a CMS: attributes that bind the content and the certificate, as a DER SET.

    contentType · messageDigest · signingCertificateV2       CAdES puts signingTime among them, PAdES does not

In this order their encodings are sorted as DER wants of a SET OF (X.690 §11.6): they differ in their lengths.
Sources: RFC 5652 §5.3 and §11, RFC 5035 §3, RFC 5754 §3.
"""

from functools import lru_cache
from typing import Final

from keys import cms, der
from keys.certificates import Certificate
from keys.errors import BadSignature

CONTENT_TYPE_OID: Final = bytes.fromhex("06092a864886f70d010903")
MESSAGE_DIGEST_OID: Final = bytes.fromhex("06092a864886f70d010904")
SIGNING_TIME_OID: Final = bytes.fromhex("06092a864886f70d010905")
SIGNING_CERTIFICATE_V2_OID: Final = bytes.fromhex("060b2a864886f70d010910022f")

CONTENT_TYPE: Final = der.write(der.SEQUENCE, CONTENT_TYPE_OID + der.write(der.SET, cms.DATA_OID))

_MESSAGE_DIGEST: Final = bytes.fromhex("302f") + MESSAGE_DIGEST_OID + bytes.fromhex("31220420")
_ECDSA_SHA256: Final = bytes.fromhex("300a06082a8648ce3d040302")
# CMS calls PKCS#1 v1.5 by the key's own identifier (RFC 5754 §3.2). The other spelling, sha256WithRSAEncryption,
# is one byte away and not covered by the signature: taking both would let that byte be changed unnoticed.
_RSA_PKCS1: Final = bytes.fromhex("300d06092a864886f70d0101010500")


def binding_attributes(digest: bytes, *certificates: bytes) -> bytes:
    """Return the two attributes that bind content and signer: messageDigest, signingCertificateV2.

    Args:
        digest: SHA-256 of the content.
        certificates: SHA-256 of the signer's certificate, and of whichever others the signature is to bind.
    """
    return b"".join((_MESSAGE_DIGEST, digest, _signing_certificate(certificates)))


def as_set(attributes: bytes) -> bytes:
    """Return the signed attributes as a SET; in the signature they stand as [0] (RFC 5652 §5.4)."""
    return der.write(der.SET, attributes)


def algorithm_of(certificate: Certificate) -> bytes:
    """Return the identifier of the one algorithm that the certificate's key signs with here."""
    return _ECDSA_SHA256 if certificate.elliptic else _RSA_PKCS1


def content_changed(certificate: Certificate, digest: bytes) -> BadSignature:
    """Return the refusal of a signature over another content than the one of this SHA-256."""
    return BadSignature(
        "content-changed",
        f"The signature of {certificate.holder} is over other bytes than these. "
        "Compare with the document that was signed.",
        holder=certificate.holder,
        digest=digest.hex(),
    )


def signed_by_another(certificate: Certificate) -> BadSignature:
    """Return the refusal of a signature that names another certificate than this one."""
    return BadSignature(
        "signed-by-another",
        f"The signature names another certificate than that of {certificate.holder} ({certificate.spki}). "
        "Give the certificate of the one who signed.",
        holder=certificate.holder,
        spki=certificate.spki,
    )


@lru_cache(maxsize=1024)
def _signing_certificate(certificates: tuple[bytes, ...]) -> bytes:
    """Return signingCertificateV2 with one ESSCertIDv2 a certificate, SHA-256 being the default (RFC 5035 §3)."""
    named = b"".join(der.write(der.SEQUENCE, der.write(der.OCTET_STRING, one)) for one in certificates)
    value = der.write(der.SEQUENCE, der.write(der.SEQUENCE, named))
    return der.write(der.SEQUENCE, SIGNING_CERTIFICATE_V2_OID + der.write(der.SET, value))
