"""A crash at every step of a group, before and after the step took effect; then the register is opened again.

what broke                      what must hold afterwards
before the facts are durable    nothing of the group is there, and asking again does it
behind that                     the group is there, and asking again under its id answers it
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import OperationalError

from domain.series import Purpose, SeriesKind
from registry import requests, wire
from registry.audit.audit import Trust, audit
from registry.errors import HeadsDiffer, HeadsNotKept, StoreDamaged
from registry.log.leaves import HeadsLeaf, read_leaf
from registry.register import recovery
from registry.register.recovery import recover_heads
from registry.register.work import Asked, asked
from registry.store.facts import FactStore
from registry.store.recorder import pack_leaves, unpack_leaves
from tests.attacks.tampering import overwrite
from tests.registry.world import World

ID = bytes(range(16))
POINTS = {
    "the transaction": ("store", "append", False),
    "the signer's record": ("signer", "advance", True),
    "the tiles": ("tiles", "write", True),
    "the published checkpoint": ("tiles", "publish", True),
    "the map of newest states": ("heads", "accept", True),
}


class Crash(BaseException):
    """The process ends here; nothing catches it."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    world.issue()
    yield world
    world.close()


def break_at(world: World, point: str, *, persisted: bool, error: BaseException) -> Callable[[], None]:
    """Let a step of the next group fail, after or before it took effect; return how to mend it."""
    part, step, _ = POINTS[point]
    broken_part = getattr(world.register.ledger, part)
    whole = getattr(broken_part, step)

    def broken(*args: Any) -> None:
        if persisted:
            whole(*args)
        raise error

    setattr(broken_part, step, broken)
    return lambda: setattr(broken_part, step, whole)


def reserve(world: World) -> Asked:
    request = requests.Reserve(world.series[SeriesKind.CIRCULAR], Purpose.ELECTRONIC, "clerk")
    return asked(ID, requests.encode(request))


@pytest.mark.parametrize("persisted", [False, True])
@pytest.mark.parametrize("point", POINTS)
def test_after_a_crash_the_register_is_whole_and_the_request_is_done_once(
    world: World, point: str, *, persisted: bool
) -> None:
    break_at(world, point, persisted=persisted, error=Crash())
    with pytest.raises(Crash):
        world.register.process([reserve(world)])
    world.reopen()
    durable = persisted or POINTS[point][2]

    audited = audit(world.folder, Trust.beside(world.folder))
    again = reserve(world)
    world.register.process([again])

    assert audited.numbers_open == (1 if durable else 0)
    assert isinstance(again.outcome, dict)
    assert again.outcome["n"] == [272]
    assert audit(world.folder, Trust.beside(world.folder)).numbers_open == 1


def test_when_there_is_no_room_for_the_facts_nothing_is_half_written_and_the_writer_goes_on(world: World) -> None:
    mend = break_at(world, "the transaction", persisted=False, error=OperationalError("database or disk is full"))
    with pytest.raises(StoreDamaged, match=r"disk is full.*Make room and try again"):
        world.register.process([reserve(world)])
    mend()

    again = reserve(world)
    world.register.process([again])

    assert isinstance(again.outcome, dict)
    assert audit(world.folder, Trust.beside(world.folder)).numbers_open == 1


@pytest.mark.parametrize(
    "point", ["the signer's record", "the tiles", "the published checkpoint", "the map of newest states"]
)
def test_when_there_is_no_room_behind_the_facts_the_writer_refuses_to_go_on_until_it_is_opened_again(
    world: World, point: str
) -> None:
    mend = break_at(world, point, persisted=False, error=OSError(28, "No space left on device"))
    with pytest.raises(StoreDamaged, match="started again"):
        world.register.process([reserve(world)])
    mend()

    with pytest.raises(StoreDamaged, match="started again"):
        world.register.process([reserve(world)])

    world.reopen()
    again = reserve(world)
    world.register.process([again])
    assert isinstance(again.outcome, dict)
    assert audit(world.folder, Trust.beside(world.folder)).numbers_open == 1


def heads_of(world: World) -> HeadsLeaf:
    """What the newest stored leaf says of the map."""
    size = world.register.store.size()
    said = read_leaf(next(world.register.store.leaves_between(size - 1, size)))
    assert isinstance(said, HeadsLeaf)
    return said


