"""The desk in a browser: judged by axe-core, and on a narrow screen nothing is cut off."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.api.browser import axe, browser, opened  # noqa: F401 - a fixture
from tests.api.web import WebOffice, served
from tests.registry.world import World
from tests.thorough import thoroughly

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = ("", "/officers", "/officers/dg", "/enrolment?officer=dg", "/accounts", "/accounts/clerk", "/books",
         "/instruments", "/calendar", "/letterhead")  # fmt: skip


@pytest.mark.browser
@thoroughly
def test_every_page_of_the_desk_is_fit_for_everybody_and_for_a_narrow_screen(
    browser: "Browser",  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    office = WebOffice.on_loopback(World.staffed(tmp_path / "registry"))
    wide = []

    with (
        served(office),
        opened(browser, office, "administrator", viewport={"width": 320, "height": 700}) as page,
    ):
        for path in PAGES:
            page.goto(f"/administration{path}")
            axe(page)
            if page.evaluate("document.documentElement.scrollWidth > 320"):
                wide.append(path)

    assert wide == []
