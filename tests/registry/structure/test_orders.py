"""Orders that change the structure, through the writer."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from domain.errors import WrongStage
from domain.letter.events import OrderSignedWithActs
from domain.series import SeriesKind
from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, UnitAct, UnitActKind, UnitId
from domain.structure.structure import tree_at, unit_at, versions
from domain.values import StreamId
from registry import wire
from registry.following import structure_of
from registry.wire import THAI_TIME
from tests.registry.world import LETTER, World

DEPARTMENT, KRABI = UnitId("dla"), UnitId("dla/krabi")
GROUP = UnitId("dla/krabi/district")


def at(month: int, day: int = 1) -> datetime:
    return datetime(2021, month, day, tzinfo=THAI_TIME)


BEFORE = Acts(
    units=(
        UnitAct(UnitActKind.ESTABLISH, DEPARTMENT, name="กรมตัวอย่าง", unit_kind="department"),
        UnitAct(UnitActKind.ESTABLISH, KRABI, name="สำนักงานกระบี่", parent=DEPARTMENT, unit_kind="provincial-office"),
    )
)
FOUNDING = Acts(
    units=(
        UnitAct(
            UnitActKind.ESTABLISH,
            UnitId("district"),
            every="provincial-office",
            under=DEPARTMENT,
            since=at(3),
            clause="ข้อ 1",
            name="กลุ่มงานตัวอย่าง",
            unit_kind="group",
        ),
    )
)


def repeal(stream: StreamId, number: str, *, clause: str | None = None, since: datetime | None = None) -> Acts:
    return Acts(instruments=(InstrumentAct(InstrumentActKind.REPEAL, stream, number, clause, since),))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with_structure = World.staffed(tmp_path / "registry")
    with_structure.record_instrument(BEFORE)
    yield with_structure
    with_structure.close()


def test_an_order_establishes_a_group_in_every_provincial_office(world: World) -> None:
    world.order(FOUNDING)

    known = world.register.known.structure
    assert [state.unit for state in tree_at(known, at(2, 28))] == [DEPARTMENT, KRABI]
    assert [state.unit for state in tree_at(known, at(3))] == [DEPARTMENT, KRABI, GROUP]


def test_a_source_names_the_fact_that_issued_the_order(world: World) -> None:
    stream = world.order(FOUNDING)

    state = unit_at(world.register.known.structure, GROUP, at(3))
    assert state is not None
    entry = world.register.store.at_position(state.by.position)
    assert (entry.place.stream, entry.place.name, state.by.stream) == (stream, "order.issued.v1", stream)


def test_what_the_writer_knows_is_the_same_after_it_was_opened_again(world: World) -> None:
    first = world.order(FOUNDING)
    world.order(repeal(first, "1/2564", since=at(4)))
    world.record_instrument(BEFORE, confirmed=False, proposed=True)
    known = world.register.known.structure

    world.reopen()

    assert world.register.known.structure == known == structure_of(world.register.store)


def test_a_repeal_is_said_in_the_stream_of_the_order_that_it_ends(world: World) -> None:
    first = world.order(FOUNDING)

    second = world.order(repeal(first, "1/2564", since=at(4)))

    names = [entry.place.name for entry in world.register.store.stream(first)]
    last = world.register.store.last(first)
    assert names == ["order.issued.v1", "order.repealed.v1"]
    assert last is not None
    assert getattr(wire.decode(last.contents.statement).fact, "instrument", None) == second
    assert versions(world.register.known.structure, GROUP)[-1].until == at(4)


def test_a_repealed_clause_is_said_as_an_amendment(world: World) -> None:
    first = world.order(FOUNDING)

    world.order(repeal(first, "1/2564", clause="ข้อ 1"))

    names = [entry.place.name for entry in world.register.store.stream(first)]
    assert names == ["order.issued.v1", "order.amended.v1"]


def test_a_refused_order_leaves_nothing_behind(world: World) -> None:
    world.order(FOUNDING)
    known, size = world.register.known.structure, world.register.tree.size
    text = world.letter(world.reserve(SeriesKind.ORDER), book=SeriesKind.ORDER)

    with pytest.raises(WrongStage, match="was established by 1/2564"):
        world.admit(world.say("dg", OrderSignedWithActs(text, None, FOUNDING), doc=[world.file(LETTER)]))

    assert world.register.known.structure == known
    assert world.register.tree.size > size  # the number that was reserved for it
    assert world.register.store.final_numbers(world.series[SeriesKind.ORDER]) == [1]
