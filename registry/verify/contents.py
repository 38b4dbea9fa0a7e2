"""Which member of a bundle is what. Every member has its place; one too many is refused, as one too few.

statement.json · signature.p7s          what the person signed, and the signature (CMS, certificates inside)
issued.json · issued.p7s                the seal's admission (answered.json where it admits an answer)
entry.tlog-proof                        the admission stands in the log (C2SP tlog-proof)
letter.pdf · files/<sha256>             the final file, and the others that the person signed
support/statement.tlog-proof            the person's statement stands in the log
support/number-271.tlog-proof           the series' public leaf: number 271 was issued to this leaf and no other
support/000-registry.opened.json …      facts that the verdict rests on, oldest first, each with .p7s and .tlog-proof
support/seen-12.consistency             the log of 12 leaves that a statement names is the beginning of this one
pki/<sha256>.cer                        each certificate of a signature, once
policy.txt · README                     follow from the others, to the byte
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final, Self

from keys import cms
from keys.certificates import Certificate
from keys.errors import KeysError
from registry.errors import BadLeaf, BadProof, RegistryError
from registry.log.leaves import commit, fact_leaf, leaf_hash
from registry.log.proofs import Proof
from registry.verify.consistency import Consistency
from registry.verify.statements import Statement
from registry.verify.verdicts import Unshown, cause

LETTERS: Final = frozenset({"letter.signed.v1", "letter.signed-by-hand.v1", "letter.sealed.v1", "order.signed.v1"})
ANSWERS: Final = frozenset({"letter.acknowledged.v1", "letter.returned.v1"})
KEY_FACTS: Final = frozenset({"key.enrolled.v1", "key.confirmed.v1", "key.withdrawn.v1"})
"""Facts whose leaves name the key in public."""
FINAL_ROLES: Final = {"letter.signed.v1": "main", "order.signed.v1": "main"}
"""The role of the final file; of letters that began on paper it is ``scan``."""
EXTENSIONS: Final = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "text/plain": "txt",
    "text/csv": "csv",
}
"""Of the final file's name; any other kind is ``bin``, so that no program is chosen by whoever made the file."""
MOST_SUPPORT: Final = 999
EVIDENCE: Final = "cms"


def admission_name(statement: Statement) -> str:
    """Return what the admission of a person's statement is called in a bundle: ``issued`` or ``answered``.

    Raises:
        Unshown: bundles are not made of such statements.
    """
    if statement.name in LETTERS:
        return "issued"
    if statement.name in ANSWERS:
        return "answered"
    raise Unshown(
        "not-bundled",
        f"statement.json is a {statement.name[:40]!r}: bundles are made of signed letters, orders and answers.",
        name=statement.name[:40],
    )


def final_file(statement: Statement) -> tuple[str, str]:
    """Return digest and name in the bundle of the final file that a signed letter names.

    Raises:
        Unshown: it does not name exactly one.
    """
    role = FINAL_ROLES.get(statement.name, "scan")
    found = [file for file in statement.files if file.role == role]
    if len(found) != 1:
        raise Unshown(
            "one-final-file",
            f"{statement.member} names {len(found)} final files instead of one.",
            member=statement.member,
            count=len(found),
        )
    return found[0].sha256, f"letter.{EXTENSIONS.get(found[0].mime, 'bin')}"


def file_names(statement: Statement) -> dict[str, str]:
    """Return the digest of every file that the person signed, by its name in the bundle."""
    final: dict[str, str] = {}
    if statement.name in LETTERS:
        digest, name = final_file(statement)
        final = {name: digest}
    digests = {file.sha256 for file in statement.files}.difference(final.values())
    return final | {f"files/{digest.removeprefix('sha256:')}": digest for digest in digests}


def support_name(place: int, statement_name: str) -> str:
    """Return the name of a support fact's members, without their endings; *place* is its rank in the log's order."""
    return f"support/{place:03}-{statement_name.rpartition('.v')[0]}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement, the evidence that signs it, and the proof of its leaf."""

    statement: Statement
    evidence: bytes
    """The CMS as the log commits to it, without certificates."""
    inside: tuple[bytes, ...]
    """The certificates (DER) that stand in the CMS."""
    proof: Proof
    leaf: bytes

    @property
    def index(self) -> int:
        """Where the leaf stands."""
        return self.proof.index

    @property
    def leaf_hash(self) -> bytes:
        """The leaf's hash, 32 bytes."""
        return leaf_hash(self.leaf)


