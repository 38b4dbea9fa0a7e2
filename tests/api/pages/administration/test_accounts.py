"""An administrator changes others' accounts; nobody appoints himself, also not by another account of his own."""

import logging
import re
from collections.abc import Iterator, Mapping

import pytest

from domain.classes import SecrecyClass
from domain.errors import NotAllowed
from registry.accounts.accounts import Account, Grant, WebRole
from registry.accounts.administering import Administering
from registry.accounts.refusals import Asked
from tests.api.web import WebOffice
from tests.registry.world import World

MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.of(World.founded(tmp_path_factory.mktemp("accounts") / "registry"), accounts=False)


@pytest.fixture
def office(founded: WebOffice) -> Iterator[WebOffice]:
    """Two administrators and a clerk, as if they had just been added."""
    accounts = {"first": WebRole.ADMINISTRATOR, "second": WebRole.ADMINISTRATOR, "clerk": WebRole.CLERK}
    for name, role in accounts.items():
        account = Account(name, f"SPECIMEN {name}", None, SecrecyClass.NONE, (Grant(role),))
        founded.counter.accounts.add(account, phrase=None, at=founded.world.now)
    yield founded
    with founded.counter.accounts_file.change() as file:
        for table in ("handed_out", "grants", "sessions", "tokens", "accounts"):
            file.execute(f"DELETE FROM {table}")  # noqa: S608 - names of tables


def ask(office: WebOffice, who: str, path: str, data: Mapping[str, str] | None = None) -> tuple[int, str]:
    with office.client(who) as client:
        answer = client.post(f"/administration/accounts{path}", data=data or {})
    return answer.status_code, answer.text


def handed(text: str) -> str:
    found = re.search(r"[a-z2-9]{5}(?:-[a-z2-9]{5}){4}", text)
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/roles", {"role": "clerk"}),
        ("/roles", {"role": "official", "post": "อธิบดี"}),
        ("/roles/revoke", {"role": "administrator"}),
        ("/officer", {"officer": "r1"}),
        ("/clearance", {"clearance": "top_secret"}),
        ("/off", {}),
        ("/on", {}),
        ("/pass-phrase", {}),
        ("/sessions/end", {}),
        ("/passkeys/remove", {"credential": "00"}),
        ("/tokens/withdraw", {"digest": "00"}),
    ],
)
def test_an_administrator_who_tries_to_appoint_himself_is_refused_and_that_is_on_record(
    office: WebOffice, path: str, data: dict[str, str]
) -> None:
    before = office.counter.accounts.account("first")

    status, text = ask(office, "first", f"/first{path}", data)

    assert status == 403
    assert "เป็นของท่านเอง" in text
    assert office.counter.accounts.account("first") == before
    newest = office.counter.refusals.page(Asked(), limit=1)[0].refused
    assert (newest.account, newest.slug) == ("first", "own-account")


def test_an_account_is_added_changed_and_switched_off_and_its_sessions_end(office: WebOffice) -> None:
    added = ask(office, "first", "", {"account": "new", "name": MARKUP, "role": "clerk", "officer": "r1"})
    for path, data in (("/roles", {"role": "auditor", "unit": "กองคลัง"}), ("/roles/revoke", {"role": "clerk"}),
                       ("/officer", {"officer": ""}), ("/clearance", {"clearance": "none"})):  # fmt: skip
        assert ask(office, "first", f"/new{path}", data)[0] == 303
    office.session("new")
    off = ask(office, "first", "/new/off")
    with office.client("first") as client:
        shown = client.get("/administration/accounts/new").text + client.get("/administration/accounts").text

    assert (added[0], off[0]) == (303, 303)
    account = office.counter.accounts.account("new")
    assert (account.grants, account.officer, account.enabled) == (
        (Grant(WebRole.AUDITOR, "กองคลัง"),),
        None,
        False,
    )
    assert office.counter.sessions.list("new", at=office.world.now) == []
    assert MARKUP not in shown
    assert "&lt;img" in shown


@pytest.mark.parametrize("path", ["/second/off", "/second/roles/revoke"])
def test_two_administrators_who_take_the_role_from_each_other_at_once_leave_one(office: WebOffice, path: str) -> None:
    data = {"role": "administrator"} if path.endswith("revoke") else {}
    first = Administering(office.counter.accounts_file, by="first")
    second = Administering(office.counter.accounts_file, by="second")  # signed in before the other acts

    assert ask(office, "first", path, data)[0] == 303
    with pytest.raises(NotAllowed, match="last account that administers"):
        second.revoke("first", Grant(WebRole.ADMINISTRATOR))
    with pytest.raises(NotAllowed, match="last account that administers"):
        second.switch("first", enabled=False)
    first.switch("second", enabled=True)

    assert office.counter.accounts.account("first").grants == (Grant(WebRole.ADMINISTRATOR),)


