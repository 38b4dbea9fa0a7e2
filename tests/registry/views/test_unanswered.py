"""Who has not answered, and how far the letter got with everybody."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.classes import Channel
from domain.series import SeriesKind
from domain.values import StreamId
from registry.reader import Reader
from registry.views.unanswered import Answer, AnswerState, Sent, Unanswered
from registry.views.view import open_view
from tests.registry.world import RECIPIENTS, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


@pytest.fixture
def letter(world: World) -> StreamId:
    letter = world.issue()
    world.dispatch(letter)
    return letter


def of(world: World, letter: StreamId) -> list[Answer]:
    with Reader(world.folder) as reader, open_view(reader, Unanswered) as view:
        return view.of(letter)


def letters(world: World, *, owing: bool = False) -> list[Sent]:
    with Reader(world.folder) as reader, open_view(reader, Unanswered) as view:
        return view.letters(owing=owing)


def attempt(world: World, letter: StreamId, to: int, result: str, **changed: object) -> None:
    fields = {"channel": "central_mail", "address": "a@b.example", "attempted_at": world.now.isoformat(), **changed}
    world.enter(letter, "delivery.attempted.v1", to=to, result=result, checked_by="clerk", **fields)


def confirm(world: World, letter: StreamId, to: int) -> None:
    when = world.now.isoformat()
    world.enter(letter, "receipt.confirmed.v1", to=to, confirmed_at=when, spoke_with="นาย ก", clerk="clerk")


def test_a_letter_that_was_not_dispatched_has_nobody_to_answer_it(world: World) -> None:
    letter = world.issue()

    assert of(world, letter) == []
    assert letters(world) == []


def test_those_from_whom_nothing_was_heard_come_first_and_failures_before_all(world: World, letter: StreamId) -> None:
    world.acknowledge(letter, to=0)
    attempt(world, letter, 2, "failed")

    answers = of(world, letter)

    assert [(answer.to, answer.state) for answer in answers] == [
        (2, AnswerState.FAILED),
        (1, AnswerState.DISPATCHED),
        (0, AnswerState.ACKNOWLEDGED),
    ]
    assert [answer.state.silent for answer in answers] == [True, True, False]
    assert [answer.addressee for answer in answers] == [RECIPIENTS[2], RECIPIENTS[1], RECIPIENTS[0]]


def test_the_first_attempt_is_the_time_sent_even_when_it_failed(world: World, letter: StreamId) -> None:
    first = world.now
    attempt(world, letter, 0, "failed", detail="mailbox full")
    world.now += timedelta(hours=1)
    attempt(world, letter, 0, "delivered", channel="post", address=None)

    [answer] = [answer for answer in of(world, letter) if answer.to == 0]

    assert (answer.sent_at, answer.tried_at) == (first, world.now)
    assert (answer.state, answer.channel, answer.address) == (AnswerState.DELIVERED, Channel.POST, None)
    assert answer.detail is None


def test_a_later_failure_does_not_silence_who_was_heard(world: World, letter: StreamId) -> None:
    confirm(world, letter, 0)
    world.acknowledge(letter, to=1)
    attempt(world, letter, 0, "failed")
    attempt(world, letter, 1, "failed")
    confirm(world, letter, 1)

    states = {answer.to: answer.state for answer in of(world, letter)}

    assert states[0] is AnswerState.CONFIRMED
    assert states[1] is AnswerState.ACKNOWLEDGED


def test_an_acknowledgement_says_who_when_and_under_which_receive_number(world: World, letter: StreamId) -> None:
    arrived = world.now - timedelta(minutes=9)
    registered = world.now - timedelta(minutes=3)
    said = world.acknowledgement(letter, to=1, receive_number="88/2564", arrived_at=arrived, registered_at=registered)
    world.admit(said, stream=letter)

    [answer] = [answer for answer in of(world, letter) if answer.to == 1]

    assert answer.by == "ผู้รับ 1 ผู้รับ SPECIMEN"
    assert (answer.receive_number, answer.arrived_at, answer.registered_at) == ("88/2564", arrived, registered)
    assert answer.answered_at == world.now


def test_a_return_says_why_and_is_no_acknowledgement(world: World, letter: StreamId) -> None:
    world.send_back(letter, to=2, reason="ผิดหน่วยงาน")

    [answer] = [answer for answer in of(world, letter) if answer.to == 2]

    assert (answer.state, answer.reason) == (AnswerState.RETURNED, "ผิดหน่วยงาน")


def test_letters_are_counted_by_the_state_of_their_addressees(world: World, letter: StreamId) -> None:
    world.acknowledge(letter, to=0)
    confirm(world, letter, 1)
    answered = world.issue()
    world.dispatch(answered)
    for to in range(3):
        world.acknowledge(answered, to=to)

    first, second = letters(world)
    owing = letters(world, owing=True)

    assert (first.letter, first.addressees, first.silent, first.confirmed, first.returned, first.acknowledged) == (
        *(letter, 3),
        *(1, 1, 0, 1),
    )
    assert (second.letter, second.silent, second.acknowledged) == (answered, 0, 3)
    assert owing == [first]


def test_two_letters_that_print_one_number_are_counted_apart(world: World, letter: StreamId) -> None:
    world.open_series(SeriesKind.CIRCULAR, after=270, book="กองกลาง")
    other = world.issue()
    world.dispatch(other)

    counted = [(sent.letter, sent.number, sent.addressees) for sent in letters(world)]

    assert counted == [(letter, "มท 0812/ว 271", 3), (other, "มท 0812/ว 271", 3)]
