"""Other registries are trusted by command, and only by what was had from another hand than the bundle."""

from pathlib import Path

import pytest

from registry.home import Home
from registry.others import Others
from tests.api.cli.conftest import Clerk
from tests.registry.world import World

ELSEWHERE = "other.example/letters"


@pytest.fixture
def given(tmp_path: Path) -> tuple[str, ...]:
    """What another registry gives to verifiers."""
    home = Home(World.founded(tmp_path / "elsewhere", origin=ELSEWHERE).folder)
    leaf0 = home.leaf0.read_text().strip()
    return ("--trust", str(home.roots), "--log-key", str(home.log_key), "--leaf0", leaf0)


def test_a_registry_is_trusted_once_and_listed(saraban: Clerk, given: tuple[str, ...]) -> None:
    before = saraban.json("trust", "list")

    added = saraban.json("trust", "add", *given)

    assert (before["origins"], added["origin"]) == ([], ELSEWHERE)
    assert saraban.json("trust", "list")["origins"] == [ELSEWHERE]
    assert Others(Home(saraban.world.folder).others).trust(ELSEWHERE) is not None
    assert saraban("trust", "add", *given, "--json").refused == "registry-trusted-before"


def test_the_key_itself_does_as_well_as_its_file(saraban: Clerk, given: tuple[str, ...]) -> None:
    roots, key, leaf0 = given[1], Path(given[3]).read_text().strip(), given[5]

    added = saraban.json("trust", "add", "--trust", roots, "--log-key", key, "--leaf0", leaf0)

    assert added["origin"] == ELSEWHERE


def test_half_of_it_is_refused(saraban: Clerk, given: tuple[str, ...]) -> None:
    assert saraban("trust", "add", *given[:4]).code == 2
    assert saraban("trust", "add", *given[:4], "--leaf0", "ab", "--json").refused == "leaf0-unfit"
