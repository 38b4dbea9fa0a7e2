"""What the README says of the command is so: every command and option stands there, and its example runs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.catalogue import CATALOGUE
from api.cli.catalogue.command import SIGNING, Command
from api.cli.parser import EVERYWHERE
from tests.thorough import thoroughly

ROOT = Path(__file__).parents[3]
README = (ROOT / "api" / "README.md").read_text(encoding="utf-8")


def row(command: Command) -> str:
    found = re.search(rf"^\| `{re.escape(command.name)}` \|.*$", README, re.MULTILINE)
    assert found is not None, f"{command.name} does not stand in api/README.md"
    return found[0]


@pytest.mark.parametrize("command", CATALOGUE, ids=lambda command: command.name)
def test_every_command_stands_in_the_readme_with_its_options(command: Command) -> None:
    described = row(command)

    assert command.help.english in described
    for option in command.options:
        if option not in SIGNING or "*signing*" not in described:
            named = option.name if option.name.startswith("--") else option.metavar or option.name
            assert f"`{named.replace('|', ' or ')}`" in described, option.name


def test_the_readme_names_no_command_or_option_that_does_not_exist() -> None:
    rows = re.findall(r"^\| `([a-z -]+)` \| .* \| (.*) \|$", README, re.MULTILINE)
    known = {command.name: command for command in CATALOGUE}

    assert {name for name, _ in rows} == set(known)
    for name, described in rows:
        options = {option.name for option in known[name].options}
        assert set(re.findall(r"`(--[a-z0-9-]+)`", described)) <= options, name


def test_the_options_of_every_command_stand_in_the_readme() -> None:
    for option in (*EVERYWHERE, *SIGNING):
        assert option.name in README


@pytest.fixture
def at_the_end(tmp_path: Path) -> dict[str, str]:
    """An environment of its own, in which ``saraban`` is this code."""
    commands = tmp_path / "bin"
    commands.mkdir()
    saraban = commands / "saraban"
    saraban.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m api.cli.main "$@"\n')
    saraban.chmod(0o755)
    return {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "SARABAN_LANG": "en"}


@thoroughly
def test_the_example_runs_as_it_stands(tmp_path: Path, at_the_end: dict[str, str]) -> None:
    example = re.search(r"```console\n(.*?)```", README, re.DOTALL)
    assert example is not None
    lines = [line.removeprefix("$ ") for line in example[1].splitlines()]
    stop = [*lines[:1], "saraban writer stop"]

    try:
        ran = _bash(["set -eux", *lines], tmp_path, at_the_end)
    finally:
        _bash(stop, tmp_path, at_the_end)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "76 addressees, 76 have not answered" in ran.stdout
    assert "valid: evidence of" in ran.stdout
    assert "The registry is in order" in ran.stdout


def _bash(lines: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    script = "\n".join(lines)
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
