"""Refusals on record are noted in the log once a day, and the audit holds their file against every note."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from domain.records import RecordHead, RecordKind, RecordsNoted
from domain.values import Digest, StreamId
from registry import records
from registry.accounts.refusals import Door, Refusals, Refused
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditFailed, AuditReport
from registry.reader import Reader
from registry.register.group import Group
from registry.replay import replay
from tests.registry.world import World

ANOTHER = Digest("sha256:" + "a" * 64)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World.founded(tmp_path / "registry")
    yield made
    made.close()


def refuse(world: World, *paths: str) -> None:
    with closing(Refusals(world.folder / "refusals.db")) as refusals:
        for path in paths:
            refusals.note(Refused(world.now, Door.PAGE, "clerk", "clerk", "POST", path, 403, "not-yours"))


def noted(world: World) -> RecordsNoted | None:
    with Reader(world.folder) as reader:
        return records.newest(reader)


def rows_noted(world: World) -> list[int]:
    with Reader(world.folder) as reader:
        facts = [line.statement.fact for line in reader.facts()]
    return [head.rows for fact in facts if isinstance(fact, RecordsNoted) for head in fact.heads]


def act(world: World) -> None:
    """Let the writer begin a group in which nobody asks for anything."""
    world.register.process([])


def audited(world: World) -> AuditReport:
    return audit(world.folder, Trust.beside(world.folder), cores=1)


def doctor(world: World, *statements: str) -> None:
    with closing(sqlite3.connect(world.folder / "refusals.db")) as file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            file.execute(statement)
        file.commit()


def write_another(world: World, *paths: str) -> None:
    """Put a whole record in the place of the one that was written: each row of it is chained to the one before."""
    for file in world.folder.glob("refusals.db*"):
        file.unlink()
    refuse(world, *paths)


def test_nothing_is_noted_while_nothing_was_refused(world: World) -> None:
    world.next_day()
    act(world)

    assert noted(world) is None
    assert audited(world).refusals == 0


def test_what_was_refused_is_noted_once_a_day_when_it_has_grown(world: World) -> None:
    refuse(world, "/1", "/2")
    world.next_day()
    act(world)
    refuse(world, "/3")
    act(world)
    world.reopen()
    act(world)
    same_day = rows_noted(world)
    world.next_day()
    act(world)
    world.next_day()
    act(world)

    assert same_day == [2]
    assert rows_noted(world) == [2, 3]
    assert audited(world).refusals == 3


def test_a_replay_reads_over_what_is_noted(world: World) -> None:
    refuse(world, "/1")
    world.next_day()
    act(world)

    with Reader(world.folder) as reader:
        found = replay(reader)

    assert found.facts == len(list(world.register.store.after(-1, 100)))


def test_another_record_in_the_place_of_the_noted_one_is_named_by_the_audit(world: World) -> None:
    refuse(world, "/1", "/2")
    world.next_day()
    act(world)
    write_another(world, "/1", "/harmless", "/3")

    with pytest.raises(AuditFailed, match=r"refusals\.db: The record of refusals up to row 2 is another one") as failed:
        audited(world)

    assert (failed.value.slug, failed.value.facts["row"]) == ("refusals-not-as-noted", 2)


def test_an_earlier_note_counts_also_where_the_newest_agrees_with_the_file(world: World) -> None:
    refuse(world, "/1")
    world.next_day()
    act(world)
    write_another(world, "/harmless", "/2")
    world.next_day()
    act(world)

    with pytest.raises(AuditFailed, match="up to row 1 is another one"):
        audited(world)


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        (("DELETE FROM refusals", "DELETE FROM newest"), "Row 1 of the record of refusals is missing"),
        (
            (
                "DELETE FROM refusals WHERE n = 2",
                "UPDATE newest SET n = 1, digest = (SELECT digest FROM refusals WHERE n = 1)",
            ),
            "Row 2 of the record of refusals is missing",
        ),
        (("UPDATE refusals SET account = 'other' WHERE n = 1",), "Row 1 of the record of refusals"),
        (("UPDATE refusals SET path = x'ff' WHERE n = 2",), "Row 2 of the record of refusals"),
        (("DROP TABLE refusals",), r"refusals\.db cannot be used"),
    ],
)
def test_what_is_removed_or_altered_is_named_by_the_audit(world: World, statements: tuple[str, ...], why: str) -> None:
    refuse(world, "/1", "/2")
    world.next_day()
    act(world)
    doctor(world, *statements)

    with pytest.raises(AuditFailed, match=why):
        audited(world)


def test_a_record_that_is_gone_is_named_by_the_audit_and_stops_no_act(world: World) -> None:
    refuse(world, "/1")
    world.next_day()
    act(world)
    for file in world.folder.glob("refusals.db*"):
        file.unlink()
    world.next_day()
    act(world)

    with pytest.raises(AuditFailed, match=r"refusals\.db cannot be used"):
        audited(world)


def test_a_record_that_cannot_be_read_stops_no_act(world: World) -> None:
    (world.folder / "refusals.db").write_bytes(b"no database" * 100)
    world.next_day()

    act(world)

    assert noted(world) is None


@pytest.mark.parametrize(
    ("rows", "newest"), [(1, ANOTHER), (2, ANOTHER)], ids=["fewer than before", "the same, told otherwise"]
)
def test_a_writer_that_was_taken_over_notes_no_record_shorter_or_otherwise(
    world: World, rows: int, newest: Digest
) -> None:
    refuse(world, "/1", "/2")
    world.next_day()
    act(world)

    said = RecordsNoted((RecordHead(RecordKind.REFUSALS, rows, newest),))
    force(world, said)

    with pytest.raises(AuditFailed, match="No record had grown since"):
        audited(world)


def test_a_note_in_a_stream_of_its_own_is_none(world: World) -> None:
    work = world.register.decide([])
    work.group.begin(RecordsNoted((RecordHead(RecordKind.REFUSALS, 1, ANOTHER),)))
    world.register.commit(work)

    with pytest.raises(AuditFailed, match="stands in the stream of leaf 0"):
        audited(world)


def force(world: World, said: RecordsNoted) -> None:
    work = world.register.decide([])
    group: Group = work.group
    group.seal(StreamId(group.store.at_position(0).place.stream), said)
    world.register.commit(work)


def test_a_clock_set_back_notes_nothing_before_what_was_noted(world: World) -> None:
    refuse(world, "/1")
    world.next_day()
    act(world)
    refuse(world, "/2")
    world.now -= timedelta(days=1)
    act(world)

    assert rows_noted(world) == [1]
