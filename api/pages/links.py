"""The page behind an addressee's own one-time link: the letter, and what the addressee may say of it (แจ้งตอบรับ).

    GET  /l/<token>                 the letter and how it stands with this addressee
    GET  …/do/<act>                 the form
    POST …/do/<act>/check           shown once more, with the button that does it
    POST …/do/<act>/send            done, once; then 303 to
    GET  …/done                     what was said, and the receipt; may be opened again at any time

No GET changes anything: mail scanners follow links. A link that is not good looks like one that never was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template

from api.auth.rights import Right, allow
from api.counter import Counter
from api.pages import letters_shown, link_acts
from api.pages.link_acts import Act, Typed
from api.pages.page import page, see
from api.problems import REFUSALS
from api.settings import Settings
from api.texts.text import Text
from api.texts.web import links as words
from domain.errors import InvalidValue, NoSuchThing, NotAllowed
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from registry import bundle, requests
from registry.acts import elsewhere, links
from registry.acts.links import OpenLink
from registry.acts.office import Office
from registry.register.desk import Desk
from registry.verdicts.letter import PublicLetter, read
from registry.views.coverage import Coverage
from registry.views.coverage_matrix import Cell
from registry.views.links import PasskeyState

TITLE = Text("หนังสือถึงท่าน", "A letter for you")
ONCE = 16
"""Bytes that tell one check page from another, so that its button counts once however often it is pressed."""
_PRINTED = {"printed": to_thai, "printed_day": print_date}  # figures of the paper, in either language
_HELD = frozenset({"once"})


class NoLink(NoSuchThing):
    """The link is not good; which of the reasons, is not told."""


@dataclass(frozen=True, slots=True)
class Once:
    """The desk for one pressing of a button: the same request under the same id is done once."""

    desk: Desk
    request_id: bytes

    def ask(self, request: requests.Request, *, request_id: bytes | None = None) -> dict[str, Any]:
        """Ask under the id of the page that the button stood on."""
        return self.desk.ask(request, request_id=request_id or self.request_id)


def not_good(_request: Request[Any, Any, Any], _refusal: Exception) -> Response[Any]:
    """Answer a link that is not good."""
    answer = page("links/not_good.html", status=HTTPStatus.NOT_FOUND, title=TITLE)
    answer.headers.update(letters_shown.PRIVATE)
    return answer


MISSING: dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]] = {NoLink: not_good}


@get("/l/{token:str}", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def show(token: FromPath[str], counter: NamedDependency[Counter], settings: NamedDependency[Settings]) -> Template:
    """Show the letter, and what its addressee may do."""
    link = opened(counter, token)
    office = counter.office
    judged = counter.verdicts.of(office.reader, _letter(office, link))
    here = f"/l/{token}"
    shown = letters_shown.values(counter, settings, judged, here) | {
        "acts": link_acts.acts_of(link),
        "cells": _cells(counter, link),
        "attached": [one.title for one in link.letter.text.attachments if one.sha256 is not None],
        "recipients": _recipients(office, link),
    }
    return pages_of("links/letter.html", link, **shown)


@get("/l/{token:str}/evidence.zip", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def evidence(token: FromPath[str], counter: NamedDependency[Counter]) -> Response[bytes]:
    """Hand out the letter's evidence."""
    return letters_shown.evidence(counter, _letter(counter.office, opened(counter, token)))


