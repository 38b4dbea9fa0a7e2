"""Numbers for letters on paper, and letters that come in until they are concluded."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.routes.kit import ACTS, READS, Entered, Key, PathNumber, Whole, entered, like, moment, no_such_letter, once
from api.routes.paging import Cursor, Limit, cut
from domain.classes import Channel, SecrecyClass, SpeedClass
from domain.errors import InvalidValue
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.series import SeriesKind
from domain.thai.text import normalise
from domain.values import StreamId
from registry.acts import incoming, outgoing
from registry.acts.office import Office, Wanted
from registry.views.pending import Matter, Pending

MOST_NUMBERS = 100
Days = Annotated[int, QueryParameter(ge=0, le=36500, description="For how many days, at least.")]


EXAMPLE: dict[str, object] = {
    "printed": "ที่ กค 0406.4/ว 12",
    "dated": "2021-02-09",
    "sender": "กรมบัญชีกลาง",
    "subject": "ซักซ้อมความเข้าใจการเบิกจ่าย",
    "channel": "post",
}


class SeriesRow(msgspec.Struct):
    """One series of numbers."""

    series: str
    book: str
    kind: SeriesKind
    year: int
    """Buddhist."""
    last: int
    """The newest number."""


class Reservation(msgspec.Struct, forbid_unknown_fields=True):
    """How many numbers."""

    count: Whole = 1


class Reserved(msgspec.Struct):
    """Numbers that were reserved today; they lapse at midnight in Thailand."""

    series: str
    n: list[int]
    position: int


class Voiding(msgspec.Struct, forbid_unknown_fields=True):
    """Why a reserved number is not used."""

    reason: str


class SecretRow(msgspec.Struct, forbid_unknown_fields=True):
    """A row of the secret book: number, date and class, nothing else."""

    secrecy: SecrecyClass
    dated: date | None = None


class Arrival(msgspec.Struct, forbid_unknown_fields=True):
    """A letter that came in: one row of form 13; *printed* is its own number."""

    printed: str
    sender: str
    subject: str
    channel: Channel
    dated: date | None = None
    addressee: str | None = None
    entered_at: datetime | None = None
    speed: SpeedClass = SpeedClass.NORMAL
    secrecy: SecrecyClass = SecrecyClass.NONE
    due: date | None = None
    remark: str | None = None
    book: str | None = None


class Received(msgspec.Struct):
    """Under which number of the receive book a letter stands."""

    stream: str
    receive_number: int
    position: int


class Assignment(msgspec.Struct, forbid_unknown_fields=True):
    """Who has it now."""

    to: str
    due: date | None = None


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """What was done."""

    text: str


class PendingMatters(msgspec.Struct):
    """A page of received letters that are not concluded, the oldest first."""

    rows: list[Matter]
    cursor: str | None


@get("/series", opt=allow(Right.CLERK, Right.AUDITOR), responses=READS, sync_to_thread=True)
def list_series(counter: NamedDependency[Counter]) -> list[SeriesRow]:
    """List the series that are open."""
    known = counter.office.reader.series()
    rows = [SeriesRow(stream, one.book, one.kind, one.year, one.last) for stream, one in known.items()]
    return sorted(rows, key=lambda one: (-one.year, one.book, one.kind.value))


@post("/series/{stream:uuid}/reservations", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def reserve_numbers(
    stream: FromPath[UUID],
    data: JSONBody[Reservation],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Reserved:
    """Reserve the next numbers for letters on paper."""
    if not 1 <= data.count <= MOST_NUMBERS:
        raise InvalidValue(
            "count-out-of-range", f"Reserve 1 to {MOST_NUMBERS} numbers at once, not {data.count}.", most=MOST_NUMBERS
        )

    def act(office: Office) -> Reserved:
        answer = incoming.reserve(office, _wanted(stream), count=data.count, clerk=visitor.clerk)
        return Reserved(str(stream), list(answer["n"]), int(answer["position"]))

    return once(counter, visitor, key, ("reserve", stream, data), Reserved, act)


@post("/series/{stream:uuid}/numbers/{n:int}/void", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def void_number(
    stream: FromPath[UUID],
    n: PathNumber,
    data: JSONBody[Voiding],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Void a reserved number; it stays visible and is not given again."""

    def act(office: Office) -> Entered:
        answer = incoming.void(office, _wanted(stream), n, reason=normalise(data.reason), clerk=visitor.clerk)
        return entered(str(stream), answer)

    return once(counter, visitor, key, ("void", stream, n, data), Entered, act)


