"""Initials on the file copy (ลงลายมือชื่อย่อกำกับ, ข้อ 30), and the file copy (สำเนาคู่ฉบับ) to be printed.

/signing/DRAFT/file-copy       whose initials it has, and the button for the own ones
/signing/DRAFT/file-copy.pdf   the letter with them, lower right
"""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.auth.visits import prints
from api.counter import Counter
from api.pages.drafts.form import one_of
from api.pages.handed_out import to_print
from api.pages.page import page, see
from api.pages.signing import wording
from api.pages.signing.mine import draft_of, looks_of
from api.texts.text import label
from api.visible import draft as visible
from domain.labels import TERMS
from registry.acts import file_copies
from registry.papers.looks_at import Maker
from registry.papers.working import Stage, WorkingDraft

TITLE = label(TERMS["file_copy"])
_MAKERS = allow(Right.CLERK, Right.OFFICIAL)


class Initialled(msgspec.Struct, forbid_unknown_fields=True):
    """The button: as what one puts one's initials, to which version."""

    maker: str
    version: int


@get("/signing/{draft:str}/file-copy", opt=_MAKERS, sync_to_thread=True)
def show(draft: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show whose initials the file copy has."""
    working = _seen(counter, visitor, draft)
    own = working.waits_for == visitor.account.officer
    return page(
        "signing/file_copy.html",
        title=TITLE,
        working=working,
        initials=looks_of(counter).initials(working),
        makers=wording.MAKERS,
        may=working.stage is not Stage.ISSUED and (own or Right.CLERK in visitor.rights),
        back=f"/signing/{draft}" if own and Right.OFFICIAL in visitor.rights else f"/drafts/{draft}",
    )


@post("/signing/{draft:str}/initials", opt=_MAKERS, sync_to_thread=True)
def initial(
    draft: FromPath[str],
    data: URLEncodedBody[Initialled],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Put the visitor's initials to exactly the words that the visitor had open."""
    working = _seen(counter, visitor, draft)
    file_copies.initial(
        counter.office,
        looks_of(counter),
        working,
        one_of(Maker, data.maker),
        version=data.version,
        officer=visitor.clerk,
        account=visitor.account.account,
    )
    return see(f"/signing/{draft}/file-copy")


@get("/signing/{draft:str}/file-copy.pdf", opt={**_MAKERS, **prints()}, sync_to_thread=True)
def paper(draft: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Response[Any]:
    """Print the file copy with its initials."""
    working = _seen(counter, visitor, draft)
    copy = file_copies.file_copy(counter.office, looks_of(counter), working)
    return to_print(copy, f"สำเนาคู่ฉบับ-{working.number or draft}.pdf".replace("/", "-"))


def _seen(counter: Counter, visitor: Visitor, draft: str) -> WorkingDraft:
    """Return a draft that a clerk may see, or that waits for the visitor or was signed by the visitor."""
    if Right.CLERK in visitor.rights:
        return visible(counter, visitor, draft)
    return draft_of(counter, visitor, draft, stages=(Stage.WAITING, Stage.ISSUED))


ROUTES = (show, initial, paper)
