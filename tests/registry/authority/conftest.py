"""An office that knows its own department: a head, a deputy who was appointed by order, and another officer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registry.authority.office import BEFORE, Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    world = Office.staffed(tmp_path / "registry")
    world.enrol_signatory("deputy", "รองอธิบดี")
    world.enrol_signatory("other", "รองอธิบดี")
    world.record_instrument(BEFORE)
    yield world
    world.close()
