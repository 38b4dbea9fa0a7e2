"""New letters (ร่างหนังสือ): begun from a file, an empty form or pasted rows; filled in, looked at, sent for signature.

    /drafts          what is in hand             /drafts/new          three ways to begin
    /drafts/ID       the form, or where it stands   …/preview  …/send   pages as pictures, who signs

Opening a form reserves no number: nothing here asks the writer but the buttons on letters on paper.
"""

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, MultipartBody, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages import draft_form, draft_paste
from api.pages.draft_form import DraftForm, Wrong, received
from api.pages.draft_values import edited, listed, sending, standing
from api.pages.page import page, see
from api.problems import REFUSALS, status_of
from api.settings import Settings
from api.texts.text import Text
from api.visible import draft as visible
from api.visible import units
from domain.errors import DomainError, InvalidValue
from domain.letter.events import Way
from registry.acts import drafting, waiting
from registry.acts.drafting import Beginning
from registry.acts.drafts import LetterDraft
from registry.documents import apart
from registry.papers.working import DraftFile, FileRole, Opened, Plan, Stage, Who, WorkingDraft

TITLE = Text("ร่างหนังสือ", "Drafts")
NEW = Text("ร่างหนังสือใหม่", "A new letter")
LARGEST = apart.LARGEST_DOCUMENT + (2 << 20)
"""Bytes of a request with files."""
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


class Pressed(msgspec.Struct, forbid_unknown_fields=True):
    """A button beside a draft."""

    version: int
    reason: str = ""


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """Who shall sign, in which capacity."""

    version: int
    signer: str = ""


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
    files, rest = _files(data, {"file"})
    once = str(rest.pop("once", ""))
    if rest:
        raise _not_ours(next(iter(rest)))
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
    if not draft_paste.is_table(data.text):
        return _begun_from(
            counter, settings, visitor, data.once, data.text.encode(), "ข้อความที่วาง.txt", "text", data.text
        )
    beginning = _beginning(settings, visitor, data.once)
    try:
        empty = drafting.empty(counter.office, beginning)
        taken = draft_paste.pasted(data.text, empty)
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
    plan = Plan(way=draft_form.one_of(Way, data.way))
    begun = drafting.begin(
        counter.office, counter.drafts, _beginning(settings, visitor, data.once), LetterDraft(), plan
    )
    return see(f"/drafts/{begun.draft}")


