"""Acts on letters and orders that go out: admit what was signed, send, follow up, correct, withdraw."""

from datetime import date
from typing import Any, cast

import msgspec

from domain.errors import InvalidValue, NoSuchThing, WrongNumber, WrongStage
from domain.letter import admission, life
from domain.letter.events import (
    DeliveryAttempted,
    EntryCorrected,
    EntryNoted,
    LetterAnsweredBy,
    LetterCancelled,
    LetterDispatched,
    LetterIssued,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    LetterSignedInMatter,
    LetterSignedTypeset,
    LetterSuperseded,
    OrderSigned,
    OrderSignedByHand,
    OrderSignedTypeset,
    OrderSignedWithActs,
    ReceiptConfirmed,
    Sending,
    SignedLetter,
    Way,
)
from domain.letter.text import LetterText
from domain.series import NumberState, Purpose, require_open
from domain.structure.powers import Judgement
from domain.values import Digest, File, StreamId
from registry import numbers, powers, requests, structure, wire
from registry.errors import NotCanonical
from registry.evidence import Evidenced
from registry.register.group import Group, Staged
from registry.register.known import Reservation
from registry.wire import Relation, Statement

WAYS: dict[type, Way] = {
    LetterSigned: Way.ELECTRONIC,
    LetterSignedInMatter: Way.ELECTRONIC,
    LetterSignedTypeset: Way.ELECTRONIC,
    OrderSigned: Way.ELECTRONIC,
    OrderSignedWithActs: Way.ELECTRONIC,
    OrderSignedTypeset: Way.ELECTRONIC,
    OrderSignedByHand: Way.BY_HAND,
    LetterSignedByHand: Way.BY_HAND,
    LetterSealed: Way.SEALED,
}


def admit(group: Group, said: Evidenced, fact: SignedLetter) -> tuple[Staged, Judgement]:
    """Admit a signed letter: authority, reservation, form, then both facts in one group.

    The person's statement begins a stream of its own; ``letter.issued`` begins the letter's.

    Returns:
        the admission, and what is recorded of the signatory's power.
    """
    text = fact.letter
    way = WAYS[type(fact)]
    records = group.records
    judged = powers.require_signer(records, said.statement, fact)
    for n in text.n:
        require_use(n, numbers.require_reserved(group, text.series, n), way, on=group.today)
    group.require_files(said.statement.doc)
    final = final_file(said.statement, way, finished=said.final)
    require_attachments(said.statement, text)
    series = group.series(text.series)
    for link in text.links:
        _require_linked(group, link.stream)
    acts = structure.acts_of(fact)
    if acts is not None:
        source = structure.require_order(group, said, acts, text.number)
        on = powers.moment_of(said.statement.at, text)
        powers.require_acts(records, fact, acts, judged, on=on, source=source)
    office = admission.Office(group.identity.opened.codes, series.kind, series.year)
    digest = said.digest
    issued = admission.admit(
        text,
        office=office,
        way=way,
        signed=admission.Said(digest, said.statement.stream),
        final=final,
        entered=group.today,
    )
    reserved = [group.reservation(text.series, n) for n in text.n]
    group.take(said)
    uses = [Relation("uses", one.statement) for one in reserved if one is not None]
    finished = () if said.final is None else (said.final,)
    staged = group.begin(issued, re=[Relation("admits", digest), *uses, *powers.ties(judged)], doc=finished)
    for n in text.n:
        group.finish_number(text.series, n, NumberState.ISSUED, staged)
    group.known.letters.set(staged.stream, life.evolve(None, issued))
    for link in text.links:
        _tie(group, link.stream, LetterAnsweredBy(link.rel, staged.stream, text.number))
    if acts is not None:
        structure.enter_order(group, said, acts, staged, issued)
    return staged, judged


def require_use(n: int, reservation: Reservation, way: Way, *, on: date) -> None:
    """Refuse unless a letter that leaves this way may use number *n* on the day *on*."""
    require_open(n, NumberState.RESERVED, reservation.on, on=on)
    wanted = Purpose.ELECTRONIC if way is Way.ELECTRONIC else Purpose.PAPER
    if reservation.purpose is not wanted:
        raise WrongNumber(
            "number-for-another-way",
            f"Number {n} was reserved for {reservation.purpose.value}, and the letter is {way.value}.",
            number=n,
            purpose=reservation.purpose.value,
            way=way.value,
        )


