"""One specimen registry and its bundles, made once."""

from collections.abc import Iterator

import pytest

from tests.registry.verify.desk import Desk, laid_out
from tests.registry.world import World


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World.staffed(tmp_path_factory.mktemp("office") / "registry")
    yield world
    world.close()


@pytest.fixture(scope="session")
def desk(world: World) -> Desk:
    return laid_out(world)
