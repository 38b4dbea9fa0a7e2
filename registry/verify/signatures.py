"""Whether a certificate in the bundle, under a trusted root, signed a statement that names its key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from keys import cades
from keys.certificates import Certificate
from keys.errors import KeysError
from keys.paths import TrustRoots
from registry.verify.members import Fact
from registry.verify.verdicts import Unshown, cause


@dataclass(frozen=True, slots=True)
class Signatures:
    """The certificates in a bundle or proof, and the roots that its reader trusts."""

    certificates: Mapping[str, Certificate]
    """By ``sha256:<hex>`` of the file."""
    roots: TrustRoots

    def require(self, fact: Fact, digest: str, at: datetime) -> None:
        """Refuse a fact that was not signed with the certificate of that digest, good as of *at*.

        Raises:
            Unshown: the certificate is missing, its signature or path is not good, or it has another key.
        """
        member = fact.statement.member
        certificate = self.certificates.get(digest)
        if certificate is None or certificate.der not in fact.inside:
            raise certificate_missing(member, digest)
        try:
            cades.verify(fact.evidence, fact.statement.data, certificate)
            self.roots.chain(certificate, self._above(fact, certificate), at)
        except KeysError as reason:
            raise Unshown(
                "signature-not-good", f"The signature of {member}: {reason}", member=member, reason=cause(reason)
            ) from None
        if certificate.spki != fact.statement.by:
            raise Unshown(
                "signed-by-another-key",
                f"{member} says that it is by {fact.statement.by}, and was signed by {certificate.spki}.",
                member=member,
                expected=fact.statement.by,
                found=certificate.spki,
            )

    def require_seal(self, fact: Fact, opened: Fact, at: datetime) -> None:
        """Refuse what is not signed by the seal that *opened*, the log's first leaf, names.

        Raises:
            Unshown: it is by another, or the signature is not good as of *at*.
        """
        fields = opened.statement.fields
        seal = fields.digest("seal")
        if fact.statement.by != seal:
            raise Unshown(
                "not-by-the-seal",
                f"{fact.statement.member} is by {fact.statement.by}, and the registry's seal is {seal}.",
                member=fact.statement.member,
                found=fact.statement.by,
                expected=seal,
            )
        self.require(fact, fields.digest("seal_certificate"), at)

    def _above(self, fact: Fact, certificate: Certificate) -> list[Certificate]:
        others = [one for one in self.certificates.values() if one.der in fact.inside]
        return [one for one in others if one is not certificate]


def certificate_missing(member: str, digest: str) -> Unshown:
    """Return the refusal of a statement whose signer's certificate the bundle does not hold."""
    return Unshown(
        "certificate-missing",
        f"The certificate {digest} of the one who signed {member} is not in its signature.",
        member=member,
        digest=digest,
    )
