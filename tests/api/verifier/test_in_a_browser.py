"""The verifier as people use it: the file opened from a disk with the network off, and the page about a letter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api import offline
from domain.series import SeriesKind
from registry import bundle, proving
from registry.reader import Reader
from registry.verify import container
from tests.api.browser import PATIENCE, axe, opened
from tests.api.web import WebOffice, served
from tests.registry.verdicts.coded import CODE, issue_coded
from tests.registry.world import CODE as LETTER_CODE
from tests.registry.world import World

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser
WITHOUT_ED25519 = """
const known = crypto.subtle.importKey.bind(crypto.subtle);
crypto.subtle.importKey = (form, key, name, ...rest) =>
  name === "Ed25519" ? Promise.reject(new DOMException("no", "NotSupportedError")) : known(form, key, name, ...rest);
"""
HOSTILE = '<img src=x onerror="document.title=1"><b>นาย\u202eก'


@dataclass
class Place:
    """An office behind its pages, its bundles, and the file on a stranger's disk."""

    office: WebOffice
    folder: Path
    bundles: dict[str, bytes] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        return self.folder / offline.FILE_NAME

    def keep(self, name: str, data: bytes) -> str:
        """Put a file on the stranger's disk, and return its path."""
        path = self.folder / name
        path.write_bytes(data)
        return str(path)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    world = World.staffed(tmp_path_factory.mktemp("office") / "registry")
    streams = {"good": issue_coded(world, subject=HOSTILE), "plain": world.issue(), "paper": world.issue_by_hand()}
    streams["cancelled"] = world.issue()
    world.dispatch(streams["plain"])
    fields = {"instrument": streams["plain"], "number": f"{LETTER_CODE}/ว 272", "reason": "ซ้ำ", "clerk": "clerk"}
    world.enter(streams["cancelled"], "letter.cancelled.v1", **fields)
    place = Place(WebOffice.on_loopback(world), tmp_path_factory.mktemp("disk"))
    with Reader(world.folder) as reader:
        place.bundles = {name: bundle.write(reader, stream) for name, stream in streams.items()}
        place.bundles["series"] = proving.complete(reader, world.series[SeriesKind.CIRCULAR])
        place.file.write_bytes(offline.offline_page(offline.Pinned.of(reader)))
    with served(place.office):
        yield place


@pytest.fixture
def page(browser: "Browser", place: Place) -> Iterator["Page"]:
    """The file, opened from the disk on a phone's screen with the network off; nothing may be asked of anybody."""
    context = browser.new_context(offline=True, viewport={"width": 320, "height": 640}, locale="th-TH")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []

    def note(request: "Request") -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(place.file.as_uri())
    yield page
    context.close()
    assert asked == [place.file.as_uri()]
    assert complaints == []


def checked(page: "Page", *files: str) -> str:
    """Give files to the page, and return its headline."""
    page.locator("#files").set_input_files(list(files))
    page.locator("#state", has_text="ตรวจเสร็จแล้ว").wait_for()
    return page.locator("#headline").inner_text()


def layers(page: "Page") -> dict[str, str]:
    lines = page.locator("#layers li").all()
    return {str(one.get_attribute("data-layer")): str(one.get_attribute("data-verdict")) for one in lines}


def test_evidence_and_the_letters_file_are_checked_without_a_network(page: "Page", place: Place) -> None:
    letter = container.read(place.bundles["good"])["letter.pdf"]

    headline = checked(page, place.keep("good.zip", place.bundles["good"]), place.keep("letter.pdf", letter))

    assert headline.startswith("หลักฐานถูกต้อง")
    found = layers(page)
    assert found.pop("time") == "cannot-tell"
    assert set(found.values()) == {"valid"}
    assert "ทุกไบต์" in page.locator("#others").inner_text()
    axe(page)


