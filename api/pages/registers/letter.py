"""One letter's entry: its row in the register, its files, its history fact by fact, and where its work is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages import letters_shown
from api.pages.handed_out import saved_as
from api.pages.histories.told import changed
from api.pages.page import language_of, page
from api.pages.registers.asked import classes_of
from api.pages.registers.columns import all_cells, chosen, headings
from api.texts.facts import FACTS
from api.texts.text import LANGUAGES, Text, plain
from domain.errors import NoSuchThing
from domain.thai.digits import to_thai
from domain.values import File, StreamId
from registry import bundle
from registry.history.fields import Change
from registry.history.history import Claim, Event, Histories
from registry.views.book import Book
from registry.views.letters import Direction, Known, Letters
from registry.views.register_pages import Line, RegisterPages
from registry.views.register_search import Register

READER: Final = allow(Right.CLERK, Right.OFFICIAL, Right.AUDITOR)
MOST_FACTS: Final = 200
"""Facts of a history that the page shows, the newest of them."""
CLAIMS: Final = {
    Claim.OPERATOR: Text("ผู้ดูแลทะเบียนอ้าง", "claimed by the operator"),
    Claim.SIGNER: Text("ผู้ลงลายมือชื่ออ้าง", "claimed by the signer"),
}
ROLES: Final = {
    "main": Text("หนังสือ", "the letter"),
    "attachment": Text("สิ่งที่ส่งมาด้วย", "attachment"),
    "scan": Text("ภาพสแกน", "scan"),
    "certificate": Text("ใบรับรองกุญแจ", "certificate"),
    "received": Text("ที่ได้รับ", "received"),
    "last-page": Text("หน้าสุดท้ายของเล่มเดิม", "last page of the earlier book"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of the history as the page shows it."""

    event: Event
    what: Text
    who: Text
    claim: Text
    changes: tuple[Text, ...]


@get("/letters/{stream:uuid}", opt=READER, sync_to_thread=True)
def show(
    stream: FromPath[UUID],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
) -> Template:
    """Show one letter's entry."""
    letter = StreamId(str(stream))
    lines = _lines(counter, visitor, letter)
    known = _known(counter, letter)
    register = _register(known)
    more = chosen(register, ("registered_on", "stage", "speed", "secrecy", "due", "owner_unit"))
    language = language_of(request)
    with Histories(counter.office.reader) as histories:
        history = histories.letter(letter)
        first, left_out = history.newest(MOST_FACTS)
        events = list(history.events(first))
    number = known.number if known is not None else str(lines[0].row.n)
    return page(
        "registers/letter.html",
        title=Text(f"ที่ {to_thai(number)}", number),
        letter=letter,
        number=number,
        register=register,
        known=known,
        subject=lines[0].row.subject,
        stage=lines[0].stage,
        labels=[*headings(register), *(one.heading for one in more)],
        rows=[all_cells(register, line, more, {}, language) for line in lines],
        files=list(_files(counter, letter)),
        roles=ROLES,
        told=[_told(one) for one in reversed(events)],
        left_out=left_out,
    )


@get("/letters/{stream:uuid}/evidence.zip", opt=READER, sync_to_thread=True)
def evidence(
    stream: FromPath[UUID], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    """Hand out the letter's bundle, which anybody can verify offline."""
    letter = StreamId(str(stream))
    _lines(counter, visitor, letter)
    known = _known(counter, letter)
    if known is None or known.direction is not Direction.SENT:
        raise _unknown(stream)
    return letters_shown.download(bundle.write(counter.office.reader, letter), "evidence.zip", "application/zip")


@get("/letters/{stream:uuid}/files/{digest:str}", opt=READER, sync_to_thread=True)
def file(
    stream: FromPath[UUID],
    digest: FromPath[str],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Hand out a file of the letter, to be saved and never to be shown here."""
    letter = StreamId(str(stream))
    _lines(counter, visitor, letter)
    kept = next((one for one in _files(counter, letter) if one.sha256.removeprefix("sha256:") == digest), None)
    if kept is None:
        raise NoSuchThing("no-such-file", "The letter has no such file: load its page again.")
    return saved_as(counter.office.reader.blobs.get(kept.sha256), kept.name)


def _lines(counter: Counter, visitor: Visitor, letter: StreamId) -> list[Line]:
    """Return the letter's rows.

    Raises:
        NoSuchThing: there is none, or the visitor may not know of it; which of both is not said.
    """
    with counter.view(Book) as book:
        lines = RegisterPages(book).lines_of(letter, classes_of(visitor))
    if not lines:
        raise _unknown(letter)
    return lines


def _unknown(letter: object) -> NoSuchThing:
    return NoSuchThing("no-such-letter", f"No letter {letter} was issued here.", letter=str(letter))


def _known(counter: Counter, letter: StreamId) -> Known | None:
    with counter.view(Letters) as letters:
        return letters.known(letter)


def _register(known: Known | None) -> Register:
    if known is None:
        return Register.SECRET
    return Register.RECEIVED if known.direction is Direction.RECEIVED else Register.SENT


def _files(counter: Counter, letter: StreamId) -> Iterator[File]:
    """Yield the files that the letter's facts name, each once, the letter itself first."""
    with Histories(counter.office.reader) as histories:
        found = {one.sha256: one for event in histories.letter(letter).events() for one in event.fact.statement.doc}
    yield from sorted(found.values(), key=lambda one: one.role != "main")


def _told(event: Event) -> Told:
    by = event.by
    who = (
        Text("ทะเบียน", "the registry")
        if by is None
        else plain(by.name if not by.posts else f"{by.name} ({', '.join(by.posts)})")
    )
    changes = tuple(_change(one) for one in event.changes)
    return Told(event, FACTS[event.name], who, CLAIMS[event.claimed_by], changes)


def _change(change: Change) -> Text:
    one = changed(change)
    return Text(*(f"{one.field.said(each)}: {one.old.said(each)} → {one.new.said(each)}" for each in LANGUAGES))


ROUTES = (show, evidence, file)
