"""What may happen to a letter and when, and what is known of it afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import assert_never

from domain.directives import NOTHING_NOTED, DeadlineMoved, DirectiveEvidenced, DirectiveNoted, Followed
from domain.directives import evolve as evolve_directives
from domain.errors import InvalidValue, NoSuchThing, WrongNumber, WrongStage
from domain.letter.admission import Said
from domain.letter.events import (
    AnsweredByLink,
    AnswerKind,
    DeliveryAttempted,
    EntryCorrected,
    EntryNoted,
    LetterAcknowledged,
    LetterAnswered,
    LetterAnsweredBy,
    LetterCancelled,
    LetterDispatched,
    LetterEvent,
    LetterIssued,
    LetterReturned,
    LetterSuperseded,
    LinksGiven,
    OrderAmended,
    OrderRepealed,
    ReceiptConfirmed,
    ReportedByLink,
    Sending,
)
from domain.letter.text import Addressee
from domain.thai.digits import to_thai
from domain.values import Digest


class Stage(Enum):
    """Where a letter is in its life."""

    ISSUED = "issued"
    DISPATCHED = "dispatched"
    WITHDRAWN = "withdrawn"


CORRECTABLE = frozenset({"remark"})
"""Parts of a sent letter's entry that are not number, date or signed text: what clerks noted."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What the commands need to know, and nothing more. Screens use views."""

    number: str
    dated: date
    signed: Digest
    stage: Stage
    addressees: tuple[Addressee, ...] = ()
    sent: frozenset[int] = field(default_factory=frozenset)
    answered: frozenset[int] = field(default_factory=frozenset)
    returned: frozenset[int] = field(default_factory=frozenset)
    directives: Followed = NOTHING_NOTED
    links: Mapping[int, Digest] = field(default_factory=dict)
    """The newest link of each addressee who was given one."""
    remarks: tuple[str, ...] = ()
    withdrawn_by: str = ""


def dispatch(
    letter: Letter, addressees: tuple[Addressee, ...], sendings: tuple[Sending, ...], *, clerk: str
) -> LetterDispatched:
    """Freeze the list of addressees and say by which way each is sent to."""
    require_stage(letter, Stage.ISSUED, "dispatched")
    if not sendings:
        raise InvalidValue(
            "no-addressee", f"Nobody is named to send {to_thai(letter.number)} to.", number=to_thai(letter.number)
        )
    places = [sending.to for sending in sendings]
    if sorted(places) != list(range(len(addressees))):
        raise InvalidValue(
            "sendings-incomplete",
            f"{to_thai(letter.number)} has {len(addressees)} addressees: name each of them once.",
            number=to_thai(letter.number),
            addressees=len(addressees),
        )
    return LetterDispatched(sendings, addressees, clerk)


def attempt(letter: Letter, attempted: DeliveryAttempted) -> DeliveryAttempted:
    """Record one attempt at delivery; the same number goes out again after a failure (annex 7 ข้อ 5.3.11)."""
    require_stage(letter, Stage.DISPATCHED, "delivered")
    require_addressee(letter, attempted.to)
    return attempted


def confirm(letter: Letter, confirmed: ReceiptConfirmed) -> ReceiptConfirmed:
    """Record a confirmation by telephone."""
    require_stage(letter, Stage.DISPATCHED, "confirmed")
    require_addressee(letter, confirmed.to)
    if not confirmed.spoke_with.strip():
        raise InvalidValue("reason-missing", "Say who confirmed it.", what="spoke_with")
    return confirmed


def require_happened(letter: Letter, at: datetime, *, now: datetime) -> None:
    """Refuse a time without its place on earth, one that has not come yet, or one before the day of the letter.

    A letter that is dated ahead may go out early: it is the day of the entry that counts until its own comes.
    """
    require_moment(at, letter.number, letter.dated, now=now)


