"""From a draft to what is signed: the register's number and date join the parts that were read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.classes import SecrecyClass, SpeedClass
from domain.errors import InvalidValue
from domain.letter.text import Addressee, Attachment, LetterText, Signatory
from domain.values import Digest, StreamId
from registry.documents.addressees import expanded
from registry.documents.draft import Draft, Read

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Registered:
    """What only the register knows of a letter, and who signs it."""

    series: StreamId
    n: tuple[int, ...]
    number: str
    """As printed, in Arabic digits."""
    dated: date
    officer: str
    """The enrolled officer whose name stands under the signature."""


def letter_text(draft: Draft, entry: Registered, *, files: Sequence[Digest | None] = ()) -> LetterText:
    """Return the letter as the official signs it.

    Args:
        draft: the parts as read.
        entry: number and date that the register gives; what the draft prints of them is not taken over.
        files: the attachments' digests in their order, None for one that goes on paper.

    Raises:
        InvalidValue: a part that every letter has was not read; an attachment says no quantity; or there
            are more files than attachments.
    """
    office, subject, block = _value(draft.issuing_office), _value(draft.subject), _value(draft.signature)
    if office is None or subject is None or block is None or block.post is None:
        read = {"issuing_office": office, "subject": subject, "signatory": block and block.post}
        missing = ", ".join(part for part, value in read.items() if value is None)
        raise InvalidValue("part-missing", f"The letter has no {missing}: fill it in.", parts=missing)
    return LetterText(
        kind=draft.kind,
        series=entry.series,
        n=entry.n,
        number=entry.number,
        dated=entry.dated,
        issuing_office=office,
        subject=subject,
        addressees=tuple(Addressee(name) for name in expanded(_values(draft.addressees), on=entry.dated)),
        signatory=Signatory(entry.officer, block.name, block.post, block.rank, block.acting, block.principal),
        speed=draft.speed.value if draft.speed else SpeedClass.NORMAL,
        secrecy=draft.secrecy.value if draft.secrecy else SecrecyClass.NONE,
        salutation=_value(draft.salutation),
        closing=_value(draft.closing),
        copies_to=_values(draft.copies_to),
        references=_values(draft.references),
        attachments=_attachments(draft, files),
        directives=_values(draft.directives),
        owner_unit=_value(draft.owner_unit),
        contact="\n".join(_values(draft.contact)) or None,
    )


def _attachments(draft: Draft, files: Sequence[Digest | None]) -> tuple[Attachment, ...]:
    if len(files) > len(draft.attachments):
        message = f"The letter names {len(draft.attachments)} attachments, and {len(files)} files came with it."
        raise InvalidValue("attachments-differ", message, named=len(draft.attachments), handed=len(files))
    found = []
    for place, one in enumerate(draft.attachments):
        named = one.value
        if named.quantity is None or named.unit is None:
            message = f"Line {one.line} does not say how many of {named.title!r} there are: write จำนวน ๑ ชุด."
            raise InvalidValue("attachment-without-quantity", message, line=one.line, title=named.title)
        sha256 = files[place] if place < len(files) else None
        found.append(Attachment(named.title, named.quantity, named.unit, named.via, sha256))
    return tuple(found)


def _values(parts: Sequence[Read[T]]) -> tuple[T, ...]:
    return tuple(part.value for part in parts)


def _value(part: Read[T] | None) -> T | None:
    return part.value if part else None
