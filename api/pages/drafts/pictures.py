"""A draft as it will look: its pages as pictures, the paper to print, and the files that came with it."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template

from api.auth.rights import Right, Visitor, allow
from api.auth.visits import prints
from api.counter import Counter
from api.pages.handed_out import saved_as
from api.pages.page import page
from api.problems import status_of
from api.texts.text import Text
from api.visible import draft as visible
from domain.errors import DomainError, NoSuchThing
from registry.acts import waiting
from registry.documents import pictures
from registry.documents.writing import plain, typeset
from registry.papers.working import FileRole, WorkingDraft

TITLE = Text("ตัวอย่างก่อนลงลายมือชื่อ", "Preview")
_CLERKS = allow(Right.CLERK)


@get("/drafts/{draft:str}/preview", opt=_CLERKS, sync_to_thread=True)
def preview(draft: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show the pages as pictures, with their text."""
    working = visible(counter, visitor, draft)
    try:
        printed = waiting.paper(counter.office, working)
        count = pictures.pages(_pdf(counter, working), width=pictures.THUMBNAIL, last=1).pages
        text = plain.write(printed.letter, printed.body).decode()
    except DomainError as refused:
        return page("drafts/preview.html", status=status_of(refused), title=TITLE, working=working, wrong=refused)
    return page("drafts/preview.html", title=TITLE, working=working, wrong=None, count=count, text=text)


@get("/drafts/{draft:str}/pages/{number:int}", opt=_CLERKS, sync_to_thread=True)
def picture(
    draft: FromPath[str],
    number: FromPath[int],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[bytes]:
    """Draw one page."""
    pdf = _pdf(counter, visible(counter, visitor, draft))
    return Response(pictures.pages(pdf, first=number, last=number).drawn[0], media_type="image/png")


@get("/drafts/{draft:str}/paper.pdf", opt={**_CLERKS, **prints()}, sync_to_thread=True)
def paper(
    draft: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    """Hand out the paper: to be signed or stamped where it has its number, to be looked at where it has none."""
    working = visible(counter, visitor, draft)
    name = f"{working.plan.reserved or 'draft'}.pdf"
    return saved_as(_pdf(counter, working), name, "application/pdf")


@get("/drafts/{draft:str}/files/{file:str}", opt=_CLERKS, sync_to_thread=True)
def file(
    draft: FromPath[str], file: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    """Hand out a file that was dropped, to be saved and never to be shown here."""
    found = visible(counter, visitor, draft).file(file)
    return saved_as(counter.drafts.uploads.get(found.digest), found.name)


@get("/drafts/{draft:str}/pieces/{file:str}", opt=_CLERKS, sync_to_thread=True)
def piece(
    draft: FromPath[str], file: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    """Show a piece of a scan, which was drawn here."""
    found = visible(counter, visitor, draft).file(file)
    if found.role is not FileRole.PIECE:
        raise NoSuchThing("no-such-draft-file", f"Draft {draft} has no file {file!r}.", draft=draft, file=file)
    return Response(counter.drafts.uploads.get(found.digest), media_type="image/png")


def _pdf(counter: Counter, working: WorkingDraft) -> bytes:
    printed = waiting.paper(counter.office, working)
    return typeset.printed(printed.letter, printed.body, paper=printed.paper)


ROUTES = (preview, picture, paper, file, piece)
