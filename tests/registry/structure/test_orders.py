"""Orders that change the structure, through the writer."""

import pytest

from domain.classes import LetterKind
from domain.errors import InvalidValue, NoSuchThing, WrongStage
from domain.letter.events import OrderSignedByHand, OrderSignedWithActs
from domain.letter.text import Answers, Link
from domain.series import Purpose, SeriesKind
from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind
from domain.structure.events import InstrumentConfirmed
from domain.structure.structure import tree_at, unit_at, versions
from domain.values import StreamId
from registry import requests, wire
from registry.audit.audit import Trust, audit
from registry.following import structure_of
from registry.reader import Reader
from registry.replay import fold
from tests.registry.structure.acts import (
    BEFORE,
    DEPARTMENT,
    FOUNDING,
    GROUP,
    KRABI,
    RENAMING,
    at,
    both,
    founding,
    repeal,
)
from tests.registry.world import LETTER, World


def names(world: World, stream: StreamId) -> list[str]:
    return [entry.place.name for entry in world.register.store.stream(stream)]


def test_an_order_establishes_a_group_in_every_provincial_office(world: World) -> None:
    world.order(FOUNDING)

    known = world.register.known.structure
    assert [state.unit for state in tree_at(known, at(2, 28))] == [DEPARTMENT, KRABI]
    assert [state.unit for state in tree_at(known, at(3))] == [DEPARTMENT, KRABI, GROUP]


def test_an_order_signed_on_paper_does_the_same(world: World) -> None:
    text = world.letter(world.reserve(SeriesKind.ORDER, purpose=Purpose.PAPER), book=SeriesKind.ORDER)
    scan = world.file(b"SPECIMEN: a scan", role="scan", mime="application/pdf", name="scan.pdf")

    world.admit(world.say("clerk", OrderSignedByHand(text, "clerk", None, FOUNDING), doc=[scan]))

    assert unit_at(world.register.known.structure, GROUP, at(3)) is not None


def test_a_source_names_the_fact_that_issued_the_order(world: World) -> None:
    stream = world.order(FOUNDING)

    state = unit_at(world.register.known.structure, GROUP, at(3))
    assert state is not None
    entry = world.register.store.at_position(state.by.position)
    assert (entry.place.stream, entry.place.name, state.by.stream) == (stream, "order.issued.v1", stream)


def test_what_the_writer_knows_is_the_same_after_it_was_opened_again(world: World) -> None:
    first = world.order(FOUNDING)
    world.order(repeal(first, "1/2564", since=at(4)))
    world.record_instrument(founding("other"), confirmed=False)
    known = world.register.known.structure

    world.reopen()

    assert world.register.known.structure == known == structure_of(world.register.store)


def test_a_repeal_is_said_in_the_stream_of_the_order_that_it_ends(world: World) -> None:
    first = world.order(FOUNDING)

    second = world.order(repeal(first, "1/2564", since=at(4)))

    last = world.register.store.last(first)
    assert last is not None
    assert names(world, first) == ["order.issued.v1", "order.repealed.v1"]
    assert getattr(wire.decode(last.contents.statement).fact, "instrument", None) == second
    assert versions(world.register.known.structure, GROUP)[-1].until == at(4)


def test_a_repealed_clause_is_said_as_an_amendment(world: World) -> None:
    first = world.order(FOUNDING)

    world.order(repeal(first, "1/2564", clause="ข้อ 1"))

    assert names(world, first) == ["order.issued.v1", "order.amended.v1"]
    assert versions(world.register.known.structure, GROUP) == ()


def test_a_refused_order_leaves_nothing_behind(world: World) -> None:
    world.order(FOUNDING)
    known = world.register.known.structure
    text = world.letter(world.reserve(SeriesKind.ORDER), book=SeriesKind.ORDER)
    size = world.register.tree.size

    with pytest.raises(WrongStage, match="was established by 1/2564"):
        world.admit(world.say("dg", OrderSignedWithActs(text, None, FOUNDING), doc=[world.file(LETTER)]))

    assert world.register.known.structure == known
    assert world.register.tree.size == size


