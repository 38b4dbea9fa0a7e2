"""Ways of signing in, behind one port; a third (a card, another office's sign-in) is one class and one route more.

what somebody shows ──▶ SignIn.account ──▶ Account ──▶ begin ──▶ session, cookie
"""

from typing import Any, Protocol, TypeVar

from litestar.connection import ASGIConnection

from api.auth.rights import Visitor
from api.auth.sessions import TOKEN
from api.auth.visits import client_of
from api.counter import Counter
from api.errors import ApiError
from api.limits import SIGN_IN_FROM, SIGN_IN_TO, household
from registry.accounts.access import Access, Act
from registry.accounts.accounts import Account

Shown_contra = TypeVar("Shown_contra", contravariant=True)


class WrongSignIn(ApiError):
    """What was shown belongs to no account that is switched on; more is not said."""


class SignIn(Protocol[Shown_contra]):
    """A way of finding out whose account it is."""

    way: str
    """What a session that began so is said to have begun by."""

    def account(self, shown: Shown_contra) -> Account:
        """Return the account of whoever shows this.

        Raises:
            WrongSignIn: it is nobody's.
        """
        ...


def tried(counter: Counter, connection: ASGIConnection[Any, Any, Any, Any], account: str | None) -> None:
    """Count a try to sign in, before anything is looked at; `begin` takes it back.

    Args:
        counter: Where it is tried.
        connection: Who tries.
        account: As typed, whether or not there is one; None where the way does not name it.

    Raises:
        TooMany: with the time to wait; the words are the same for every account.
    """
    counter.limits.take(SIGN_IN_FROM, household(client_of(connection.scope)))
    if account is not None:
        counter.limits.take(SIGN_IN_TO, account)


def begin(
    counter: Counter, connection: ASGIConnection[Any, Any, Any, Any], account: Account, *, way: str, named: bool
) -> bytes:
    """Begin a session under a new token and return it; a session that the browser had before ends.

    Args:
        counter: Where somebody signs in.
        connection: Who it is.
        account: Whose session it will be.
        way: By which way.
        named: Whether the account was named when it was `tried`.
    """
    settings = counter.settings
    address = client_of(connection.scope)
    before = connection.scope.get("user")
    if isinstance(before, Visitor):
        counter.sessions.end(before.token)
    token = settings.random(TOKEN)
    now = settings.clock()
    counter.sessions.begin(account.account, token, way=way, at=now)
    counter.limits.give_back(SIGN_IN_FROM, household(address))
    if named:
        counter.limits.give_back(SIGN_IN_TO, account.account)
    counter.access.note(Access(now, account.account, account.officer, Act.SIGNED_IN, f"/sign-in ({way})", 303, address))
    return token
