"""Ordinary tables: what is no evidence and may be edited, in an SQLite file of its own beside the register.

Drafts, addressee lists, accounts and sessions live so. A file may be opened by several threads and processes at
once: each thread has a connection, and a change is one transaction, all of it or nothing.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from registry.durable import sync_folder
from registry.errors import RegistryError

Value = str | int | bytes | None
SQLITE_VERSION = sqlite3.sqlite_version
PATIENCE = 10.0
"""Seconds to wait for another change to end."""


class PapersDamaged(RegistryError):
    """An ordinary file cannot be read or written."""


class Ordinary:
    """Some ordinary tables in one file, readable by its owner alone."""

    def __init__(self, path: Path, tables: Sequence[str] = (), *, read_only: bool = False) -> None:
        """Open the file, and make what is missing of *tables* (``CREATE TABLE IF NOT EXISTS …``).

        Args:
            path: The file.
            tables: Made where they are missing.
            read_only: The file is there, and neither made nor changed.

        Raises:
            PapersDamaged: the file cannot be opened, or is no file of tables.
        """
        self._path = path
        self._read_only = read_only
        self._mine = threading.local()
        self._turn = threading.Lock()
        if read_only:
            return
        if not path.exists():
            path.touch(mode=0o600)
            sync_folder(path.parent)
        with self.change() as file:
            for statement in tables:
                file.execute(statement)

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Return the rows of a query; they are read by the names of their columns.

        Raises:
            PapersDamaged: the file cannot be read.
        """
        try:
            return list(self._connection().execute(sql, values))
        except OverflowError:  # a number of more than 64 bits is in no row
            return []
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for one transaction, which is kept when the block ends and undone when it raises.

        Raises:
            PapersDamaged: the file cannot be written, or is kept busy.
        """
        try:
            connection = self._connection()
            with self._turn:  # threads wait in line; SQLite would let them sleep and look again
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._mine, "connection", None)
        if connection is not None:
            connection.close()
            self._mine.connection = None

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            named = f"{self._path.absolute().as_uri()}?mode={'ro' if self._read_only else 'rwc'}"
            connection = sqlite3.connect(named, uri=True, timeout=PATIENCE, isolation_level=None)
            connection.row_factory = sqlite3.Row
            if not self._read_only:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("PRAGMA foreign_keys = ON")
            self._mine.connection = connection
        return connection

    def _damaged(self, error: Exception) -> PapersDamaged:
        return PapersDamaged(
            "papers-damaged",
            f"{self._path.name} cannot be used: {error}. Make room, or bring the file back from its backup.",
            file=self._path.name,
            why=str(error),
        )
