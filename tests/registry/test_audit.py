"""A registry of eight facts, changed in every way that a hand can change it: the audit names it.

Of long values the first bytes and a sample of the others are changed; with SARABAN_EVERY_BYTE set, every byte.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.authority import Role
from domain.letter.text import Answers, Link
from domain.series import SeriesKind
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditFailed, AuditReport
from registry.store.blobs import Blobs
from tests.registry.world import DIRECTOR_GENERAL, World

THOROUGH = bool(os.environ.get("SARABAN_EVERY_BYTE"))
WHOLE = 24
"""Bytes at the beginning of a value: the key's number, the nonce, where the text begins; every third is changed."""
STEP = 61
FACTS = (0, 2, 4, 6, 8, 10, 13, 14)
"""Their positions; at 11 and 15 stand the public leaves of a number, and each group ends with the root of the map."""


class EightFacts:
    """A small registry on disk: opened, an official and the key, a series, a number, a letter and its admission."""

    def __init__(self, folder: Path, trust: Trust) -> None:
        self.folder = folder
        self.trust = trust
        self.database = folder / "register.db"

    def audit(self, trust: Trust | None = None) -> AuditReport:
        return audit(self.folder, trust or self.trust, cores=1)

    def change(self, table: str, *changes: tuple[object, ...]) -> None:
        """Change a table with its triggers taken away for a moment; a change is a statement and its values."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as db:
            db.execute("PRAGMA synchronous=OFF")
            db.execute("PRAGMA journal_mode=MEMORY")
            triggers = db.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
            )
            guards = triggers.fetchall()
            db.execute("BEGIN")
            for name, _ in guards:
                db.execute(f"DROP TRIGGER {name}")
            for statement, *values in changes:
                db.execute(str(statement), values)
            for _, sql in guards:
                db.execute(sql)
            db.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> EightFacts:
    folder = tmp_path_factory.mktemp("audit") / "registry"
    world = World.founded(folder)
    world.enrol("dg", DIRECTOR_GENERAL.name, posts=(DIRECTOR_GENERAL.post,), roles=(Role.SIGNATORY,))
    world.open_series(SeriesKind.CIRCULAR, after=270)
    world.admit(world.sign(world.letter(world.reserve(clerk="r1"))))
    world.close()
    _fold_journals(folder)
    return EightFacts(folder, Trust.beside(folder))


@pytest.fixture
def registry(original: EightFacts, tmp_path: Path) -> EightFacts:
    """A copy to change."""
    shutil.copytree(original.folder, tmp_path / "registry")
    return EightFacts(tmp_path / "registry", original.trust)


@pytest.fixture(scope="module")
def played_with(original: EightFacts, tmp_path_factory: pytest.TempPathFactory) -> EightFacts:
    """A copy that many changes are tried on, one at a time, each taken back."""
    folder = tmp_path_factory.mktemp("played") / "registry"
    shutil.copytree(original.folder, folder)
    return EightFacts(folder, original.trust)


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
    """A stored value with one bit changed, in a sample of its bytes; or in every byte of it."""
    if isinstance(value, int):
        yield from (value ^ (1 << 9 * byte) for byte in range(7))
        yield -value - 1
        return
    for at in range(len(value)):
        if at % (STEP if at >= WHOLE else 3) and not THOROUGH:
            continue
        yield value[:at] + bytes((value[at] ^ (1 << at % 7),)) + value[at + 1 :]


def test_eight_facts_pass_and_the_report_counts_them(original: EightFacts) -> None:
    report = original.audit()

    assert (report.facts, report.signatures - report.checkpoints, report.by_people) == (8, 8, 4)
    assert (report.letters, report.numbers_issued, report.numbers_void, report.answers) == (1, 1, 0, 6)
    assert report.remarks == []


COLUMNS = [
    ("stored_events", "position"),
    ("stored_events", "originator_id"),
    ("stored_events", "originator_version"),
    ("stored_events", "topic"),
    *[("stored_events", f"state {position}") for position in FACTS],
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


def test_no_column_is_left_out(original: EightFacts) -> None:
    tables = [row[0] for row in original.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {(table, row[1]) for table in tables for row in original.rows(f"PRAGMA table_info({table})")}

    assert columns == {(table, column.partition(" ")[0]) for table, column in COLUMNS}


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_every_byte_of_every_stored_value_counts(played_with: EightFacts, table: str, column: str) -> None:
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
                played_with.change(table, (change, changed, row))
                played_with.audit()
                passed.append((row, changed))
            except (AuditFailed, sqlite3.IntegrityError):
                pass
            played_with.database.write_bytes(before)

    assert found
    assert passed == []
    assert played_with.audit().facts == 8


# --- rows ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["stored_events", "leaf_groups", "numbers", "checkpoints"])
def test_a_deleted_row_is_missed(registry: EightFacts, table: str) -> None:
    key = "n" if table == "numbers" else "rowid"
    before = registry.database.read_bytes()
    keys = [row for (row,) in registry.rows(f"SELECT {key} FROM {table}")]  # noqa: S608 -- names of our own
    if table == "checkpoints":
        keys = []  # a convenience: signed again when lost, so nothing is wrong without one

    for row in keys:
        registry.change(table, (f"DELETE FROM {table} WHERE {key} = ?", row))  # noqa: S608 -- names of our own
        with pytest.raises(AuditFailed):
            registry.audit()
        registry.database.write_bytes(before)

    assert registry.audit().facts == 8


@pytest.mark.parametrize("position", FACTS)
def test_the_position_of_a_deleted_fact_is_named(registry: EightFacts, position: int) -> None:
    registry.change("stored_events", ("DELETE FROM stored_events WHERE position = ?", position))

    with pytest.raises(AuditFailed, match=f"There is no fact at position {position}") as refused:
        registry.audit()

    assert (refused.value.position, refused.value.slug) == (position, "no-such-position")


@pytest.mark.parametrize(("one", "other"), [(0, 2), (6, 8), (10, 14), (13, 14)])
def test_two_facts_in_each_others_place_are_named(registry: EightFacts, one: int, other: int) -> None:
    swap = "UPDATE stored_events SET position = ? WHERE position = ?"

    registry.change("stored_events", (swap, 99, one), (swap, one, other), (swap, other, 99))

    with pytest.raises(AuditFailed, match="altered or moved") as refused:
        registry.audit()
    assert refused.value.position == one


@pytest.mark.parametrize("position", [-1, 11, 12, 17])
def test_an_inserted_fact_is_named(registry: EightFacts, position: int) -> None:
    copied = registry.rows("SELECT topic, state FROM stored_events WHERE position = 10")[0]
    stream = "0177abcd-0000-7000-8000-000000000000"

    registry.change("stored_events", ("INSERT INTO stored_events VALUES (?, ?, 0, ?, ?)", position, stream, *copied))

    with pytest.raises(AuditFailed, match=r"no fact|no leaf"):
        registry.audit()


def test_a_number_made_final_that_no_fact_made_so_is_found(registry: EightFacts) -> None:
    row = registry.rows("SELECT series, n + 1, state, position FROM numbers")[0]

    registry.change("numbers", ("INSERT INTO numbers VALUES (?, ?, ?, ?)", *row))

    with pytest.raises(AuditFailed, match="holds 2 numbers, and facts made 1 final"):
        registry.audit()


def test_leaves_inserted_behind_the_last_are_named(registry: EightFacts) -> None:
    ((size, leaves),) = registry.rows("SELECT size, leaves FROM leaf_groups ORDER BY first LIMIT 1")

    last = registry.rows("SELECT max(size) FROM leaf_groups")[0][0]
    registry.change("leaf_groups", ("INSERT INTO leaf_groups VALUES (?, ?, ?)", last, last + size, leaves))

    with pytest.raises(AuditFailed, match="There is no fact at position 17"):
        registry.audit()


def test_the_newest_transaction_removed_from_everything_is_found(registry: EightFacts) -> None:
    (first,) = registry.rows("SELECT max(first) FROM leaf_groups")[0]
    registry.change("stored_events", ("DELETE FROM stored_events WHERE position >= ?", first))
    registry.change("leaf_groups", ("DELETE FROM leaf_groups WHERE first = ?", first))
    registry.change("numbers", ("DELETE FROM numbers",))
    registry.change("requests", ("DELETE FROM requests",))

    with pytest.raises(AuditFailed, match="The database has 13 leaves, and 17 were signed") as refused:
        registry.audit()

    assert refused.value.slug == "database-older-than-signed"


def test_an_old_copy_of_the_database_is_found(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    world.issue()
    world.close()
    _fold_journals(tmp_path / "registry")
    registry = EightFacts(tmp_path / "registry", Trust.beside(tmp_path / "registry"))
    old = registry.database.read_bytes(), (tmp_path / "registry" / "stream-keys.db").read_bytes()
    world.reopen()
    world.issue()
    world.close()
    _fold_journals(tmp_path / "registry")

    registry.database.write_bytes(old[0])
    (tmp_path / "registry" / "stream-keys.db").write_bytes(old[1])

    with pytest.raises(AuditFailed, match="a newer copy of the database exists"):
        registry.audit()


# --- what guards the rows ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        *[f"DROP TRIGGER {t}_no_{act}" for t in ("stored_events", "numbers") for act in ("update", "delete", "insert")],
        "DROP INDEX events_by_name",
        "CREATE TABLE more (x)",
        "CREATE TRIGGER more AFTER INSERT ON stored_events BEGIN SELECT 1; END",
        "CREATE VIEW more AS SELECT 1",
    ],
)
def test_a_changed_schema_is_found(registry: EightFacts, statement: str) -> None:
    with closing(sqlite3.connect(registry.database)) as db:
        db.execute(statement)

    with pytest.raises(AuditFailed, match="is missing, too many, or not as this version writes it") as refused:
        registry.audit()

    assert refused.value.where == "register.db"


def test_an_index_that_hides_a_row_is_found(registry: EightFacts) -> None:
    with closing(sqlite3.connect(registry.database, isolation_level=None)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events_by_name'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    with registry.database.open("r+b") as file:
        file.seek((root - 1) * size + 3)
        file.write(b"\x00\x00")  # the number of cells of a b-tree page

    with pytest.raises(AuditFailed, match=r"register\.db is damaged"):
        registry.audit()


def test_a_database_that_is_none_is_refused(registry: EightFacts) -> None:
    registry.database.write_bytes(b"not a database" * 100)

    with pytest.raises(AuditFailed, match="cannot be read"):
        registry.audit()


# --- what lies beside the rows -------------------------------------------------------------------------------


def _published(registry: EightFacts) -> list[Path]:
    """The files that the newest checkpoint needs; narrower partial ones are kept for older checkpoints."""
    tiles = registry.folder / "tiles"
    return [tiles / "checkpoint", tiles / "tile/0/000.p/17", tiles / "tile/entries/000.p/17"]


def test_every_byte_of_every_tile_and_bundle_counts(registry: EightFacts) -> None:
    for path in _published(registry):
        data = path.read_bytes()
        for changed in _flipped(data):
            path.write_bytes(changed)  # type: ignore[arg-type] # of bytes come bytes
            with pytest.raises(AuditFailed):
                registry.audit()
        path.write_bytes(data)

    assert registry.audit().facts == 8


def test_an_altered_tile_of_an_older_checkpoint_is_found(registry: EightFacts) -> None:
    path = registry.folder / "tiles/tile/0/000.p/4"
    path.write_bytes(bytes(32) + path.read_bytes()[32:])

    with pytest.raises(AuditFailed, match=r"tile/0/000\.p/4 is not what the log's leaves make of it"):
        registry.audit()


def test_tiles_missing_or_too_many_are_found(registry: EightFacts) -> None:
    for path in _published(registry):
        data = path.read_bytes()
        path.unlink()
        with pytest.raises(AuditFailed, match="is missing in the log's folder"):
            registry.audit()
        path.write_bytes(data)
    (registry.folder / "tiles" / "tile" / "0" / "001").write_bytes(bytes(32))

    with pytest.raises(AuditFailed, match="tile/0/001 belongs to no log of 17 leaves"):
        registry.audit()


def test_an_earlier_checkpoint_put_back_is_found(registry: EightFacts) -> None:
    earlier = registry.rows("SELECT note FROM checkpoints ORDER BY size LIMIT 1")[0][0]
    (registry.folder / "tiles" / "checkpoint").write_bytes(earlier)

    with pytest.raises(AuditFailed, match="17 leaves were signed, and the published checkpoint says 2"):
        registry.audit()


def test_every_byte_of_every_used_stream_key_counts(registry: EightFacts) -> None:
    path = registry.folder / "stream-keys.db"
    before = path.read_bytes()
    with closing(sqlite3.connect(path)) as db:
        keys = db.execute("SELECT number, key FROM stream_keys").fetchall()

    for number, key in keys:
        for column, value in (("number", number), ("key", key)):
            for changed in _flipped(value):
                with closing(sqlite3.connect(path, isolation_level=None)) as db:
                    db.execute("PRAGMA synchronous=OFF")
                    db.execute(f"UPDATE OR REPLACE stream_keys SET {column} = ? WHERE number = ?", (changed, number))  # noqa: S608
                with pytest.raises(AuditFailed):
                    registry.audit()
                path.write_bytes(before)

    assert len(keys) == 7


def test_a_stream_key_that_nothing_needs_is_no_fault(registry: EightFacts) -> None:
    with closing(sqlite3.connect(registry.folder / "stream-keys.db")) as db:
        db.execute("INSERT INTO stream_keys VALUES (9999, ?)", (bytes(32),))
        db.commit()

    assert registry.audit().facts == 8


def test_every_named_file_is_read_and_the_first_fact_that_names_it_is_told(registry: EightFacts) -> None:
    for path in [path for path in (registry.folder / "blobs").rglob("*") if not path.is_dir()]:
        data = path.read_bytes()
        for changed in (data[:-1] + bytes((data[-1] ^ 1,)), data + b"\x00", b""):
            path.write_bytes(changed)
            with pytest.raises(AuditFailed, match=r"is not what was stored") as refused:
                registry.audit()
            assert refused.value.position in {0, 4, 8, 13}
        path.unlink()
        with pytest.raises(AuditFailed, match=r"is missing from the store"):
            registry.audit()
        path.write_bytes(data)

    assert registry.audit().files == 7


def test_a_file_that_no_fact_names_is_a_remark(registry: EightFacts) -> None:
    Blobs(registry.folder / "blobs").put(b"handed in and never used")

    report = registry.audit()

    assert [remark.slug for remark in report.remarks] == ["unnamed-files"]


def test_without_the_signers_record_the_audit_says_what_it_cannot_say(registry: EightFacts) -> None:
    shutil.rmtree(registry.folder / "signer")

    report = registry.audit()

    assert [remark.slug for remark in report.remarks] == ["no-signer-record"]


def test_every_byte_of_the_signers_newest_record_counts(registry: EightFacts) -> None:
    path = registry.folder / "signer" / "signed-heads"
    data = path.read_bytes()
    newest = max((0, 4096), key=lambda start: data[start + 8 : start + 16])

    for at in range(newest, newest + 88):
        path.write_bytes(data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :])
        with pytest.raises(AuditFailed, match="the signer's record ends at 13"):
            registry.audit()


# --- whom the auditor trusts -----------------------------------------------------------------------------------


def test_the_auditors_own_roots_key_and_leaf_decide(registry: EightFacts, tmp_path: Path) -> None:
    stranger = World.founded(tmp_path / "stranger")
    stranger.close()
    theirs = Trust.beside(tmp_path / "stranger")
    ours = registry.trust

    with pytest.raises(AuditFailed, match="No trusted root stands above"):
        registry.audit(replace(ours, roots=theirs.roots))
    with pytest.raises(AuditFailed, match="None of the known keys signed this note"):
        registry.audit(replace(ours, log_key=theirs.log_key))
    with pytest.raises(AuditFailed, match="Leaf 0 is not the one whose hash is trusted"):
        registry.audit(replace(ours, leaf0=theirs.leaf0))


def test_a_held_checkpoint_of_another_history_of_the_same_log_is_found(registry: EightFacts) -> None:
    checkpoint = (registry.folder / "tiles" / "checkpoint").read_bytes()

    assert registry.audit(replace(registry.trust, held=(checkpoint,))).facts == 8

    registry.change("stored_events", ("DELETE FROM stored_events WHERE position >= 13",))
    registry.change("leaf_groups", ("DELETE FROM leaf_groups WHERE first >= 13",))
    registry.change("numbers", ("DELETE FROM numbers",))
    registry.change("requests", ("DELETE FROM requests",))
    shutil.rmtree(registry.folder / "signer")
    with pytest.raises(AuditFailed, match="and 17 were signed"):
        registry.audit(replace(registry.trust, held=(checkpoint,)))


def test_progress_ends_with_all_leaves(original: EightFacts) -> None:
    told: list[tuple[int, int]] = []

    audit(original.folder, original.trust, progress=lambda done, total: told.append((done, total)))

    assert told[-1] == (17, 17)


def test_what_is_not_held_in_memory_is_read_again(tmp_path: Path) -> None:
    world = World.staffed(tmp_path / "registry")
    letters = [world.issue() for _ in range(3)]
    matters = [world.receive() for _ in range(2)]
    for letter in letters:
        world.dispatch(letter)
    for to in (0, 1):
        for letter in letters:
            world.acknowledge(letter, to=to)
    for matter in matters:
        world.enter(matter, "matter.assigned.v1", to="กองคลัง", clerk="clerk", due=None)
        world.enter(matter, "entry.noted.v1", remark="ด่วน", clerk="clerk")
    world.issue(links=[Link(Answers.ANSWERS, matters[0], "1"), Link(Answers.REPLACES, letters[0], "2")])
    cancelled = {"instrument": letters[2], "number": "3", "reason": "ซ้ำ", "clerk": "clerk"}
    world.enter(letters[1], "letter.cancelled.v1", **cancelled)
    world.close()
    trust = Trust.beside(tmp_path / "registry")

    sparing = audit(tmp_path / "registry", trust, cores=1, kept=1)

    assert sparing == audit(tmp_path / "registry", trust, cores=2)
    assert (sparing.letters, sparing.received, sparing.acknowledged) == (4, 2, 6)
