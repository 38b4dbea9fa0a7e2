"""The office that is attacked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registry.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A staffed office."""
    made = World.staffed(tmp_path / "registry")
    yield made
    made.close()
