"""How commands are typed: language, JSON, exit codes, help, and what happens when something breaks."""

import json
from pathlib import Path

import pytest

from api.cli.catalogue import CATALOGUE
from api.cli.catalogue.command import Command
from tests.api.cli.conftest import Clerk


def test_thai_is_spoken_first_and_english_when_it_is_asked_for(saraban: Clerk) -> None:
    thai, english = saraban("writer", "status"), saraban("--lang", "en", "writer", "status")

    assert (thai.code, english.code) == (0, 0)
    assert thai.out.startswith("ไม่มีผู้เขียนทะเบียน")
    assert english.out.startswith("No writer runs")


def test_the_environment_may_name_language_and_registry_and_an_option_wins(saraban: Clerk) -> None:
    saraban.environment["SARABAN_LANG"] = "en"

    assert saraban("writer", "status").out.startswith("No writer")
    assert saraban("writer", "status", "--lang=th").out.startswith("ไม่มี")


@pytest.mark.parametrize(
    "typed",
    [
        [],
        ["no-such"],
        ["reserve", "--count", "many"],
        ["book"],
        ["void"],
        ["status", "--x"],
        ["pending", "--days", "-1"],
    ],
)
def test_wrong_usage_says_what_is_wrong_and_ends_with_two(saraban: Clerk, typed: list[str]) -> None:
    plain, as_json = saraban(*typed), saraban(*typed, "--json")

    assert (plain.code, as_json.code) == (2, 2)
    assert plain.out == ""
    assert plain.err.startswith("วิธีใช้: saraban")
    assert "ดูวิธีใช้ด้วย" in plain.err
    assert as_json.refused == "wrong-usage"


def test_mistakes_of_typing_are_named_in_thai(saraban: Clerk) -> None:
    assert "ยังไม่ได้ระบุ n" in saraban("void", "--reason", "x").err
    assert "--count ต้องเป็นจำนวนเต็ม" in saraban("reserve", "--count", "x").err
    assert "--days ต้องเป็นจำนวนเต็มตั้งแต่ ๐ ขึ้นไป ไม่ใช่ '-1'" in saraban("pending", "--days", "-1").err
    assert "ไม่รู้จัก --x" in saraban("status", "--x").err
    assert "ไม่มีคำสั่ง 'resreve' ดูวิธีใช้ด้วย saraban --help\n" in saraban("resreve").err
    assert "There is no command 'opne'. Type saraban series --help." in saraban("--lang", "en", "series", "opne").err


@pytest.mark.parametrize("command", CATALOGUE, ids=lambda command: command.name)
def test_every_command_explains_itself_in_both_languages(
    saraban: Clerk, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, words in (("th", command.help.thai), ("en", command.help.english)):
        assert saraban("--lang", language, *command.name.split(), "--help").code == 0

        shown = capsys.readouterr().out
        assert "".join(words.split()) in "".join(shown.split())
        for option in command.options:
            assert option.name in shown or (option.metavar or "") in shown


def test_the_overview_names_every_command(saraban: Clerk, capsys: pytest.CaptureFixture[str]) -> None:
    assert saraban("--help").code == 0

    shown = capsys.readouterr().out
    for command in CATALOGUE:
        assert command.name.split()[-1] in shown, command.name


def test_without_a_registry_the_command_says_how_to_name_one(saraban: Clerk) -> None:
    saraban.environment["SARABAN_HOME"] = ""

    ran = saraban("status", "--json")

    assert (ran.code, ran.refused) == (2, "home-missing")


def test_a_folder_without_a_registry_is_refused(saraban: Clerk, tmp_path: Path) -> None:
    ran = saraban("--home", str(tmp_path / "nothing"), "status")

    assert ran.code == 1
    assert ran.err == f"ไม่มีทะเบียนใน {tmp_path / 'nothing'} ให้เปิดด้วย saraban init\n"
    assert not (tmp_path / "nothing").exists()


def test_nobody_acts_without_saying_who(saraban: Clerk) -> None:
    saraban.environment["SARABAN_CLERK"] = ""

    assert saraban("reserve", "--json").refused == "clerk-missing"
    assert saraban("reserve", "--clerk", "nobody", "--json").refused == "no-such-officer"


def test_a_mistake_of_the_program_ends_in_one_sentence_and_a_log(
    saraban: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_call: object) -> None:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr("api.cli.commands.office.status", broken)

    ran = saraban("status")

    log = saraban.world.folder / "saraban-errors.log"
    assert ran.code == 3
    assert ran.err == f"เกิดข้อผิดพลาดภายในโปรแกรม รายละเอียดอยู่ใน {log}\n"
    assert "deep inside" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0


def test_a_refusal_in_json_gives_slug_sentence_and_facts(saraban: Clerk) -> None:
    ran = saraban("show", "มท 0812/ว 999", "--json")

    error = json.loads(ran.out)["error"]
    assert ran.code == 1
    assert error["slug"] == "letter-unknown"
    assert error["facts"]["typed"] == "มท 0812/ว 999"
    assert "999" in error["message"]


def test_a_reader_that_goes_away_leaves_no_traceback(saraban: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("api.cli.main.show", gone)
    monkeypatch.setattr("api.cli.main.os.dup2", lambda *_: None)

    ran = saraban("status")

    assert (ran.code, ran.err) == (3, "")
