"""The log as a folder of files that anybody may copy (C2SP tlog-tiles).

    checkpoint                     the newest signed checkpoint
    tile/0/x001/234                256 leaf hashes: the full tile 1234 at level 0
    tile/0/x001/235.p/56           its neighbour, of which 56 are known: a partial tile
    tile/1/004                     256 roots of full tiles of level 0
    tile/entries/x001/234          the 256 leaves themselves, each behind two bytes of length

A reader never sees half a file: each is written beside its place and renamed into it. Nothing is synced to the
disk, because the database is the truth and `Tiles.rebuild` derives all of this again. A checkpoint is published
after the tiles that it needs. Once a tile is full, its partial forms go.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from registry.errors import StoreDamaged
from registry.log.leaves import leaf_hash
from registry.log.merkle import HASH_SIZE
from registry.log.tree import TILE_WIDTH, Staged, Tile, Tree

LARGEST_ENTRY: Final = 2**16 - 1
"""In bytes: what two bytes of length can say."""
_UNFINISHED: Final = ".new"
_NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_AT_ONCE: Final = TILE_WIDTH * TILE_WIDTH


def tile_path(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Return the place of a tile, e.g. ``tile/0/x001/234.p/56``."""
    return f"tile/{level}/{_place(index, width)}"


def entries_path(index: int, width: int = TILE_WIDTH) -> str:
    """Return the place of an entry bundle, e.g. ``tile/entries/x001/234.p/56``."""
    return f"tile/entries/{_place(index, width)}"


def bundle(leaves: Iterable[bytes]) -> bytes:
    """Return *leaves* as an entry bundle: each behind its length in two bytes, the high one first."""
    return b"".join([len(leaf).to_bytes(2, "big") + leaf for leaf in leaves])


def unbundle(data: bytes) -> list[bytes]:
    """Return the leaves of an entry bundle.

    Raises:
        StoreDamaged: it ends inside a leaf.
    """
    leaves = []
    at = 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if at > len(data):
            raise StoreDamaged("entries-cut", "The entry bundle ends inside a leaf; rebuild the tiles.")
        leaves.append(data[start:at])
    return leaves


