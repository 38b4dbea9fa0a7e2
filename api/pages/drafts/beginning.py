"""What is in hand, and the ways to begin a letter: from a dropped file, an empty form, pasted rows or text."""

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import MultipartBody, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.drafts import pasted
from api.pages.drafts.form import Wrong, one_of
from api.pages.drafts.handed_in import LARGEST, files_of, not_ours
from api.pages.drafts.shown import TITLE, listed
from api.pages.page import page, see
from api.problems import status_of
from api.settings import Settings
from api.texts.text import Text
from api.visible import units
from domain.errors import DomainError, InvalidValue
from domain.letter.events import Way
from registry.acts import drafting
from registry.acts.drafting import Beginning
from registry.acts.drafts import LetterDraft
from registry.papers.working import Plan

NEW = Text("ร่างหนังสือใหม่", "A new letter")
_CLERKS = allow(Right.CLERK)
_TOKEN = 16  # bytes


class Begun(msgspec.Struct, forbid_unknown_fields=True):
    """The form by which an empty draft is begun."""

    once: str
    way: str = "electronic"


class Pasted(msgspec.Struct, forbid_unknown_fields=True):
    """Rows of a spreadsheet, or the text of a letter."""

    once: str
    text: str


@get("/drafts", opt=_CLERKS, sync_to_thread=True)
def show_all(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show what is in hand."""
    return page("drafts/all.html", title=TITLE, **listed(counter, visitor))


@get("/drafts/new", opt=_CLERKS, sync_to_thread=True)
def new(settings: NamedDependency[Settings]) -> Template:
    """Offer the ways to begin."""
    return _new(settings)


@post("/drafts/drop", opt=_CLERKS, sync_to_thread=True, request_max_body_size=LARGEST)
def drop(
    data: MultipartBody[dict[str, Any]],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Begin a draft from a file."""
    files, rest = files_of(data, {"file"})
    once = str(rest.pop("once", ""))
    if rest:
        raise not_ours(next(iter(rest)))
    if not files:
        empty = InvalidValue("no-file-chosen", "No file was chosen: choose one, or begin with an empty form.")
        return _new(settings, Wrong("file", empty))
    if len(files) > 1:
        several = InvalidValue(
            "one-file-at-a-time", f"{len(files)} files came at once: begin with the letter alone.", count=len(files)
        )
        return _new(settings, Wrong("file", several))
    _, name, content = files[0]
    return _begun_from(counter, settings, visitor, once, content, name)


@post("/drafts/paste", opt=_CLERKS, sync_to_thread=True)
def paste(
    data: URLEncodedBody[Pasted],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Begin a draft from rows of a spreadsheet, or from the text of a letter."""
    if not pasted.is_table(data.text):
        return _begun_from(
            counter, settings, visitor, data.once, data.text.encode(), "ข้อความที่วาง.txt", "text", data.text
        )
    beginning = _beginning(settings, visitor, data.once)
    try:
        empty = drafting.empty(counter.office, beginning)
        taken = pasted.pasted(data.text, empty)
        if taken.wrong:
            return _new(settings, Wrong("text", taken.wrong[0].why), data.text)
        begun = drafting.begin(counter.office, counter.drafts, beginning, taken.letter, taken.plan)
    except DomainError as refused:
        return _new(settings, Wrong("text", refused), data.text)
    return see(f"/drafts/{begun.draft}")


@post("/drafts", opt=_CLERKS, sync_to_thread=True)
def begin(
    data: URLEncodedBody[Begun],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Begin an empty draft."""
    plan = Plan(way=one_of(Way, data.way))
    begun = drafting.begin(
        counter.office, counter.drafts, _beginning(settings, visitor, data.once), LetterDraft(), plan
    )
    return see(f"/drafts/{begun.draft}")


def _beginning(settings: Settings, visitor: Visitor, once: str) -> Beginning:
    if not once:
        raise InvalidValue("form-unreadable", "The form cannot be read: once is missing.", why="once")
    account = visitor.account
    return Beginning(account.account, units(visitor)[0], once, settings.random, account.clearance)


def _begun_from(
    counter: Counter,
    settings: Settings,
    visitor: Visitor,
    once: str,
    content: bytes,
    name: str,
    field: str = "file",
    text: str = "",
) -> Response[Any]:
    """Begin a draft from a file, or show beside the field why that is not possible."""
    try:
        begun = drafting.drop(counter.office, counter.drafts, _beginning(settings, visitor, once), content, name)
    except DomainError as refused:
        return _new(settings, Wrong(field, refused), text)
    return see(f"/drafts/{begun.draft}")


def _new(settings: Settings, wrong: Wrong | None = None, text: str = "") -> Template:
    status = HTTPStatus.OK if wrong is None else status_of(wrong.why)
    return page("drafts/new.html", status=status, title=NEW, once=settings.random(_TOKEN).hex(), wrong=wrong, text=text)


ROUTES = (show_all, new, drop, paste, begin)
