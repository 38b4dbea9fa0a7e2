"""The founding circular, told in words of our own, from a dropped file to 76 addressees, in a real browser."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from api.demo import facts, papers
from domain.classes import Channel
from domain.values import StreamId
from registry.acts import waiting
from registry.acts.office import Office
from registry.dispatching.words import Sender
from registry.papers.lists import Entry, Lists
from registry.papers.mail import Mail
from registry.reader import Reader
from registry.register.desk import LocalDesk
from registry.views.unanswered import Unanswered
from registry.views.view import open_view
from tests.api.browser import axe, opened
from tests.api.web import WebOffice, served
from tests.registry.world import World
from tests.thorough import thoroughly

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SPEC = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    office = WebOffice.on_loopback(World.staffed(tmp_path_factory.mktemp("journey") / "registry"))
    with served(office):
        yield office
    office.world.close()


def narrow(page: "Page") -> None:
    """Look at the page on 320 pixels: nothing is wider than the screen."""
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1280, "height": 900})


@thoroughly
@pytest.mark.browser
def test_the_founding_circular_goes_from_a_dropped_file_to_76_addressees(browser: "Browser", office: WebOffice) -> None:
    retold, _ = papers.circular({"SARABAN_SHARED": "nowhere"})
    circular = retold.replace("ที่ มท ๐๘๑๒/ว ๒๗๑".encode(), "ที่ มท ๐๘๑๒/ว".encode())
    circular = circular.replace("๑๐ กุมภาพันธ์ ๒๕๖๔\n\nเรื่อง".encode(), "กุมภาพันธ์ ๒๕๖๔\n\nเรื่อง".encode())
    before = office.facts()
    with opened(browser, office, "clerk", **SPEC) as page:
        page.goto("/drafts/new")
        axe(page)
        narrow(page)
        page.set_input_files("#file", {"name": "หนังสือเวียน.txt", "mimeType": "text/plain", "buffer": circular})
        page.get_by_role("button", name="อ่านแฟ้ม").click()
        page.wait_for_url(re.compile(r"/drafts/\w{10}$"))
        draft = page.url.rpartition("/")[2]
        axe(page)
        narrow(page)

        page.fill("#signer_name", "นายประยูร ตัวอย่าง")
        page.fill("#signer_post", "อธิบดี")
        page.wait_for_selector("#autosave:has-text('บันทึกอัตโนมัติแล้ว')")
        page.set_input_files("#file", {"name": "คำสั่ง.txt", "mimeType": "text/plain", "buffer": b"SPECIMEN"})
        page.get_by_role("button", name="แนบแฟ้มและบันทึก").click()
        page.wait_for_selector("a:has-text('คำสั่ง.txt')")
        page.get_by_role("button", name="บันทึกและดูตัวอย่าง").click()
        page.wait_for_url("**/preview")
        axe(page)
        narrow(page)

        page.get_by_role("link", name="เสนอลงลายมือชื่อ").click()
        axe(page)
        narrow(page)
        page.get_by_label("ลงลายมือชื่อในฐานะ อธิบดี").check()
        page.get_by_role("button", name="เสนอลงลายมือชื่อ").click()
        page.wait_for_selector("text=รอลายมือชื่อของ")
        axe(page)
        narrow(page)
        page.goto("/drafts")
        axe(page)
        narrow(page)
        assert office.facts() == before

        with Reader(office.world.folder) as reader:
            here = Office(LocalDesk(office.world.register), reader, office.world.clock)
            done = waiting.sign(here, office.counter.drafts, office.world.people["dg"].key, draft)
        page.goto(f"/drafts/{draft}")
        assert page.inner_text(".notice strong") == "มท ๐๘๑๒/ว ๒๗๑"
        assert done.registered is not None
        _send_to_everybody(page, office, done.registered.stream)

    assert done.draft.number == "มท 0812/ว 271"
    assert len(done.draft.letter.attachments) == 4


def _send_to_everybody(page: "Page", office: WebOffice, stream: StreamId) -> None:
    """Send the circular to 76 governors by a kept list, and write a mail for each."""
    governors = [Entry(one.governor, Channel.CENTRAL_MAIL, one.address) for one in facts.recipients()]
    now = office.world.now
    number = Lists(office.counter.papers).create("ผู้ว่าราชการจังหวัด", governors, by="clerk", at=now)
    Mail(office.counter.papers).set_sender(Sender("saraban@dla.example", "๐ ๒๐๐๐ ๐๐๐๐", roman="MOI"))
    page.goto(f"/dispatch/{stream}/send?by={number}")
    page.get_by_role("button", name="ส่งหนังสือถึงผู้รับ").click()
    page.wait_for_url(f"**/dispatch/{stream}")
    page.goto(f"/dispatch/{stream}/mail")
    with page.expect_download() as download:
        page.get_by_role("button", name="เขียนจดหมายและดาวน์โหลด").click()

    with ZipFile(download.value.path()) as mails:
        assert len([name for name in mails.namelist() if name.endswith(".eml")]) == 76
    with Reader(office.world.folder) as reader, open_view(reader, Unanswered) as view:
        assert [one.addressee for one in sorted(view.of(stream), key=lambda one: one.to)] == [
            one.name for one in governors
        ]


@pytest.mark.browser
def test_what_is_wrong_is_said_where_the_keyboard_is_and_a_lost_file_stays_on_the_page(
    browser: "Browser", office: WebOffice
) -> None:
    with opened(browser, office, "clerk", **SPEC) as page:
        page.goto("/drafts/new")
        page.set_input_files("#file", {"name": "x.docx", "mimeType": "text/plain", "buffer": b"MZ" + bytes(99)})
        page.get_by_role("button", name="อ่านแฟ้ม").click()
        page.wait_for_selector("#error-summary")
        axe(page)

        assert page.evaluate("document.activeElement.id") == "error-summary"
        assert page.get_attribute("#file", "aria-invalid") == "true"
