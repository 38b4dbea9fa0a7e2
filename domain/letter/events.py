"""What happens to a letter: what people sign of it, and what the seal says in its stream."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from domain.classes import Channel
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, Progress
from domain.letter.text import Addressee, Answers, LetterText
from domain.letter.typeset import Typeset
from domain.structure.acts import NO_ACTS, Acts
from domain.values import Digest, StreamId


@dataclass(frozen=True, slots=True)
class LetterSigned:
    """ลงลายมือชื่ออิเล็กทรอนิกส์. The official signs the letter; the evidence is the official's own."""

    letter: LetterText


@dataclass(frozen=True, slots=True)
class LetterSignedByHand:
    """ลงลายมือชื่อบนกระดาษ. A clerk signs that the signatory signed the paper whose scan is named."""

    letter: LetterText
    clerk: str


@dataclass(frozen=True, slots=True)
class LetterSealed:
    """หนังสือประทับตรา. The officer in charge initials beside the office's seal (ข้อ 14.5)."""

    letter: LetterText


@dataclass(frozen=True, slots=True)
class OrderSigned:
    """ลงลายมือชื่อในคำสั่ง. The official signs an order; *in_force* as its text says it (ข้อ 16.4)."""

    letter: LetterText
    in_force: str | None = None


@dataclass(frozen=True, slots=True)
class LetterSignedInMatter(LetterSigned):
    """The same, naming the matter, which decides whether a delegation covers it (annex 3)."""

    matter: str


@dataclass(frozen=True, slots=True)
class OrderSignedWithActs(OrderSigned):
    """The same, of an order that changes the structure; *matter* as a delegation names it."""

    acts: Acts = NO_ACTS
    matter: str | None = None


@dataclass(frozen=True, slots=True)
class LetterSignedTypeset(LetterSigned):
    """The same, of a typeset letter: one authorisation for the statement and for the signature in the PDF."""

    document: Typeset
    matter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSignedTypeset(OrderSignedWithActs):
    """The same, of a typeset order."""

    document: Typeset


@dataclass(frozen=True, slots=True)
class OrderSignedByHand(LetterSignedByHand):
    """An order signed on paper, and what it does to the structure as the clerk reads it."""

    in_force: str | None = None
    acts: Acts = NO_ACTS


SignedLetter = LetterSigned | LetterSignedByHand | LetterSealed | OrderSigned


class Way(Enum):
    """The three ways in which a letter may leave."""

    ELECTRONIC = "electronic"
    BY_HAND = "by-hand"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class LetterIssued:
    """ออกหนังสือ. The seal admits what was signed; *final* is the file that people receive."""

    signed: Digest
    signed_in: StreamId
    """The stream of the signed statement."""
    final: Digest
    way: Way
    series: StreamId
    n: tuple[int, ...]
    number: str
    dated: date


@dataclass(frozen=True, slots=True)
class OrderIssued(LetterIssued):
    """ออกคำสั่ง. As a letter is issued; an order is numbered N/year in a series of its own (ข้อ 16.2)."""


@dataclass(frozen=True, slots=True)
class Sending:
    """To which of the addressees (its place in the letter's list), by which way, to which address."""

    to: int
    channel: Channel
    address: str | None = None


@dataclass(frozen=True, slots=True)
class LetterDispatched:
    """ส่งหนังสือ. The list of addressees is frozen from here on."""

    sendings: tuple[Sending, ...]
    addressees: tuple[Addressee, ...]
    clerk: str


class DeliveryResult(Enum):
    """ผลการส่ง of one attempt."""

    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DeliveryAttempted:
    """One attempt at one addressee; the first attempt's *at* is the time sent (ข้อ 89/3)."""

    to: int
    channel: Channel
    address: str | None
    attempted_at: datetime
    result: DeliveryResult
    checked_by: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class ReceiptConfirmed:
    """ได้รับการยืนยันจากผู้รับ, by telephone: who said so, and when (annex 7 ข้อ 5.5)."""

    to: int
    confirmed_at: datetime
    spoke_with: str
    clerk: str


