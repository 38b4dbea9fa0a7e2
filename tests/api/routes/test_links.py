"""Addressees' links for programs: the token in the body, every act once, nothing told of a link that is not good."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from api.limits import ANSWERS, LIMITS, NOTHING_FOUND
from domain.values import StreamId
from registry.acts import links
from registry.acts.outgoing import issued_in
from tests.api.routes.programs import PATH
from tests.api.web import WebOffice

WHO = {"office": "SPECIMEN สำนักงานท้องถิ่นจังหวัด", "name": "นางสาวผู้รับ ตัวอย่าง", "post": "นักจัดการงานทั่วไป"}
KEY = "answered-once-0001"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[WebOffice]:
    office = WebOffice.staffed(tmp_path / "registry")
    yield office
    office.world.close()


@pytest.fixture
def stranger(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client() as client:
        yield client


@pytest.fixture
def letter(office: WebOffice) -> StreamId:
    return office.world.asked()


@pytest.fixture
def token(office: WebOffice, letter: StreamId) -> str:
    here = office.counter.office
    return links.give(here, issued_in(here, letter), to=[0], clerk="clerk", random=office.counter.settings.random)[0]


def ask(client: TestClient[Litestar], act: str, body: Mapping[str, object], key: str = KEY) -> Response:
    headers = {"Accept-Language": "en", "Idempotency-Key": key}
    return client.post(f"{PATH}/links/{act}", json=body, headers=headers)


def test_to_look_shows_the_letter_and_acknowledges_nothing(
    office: WebOffice, stranger: TestClient[Litestar], token: str
) -> None:
    before = office.facts()

    answer = stranger.post(f"{PATH}/links/look", json={"token": token})

    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["addressee"], shown["level"]) == ("ผู้ว่าราชการจังหวัดกระบี่", None)
    assert shown["acts"] == ["acknowledge", "return", "report"]
    assert [one["no"] for one in shown["directives"]] == [1, 2]
    assert token not in answer.text
    assert office.facts() == before


def test_a_letter_is_acknowledged_once_under_one_key(
    office: WebOffice, stranger: TestClient[Litestar], token: str
) -> None:
    body = {"token": token, **WHO, "receive_number": "๑๒/๒๕๖๔", "registered_at": "2021-02-09T09:00:00+07:00"}

    first = ask(stranger, "acknowledge", body)
    facts = office.facts()
    again = ask(stranger, "acknowledge", body)
    twice = ask(stranger, "acknowledge", body, "answered-once-0002")
    shown = stranger.post(f"{PATH}/links/look", json={"token": token}).json()

    assert (first.status_code, again.json()) == (201, first.json())
    assert (twice.status_code, twice.headers["content-type"]) == (409, "application/problem+json")
    assert office.facts() == facts
    assert (shown["state"], shown["level"], shown["receive_number"]) == ("acknowledged", "link", "๑๒/๒๕๖๔")
    assert shown["acts"] == ["report"]


def test_a_letter_is_returned_with_a_reason_and_never_without(
    office: WebOffice, stranger: TestClient[Litestar], token: str
) -> None:
    before = office.facts()

    refused = ask(stranger, "return", {"token": token, **WHO, "reason": " "})
    between = office.facts()
    done = ask(stranger, "return", {"token": token, **WHO, "reason": "ส่งผิดหน่วยงาน"})

    assert (refused.status_code, between, done.status_code) == (422, before, 201)


def test_a_directive_is_reported_on(stranger: TestClient[Litestar], office: WebOffice, token: str) -> None:
    body = {"token": token, **WHO, "no": 1, "progress": "done", "how": "จัดตั้งแล้ว"}

    done = ask(stranger, "report", body)
    unknown = ask(stranger, "report", {**body, "no": 9}, "answered-once-0002")

    assert done.status_code == 201
    assert unknown.status_code in {404, 422}
    assert office.facts() == done.json()["position"] + 1


@pytest.mark.parametrize("act", ["look", "acknowledge"])
def test_s1_a_link_that_is_not_good_is_not_found_and_tries_are_counted(
    stranger: TestClient[Litestar], token: str, act: str
) -> None:
    body = {} if act == "look" else WHO
    times = LIMITS[NOTHING_FOUND].times

    missed = [ask(stranger, act, {"token": "a" * 26, **body}) for _ in range(times)]
    shut = ask(stranger, act, {"token": token, **body})

    assert {one.status_code for one in missed} == {404}
    assert missed[0].json()["type"].endswith("link-not-known")
    assert shut.status_code == 429
    assert int(shut.headers["retry-after"]) > 0


def test_what_is_sent_through_links_is_counted(office: WebOffice, stranger: TestClient[Litestar], token: str) -> None:
    for _ in range(LIMITS[ANSWERS].times):
        office.counter.limits.take(ANSWERS, "testclient")

    answer = ask(stranger, "acknowledge", {"token": token, **WHO})

    assert answer.status_code == 429


@pytest.mark.parametrize(
    "body", [{"token": "x", "surely": 1}, {"token": 1}, {}, {"token": "ก"}, {"token": "a" * 600}, []]
)
def test_s7_a_body_of_another_shape_is_refused(stranger: TestClient[Litestar], body: object) -> None:
    answer = stranger.post(f"{PATH}/links/look", json=body)

    assert answer.status_code in {400, 404, 422}


def test_the_token_is_kept_nowhere(office: WebOffice, stranger: TestClient[Litestar], token: str) -> None:
    ask(stranger, "acknowledge", {"token": token, **WHO})
    office.counter.access.write()

    kept = [file for file in office.world.folder.rglob("*") if file.is_file() and token.encode() in file.read_bytes()]

    assert kept == []