@pytest.mark.parametrize("persisted", [False, True])
@pytest.mark.parametrize("point", POINTS)
def test_after_a_crash_the_map_is_that_of_the_leaves_and_goes_on(world: World, point: str, *, persisted: bool) -> None:
    before = heads_of(world)
    break_at(world, point, persisted=persisted, error=Crash())
    with pytest.raises(Crash):
        world.register.process([reserve(world)])

    world.reopen()
    heads = world.register.ledger.heads

    assert HeadsLeaf(heads.keys, heads.root) == heads_of(world)
    assert heads.size == world.register.store.size()
    assert (heads_of(world) == before) is (not persisted and not POINTS[point][2])
    world.issue()
    assert audit(world.folder, Trust.beside(world.folder)).numbers_issued == 2


@pytest.mark.parametrize("point", POINTS)
def test_a_crash_signs_the_same_pair_again(world: World, point: str) -> None:
    break_at(world, point, persisted=True, error=Crash())
    with pytest.raises(Crash):
        world.register.process([reserve(world)])
    stored = [*world.register.store.leaves_between(0, world.register.store.size())]

    world.reopen()

    assert [*world.register.store.leaves_between(0, world.register.store.size())] == stored
    assert (world.register.signer.head.size, world.register.signer.head.root) == (len(stored), world.register.tree.root)


def lose(path: Path) -> None:
    path.unlink()


