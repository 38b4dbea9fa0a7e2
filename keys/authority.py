"""An office's certification authority: officers' certificates from requests, under a CA certificate in a key file.

request (the key, and that its holder has it) ┐
subject (who it is, as the register knows)    ├─▶ certificate: signs, certifies nobody, ends before the authority does
days, serial number                           ┘
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from keys.certificates import Certificate
from keys.errors import BadKeyFile
from keys.pkcs10 import Request
from keys.signing import SigningKey

SPECIMEN: Final = "SPECIMEN"
LONGEST_COMMON_NAME: Final = 64
"""Bytes, not characters: 21 Thai characters (X.520 says characters; the library counts bytes)."""
SERIAL: Final = 16
"""Random bytes of a serial number, of which one bit is not used: it is positive (RFC 5280 §4.1.2.2)."""

_DESCRIPTION: Final = x509.ObjectIdentifier("2.5.4.13")  # X.520: the whole name, where CN had to be cut
_LEADING_VOWELS: Final = "เแโใไ"
_SARA_AM: Final = "ำ"

Extensions = Sequence[x509.ExtensionType]
"""All marked critical; the two key identifiers are always added."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a certificate is for."""

    name: str
    organisation: str
    post: str | None = None
    specimen: bool = False

    def written(self) -> x509.Name:
        """Return the subject as certificates name it; CN is cut where it must be, and whole in the description."""
        shown = common_name(self.name)
        attributes = [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "TH"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, self.organisation),
        ]
        if self.specimen:
            attributes.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, SPECIMEN))
        attributes.append(x509.NameAttribute(NameOID.COMMON_NAME, shown))
        if self.post:
            attributes.append(x509.NameAttribute(NameOID.TITLE, self.post))
        if shown != self.name:
            attributes.append(x509.NameAttribute(_DESCRIPTION, self.name))
        return x509.Name(attributes)


class Authority:
    """Certifies officers' keys with a CA's own key."""

    def __init__(self, key: SigningKey) -> None:
        """Certify with *key*, whose certificate is one of an authority.

        Raises:
            BadKeyFile: it is one of a person (`not-an-authority`).
        """
        if not _may_certify(key.certificate):
            raise BadKeyFile(
                "not-an-authority",
                f"The certificate of {key.certificate.holder} may not certify others. Give the authority's key file.",
                holder=key.certificate.holder,
            )
        self._key = key

    @property
    def chain(self) -> tuple[Certificate, ...]:
        """The authority's certificate and those above it."""
        return (self._key.certificate, *self._key.chain)

    def issue(
        self, request: Request, subject: Subject, *, serial: bytes, now: datetime, lasting: timedelta
    ) -> Certificate:
        """Return a certificate of an officer for the key of *request*.

        Args:
            request: Whose key; nothing else of it is taken.
            subject: Who holds it.
            serial: 16 random bytes.
            now: When it begins to be good, to the second.
            lasting: How long it is; never longer than the authority's own certificate.

        Raises:
            BadKeyFile: the authority's certificate is not good now (`authority-not-valid`).
        """
        own = self._key.certificate
        begins = now.astimezone(UTC).replace(microsecond=0)
        if not own.not_before <= begins < own.not_after:
            raise BadKeyFile(
                "authority-not-valid",
                f"The authority's certificate of {own.holder} is good from {own.not_before:%Y-%m-%d} to "
                f"{own.not_after:%Y-%m-%d}, not now. Renew it first.",
                holder=own.holder,
                not_before=own.not_before,
                not_after=own.not_after,
            )
        if len(serial) != SERIAL:
            raise ValueError(f"a serial number is made of {SERIAL} random bytes, not {len(serial)}")
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject.written())
            .issuer_name(own.parsed.subject)
            .public_key(request.public_key)
            .serial_number(int.from_bytes(serial) >> 1 or 1)
            .not_valid_before(begins)
            .not_valid_after(min(begins + lasting, own.not_after))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(request.public_key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.private_key.public_key()), critical=False
            )
        )
        for extension in officer_extensions():
            builder = builder.add_extension(extension, critical=True)
        return Certificate.load(builder.sign(self._key.private_key, SHA256()).public_bytes(Encoding.DER))


def officer_extensions() -> Extensions:
    """Return what makes a certificate one of a person who signs."""
    return (x509.BasicConstraints(ca=False, path_length=None), key_usage(person=True))


def key_usage(*, person: bool) -> x509.KeyUsage:
    """Return what a key is for: signing documents, or certificates."""
    return x509.KeyUsage(
        digital_signature=person,
        content_commitment=person,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not person,
        crl_sign=not person,
        encipher_only=False,
        decipher_only=False,
    )


def common_name(name: str) -> str:
    """Return as much of *name* as fits CN, cut where a reader sees a boundary between characters."""
    kept = name.encode()[:LONGEST_COMMON_NAME].decode(errors="ignore")
    if kept == name:
        return name
    following = name[len(kept)]
    while kept and (unicodedata.category(following) == "Mn" or following == _SARA_AM):
        kept, following = kept[:-1], kept[-1]
    return kept.rstrip(_LEADING_VOWELS + " ")


def _may_certify(certificate: Certificate) -> bool:
    try:
        extensions = certificate.parsed.extensions
        basic = extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return basic.ca and usage.key_cert_sign
