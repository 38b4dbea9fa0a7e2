"""An official's hand in Chromium: a key made there, certified, enrolled, used; and a server that lies to the page."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, Route

from domain.authority import KeyConfirmed, OfficerEnrolled, Role
from domain.classes import SecrecyClass
from domain.values import Digest
from keys import cades, pades
from keys.authority import Authority
from keys.testing import SpecimenAuthority
from registry.accounts.accounts import Account, Grant, WebRole
from registry.accounts.signing_keys import Stage
from registry.acts.certificates import Requests
from tests.api.authenticator import virtual_authenticator
from tests.api.browser import axe, opened
from tests.api.web import WebOffice, served
from tests.registry.world import OFFICE, World
from tests.thorough import thoroughly

pytestmark = pytest.mark.browser
ATTRIBUTES = """async ([certificates, digest, at]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  const { signedAttributes } = await import("/static/signing/attributes.js");
  const made = await signedAttributes(certificates.map(bytes), bytes(digest), at);
  return Array.from(made);
}"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    world = World.staffed(tmp_path_factory.mktemp("hands") / "registry")
    made = WebOffice.on_loopback(world, name="localhost")
    registrar = Account("r1", "SPECIMEN r1", "r1", SecrecyClass.NONE, (Grant(WebRole.OFFICIAL),))
    made.counter.accounts.add(registrar, phrase=None, at=world.now)
    with served(made):
        yield made
    world.close()


def made_by(page: Page, name: str) -> None:
    """Let somebody make a key on the own page."""
    page.goto("/own-keys")
    page.get_by_label("ชื่อที่จำได้").fill(name)
    page.get_by_role("button", name="สร้างกุญแจและขอใบรับรอง").click()


def test_an_official_makes_a_key_in_the_browser_and_asks_for_its_certificate(
    browser: Browser, office: WebOffice
) -> None:
    with opened(browser, office, "official") as page:
        virtual_authenticator(page)
        made_by(page, "เครื่องที่โต๊ะ")
        page.get_by_text("รอใบรับรอง").wait_for()

    kept = office.counter.signing_keys.of("dg")[0]
    assert (kept.name, kept.certificates) == ("เครื่องที่โต๊ะ", None)


@thoroughly
def test_a_passkey_without_a_secret_makes_no_key_and_the_page_says_what_to_do(
    browser: Browser, office: WebOffice
) -> None:
    before = len(office.counter.signing_keys.all())

    with opened(browser, office, "official") as page:
        virtual_authenticator(page, prf=False)
        made_by(page, "ไม่มีความลับ")
        page.get_by_role("alert").get_by_text("แฟ้มกุญแจ").wait_for()
        axe(page)

    assert len(office.counter.signing_keys.all()) == before


@thoroughly
def test_a_registrar_signs_a_proposal_with_the_own_hand_and_only_what_is_shown(
    browser: Browser, office: WebOffice
) -> None:
    counter, world = office.counter, office.world
    proposal, refused = (
        counter.proposals.propose(
            OfficerEnrolled(who, "นางถัดไป ตัวอย่าง", OFFICE, (), (Role.CLERK,)),
            by="administrator",
            at=world.now,
            why="SPECIMEN",
            random=counter.settings.random,
        )
        for who in ("next", "never")
    )

    def another(route: Route) -> None:
        answer = route.fetch()
        said = json.loads(b64decode(answer.json()["statement"]))
        said["name"] = "นายอื่น ตัวอย่าง"
        written = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        route.fulfill(json={"statement": b64encode(written.encode()).decode()})

    with opened(browser, office, "r1") as page:
        authenticator = virtual_authenticator(page)
        page.clock.set_fixed_time(world.now + timedelta(minutes=6))
        made_by(page, "กุญแจนายทะเบียน")
        page.get_by_text("รอใบรับรอง").wait_for()
        axe(page)
        kept = counter.signing_keys.of("r1")[0]
        _let_count(office, kept.request)
        page.goto(f"/proposals/{proposal}")
        axe(page)
        button = page.get_by_role("button", name="ลงลายมือชื่อ")
        trouble = page.get_by_role("alert")
        page.route("**/statement", another)
        button.click()
        trouble.get_by_text("ไม่ตรงกับที่แสดง").wait_for()
        page.unroute("**/statement")
        button.click()
        trouble.get_by_text("นาฬิกาของเครื่องนี้เกิน ๕ นาที").wait_for()
        page.clock.set_fixed_time(world.now)
        facts_before = office.facts()
        button.click()
        page.get_by_text("ลงลายมือชื่อแล้ว", exact=True).wait_for()
        facts_after = office.facts()
        page.goto(f"/proposals/{refused}")
        authenticator.refuse()
        button.click()
        trouble.get_by_text("พาสคีย์ไม่ได้อนุญาต").wait_for()

    assert (facts_after > facts_before, office.facts()) == (True, facts_after)
    assert counter.proposals.proposal(proposal).position is not None
    with_key = counter.office.reader.authority()
    assert counter.signing_keys.of("r1")[0].stage(with_key) is Stage.COUNTS
    assert with_key.officers["next"].enrolled.name == "นางถัดไป ตัวอย่าง"


