"""At the door of every request: whether the visitor has tried too often, and a note in the access log afterwards.

Of strangers only the kind of page is counted: no code, no link, no address (`registry.accounts.access`).
"""

import logging
from typing import Any

from anyio import to_thread
from litestar.datastructures import Headers
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from api.auth.rights import Visitor
from api.auth.same_site import SAFE
from api.counter import Counter
from api.limits import ANSWERS, NOTHING_FOUND, UPLOADS, household
from registry.accounts.access import Access, Act
from registry.ordinary import PapersDamaged

_log = logging.getLogger("saraban.pages")
LOOKED_UP = ("/v/", "/l/", "/api/v1/verification/", "/api/v1/links/")
"""Pages below are found by whoever knows a code or a link."""
ANSWERED = ("/l/", "/api/v1/links/")
UNNOTED = ("/static/", "/language")
_ACT = "act"
_HANDED_OUT = {"attachment": Act.DOWNLOADED, "inline": Act.PRINTED}
"""By the Content-Disposition of a file: what a browser shows by itself is for printing."""


def prints() -> dict[str, Any]:
    """Return the option of a route whose file is for printing, though it is sent to be saved."""
    return {_ACT: Act.PRINTED}


class Visits(ASGIMiddleware):
    """Stands behind `api.auth.sessions.Sessions`, which has found out who asks."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Refuse whoever is over a limit; else pass the request on and note what became of it."""
        counter: Counter = scope["litestar_app"].state.counter
        address = client_of(scope)
        _require_within_limits(counter, scope, address)
        started: list[Message] = []

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
            await send(message)

        await next_app(scope, receive, watched)
        if started and started[0]["type"] == "http.response.start":
            disposition = Headers(started[0]["headers"]).get("content-disposition", "").partition(";")[0]
            try:
                await _note(counter, scope, address, started[0]["status"], disposition)
            except PapersDamaged:  # the answer is out: on a full disk the pages that say so must still be read
                _log.exception("the access log cannot be written")


def client_of(scope: Scope) -> str:
    """Return from where a request comes; a trusted proxy has said for whom it asks."""
    client = scope.get("client")
    return client[0] if client else "-"


def _require_within_limits(counter: Counter, scope: Scope, address: str) -> None:
    path, home = scope["path"], household(address)
    changes = scope.get("method") not in SAFE
    if path.startswith(LOOKED_UP):
        counter.limits.require(NOTHING_FOUND, home)
    if changes and path.startswith(ANSWERED):
        counter.limits.take(ANSWERS, home)
    visitor = scope.get("user")
    if changes and isinstance(visitor, Visitor) and _brings_file(path, Headers(scope["headers"])):
        counter.limits.take(UPLOADS, visitor.account.account)


def _brings_file(path: str, sent: Headers) -> bool:
    """Tell whether a request has a file in it; programs send a file's very bytes, of whatever type."""
    kind = sent.get("content-type", "")
    bare = path.startswith("/api/") and not kind.startswith("application/json")
    return kind.startswith("multipart/") or (bare and sent.get("content-length", "") not in {"", "0"})


async def _note(counter: Counter, scope: Scope, address: str, status: int, disposition: str) -> None:
    path = scope["path"]
    if path.startswith(LOOKED_UP) and status in {404, 410}:
        counter.limits.note(NOTHING_FOUND, household(address))
    if path.startswith(UNNOTED):
        return
    visitor = scope.get("user")
    if not isinstance(visitor, Visitor):
        if counter.access.visited(scope["path_template"], counter.settings.clock()):
            await to_thread.run_sync(counter.access.write)
        return
    act = _act(scope, disposition)
    account = visitor.account
    shown = (
        scope["path_template"] if path.startswith(LOOKED_UP) else path
    )  # a link is a secret, also of who may sign in
    noted = Access(counter.settings.clock(), account.account, account.officer, act, shown, status, address)
    await to_thread.run_sync(counter.access.note, noted)


def _act(scope: Scope, disposition: str) -> Act:
    said: Act | None = scope["route_handler"].opt.get(_ACT)
    if said is not None:
        return said
    if scope.get("method") not in SAFE:
        return Act.CHANGED
    return _HANDED_OUT.get(disposition, Act.OPENED)
