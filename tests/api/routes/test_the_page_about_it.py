"""The page for whoever writes a program: every operation that the document has, in words of the reader's language."""

from pathlib import Path

import pytest

from tests.api.web import WebOffice


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    folder: Path = tmp_path_factory.mktemp("about")
    return WebOffice.staffed(folder / "registry")


@pytest.mark.parametrize(("language", "title"), [("th", "สำหรับโปรแกรม"), ("en", "For programs")])
def test_strangers_read_what_every_operation_is_for(office: WebOffice, language: str, title: str) -> None:
    with office.client() as client:
        shown = client.get("/api", headers={"Accept-Language": language})
        paths = client.get("/api/v1/document/openapi.json").json()["paths"]

    names = [operation["operationId"] for operations in paths.values() for operation in operations.values()]
    assert shown.status_code == 200
    assert title in shown.text
    assert [name for name in names if shown.text.count(f"<code>{name}</code>") != 1] == []
