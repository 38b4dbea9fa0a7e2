"""How long the pages wait for whoever is slow, so that nobody holds them up (slowloris).

    connection ──HEADERS──▶ request ──PIECE, BODY──▶ body ──PIECE──▶ answer read ──KEPT──▶ next request

uvicorn itself waits without end for a request's head once a byte of it has come, and for its body.
"""

import asyncio
from typing import cast

from litestar.exceptions import HTTPException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS = 10.0
"""Seconds for the head of a request, from its first byte or the connection's beginning."""
PIECE = 15.0
"""Seconds between two pieces of a body."""
BODY = 120.0
"""Seconds for a whole body."""
FAREWELL = 120.0
"""Seconds for reading the rest of an answer, after which nothing more was asked for."""
EACH = 128
"""Connections of one address."""
PROXIES = ("127.0.0.1", "::1")
"""Where a reverse proxy stands, which says for whom it asks and may have any number of connections."""


class SlowRequest(HTTPException):
    """A body did not come in time."""

    status_code = 408


class Patience(ASGIMiddleware):
    """Waits for a body, but not without end."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on; a body that stays away is refused."""
        loop = asyncio.get_running_loop()
        end = loop.time() + BODY
        complete = False

        async def in_time() -> HTTPReceiveMessage:
            nonlocal complete
            if complete:  # what follows is the other side's leaving
                return cast("HTTPReceiveMessage", await receive())
            try:
                came = await asyncio.wait_for(receive(), min(PIECE, end - loop.time()))
            except TimeoutError:
                raise SlowRequest(detail="the body did not come in time") from None
            message = cast("HTTPReceiveMessage", came)
            complete = not message.get("more_body", False)
            return message

        await next_app(scope, in_time, send)


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 with an end to waiting for a head, and to reading an answer."""

    headers_within = HEADERS
    farewell_within = FAREWELL
    each = EACH
    _head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request, unless this address has connections enough."""
        super().connection_made(transport)
        here = self.client[0] if self.client else ""
        same = sum(1 for one in self.connections if isinstance(one, H11Protocol) and (one.client or ("",))[0] == here)
        if same > self.each and here not in PROXIES:
            transport.abort()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._heard()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; between two requests, the next head has begun."""
        if self._head is None and (self.cycle is None or self.cycle.response_complete):  # type: ignore[redundant-expr] # None before the first request, whatever the library declares
            self._wait()
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._heard()

    def timeout_keep_alive_handler(self) -> None:
        """Say good-bye, and do not wait without end until it is heard."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(self.farewell_within, self.transport.abort)

    def _wait(self) -> None:
        self._head = self.loop.call_later(self.headers_within, self.transport.abort)

    def _heard(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None
