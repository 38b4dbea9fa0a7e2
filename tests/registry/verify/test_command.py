"""The command: exit codes for scripts, sentences for people, and nothing loaded that a stranger does not need."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

from registry.verify.command import main
from tests.registry.verify.desk import Desk

FORBIDDEN = (
    "eventsourcing",
    "sqlite3",
    "litestar",
    "pythainlp",
    "rich",
    "msgspec",
    "asyncio",
    "ssl",
    "http",
    "zipfile",
)
OUR_FORBIDDEN = ("registry.store", "registry.register", "registry.reader", "registry.wire", "domain", "api")


class Stranger(Protocol):
    """Somebody who checks a file with the command."""

    def __call__(self, data: bytes, *options: str) -> int:
        """Return the exit code of the command over a file with *data*."""


@pytest.fixture
def trust(desk: Desk) -> list[str]:
    folder = desk.folder / "trust"
    leaf0 = (folder / "leaf0.sha256").read_text().strip()
    return ["--trust", str(folder / "roots.pem"), "--log-key", str(folder / "log.vkey"), "--leaf0", leaf0]


@pytest.fixture
def letter(desk: Desk, tmp_path: Path) -> Path:
    place = tmp_path / "letter.zip"
    place.write_bytes(desk.bundles["letter"])
    return place


@pytest.fixture
def check(trust: list[str], tmp_path: Path) -> Stranger:
    def check(data: bytes, *options: str) -> int:
        place = tmp_path / "bundle.zip"
        place.write_bytes(data)
        return main([str(place), *trust, *options])

    return check


def test_a_valid_bundle_is_said_to_be_valid_in_thai_first(
    letter: Path, trust: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([str(letter), *trust])

    assert code == 0
    assert capsys.readouterr().out.startswith("ถูกต้อง: หลักฐานของ SPECIMEN มท 0812/ว 271")


def test_english_is_spoken_when_asked(letter: Path, trust: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code = main([str(letter), *trust, "--lang", "en"])

    out = capsys.readouterr().out
    assert code == 0
    assert "valid: evidence of SPECIMEN มท 0812/ว 271" in out
    assert "The operator claims that it stood at" in out


@pytest.mark.parametrize(("kind", "policy"), [("by-hand", "embedded"), ("letter", "witnessed")])
def test_what_cannot_be_told_has_an_exit_code_of_its_own(kind: str, policy: str, desk: Desk, check: Stranger) -> None:
    assert check(desk.bundles[kind], "--policy", policy) == 3


def test_a_changed_file_is_refused_and_named_in_both_languages(
    desk: Desk, check: Stranger, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = desk.repacked({"letter.pdf": b"changed"})

    codes = [check(changed, "--lang", lang) for lang in ("th", "en")]

    out = capsys.readouterr().out
    assert codes == [1, 1]
    assert "letter.pdf มีค่าแฮช sha256:" in out
    assert "letter.pdf has the digest sha256:" in out


def test_json_is_one_object_with_a_slug_a_layer(
    letter: Path, trust: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(letter), *trust, "--json"])

    answer = json.loads(capsys.readouterr().out)
    assert (answer["verdict"], answer["policy"], answer["about"]) == (
        "valid",
        "embedded",
        "SPECIMEN มท 0812/ว 271 (2021-02-09)",
    )
    assert {layer["layer"]: layer["slug"] for layer in answer["layers"]} == {
        "container": "container-whole",
        "files": "files-same",
        "authority": "authority-shown",
        "person": "person-signed",
        "history": "logged",
        "time": "time-claimed",
        "standing": "stands",
    }


def test_the_log_key_may_be_given_itself(letter: Path, desk: Desk, trust: list[str]) -> None:
    given = [desk.trust.log_key.vkey if one.endswith("log.vkey") else one for one in trust]

    assert main([str(letter), *given]) == 0


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("--trust=/nowhere/roots.pem", "cannot be read: No such file"),
        ("--trust=/dev/null", "holds no certificate"),
        ("--log-key=a+b+c", "This is not a note key"),
        ("--leaf0=abc", "not 64 hexadecimal figures"),
        (f"--leaf0={'ab' * 31}", "not 64 hexadecimal figures"),
    ],
)
def test_what_cannot_be_used_is_wrong_usage(
    given: str, sentence: str, desk: Desk, check: Stranger, capsys: pytest.CaptureFixture[str]
) -> None:
    code = check(desk.bundles["letter"], given, "--lang", "en")

    assert code == 2
    assert sentence in capsys.readouterr().err


def test_a_bundle_that_is_not_there_is_wrong_usage_and_an_empty_one_is_not_valid(
    trust: list[str], tmp_path: Path
) -> None:
    (tmp_path / "empty.zip").touch()

    assert main([str(tmp_path / "none.zip"), *trust]) == 2
    assert main([str(tmp_path / "empty.zip"), *trust]) == 1


def test_the_process_ends_with_the_code_and_loads_nothing_of_the_register(letter: Path, trust: list[str]) -> None:
    script = "import sys; from registry.verify.command import main; code = main(); print(*sys.modules); sys.exit(code)"

    done = subprocess.run(
        [sys.executable, "-c", script, str(letter), *trust], capture_output=True, text=True, check=False
    )

    loaded = done.stdout.splitlines()[-1].split()
    assert done.returncode == 0
    assert [name for name in loaded if name.partition(".")[0] in FORBIDDEN] == []
    assert [name for name in loaded if name.startswith(OUR_FORBIDDEN)] == []


def test_it_runs_as_a_module(letter: Path, trust: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "registry.verify", str(letter), *trust], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
