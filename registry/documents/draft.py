"""ร่าง: what was read in a document, each part with the line on which it stands.

A draft is a working paper. What the document does not say is empty, and what could not be read is empty
with a doubt that says why, so that a person looks at that line before anybody signs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.letter.text import Directive, Reference
from domain.numbers import LetterNumber, OrderNumber

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[T_co]):
    """One part as read, and where."""

    value: T_co
    line: int
    """The line on which it begins; the document's first line is 1."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something on a line that somebody has to look at."""

    line: int
    slug: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)
    """The values of the sentence, for other languages."""


@dataclass(frozen=True, slots=True)
class NamedAttachment:
    """สิ่งที่ส่งมาด้วย as the letter names it (ข้อ 11.7); quantity and unit only where it says them."""

    title: str
    quantity: int | None = None
    unit: str | None = None
    via: Channel | None = None


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """The words under the signature (annex 3); *acting* and *principal* where somebody else's right is used."""

    name: str
    post: str | None = None
    rank: str | None = None
    acting: ActingWord | None = None
    principal: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of a letter (ข้อ 11) or an order (ข้อ 16), in their official order."""

    kind: LetterKind
    mark: Read[str] | None = None
    """A line that says SPECIMEN: this is no letter."""
    speed: Read[SpeedClass] | None = None
    secrecy: Read[SecrecyClass] | None = None
    number: Read[LetterNumber | OrderNumber] | None = None
    issuing_office: Read[str] | None = None
    address: Read[str] | None = None
    dated: Read[date] | None = None
    subject: Read[str] | None = None
    salutation: Read[str] | None = None
    addressees: tuple[Read[str], ...] = ()
    """As printed, one a line; ``ผู้ว่าราชการจังหวัด ทุกจังหวัด`` is one of them."""
    references: tuple[Read[Reference], ...] = ()
    attachments: tuple[Read[NamedAttachment], ...] = ()
    paragraphs: tuple[Read[str], ...] = ()
    """The whole text (ข้อ 11.8, 16.4), numbered paragraphs with their numbers."""
    directives: tuple[Read[Directive], ...] = ()
    in_force: Read[str] | None = None
    """วันใช้บังคับ in an order's own words (ข้อ 16.4)."""
    closing: Read[str] | None = None
    signature: Read[SignatureBlock] | None = None
    owner_unit: Read[str] | None = None
    contact: tuple[Read[str], ...] = ()
    copies_to: tuple[Read[str], ...] = ()
    doubts: tuple[Doubt, ...] = ()