@thoroughly
def test_a_wrapped_key_that_was_altered_does_not_open(browser: Browser, office: WebOffice) -> None:
    script = """async ([given, at, to]) => {
      const { openHand } = await import("/static/signing/hand.js");
      const bytes = Uint8Array.from(atob(given[at]), (one) => one.charCodeAt(0));
      bytes[to] ^= 1;
      const altered = { ...given, [at]: btoa(String.fromCharCode(...bytes)) };
      try { await openHand(altered); return "opened"; } catch (reason) { return reason.slug; }
    }"""
    with opened(browser, office, "official") as page:
        virtual_authenticator(page)
        made_by(page, "จะถูกแก้")
        page.get_by_role("heading", name="จะถูกแก้").wait_for()
        kept = office.counter.signing_keys.of("dg")[0]
        certificate = Requests(
            office.counter.office, office.counter.signing_keys, office.counter.proposals, office.counter.settings.random
        ).issue(kept.request, Authority(office.world.authority.key))
        given = {
            "rp": "localhost",
            "origin": office.counter.origin,
            "spki": kept.spki,
            "credential": b64encode(kept.wrapped.credential).decode(),
            "salt": b64encode(kept.wrapped.salt).decode(),
            "wrapped": b64encode(kept.wrapped.data).decode(),
            "certificate": b64encode(certificate.der).decode(),
            "chain": [],
        }
        last = len(kept.wrapped.data) - 1
        places = [("wrapped", 0), ("wrapped", 20), ("wrapped", last), ("salt", 3), ("certificate", 400)]
        found = [page.evaluate(script, [given, at, to]) for at, to in places]
        other = {**given, "origin": "another.example/letters"}
        elsewhere = page.evaluate(script.replace("bytes[to] ^= 1;", ""), [other, "salt", 0])
        opened_so = page.evaluate(script.replace("bytes[to] ^= 1;", ""), [given, "salt", 0])

    assert found[:4] == ["key-not-here"] * 4
    assert elsewhere == "key-not-here"
    assert opened_so == "opened"


@thoroughly
@pytest.mark.parametrize("year", [2026, 2051])
def test_the_page_writes_the_signed_attributes_as_the_register_does(
    browser: Browser, office: WebOffice, year: int
) -> None:
    authority = SpecimenAuthority.create(with_intermediate=True)
    signer = authority.officer("ผู้ลงชื่อ", organisation=OFFICE, post="อธิบดี")
    content, at = b"content", datetime.combine(date(year, 11, 23), datetime.min.time(), UTC)
    digest = hashlib.sha256(content).digest()
    own, above = (b64encode(one.der).decode() for one in (signer.certificate, signer.chain[0]))
    said = b64encode(digest).decode()

    with opened(browser, office, "official") as page:
        page.goto("/own-keys")
        with_time = page.evaluate(ATTRIBUTES, [[own], said, at.timestamp() * 1000])
        in_a_file = page.evaluate(ATTRIBUTES, [[own, above, above], said, None])

    assert bytes(with_time) == cades.to_be_signed(content, signer.certificate, at=at)
    assert bytes(in_a_file) == pades.to_be_signed(digest, signer)


def _let_count(office: WebOffice, request: int) -> None:
    """Certify a request and let both registrars enrol its key."""
    counter, world = office.counter, office.world
    requests = Requests(counter.office, counter.signing_keys, counter.proposals, counter.settings.random)
    requests.issue(request, Authority(world.authority.key))
    kept = counter.signing_keys.request(request)
    enrolling = next(one for one in counter.proposals.waiting() if getattr(one.fact, "spki", None) == kept.spki)
    # A registrar never enrols the own key: a third one speaks first, and the second confirms.
    world.enrol("r3", "นายสาม ตัวอย่าง", posts=("นายทะเบียน",), roles=(Role.REGISTRAR,))
    first = world.say("r3", enrolling.fact, doc=enrolling.files)
    world.admit(first)
    world.admit(world.say("r2", KeyConfirmed(first.digest, Digest(kept.spki))))
