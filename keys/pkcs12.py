"""Key files: a person's private key and certificate under a pass phrase (PKCS#12, RFC 7292).

The caller reads the file and asks for the pass phrase; here are bytes only. A pass phrase never enters a
refusal. Any protection that the library opens is read, also the weak ones of old programs; what is written
is AES-256 under PBES2 with many iterations (RFC 8018).
"""

import warnings
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12

from keys.certificates import Certificate
from keys.errors import BadKeyFile
from keys.signing import SigningKey

MAX_SIZE: Final = 262_144
"""Bytes of a key file."""
ITERATIONS: Final = 600_000
"""Rounds of PBKDF2-HMAC-SHA-256 for a person's file; a sixth of a second to open, and to try one guess."""
_MOST_CERTIFICATES: Final = 16


def read(data: bytes, pass_phrase: bytes) -> SigningKey:
    """Open a key file and return its key, certificate and chain.

    Args:
        data: The file's bytes.
        pass_phrase: In UTF-8.

    Raises:
        BadKeyFile: `key-file-empty`, `key-file-too-large`, `key-file-not-pkcs12`, `wrong-pass-phrase`,
            `key-file-algorithm`, `key-file-without-key`, `key-file-without-certificate`, `key-not-of-certificate`.
        BadCertificate: its certificate or key is of a kind that is not taken here (`algorithm-not-allowed`).
    """
    if not data:
        raise BadKeyFile("key-file-empty", "The key file is empty. Copy it again from where it was issued.")
    if len(data) > MAX_SIZE:
        raise BadKeyFile(
            "key-file-too-large",
            f"The key file has {len(data)} bytes; {MAX_SIZE} are the most. Is it really a PKCS#12 file (.p12, .pfx)?",
            size=len(data),
            limit=MAX_SIZE,
        )
    opened = _open(data, pass_phrase)
    if opened.key is None:
        raise BadKeyFile(
            "key-file-without-key",
            "The key file holds certificates but no private key. Export it again together with the key.",
        )
    if opened.cert is None:
        raise BadKeyFile(
            "key-file-without-certificate",
            "The key file holds a private key but not its certificate. Export it again together with the certificate.",
        )
    certificate = Certificate.load(opened.cert.certificate.public_bytes(Encoding.DER))
    if len(opened.additional_certs) > _MOST_CERTIFICATES or not isinstance(
        opened.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    ):
        # A key of another kind cannot belong to the certificate, which has just been found good.
        raise BadKeyFile(
            "key-not-of-certificate",
            "The key file holds a key of another kind than its certificate, or too many certificates. Export it again.",
        )
    others = (Certificate.load(one.certificate.public_bytes(Encoding.DER)) for one in opened.additional_certs)
    return SigningKey(opened.key, certificate, tuple(others))


def write(key: SigningKey, pass_phrase: bytes, *, iterations: int = ITERATIONS) -> bytes:
    """Return *key* with its certificate and chain as a PKCS#12 file under *pass_phrase* (UTF-8, not empty).

    Args:
        key: What to keep.
        pass_phrase: What opens it again.
        iterations: Rounds of the key derivation; opening takes time in proportion.
    """
    if not pass_phrase or not _is_utf8(pass_phrase):
        raise BadKeyFile("pass-phrase-unusable", "A key file needs a pass phrase: text, and not empty. Type another.")
    protection = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(iterations)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(SHA256())
        .build(pass_phrase)
    )
    return pkcs12.serialize_key_and_certificates(
        key.certificate.holder.encode(),
        key.private_key,
        key.certificate.parsed,
        [one.parsed for one in key.chain],
        protection,
    )


def _open(data: bytes, pass_phrase: bytes) -> pkcs12.PKCS12KeyAndCertificates:
    if not _is_utf8(pass_phrase):
        raise _wrong_pass_phrase()
    try:
        with warnings.catch_warnings():
            # Files of other programs are often BER, about which the library warns before it reads them.
            warnings.filterwarnings("ignore", message="PKCS#12 bundle could not be parsed as DER")
            return pkcs12.load_pkcs12(data, pass_phrase)
    except UnsupportedAlgorithm:
        raise BadKeyFile(
            "key-file-algorithm",
            "The key file is protected in a way, or holds a key of a kind, that is not known here. "
            "Export it again with AES-256.",
        ) from None
    except ValueError as reason:
        # The library tells the two apart by its words only; a test holds them.
        if "password" in str(reason):
            raise _wrong_pass_phrase() from None
        raise BadKeyFile(
            "key-file-not-pkcs12",
            "This is not a complete PKCS#12 key file (.p12, .pfx). Choose the file that was issued to you.",
        ) from None


def _is_utf8(pass_phrase: bytes) -> bool:
    try:
        pass_phrase.decode()
    except UnicodeDecodeError:
        return False
    return True


def _wrong_pass_phrase() -> BadKeyFile:
    return BadKeyFile(
        "wrong-pass-phrase",
        "The pass phrase does not open the key file. Type it again; if it is right, the file is damaged.",
    )
