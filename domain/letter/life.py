"""What may happen to a letter and when, and what is known of it afterwards."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import assert_never

from domain.classes import LetterKind
from domain.clauses import forbid_electronic_secrets, require_date_of_entry
from domain.directives import NOTHING_NOTED, DeadlineMoved, DirectiveEvidenced, DirectiveNoted, Followed
from domain.directives import evolve as evolve_directives
from domain.errors import InvalidValue, NoSuchThing, WrongNumber, WrongStage
from domain.letter.events import (
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
    OrderAmended,
    OrderIssued,
    OrderRepealed,
    ReceiptConfirmed,
    Sending,
    Way,
)
from domain.letter.text import Addressee, LetterText
from domain.numbers import LetterNumber, OrderNumber
from domain.series import SeriesKind
from domain.thai.digits import to_thai
from domain.values import Digest, StreamId


class Stage(Enum):
    """Where a letter is in its life."""

    ISSUED = "issued"
    DISPATCHED = "dispatched"
    WITHDRAWN = "withdrawn"


CORRECTABLE = frozenset({"remark"})
"""Parts of a sent letter's entry that are not number, date or signed text: what clerks noted."""

MOST_COPIES = 1_000_000
"""How many of one attachment may go with a letter; a bound against slips of the keyboard."""


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
    remarks: tuple[str, ...] = ()
    withdrawn_by: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A person's statement: its digest and the stream that it begins."""

    digest: Digest
    stream: StreamId


@dataclass(frozen=True, slots=True)
class Office:
    """What admission asks of the registry office and its book that day."""

    codes: tuple[str, ...]
    """Owner codes that the office prints, e.g. ``มท 0812``; sub-codes of them are its own too."""
    kind: SeriesKind
    year: int
    """Buddhist year of the series."""


def admit(  # noqa: PLR0913 - each is a thing of its own
    text: LetterText, *, office: Office, way: Way, signed: Said, final: Digest, entered: date
) -> LetterIssued:
    """Admit a signed letter whose evidence, authority and reservation the caller has verified.

    Raises:
        InvalidValue: a part that every letter has is missing, or an addressee or a quantity cannot be.
        WrongNumber: printed number and register number disagree, or the code is not the office's.
        ClauseForbids: a clause in force on the day of entry forbids it.
    """
    _require_parts(text)
    _require_countable(text)
    forbid_electronic_secrets(text.secrecy, on=entered)
    require_date_of_entry(text.dated, entered=entered, reason=text.later_date_reason)
    _require_register_number(text, office)
    if len(text.n) > 1 and len(text.n) != len(text.addressees):
        raise WrongNumber(
            "numbers-per-addressee",
            f"{len(text.n)} numbers for {len(text.addressees)} addressees: take one number, or one an addressee.",
            numbers=len(text.n),
            addressees=len(text.addressees),
        )
    if text.kind is LetterKind.SEALED and way is Way.ELECTRONIC:
        raise WrongStage(
            "sealed-needs-initials", "A sealed letter is initialled beside the seal, not signed (ข้อ 14.5)."
        )
    issued = OrderIssued if text.kind is LetterKind.ORDER else LetterIssued
    return issued(signed.digest, signed.stream, final, way, text.series, text.n, text.number, text.dated)


def _require_register_number(text: LetterText, office: Office) -> None:
    """Refuse a printed number that is not the register's: its figures, its series, its owner's code (43.2)."""
    first, last = text.n[0], text.n[-1] if len(text.n) > 1 else None
    if (text.kind is LetterKind.ORDER) is not (office.kind is SeriesKind.ORDER):
        raise WrongNumber(
            "another-series",
            f"{text.kind.label} is not numbered in a series of kind {office.kind.value}: take its number from its own.",
            kind=text.kind.label,
            series=office.kind.value,
        )
    if office.kind is SeriesKind.ORDER or office.kind is SeriesKind.ATTESTATION:
        holds = OrderNumber(first, office.year).printed("arabic")
        same = text.number == holds
    elif text.number in _plain_numbers(office, first, last):
        return
    else:
        printed = LetterNumber.parse(text.number)
        holds = f"{first}" if last is None else f"{first}-{last}"
        same = (
            printed.printed("arabic") == text.number
            and (printed.running, printed.last) == (first, last)
            and printed.circular is (office.kind is SeriesKind.CIRCULAR)
        )
        owner = f"{printed.code} {printed.owner}"
        if not any(owner == code or owner.startswith(f"{code}.") for code in office.codes):
            raise WrongNumber(
                "not-our-code",
                f"{owner} is not a code of this office, which prints {', '.join(office.codes)}.",
                code=owner,
                codes=", ".join(office.codes),
            )
    if not same:
        raise WrongNumber(
            "number-not-in-register",
            f"{to_thai(text.number)} is not what the register holds: number {to_thai(holds)} of its "
            f"{office.kind.value} series.",
            printed=to_thai(text.number),
            holds=to_thai(holds),
        )


