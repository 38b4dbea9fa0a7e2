"""The digest of the state: the same for everybody who has the same facts, another for everybody who has not."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest

from domain.series import SeriesKind
from registry import wire
from registry.reader import Reader
from registry.replay import FOLD, Replayed, fold, replay
from registry.store.facts import Entry, FactStore
from registry.store.recorder import GroupRows
from registry.store.sealing import Contents
from tests.registry.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An office after two days of work."""
    made = World.staffed(tmp_path / "registry")
    letter = made.issue()
    made.dispatch(letter)
    made.acknowledge(letter)
    made.send_back(letter, to=1)
    made.reserve(SeriesKind.ORDINARY)
    made.next_day()
    made.receive()
    made.issue_by_hand()
    yield made
    made.close()


def _replayed(folder: Path, until: int | date | None = None) -> Replayed:
    with Reader(folder) as reader:
        return replay(reader, until)


def test_the_state_says_what_became_of_letters_numbers_and_addressees(world: World) -> None:
    state = orjson.loads(_replayed(world.folder).state)

    (circular, by_hand) = state["letters"]
    assert (state["fold"], FOLD) == ("fold/v3", "fold/v3")
    assert [answer["kind"] for answer in circular["answered"]] == ["acknowledged", "returned"]
    assert (circular["stage"], by_hand["way"]) == ("dispatched", "by-hand")
    assert [series["numbers"] for series in state["series"] if series["kind"] == "ordinary"] == [
        [[1, "void"], [2, "issued"]]
    ]
    assert state["received"][0]["number"] == 1


def test_a_copy_elsewhere_gives_the_same_digest(world: World, tmp_path: Path) -> None:
    world.close()
    shutil.copytree(world.folder, tmp_path / "copy")

    assert _replayed(world.folder).digest == _replayed(tmp_path / "copy").digest


def test_the_same_statements_under_other_keys_salts_and_evidence_give_the_same_digest(
    world: World, tmp_path: Path
) -> None:
    """Two stores that agree in nothing but the statements."""
    entries = world.register.store.after(-1, 10_000)
    (tmp_path / "other").mkdir()

    sealed = _store_again(tmp_path / "other", entries)

    assert sealed.digest == _replayed(world.folder).digest


def _store_again(folder: Path, entries: list[Entry]) -> Replayed:
    store = FactStore(folder, names=wire.NAMES)
    again = [
        Entry(one.place, Contents(one.contents.statement, "cms", b"other evidence", bytes(32)), store.keys.take()[0])
        for one in entries
    ]
    positions = [one.place.position for one in again]
    store.append(again, GroupRows(positions, 0, [b"{}"]))
    store.close()
    return _replayed(folder)


def test_one_more_fact_changes_the_digest_even_when_nothing_is_decided_by_it(world: World) -> None:
    before = _replayed(world.folder).digest

    stream = next(iter(dict(world.register.known.letters.items())))
    world.enter(stream, "entry.noted.v1", remark="โทรแจ้งแล้ว", clerk="clerk")

    assert _replayed(world.folder).digest != before


def test_two_histories_that_differ_in_one_remark_have_two_digests(world: World, tmp_path: Path) -> None:
    stream = next(iter(dict(world.register.known.letters.items())))
    world.close()
    shutil.copytree(world.folder, tmp_path / "other")
    other = replace(world, folder=tmp_path / "other")
    digests = set()

    for office, remark in ((world, "โทรแจ้งแล้ว"), (other, "ยังไม่ได้โทร")):
        office.reopen()
        office.enter(stream, "entry.noted.v1", remark=remark, clerk="clerk")
        digests.add(_replayed(office.folder).digest)
        office.close()

    assert len(digests) == 2


def test_until_a_position_is_the_state_that_was_then(world: World) -> None:
    then = _replayed(world.folder)

    world.issue()

    now = _replayed(world.folder)
    assert now.position > then.position
    assert _replayed(world.folder, then.position) == then
    assert _replayed(world.folder, 0).facts == 1


def test_until_a_day_leaves_out_what_the_seal_dated_later(world: World) -> None:
    with Reader(world.folder) as reader:
        first = fold(reader, date(2021, 2, 9))
        second = fold(reader, date(2021, 2, 10))
        before = fold(reader, date(2021, 2, 8))

    assert (len(first.letters), len(first.incoming), len(first.open_numbers)) == (1, 0, 1)
    assert (len(second.letters), len(second.incoming), len(second.open_numbers)) == (2, 1, 0)
    assert (before.facts, before.position) == (0, -1)


def test_until_a_day_a_letter_signed_before_midnight_and_admitted_after_counts_the_day_after(world: World) -> None:
    world.now = world.now.replace(hour=23, minute=59)
    letter = world.issue()
    world.dispatch(letter)
    said = world.acknowledgement(letter)
    day = world.now.date()
    facts = _replayed(world.folder, day).facts
    world.next_day()

    world.admit(said, stream=letter)

    assert _replayed(world.folder, day).facts == facts


def test_replay_equals_what_the_writer_knows_after_it_was_opened_again(world: World) -> None:
    world.reopen()

    with Reader(world.folder) as reader:
        known = fold(reader)

    live = world.register.known
    assert dict(live.series.items()) == known.series
    assert dict(live.open_numbers.items()) == known.open_numbers
    assert live.authority == known.authority
