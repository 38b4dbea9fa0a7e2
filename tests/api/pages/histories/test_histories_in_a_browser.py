"""Histories in Chromium: axe-core on the list, open and closed, and on states; narrow screens; without scripts too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.api.browser import axe, opened
from tests.api.web import WebOffice, served
from tests.registry.world import DIRECTIVES, World
from tests.thorough import thoroughly

pytestmark = [pytest.mark.browser, thoroughly]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WebOffice, str]]:
    world = World.staffed(tmp_path_factory.mktemp("browsed") / "registry")
    letter = world.issue(subject="ขอเชิญประชุม", directives=DIRECTIVES)
    world.dispatch(letter)
    world.acknowledge(letter)
    made = WebOffice.on_loopback(world)
    with served(made):
        yield made, letter


@pytest.mark.parametrize("scripts", [True, False])
def test_a_history_is_read_opened_and_compared(
    browser: Browser, office: tuple[WebOffice, str], *, scripts: bool
) -> None:
    web, _ = office
    with opened(browser, web, "auditor", viewport={"width": 320, "height": 700}) as page:
        if not scripts:
            page.route("**/*.js*", lambda route: route.abort())
        page.goto("/histories?q=271")
        axe(page)
        page.click("ul.hits a")
        axe(page)
        page.locator(".line summary").nth(0).click()
        page.locator(".line summary").nth(1).click()
        assert page.locator(".line details[open]").count() == 2
        page.click("text=ขยายทั้งหมด")
        assert page.locator(".line details:not([open])").count() == 0
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.locator("input[name=left]").last.check()
        page.locator("input[name=right]").first.check()
        page.click("text=เทียบสองสถานะที่เลือก")
        axe(page)
        assert page.locator("tr.added").count() > 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.click("a:has-text('หลังรายการที่') >> nth=0")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_address_of_a_fact_brings_its_row_into_sight(browser: Browser, office: tuple[WebOffice, str]) -> None:
    web, letter = office
    with opened(browser, web, "auditor") as page:
        page.goto(f"/histories/letters/{letter}")
        last = page.locator(".line > li").last.get_attribute("id") or ""
        page.goto(f"/histories/facts/{last.removeprefix('p')}")
        axe(page)
        page.click("text=หนังสือนี้")

        assert page.url.endswith(f"#{last}")
        page.wait_for_selector(f"#{last}:target")
