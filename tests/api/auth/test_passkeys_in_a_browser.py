"""Passkeys in Chromium, with a virtual authenticator: enrolled on the account's page, and used to sign in."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Request, Route

from registry.accounts.access import Act
from tests.api.browser import axe, opened
from tests.api.web import WebOffice, served
from tests.registry.world import World
from tests.thorough import thoroughly

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebOffice]:
    made = WebOffice.on_loopback(World.staffed(tmp_path_factory.mktemp("keyed") / "registry"), name="localhost")
    with served(made):
        yield made


@thoroughly
def test_somebody_enrols_a_passkey_signs_in_with_it_and_removes_it(browser: Browser, office: WebOffice) -> None:
    answers: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/sign-in/passkey") and request.post_data:
            answers.append(request.post_data)

    def ask_for_nothing(route: Route) -> None:
        options = route.fetch().json()
        route.fulfill(json={**options, "userVerification": "discouraged"})

    with opened(browser, office, "clerk") as page:
        authenticator = page.context.new_cdp_session(page)
        authenticator.send("WebAuthn.enable")
        known = authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
        page.goto("/account")
        page.get_by_label("ชื่อที่จำได้").fill("โทรศัพท์ตัวอย่าง")
        page.get_by_role("button", name="เพิ่มพาสคีย์").click()
        page.get_by_text("โทรศัพท์ตัวอย่าง ·").wait_for()
        axe(page)
        page.get_by_role("button", name="ออกจากระบบ", exact=True).click()
        page.on("request", note)
        page.goto("/sign-in?next=/account")
        page.get_by_role("button", name="เข้าสู่ระบบด้วยพาสคีย์").click()
        page.get_by_text("ใช้ล่าสุด").first.wait_for()
        way = office.counter.access.newest(account="clerk", path="/sign-in (passkey)", limit=1)
        again = replayed(office, answers[0])
        authenticator.send("WebAuthn.setUserVerified", {"authenticatorId": known, "isUserVerified": False})
        page.route("**/sign-in/passkey/options", ask_for_nothing)
        page.goto("/sign-in")
        page.get_by_role("button", name="เข้าสู่ระบบด้วยพาสคีย์").click()
        page.get_by_role("alert").get_by_text("พาสคีย์นี้เปิดบัญชีที่นี่ไม่ได้").wait_for()
        page.goto("/account")
        page.get_by_role("button", name="เอาออก").click()
        page.get_by_text("ยังไม่มีพาสคีย์").wait_for()

    assert [one.act for one in way] == [Act.SIGNED_IN]
    assert office.counter.passkeys.of("clerk") == []
    assert len(answers) == 2, "an unverified user's answer was sent, and refused"
    assert again == 422


def replayed(office: WebOffice, answer: str) -> int:
    """Send what a passkey answered once more, while the passkey is enrolled."""
    address = office.counter.settings.address
    headers = {"origin": address, "host": address.removeprefix("http://")}
    sent = httpx.post(
        f"{address.replace('localhost', '127.0.0.1')}/sign-in/passkey",
        content=answer,
        headers={**headers, "content-type": "application/x-www-form-urlencoded"},
    )
    return sent.status_code
