"""Serving the pages begins with a place to listen at, or with a sentence that says why there is none."""

import socket

import pytest

from api.errors import ApiError
from api.serve import listening

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
