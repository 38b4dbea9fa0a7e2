"""The pages, served: one process with worker threads, in front of one writer."""

import logging
from urllib.parse import urlsplit

import uvicorn

from api.app import create
from api.settings import Settings

_PORTS = {"http": 80, "https": 443}
AT_ONCE = 512
"""Connections; what comes on top is told to come again (503)."""
PATIENCE = 15
"""Seconds that a connection may wait between two requests."""


def serve(settings: Settings, *, host: str, port: int | None) -> None:
    """Serve until the process is told to end.

    Args:
        settings: Which registry, under which address.
        host: On which interface, e.g. ``127.0.0.1``.
        port: On which port; that of the address by default.
    """
    parts = urlsplit(settings.address)
    logging.basicConfig(level=logging.WARNING)
    uvicorn.run(
        create(settings),
        host=host,
        port=port or parts.port or _PORTS[parts.scheme],
        access_log=False,  # addresses of links are secrets
        log_level="warning",
        server_header=False,
        limit_concurrency=AT_ONCE,
        timeout_keep_alive=PATIENCE,
        ws="none",
    )
