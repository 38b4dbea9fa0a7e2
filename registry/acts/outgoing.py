"""What happens to a letter after it was registered: it is sent, followed up, corrected, withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgspec

from domain.classes import Channel
from domain.errors import NoSuchThing, WrongNumber
from domain.facts import Fact
from domain.incoming import ActionNoted, MatterAssigned, MatterConcluded
from domain.letter.events import (
    DeliveryAttempted,
    EntryCorrected,
    EntryNoted,
    LetterCancelled,
    LetterDispatched,
    LetterIssued,
    LetterSuperseded,
    ReceiptConfirmed,
    Sending,
    SignedLetter,
)
from domain.letter.text import Answers, LetterText, Link
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from domain.values import Digest, StreamId
from registry import requests, wire
from registry.acts.office import Office
from registry.views.letters import Direction, Known, Letters
from registry.views.view import open_view

EntryFact = (
    LetterDispatched
    | DeliveryAttempted
    | ReceiptConfirmed
    | EntryNoted
    | EntryCorrected
    | LetterCancelled
    | LetterSuperseded
    | MatterAssigned
    | ActionNoted
    | MatterConcluded
)
"""What a clerk has entered in the life of a letter, sent or received."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter that went out: what was signed, and under which digest."""

    stream: StreamId
    number: str
    text: LetterText
    signed: Digest


def find(office: Office, typed: str, *, direction: Direction | None = None) -> Known:
    """Return the letter that somebody names by its number, receive number or stream.

    Raises:
        NoSuchThing: none, or several, are named so.
    """
    with open_view(office.reader, Letters) as letters:
        return letters.resolve(typed, direction=direction)


def links(
    office: Office, *, answers: Iterable[str] = (), replaces: Iterable[str] = (), cancels: Iterable[str] = ()
) -> tuple[Link, ...]:
    """Return the ties to earlier letters that somebody names by their numbers; refuses as `find` does."""
    found = []
    for rel, named in ((Answers.ANSWERS, answers), (Answers.REPLACES, replaces), (Answers.CANCELS, cancels)):
        for typed in named:
            known = find(office, typed)
            found.append(Link(rel, StreamId(known.stream), known.number))
    return tuple(found)


def issued(office: Office, typed: str) -> Issued:
    """Return the letter of that number that went out from here."""
    return issued_in(office, find(office, typed, direction=Direction.SENT).stream)


def issued_in(office: Office, stream: StreamId) -> Issued:
    """Return the letter that went out from here and lives in *stream*."""
    fact = cast("LetterIssued", office.reader.stream(stream)[0].statement.fact)
    signed = cast("SignedLetter", office.reader.stream(fact.signed_in)[0].statement.fact)
    return Issued(stream, fact.number, signed.letter, fact.signed)


def addressee(letter: Issued, typed: str) -> int:
    """Return the place of an addressee named by its number in the list, its name, or a part that only it has.

    Raises:
        NoSuchThing: the letter is not addressed to anybody of that name.
        WrongNumber: several addressees are named so.
    """
    names = [one.name for one in letter.text.addressees]
    wanted = typed.strip()
    if wanted.isdecimal() and len(wanted) <= len(str(len(names))) and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    name = normalise(typed)
    found = [place for place, one in enumerate(names) if one == name] or [
        place for place, one in enumerate(names) if name and name in one
    ]
    if not found:
        raise NoSuchThing(
            "no-such-addressee",
            f"{to_thai(letter.number)} is not addressed to {name!r}: look at its addressees.",
            number=to_thai(letter.number),
            addressee=name,
        )
    if len(found) > 1:
        raise WrongNumber(
            "which-addressee",
            f"{len(found)} addressees of {to_thai(letter.number)} are called {name!r}: write the whole name.",
            number=to_thai(letter.number),
            addressee=name,
            count=len(found),
        )
    return found[0]


def dispatch(
    office: Office, letter: Issued, *, channel: Channel, other: Sequence[Sending] = (), clerk: str
) -> dict[str, Any]:
    """Send a letter to everybody it is for, by one way except where *other* says otherwise."""
    elsewhere = {sending.to: sending for sending in other}
    sendings = [elsewhere.get(to) or Sending(to, channel) for to in range(len(letter.text.addressees))]
    fields = {"sendings": msgspec.to_builtins(sendings), "clerk": office.clerk(clerk)}
    return office.desk.ask(requests.Enter(letter.stream, "letter.dispatched.v1", fields))


def way_of(office: Office, letter: Issued, to: int) -> tuple[Channel, str | None]:
    """Return by which way the letter was sent to one addressee.

    Raises:
        NoSuchThing: it was not dispatched, or has no such addressee.
    """
    for line in office.reader.stream(letter.stream):
        fact = line.statement.fact
        if isinstance(fact, LetterDispatched):
            for sending in fact.sendings:
                if sending.to == to:
                    return sending.channel, sending.address
            raise NoSuchThing(
                "no-such-place",
                f"{to_thai(letter.number)} has {len(fact.sendings)} addressees: load the page again.",
                number=to_thai(letter.number),
                count=len(fact.sendings),
            )
    raise NoSuchThing(
        "not-dispatched",
        f"{to_thai(letter.number)} was not dispatched: send it first with saraban dispatch.",
        number=to_thai(letter.number),
    )


def enter(office: Office, stream: StreamId, fact: EntryFact) -> dict[str, Any]:
    """Have one of the seal's facts entered in the life of a letter."""
    fields = cast("dict[str, object]", msgspec.to_builtins(fact))
    return office.desk.ask(requests.Enter(stream, wire.name_of(cast("Fact", fact)), fields))


def withdraw(
    office: Office, typed: str, by: str, *, reason: str | None, clerk: str
) -> tuple[Known, Known, dict[str, Any]]:
    """Cancel a letter by another one, with a *reason*, or supersede it by that one, without.

    Raises:
        WrongStage: it was withdrawn before, or the other one was not sent to everybody who has it.
    """
    letter, other = (find(office, one, direction=Direction.SENT) for one in (typed, by))
    fact = (
        LetterSuperseded(other.stream, other.number, office.clerk(clerk))
        if reason is None
        else LetterCancelled(other.stream, other.number, normalise(reason), office.clerk(clerk))
    )
    return letter, other, enter(office, letter.stream, fact)
