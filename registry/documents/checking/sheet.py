"""A paper as the rules look at it, whichever it is: a draft, a document that was read, or a registered letter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from domain.classes import LetterKind, SecrecyClass, SpeedClass
from domain.forms import Part
from domain.letter.text import Directive, Reference
from domain.numbers import LetterNumber, OrderNumber
from registry.documents.checking.finding import Why
from registry.documents.draft import NamedAttachment, SignatureBlock

T_co = TypeVar("T_co", covariant=True)

_TELEPHONE = re.compile(r"(?:โทร(?!สาร|เลข|คม|ทัศน์)|\b[Tt]el)\D{0,40}\d")


@dataclass(frozen=True, slots=True)
class Stated(Generic[T_co]):
    """A part's value, and on which line of a document it stands."""

    value: T_co
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper. What it does not say is None or empty."""

    kind: LetterKind
    number: Stated[LetterNumber | OrderNumber] | None = None
    circular: bool = False
    """Numbered as a circular, or to be."""
    dated: Stated[date] | None = None
    speed: Stated[SpeedClass] | None = None
    secrecy: Stated[SecrecyClass] | None = None
    issuing_office: Stated[str] | None = None
    subject: Stated[str] | None = None
    salutation: Stated[str] | None = None
    addressees: tuple[Stated[str], ...] = ()
    """As printed; ``ผู้ว่าราชการจังหวัด ทุกจังหวัด`` is one."""
    references: tuple[Stated[Reference], ...] = ()
    attachments: tuple[Stated[NamedAttachment], ...] = ()
    paragraphs: tuple[Stated[str], ...] = ()
    directives: tuple[Stated[Directive], ...] = ()
    in_force: Stated[str] | None = None
    closing: Stated[str] | None = None
    signature: Stated[SignatureBlock] | None = None
    owner_unit: Stated[str] | None = None
    contact: tuple[Stated[str], ...] = ()
    copies_to: tuple[Stated[str], ...] = ()
    lines: tuple[Stated[str], ...] = ()
    """Every line as printed, of a document; none where the writer will print them."""
    to_come: frozenset[Part] = frozenset()
    """What a draft leaves to the register and the signing: not missing."""
    unread: Mapping[Part, Why] = field(default_factory=dict)
    """What stands there but could not be read, and why."""
    unsure: frozenset[Part] = frozenset()
    """What was read with a doubt: what is found of it has to be looked at, not believed."""
    electronic: bool = True
    """Whether the letter itself leaves electronically."""
    file_name: str | None = None
    """Of the file that would be sent."""

    def line_of(self, part: Part) -> int | None:
        """Return the line on which a part begins, where it is there and has one."""
        return next((one.line for one in self.stated(part)), None)

    def has(self, part: Part) -> bool:
        """Tell whether a part is there."""
        return bool(self.stated(part))

    def stated(self, part: Part) -> tuple[Stated[object], ...]:
        """Return what is there of a part, in its order."""
        match part:
            case Part.POST:
                signed = self.signature
                found = Stated(signed.value.post, signed.line) if signed and signed.value.post else None
            case Part.TELEPHONE:
                return tuple(self.telephones())
            case _:
                found = getattr(self, part.value)
        if isinstance(found, tuple):
            return tuple(one for one in found if _says_something(one.value))
        return (found,) if found is not None and _says_something(found.value) else ()

    def telephones(self) -> list[Stated[str]]:
        """Return where a telephone is given: below the signature, or beside the office as memos have it."""
        places = (*self.contact, *([self.issuing_office] if self.issuing_office else ()), *self.lines)
        return [one for one in places if has_telephone(one.value)]

    @property
    def names(self) -> tuple[str, ...]:
        """The addressees as printed."""
        return tuple(one.value for one in self.addressees)


def has_telephone(text: str) -> bool:
    """Tell whether a line gives a telephone number: โทร. and figures behind it; a fax is none."""
    return _TELEPHONE.search(text) is not None


def _says_something(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None
