"""What an administrator does to another account, each act at an address of its own, so that the access log tells it."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.administration.accounts import administering, enrolled, shown
from api.pages.administration.shown import ADMINISTRATOR, PATH
from api.pages.page import see
from api.problems import REFUSALS
from domain.classes import SecrecyClass
from domain.thai.text import normalise
from keys import phrases
from registry.accounts.accounts import Grant, WebRole
from registry.accounts.administering import Administering

_SALT = 16
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of a pass phrase that is read from a screen and typed: none that looks like another."""
_GROUPS = 5
_OF_GROUP = 5
_BYTES = 8
_OF = f"{PATH}/accounts/{{account:str}}"


class Officer(msgspec.Struct, forbid_unknown_fields=True):
    """Whose account it is."""

    officer: str = ""


class Role(msgspec.Struct, forbid_unknown_fields=True):
    """One role of an account."""

    role: WebRole
    unit: str = ""
    post: str = ""

    @property
    def grant(self) -> Grant:
        """The role as it is kept."""
        return Grant(self.role, normalise(self.unit), normalise(self.post))


class Clearance(msgspec.Struct, forbid_unknown_fields=True):
    """The highest class that the account may read."""

    clearance: SecrecyClass


class Credential(msgspec.Struct, forbid_unknown_fields=True):
    """A passkey, by its id in hexadecimal."""

    credential: str


class Digest(msgspec.Struct, forbid_unknown_fields=True):
    """A program's token, by its digest."""

    digest: str


@post(f"{_OF}/officer", opt=ADMINISTRATOR, sync_to_thread=True)
def tie(
    account: FromPath[str],
    data: URLEncodedBody[Officer],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Say which officer's account it is, or that it is nobody's."""
    at = counter.settings.clock()
    return _done(
        counter, visitor, account, lambda accounts: accounts.tie(account, enrolled(counter, data.officer), at=at)
    )


@post(f"{_OF}/roles", opt=ADMINISTRATOR, sync_to_thread=True)
def grant(
    account: FromPath[str],
    data: URLEncodedBody[Role],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Give a role."""
    return _done(counter, visitor, account, lambda accounts: accounts.grant(account, data.grant))


@post(f"{_OF}/roles/revoke", opt=ADMINISTRATOR, sync_to_thread=True)
def revoke(
    account: FromPath[str],
    data: URLEncodedBody[Role],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Take a role away."""
    return _done(counter, visitor, account, lambda accounts: accounts.revoke(account, data.grant))


@post(f"{_OF}/clearance", opt=ADMINISTRATOR, sync_to_thread=True)
def clear(
    account: FromPath[str],
    data: URLEncodedBody[Clearance],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Say up to which class of secrecy the account may read."""
    at = counter.settings.clock()
    return _done(counter, visitor, account, lambda accounts: accounts.clear(account, data.clearance, at=at))


@post(f"{_OF}/off", opt=ADMINISTRATOR, sync_to_thread=True)
def switch_off(
    account: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Switch the account off."""
    return _done(counter, visitor, account, lambda accounts: accounts.switch(account, enabled=False))


@post(f"{_OF}/on", opt=ADMINISTRATOR, sync_to_thread=True)
def switch_on(
    account: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Switch the account on."""
    return _done(counter, visitor, account, lambda accounts: accounts.switch(account, enabled=True))


@post(f"{_OF}/pass-phrase", opt=ADMINISTRATOR, sync_to_thread=True)
def hand_out(account: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Make a pass phrase and show it, this once; it opens nothing until its owner has changed it."""
    settings = counter.settings
    phrase = _phrase(settings.random(_BYTES * _GROUPS * _OF_GROUP))
    try:
        hashed = phrases.hashed(phrase, settings.random(_SALT))
        administering(counter, visitor).hand_out(account, hashed, at=settings.clock())
    except REFUSALS as wrong:
        return shown(counter, visitor, account, wrong=wrong)
    return shown(counter, visitor, account, phrase=phrase)


@post(f"{_OF}/sessions/end", opt=ADMINISTRATOR, sync_to_thread=True)
def end_sessions(
    account: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Sign the account out everywhere."""
    return _done(counter, visitor, account, lambda accounts: accounts.end_sessions(account))


@post(f"{_OF}/passkeys/remove", opt=ADMINISTRATOR, sync_to_thread=True)
def remove_passkey(
    account: FromPath[str],
    data: URLEncodedBody[Credential],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Forget a passkey."""
    return _done(
        counter, visitor, account, lambda accounts: accounts.remove_passkey(account, _credential(data.credential))
    )


@post(f"{_OF}/tokens/withdraw", opt=ADMINISTRATOR, sync_to_thread=True)
def withdraw_token(
    account: FromPath[str],
    data: URLEncodedBody[Digest],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Withdraw a program's token."""
    return _done(counter, visitor, account, lambda accounts: accounts.withdraw_token(account, data.digest))


def _done(counter: Counter, visitor: Visitor, account: str, act: Callable[[Administering], None]) -> Response[Any]:
    """Do it, and go back to the account's page; or show there why it is refused."""
    try:
        act(administering(counter, visitor))
    except REFUSALS as wrong:
        return shown(counter, visitor, account, wrong=wrong)
    return see(f"{PATH}/accounts/{account}")


def _phrase(random: bytes) -> str:
    """Return a pass phrase of 25 letters in groups (123 bits); eight random bytes make one letter without a lean."""
    letters = [_LETTERS[int.from_bytes(random[n : n + _BYTES]) % len(_LETTERS)] for n in range(0, len(random), _BYTES)]
    return "-".join("".join(letters[n : n + _OF_GROUP]) for n in range(0, len(letters), _OF_GROUP))


def _credential(said: str) -> bytes:
    try:
        return bytes.fromhex(said)
    except ValueError:
        return b""


ROUTES = (
    tie,
    grant,
    revoke,
    clear,
    switch_off,
    switch_on,
    hand_out,
    end_sessions,
    remove_passkey,
    withdraw_token,
)
