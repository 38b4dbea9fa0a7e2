"""A copy of a registry that ends where its log had some size: as if everybody had gone home then."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from keys.checkpoints import verify_checkpoint
from registry.reader import Reader


def checkpoints(folder: Path) -> list[int]:
    """Return the sizes at which the log of a registry was signed, the published one last."""
    with Reader(folder) as reader:
        stored = [row[0] for row in reader.store.recorder.rows("SELECT size FROM checkpoints ORDER BY size")]
        published = reader.head().size
    return [*(size for size in stored if size < published), published]


def cut(folder: Path, size: int, to: Path) -> Path:
    """Copy the registry in *folder* to *to* without anything behind the checkpoint of *size* leaves."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("views", "past", "heads.db*", "writer.*"))
    with Reader(folder) as reader:
        note = reader.store.checkpoint_within(size)
        if note is None or verify_checkpoint(note, reader.log_key).checkpoint.size != size:
            note = reader.checkpoint()
        assert verify_checkpoint(note, reader.log_key).checkpoint.size == size
    (to / "tiles" / "checkpoint").write_bytes(note)
    with closing(sqlite3.connect(to / "register.db")) as file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        for table, rows in (("stored_events", "position >= ?"), ("numbers", "position >= ?")):
            file.execute(f"DELETE FROM {table} WHERE {rows}", (size,))  # noqa: S608 - names of our own
        for table in ("leaf_groups", "checkpoints"):
            file.execute(f"DELETE FROM {table} WHERE size > ?", (size,))  # noqa: S608 - names of our own
        file.commit()
    return to
