"""Slips of whoever types: years, times, addressees and quantities that cannot be."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.errors import InvalidValue
from domain.letter.text import Addressee, Attachment
from domain.series import SeriesKind
from domain.values import StreamId
from registry import requests
from tests.registry.world import World

ONE_DAY = timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


@pytest.mark.parametrize("year", [0, 2021, 2483, 2701])
def test_a_series_of_a_year_that_is_not_buddhist_is_refused(world: World, year: int) -> None:
    with pytest.raises(InvalidValue, match=f"The year {year} "):
        world.ask(requests.OpenSeries("ทะเบียน", SeriesKind.ATTESTATION, year, 0, None))


@pytest.mark.parametrize(("sent_at", "slug"), [(timedelta(minutes=1), "not-yet"), (-ONE_DAY, "before-the-letter")])
def test_nothing_is_sent_or_confirmed_before_the_letter_or_in_the_future(
    world: World, sent_at: timedelta, slug: str
) -> None:
    stream = world.issue()
    world.dispatch(stream)
    at = (world.now + sent_at).isoformat()
    attempted = {
        "to": 0,
        "channel": "post",
        "address": None,
        "attempted_at": at,
        "result": "sent",
        "checked_by": "clerk",
    }
    confirmed = {"to": 0, "confirmed_at": at, "spoke_with": "นาย ก", "clerk": "clerk"}

    outcomes = world.try_all(
        [
            requests.Enter(stream, "delivery.attempted.v1", attempted),
            requests.Enter(stream, "receipt.confirmed.v1", confirmed),
            _acknowledged(world, stream, arrived_at=world.now + sent_at),
            _acknowledged(world, stream, registered_at=world.now + sent_at),
        ]
    )

    assert [getattr(one.outcome, "slug", one.outcome) for one in outcomes] == [slug] * 4


def test_a_letter_dated_ahead_may_go_out_early(world: World) -> None:
    ahead = world.now.date() + ONE_DAY
    stream = world.issue(dated=ahead, later_date_reason="รอส่ง")
    world.dispatch(stream)

    world.acknowledge(stream)


def test_a_recipient_registers_no_letter_before_it_arrives(world: World) -> None:
    stream = world.issue()
    world.dispatch(stream)
    world.now += timedelta(hours=1)

    with pytest.raises(InvalidValue, match="been registered before"):
        world.ask(_acknowledged(world, stream, arrived_at=world.now, registered_at=world.now - timedelta(minutes=5)))


@pytest.mark.parametrize(
    ("changed", "slug"),
    [
        ({"addressees": (Addressee("ก"), Addressee(" "))}, "part-missing"),
        ({"addressees": (Addressee("ก"), Addressee("ข"), Addressee("ก"))}, "addressee-twice"),
        ({"attachments": (Attachment("", 1, "ชุด"),)}, "part-missing"),
        ({"attachments": (Attachment("แผนที่", 0, "ชุด"),)}, "quantity-out-of-range"),
        ({"attachments": (Attachment("แผนที่", -4, "ชุด"),)}, "quantity-out-of-range"),
        ({"attachments": (Attachment("แผนที่", 1_000_001, "ชุด"),)}, "quantity-out-of-range"),
    ],
)
def test_a_letter_to_nobody_or_with_less_than_one_of_a_thing_is_refused(
    world: World, changed: dict[str, Any], slug: str
) -> None:
    with pytest.raises(InvalidValue) as refusal:
        world.issue(**changed)

    assert refusal.value.slug == slug


def _acknowledged(world: World, stream: StreamId, **times: Any) -> requests.Admit:
    said = world.acknowledgement(stream, **times)
    return requests.Admit(said.statement, said.evidence, stream=stream)
