"""A throw-away certification authority for tests and the demo. Everything it makes says SPECIMEN.

    SpecimenAuthority ── root ──(intermediate)── officers' certificates

Its keys live in memory only, and nothing outside a specimen registry may trust its root.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import (
    CertificateIssuerPrivateKeyTypes,
    CertificatePublicKeyTypes,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from keys.authority import SPECIMEN, Extensions, Subject, key_usage, officer_extensions
from keys.certificates import Certificate
from keys.signing import PrivateKey, SigningKey

NOT_BEFORE: Final = datetime(2020, 1, 1, tzinfo=UTC)  # B.E. 2563
NOT_AFTER: Final = datetime(2037, 12, 31, 23, 59, 59, tzinfo=UTC)  # B.E. 2580

Kind = Literal["p256", "rsa3072"]


@dataclass(frozen=True, slots=True)
class _Issuer:
    """Who certifies, under which number, as what."""

    name: x509.Name
    key: PrivateKey
    serial: int
    extensions: Extensions


def new_key(kind: Kind = "p256") -> PrivateKey:
    """Return a fresh private key; RSA takes a good part of a second."""
    if kind == "p256":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


@dataclass(slots=True)
class SpecimenAuthority:
    """A root, perhaps an intermediate below it, and the serial number it will give next."""

    root: Certificate
    intermediate: Certificate | None
    _key: PrivateKey = field(repr=False)
    _serial: int

    @classmethod
    def create(
        cls,
        name: str = "authority",
        *,
        not_before: datetime = NOT_BEFORE,
        not_after: datetime = NOT_AFTER,
        with_intermediate: bool = False,
        first_serial: int = 1,
    ) -> Self:
        """Make an authority with fresh P-256 keys; serial numbers run from *first_serial*."""
        key = new_key()
        subject = Subject(f"{SPECIMEN} {name}", f"{SPECIMEN} {name}", specimen=True).written()
        days = (not_before, not_after)
        issuer = _Issuer(subject, key, first_serial, authority_extensions(path_length=1))
        root = _certify(key.public_key(), subject, days, issuer)
        authority = cls(Certificate.load(root.public_bytes(Encoding.DER)), None, key, first_serial + 1)
        if with_intermediate:
            below = new_key()
            issued = authority.issue(
                f"{name} (intermediate)",
                key=below,
                not_before=not_before,
                not_after=not_after,
                extensions=authority_extensions(path_length=0),
            )[1]
            authority.intermediate = Certificate.load(issued.public_bytes(Encoding.DER))
            authority._key = below
        return authority

    @property
    def key(self) -> SigningKey:
        """The key that certifies, beside its certificate, as an office keeps it in a key file."""
        return SigningKey(self._key, self.intermediate or self.root, (self.root,) if self.intermediate else ())

    def officer(  # noqa: PLR0913 - a person, a key and two days, all named
        self,
        name: str,
        *,
        organisation: str,
        post: str,
        key: PrivateKey | Kind = "p256",
        not_before: datetime = NOT_BEFORE,
        not_after: datetime = NOT_AFTER,
    ) -> SigningKey:
        """Return a key of an officer, ready to sign, with the intermediate in its chain if there is one."""
        private = new_key(key) if isinstance(key, str) else key
        _, issued = self.issue(
            name, organisation=organisation, post=post, key=private, not_before=not_before, not_after=not_after
        )
        certificate = Certificate.load(issued.public_bytes(Encoding.DER))
        return SigningKey(private, certificate, (self.intermediate,) if self.intermediate else ())

    def issue(  # noqa: PLR0913 - a person, a key, two days and the shape, all named
        self,
        name: str,
        *,
        organisation: str = SPECIMEN,
        post: str | None = None,
        key: CertificateIssuerPrivateKeyTypes | Kind = "p256",
        not_before: datetime = NOT_BEFORE,
        not_after: datetime = NOT_AFTER,
        extensions: Extensions | None = None,
    ) -> tuple[CertificateIssuerPrivateKeyTypes, x509.Certificate]:
        """Return a key and a certificate of any shape, also of shapes that must be refused.

        Args:
            name: The person; cut in CN at a character that people see, whole in the description.
            organisation: The person's office.
            post: The person's post.
            key: A key to certify, or the kind of a fresh one.
            not_before: First moment of validity.
            not_after: Last moment of validity.
            extensions: Instead of those of an officer.
        """
        private = new_key(key) if isinstance(key, str) else key
        by = _Issuer(
            (self.intermediate or self.root).parsed.subject,
            self._key,
            self._serial,
            officer_extensions() if extensions is None else extensions,
        )
        self._serial += 1
        subject = Subject(name, organisation, post, specimen=True).written()
        return private, _certify(private.public_key(), subject, (not_before, not_after), by)


def authority_extensions(path_length: int | None) -> Extensions:
    """Return what makes a certificate one of an authority with *path_length* authorities below it."""
    return (x509.BasicConstraints(ca=True, path_length=path_length), key_usage(person=False))


def _certify(
    key: CertificatePublicKeyTypes, subject: x509.Name, days: tuple[datetime, datetime], by: _Issuer
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.name)
        .public_key(key)
        .serial_number(by.serial)
        .not_valid_before(days[0])
        .not_valid_after(days[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False)
    )
    for extension in by.extensions:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(by.key, SHA256())
