"""What somebody with the database in hand can do to it, and nothing more."""

import sqlite3
from contextlib import closing
from pathlib import Path

from registry.audit.audit import Trust, audit
from registry.audit.report import AuditReport


def audited(folder: Path, *held: bytes) -> AuditReport:
    """Audit the registry, trusting what lies beside it and checkpoints that somebody else *held*."""
    beside = Trust.beside(folder)
    return audit(folder, Trust(beside.roots, beside.log_key, beside.leaf0, held), cores=1)


def overwrite(folder: Path, *changes: tuple[object, ...]) -> None:
    """Change ``register.db`` as its administrator can: without the triggers, which are put back afterwards."""
    with closing(sqlite3.connect(folder / "register.db", isolation_level=None)) as db:
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        for statement, *values in changes:
            db.execute(str(statement), values)
        for _, sql in guards:
            db.execute(sql)


def copy_of_database(folder: Path) -> dict[str, bytes]:
    """Return a backup of both databases, made while nobody writes."""
    for name in ("register.db", "stream-keys.db"):
        with closing(sqlite3.connect(folder / name, isolation_level=None)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {path.name: path.read_bytes() for path in folder.glob("*.db*")}


def restore(folder: Path, backup: dict[str, bytes]) -> None:
    """Put a backup of the databases back."""
    for path in folder.glob("*.db*"):
        path.unlink()
    for name, data in backup.items():
        (folder / name).write_bytes(data)
