"""Serving the pages begins with a place to listen at, or with a sentence that says why there is none."""

import gc
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from api.errors import ApiError
from api.serve import listening, serve
from api.settings import Settings
from tests.registry.world import World

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]


def test_a_port_that_somebody_has_is_refused() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(ApiError, match="cannot be served at") as refused,
    ):
        listening("127.0.0.1", taken.getsockname()[1])

    assert refused.value.slug == "cannot-listen"


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("x" * 300, 80), ("127.0.0.1\0", 80)])
def test_a_place_that_is_none_is_refused(host: str, port: int) -> None:
    with pytest.raises(ApiError, match="Name another"):
        listening(host, port)


@pytest.fixture
def collector() -> Iterator[None]:
    """The garbage collector, put back as it was."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("collector")
def test_what_stays_as_long_as_the_process_is_not_gone_over_while_pages_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World.staffed(tmp_path / "registry")
    world.close()
    seen = []

    def run(_server: uvicorn.Server, sockets: Any) -> None:
        seen.append((len(sockets), gc.get_freeze_count(), len(gc.get_objects())))

    monkeypatch.setattr("api.serve.listening", lambda _host, _port: socket.socket())
    monkeypatch.setattr(uvicorn.Server, "run", run)
    serve(Settings(world.folder, "http://127.0.0.1:8000"), host="127.0.0.1", port=None)

    [(doors, frozen, gone_over)] = seen
    assert doors == 1
    assert frozen > 10 * gone_over
