"""A writer that was taken over changes the structure as nobody may; the audit names what it did."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from domain.letter.events import LetterCancelled, OrderAmended, OrderRepealed
from domain.series import SeriesKind
from domain.structure.events import InstrumentConfirmed, InstrumentRecorded
from domain.values import StreamId
from registry import structure, wire
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditFailed
from registry.authoring import Said
from registry.evidence import Evidenced
from registry.register.group import Group
from tests.registry.structure.acts import BEFORE, FOUNDING, RENAMING, at, both, founding, repeal
from tests.registry.world import World

Act = Callable[[Group], object]


def force(world: World, act: Act) -> None:
    work = world.register.decide([])
    act(work.group)
    world.register.commit(work)


def take(said: Said) -> Act:
    """Take a person's statement without asking anything."""
    statement = wire.decode(said.statement)
    return lambda group: group.take(Evidenced(statement, said.statement, said.digest, "cms", said.evidence))


def refused(world: World, why: str) -> None:
    with pytest.raises(AuditFailed, match=why):
        audit(world.folder, Trust.beside(world.folder), cores=1)


@pytest.fixture
def careless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that decides nothing about the structure."""

    def anything(*_: object, **__: object) -> None:
        """Everything is fine."""

    monkeypatch.setattr(structure, "decide", anything)


@pytest.mark.usefixtures("careless")
def test_an_order_that_the_structure_did_not_allow(world: World) -> None:
    world.order(FOUNDING)

    world.order(FOUNDING)

    refused(world, "was established by 1/2564")


@pytest.mark.usefixtures("careless")
def test_an_instrument_confirmed_although_an_order_came_between(world: World) -> None:
    recorded = world.record_instrument(FOUNDING, confirmed=False)
    world.order(FOUNDING)

    world.admit(world.say("r2", InstrumentConfirmed(recorded.digest)))

    refused(world, "was established by 1/2564")


def silent(*_: object) -> Iterator[tuple[StreamId, OrderAmended | OrderRepealed]]:
    """Say nothing of what an order does to others."""
    yield from ()


def test_a_repeal_that_the_repealed_order_does_not_show(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = world.order(FOUNDING)
    monkeypatch.setattr(structure, "changes_of", silent)

    world.order(repeal(first, "1/2564", since=at(4)))

    refused(world, "ends before what was signed is admitted and linked")


def test_one_of_two_repeals_left_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = world.order(FOUNDING), world.order(founding("other"))
    whole = structure.changes_of

    def all_but_the_first(*known: Any) -> Any:
        _, *others = whole(*known)
        return others

    monkeypatch.setattr(structure, "changes_of", all_but_the_first)

    world.order(both(repeal(first, "1/2564", since=at(4)), repeal(second, "2/2564", since=at(4))))

    refused(world, "No act of an instrument before it is linked so")


@pytest.mark.parametrize("event", [OrderRepealed, OrderAmended])
def test_a_repeal_by_no_order(world: World, event: type[OrderRepealed | OrderAmended]) -> None:
    first, second = world.order(FOUNDING), world.issue(SeriesKind.ORDER)
    fields = {"clause": "ข้อ 1"} if event is OrderAmended else {}

    force(world, lambda group: group.seal(first, event(second, "2/2564", **fields)))

    refused(world, "No act of an instrument before it is linked so")


def test_an_instrument_confirmed_by_who_recorded_it(world: World) -> None:
    recorded = world.record_instrument(RENAMING, confirmed=False)

    force(world, take(world.say("r1", InstrumentConfirmed(recorded.digest))))

    refused(world, "another registrar must confirm")


def test_a_proposal_that_was_confirmed(world: World) -> None:
    proposed = world.record_instrument(RENAMING, confirmed=False, proposed=True)

    force(world, take(world.say("r2", InstrumentConfirmed(proposed.digest))))

    refused(world, "is a proposal and not in force")


def test_an_instrument_recorded_by_who_is_no_registrar(world: World) -> None:
    law = InstrumentRecorded("กฎ", "กระทรวง", world.now.date(), RENAMING)

    force(world, take(world.say("clerk", law)))

    refused(world, "is not a registrar")


def test_an_instrument_that_could_never_be_confirmed(world: World) -> None:
    law = InstrumentRecorded("กฎ", "กระทรวง", world.now.date(), BEFORE)

    force(world, take(world.say("r1", law)))

    refused(world, "was established by")


def test_an_order_with_acts_cancelled_as_a_letter(world: World) -> None:
    first, second = world.order(FOUNDING), world.issue(SeriesKind.ORDER)

    force(world, lambda group: group.seal(first, LetterCancelled(second, "2/2564", "x", "clerk")))

    refused(world, "issue an order whose act repeals it")
