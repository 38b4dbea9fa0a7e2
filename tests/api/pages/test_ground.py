"""The ground of every page: who asks, from where, with which parameters; what every answer carries."""

import pytest

from api import headers
from api.pages.page import static
from domain.classes import SecrecyClass
from keys import phrases
from registry.accounts.accounts import Account, Grant, WebRole
from tests.api.web import WebOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("ground") / "registry")


def test_the_first_page_says_whose_registry_it_is(office: WebOffice) -> None:
    with office.client() as client:
        answer = client.get("/")

    assert answer.status_code == 200
    assert office.counter.name in answer.text
    assert "SPECIMEN" in answer.text


def test_every_answer_carries_the_headers(office: WebOffice) -> None:
    with office.client() as client:
        answers = [client.get(path) for path in ("/", "/no-such-page", "/?x=1", "/static/pages.css")]

    for answer in answers:
        assert {name: answer.headers.get(name) for name in headers.ALWAYS} == headers.ALWAYS


def test_files_of_ours_are_found_under_the_address_that_pages_name(office: WebOffice) -> None:
    with office.client() as client:
        answers = [client.get(static(name)) for name in ("pages.css", "vendor/htmx-2.0.11.min.js")]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_s13_nothing_inline_and_nothing_from_elsewhere_may_run() -> None:
    policy = dict(rule.strip().split(" ", 1) for rule in headers.POLICY.split(";"))

    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}


def test_a_parameter_that_a_page_does_not_have_is_refused(office: WebOffice) -> None:
    with office.client() as client:
        answer = client.get("/?colour=red")

    assert answer.status_code == 422
    assert "colour" in answer.text


@pytest.mark.parametrize(
    "sender", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": ""}]
)
def test_a_change_that_another_site_asks_for_is_refused(office: WebOffice, sender: dict[str, str]) -> None:
    with office.client("clerk") as client:
        refused = client.post("/sign-out", headers=sender)
        still = client.get("/")

    assert refused.status_code == 403
    assert "SPECIMEN clerk" in still.text


def test_somebody_signs_in_with_a_pass_phrase_and_out_again(office: WebOffice) -> None:
    account = Account("new", "SPECIMEN new", None, SecrecyClass.NONE, (Grant(WebRole.AUDITOR),))
    kept = phrases.hashed("a good long phrase", b"0123456789abcdef")
    office.counter.accounts.add(account, phrase=kept, at=office.world.clock.now)
    with office.client() as client:
        wrong = client.post("/sign-in", data={"account": "new", "phrase": "another"})
        right = client.post(
            "/sign-in", data={"account": "new", "phrase": "a good long phrase", "next": "//evil.example"}
        )
        inside = client.get("/")
        client.post("/sign-out")
        outside = client.get("/")

    assert (wrong.status_code, right.status_code, right.headers["location"]) == (422, 303, "/")
    assert "SPECIMEN new" in inside.text
    assert "SPECIMEN new" not in outside.text


def test_the_language_is_remembered_and_leads_back_here_alone(office: WebOffice) -> None:
    with office.client() as client:
        chosen = client.post("/language", data={"language": "en", "back": "https://evil.example"})
        answer = client.get("/")

    assert chosen.headers["location"] == "/"
    assert '<html lang="en">' in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "says"),
    [
        ("GET", "/no-such-page", 404, "เริ่มใหม่จากหน้าแรก"),
        ("DELETE", "/", 405, "ใช้ปุ่มในหน้า"),
        ("POST", "/sign-in", 413, "ลดขนาดแฟ้ม"),
    ],
)
def test_a_page_that_the_web_itself_refuses_says_what_to_do_and_not_the_same_twice(
    office: WebOffice, method: str, path: str, status: int, says: str
) -> None:
    body = b"phrase=" + b"x" * (2 << 20) if status == 413 else b""
    with office.client() as client:
        answer = client.request(
            method, path, content=body, headers={"content-type": "application/x-www-form-urlencoded"}
        )

    assert answer.status_code == status
    assert says in answer.text
