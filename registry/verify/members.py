"""The members of a bundle or proof, taken one by one until none is left; and a fact with its three members.

support/007-order.issued.json         what was said        any name, the same with each ending
support/007-order.issued.p7s          who signed it (CMS, certificates inside)
support/007-order.issued.tlog-proof   where its leaf stands in the log; the line ``extra`` is the leaf's salt
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from keys import cms
from keys.certificates import Certificate
from keys.errors import KeysError
from registry.errors import BadLeaf, BadProof, RegistryError
from registry.log.leaves import commit, fact_leaf, leaf_hash
from registry.log.marks import mark_of
from registry.log.proofs import Proof
from registry.verify.consistency import Consistency
from registry.verify.statements import Statement
from registry.verify.verdicts import Unshown, cause

KEY_FACTS: Final = frozenset({"key.enrolled.v1", "key.confirmed.v1", "key.withdrawn.v1"})
"""Facts whose leaves name the key in public."""
CMS: Final = "cms"
WEBAUTHN: Final = "webauthn"


def support_name(place: int, statement_name: str) -> str:
    """Return the name of a support fact's members, without their endings; *place* is its rank in the log's order."""
    return f"support/{place:03}-{statement_name.rpartition('.v')[0]}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement, the evidence that signs it, and the proof of its leaf."""

    statement: Statement
    evidence: bytes
    """As the log commits to it: the CMS without certificates, or what a passkey gave back."""
    inside: tuple[bytes, ...]
    """The certificates (DER) that stand in the CMS."""
    proof: Proof
    leaf: bytes
    kind: str = CMS
    """Of the evidence: ``cms``, or ``webauthn`` where a passkey signed."""

    @property
    def index(self) -> int:
        """Where the leaf stands."""
        return self.proof.index

    @property
    def leaf_hash(self) -> bytes:
        """The leaf's hash, 32 bytes."""
        return leaf_hash(self.leaf)


