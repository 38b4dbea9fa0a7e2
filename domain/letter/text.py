"""What stands in a letter and its register entry, whichever way it is signed."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.values import Digest, StreamId


@dataclass(frozen=True, slots=True)
class Addressee:
    """ถึง. One of the frozen list of those whom the letter is for."""

    name: str
    post: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """อ้างถึง. An earlier letter that the receiver already has (ข้อ 11.6)."""

    text: str
    number: str | None = None
    dated: date | None = None
    statement: Digest | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """สิ่งที่ส่งมาด้วย, in order (ข้อ 11.7); *sha256* where it is electronic, *via* where it goes apart."""

    title: str
    quantity: int
    unit: str
    via: Channel | None = None
    sha256: Digest | None = None


@dataclass(frozen=True, slots=True)
class Directive:
    """One thing that the letter asks for: what, by whom, and when if a date is given."""

    no: int
    what: str
    who: str
    due: date | None = None
    hours: str | None = None
    """As printed, e.g. ``09.30-12.30``."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """ผู้ลงชื่อ: the officer, and the words that stand under the signature (annex 3)."""

    officer: str
    name: str
    post: str
    rank: str | None = None
    acting: ActingWord | None = None
    principal: str | None = None


@dataclass(frozen=True, slots=True)
class Makers:
    """Who drafted, typed and checked the letter (ข้อ 30)."""

    drafted_by: str | None = None
    typed_by: str | None = None
    checked_by: str | None = None


class Answers(Enum):
    """How a letter is tied to an earlier one."""

    ANSWERS = "answers"
    REPLACES = "replaces"
    CANCELS = "cancels"


@dataclass(frozen=True, slots=True)
class Link:
    """A tie to another letter of this registry, received or sent (ข้อ 39, 47)."""

    rel: Answers
    stream: StreamId
    number: str


@dataclass(frozen=True, slots=True)
class LetterText:
    """What stands in the letter and its register entry, whichever way it is signed."""

    kind: LetterKind
    series: StreamId
    n: tuple[int, ...]
    """Its numbers in the series: one, or consecutive ones, one an addressee."""
    number: str
    """As printed, in Arabic digits: ``มท 0812/ว 271``, or ``55/2564`` for an order."""
    dated: date
    issuing_office: str
    subject: str
    addressees: tuple[Addressee, ...]
    signatory: Signatory
    speed: SpeedClass = SpeedClass.NORMAL
    secrecy: SecrecyClass = SecrecyClass.NONE
    salutation: str | None = None
    closing: str | None = None
    copies_to: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    directives: tuple[Directive, ...] = ()
    links: tuple[Link, ...] = ()
    makers: Makers = Makers()
    owner_unit: str | None = None
    contact: str | None = None
    later_date_reason: str | None = None
