"""Requests that come at a steady rate whether or not the answers keep up, as they do from phones.

Every request has its moment; how long it took is counted from that moment, so that what waits in line is not forgotten.
"""

import asyncio
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import DictLoader, Environment
from litestar import Litestar, get
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig
from litestar.types import HTTPReceiveMessage, HTTPRequestEvent, Message

WORKERS = 40
"""Threads in which handlers run, as the library has it."""
Headers = Sequence[tuple[bytes, bytes]]
HEADERS: Headers = ((b"host", b"testserver.local"), (b"accept-language", b"th"))


@dataclass(frozen=True, slots=True)
class Waited:
    """Milliseconds from a request's moment to the end of its answer."""

    p50: float
    p99: float
    worst: float
    bytes: int
    """Of the largest answer."""

    @classmethod
    def of(cls, milliseconds: Sequence[float], size: int) -> "Waited":
        """Summarise what was measured."""
        cuts = statistics.quantiles(milliseconds, n=100)
        return cls(cuts[49], cuts[98], max(milliseconds), size)


def bare_page(size: int) -> Litestar:
    """Return an application of one Jinja page of *size* bytes: the yardstick of every page."""
    environment = Environment(loader=DictLoader({"page.html": "<!doctype html><p>{{ words }}"}), autoescape=True)

    @get("/", sync_to_thread=True)
    def page() -> Template:
        return Template("page.html", context={"words": "x" * size})

    return Litestar(
        [page],
        openapi_config=None,
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment)),
    )


def measure(
    app: Litestar, paths: Iterator[str], *, per_second: float, count: int, headers: Headers = HEADERS
) -> Waited:
    """Ask an application in this process for *count* pages, one after another at the rate of *per_second*.

    Raises:
        AssertionError: an answer was not 200.
    """
    return asyncio.run(_measured(app, paths, per_second, count, headers))


async def _measured(app: Litestar, paths: Iterator[str], per_second: float, count: int, headers: Headers) -> Waited:
    async with app.lifespan():
        # Worker threads, and what each of them opens, are there before the clock starts.
        await asyncio.gather(*(_ask(app, next(paths), headers) for _ in range(WORKERS)))
        loop = asyncio.get_running_loop()
        begin = loop.time() + 0.05
        took: list[float] = []
        sizes: list[int] = []

        async def at(moment: float, path: str) -> None:
            await asyncio.sleep(moment - loop.time())
            sizes.append(await _ask(app, path, headers))
            took.append(1000 * (loop.time() - moment))

        await asyncio.gather(*(at(begin + n / per_second, next(paths)) for n in range(count)))
    return Waited.of(took, max(sizes))


async def _ask(app: Litestar, path: str, headers: Headers) -> int:
    """Ask for a page; return how many bytes it has."""
    asked: list[HTTPRequestEvent] = [{"type": "http.request", "body": b"", "more_body": False}]
    status, size = 0, 0

    async def receive() -> HTTPReceiveMessage:
        return asked.pop() if asked else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal status, size
        if message["type"] == "http.response.start":
            status = message["status"]
        elif message["type"] == "http.response.body":
            size += len(message["body"])

    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path.partition("?")[0],
        "raw_path": path.partition("?")[0].encode(),
        "query_string": path.partition("?")[2].encode(),
        "root_path": "",
        "headers": headers,
        "client": ("192.0.2.1", 40000),
        "server": ("testserver.local", 80),
        "extensions": {},
        "state": {},
    }
    await app(scope, receive, send)
    assert status == 200, (path, status)
    return size