def require_moment(at: datetime, number: str, dated: date, *, now: datetime) -> None:
    """Refuse what `require_happened` does, of the letter with that number and date."""
    if at.tzinfo is None:
        raise InvalidValue("time-without-zone", f"{at} has no offset from UTC: write +07:00 behind it.", at=at)
    if at > now:
        raise InvalidValue("not-yet", f"{at} has not come yet, it is {now}: type when it happened.", at=at, now=now)
    if at.date() < min(dated, now.date()):
        raise InvalidValue(
            "before-the-letter",
            f"{at} lies before {to_thai(number)}, which is dated {dated}: type when it happened.",
            at=at,
            number=to_thai(number),
            dated=dated,
        )


def require_receipt_in_order(letter: Letter, said: LetterAcknowledged | AnsweredByLink, *, now: datetime) -> None:
    """Refuse unless the letter arrived, was registered and was acknowledged in that order (annex 6 ข้อ 2.4)."""
    times = [at for at in (said.arrived_at, said.registered_at) if at is not None]
    for at in times:
        require_happened(letter, at, now=now)
    require_order(said.arrived_at, said.registered_at)


def require_order(arrived: datetime | None, registered: datetime | None) -> None:
    """Refuse a letter that was registered before it arrived."""
    if arrived is not None and registered is not None and registered < arrived:
        raise InvalidValue(
            "entered-after-registered",
            f"It cannot have come in at {arrived} and been registered before, at {registered}.",
            entered_at=arrived,
            registered_at=registered,
        )


def answer(letter: Letter, said: LetterAcknowledged | LetterReturned, *, statement: Said) -> LetterAnswered:
    """Take a recipient's statement, whose evidence the caller has verified, into the letter's life.

    Raises:
        WrongStage: the letter was not sent, or this addressee answered before.
        NoSuchThing: the recipient is not among the addressees.
        WrongNumber: the statement names another letter.
    """
    if letter.stage is Stage.ISSUED:
        require_stage(letter, Stage.DISPATCHED, "acknowledged")
    require_addressee(letter, said.to)
    if said.letter != letter.signed:
        raise WrongNumber(
            "another-letter",
            f"The answer is to another letter than {to_thai(letter.number)}: answer the one that was received.",
            number=to_thai(letter.number),
        )
    require_unanswered(letter, said.to)
    match said:
        case LetterAcknowledged():
            return LetterAnswered(statement.digest, statement.stream, said.to, AnswerKind.ACKNOWLEDGED)
        case LetterReturned(reason=reason):
            require_reason(letter, reason)
            return LetterAnswered(statement.digest, statement.stream, said.to, AnswerKind.RETURNED)


def require_unanswered(letter: Letter, to: int) -> None:
    """Refuse a second answer of an addressee, whichever the first one was and by whichever means it came."""
    if to in letter.answered:
        raise WrongStage(
            "answered-before",
            f"{letter.addressees[to].name} has answered {to_thai(letter.number)} before.",
            addressee=letter.addressees[to].name,
            number=to_thai(letter.number),
        )


def require_reason(letter: Letter, reason: str | None) -> None:
    """Refuse to take a letter back without a word why."""
    if reason is None or not reason.strip():
        raise InvalidValue("reason-missing", "Say why the letter is returned.", what=to_thai(letter.number))


def correct(letter: Letter, corrected: EntryCorrected) -> EntryCorrected:
    """Correct a slip in the register entry; number, date and signed text are out of reach."""
    if corrected.what not in CORRECTABLE:
        raise WrongStage(
            "not-correctable",
            f"{corrected.what!r} is number, date or signed text: issue another letter that replaces this one.",
            what=corrected.what,
        )
    if not corrected.reason.strip():
        raise InvalidValue("reason-missing", f"Say why {corrected.what} is corrected.", what=corrected.what)
    if corrected.old not in letter.remarks:
        known = "; ".join(letter.remarks)
        raise WrongStage(
            "old-value-differs",
            f"The register holds {known!r} for {corrected.what}, not {corrected.old!r}: read it again.",
            what=corrected.what,
            known=known,
            old=corrected.old,
        )
    return corrected


