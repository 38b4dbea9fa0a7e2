"""Instruments of others: one registrar records, another confirms."""

from datetime import date

import pytest

from domain.errors import InvalidValue, NoSuchThing, NotAllowed, WrongStage
from domain.structure.acts import NO_ACTS
from domain.structure.events import InstrumentConfirmed
from domain.structure.structure import unit_at, versions
from tests.registry.structure.acts import FOUNDING, GROUP, KRABI, RENAMING, at, repeal
from tests.registry.world import World


def name(world: World) -> str | None:
    state = unit_at(world.register.known.structure, KRABI, at(3))
    return None if state is None else state.name


def test_a_recorded_instrument_counts_from_its_confirmation_on(world: World) -> None:
    recorded = world.record_instrument(RENAMING, confirmed=False)
    before = name(world)

    world.admit(world.say("r2", InstrumentConfirmed(recorded.digest)))

    assert (before, name(world)) == ("สำนักงานกระบี่", "สำนักงานส่งเสริมกระบี่")


def test_an_instrument_that_begins_now_begins_with_its_own_day(world: World) -> None:
    since = versions(world.register.known.structure, KRABI)[0].since

    assert since.isoformat() == "2020-01-01T00:00:00+07:00"


def test_its_registrar_does_not_confirm_it(world: World) -> None:
    recorded = world.record_instrument(RENAMING, confirmed=False)

    with pytest.raises(NotAllowed, match="another registrar must confirm"):
        world.admit(world.say("r1", InstrumentConfirmed(recorded.digest)))


def test_it_is_confirmed_once(world: World) -> None:
    recorded = world.record_instrument(RENAMING)

    with pytest.raises(NoSuchThing, match="waits to be confirmed"):
        world.admit(world.say("r2", InstrumentConfirmed(recorded.digest)))


def test_who_is_no_registrar_neither_records_nor_confirms(world: World) -> None:
    recorded = world.record_instrument(RENAMING, confirmed=False)

    with pytest.raises(NotAllowed, match="is not a registrar"):
        world.admit(world.say("clerk", InstrumentConfirmed(recorded.digest)))


def test_a_proposal_is_kept_and_never_counts(world: World) -> None:
    proposed = world.record_instrument(RENAMING, confirmed=False, proposed=True)

    with pytest.raises(WrongStage, match="is a proposal and not in force"):
        world.admit(world.say("r2", InstrumentConfirmed(proposed.digest)))

    assert name(world) == "สำนักงานกระบี่"


def test_what_an_order_did_meanwhile_is_found_when_it_is_confirmed(world: World) -> None:
    recorded = world.record_instrument(FOUNDING, confirmed=False)
    world.order(FOUNDING)

    with pytest.raises(WrongStage, match="was established by 1/2564"):
        world.admit(world.say("r2", InstrumentConfirmed(recorded.digest)))


@pytest.mark.parametrize(
    ("changed", "why"),
    [({"title": " "}, "no title"), ({"acts": NO_ACTS}, "does nothing"), ({"dated": date(1, 1, 1)}, "lies before")],
)
def test_an_instrument_that_says_nothing_is_refused(world: World, changed: dict[str, object], why: str) -> None:
    with pytest.raises(InvalidValue, match=why):
        world.record_instrument(**{"acts": RENAMING, **changed})  # type: ignore[arg-type]


def test_an_order_repeals_a_recorded_instrument_without_a_word_in_its_stream(world: World) -> None:
    recorded = world.record_instrument(FOUNDING, number="7/2563")

    world.order(repeal(recorded.stream, "7/2563", since=at(4)))

    assert versions(world.register.known.structure, GROUP)[-1].until == at(4)
    assert [entry.place.name for entry in world.register.store.stream(recorded.stream)] == ["instrument.recorded.v1"]
