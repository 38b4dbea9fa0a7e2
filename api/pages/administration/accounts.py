"""Accounts of the pages: who has one, what it opens, and by what its owner signs in."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.administration import second_words
from api.pages.administration.shown import ADMINISTRATOR, PATH, desk
from api.pages.page import see
from api.problems import REFUSALS
from api.texts.roles import WEB_ROLES, granted
from api.texts.text import Text
from domain.classes import SecrecyClass
from domain.thai.text import normalise
from registry.accounts.accounts import Grant, WebRole
from registry.accounts.administering import Administering
from registry.accounts.second_words import SecondWords

TITLE = Text("บัญชีผู้ใช้", "Accounts")


class NewAccount(msgspec.Struct, forbid_unknown_fields=True):
    """An account as it is typed, with its first role."""

    account: str
    name: str
    role: WebRole
    officer: str = ""
    unit: str = ""
    post: str = ""


@get(f"{PATH}/accounts", opt=ADMINISTRATOR, sync_to_thread=True)
def index(counter: NamedDependency[Counter]) -> Template:
    """Show every account."""
    return _index(counter)


@post(f"{PATH}/accounts", opt=ADMINISTRATOR, sync_to_thread=True)
def add(
    data: URLEncodedBody[NewAccount], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Add an account; a pass phrase is handed out on its page."""
    grant = Grant(data.role, normalise(data.unit), normalise(data.post))
    try:
        officer = enrolled(counter, data.officer)
        administering(counter, visitor).add(data.account, data.name, officer, grant, at=counter.settings.clock())
    except REFUSALS as wrong:
        return _index(counter, wrong=wrong, typed=data)
    return see(f"{PATH}/accounts/{data.account}")


@get(f"{PATH}/accounts/{{account:str}}", opt=ADMINISTRATOR, sync_to_thread=True)
def one(account: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show one account."""
    return shown(counter, visitor, account)


def administering(counter: Counter, visitor: Visitor) -> Administering:
    """Return what the visitor may do to accounts."""
    return Administering(counter.accounts_file, by=visitor.account.account)


def enrolled(counter: Counter, typed: str) -> str | None:
    """Return the id of the officer that was typed; None where nothing was.

    Raises:
        NoSuchThing: no such officer is enrolled.
    """
    officer = normalise(typed)
    return counter.office.reader.authority().officer(officer).officer if officer else None


def shown(
    counter: Counter,
    visitor: Visitor,
    account: str,
    *,
    wrong: Exception | None = None,
    phrase: str | None = None,
) -> Template:
    """Return the page of an account; *phrase* is a pass phrase that was made now and is shown this once."""
    found = counter.accounts.account(account)
    counting = counter.roles(found)
    return desk(
        "account.html",
        Text(found.account, found.account),
        wrong=wrong,
        account=found,
        own=found.account == visitor.account.account,
        phrase=phrase,
        has_phrase=counter.accounts.has_phrase(account),
        handed_out=counter.accounts.handed_out(account),
        waiting=[(one, second_words.said(counter, one)) for one in SecondWords(counter.accounts_file).of(account)],
        grants=[(grant, granted(grant), grant in counting) for grant in found.grants],
        passkeys=[(passkey, passkey.credential.hex()) for passkey in counter.passkeys.of(account)],
        tokens=counter.tokens.of(account),
        sessions=counter.sessions.list(account, at=counter.settings.clock()),
        roles=[(role.value, words) for role, words in WEB_ROLES.items()],
        classes=[(one.value, one) for one in SecrecyClass],
        officers=_officers(counter),
    )


def _index(counter: Counter, *, wrong: Exception | None = None, typed: NewAccount | None = None) -> Template:
    return desk(
        "accounts.html",
        TITLE,
        wrong=wrong,
        typed=typed or NewAccount("", "", WebRole.CLERK),
        accounts=[(one, [granted(grant) for grant in one.grants]) for one in counter.accounts.all()],
        waiting={one.account for one in SecondWords(counter.accounts_file).waiting()},
        roles=[(role.value, words) for role, words in WEB_ROLES.items()],
        officers=_officers(counter),
    )


def _officers(counter: Counter) -> list[tuple[str, str]]:
    known = counter.office.reader.authority().officers
    return [(name, one.enrolled.name) for name, one in known.items()]


ROUTES = (index, add, one)
