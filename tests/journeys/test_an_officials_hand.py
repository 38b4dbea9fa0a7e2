"""An official's hand in a browser: a key is made there, a circular is signed with it, and foreign programs agree.

The server that makes the page is not believed: what stands between it and the page may change what it likes.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from domain.authority import KeyConfirmed, KeyEnrolled
from domain.letter.events import LetterIssued
from keys.authority import Authority
from keys.signing import SigningKey
from registry.acts import waiting
from registry.acts.certificates import Requests
from registry.acts.signing_apart import OTHER_TIME
from tests.api.authenticator import virtual_authenticator
from tests.api.browser import axe, browser, opened
from tests.api.pages.signing.keys_in_a_browser import with_key
from tests.api.pages.signing.letters import LETTER, data_of, numbers, text, waits
from tests.api.web import WebOffice, served
from tests.conformance.test_bundle_openssl import commands, run, unpacked
from tests.registry.world import World
from tests.thorough import thoroughly

if TYPE_CHECKING:  # importing Playwright takes longer than most tests
    from playwright.sync_api import Browser, Page, Route

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, thoroughly]
SIGN = "#sign:enabled"
REFUSING_ONCE = """() => {
  const asked = navigator.credentials.get.bind(navigator.credentials);
  let times = 0;
  navigator.credentials.get = (what) =>
    times++ ? asked(what) : Promise.reject(new DOMException("refused", "NotAllowedError"));
}"""
LEFT = "ไม่ได้ใช้: ออกจากหน้าลงลายมือชื่อก่อนเสร็จ"
REFUSED = "ไม่ได้ใช้: หน้าลงลายมือชื่อไม่ยอมให้ลง เพราะสิ่งที่ขอให้ลงไม่ตรงกับที่แสดง"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[WebOffice]:
    office = WebOffice.on_loopback(World.staffed(tmp_path / "registry"), name="localhost")
    yield office
    office.world.close()


@pytest.fixture
def page(office: WebOffice, browser: "Browser") -> "Iterator[Page]":
    with served(office), opened(browser, office, "official") as page:
        yield page


def issued(office: WebOffice) -> list[str]:
    facts = (line.statement.fact for line in office.counter.office.reader.facts())
    return [one.number for one in facts if isinstance(one, LetterIssued)]


def certified(office: WebOffice) -> None:
    """Let the office's own authority certify the newest request, and both registrars say whose key it is."""
    counter, world = office.counter, office.world
    requests = Requests(counter.office, counter.signing_keys, counter.proposals, counter.settings.random)
    root = SigningKey(world.authority._key, world.authority.root)  # the throw-away authority's
    requests.issue(requests.waiting()[0].request, Authority(root))
    proposed = counter.proposals.waiting()[0]
    assert isinstance(proposed.fact, KeyEnrolled)
    enrolled = world.say("r1", proposed.fact, doc=proposed.files)
    world.admit(enrolled)
    world.admit(world.say("r2", KeyConfirmed(enrolled.digest, proposed.fact.spki)))


def test_an_official_makes_a_key_signs_a_circular_and_openssl_accepts_the_evidence(
    office: WebOffice, page: "Page", tmp_path: Path
) -> None:
    virtual_authenticator(page)
    page.clock.set_fixed_time(office.world.now)
    page.goto("/own-keys")
    page.fill("#key-name", "คอมพิวเตอร์ที่โต๊ะ")
    page.click("#make-key button")
    page.wait_for_selector("#key-1")
    certified(office)
    waits(office)
    page.goto("/signing")
    page.get_by_role("link", name=LETTER.subject).click()
    page.wait_for_selector(SIGN)
    axe(page)

    page.click("#sign")
    page.wait_for_url("**/signing/done/*")

    axe(page)
    assert "มท ๐๘๑๒/ว ๒๗๑" in page.inner_text("main")
    with page.expect_download() as download:
        page.get_by_role("link", name="ดาวน์โหลดหลักฐาน").click()
    bundle = Path(download.value.path()).read_bytes()
    folder = unpacked(bundle, (office.world.folder / "trust" / "roots.pem").read_bytes(), tmp_path / "bundle")
    assert [run(one, folder).returncode for one in commands(folder, "openssl")[:2]] == [0, 0]


