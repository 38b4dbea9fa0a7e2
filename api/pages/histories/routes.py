"""Histories' addresses, and whose they are: letters' and orders' for clerks and auditors, all others for auditors."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, Parameter, PathParameter
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.histories import facts, states
from api.pages.histories.finding import MOST, Hit, look_for
from api.pages.histories.subjects import KINDS, LARGEST, Kind, Typed, kind_of_letter, may_see, opened
from api.pages.histories.timeline import Asked, Place, asked, timeline
from api.pages.page import page, see
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.values import StreamId

READERS: Final = allow(Right.CLERK, Right.AUDITOR)
AUDITORS: Final = allow(Right.AUDITOR)
ASKED: Final = {"question": Provide(asked, sync_to_thread=False)}
TITLE: Final = Text("ประวัติ", "Histories")
Position = Annotated[int, PathParameter(ge=0, le=LARGEST)]
Looked = Annotated[str, Parameter(max_length=200)]


@get("/histories", opt=READERS, sync_to_thread=True)
def search(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor], q: FromQuery[Looked] = "") -> Template:
    """Look for a letter, an order, a unit or a person whose history is wanted."""
    found: list[Hit] = []
    wrong = None
    if q.strip():
        try:
            found = look_for(counter, visitor, q.strip())
        except InvalidValue as refusal:
            wrong = refusal
    by_kind = {kind: [one for one in found if one.kind is kind] for kind in Kind}
    return page(
        "histories/index.html", title=TITLE, q=q, by_kind=by_kind, kinds=KINDS, most=MOST, wrong=wrong, any=bool(found)
    )


def letter(
    stream: FromPath[UUID],
    question: NamedDependency[Asked],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    known_at: FromQuery[Typed] = "",
) -> Template | Redirect:
    """Show the timeline of a letter or an order."""
    named, kind = StreamId(str(stream)), _kind(request)
    reader = counter.office.reader
    if kind is Kind.LETTER and may_see(counter, visitor, named) and kind_of_letter(reader, named) is Kind.ORDER:
        return see(f"/histories/orders/{named}")
    with opened(counter, visitor, kind, named, known_at) as subject:
        return timeline(subject, question)


def letter_after(
    position: Position,
    stream: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    known_at: FromQuery[Typed] = "",
) -> Template:
    """Show how a letter or an order stood after a fact."""
    with opened(counter, visitor, _kind(request), str(stream), known_at) as subject:
        return states.state_after(subject, position)


def letter_compared(
    stream: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    left: FromQuery[Place] = None,
    right: FromQuery[Place] = None,
    known_at: FromQuery[Typed] = "",
) -> Template:
    """Show two states of a letter or an order side by side."""
    with opened(counter, visitor, _kind(request), str(stream), known_at) as subject:
        return states.compared(subject, left, right)


def other(
    named: FromPath[Path],
    question: NamedDependency[Asked],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    known_at: FromQuery[Typed] = "",
) -> Template:
    """Show the timeline of a unit or a person."""
    with opened(counter, visitor, _kind(request), _name(named), known_at) as subject:
        return timeline(subject, question)


def other_after(
    position: Position,
    named: FromPath[Path],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    known_at: FromQuery[Typed] = "",
) -> Template:
    """Show how a unit or a person stood after a fact."""
    with opened(counter, visitor, _kind(request), _name(named), known_at) as subject:
        return states.state_after(subject, position)


def other_compared(
    named: FromPath[Path],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
    left: FromQuery[Place] = None,
    right: FromQuery[Place] = None,
    known_at: FromQuery[Typed] = "",
) -> Template:
    """Show two states of a unit or a person side by side."""
    with opened(counter, visitor, _kind(request), _name(named), known_at) as subject:
        return states.compared(subject, left, right)


@get("/histories/facts/{position:int}", opt=READERS, sync_to_thread=True)
def fact(position: Position, counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show one fact."""
    return facts.shown(counter, visitor, position)


@get("/histories/facts/{position:int}/files/{digest:str}", opt=READERS, sync_to_thread=True)
def fact_file(
    position: Position, digest: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Hand out a file that a fact names."""
    return facts.file(counter, visitor, position, digest)


def _kind(request: Request[Any, Any, Any]) -> Kind:
    """Return what has the history, as the route's address says."""
    return next(one for one in Kind if f"/{one.value}/" in request.scope["path_template"])


def _name(path: Path) -> str:
    return str(path).strip("/")


def _of_each(
    act: str,
    named: str,
    kinds: Sequence[Kind],
    handler: Callable[..., Any],
    **more: Any,  # noqa: ANN401 - the library's
) -> list[HTTPRouteHandler]:
    """Return a handler for each kind: one that had several paths would be wrapped for its thread several times."""
    paths = (f"/histories{act}/{kind.value}/{{{named}}}" for kind in kinds)
    return [get(path, sync_to_thread=True, **more)(handler) for path in paths]


_LETTERS: Final = (Kind.LETTER, Kind.ORDER)
_OTHERS: Final = (Kind.UNIT, Kind.PERSON)
_AFTER: Final = "/after/{position:int}"

ROUTES = (
    search,
    fact,
    fact_file,
    *_of_each("", "stream:uuid", _LETTERS, letter, opt=READERS, dependencies=ASKED),
    *_of_each(_AFTER, "stream:uuid", _LETTERS, letter_after, opt=READERS),
    *_of_each("/compare", "stream:uuid", _LETTERS, letter_compared, opt=READERS),
    *_of_each("", "named:path", _OTHERS, other, opt=AUDITORS, dependencies=ASKED),
    *_of_each(_AFTER, "named:path", _OTHERS, other_after, opt=AUDITORS),
    *_of_each("/compare", "named:path", _OTHERS, other_compared, opt=AUDITORS),
)
