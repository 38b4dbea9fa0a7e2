"""One key a stream, in a small file of its own with its own backup.

Facts are never deleted; a key can be, and then what it sealed is gone for everybody (crypto-shredding).
Keys are made ahead and made durable in one go, so that giving one out costs the writer nothing. A key
that was made and never given out is simply not used: numbers here prove nothing.
"""

import os
import sqlite3
from collections import OrderedDict, deque
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from registry.errors import StoreDamaged
from registry.store.sealing import KEY_SIZE

SCHEMA = "CREATE TABLE IF NOT EXISTS stream_keys (number INTEGER PRIMARY KEY, key BLOB NOT NULL)"
_AHEAD = 1024
_READ_AHEAD = 127
_KEPT = 8192
"""Ciphers kept ready in memory."""


class StreamKeys:
    """The keys of all streams; opened by the writer, and by readers with ``read_only``."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open or create the file, readable by its owner alone."""
        if not read_only and not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        self._db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
        if not read_only:
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA secure_delete=ON")
            self._db.execute(SCHEMA)
        self._ready: OrderedDict[int, AESGCM] = OrderedDict()
        self._unused: deque[tuple[int, bytes]] = deque()

    def take(self) -> tuple[int, AESGCM]:
        """Give out a key that no stream has: its number and its cipher.

        Raises:
            StoreDamaged: there is no room for more keys; nothing was given out.
        """
        if not self._unused:
            self._make_ahead()
        number, key = self._unused.popleft()
        return number, self._keep(number, key)

    def cipher(self, number: int) -> AESGCM:
        """Return the cipher of key *number*.

        Raises:
            StoreDamaged: there is no such key: destroyed, or lost.
        """
        ready = self._ready.get(number)
        if ready is not None:
            return ready
        # Whoever reads a log in its order needs the next ones soon.
        rows = self._db.execute(
            "SELECT number, key FROM stream_keys WHERE number BETWEEN ? AND ?", (number, number + _READ_AHEAD)
        )
        for found, key in rows.fetchall():
            if found not in self._ready and len(key) == KEY_SIZE:
                self._keep(found, key)
        if number not in self._ready:
            raise StoreDamaged(
                "stream-key-missing",
                f"Stream key {number} is not in stream-keys.db: restore its backup.",
                number=number,
            )
        return self._ready[number]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _keep(self, number: int, key: bytes) -> AESGCM:
        cipher = self._ready[number] = AESGCM(key)
        if len(self._ready) > _KEPT:
            self._ready.popitem(last=False)
        return cipher

    def _make_ahead(self) -> None:
        after = self._db.execute("SELECT coalesce(max(number), 0) FROM stream_keys").fetchone()[0]
        random = os.urandom(KEY_SIZE * _AHEAD)
        made = [(after + 1 + i, random[KEY_SIZE * i : KEY_SIZE * (i + 1)]) for i in range(_AHEAD)]
        try:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT INTO stream_keys VALUES (?, ?)", made)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise StoreDamaged(
                "not-stored", f"Stream keys could not be stored: {error}. Make room and try again.", why=str(error)
            ) from error
        self._unused.extend(made)
