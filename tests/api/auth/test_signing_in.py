"""Sign-in and sessions under attack: nothing tells accounts apart, tries are counted, what is over is over."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from threading import Event, Semaphore

import pytest

from api import line
from api.auth.sessions import cookie_name
from api.limits import LIMITS, SIGN_IN_FROM, SIGN_IN_TO, Limits
from api.secrets import NotKept, require_kept
from api.settings import Settings
from domain.classes import SecrecyClass
from keys import phrases
from registry.accounts.accounts import Account, Accounts, Grant, WebRole
from registry.accounts.sessions import IDLE, LONGEST
from tests.api.web import NO_LIMITS, WebOffice
from tests.registry.world import BEGINNING

PHRASE = "several words of somebody"
MANY = 50
"""More people than there are worker threads."""
HASHED = phrases.hashed(PHRASE, b"0123456789abcdef")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("entered") / "registry")


@pytest.fixture
def office(pages: WebOffice) -> WebOffice:
    """The pages on their first morning, with two accounts more."""
    pages.world.now = BEGINNING
    counter = pages.counter
    counter.limits = Limits(LIMITS, pages.world.clock)
    with counter.accounts_file.change() as file:
        file.execute("DELETE FROM sessions")
        file.execute("DELETE FROM grants WHERE account IN ('somchai', 'switched-off')")
        file.execute("DELETE FROM accounts WHERE account IN ('somchai', 'switched-off')")
    for name in ("somchai", "switched-off"):
        account = Account(name, f"SPECIMEN {name}", None, SecrecyClass.NONE, (Grant(WebRole.AUDITOR),))
        counter.accounts.add(account, phrase=HASHED, at=BEGINNING)
    counter.accounts.set_enabled("switched-off", enabled=False)
    return pages


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Look at pass phrases without the work of it; give the hashes that were looked at."""
    looked_at: list[str] = []

    def is_right(phrase: str, kept: str) -> bool:
        looked_at.append(kept)
        return (phrase, kept) == (PHRASE, HASHED)

    monkeypatch.setattr(phrases, "is_right", is_right)
    return looked_at


def test_nothing_tells_an_unknown_account_from_a_wrong_phrase(office: WebOffice, quick: list[str]) -> None:
    texts = []
    with office.client() as client:
        for name in ("somchai", "switched-off", "nobody"):
            answer = client.post("/sign-in", data={"account": name, "phrase": "another phrase"})
            texts.append((answer.status_code, answer.text.replace(name, "NAME")))

    assert len(set(texts)) == 1
    assert len(quick) == 3  # each time the work was done


def test_an_account_that_is_switched_off_lets_nobody_in(office: WebOffice, quick: list[str]) -> None:
    with office.client() as client:
        answer = client.post("/sign-in", data={"account": "switched-off", "phrase": PHRASE})

    assert answer.status_code == 422
    assert quick != [HASHED]


@pytest.mark.parametrize("name", ["somchai", "nobody"])
def test_wrong_phrases_for_one_account_are_soon_refused_whether_or_not_there_is_one(
    office: WebOffice, quick: list[str], name: str
) -> None:
    allowed = LIMITS[SIGN_IN_TO].times
    with office.client() as client:
        statuses = [
            client.post("/sign-in", data={"account": name, "phrase": "wrong"}).status_code for _ in range(allowed + 1)
        ]
        right = client.post("/sign-in", data={"account": name, "phrase": PHRASE})
        office.world.now += LIMITS[SIGN_IN_TO].per
        later = client.post("/sign-in", data={"account": name, "phrase": PHRASE})

    assert statuses == [422] * allowed + [429]
    assert right.status_code == 429
    assert "retry-after" in right.headers
    assert later.status_code == (303 if name == "somchai" else 422)
    assert len(quick) == allowed + 1


def test_wrong_phrases_from_one_address_are_soon_refused_whatever_the_account(
    office: WebOffice, quick: list[str]
) -> None:
    allowed = LIMITS[SIGN_IN_FROM].times
    with office.client() as client:
        statuses = [
            client.post("/sign-in", data={"account": f"name-{n}", "phrase": "wrong"}).status_code
            for n in range(allowed + 1)
        ]

    assert statuses[-1] == 429
    assert len(quick) == allowed


def test_signing_in_often_and_rightly_is_not_counted(office: WebOffice, quick: list[str]) -> None:
    with office.client() as client:
        statuses = {
            client.post("/sign-in", data={"account": "somchai", "phrase": PHRASE}).status_code
            for _ in range(LIMITS[SIGN_IN_FROM].times + 5)
        }

    assert statuses == {303}
    assert quick


def test_signing_in_begins_another_session_and_ends_the_one_before(office: WebOffice, quick: list[str]) -> None:
    name = cookie_name(office.counter.settings)
    with office.client("somchai") as client:
        before = client.cookies[name]
        answer = client.post("/sign-in", data={"account": "somchai", "phrase": PHRASE})
        after = answer.cookies[name]

    assert before != after
    assert len(office.counter.sessions.list("somchai", at=office.world.now)) == 1
    assert quick


