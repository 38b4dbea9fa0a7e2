"""An administrator changes others' accounts; nobody appoints himself, also not by another account of his own."""

import logging
import re
from collections.abc import Iterator, Mapping

import pytest

from domain.classes import SecrecyClass
from domain.errors import NotAllowed
from registry.accounts.accounts import Account, Grant, WebRole
from registry.accounts.administering import Administering
from registry.accounts.passkeys import Passkey
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
        for table in ("second_words", "handed_out", "passkeys", "grants", "sessions", "tokens", "accounts"):
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
    ask(office, "first", "/new/off")
    on = ask(office, "first", "/new/on")[0], office.counter.accounts.account("new").enabled
    office.session("new")
    off = ask(office, "first", "/new/off")
    with office.client("first") as client:
        shown = client.get("/administration/accounts/new").text + client.get("/administration/accounts").text

    assert (added[0], off[0]) == (303, 303)
    assert on == (303, True)
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


def confirmed(office: WebOffice, who: str, account: str, what: str, value: str) -> tuple[int, str]:
    with office.client(who) as client:
        answer = client.post(f"/proposals/accounts/{account}/{what}/confirm", data={"value": value})
    return answer.status_code, answer.text


def registrar(office: WebOffice) -> None:
    """An account of a registrar, made at the machine."""
    account = Account("registrar", "SPECIMEN registrar", "r1", SecrecyClass.NONE, (Grant(WebRole.CLERK),))
    office.counter.accounts.add(account, phrase=None, at=office.world.now)


def handed_to_the_owner(office: WebOffice, who: str, account: str) -> None:
    ask(office, who, f"/{account}/pass-phrase")
    office.counter.accounts.change_phrase(account, "$argon2id$")  # as if the owner had signed in and changed it


def test_a_higher_clearance_waits_for_another_administrator_and_a_lower_one_does_not(office: WebOffice) -> None:
    said = ask(office, "first", "/clerk/clearance", {"clearance": "top_secret"})[0]
    before = office.counter.accounts.account("clerk").clearance
    own = confirmed(office, "first", "clerk", "clearance", "top_secret")[0]
    another = confirmed(office, "second", "clerk", "clearance", "top_secret")[0]
    after = office.counter.accounts.account("clerk").clearance
    ask(office, "first", "/clerk/clearance", {"clearance": "secret"})

    assert (said, own, another) == (303, 403, 303)
    assert (before, after) == (SecrecyClass.NONE, SecrecyClass.TOP_SECRET)
    assert office.counter.accounts.account("clerk").clearance is SecrecyClass.SECRET


def test_a_handed_out_pass_phrase_takes_the_clearance_and_what_waited_for_one(office: WebOffice) -> None:
    office.counter.accounts.set_clearance("clerk", SecrecyClass.SECRET)
    ask(office, "first", "/clerk/clearance", {"clearance": "top_secret"})

    handed_to_the_owner(office, "first", "clerk")

    assert office.counter.accounts.account("clerk").clearance is SecrecyClass.NONE
    assert confirmed(office, "second", "clerk", "clearance", "top_secret")[0] == 404


def test_an_administrator_of_ones_own_making_is_no_second_person(office: WebOffice) -> None:
    for name, role in (("puppet", "administrator"), ("reader", "auditor")):
        ask(office, "first", "", {"account": name, "name": "หุ่น", "role": role})
        handed_to_the_owner(office, "first", name)
    ask(office, "first", "/reader/clearance", {"clearance": "top_secret"})
    ask(office, "puppet", "/first/clearance", {"clearance": "top_secret"})
    ask(office, "second", "/puppet/clearance", {"clearance": "top_secret"})

    tries = (("puppet", "reader"), ("first", "puppet"), ("puppet", "first"), ("first", "first"))
    refused = [confirmed(office, who, account, "clearance", "top_secret") for who, account in tries]

    assert [status for status, _ in refused] == [403] * 4
    assert "มอบวลีรหัสผ่านแก่กัน" in refused[0][1]
    assert office.counter.refusals.page(Asked(), limit=1)[0].refused.slug == "second-word-own-hand"
    assert confirmed(office, "second", "reader", "clearance", "top_secret")[0] == 303


def test_one_administrator_alone_enters_as_nobody_by_an_account_of_his_own_making(office: WebOffice) -> None:
    ask(office, "first", "", {"account": "puppet", "name": "หุ่น", "role": "clerk", "officer": "r1"})
    handed_to_the_owner(office, "first", "puppet")
    registrar(office)
    facts = office.facts()

    with office.client("puppet") as client:
        vouched = client.post("/proposals/accounts/puppet/officer/confirm", data={"value": "r1"}).status_code
    entered = day_off(office, "puppet", 1)
    own = confirmed(office, "first", "puppet", "officer", "r1")[0]
    unread = confirmed(office, "registrar", "puppet", "officer", "dg")[0]

    assert (entered, vouched, own, unread) == ((403, "account-no-officer"), 403, 403, 404)
    assert office.facts() == facts
    assert confirmed(office, "registrar", "puppet", "officer", "r1")[0] == 303
    assert day_off(office, "puppet", 2)[0] == 201
    assert office.facts() > facts


