"""Every route of the pages and the HTTP API, as the application itself lists them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from api.auth.rights import Right, rights_of

ROLES = {
    None: frozenset[Right](),
    "clerk": frozenset({Right.SIGNED_IN, Right.CLERK}),
    "official": frozenset({Right.SIGNED_IN, Right.OFFICIAL}),
    "auditor": frozenset({Right.SIGNED_IN, Right.AUDITOR}),
    "administrator": frozenset({Right.SIGNED_IN, Right.ADMINISTRATOR}),
}
"""Who may ask, and what that opens; None is a stranger."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_NOBODYS: dict[Any, str] = {str: "nobodys", int: "999", UUID: "00000000-0000-7000-8000-000000000000"}


@dataclass(frozen=True, slots=True)
class Way:
    """One method of one route."""

    method: str
    template: str
    path: str
    """With values that name nothing."""
    handler: HTTPRouteHandler

    @property
    def rights(self) -> frozenset[Right]:
        return rights_of(self.handler)

    @property
    def of_programs(self) -> bool:
        return self.path.startswith("/api/")

    def opens_to(self, role: str | None) -> bool:
        return Right.PUBLIC in self.rights or bool(self.rights & ROLES[role])

    def __str__(self) -> str:
        return f"{self.method} {self.template}"


def ways(app: Litestar) -> Iterator[Way]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            path = "".join(
                f"/{one if isinstance(one, str) else _NOBODYS.get(one.type, 'nobodys')}"
                for one in route.path_components
            )
            for method, (handler, _) in route.route_handler_map.items():
                if method != "OPTIONS":
                    yield Way(method, route.path, path or "/", handler)
