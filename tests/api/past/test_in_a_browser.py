"""The past and the log in a browser: nobody overlooks the banner, on a phone or a desk, and axe finds nothing wrong."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from registry.past import make
from registry.reader import Reader
from tests.api.browser import axe, browser, opened  # noqa: F401 - a fixture
from tests.api.web import WebOffice, served
from tests.registry.world import World
from tests.thorough import thoroughly

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE = {"width": 320, "height": 640}
DESK = {"width": 1200, "height": 800}
PICTURES = os.environ.get("SARABAN_PICTURES")
"""A folder in which to look at the pages."""


def narrow_enough(page: "Page") -> bool:
    """Whether nothing but what scrolls by itself is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def looked(page: "Page", name: str) -> None:
    """Judge the page as it stands."""
    axe(page)
    assert narrow_enough(page), name
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.browser
@thoroughly
@pytest.mark.parametrize("window", [PHONE, DESK], ids=["phone", "desk"])
def test_an_auditor_goes_to_the_past_sees_where_and_comes_back(
    browser: "Browser",  # noqa: F811 - the fixture
    tmp_path: Path,
    window: dict[str, int],
) -> None:
    world = World.staffed(tmp_path / "registry")
    world.dispatch(world.issue())
    world.next_day()
    world.receive(subject="ของวันรุ่งขึ้น")
    office = WebOffice.on_loopback(world)
    with served(office), opened(browser, office, "auditor", viewport=window) as page:
        page.goto("/past")
        page.get_by_label("วันที่ (พ.ศ.)").fill("30 ก.พ. 2564")
        page.get_by_role("button", name="ดูทะเบียน ณ เวลานั้น").click()
        looked(page, f"refused-{window['width']}")
        page.get_by_label("วันที่ (พ.ศ.)").fill("9 ก.พ. 2564")
        page.get_by_role("button", name="ดูทะเบียน ณ เวลานั้น").click()
        looked(page, f"past-{window['width']}")
        page.goto("/registers/received")
        banner = page.get_by_role("complementary", name="ดูทะเบียนย้อนหลัง")
        place = banner.bounding_box()
        assert place is not None
        assert place["y"] < 120
        assert not page.get_by_text("ของวันรุ่งขึ้น").count()
        looked(page, f"register-{window['width']}")
        page.emulate_media(media="print")
        assert banner.is_visible()
        page.emulate_media(media="screen")
        page.goto("/lists")
        looked(page, f"closed-{window['width']}")
        for name, path in (("log", "/log"), ("leaf", "/log/leaves/38"), ("sizes", "/log/consistency")):
            page.goto(path)
            looked(page, f"{name}-{window['width']}")
        page.goto("/log/leaves/38")
        page.get_by_role("link", name="สถานะล่าสุด").first.click()
        looked(page, f"newest-{window['width']}")
        page.goto("/registers/received")
        page.get_by_role("button", name="กลับสู่ปัจจุบัน").click()
        assert page.url.endswith("/registers/received")
        page.get_by_text("ของวันรุ่งขึ้น").first.wait_for()
        assert not banner.count()


@pytest.mark.browser
@thoroughly
def test_a_page_that_waits_for_its_moment_opens_by_itself(
    browser: "Browser",  # noqa: F811 - the fixture
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World.staffed(tmp_path / "registry")
    world.receive(subject="ของวันแรก")
    office = WebOffice.on_loopback(world)
    may_be_made = threading.Event()

    def waiting(reader: Reader, what: str, *, progress: Callable[[int], object]) -> None:
        may_be_made.wait(60)
        make(reader, what, progress=progress)

    monkeypatch.setattr("api.past.AT_ONCE", 0)
    monkeypatch.setattr("api.making.make", waiting)
    with served(office), opened(browser, office, "auditor", viewport=PHONE) as page:
        page.goto("/past")
        page.get_by_label("รายการที่").fill("42")
        page.get_by_role("button", name="ดูทะเบียน ณ เวลานั้น").click()
        page.goto("/registers/received")
        page.get_by_role("heading", name="กำลังเตรียมทะเบียน ณ เวลานั้น").wait_for()
        looked(page, "being-made-320")
        may_be_made.set()
        page.get_by_role("heading", name="ทะเบียนหนังสือรับ").wait_for()
        page.get_by_text("ของวันแรก").first.wait_for()
