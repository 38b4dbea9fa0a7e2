"""Exports that are made on the pages and fetched as one file: made, kept for a while, sent straight from the disk.

    exports/ID.json      who began it, and what became of it
    exports/ID/          the export as `saraban export` writes it, under a name of its own

Of whole exports the newest `MOST` are kept. They hold what the log keeps of every letter, secret ones too.
"""

import shutil
import tarfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

import msgspec

from domain.errors import NoSuchThing, WrongStage
from registry.errors import RegistryError
from registry.export.writing import export
from registry.home import Home
from registry.kept_records import Records
from registry.reader import Reader

MOST: Final = 3
"""Exports that are kept."""
MOST_BYTES: Final = 20 << 30
"""Of a registry that is exported on the pages."""
_ROOM = 1.1  # an export is as large as what it is made of, and its listing
_PIECE = 1 << 20
_BLOCK = 512  # bytes: what a tar archive is made of

State = Literal["under-way", "whole", "broken-off"]
Progress = Callable[[int, int], None]


class ExportKept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One export."""

    account: str
    name: str
    """Of whoever began it."""
    begun_at: datetime
    public: bool
    """Whether it holds only what anybody may see."""
    ended_at: datetime | None = None
    state: State = "under-way"
    size: int = 0
    """Leaves of the log."""
    root: str = ""
    files: int = 0
    digest: str | None = None
    """Of the folded state, which a replay finds again; None of a public export."""
    why: str = ""
    """Why it broke off."""

    def broken(self, why: str, at: datetime | None) -> "ExportKept":
        """Return what is kept of an export that came to no end."""
        return msgspec.structs.replace(self, ended_at=at, state="broken-off", why=why)


class KeptExports:
    """The exports of one registry."""

    def __init__(self, folder: Path) -> None:
        """Keep them in *folder*."""
        self._folder = folder
        self._records = Records(folder, ExportKept)

    def write(self, one: UUID, kept: ExportKept) -> None:
        """Keep what is known of an export; of more than `MOST` the oldest go with their files."""
        self._records.write(one, kept)
        for old, _ in self._records.newest()[MOST:]:
            self.forget(old)

    def make(self, one: UUID, reader: Reader, *, progress: Progress, now: Callable[[], datetime]) -> ExportKept:
        """Write the export that was begun under an id.

        Raises:
            RegistryError: the registry is too large, or the disk has no room; or as `export` refuses.
        """
        kept = self.get(one)
        _require_room(reader.home, self._folder)
        place = self._place(one)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        manifest = export(reader, place / name_of(one), public=kept.public, progress=progress)
        content = manifest.content
        whole = msgspec.structs.replace(
            kept,
            ended_at=now(),
            state="whole",
            size=manifest.size,
            root=manifest.root,
            files=manifest.files,
            digest=None if content is None else content.states[-1].digest,
        )
        self.write(one, whole)
        return whole

    def newest(self) -> list[tuple[UUID, ExportKept]]:
        """Return all exports, the newest first."""
        return self._records.newest()

    def get(self, one: UUID) -> ExportKept:
        """Return what is known of an export.

        Raises:
            NoSuchThing: there is none.
            StoreDamaged: its record cannot be read.
        """
        found = self._records.get(one)
        if found is None:
            raise NoSuchThing("no-such-export", f"There is no export {one}, or newer ones took its place.",
                              export=str(one))  # fmt: skip
        return found

    def tar(self, one: UUID) -> Iterator[bytes]:
        """Return the export as a tar archive, piece by piece from the disk.

        Raises:
            NoSuchThing: there is no such export.
            WrongStage: it is not whole.
        """
        if self.get(one).state != "whole":
            raise WrongStage("export-not-whole", f"The export {one} came to no end: begin another.", export=str(one))
        return _tar(self._place(one) / name_of(one), name_of(one))

    def forget(self, one: UUID) -> None:
        """Delete an export."""
        self._records.forget(one)
        shutil.rmtree(self._place(one), ignore_errors=True)

    def _place(self, one: UUID) -> Path:
        return self._folder / str(one)


def name_of(one: UUID) -> str:
    """Return what the folder of an export is called, also where it is unpacked."""
    return f"saraban-export-{str(one)[:8]}"


def room_of(home: Home) -> int:
    """Return how many bytes a registry's facts and files take."""
    folders = (home.blobs, home.tiles)
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return (home.path / "register.db").stat().st_size + sum(path.stat().st_size for path in files)


def _require_room(home: Home, folder: Path) -> None:
    size = room_of(home)
    if size > MOST_BYTES:
        raise RegistryError(
            "export-too-large",
            f"The registry has {size} bytes, and on the pages {MOST_BYTES} are exported at most: use saraban export.",
            size=size,
            most=MOST_BYTES,
        )
    needed, free = int(size * _ROOM), shutil.disk_usage(folder).free
    if free < needed:
        raise RegistryError(
            "export-no-room", f"{free} bytes are free, and {needed} are needed.", free=free, needed=needed
        )


def _tar(folder: Path, name: str) -> Iterator[bytes]:
    """Yield a tar archive (POSIX.1-2001) of plain files; no owner, no time, nothing of this machine."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        info = tarfile.TarInfo(f"{name}/{path.relative_to(folder).as_posix()}")
        info.size, info.mode = path.stat().st_size, 0o644
        yield info.tobuf(tarfile.PAX_FORMAT)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
        yield b"\0" * (-info.size % _BLOCK)
    yield b"\0" * (2 * _BLOCK)
