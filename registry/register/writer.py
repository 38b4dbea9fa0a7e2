"""The writer's queue: whoever asks while a group is under way goes into the next one.

    connections ──▶ waiting ──verify (threads)──▶ verified ──one thread──▶ Register.store_group ──▶ answers

People's signatures are verified beside the group that is being stored; everything that decides or writes
runs in one thread, one group at a time, so that 64 callers cost one transaction and one checkpoint.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from typing import Any

from registry import requests
from registry.errors import RegistryError, StoreDamaged
from registry.register.desk import outcome
from registry.register.register import REFUSALS, Asked, Register
from registry.register.register import asked as read_request

LARGEST_GROUP = 256
"""Requests in one transaction at the most."""
_VERIFIERS = 2


class Writer:
    """Serves one register to many callers of one event loop."""

    def __init__(self, register: Register) -> None:
        """Serve *register*, which nobody else uses from now on."""
        self._register = register
        self._waiting: list[tuple[Asked, asyncio.Future[None]]] = []
        self._verified: list[tuple[Asked, asyncio.Future[None]]] = []
        self._came = asyncio.Event()
        self._ready = asyncio.Event()
        self._verifiers = ThreadPoolExecutor(_VERIFIERS, "verify")
        self._hand = ThreadPoolExecutor(1, "write")
        self._tasks: list[asyncio.Task[None]] = []
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        """Let what has lapsed lapse, then take requests."""
        await self._in_hand([])
        self._tasks = [asyncio.create_task(work()) for work in (self._verify, self._write, self._midnights)]

    async def ask(self, request_id: bytes, data: bytes) -> dict[str, Any]:
        """Return the answer to a request, or raise its refusal, once it is durable and signed."""
        one = read_request(request_id, data)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if isinstance(one.request, requests.Admit):
            self._waiting.append((one, done))
            self._came.set()
        else:
            self._verified.append((one, done))
            self._ready.set()
        await done
        return outcome(one)

    async def stop(self) -> None:
        """Take no more; what is under way is finished first."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._hand.shutdown()
        self._verifiers.shutdown()
        for _, done in (*self._waiting, *self._verified):
            if not done.done():
                done.set_exception(StoreDamaged("writer-stopped", "The writer stopped: ask again."))

    async def _verify(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._came.wait()
            self._came.clear()
            taken, self._waiting = self._waiting, []
            half = (len(taken) + 1) // 2
            parts = [part for part in (taken[:half], taken[half:]) if part]
            await asyncio.gather(*(loop.run_in_executor(self._verifiers, self._verify_all, part) for part in parts))
            self._verified += taken
            self._ready.set()

    def _verify_all(self, taken: Sequence[tuple[Asked, object]]) -> None:
        for one, _ in taken:
            self._register.verify(one)

    async def _write(self) -> None:
        while True:
            await self._ready.wait()
            group, self._verified = self._verified[:LARGEST_GROUP], self._verified[LARGEST_GROUP:]
            if not self._verified:
                self._ready.clear()
            await self._in_hand([one for one, _ in group])
            for _, done in group:
                if not done.done():
                    done.set_result(None)

    async def _in_hand(self, group: list[Asked]) -> None:
        """Store one group in the writing thread; whatever goes wrong becomes every caller's answer."""
        try:
            await asyncio.get_running_loop().run_in_executor(self._hand, self._register.store_group, group)
        except REFUSALS as refusal:
            self._refuse(group, refusal)
        except Exception as error:  # noqa: BLE001 - no caller may wait for ever; the writer ends below
            self._refuse(
                group, StoreDamaged("writer-unsure", f"The writer must be started again: {error!r}.", why=repr(error))
            )
            if not self.failed.done():
                self.failed.set_exception(error)

    def _refuse(self, group: Sequence[Asked], refusal: Exception) -> None:
        for one in group:
            if one.outcome is None:
                one.outcome = refusal  # type: ignore[assignment] # one of REFUSALS
        if isinstance(refusal, RegistryError) and refusal.slug == "writer-unsure" and not self.failed.done():
            self.failed.set_exception(refusal)

    async def _midnights(self) -> None:
        """Let unused reservations lapse soon after every midnight, whether or not anybody asks."""
        while True:
            await asyncio.sleep(seconds_to_midnight(self._register.now()) + 1)
            await self._in_hand([])


def seconds_to_midnight(now: datetime) -> float:
    """Return how many seconds are left of the day of *now*."""
    return (datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo) - now).total_seconds()
