"""A stranger's phone: a letter's QR code is scanned, the page is read, and its addressee answers through a link."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, CDPSession, Page

from domain.letter.events import LetterSignedTypeset
from domain.values import StreamId
from registry.acts import links, typesetting
from registry.acts.outgoing import issued_in
from registry.documents.reading.files.codes import codes
from registry.documents.reading.files.pixels import rendered
from registry.documents.writing.content import Body
from registry.errors import StoreDamaged
from tests.api.browser import axe, opened
from tests.api.web import WebOffice, served
from tests.registry.verdicts.coded import issue_coded
from tests.registry.world import DIRECTIVES, World
from tests.thorough import thoroughly

pytestmark = pytest.mark.browser

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 780},
    "locale": "th-TH",
    "has_touch": True,
    "is_mobile": True,
}
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "locale": "th-TH"}
"""As a screen of 640 points is at 200 %."""
BODY = Body(("ด้วยกรมตัวอย่างจะจัดประชุม", "จึงเรียนมาเพื่อโปรดทราบ"), "ถนนตัวอย่าง เขตดุสิต กทม. ๑๐๓๐๐")
SUPERSEDED, UNLOGGED = "onsweylqpb3gs3lfonsweylqpa", "nbswy3dpo5xxe3dennbswy3dpo"


@dataclass(frozen=True, slots=True)
class Scene:
    """An office behind its pages, and the file of a typeset letter that it sent."""

    office: WebOffice
    letter: StreamId
    file: bytes

    @property
    def scanned(self) -> str:
        """The path in the address that a phone reads from the picture of the letter's pages."""
        with pypdfium2.PdfDocument(self.file) as pages:
            pictures = [rendered(page, dpi=150) for page in pages]
        found = [code.text for place, picture in enumerate(pictures) for code in codes(picture, place)]
        assert len(found) == 1
        return found[0].removeprefix("https://specimen.example")

    def link(self, to: int) -> str:
        here = self.office.counter.office
        letter = issued_in(here, self.letter)
        given = links.give(here, letter, to=[to], clerk="clerk", random=self.office.counter.settings.random)
        return f"/l/{given[to]}"


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    world = World.staffed(tmp_path_factory.mktemp("phone") / "registry")
    office = WebOffice.on_loopback(world, name="localhost")
    here = office.counter.office
    text = replace(world.letter(world.reserve()), subject="ขอเชิญประชุม", directives=DIRECTIVES)
    setting = typesetting.Setting.of(here, BODY, random=office.counter.settings.random)
    answer = typesetting.admit(
        here, world.people["dg"], setting.sheet(text), partial(LetterSignedTypeset, text), doc=[]
    )
    letter = StreamId(answer["stream"])
    world.dispatch(letter)
    final = here.reader.stream(letter)[0].statement.fact
    file = here.reader.blobs.get(final.final)  # type: ignore[union-attr] # it was issued
    old = issue_coded(world, SUPERSEDED)
    world.enter(old, "letter.superseded.v1", instrument=letter, number="มท 0812/ว 271", clerk="clerk")
    with served(office):
        yield Scene(office, letter, file)
    world.close()


def headline(page: Page) -> str | None:
    return page.locator("#headline").get_attribute("data-headline")


def checked_here(page: Page) -> str | None:
    """Wait until the phone has checked the evidence itself; return what it found."""
    section = page.locator("#verification[data-checked]")
    section.wait_for()
    return section.get_attribute("data-checked")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_the_code_on_the_paper_leads_to_a_page_that_the_phone_checks_itself(
    browser: Browser, scene: Scene, tmp_path: Path
) -> None:
    asked: list[str] = []
    changed, same = tmp_path / "changed.pdf", tmp_path / "same.pdf"
    changed.write_bytes(scene.file + b"\n")
    same.write_bytes(scene.file)

    with opened(browser, scene.office, **PHONE) as page:
        page.goto(scene.scanned)
        assert (headline(page), checked_here(page), headline(page)) == ("genuine", "valid", "genuine")
        page.on("request", lambda request: asked.append(request.url))
        page.set_input_files("#file", changed)
        page.locator("#headline[data-headline=copy]").wait_for()
        axe(page)
        page.set_input_files("#file", same)
        page.locator("#headline[data-headline=genuine]").wait_for()

    assert asked == []  # S29: the file stays on the device


@thoroughly
def test_each_other_state_has_its_own_headline_and_fits_a_narrow_screen(browser: Browser, scene: Scene) -> None:
    found = {}
    with opened(browser, scene.office, **NARROW) as page:
        for path in (scene.scanned, f"/v/{SUPERSEDED}", f"/v/{'z' * 26}"):
            page.goto(path)
            if page.locator("#verification").count():
                checked_here(page)
            axe(page)
            assert fits(page)
            found[path] = headline(page)

    assert list(found.values()) == ["genuine", "superseded", "unknown"]


