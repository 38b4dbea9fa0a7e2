"""From what is there to the sheet that the rules look at: a document that was read, or a registered letter."""

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from domain.classes import LetterKind, courtesy_for
from domain.errors import InvalidValue
from domain.forms import FORMS, Part
from domain.letter.text import LetterText
from domain.numbers import LetterNumber, OrderNumber
from domain.thai.digits import to_arabic
from registry.documents.addressees import collected
from registry.documents.checking.courtesy import STAMPED
from registry.documents.checking.finding import Why
from registry.documents.checking.sheet import Sheet, Stated
from registry.documents.draft import Draft, NamedAttachment, Read, SignatureBlock, Sureness
from registry.documents.reading.files.lines import Line

T = TypeVar("T")

_IN_FORCE = re.compile(r"(?:ตั้งแต่|นับแต่|นับจาก)\s*(?:บัดนี้|วัน)|มีผล(?:ใช้)?บังคับ|ให้ใช้บังคับ|มีผลตั้งแต่|เป็นต้นไป")
"""How a text says from when on it binds (ข้อ 16.4)."""


def of_document(read: Draft, lines: Sequence[Line] = (), *, file_name: str | None = None) -> Sheet:
    """Return the sheet of a document as it was read."""
    number = _stated(read.number)
    return Sheet(
        kind=read.kind,
        number=number,
        circular=number is not None and isinstance(number.value, LetterNumber) and number.value.circular,
        dated=_stated(read.dated),
        speed=_stated(read.speed),
        secrecy=_stated(read.secrecy),
        issuing_office=_stated(read.issuing_office),
        subject=_stated(read.subject),
        salutation=_stated(read.salutation),
        addressees=_all_stated(read.addressees),
        references=_all_stated(read.references),
        attachments=_all_stated(read.attachments),
        paragraphs=_all_stated(read.paragraphs),
        directives=_all_stated(read.directives),
        in_force=_stated(read.in_force) or binding(_all_stated(read.paragraphs)),
        closing=_stated(read.closing),
        signature=_stated(read.signature),
        owner_unit=_stated(read.owner_unit),
        contact=_all_stated(read.contact),
        copies_to=_all_stated(read.copies_to),
        lines=tuple(Stated(line.printed or line.text, line.no) for line in lines),
        unread=_unread(read),
        unsure=_unsure(read),
        file_name=file_name,
    )


def of_letter(letter: LetterText, paragraphs: Sequence[str] | None, *, electronic: bool) -> Sheet:
    """Return the sheet of a registered letter from what was signed.

    Args:
        letter: As signed. A stamped letter's subject stands in the register alone, not on the paper.
        paragraphs: Its text, or None where the final file does not give it.
        electronic: Whether the letter itself is electronic.
    """
    stamped = letter.kind is LetterKind.SEALED
    names = [one.name for one in letter.addressees]
    usual = courtesy_for(names[0] if names else "")
    text = tuple(Stated(one) for one in paragraphs or ())
    signed = letter.signatory
    number = _number(letter.number)
    return Sheet(
        kind=letter.kind,
        number=None if number is None else Stated(number),
        circular=isinstance(number, LetterNumber) and number.circular,
        dated=Stated(letter.dated),
        speed=Stated(letter.speed),
        secrecy=Stated(letter.secrecy),
        issuing_office=Stated(letter.issuing_office),
        subject=None if stamped else Stated(letter.subject),
        salutation=greeting(letter.kind, letter.salutation, usual.salutation, names),
        addressees=tuple(Stated(name) for name in collected(names, on=letter.dated)),
        references=tuple(map(Stated, letter.references)),
        attachments=tuple(
            Stated(NamedAttachment(one.title, one.quantity, one.unit, one.via)) for one in letter.attachments
        ),
        paragraphs=text,
        directives=tuple(map(Stated, letter.directives)),
        in_force=binding(text),
        closing=parting(letter.kind, letter.closing, usual.closing),
        signature=Stated(SignatureBlock(signed.name, signed.post, signed.rank, signed.acting, signed.principal)),
        owner_unit=Stated(letter.owner_unit) if letter.owner_unit else None,
        contact=tuple(Stated(line) for line in (letter.contact or "").splitlines()),
        copies_to=tuple(map(Stated, letter.copies_to)),
        to_come=frozenset({Part.TEXT, Part.IN_FORCE}) if paragraphs is None else frozenset(),
        electronic=electronic,
    )


def greeting(kind: LetterKind, said: str | None, usual: str, names: Sequence[str]) -> Stated[str] | None:
    """Return the word that the writer prints before the addressees."""
    if not names or (FORMS[kind].place(Part.ADDRESSEES) is None and said is None):
        return None
    return Stated(said or (STAMPED if kind is LetterKind.SEALED else usual))


def parting(kind: LetterKind, said: str | None, usual: str) -> Stated[str] | None:
    """Return the words that the writer prints above the signature."""
    closes = FORMS[kind].place(Part.CLOSING) is not None
    return Stated(said or usual) if said or closes else None


def binding(paragraphs: Iterable[Stated[str]]) -> Stated[str] | None:
    """Return the words by which a text says from when on it binds."""
    for one in paragraphs:
        if found := _IN_FORCE.search(to_arabic(one.value)):
            return Stated(found[0], one.line)
    return None


def _number(printed: str) -> LetterNumber | OrderNumber | None:
    for kind in (OrderNumber, LetterNumber):
        try:
            return kind.parse(printed)
        except InvalidValue:
            continue
    return None


def _stated(read: Read[T] | None) -> Stated[T] | None:
    return None if read is None else Stated(read.value, read.line)


def _all_stated(read: Sequence[Read[T]]) -> tuple[Stated[T], ...]:
    return tuple(Stated(one.value, one.line) for one in read)


def _unread(read: Draft) -> dict[Part, Why]:
    """Return the parts that stand there and have no value, with the first doubt of each."""
    found: dict[Part, Why] = {}
    for doubt in read.doubts:
        part = _part(doubt.part)
        if part is not None and not getattr(read, part.value):
            found.setdefault(part, Why(doubt.slug, doubt.message, doubt.facts))
    return found


def _unsure(read: Draft) -> frozenset[Part]:
    doubted = {part for doubt in read.doubts if (part := _part(doubt.part)) is not None}
    return frozenset(doubted | {part for part in Part if part is not Part.POST and _is_doubtful(read, part)})


def _is_doubtful(read: Draft, part: Part) -> bool:
    found = getattr(read, part.value)
    values = found if isinstance(found, tuple) else (found,)
    return any(isinstance(one, Read) and one.sure is Sureness.DOUBTFUL for one in values)


def _part(name: str | None) -> Part | None:
    return next((part for part in Part if part.value == name and part is not Part.POST), None)
