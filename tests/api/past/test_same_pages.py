"""What an auditor sees as of a moment is, page by page, what a registry shows that ends there."""

import re
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from registry.past import moment_at
from registry.reader import Reader
from tests.api.past.looking import BANNER, crawled, office_at
from tests.registry.cutting import checkpoints, cut
from tests.registry.views.conftest import busy_office  # noqa: F401 - a fixture
from tests.registry.world import BEGINNING, Clock
from tests.thorough import thoroughly

WAITS = re.compile(rb'<section class="waits".*?</section>\n', re.DOTALL)
"""On the first page: in the past nothing waits for anybody."""
TITLES = ("ย้อนหลัง: ", "The past: ")


@pytest.mark.parametrize("part", [pytest.param(0.45, marks=thoroughly), 0.8])
def test_every_page_is_that_of_a_registry_that_ends_there(
    busy_office: Path,  # noqa: F811 - the fixture
    tmp_path: Path,
    part: float,
) -> None:
    sizes = checkpoints(busy_office)
    size = sizes[round(part * (len(sizes) - 1))]
    with Reader(busy_office) as reader:
        then = moment_at(reader, size - 1)
    ended = office_at(cut(busy_office, size, tmp_path / "cut"), Clock(then.at))
    going_on = office_at(Path(shutil.copytree(busy_office, tmp_path / "whole")), Clock(BEGINNING.replace(year=2022)))

    with ended.client("auditor") as client:
        expected = {path: (status, kind, _timeless(kind, body)) for path, status, kind, body in crawled(client)}
    with going_on.client("auditor") as client:
        assert client.post("/past", data={"position": str(then.position)}).status_code == 303
        found = {
            path: (status, kind, _bare(kind, _timeless(kind, body))) for path, status, kind, body in crawled(client)
        }

    assert sorted(found) == sorted(expected)
    assert {path for path in found if found[path] != expected[path]} == set()
    assert len(found) > 20


def _timeless(kind: str, body: bytes) -> bytes:
    """Return a spreadsheet without the time at which it was made, and a page without what waits now."""
    if kind == "text/html":
        return WAITS.sub(b"", body)
    if not kind.endswith(".sheet"):
        return body
    with ZipFile(BytesIO(body)) as file:
        return b"".join(file.read(name) for name in file.namelist() if name != "docProps/core.xml")


def _bare(kind: str, body: bytes) -> bytes:
    """Return a page without what says that it is of the past."""
    if kind != "text/html":
        return body
    text = body.decode()
    banner = BANNER.search(text)
    assert banner is not None
    for title in TITLES:
        text = text.replace(f"<title>{title}", "<title>")
    return BANNER.sub("", text).encode()
