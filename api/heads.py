"""HEAD, at every address: what GET would answer, without the body (RFC 9110 9.3.2).

    HEAD ─▶ asked as GET ─▶ rights, limits, handler, access log ─▶ the same status and headers ─▶ no body

It stands before routing, so that no route has to say that it takes HEAD, and none can answer it otherwise than GET.
"""

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send


def answering_head(app: ASGIApp) -> ASGIApp:
    """Return *app*, which answers GET, so that it answers HEAD too and says so where it says what it answers."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        bodiless = False
        if scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD":
            scope["method"], bodiless = "GET", True  # in place: what is found out about a request stands in its scope

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                _allow_head(message)
            if not bodiless or message["type"] != "http.response.body":
                await send(message)
            elif not message.get("more_body", False):
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        await app(scope, receive, sent)

    return answer


def _allow_head(message: Message) -> None:
    """Name HEAD among the methods of a resource that has GET (RFC 9110 10.2.1)."""
    headers = MutableScopeHeaders.from_message(message)
    allowed = [one.strip() for one in headers.get("allow", "").split(",")]
    if "GET" in allowed and "HEAD" not in allowed:
        headers["allow"] = ", ".join(sorted([*allowed, "HEAD"]))
