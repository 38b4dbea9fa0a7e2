"""Offices at which letters come in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.values import StreamId
from tests.api.pages.receiving.desk import ELSEWHERE, Client, brought, register, trust
from tests.api.web import WebOffice
from tests.registry.world import World


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    """An office that these tests share; every letter of theirs has a number of its own."""
    return WebOffice.staffed(tmp_path_factory.mktemp("office") / "registry")


@pytest.fixture(scope="module")
def clerk(office: WebOffice) -> Iterator[Client]:
    with office.client("clerk") as client:
        yield client


@pytest.fixture
def fresh(tmp_path: Path) -> WebOffice:
    """An office of which nothing is known yet."""
    return WebOffice.staffed(tmp_path / "registry")


@pytest.fixture(scope="package")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Another registry."""
    return World.staffed(tmp_path_factory.mktemp("elsewhere") / "registry", origin=ELSEWHERE)


@pytest.fixture(scope="package")
def trusting(office: WebOffice, elsewhere: World) -> WebOffice:
    """The office, which has what the other registry is verified with."""
    trust(office, elsewhere)
    return office


@pytest.fixture
def registered(clerk: Client) -> StreamId:
    """A letter on paper."""
    return register(clerk, brought(clerk, "paper"))
