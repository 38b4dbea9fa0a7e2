"""Every refusal of an act to somebody who is signed in goes on record before it is answered.

not yours, not allowed                              whatever was asked
any other refusal of the rules, the keys, the log   of a request that changes something
a slip in a form that is shown again                not: a date mistyped is no attempt at anything
"""

from anyio import to_thread
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from api.auth.refused import remembered
from api.auth.rights import NotYours, Visitor
from api.auth.same_site import SAFE
from api.auth.visits import LOOKED_UP
from api.counter import Counter
from api.errors import ApiError
from api.past import NotInThePast
from domain.errors import InvalidValue, NotAllowed
from registry.accounts.refusals import Door, Refused, harmless

REFUSED = 400
"""HTTP status from which on an answer is a refusal."""


class OnRecord(ASGIMiddleware):
    """Stands behind `api.auth.sessions.Sessions`, which has found out who asks."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass a request on, and note its refusal before the answer begins."""
        counter: Counter = scope["litestar_app"].state.counter

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= REFUSED:
                refused = _refused(scope, message["status"], counter)
                if refused is not None:
                    await to_thread.run_sync(counter.refusals.note, refused)
            await send(message)

        await next_app(scope, receive, noting)


def _refused(scope: Scope, status: int, counter: Counter) -> Refused | None:
    """Return what is noted of a refused request; None where nothing is."""
    visitor, found, method = scope.get("user"), remembered(scope), str(scope.get("method"))
    if not isinstance(visitor, Visitor) or found is None:
        return None
    refusal, form = found
    if not isinstance(refusal, NotYours | NotAllowed):
        slip = isinstance(refusal, ApiError) and not isinstance(refusal, NotInThePast)
        slip |= form and isinstance(refusal, InvalidValue)
        if method in SAFE or slip:
            return None
    path = scope["path"]
    return Refused(
        counter.settings.clock(),
        Door.PROGRAM if path.startswith("/api/") else Door.PAGE,
        visitor.account.account,
        visitor.account.officer or "",
        method,
        scope["path_template"] if path.startswith(LOOKED_UP) else path,  # a link is a secret
        status,
        refusal.slug,
        harmless(refusal.facts),
    )
