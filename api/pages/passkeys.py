"""Recipients' passkeys: enrolled through an addressee's link, confirmed by a clerk, and signed with (ลงลายมือชื่อ).

    /l/<token>/passkey            made on the recipient's device, offered to the office
    /passkeys                     a clerk makes sure whose it is, then confirms; or withdraws it
    /l/<token>/do/<act>/sign      the statement to sign ─▶ the device signs ─▶ /signed hands it in

The statement that the device signs travels with it: the register judges it and its signature whole, and believes
nothing because it was here before.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, Visitor, allow
from api.counter import Counter
from api.pages import letters_shown, link_acts
from api.pages.dispatch.shown import officer_name
from api.pages.link_acts import Act
from api.pages.links import MISSING, done_page, form_again, opened, pages_of, typed_in
from api.pages.page import page, see
from api.problems import REFUSALS
from api.settings import Settings
from api.texts.text import Text
from domain.errors import InvalidValue, NoSuchThing
from keys import webauthn
from registry.acts import links
from registry.acts.links import OpenLink, Who
from registry.acts.office import Office
from registry.views.links import KnownPasskey, PasskeyState

PASSKEYS = Text("พาสคีย์ของผู้รับ", "Recipients' passkeys")
LONGEST = 64 << 10
"""Characters of a part that a browser hands over."""


class Offered(msgspec.Struct, forbid_unknown_fields=True):
    """A passkey that a browser made."""

    office: str
    name: str
    post: str
    spki: str
    """Its public key (SubjectPublicKeyInfo, DER), base64url."""
    credential: str
    """The credential's id, base64url without padding."""


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    """Why a passkey counts no longer."""

    reason: str


@get("/l/{token:str}/passkey", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def offer_form(
    token: FromPath[str], counter: NamedDependency[Counter], settings: NamedDependency[Settings]
) -> Template:
    """Show how a passkey of this device is enrolled."""
    return _offering(opened(counter, token), token, settings)


@post("/l/{token:str}/passkey/offer", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def offer(
    token: FromPath[str],
    data: URLEncodedBody[Offered],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
) -> Response[Any]:
    """Offer a passkey to the office; it counts once a clerk has confirmed it."""
    link = opened(counter, token)
    who = Who(data.office, data.name, data.post)
    try:
        links.offer_passkey(
            counter.office, link, who, spki=_bytes(data.spki), credential=data.credential, rp=settings.passkey_host
        )
    except REFUSALS as refusal:
        return _offering(link, token, settings, who, refusal)
    return see(f"/l/{token}#stronger")


@post(
    "/l/{token:str}/do/{act:str}/sign",
    opt=allow(Right.PUBLIC),
    sync_to_thread=True,
    exception_handlers=MISSING,
    status_code=HTTPStatus.OK,
)
def sign(
    token: FromPath[str], act: FromPath[Act], data: URLEncodedBody[dict[str, str]], counter: NamedDependency[Counter]
) -> Response[dict[str, str]]:
    """Return what the recipient's passkey is to sign."""
    link = opened(counter, token)
    passkey = _confirmed(link)
    typed = typed_in(counter, link, act, data)
    if typed.wrong:
        raise InvalidValue("check-first", "Look at the answers once more first, then press the button there.")
    signed = links.to_sign(counter.office, link.letter, passkey, link_acts.fact(link, passkey, act, typed))
    asked = {
        "statement": _text(signed.statement),
        "challenge": _text(signed.challenge),
        "credential": passkey.credential,
        "rp": passkey.rp,
    }
    return Response(asked, headers=letters_shown.PRIVATE)


@post("/l/{token:str}/do/{act:str}/signed", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def signed(
    token: FromPath[str], act: FromPath[Act], data: URLEncodedBody[dict[str, str]], counter: NamedDependency[Counter]
) -> Response[Any]:
    """Take what the passkey signed into the register."""
    link = opened(counter, token)
    passkey = _confirmed(link)
    parts = {name: data.pop(name, "") for name in ("statement", "authenticator_data", "client_data", "signature")}
    typed = typed_in(counter, link, act, data)
    statement, *answer = (_bytes(part) for part in parts.values())
    try:
        to_sign = links.ToSign(link.letter, passkey, statement)
        links.hand_in(counter.office, to_sign, webauthn.Assertion(*answer))
    except REFUSALS as refusal:
        return form_again(link, token, act, typed, refusal)
    return done_page(token, act)


@get("/passkeys", opt=allow(Right.CLERK), sync_to_thread=True)
def listed(counter: NamedDependency[Counter]) -> Template:
    """Show recipients' passkeys, those that wait first."""
    authority = counter.office.reader.authority()
    return page(
        "links/passkeys.html",
        title=PASSKEYS,
        passkeys=links.passkeys(counter.office),
        officer=lambda officer: officer_name(authority, officer),
    )


@post("/passkeys/{spki:str}/confirm", opt=allow(Right.CLERK), sync_to_thread=True)
def confirm(spki: FromPath[str], counter: NamedDependency[Counter], visitor: NamedDependency[Visitor]) -> Redirect:
    """Say that the clerk has made sure whose passkey it is."""
    links.confirm_passkey(counter.office, _named(counter.office, spki), clerk=visitor.clerk)
    return see("/passkeys")


@post("/passkeys/{spki:str}/withdraw", opt=allow(Right.CLERK), sync_to_thread=True)
def withdraw(
    spki: FromPath[str],
    data: URLEncodedBody[Reason],
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Say that a passkey counts no longer."""
    links.withdraw_passkey(counter.office, _named(counter.office, spki), reason=data.reason, clerk=visitor.clerk)
    return see("/passkeys")


def _offering(
    link: OpenLink, token: str, settings: Settings, who: Who | None = None, refusal: Exception | None = None
) -> Template:
    answer = pages_of(
        "links/passkey.html",
        link,
        here=f"/l/{token}",
        who=who or Who("", "", ""),
        refused=refusal,
        rp=settings.passkey_host,
        challenge=_text(settings.random(32)),
        user=_text(settings.random(16)),
    )
    answer.status_code = HTTPStatus.OK if refusal is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def _confirmed(link: OpenLink) -> KnownPasskey:
    found = next((one for one in link.passkeys if one.state is PasskeyState.CONFIRMED), None)
    if found is None:
        raise NoSuchThing(
            "no-passkey", f"{link.addressee} has no passkey that was confirmed.", addressee=link.addressee
        )
    return found


def _named(office: Office, spki: str) -> KnownPasskey:
    found = next((one for one in links.passkeys(office) if one.spki == spki), None)
    if found is None:
        raise NoSuchThing("passkey-unknown-here", "No such passkey was offered here: look at the list again.")
    return found


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return urlsafe_b64decode((text + "=" * (-len(text) % 4)) if len(text) <= LONGEST else "=")
    except ValueError:
        raise InvalidValue("not-base64url", "A part that the browser handed over cannot be read: try again.") from None


ROUTES = (offer_form, offer, sign, signed, listed, confirm, withdraw)