@dataclass(frozen=True, slots=True)
class Contents:
    """A bundle taken apart; that its parts fit together is still to be shown."""

    person: Fact
    admission: Fact
    support: tuple[Fact, ...]
    numbers: dict[int, Proof]
    seen: dict[int, Consistency]
    certificates: dict[str, Certificate]
    """By ``sha256:<hex>`` of the file."""
    files: dict[str, bytes]
    """By name in the bundle."""
    readme: bytes
    policy: bytes
    members: int
    """How many members the bundle has."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact: support in the order of the log, then the person's and its admission."""
        return (*self.support, self.person, self.admission)

    @classmethod
    def read(cls, members: Mapping[str, bytes]) -> Self:
        """Sort the members of a bundle.

        Raises:
            Unshown: a member is missing, is one too many, or cannot be read.
        """
        left = _Members(members)
        certificates = left.certificates()
        person = left.fact("statement", "signature", "support/statement")
        admitted = admission_name(person.statement)
        return cls(
            person=person,
            admission=left.fact(admitted, admitted, "entry"),
            support=left.support(),
            numbers=left.numbers(),
            seen=left.seen(),
            certificates=certificates,
            files={name: left.take(name) for name in sorted(file_names(person.statement))},
            readme=left.take("README"),
            policy=left.take("policy.txt"),
            members=len(members),
        ).only(left)

    def only(self, left: "_Members") -> Self:
        """Refuse members that have no place, and certificates that no signature holds."""
        left.require_none()
        used = {"sha256:" + sha256(one).hexdigest() for fact in self.facts for one in fact.inside}
        for digest in sorted(used.symmetric_difference(self.certificates)):
            raise Unshown(
                "certificates-differ",
                f"pki/{digest[7:]}.cer is not among both the members and the certificates in the signatures.",
                member=f"pki/{digest[7:]}.cer",
            )
        return self


class _Members:
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
        for name in self._under("pki/", ".cer"):
            data = self.take(name)
            digest = sha256(data).hexdigest()
            if name != f"pki/{digest}.cer":
                raise Unshown("certificate-digest", f"{name} has the digest {digest}.", member=name, found=digest)
            try:
                found[f"sha256:{digest}"] = _certificate(data)
            except KeysError as reason:
                raise _unreadable(name, reason) from None
        return found

    def fact(self, statement: str, evidence: str, proof: str) -> Fact:
        """Return the fact whose three members have these names, without their endings."""
        read = Statement.read(self.take(f"{statement}.json"), f"{statement}.json")
        signed = self.take(f"{evidence}.p7s")
        found = self.proof(proof)
        try:
            # What is taken out here could be put back in one way only, so the certificates are pinned like the rest.
            bare, inside = cms.without_certificates(signed)
        except KeysError as reason:
            raise _unreadable(f"{evidence}.p7s", reason) from None
        if found.salt is None:
            raise Unshown(
                "salt-missing", f"{proof}.tlog-proof does not hold the leaf's salt.", member=f"{proof}.tlog-proof"
            )
        spki = read.fields.digest("spki") if read.name in KEY_FACTS else None
        try:
            leaf = fact_leaf(read.type, commit(found.salt, read.data, EVIDENCE, bare), spki)
        except BadLeaf as reason:
            raise _unreadable(f"{statement}.json", reason) from None
        return Fact(read, bare, inside, found, leaf)

    def proof(self, name: str) -> Proof:
        """Return the proof of that name, without its ending."""
        try:
            return Proof.parse(self.take(f"{name}.tlog-proof"))
        except BadProof as reason:
            raise _unreadable(f"{name}.tlog-proof", reason) from None

    def support(self) -> tuple[Fact, ...]:
        """Return the support facts; their names follow from their order in the log."""
        found: list[Fact] = []
        for place, name in enumerate(self._under("support/", ".json")):
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

    def numbers(self) -> dict[int, Proof]:
        """Return the proofs of the public leaves of numbers."""
        head = "support/number-"
        found = {}
        for name in self._under(head, ".tlog-proof"):
            figures = name[len(head) : -len(".tlog-proof")]
            proof = self.proof(name[: -len(".tlog-proof")])
            if proof.salt is not None:
                raise Unshown("salt-unknown", f"{name} holds a salt; a public leaf has none.", member=name)
            found[_number(figures, name)] = proof
        return found

    def seen(self) -> dict[int, Consistency]:
        """Return the proofs that what statements saw is the beginning of this history."""
        head = "support/seen-"
        found = {}
        for name in self._under(head, ".consistency"):
            proof = Consistency.parse(self.take(name), name)
            if proof.old_size != _number(name[len(head) : -len(".consistency")], name):
                raise Unshown(
                    "proof-of-another-size", f"{name} is of size {proof.old_size}.", member=name, size=proof.old_size
                )
            found[proof.old_size] = proof
        return found

    def _under(self, head: str, ending: str) -> list[str]:
        return sorted(name for name in self._left if name.startswith(head) and name.endswith(ending))


@lru_cache(maxsize=256)
def _certificate(data: bytes) -> Certificate:
    """Return a parsed certificate; the seal's and the registrars' are in every bundle of a registry."""
    return Certificate.load(data)


def _number(figures: str, member: str) -> int:
    if not figures.isdigit() or str(int(figures[:20])) != figures:
        raise Unshown("member-unknown", f"The member {member} has no place in this bundle.", member=member)
    return int(figures)


def _unreadable(member: str, reason: KeysError | RegistryError) -> Unshown:
    return Unshown("member-unreadable", f"{member}: {reason}", member=member, reason=cause(reason))
