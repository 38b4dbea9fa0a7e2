"""What came in and is not concluded, the oldest first."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from registry.reader import Reader
from registry.views.pending import Matter, Pending
from registry.views.view import open_view
from tests.registry.world import BEGINNING, World

DAY = BEGINNING.date()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


def pending(world: World, days: int = 0) -> list[Matter]:
    with Reader(world.folder) as reader, open_view(reader, Pending) as view:
        return view.pending(days, today=world.now.date())


def test_a_matter_is_pending_until_it_is_concluded_not_until_it_is_answered(world: World) -> None:
    got = world.receive()
    world.enter(got, "action.noted.v1", action="ร่างหนังสือตอบแล้ว", clerk="clerk")

    [matter] = pending(world)
    world.enter(got, "matter.concluded.v1", how="ตอบแล้ว", clerk="clerk")

    assert (matter.stream, matter.n, matter.number, matter.action) == (got, 1, "ศธ 0201/15", "ร่างหนังสือตอบแล้ว")
    assert pending(world) == []


def test_a_matter_counts_from_the_day_of_its_registration(world: World) -> None:
    old = world.receive()
    world.next_day(3)
    new = world.receive()

    assert [matter.stream for matter in pending(world)] == [old, new]
    assert [matter.stream for matter in pending(world, 3)] == [old]
    assert pending(world, 4) == []
    assert pending(world)[0].days(world.now.date()) == 3


def test_who_has_it_is_whoever_it_was_assigned_to_last(world: World) -> None:
    got = world.receive(due="2021-02-20")
    nobody = pending(world)[0]
    world.enter(got, "matter.assigned.v1", to="กองคลัง", clerk="clerk")
    world.enter(got, "matter.assigned.v1", to="กองแผนงาน", clerk="clerk", due="2021-02-12")
    world.enter(got, "matter.assigned.v1", to="กองกลาง", clerk="clerk")

    [matter] = pending(world)

    assert (nobody.has, nobody.due) == (None, date(2021, 2, 20))
    assert (matter.has, matter.due) == ("กองกลาง", date(2021, 2, 12))


@pytest.mark.parametrize(("days", "overdue"), [(0, False), (1, True)])
def test_a_matter_is_overdue_on_the_day_behind_its_last(world: World, days: int, overdue: bool) -> None:  # noqa: FBT001
    world.receive(due=DAY.isoformat())

    [matter] = pending(world)

    assert matter.overdue(DAY + timedelta(days=days)) is overdue


def test_a_corrected_entry_is_shown_corrected(world: World) -> None:
    got = world.receive()
    slip = {"what": "sender", "old": "SPECIMEN กระทรวงตัวอย่าง", "new": "SPECIMEN กรม", "reason": "ผิด", "clerk": "clerk"}
    world.enter(got, "entry.corrected.v1", **slip)
    note = {"what": "remark", "old": "", "new": "ซองชำรุด", "reason": "ลืม", "clerk": "clerk"}
    world.enter(got, "entry.corrected.v1", **note)

    [matter] = pending(world)

    assert (matter.sender, matter.subject) == ("SPECIMEN กรม", "ขอเชิญประชุม")
