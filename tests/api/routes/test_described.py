"""The OpenAPI document is true: whatever it allows is answered as it says, and nothing breaks the pages."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.routes.programs import PATH, program
from tests.api.web import WebOffice

DOCUMENT = f"{PATH}/document/openapi.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ROUNDS = 4
"""Requests for each operation."""


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
            if method == "post" and not path.endswith(("/audits", "/files")):
                assert "Idempotency-Key" in [one["name"] for one in operation["parameters"]], path


@pytest.mark.parametrize("account", ["clerk", "auditor"])
def test_whatever_the_document_allows_is_answered_as_it_says(office: WebOffice, account: str) -> None:
    schema = schemathesis.openapi.from_dict(office.app.openapi_schema.to_schema())
    letter = office.world.asked()
    known = [letter, office.world.receive(), *office.world.series.values()]
    asked = 0
    with office.client() as client:
        headers = program(office, client, account).headers()
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()

            @settings(
                max_examples=ROUNDS,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy())
            def ask(case: schemathesis.Case[Any]) -> None:
                nonlocal asked
                if asked % 2 and "stream" in case.path_parameters:
                    case.path_parameters["stream"] = known[asked // 2 % len(known)]
                typed = case.as_transport_kwargs(base_url="http://testserver.local")
                typed["headers"] = {**{k: v for k, v in typed["headers"].items() if k != "User-Agent"}, **headers}
                typed.pop("cookies", None)
                answer = client.request(**typed)
                asked += 1
                case.validate_response(answer, checks=CHECKS)

            ask()

    assert asked > ROUNDS * len(list(schema.get_all_operations())) / 2
