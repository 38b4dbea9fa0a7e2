"""The signer of checkpoints, which never signs two histories.

    advance(from what the writer holds, to what it wants signed)
        ├── the record says the same "from"    ──▶ record the new head, durably ──▶ sign it
        ├── the record is at the new head      ──▶ sign it again (a crash came between)
        └── anything else                      ──▶ refused: one of the two is an older copy, or forged

It lives in a folder of its own, mode 0700, where the database's administrator does not write, with the log's
Ed25519 key and the record of the newest signed head. So a database restored from an old copy cannot go on as
if nothing had been signed since. On one machine under one account that stops accidents and restored copies,
and nobody who may write both folders.

The record is one file of two slots in different blocks, written in turn and checksummed: a crash in the middle
of writing leaves the slot before it, whose head was the last that anybody received a signature for.
"""

import fcntl
import os
import struct
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from keys.checkpoints import Checkpoint, LogKey, sign_checkpoint
from registry.durable import sync_folder, write_new
from registry.errors import LogBusy, LogForked, StoreDamaged
from registry.log.merkle import EMPTY_ROOT

KEY_FILE: Final = "log-key"
RECORD_FILE: Final = "signed-heads"

_SLOT: Final = struct.Struct(">8sQQ32s")  # mark, turn, size, root; a SHA-256 of these follows
_SLOT_SPACING: Final = 4096
_MARK: Final = b"head/v1\n"


@dataclass(frozen=True, slots=True)
class Head:
    """A tree's size and root (32 bytes)."""

    size: int
    root: bytes


class Signer:
    """Signs the heads of one log, in one line. Made by `create` or `open`; closing it frees the log."""

    def __init__(self, record: int, log_key: LogKey) -> None:
        self._record: int | None = record
        self._log_key = log_key
        self._turn, self._head = _newest(record)

    @classmethod
    def create(cls, folder: Path, log_key: LogKey) -> Self:
        """Make the folder of a new log, which has signed nothing yet.

        Raises:
            LogForked: a signer is there already, whose record must not be lost.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if (folder / RECORD_FILE).exists() or (folder / KEY_FILE).exists():
            raise LogForked(
                "signer-exists",
                f"{folder} holds a signer already; a new one would forget what was signed. Choose another folder.",
                folder=str(folder),
            )
        empty = _slot(0, Head(0, EMPTY_ROOT)).ljust(2 * _SLOT_SPACING, b"\0")
        write_new(folder / RECORD_FILE, empty)
        write_new(folder / KEY_FILE, f"{log_key.skey}\n".encode())
        for place in (folder, folder.parent):
            sync_folder(place)
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the signer in *folder*, for this process alone.

        Raises:
            LogBusy: another process has it open.
            StoreDamaged: a file is missing, open to others, or without a readable record.
        """
        try:
            skey = _private(folder / KEY_FILE).read_text().strip()
            record = os.open(_private(folder / RECORD_FILE), os.O_RDWR)
        except FileNotFoundError as error:
            raise StoreDamaged(
                "signer-missing",
                f"{error.filename} is missing. Bring the signer's folder back; a new one would forget what it signed.",
                path=str(error.filename),
            ) from None
        try:
            fcntl.flock(record, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return cls(record, LogKey.parse(skey))
        except BlockingIOError:
            os.close(record)
            raise LogBusy(
                "signer-busy", f"Another process signs the log in {folder}. Only one may.", folder=str(folder)
            ) from None
        except BaseException:
            os.close(record)
            raise

    @property
    def head(self) -> Head:
        """The newest head that was recorded for signing."""
        return self._head

    @property
    def log_key(self) -> LogKey:
        """The log's key."""
        return self._log_key

    def advance(self, old_size: int, old_root: bytes, new_size: int, new_root: bytes, at: datetime) -> bytes:
        """Record the new head if the record is at the old one, then return its signed checkpoint (a note).

        Asked again for the head that was recorded last, it signs again. When this returns, the record is on
        the disk.

        Args:
            old_size: of the tree in the database before the group.
            old_root: of the same.
            new_size: of the tree with the group.
            new_root: of the same.
            at: the operator's time, with its zone; stated to the second.

        Raises:
            LogForked: the record is at another head; the message says which of the two is behind.
            StoreDamaged: the record could not be written; the signer has closed itself.
        """
        old, new = Head(old_size, old_root), Head(new_size, new_root)
        checkpoint = Checkpoint(self._log_key.origin, new_size, new_root)
        checkpoint.body()  # what cannot be signed is not recorded either
        if new != self._head:
            _require_next(self._head, old, new)
            self._write(new)
        return sign_checkpoint(checkpoint, self._log_key, at)

    def close(self) -> None:
        """Free the log for another process."""
        if self._record is not None:
            os.close(self._record)
            self._record = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, head: Head) -> None:
        if self._record is None:
            raise StoreDamaged("signer-closed", "The signer is closed; open it again.")
        turn = self._turn + 1
        data = _slot(turn, head)
        try:
            if os.pwrite(self._record, data, turn % 2 * _SLOT_SPACING) != len(data):
                raise OSError("a part was written")  # noqa: TRY301 -- treated like any failed write
            os.fdatasync(self._record)
        except OSError as error:
            # After a failed sync nobody knows what is on the disk: only reading it anew tells.
            self.close()
            raise StoreDamaged(
                "signer-record-unwritable",
                f"The signer could not write its record ({error}). Nothing was signed; repair the disk, then restart.",
                reason=str(error),
            ) from error
        self._turn, self._head = turn, head


