"""How the registry runs, looked at from outside: nothing is changed, nothing of letters shows, and trouble is told."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from registry.accounts.refusals import Door, Refusals, Refused
from registry.operation import disk as disks
from registry.operation.disk import Disk, Measured, Part
from registry.operation.files import unusable
from registry.operation.queues import What, queues
from registry.operation.state import Kind, Severity, State, soonest, state, troubles
from registry.operation.writing import writing
from registry.ordinary import Ordinary
from registry.papers import arrivals, drafts, mail, proposals
from registry.reader import Reader
from registry.register.client import Client
from registry.views.book import Book
from registry.views.rebuilding import rebuild
from registry.views.standing import ViewState
from registry.views.view import files_of, open_view
from registry.wire import THAI_TIME
from tests.registry.world import World


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World.staffed(tmp_path_factory.mktemp("running") / "registry")
    world.issue()
    return world


@pytest.fixture(scope="module")
def papers(world: World) -> Ordinary:
    tables = (*drafts.TABLES, *arrivals.TABLES, *mail.TABLES, *proposals.TABLES)
    return Ordinary(world.folder / "papers.db", tables)


@pytest.fixture
def reader(world: World) -> Iterator[Reader]:
    with Reader(world.folder) as reader:
        yield reader


@pytest.fixture
def found(reader: Reader, papers: Ordinary, world: World) -> State:
    return replace(state(reader, papers, now=world.now), disk=Disk(100, 50))


def test_a_registry_that_was_just_opened_needs_no_hand(found: State) -> None:
    assert troubles(found) == []
    assert found.log is not None
    assert found.certificates is not None
    assert (found.log.behind, found.log.leaves > found.log.facts > 0, found.ahead) == (0, True, 0.0)
    assert {one.state for one in found.projections} <= {ViewState.NOT_MADE, ViewState.SERVING}
    assert {one.whose for one in found.certificates.officers} == {"r1", "r2", "dg", "clerk", "p0", "p1", "p2"}


def test_to_look_makes_no_projection_and_lets_none_follow(world: World, reader: Reader, papers: Ordinary) -> None:
    open_view(reader, Book).close()
    world.issue()
    before = sorted(path.name for path in reader.home.views.iterdir())
    (book,) = (one for one in state(reader, papers, now=world.now).projections if one.name == Book.NAME)

    assert sorted(path.name for path in reader.home.views.iterdir()) == before
    assert (book.state, book.behind) == (ViewState.SERVING, 3)
    assert book.size >= 4096


def test_a_projection_that_was_rebuilt_says_when(reader: Reader, papers: Ordinary, world: World) -> None:
    began = datetime.now(THAI_TIME).replace(microsecond=0)
    rebuild(reader, Book)

    (book,) = (one for one in state(reader, papers, now=world.now).projections if one.name == Book.NAME)

    assert book.rebuilt is not None
    assert began <= book.rebuilt <= datetime.now(THAI_TIME)
    assert book.behind == 0


def test_a_projection_that_is_damaged_is_told(found: State, reader: Reader, papers: Ordinary, world: World) -> None:
    path = files_of(reader.home.views, Book)[-1]
    kept = path.read_bytes() if path.exists() else None
    path.write_bytes(b"no database at all" * 300)
    try:
        damaged = state(reader, papers, now=world.now)
    finally:
        path.unlink() if kept is None else path.write_bytes(kept)

    assert [(one.kind, one.facts) for one in troubles(replace(damaged, disk=found.disk))] == [
        (Kind.VIEW_DAMAGED, {"view": Book.NAME})
    ]


@pytest.mark.parametrize(
    ("full", "kinds"), [(79, []), (80, [Kind.DISK_FILLING]), (89, [Kind.DISK_FILLING]), (90, [Kind.DISK_FULL])]
)
def test_a_disk_is_a_warning_from_80_percent_and_a_failure_from_90(found: State, full: int, kinds: list[Kind]) -> None:
    told = troubles(replace(found, disk=Disk(1000, 1000 - 10 * full)))

    assert [one.kind for one in told] == kinds


def test_how_full_a_disk_is_counts_what_others_may_not_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1000, 600, 200))

    assert (disks.disk(tmp_path), disks.disk(tmp_path).full) == (Disk(800, 200), 75)


@pytest.mark.parametrize(
    ("left", "kind"),
    [(timedelta(days=31), None), (timedelta(days=29), Kind.CERTIFICATE_ENDS), (timedelta(0), Kind.CERTIFICATE_ENDED)],
)
def test_certificates_are_told_a_month_before_they_end(found: State, left: timedelta, kind: Kind | None) -> None:
    assert found.certificates is not None
    first = soonest(found.certificates)
    told = troubles(replace(found, at=first.until - left))

    assert {one.kind for one in told} == ({kind} if kind else set())
    assert all(one.facts["until"] == first.until.date() for one in told if one.facts["holder"] == first.holder)


def test_the_seals_end_is_a_failure_and_an_officers_a_warning(found: State) -> None:
    known = found.certificates
    assert known is not None
    over = known.seal.until + timedelta(seconds=1)
    officer = replace(known.officers[0], until=over - timedelta(days=9))
    later = replace(known.seal, until=over + timedelta(days=900))
    certificates = replace(known, roots=(), officers=(officer,))

    officers = troubles(replace(found, at=over, certificates=replace(certificates, seal=later)))
    seals = troubles(replace(found, at=over, certificates=certificates))

    assert [one.severity for one in officers] == [Severity.WARNING]
    assert [one.severity for one in seals] == [Severity.FAILING, Severity.WARNING]


def test_a_clock_that_was_set_back_is_told(reader: Reader, papers: Ordinary, world: World, found: State) -> None:
    back = replace(state(reader, papers, now=world.now - timedelta(hours=1)), disk=found.disk)

    assert [(one.kind, one.facts) for one in troubles(back)] == [(Kind.CLOCK_BEHIND, {"seconds": 3600})]


def test_leaves_that_nobody_publishes_are_told_unless_a_writer_is_about_to(found: State) -> None:
    assert found.log is not None
    behind = replace(found, log=replace(found.log, published=found.log.leaves - 2))
    busy = replace(behind, writing=replace(found.writing, running=True))

    assert [(one.kind, one.facts) for one in troubles(behind)] == [(Kind.LOG_UNPUBLISHED, {"leaves": 2})]
    assert troubles(busy) == []


# --- what is broken ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "part"),
    [
        ("tiles/checkpoint", "tiles"),
        ("trust/roots.pem", "trust"),
        ("papers.db", "papers.db"),
        ("accounts.db", "accounts.db"),
        ("access.db", "access.db"),
        ("refusals.db", "refusals.db"),
    ],
)
def test_what_cannot_be_read_is_told_with_all_the_rest(tmp_path: Path, world: World, broken: str, part: str) -> None:
    folder = tmp_path / "registry"
    shutil.copytree(world.folder, folder, ignore=shutil.ignore_patterns("*.sock", f"{broken}-*"))
    (folder / broken).write_bytes(b"no such thing" * 100)

    with Reader(folder) as reader:
        found = replace(
            state(reader, Ordinary(folder / "papers.db", read_only=True), now=world.now), disk=Disk(100, 50)
        )

    told = [(one.kind, one.severity, one.facts["part"]) for one in troubles(found)]
    assert told == [(Kind.PART_UNUSABLE, Severity.FAILING, part)]


def test_a_record_of_refusals_that_is_another_one_than_noted_is_told(tmp_path: Path) -> None:
    world = World.founded(tmp_path / "registry")
    refusals = Refusals(world.folder / "refusals.db")
    refusals.note(Refused(world.now, Door.PAGE, "clerk", "clerk", "POST", "/x", 403, "not-yours"))
    refusals.close()
    world.next_day()
    world.register.process([])
    with Reader(world.folder) as reader:
        before = list(unusable(reader))
    for file in world.folder.glob("refusals.db*"):
        file.unlink()
    Refusals(world.folder / "refusals.db").close()

    with Reader(world.folder) as reader:
        after = list(unusable(reader))
    world.close()

    assert before == []
    assert [one.part for one in after] == ["refusals.db"]
    assert "Row 1" in after[0].why


def test_a_folder_in_which_nothing_can_be_written_is_told(
    found: State, reader: Reader, papers: Ordinary, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.operation.files.os.access", lambda *_: False)

    locked = replace(state(reader, papers, now=world.now), disk=found.disk)

    assert [one.kind for one in troubles(locked)] == [Kind.READ_ONLY]


def test_what_waits_is_counted_with_its_oldest(papers: Ordinary) -> None:
    with papers.change() as file:
        for n, (day, stream) in enumerate([("2021-02-09", None), ("2021-02-05", None), ("2021-02-01", "s")]):
            at = f"{day}T09:00:00+07:00"
            file.execute("INSERT INTO arrivals VALUES (?, ?, ?, 'clerk', '{}', ?)", (f"a{n}", f"o{n}", at, stream))

    (waiting,) = (one for one in queues(papers) if one.what is What.ARRIVALS)
    others = {one.count for one in queues(papers) if one.what is not What.ARRIVALS}

    assert (waiting.count, waiting.oldest) == (2, datetime(2021, 2, 5, 9, 0, tzinfo=THAI_TIME))
    assert others == {0}


def test_a_writer_is_known_by_its_lock_and_by_nothing_that_it_is_asked(reader: Reader, world: World) -> None:
    lock = os.open(reader.home.lock, os.O_CREAT | os.O_RDWR, 0o600)
    os.ftruncate(lock, 0)
    os.write(lock, b"4242\n")
    idle = writing(reader, now=world.now)
    fcntl.flock(lock, fcntl.LOCK_EX)
    running = writing(reader, now=world.now)
    os.close(lock)

    assert (idle.running, idle.process) == (False, None)
    assert (running.running, running.listening, running.process) == (True, False, 4242)


def test_facts_of_the_last_five_minutes_are_counted(reader: Reader, world: World) -> None:
    world.now += timedelta(minutes=6)
    world.issue()

    entered = writing(reader, now=world.now).entered
    later = writing(reader, now=world.now + timedelta(minutes=6)).entered

    assert (entered, later) == (3, 0)


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("", None),
        ("The seal's key is missing.\n\n", "The seal's key is missing."),
        ("Traceback (most recent call last):\n  File\nKeyError: 'ความลับ'\n", "KeyError"),
    ],
)
def test_the_writers_last_words_are_shown_and_a_mistake_quotes_nothing(
    reader: Reader, world: World, log: str, said: str | None
) -> None:
    (reader.home.path / "writer.log").write_text(log)

    assert writing(reader, now=world.now).said == said


def test_parts_are_measured_with_what_lies_beside_and_remembered_for_a_while(tmp_path: Path, world: World) -> None:
    (tmp_path / "blobs" / "a").mkdir(parents=True)
    (tmp_path / "blobs" / "a" / "b").write_bytes(b"x" * 100)
    (tmp_path / "register.db").write_bytes(b"x" * 10)
    (tmp_path / "register.db-wal").write_bytes(b"x" * 5)
    measured = Measured()
    first = measured.of(tmp_path, world.now)
    (tmp_path / "register.db").write_bytes(b"x" * 1000)

    assert first[1] == [Part("blobs", 100), Part("register.db", 15)]
    assert measured.of(tmp_path, world.now + timedelta(minutes=4)) == first
    assert measured.of(tmp_path, world.now + timedelta(minutes=5))[1][0] == Part("register.db", 1005)


def test_a_writer_is_started_and_stopped_and_both_are_ready_when_they_say_so(tmp_path: Path) -> None:
    world = World.founded(tmp_path / "registry")
    world.close()
    with Reader(world.folder) as reader, Client(world.folder) as client:
        client.start_writer()
        running = writing(reader, now=world.now)
        client.start_writer()
        again = writing(reader, now=world.now)
        stopped = client.stop_writer()
        after = writing(reader, now=world.now)

        assert (running.running, running.listening, running.process == again.process) == (True, True, True)
        assert (stopped, after.running, client.stop_writer()) == (True, False, False)