def test_a_passkey_that_refuses_leaves_everything_as_it_was(office: WebOffice, page: "Page") -> None:
    authenticator = with_key(page, office)
    working = waits(office)
    page.goto(f"/signing/{working.draft}")
    page.wait_for_selector(SIGN)
    before = office.facts()
    authenticator.refuse()

    page.click("#sign")
    page.wait_for_selector("#trouble:not([hidden])")

    assert "ยืนยันตัวด้วยพาสคีย์ไม่สำเร็จ" in page.inner_text("#trouble")
    assert office.facts() == before
    assert page.is_enabled("#sign")  # to be tried again


def test_a_tab_that_is_closed_midway_voids_its_number(office: WebOffice, page: "Page") -> None:
    with_key(page, office)
    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector(SIGN)
    page.route("**/number", _then_nothing)  # the number is reserved, and its answer never comes

    page.click("#sign")
    page.wait_for_timeout(1500)
    page.goto("/account")
    page.wait_for_timeout(500)

    assert issued(office) == []
    assert numbers(office) == ([271], [(271, LEFT)])


def _then_nothing(route: "Route") -> None:
    route.fetch()


def test_midnight_between_looking_and_signing_shows_the_letter_of_the_new_day(office: WebOffice, page: "Page") -> None:
    office.world.now = office.world.now.replace(hour=9)
    with_key(page, office)
    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector(SIGN)
    _all_sessions_last(office, page)

    page.click("#sign")
    page.get_by_text("ยังไม่ได้ออกเลขและยังไม่ได้ลงลายมือชื่อ").wait_for()

    assert "๑๐ กุมภาพันธ์ ๒๕๖๔" in page.inner_text("[data-part=fields]")
    assert numbers(office) == ([], [])
    page.click(SIGN)
    page.wait_for_url("**/signing/done/*")
    assert numbers(office) == ([271], [])


def _all_sessions_last(office: WebOffice, page: "Page") -> None:
    """Let midnight pass; whoever was signed in is signed in again."""
    from api.auth.sessions import cookie_name  # noqa: PLC0415 - of this one test

    office.world.now += timedelta(days=1)
    page.clock.set_fixed_time(office.world.now)
    settings = office.counter.settings
    page.context.add_cookies(
        [{"name": cookie_name(settings), "value": office.session("official"), "url": settings.address}]
    )


def _json(change: "Callable[[dict[str, Any]], object]") -> "Callable[[Route], None]":
    """Return a proxy that changes the JSON of an answer."""

    def between(route: "Route") -> None:
        answer = route.fetch()
        said = answer.json()
        change(said)
        route.fulfill(response=answer, body=json.dumps(said))

    return between


def _another_file(route: "Route") -> None:
    answer = route.fetch()
    data = answer.body().replace(b"/Count 1", b"/Count 2", 1)
    assert data != answer.body()
    route.fulfill(response=answer, body=data)


def _another_subject(said: dict[str, Any]) -> None:
    said["fact"]["letter"]["subject"] = "อีกเรื่องหนึ่ง"


def _another_digest(said: dict[str, Any]) -> None:
    said["fact"]["document"]["sha256"] = "sha256:" + 64 * "0"


def _another_statement(said: dict[str, Any]) -> None:
    told = json.loads(data_of(said["statement"]))
    told["letter"]["subject"] = "อีกเรื่องหนึ่ง"
    said["statement"] = text(json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())


def _another_time(said: dict[str, Any]) -> None:
    told = json.loads(data_of(said["statement"]))
    told["at"] = (datetime.fromisoformat(told["at"]) - timedelta(minutes=6)).isoformat()
    said["statement"] = text(json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())


