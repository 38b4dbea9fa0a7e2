"""What came in, until it has a receive number: three ways in, one form to look over.

/receiving              what waits, and what was registered today
/receiving/new          paper · mail (.eml) · another registry's bundle (.zip)
/receiving/arrivals/ID  the entry with line and doubt, the bundle's verdict layer by layer
"""

from http import HTTPStatus
from typing import Any, Final

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, MultipartBody, URLEncodedBody
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
from api.visible import arrival as visible
from api.visible import may_see
from domain.classes import Channel, SecrecyClass, SpeedClass
from domain.errors import InvalidValue, NoSuchThing
from domain.thai.dates import parse_date
from registry.acts import arriving
from registry.acts.arriving import Beginning
from registry.documents import apart
from registry.papers.arrivals import Arrival, Came, Entry, Kept
from registry.views.book import Book

TITLE: Final = Text("ลงทะเบียนรับ", "Receiving")
NEW: Final = Text("หนังสือเข้าใหม่", "A letter that came in")
LARGEST: Final = apart.LARGEST_DOCUMENT + (2 << 20)
"""Bytes of a request with files."""
MOST_TODAY: Final = 200
"""Rows of today that the first page shows; the register has all of them."""
_CLERKS = allow(Right.CLERK)
_READERS = allow(Right.CLERK, Right.AUDITOR)
_TOKEN = 16  # bytes
_FIELD_OF: Final = {
    "time-unreadable": "entered_at",
    "entered-after-registered": "entered_at",
    "received-before": "again",
    "top-secret-electronically": "secrecy",
    "secret-content-unencrypted": "secrecy",
}
"""Which field a refusal is about; those that name it themselves and those about days are told otherwise."""


class Brought(msgspec.Struct, forbid_unknown_fields=True):
    """The form by which something is brought in."""

    once: str
    came: Came = Came.PAPER
    file: UploadFile | None = None


class Typed(msgspec.Struct, forbid_unknown_fields=True):
    """The entry as it is typed, and what is to be done."""

    do: str
    printed: str = ""
    dated: str = ""
    sender: str = ""
    addressee: str = ""
    subject: str = ""
    channel: Channel = Channel.POST
    entered_at: str = ""
    speed: SpeedClass = SpeedClass.NORMAL
    secrecy: SecrecyClass = SecrecyClass.NONE
    due: str = ""
    remark: str = ""
    book: str = ""
    again: str = ""
    """Anything: the letter came before, and is to be registered again."""

    def entry(self) -> Entry:
        """Return the entry alone."""
        return Entry(**{name: getattr(self, name) for name in Entry.__struct_fields__})