@pytest.mark.parametrize(
    ("every", "times"), [(IDLE, 1), (IDLE - timedelta(minutes=1), LONGEST // (IDLE - timedelta(minutes=1)) + 1)]
)
def test_a_session_ends_when_nobody_uses_it_and_after_a_day_of_work(
    office: WebOffice, every: timedelta, times: int
) -> None:
    with office.client("somchai") as client:
        for _ in range(times):
            office.world.now += every
            answer = client.get("/account")

    assert answer.headers["location"].startswith("/sign-in")


def test_of_a_session_only_the_digest_is_kept(office: WebOffice) -> None:
    token = urlsafe_b64decode(office.session("somchai"))
    kept = b"".join(file.read_bytes() for file in office.world.folder.glob("accounts.db*"))

    assert token not in kept
    assert urlsafe_b64encode(token) not in kept
    assert sha256(token).hexdigest().encode() in kept


CHANGES: dict[str, Callable[[Accounts], None]] = {
    "a role given": lambda accounts: accounts.grant("somchai", Grant(WebRole.CLERK)),
    "a role taken away": lambda accounts: accounts.revoke("somchai", Grant(WebRole.AUDITOR)),
    "another phrase": lambda accounts: accounts.set_phrase("somchai", "another hash"),
    "switched off": lambda accounts: accounts.set_enabled("somchai", enabled=False),
    "another clearance": lambda accounts: accounts.set_clearance("somchai", SecrecyClass.SECRET),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_what_an_account_opens_ends_its_sessions(
    office: WebOffice, change: Callable[[Accounts], None]
) -> None:
    with office.client("somchai") as client:
        before = client.get("/account")
        change(office.counter.accounts)
        after = client.get("/account")

    assert before.status_code == 200
    assert after.headers["location"].startswith("/sign-in")


def test_s1_nobody_ends_somebody_elses_session_or_passkey(office: WebOffice) -> None:
    theirs = sha256(urlsafe_b64decode(office.session("auditor"))).hexdigest()
    with office.client("somchai") as client:
        client.post("/account/sessions/end", data={"session": theirs})
        passkey = client.post("/account/passkeys/remove", data={"credential": "AAAA"})

    assert len(office.counter.sessions.list("auditor", at=office.world.now)) == 1
    assert passkey.status_code == 404


def test_one_ends_ones_own_session_elsewhere(office: WebOffice) -> None:
    elsewhere = sha256(urlsafe_b64decode(office.session("somchai"))).hexdigest()
    with office.client("somchai") as client:
        client.post("/account/sessions/end", data={"session": elsewhere})

    assert len(office.counter.sessions.list("somchai", at=office.world.now)) == 1


def test_a_pass_phrase_is_changed_by_who_knows_it_and_other_sessions_end(office: WebOffice, quick: list[str]) -> None:
    office.session("somchai")
    with office.client("somchai") as client:
        wrong = client.post("/account/pass-phrase", data={"before": "wrong", "after": "some other long words"})
        weak = client.post("/account/pass-phrase", data={"before": PHRASE, "after": "aaaaaaaaaaaaaaaa"})
        right = client.post("/account/pass-phrase", data={"before": PHRASE, "after": "some other long words"})
        still = client.get("/account")

    assert (wrong.status_code, weak.status_code, right.status_code, still.status_code) == (422, 422, 303, 200)
    assert office.counter.accounts.phrase("somchai") != HASHED
    assert len(office.counter.sessions.list("somchai", at=office.world.now)) == 1
    assert quick


@pytest.mark.parametrize("answer", ["", "{}", "[]", "x" * 20_000, '{"id": "AA", "response": {"clientDataJSON": "!"}}'])
def test_an_answer_that_is_no_passkeys_lets_nobody_in(office: WebOffice, answer: str) -> None:
    with office.client() as client:
        signed_in = client.post("/sign-in/passkey", data={"answer": answer})
    with office.client("clerk") as client:
        enrolled = client.post("/account/passkeys", data={"answer": answer, "name": "x"})

    assert (signed_in.status_code, enrolled.status_code) == (422, 422)


def test_the_cookie_is_held_to_this_host_and_to_https(office: WebOffice, quick: list[str]) -> None:
    secure = WebOffice.of(office.world, address="https://registry.example", accounts=False)
    with secure.client() as client:
        answer = client.post("/sign-in", data={"account": "somchai", "phrase": PHRASE})

    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"]
    assert quick


@pytest.mark.parametrize(
    "evil",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
     "javascript:alert(1)", "evil.example", "/%0d%0aSet-Cookie:x", "///evil.example"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(office: WebOffice, quick: list[str], evil: str) -> None:
    with office.client() as client:
        shown = client.get("/sign-in", params={"next": evil})
        answer = client.post("/sign-in", data={"account": "somchai", "phrase": PHRASE, "next": evil})

    then = set(re.findall(r'name="next" value="([^"]*)"', shown.text))
    assert len(then) == 1
    assert {answer.headers["location"], *then} <= {"/", "/%0d%0aSet-Cookie:x"}
    assert quick


def test_a_role_of_a_post_counts_while_the_officer_holds_the_post(office: WebOffice) -> None:
    counter = office.counter
    held = Account("held", "SPECIMEN", "dg", SecrecyClass.NONE, (Grant(WebRole.CLERK, post="อธิบดี"),))
    other = replace(held, account="other", grants=(Grant(WebRole.CLERK, post="ปลัดกระทรวง"),))
    elsewhere = replace(held, account="elsewhere", grants=(Grant(WebRole.CLERK, "กรมอื่น", "อธิบดี"),))
    nobodys = replace(held, account="nobodys", officer=None)

    assert [bool(counter.roles(one)) for one in (held, other, elsewhere, nobodys)] == [True, False, False, False]


@pytest.mark.parametrize("file", ["accounts.db", "access.db", "papers.db", "seal/seal.key", "signer/log-key"])
def test_s16_the_pages_do_not_open_while_others_may_read_a_secret(tmp_path: Path, file: str) -> None:
    (tmp_path / "seal").mkdir()
    (tmp_path / "signer").mkdir()
    for name in ("accounts.db", "access.db", "papers.db", "seal/seal.key", "signer/log-key"):
        (tmp_path / name).touch(mode=0o600)
    require_kept(Settings(tmp_path), demo=False, host="0.0.0.0")  # noqa: S104 - what is asked for
    (tmp_path / file).chmod(0o640)

    with pytest.raises(NotKept, match=r"can be read by others"):
        require_kept(Settings(tmp_path), demo=False, host="127.0.0.1")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7", "registry.example"])  # noqa: S104
def test_s16_a_demo_whose_pass_phrases_everybody_knows_is_not_opened_to_others(tmp_path: Path, host: str) -> None:
    for here in ("127.0.0.1", "::1", "localhost"):
        require_kept(Settings(tmp_path), demo=True, host=here)

    with pytest.raises(NotKept, match=r"Everybody knows"):
        require_kept(Settings(tmp_path), demo=True, host=host)


def test_s16_what_the_registry_makes_is_kept_from_others(office: WebOffice) -> None:
    require_kept(office.counter.settings, demo=False, host="127.0.0.1")

    assert (office.world.folder / "accounts.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("phrase", ["short", "aaaaaaaaaaaaaaaaaa", "ababababababab", "Specimen Specimen"])
def test_s16_a_pass_phrase_that_others_guess_is_refused(phrase: str) -> None:
    with pytest.raises(phrases.WeakPhrase, match=r"choose several words"):
        phrases.require_strong(phrase)


def test_passkeys_are_offered_where_browsers_hold_them(tmp_path: Path) -> None:
    offered = {
        address: Settings(tmp_path, address).passkeys_at
        for address in ("https://registry.example", "http://registry.example", "http://localhost:8000",
                        "http://127.0.0.1:8000", "https://10.0.0.1")
    }  # fmt: skip

    assert offered == {
        "https://registry.example": "https://registry.example",
        "http://registry.example": None,
        "http://localhost:8000": "http://localhost:8000",
        "http://127.0.0.1:8000": "http://localhost:8000",
        "https://10.0.0.1": None,
    }


def test_this_very_machine_is_answered_by_number_and_by_name(tmp_path: Path) -> None:
    by_number, elsewhere = Settings(tmp_path, "http://127.0.0.1:8000"), Settings(tmp_path, "http://10.0.0.1:8000")

    assert by_number.addresses == ("http://127.0.0.1:8000", "http://localhost:8000")
    assert by_number.hosts == {"127.0.0.1:8000", "localhost:8000"}
    assert elsewhere.addresses == ("http://10.0.0.1:8000",)


def test_s30_whoever_signs_in_beside_many_others_waits_and_everybody_else_is_served_meanwhile(
    office: WebOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at, go_on = Semaphore(0), Event()

    def is_right(_phrase: str, _kept: str) -> bool:
        looked_at.release()
        return go_on.wait(30)

    monkeypatch.setattr(phrases, "is_right", is_right)
    monkeypatch.setattr(line, "WAITING", MANY - line.AT_ONCE)
    office.counter.limits = Limits(NO_LIMITS, office.world.clock)
    typed = {"account": "somchai", "phrase": PHRASE}
    with office.client() as client, ThreadPoolExecutor(MANY + 1) as people:
        waiting = [people.submit(client.post, "/sign-in", data=typed) for _ in range(MANY)]
        began = looked_at.acquire(timeout=30)
        others = people.submit(client.get, f"/v/{'a' * 26}").result(30)
        while office.counter.sign_ins.waiting < line.WAITING:
            wait(waiting, 0.01)
        over = people.submit(client.post, "/sign-in", data=typed).result(30)
        go_on.set()
        statuses = {one.result(30).status_code for one in waiting}

    assert began
    assert others.status_code == 404
    assert (over.status_code, over.headers["retry-after"]) == (503, "2")
    assert statuses == {303}
