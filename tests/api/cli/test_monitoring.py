"""Following the log from outside at the command line, and how each end of it shows in the exit code."""

from pathlib import Path

import pytest

from registry.log.leaves import HeadsLeaf, leaf_hash
from registry.log.tiles import Tiles, bundle
from tests.api.cli.conftest import Clerk
from tests.api.cli.refusing import refused


@pytest.fixture
def watched(saraban: Clerk) -> tuple[str, ...]:
    """What is typed to follow this office's log."""
    saraban.registered()
    return ("monitor", str(saraban.world.folder / "tiles"), "--log-key", str(saraban.world.folder / "trust/log.vkey"))


def test_an_honest_log_is_followed_and_its_checkpoint_kept_for_the_next_time(
    saraban: Clerk, watched: tuple[str, ...], tmp_path: Path
) -> None:
    leaf0 = (saraban.world.folder / "trust" / "leaf0.sha256").read_text().strip()
    kept = str(tmp_path / "checkpoint")

    answer = saraban.json(*watched, "--leaf0", leaf0, "--keep", kept)
    saraban.registered()
    later = saraban.json(*watched, "--held", kept)

    heads = saraban.world.register.ledger.heads
    assert Path(kept).read_bytes().startswith(saraban.world.origin.encode())
    assert answer["verdict"] == later["verdict"] == "valid"
    assert answer["size"] < later["size"] == saraban.world.register.tree.size
    assert (later["keys"], later["heads"]) == (heads.keys, heads.root.hex())
    assert later["at"] == saraban.world.now.isoformat()


def test_people_read_it_in_their_language(saraban: Clerk, watched: tuple[str, ...]) -> None:
    thai, english = saraban(*watched).out, saraban(*watched, "--lang", "en").out

    assert "ตรงกับ checkpoint" in thai
    assert "agree with the checkpoint" in english
    assert f"has {saraban.world.register.ledger.heads.keys} letters, keys and series" in english


def test_a_log_that_disagrees_with_itself_is_refused_with_the_position(
    saraban: Clerk, watched: tuple[str, ...]
) -> None:
    size = saraban.world.register.tree.size
    leaves = Tiles(saraban.world.folder / "tiles").read_leaves(0, size)
    leaves[1] = HeadsLeaf(7, leaf_hash(b"")).write()
    (saraban.world.folder / f"tiles/tile/entries/000.p/{size}").write_bytes(bundle(leaves))

    ran = refused(saraban, *watched)

    assert ran.refused == "heads-differ"
    assert ran.answer["error"]["facts"]["position"] == 1


def test_a_server_that_is_not_asked_leaves_it_open(saraban: Clerk, watched: tuple[str, ...]) -> None:
    ran = saraban("monitor", "ftp://127.0.0.1/log", *watched[2:], "--json")

    assert (ran.code, ran.answer["verdict"], ran.answer["slug"]) == (3, "cannot-tell", "not-fetched")
    assert "could not be read" in saraban("monitor", "ftp://127.0.0.1/log", *watched[2:], "--lang", "en").out


def test_a_folder_that_is_not_there_is_wrong_usage(saraban: Clerk, watched: tuple[str, ...]) -> None:
    refused(saraban, "monitor", str(saraban.folder / "nowhere"), *watched[2:], code=2)
    refused(saraban, *watched, "--held", str(saraban.folder / "nowhere"), code=2)
