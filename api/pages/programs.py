"""What programs may ask, for whoever writes one: a page made from the routes themselves, and where the document is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, get
from litestar.openapi.spec import OpenAPI
from litestar.response import Template

from api.auth.rights import Right, allow
from api.pages.page import page
from api.routes.v1 import CHAPTERS, DOCUMENT, operation_id
from api.texts.text import Text

TITLE = Text("สำหรับโปรแกรม", "For programs")


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that may be asked."""

    method: str
    path: str
    name: str
    says: str
    """In English, as the document has it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What belongs together."""

    id: str
    words: Text
    operations: Sequence[Operation]


@get("/api", opt=allow(Right.PUBLIC), sync_to_thread=True)
def show(request: Request[Any, Any, Any]) -> Template:
    """List what programs may ask."""
    described = {one.name: one for one in _operations(request.app.openapi_schema)}
    chapters = [
        Chapter(words.english.lower().replace(" ", "-"), words, [described[operation_id(one)] for one in routes])
        for words, routes in CHAPTERS
    ]
    return page("programs/api.html", title=TITLE, document=DOCUMENT, chapters=chapters)


def _operations(document: OpenAPI) -> Iterator[Operation]:
    for path, item in (document.paths or {}).items():
        for method in ("get", "put", "post", "delete"):
            found = getattr(item, method)
            if found is not None:
                yield Operation(method.upper(), path, found.operation_id, _plain(found.description))


def _plain(text: str) -> str:
    """Return a description in one line, without the marks of its parameters."""
    return " ".join(text.replace("*", "").split())


ROUTES = (show,)
