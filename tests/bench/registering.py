"""Letters a second through the writer: reserve, the official's CAdES verified, admission sealed, durable, signed.

Callers are tasks of one event loop, each registering one letter after the other. The officials' signatures
are made beforehand, as they are made elsewhere in life; everything that the registry does is timed.
"""

import asyncio
import time
from dataclasses import dataclass

from domain.letter.text import Addressee
from domain.series import Purpose, SeriesKind
from registry import requests
from registry.register.desk import new_request_id
from registry.register.writer import Writer
from tests.registry.world import LETTER, RECIPIENTS, World


@dataclass(frozen=True, slots=True)
class Rate:
    """What one run came to; times in milliseconds."""

    callers: int
    letters: int
    per_second: float
    p50: float
    p99: float


def signed(world: World, count: int) -> dict[int, bytes]:
    """Return ready admission requests for the next *count* numbers of the circular series."""
    series = world.series[SeriesKind.CIRCULAR]
    known = world.register.known.series.get(series)
    assert known is not None
    doc = [world.file(LETTER)]
    found = {}
    for n in range(known.last + 1, known.last + 1 + count):
        said = world.sign(world.letter((n,), addressees=(Addressee(RECIPIENTS[0]),)), doc=doc)
        found[n] = requests.encode(requests.Admit(said.statement, said.evidence))
    return found


async def _run(world: World, ready: dict[int, bytes], callers: int) -> Rate:
    writer = Writer.open(world.register)
    reserve = requests.encode(requests.Reserve(world.series[SeriesKind.CIRCULAR], Purpose.ELECTRONIC, "clerk"))
    each = len(ready) // callers
    took: list[float] = []

    async def caller() -> None:
        for _ in range(each):
            began = time.perf_counter()
            answer = await writer.ask(new_request_id(), reserve)
            await writer.ask(new_request_id(), ready[answer["n"][0]])
            took.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(callers)))
    seconds = time.perf_counter() - began
    await writer.close()
    took.sort()
    per = [1000 * took[min(len(took) - 1, int(len(took) * part))] for part in (0.5, 0.99)]
    return Rate(callers, len(took), len(took) / seconds, *per)


def letters_per_second(world: World, *, callers: int, letters: int) -> Rate:
    """Return the rate of one run of *letters* by *callers*."""
    ready = signed(world, letters)
    return asyncio.run(_run(world, ready, callers))
