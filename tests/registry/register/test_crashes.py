"""A crash at every step of a group, before and after the step took effect; then the register is opened again.

what broke                      what must hold afterwards
before the facts are durable    nothing of the group is there, and asking again does it
behind that                     the group is there, and asking again under its id answers it
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import OperationalError

from domain.series import Purpose, SeriesKind
from registry import requests
from registry.audit.audit import Trust, audit
from registry.errors import StoreDamaged
from registry.register.work import Asked, asked
from tests.registry.world import World

ID = bytes(range(16))
POINTS = {
    "the transaction": ("store", "appending", False),
    "the signer's record": ("signer", "advance", True),
    "the tiles": ("tiles", "write", True),
    "the published checkpoint": ("tiles", "publish", True),
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
    whole = getattr(getattr(world.register, part), step)

    def broken(*args: Any) -> Any:
        if persisted:
            whole(*args)
        raise error

    @contextmanager
    def appending(*args: Any) -> Iterator[None]:
        if persisted:
            with whole(*args):
                yield
        raise error
        yield

    if step == "appending":
        broken = appending

    setattr(getattr(world.register, part), step, broken)
    return lambda: setattr(getattr(world.register, part), step, whole)


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


@pytest.mark.parametrize("point", ["the signer's record", "the tiles", "the published checkpoint"])
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
