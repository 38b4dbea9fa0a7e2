"""What the registry's folder takes, by part, and how full the disk is."""

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

REMEMBERED: Final = timedelta(minutes=5)
"""For which measured parts are remembered: a large registry has a million files."""
_BESIDE: Final = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Part:
    """One file or folder of the registry's."""

    name: str
    """As `registry.home` calls it: ``register.db``, ``blobs``."""
    size: int
    """Bytes, of a database with what SQLite keeps beside it."""


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk that the registry lies on."""

    size: int
    free: int
    """Bytes, for whoever runs the registry."""

    @property
    def full(self) -> int:
        """How full it is, in percent, rounded down."""
        return 100 - 100 * self.free // self.size if self.size else 100


def disk(folder: Path) -> Disk:
    """Return how full the disk is, as far as the registry may fill it."""
    usage = shutil.disk_usage(folder)
    return Disk(usage.used + usage.free, usage.free)


def parts(folder: Path) -> list[Part]:
    """Return what lies in the registry's folder, the largest first; what goes meanwhile is left out."""
    sizes: defaultdict[str, int] = defaultdict(int)
    for entry in os.scandir(folder):
        sizes[_owner(entry.name)] += sum(_sizes(entry))
    return sorted((Part(name, size) for name, size in sizes.items()), key=lambda part: (-part.size, part.name))


class Measured:
    """What the parts of a registry take, remembered for `REMEMBERED`; threads may share it."""

    def __init__(self) -> None:
        self._found: tuple[datetime, Path, Sequence[Part]] | None = None

    def of(self, folder: Path, now: datetime) -> tuple[datetime, Sequence[Part]]:
        """Return the parts of *folder*, and when they were measured."""
        found = self._found
        if found is None or found[1] != folder or not timedelta(0) <= now - found[0] < REMEMBERED:
            found = self._found = (now, folder, parts(folder))
        return found[0], found[2]


def _owner(name: str) -> str:
    return next((name.removesuffix(end) for end in _BESIDE if name.endswith(end)), name)


def _sizes(entry: "os.DirEntry[str]") -> Iterator[int]:
    try:
        if entry.is_dir(follow_symlinks=False):
            for below in os.scandir(entry):
                yield from _sizes(below)
        else:
            yield entry.stat(follow_symlinks=False).st_size
    except FileNotFoundError:
        return
