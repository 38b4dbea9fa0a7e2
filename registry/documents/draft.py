"""ร่าง: what was read in a document, each part with the line on which it stands.

A draft is a working paper. What the document does not say is empty, and what could not be read is empty
with a doubt that says why, so that a person looks at that line before anybody signs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Generic, TypeVar

from domain.citations import Citation
from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.letter.text import Directive, Reference
from domain.numbers import LetterNumber, OrderNumber
from domain.structure.acts import InstrumentActKind, PostActKind, UnitActKind

T_co = TypeVar("T_co", covariant=True)


class Sureness(Enum):
    """How sure the reader is of a part."""

    SURE = "sure"
    """The form's own word or shape says so, and nothing else could be meant."""
    LIKELY = "likely"
    """By its place, or after a repair: look once."""
    DOUBTFUL = "doubtful"
    """It could be something else; a `Doubt` on its line says why."""


@dataclass(frozen=True, slots=True)
class Read(Generic[T_co]):
    """One part as read, and where."""

    value: T_co
    line: int
    """The line on which it begins; the document's first line is 1."""
    sure: Sureness = Sureness.SURE


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something on a line that somebody has to look at."""

    line: int
    slug: str
    message: str
    facts: Mapping[str, object] = field(default_factory=dict)
    """The values of the sentence, for other languages."""
    part: str | None = None
    """The field of `Draft` that it is about, where it is about one."""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """ที่ as far as it is printed: a draft has no running number yet, a regulation only ฉบับที่."""

    text: str
    """As printed, without ที่."""
    code: str | None = None
    owner: str | None = None
    """In Arabic digits, with whatever sub-codes and brackets are printed, e.g. ``52007.4(1)``."""
    committee: str | None = None
    series_letter: str | None = None
    running: str | None = None
    """In Arabic digits."""
    year: int | None = None
    """Buddhist year, where it is part of the number."""


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A day as far as it is printed, in the Buddhist era."""

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A day or span in the text on which something happens; never the date of a letter that is cited."""

    what: str
    """The words around it."""
    since: date
    until: date | None = None
    """The last day of a span."""
    hours: str | None = None
    """As printed, in Arabic digits, e.g. ``09.30-12.30``."""


@dataclass(frozen=True, slots=True)
class RecognisedAct:
    """What an order seems to do to instruments, units or posts, in the words of the text.

    Whoever drafts turns it into an act by naming the units and posts of the structure.
    """

    kind: InstrumentActKind | UnitActKind | PostActKind
    text: str
    """The words that say it."""
    clause: str | None = None
    """The order's own clause, e.g. ``ข้อ 3``."""
    target: str | None = None
    """The instrument or unit that it changes, as printed; an order's number in Arabic digits, e.g. ``85/2564``."""
    target_clause: str | None = None
    target_dated: date | None = None
    name: str | None = None
    """The unit that begins, the new name, or the person."""
    post: str | None = None
    since: datetime | None = None
    """When it takes effect, where the text says so."""
    words: str | None = None
    """The new words that it gives an instrument."""


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
    """A line that says SPECIMEN or ร่าง: this is no letter, or none yet."""
    speed: Read[SpeedClass] | None = None
    secrecy: Read[SecrecyClass] | None = None
    number: Read[LetterNumber | OrderNumber] | None = None
    number_printed: Read[PrintedNumber] | None = None
    """Also where it is not complete."""
    issuing_office: Read[str] | None = None
    address: Read[str] | None = None
    dated: Read[date] | None = None
    date_printed: Read[PrintedDate] | None = None
    """Also where it is not complete."""
    edition: Read[str] | None = None
    """(ฉบับที่ ๓) พ.ศ. ๒๕๖๐ of a regulation, as printed (ข้อ 17, 18)."""
    published: Read[date] | None = None
    """The day of the Royal Gazette on whose page it stands."""
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
    effective: Read[date] | None = None
    """The first day in force, where the words name or settle one."""
    legal_basis: tuple[Read[str], ...] = ()
    """อาศัยอำนาจตามความใน …: the provisions, one each."""
    acts: tuple[Read[RecognisedAct], ...] = ()
    dates: tuple[Read[NamedDate], ...] = ()
    citations: tuple[Read[Citation], ...] = ()
    """Letters and orders that the text names anywhere."""
    closing: Read[str] | None = None
    signature: Read[SignatureBlock] | None = None
    cosignatories: tuple[Read[SignatureBlock], ...] = ()
    """Whoever signs beside the first, e.g. a second minister under rules of two ministries."""
    owner_unit: Read[str] | None = None
    contact: tuple[Read[str], ...] = ()
    """The lines as printed; the numbers in them stand in *phones* and *fax* too."""
    phones: tuple[Read[str], ...] = ()
    fax: tuple[Read[str], ...] = ()
    copies_to: tuple[Read[str], ...] = ()
    doubts: tuple[Doubt, ...] = ()
