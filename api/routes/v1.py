"""The HTTP API, version 1: every act and every question, as OpenAPI 3.1 describes them.

Programs bear a token (``Authorization: Bearer sar_…``) of an account, and may do what the account may. What enters a
fact takes an ``Idempotency-Key``. Refusals are RFC 9457 problems.
"""

from collections.abc import Sequence

from litestar import Router
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from api.auth.rights import Right, allow
from api.routes import (
    arrivals,
    books,
    directives,
    documents,
    drafts,
    histories,
    incoming,
    jobs,
    lists,
    mailing,
    opening,
    outgoing,
    owing,
    printing,
    public,
    received,
    statements,
)

PATH = "/api/v1"
VERSION = "1.0.0"

_HANDLERS: Sequence[object] = (
    *books.ROUTES,
    *histories.ROUTES,
    *documents.ROUTES,
    *drafts.ROUTES,
    *outgoing.ROUTES,
    *lists.ROUTES,
    *mailing.ROUTES,
    *owing.ROUTES,
    *directives.ROUTES,
    *opening.ROUTES,
    *incoming.ROUTES,
    *arrivals.ROUTES,
    *received.ROUTES,
    *printing.ROUTES,
    *statements.ROUTES,
    *jobs.ROUTES,
    *public.ROUTES,
)


def router() -> Router:
    """Return the routes."""
    return Router(
        PATH,
        route_handlers=[*_HANDLERS],  # type: ignore[list-item] # handlers, all of them
        include_in_schema=True,
        security=[{"token": []}],
    )


def described() -> OpenAPIConfig:
    """Return what the document says of the API as a whole; no page shows it that loads things from elsewhere."""
    return OpenAPIConfig(
        title="saraban",
        version=VERSION,
        description="A registry of official letters. Times are RFC 3339, days ISO 8601, years of series Buddhist.",
        use_handler_docstrings=True,
        operation_id_creator=_operation_id,
        render_plugins=[JsonRenderPlugin()],
        openapi_router=Router(f"{PATH}/document", route_handlers=[], opt=allow(Right.PUBLIC)),
        components=Components(
            security_schemes={
                "token": SecurityScheme(type="http", scheme="bearer", description="A token of an account.")
            }
        ),
    )


def _operation_id(handler: HTTPRouteHandler, _method: str, _path: object) -> str:
    """Return the handler's name as generated clients spell theirs: ``readLetter``."""
    first, *rest = handler.handler_name.split("_")
    return first + "".join(word.capitalize() for word in rest)
