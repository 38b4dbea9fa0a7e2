"""The OpenAPI document is true: whatever it allows is answered as it says, and nothing breaks the pages.

By default a request an operation, as a clerk; with SARABAN_EVERY_BYTE set, many, as everybody.
"""

import os
import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import integers
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from domain.series import SeriesKind
from tests.api.routes.programs import PATH, program
from tests.api.web import WebOffice

DOCUMENT = f"{PATH}/document/openapi.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
THOROUGH = bool(os.environ.get("SARABAN_EVERY_BYTE"))
ROUNDS = 12 if THOROUGH else 1
"""Requests for each operation."""
ACCOUNTS = ["clerk", "auditor", "official", "administrator"] if THOROUGH else ["clerk"]
HARMLESS = {
    "post /links/look",
    "post /documents/reading",
    "post /documents/check",
    "post /checks",
    "post /old-registers/look",
    "post /old-registers",
    "post /files",
    "post /audits",
    "put /mail/sender",
    "put /administration/letterhead/emblem",
    "put /administration/letterhead/address",
    "put /arrivals/{arrival}",
    "delete /arrivals/{arrival}",
}
"""What may be asked twice without a key: it keeps nothing, or the same once."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("described") / "registry")


def test_the_document_is_openapi_3_1_and_names_nothing_elsewhere(office: WebOffice) -> None:
    with office.client() as client:
        answer = client.get(DOCUMENT)

    assert answer.json()["openapi"].startswith("3.1")
    assert "http" not in answer.text.replace("http_", "").replace('"type":"http"', "")


def test_every_operation_says_what_it_needs_and_how_it_refuses(office: WebOffice) -> None:
    paths = office.app.openapi_schema.to_schema()["paths"]

    for path, operations in paths.items():
        for method, operation in operations.items():
            assert operation["description"], path
            assert {"400", "404", "422"} <= set(operation["responses"]), path
            named = {one["name"] for one in operation.get("parameters", ())}
            if method != "get" and f"{method} {path.removeprefix(PATH)}" not in HARMLESS:
                assert named & {"Idempotency-Key", "If-Match"}, path


def test_operations_are_called_as_people_would_call_them_and_each_otherwise(office: WebOffice) -> None:
    paths = office.app.openapi_schema.to_schema()["paths"]
    names = [operation["operationId"] for operations in paths.values() for operation in operations.values()]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", one) for one in names)


def test_what_the_document_shows_for_example_is_understood(office: WebOffice) -> None:
    paths = office.app.openapi_schema.to_schema()["paths"]
    shown = {
        path: media["example"]
        for path, operations in paths.items()
        for media in operations.get("post", {}).get("requestBody", {}).get("content", {}).values()
        if "example" in media
    }
    named = {one: "1" if one == "no" else "00000000-0000-7000-8000-000000000000" for one in ("stream", "no")}

    with office.client() as client:
        clerk = program(office, client, "clerk")
        answers = {path: clerk.post(path.removeprefix(PATH).format(**named), body) for path, body in shown.items()}

    assert len(answers) == 5
    assert {path: one.status_code for path, one in answers.items() if one.status_code not in {201, 404}} == {}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_whatever_the_document_allows_is_answered_as_it_says(office: WebOffice, account: str) -> None:
    known = things(office)
    with office.client() as client:
        schema = schemathesis.openapi.from_dict(client.get(DOCUMENT).json())
        headers = program(office, client, account).headers()
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()

            @settings(
                max_examples=1 if operation.path.endswith("/audits") else ROUNDS,  # each verifies the whole log
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(), which=integers(0, 1000))
            def ask(case: schemathesis.Case[Any], which: int) -> None:
                for name in case.path_parameters.keys() & known.keys():
                    if which % 4:
                        case.path_parameters[name] = known[name][which % len(known[name])]
                typed = case.as_transport_kwargs(base_url="http://testserver.local")
                typed["headers"] = {**{k: v for k, v in typed["headers"].items() if k != "User-Agent"}, **headers}
                typed.pop("cookies", None)
                if isinstance(typed.get("data"), bytes):
                    typed["content"] = typed.pop("data")
                case.validate_response(client.request(**typed), checks=CHECKS)

            ask()


def things(office: WebOffice) -> dict[str, list[object]]:
    """Return what there is to be named in an address."""
    letter = office.world.asked()
    with office.client() as client:
        clerk = program(office, client, "clerk")
        entry = {"name": "ผู้ว่าราชการจังหวัดน่าน", "channel": "post"}
        number = clerk.post("/lists", {"name": letter, "entries": [entry]}).json()["list"]
        arrival = clerk.post("/arrivals").json()["arrival"]
        sender = {"address": "saraban@specimen.example", "telephone": "0 2000 0000"}
        client.put(f"{PATH}/mail/sender", json=sender, headers=clerk.headers())
        draft = clerk.post("/drafts", {"letter": {"subject": "ร่าง"}}).json()["draft"]
        series = office.world.series[SeriesKind.ORDINARY]
        sheet = clerk.post("/outage-sheets", {"series": series, "count": 2}).json()["sheet"]
    return {
        "stream": [letter, office.world.receive(), *office.world.series.values()],
        "number": [number],
        "arrival": [arrival],
        "draft": [draft],
        "sheet": [sheet],
        "no": [1, 2],
        "n": [1],
        "register": ["sent", "received"],
    }
