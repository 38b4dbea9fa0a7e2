"""A letter that comes in from outside (หนังสือรับ), until it is concluded.

    received (receive number, three times) ─▶ assigned ⇄ action noted ─▶ concluded

Three times are kept apart (annex 6 ข้อ 2.4): when it entered the office, when it was registered (the
legal time of receipt), and, on the sender's side, when it was acknowledged.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import assert_never

from domain.classes import Channel, SecrecyClass, SpeedClass
from domain.clauses import forbid_electronic_secrets
from domain.directives import DirectiveEvidenced
from domain.errors import InvalidValue, WrongStage
from domain.letter.events import EntryCorrected, EntryNoted, LetterAnsweredBy
from domain.values import StreamId


@dataclass(frozen=True, slots=True)
class LetterReceived:
    """ลงทะเบียนรับ. One row of form 13; *entered_at* is when it came, *registered_at* when it was entered."""

    series: StreamId
    n: int
    printed: str
    dated: date | None
    sender: str
    addressee: str
    subject: str
    channel: Channel
    entered_at: datetime
    registered_at: datetime
    clerk: str
    speed: SpeedClass = SpeedClass.NORMAL
    secrecy: SecrecyClass = SecrecyClass.NONE
    due: date | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class MatterAssigned:
    """ส่งให้ … ดำเนินการ: which unit or person has it now (ข้อ 39)."""

    to: str
    clerk: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ActionNoted:
    """การปฏิบัติ: what was done."""

    action: str
    clerk: str


@dataclass(frozen=True, slots=True)
class MatterConcluded:
    """The matter is done; *how* says by what."""

    how: str
    clerk: str


IncomingEvent = (
    LetterReceived
    | MatterAssigned
    | ActionNoted
    | MatterConcluded
    | LetterAnsweredBy
    | DirectiveEvidenced
    | EntryNoted
    | EntryCorrected
)

CORRECTABLE = frozenset({"sender", "addressee", "subject", "printed", "remark"})
"""What a clerk typed of somebody else's letter; never the receive number or a time."""


class Stage(Enum):
    """Whether anybody still has work with it."""

    OPEN = "open"
    CONCLUDED = "concluded"


@dataclass(frozen=True, slots=True)
class Incoming:
    """What the commands need to know of a received letter."""

    printed: str
    number: int
    values: tuple[tuple[str, str], ...]
    stage: Stage = Stage.OPEN


def receive(received: LetterReceived) -> LetterReceived:
    """Enter a letter in the receive book.

    Raises:
        InvalidValue: sender or subject is missing, or it was registered before it came in.
        ClauseForbids: a secret letter; only its row in the secret book is kept.
    """
    on = received.registered_at.date()
    forbid_electronic_secrets(received.secrecy, on=on)
    for part in ("sender", "subject"):
        if not getattr(received, part).strip():
            raise InvalidValue("part-missing", f"The received letter has no {part}: fill it in.", parts=part)
    if received.entered_at > received.registered_at:
        raise InvalidValue(
            "entered-after-registered",
            f"It cannot have come in at {received.entered_at} and been registered before, at {received.registered_at}.",
            entered_at=received.entered_at,
            registered_at=received.registered_at,
        )
    return received


def require_open(letter: Incoming) -> None:
    """Refuse when the matter is concluded."""
    if letter.stage is Stage.CONCLUDED:
        raise WrongStage(
            "concluded-before",
            f"Receive number {letter.number} is concluded; look at its history.",
            number=letter.number,
        )


def correct(letter: Incoming, corrected: EntryCorrected) -> EntryCorrected:
    """Correct a slip in the entry; *old* must be what the register holds."""
    if corrected.what not in CORRECTABLE:
        raise WrongStage(
            "not-correctable",
            f"{corrected.what!r} of a receive entry is not corrected: note it as a remark.",
            what=corrected.what,
        )
    if not corrected.reason.strip():
        raise InvalidValue("reason-missing", f"Say why {corrected.what} is corrected.", what=corrected.what)
    known = dict(letter.values).get(corrected.what, "")
    if known != corrected.old:
        raise WrongStage(
            "old-value-differs",
            f"The register holds {known!r} for {corrected.what}, not {corrected.old!r}: read it again.",
            what=corrected.what,
            known=known,
            old=corrected.old,
        )
    return corrected


def evolve(letter: Incoming | None, event: IncomingEvent) -> Incoming:
    """Return the received letter as known after *event*. Never refuses: it already happened."""
    match event:
        case LetterReceived():
            values = tuple((part, getattr(event, part) or "") for part in sorted(CORRECTABLE))
            return Incoming(event.printed, event.n, values)
        case _ if letter is None:
            raise LookupError(f"{type(event).__name__} of a letter that was never received")
        case EntryCorrected(what=what, new=new):
            return replace(letter, values=tuple((k, new if k == what else v) for k, v in letter.values))
        case MatterConcluded():
            return replace(letter, stage=Stage.CONCLUDED)
        case MatterAssigned() | ActionNoted() | LetterAnsweredBy() | DirectiveEvidenced() | EntryNoted():
            return letter
        case _:
            assert_never(event)
