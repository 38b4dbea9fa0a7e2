"""The writer's queue: whoever asks while a group is under way goes into the next one.

    asked ──▶ waiting ──strong room verifies──▶ verified ──decide──▶ strong room seals ──▶ commit ──▶ answers

Three groups may be under way at once, one at each stage, so that both processes have work; they are decided
and committed in the same order. 64 callers cost a few transactions and checkpoints, not 64.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from typing import Any

from registry import requests
from registry.errors import RegistryError, StoreDamaged
from registry.home import Home
from registry.register.desk import outcome
from registry.register.register import Register
from registry.register.strong_room import StrongRoom
from registry.register.work import REFUSALS, Asked, Work
from registry.register.work import asked as read_request

LARGEST_GROUP = 64
"""Requests in one transaction at the most."""

LONGEST_UNPUBLISHED = 0.05
"""Seconds that tiles may lag behind the signed checkpoints that callers hold, while group follows group."""

_Waiting = tuple[Asked, "asyncio.Future[None]"]
_Sealed = tuple[list[_Waiting], Work, "asyncio.Task[list[bytes]]"]


class Writer:
    """Serves one register to many callers of one event loop."""

    def __init__(self, register: Register, room: StrongRoom) -> None:
        """Serve *register*, which nobody else uses from now on."""
        self._register = register
        self._room = room
        self._waiting: list[_Waiting] = []
        self._verified: list[_Waiting] = []
        self._came = asyncio.Event()
        self._ready = asyncio.Event()
        self._sealing: asyncio.Queue[_Sealed] = asyncio.Queue(maxsize=1)
        self._tasks: list[asyncio.Task[None]] = []
        self._disk = ThreadPoolExecutor(1, "disk")
        self._verifying = False
        self._published = 0.0
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, register: Register, home: Home) -> "Writer":
        """Start serving: what has lapsed lapses first."""
        writer = cls(register, await StrongRoom.open(home))
        register.process([])
        stages = (writer._verify, writer._decide, writer._midnights, writer._commit)
        writer._tasks = [asyncio.create_task(stage()) for stage in stages]
        return writer

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

    async def close(self) -> None:
        """Take no more; what is not under way yet is told to ask again."""
        committing = self._tasks.pop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._sealing.join()  # a group that is half on the disk is never left
        committing.cancel()
        await asyncio.gather(committing, return_exceptions=True)
        self._disk.shutdown()
        await self._room.close()
        self._register.ledger.publish()
        left = [*self._waiting, *self._verified]
        stopped = StoreDamaged("writer-stopped", "The writer stopped: ask again.")
        for one, done in left:
            if not done.done():
                one.outcome = one.outcome or stopped
                done.set_result(None)

    async def _verify(self) -> None:
        while True:
            await self._came.wait()
            self._came.clear()
            taken, self._waiting = self._waiting, []
            self._verifying = True
            try:
                await self._verify_all([one for one, _ in taken])
            except Exception as error:  # noqa: BLE001 - no caller may wait for ever
                self._fail([one for one, _ in taken], error)
            self._verified += taken
            self._verifying = False
            self._ready.set()

    async def _verify_all(self, asked: Sequence[Asked]) -> None:
        prepared = [(one, self._register.prepare(one)) for one in asked]
        checks = [(one, check) for one, check in prepared if check is not None]
        refusals = await self._room.verify([check for _, check in checks])
        for (one, _), refused in zip(checks, refusals, strict=True):
            one.outcome = refused

    async def _decide(self) -> None:
        while True:
            await self._ready.wait()
            group, self._verified = self._verified[:LARGEST_GROUP], self._verified[LARGEST_GROUP:]
            if not self._verified:
                self._ready.clear()
            try:
                work = self._register.decide([one for one, _ in group])
            except Exception as error:  # noqa: BLE001 - no caller may wait for ever
                self._fail([one for one, _ in group], error)
                _answer(group)
                continue
            sealing = asyncio.create_task(self._room.seal(work.to_seal, work.group.now))
            try:
                await self._sealing.put((group, work, sealing))
            except asyncio.CancelledError:
                self._verified = [*group, *self._verified]
                raise

    async def _commit(self) -> None:
        while True:
            group, work, sealing = await self._sealing.get()
            try:
                if not work.settled:
                    work.take_seals(await sealing)
                    await self._store(work)
                self._publish()
            except Exception as error:  # noqa: BLE001 - no caller may wait for ever
                self._fail([one for one, _ in group], error)
            _answer(group)
            self._sealing.task_done()

    async def _store(self, work: Work) -> None:
        """Commit a group; while a thread waits for the disk, the next one is decided."""
        try:
            if self._register.lay_out(work):
                durable = asyncio.get_running_loop().run_in_executor(
                    self._disk, self._register.ledger.make_durable, work
                )
                await durable
        except Exception as error:  # noqa: BLE001 - raised again unless it is a clash
            self._register.take_back(work, error)
        else:
            self._register.settle(work)

    def _publish(self) -> None:
        """Write tiles before callers are answered, unless another group follows at once and does it for both."""
        now = asyncio.get_running_loop().time()
        others = self._verifying or self._waiting or self._verified or not self._sealing.empty()
        if not others or now - self._published > LONGEST_UNPUBLISHED:
            self._register.ledger.publish()
            self._published = now

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
            self._ready.set()


def seconds_to_midnight(now: datetime) -> float:
    """Return how many seconds are left of the day of *now*."""
    return (datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo) - now).total_seconds()


def _answer(group: Sequence[_Waiting]) -> None:
    for _, done in group:
        if not done.done():
            done.set_result(None)