def recorded_head(folder: Path) -> Head:
    """Return the newest head in the record of the signer in *folder*, for reading only, without its lock.

    Raises:
        StoreDamaged: there is no readable record.
    """
    try:
        record = os.open(folder / RECORD_FILE, os.O_RDONLY)
    except FileNotFoundError as error:
        raise StoreDamaged(
            "signer-missing",
            f"{error.filename} is missing. Bring the signer's folder back; a new one would forget what it signed.",
            path=str(error.filename),
        ) from None
    try:
        return _newest(record)[1]
    finally:
        os.close(record)


def _require_next(recorded: Head, old: Head, new: Head) -> None:
    sizes = {"recorded": recorded.size, "old_size": old.size, "new_size": new.size}
    if old.size < recorded.size:
        raise LogForked(
            "database-behind-signer",
            f"The log was signed up to {recorded.size} leaves, but the database goes on from {old.size}: it is an "
            "older copy, or lost its newest facts. Restore the newest copy.",
            **sizes,
        )
    if old.size > recorded.size:
        raise LogForked(
            "signer-behind-database",
            f"The signer's record ends at {recorded.size} leaves, but the database goes on from {old.size}. "
            f"Go on from {recorded.size}, or bring back the signer's newest record.",
            **sizes,
        )
    if old.root != recorded.root:
        raise LogForked(
            "two-histories",
            f"The first {old.size} leaves in the database are not those that were signed: the database was altered.",
            **sizes,
        )
    if new.size <= old.size:
        raise LogForked(
            "history-does-not-grow",
            f"After {old.size} signed leaves a tree of {new.size} with another root would be a second history.",
            **sizes,
        )


def _newest(record: int) -> tuple[int, Head]:
    found = []
    for place in (0, _SLOT_SPACING):
        data = os.pread(record, _SLOT.size + 32, place)
        body = data[: _SLOT.size]
        if data[_SLOT.size :] == sha256(body).digest() and body.startswith(_MARK):
            _, turn, size, root = _SLOT.unpack(body)
            found.append((turn, Head(size, root)))
    if not found:
        raise StoreDamaged(
            "signer-record-damaged",
            "The signer's record is not readable. Bring its folder back; a new one would forget what was signed.",
        )
    return max(found, key=lambda slot: slot[0])


def _slot(turn: int, head: Head) -> bytes:
    body = _SLOT.pack(_MARK, turn, head.size, head.root)
    return body + sha256(body).digest()


def _private(path: Path) -> Path:
    for place in (path.parent, path):
        mode = place.stat().st_mode & 0o777
        if mode & 0o077:
            raise StoreDamaged(
                "signer-not-private",
                f"{place} is open to other accounts (mode {mode:04o}). Say: chmod go= {place}",
                path=str(place),
                mode=f"{mode:04o}",
            )
    return path
