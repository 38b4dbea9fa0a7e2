"""Receiving in a real browser, as wide as a phone: by keyboard and form, and axe-core finds nothing in any state."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from registry.home import Home
from registry.others import Others
from tests.api.browser import axe, opened
from tests.api.pages.receiving.desk import ELSEWHERE, LETTER, bundle_of
from tests.api.web import WebOffice, served
from tests.registry.world import World
from tests.thorough import thoroughly

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    made = WebOffice.on_loopback(World.staffed(tmp_path_factory.mktemp("browsed") / "registry"))
    with served(made):
        yield made


@pytest.fixture(scope="module")
def bundle(office: WebOffice, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A letter of another registry that this office trusts."""
    elsewhere = World.staffed(tmp_path_factory.mktemp("elsewhere") / "registry", origin=ELSEWHERE)
    home = Home(elsewhere.folder)
    Others(Home(office.world.folder).others).add(
        home.roots.read_bytes(), home.log_key.read_text(), home.leaf0.read_text()
    )
    return bundle_of(elsewhere, elsewhere.issue())


def fine(page: Page) -> None:
    """Require that nothing is wrong with the page as it stands, and that nobody has to scroll it sideways."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def bring(page: Page, way: str, name: str, data: bytes) -> None:
    page.goto("/receiving/new")
    page.get_by_label(way).check()
    page.get_by_label("แฟ้ม", exact=True).set_input_files({"name": name, "mimeType": "", "buffer": data})
    page.get_by_role("button", name="ต่อไป").click()


@thoroughly
def test_a_letter_is_received_followed_and_printed_and_every_page_is_accessible(
    browser: Browser, office: WebOffice, bundle: bytes
) -> None:
    with opened(browser, office, "clerk", viewport={"width": 320, "height": 640}) as page:
        bring(page, "กระดาษ", "letter.exe", b"MZ")
        fine(page)  # refused
        bring(page, "กระดาษ", "letter.txt", LETTER)
        page.get_by_label("ลงวันที่").fill("31/2/2564")
        page.get_by_role("button", name="ลงทะเบียนรับ").click()
        fine(page)  # prefilled, with one mistake
        page.get_by_label("ลงวันที่").fill("8/2/2564")
        page.get_by_role("button", name="ลงทะเบียนรับ").focus()
        page.keyboard.press("Enter")
        page.get_by_role("status").get_by_text("เลขรับ ๑").wait_for()
        page.get_by_label("หน่วยหรือผู้รับผิดชอบ").fill("กองหนึ่ง")
        page.keyboard.press("Enter")
        page.get_by_text("ส่งให้ กองหนึ่ง ดำเนินการ").wait_for()
        fine(page)
        bring(page, "แฟ้มหลักฐานจากทะเบียนอื่น", "letter.zip", bundle)
        page.get_by_text(ELSEWHERE, exact=True).wait_for()
        fine(page)
        page.goto("/print")
        page.get_by_role("button", name="จองเลขสำหรับใบสำรอง").click()
        page.get_by_text("ยังเหลือ").wait_for()
        fine(page)
        for path in ("/pending", "/print"):
            page.goto(path)
            fine(page)