@dataclass(frozen=True, slots=True)
class LetterAcknowledged:
    """แจ้งตอบรับ. The recipient's own statement about the letter that *letter* names."""

    letter: Digest
    to: int
    office: str
    officer: str
    name: str
    post: str
    receive_number: str | None = None
    registered_at: datetime | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LetterReturned:
    """ส่งคืน. The recipient's own statement that the letter goes back, and why."""

    letter: Digest
    to: int
    office: str
    officer: str
    name: str
    post: str
    reason: str


class AnswerKind(Enum):
    """What a recipient answered."""

    ACKNOWLEDGED = "acknowledged"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class LetterAnswered:
    """The seal takes a recipient's statement into the letter's life."""

    answer: Digest
    answered_in: StreamId
    """The stream of the recipient's statement."""
    to: int
    kind: AnswerKind


@dataclass(frozen=True, slots=True)
class LinkGiven:
    """The one-time link of one addressee: of its 128 random bits only a digest is known here."""

    to: int
    link: Digest


@dataclass(frozen=True, slots=True)
class LinksGiven:
    """ให้ลิงก์ตอบรับ. Addressees may answer by links of their own; a newer one takes the older one's place."""

    links: tuple[LinkGiven, ...]
    clerk: str


@dataclass(frozen=True, slots=True)
class AnsweredByLink:
    """แจ้งตอบรับ or ส่งคืน by whoever holds the addressee's link: the lowest level, only the seal says so."""

    link: Digest
    to: int
    kind: AnswerKind
    office: str
    name: str
    post: str
    receive_number: str | None = None
    registered_at: datetime | None = None
    arrived_at: datetime | None = None
    reason: str | None = None
    """Why it is returned; of nothing else."""


@dataclass(frozen=True, slots=True)
class ReportedByLink:
    """รายงานผล by whoever holds the addressee's link: passed on, or done; only the seal says so."""

    link: Digest
    to: int
    no: int
    progress: Progress
    happened_at: datetime
    how: str
    office: str
    name: str
    post: str
    performer: str | None = None
    their_number: str | None = None
    """Number of the recipient's own letter or order, as printed."""


@dataclass(frozen=True, slots=True)
class EntryNoted:
    """หมายเหตุ to the register entry."""

    remark: str
    clerk: str


@dataclass(frozen=True, slots=True)
class EntryCorrected:
    """A slip in the register entry put right: old, new, why. Never number, date or signed text."""

    what: str
    old: str
    new: str
    reason: str
    clerk: str


@dataclass(frozen=True, slots=True)
class LetterCancelled:
    """ยกเลิก by another registered instrument, sent to the same addressees."""

    instrument: StreamId
    number: str
    reason: str
    clerk: str


@dataclass(frozen=True, slots=True)
class LetterSuperseded:
    """ยกเลิกและให้ใช้ … แทน: another registered letter stands in its place."""

    instrument: StreamId
    number: str
    clerk: str


@dataclass(frozen=True, slots=True)
class LetterAnsweredBy:
    """ส่งออกโดยหนังสือที่ / ตอบตามหนังสือรับที่: the other end of a reply's link (ข้อ 39, 47)."""

    rel: Answers
    instrument: StreamId
    number: str


@dataclass(frozen=True, slots=True)
class OrderAmended:
    """แก้ไขเพิ่มเติม: a later order changes, adds or repeals a clause of this one; another fact may do so again."""

    instrument: StreamId
    number: str
    clause: str | None


@dataclass(frozen=True, slots=True)
class OrderRepealed:
    """ยกเลิกคำสั่งทั้งฉบับ by a later order; from when on, that order says."""

    instrument: StreamId
    number: str


LetterEvent = (
    LetterIssued
    | OrderIssued
    | LetterDispatched
    | DeliveryAttempted
    | ReceiptConfirmed
    | LetterAnswered
    | LinksGiven
    | AnsweredByLink
    | ReportedByLink
    | LetterAnsweredBy
    | EntryNoted
    | EntryCorrected
    | LetterCancelled
    | LetterSuperseded
    | OrderAmended
    | OrderRepealed
    | DirectiveNoted
    | DirectiveEvidenced
    | DeadlineMoved
)
