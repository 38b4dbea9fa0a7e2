"""Requests that change something come from these pages, and from nowhere else (CSRF).

Browsers say of every such request where it comes from, in ``Sec-Fetch-Site`` or ``Origin``, and no page can make them
say otherwise. One that says neither is refused.
"""

from typing import Any

from litestar import Request

from api.auth.rights import NotYours
from api.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def require_same_site(request: Request[Any, Any, Any]) -> None:
    """Refuse a changing request that another site's page may have made."""
    settings: Settings = request.app.state.counter.settings
    if request.method in SAFE or request.url.path.startswith("/api/"):  # programs bear tokens, no cookies
        return
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if origin in settings.addresses and site in {None, "same-origin"}:
        return
    raise NotYours("from-elsewhere", "This was sent from another site's page. Open the page here and send it again.")
