"""Lists of addressees, by which letters are sent again and again; every save is a version (``If-Match``)."""

from dataclasses import dataclass
from typing import Annotated

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from api.auth.rights import Right, Visitor, allow, keeper_of
from api.counter import Counter
from api.routes.kit import (
    ACTS,
    CHANGES,
    LARGEST_NUMBER,
    READS,
    IfMatch,
    Key,
    PathNumber,
    etag,
    like,
    once,
    require_version,
)
from api.routes.paging import Cursor, Limit, cut
from registry.acts.office import Office
from registry.papers.lists import AddressList, Entry, Listed, Lists, every_governor

KEEPERS = allow(Right.CLERK, Right.ADMINISTRATOR)
READERS = allow(Right.CLERK, Right.AUDITOR, Right.ADMINISTRATOR)
Version = Annotated[int | None, QueryParameter(ge=1, le=LARGEST_NUMBER, description="The newest by default.")]


EXAMPLE: dict[str, object] = {
    "name": "จังหวัดภาคใต้",
    "entries": [
        {"name": "ผู้ว่าราชการจังหวัดกระบี่", "channel": "central_mail", "mail": "krabi@specimen.example"},
        {"name": "ผู้ว่าราชการจังหวัดตรัง", "channel": "post", "postal": "ศาลากลางจังหวัดตรัง"},
    ],
}


class Named(msgspec.Struct, forbid_unknown_fields=True):
    """A list: its name, and whom it names by which way."""

    name: str
    entries: list[Entry]


class Kept(msgspec.Struct):
    """Which list was kept, as which version."""

    list: int
    version: int


@dataclass(frozen=True, slots=True)
class ListRows:
    """A page of lists, by name."""

    rows: list[Listed]
    cursor: str | None


@get("/lists", opt=READERS, responses=READS, sync_to_thread=True)
def list_lists(counter: NamedDependency[Counter], cursor: Cursor = None, limit: Limit = 50) -> ListRows:
    """List the lists that are in use."""
    page, following = cut(Lists(counter.papers).all(), cursor, limit, lambda one: f"{one.name}\n{one.id}")
    return ListRows(page, following)


@get("/lists/governors", opt=READERS, responses=READS, sync_to_thread=True)
def list_governors(counter: NamedDependency[Counter]) -> list[Entry]:
    """List the governors of all provinces as of today, to make a list of."""
    return every_governor(counter.office.today)


@get("/lists/{number:int}", opt=READERS, responses=READS, sync_to_thread=True)
def read_list(number: PathNumber, counter: NamedDependency[Counter], version: Version = None) -> Response[AddressList]:
    """Return a list as it stands, or as an earlier version of it stood."""
    found = Lists(counter.papers).get(number, version=version)
    return Response(found, headers={"ETag": etag(found.version)})


@post("/lists", operation_class=like(EXAMPLE), opt=KEEPERS, responses=ACTS, sync_to_thread=True)
def make_list(
    data: JSONBody[Named], key: Key, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Kept:
    """Make a list."""

    def act(office: Office) -> Kept:
        number = Lists(counter.papers).create(data.name, data.entries, by=keeper_of(visitor), at=office.now)
        return Kept(number, 1)

    return once(counter, visitor, key, ("list", data), Kept, act)


@put("/lists/{number:int}", opt=KEEPERS, responses=CHANGES, sync_to_thread=True)
def change_list(
    number: PathNumber,
    data: JSONBody[Named],
    if_match: IfMatch,
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Kept]:
    """Keep a new version of a list; what was sent by an earlier one stays as it was sent."""
    lists = Lists(counter.papers)
    over = lists.get(number).version
    require_version(if_match, over)
    made = lists.save(number, data.name, data.entries, over=over, by=keeper_of(visitor), at=counter.office.now)
    return Response(Kept(number, made), headers={"ETag": etag(made)})


@delete("/lists/{number:int}", opt=KEEPERS, responses=CHANGES, sync_to_thread=True)
def drop_list(number: PathNumber, if_match: IfMatch, counter: NamedDependency[Counter]) -> None:
    """Take a list out of use."""
    lists = Lists(counter.papers)
    require_version(if_match, lists.get(number).version)
    lists.drop(number)


ROUTES = (list_lists, list_governors, read_list, make_list, change_list, drop_list)
