"""Typeset letters: set with number and date, signed twice by one act of one key, whole before they are admitted.

text ──typeset──▶ pages ──prepare──▶ PDF with a gap ──▶ statement, and CMS over the PDF ──▶ finished file ──▶ seal
                                                         └─ one authorisation of one key ─┘
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from domain.facts import PersonFact
from domain.letter.text import LetterText
from domain.letter.typeset import Typeset
from domain.values import File, digest
from keys import pades
from registry.acts.office import Office
from registry.authoring import Author
from registry.documents.signing.prepare import prepare
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
    now, text = office.now, sheet.text
    prepared = prepare(
        sheet.pages.pdf,
        place=sheet.pages.signature,
        signatory=text.signatory,
        at=now,
        reason=REASON,
        location=text.issuing_office,
        room=pades.room(author.key),
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
    said, cms = author.say_of_file(fact(document), prepared.digest, at=now, seen=office.reader.seen(), doc=doc)
    final = office.reader.blobs.put(pades.embed(prepared.data, gap, cms))
    return office.hand_in(said, final=final)
