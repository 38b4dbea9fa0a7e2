"""From a person's certificate to a trusted root (RFC 5280 §6), with the reason when there is no way.

    leaf ── intermediate ── … ── root       at most four certificates and 64 kB
    └ signs, certifies nobody               every one valid on the day asked, P-256 or RSA ≥ 3072, SHA-256+

What is looked at once is kept: a chain holds between two days, so `TrustRoots.chain` asks again only for a
certificate it has not seen or a day outside. Revocation is not looked at here: it is a fact in the register,
and what it does to a signature depends on the time that is proved for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Self, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import verification

from keys.certificates import Certificate, load_all
from keys.errors import BadCertificate

LONGEST_CHAIN: Final = 4
"""Certificates from the person to the root, both included."""
LARGEST_CHAIN: Final = 65_536
"""Bytes of all certificates that are offered for one chain."""
_KEPT: Final = 4096
_MOST_ROOTS: Final = 256

_Extension = TypeVar("_Extension", bound=x509.ExtensionType)


@dataclass(frozen=True, slots=True)
class Chain:
    """A verified chain, leaf first, root last, and the days between which all of it is valid."""

    certificates: tuple[Certificate, ...]
    not_before: datetime
    not_after: datetime


class TrustRoots:
    """The roots that the caller trusts, and the chains already found to them. Threads may share it."""

    def __init__(self, roots: Sequence[Certificate]) -> None:
        if not 0 < len(roots) <= _MOST_ROOTS:
            raise BadCertificate(
                "no-trusted-roots",
                f"{len(roots)} trusted roots were given; give between 1 and {_MOST_ROOTS}.",
                count=len(roots),
            )
        self.roots = tuple(roots)
        self.store = verification.Store([root.parsed for root in roots])
        self._chains: dict[bytes, Chain] = {}

    @classmethod
    def load(cls, data: bytes) -> Self:
        """Read the roots from a PEM file (or one DER certificate)."""
        return cls(load_all(data))

    def chain(self, leaf: Certificate, intermediates: Sequence[Certificate], at: datetime) -> Chain:
        """Return the chain from *leaf* to one of the roots, valid at *at*; known ones cost nothing.

        Raises:
            BadCertificate: as `verify_chain`.
        """
        known = self._chains.get(leaf.fingerprint)
        if known is not None and known.not_before <= at <= known.not_after:
            return known
        found = verify_chain(leaf, intermediates, self, at)
        if len(self._chains) >= _KEPT:
            self._chains.clear()
        self._chains[leaf.fingerprint] = found
        return found


def verify_chain(leaf: Certificate, intermediates: Sequence[Certificate], roots: TrustRoots, at: datetime) -> Chain:
    """Return the chain from *leaf* through *intermediates* to one of *roots*, as of *at* (with a time zone).

    Raises:
        BadCertificate: `certificate-expired`, `certificate-not-yet-valid` (which certificate, when),
            `foreign-root`, `leaf-is-authority`, `not-for-signing`, `acts-as-authority`, `chain-too-large`, or
            `chain-not-valid` with the reason of the library.
    """
    if at.tzinfo is None:
        raise ValueError("the time of a chain needs its time zone")
    _require_bounded(leaf, intermediates)
    _require_person(leaf)
    _require_valid(leaf, at)
    try:
        verified = (
            verification.PolicyBuilder()
            .store(roots.store)
            .time(at.astimezone(UTC))
            .max_chain_depth(LONGEST_CHAIN - 2)  # counts what stands between leaf and root
            .extension_policies(ca_policy=_AUTHORITY, ee_policy=_PERSON)
            .build_client_verifier()
            .verify(leaf.parsed, [one.parsed for one in intermediates])
        )
    except verification.VerificationError as reason:
        raise _why_not(leaf, intermediates, roots, at, str(reason)) from None
    known = {one.parsed: one for one in (leaf, *intermediates, *roots.roots)}
    certificates = tuple(known[one] for one in verified.chain)
    return Chain(
        certificates,
        max(one.not_before for one in certificates),
        min(one.not_after for one in certificates),
    )


def _require_bounded(leaf: Certificate, intermediates: Sequence[Certificate]) -> None:
    size = len(leaf.der) + sum(len(one.der) for one in intermediates)
    if 1 + len(intermediates) > LONGEST_CHAIN or size > LARGEST_CHAIN:
        raise BadCertificate(
            "chain-too-large",
            f"{1 + len(intermediates)} certificates of together {size} bytes were given for {leaf.holder}; "
            f"{LONGEST_CHAIN} of together {LARGEST_CHAIN} bytes are the most. Leave out those of other people.",
            holder=leaf.holder,
            count=1 + len(intermediates),
            size=size,
        )


def _require_person(leaf: Certificate) -> None:
    """Refuse a certificate that may certify others, or that was not given for signing (RFC 5280 §4.2.1.3).

    Extended key usage is not asked for: those who certify officials write many different purposes, or none.
    """
    basic = _extension(leaf, x509.BasicConstraints)
    usage = _extension(leaf, x509.KeyUsage)
    if (basic is not None and basic.ca) or (usage is not None and usage.key_cert_sign):
        raise BadCertificate(
            "leaf-is-authority",
            f"The certificate of {leaf.holder} is one of a certification authority. Sign with a person's or seal's.",
            holder=leaf.holder,
        )
    if usage is None or not (usage.digital_signature or usage.content_commitment):
        raise BadCertificate(
            "not-for-signing",
            f"The certificate of {leaf.holder} was not given for signing (keyUsage). Ask for one that was.",
            holder=leaf.holder,
        )


def _require_valid(certificate: Certificate, at: datetime) -> None:
    if at > certificate.not_after:
        raise BadCertificate(
            "certificate-expired",
            f"The certificate of {certificate.holder} expired on {certificate.not_after:%Y-%m-%d}, "
            f"before {at:%Y-%m-%d}. Ask for a new one.",
            holder=certificate.holder,
            not_after=certificate.not_after,
            at=at,
        )
    if at < certificate.not_before:
        raise BadCertificate(
            "certificate-not-yet-valid",
            f"The certificate of {certificate.holder} is valid only from {certificate.not_before:%Y-%m-%d}, "
            f"after {at:%Y-%m-%d}. Check the date.",
            holder=certificate.holder,
            not_before=certificate.not_before,
            at=at,
        )


def _why_not(
    leaf: Certificate, intermediates: Sequence[Certificate], roots: TrustRoots, at: datetime, reason: str
) -> BadCertificate:
    """Return the plainest true reason why the library found no chain."""
    current, trusted = leaf, False
    for _ in range(LONGEST_CHAIN):
        issuers = [one for one in (*roots.roots, *intermediates) if one is not current and _issued(one, current)]
        if trusted or not issuers:
            break
        current = issuers[0]
        trusted = current in roots.roots
        basic = _extension(current, x509.BasicConstraints)
        if basic is None or not basic.ca:
            return BadCertificate(
                "acts-as-authority",
                f"{current.holder} has certified somebody, and may not. Do not trust the certificate of {leaf.holder}.",
                holder=current.holder,
                leaf=leaf.holder,
            )
        try:
            _require_valid(current, at)
        except BadCertificate as refusal:
            return refusal
    if not trusted:
        return BadCertificate(
            "foreign-root",
            f"No trusted root stands above the certificate of {leaf.holder}; the way ends at {current.holder}. "
            "Give the missing certificates, or the right file of trusted roots.",
            holder=leaf.holder,
            end=current.holder,
        )
    return BadCertificate(
        "chain-not-valid",
        f"The chain above the certificate of {leaf.holder} is not in order: {reason}.",
        holder=leaf.holder,
        reason=reason,
    )


def _issued(issuer: Certificate, certificate: Certificate) -> bool:
    try:
        certificate.parsed.verify_directly_issued_by(issuer.parsed)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _extension(certificate: Certificate, kind: type[_Extension]) -> _Extension | None:
    try:
        return certificate.parsed.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _may_certify(_policy: verification.Policy, _certificate: x509.Certificate, usage: x509.KeyUsage) -> None:
    if not usage.key_cert_sign:
        raise ValueError("it was not given for certifying")


# The library's own policies are those of web servers: a name in subjectAltName, a purpose, certain key identifiers.
_PERSON: Final = verification.ExtensionPolicy.permit_all()  # `_require_person` has looked
_AUTHORITY: Final = (
    verification.ExtensionPolicy.permit_all()
    .require_present(x509.BasicConstraints, verification.Criticality.AGNOSTIC, None)  # the library asks for cA itself
    .require_present(x509.KeyUsage, verification.Criticality.AGNOSTIC, _may_certify)
)