def garble(path: Path) -> None:
    path.write_bytes(b"garbled" * 4096)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def alter_nodes(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE nodes SET hash = zeroblob(32)")


def alter_buckets(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE buckets SET entries = zeroblob(length(entries))")


def alter_numbers(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE numbers SET entries = zeroblob(length(entries))")


def run_ahead(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE place SET size = size + 100")


def fall_behind_itself(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("UPDATE place SET size = size - 1")


@pytest.mark.parametrize(
    "harm", [lose, garble, empty, alter_nodes, alter_buckets, alter_numbers, run_ahead, fall_behind_itself]
)
def test_a_map_that_is_lost_or_damaged_is_made_again_from_the_leaves(
    world: World, harm: Callable[[Path], None]
) -> None:
    stream = world.issue()
    world.close()
    harm(world.folder / "heads.db")

    world.reopen()
    world.dispatch(stream)
    world.issue()

    heads = world.register.ledger.heads
    assert HeadsLeaf(heads.keys, heads.root) == heads_of(world)
    assert audit(world.folder, Trust.beside(world.folder)).numbers_issued == 3


def test_a_map_of_an_earlier_day_catches_up(world: World, tmp_path: Path) -> None:
    world.close()
    shutil.copy(world.folder / "heads.db", tmp_path)
    world.reopen()
    for _ in range(3):
        world.issue()
    world.close()
    shutil.copy(tmp_path / "heads.db", world.folder)

    world.reopen()

    heads = world.register.ledger.heads
    assert HeadsLeaf(heads.keys, heads.root) == heads_of(world)


def test_leaves_whose_roots_do_not_follow_are_not_gone_on_from(world: World) -> None:
    (first, size, data) = world.register.store.recorder.rows("SELECT first, size, leaves FROM leaf_groups")[1]
    world.close()
    (world.folder / "heads.db").unlink()
    leaves = unpack_leaves(data)
    leaves[-1] = HeadsLeaf(0, bytes(32)).write()
    overwrite(world.folder, ("UPDATE leaf_groups SET leaves = ? WHERE first = ?", pack_leaves(leaves), first))

    with (
        closing(FactStore(world.folder, names=wire.NAMES)) as store,
        pytest.raises(HeadsDiffer, match=f"position {size - 1}: The map is said to have 0 keys"),
    ):
        recover_heads(world.folder / "heads.db", store)


def test_a_map_that_a_full_disk_does_not_take_is_not_called_damaged_nor_removed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, removed = sqlite3.connect, list[Path]()
    world.close()
    (world.folder / "heads.db").unlink()

    def on_a_full_disk(*given: Any, **more: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*given, **more)
        db.execute("PRAGMA max_page_count = 2")
        return db

    with closing(FactStore(world.folder, names=wire.NAMES)) as store, monkeypatch.context() as full:
        full.setattr(sqlite3, "connect", on_a_full_disk)
        full.setattr(recovery, "remove", removed.append)
        with pytest.raises(HeadsNotKept, match=r"does not keep heads\.db: database or disk is full\. Make room"):
            recover_heads(world.folder / "heads.db", store)

    assert removed == []
    world.reopen()


@pytest.mark.parametrize("lost", ["tile", "checkpoint"])
def test_lost_tiles_are_made_again_from_the_database(world: World, lost: str) -> None:
    world.close()
    for path in sorted((world.folder / "tiles").rglob("*"), reverse=True):
        if path.is_file() and lost in {"tile", path.name}:
            path.unlink()

    world.reopen()

    assert audit(world.folder, Trust.beside(world.folder)).numbers_issued == 1


def test_a_bundle_of_entries_emptied_by_a_power_cut_is_made_again(world: World) -> None:
    newest = max(
        (world.folder / "tiles" / "tile" / "entries").rglob("*"),
        key=lambda path: (path.is_file(), path.stat().st_mtime_ns),
    )
    world.close()
    newest.write_bytes(b"")

    world.reopen()
    world.issue()

    assert audit(world.folder, Trust.beside(world.folder)).numbers_issued == 2


def older_copies(world: World, tmp_path: Path, *parts: str) -> None:
    """Let two letters be issued, then bring back what these parts of the folder were before."""
    world.close()
    shutil.copytree(world.folder, tmp_path / "old")
    world.reopen()
    for _ in range(2):
        world.register.store.keys._unused.clear()  # none of those that were made ahead before the copy is used
        world.issue()
    world.close()
    for name in parts:
        for path in world.folder.glob(f"{name}*"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        for path in (tmp_path / "old").glob(f"{name}*"):
            (shutil.copytree if path.is_dir() else shutil.copy)(path, world.folder / path.name)


@pytest.mark.parametrize(
    ("parts", "slug"),
    [
        (("register.db",), "database-older-than-signed"),
        (("register.db", "signer"), "database-older-than-signed"),
        (("register.db", "stream-keys.db", "signer"), "database-older-than-signed"),
        (("stream-keys.db",), "stream-key-missing"),
        (("stream-keys.db", "signer", "tiles"), "stream-key-missing"),
    ],
)
def test_older_copies_that_lost_something_are_not_opened_and_change_nothing(
    world: World, tmp_path: Path, parts: tuple[str, ...], slug: str
) -> None:
    older_copies(world, tmp_path, *parts)
    published = (world.folder / "tiles" / "checkpoint").read_bytes()

    with pytest.raises(StoreDamaged) as refused:
        world.reopen()

    assert refused.value.slug == slug
    assert (world.folder / "tiles" / "checkpoint").read_bytes() == published


@pytest.mark.parametrize("parts", [("signer",), ("tiles",), ("signer", "tiles")])
def test_older_copies_of_what_can_be_told_again_are_brought_up_to_the_database(
    world: World, tmp_path: Path, parts: tuple[str, ...]
) -> None:
    older_copies(world, tmp_path, *parts)

    world.reopen()
    world.issue()

    assert audit(world.folder, Trust.beside(world.folder)).numbers_issued == 4


def test_an_older_record_of_the_signer_is_not_brought_up_to_another_history_than_the_published(
    world: World, tmp_path: Path
) -> None:
    older_copies(world, tmp_path, "register.db", "signer", "tiles")
    shutil.copytree(world.folder, tmp_path / "other")
    world.reopen()
    for _ in range(3):
        world.issue()
    world.close()
    published = (world.folder / "tiles" / "checkpoint").read_bytes()
    world.folder = tmp_path / "other"
    world.reopen()
    for _ in range(4):
        world.issue()
    world.close()
    shutil.rmtree(world.folder / "signer")
    shutil.copytree(tmp_path / "old" / "signer", world.folder / "signer")
    (world.folder / "tiles" / "checkpoint").write_bytes(published)

    with pytest.raises(StoreDamaged) as refused:
        world.reopen()

    assert refused.value.slug == "another-history"
    assert (world.folder / "tiles" / "checkpoint").read_bytes() == published


def test_when_there_is_no_room_for_stream_keys_the_request_is_refused_and_the_writer_goes_on(
    world: World,
) -> None:
    keys = world.register.store.keys
    keys._unused.clear()
    keys._db.execute("PRAGMA query_only=ON")  # as if the disk took nothing more

    with pytest.raises(StoreDamaged, match="Make room and try again"):
        world.receive()

    keys._db.execute("PRAGMA query_only=OFF")
    world.receive()
    assert audit(world.folder, Trust.beside(world.folder)).numbers_issued == 2


def test_who_was_refused_because_of_a_group_that_failed_is_told_to_try_again(world: World) -> None:
    (n,) = world.reserve()
    request = requests.encode(requests.Void(world.series[SeriesKind.CIRCULAR], n, "พิมพ์ผิด", "clerk"))
    both = [asked(ID, request), asked(bytes(16), request)]
    mend = break_at(world, "the transaction", persisted=False, error=OperationalError("disk is full"))
    with pytest.raises(StoreDamaged, match="disk is full"):
        world.register.process(both)
    assert [one.outcome for one in both] == [None, None]
    mend()

    world.register.process([asked(bytes(16), request)])

    assert audit(world.folder, Trust.beside(world.folder)).numbers_void == 1
