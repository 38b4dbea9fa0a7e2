"""The writer's queue: whoever asks while a group is under way goes into the next one.

    asked ──▶ waiting ──▶ Register.process: verify · decide · seal · commit · sign · publish ──▶ answers

64 callers cost one transaction and one checkpoint, not 64. Everything runs in the one thread of the event
loop, one group at a time.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, Self

from registry.accounts.refusals import Refusals
from registry.errors import RegistryError, StoreDamaged
from registry.register.desk import outcome
from registry.register.refused import refused
from registry.register.register import Register
from registry.register.work import REFUSALS, Asked, Refusal
from registry.register.work import asked as read_request

LARGEST_GROUP = 256
"""Requests in one transaction at the most."""

_Waiting = tuple[Asked, "asyncio.Future[None]"]


class Writer:
    """Serves one register to many callers of one event loop."""

    def __init__(self, register: Register) -> None:
        """Serve *register*, which nobody else uses from now on."""
        self._register = register
        self._refusals = Refusals(register.home.refusals)
        self._waiting: list[_Waiting] = []
        self._came = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    def open(cls, register: Register) -> Self:
        """Start serving: what has lapsed lapses first."""
        register.process([])
        writer = cls(register)
        writer._tasks = [asyncio.create_task(writer._work()), asyncio.create_task(writer._midnights())]
        return writer

    async def ask(self, request_id: bytes, data: bytes) -> dict[str, Any]:
        """Return the answer to a request, or raise its refusal, once it is durable and signed."""
        one = read_request(request_id, data)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, done))
        self._came.set()
        await done
        try:
            return outcome(one)
        except REFUSALS as refusal:
            await self._on_record(one, refusal)
            raise

    async def _on_record(self, one: Asked, refusal: Refusal) -> None:
        """Note a refusal before it is answered; the group goes on meanwhile."""
        noted = refused(one, refusal, self._register.known.authority, at=self._register.now())
        if noted is not None:
            await asyncio.to_thread(self._refusals.note, noted)

    async def close(self) -> None:
        """Take no more; what is not under way is told to ask again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        left, self._waiting = self._waiting, []
        self._fail([one for one, _ in left], StoreDamaged("writer-stopped", "The writer stopped: ask again."))
        _answer(left)

    async def _work(self) -> None:
        while True:
            await self._came.wait()
            group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
            if not self._waiting:
                self._came.clear()
            asked = [one for one, _ in group]
            try:
                self._register.process(asked)
            except Exception as error:  # noqa: BLE001 - no caller may wait for ever
                self._fail(asked, error)
            _answer(group)
            await asyncio.sleep(0)  # let callers hear, and ask again, before the next group

    def _fail(self, asked: Sequence[Asked], error: Exception) -> None:
        """Whatever went wrong becomes every caller's answer; a writer that is unsure ends."""
        if not isinstance(error, REFUSALS):
            error = StoreDamaged("writer-unsure", f"The writer must be started again: {error!r}.", why=repr(error))
        for one in asked:
            if one.outcome is None:
                one.outcome = error
        if isinstance(error, RegistryError) and error.slug == "writer-unsure" and not self.failed.done():
            self.failed.set_exception(error)

    async def _midnights(self) -> None:
        """Let unused reservations lapse soon after every midnight, whether or not anybody asks."""
        while True:
            await asyncio.sleep(seconds_to_midnight(self._register.now()) + 1)
            self._came.set()


def seconds_to_midnight(now: datetime) -> float:
    """Return how many seconds are left of the day of *now*."""
    return (datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo) - now).total_seconds()


def _answer(group: Sequence[_Waiting]) -> None:
    for _, done in group:
        if not done.done():
            done.set_result(None)
