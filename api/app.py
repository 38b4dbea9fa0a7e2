"""The pages and the HTTP API of one office, put together; the only place where that is done.

request ─▶ in time? who asks? within limits? ─▶ right? query known? same site? shape? ─▶ handler ─▶ headers ─▶ answer
           patience  sessions  visits            rights queries     same_site  bodies           └▶ refusal ─▶ on record
"""

from collections.abc import Sequence
from typing import Any

from litestar import Litestar, Request, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig
from litestar.types import ControllerRouterHandler

from api import headers
from api.auth import admission, queries
from api.auth.on_record import OnRecord
from api.auth.rights import Right, allow, require_right, rights_of
from api.auth.sessions import Sessions
from api.auth.visits import Visits
from api.counter import Counter
from api.heads import answering_head
from api.pages import (
    account,
    home,
    links,
    looking_back,
    operation,
    passkeys,
    printing,
    programs,
    receiving,
    signing,
    signing_in,
    verification,
    verifier,
)
from api.pages.administration import routes as administration
from api.pages.auditing import routes as auditing
from api.pages.dispatch import routes as dispatch
from api.pages.drafts import routes as drafts
from api.pages.histories import routes as histories
from api.pages.log import routes as log
from api.pages.organisation import routes as organisation
from api.pages.own_keys import routes as own_keys
from api.pages.page import STATIC, templates
from api.pages.proposals import routes as proposals
from api.pages.registers import entry, letter, opening, tables
from api.past import Counters, require_open_then
from api.patience import Patience
from api.problems import REFUSALS, broken, not_served, refused
from api.routes import v1
from api.settings import Settings
from registry.reader import NotMadeYet

PAGES: Sequence[ControllerRouterHandler] = (
    *home.ROUTES,
    *signing_in.ROUTES,
    *signing.ROUTES,
    *account.ROUTES,
    *own_keys.ROUTES,
    *proposals.ROUTES,
    *verification.ROUTES,
    *drafts.ROUTES,
    *verifier.ROUTES,
    *links.ROUTES,
    *log.ROUTES,
    *looking_back.ROUTES,
    *passkeys.ROUTES,
    *entry.ROUTES,
    *letter.ROUTES,
    *opening.ROUTES,
    *tables.ROUTES,
    *histories.ROUTES,
    *dispatch.ROUTES,
    *receiving.ROUTES,
    *printing.ROUTES,
    *programs.ROUTES,
    *auditing.ROUTES,
    *administration.ROUTES,
    *operation.ROUTES,
    *organisation.ROUTES,
)

LARGEST = 1 << 20
"""Bytes of a request, where its route takes no file."""


def create(settings: Settings) -> Litestar:
    """Return the application.

    Raises:
        StoreDamaged: there is no registry.
        ValueError: a route does not say who may use it.
    """
    counter = Counter(settings)
    app = assembled()
    put_behind(app, counter)
    return app


def put_behind(app: Litestar, counter: Counter) -> None:
    """Let an assembled application serve the registry of *counter*."""
    app.state.counter, app.state.counters = counter, Counters(counter)


def assembled() -> Litestar:
    """Return the application without a registry; that takes half a second, and which registry it serves nothing.

    Raises:
        ValueError: a route does not say who may use it.
    """
    app = Litestar(
        route_handlers=[
            # In one router: handlers that share a path are otherwise made ready twice, and break (Litestar 2.25).
            Router("/", route_handlers=PAGES),
            v1.router(),
            create_static_files_router(
                "/static", [STATIC], opt={**allow(Right.PUBLIC), queries.ALSO: ("v",)}, name="static"
            ),
        ],
        state=State(),
        dependencies={
            "counter": Provide(_counter_of, sync_to_thread=False),
            "settings": Provide(_settings_of, sync_to_thread=False),
            "visitor": Provide(signing_in.visitor, sync_to_thread=False),
        },
        middleware=[Patience(), DefineMiddleware(Sessions), Visits(), OnRecord()],
        guards=[require_open_then, require_right, queries.require_known],
        before_request=admission.require_in_order,
        before_send=[headers.add],
        exception_handlers={
            **dict.fromkeys(REFUSALS, refused),
            NotMadeYet: looking_back.being_made,
            HTTPException: not_served,
            Exception: broken,
        },
        on_startup=[queries.learn],
        template_config=TemplateConfig(instance=templates()),
        include_in_schema=False,
        openapi_config=v1.described(),
        on_shutdown=[_close],
        logging_config=None,
        request_max_body_size=LARGEST,
    )
    app.asgi_handler = answering_head(app.asgi_handler)  # middleware of Litestar's own stands behind routing
    _require_rights(app)
    return app


def _counter_of(request: Request[Any, Any, Any]) -> Counter:
    counters: Counters = request.app.state.counters
    return counters.of(request)


def _settings_of(request: Request[Any, Any, Any]) -> Settings:
    counters: Counters = request.app.state.counters
    return counters.settings_of(request)


def _close(app: Litestar) -> None:
    counter: Counter = app.state.counter
    counter.jobs.close()
    app.state.counters.makings.close()
    counter.access.write()


def _require_rights(app: Litestar) -> None:
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if isinstance(handler, HTTPRouteHandler) and handler.http_methods != {"OPTIONS"}:
                rights_of(handler)
