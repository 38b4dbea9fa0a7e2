"""Programs of administrators propose and look; they sign nothing and keep no accounts."""

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.routes import administering
from domain.authority import KeyWithdrawn, OfficerEnrolled
from tests.api.web import ADDRESS, WebOffice
from tests.registry.world import World

KEY = {"idempotency-key": "k" * 16}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.of(World.founded(tmp_path_factory.mktemp("administering") / "registry"))


@pytest.fixture
def program(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with TestClient(office.app, base_url=ADDRESS, raise_server_exceptions=False) as client:
        client.headers["authorization"] = f"Bearer {office.token('administrator')}"
        yield client


def test_an_enrolment_and_a_withdrawal_are_proposed_once_and_are_no_facts(
    office: WebOffice, program: TestClient[Litestar]
) -> None:
    facts = office.facts()
    body = {"officer": "new", "name": "นายใหม่", "office": "SPECIMEN", "roles": ["clerk"]}

    answers = [
        program.post("/api/v1/administration/enrolments", json=body, headers=KEY).json()["proposal"] for _ in range(2)
    ]
    key = office.world.people["r1"].key.certificate.spki
    withdrawn = program.post(
        "/api/v1/administration/key-withdrawals",
        json={"key": key, "reason": "หาย"},
        headers={"idempotency-key": "w" * 16},
    )

    assert answers[0] == answers[1]
    assert withdrawn.status_code == 201
    assert office.facts() == facts
    assert {type(one.fact) for one in office.counter.proposals.waiting()} == {OfficerEnrolled, KeyWithdrawn}


def test_what_needs_attention_and_who_an_officer_is_are_told(program: TestClient[Litestar]) -> None:
    attention = program.get("/api/v1/administration/attention").json()
    officer = program.get("/api/v1/administration/officers/r1").json()

    assert attention["waiting"] == []
    assert (officer["roles"], [key["state"] for key in officer["keys"]]) == (["registrar", "clerk"], ["counts"])


def test_s7_no_route_for_programs_keeps_accounts() -> None:
    paths = {path for route in administering.ROUTES for path in route.paths}

    assert not [path for path in paths if "account" in path]
