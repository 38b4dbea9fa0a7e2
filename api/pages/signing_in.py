"""Signing in, by each way that there is, and out."""

from functools import partial
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Response, Template

from api.auth import pass_phrases
from api.auth.pass_phrases import PassPhrases
from api.auth.passkeys import PasskeySignIn
from api.auth.rights import NotSignedIn, Right, Visitor, allow
from api.auth.sessions import cookie
from api.auth.visits import client_of
from api.auth.ways import SignIn, WrongSignIn, begin, tried
from api.counter import Counter
from api.limits import CHALLENGES, household
from api.pages.home import local
from api.pages.page import page, see
from api.past import always_now
from api.settings import Settings
from api.texts.text import Text

TITLE = Text("เข้าสู่ระบบ", "Sign in")


class Typed(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody typed who signs in."""

    account: str
    phrase: str
    next: str = "/"


class Answered(msgspec.Struct, forbid_unknown_fields=True):
    """What a passkey answered."""

    answer: str
    next: str = "/"


def visitor(request: Request[Any, Any, Any]) -> Visitor:
    """Return who is signed in, or refuse."""
    known = request.scope.get("user")
    if not isinstance(known, Visitor):
        raise NotSignedIn("not-signed-in", "Sign in first.")
    return known


@get("/sign-in", opt=allow(Right.PUBLIC), sync_to_thread=False)
def show(
    counter: NamedDependency[Counter],
    next: FromQuery[str] = "/",  # noqa: A002 - the parameter's name
) -> Template:
    """Ask for a passkey, or for account and pass phrase."""
    return _page(counter, next)


@post("/sign-in", opt={**allow(Right.PUBLIC), **always_now()})
async def sign_in(
    data: URLEncodedBody[Typed], counter: NamedDependency[Counter], request: Request[Any, Any, Any]
) -> Response[Any]:
    """Begin a session for whoever knows the pass phrase."""
    counter.sign_ins.require_room()
    tried(counter, request, data.account)
    way, shown = PassPhrases(counter.accounts), pass_phrases.Typed(data.account, data.phrase)
    look = partial(_let_in, counter, request, way, shown, named=data.account, then=data.next)
    return await counter.sign_ins.do(look)


@post("/sign-in/passkey/options", opt={**allow(Right.PUBLIC), **always_now()}, sync_to_thread=True)
def ask_passkey(counter: NamedDependency[Counter], request: Request[Any, Any, Any]) -> Response[str]:
    """Make a challenge for a passkey to answer."""
    counter.limits.take(CHALLENGES, household(client_of(request.scope)))
    return Response(_passkeys(counter).options(), media_type="application/json", status_code=HTTPStatus.OK)


@post("/sign-in/passkey", opt={**allow(Right.PUBLIC), **always_now()}, sync_to_thread=True)
def sign_in_by_passkey(
    data: URLEncodedBody[Answered], counter: NamedDependency[Counter], request: Request[Any, Any, Any]
) -> Response[Any]:
    """Begin a session for whoever holds the passkey."""
    tried(counter, request, None)
    return _let_in(counter, request, _passkeys(counter), data.answer, named=None, then=data.next)


@post("/sign-out", opt={**allow(Right.SIGNED_IN), **always_now()}, sync_to_thread=True)
def sign_out(
    counter: NamedDependency[Counter], settings: NamedDependency[Settings], visitor: NamedDependency[Visitor]
) -> Redirect:
    """End the session."""
    counter.sessions.end(visitor.token)
    answer = see("/")
    answer.cookies.append(cookie(settings, None))
    return answer


def _let_in(
    counter: Counter,
    request: Request[Any, Any, Any],
    way: SignIn[Any],
    shown: object,
    *,
    named: str | None,
    then: str,
) -> Response[Any]:
    try:
        account = way.account(shown)
    except WrongSignIn as wrong:
        return _page(counter, then, account=named or "", wrong=wrong)
    token = begin(counter, request, account, way=way.way, named=named is not None)
    answer = see(local(then))
    answer.cookies.append(cookie(counter.settings, token))
    return answer


def _page(counter: Counter, then: str, *, account: str = "", wrong: WrongSignIn | None = None) -> Template:
    return page(
        "signing_in/sign_in.html",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.UNPROCESSABLE_ENTITY,
        title=TITLE,
        account=account,
        next=local(then),
        wrong=wrong,
        demo=counter.demo,
    )


def _passkeys(counter: Counter) -> PasskeySignIn:
    return PasskeySignIn(counter.accounts, counter.passkeys, counter.settings)


ROUTES = (show, sign_in, ask_passkey, sign_in_by_passkey, sign_out)
