"""Which member of a bundle is what. Every member has its place; one too many is refused, as one too few.

statement.json · signature.p7s          what the person signed, and the signature (CMS, certificates inside)
issued.json · issued.p7s                the seal's admission (answered.json where it admits an answer)
entry.tlog-proof                        the admission stands in the log (C2SP tlog-proof)
signature.webauthn · passkey.spki       where a passkey signed: in place of the CMS, and the passkey's public key
                                        (an answer by link has no statement.json: answered.json is the seal's own)
letter.pdf · files/<sha256>             the final file, and the others that the person signed
                                        (of a typeset letter the admission names the final file)
support/statement.tlog-proof            the person's statement stands in the log
support/number-271.tlog-proof           the series' public leaf: number 271 was issued to this leaf and no other
support/000-registry.opened.json …      facts that the verdict rests on, oldest first, each with .p7s and .tlog-proof
support/seen-12.consistency             the log of 12 leaves that a statement names is the beginning of this one
status/…                                what became of it since: `registry.verify.later`
pki/<sha256>.cer                        each certificate of a signature, once
policy.txt · README                     follow from the others, to the byte
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from keys.certificates import Certificate
from registry.log.proofs import Proof
from registry.verify.consistency import Consistency
from registry.verify.later import Later
from registry.verify.members import CMS, WEBAUTHN, Fact, Members, require_certificates
from registry.verify.passkeys import BY_LINK
from registry.verify.statements import File, Statement
from registry.verify.verdicts import Unshown, Untold

LETTERS: Final = frozenset(
    {
        "letter.signed.v1",
        "letter.signed.v2",
        "letter.signed.v3",
        "letter.signed-by-hand.v1",
        "letter.sealed.v1",
        "order.signed.v1",
        "order.signed.v2",
        "order.signed.v3",
        "order.signed-by-hand.v1",
    }
)
"""What people sign of letters and orders."""
TYPESET: Final = frozenset({"letter.signed.v3", "order.signed.v3"})
"""Whose final file bears the same person's signature, and is named by the admission: it was not whole before."""
BY_HAND: Final = frozenset({"letter.signed-by-hand.v1", "order.signed-by-hand.v1"})
"""Where a clerk signs that the signatory signed the paper."""
ANSWERS: Final = frozenset({"letter.acknowledged.v1", "letter.returned.v1"})
_ON_PAPER: Final = BY_HAND | {"letter.sealed.v1"}
"""The final file of letters that began on paper is the scan."""
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


def admission_name(statement: Statement) -> str:
    """Return what the admission of a person's statement is called in a bundle: ``issued`` or ``answered``.

    Raises:
        Unshown: bundles are not made of such statements.
    """
    if statement.name in LETTERS:
        return "issued"
    if statement.name in ANSWERS or statement.name == BY_LINK:
        return "answered"
    raise Unshown(
        "not-bundled",
        f"statement.json is a {statement.name[:40]!r}: bundles are made of signed letters, orders and answers.",
        name=statement.name[:40],
    )


def final_file(person: Statement, admission: Statement) -> tuple[File, str]:
    """Return the final file of a signed letter, and its name in the bundle.

    Raises:
        Unshown: it does not name exactly one.
    """
    role = "scan" if person.name in _ON_PAPER else "main"
    late = admission.files if person.name in TYPESET else ()
    found = [file for file in (*person.files, *late) if file.role == role]
    if len(found) != 1:
        raise Unshown(
            "one-final-file",
            f"{person.member} names {len(found)} final files instead of one.",
            member=person.member,
            count=len(found),
        )
    return found[0], f"letter.{EXTENSIONS.get(found[0].mime, 'bin')}"


def file_names(person: Statement, admission: Statement) -> dict[str, File]:
    """Return every file that the person signed, and the final file of a typeset letter, by its name in the bundle."""
    final: dict[str, File] = {}
    if person.name in LETTERS:
        file, name = final_file(person, admission)
        final = {name: file}
    digests = {file.sha256 for file in final.values()}
    others = {f"files/{file.sha256.removeprefix('sha256:')}": file for file in person.files}
    return final | {name: file for name, file in others.items() if file.sha256 not in digests}


_LETTERS_OWN: Final = frozenset({"statement.json", "answered.json", "policy.txt"})
"""Members of which every bundle has two at least, and evidence of another kind, such as a series' proof, has none."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A bundle taken apart; that its parts fit together is still to be shown."""

    person: Fact
    admission: Fact
    support: tuple[Fact, ...]
    numbers: dict[int, Proof]
    seen: dict[int, Consistency]
    later: Later
    certificates: dict[str, Certificate]
    """By ``sha256:<hex>`` of the file."""
    files: dict[str, bytes]
    """By name in the bundle."""
    readme: bytes
    policy: bytes
    members: int
    """How many members the bundle has."""
    passkey: bytes = b""
    """The public key (SPKI, DER) of the passkey that signed the statement; nothing where none did."""

    @property
    def typeset(self) -> bool:
        """Whether it is about a letter whose final file bears a signature of its own."""
        return self.person.statement.name in TYPESET

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact: support in the order of the log, then the person's and its admission."""
        return (*self.support, self.person) if self.by_link else (*self.support, self.person, self.admission)

    @property
    def by_link(self) -> bool:
        """Whether it is about an answer through a link: one fact, the seal's, is both the answer and its admission."""
        return self.person is self.admission

    @classmethod
    def read(cls, members: Mapping[str, bytes]) -> Self:
        """Sort the members of a bundle.

        Raises:
            Unshown: a member is missing, is one too many, or cannot be read.
        """
        _require_letters(members)
        left = Members(members)
        certificates = left.certificates()
        person, admission = _said(left)
        support = left.support()
        contents = cls(
            person=person,
            admission=admission,
            support=support,
            numbers=left.numbers(),
            seen=left.seen(),
            later=Later.take(left, support, admission),
            certificates=certificates,
            files={name: left.take(name) for name in sorted(file_names(person.statement, admission.statement))},
            readme=left.take("README"),
            policy=left.take("policy.txt"),
            members=len(members),
            passkey=left.take("passkey.spki") if person.kind == WEBAUTHN else b"",
        )
        left.require_none()
        require_certificates(contents.facts, certificates)
        return contents


def _require_letters(members: Mapping[str, bytes]) -> None:
    """Refuse evidence of another kind: it says nothing of a letter, neither for it nor against it."""
    if not _LETTERS_OWN & members.keys():
        raise Untold(
            "no-letters-evidence",
            "This is no letter's evidence: it is evidence of another kind. Choose the file that came with the letter.",
        )


def _said(left: Members) -> tuple[Fact, Fact]:
    """Return what a person signed and its admission; of an answer by link, which nobody signed, the seal's fact twice.

    Raises:
        Unshown: they cannot be read, or bundles are not made of such.
    """
    if not left.has("statement.json"):
        answer = left.fact("answered", "answered", "entry")
        if answer.statement.name != BY_LINK:
            raise Unshown("member-missing", "The bundle has no member statement.json.", member="statement.json")
        return answer, answer
    person = left.fact("statement", "signature", "support/statement")
    if person.statement.name == BY_LINK or (person.kind != CMS and person.statement.name not in ANSWERS):
        raise Unshown(
            "not-a-persons",
            f"statement.json is a {person.statement.name[:40]!r}, which is not signed so.",
            name=person.statement.name[:40],
        )
    admitted = admission_name(person.statement)
    return person, left.fact(admitted, admitted, "entry")