def _another_registry(said: dict[str, Any]) -> None:
    told = data_of(said["statement"]).replace(b"specimen.example/letters", b"elsewhere.example/letter")
    said["statement"] = text(told)


def _another_receipt(said: dict[str, Any]) -> None:
    said["signed"] = "sha256:" + 64 * "0"


@pytest.mark.parametrize(
    "proxy",
    [("**/letter.pdf", _another_file), ("**/look", _json(_another_digest))],
    ids=["another-file", "another-digest"],
)
def test_a_document_that_is_exchanged_on_its_way_is_never_offered_to_be_signed(
    office: WebOffice, page: "Page", proxy: "tuple[str, Callable[[Route], None]]"
) -> None:
    with_key(page, office)
    page.route(*proxy)

    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector("#trouble:not([hidden])")

    assert "หยุด" in page.inner_text("#trouble")
    assert page.is_disabled("#sign")
    assert numbers(office) == ([], [])


@pytest.mark.parametrize(
    "proxy",
    [
        ("**/look", _json(_another_subject)),
        ("**/number", _json(_another_statement)),
        ("**/number", _json(_another_registry)),
    ],
    ids=["another-fact-shown", "another-statement", "another-registry"],
)
def test_a_statement_that_is_not_what_the_page_shows_is_not_signed_and_its_number_void(
    office: WebOffice, page: "Page", proxy: "tuple[str, Callable[[Route], None]]"
) -> None:
    with_key(page, office)
    page.route(*proxy)
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url))
    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector(SIGN)

    page.click("#sign")
    page.wait_for_selector("#trouble:not([hidden])")
    page.wait_for_timeout(500)

    assert "หยุด" in page.inner_text("#trouble")
    assert not [one for one in sent if one.endswith("/signed")]
    assert (issued(office), numbers(office)) == ([], ([271], [(271, REFUSED)]))


def test_a_statement_of_another_time_than_the_devices_is_not_signed_and_its_number_void(
    office: WebOffice, page: "Page"
) -> None:
    with_key(page, office)
    page.route("**/number", _json(_another_time))
    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector(SIGN)

    page.click("#sign")
    page.wait_for_selector("#trouble:not([hidden])")
    page.wait_for_timeout(500)

    assert "นาฬิกาของเครื่องนี้เกิน ๕ นาที" in page.inner_text("#trouble")
    assert (issued(office), numbers(office)) == ([], ([271], [(271, OTHER_TIME)]))


@pytest.mark.parametrize(("minutes", "may"), [(4, True), (-4, True), (6, False), (-6, False)])
def test_where_the_clocks_differ_nothing_is_offered_to_be_signed(
    office: WebOffice, page: "Page", *, minutes: int, may: bool
) -> None:
    with_key(page, office)
    page.clock.set_fixed_time(office.world.now + timedelta(minutes=minutes))

    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector(SIGN if may else "#trouble:not([hidden])")

    assert page.is_enabled("#sign") is may
    assert numbers(office) == ([], [])


def test_after_a_passkey_that_refused_the_button_signs(office: WebOffice, page: "Page") -> None:
    with_key(page, office)
    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector(SIGN)
    page.evaluate(REFUSING_ONCE)

    page.click("#sign")
    page.wait_for_selector("#trouble:not([hidden])")
    page.click(SIGN)
    page.wait_for_url("**/signing/done/*")

    assert numbers(office) == ([271], [])


def test_whoever_is_signed_in_no_longer_is_told_so(office: WebOffice, page: "Page") -> None:
    with_key(page, office)
    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector(SIGN)
    page.context.clear_cookies()

    page.click("#sign")
    page.wait_for_selector("#trouble:not([hidden])")

    assert "หมดเวลาเข้าสู่ระบบแล้ว" in page.inner_text("#trouble")
    assert numbers(office) == ([], [])


