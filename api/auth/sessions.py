"""The cookie of a session, and who stands behind it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64

from anyio import to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from api.auth.rights import Visitor
from api.counter import Counter
from api.settings import Settings
from domain.errors import NoSuchThing
from registry.past import Moment

TOKEN = 32
"""Bytes."""
_BEARER = "bearer"  # names of schemes are the same in any case (RFC 9110 11.1)


def cookie_name(settings: Settings) -> str:
    """Return what the session's cookie is called; browsers hold ``__Host-`` to this host and to HTTPS."""
    return "__Host-session" if settings.secure else "session"


def cookie(settings: Settings, token: bytes | None) -> Cookie:
    """Return the cookie of a session, or without *token* the one that takes it away."""
    return Cookie(
        key=cookie_name(settings),
        value="" if token is None else urlsafe_b64encode(token).decode(),
        max_age=0 if token is None else None,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


class Sessions(AbstractAuthenticationMiddleware):
    """Finds out who asks; a request without a session goes on as nobody's."""

    async def authenticate_request(self, connection: ASGIConnection) -> AuthenticationResult:  # type: ignore[type-arg] # the base class's own signature
        """Return the visitor, or None."""
        counter: Counter = connection.app.state.counter
        if connection.url.path.startswith("/api/"):  # programs bear tokens; a cookie opens nothing there
            borne = _borne(connection.headers.get("authorization", ""))
            known = await to_thread.run_sync(_program, counter, borne) if borne else None
            return AuthenticationResult(user=known, auth=None)
        kept = connection.cookies.get(cookie_name(counter.settings), "")
        token = _token(kept)
        visitor = None if token is None else await to_thread.run_sync(_visitor, counter, token)
        return AuthenticationResult(user=visitor, auth=None)


def _borne(said: str) -> str | None:
    """Return the token of an Authorization header; of another scheme, none."""
    scheme, _, token = said.partition(" ")
    return token.strip() if scheme.lower() == _BEARER else None


def _program(counter: Counter, token: str) -> Visitor | None:
    account = counter.tokens.account(token, at=counter.settings.clock())
    return None if account is None else _account(counter, account, b"")


def _token(kept: str) -> bytes | None:
    try:
        token = urlsafe_b64decode(kept)
    except (NotBase64, ValueError):
        return None
    return token if len(token) == TOKEN else None


def _visitor(counter: Counter, token: bytes) -> Visitor | None:
    session = counter.sessions.of(token, at=counter.settings.clock())
    return None if session is None else _account(counter, session.account, token, past=session.past)


def _account(counter: Counter, name: str, token: bytes, *, past: Moment | None = None) -> Visitor | None:
    try:
        account = counter.accounts.account(name)
    except NoSuchThing:
        return None
    if not account.enabled:
        return None
    return Visitor.of(account, () if account.phrase_due else counter.roles(account), token, past=past)
