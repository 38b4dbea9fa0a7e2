"""The first page: whose registry this is, what waits, and where one goes from here; and the choice of language."""

from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages.page import LANGUAGE_COOKIE, page, see
from api.pages.waiting import waits_for
from api.past import always_now
from api.settings import Settings
from api.texts.text import Language, Text


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """The language that somebody wants to read."""

    language: Language
    back: str = "/"


@get("/", opt=allow(Right.PUBLIC), sync_to_thread=True)
def first_page(counter: NamedDependency[Counter], request: Request[Any, Any, Any]) -> Template:
    """Show whose registry this is; whoever is signed in also sees what waits, which nothing does in the past."""
    visitor = request.scope.get("user")
    present = isinstance(visitor, Visitor) and visitor.past is None
    return page(
        "home.html",
        title=Text("หน้าแรก", "Home"),
        visitor=visitor,
        waits=waits_for(counter, visitor) if present else None,
        demo=counter.demo,
    )


@post("/language", opt={**allow(Right.PUBLIC), **always_now()}, sync_to_thread=False)
def choose_language(data: URLEncodedBody[Chosen], settings: NamedDependency[Settings]) -> Redirect:
    """Remember the language in a cookie, and go back."""
    answer = see(local(data.back))
    answer.cookies.append(
        Cookie(LANGUAGE_COOKIE, value=data.language, max_age=31536000, path="/", secure=settings.secure, samesite="lax")
    )
    return answer


def local(path: str) -> str:
    """Return *path* where it is one of these pages', else the first page: nobody is sent elsewhere from here."""
    fine = (
        path.startswith("/")
        and not path.startswith("//")
        and path.isascii()
        and path.isprintable()
        and "\\" not in path
    )
    return path if fine else "/"


ROUTES = (first_page, choose_language)