def test_every_field_that_is_signed_stands_on_the_page_and_the_files_too(office: WebOffice, page: "Page") -> None:
    with_key(page, office)
    page.route("**/look", _json(lambda said: said["doc"].append({"name": "ซ่อนไว้.pdf"})))
    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector(SIGN)

    whole = json.loads(page.text_content("[data-part=whole]") or "")

    assert (set(whole), whole["doc"]) == ({"typ", "fact", "doc"}, [{"name": "ซ่อนไว้.pdf"}])


@pytest.mark.parametrize("shown", [True, False])
def test_where_a_browser_shows_no_pdf_within_a_page_there_is_no_empty_frame(
    office: WebOffice, page: "Page", *, shown: bool
) -> None:
    with_key(page, office)
    page.add_init_script(f"Object.defineProperty(navigator, 'pdfViewerEnabled', {{ get: () => {str(shown).lower()} }})")
    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector(SIGN)

    said = page.inner_text("[data-part=all-pages]")

    assert page.is_visible("iframe") == shown
    assert ("แสดง PDF ในหน้าไม่ได้" in said, "แสดงครบทุกหน้า" in said) == (not shown, shown)
    assert (page.get_attribute("[data-part=save]", "href") or "").startswith("blob:")


def test_a_letter_that_is_taken_back_among_others_is_said_so_and_no_number_is_lost(
    office: WebOffice, page: "Page"
) -> None:
    with_key(page, office)
    letters = [waits(office, msgspec.structs.replace(LETTER, subject=f"เรื่องที่ {no}")) for no in range(2)]
    for one in letters:
        page.goto(f"/signing/{one.draft}")
        page.wait_for_selector(SIGN)
    page.goto("/signing/several?" + "&".join(f"draft={one.draft}" for one in letters))
    page.wait_for_selector(SIGN)
    waiting.take_back(office.counter.office, office.counter.drafts, letters[1].draft, by="clerk")

    page.click("#sign")
    page.wait_for_selector("#summary:not(:empty)")

    done, refused = [one.inner_text() for one in page.query_selector_all("[data-result]")]
    assert done == "ลงลายมือชื่อแล้ว มท ๐๘๑๒/ว ๒๗๑"
    assert refused.startswith("ไม่สำเร็จ:")
    assert page.inner_text("#summary") == "เสร็จ ๑ จาก ๒ ฉบับ"
    assert numbers(office) == ([271], [])


def test_a_receipt_of_something_else_is_not_taken_for_success(office: WebOffice, page: "Page") -> None:
    with_key(page, office)
    page.route("**/signed", _json(_another_receipt))
    page.goto(f"/signing/{waits(office).draft}")
    page.wait_for_selector(SIGN)

    page.click("#sign")
    page.wait_for_selector("#trouble:not([hidden])")

    assert "ระวัง" in page.inner_text("#trouble")
    assert "/signing/done/" not in page.url


def test_several_letters_are_signed_after_one_question_each_with_its_own_result(
    office: WebOffice, page: "Page"
) -> None:
    with_key(page, office)
    letters = [waits(office, msgspec.structs.replace(LETTER, subject=f"เรื่องที่ {no}")) for no in range(3)]
    for one in letters:
        page.goto(f"/signing/{one.draft}")
        page.wait_for_selector(SIGN)
    page.goto("/signing")
    for one in letters:
        page.check(f"input[value='{one.draft}']")
    page.get_by_role("button", name="ลงลายมือชื่อฉบับที่เลือก").click()
    page.wait_for_selector(SIGN)
    axe(page)
    office.world.reserve()  # somebody is faster: the first one would get another number than is shown

    page.click("#sign")
    page.wait_for_selector("#summary:not(:empty)")

    said = [one.inner_text() for one in page.query_selector_all("[data-result]")]
    changed, *done = said
    assert "เปลี่ยนไป" in changed
    assert done == ["ลงลายมือชื่อแล้ว มท ๐๘๑๒/ว ๒๗๒", "ลงลายมือชื่อแล้ว มท ๐๘๑๒/ว ๒๗๓"]
    assert page.inner_text("#summary") == "เสร็จ ๒ จาก ๓ ฉบับ"
    assert numbers(office) == ([271, 272, 273], [])
