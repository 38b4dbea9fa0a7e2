"""What a request may look like: its host, how long its query is, how many fields and how deep its body is.

How large a body may be says its route (``request_max_body_size``); how long it may take, `api.patience`.
"""

import re
from typing import Any
from urllib.parse import unquote_to_bytes

from litestar import Request
from litestar.enums import RequestEncodingType

from api.errors import ApiError
from api.settings import Settings

QUERY = 4096
"""Bytes."""
FIELDS = 5000
"""Of a form: a page of the register, all of it typed."""
DEPTH = 32
NODES = 50_000
"""Values and names in a JSON body, counting the commas and colons of its texts."""
LARGEST_NUMBER = 10**9 - 1
"""Of anything that an address counts; SQLite takes nothing above 2⁶³."""

_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKETS = re.compile(rb"[\[\]{}]")


class WrongHost(ApiError):
    """The request was meant for another host."""


class NotReadable(ApiError):
    """The request is not of a shape that is read."""


def require_host(request: Request[Any, Any, Any]) -> None:
    """Refuse a request for another host: an address that is made from it would lead elsewhere.

    Raises:
        WrongHost: it names another host.
    """
    settings: Settings = request.app.state.counter.settings
    if request.headers.get("host", "").lower() not in settings.hosts:
        raise WrongHost("wrong-host", "This registry has another address. Ask its office for it.")


async def require_simple(request: Request[Any, Any, Any]) -> None:
    """Refuse a longer query or a more intricate body than anything here needs.

    Raises:
        NotReadable: it is too intricate.
    """
    if len(request.scope["query_string"]) > QUERY:
        raise NotReadable("address-too-long", f"The address is too long: at most {QUERY} characters.", most=QUERY)
    if any(isinstance(one, int) and abs(one) > LARGEST_NUMBER for one in request.path_params.values()):
        raise NotReadable("number-too-large", f"The address has a number above {LARGEST_NUMBER}.", most=LARGEST_NUMBER)
    kind = request.content_type[0]
    if kind == RequestEncodingType.URL_ENCODED:
        body = await request.body()
        require_few_fields(body)
        require_utf8(body)
    elif kind == RequestEncodingType.JSON or kind.endswith("+json"):
        require_shallow(await request.body())


def require_few_fields(body: bytes) -> None:
    """Refuse a form of too many fields, before anybody takes it apart."""
    if body.count(b"&") >= FIELDS:
        raise NotReadable("too-many-fields", f"The form has too many fields: at most {FIELDS}.", most=FIELDS)


def require_utf8(body: bytes) -> None:
    """Refuse a form in other letters than UTF-8: what is not read would stand in the register as U+FFFD."""
    try:
        unquote_to_bytes(body).decode()
    except UnicodeDecodeError:
        raise NotReadable("not-utf-8", "The form is not written in UTF-8: send it from the page again.") from None


def require_shallow(body: bytes) -> None:
    """Refuse JSON that is too deep or of too many values, before anybody decodes it."""
    if sum(body.count(sign) for sign in (b",", b":", b"[", b"{")) > NODES:
        raise NotReadable("too-many-values", f"The request has too many values: at most {NODES}.", most=NODES)
    depth = 0
    for bracket in _BRACKETS.finditer(_STRINGS.sub(b"", body)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > DEPTH:
            raise NotReadable("too-deep", f"The request is nested too deeply: at most {DEPTH} levels.", most=DEPTH)
