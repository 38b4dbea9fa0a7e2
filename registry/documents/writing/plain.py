"""Writes the final file of a letter (form 1) or an order (form 4) as plain UTF-8 text.

The same fields give the same bytes. What the form itself prints (number, dates, quantities, items) is in
Thai digits; what people wrote stays as they wrote it, since figures in an address of the net are not ours
to change. Source: R2526 ข้อ 11, 16; annex 2 and 3.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.classes import LetterKind, SecrecyClass, SpeedClass, courtesy_for
from domain.errors import InvalidValue
from domain.letter.text import Attachment, LetterText, Signatory
from domain.numbers import LetterNumber, OrderNumber
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from registry.documents.addressees import collected

_RULE = "-" * 24


@dataclass(frozen=True, slots=True)
class Body:
    """What a letter has beside its register entry: its text, the office's address, and a mark on the paper."""

    paragraphs: tuple[str, ...]
    address: str | None = None
    mark: str | None = None
    """Printed first and last, e.g. on a specimen."""


def write(letter: LetterText, body: Body) -> bytes:
    """Return the file that people receive.

    Raises:
        InvalidValue: the letter is of a kind that has another form, or has no text.
    """
    paragraphs = [" ".join(normalise(paragraph).split()) for paragraph in body.paragraphs]
    if not any(paragraphs):
        raise InvalidValue("part-missing", "The letter has no text: fill it in.", parts="text")
    match letter.kind:
        case LetterKind.EXTERNAL:
            blocks = list(_letter(letter, paragraphs, body.address))
        case LetterKind.ORDER:
            blocks = list(_order(letter, paragraphs))
        case _:
            message = f"{letter.kind.label} has a form of its own, which is not written yet: hand in its final file."
            raise InvalidValue("document-kind-not-written", message, kind=letter.kind.value)
    if body.mark:
        blocks = [body.mark, *blocks, body.mark]
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _letter(letter: LetterText, paragraphs: Sequence[str], address: str | None) -> Iterator[str]:
    names = [addressee.name for addressee in letter.addressees]
    usual = courtesy_for(names[0] if names else "")
    secrecy = letter.secrecy.label if letter.secrecy is not SecrecyClass.NONE else ""
    yield secrecy
    yield letter.speed.label if letter.speed is not SpeedClass.NORMAL else ""
    yield f"ที่ {LetterNumber.parse(letter.number).printed()}"
    yield letter.issuing_office
    yield address or ""
    yield print_date(letter.dated)
    yield f"เรื่อง {letter.subject}"
    yield _listed(letter.salutation or usual.salutation, collected(names, on=letter.dated))
    yield _listed("อ้างถึง", _numbered([reference.text for reference in letter.references]))
    yield _listed("สิ่งที่ส่งมาด้วย", _numbered([_attachment(one) for one in letter.attachments]))
    yield from paragraphs
    yield letter.closing or usual.closing
    yield _signature(letter.signatory)
    yield letter.owner_unit or ""
    yield letter.contact or ""
    yield _listed("สำเนาส่ง", letter.copies_to)
    yield secrecy


def _order(letter: LetterText, paragraphs: Sequence[str]) -> Iterator[str]:
    day, month, year = print_date(letter.dated).split()
    head = (f"คำสั่ง{letter.issuing_office}", f"ที่ {OrderNumber.parse(letter.number).printed()}")
    yield "\n".join((*head, f"เรื่อง {letter.subject}", _RULE))
    yield from paragraphs
    yield f"สั่ง ณ วันที่ {day} {month} พ.ศ. {year}"
    yield _signature(letter.signatory)


def _listed(label: str, lines: Sequence[str]) -> str:
    """Return a labelled part, further lines below the first; nothing where there are none."""
    return "\n".join((f"{label} {lines[0]}", *lines[1:])) if lines else ""


def _numbered(lines: Sequence[str]) -> list[str]:
    """Return items with their numbers, where there are several (ข้อ 11.6, 11.7)."""
    if len(lines) == 1:
        return list(lines)
    return [f"{to_thai(str(no))}. {line}" for no, line in enumerate(lines, start=1)]


def _attachment(attachment: Attachment) -> str:
    via = f" (ส่งโดยทาง{attachment.via.label})" if attachment.via else ""
    return f"{attachment.title} จำนวน {to_thai(str(attachment.quantity))} {attachment.unit}{via}"


def _signature(signatory: Signatory) -> str:
    """Return rank, name in brackets and post; under a word of acting, the principal's post (annex 3)."""
    acting = f" {signatory.acting.label}" if signatory.acting else ""
    lines = (signatory.rank, f"({signatory.name})", f"{signatory.post}{acting}", signatory.principal)
    return "\n".join(line for line in lines if line)
