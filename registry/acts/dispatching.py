"""A letter on its way: who gets it by which way, what became of each sending, what is sent again.

    frozen addressees + saved list ──plan──▶ sendings ──dispatch──▶ checked, one by one or all others at once
                                                                       └ failed ─▶ sent again, same number

What is said of many addressees at once is looked at first, so that nothing is entered unless everything may be.
A page's form has an id: asked twice under it, a thing is done once.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, cast

import msgspec

from domain.classes import Channel
from domain.clauses import forbid_electronic_secrets
from domain.errors import InvalidValue, NoSuchThing
from domain.facts import Fact
from domain.letter import life
from domain.letter.events import (
    DeliveryAttempted,
    DeliveryResult,
    LetterDispatched,
    LetterEvent,
    ReceiptConfirmed,
    Sending,
)
from domain.letter.life import Letter
from domain.thai.digits import to_thai
from domain.thai.text import normalise
from domain.values import StreamId
from registry import requests, wire
from registry.acts.office import Office
from registry.acts.outgoing import Issued
from registry.papers.lists import Entry, mail_address, one_line
from registry.views.unanswered import Answer, AnswerState


@dataclass(frozen=True, slots=True)
class Planned:
    """How one addressee of a letter is to be reached."""

    to: int
    name: str
    channel: Channel
    address: str | None
    listed: bool
    """Whether the list that was chosen names the addressee."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one sending; way and address where they are others than before."""

    to: int
    result: DeliveryResult
    at: datetime
    detail: str | None = None
    channel: Channel | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Bounced:
    """What pasted answers of mail servers say."""

    failed: tuple[Answer, ...]
    """Addressees whose address they name."""
    unknown: tuple[str, ...]
    """Addresses in them that nobody was sent this letter to."""


def plan(letter: Issued, entries: Iterable[Entry] = ()) -> list[Planned]:
    """Return how each addressee is reached, as a list has it; by the system for whom it does not name."""
    known = {normalise(entry.name): entry for entry in entries}
    found = []
    for to, one in enumerate(letter.text.addressees):
        entry = known.get(normalise(one.name))
        channel, address = (Channel.SYSTEM, None) if entry is None else (entry.channel, entry.address)
        found.append(Planned(to, one.name, channel, address, entry is not None))
    return found


def dispatch(office: Office, letter: Issued, sendings: Sequence[Sending], *, clerk: str) -> dict[str, Any]:
    """Send a letter; what a list says of its addressees is copied into the fact.

    Raises:
        ClauseForbids: it is classified, and somebody is to get it electronically (ข้อ 29, 35, 41).
        InvalidValue: an address is missing or is none.
        WrongStage: it was sent before, or withdrawn.
    """
    if any(one.channel.electronic for one in sendings):
        forbid_electronic_secrets(letter.text.secrecy, on=office.today)
    checked = [_addressed(letter, one) for one in sendings]
    fields = {"sendings": msgspec.to_builtins(checked), "clerk": office.clerk(clerk)}
    return office.desk.ask(requests.Enter(letter.stream, "letter.dispatched.v1", fields))


def _addressed(letter: Issued, sending: Sending) -> Sending:
    _require_place(letter, sending.to)
    return Sending(sending.to, sending.channel, address_for(sending.channel, sending.address))


def _require_place(letter: Issued, to: int) -> None:
    if to not in range(len(letter.text.addressees)):
        raise NoSuchThing(
            "no-such-place",
            f"{to_thai(letter.number)} has {len(letter.text.addressees)} addressees: load the page again.",
            number=to_thai(letter.number),
            count=len(letter.text.addressees),
        )


def address_for(channel: Channel, typed: str | None) -> str | None:
    """Return an address as it is entered; none where the way needs none and none was typed.

    Raises:
        InvalidValue: a mail has no address, or it is none.
    """
    text = one_line(typed or "", 1) or None
    if channel is Channel.CENTRAL_MAIL:
        return mail_address(text or "")
    return text


def enter_results(office: Office, letter: Issued, outcomes: Sequence[Outcome], *, clerk: str, form: str) -> int:
    """Enter what became of sendings, and return of how many.

    Args:
        office: Where it is entered.
        letter: What was sent.
        outcomes: One an addressee.
        clerk: Who checked them (ข้อ 29 ว.2).
        form: The id of what was filled in; under one id each is entered once.

    Raises:
        InvalidValue: nobody is named, somebody twice, or an address or time cannot be.
        WrongStage: the letter was not sent, or was withdrawn meanwhile.
    """
    if not outcomes or len({one.to for one in outcomes}) != len(outcomes):
        raise InvalidValue("nobody-chosen", "Choose at least one addressee, and each once.")
    who, known, now = office.clerk(clerk), followed(office, letter), office.now
    ways = {one.to: one for one in _sendings(office, letter)}
    attempts = []
    for one in outcomes:
        _require_place(letter, one.to)
        sending = ways.get(one.to)
        if sending is None:
            raise NoSuchThing(
                "not-dispatched",
                f"{to_thai(letter.number)} was not dispatched: send it first with saraban dispatch.",
                number=to_thai(letter.number),
            )
        attempt = _attempted(one, sending, by=who)
        life.attempt(known, attempt)
        life.require_happened(known, one.at, now=now)
        attempts.append(attempt)
    for attempt in attempts:
        enter_once(office, letter.stream, attempt, form=f"{form}/{attempt.to}")
    return len(attempts)


