"""A staffed office that knows its structure."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registry.structure.acts import BEFORE
from tests.registry.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with_structure = World.staffed(tmp_path / "registry")
    with_structure.record_instrument(BEFORE)
    yield with_structure
    with_structure.close()