def test_each_kind_of_trouble_has_its_own_headline(page: "Page", place: Place) -> None:
    members = container.read(place.bundles["good"])
    changed = container.write({**members, "letter.pdf": members["letter.pdf"] + b" "})
    other = place.keep("other.pdf", b"%PDF-1.7 another")

    assert checked(page, place.keep("changed.zip", changed)).startswith("ไม่ตรงกับทะเบียน")
    assert checked(page, place.keep("paper.zip", place.bundles["paper"])).startswith("เนื้อหาไม่ถูกแก้ไข")
    assert checked(page, place.keep("cancelled.zip", place.bundles["cancelled"])).startswith("เป็นหนังสือจริง")
    assert checked(page, place.keep("good.zip", place.bundles["good"]), other).startswith("แฟ้มของท่านไม่เหมือน")
    assert checked(page, place.keep("cancelled.zip", place.bundles["cancelled"]), other).startswith("เป็นหนังสือจริง")
    assert "ไม่ใช่แฟ้มใดในแฟ้มหลักฐาน" in page.locator("#others").inner_text()
    assert checked(page, place.keep("series.zip", place.bundles["series"])).startswith("แฟ้มนี้ไม่ใช่หลักฐานของหนังสือ")
    assert layers(page)["container"] == "cannot-tell"
    page.locator("#files").set_input_files([other])
    page.locator("#state", has_text="ยังไม่มีแฟ้มหลักฐาน").wait_for()
    assert page.locator("#results").is_hidden()


def test_everything_works_by_keyboard_in_either_language_and_axe_finds_nothing(page: "Page", place: Place) -> None:
    checked(page, place.keep("good.zip", place.bundles["good"]))
    assert page.evaluate("document.activeElement.id") == "headline"

    page.locator("#language").focus()
    page.keyboard.press("Enter")

    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#headline").inner_text().startswith("The evidence is good")
    assert page.locator("#language").inner_text() == "ไทย"
    assert "cannot tell" in page.locator("#layers").inner_text()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "files"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    axe(page)


def test_the_page_about_a_letter_is_checked_again_on_the_visitors_device(browser: "Browser", place: Place) -> None:
    with opened(browser, place.office) as page:
        page.goto(f"/v/{CODE}")
        page.locator("#verification[data-checked]").wait_for()

        assert page.locator("#checked-by").inner_text().startswith("ตรวจโดยสคริปต์ของสำนักงานนี้ในเครื่องของท่าน")
        assert page.locator("#verification").get_attribute("data-checked") == "valid"
        assert page.locator("#headline").get_attribute("data-headline") == "genuine"
        assert page.locator("img").count() == 0
        axe(page)


def test_what_the_server_says_is_made_worse_and_never_better(browser: "Browser", place: Place) -> None:
    members = container.read(place.bundles["good"])
    changed = container.write({**members, "letter.pdf": members["letter.pdf"] + b" "})
    answers = [lambda route: route.abort(), lambda route: route.fulfill(body=changed)]
    found = []

    with opened(browser, place.office) as page:
        for answer in answers:
            page.route("**/evidence.zip", answer)
            page.goto(f"/v/{CODE}")
            page.locator("#verification[data-checked]").wait_for()
            by = page.locator("#checked-by").inner_text()
            found.append((page.locator("#headline").get_attribute("data-headline"), by.partition(" ")[0]))

    assert found == [("genuine", "ตรวจโดยเครื่องแม่ข่ายของสำนักงาน"), ("differs", "ตรวจโดยสคริปต์ของสำนักงานนี้ในเครื่องของท่าน")]


def test_what_an_older_browser_finds_counts_though_it_cannot_check_everything(browser: "Browser", place: Place) -> None:
    members = container.read(place.bundles["good"])
    changed = container.write({**members, "letter.pdf": members["letter.pdf"] + b" "})
    answers = [lambda route: route.fulfill(body=place.bundles["good"]), lambda route: route.fulfill(body=changed)]
    found = []

    with opened(browser, place.office) as page:
        page.add_init_script(WITHOUT_ED25519)
        for answer in answers:
            page.route("**/evidence.zip", answer)
            page.goto(f"/v/{CODE}")
            page.locator("#verification[data-checked]").wait_for()
            headline = page.locator("#headline").get_attribute("data-headline")
            found.append((headline, page.locator('[data-layer="history"]').get_attribute("data-verdict")))

    assert found == [("genuine", "valid"), ("differs", "valid")]
