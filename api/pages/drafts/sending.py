"""A draft on its way to its signature: who shall sign, sent and taken back; a number reserved or voided for paper."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.drafts.handed_in import Pressed
from api.pages.drafts.shown import TITLE, sending
from api.pages.page import page, see
from api.problems import REFUSALS, status_of
from api.visible import draft as visible
from registry.acts import waiting
from registry.papers.working import Opened, Stage, Who

_CLERKS = allow(Right.CLERK)


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """Who shall sign, in which capacity."""

    version: int
    signer: str = ""


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


def _who(visitor: Visitor) -> Who:
    return Who(visitor.account.account, visitor.account.officer)


ROUTES = (ask_to_send, send, take_back, reserve, void)
