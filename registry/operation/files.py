"""Whether the registry's files can be used: those that are no part of the log, and the folder itself."""

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from registry import records
from registry.errors import RegistryError
from registry.home import Home
from registry.ordinary import Ordinary
from registry.reader import Reader


@dataclass(frozen=True, slots=True)
class Unusable:
    """A part of the folder that cannot be used, or is not what it should be."""

    part: str
    """As `registry.home` calls it: ``access.db``."""
    why: str
    """A sentence of the refusal, in English."""


def unusable(reader: Reader) -> Iterator[Unusable]:
    """Yield what is wrong with ordinary files and the record of refusals, as far as a quick look tells."""
    home = reader.home
    for path in (home.papers, home.accounts, home.access):
        try:
            _open(path)
        except RegistryError as refusal:
            yield Unusable(path.name, str(refusal))
    try:
        records.require(reader)
    except RegistryError as refusal:
        yield Unusable(home.refusals.name, str(refusal))


def read_only(home: Home) -> bool:
    """Tell whether nothing can be written in the registry's folder."""
    return not os.access(home.path, os.W_OK)


def _open(path: Path) -> None:
    if path.exists():
        with closing(Ordinary(path, read_only=True)) as file:
            file.rows("SELECT name FROM sqlite_master LIMIT 1")
