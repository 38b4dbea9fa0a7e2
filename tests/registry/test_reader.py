"""What readers find of a log without reading all of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from registry import wire
from registry.reader import Reader
from registry.views.book import Book
from registry.views.view import open_view
from tests.registry.world import World

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)


@pytest.fixture
def minutes(tmp_path: Path) -> Iterator[World]:
    """The seal and people say things in turn, at other minutes; people last."""
    world = World.staffed(tmp_path / "registry")
    for who in ("one", "two", "three"):
        world.now += _MINUTE
        world.receive()
        world.now += _MINUTE
        world.enrol(who, who)
    yield world
    world.close()


def test_a_moment_means_the_newest_fact_that_the_seal_had_said(minutes: World) -> None:
    with Reader(minutes.folder) as reader:
        lines = list(reader.facts())
        by_seal = [line for line in lines if not wire.is_persons(line.statement.fact)]
        moments = {line.statement.at + shift for line in lines for shift in (-_SECOND, 0 * _SECOND, _SECOND / 2)}

        found = {moment: reader.known_until(moment) for moment in moments}

    assert found == {
        moment: max((line.position for line in by_seal if line.statement.at <= moment), default=-1)
        for moment in moments
    }
    assert len(set(found.values())) == 1 + 1 + 3  # before everything, when the office was staffed, three letters
    assert lines[-1].position not in found.values()


def test_the_registers_mean_the_same_by_a_moment(minutes: World) -> None:
    with Reader(minutes.folder) as reader, open_view(reader, Book) as book:
        for line in reader.facts():
            assert reader.known_until(line.statement.at) == book.known_until(line.statement.at)


def test_the_newest_fact_counts_where_the_seal_said_it(minutes: World) -> None:
    minutes.receive()

    with Reader(minutes.folder) as reader:
        assert reader.known_until(minutes.now) == reader.store.newest()
