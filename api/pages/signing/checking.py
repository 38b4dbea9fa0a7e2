"""The check page of one letter (ตรวจและลงลายมือชื่อ): everything that will be signed, on one page, and the button.

    what it says · in which capacity, resting on which facts · what changed since · initials · the document itself
    └─ ลงลายมือชื่อและออกเลขที่หนังสือ, or ส่งคืน with the reason, or the one line for the command line

Looking changes nothing. The page's script asks for the document (`answering`), shows its very bytes and signs what it
shows; without a script, or without a key in this browser, pages are pictures and signing is done at the command line.
"""

import json
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template

from api import headers
from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.drafts.shown import WAYS, capacity_line, same_subject
from api.pages.page import page, see
from api.pages.signing import wording
from api.pages.signing.mine import capacity_of, draft_of, hand_of, looks_of
from api.problems import REFUSALS, status_of
from api.texts import powers
from api.texts.text import Text
from domain.errors import DomainError
from domain.letter.events import Way
from domain.structure.powers import Power
from domain.thai.text import normalise
from registry.acts import waiting
from registry.documents import pictures
from registry.documents.writing import plain, typeset
from registry.papers.looks_at import changed
from registry.papers.signings import Signings
from registry.papers.working import FileRole, Stage, WorkingDraft

TITLE = Text("ตรวจและลงลายมือชื่อ", "Check and sign")
FRAMES = {"Content-Security-Policy": f"{headers.POLICY}; frame-src blob:"}
"""The page shows a document that it has fetched and hashed itself: those very bytes, in a frame."""
_OFFICIAL = allow(Right.OFFICIAL)


class Returned(msgspec.Struct, forbid_unknown_fields=True):
    """The form by which a draft goes back."""

    reason: str = ""


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """A form without fields."""


@get("/signing/{draft:str}", opt=_OFFICIAL, sync_to_thread=True)
def show(
    draft: FromPath[str],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Show all that will be signed; what is signed already, in the register or by its receipt."""
    working = draft_of(counter, visitor, draft, stages=(Stage.WAITING, Stage.ISSUED))
    if working.stage is Stage.ISSUED:
        signed = Signings(counter.papers).signed_of(draft, visitor.clerk)
        return see(f"/letters/{working.stream}" if signed is None else f"/signing/done/{signed}")
    return _shown(counter, visitor, working)


@post("/signing/{draft:str}/seen", opt=_OFFICIAL, sync_to_thread=True)
def saw(
    draft: FromPath[str],
    data: URLEncodedBody[Nothing],  # noqa: ARG001 - a form without unknown fields
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Note that the official has looked at the draft as it is now."""
    looks_of(counter).saw(draft_of(counter, visitor, draft), visitor.clerk, at=counter.office.now)
    return see(f"/signing/{draft}")


@post("/signing/{draft:str}/return", opt=_OFFICIAL, sync_to_thread=True)
def give_back(
    draft: FromPath[str],
    data: URLEncodedBody[Returned],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Return the draft to whoever drafted it."""
    working = draft_of(counter, visitor, draft)
    try:
        waiting.send_back(counter.office, counter.drafts, draft, normalise(data.reason), by=visitor.account.account)
    except REFUSALS as refused:
        return _shown(counter, visitor, working, refused=refused, reason=data.reason)
    return see("/signing")


@get("/signing/{draft:str}/pages/{number:int}", opt=_OFFICIAL, sync_to_thread=True)
def picture(
    draft: FromPath[str],
    number: FromPath[int],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[bytes]:
    """Draw one page: of the scan that will be entered, or of the letter with number and day left blank."""
    drawn = pictures.pages(_pages(counter, draft_of(counter, visitor, draft)), first=number, last=number).drawn[0]
    return Response(drawn, media_type="image/png")


def framed(counter: Counter, visitor: Visitor) -> dict[str, Any]:
    """Return what a page shows on which letters are signed: the key, and the words of its script."""
    hand = hand_of(counter, visitor)
    return {"hand": hand.data if hand else None, "words": json.dumps(_words(), ensure_ascii=False)}


def _words() -> dict[str, dict[str, list[str]]]:
    """Return the words of the page's script, each in both languages."""
    return {
        name: {key: [text.thai, text.english] for key, text in table.items()} for name, table in wording.SCRIPT.items()
    }


def _shown(
    counter: Counter,
    visitor: Visitor,
    working: WorkingDraft,
    *,
    refused: Exception | None = None,
    reason: str = "",
) -> Template:
    capacity = capacity_of(counter, working)
    looks = looks_of(counter)
    before = looks.before(working, visitor.clerk)
    answer = page(
        "signing/check.html",
        status=status_of(refused) if refused else HTTPStatus.OK,
        title=TITLE,
        working=working,
        letter=waiting.letter_of(working),
        ways=WAYS,
        electronic=working.plan.way is Way.ELECTRONIC,
        capacity=capacity,
        capacity_words=capacity_line(capacity) if capacity else None,
        rests_on=[(powers.given(one), powers.basis(one), _position(counter, one)) for one in capacity.chain]
        if capacity
        else [],
        before=before,
        changes=[wording.change(one) for one in changed(before, working)] if before else [],
        initials=looks.initials(working),
        makers=wording.MAKERS,
        same=same_subject(counter, visitor, working),
        seen=(working.draft, working.version) in looks.seen(visitor.clerk),
        refused=refused,
        reason=reason,
        **_drawn(counter, working),
        **framed(counter, visitor),
    )
    answer.headers.update(FRAMES)
    return answer


def _position(counter: Counter, power: Power) -> int | None:
    """Return where the log has the fact that a power is recorded by; an enrolment is looked up by its digest."""
    if power.basis.position is not None:
        return power.basis.position
    known = counter.office.reader.facts(names=("registry.opened.v1", "officer.enrolled.v1"))
    return next((line.position for line in known if line.digest == power.basis.digest), None)


def _drawn(counter: Counter, working: WorkingDraft) -> dict[str, Any]:
    """Return how many pages there are to look at, and their text; or why there are none."""
    try:
        count = pictures.pages(_pages(counter, working), width=pictures.THUMBNAIL, last=1).pages
        printed = waiting.paper(counter.office, working)
    except DomainError as why:
        return {"count": 0, "text": "", "undrawn": why}
    return {"count": count, "text": plain.write(printed.letter, printed.body).decode(), "undrawn": None}


def _pages(counter: Counter, working: WorkingDraft) -> bytes:
    scans = working.of_role(FileRole.SCAN)
    if working.plan.way is not Way.ELECTRONIC and scans:
        return counter.drafts.uploads.get(scans[-1].digest)
    printed = waiting.paper(counter.office, working)
    return typeset.printed(printed.letter, printed.body, paper=printed.paper)


ROUTES = (show, saw, give_back, picture)
