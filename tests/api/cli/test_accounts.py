"""Accounts of the pages at the command line: no secret is ever a value, and what changes ends sessions."""

from pathlib import Path

import pytest

from domain.classes import SecrecyClass
from keys import phrases
from registry.accounts.access import Access, AccessLog, Act
from registry.accounts.accounts import Accounts
from registry.accounts.file import opened
from registry.accounts.sessions import Sessions
from tests.api.cli.conftest import Clerk

PHRASE = "several words of somebody"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "hashed", lambda phrase, _salt: f"hash of {len(phrase)}")


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    file = tmp_path / "phrase"
    file.touch(mode=0o600)
    file.write_text(f"{PHRASE}\n", encoding="utf-8")
    return str(file)


def add(saraban: Clerk, phrase: str, *more: str) -> None:
    ran = saraban(
        "account", "add", "somsri", "--name", "นางสาวสมศรี", "--role", "clerk", "--passphrase-file", phrase, *more
    )

    assert ran.code == 0, ran.err


@pytest.mark.usefixtures("quick")
def test_an_account_is_added_listed_changed_and_switched_off(saraban: Clerk, phrase: str) -> None:
    add(saraban, phrase, "--officer", "dg", "--post", "อธิบดี")
    saraban("account", "grant", "somsri", "--role", "auditor")
    saraban("account", "revoke", "somsri", "--role", "clerk", "--post", "อธิบดี")
    saraban("account", "clear", "somsri", "--clearance", "secret")
    saraban("account", "disable", "somsri")
    listed = saraban("account", "list", "--json").answer["accounts"]
    enabled = saraban("account", "enable", "somsri", "--json").answer

    assert listed == [
        {
            "account": "somsri",
            "name": "นางสาวสมศรี",
            "officer": "dg",
            "clearance": "secret",
            "roles": [{"role": "auditor", "unit": "", "post": ""}],
            "enabled": False,
        }
    ]
    assert enabled["enabled"] is True


@pytest.mark.usefixtures("quick")
def test_another_pass_phrase_ends_the_sessions(saraban: Clerk, phrase: str) -> None:
    add(saraban, phrase)
    file = opened(saraban.world.folder / "accounts.db")
    Sessions(file).begin("somsri", bytes(32), way="test", at=saraban.world.now)
    saraban("account", "passphrase", "somsri", ask="another phrase of words")

    assert Sessions(file).list("somsri", at=saraban.world.now) == []
    assert Accounts(file).phrase("somsri") == "hash of 23"


@pytest.mark.usefixtures("quick")
def test_what_waits_for_a_second_person_is_confirmed_at_the_machine(saraban: Clerk, phrase: str) -> None:
    add(saraban, phrase)
    file = opened(saraban.world.folder / "accounts.db")
    Accounts(file).clear("somsri", SecrecyClass.SECRET, by="administrator", at=saraban.world.now)
    file.close()

    confirmed = saraban("account", "confirm", "somsri", "--json").answer
    again = saraban("account", "confirm", "somsri")

    assert confirmed["clearance"] == "secret"
    assert "๐ เรื่อง" in again.out


def test_an_account_with_a_weak_phrase_or_of_nobody_is_refused(saraban: Clerk) -> None:
    words = ("account", "add", "somsri", "--name", "x", "--role", "clerk", "--json")

    assert saraban(*words, ask="short").refused == "weak-pass-phrase"
    assert saraban(*words, "--officer", "nobody", ask=PHRASE).code == 1
    assert saraban("account", "passphrase", "nobody", "--json", ask=PHRASE).refused == "no-such-account"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["", "A", "a", "สมศรี", "a b", "-a", "a" * 65])
def test_names_that_nobody_can_type_are_refused(saraban: Clerk, name: str) -> None:
    ran = saraban("account", "add", "--name", "x", "--role", "clerk", "--json", "--", name, ask=PHRASE)

    assert ran.refused == "bad-account-name"


@pytest.mark.usefixtures("quick")
def test_the_same_account_twice_and_a_role_that_is_not_there_are_refused(saraban: Clerk, phrase: str) -> None:
    add(saraban, phrase)
    again = saraban("account", "add", "somsri", "--name", "x", "--role", "clerk", "--json", ask=PHRASE)
    revoked = saraban("account", "revoke", "somsri", "--role", "auditor", "--json")

    assert (again.refused, revoked.refused) == ("account-exists", "no-such-grant")


def test_the_access_log_is_listed_by_account_and_by_page(saraban: Clerk) -> None:
    log = AccessLog(saraban.world.folder / "access.db")
    for account, path in (("a", "/letters/1"), ("b", "/letters/1/file"), ("b", "/letters/12")):
        log.note(Access(saraban.world.now, account, None, Act.OPENED, path, 200, "10.0.0.1"))
    log.visited("/v/{code}", saraban.world.now)
    log.write()
    of_b = saraban("access", "--account", "b", "--json").answer["access"]
    of_one = saraban("access", "--path", "/letters/1", "--json").answer["access"]
    visits = saraban("access", "--visits", "--json").answer["visits"]

    assert [one["path"] for one in of_b] == ["/letters/12", "/letters/1/file"]
    assert [one["path"] for one in of_one] == ["/letters/1/file", "/letters/1"]
    assert visits == [{"day": "2021-02-09", "page": "/v/{code}", "times": 1}]
    assert "10.0.0.1" in saraban("access").out


def test_what_is_a_year_old_is_forgotten(tmp_path: Path, saraban: Clerk) -> None:
    log = AccessLog(tmp_path / "access.db")
    old = Access(saraban.world.now, "a", None, Act.OPENED, "/old", 200, "10.0.0.1")
    log.note(old)
    saraban.world.next_day(366)
    log.note(Access(saraban.world.now, "a", None, Act.OPENED, "/new", 200, "10.0.0.1"))

    assert [one.path for one in log.newest(limit=10)] == ["/new"]
