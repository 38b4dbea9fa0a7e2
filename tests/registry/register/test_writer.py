"""Callers of one event loop: whatever happens to a group, everybody gets an outcome, and the right one."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError

from domain.series import Purpose, SeriesKind
from keys.checkpoints import verify_checkpoint
from keys.errors import BadSignature
from registry import requests
from registry.audit.audit import Trust, audit
from registry.errors import NotCanonical, StoreDamaged
from registry.register import writer as module
from registry.register.desk import new_request_id
from registry.register.writer import Writer, seconds_to_midnight
from registry.wire import THAI_TIME
from tests.registry.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


def serve(world: World, use: Callable[[Writer], Awaitable[Any]]) -> Any:
    """Let *use* talk to a writer of the world's registry."""

    async def run() -> Any:
        writer = Writer.open(world.register)
        try:
            return await use(writer)
        finally:
            await writer.close()

    return asyncio.run(run())


def reserve(world: World) -> bytes:
    return requests.encode(requests.Reserve(world.series[SeriesKind.CIRCULAR], Purpose.ELECTRONIC, "clerk"))


async def take(writer: Writer, world: World, count: int) -> list[Any]:
    asks = (writer.ask(new_request_id(), reserve(world)) for _ in range(count))
    return list(await asyncio.gather(*asks, return_exceptions=True))


def fail_once(world: World, error: Exception) -> None:
    """Let the next transaction fail without having stored anything."""
    whole = world.register.store.append

    def append(*_: Any) -> None:
        world.register.store.append = whole  # type: ignore[method-assign]
        raise error

    world.register.store.append = append  # type: ignore[method-assign,assignment]


def test_many_callers_at_once_get_numbers_that_follow_one_another(world: World) -> None:
    answers = serve(world, lambda writer: take(writer, world, 300))

    assert sorted(answer["n"][0] for answer in answers) == list(range(271, 571))
    assert audit(world.folder, Trust.beside(world.folder)).numbers_open == 300


def test_when_a_group_clashes_everybody_in_it_is_served_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_GROUP", 4)
    fail_once(world, IntegrityError("UNIQUE constraint failed"))

    answers = serve(world, lambda writer: take(writer, world, 20))

    assert sorted(answer["n"][0] for answer in answers) == list(range(271, 291))
    assert audit(world.folder, Trust.beside(world.folder)).numbers_open == 20


def test_when_a_group_cannot_be_stored_its_callers_are_told_and_the_next_ones_go_through(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST_GROUP", 4)
    fail_once(world, OperationalError("database or disk is full"))

    answers = serve(world, lambda writer: take(writer, world, 12))

    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert [type(refusal) for refusal in refused] == [StoreDamaged] * 4
    assert "disk is full" in str(refused[0])
    assert sorted(answer["n"][0] for answer in answers if isinstance(answer, dict)) == list(range(271, 279))


def test_a_request_under_way_asked_again_is_answered_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_GROUP", 1)
    same = new_request_id()

    async def use(writer: Writer) -> list[Any]:
        return list(await asyncio.gather(*(writer.ask(same, reserve(world)) for _ in range(4))))

    answers = serve(world, use)

    assert [answer["n"] for answer in answers] == [[271]] * 4


def test_an_answer_comes_when_its_checkpoint_is_published(world: World) -> None:
    async def use(writer: Writer) -> None:
        said = world.sign(world.letter([(await writer.ask(new_request_id(), reserve(world)))["n"][0]]))
        answer = await writer.ask(new_request_id(), requests.encode(requests.Admit(said.statement, said.evidence)))
        note = verify_checkpoint(world.register.tiles.checkpoint(), world.log_key.signer.verifier)
        assert note.checkpoint.size > answer["position"]

    serve(world, use)


def test_a_signature_that_is_not_good_is_refused_with_the_reason(world: World) -> None:
    said = world.sign(world.letter(world.reserve()))
    other = world.sign(world.letter(world.reserve()))
    swapped = requests.encode(requests.Admit(said.statement, other.evidence))

    with pytest.raises(BadSignature, match="over other bytes"):
        serve(world, lambda writer: writer.ask(new_request_id(), swapped))


def test_a_request_that_cannot_be_read_is_refused_at_once(world: World) -> None:
    with pytest.raises(NotCanonical, match="cannot be read"):
        serve(world, lambda writer: writer.ask(new_request_id(), b'{"op":"reserve"}'))


def test_a_file_that_cannot_be_read_while_verifying_leaves_nobody_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = world.sign(world.letter(world.reserve()))
    monkeypatch.setattr(world.register.keyring, "certificate", lambda _: (_ for _ in ()).throw(OSError("I/O error")))

    async def use(writer: Writer) -> Any:
        ask = writer.ask(new_request_id(), requests.encode(requests.Admit(said.statement, said.evidence)))
        answer = await asyncio.gather(ask, return_exceptions=True)
        writer.failed.exception()
        return answer[0]

    assert "I/O error" in str(serve(world, use))


def test_who_waits_when_the_writer_stops_is_told_to_ask_again(world: World) -> None:
    async def run() -> list[Any]:
        writer = Writer.open(world.register)
        waiting = asyncio.gather(
            *(writer.ask(new_request_id(), reserve(world)) for _ in range(5)), return_exceptions=True
        )
        await asyncio.sleep(0)
        await writer.close()
        return await waiting

    answers = asyncio.run(run())

    assert all(isinstance(answer, dict) or answer.slug == "writer-stopped" for answer in answers)
    world.reopen()
    assert audit(world.folder, Trust.beside(world.folder)).facts > 0


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (datetime(2021, 2, 9, 23, 59, 59, tzinfo=THAI_TIME), 1),
        (datetime(2021, 2, 10, 0, 0, 0, tzinfo=THAI_TIME), 86400),
        (datetime(2021, 12, 31, 12, 0, 0, tzinfo=THAI_TIME), 43200),
    ],
)
def test_s27_midnight_is_thailands(now: datetime, seconds: float) -> None:
    assert seconds_to_midnight(now) == seconds