def _attempted(one: Outcome, before: Sending, *, by: str) -> DeliveryAttempted:
    """Return what is entered of one sending; an address stays while its way does."""
    channel = one.channel or before.channel
    same = one.address is None and channel is before.channel
    return DeliveryAttempted(
        to=one.to,
        channel=channel,
        address=before.address if same else address_for(channel, one.address),
        attempted_at=one.at,
        result=one.result,
        checked_by=by,
        detail=one_line(one.detail or "", 1) or None,
    )


def confirm_many(  # noqa: PLR0913 - who was called about what, and who called
    office: Office, letter: Issued, to: Sequence[int], *, spoke_with: str, at: datetime, clerk: str, form: str
) -> int:
    """Enter that addressees confirmed by telephone (annex 7 ข้อ 5.5), and return how many.

    Raises:
        InvalidValue: nobody is named, it is not said who was spoken with, or the time cannot be.
        WrongStage: the letter was not sent, or was withdrawn meanwhile.
    """
    if not to:
        raise InvalidValue("nobody-chosen", "Choose at least one addressee, and each once.")
    who, known, whom = office.clerk(clerk), followed(office, letter), one_line(spoke_with, 1)
    confirmed = [ReceiptConfirmed(place, at, whom, who) for place in sorted(set(to))]
    for one in confirmed:
        life.confirm(known, one)
        life.require_happened(known, at, now=office.now)
    for one in confirmed:
        enter_once(office, letter.stream, one, form=f"{form}/{one.to}")
    return len(confirmed)


def others(answers: Sequence[Answer], but: Iterable[int]) -> list[int]:
    """Return the places of those who are not named and of whose sending nothing final is known."""
    named = set(but)
    return [one.to for one in answers if one.to not in named and one.state in _OPEN]


_OPEN: Final = {AnswerState.DISPATCHED, AnswerState.SENT}
_IN_TEXT: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}")
LARGEST_PASTE: Final = 200_000
"""Characters of pasted answers of mail servers."""


def bounced(answers: Sequence[Answer], pasted: str, *, own: str | None) -> Bounced:
    """Return of which addressees pasted answers of mail servers speak.

    Args:
        answers: The letter's addressees.
        pasted: Addresses, or whole answers in which they stand.
        own: The office's own address, which stands in every answer.

    Raises:
        InvalidValue: there is too much of it, or no address in it.
    """
    if len(pasted) > LARGEST_PASTE:
        raise InvalidValue("paste-too-large", f"Paste at most {LARGEST_PASTE} characters.", most=LARGEST_PASTE)
    found = {one.strip(".").lower(): None for one in _IN_TEXT.findall(pasted)}
    if own:
        found.pop(own.lower(), None)
    if not found:
        raise InvalidValue("no-address-pasted", "No e-mail address stands in what was pasted.")
    addressed: dict[str, list[Answer]] = {}
    for one in answers:
        addressed.setdefault((one.address or "").lower(), []).append(one)
    failed = [answer for address in found for answer in addressed.get(address, ())]
    return Bounced(tuple(failed), tuple(address for address in found if address not in addressed))


def followed(office: Office, letter: Issued) -> Letter:
    """Return the letter as the register knows it now."""
    known: Letter | None = None
    for line in office.reader.stream(letter.stream):
        known = life.evolve(known, cast("LetterEvent", line.statement.fact))
    assert known is not None  # noqa: S101 - it was issued
    return known


def enter_once(office: Office, stream: StreamId, fact: Fact, *, form: str) -> dict[str, Any]:
    """Have a fact entered in a letter's life, once for one id."""
    fields = cast("dict[str, object]", msgspec.to_builtins(fact))
    request = requests.Enter(stream, wire.name_of(fact), fields)
    return office.desk.ask(request, request_id=sha256(f"{stream}/{form}".encode()).digest()[:16])


def _sendings(office: Office, letter: Issued) -> Sequence[Sending]:
    """Return the newest way and address of every addressee."""
    ways: dict[int, Sending] = {}
    for line in office.reader.stream(letter.stream):
        fact = line.statement.fact
        if isinstance(fact, LetterDispatched):
            ways |= {one.to: one for one in fact.sendings}
        elif isinstance(fact, DeliveryAttempted):
            ways[fact.to] = Sending(fact.to, fact.channel, fact.address)
    return tuple(ways.values())
