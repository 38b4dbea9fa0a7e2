"""A letter in the receive register, and what is done with it until it is concluded (ข้อ 36, 38, 39, 50).

/receiving/STREAM   the entry, its files, the stamp; assign · note · defect · conclude · return
/pending            what is not concluded, overdue first
"""

from http import HTTPStatus
from typing import Any, Final, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.handed_out import saved_as
from api.pages.page import page, see
from api.pages.receiving import shown
from api.past import without_papers
from api.problems import REFUSALS, status_of
from api.settings import Settings
from api.texts.text import Text
from domain.errors import InvalidValue, NoSuchThing
from domain.facts import Fact
from domain.incoming import ActionNoted, MatterAssigned, MatterConcluded
from domain.letter.events import EntryNoted
from domain.thai.dates import parse_date
from domain.thai.text import normalise
from domain.values import StreamId
from registry.acts.dispatching import enter_once
from registry.acts.sheets import DEFECT, RETURNED, received
from registry.views.pending import Pending

PENDING: Final = Text("เรื่องที่ค้าง", "Pending")
MOST: Final = 200
"""Pending letters of one page."""
LONGEST: Final = 2_000
"""Characters."""
_CLERKS = allow(Right.CLERK)
_READERS = allow(Right.CLERK, Right.AUDITOR)
_TOKEN = 16  # bytes


class Done(msgspec.Struct, forbid_unknown_fields=True):
    """One thing that is done with a letter."""

    do: Literal["assign", "note", "defect", "conclude", "return"]
    once: str
    text: str = ""
    due: str = ""


@get("/receiving/{stream:uuid}", opt={**_READERS, **without_papers()}, sync_to_thread=True)
def show(
    stream: FromPath[UUID],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
    registered: FromQuery[Literal["1"] | None] = None,
) -> Template:
    """Show a letter that came in, and what may be done with it."""
    return _letter(counter, settings, visitor, StreamId(str(stream)), registered=registered is not None)


@post("/receiving/{stream:uuid}", opt=_CLERKS, sync_to_thread=True)
def act(
    stream: FromPath[UUID],
    data: URLEncodedBody[Done],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Assign it, note what was done or what is wrong with it, conclude it, or note that it goes back."""
    letter = StreamId(str(stream))
    _readable(counter, visitor, letter)
    try:
        fact = _fact(data, counter.office.clerk(visitor.clerk))
        enter_once(counter.office, letter, fact, form=f"{visitor.account.account}/{data.once}")
    except REFUSALS as refused:
        return _letter(counter, settings, visitor, letter, refused=refused, typed=data)
    return see(f"/receiving/{letter}#done")


def _fact(data: Done, clerk: str) -> Fact:
    """Return what is entered.

    Raises:
        InvalidValue: nothing was written, it is too long, or the day cannot be read.
    """
    text = normalise(data.text)
    if not text:
        raise InvalidValue("text-missing", "Write what is to be entered.")
    if len(text) > LONGEST:
        raise InvalidValue("entry-too-long", f"Shorten it to {LONGEST} characters.", what="text", most=LONGEST)
    match data.do:
        case "assign":
            return MatterAssigned(text, clerk, parse_date(data.due) if data.due.strip() else None)
        case "note":
            return ActionNoted(text, clerk)
        case "defect":
            return EntryNoted(DEFECT + text, clerk)
        case "conclude":
            return MatterConcluded(text, clerk)
        case "return":
            return MatterConcluded(RETURNED + text, clerk)


@get("/receiving/{stream:uuid}/files/{digest:str}", opt=_READERS, sync_to_thread=True)
def file(
    stream: FromPath[UUID],
    digest: FromPath[str],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Hand out a file of a letter, to be saved and never to be shown here."""
    letter = StreamId(str(stream))
    _readable(counter, visitor, letter)
    beginning = counter.office.reader.beginning(letter)
    files = beginning.statement.doc if beginning is not None else ()
    kept = next((one for one in files if one.sha256.removeprefix("sha256:") == digest), None)
    if kept is None:
        raise NoSuchThing("no-such-received-file", "No such file came with this letter.")
    return saved_as(counter.office.reader.blobs.get(kept.sha256), kept.name)


@get("/pending", opt=allow(Right.CLERK, Right.OFFICIAL, Right.AUDITOR), sync_to_thread=True)
def pending(counter: NamedDependency[Counter], has: FromQuery[str | None] = None) -> Template:
    """Show what is not concluded, what is overdue first; of one unit or person where that is asked."""
    today = counter.office.today
    with counter.view(Pending) as view:
        counted = view.counted(today=today, has=has)
        matters = view.worst(today=today, has=has, limit=MOST)
        holders = view.holders()
    return page(
        "receiving/pending.html",
        title=PENDING,
        matters=matters,
        counted=counted,
        holders=holders,
        has=has,
        today=today,
        most=MOST,
    )


def _readable(counter: Counter, visitor: Visitor, stream: StreamId) -> None:
    """Refuse a letter that the visitor may not know of, as if there were none."""
    if not visitor.may_read(received(counter.office, stream).secrecy):
        raise NoSuchThing("no-such-letter", f"No such letter is registered here: {stream}.", letter=stream)


def _letter(
    counter: Counter,
    settings: Settings,
    visitor: Visitor,
    stream: StreamId,
    *,
    registered: bool = False,
    refused: Exception | None = None,
    typed: Done | None = None,
) -> Template:
    _readable(counter, visitor, stream)
    office = counter.office
    facts = office.reader.stream(stream)
    concluded = next((one.statement.fact for one in facts if isinstance(one.statement.fact, MatterConcluded)), None)
    arrival = counter.arrivals.of_stream(stream)
    verified = arrival.held.verified if arrival is not None else None
    with counter.view(Pending) as view:
        holders = view.holders()
    return page(
        "receiving/letter.html",
        status=HTTPStatus.OK if refused is None else status_of(refused),
        title=Text("หนังสือรับ", "A letter that came in"),
        stream=stream,
        letter=received(office, stream),
        files=facts[0].statement.doc,
        steps=shown.steps(office, facts),
        concluded=concluded,
        returned=concluded is not None and concluded.how.startswith(RETURNED),
        registered=registered,
        refused=refused,
        typed=typed,
        once=settings.random(_TOKEN).hex(),
        holders=holders,
        verified=verified,
        verdict=shown.verdict(verified) if verified else None,
        layers=shown.layers(verified) if verified else [],
    )


ROUTES = (show, act, file, pending)
