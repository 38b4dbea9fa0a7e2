"""What a route needs its visitor to have. A route that says nothing is refused when the pages start.

@get("/registers/sent", opt=allow(Right.CLERK, Right.AUDITOR), sync_to_thread=True)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from api.errors import ApiError
from domain.classes import SecrecyClass
from registry.accounts.accounts import Account, Grant, WebRole
from registry.past import Moment

_KEY = "rights"
_ORDER = list(SecrecyClass)


class Right(Enum):
    """One thing that opens a route."""

    PUBLIC = "public"
    """Anybody, without an account."""
    SIGNED_IN = "signed-in"
    """Any account."""
    CLERK = "clerk"
    OFFICIAL = "official"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


LOOKING_BACK = frozenset({Right.SIGNED_IN, Right.AUDITOR})
"""What is left of an auditor's rights in the past."""


class NotSignedIn(ApiError):
    """Nobody is signed in, and the route needs somebody."""


class NotYours(ApiError):
    """The account does not open this."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in."""

    account: Account
    rights: frozenset[Right]
    token: bytes
    """Of the session."""
    past: Moment | None = None
    """The moment as of which the pages are shown; None for now."""
    resting: frozenset[Right] = frozenset()
    """Rights that the account has now and that open nothing in the past: work is done in the present."""

    @classmethod
    def of(cls, account: Account, grants: Sequence[Grant], token: bytes, *, past: Moment | None = None) -> "Visitor":
        """Return who an account is; *grants* are those of its roles that count now, and auditors may look back."""
        rights = frozenset({Right.SIGNED_IN, *(_RIGHTS[one.role] for one in grants)})
        if past is None or Right.AUDITOR not in rights:
            return cls(account, rights, token)
        return cls(account, rights & LOOKING_BACK, token, past, rights - LOOKING_BACK)

    @property
    def clerk(self) -> str:
        """The officer under whose id acts are entered.

        Raises:
            NotYours: the account is no officer's.
        """
        if self.account.officer is None:
            raise NotYours(
                "account-no-officer",
                f"The account {self.account.account!r} is no enrolled officer's: let an administrator tie it to one, "
                "and a second person confirm it.",
                account=self.account.account,
            )
        return self.account.officer

    def may_read(self, secrecy: SecrecyClass) -> bool:
        """Tell whether letters of that class may be shown."""
        return _ORDER.index(secrecy) <= _ORDER.index(self.account.clearance)


_RIGHTS = {
    WebRole.CLERK: Right.CLERK,
    WebRole.OFFICIAL: Right.OFFICIAL,
    WebRole.AUDITOR: Right.AUDITOR,
    WebRole.ADMINISTRATOR: Right.ADMINISTRATOR,
}


def keeper_of(visitor: Visitor) -> str:
    """Return under whose id a working paper is kept: the officer's, else the account's; such a paper is no fact."""
    return visitor.account.officer or visitor.account.account


def allow(*rights: Right) -> dict[str, Any]:
    """Return the option of a route that any of *rights* opens."""
    return {_KEY: frozenset(rights)}


def rights_of(handler: BaseRouteHandler) -> frozenset[Right]:
    """Return what opens a route.

    Raises:
        ValueError: it does not say; that is a mistake of whoever wrote it.
    """
    rights = handler.opt.get(_KEY)
    if not rights:
        raise ValueError(f"{handler} says nothing of rights: give it opt=allow(…)")
    return frozenset(rights)


def require_right(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let a request pass only if its visitor has one of the rights that open the route."""
    if connection.scope.get("method") == "OPTIONS":  # the framework's own answer: which methods there are, no more
        return
    rights = rights_of(handler)
    visitor = connection.scope.get("user")
    if Right.PUBLIC in rights:
        return
    if not isinstance(visitor, Visitor):
        raise NotSignedIn("not-signed-in", "Sign in first.")
    if not rights & visitor.rights:
        raise NotYours(
            "not-yours", "Your account does not open this page: ask an administrator where your work needs it."
        )
