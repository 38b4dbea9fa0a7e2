"""A registry with some days of work in it, and one that is open for writing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registry.views.conftest import busy_office, office
from tests.registry.world import World

__all__ = ["busy_office", "office"]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An office with people and books."""
    world = World.staffed(tmp_path / "open")
    yield world
    world.close()
