"""What every request has to be like, before its handler sees it."""

from typing import Any

from litestar import Request

from api import bodies
from api.auth import same_site


async def require_in_order(request: Request[Any, Any, Any]) -> None:
    """Refuse a request for another host, from another site, or of a shape that nothing here needs."""
    bodies.require_host(request)
    same_site.require_same_site(request)
    await bodies.require_simple(request)
