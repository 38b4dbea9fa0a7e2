"""Typeset letters: set with number and date, signed twice by one act of one key, whole before they are admitted.

text ──typeset──▶ pages ──prepare──▶ PDF with a gap ──▶ statement, and CMS over the PDF ──▶ finished file ──▶ seal
                                                         └─ one authorisation of one key ─┘
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from domain.facts import PersonFact
from domain.letter.text import LetterText
from domain.letter.typeset import Typeset
from domain.values import File, digest
from keys import pades
from keys.signing import Certified
from registry.acts.office import Office
from registry.authoring import Author, Said
from registry.documents.signing.prepare import Prepared, prepare
from registry.documents.writing import codes
from registry.documents.writing.content import Body
from registry.documents.writing.paper import Paper
from registry.documents.writing.typeset import Pages, typeset

REASON = "ลงลายมือชื่อและออกเลขที่หนังสือ"
"""What readers of the PDF show as the reason of its signature."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter that is typeset and not signed."""

    text: LetterText
    pages: Pages
    code: str
    """Of its QR code."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a letter is typeset with, whatever its number will be."""

    body: Body
    paper: Paper
    code: str
    origin: str

    @classmethod
    def of(cls, office: Office, body: Body, *, random: Callable[[int], bytes]) -> "Setting":
        """Return how *office* has its letters set, with a fresh code."""
        origin = office.reader.identity.origin
        return cls(body, Paper.load(office.reader.home.paper, origin=origin), codes.new_code(random), origin)

    def sheet(self, text: LetterText, *, before: Sheet | None = None) -> Sheet:
        """Typeset *text*; what was set *before* it is taken again where it is the same letter."""
        if before is not None and before.text == text:
            return before
        pages = typeset(text, self.body, paper=self.paper, code=self.code, origin=self.origin)
        return Sheet(text, pages, self.code)


@dataclass(frozen=True, slots=True)
class Laid:
    """A letter that lacks its signatures only: the file with its gap, and what is signed of it."""

    prepared: Prepared
    fact: PersonFact


def lay(sheet: Sheet, signer: Certified, fact: Callable[[Typeset], PersonFact], *, at: datetime) -> Laid:
    """Make a typeset letter ready for the signatures of *signer*.

    Args:
        sheet: The letter as typeset.
        signer: For whose signature the gap is made.
        fact: What is signed, given what is said of the file.
        at: The time that people see beside the signature.
    """
    text = sheet.text
    prepared = prepare(
        sheet.pages.pdf,
        place=sheet.pages.signature,
        signatory=text.signatory,
        at=at,
        reason=REASON,
        location=text.issuing_office,
        room=pades.room(signer),
    )
    gap = prepared.gap
    document = Typeset(
        digest(prepared.digest),
        gap.begin,
        gap.end,
        gap.length,
        fields=digest(sha256(sheet.pages.fields).digest()),
        code=codes.digest(sheet.code),
    )
    return Laid(prepared, fact(document))


def admit(
    office: Office, author: Author, sheet: Sheet, fact: Callable[[Typeset], PersonFact], *, doc: Sequence[File]
) -> dict[str, Any]:
    """Let *author* sign a letter and its file, and hand both in; the answer is that of `Office.admit`.

    Args:
        office: Where it is registered.
        author: The signatory.
        sheet: The letter as typeset.
        fact: What is signed, given what is said of the file.
        doc: The attachments.
    """
    now = office.now
    laid = lay(sheet, author.key, fact, at=now)
    said, cms = author.say_of_file(laid.fact, laid.prepared.digest, at=now, seen=office.reader.seen(), doc=doc)
    return hand_in(office, said, laid.prepared.data, laid.prepared.gap, cms)


def hand_in(  # noqa: PLR0913 - the statement, and the file with its signature
    office: Office, said: Said, data: bytes, gap: pades.Gap, cms: bytes, *, request_id: bytes | None = None
) -> dict[str, Any]:
    """Finish a file with its signature, and hand it in with what was signed of it."""
    final = office.reader.blobs.put(pades.embed(data, gap, cms))
    return office.hand_in(said, final=final, request_id=request_id)
