"""One letter that came in: its entry, files and what was done with it; defects noted, and letters that go back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.handed_out import saved_as
from api.routes.kit import ACTS, READS, Entered, Key, entered, no_such_letter, once
from domain.errors import InvalidValue, NoSuchThing
from domain.incoming import LetterReceived, MatterConcluded
from domain.letter.events import EntryNoted
from domain.thai.text import normalise
from domain.values import File, StreamId
from registry.acts import outgoing
from registry.acts.office import Office
from registry.acts.sheets import DEFECT, RETURNED, received

READERS = allow(Right.CLERK, Right.AUDITOR)
Sha256 = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}$", description="The file's SHA-256.")]


class Why(msgspec.Struct, forbid_unknown_fields=True):
    """What is wrong with it, or why it goes back."""

    reason: str


@dataclass(frozen=True, slots=True)
class ReceivedLetter:
    """A letter that came in, as its entry stands now."""

    stream: StreamId
    entry: LetterReceived
    files: list[File]
    concluded_at: datetime | None
    concluded: str | None
    """How it was concluded."""
    returned: str | None
    """Why it went back, if it did."""


@get("/received/{stream:uuid}", opt=READERS, responses=READS, sync_to_thread=True)
def read_received_letter(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> ReceivedLetter:
    """Return a letter that came in; what was done with it fact by fact is its history."""
    letter = StreamId(str(stream))
    entry = _readable(counter.office, visitor, letter)
    lines = counter.office.reader.stream(letter)
    end = next((one.statement for one in lines if isinstance(one.statement.fact, MatterConcluded)), None)
    how = end.fact.how if end is not None and isinstance(end.fact, MatterConcluded) else None
    returned = how.removeprefix(RETURNED) if how is not None and how.startswith(RETURNED) else None
    return ReceivedLetter(letter, entry, list(lines[0].statement.doc), None if end is None else end.at, how, returned)


@get(
    "/received/{stream:uuid}/files/{digest:str}",
    opt=READERS,
    responses=READS,
    media_type="application/octet-stream",
    sync_to_thread=True,
)
def read_received_file(
    stream: FromPath[UUID],
    digest: Sha256,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Hand out a file of a letter that came in."""
    letter = StreamId(str(stream))
    _readable(counter.office, visitor, letter)
    files = counter.office.reader.stream(letter)[0].statement.doc
    kept = next((one for one in files if one.sha256 == f"sha256:{digest}"), None)
    if kept is None:
        raise NoSuchThing("no-such-received-file", "No such file came with this letter.")
    return saved_as(counter.office.reader.blobs.get(kept.sha256), kept.name)


@post("/received/{stream:uuid}/defects", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def note_defect(
    stream: FromPath[UUID],
    data: JSONBody[Why],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Note what is wrong with a letter that came in (ข้อ 36)."""

    def act(office: Office) -> Entered:
        fact = EntryNoted(DEFECT + _said(data), office.clerk(visitor.clerk))
        return _enter(office, visitor, stream, fact)

    return once(counter, visitor, key, ("defect", stream, data), Entered, act)


@post("/received/{stream:uuid}/return", opt=allow(Right.CLERK), responses=ACTS, sync_to_thread=True)
def return_letter(
    stream: FromPath[UUID],
    data: JSONBody[Why],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Entered:
    """Conclude a letter by sending it back, with the reason; the slip that goes with it can be printed then."""

    def act(office: Office) -> Entered:
        fact = MatterConcluded(RETURNED + _said(data), office.clerk(visitor.clerk))
        return _enter(office, visitor, stream, fact)

    return once(counter, visitor, key, ("return", stream, data), Entered, act)


def _said(data: Why) -> str:
    text = normalise(data.reason)
    if not text:
        raise InvalidValue("text-missing", "Write what is to be entered.")
    return text


def _enter(office: Office, visitor: Visitor, stream: UUID, fact: outgoing.EntryFact) -> Entered:
    letter = StreamId(str(stream))
    _readable(office, visitor, letter)
    return entered(letter, outgoing.enter(office, letter, fact))


def _readable(office: Office, visitor: Visitor, letter: StreamId) -> LetterReceived:
    """Return an entry that the visitor may read; of others nothing tells whether they are there."""
    entry = received(office, letter)
    if not visitor.may_read(entry.secrecy):
        raise no_such_letter(UUID(letter))
    return entry


ROUTES = (read_received_letter, read_received_file, note_defect, return_letter)
