"""The writer as a process: started when needed, one for everybody, and refusing what is no request."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import NoSuchThing
from domain.series import Purpose, SeriesKind
from domain.thai.dates import buddhist_year
from registry import requests
from registry.errors import LogBusy, NotCanonical, StoreDamaged
from registry.register.client import Client
from registry.register.protocol import LARGEST_FRAME, read_answer
from registry.wiring import open_register, system_clock
from tests.registry.world import World


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A registry of today in a folder whose path is longer than a socket's may be."""
    folder = tmp_path / ("long-" * 30) / "registry"
    folder.parent.mkdir()
    world = World.founded(folder, now=system_clock())
    world.open_series(SeriesKind.ORDINARY, year=buddhist_year(world.now.date()))
    world.close()
    yield folder
    with Client(folder) as client:
        client.stop_writer()


def reserve(client: Client) -> int:
    series = requests.OpenSeries("another", SeriesKind.ORDER, buddhist_year(system_clock().date()))
    stream = client.ask(series, request_id=bytes(16))["stream"]
    return int(client.ask(requests.Reserve(stream, Purpose.ELECTRONIC, "r1"))["n"][0])


def pid(home: Path) -> int:
    return int((home / "writer.lock").read_text())


def raw(home: Path, data: bytes) -> bytes:
    """Send bytes to the writer and return what comes back until it closes."""
    folder = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(f"/proc/self/fd/{folder}/writer.sock")
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            found = b""
            while part := connection.recv(1 << 16):
                found += part
            return found
    finally:
        os.close(folder)


def test_the_first_request_starts_the_writer_and_others_share_it(home: Path) -> None:
    with Client(home) as one, Client(home) as other:
        first = reserve(one)
        started = pid(home)
        second = reserve(other)

    assert (first, second) == (1, 2)
    assert pid(home) == started


def test_a_crowd_starts_one_writer(home: Path) -> None:
    found: list[int] = []

    def ask() -> None:
        with Client(home) as client:
            found.append(reserve(client))

    crowd = [threading.Thread(target=ask) for _ in range(12)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert sorted(found) == list(range(1, 13))


def test_a_second_process_ends_at_once(home: Path) -> None:
    with Client(home) as client:
        reserve(client)

        second = subprocess.run([sys.executable, "-m", "registry.register.serve", str(home)], check=False, timeout=20)

        assert second.returncode == 0
        assert reserve(client) == 2


def test_while_the_writer_runs_nobody_else_opens_the_registry(home: Path) -> None:
    with Client(home) as client:
        reserve(client)

        with pytest.raises(LogBusy, match="Only one may"):
            open_register(home)


def test_a_killed_writer_is_started_again_and_the_request_is_done_once(home: Path) -> None:
    with Client(home) as client:
        request = requests.OpenSeries("once", SeriesKind.ORDER, buddhist_year(system_clock().date()))
        first = client.ask(request, request_id=bytes(range(16)))
        os.kill(pid(home), 9)

        again = client.ask(request, request_id=bytes(range(16)))

    assert again["stream"] == first["stream"]


def test_refusals_arrive_as_what_they_are(home: Path) -> None:
    with Client(home) as client, pytest.raises(NoSuchThing, match="No series nowhere is open") as refused:
        client.ask(requests.Reserve("nowhere", Purpose.PAPER, "r1"))  # type: ignore[arg-type]

    assert refused.value.slug == "no-such-series"


@pytest.mark.parametrize(
    "frame",
    [
        (LARGEST_FRAME + 1).to_bytes(4, "big"),
        (3).to_bytes(4, "big") + b"abc",
        (40).to_bytes(4, "big") + bytes(16) + b"[" * 24,
        (40).to_bytes(4, "big") + bytes(16) + b"\xff" * 24,
    ],
)
def test_what_is_no_request_is_refused_and_the_writer_goes_on(home: Path, frame: bytes) -> None:
    with Client(home) as client:
        reserve(client)

        answer = raw(home, frame)

        with pytest.raises(NotCanonical, match=r"cannot be read"):
            read_answer(answer[4:])
        assert reserve(client) == 2


def test_a_frame_that_never_ends_holds_nobody_up(home: Path) -> None:
    with Client(home) as client:
        reserve(client)
        assert raw(home, (1000).to_bytes(4, "big") + b"half") == b""

        assert reserve(client) == 2


def test_the_socket_is_for_its_owner_alone(home: Path) -> None:
    with Client(home) as client:
        reserve(client)

        assert (home / "writer.sock").stat().st_mode & 0o777 == 0o600
        assert home.stat().st_mode & 0o777 == 0o700


def test_a_writer_that_cannot_start_says_why(home: Path) -> None:
    (home / "seal" / "seal.key").chmod(0o644)

    with Client(home) as client, pytest.raises(StoreDamaged, match=r"chmod 600"):
        reserve(client)

    (home / "seal" / "seal.key").chmod(0o600)


def test_a_folder_without_a_registry_is_refused_and_nothing_is_made_in_it(tmp_path: Path) -> None:
    with Client(tmp_path) as client, pytest.raises(StoreDamaged, match="saraban init"):
        client.ask(requests.Reserve("x", Purpose.PAPER, "r1"))  # type: ignore[arg-type]

    assert list(tmp_path.iterdir()) == []
