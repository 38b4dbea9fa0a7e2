"""The public page about one letter, which its QR code leads to; it shows and never acknowledges (หนังสือ · ตรวจสอบ).

Whoever has the code has held the paper. A code of the wrong form, an unknown one, one of a letter that is not signed or
that has a class of secrecy: all get the same page, and nothing tells which it was.
"""

from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from api.auth.rights import Right, allow
from api.counter import Counter
from api.pages import letters_shown
from api.pages.page import language_of, page, part
from api.settings import Settings
from api.texts.text import Text
from api.texts.web import verification as words
from domain.errors import NoSuchThing
from registry.verdicts.headline import Headline
from registry.verdicts.letter import PublicLetter, by_code
from registry.views.letters import Letters

TITLE = Text("ตรวจสอบหนังสือ", "Check a letter")


@get("/v/{code:str}", opt=allow(Right.PUBLIC), sync_to_thread=True)
def show(
    code: FromPath[str],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
    request: Request[Any, Any, Any],
) -> Template:
    """Show what the register knows of the paper with this code."""
    try:
        judged = counter.verdicts.of_code(counter.office.reader, code, lambda: counter.view(Letters))
    except NoSuchThing:
        return _unknown(settings)
    here = f"/v/{code}"

    def write() -> str:
        values = letters_shown.values(counter, settings, judged, here)
        return part("verification/article.html", request, **values)

    article = counter.articles.of(here, language_of(request), judged, write)
    answer = page("verification/letter.html", title=TITLE, article=Markup(article))  # noqa: S704 - our own template wrote it
    answer.headers.update(letters_shown.PRIVATE)
    return answer


@get("/v/{code:str}/evidence.zip", opt=allow(Right.PUBLIC), sync_to_thread=True)
def evidence(code: FromPath[str], counter: NamedDependency[Counter]) -> Response[bytes]:
    """Hand out the evidence that the page speaks of."""
    return letters_shown.evidence(counter, _letter(counter, code))


@get("/v/{code:str}/letter", opt=allow(Right.PUBLIC), sync_to_thread=True)
def original(code: FromPath[str], counter: NamedDependency[Counter]) -> Response[bytes]:
    """Hand out the registered file."""
    return letters_shown.original(counter, _letter(counter, code))


def _letter(counter: Counter, code: str) -> PublicLetter:
    with counter.view(Letters) as letters:
        return by_code(counter.office.reader, letters, code)


def _unknown(settings: Settings) -> Template:
    answer = page(
        "verification/unknown.html",
        status=HTTPStatus.NOT_FOUND,
        title=TITLE,
        host=settings.host,
        headline=Headline.UNKNOWN,
        words=words,
    )
    answer.headers.update(letters_shown.PRIVATE)
    return answer


ROUTES = (show, evidence, original)
