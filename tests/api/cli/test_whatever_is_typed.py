"""Whatever stands behind the options, no command ends in a mistake of the program."""

import pytest

from api.cli.catalogue import CATALOGUE
from api.cli.catalogue.command import Command, Option, whole
from tests.api.cli.conftest import Clerk

HOSTILE = [
    "",
    "²",
    "9" * 400,
    "-1",
    "\udcff",
    "\x1b[2J\u202e",
    "ก" * 5_000,
    "../../etc",
    "[bold]{0}{subject}%s",
    "sha256:" + "0" * 64,
    "01890000-0000-7000-8000-000000000000",
    "มท 0812/ว 271",
]


@pytest.mark.parametrize("command", [one for one in CATALOGUE if one.name != "demo"], ids=lambda command: command.name)
def test_a_command_answers_or_refuses_whatever_is_typed(saraban: Clerk, command: Command) -> None:
    saraban.registered()
    for value in HOSTILE:
        typed = [*command.name.split(), "--json"]
        for option in command.options:
            if option.name == "--passphrase-fd":
                continue
            words = [option.choices[0] if option.choices else _figures(option, value)] * (option.parts or 1)
            if not option.name.startswith("--"):
                typed += words
            elif not option.flag:
                typed += [f"{option.name}={words[0]}"] if len(words) == 1 else [option.name, *words]

        ran = saraban(*typed)

        assert ran.code in {0, 1, 2}, (value, ran.out)
        assert ran.err == ""
        assert ran.answer is not None


def _figures(option: Option, value: str) -> str:
    """A number where one is asked for, so that the other values get further than the parser."""
    return "1" if option.kind is whole else value


@pytest.mark.parametrize("figures", ["", "²", "9" * 400, "1.5", "1e3", "0x1", "\udcff"])
def test_what_is_no_whole_number_is_wrong_usage(saraban: Clerk, figures: str) -> None:
    for typed in (
        ["reserve", f"--count={figures}"],
        ["pending", f"--days={figures}"],
        ["series", "open", "x", f"--after={figures}"],
    ):
        assert saraban(*typed, "--json").code == 2