def test_what_fails_to_be_stored_is_not_known(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    known = world.register.known.structure
    text = world.letter(world.reserve(SeriesKind.ORDER), book=SeriesKind.ORDER)
    said = world.say("dg", OrderSignedWithActs(text, None, FOUNDING), doc=[world.file(LETTER)])

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(world.register.store, "append", full)
        with pytest.raises(OSError, match="disk full"):
            world.admit(said)

    assert world.register.known.structure == known
    world.admit(said)
    assert unit_at(world.register.known.structure, GROUP, at(3)) is not None


def test_an_order_amended_as_a_whole_is_not_repealed(world: World) -> None:
    first = world.order(FOUNDING)
    amended = InstrumentAct(InstrumentActKind.AMEND, first, "1/2564", text="ข้อความใหม่")

    world.order(Acts(instruments=(amended,)))

    assert names(world, first) == ["order.issued.v1", "order.amended.v1"]


def test_a_repealed_order_is_withdrawn_as_a_letter_too(world: World) -> None:
    first = world.order(FOUNDING)

    world.order(repeal(first, "1/2564"))

    with pytest.raises(WrongStage, match="is withdrawn and cannot be dispatched"):
        world.dispatch(first)


def test_an_order_without_acts_can_be_repealed_and_a_letter_cannot(world: World) -> None:
    plain, letter = world.issue(SeriesKind.ORDER), world.issue()

    world.order(repeal(plain, "1/2564"))

    assert names(world, plain) == ["order.issued.v1", "order.repealed.v1"]
    with pytest.raises(NoSuchThing, match="No order or instrument มท 0812/ว 271 is known"):
        world.order(repeal(letter, "มท 0812/ว 271"))


def test_acts_in_what_is_no_order_are_refused(world: World) -> None:
    text = world.letter(world.reserve(SeriesKind.CIRCULAR), kind=LetterKind.EXTERNAL)

    with pytest.raises(InvalidValue, match="only an order does"):
        world.admit(world.say("dg", OrderSignedWithActs(text, None, FOUNDING), doc=[world.file(LETTER)]))


def test_an_order_with_acts_is_repealed_by_an_act_and_not_cancelled_as_a_letter(world: World) -> None:
    first, second = world.order(FOUNDING), world.issue(SeriesKind.ORDER)

    with pytest.raises(WrongStage, match="issue an order whose act repeals it"):
        world.enter(first, "letter.cancelled.v1", instrument=second, number="2/2564", reason="x", clerk="clerk")


def test_what_the_writer_admitted_passes_the_audit_and_is_folded_alike(world: World) -> None:
    first = world.order(FOUNDING)
    plain = world.issue(SeriesKind.ORDER)
    world.order(both(repeal(first, "1/2564", clause="ข้อ 1"), repeal(plain, "2/2564")))
    world.order(founding("other"), links=[Link(Answers.REPLACES, first, "1/2564")])
    world.record_instrument(BEFORE, confirmed=False, proposed=True)
    world.record_instrument(RENAMING)
    world.record_instrument(repeal(first, "1/2564"))

    report = audit(world.folder, Trust.beside(world.folder), cores=1)

    with Reader(world.folder) as reader:
        assert fold(reader).following.structure == world.register.known.structure
    assert report.letters == 4


class Crash(BaseException):
    """The process ends here; nothing catches it."""


def test_an_order_that_was_durable_when_the_writer_died_is_known_when_it_comes_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patched:
        patched.setattr(world.register.tiles, "publish", dies)
        text = world.letter((1,), book=SeriesKind.ORDER)
        said = world.say("dg", OrderSignedWithActs(text, None, FOUNDING), doc=[world.file(LETTER)])
        wanted: list[requests.Request] = [
            requests.Reserve(world.series[SeriesKind.ORDER], Purpose.ELECTRONIC, "clerk"),
            requests.Admit(said.statement, said.evidence),
        ]
        with pytest.raises(Crash):
            world.try_all(wanted)

    world.reopen()

    state = unit_at(world.register.known.structure, GROUP, at(3))
    assert state is not None
    assert world.register.store.at_position(state.by.position).place.name == "order.issued.v1"
    assert audit(world.folder, Trust.beside(world.folder), cores=1).letters == 1


def test_positions_are_known_before_they_are_stored_also_behind_numbers_of_the_same_group(world: World) -> None:
    recorded = world.record_instrument(RENAMING, confirmed=False)
    confirmed = world.say("r2", InstrumentConfirmed(recorded.digest))
    text = world.letter((1,), book=SeriesKind.ORDER)
    said = world.say("dg", OrderSignedWithActs(text, None, FOUNDING), doc=[world.file(LETTER)])

    world.try_all(
        [
            requests.Reserve(world.series[SeriesKind.ORDER], Purpose.ELECTRONIC, "clerk"),
            requests.Admit(said.statement, said.evidence),
            requests.Admit(confirmed.statement, confirmed.evidence),
        ]
    )

    known = world.register.known.structure
    assert len(known.instruments) == 3
    assert known == structure_of(world.register.store)
