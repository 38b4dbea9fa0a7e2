"""A page: a template and its values, in the reader's language. What every template can call is put in here.

t("ไทย", "English")      the reader's language of the two; also of a `Text`, or anything with a label
day, moment, thai        dates (Buddhist era), times, figures as the reader's language writes them
static("pages.css")      the address of a file of ours, which changes when the file does
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Template

from api.auth.refused import remember
from api.auth.rights import Right, Visitor
from api.auth.same_site import SAFE
from api.pages.navigation import Shown, offered
from api.past import is_of_now, past_of
from api.settings import Settings
from api.texts.refusals import sentence
from api.texts.text import Language, Text
from domain.labels import Label
from domain.thai.dates import buddhist_year, print_date
from domain.thai.digits import to_thai
from registry.wire import THAI_TIME

HERE = Path(__file__).resolve().parent.parent
STATIC = HERE / "static"
LANGUAGE_COOKIE = "language"
_LANGUAGE = "saraban.language"


@dataclass(frozen=True, slots=True)
class LookingBack:
    """What the banner says to who looks at the past; one value, for pages have values of many names."""

    moment: str
    position: str
    """Of the newest fact that was known."""
    shows_now: bool
    """Whether the page shows the present all the same."""
    back: str
    """The page itself, to be opened in the present."""


def page(template: str, *, status: HTTPStatus = HTTPStatus.OK, **values: Any) -> Template:  # noqa: ANN401 - whatever the template shows
    """Return a page; every template takes ``title``, a `Text`."""
    return Template(template, context=values, status_code=status)


def part(template: str, request: Request[Any, Any, Any], **values: Any) -> str:  # noqa: ANN401 - whatever the template shows
    """Return a part of a page as it is written for *request*, for what is shown more than once."""
    engine = cast("JinjaTemplateEngine", request.app.template_engine)
    return engine.get_template(template).render(request=request, **values)


def see(path: str) -> Redirect:
    """Send the browser to a page of ours after something was done (303), so that reloading does not do it again."""
    return Redirect(path, status_code=303)


def language_of(request: ASGIConnection[Any, Any, Any, Any]) -> Language:
    """Return the reader's language: what was chosen here, else English where only that is accepted, else Thai."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in {"th", "en"}:
        return cast("Language", chosen)
    accepted = [one.split(";")[0].strip().lower()[:2] for one in request.headers.get("accept-language", "").split(",")]
    return "en" if "en" in accepted and "th" not in accepted else "th"


def templates() -> JinjaTemplateEngine:
    """Return the engine of all pages: everything is escaped, and what a template lacks is a mistake."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # looking at every template's file for every page takes longer than the page
    )
    environment.globals.update(
        t=_t,
        day=_day,
        moment=_moment,
        thai=_thai,
        static=static,
        may=_may,
        Right=Right,
        refusal=_refusal,
        signed_in=_signed_in,
        navigation=_navigation,
        office_name=_office_name,
        specimen=_specimen,
        looking_back=_looking_back,
        page_to_read=_page_to_read,
        passkeys_here=_passkeys_here,
        passkeys_at=_passkeys_at,
    )
    return JinjaTemplateEngine.from_environment(environment)


@cache
def static(name: str) -> str:
    """Return the address of one of our files."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def _language(context: Context) -> Language:
    """Return the reader's language, found once a request: a page asks a hundred times."""
    scope = _request(context).scope
    known = scope.get(_LANGUAGE)
    if known is None:
        known = language_of(_request(context))
        scope[_LANGUAGE] = known  # type: ignore[literal-required] # ASGI lets servers and applications add keys
    return cast("Language", known)


@pass_context
def _t(context: Context, thai: object, english: str | None = None) -> str:
    text = Text(str(thai), english) if english is not None else _text(thai)
    return text.said(_language(context))


def _text(what: object) -> Text:
    match what:
        case Text():
            return what
        case Label():
            return Text(what.thai, what.english)
        case _:
            label = getattr(what, "label", what)
            english = getattr(what, "english", label)
            return Text(str(label), str(english))


@pass_context
def _day(context: Context, day: date | None) -> str:
    """Write a day: ๑๐ กุมภาพันธ์ ๒๕๖๔, or 10 February 2564 BE."""
    if day is None:
        return "–"
    if _language(context) == "th":
        return print_date(day)
    return f"{day.day} {day:%B} {buddhist_year(day)} BE"


@pass_context
def _moment(context: Context, at: datetime | None) -> str:
    """Write a moment in Thailand, to the minute."""
    if at is None:
        return "–"
    local = at.astimezone(THAI_TIME)
    time = f"{local:%H.%M}"
    return (
        f"{_day(context, local.date())} {to_thai(time)} น."
        if _language(context) == "th"
        else (f"{_day(context, local.date())} {time} (UTC+7)")
    )


@pass_context
def _thai(context: Context, text: object) -> str:
    """Write figures as the reader's language prints them."""
    return to_thai(str(text)) if _language(context) == "th" else str(text)


@pass_context
def _may(context: Context, *rights: Right) -> bool:
    """Tell whether the visitor has one of the rights, so that a page offers nothing that it would refuse."""
    visitor = _signed_in(context)
    return visitor is not None and bool(visitor.rights & set(rights))


@pass_context
def _signed_in(context: Context) -> Visitor | None:
    visitor = _request(context).scope.get("user")
    return visitor if isinstance(visitor, Visitor) else None


@pass_context
def _refusal(context: Context, refusal: Exception) -> str:
    """Write the sentence of a refusal, which goes on record with the answer (`api.auth.on_record`)."""
    remember(_request(context).scope, refusal, form=True)
    return sentence(refusal) if _language(context) == "th" else str(refusal)


@pass_context
def _navigation(context: Context) -> list[Shown]:
    return offered(_request(context))


@pass_context
def _office_name(context: Context) -> str:
    return str(_request(context).app.state.counter.name)


@pass_context
def _specimen(context: Context) -> bool:
    return bool(_request(context).app.state.counter.specimen)


@pass_context
def _passkeys_at(context: Context) -> str | None:
    """Return the address of these pages for which browsers hold passkeys."""
    settings: Settings = _request(context).app.state.counter.settings
    return settings.passkeys_at


@pass_context
def _passkeys_here(context: Context) -> bool:
    """Tell whether the page is open at that address."""
    at = _passkeys_at(context)
    return at is not None and urlsplit(at).netloc == _request(context).headers.get("host", "").lower()


@pass_context
def _looking_back(context: Context) -> LookingBack | None:
    request = _request(context)
    then = past_of(request)
    if then is None:
        return None
    return LookingBack(
        _moment(context, then.at),
        _thai(context, then.position),
        is_of_now(request.scope.get("route_handler")),
        _page_to_read(context),
    )


@pass_context
def _page_to_read(context: Context) -> str:
    """Return where the page is read again, e.g. in another language.

    What answers a form often has no page of its own; then it is the nearest address above that has one.
    """
    request = _request(context)
    path = request.url.path
    if request.method in SAFE:
        return f"{path}?{request.url.query}" if request.url.query else path
    readable = {route.path_format for route in request.app.routes if "GET" in getattr(route, "methods", ())}
    above = str(request.scope.get("path_template", "/"))
    while above not in readable:
        above, path = (one.rpartition("/")[0] or "/" for one in (above, path))
    return path


def _request(context: Context) -> Request[Any, Any, Any]:
    return cast("Request[Any, Any, Any]", context["request"])
