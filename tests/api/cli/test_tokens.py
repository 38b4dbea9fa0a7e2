"""Tokens of programs at the command line: in a file of their owner's, and nowhere on the screen."""

from pathlib import Path

import pytest

from domain.classes import SecrecyClass
from registry.accounts.accounts import Account, Accounts, Grant, WebRole
from registry.accounts.file import opened
from registry.accounts.tokens import Tokens
from registry.home import Home
from registry.ordinary import Ordinary
from tests.api.cli.conftest import Clerk

UNTIL = "31 ธ.ค. 2564"


@pytest.fixture
def file(saraban: Clerk) -> Ordinary:
    kept = opened(Home(saraban.world.folder).accounts)
    account = Account("exchange", "SPECIMEN", "clerk", SecrecyClass.NONE, (Grant(WebRole.CLERK),))
    Accounts(kept).add(account, phrase=None, at=saraban.world.clock.now)
    return kept


def give(saraban: Clerk, into: Path, *more: str) -> dict[str, str]:
    given: dict[str, str] = saraban.json(
        "token", "give", "exchange", "--name", "แลกเปลี่ยน", "--until", UNTIL, "-o", str(into), *more
    )
    return given


def test_a_token_lies_in_a_file_of_its_owner_and_opens_until_its_day_is_over(
    saraban: Clerk, file: Ordinary, tmp_path: Path
) -> None:
    into = tmp_path / "token"

    given = give(saraban, into)

    token = into.read_text(encoding="ascii").strip()
    now = saraban.world.clock.now
    assert into.stat().st_mode & 0o777 == 0o600
    assert token not in str(given)
    assert given["until"] == "2021-12-31T23:59:59+07:00"
    assert Tokens(file).account(token, at=now) == "exchange"
    assert Tokens(file).account(token, at=now.replace(year=2022)) is None


@pytest.mark.usefixtures("file")
def test_no_token_is_shown_on_the_screen_either(saraban: Clerk, tmp_path: Path) -> None:
    into = tmp_path / "token"
    ran = saraban("token", "give", "exchange", "--name", "x", "--until", UNTIL, "-o", str(into))
    listed = saraban("token", "list")

    assert (ran.code, listed.code) == (0, 0)
    assert "sar_" not in ran.out + ran.err + listed.out


def test_tokens_are_listed_and_withdrawn_by_their_beginnings(saraban: Clerk, file: Ordinary, tmp_path: Path) -> None:
    first, second = give(saraban, tmp_path / "1"), give(saraban, tmp_path / "2")

    saraban.json("token", "withdraw", first["token"])

    assert [one["token"] for one in saraban.json("token", "list")["tokens"]] == [second["token"]]
    assert Tokens(file).account((tmp_path / "1").read_text().strip(), at=saraban.world.clock.now) is None
    assert saraban("token", "withdraw", first["token"], "--json").refused == "no-such-token"


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("named", ["", "a", "0123456789ab"])
def test_a_token_is_not_withdrawn_by_less_than_its_beginning(saraban: Clerk, tmp_path: Path, named: str) -> None:
    give(saraban, tmp_path / "1")

    assert saraban("token", "withdraw", named, "--json").code == 1
    assert len(saraban.json("token", "list")["tokens"]) == 1


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize(
    ("typed", "into", "slug"),
    [
        (("nobody", "--until", UNTIL), "token", "no-such-account"),
        (("exchange", "--until", "1 ม.ค. 2564"), "token", "token-over"),
        (("exchange", "--until", UNTIL), "there", "output-exists"),
        (("exchange", "--until", UNTIL), "no/folder", "output-nowhere"),
    ],
)
def test_a_token_that_cannot_be_given_is_not_kept(
    saraban: Clerk, tmp_path: Path, typed: tuple[str, ...], into: str, slug: str
) -> None:
    (tmp_path / "there").touch()

    ran = saraban("token", "give", *typed, "--name", "x", "-o", str(tmp_path / into), "--json")

    assert ran.refused == slug
    assert saraban.json("token", "list")["tokens"] == []
