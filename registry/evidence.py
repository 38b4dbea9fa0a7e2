"""Whether a person's evidence really signs a statement, by a key that counts, on a path to the trust roots.

The order matters: bytes first, then the key's standing in the register, then the signature, then the path.
Revocation is a fact of the register (``key.withdrawn``), not something that is asked of a network.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.authority import Authority
from domain.directives import DirectiveReported
from domain.errors import NotAllowed
from domain.facts import Fact
from domain.letter.events import LetterAcknowledged, LetterReturned
from domain.passkeys import Passkey
from domain.values import Digest, File, digest
from keys import cades, webauthn
from keys.certificates import Certificate
from keys.errors import BadCertificate
from keys.paths import TrustRoots
from registry import wire
from registry.errors import NotCanonical
from registry.finals import require_final
from registry.store.blobs import Blobs

_MOST_BETWEEN = 2
"""A chain has at most four certificates: a person's, a root, and these."""

CMS: Final = "cms"
WEBAUTHN: Final = "webauthn"
LARGEST_EVIDENCE = 64 << 10
"""Bytes of one CMS; a chain of four certificates fits several times."""


@dataclass(frozen=True, slots=True)
class Evidenced:
    """A statement, its very bytes, and the evidence that was verified over them."""

    statement: wire.Statement
    data: bytes
    digest: Digest
    kind: str
    evidence: bytes
    final: File | None = None
    """The finished file of a typeset letter, which bears its signatory's signature too."""


class Keyring:
    """Certificates by digest, each parsed once, and the trust roots that their paths must end in."""

    def __init__(self, blobs: Blobs, roots: TrustRoots) -> None:
        self.blobs = blobs
        self._roots = roots
        self._named: dict[Digest, None] = {}
        self._parsed: dict[Digest, Certificate] = {}

    def learn(self, files: Iterable[File]) -> list[Digest]:
        """Know the certificates that a statement names, among them those between people's and the roots.

        Returns:
            those that were not known before, to `forget` if the statement is not stored.
        """
        new = [file.sha256 for file in files if file.role == "certificate" and file.sha256 not in self._named]
        self._named.update(dict.fromkeys(new))
        return new

    def forget(self, learned: Iterable[Digest]) -> None:
        """Know certificates no longer: what named them did not become a fact."""
        for one in learned:
            self._named.pop(one, None)

    def certificate(self, digest: Digest) -> Certificate:
        """Return the certificate whose file has this digest."""
        known = self._parsed.get(digest)
        if known is None:
            known = self._parsed[digest] = Certificate.load(self.blobs.get(digest))
        return known

    def chain(self, certificate: Certificate, at: datetime) -> tuple[Certificate, ...]:
        """Return the path from *certificate* to a root as of *at*, or refuse."""
        try:
            return self._roots.chain(certificate, (), at).certificates
        except BadCertificate:
            above = self._above(certificate)
            if not above:
                raise
            return self._roots.chain(certificate, above, at).certificates

    def _above(self, certificate: Certificate) -> list[Certificate]:
        """Return the named certificates that may stand between *certificate* and a root, lowest first."""
        above: list[Certificate] = []
        while len(above) < _MOST_BETWEEN:
            below = above[-1] if above else certificate
            issuer = next(
                (
                    one
                    for one in map(self.certificate, self._named)
                    if one.parsed.subject == below.parsed.issuer and one.fingerprint != below.fingerprint
                ),
                None,
            )
            if issuer is None or issuer in above:
                break
            above.append(issuer)
        return above


def verify(  # noqa: PLR0913 - what is verified, and what it is verified against
    data: bytes,
    kind: str,
    evidence: bytes,
    *,
    authority: Authority,
    keyring: Keyring,
    at: datetime,
    final: Digest | None = None,
) -> Evidenced:
    """Return the statement in *data* once its evidence is found good as of *at*, and *final* the file that it is of.

    The certificate's path is good at the time that the statement claims as well: auditors know no other time.

    Raises:
        InvalidValue, RegistryError, keys.errors.KeysError: the final file is not the one that was signed.
        NotCanonical: the bytes are no statement, or the evidence is of no kind that is admitted here.
        NotAllowed: the key does not count.
        keys.errors.KeysError: the signature or the certificate's path is not good.
    """
    statement = wire.decode(data)
    require_kind(statement.fact, kind, len(evidence))
    if not wire.is_persons(statement.fact):
        raise NotAllowed(
            "not-for-people", f"{statement.name} is the seal's to say, not a person's.", name=statement.name
        )
    if kind == WEBAUTHN:
        passkey, key = passkey_of(authority, keyring, statement.by)
        webauthn.verify(evidence, data, key, passkey.offered.rp)
        return Evidenced(statement, data, wire.digest_of(data), kind, evidence)
    return _verify_cms(statement, data, evidence, authority=authority, keyring=keyring, at=at, final=final)


def require_kind(fact: Fact, kind: str, size: int) -> None:
    """Refuse evidence of a kind that does not carry such a fact: a passkey answers letters, and does nothing else.

    Raises:
        NotCanonical: it is of another kind, or too large.
    """
    passkeys = isinstance(fact, LetterAcknowledged | LetterReturned | DirectiveReported)
    if kind not in ({CMS, WEBAUTHN} if passkeys else {CMS}) or size > LARGEST_EVIDENCE:
        raise NotCanonical(
            "evidence-kind", f"Evidence of kind {kind[:20]!r} ({size} bytes) is not admitted.", kind=kind[:20]
        )


def passkey_of(authority: Authority, keyring: Keyring, spki: Digest) -> tuple[Passkey, webauthn.PasskeyKey]:
    """Return a passkey that counts, and its public key, or refuse."""
    passkey = authority.passkey(spki)
    return passkey, webauthn.PasskeyKey.load(keyring.blobs.get(spki))


def _verify_cms(  # noqa: PLR0913 - what is verified, and what it is verified against
    statement: wire.Statement,
    data: bytes,
    evidence: bytes,
    *,
    authority: Authority,
    keyring: Keyring,
    at: datetime,
    final: Digest | None,
) -> Evidenced:
    key = authority.key(statement.by)
    certificate = keyring.certificate(key.certificate)
    signed = cades.verify(evidence, data, certificate)
    for moment in (at, statement.at):
        keyring.chain(certificate, moment)
    finished = require_final(keyring.blobs, statement.fact, final, certificate)
    return Evidenced(statement, data, digest(signed.digest), CMS, evidence, finished)
