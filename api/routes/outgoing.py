"""What happens to a letter after it was registered."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.routes.kit import ACTS, Entered, Key, Whole, entered, letter_of, like, moment, once
from domain.classes import Channel
from domain.letter.events import (
    DeliveryAttempted,
    DeliveryResult,
    EntryCorrected,
    EntryNoted,
    ReceiptConfirmed,
    Sending,
)
from domain.thai.text import normalise
from registry.acts import dispatching, outgoing
from registry.acts.dispatching import Planned
from registry.acts.office import Office
from registry.papers.lists import Lists

EXAMPLE: dict[str, object] = {
    "list": 1,
    "channel": "system",
    "other": [{"to": 0, "channel": "central_mail", "address": "saraban@specimen.example"}],
}


class OneSending(msgspec.Struct, forbid_unknown_fields=True):
    """By which way, to which address, one addressee is sent to; *to* is the place in the letter's list, from 0."""

    to: Whole
    channel: Channel
    address: str | None = None


class Dispatch(msgspec.Struct, forbid_unknown_fields=True):
    """By which way a letter goes: as *other* says, else as the *list* says of that addressee, else by *channel*."""

    channel: Channel = Channel.SYSTEM
    list: Whole | None = None
    """The number of a list of addressees."""
    other: Sequence[OneSending] = ()


class Delivery(msgspec.Struct, forbid_unknown_fields=True):
    """What became of one attempt; way and address are those of the dispatch by default."""

    to: Whole
    result: DeliveryResult
    channel: Channel | None = None
    address: str | None = None
    at: datetime | None = None
    detail: str | None = None


class Confirmation(msgspec.Struct, forbid_unknown_fields=True):
    """A confirmation by telephone (annex 7 ข้อ 5.5)."""

    to: Whole
    spoke_with: str
    at: datetime | None = None


class Remark(msgspec.Struct, forbid_unknown_fields=True):
    """A remark in the register entry."""

    remark: str


class Correction(msgspec.Struct, forbid_unknown_fields=True):
    """A slip put right: what, old, new, why."""

    what: str
    old: str
    new: str
    reason: str


class Withdrawal(msgspec.Struct, forbid_unknown_fields=True):
    """By which other letter, and, of one that is cancelled and not replaced, why."""

    by: UUID
    reason: str | None = None


@post(
    "/letters/{stream:uuid}/dispatch",
    operation_class=like(EXAMPLE),
    opt=allow(Right.CLERK),
    responses=ACTS,
    sync_to_thread=True,
)
def dispatch_letter(
    stream: FromPath[UUID],
    data: JSONBody[Dispatch],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Send a letter to its frozen list of addressees."""

    def act(office: Office) -> Entered:
        letter = letter_of(office, visitor, stream)
        entries = () if data.list is None else Lists(counter.papers).get(data.list).entries
        other = {one.to: Sending(one.to, one.channel, one.address) for one in data.other}
        planned = [_sending(one, data.channel) for one in dispatching.plan(letter, entries)]
        sendings = list(({one.to: one for one in planned} | other).values())
        answer = dispatching.dispatch(office, letter, sendings, clerk=visitor.clerk)
        return entered(letter.stream, answer)

    return once(counter, visitor, key, ("dispatch", stream, data), Entered, act)


@post("/letters/{stream:uuid}/deliveries", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def enter_delivery(
    stream: FromPath[UUID],
    data: JSONBody[Delivery],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Enter what became of one attempt; the first one's time is the time sent (ข้อ 89/3)."""

    def act(office: Office) -> Entered:
        letter = letter_of(office, visitor, stream)
        channel, address = outgoing.way_of(office, letter, data.to)
        fact = DeliveryAttempted(
            to=data.to,
            channel=data.channel or channel,
            address=data.address or address,
            attempted_at=moment(data.at, office),
            result=data.result,
            checked_by=office.clerk(visitor.clerk),
            detail=data.detail and normalise(data.detail),
        )
        return entered(letter.stream, outgoing.enter(office, letter.stream, fact))

    return once(counter, visitor, key, ("deliver", stream, data), Entered, act)


@post("/letters/{stream:uuid}/confirmations", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def enter_confirmation(
    stream: FromPath[UUID],
    data: JSONBody[Confirmation],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Enter that an addressee confirmed by telephone."""

    def act(office: Office) -> Entered:
        letter = letter_of(office, visitor, stream)
        fact = ReceiptConfirmed(
            data.to, moment(data.at, office), normalise(data.spoke_with), office.clerk(visitor.clerk)
        )
        return entered(letter.stream, outgoing.enter(office, letter.stream, fact))

    return once(counter, visitor, key, ("confirm", stream, data), Entered, act)


@post("/letters/{stream:uuid}/remarks", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def note_remark(
    stream: FromPath[UUID],
    data: JSONBody[Remark],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Note a remark in the register entry."""

    def act(office: Office) -> Entered:
        letter = letter_of(office, visitor, stream)
        fact = EntryNoted(normalise(data.remark), office.clerk(visitor.clerk))
        return entered(letter.stream, outgoing.enter(office, letter.stream, fact))

    return once(counter, visitor, key, ("remark", stream, data), Entered, act)


@post("/letters/{stream:uuid}/corrections", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def correct_entry(
    stream: FromPath[UUID],
    data: JSONBody[Correction],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Put a slip in the register entry right; never number, date or signed text."""

    def act(office: Office) -> Entered:
        letter = letter_of(office, visitor, stream)
        said = (normalise(data.old), normalise(data.new), normalise(data.reason))
        fact = EntryCorrected(data.what, *said, office.clerk(visitor.clerk))
        return entered(letter.stream, outgoing.enter(office, letter.stream, fact))

    return once(counter, visitor, key, ("correct", stream, data), Entered, act)


@post("/letters/{stream:uuid}/withdrawal", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def withdraw_letter(
    stream: FromPath[UUID],
    data: JSONBody[Withdrawal],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Cancel a letter by another one, with a reason, or let that one stand in its place, without."""

    def act(office: Office) -> Entered:
        letter, other = letter_of(office, visitor, stream), letter_of(office, visitor, data.by)
        _, _, answer = outgoing.withdraw(
            office, letter.stream, other.stream, reason=data.reason, clerk=office.clerk(visitor.clerk)
        )
        return entered(letter.stream, answer)

    return once(counter, visitor, key, ("withdraw", stream, data), Entered, act)


def _sending(planned: Planned, channel: Channel) -> Sending:
    return Sending(planned.to, planned.channel if planned.listed else channel, planned.address)


ROUTES = (dispatch_letter, enter_delivery, enter_confirmation, note_remark, correct_entry, withdraw_letter)
