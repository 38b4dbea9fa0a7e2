"""What waits for a second person of what an administrator said of accounts: another administrator, or a registrar.

/proposals/accounts                          what waits, with what the second person has to ask first
/proposals/accounts/ACCOUNT/WHAT/confirm     it counts from now on
/proposals/accounts/ACCOUNT/WHAT/refuse      it is not so: nothing waits any more
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template

from api.auth.rights import NotYours, Right, Visitor, allow
from api.counter import Counter
from api.pages.page import page, see
from api.past import present_only
from api.problems import REFUSALS, status_of
from api.texts.text import Text
from domain.authority import Role
from domain.classes import SecrecyClass
from domain.errors import NoSuchThing
from registry.accounts.accounts import Account, HandedOut
from registry.accounts.second_words import SecondWords, Waiting, What

TITLE = Text("บัญชีที่รอคนที่สองยืนยัน", "Accounts that wait for a second person")
PAGE: Final = "/proposals/accounts"
# Registrars have accounts of any role; which of these are registrars' the register says.
_SEEN_BY: Final = {
    **allow(Right.CLERK, Right.OFFICIAL, Right.AUDITOR, Right.ADMINISTRATOR),
    **present_only(),
}
_ONE: Final = f"{PAGE}/{{account:str}}/{{what:str}}"


class Read(msgspec.Struct, forbid_unknown_fields=True):
    """What the second person has read: an officer's id, or a class of secrecy."""

    value: str


def is_second(counter: Counter, visitor: Visitor) -> bool:
    """Tell whether the visitor is one who may be a second person: an administrator, or a registrar."""
    if Right.ADMINISTRATOR in visitor.rights:
        return True
    known = counter.office.reader.authority().officers.get(visitor.account.officer or "")
    return known is not None and Role.REGISTRAR in known.enrolled.roles


@get(PAGE, opt=_SEEN_BY, sync_to_thread=True)
def show(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show what waits."""
    _require_second(counter, visitor)
    return _shown(counter)


@post(f"{_ONE}/confirm", opt=_SEEN_BY, sync_to_thread=True)
def confirm(
    account: FromPath[str],
    what: FromPath[str],
    data: URLEncodedBody[Read],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Let what waits count."""
    _require_second(counter, visitor)
    try:
        _words(counter).confirm(account, _what(what, account=account), data.value, by=visitor.account.account)
    except REFUSALS as wrong:
        return _shown(counter, wrong=wrong)
    return see(PAGE)


@post(f"{_ONE}/refuse", opt=_SEEN_BY, sync_to_thread=True)
def refuse(
    account: FromPath[str], what: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Say that it is not so."""
    _require_second(counter, visitor)
    try:
        _words(counter).refuse(account, _what(what, account=account))
    except REFUSALS as wrong:
        return _shown(counter, wrong=wrong)
    return see(PAGE)


def said(counter: Counter, waiting: Waiting) -> Text:
    """Return what waits in words."""
    if waiting.what is What.CLEARANCE:
        secrecy = SecrecyClass(waiting.value)
        return Text(f"อ่านได้ถึงชั้น {secrecy.label}", f"reads up to {secrecy.english}")
    known = counter.office.reader.authority().officers.get(waiting.value)
    name = f"{known.enrolled.name} ({waiting.value})" if known else waiting.value
    return Text(f"เป็นบัญชีของ {name}", f"is the account of {name}")


def _words(counter: Counter) -> SecondWords:
    return SecondWords(counter.accounts_file)


def _what(named: str, *, account: str) -> What:
    try:
        return What(named)
    except ValueError:
        raise NoSuchThing("nothing-to-confirm", "This does not wait: open the page again.", account=account) from None


def _require_second(counter: Counter, visitor: Visitor) -> None:
    if not is_second(counter, visitor):
        raise NotYours("no-second-person", "Administrators and registrars confirm this: ask one of them.")


def _shown(counter: Counter, *, wrong: Exception | None = None) -> Template:
    status = HTTPStatus.OK if wrong is None else status_of(wrong)
    return page("administration/second_words.html", status=status, title=TITLE, wrong=wrong, rows=_rows(counter))


def _rows(counter: Counter) -> Sequence[tuple[Waiting, Text, Account, HandedOut | None]]:
    accounts = counter.accounts
    return [
        (one, said(counter, one), accounts.account(one.account), accounts.handed_out(one.account))
        for one in _words(counter).waiting()
    ]


ROUTES = (show, confirm, refuse)