def withdraw(
    letter: Letter, by: Letter, event: LetterCancelled | LetterSuperseded
) -> LetterCancelled | LetterSuperseded:
    """Cancel or supersede a letter by another registered one, sent to the same addressees."""
    if letter.stage is Stage.WITHDRAWN:
        raise WrongStage(
            "withdrawn-before",
            f"{to_thai(letter.number)} was withdrawn before by {letter.withdrawn_by}; look at its history.",
            number=to_thai(letter.number),
            by=letter.withdrawn_by,
        )
    if by.signed == letter.signed:
        raise InvalidValue(
            "withdraws-itself", f"{to_thai(letter.number)} cannot withdraw itself.", number=to_thai(letter.number)
        )
    if letter.stage is Stage.DISPATCHED and not {a.name for a in letter.addressees} <= {a.name for a in by.addressees}:
        raise WrongStage(
            "not-sent-to-the-same",
            f"{to_thai(by.number)} was not sent to everybody who has {to_thai(letter.number)}: dispatch it to them.",
            by=to_thai(by.number),
            number=to_thai(letter.number),
        )
    return event


def evolve(letter: Letter | None, event: LetterEvent) -> Letter:  # noqa: C901, PLR0911, PLR0912 - one case a fact
    """Return the letter as known after *event*. Never refuses: it already happened."""
    match event:
        case LetterIssued(signed=signed, number=number, dated=dated):
            return Letter(number, dated, signed, Stage.ISSUED)
        case _ if letter is None:
            raise LookupError(f"{type(event).__name__} of a letter that was never issued")
        case LetterDispatched(addressees=addressees):
            return replace(letter, stage=Stage.DISPATCHED, addressees=addressees)
        case DeliveryAttempted(to=to):
            return replace(letter, sent=letter.sent | {to})
        case LetterAnswered(to=to, kind=kind) | AnsweredByLink(to=to, kind=kind):
            returned = letter.returned | {to} if kind is AnswerKind.RETURNED else letter.returned
            return replace(letter, answered=letter.answered | {to}, returned=returned)
        case EntryNoted(remark=remark):
            return replace(letter, remarks=(*letter.remarks, remark))
        case EntryCorrected(old=old, new=new):
            return replace(letter, remarks=tuple(new if one == old else one for one in letter.remarks))
        case LetterCancelled(number=number) | LetterSuperseded(number=number):
            return replace(letter, stage=Stage.WITHDRAWN, withdrawn_by=number)
        case OrderRepealed(number=number):
            return replace(letter, stage=Stage.WITHDRAWN, withdrawn_by=number)
        case DirectiveNoted() | DeadlineMoved():
            return replace(letter, directives=evolve_directives(letter.directives, event))
        case ReportedByLink():
            return replace(letter, directives=evolve_directives(letter.directives, as_noted(event)))
        case LinksGiven(links=links):
            return replace(letter, links={**letter.links, **{one.to: one.link for one in links}})
        case ReceiptConfirmed() | LetterAnsweredBy() | OrderAmended() | DirectiveEvidenced():
            return letter
        case _:
            assert_never(event)


def as_noted(said: ReportedByLink) -> DirectiveNoted:
    """Return what a report by link says of the directive, as if a clerk had noted it."""
    return DirectiveNoted(
        to=said.to,
        no=said.no,
        progress=said.progress,
        happened_at=said.happened_at,
        how=said.how,
        performer=said.performer,
        evidence_number=said.their_number,
    )


def require_stage(letter: Letter, stage: Stage, done: str) -> None:
    """Refuse what can only be *done* (a participle) to a letter in this stage."""
    if letter.stage is not stage:
        raise WrongStage(
            "wrong-stage",
            f"{to_thai(letter.number)} is {letter.stage.value} and cannot be {done}; look at its history.",
            number=to_thai(letter.number),
            stage=letter.stage.value,
            done=done,
        )


def require_addressee(letter: Letter, to: int) -> None:
    """Refuse a place at which the frozen list has nobody."""
    if not 0 <= to < len(letter.addressees):
        raise NoSuchThing(
            "not-an-addressee",
            f"{to_thai(letter.number)} was not sent to this recipient: only its addressees answer it.",
            number=to_thai(letter.number),
        )