class Members:
    """The members that are not yet taken."""

    def __init__(self, members: Mapping[str, bytes]) -> None:
        self._left = dict(members)

    def take(self, name: str) -> bytes:
        """Return a member, which must be there."""
        try:
            return self._left.pop(name)
        except KeyError:
            raise Unshown("member-missing", f"The bundle has no member {name}.", member=name) from None

    def require_none(self) -> None:
        """Refuse what was never asked for."""
        for name in sorted(self._left):
            raise Unshown("member-unknown", f"The member {name} has no place in this bundle.", member=name)

    def certificates(self) -> dict[str, Certificate]:
        """Return every member of ``pki/``, each named by its own digest."""
        found = {}
        for name in self.under("pki/", ".cer"):
            data = self.take(name)
            digest = sha256(data).hexdigest()
            if name != f"pki/{digest}.cer":
                raise Unshown("certificate-digest", f"{name} has the digest {digest}.", member=name, found=digest)
            try:
                found[f"sha256:{digest}"] = _certificate(data)
            except KeysError as reason:
                raise unreadable(name, reason) from None
        return found

    def has(self, name: str) -> bool:
        """Tell whether a member is there and not taken."""
        return name in self._left

    def fact(self, statement: str, evidence: str, proof: str) -> Fact:
        """Return the fact whose three members have these names, without their endings."""
        read = Statement.read(self.take(f"{statement}.json"), f"{statement}.json")
        kind, bare, inside = self._evidence(evidence)
        found = self.proof(proof)
        if found.salt is None:
            raise Unshown(
                "salt-missing", f"{proof}.tlog-proof does not hold the leaf's salt.", member=f"{proof}.tlog-proof"
            )
        spki = read.fields.digest("spki") if read.name in KEY_FACTS else None
        try:
            mark = mark_of(read.type, by=read.by, stream=read.stream)
            leaf = fact_leaf(read.type, commit(found.salt, read.data, kind, bare), spki, mark=mark)
        except BadLeaf as reason:
            raise unreadable(f"{statement}.json", reason) from None
        return Fact(read, bare, inside, found, leaf, kind)

    def _evidence(self, name: str) -> tuple[str, bytes, tuple[bytes, ...]]:
        """Return kind, bytes as the log commits to them, and certificates of the evidence of that name."""
        if self.has(f"{name}.webauthn"):
            return WEBAUTHN, self.take(f"{name}.webauthn"), ()
        signed = self.take(f"{name}.p7s")
        try:
            # What is taken out here could be put back in one way only, so the certificates are pinned like the rest.
            return CMS, *cms.without_certificates(signed)
        except KeysError as reason:
            raise unreadable(f"{name}.p7s", reason) from None

    def proof(self, name: str) -> Proof:
        """Return the proof of that name, without its ending."""
        try:
            return Proof.parse(self.take(f"{name}.tlog-proof"))
        except BadProof as reason:
            raise unreadable(f"{name}.tlog-proof", reason) from None

    def support(self) -> tuple[Fact, ...]:
        """Return the support facts; their names follow from their order in the log."""
        found: list[Fact] = []
        for place, name in enumerate(self.under("support/", ".json")):
            fact = self.fact(name[:-5], name[:-5], name[:-5])
            expected = f"{support_name(place, fact.statement.name)}.json"
            if name != expected or (found and found[-1].index >= fact.index):
                raise Unshown(
                    "support-order",
                    f"{name} is not where it must be: support facts are numbered in the order of the log.",
                    member=name,
                )
            found.append(fact)
        return tuple(found)

    def public_proof(self, name: str) -> Proof:
        """Return the proof of a public leaf, which has no salt; *name* is without its ending."""
        found = self.proof(name)
        if found.salt is not None:
            member = f"{name}.tlog-proof"
            raise Unshown("salt-unknown", f"{member} holds a salt; a public leaf has none.", member=member)
        return found

    def numbers(self) -> dict[int, Proof]:
        """Return the proofs of the public leaves of numbers."""
        head = "support/number-"
        found = {}
        for name in self.under(head, ".tlog-proof"):
            figures = name[len(head) : -len(".tlog-proof")]
            found[number(figures, name)] = self.public_proof(name[: -len(".tlog-proof")])
        return found

    def seen(self) -> dict[int, Consistency]:
        """Return the proofs that what statements saw is the beginning of this history."""
        head = "support/seen-"
        found = {}
        for name in self.under(head, ".consistency"):
            proof = Consistency.parse(self.take(name), name)
            if proof.old_size != number(name[len(head) : -len(".consistency")], name):
                raise Unshown(
                    "proof-of-another-size", f"{name} is of size {proof.old_size}.", member=name, size=proof.old_size
                )
            found[proof.old_size] = proof
        return found

    def under(self, head: str, ending: str) -> list[str]:
        """Return the names that are left with this beginning and ending, in order."""
        return sorted(name for name in self._left if name.startswith(head) and name.endswith(ending))


def require_certificates(facts: Sequence[Fact], certificates: Mapping[str, Certificate]) -> None:
    """Refuse certificates that no signature holds, and signatures whose certificates are not members."""
    used = {"sha256:" + sha256(one).hexdigest() for fact in facts for one in fact.inside}
    for digest in sorted(used.symmetric_difference(certificates)):
        raise Unshown(
            "certificates-differ",
            f"pki/{digest[7:]}.cer is not among both the members and the certificates in the signatures.",
            member=f"pki/{digest[7:]}.cer",
        )


@lru_cache(maxsize=256)
def _certificate(data: bytes) -> Certificate:
    """Return a parsed certificate; the seal's and the registrars' are in every bundle of a registry."""
    return Certificate.load(data)


def number(figures: str, member: str) -> int:
    """Return the number in a member's name."""
    if not figures.isdigit() or str(int(figures[:20])) != figures:
        raise Unshown("member-unknown", f"The member {member} has no place in this bundle.", member=member)
    return int(figures)


def unreadable(member: str, reason: KeysError | RegistryError) -> Unshown:
    """Return the refusal of a member for the reason that another room gave."""
    return Unshown("member-unreadable", f"{member}: {reason}", member=member, reason=cause(reason))