@get("/l/{token:str}/letter", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def original(token: FromPath[str], counter: NamedDependency[Counter]) -> Response[bytes]:
    """Hand out the letter."""
    return letters_shown.original(counter, _letter(counter.office, opened(counter, token)))


@get("/l/{token:str}/attachments/{place:int}", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def attachment(token: FromPath[str], place: FromPath[int], counter: NamedDependency[Counter]) -> Response[bytes]:
    """Hand out a file that is attached to the letter; mails leave out what is too large for them."""
    return letters_shown.attachment(counter, _letter(counter.office, opened(counter, token)), place)


@get("/l/{token:str}/slip/{officer:str}", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def slip(token: FromPath[str], officer: FromPath[str], counter: NamedDependency[Counter]) -> Response[bytes]:
    """Hand out what an enrolled recipient needs to answer with the recipient's own key file."""
    link = opened(counter, token)
    if officer not in _recipients(counter.office, link):
        raise NoLink("link-not-known", "This link is not good, or no longer: ask the sender for a new one.")
    made = elsewhere.slip(counter.office.reader, officer)
    return letters_shown.download(elsewhere.written(made), "slip.json", "application/json")


@get("/l/{token:str}/do/{act:str}", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def form(token: FromPath[str], act: FromPath[Act], counter: NamedDependency[Counter]) -> Response[Any]:
    """Show the form of an act; where it is no longer to be done, how the letter stands."""
    link = opened(counter, token)
    if act not in link_acts.acts_of(link):
        return see(f"/l/{token}")
    return form_again(link, token, act, Typed(dict.fromkeys((one.name for one in link_acts.FIELDS[act]), ""), (), {}))


@post(
    "/l/{token:str}/do/{act:str}/change", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING,
    status_code=HTTPStatus.OK,
)  # fmt: skip
def change(
    token: FromPath[str], act: FromPath[Act], data: URLEncodedBody[dict[str, str]], counter: NamedDependency[Counter]
) -> Template:
    """Show the form again with what was typed."""
    link = opened(counter, token)
    return form_again(link, token, act, replace(typed_in(counter, link, act, data), wrong=()))


@post(
    "/l/{token:str}/do/{act:str}/check", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING,
    status_code=HTTPStatus.OK,
)  # fmt: skip
def check(
    token: FromPath[str],
    act: FromPath[Act],
    data: URLEncodedBody[dict[str, str]],
    counter: NamedDependency[Counter],
    settings: NamedDependency[Settings],
) -> Template:
    """Show what was typed once more, before it is done."""
    link = opened(counter, token)
    typed = typed_in(counter, link, act, data)
    if typed.wrong:
        return form_again(link, token, act, typed)
    return pages_of(
        "links/check.html",
        link,
        here=f"/l/{token}",
        act=act,
        fields=link_acts.FIELDS[act],
        options=link_acts.options(link),
        typed=typed,
        once=settings.random(ONCE).hex(),
        passkey=next((one for one in link.passkeys if one.state is PasskeyState.CONFIRMED), None),
    )


@post("/l/{token:str}/do/{act:str}/send", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def do(
    token: FromPath[str], act: FromPath[Act], data: URLEncodedBody[dict[str, str]], counter: NamedDependency[Counter]
) -> Response[Any]:
    """Do it by the link alone, once."""
    link = opened(counter, token)
    typed = typed_in(counter, link, act, data)
    if typed.wrong:
        return form_again(link, token, act, typed)
    office = replace(counter.office, desk=Once(counter.office.desk, _once(data)))
    try:
        link_acts.by_link(office, link, act, typed)
    except REFUSALS as refusal:
        return form_again(link, token, act, typed, refusal)
    return done_page(token, act)


@get("/l/{token:str}/done", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def done(token: FromPath[str], counter: NamedDependency[Counter]) -> Response[Any]:
    """Show what was answered, and the receipt."""
    link = opened(counter, token)
    if not link.answered:
        return see(f"/l/{token}")
    return pages_of("links/done.html", link, here=f"/l/{token}", to_report=link_acts.reports(link))


@get("/l/{token:str}/receipt.zip", opt=allow(Right.PUBLIC), sync_to_thread=True, exception_handlers=MISSING)
def receipt(token: FromPath[str], counter: NamedDependency[Counter]) -> Response[bytes]:
    """Hand out the evidence of the answer; 404 before there is one."""
    link = opened(counter, token)
    data = bundle.write_answer(counter.office.reader, link.letter.stream, link.to)
    return letters_shown.download(data, "receipt.zip", "application/zip")


def opened(counter: Counter, token: str) -> OpenLink:
    """Return what a link opens.

    Raises:
        NoLink: nothing.
    """
    try:
        return links.open_link(counter.office, token)
    except NotAllowed as refusal:
        raise NoLink(refusal.slug, str(refusal)) from None


def done_page(token: str, act: Act) -> Redirect:
    """Go where the act shows."""
    return see(f"/l/{token}#directives" if act is Act.REPORT else f"/l/{token}/done")


def _letter(office: Office, link: OpenLink) -> PublicLetter:
    return read(office.reader, link.letter.stream)


def pages_of(template: str, link: OpenLink, **values: Any) -> Template:  # noqa: ANN401 - whatever the template shows
    """Return a page of a link, which nobody keeps."""
    answer = page(template, **{"title": TITLE, "link": link, "said": words, **_PRINTED, **values})
    answer.headers.update(letters_shown.PRIVATE)
    return answer


def form_again(link: OpenLink, token: str, act: Act, typed: Typed, refusal: Exception | None = None) -> Template:
    """Show the form of an act with what was typed, and what is wrong with it."""
    answer = pages_of(
        "links/form.html",
        link,
        here=f"/l/{token}",
        act=act,
        fields=link_acts.FIELDS[act],
        options=link_acts.options(link),
        typed=typed,
        wrong=dict(typed.wrong),
        refused=refusal,
    )
    answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY if typed.wrong or refusal else HTTPStatus.OK
    return answer


def typed_in(counter: Counter, link: OpenLink, act: Act, data: Mapping[str, str]) -> Typed:
    """Return what was typed into the form of an act."""
    fields = {name: value for name, value in data.items() if name not in _HELD}
    return link_acts.read(act, link, fields, now=counter.office.now)


def _once(data: Mapping[str, str]) -> bytes:
    try:
        once = bytes.fromhex(data.get("once", ""))
    except ValueError:
        once = b""
    if len(once) != ONCE:
        raise InvalidValue("check-first", "Look at the answers once more first, then press the button there.")
    return once


def _recipients(office: Office, link: OpenLink) -> dict[str, str]:
    """Return the enrolled officers who answer for the addressee with a key file: id and name."""
    officers = office.reader.authority().officers.values()
    return {one.enrolled.officer: one.enrolled.name for one in officers if link.addressee in one.enrolled.receives_for}


def _cells(counter: Counter, link: OpenLink) -> tuple[Cell, ...]:
    with counter.view(Coverage) as coverage:
        matrix = coverage.of(link.letter.stream)
    row = next((one for one in matrix.rows if one.to == link.to), None) if matrix else None
    return row.cells if row else ()


ROUTES = (show, evidence, original, attachment, slip, form, change, check, do, done, receipt)
