"""An auditor looks at a restructuring on both axes, by keyboard too: what stood, what was known, who could sign."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from api.pages.organisation import tree
from tests.api.browser import axe, browser, opened
from tests.api.pages.organisation.scene import DLA, GROUPS, RIGHT_NAME, restructured
from tests.api.pictures import VIEWPORT, compared
from tests.api.web import WebOffice, served
from tests.registry.authority.office import BUDGET
from tests.thorough import thoroughly

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, thoroughly]

GROUP = "กลุ่มงานส่งเสริมการพัฒนาท้องถิ่นอำเภอ"
PAUSE = 800
"""Milliseconds after which a letter begins another name."""
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}}
PAGES = (
    "/organisation",
    "/organisation?on=1/3/2564&known_at=20/2/2564",
    "/organisation/list",
    f"/organisation/units/{DLA}",
    "/organisation/difference?a_on=9/2/2564&b_on=1/4/2564",
    f"/organisation/signers?unit={DLA}&officer=deputy",
    "/organisation?on=เมื่อวาน",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    made = WebOffice.on_loopback(restructured(tmp_path_factory.mktemp("auditor") / "registry"))
    with served(made):
        yield made


@pytest.fixture
def page(browser: Browser, office: WebOffice) -> Iterator[Page]:
    with opened(browser, office, "auditor", viewport=VIEWPORT) as made:
        yield made


def groups(page: Page) -> int:
    return page.locator(".tree a.unit", has_text=GROUP).count()


def test_the_founding_order_is_known_before_it_is_in_force(page: Page, tmp_path: Path) -> None:
    page.goto("/organisation")
    assert groups(page) == len(GROUPS)
    axe(page)
    compared(page, "organisation-now", beside=tmp_path)

    page.get_by_label("ใช้บังคับ ณ").fill("28 ก.พ. 2564")
    page.get_by_role("button", name="ดูโครงสร้าง").click()
    assert groups(page) == 0
    page.get_by_role("link", name="การเปลี่ยนแปลงถัดไป").first.click()
    assert groups(page) == len(GROUPS)
    page.get_by_label("ตามที่รู้ ณ").fill("9 ก.พ. 2564")
    page.get_by_role("button", name="ดูโครงสร้าง").click()

    assert groups(page) == 0
    assert page.locator(".banner").is_visible()
    axe(page)
    compared(page, "organisation-then", beside=tmp_path)


def test_what_was_put_right_differs_on_the_axis_of_knowledge(page: Page, tmp_path: Path) -> None:
    page.goto("/organisation?on=16/2/2564")
    page.get_by_role("link", name="การเปลี่ยนแปลงก่อนหน้า").last.click()
    assert page.locator(".tree", has_text=RIGHT_NAME).count() == 0
    page.goto("/organisation/difference?a_on=9/2/2564&b_on=1/4/2564")

    axe(page)
    compared(page, "organisation-difference", beside=tmp_path)
    assert page.locator("figure svg").is_visible()
    assert page.locator(".changed .tag").all_inner_texts().count("+ เพิ่ม") == len(GROUPS)


def test_who_could_sign_leads_to_the_fact_it_rests_on_and_to_its_leaf(page: Page, tmp_path: Path) -> None:
    page.goto("/organisation/signers")
    page.get_by_label("หน่วยงาน").fill("มท 08")
    page.get_by_label("เรื่อง").fill(BUDGET)
    page.get_by_role("button", name="ดูผู้ลงชื่อได้").click()
    axe(page)
    compared(page, "organisation-signers", beside=tmp_path)

    row = page.get_by_role("row").filter(has_text="ปฏิบัติราชการแทน อธิบดี")
    row.get_by_role("link", name="รายการที่").last.click()
    page.wait_for_url("**/histories/facts/*")
    axe(page)
    position = page.url.rpartition("/")[2]
    page.goto(f"/log/leaves/{position}")

    axe(page)
    assert page.locator("h1").is_visible()


def test_a_units_history_and_the_past_tell_of_the_same_moment(page: Page) -> None:
    page.goto(f"/organisation/units/{DLA}")
    axe(page)
    page.get_by_role("link", name="ประวัติของหน่วยงาน").click()
    page.wait_for_url(f"**/histories/units/{DLA}*")
    axe(page)
    page.goto("/past")
    axe(page)

    assert page.locator("h1").is_visible()


def test_the_tree_is_read_by_keyboard(page: Page) -> None:
    page.goto("/organisation")
    page.locator("a.unit").first.focus()

    def here() -> str:
        return str(page.evaluate("document.activeElement.textContent.trim()"))

    def typed(letter: str) -> None:
        """Type a letter that no key of the driver's has."""
        event = f"new KeyboardEvent('keydown', {{key: '{letter}', bubbles: true}})"
        page.evaluate(f"document.activeElement.dispatchEvent({event})")

    seen = []
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowDown", "End", "Home", "End", "S"):
        page.keyboard.press(key)
        seen.append(here())
    page.wait_for_timeout(PAUSE)
    for letter in "ส", "ถ":  # together: what begins with both
        typed(letter)
        seen.append(here())

    first, plans, krabi = page.locator("a.unit").first.inner_text(), "กองยุทธศาสตร์และแผนงาน", "สถจ.กระบี่"
    assert seen[:5] == [plans, GROUP, plans, plans, RIGHT_NAME]  # closed, so that its group is passed over
    assert seen[5:] == [krabi, first, krabi, first, RIGHT_NAME, krabi]


def test_a_branch_that_is_not_there_yet_comes_when_it_is_opened_by_keyboard(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "SHOWN", 1)
    page.goto("/organisation?on=1/4/2564")
    assert groups(page) == 0
    page.locator("a.unit", has_text=RIGHT_NAME).focus()

    page.keyboard.press("ArrowRight")
    page.locator("a.unit", has_text=GROUP).first.wait_for()
    page.keyboard.press("ArrowRight")

    assert str(page.evaluate("document.activeElement.textContent")).strip() == GROUP
    axe(page)


def test_sliding_fills_the_field_and_loads_nothing(page: Page) -> None:
    page.goto("/organisation")
    slider = page.get_by_role("slider").first
    before = page.url

    slider.focus()
    page.keyboard.press("ArrowLeft")

    assert page.get_by_label("ใช้บังคับ ณ").input_value() == "1 มี.ค. 2564"
    assert slider.get_attribute("aria-valuetext") == "1 มี.ค. 2564"
    assert page.url == before


def test_every_page_fits_a_narrow_screen_and_works_without_scripts(browser: Browser, office: WebOffice) -> None:
    with opened(browser, office, "auditor", **NARROW) as narrow:
        for path in PAGES:
            narrow.goto(path)
            axe(narrow)
            assert narrow.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    with opened(browser, office, "auditor", java_script_enabled=False) as plain:
        plain.goto("/organisation")
        plain.locator("summary").nth(1).click()  # closes what stood open

        assert plain.locator("a.unit", has_text=GROUP).first.is_hidden()
        assert plain.locator("input[type=range]").count() == 0