class Tiles:
    """The folder of one log, written by the one writer, in the order of the log."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._spare = folder / "tile" / "spare"
        # The bundle at the right edge and the log's size with it, so that growing it reads nothing.
        self._open_bundle = b""
        self._open_at = 0

    def write(self, staged: Staged, leaves: Sequence[bytes]) -> None:
        """Write the tiles and entry bundles that *leaves*, just accepted, change or begin.

        Raises:
            StoreDamaged: the bundle that they continue is missing.
        """
        for tile in staged.tiles():
            self._write_tile(tile)
        done = 0
        held = staged.old_size % TILE_WIDTH
        index = staged.old_size // TILE_WIDTH
        data = self._bundle_so_far(index, held, staged.old_size)
        while done < len(leaves):
            taken = leaves[done : done + TILE_WIDTH - held]
            done += len(taken)
            data += bundle(taken)
            self._put_growing(entries_path(index), data, held + len(taken))
            if held + len(taken) == TILE_WIDTH:
                index, held, data = index + 1, 0, b""
        self._open_bundle, self._open_at = data, staged.size

    def publish(self, checkpoint: bytes) -> None:
        """Replace the published checkpoint; its tiles are written already."""
        self._put("checkpoint", checkpoint)

    def checkpoint(self) -> bytes:
        """Return the published checkpoint's note.

        Raises:
            StoreDamaged: none was published.
        """
        return self._get("checkpoint")

    def read(self, level: int, index: int, width: int) -> bytes:
        """Return the first *width* hashes of a tile, joined; a `registry.log.tree.TileReader`.

        Raises:
            StoreDamaged: the tile is missing or of another size.
        """
        size = width * HASH_SIZE
        data = self._get_growing(tile_path(level, index), width)
        if len(data) < size:
            raise _altered(tile_path(level, index, width))
        return data[:size]

    def read_leaves(self, index: int, width: int) -> list[bytes]:
        """Return the first *width* leaves of an entry bundle.

        Raises:
            StoreDamaged: the bundle is missing or holds fewer.
        """
        leaves = unbundle(self._get_growing(entries_path(index), width))
        if len(leaves) < width:
            raise _altered(entries_path(index, width))
        return leaves[:width]

    def rebuild(self, leaves: Iterable[bytes]) -> Tree:
        """Write all tiles and bundles again from *leaves*, all of the log's; return its tree."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self._folder / "tile")
        tree = Tree(self.read)
        for path, data in _derive(tree, leaves):
            self._put(path, data)
        self._open_at = -1  # read the open bundle back when it grows
        return tree

    def require(self, leaves: Iterable[bytes]) -> Tree:
        """Require that the folder holds the tiles and bundles of *leaves*, and no others; return the tree.

        Raises:
            StoreDamaged: names the first file that is missing, altered or too many.
        """
        tree = Tree(self.read)
        known = set()
        for path, data in _derive(tree, leaves):
            if self._get(path) != data:
                raise _altered(path)
            known.add(path)
            known.update(self._require_earlier(path, data))
        for place in (self._folder / "tile").rglob("*"):
            path = place.relative_to(self._folder).as_posix()
            if path not in known and place.suffix != _UNFINISHED and not place.is_dir():
                raise StoreDamaged(
                    "tile-too-many", f"{path} belongs to no log of {tree.size} leaves; rebuild the tiles.", path=path
                )
        return tree

    def _require_earlier(self, path: str, data: bytes) -> Iterator[str]:
        # Narrower forms of the same tile, kept for those who still hold an older checkpoint.
        folder = f"{path.partition('.p/')[0]}.p"
        if not (self._folder / folder).is_dir():
            return
        for place in (self._folder / folder).iterdir():
            earlier = f"{folder}/{place.name}"
            if place.suffix == _UNFINISHED:
                continue
            if not place.name.isdecimal() or self._get(earlier) != _beginning(path, data, int(place.name)):
                raise _altered(earlier)
            yield earlier

    def _bundle_so_far(self, index: int, width: int, size: int) -> bytes:
        if self._open_at == size or not width:
            return self._open_bundle if width else b""
        return bundle(self.read_leaves(index, width))

    def _write_tile(self, tile: Tile) -> None:
        self._put_growing(tile_path(tile.level, tile.index), tile.hashes, tile.width)

    def _put_growing(self, full: str, data: bytes, width: int) -> None:
        if width < TILE_WIDTH:
            self._put(f"{full}.p/{width}", data)
            return
        self._put(full, data)
        with suppress(FileNotFoundError):
            self._set_aside(self._folder / f"{full}.p")

    def _set_aside(self, folder: Path) -> None:
        # The emptied folder becomes that of the next partial tile: to make and remove one costs ten renames.
        for partial in folder.iterdir():
            partial.unlink()
        folder.rename(self._spare)

    def _get_growing(self, full: str, width: int) -> bytes:
        if width < TILE_WIDTH:
            for place in (f"{full}.p/{width}", full, *self._wider(full, width)):
                with suppress(StoreDamaged):
                    return self._get(place)
        return self._get(full)

    def _wider(self, full: str, width: int) -> list[str]:
        # A rebuild leaves one partial form, that of the newest size; what was narrower stands at its beginning.
        with suppress(FileNotFoundError):
            widths = [int(one.name) for one in (self._folder / f"{full}.p").iterdir() if one.name.isdecimal()]
            return [f"{full}.p/{one}" for one in sorted(widths) if one > width]
        return []

    def _put(self, path: str, data: bytes) -> None:
        place = f"{self._folder}/{path}"
        try:
            file = os.open(place + _UNFINISHED, _NEW_FILE, 0o644)
        except FileNotFoundError:
            with suppress(FileNotFoundError):
                self._spare.rename(Path(place).parent)
            Path(place).parent.mkdir(parents=True, exist_ok=True)
            file = os.open(place + _UNFINISHED, _NEW_FILE, 0o644)
        try:
            written = os.write(file, data)
            while written < len(data):  # a full disk takes a part first, and refuses the rest
                written += os.write(file, data[written:])
        finally:
            os.close(file)
        os.rename(place + _UNFINISHED, place)  # noqa: PTH104 -- a Path costs more here than the rename

    def _get(self, path: str) -> bytes:
        try:
            return (self._folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise StoreDamaged("tile-missing", f"{path} is missing in the log's folder.", path=path) from None


def _derive(tree: Tree, leaves: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Grow *tree* by *leaves*, from the first; yield every full file, then the partial ones of the right edge."""
    coming = iter(leaves)
    last: list[bytes] = []
    while group := list(islice(coming, _AT_ONCE)):
        staged = tree.stage(map(leaf_hash, group))
        tree.accept(staged)
        for tile in staged.tiles():
            if tile.width == TILE_WIDTH:
                yield tile_path(tile.level, tile.index), tile.hashes
        first = staged.old_size // TILE_WIDTH
        whole = len(group) // TILE_WIDTH
        for place in range(whole):
            yield entries_path(first + place), bundle(group[place * TILE_WIDTH : (place + 1) * TILE_WIDTH])
        last = group[whole * TILE_WIDTH :]
    for tile in tree.edge():
        yield tile_path(tile.level, tile.index, tile.width), tile.hashes
    if last:
        yield entries_path(tree.size // TILE_WIDTH, len(last)), bundle(last)


def _place(index: int, width: int) -> str:
    digits = f"{index:03d}"
    place = digits[-3:]
    while digits := digits[:-3]:
        place = f"x{digits[-3:]:0>3}/{place}"
    return place if width == TILE_WIDTH else f"{place}.p/{width}"


def _beginning(path: str, data: bytes, width: int) -> bytes:
    return bundle(unbundle(data)[:width]) if path.startswith("tile/entries/") else data[: width * HASH_SIZE]


def _altered(path: str) -> StoreDamaged:
    return StoreDamaged(
        "tile-altered", f"{path} is not what the log's leaves make of it; rebuild the tiles.", path=path
    )
