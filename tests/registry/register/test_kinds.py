"""Which kinds of letters stand in which series, and whose forms name an addressee."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.classes import LetterKind
from domain.errors import InvalidValue, WrongNumber
from domain.series import SeriesKind
from tests.registry.world import CODE, World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    world.open_series(SeriesKind.ATTESTATION)
    yield world
    world.close()


@pytest.mark.parametrize("kind", [LetterKind.EXTERNAL, LetterKind.INTERNAL])
@pytest.mark.parametrize("series", [SeriesKind.ORDINARY, SeriesKind.CIRCULAR])
def test_letters_and_memos_are_numbered_in_the_send_register_or_among_circulars(
    world: World, kind: LetterKind, series: SeriesKind
) -> None:
    world.issue_typeset(series, kind=kind)


def test_an_announcement_is_entered_in_the_send_register_and_is_to_nobody(world: World) -> None:
    stream = world.issue_typeset(SeriesKind.ORDINARY, kind=LetterKind.ANNOUNCEMENT, addressees=())

    assert world.register.known.letters.get(stream) is not None


@pytest.mark.parametrize("series", [SeriesKind.ATTESTATION, SeriesKind.ORDINARY])
def test_an_attestation_is_numbered_in_its_own_series_or_in_the_send_register(world: World, series: SeriesKind) -> None:
    world.issue_typeset(series, kind=LetterKind.ATTESTATION, addressees=())


@pytest.mark.parametrize("kind", [LetterKind.EXTERNAL, LetterKind.INTERNAL])
def test_a_letter_to_nobody_is_refused(world: World, kind: LetterKind) -> None:
    with pytest.raises(InvalidValue, match="no addressees"):
        world.issue(kind=kind, addressees=())


@pytest.mark.parametrize(
    ("kind", "series"),
    [
        (LetterKind.ORDER, SeriesKind.ORDINARY),
        (LetterKind.ORDER, SeriesKind.ATTESTATION),
        (LetterKind.EXTERNAL, SeriesKind.ORDER),
        (LetterKind.EXTERNAL, SeriesKind.ATTESTATION),
        (LetterKind.ATTESTATION, SeriesKind.ORDER),
        (LetterKind.ANNOUNCEMENT, SeriesKind.ATTESTATION),
    ],
)
def test_nothing_is_numbered_in_a_series_of_another_kind(world: World, kind: LetterKind, series: SeriesKind) -> None:
    number = f"{CODE}/1" if series is SeriesKind.ORDINARY else "1/2564"

    with pytest.raises(WrongNumber, match="take its number from its own"):
        world.issue(series, kind=kind, number=number)