def day_off(office: WebOffice, account: str, n: int) -> tuple[int, str]:
    """Enter one as a clerk's program does."""
    headers = {"authorization": f"Bearer {office.token(account)}", "idempotency-key": f"{n:016}"}
    with office.client() as client:
        body = {"day": f"2021-03-0{n}", "works": False, "name": "วันหยุด"}
        answer = client.post("/api/v1/calendar", headers=headers, json=body)
    return answer.status_code, answer.json().get("type", "").rpartition(":")[2]


def test_an_officers_account_acts_for_nobody_after_a_new_pass_phrase_until_it_is_confirmed(office: WebOffice) -> None:
    registrar(office)
    office.counter.accounts.grant("registrar", Grant(WebRole.OFFICIAL, post="นายทะเบียน"))
    phrase = handed(ask(office, "first", "/registrar/pass-phrase")[1])
    waits = office.counter.accounts.account("registrar")
    early = confirmed(office, "second", "registrar", "officer", "r1")
    with office.client() as client:
        client.post("/sign-in", data={"account": "registrar", "phrase": phrase})
        client.post("/account/pass-phrase", data={"before": phrase, "after": "a phrase of one's own"})
    own_hand = confirmed(office, "first", "registrar", "officer", "r1")[0]
    page = ask_for(office, "first", "/administration/accounts/registrar")

    assert waits.officer is None
    assert early[0] == 409
    assert "ให้เจ้าของบัญชีเปลี่ยนวลีก่อน" in early[1]
    assert own_hand == 403
    assert "รอคนที่สองยืนยัน" in page
    assert confirmed(office, "second", "registrar", "officer", "r1")[0] == 303
    assert office.counter.accounts.account("registrar").officer == "r1"


def test_a_registrar_whose_own_account_was_confirmed_is_a_second_person_for_whoever_handed_it_out(
    office: WebOffice,
) -> None:
    registrar(office)
    handed_to_the_owner(office, "first", "registrar")
    ask(office, "first", "/clerk/officer", {"officer": "r2"})
    before = confirmed(office, "registrar", "clerk", "officer", "r2")[0]  # acts for nobody: no registrar
    confirmed(office, "second", "registrar", "officer", "r1")

    assert before == 403
    assert confirmed(office, "registrar", "clerk", "officer", "r2")[0] == 303


def test_an_account_that_shall_be_another_officers_acts_for_nobody_meanwhile(office: WebOffice) -> None:
    registrar(office)
    ask(office, "first", "/registrar/officer", {"officer": "r1"})
    same = office.counter.accounts.account("registrar").officer
    ask(office, "first", "/registrar/officer", {"officer": "r2"})
    waits = office.counter.accounts.account("registrar").officer
    ask(office, "first", "/registrar/officer", {"officer": ""})

    assert (same, waits) == ("r1", None)
    assert confirmed(office, "second", "registrar", "officer", "r2")[0] == 404


def ask_for(office: WebOffice, who: str, path: str) -> str:
    with office.client(who) as client:
        return client.get(path).text


def test_what_was_added_while_a_handed_out_phrase_was_known_to_two_is_gone_with_its_change(office: WebOffice) -> None:
    ask(office, "first", "/clerk/pass-phrase")
    office.token("clerk")
    office.counter.passkeys.add(Passkey(b"planted", "clerk", b"key", 0, "x", office.world.now))

    office.counter.accounts.change_phrase("clerk", "$argon2id$")
    office.token("clerk")
    office.counter.accounts.change_phrase("clerk", "$argon2id$ another")

    assert office.counter.passkeys.of("clerk") == []
    assert len(office.counter.tokens.of("clerk")) == 1  # of the owner's own, made after


def test_what_somebody_added_who_was_handed_a_phrase_is_gone_once_the_machine_sets_another(office: WebOffice) -> None:
    handed_to_the_owner(office, "first", "clerk")
    office.token("clerk")

    office.counter.accounts.set_phrase("clerk", "$argon2id$ another")

    assert office.counter.tokens.of("clerk") == []


def test_only_administrators_and_registrars_see_what_waits_and_refuse_it(office: WebOffice) -> None:
    registrar(office)
    ask(office, "first", "/clerk/officer", {"officer": "r2"})
    shown = {who: ask_for(office, who, "/proposals/accounts") for who in ("clerk", "second", "registrar")}
    linked = {who: "/proposals/accounts" in ask_for(office, who, "/proposals") for who in shown}
    with office.client("clerk") as client:
        by_clerk = client.post("/proposals/accounts/clerk/officer/refuse").status_code
    with office.client("registrar") as client:
        done = client.post("/proposals/accounts/clerk/officer/refuse").status_code
        again = client.post("/proposals/accounts/clerk/officer/refuse").status_code
        nothing = client.post("/proposals/accounts/clerk/phrase/refuse").status_code

    assert linked == {"clerk": False, "second": True, "registrar": True}
    assert "เป็นบัญชีของ" not in shown["clerk"]
    assert "เป็นบัญชีของ" in shown["second"]
    assert "เป็นบัญชีของ" in shown["registrar"]
    assert (by_clerk, done, again, nothing) == (403, 303, 404, 404)


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
