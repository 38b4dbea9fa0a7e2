"""Sixty-four clerks who register received letters at once, each through the page's form, before the writer's process.

Beside it, in the same run: the same callers at a bare page that takes a form.
"""

import asyncio
import statistics
import time
from base64 import urlsafe_b64encode
from collections.abc import Awaitable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from httpx import ASGITransport, AsyncClient
from litestar import Litestar, post

from api.app import create
from api.auth.sessions import cookie_name
from api.settings import Settings
from domain.classes import SecrecyClass
from domain.series import SeriesKind
from domain.thai.dates import buddhist_year
from registry.accounts.accounts import Account, Grant, WebRole
from registry.register.client import Client
from registry.wiring import system_clock
from tests.registry.world import World

CLERKS = 64
LETTERS = 6
"""Of each clerk."""
ROUNDS = 3
AIMS = {"web_clerks_ratio": "beside a bare Litestar form; none set"}
_ADDRESS = "http://127.0.0.1:8000"
_PATH = "/registers/received/entry"
_HEADERS = {"origin": _ADDRESS, "hx-request": "true"}


def measured() -> dict[str, float]:
    """Return letters a second and milliseconds at 64 clerks, and the bare page's, by name."""
    with TemporaryDirectory(prefix="saraban-bench-") as folder:
        home = Path(folder) / "registry"
        world = World.staffed(home)
        world.open_series(SeriesKind.RECEIVED, year=buddhist_year(system_clock().date()))
        world.close()
        try:
            return _measured(home)
        finally:
            with Client(home) as client:
                client.stop_writer()


def _measured(home: Path) -> dict[str, float]:
    app = create(Settings(home, _ADDRESS))
    counter, now = app.state.counter, system_clock()
    counter.accounts.add(
        Account("clerk", "SPECIMEN clerk", "clerk", SecrecyClass.NONE, (Grant(WebRole.CLERK),)), phrase=None, at=now
    )
    cookies = []
    for clerk in range(CLERKS):
        token = clerk.to_bytes(32, "big")
        counter.sessions.begin("clerk", token, way="bench", at=now)
        cookies.append({cookie_name(counter.settings): urlsafe_b64encode(token).decode()})
    ours, bare = [], []
    for round_ in range(ROUNDS + 1):
        ours.append(asyncio.run(_crowd(app, cookies, _PATH, round_)))
        bare.append(asyncio.run(_crowd(_bare(), cookies, "/", round_)))
    rate, p50, p99 = (statistics.median(found) for found in zip(*ours[1:], strict=True))
    bare_rate, _, bare_p99 = (statistics.median(found) for found in zip(*bare[1:], strict=True))
    return {
        "web_clerks_letters_per_second": rate,
        "web_clerks_p50_ms": p50,
        "web_clerks_p99_ms": p99,
        "bare_forms_per_second": bare_rate,
        "bare_forms_p99_ms": bare_p99,
        "web_clerks_ratio": rate / bare_rate,
    }


def _row(round_: int, clerk: int, n: int) -> dict[str, str]:
    """Return one letter as a clerk types it."""
    return {
        "form": f"{(round_ << 64) + (clerk << 32) + n:032x}",
        "printed": f"มท ๐๘๑๒/{round_}{clerk:02}{n}",
        "dated": "๑๐ ก.พ. ๒๕๖๙",
        "sender": f"จังหวัดที่ {clerk}",
        "addressee": "อธิบดี",
        "subject": f"เรื่องที่ {round_} {n} ของ {clerk}",
        "channel": "post",
        "speed": "normal",
    }


def _bare() -> Litestar:
    @post("/", status_code=200, sync_to_thread=True)
    def take() -> str:
        return "x" * 4000

    return Litestar([take], openapi_config=None, logging_config=None)


async def _crowd(app: Litestar, cookies: list[dict[str, str]], path: str, round_: int) -> tuple[float, float, float]:
    """Let every clerk send one form after another; return forms a second, and the median and p99 in milliseconds."""
    took: list[float] = []
    async with app.lifespan():

        async def clerk(place: int) -> None:
            transport = ASGITransport(cast("Any", app))
            async with AsyncClient(transport=transport, base_url=_ADDRESS, cookies=cookies[place]) as client:
                for n in range(LETTERS):
                    begin = time.perf_counter()
                    answer = await client.post(path, data=_row(round_, place, n), headers=_HEADERS, timeout=120)
                    took.append(1000 * (time.perf_counter() - begin))
                    assert answer.status_code == 200, answer.text[:300]

        begin = time.perf_counter()
        waiting: list[Awaitable[None]] = [clerk(place) for place in range(CLERKS)]
        await asyncio.gather(*waiting)
        seconds = time.perf_counter() - begin
    return len(took) / seconds, statistics.median(took), statistics.quantiles(took, n=100)[98]
