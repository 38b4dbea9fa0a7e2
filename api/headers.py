"""What every answer says beside its body: what a browser may do with it."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from api.auth.rights import Visitor

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing inline, nothing from elsewhere, in nobody's frame."""

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # addresses of links are secrets; with less, forms here would name no origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}


async def add(message: Message, scope: Scope) -> None:
    """Add the headers to an answer that does not say otherwise itself."""
    if message["type"] != "http.response.start":
        return
    given = MutableScopeHeaders.from_message(message)
    for name, value in ALWAYS.items():
        given.setdefault(name, value)
    if isinstance(scope.get("user"), Visitor):
        given.setdefault("Cache-Control", "no-store")
    if scope["app"].state.counter.settings.secure:
        given.setdefault("Strict-Transport-Security", "max-age=31536000")
