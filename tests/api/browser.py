"""Chromium, as tests marked ``browser`` drive it: one a module, a page as any role, and axe-core's judgement.

@pytest.mark.browser
def test_…(browser: Browser) -> None:
    office = WebOffice.on_loopback(World.staffed(folder))
    with served(office), opened(browser, office, "clerk") as page:
        page.goto("/registers/sent")
        axe(page)
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.auth.sessions import cookie_name

if TYPE_CHECKING:  # importing Playwright takes longer than most tests
    from playwright.sync_api import Browser, Page

    from tests.api.web import WebOffice

CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 10_000
"""Milliseconds that a page may take to do something."""


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """Start Debian's Chromium once a module."""
    if not CHROMIUM.exists():
        pytest.skip("chromium is missing. On Debian: sudo apt install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - see above

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield started
        started.close()


@contextmanager
def opened(browser: "Browser", office: "WebOffice", account: str | None = None, **context: Any) -> "Iterator[Page]":
    """Give a page of its own in Thai, signed in as *account*; *context* is Playwright's (viewport, locale, …)."""
    settings = office.counter.settings
    own = browser.new_context(**{"base_url": settings.address, "locale": "th-TH", **context})
    own.set_default_timeout(PATIENCE)
    if account is not None:
        own.add_cookies([{"name": cookie_name(settings), "value": office.session(account), "url": settings.address}])
    try:
        yield own.new_page()
    finally:
        own.close()


def axe(page: "Page") -> None:
    """Let axe-core judge the page as it stands.

    Raises:
        AssertionError: there is a violation; which one, where, and what would help.
    """
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped] # noqa: PLC0415 - see above

    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
