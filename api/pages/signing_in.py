"""Signing in and out."""

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Response, Template

from api.auth.pass_phrases import PassPhrases, WrongSignIn
from api.auth.rights import NotSignedIn, Right, Visitor, allow
from api.auth.sessions import TOKEN, cookie
from api.counter import Counter
from api.pages.home import local
from api.pages.page import page, see
from api.settings import Settings
from api.texts.text import Text

TITLE = Text("เข้าสู่ระบบ", "Sign in")


class Typed(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody typed who signs in."""

    account: str
    phrase: str
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
    """Ask for account and pass phrase."""
    return page("signing_in/sign_in.html", title=TITLE, account="", next=local(next), wrong=None, demo=counter.demo)


@post("/sign-in", opt=allow(Right.PUBLIC), sync_to_thread=True)
def sign_in(
    data: URLEncodedBody[Typed], counter: NamedDependency[Counter], settings: NamedDependency[Settings]
) -> Response[Any]:
    """Begin a session for whoever knows the pass phrase."""
    try:
        account = PassPhrases(counter.accounts, settings.random).account(data.account, data.phrase)
    except WrongSignIn as wrong:
        return page(
            "signing_in/sign_in.html",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            title=TITLE,
            account=data.account,
            next=local(data.next),
            wrong=wrong,
            demo=counter.demo,
        )
    token = settings.random(TOKEN)
    counter.sessions.begin(account.account, token, way="pass phrase", at=settings.clock())
    answer = see(local(data.next))
    answer.cookies.append(cookie(settings, token))
    return answer


@post("/sign-out", opt=allow(Right.SIGNED_IN), sync_to_thread=True)
def sign_out(
    counter: NamedDependency[Counter], settings: NamedDependency[Settings], visitor: NamedDependency[Visitor]
) -> Redirect:
    """End the session."""
    counter.sessions.end(visitor.token)
    answer = see("/")
    answer.cookies.append(cookie(settings, None))
    return answer


ROUTES = (show, sign_in, sign_out)
