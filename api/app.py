"""The pages and the HTTP API of one office, put together; the only place where that is done.

request ─▶ who asks (session) ─▶ right? query known? same site? ─▶ handler ─▶ headers ─▶ answer
                                                             └▶ refusal ─▶ `api.problems`
"""

from collections.abc import Sequence

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig
from litestar.types import ControllerRouterHandler

from api import headers
from api.auth import queries, same_site
from api.auth.rights import Right, allow, require_right, rights_of
from api.auth.sessions import Sessions
from api.counter import Counter
from api.pages import home, signing_in, verification
from api.pages.page import STATIC, templates
from api.problems import REFUSALS, broken, not_served, refused
from api.settings import Settings

PAGES: Sequence[ControllerRouterHandler] = (
    *home.ROUTES,
    *signing_in.ROUTES,
    *verification.ROUTES,
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
    app = Litestar(
        route_handlers=[
            *PAGES,
            create_static_files_router(
                "/static", [STATIC], opt={**allow(Right.PUBLIC), queries.ALSO: ("v",)}, name="static"
            ),
        ],
        state=State({"counter": counter}),
        dependencies={
            "counter": Provide(lambda: counter, sync_to_thread=False),
            "settings": Provide(lambda: settings, sync_to_thread=False),
            "visitor": Provide(signing_in.visitor, sync_to_thread=False),
        },
        middleware=[DefineMiddleware(Sessions)],
        guards=[require_right, queries.require_known],
        before_request=same_site.require_same_site,
        before_send=[headers.add],
        exception_handlers={**dict.fromkeys(REFUSALS, refused), HTTPException: not_served, Exception: broken},
        on_startup=[queries.learn],
        template_config=TemplateConfig(instance=templates()),
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGEST,
    )
    _require_rights(app)
    return app


def _require_rights(app: Litestar) -> None:
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if isinstance(handler, HTTPRouteHandler) and handler.http_methods != {"OPTIONS"}:
                rights_of(handler)
