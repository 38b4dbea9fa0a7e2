"""What the map of newest states costs with many keys in it: time a key, memory, the size of its file.

A key is what a leaf of a letter, a signing key or a series changes. The map is filled as a registry grows, letters
of one series signed by a few officials, and then goes on in groups of different sizes.
"""

import random
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from registry.log.leaves import FactLeaf, SeriesLeaf, SeriesState
from registry.log.newest import Heads
from registry.store.heads import HeadsFile

OFFICIALS = 20
LETTERS_A_YEAR = 50_000
FILLING = 4096
"""Letters at once while the map is filled."""
GROUPS = {1: 400, 64: 40}
"""Letters in a group, and how many groups are measured."""


class Growing:
    """A map, and letters that go on into it."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads
        self.letters = 0
        self._random = random.Random(271)  # noqa: S311 - the same letters in every run
        self._officials = [self._random.randbytes(32) for _ in range(OFFICIALS)]

    def register(self, letters: int) -> float:
        """Let one group register *letters*; return the microseconds of each key that it changed."""
        leaves = [leaf for _ in range(letters) for leaf in self._letter()]
        began = time.perf_counter()
        pending = self.heads.pending()
        for leaf, hashed in leaves:
            pending.follow(leaf, hashed)
        staged = pending.stage()
        self.heads.accept(staged, self.heads.size + len(leaves) + 1)
        seconds = time.perf_counter() - began
        return 1e6 * seconds / len(staged.buckets)

    def _letter(self) -> Iterator[tuple[FactLeaf | SeriesLeaf, bytes]]:
        year, n = divmod(self.letters, LETTERS_A_YEAR)
        self.letters += 1
        hashes = self._random.randbytes(32), self._random.randbytes(32)
        official = self._officials[self.letters % OFFICIALS]
        yield SeriesLeaf(f"series-{year}", n + 1, SeriesState.RESERVED), hashes[0]
        yield FactLeaf("letter.signed", hashes[0], None, official), hashes[0]
        yield FactLeaf("letter.issued", hashes[1], None, self._random.randbytes(32)), hashes[1]
        yield SeriesLeaf(f"series-{year}", n + 1, SeriesState.ISSUED, hashes[1]), hashes[1]


def map_microseconds(keys: int = 500_000) -> dict[str, float]:
    """Return microseconds a key by size of the group, megabytes in memory and on the disk, seconds to open."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "heads.db"
        with closing(HeadsFile.open(path)) as file:
            growing = Growing(Heads(file))
            while growing.heads.keys < keys:
                growing.register(FILLING)
        with closing(HeadsFile.open(path)) as file:
            tracemalloc.start()
            began = time.perf_counter()
            growing.heads = Heads(file)
            opened = time.perf_counter() - began
            growing.register(1)  # reads the series
            held, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            figures = {
                f"map_us_a_key_{letters}": sum(growing.register(letters) for _ in range(times)) / times
                for letters, times in GROUPS.items()
            }
        return figures | {
            "map_open_s": opened,
            "map_held_mb": held / 1e6,
            "map_most_mb": most / 1e6,
            "map_file_mb": path.stat().st_size / 1e6,
        }
