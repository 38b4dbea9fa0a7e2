"""What a stranger waits for who scans a QR code: the verification page at 200 requests a second.

bare     Litestar, one Jinja page of the same size, no registry
page     the verification page of letters that were asked for before, spread over several letters
first    one letter that nobody has asked for yet: its evidence is written and verified
"""

import itertools
import random
import statistics
import tempfile
import time
from pathlib import Path

from domain.letter.text import Addressee
from domain.values import StreamId
from registry.documents.writing.codes import new_code
from registry.reader import Reader
from registry.verdicts.letter import read
from registry.verdicts.verdicts import Verdicts
from tests.api.web import WebOffice
from tests.bench.requests import bare_page, measure
from tests.registry.verdicts.coded import issue_coded
from tests.registry.world import World

PER_SECOND = 200
COUNT = 600
ROUNDS = 3
LETTERS = 40
ADDRESSEES = tuple(Addressee(f"ผู้ว่าราชการจังหวัดที่ {place}") for place in range(76))
AIMS = {
    "verification_p99_ms": "≤ 30",
    "verification_bare_p99_ms": "the yardstick: a bare page of Litestar, of the same size",
    "verification_first_ms": "of a letter that nobody asked for yet",
}


def measured() -> dict[str, float]:
    """Measure both in turns, and return milliseconds, medians of the rounds."""
    with tempfile.TemporaryDirectory(prefix="bench-verification-") as place:
        world = World.staffed(Path(place) / "registry")
        seed = random.Random(271)  # noqa: S311 - the same letters in every run
        codes = [new_code(seed.randbytes) for _ in range(LETTERS)]
        streams = [issue_coded(world, code, addressees=ADDRESSEES) for code in codes]
        office = WebOffice.of(world)
        with Reader(world.folder) as reader:
            first = statistics.median(_first(reader, world, stream) for stream in streams[:10])
        paths = itertools.cycle(f"/v/{code}" for code in codes)
        measure(office.app, paths, per_second=50, count=LETTERS)  # everybody is asked for once
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(measure(office.app, paths, per_second=PER_SECOND, count=COUNT))
            page = bare_page(ours[-1].bytes)
            bare.append(measure(page, itertools.repeat("/"), per_second=PER_SECOND, count=COUNT))
        world.close()
    return {
        "verification_p50_ms": statistics.median(one.p50 for one in ours),
        "verification_p99_ms": statistics.median(one.p99 for one in ours),
        "verification_worst_ms": statistics.median(one.worst for one in ours),
        "verification_bare_p50_ms": statistics.median(one.p50 for one in bare),
        "verification_bare_p99_ms": statistics.median(one.p99 for one in bare),
        "verification_first_ms": first,
    }


def _first(reader: Reader, world: World, stream: StreamId) -> float:
    letter = read(reader, stream)
    began = time.perf_counter()
    Verdicts(world.clock).of(reader, letter)
    return 1000 * (time.perf_counter() - began)
