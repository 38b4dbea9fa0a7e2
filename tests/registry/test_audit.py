"""A registry of five facts, changed in every way that a hand can change it: the audit names it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from domain.series import SeriesKind
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditFailed, AuditReport
from tests.registry.world import REGISTRAR, World


class FiveFacts:
    """A small registry on disk: opened, a series, a number, a signed letter, its admission."""

    def __init__(self, folder: Path, trust: Trust) -> None:
        self.folder = folder
        self.trust = trust
        self.database = folder / "register.db"

    def audit(self, trust: Trust | None = None) -> AuditReport:
        return audit(self.folder, trust or self.trust, threads=1)

    def change(self, statement: str, *values: object) -> None:
        """Change the database with all triggers taken away for a moment."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as db:
            db.execute("PRAGMA synchronous=OFF")
            db.execute("PRAGMA journal_mode=MEMORY")
            triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            db.execute("BEGIN")
            for name, _ in triggers:
                db.execute(f"DROP TRIGGER {name}")
            db.execute(statement, values)
            for _, sql in triggers:
                db.execute(sql)
            db.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> FiveFacts:
    folder = tmp_path_factory.mktemp("audit") / "registry"
    world = World.founded(folder)
    world.open_series(SeriesKind.CIRCULAR, after=270)
    world.issue(signatory=REGISTRAR)
    world.close()
    _fold_journals(folder)
    return FiveFacts(folder, Trust.beside(folder))


@pytest.fixture
def registry(original: FiveFacts, tmp_path: Path) -> FiveFacts:
    """A copy to change."""
    shutil.copytree(original.folder, tmp_path / "registry")
    return FiveFacts(tmp_path / "registry", original.trust)


@pytest.fixture(scope="module")
def played_with(original: FiveFacts, tmp_path_factory: pytest.TempPathFactory) -> FiveFacts:
    """A copy that many changes are tried on, one at a time, each taken back."""
    folder = tmp_path_factory.mktemp("played") / "registry"
    shutil.copytree(original.folder, folder)
    return FiveFacts(folder, original.trust)


def _fold_journals(folder: Path) -> None:
    """Make one plain file of each database, so that a copy of it is quick and whole."""
    with closing(sqlite3.connect(folder / "register.db", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
        used = [int.from_bytes(state[:8], "big") for (state,) in db.execute("SELECT state FROM stored_events")]
    with closing(sqlite3.connect(folder / "stream-keys.db", isolation_level=None)) as db:
        # The thousands of keys that were made ahead are of no use here and slow to copy.
        db.executemany("UPDATE stream_keys SET number = -number WHERE number = ?", [(number,) for number in set(used)])
        db.execute("DELETE FROM stream_keys WHERE number > 0")
        db.execute("UPDATE stream_keys SET number = -number")
        db.execute("VACUUM")
        db.execute("PRAGMA journal_mode=DELETE")


def _flipped(value: bytes | int) -> Iterator[bytes | int]:
    """A stored value with one bit changed, in every byte of it."""
    if isinstance(value, int):
        yield from (value ^ (1 << 9 * byte) for byte in range(7))
        yield -value - 1
        return
    for at in range(len(value)):
        yield value[:at] + bytes((value[at] ^ (1 << at % 7),)) + value[at + 1 :]


def test_five_facts_pass_and_the_report_counts_them(original: FiveFacts) -> None:
    report = original.audit()

    assert (report.facts, report.signatures - report.checkpoints, report.by_people) == (5, 5, 1)
    assert (report.letters, report.numbers_issued, report.numbers_void, report.answers) == (1, 1, 0, 3)
    assert report.remarks == []


COLUMNS = [
    ("stored_events", "position"),
    ("stored_events", "originator_id"),
    ("stored_events", "originator_version"),
    ("stored_events", "topic"),
    *[("stored_events", f"state {position}") for position in (0, 1, 2, 4, 5)],
    ("leaf_groups", "first"),
    ("leaf_groups", "size"),
    ("leaf_groups", "leaves"),
    ("numbers", "series"),
    ("numbers", "n"),
    ("numbers", "state"),
    ("numbers", "position"),
    ("requests", "id"),
    ("requests", "asked"),
    ("requests", "answer"),
    ("checkpoints", "size"),
    ("checkpoints", "note"),
]


def test_no_column_is_left_out(original: FiveFacts) -> None:
    tables = [row[0] for row in original.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {(table, row[1]) for table in tables for row in original.rows(f"PRAGMA table_info({table})")}

    assert columns == {(table, column.partition(" ")[0]) for table, column in COLUMNS}


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_byte_of_every_stored_value_counts(played_with: FiveFacts, table: str, column: str) -> None:
    column, _, only = column.partition(" ")
    key = {"numbers": "n", "requests": "id"}.get(table, "rowid")
    only_one = f"WHERE position = {only}" if only else ""
    before = played_with.database.read_bytes()
    found = played_with.rows(f"SELECT {key}, typeof({column}), {column} FROM {table} {only_one}")  # noqa: S608 -- ours
    passed = []

    for row, kind, value in found:
        new = "CAST(? AS TEXT)" if kind == "text" else "?"
        change = f"UPDATE {table} SET {column} = {new} WHERE {key} = ?"  # noqa: S608 -- names of our own
        for changed in _flipped(value.encode() if kind == "text" else value):
            try:
                played_with.change(change, changed, row)
                played_with.audit()
                passed.append((row, changed))
            except (AuditFailed, sqlite3.IntegrityError):
                pass
            played_with.database.write_bytes(before)

    assert found
    assert passed == []
    assert played_with.audit().facts == 5
