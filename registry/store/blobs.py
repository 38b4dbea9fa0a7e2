"""Files by their digest: written and made durable before the fact that names them."""

import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from domain.errors import InvalidValue
from domain.values import Digest, digest, digest_bytes
from registry.durable import sync_folder
from registry.errors import StoreDamaged

_CHUNK = 1 << 20


class Blobs:
    """A folder of files named by the SHA-256 of their bytes."""

    def __init__(self, folder: Path) -> None:
        """Use *folder*, which is made when the first file comes."""
        self._folder = folder

    def put(self, data: bytes) -> Digest:
        """Keep *data* durably and return its digest."""
        name = digest(sha256(data).digest())
        if self.path(name).exists():
            sync_folder(self.path(name).parent)  # whoever put it there may not have come to that yet
            return name
        with self._durable(lambda: name) as out:
            out.write(data)
        return name

    def take(self, source: Path) -> tuple[Digest, int]:
        """Copy a file in and return its digest and length in bytes.

        Raises:
            InvalidValue: it is no readable file, is empty, or changed while it was read.
        """
        hashed = sha256()
        length = 0
        try:
            with source.open("rb") as file:
                before = os.fstat(file.fileno())
                if not stat.S_ISREG(before.st_mode):
                    raise InvalidValue("not-a-file", f"{source} is not a file.", file=str(source))
                with self._durable(lambda: digest(hashed.digest())) as out:
                    while chunk := file.read(_CHUNK):
                        hashed.update(chunk)
                        length += len(chunk)
                        out.write(chunk)
                    self._require_unchanged(source, before, source.stat(), length)
        except OSError as error:
            if error.filename is not None and Path(error.filename) == source:
                raise InvalidValue(
                    "file-unreadable",
                    f"{source} cannot be read: {error.strerror}.",
                    file=str(source),
                    why=str(error.strerror),
                ) from error
            raise
        return digest(hashed.digest()), length

    def get(self, name: Digest) -> bytes:
        """Return the bytes of a kept file, checked against their digest.

        Raises:
            StoreDamaged: the file is missing or is not what was kept.
        """
        data = self.unchecked(name)
        self.require(name, sha256(data).digest())
        return data

    def unchecked(self, name: Digest) -> bytes:
        """Return the bytes of a kept file to somebody who hashes them anyway, and then calls `require`.

        Raises:
            StoreDamaged: the file is missing.
        """
        try:
            return self.path(name).read_bytes()
        except FileNotFoundError:
            raise StoreDamaged("blob-missing", f"The file {name} is missing from the store.", digest=name) from None

    @staticmethod
    def require(name: Digest, hashed: bytes) -> None:
        """Refuse a kept file whose SHA-256 (32 bytes) is not its name.

        Raises:
            StoreDamaged: it is not what was kept.
        """
        if hashed != digest_bytes(name):
            raise StoreDamaged("blob-altered", f"The file {name} is not what was stored.", digest=name)

    def size(self, name: Digest) -> int | None:
        """Return the length of a kept file in bytes, or None when it is not kept."""
        figures = digest_bytes(name).hex()
        try:
            return os.stat(f"{self._folder}/{figures[:2]}/{figures[2:]}").st_size  # noqa: PTH116 - asked for every letter
        except FileNotFoundError:
            return None

    def names(self) -> Iterator[Digest]:
        """Name every kept file."""
        for path in sorted(self._folder.glob("??/*")):
            if not path.name.endswith(".part"):
                yield Digest("sha256:" + path.parent.name + path.name)

    def path(self, name: Digest) -> Path:
        """Return where a file of this digest is kept."""
        figures = digest_bytes(name).hex()
        return self._folder / figures[:2] / figures[2:]

    @staticmethod
    def _require_unchanged(source: Path, before: os.stat_result, after: os.stat_result, length: int) -> None:
        if length == 0:
            raise InvalidValue("file-empty", f"{source} is empty.", file=str(source))
        if (before.st_size, before.st_mtime_ns, before.st_ino) != (after.st_size, after.st_mtime_ns, after.st_ino) or (
            length != before.st_size
        ):
            raise InvalidValue(
                "file-changed",
                f"{source} changed while it was read: try again when nobody writes to it.",
                file=str(source),
            )

    @contextmanager
    def _durable(self, named: Callable[[], Digest]) -> Iterator[BinaryIO]:
        """Write under a name of its own, then move to the digest; nothing stays after a failure."""
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f"{secrets.token_hex(16)}.part"
        try:
            with part.open("xb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            target = self.path(named())
            if not target.parent.exists():
                target.parent.mkdir(exist_ok=True)
                sync_folder(self._folder)
            part.rename(target)
            sync_folder(target.parent)
        finally:
            part.unlink(missing_ok=True)
