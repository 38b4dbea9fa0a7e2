"""Bringing an old register along (ยกยอด): a file is looked at first, with what is wrong row by row, and then entered.

file ──▶ kept with the working papers ──▶ what would be entered, faults, holes ──"enter"──▶ series and rows
"""

from http import HTTPStatus
from urllib.parse import urlencode

import msgspec
from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import MultipartBody, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.page import page, see
from api.problems import REFUSALS, status_of
from api.texts.refusals import in_thai
from api.texts.text import Text
from domain.errors import InvalidValue, NoSuchThing
from domain.labelled import Labelled
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year, require_buddhist_year
from domain.thai.digits import to_arabic
from domain.thai.text import normalise
from domain.values import Digest
from registry import openings
from registry.acts import importing
from registry.acts.importing import OldBook
from registry.openings import Opening
from registry.papers.uploads import Uploads

CLERK = allow(Right.CLERK)
PATH = "/registers/import"
TITLE = Text("ยกยอดทะเบียนเดิม", "Bring an old register along")
SHOWN = 100
"""Rows and faults that the page lists; all are counted."""


class OldKind(Labelled):
    """Which book the file is."""

    ORDINARY = SeriesKind.ORDINARY.value, "ทะเบียนหนังสือส่ง", "send register"
    CIRCULAR = SeriesKind.CIRCULAR.value, "ทะเบียนหนังสือส่ง: หนังสือเวียน", "send register: circulars"
    RECEIVED = SeriesKind.RECEIVED.value, "ทะเบียนหนังสือรับ", "receive register"


class Brought(msgspec.Struct, forbid_unknown_fields=True):
    """A file, and which book it is."""

    file: UploadFile
    book: str = ""
    kind: OldKind = OldKind.ORDINARY
    year: str = ""


class Enter(msgspec.Struct, forbid_unknown_fields=True):
    """The file that was looked at, to be entered."""

    source: str
    name: str
    book: str
    kind: OldKind
    year: int
    accept: str = ""
    """Set where faults are entered as they stand."""


@get(PATH, opt=CLERK, sync_to_thread=True)
def ask(counter: NamedDependency[Counter]) -> Template:
    """Ask for the file."""
    return _asked(counter)


@post(PATH, opt=CLERK, sync_to_thread=True, request_max_body_size=openings.LARGEST_FILE + (1 << 16))
def look(data: MultipartBody[Brought], counter: NamedDependency[Counter]) -> Template:
    """Show what the file holds and what is wrong in it; nothing is entered."""
    try:
        old = OldBook(_book(data.book), SeriesKind(data.kind.value), _year(data.year, counter))
        dropped = _uploads(counter).take(data.file.file.read(), name=data.file.filename)
        return _looked(counter, dropped.digest, dropped.name, old)
    except REFUSALS as wrong:
        return _asked(counter, wrong=wrong, book=data.book, kind=data.kind, year=data.year)


@post(f"{PATH}/enter", opt=CLERK, sync_to_thread=True)
def enter(
    data: URLEncodedBody[Enter], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Template | Redirect:
    """Open the series that goes on behind the old book, and enter its rows; asked twice it is done once."""
    old = OldBook(_book(data.book), SeriesKind(data.kind.value), require_buddhist_year(data.year))
    source = Digest(data.source)
    try:
        content = _uploads(counter).named(source)
    except (NoSuchThing, InvalidValue) as wrong:
        return _asked(counter, wrong=wrong, book=old.book, kind=data.kind, year=str(old.year))
    try:
        opening = _read(content, data.name, old.kind)
        if opening.fault_count and data.accept != "yes":
            raise InvalidValue(
                "faults-not-accepted", "The file has faults: correct it, or say that it stands as it is."
            )
        importing.enter(counter.office, content, opening, old, clerk=visitor.clerk)
    except REFUSALS as wrong:
        return _looked(counter, source, data.name, old, wrong=wrong)
    register = "received" if old.kind is SeriesKind.RECEIVED else "sent"
    query = urlencode({"book": old.book, "year": old.year, "stage": "old-book", "order": "number"})
    return see(f"/registers/{register}?{query}")


def _read(content: bytes, name: str, kind: SeriesKind) -> Opening:
    opening = openings.read_bytes(content, name)
    openings.require_register(opening, kind, name)
    return opening


def _looked(counter: Counter, source: Digest, name: str, old: OldBook, *, wrong: Exception | None = None) -> Template:
    """Show what the file holds."""
    opening = _read(_uploads(counter).get(source), name, old.kind)
    if wrong is None:
        try:
            importing.require_enterable(counter.office, opening, old)
        except REFUSALS as refusal:
            wrong = refusal
    faults = [(one.row, Text(in_thai(one.slug, one.facts, one.message), one.message)) for one in opening.faults[:SHOWN]]
    return page(
        "registers/opening.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=TITLE,
        path=PATH,
        source=source,
        name=name,
        old=old,
        kind=OldKind(old.kind.value),
        opening=opening,
        faults=faults,
        shown=SHOWN,
        wrong=wrong,
    )


def _asked(
    counter: Counter,
    *,
    wrong: Exception | None = None,
    book: str = "",
    kind: OldKind = OldKind.ORDINARY,
    year: str = "",
) -> Template:
    return page(
        "registers/import.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=TITLE,
        path=PATH,
        wrong=wrong,
        book=book,
        kind=kind,
        kinds=list(OldKind),
        year=year or str(buddhist_year(counter.office.today)),
    )


def _uploads(counter: Counter) -> Uploads:
    return Uploads(counter.office.reader.home.uploads)


def _book(text: str) -> str:
    name = normalise(text)
    if not name:
        raise InvalidValue("book-without-name", "A series needs the name of its book.")
    return name


def _year(text: str, counter: Counter) -> int:
    plain = to_arabic(text).strip() or str(buddhist_year(counter.office.today))
    if not plain.isdecimal() or len(plain) > 4:  # noqa: PLR2004 - figures of a year
        raise InvalidValue("date-unreadable", f"{text!r} is not a year: type it like 2564.", text=text)
    return require_buddhist_year(int(plain))


ROUTES = (ask, look, enter)
