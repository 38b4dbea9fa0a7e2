"""The pages of dispatching in a real browser: nothing that axe-core finds, and a day's work by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from domain.values import StreamId
from registry.views.unanswered import Answer, Unanswered
from tests.api.browser import axe, opened
from tests.api.web import WebOffice, served
from tests.registry.world import DIRECTIVES, RECIPIENTS, World
from tests.thorough import thoroughly

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    made = WebOffice.on_loopback(World.staffed(tmp_path_factory.mktemp("dispatched") / "registry"))
    with served(made):
        yield made


@thoroughly
def test_a_letter_is_sent_mailed_and_checked_by_keyboard_on_a_narrow_screen(
    browser: Browser, office: WebOffice
) -> None:
    stream = office.world.issue(directives=DIRECTIVES)
    with opened(browser, office, "clerk", viewport={"width": 320, "height": 720}) as page:
        _set_sender(page)
        _keep_a_list(page)
        page.goto(f"/dispatch/{stream}/send?by=1")
        _good(page)
        _press(page, "ส่งหนังสือถึงผู้รับ")
        page.wait_for_url(f"**/dispatch/{stream}")
        _good(page)

        page.goto(f"/dispatch/{stream}/mail")
        with page.expect_download() as download:
            _press(page, "เขียนจดหมายและดาวน์โหลด")
        assert download.value.suggested_filename.endswith("_mail.zip")

        page.goto(f"/dispatch/{stream}/results")
        page.locator("#to-1").focus()
        page.keyboard.press("Space")
        page.locator("#result").select_option("failed")
        page.locator("#others").select_option("delivered")
        _good(page)
        _press(page, "บันทึกผลการส่ง")
        page.wait_for_url(f"**/dispatch/{stream}")

    tags = [one.state.value for one in _answers(office, stream)]
    assert sorted(tags) == ["delivered", "delivered", "failed"]


@thoroughly
def test_every_other_page_and_a_refused_form_are_good_too(browser: Browser, office: WebOffice) -> None:
    stream = office.world.asked()
    office.world.acknowledge(stream, to=0)
    waiting = office.world.issue()
    with opened(browser, office, "clerk", viewport={"width": 1100, "height": 800}) as page:
        for path in (
            "/dispatch",
            f"/dispatch/{waiting}",
            f"/dispatch/{stream}/calls",
            f"/dispatch/{stream}/addressees/1",
            f"/dispatch/{stream}/coverage",
            f"/dispatch/{stream}/coverage/2",
            f"/dispatch/{stream}/withdraw",
            "/unanswered",
            "/lists",
        ):
            page.goto(path)
            _good(page)
        page.goto(f"/dispatch/{stream}/coverage")
        page.locator("#until").fill("30 กุมภาพันธ์ 2564")
        page.locator("#move-reason").fill("เหตุผล")
        _press(page, "เลื่อนกำหนด")
        page.locator("#error-summary").wait_for()
        _good(page)
        assert page.title().startswith("ผิด")
    with opened(browser, office, "clerk", viewport={"width": 320, "height": 720}, locale="en-GB") as page:
        page.goto("/unanswered")
        _good(page)


def _set_sender(page: Page) -> None:
    page.goto("/dispatch/sender")
    page.locator("#address").fill("saraban@example.go.th")
    page.locator("#telephone").fill("0 2000 0000")
    page.locator("#roman").fill("MOI")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dispatch")


def _keep_a_list(page: Page) -> None:
    page.goto("/lists/new")
    page.locator("#name").fill("สามจังหวัด")
    page.locator("#lines").fill("\n".join(f"{name}\tsaraban@province-{n}.example" for n, name in enumerate(RECIPIENTS)))
    _good(page)
    _press(page, "บันทึกบัญชี")
    page.wait_for_url("**/lists/1")


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.focus()
    page.keyboard.press("Enter")


def _good(page: Page) -> None:
    """Let axe-core find nothing, and nothing stick out sideways."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def _answers(office: WebOffice, stream: StreamId) -> list[Answer]:
    with office.counter.view(Unanswered) as view:
        return view.of(stream)
