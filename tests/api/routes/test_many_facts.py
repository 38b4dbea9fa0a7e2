"""A request that enters several facts and dies on the way is done to its end when it comes again, and nothing twice."""

from collections.abc import Iterator
from typing import Any

import pytest

from registry import requests
from registry.acts.office import Office
from registry.papers.once import OnceDesk
from tests.api.routes.programs import Program, program
from tests.api.web import WebOffice
from tests.registry.world import DIRECTIVES

KEY = "dies-on-the-way-001"


class Lost(Exception):
    """The process ends."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("dies") / "registry")


@pytest.fixture
def clerk(office: WebOffice) -> Iterator[Program]:
    with office.client() as client:
        yield program(office, client, "clerk")


@pytest.fixture
def letter(office: WebOffice, clerk: Program) -> str:
    sent = str(office.world.issue(directives=DIRECTIVES))
    clerk.post(f"/letters/{sent}/dispatch", {"channel": "post"})
    return sent


def dies_at(monkeypatch: pytest.MonkeyPatch, n: int, *, after: bool) -> None:
    """Let the process end with the n-th question to the writer, before or after it was answered."""
    asked = OnceDesk.ask
    seen = 0

    def ask(self: OnceDesk, request: requests.Request, *, request_id: bytes | None = None) -> dict[str, Any]:
        nonlocal seen
        seen += 1
        if seen == n and not after:
            raise Lost
        answer = asked(self, request, request_id=request_id)
        if seen == n:
            raise Lost
        return answer

    monkeypatch.setattr(OnceDesk, "ask", ask)


def facts_of(office: WebOffice, letter: str) -> list[str]:
    here: Office = office.counter.office
    return [type(one.statement.fact).__name__ for one in here.reader.stream(letter)]  # type: ignore[arg-type] # a stream


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("n", [2, 3])
@pytest.mark.parametrize(
    ("path", "body", "fact"),
    [
        ("directives/1/notes", {"to": [0, 1, 2], "progress": "done", "how": "รายงานทางโทรศัพท์"}, "DirectiveNoted"),
        ("directives/2/deadlines", {"to": [0, 1, 2], "new": "2021-02-26", "reason": "ขอเลื่อน"}, "DeadlineMoved"),
    ],
)
def test_what_was_said_of_three_addressees_ends_as_three_facts(  # noqa: PLR0917 - where it dies
    office: WebOffice,
    clerk: Program,
    letter: str,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    body: dict[str, object],
    fact: str,
    n: int,
    after: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    key = f"{KEY}-{letter[-12:]}"
    with monkeypatch.context() as patched:
        dies_at(patched, n, after=after)
        died = clerk.post(f"/letters/{letter}/{path}", body, key=key)

    again = clerk.post(f"/letters/{letter}/{path}", body, key=key)
    once_more = clerk.post(f"/letters/{letter}/{path}", body, key=key)

    assert died.status_code == 500
    assert (again.status_code, len(again.json()["positions"])) == (201, 3)
    assert once_more.json() == again.json()
    assert facts_of(office, letter).count(fact) == 3


def test_another_key_says_it_anew_and_the_rules_refuse(clerk: Program, letter: str) -> None:
    body = {"to": [0], "progress": "done", "how": "รายงานทางโทรศัพท์"}
    clerk.post(f"/letters/{letter}/directives/1/notes", body)

    assert clerk.post(f"/letters/{letter}/directives/1/notes", body).status_code == 409


def test_what_became_of_nobody_is_refused_and_answered(clerk: Program, letter: str) -> None:
    answer = clerk.post(f"/letters/{letter}/deliveries", {"to": 99, "result": "delivered"})

    assert answer.status_code == 404
    assert answer.json()["type"].endswith("no-such-place")
