"""A draft filled in: its form, saved by a button or by itself, with the files that come along; deleted."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, MultipartBody, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.drafts.form import DraftForm, Wrong, received
from api.pages.drafts.handed_in import LARGEST, Pressed, files_of
from api.pages.drafts.shown import TITLE, edited, standing
from api.pages.page import page, see
from api.problems import status_of
from api.settings import Settings
from api.visible import draft as visible
from domain.errors import DomainError, InvalidValue
from registry.acts import drafting, waiting
from registry.papers.working import DraftFile, FileRole, Opened, WorkingDraft

_CLERKS = allow(Right.CLERK)
_TOKEN = 16  # bytes
_ANCHORS = {"attach": "#attachments", "attachment": "#attachments", "more": "#attachments", "scan": "#paper",
            "preview": "/preview", "send": "/send"}  # fmt: skip


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
    files, rest = files_of(data, {"file", "scan"})
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


ROUTES = (show, save, save_itself, delete)