def _plain_numbers(office: Office, first: int, last: int | None) -> list[str]:
    """Return the numbers that need no reading: a code of the office and the figures of its main series."""
    mark = "ว " if office.kind is SeriesKind.CIRCULAR else ""
    figures = f"{first}" if last is None else f"{first}-{last}"
    return [f"{code}/{mark}{figures}" for code in office.codes]


def _require_parts(text: LetterText) -> None:
    missing = [
        part
        for part, value in (
            ("subject", text.kind is LetterKind.SEALED or text.subject.strip()),
            ("addressees", text.kind is LetterKind.ORDER or text.addressees),
            ("name", all(addressee.name.strip() for addressee in text.addressees)),
            ("title", all(attachment.title.strip() for attachment in text.attachments)),
            ("issuing_office", text.issuing_office.strip()),
            ("signatory", text.signatory.name.strip() and text.signatory.post.strip()),
            ("n", text.n),
        )
        if not value
    ]
    if missing:
        raise InvalidValue(
            "part-missing", f"The letter has no {', '.join(missing)}: fill it in.", parts=", ".join(missing)
        )
    if any(later != earlier + 1 for earlier, later in zip(text.n, text.n[1:], strict=False)):
        raise WrongNumber("numbers-not-consecutive", "The numbers of one letter follow one another.", numbers=text.n)


def _require_countable(text: LetterText) -> None:
    """Refuse an addressee named twice, who could not be told from himself, and a number of copies that is none."""
    names = [addressee.name for addressee in text.addressees]
    if len(set(names)) != len(names):
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise InvalidValue("addressee-twice", f"{twice} is an addressee twice: keep one.", addressee=twice)
    for attachment in text.attachments:
        if not 1 <= attachment.quantity <= MOST_COPIES:
            raise InvalidValue(
                "quantity-out-of-range",
                f"{attachment.quantity} of {attachment.title} are not possible: write from 1 to {MOST_COPIES}.",
                quantity=attachment.quantity,
                title=attachment.title,
                most=MOST_COPIES,
            )


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
    if at.tzinfo is None:
        raise InvalidValue("time-without-zone", f"{at} has no offset from UTC: write +07:00 behind it.", at=at)
    if at > now:
        raise InvalidValue("not-yet", f"{at} has not come yet, it is {now}: type when it happened.", at=at, now=now)
    if at.date() < min(letter.dated, now.date()):
        raise InvalidValue(
            "before-the-letter",
            f"{at} lies before {to_thai(letter.number)}, which is dated {letter.dated}: type when it happened.",
            at=at,
            number=to_thai(letter.number),
            dated=letter.dated,
        )


def require_receipt_in_order(letter: Letter, said: LetterAcknowledged, *, now: datetime) -> None:
    """Refuse unless the letter arrived, was registered and was acknowledged in that order (annex 6 ข้อ 2.4)."""
    times = [at for at in (said.arrived_at, said.registered_at) if at is not None]
    for at in times:
        require_happened(letter, at, now=now)
    if times != sorted(times):
        raise InvalidValue(
            "entered-after-registered",
            f"It cannot have come in at {said.arrived_at} and been registered before, at {said.registered_at}.",
            entered_at=said.arrived_at,
            registered_at=said.registered_at,
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
    if said.to in letter.answered:
        raise WrongStage(
            "answered-before",
            f"{letter.addressees[said.to].name} has answered {to_thai(letter.number)} before.",
            addressee=letter.addressees[said.to].name,
            number=to_thai(letter.number),
        )
    match said:
        case LetterAcknowledged():
            return LetterAnswered(statement.digest, statement.stream, said.to, AnswerKind.ACKNOWLEDGED)
        case LetterReturned(reason=reason):
            if not reason.strip():
                raise InvalidValue("reason-missing", "Say why the letter is returned.", what=to_thai(letter.number))
            return LetterAnswered(statement.digest, statement.stream, said.to, AnswerKind.RETURNED)


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


def evolve(letter: Letter | None, event: LetterEvent) -> Letter:  # noqa: C901, PLR0911 - one case a fact
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
        case LetterAnswered(to=to, kind=kind):
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
        case ReceiptConfirmed() | LetterAnsweredBy() | OrderAmended() | DirectiveEvidenced():
            return letter
        case _:
            assert_never(event)


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
