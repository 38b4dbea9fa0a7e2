"""One's own account: what it opens, its passkeys, its pass phrase, and where it is signed in."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Response, Template

from api.auth import pass_phrases, passkeys
from api.auth.pass_phrases import PassPhrases
from api.auth.rights import Right, Visitor, allow
from api.auth.sessions import cookie
from api.auth.ways import WrongSignIn, begin, tried
from api.counter import Counter
from api.limits import CHALLENGES
from api.pages.page import page, see
from api.past import present_only
from api.texts.text import Text
from domain.errors import InvalidValue
from domain.thai.text import normalise
from keys import phrases

TITLE = Text("บัญชีของฉัน", "My account")
_LONGEST_NAME = 60
_SALT = 16


class NewPasskey(msgspec.Struct, forbid_unknown_fields=True):
    """A passkey that was made, and what its owner calls it."""

    answer: str
    name: str


class NamedPasskey(msgspec.Struct, forbid_unknown_fields=True):
    """One of one's passkeys."""

    credential: str


class NamedSession(msgspec.Struct, forbid_unknown_fields=True):
    """One of one's sessions."""

    session: str


class Phrases(msgspec.Struct, forbid_unknown_fields=True):
    """The pass phrase as it is, and as it is to be."""

    before: str
    after: str


@get("/account", opt={**allow(Right.SIGNED_IN), **present_only()}, sync_to_thread=True)
def show(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Template:
    """Show one's account."""
    return _page(counter, visitor)


@post("/account/passkeys/options", opt=allow(Right.SIGNED_IN), sync_to_thread=True)
def ask_passkey(counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Response[str]:
    """Make a challenge for a new passkey."""
    counter.limits.take(CHALLENGES, visitor.account.account)
    options = passkeys.enrolment_options(visitor.account, counter.passkeys, counter.settings, office=counter.name)
    return Response(options, media_type="application/json", status_code=HTTPStatus.OK)


@post("/account/passkeys", opt=allow(Right.SIGNED_IN), sync_to_thread=True)
def add_passkey(
    data: URLEncodedBody[NewPasskey], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Response[Any]:
    """Enrol a passkey."""
    try:
        name = normalise(data.name)[:_LONGEST_NAME] or "passkey"
        passkeys.enrolled(data.answer, name, visitor.account, counter.passkeys, counter.settings)
    except (passkeys.NotEnrolled, InvalidValue) as wrong:
        return _page(counter, visitor, wrong=("passkey-name", wrong))
    return see("/account")


@post("/account/passkeys/remove", opt=allow(Right.SIGNED_IN), sync_to_thread=True)
def remove_passkey(
    data: URLEncodedBody[NamedPasskey], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Redirect:
    """Forget one of one's passkeys."""
    counter.passkeys.remove(visitor.account.account, _credential(data.credential))
    return see("/account")


@post("/account/sessions/end", opt=allow(Right.SIGNED_IN), sync_to_thread=True)
def end_session(
    data: URLEncodedBody[NamedSession], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]
) -> Redirect:
    """End one of one's sessions, e.g. on a machine that was left."""
    counter.sessions.end_named(visitor.account.account, data.session)
    return see("/account")


@post("/account/pass-phrase", opt=allow(Right.SIGNED_IN), sync_to_thread=True)
def change_phrase(
    data: URLEncodedBody[Phrases],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    request: Request[Any, Any, Any],
) -> Response[Any]:
    """Change one's pass phrase; every other session ends."""
    name = visitor.account.account
    tried(counter, request, name)
    try:
        account = PassPhrases(counter.accounts).account(pass_phrases.Typed(name, data.before))
    except WrongSignIn as wrong:
        return _page(counter, visitor, wrong=("before", wrong))
    try:
        phrases.require_strong(data.after)
    except phrases.WeakPhrase as wrong:
        return _page(counter, visitor, wrong=("after", wrong))
    counter.accounts.change_phrase(name, phrases.hashed(data.after, counter.settings.random(_SALT)))
    answer = see("/account")
    token = begin(counter, request, account, way=PassPhrases.way, named=True)
    answer.cookies.append(cookie(counter.settings, token))
    return answer


def _credential(said: str) -> bytes:
    try:
        return passkeys.unpadded(said)
    except ValueError:
        return b""


def _page(counter: Counter, visitor: Visitor, *, wrong: tuple[str, Exception] | None = None) -> Template:
    account = visitor.account
    return page(
        "signing_in/account.html",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        title=TITLE,
        account=account,
        roles=[(grant, grant in counter.roles(account)) for grant in account.grants],
        passkeys=[(one, urlsafe_b64encode(one.credential).decode()) for one in counter.passkeys.of(account.account)],
        sessions=counter.sessions.list(account.account, at=counter.settings.clock()),
        this=sha256(visitor.token).hexdigest(),
        has_phrase=counter.accounts.phrase(account.account) is not None,
        shortest=phrases.SHORTEST,
        wrong=wrong,
    )


ROUTES = (show, ask_passkey, add_passkey, remove_passkey, end_session, change_phrase)
