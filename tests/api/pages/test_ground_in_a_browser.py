"""The first pages in a real browser: they load, nothing is blocked, and axe-core finds nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage

from tests.api.browser import axe, opened
from tests.api.web import WebOffice, served
from tests.registry.world import World
from tests.thorough import thoroughly

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    made = WebOffice.on_loopback(World.staffed(tmp_path_factory.mktemp("browsed") / "registry"))
    with served(made):
        yield made


@thoroughly
@pytest.mark.parametrize(
    ("account", "path"), [(None, "/"), (None, "/sign-in"), (None, "/no-such-page"), ("clerk", "/")]
)
def test_a_page_loads_whole_and_axe_finds_nothing(
    browser: Browser, office: WebOffice, account: str | None, path: str
) -> None:
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            said.append(message.text)

    with opened(browser, office, account, viewport={"width": 320, "height": 640}) as page:
        page.on("console", note)
        page.goto(path)
        axe(page)

    assert said == []


def test_signing_out_by_the_button_works_from_a_browser(browser: Browser, office: WebOffice) -> None:
    with opened(browser, office, "clerk") as page:
        page.goto("/")
        page.get_by_role("button", name="ออกจากระบบ").click()
        page.wait_for_url("**/")

        assert page.get_by_text("SPECIMEN clerk").count() == 0


@thoroughly
def test_on_a_phone_the_page_comes_first_and_the_places_open_without_javascript(
    browser: Browser, office: WebOffice
) -> None:
    phone = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}
    with opened(browser, office, "clerk", **phone) as page:
        page.goto("/")
        places = page.get_by_role("navigation", name="หลัก").get_by_role("link")
        before = places.count()
        page.get_by_role("button", name="เมนู").press("Enter")
        places.first.wait_for()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/registers/sent")

    assert before == 0


@thoroughly
def test_on_a_wide_screen_the_places_stand_open(browser: Browser, office: WebOffice) -> None:
    with opened(browser, office, "clerk") as page:
        page.goto("/")

        assert page.get_by_role("navigation", name="หลัก").get_by_role("link", name="ทะเบียนหนังสือรับ").is_visible()
        assert page.get_by_role("button", name="เมนู").count() == 0


@thoroughly
def test_a_printed_register_has_all_its_columns_and_rows_and_nothing_to_press(
    browser: Browser, office: WebOffice
) -> None:
    with opened(browser, office, "clerk") as page:
        page.goto("/registers/sent")
        page.emulate_media(media="print")
        register = page.locator(".register")

        assert register.evaluate("one => getComputedStyle(one).overflow") == "visible"
        assert register.evaluate("one => getComputedStyle(one).maxHeight") == "none"
        assert page.get_by_role("button").count() == 0


@thoroughly
def test_without_colours_the_place_where_one_is_still_stands_out(browser: Browser, office: WebOffice) -> None:
    with opened(browser, office, "clerk", forced_colors="active") as page:
        page.goto("/registers/sent")
        here = page.get_by_role("navigation", name="หลัก").locator("[aria-current]")

        assert here.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
