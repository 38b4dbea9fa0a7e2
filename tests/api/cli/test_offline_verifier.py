"""The one-file verifier as the command writes it."""

from hashlib import sha256
from pathlib import Path

from api import offline
from registry.reader import Reader
from tests.api.cli.conftest import Clerk


def test_the_command_writes_the_file_that_the_pages_hand_out_and_prints_its_digest(saraban: Clerk) -> None:
    file = saraban.folder / "verifier.html"
    with Reader(saraban.world.folder) as reader:
        expected = offline.offline_page(offline.Pinned.of(reader))

    answer = saraban("offline-verifier", "--output", str(file))

    assert file.read_bytes() == expected
    assert sha256(expected).hexdigest() in answer.out


def test_the_command_writes_over_nothing(saraban: Clerk, tmp_path: Path) -> None:
    file = tmp_path / "verifier.html"
    file.write_text("mine")

    answer = saraban("offline-verifier", "-o", str(file))

    assert answer.code != 0
    assert file.read_text() == "mine"