@get("/receiving", opt={**_READERS, **without_papers()}, sync_to_thread=True)
def index(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show what waits to be registered, and what came today."""
    office = counter.office
    with counter.view(Book) as book:
        today = [row for row in book.received(office.today) if visitor.may_read(row.secrecy)]
    return page(
        "receiving/index.html",
        title=TITLE,
        waiting=[one for one in counter.arrivals.waiting() if Right.CLERK in visitor.rights and may_see(visitor, one)],
        rows=today[-MOST_TODAY:][::-1],
        more=max(0, len(today) - MOST_TODAY),
        on=office.today,
    )


@get("/receiving/new", opt=_CLERKS, sync_to_thread=False)
def new(settings: NamedDependency[Settings]) -> Template:
    """Offer the ways in."""
    return _new(settings)


@post("/receiving/new", opt=_CLERKS, sync_to_thread=True, request_max_body_size=LARGEST)
def bring(
    data: MultipartBody[Brought],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Take in what came, or say beside the form why not."""
    beginning = Beginning(visitor.account.account, f"{visitor.account.account}:{data.once}", settings.random)
    content = data.file.file.read() if data.file is not None else b""
    name = data.file.filename if data.file is not None else ""
    try:
        return see(f"/receiving/arrivals/{_brought(counter, beginning, data.came, content, name).arrival}")
    except REFUSALS as refused:
        return _new(settings, refused, data.came)


def _brought(counter: Counter, beginning: Beginning, came: Came, content: bytes, name: str) -> Arrival:
    if not content and came is not Came.PAPER:
        raise InvalidValue("no-file-chosen", "No file was chosen: choose one, or begin with an empty form.")
    office, arrivals = counter.office, counter.arrivals
    match came:
        case Came.PAPER:
            return arriving.on_paper(office, arrivals, beginning, content or None, name)
        case Came.MAIL:
            return arriving.by_mail(office, arrivals, beginning, content, name)
        case Came.BUNDLE:
            return arriving.in_bundle(office, arrivals, beginning, content, name)


@get("/receiving/arrivals/{arrival:str}", opt=_CLERKS, sync_to_thread=True)
def show(arrival: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Response[Any]:
    """Show the entry to look over; of what is registered, the letter."""
    found = visible(counter, visitor, arrival)
    if found.stream is not None:
        return see(f"/receiving/{found.stream}")
    return _form(counter, found, found.held.entry)


@post("/receiving/arrivals/{arrival:str}", opt=_CLERKS, sync_to_thread=True)
def register(
    arrival: FromPath[str],
    data: URLEncodedBody[Typed],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Register it, keep what was typed, or delete it with its files."""
    found, entry = visible(counter, visitor, arrival), data.entry()
    if found.stream is not None:
        return see(f"/receiving/{found.stream}")
    match data.do:
        case "delete":
            counter.arrivals.delete(found)
            return see("/receiving")
        case "keep":
            counter.arrivals.typed(found, entry)
            return see(f"/receiving/arrivals/{arrival}")
        case "register":
            return _registered(counter, visitor, found, entry, again=bool(data.again))
        case _:
            raise InvalidValue("form-unreadable", "The form cannot be read: it has no such button.", why="do")


def _registered(counter: Counter, visitor: Visitor, found: Arrival, entry: Entry, *, again: bool) -> Response[Any]:
    try:
        stream = arriving.register(
            counter.office, counter.arrivals, found, entry, clerk=visitor.clerk, although_twice=again
        )
    except REFUSALS as refused:
        return _form(counter, found, entry, refused)
    return see(f"/receiving/{stream}?registered=1")


@get("/receiving/arrivals/{arrival:str}/files/{digest:str}", opt=_CLERKS, sync_to_thread=True)
def file(
    arrival: FromPath[str],
    digest: FromPath[str],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Hand out a file that came, to be saved and never to be shown here."""
    kept = _file(visible(counter, visitor, arrival), digest)
    return saved_as(counter.arrivals.uploads.get(kept.digest), kept.name)


@get("/receiving/arrivals/{arrival:str}/pieces/{digest:str}", opt=_CLERKS, sync_to_thread=True)
def piece(
    arrival: FromPath[str],
    digest: FromPath[str],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[bytes]:
    """Show a piece of a scan, which was drawn here."""
    kept = _file(visible(counter, visitor, arrival), digest)
    if kept.piece is None:
        raise _no_file()
    return Response(counter.arrivals.uploads.get(kept.digest), media_type="image/png")


def _file(arrival: Arrival, digest: str) -> Kept:
    found = next((one for one in arrival.held.files if one.digest.removeprefix("sha256:") == digest), None)
    if found is None:
        raise _no_file()
    return found


def _no_file() -> NoSuchThing:
    return NoSuchThing("no-such-received-file", "No such file came with this letter.")


def _new(settings: Settings, refused: Exception | None = None, came: Came = Came.PAPER) -> Template:
    status = HTTPStatus.OK if refused is None else status_of(refused)
    once = settings.random(_TOKEN).hex()
    return page("receiving/new.html", status=status, title=NEW, once=once, refused=refused, came=came, ways=Came)


def _form(counter: Counter, found: Arrival, entry: Entry, refused: Exception | None = None) -> Template:
    beside, whole = shown.marks(found.held)
    wrong = {} if refused is None else {_field_of(refused, entry): refused}
    books = {one.book for one in counter.office.reader.series().values() if one.kind.value == "received"}
    verified = found.held.verified
    return page(
        "receiving/arrival.html",
        status=HTTPStatus.OK if refused is None else status_of(refused),
        title=NEW,
        arrival=found,
        entry=entry,
        fields=shown.fields(entry, wrong, beside),
        beside=beside,
        whole=whole,
        wrong=wrong,
        refused=refused,
        field=next(iter(wrong), ""),
        same=_same(counter, entry),
        books=sorted(books),
        speeds=shown.SPEEDS,
        classes=shown.CLASSES,
        channels=shown.CHANNELS,
        secret=entry.secrecy is not SecrecyClass.NONE,
        verdict=shown.verdict(verified) if verified else None,
        layers=shown.layers(verified) if verified else [],
    )


def _same(counter: Counter, entry: Entry) -> list[arriving.Duplicate]:
    """Return what was received before under the same sender, number and date; none while its day cannot be read."""
    try:
        return arriving.duplicates(counter.office, entry)
    except InvalidValue:
        return []


def _field_of(refused: Exception, entry: Entry) -> str:
    """Return the field that a refusal is about; empty where it is about the whole."""
    slug, facts = getattr(refused, "slug", ""), getattr(refused, "facts", {})
    if slug in {"part-missing", "entry-too-long"}:
        return str(facts.get("parts") or facts.get("what"))
    if slug in _FIELD_OF:
        return _FIELD_OF[slug]
    for name in ("dated", "due"):
        try:
            parse_date(getattr(entry, name) or "1 ม.ค. 2564")
        except InvalidValue:
            return name
    return ""


ROUTES = (index, new, bring, show, register, file, piece)
