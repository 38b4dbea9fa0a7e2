"""Letters found by any piece of a text; one letter's history fact by fact, and its files."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, PathParameter, QueryParameter

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.handed_out import saved_as
from api.routes.kit import READS, no_such_letter
from api.routes.paging import Cursor, Limit, after, place
from domain.classes import SecrecyClass
from domain.errors import NoSuchThing
from domain.values import File, StreamId
from registry.history.history import Claim, Event, Histories
from registry.views.book import Book
from registry.views.find import Find, Found, Origin
from registry.views.register_pages import RegisterPages

READERS = allow(Right.CLERK, Right.OFFICIAL, Right.AUDITOR)
MOST_FOUND = 2_000
"""Letters that one search pages through; who finds more searches for more."""
Typed = Annotated[str, QueryParameter(max_length=200)]
Sha256 = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}$", description="The file's SHA-256.")]


@dataclass(frozen=True, slots=True)
class FoundLetters:
    """A page of letters that were found, the newest entry first."""

    rows: list[Found]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class ChangeRead:
    """One field that is otherwise since."""

    field: str
    about: str
    """Whom or which, where there are several."""
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class EventRead:
    """One fact of a letter's life."""

    position: int
    at: datetime
    claimed_by: Claim
    """Whose word the time is."""
    fact: str
    """Its wire name."""
    stream: StreamId
    by: str | None
    """The officer's id, where the fact names one."""
    name: str | None
    posts: list[str]
    changes: list[ChangeRead]

    @classmethod
    def of(cls, one: Event) -> "EventRead":
        """Return a fact as programs read it."""
        by = one.by
        return cls(
            one.position,
            one.at,
            one.claimed_by,
            one.name,
            one.stream,
            None if by is None else by.officer,
            None if by is None else by.name,
            [] if by is None else list(by.posts),
            [ChangeRead(field.what, field.about, old, new) for field, old, new in one.changes],
        )


@dataclass(frozen=True, slots=True)
class Events:
    """A page of a history, in the order of the log."""

    rows: list[EventRead]
    cursor: str | None


@get("/letters", opt=READERS, responses=READS, sync_to_thread=True)
def find_letters(
    counter: NamedDependency[Counter],
    text: Typed = "",
    number: Typed = "",
    subject: Typed = "",
    sender: Typed = "",
    addressee: Typed = "",
    origin: FromQuery[Origin | None] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> FoundLetters:
    """Find letters, sent, received or of old books, that contain everything that is asked for; secret ones never."""
    skip = min(place(cursor) or 0, MOST_FOUND)
    with counter.view(Find) as find:
        found = find.find(
            text,
            number=number,
            subject=subject,
            sender=sender,
            addressee=addressee,
            origin=origin,
            limit=skip + limit + 1,
        )
    more = len(found) > skip + limit and skip + limit < MOST_FOUND
    return FoundLetters(found[skip : skip + limit], after(skip + limit if more else None))


@get("/letters/{stream:uuid}/history", opt=READERS, responses=READS, sync_to_thread=True)
def read_history(
    stream: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Events:
    """Tell a letter's history, sent or received: who said what when, and what that changed."""
    letter = _readable(counter, visitor, stream)
    with Histories(counter.office.reader) as histories:
        events = list(islice(histories.letter(letter).events(place(cursor) or 0), limit + 1))
    following = events[limit].position if len(events) > limit else None
    return Events([EventRead.of(one) for one in events[:limit]], after(following))


@get("/letters/{stream:uuid}/files", opt=READERS, responses=READS, sync_to_thread=True)
def list_letter_files(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> list[File]:
    """List the files that a letter's facts name, the letter itself first."""
    return _files(counter, _readable(counter, visitor, stream))


@get(
    "/letters/{stream:uuid}/files/{digest:str}",
    opt=READERS,
    responses=READS,
    media_type="application/octet-stream",
    sync_to_thread=True,
)
def read_letter_file(
    stream: FromPath[UUID],
    digest: Sha256,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Hand out a file of a letter."""
    letter = _readable(counter, visitor, stream)
    kept = next((one for one in _files(counter, letter) if one.sha256 == f"sha256:{digest}"), None)
    if kept is None:
        raise NoSuchThing("no-such-file", "The letter has no such file: load its page again.")
    return saved_as(counter.office.reader.blobs.get(kept.sha256), kept.name)


def _readable(counter: Counter, visitor: Visitor, stream: UUID) -> StreamId:
    """Return a letter's stream, if it stands in a register and the visitor may read its row."""
    letter = StreamId(str(stream))
    classes = frozenset(one for one in SecrecyClass if visitor.may_read(one))
    with counter.view(Book) as book:
        if not RegisterPages(book).lines_of(letter, classes):
            raise no_such_letter(stream)
    return letter


def _files(counter: Counter, letter: StreamId) -> list[File]:
    with Histories(counter.office.reader) as histories:
        found = {one.sha256: one for event in histories.letter(letter).events() for one in event.fact.statement.doc}
    return sorted(found.values(), key=lambda one: one.role != "main")


ROUTES = (find_letters, read_history, list_letter_files, read_letter_file)
