"""The pages, served: one process with worker threads, in front of one writer."""

import gc
import logging
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from api.app import create
from api.counter import Counter
from api.errors import ApiError
from api.patience import PROXIES, PatientProtocol
from api.secrets import require_kept
from api.settings import Settings

_LAST_PORT = 65_535
_PORTS = {"http": 80, "https": 443}
AT_ONCE = 512
"""Connections; what comes on top is told to come again (503)."""
KEPT = 15
"""Seconds that a connection may wait between two requests."""
OPTIONS: Mapping[str, Any] = {
    "http": PatientProtocol,
    "ws": "none",
    "access_log": False,  # addresses of links are secrets
    "log_level": "warning",
    "server_header": False,
    "limit_concurrency": AT_ONCE,
    "timeout_keep_alive": KEPT,
    "h11_max_incomplete_event_size": 32 << 10,  # bytes of a request's head
    "proxy_headers": True,
    "forwarded_allow_ips": list(PROXIES),
}
"""Of uvicorn, wherever the pages are served."""


def serve(settings: Settings, *, host: str, port: int | None) -> None:
    """Serve until the process is told to end.

    Args:
        settings: Which registry, under which address.
        host: On which interface, e.g. ``127.0.0.1``.
        port: On which port; that of the address by default.

    Raises:
        NotKept: a secret of the registry lies open.
        ApiError: nobody can listen there.
    """
    app = create(settings)
    counter: Counter = app.state.counter
    require_kept(settings, demo=counter.demo, host=host)
    parts = urlsplit(settings.address)
    logging.basicConfig(level=logging.WARNING)
    with listening(host, port or parts.port or _PORTS[parts.scheme]) as door:
        keep_collector_short()
        uvicorn.Server(uvicorn.Config(app, **OPTIONS)).run(sockets=[door])


def keep_collector_short() -> None:
    """Let the garbage collector pass over what is there for as long as the process: modules, routes, templates.

    A round over all of it holds every request up for more than 0.1 s, and came once in some hundred pages.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # a page makes many objects that die with it


def listening(host: str, port: int) -> socket.socket:
    """Return a socket at which the pages can be asked for.

    Raises:
        ApiError: there is no such interface here, or somebody else listens.
    """
    if not 0 <= port <= _LAST_PORT or "\0" in host:
        raise _no_place(host, port, "there is no such interface or port")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        raise _no_place(host, port, getattr(error, "strerror", None) or str(error)) from error


def _no_place(host: str, port: int, why: str) -> ApiError:
    return ApiError(
        "cannot-listen",
        f"The pages cannot be served at {host} port {port}: {why}. Name another --port or --host.",
        host=host,
        port=port,
        why=why,
    )
