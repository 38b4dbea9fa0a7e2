"""Whatever stands behind the options, no command ends in a mistake of the program."""

from collections.abc import Iterator

import pytest

from api.cli.catalogue import CATALOGUE
from api.cli.catalogue.command import Command, Option, whole
from registry.home import Home
from tests.api.cli.conftest import Clerk
from tests.registry.documents import papers
from tests.thorough import THOROUGH

HOSTILE = [
    "",
    "²",
    "9" * 400,
    "-1",
    "\x1b[2J\u202e",
    "ก" * 5_000,
    "../../etc",
    "[bold]{0}{subject}%s",
    "sha256:" + "0" * 64,
]
GOOD = {
    "--at": "09.30",
    "--arrived-at": "09.30",
    "--by": "มท 0812/ว 272",
    "--clerk": "clerk",
    "--date": "9/2/2564",
    "--dated": "9/2/2564",
    "--due": "9/2/2564",
    "--entered-at": "08.30",
    "--known-at": "9/2/2564",
    "--registered-at": "09.30",
    "--since": "9/2/2564",
    "--until": "9/2/2565",
    "--to": "กระบี่",
    "number": "มท 0812/ว 271",
    "officer": "dg",
    "key_of": "dg",
    "--signatory": "dg",
}
"""What is typed where another option is the hostile one; what is not here is left out unless it is needed."""
RECEIVED = {"assign", "conclude"}
NEEDED = {"dispatch": ("--channel",), "delivery": ("--channel",)}


def elsewhere(saraban: Clerk) -> dict[str, str]:
    """What a recipient on another machine has."""
    slip, bundle = saraban.folder / "slip.json", saraban.folder / "bundle.zip"
    if not slip.exists():
        saraban.json("slip", "p0", "-o", str(slip))
        saraban.json("bundle", "มท 0812/ว 271", "-o", str(bundle))
    home = Home(saraban.world.folder)
    return {"--slip": str(slip), "bundle": str(bundle), "--trust": str(home.roots), "--log-key": str(home.log_key)}


def typed(saraban: Clerk, command: Command, hostile: Option, value: str) -> Iterator[str]:
    """A command with one hostile option among good ones."""
    files = {
        "file": saraban.draft(),
        "--file": saraban.file("in.pdf", papers.pdf()),
        "--scan": saraban.file("scan.pdf", papers.pdf()),
        "--last-page": saraban.file("page.pdf", papers.pdf()),
        "certificate": saraban.file("dg.cer", saraban.world.people["dg"].key.certificate.pem()),
        "--key": saraban.key(
            "r1" if command.run.startswith("office") else "p0" if "answering" in command.run else "dg"
        )[1],
        "--passphrase-file": str(saraban.pass_phrase()),
        **elsewhere(saraban),
    }
    yield from command.name.split()
    yield "--json"
    for option in command.options:
        good = {**GOOD, **files, **({"number": "รับ 1"} if command.name in RECEIVED else {})}.get(option.name)
        needed = option.required or option is hostile or option.name in NEEDED.get(command.name, ())
        if option.name.startswith("--") and good is None and not needed:
            continue
        if option.flag or option.name == "--passphrase-fd":
            continue
        word = option.choices[-1] if option.choices else value if option is hostile else good or "1"
        words = [word] * (option.parts or 1)
        if not option.name.startswith("--"):
            yield from words
        elif len(words) == 1:
            yield f"{option.name}={words[0]}"
        else:
            yield from (option.name, *words)


ENDLESS = {"demo", "serve"}
"""Not tried here: one makes its registry anew, the other goes on until it is told to end."""
TRIED = [one for one in CATALOGUE if one.name not in ENDLESS]


@pytest.mark.parametrize("command", TRIED if THOROUGH else TRIED[::3], ids=lambda command: command.name)
def test_a_command_answers_or_refuses_whatever_is_typed(
    saraban: Clerk, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = saraban.folder / "a" / "b"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)  # some of it names files to write
    saraban.dispatched()
    saraban.dispatched()
    saraban.json("receive", "ศธ 0201/15", "--from", "กระทรวง", "--subject", "ขอข้อมูล")
    for place, option in enumerate(command.options):
        values = HOSTILE if THOROUGH else HOSTILE[place % 3 :: 3]
        for value in () if option.choices or option.flag or option.kind is whole else values:
            ran = saraban(*typed(saraban, command, option, value))

            assert ran.code in {0, 1, 2}, (option.name, value, ran.out)
            assert ran.err == ""
            assert ran.answer is not None
    assert saraban.json("audit")["verdict"] == "valid"


@pytest.mark.parametrize("figures", ["", "²", "9" * 400, "1.5", "1e3", "0x1", "\udcff"])
def test_what_is_no_whole_number_is_wrong_usage(saraban: Clerk, figures: str) -> None:
    for words in (
        ["reserve", f"--count={figures}"],
        ["pending", f"--days={figures}"],
        ["series", "open", "x", f"--after={figures}"],
    ):
        assert saraban(*words, "--json").code == 2


def test_what_is_not_utf8_is_wrong_usage(saraban: Clerk) -> None:
    assert saraban("show", "\udcff", "--json").refused == "not-utf8"