def test_an_administrator_by_post_is_nobody_to_count_on(office: WebOffice) -> None:
    office.counter.accounts.grant("clerk", Grant(WebRole.ADMINISTRATOR, post="อธิบดี"))
    ask(office, "first", "/second/off")

    with pytest.raises(NotAllowed, match="last account that administers"):
        Administering(office.counter.accounts_file, by="second").switch("first", enabled=False)


def test_a_pass_phrase_is_shown_once_opens_nothing_and_is_changed_first(office: WebOffice) -> None:
    status, text = ask(office, "first", "/clerk/pass-phrase")
    phrase = handed(text)
    with office.client("first") as client:
        again = client.get("/administration/accounts/clerk").text
    with office.client() as client:
        client.post("/sign-in", data={"account": "clerk", "phrase": phrase})
        shut = [client.get(path).status_code for path in ("/registers/sent", "/drafts", "/account")]
        changed = client.post("/account/pass-phrase", data={"before": phrase, "after": "a phrase of one's own"})
        client.cookies.update(changed.cookies)
        open_ = client.get("/registers/sent").status_code

    assert status == 200
    assert phrase not in again
    assert shut == [403, 403, 200]
    assert (changed.status_code, open_) == (303, 200)


def test_a_pass_phrase_stands_in_no_file_and_no_log(office: WebOffice, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    phrase = handed(ask(office, "first", "/clerk/pass-phrase")[1])

    kept = b"".join(path.read_bytes() for path in office.world.folder.rglob("*") if path.is_file())
    assert phrase.encode() not in kept
    assert phrase not in caplog.text


def test_who_handed_out_a_pass_phrase_gives_no_clearance_and_takes_the_one_there_was(office: WebOffice) -> None:
    cleared = ask(office, "first", "/clerk/clearance", {"clearance": "secret"})[0]
    ask(office, "first", "/clerk/pass-phrase")
    lost = office.counter.accounts.account("clerk").clearance

    own_hand = ask(office, "first", "/clerk/clearance", {"clearance": "secret"})
    another = ask(office, "second", "/clerk/clearance", {"clearance": "secret"})[0]

    assert (cleared, lost) == (303, SecrecyClass.NONE)
    assert (own_hand[0], another) == (403, 303)
    assert "มาจากมือของอีกบัญชี" in own_hand[1]


def test_an_administrator_of_ones_own_making_gives_one_nothing_secret(office: WebOffice) -> None:
    ask(office, "first", "", {"account": "puppet", "name": "หุ่น", "role": "administrator"})
    ask(office, "first", "", {"account": "reader", "name": "หุ่นอีกตัว", "role": "auditor"})
    ask(office, "first", "/puppet/pass-phrase")
    ask(office, "first", "/reader/pass-phrase")
    office.counter.accounts.change_phrase("puppet", "$argon2id$")  # as if he had signed in and changed it

    refused = [
        ask(office, "puppet", f"/{name}/clearance", {"clearance": "top_secret"})[0] for name in ("first", "reader")
    ]

    assert refused == [403, 403]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"account": "first", "name": "x", "role": "clerk"}, "มีบัญชี first อยู่แล้ว"),
        ({"account": "../x", "name": "x", "role": "clerk"}, "ใช้เป็นชื่อบัญชีไม่ได้"),
        ({"account": "x1", "name": " ", "role": "clerk"}, "ยังไม่ได้ระบุ"),
        ({"account": "x1", "name": "x", "role": "clerk", "officer": "nobody"}, "nobody"),
    ],
)
def test_an_account_that_cannot_be_is_refused_in_words(office: WebOffice, data: dict[str, str], says: str) -> None:
    status, text = ask(office, "first", "", data)

    assert status in {404, 422}
    assert says in text


def test_s7_an_account_takes_no_field_of_its_own_making(office: WebOffice) -> None:
    data = {"account": "x1", "name": "x", "role": "clerk", "clearance": "top_secret"}

    assert ask(office, "first", "", data)[0] == 400


def test_a_token_of_another_account_is_not_withdrawn_under_this_ones_name(office: WebOffice) -> None:
    office.token("second")
    (token,) = office.counter.tokens.of("second")

    assert ask(office, "first", "/clerk/tokens/withdraw", {"digest": token.digest})[0] == 404
    assert ask(office, "first", "/second/tokens/withdraw", {"digest": token.digest})[0] == 303
    assert office.counter.tokens.of("second") == []
