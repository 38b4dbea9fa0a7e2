"""A query parameter that a route does not know is refused: a filter that is ignored shows what nobody asked for."""

from typing import Any

from litestar import Litestar
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute

from domain.errors import InvalidValue

ALSO = "also"
"""Option of a route: parameters that it takes without reading them."""


def learn(app: Litestar) -> None:
    """Note the query parameters of every route, when the pages start."""
    app.state.queries = {
        (route.path_format, method): {one.field_alias for one in kwargs.expected_query_params}
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method, (_, kwargs) in route.route_handler_map.items()
    }


def require_known(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Refuse a request with a query parameter that its route does not have."""
    scope = connection.scope
    known = connection.app.state.queries.get((scope["path_template"], scope.get("method")), set())
    unknown = sorted(set(connection.query_params) - known - set(handler.opt.get(ALSO, ())))
    if unknown:
        raise InvalidValue(
            "unknown-parameter", f"This page has no parameter {unknown[0][:60]!r}.", parameter=unknown[0][:60]
        )
