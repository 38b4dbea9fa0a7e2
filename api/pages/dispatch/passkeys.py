"""Recipients' passkeys: a clerk makes sure by telephone whose they are before they count."""

from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.dispatch.shown import CLERK, READER, officer_name
from api.pages.page import page, see
from api.problems import REFUSALS, status_of
from api.texts.text import Text
from domain.errors import NoSuchThing
from registry.acts import links
from registry.views.links import KnownPasskey


class Sure(msgspec.Struct, forbid_unknown_fields=True):
    """That a clerk spoke with whoever offered it."""

    spoken: str


class Why(msgspec.Struct, forbid_unknown_fields=True):
    """Why a passkey counts no longer, or is not confirmed."""

    reason: str


@get("/passkeys", opt=READER, sync_to_thread=True)
def index(counter: NamedDependency[Counter]) -> Template:
    """Show recipients' passkeys, those that wait for a clerk first."""
    return _shown(counter)


@post("/passkeys/{spki:str}/confirm", opt=CLERK, sync_to_thread=True)
def confirm(
    spki: FromPath[str],
    data: URLEncodedBody[Sure],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Say that it is the addressee's."""
    try:
        if data.spoken != "yes":
            raise NoSuchThing("passkey-not-spoken", "Call the addressee first, and tick that you did.")
        links.confirm_passkey(counter.office, _passkey(counter, spki), clerk=visitor.clerk)
    except REFUSALS as wrong:
        return _shown(counter, wrong=wrong)
    return see("/passkeys")


@post("/passkeys/{spki:str}/withdraw", opt=CLERK, sync_to_thread=True)
def withdraw(
    spki: FromPath[str],
    data: URLEncodedBody[Why],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Response[Any]:
    """Say that it counts no longer, or will not be confirmed."""
    try:
        links.withdraw_passkey(counter.office, _passkey(counter, spki), reason=data.reason, clerk=visitor.clerk)
    except REFUSALS as wrong:
        return _shown(counter, wrong=wrong)
    return see("/passkeys")


def _passkey(counter: Counter, spki: str) -> KnownPasskey:
    found = next((one for one in links.passkeys(counter.office) if one.spki == f"sha256:{spki}"), None)
    if found is None:
        raise NoSuchThing("passkey-gone", "This passkey is not offered here: load the page again.")
    return found


def _shown(counter: Counter, *, wrong: Exception | None = None) -> Template:
    authority = counter.office.reader.authority()
    return page(
        "dispatch/passkeys.html",
        status=HTTPStatus.OK if wrong is None else status_of(wrong),
        title=Text("passkey ของผู้รับ", "Recipients' passkeys"),
        passkeys=links.passkeys(counter.office),
        officer=lambda officer: officer_name(authority, officer),
        wrong=wrong,
    )


ROUTES = (index, confirm, withdraw)
