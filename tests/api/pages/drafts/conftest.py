"""One office for a file of tests, and its clerk."""

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from tests.api.web import WebOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    office = WebOffice.staffed(tmp_path_factory.mktemp("drafts") / "registry")
    yield office
    office.world.close()


@pytest.fixture
def clerk(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("clerk") as client:
        yield client