def final_file(statement: Statement, way: Way, *, finished: File | None) -> Digest:
    """Return the one file that people receive, or refuse.

    Args:
        statement: what a person signed; it names the file, except of a typeset letter.
        way: how the letter leaves.
        finished: the file of a typeset letter, which is not whole before it is signed; None of any other.
    """
    role = "main" if way is Way.ELECTRONIC else "scan"
    finals = [file for file in (*statement.doc, finished) if file is not None and file.role == role]
    if len(finals) != 1:
        raise InvalidValue(
            "one-final-file",
            f"A letter has exactly one file of role {role!r}, not {len(finals)}.",
            role=role,
            count=len(finals),
        )
    return finals[0].sha256


def require_attachments(statement: Statement, text: LetterText) -> None:
    """Refuse unless an attachment that has a digest is among the files, and the other way round."""
    named = sorted(attachment.sha256 for attachment in text.attachments if attachment.sha256 is not None)
    handed = sorted(file.sha256 for file in statement.doc if file.role == "attachment")
    if named != handed:
        raise InvalidValue(
            "attachments-differ",
            f"The letter names {len(named)} electronic attachments, and {len(handed)} files came with it.",
            named=len(named),
            handed=len(handed),
        )


def _require_linked(group: Group, stream: StreamId) -> None:
    if group.is_incoming(stream):
        group.incoming(stream)
    else:
        group.letter(stream)


def _tie(group: Group, stream: StreamId, event: LetterAnsweredBy) -> None:
    """Write the other end of a reply's link into the other letter's stream."""
    group.seal(stream, event)


def enter(group: Group, asked: requests.Enter) -> Staged:
    """Continue the stream of a letter that went out with one of the seal's facts."""
    letter = group.letter(asked.stream)
    fact = _fact(asked)
    match fact:
        case LetterDispatched(sendings=sendings, clerk=clerk):
            event: Any = life.dispatch(letter, signed_text(group, asked.stream).addressees, sendings, clerk=clerk)
        case DeliveryAttempted(attempted_at=at):
            life.require_happened(letter, at, now=group.now)
            event = life.attempt(letter, fact)
        case ReceiptConfirmed(confirmed_at=at):
            life.require_happened(letter, at, now=group.now)
            event = life.confirm(letter, fact)
        case EntryNoted():
            event = fact
        case EntryCorrected():
            event = life.correct(letter, fact)
        case LetterCancelled(instrument=instrument) | LetterSuperseded(instrument=instrument):
            structure.require_no_acts(group.known.structure, asked.stream, letter.number)
            event = life.withdraw(letter, group.letter(instrument), fact)
        case _:
            raise NotCanonical(
                "not-an-act-on-letters", f"{asked.name} cannot be entered for a letter.", name=asked.name
            )
    staged = group.seal(asked.stream, event)
    group.known.letters.set(asked.stream, life.evolve(letter, event))
    return staged


class _Dispatch(msgspec.Struct, forbid_unknown_fields=True):
    sendings: tuple[Sending, ...]
    clerk: str


def _fact(asked: requests.Enter) -> object:
    kind = wire.NAMES.get(asked.name)
    try:
        if kind is LetterDispatched:
            said = msgspec.convert(asked.fields, _Dispatch)
            return LetterDispatched(said.sendings, (), said.clerk)
        fact = None if kind is None else msgspec.convert(asked.fields, kind)
    except (msgspec.ValidationError, ValueError) as error:
        raise NotCanonical("request-unreadable", f"{asked.name} cannot be read: {error}.", why=str(error)) from None
    return fact


def signed_text(group: Group, stream: StreamId) -> LetterText:
    """Return what was signed of the letter in *stream*."""
    entry = group.store.at(stream, 0)
    if entry is None:
        raise NoSuchThing("no-such-letter", f"No letter {stream} was issued here.", letter=stream)
    issued = cast("LetterIssued", wire.decode(entry.contents.statement).fact)
    signed = group.store.at(issued.signed_in, 0)
    if signed is None:
        raise WrongStage(
            "no-signed-statement", f"The signed statement of {issued.number} is missing.", number=issued.number
        )
    return cast("SignedLetter", wire.decode(signed.contents.statement).fact).letter