@get("/drafts/{draft:str}", opt=_CLERKS, sync_to_thread=True)
def show(
    draft: FromPath[str],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Template:
    """Show the form; of a draft that is not changed any more, where it stands."""
    working = visible(counter, visitor, draft)
    if not working.editable:
        return page("drafts/standing.html", title=TITLE, **standing(counter, working))
    form = DraftForm.of(working, tab=settings.random(_TOKEN).hex())
    return page("drafts/edit.html", title=TITLE, **edited(counter, visitor, working, form))


@post("/drafts/{draft:str}", opt=_CLERKS, sync_to_thread=True, request_max_body_size=LARGEST)
def save(
    draft: FromPath[str],
    data: MultipartBody[dict[str, Any]],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Save the form and the files that came with it; what is wrong stands beside its field, what was typed stays."""
    files, rest = _files(data, {"file", "scan"})
    form = received(rest)
    working = visible(counter, visitor, draft)
    wrong: list[Wrong] = []
    try:
        kept, wrong = _saved(counter, settings, visitor, working, form, files)
    except DomainError as refused:
        wrong = [Wrong("", refused), *wrong]
        kept = working
    if wrong:
        form.version = kept.version if kept is not working else form.version
        values = edited(counter, visitor, kept, form, wrong)
        return page("drafts/edit.html", status=status_of(wrong[0].why), title=TITLE, **values)
    return see(f"/drafts/{draft}{_ANCHORS.get(form.do.partition('-')[0], '#saved')}")


@post("/drafts/{draft:str}/autosave", opt=_CLERKS, sync_to_thread=True)
def save_itself(
    draft: FromPath[str],
    data: URLEncodedBody[dict[str, Any]],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    visitor: NamedDependency[Visitor],
) -> Template:
    """Save the form while somebody types, without files; answer with what is put into the page."""
    form = received(data)
    working = visible(counter, visitor, draft)
    try:
        kept, wrong = _saved(counter, settings, visitor, working, form, [])
    except DomainError as refused:
        kept, wrong = working, [Wrong("", refused)]
    return page("drafts/saved.html", title=TITLE, working=kept, wrong=wrong, at=counter.office.now)


_ANCHORS = {"attach": "#attachments", "attachment": "#attachments", "more": "#attachments", "scan": "#paper",
            "preview": "/preview", "send": "/send"}  # fmt: skip


def _saved(
    counter: Counter,
    settings: Settings,
    visitor: Visitor,
    working: WorkingDraft,
    form: DraftForm,
    files: list[tuple[str, str, bytes]],
) -> tuple[WorkingDraft, list[Wrong]]:
    """Save a form as far as nothing is wrong with it; return the draft, and what is wrong."""
    form.move(form.do)
    taken = form.taken(working)
    if taken.wrong:
        return working, list(taken.wrong)
    drafting.require_cleared(taken.letter.secrecy, visitor.account.clearance)
    came: list[DraftFile] = []
    wrong: list[Wrong] = []
    for field, name, content in files:
        role = FileRole.SCAN if field == "scan" else FileRole.ATTACHMENT
        try:
            came.append(drafting.take(counter.drafts, role, content, name=name, random=settings.random))
        except InvalidValue as refused:
            wrong.append(Wrong(field, refused))
    try:
        change = drafting.changed(working, taken.letter, taken.plan, came, tab=form.tab)
        kept = counter.drafts.save(
            working.draft, form.version, change, by=visitor.account.account, at=counter.office.now
        )
    except DomainError:
        for one in came:
            counter.drafts.let_file_go(one.digest)
        raise
    return kept, wrong


@get("/drafts/{draft:str}/send", opt=_CLERKS, sync_to_thread=True)
def ask_to_send(
    draft: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Show everything once more, and ask who shall sign."""
    working = visible(counter, visitor, draft)
    if not working.editable:
        return see(f"/drafts/{draft}")
    return page("drafts/send.html", title=TITLE, **sending(counter, visitor, working))


@post("/drafts/{draft:str}/send", opt=_CLERKS, sync_to_thread=True)
def send(
    draft: FromPath[str],
    data: URLEncodedBody[Chosen],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Send the draft for signature; pressed twice is once."""
    working = visible(counter, visitor, draft)
    if working.stage in {Stage.WAITING, Stage.ISSUED}:
        return see(f"/drafts/{draft}")
    who = _who(visitor)
    try:
        chosen = waiting.choose(counter.office, counter.drafts, Opened(draft, data.version), data.signer, by=who)
        waiting.send(counter.office, counter.drafts, Opened(draft, chosen.version), by=who)
    except REFUSALS as refused:
        again = counter.drafts.get(draft)
        return page(
            "drafts/send.html",
            status=status_of(refused),
            title=TITLE,
            **sending(counter, visitor, again, chosen=data.signer, wrong=refused),
        )
    return see(f"/drafts/{draft}")


@post("/drafts/{draft:str}/take-back", opt=_CLERKS, sync_to_thread=True)
def take_back(
    draft: FromPath[str],
    data: URLEncodedBody[Pressed],  # noqa: ARG001 - a form without unknown fields
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Take a waiting draft back."""
    visible(counter, visitor, draft)
    waiting.take_back(counter.office, counter.drafts, draft, by=visitor.account.account)
    return see(f"/drafts/{draft}")


@post("/drafts/{draft:str}/delete", opt=_CLERKS, sync_to_thread=True)
def delete(
    draft: FromPath[str],
    data: URLEncodedBody[Pressed],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Delete a draft; a number that is reserved for it is voided first, by hand."""
    visible(counter, visitor, draft)
    waiting.delete(counter.office, counter.drafts, Opened(draft, data.version))
    return see("/drafts")


@post("/drafts/{draft:str}/number", opt=_CLERKS, sync_to_thread=True)
def reserve(
    draft: FromPath[str],
    data: URLEncodedBody[Pressed],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Reserve today's number for the paper."""
    visible(counter, visitor, draft)
    waiting.reserve(counter.office, counter.drafts, Opened(draft, data.version), by=_who(visitor))
    return see(f"/drafts/{draft}#paper")


@post("/drafts/{draft:str}/void", opt=_CLERKS, sync_to_thread=True)
def void(
    draft: FromPath[str],
    data: URLEncodedBody[Pressed],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Void the number that was reserved for the paper."""
    visible(counter, visitor, draft)
    waiting.void(counter.office, counter.drafts, Opened(draft, data.version), data.reason, by=_who(visitor))
    return see(f"/drafts/{draft}#paper")


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


def _who(visitor: Visitor) -> Who:
    return Who(visitor.account.account, visitor.account.officer)


def _files(data: dict[str, Any], named: set[str]) -> tuple[list[tuple[str, str, bytes]], dict[str, object]]:
    """Return the files of a form (field, name, bytes) and its other fields; a file elsewhere is refused."""
    files: list[tuple[str, str, bytes]] = []
    rest: dict[str, object] = {}
    for field, value in data.items():
        several = value if isinstance(value, list) else [value]
        came = [one for one in several if isinstance(one, UploadFile)]
        if came and field not in named:
            raise _not_ours(field)
        files += [(field, one.filename, one.file.read()) for one in came]
        if field not in named:
            rest[field] = value
    return files, rest


def _not_ours(field: str) -> InvalidValue:
    return InvalidValue("form-unreadable", f"The form cannot be read: it has no field {field[:40]!r}.", why=field[:40])


ROUTES = (
    show_all,
    new,
    drop,
    paste,
    begin,
    show,
    save,
    save_itself,
    ask_to_send,
    send,
    take_back,
    delete,
    reserve,
    void,
)
