"""What came in, by paper, mail or another registry's bundle, until it has a receive number."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, PathParameter, RawBody

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.handed_out import saved_as
from api.routes.incoming import Received
from api.routes.kit import ACTS, READS, UPLOAD, FileName, Key, content, once, once_of
from api.routes.paging import Cursor, Limit, cut
from api.settings import Settings
from api.visible import arrival as visible
from api.visible import may_see
from domain.errors import InvalidValue, NoSuchThing, WrongStage
from domain.values import StreamId
from registry.acts import arriving, sheets
from registry.acts.arriving import Beginning
from registry.acts.office import Office
from registry.papers.arrivals import Arrival, Came, Entry, Held

CLERKS = allow(Right.CLERK)
Sha256 = Annotated[str, PathParameter(pattern=r"^[0-9a-f]{64}$", description="The file's SHA-256.")]


class Registration(msgspec.Struct, forbid_unknown_fields=True):
    """The entry as it was looked over; without it, as it is kept."""

    entry: Entry | None = None
    although_twice: bool = False
    """Whether a letter of the same sender, number and date is entered once more."""


@dataclass(frozen=True, slots=True)
class ArrivalRead:
    """What came: its entry as far as it is filled in, its files, and what was found in them."""

    arrival: str
    at: datetime
    by: str
    held: Held
    received_before: list[int]
    """Receive numbers of letters of the same sender, number and date."""
    stream: StreamId | None
    """The letter, once it is registered."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """A page of what waits to be registered, the oldest first."""

    rows: list[ArrivalRead]
    cursor: str | None


@get("/arrivals", opt=CLERKS, responses=READS, sync_to_thread=True)
def list_arrivals(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Arrivals:
    """List what waits to be registered."""
    waiting = [one for one in counter.arrivals.waiting() if may_see(visitor, one)]
    page, following = cut(waiting, cursor, limit, lambda one: f"{one.at.isoformat()} {one.arrival}")
    return Arrivals([_read(counter.office, one) for one in page], following)


@get("/arrivals/{arrival:str}", opt=CLERKS, responses=READS, sync_to_thread=True)
def read_arrival(
    arrival: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> ArrivalRead:
    """Return what came, with line and doubt of each part, and a bundle's verdict layer by layer."""
    return _read(counter.office, visible(counter, visitor, arrival))


@post(
    "/arrivals",
    opt=CLERKS,
    responses=ACTS,
    **UPLOAD,
)
def bring_in(
    body: RawBody,
    key: Key,
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
    came: FromQuery[Came] = Came.PAPER,
    name: FileName = "scan.pdf",
) -> ArrivalRead:
    """Bring in what came: the scan of a paper (or no body), a mail (.eml), or another registry's bundle (.zip)."""
    office, arrivals = counter.office, counter.arrivals
    beginning = Beginning(visitor.account.account, once_of(visitor, key), settings.random)
    match came:
        case Came.PAPER:
            found = arriving.on_paper(office, arrivals, beginning, body or None, name)
        case Came.MAIL:
            found = arriving.by_mail(office, arrivals, beginning, content(body, name), name)
        case Came.BUNDLE:
            found = arriving.in_bundle(office, arrivals, beginning, content(body, name), name)
    return _read(office, found)


@put("/arrivals/{arrival:str}", opt=CLERKS, responses=ACTS, sync_to_thread=True)
def change_arrival(
    arrival: FromPath[str],
    data: JSONBody[Entry],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> ArrivalRead:
    """Keep the entry as it is typed now; nothing is registered."""
    found = _unregistered(counter, visitor, arrival)
    return _read(counter.office, counter.arrivals.typed(found, data))


@delete("/arrivals/{arrival:str}", opt=CLERKS, responses=ACTS, sync_to_thread=True)
def delete_arrival(
    arrival: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> None:
    """Delete what is not to be registered, with its files (annex 7 ข้อ 3.6)."""
    counter.arrivals.delete(_unregistered(counter, visitor, arrival))


@post("/arrivals/{arrival:str}/registration", opt=CLERKS, responses=ACTS, sync_to_thread=True)
def register_arrival(
    arrival: FromPath[str],
    data: JSONBody[Registration],
    key: Key,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Received:
    """Enter what came in the receive book, with its files; the register gives number and time."""

    def act(office: Office) -> Received:
        found = visible(counter, visitor, arrival)
        entry = data.entry or found.held.entry
        stream = arriving.register(
            office, counter.arrivals, found, entry, clerk=visitor.clerk, although_twice=data.although_twice
        )
        first = counter.office.reader.stream(stream)[0]
        return Received(stream, sheets.received(counter.office, stream).n, first.position)

    return once(counter, visitor, key, ("register", arrival, data), Received, act)


@get(
    "/arrivals/{arrival:str}/files/{digest:str}",
    opt=CLERKS,
    responses=READS,
    media_type="application/octet-stream",
    sync_to_thread=True,
)
def read_arrival_file(
    arrival: FromPath[str], digest: Sha256, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Hand out a file that came."""
    found = visible(counter, visitor, arrival)
    kept = next((one for one in found.held.files if one.digest == f"sha256:{digest}"), None)
    if kept is None or found.stream is not None:
        raise NoSuchThing("no-such-received-file", "No such file came with this letter.")
    return saved_as(counter.arrivals.uploads.get(kept.digest), kept.name)


def _unregistered(counter: Counter, visitor: Visitor, arrival: str) -> Arrival:
    found = visible(counter, visitor, arrival)
    if found.stream is not None:
        raise WrongStage("arrival-registered", f"It is registered already: {found.stream}.", letter=found.stream)
    return found


def _read(office: Office, found: Arrival) -> ArrivalRead:
    before: list[int] = []
    if found.stream is None:
        with suppress(InvalidValue):  # a day that cannot be read is told when it is registered
            before = [one.letter.n for one in arriving.duplicates(office, found.held.entry)]
    return ArrivalRead(found.arrival, found.at, found.by, found.held, before, found.stream)


ROUTES = (
    list_arrivals,
    read_arrival,
    bring_in,
    change_arrival,
    delete_arrival,
    register_arrival,
    read_arrival_file,
)