@post("/secret", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def enter_secret(
    data: JSONBody[SecretRow], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Received:
    """Give a number in the secret book."""

    def act(office: Office) -> Received:
        dated = data.dated or office.today
        answer = incoming.enter_secret(office, data.secrecy, dated=dated, book=None, clerk=visitor.clerk)
        return Received(str(answer["stream"]), int(answer["n"][0]), int(answer["position"]))

    return once(counter, visitor, key, ("secret", data), Received, act)


@post("/received", operation_class=like(EXAMPLE), opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def receive_letter(
    data: JSONBody[Arrival], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Received:
    """Enter a letter in the receive book; the register gives number and time."""

    def act(office: Office) -> Received:
        arrived = incoming.Arrived(
            printed=data.printed,
            dated=data.dated,
            sender=data.sender,
            addressee=data.addressee or office.reader.identity.office,
            subject=data.subject,
            channel=data.channel,
            entered_at=moment(data.entered_at, office),
            speed=data.speed,
            secrecy=data.secrecy,
            due=data.due,
            remark=data.remark and normalise(data.remark),
        )
        answer = incoming.receive(office, arrived, files=(), book=data.book, clerk=visitor.clerk)
        return Received(str(answer["stream"]), int(answer["n"][0]), int(answer["position"]))

    return once(counter, visitor, key, ("receive", data), Received, act)


@post("/received/{stream:uuid}/assignments", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def assign_letter(
    stream: FromPath[UUID],
    data: JSONBody[Assignment],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Give a received letter to a unit or person (ข้อ 39)."""

    def act(office: Office) -> Entered:
        fact = MatterAssigned(normalise(data.to), office.clerk(visitor.clerk), data.due)
        return _enter(office, visitor, stream, fact)

    return once(counter, visitor, key, ("assign", stream, data), Entered, act)


@post("/received/{stream:uuid}/actions", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def note_action(
    stream: FromPath[UUID],
    data: JSONBody[Said],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Note what was done with a received letter."""

    def act(office: Office) -> Entered:
        return _enter(office, visitor, stream, ActionNoted(normalise(data.text), office.clerk(visitor.clerk)))

    return once(counter, visitor, key, ("action", stream, data), Entered, act)


@post("/received/{stream:uuid}/conclusion", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def conclude_letter(
    stream: FromPath[UUID],
    data: JSONBody[Said],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Note that a received letter is done with."""

    def act(office: Office) -> Entered:
        return _enter(office, visitor, stream, MatterConcluded(normalise(data.text), office.clerk(visitor.clerk)))

    return once(counter, visitor, key, ("conclude", stream, data), Entered, act)


@get("/pending", opt=allow(Right.CLERK, Right.AUDITOR), responses=READS, sync_to_thread=True)
def list_pending(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    days: Days = 0,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> PendingMatters:
    """List received letters that are not concluded and have been here for *days* days or longer, the oldest first."""
    office = counter.office
    with counter.view(Pending) as view:
        found = view.pending(days, today=office.today)
    readable = [one for one in found if visitor.may_read(_received(office, one.stream).secrecy)]
    page, following = cut(readable, cursor, limit, lambda one: f"{one.registered_on} {one.n:09} {one.stream}")
    return PendingMatters(page, following)


def _wanted(stream: UUID) -> Wanted:
    return Wanted(SeriesKind.ORDINARY, stream=StreamId(str(stream)))


def _received(office: Office, stream: StreamId) -> LetterReceived:
    first = office.reader.beginning(stream)
    fact: Any = None if first is None else first.statement.fact
    if not isinstance(fact, LetterReceived):
        raise no_such_letter(UUID(stream))
    return fact


def _enter(office: Office, visitor: Visitor, stream: UUID, fact: outgoing.EntryFact) -> Entered:
    letter = StreamId(str(stream))
    if not visitor.may_read(_received(office, letter).secrecy):
        raise no_such_letter(stream)
    return entered(letter, outgoing.enter(office, letter, fact))


ROUTES = (
    list_series,
    reserve_numbers,
    void_number,
    enter_secret,
    receive_letter,
    assign_letter,
    note_action,
    conclude_letter,
    list_pending,
)
