"""The files that facts name: every one is there, of that length, and has that digest."""

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import file_digest

from domain.authority import KeyEnrolled, RegistryOpened
from domain.facts import Fact
from domain.series import OpeningBalanceEntered, SeriesOpened
from domain.values import Digest, File, digest, digest_bytes
from registry.audit.report import failed, place
from registry.errors import StoreDamaged
from registry.store.blobs import Blobs

_UNSAID = -1
_NAMING = frozenset({SeriesOpened, OpeningBalanceEntered, KeyEnrolled, RegistryOpened})


class NamedFiles:
    """Which files were named, where first, and with which length; on the disk, because there may be many."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)  # a file of its own that vanishes
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute(
            "CREATE TABLE named (file BLOB, length INTEGER, position INTEGER, PRIMARY KEY (file, length)) WITHOUT ROWID"
        )
        self._newest: dict[tuple[Digest, int], int] = {}
        self.bytes = 0

    def name(self, position: int, fact: Fact, files: Iterable[File]) -> None:
        """Remember the files that the fact at *position* names."""
        for file in files:
            self._newest.setdefault((file.sha256, file.len), position)
        if type(fact) in _NAMING:
            for only_digest in _named_without_length(fact):
                self._newest.setdefault((only_digest, _UNSAID), position)
        if len(self._newest) > 10_000:  # noqa: PLR2004 - about a megabyte
            self._set_down()

    def require(self, blobs: Blobs) -> int:
        """Read every named file and return how many there are.

        Raises:
            AuditFailed: one is missing, altered, or of another length; the first fact that names it.
        """
        self._set_down()
        rows = self._db.execute("SELECT file, length, position FROM named ORDER BY position, file").fetchall()
        for file, length, position in rows:
            try:
                found = _require_file(blobs, digest(file), length)
            except (StoreDamaged, OSError) as error:
                refusal = error if isinstance(error, StoreDamaged) else _unreadable(digest(file), error)
                raise failed(refusal, where=place(position), position=position) from None
            self.bytes += found if length != _UNSAID else 0
        return int(self._db.execute("SELECT count(DISTINCT file) FROM named").fetchone()[0])

    def names(self) -> Iterator[Digest]:
        """Yield every file that was named, once."""
        self._set_down()
        for (file,) in self._db.execute("SELECT DISTINCT file FROM named ORDER BY file"):
            yield digest(file)

    def unnamed(self, blobs: Blobs) -> Iterator[Digest]:
        """Yield the kept files that no fact names: handed in, and never used."""
        for name in blobs.names():
            if not self._db.execute("SELECT 1 FROM named WHERE file = ?", (digest_bytes(name),)).fetchone():
                yield name

    def close(self) -> None:
        """Forget all."""
        self._db.close()

    def _set_down(self) -> None:
        rows = [(digest_bytes(name), length, position) for (name, length), position in self._newest.items()]
        self._db.executemany("INSERT OR IGNORE INTO named VALUES (?, ?, ?)", rows)
        self._newest.clear()


def _named_without_length(fact: Fact) -> tuple[Digest, ...]:
    match fact:
        case SeriesOpened(last_page=page):
            return () if page is None else (page,)
        case OpeningBalanceEntered(source=source):
            return (source,)
        case KeyEnrolled(certificate=certificate):
            return (certificate,)
        case RegistryOpened(seal_certificate=seal, roots=roots, founders=founders):
            return (seal, *roots, *(founder.certificate for founder in founders))
        case _:
            return ()


def _require_file(blobs: Blobs, name: Digest, length: int) -> int:
    """Return the length of a kept file whose digest is right."""
    try:
        with blobs.path(name).open("rb") as file:
            same = file_digest(file, "sha256").digest() == digest_bytes(name)
            found = file.tell()
    except FileNotFoundError:
        raise StoreDamaged("blob-missing", f"The file {name} is missing from the store.", digest=name) from None
    if not same or length not in {found, _UNSAID}:
        raise StoreDamaged("blob-altered", f"The file {name} is not what was stored.", digest=name)
    return found


def _unreadable(name: Digest, error: OSError) -> StoreDamaged:
    return StoreDamaged("blob-missing", f"The file {name} cannot be read: {error.strerror}.", digest=name)