def test_without_javascript_the_page_says_that_the_verdict_is_the_servers(browser: Browser, scene: Scene) -> None:
    with opened(browser, scene.office, java_script_enabled=False, **PHONE) as page:
        page.goto(scene.scanned)

        assert headline(page) == "genuine"
        assert page.get_by_text("ไม่ได้ตรวจซ้ำในเครื่องของท่าน").is_visible()
        assert page.locator("#file").is_hidden()


def test_an_addressee_acknowledges_on_the_phone_and_keeps_the_receipt(browser: Browser, scene: Scene) -> None:
    with opened(browser, scene.office, **PHONE) as page:
        page.goto(scene.link(0))
        checked_here(page)
        axe(page)
        page.get_by_role("link", name="แจ้งตอบรับ").click()
        page.get_by_label("หน่วยงาน").fill("SPECIMEN ท้องถิ่นจังหวัด")
        page.get_by_label("ชื่อ", exact=True).fill("นางสาวผู้รับ ตัวอย่าง")
        page.get_by_role("button", name="ดูก่อนส่ง").click()
        assert page.locator("#post-error").is_visible()
        axe(page)
        page.get_by_label("ตำแหน่ง").fill("นักจัดการงานทั่วไป")
        page.get_by_role("button", name="ดูก่อนส่ง").click()
        axe(page)
        page.get_by_role("button", name="แจ้งตอบรับหนังสือนี้").click()
        page.get_by_role("heading", name="แจ้งตอบรับแล้ว").wait_for()
        axe(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="ดาวน์โหลดใบตอบรับ").click()

    assert download.value.suggested_filename == "receipt.zip"


@thoroughly
def test_a_passkey_is_enrolled_through_the_link_confirmed_by_a_clerk_and_answers(
    browser: Browser, scene: Scene
) -> None:
    path = scene.link(1)
    with opened(browser, scene.office, **PHONE) as phone:
        authenticator(phone)
        phone.goto(f"{path}/passkey")
        axe(phone)
        for label, value in (("หน่วยงาน", "SPECIMEN"), ("ชื่อ", "นายพาสคีย์ ตัวอย่าง"), ("ตำแหน่ง", "ท้องถิ่นจังหวัด")):
            phone.get_by_label(label, exact=True).fill(value)
        phone.get_by_role("button", name="สร้างพาสคีย์").click()
        phone.get_by_text("รอเจ้าหน้าที่ยืนยัน").wait_for()
        with opened(browser, scene.office, "clerk", locale="th-TH") as desk:
            desk.goto("/passkeys")
            axe(desk)
            desk.get_by_role("button", name="ยืนยันว่าเป็นของ").click()
            desk.get_by_text("ยืนยันแล้ว").wait_for()
        phone.goto(f"{path}/do/acknowledge")
        for label in ("หน่วยงาน", "ชื่อ", "ตำแหน่ง"):
            phone.get_by_label(label, exact=True).fill("SPECIMEN")
        phone.get_by_role("button", name="ดูก่อนส่ง").click()
        phone.get_by_role("button", name="ลงลายมือชื่อด้วยพาสคีย์").click()
        phone.get_by_role("heading", name="แจ้งตอบรับแล้ว").wait_for()

        assert phone.get_by_text("ลงลายมือชื่อด้วยพาสคีย์ของผู้รับ").is_visible()
        assert phone.get_by_text("นายพาสคีย์ ตัวอย่าง").is_visible()


def authenticator(page: Page) -> CDPSession:
    """Give the page's browser a passkey of its own that needs no finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_a_letter_that_is_recorded_and_not_yet_logged_says_so(browser: Browser, scene: Scene) -> None:
    """The last one: the writer has to be started again afterwards."""
    tiles = scene.office.world.register.ledger.tiles
    publish = tiles.publish
    published: list[bytes] = []

    def full(note: bytes) -> None:
        if published:
            raise OSError("no room")
        published.append(note)
        publish(note)

    tiles.publish = full  # type: ignore[method-assign, assignment]
    with pytest.raises(StoreDamaged, match="no room"):
        issue_coded(scene.office.world, UNLOGGED)

    with opened(browser, scene.office, **NARROW) as page:
        page.goto(f"/v/{UNLOGGED}")
        axe(page)

        assert headline(page) == "unfinished"
        assert page.get_by_text("ยังไม่เข้าประวัติที่ลงลายมือชื่อ").is_visible()
        assert page.locator("#verification").count() == 0
