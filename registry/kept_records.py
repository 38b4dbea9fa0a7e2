"""Small records under ids, each a JSON file of its own, the newest so many: what long work found, for later.

A record is written whole or not at all and replaced in one step, so that it is still there after a crash. Ids are
UUIDs and nothing else, so no name from outside becomes a path.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import Generic, Protocol, TypeVar
from uuid import UUID

import msgspec

from registry.durable import sync_folder
from registry.errors import StoreDamaged


class Begun(Protocol):
    """What every record says: since when it is."""

    @property
    def begun_at(self) -> datetime:
        """When the work began."""


Record = TypeVar("Record", bound=Begun)


class Records(Generic[Record]):
    """Records of one kind in a folder, which is made when the first one comes."""

    def __init__(self, folder: Path, kind: type[Record]) -> None:
        """Keep records of *kind* in *folder*."""
        self.folder = folder
        self._decoder = msgspec.json.Decoder(kind, strict=True)

    def write(self, one: UUID, record: Record) -> None:
        """Keep a record under an id, in the place of the one before; it is durable afterwards."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.folder / f".{one}.part"
        with part.open("wb") as file:
            file.write(msgspec.json.encode(record) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path(one))
        sync_folder(self.folder)

    def data(self, one: UUID) -> bytes | None:
        """Return the bytes of a record; None where there is none."""
        try:
            return self._path(one).read_bytes()
        except FileNotFoundError:
            return None

    def get(self, one: UUID) -> Record | None:
        """Return a record; None where there is none.

        Raises:
            StoreDamaged: it cannot be read.
        """
        data = self.data(one)
        try:
            return None if data is None else self._decoder.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            name = self._path(one).name
            raise StoreDamaged("record-damaged", f"The file {name} cannot be read.", file=name) from None

    def newest(self) -> list[tuple[UUID, Record]]:
        """Return all records that can be read, the newest first."""
        found = []
        for one in self._ids():
            try:
                record = self.get(one)
            except StoreDamaged:
                continue  # whoever opens that one is told
            if record is not None:
                found.append((one, record))
        return sorted(found, key=lambda kept: (kept[1].begun_at, kept[0].bytes), reverse=True)

    def forget(self, one: UUID) -> None:
        """Delete a record."""
        self._path(one).unlink(missing_ok=True)

    def _ids(self) -> list[UUID]:
        return [UUID(path.stem) for path in self.folder.glob("????????-????-????-????-????????????.json")]

    def _path(self, one: UUID) -> Path:
        return self.folder / f"{one}.json"
