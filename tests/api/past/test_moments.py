"""Which moment a session looks at: typed by an auditor, kept by the server, over with the session."""

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from api.auth.rights import Right, Visitor
from domain.thai.digits import to_thai
from registry.accounts.accounts import Grant, WebRole
from registry.past import Moment
from tests.api.web import NO_LIMITS, WebOffice
from tests.registry.world import World

BANNER = '<aside class="past"'
MORROW = "ของวันรุ่งขึ้น"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    world = World.staffed(tmp_path_factory.mktemp("moments") / "registry")
    world.receive(subject="ของวันแรก")
    world.next_day()
    world.receive(subject=MORROW)
    world.next_day()
    return WebOffice.of(world, limits=NO_LIMITS)


@pytest.fixture
def auditor(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client("auditor") as client:
        yield client


def received(client: TestClient[Litestar]) -> tuple[bool, bool]:
    """Whether the register shows the morrow's letter, and the banner of the past."""
    text = client.get("/registers/received").text
    return MORROW in text, BANNER in text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"day": "๙ ก.พ. ๒๕๖๔"}, False),
        ({"day": "9/2/2564", "time": "๒๓.๕๙"}, False),
        ({"day": "10 กุมภาพันธ์ 2564", "time": "16.30"}, True),
        ({"day": "11 ก.พ. 2564"}, True),
        ({"position": "๓๙"}, False),
        ({"position": " 12 "}, False),
    ],
)
def test_a_session_is_shown_what_was_known_then_until_it_returns(
    auditor: TestClient[Litestar], typed: dict[str, str], *, shown: bool
) -> None:
    before = received(auditor)

    went = auditor.post("/past", data={**typed, "back": "/registers/received"})
    then = received(auditor)
    back = auditor.post("/past/return", data={"back": "/registers/received?q=a"})

    assert (went.status_code, went.headers["location"]) == (303, "/registers/received")
    assert (before, then, received(auditor)) == ((True, False), (shown, True), (True, False))
    assert back.headers["location"] == "/registers/received?q=a"


def test_the_banner_says_the_moment_in_the_readers_language(auditor: TestClient[Litestar]) -> None:
    n = 42  # the first day's last fact
    auditor.post("/past", data={"day": "9 ก.พ. 2564", "time": "16.30"})
    thai = auditor.get("/registers/received").text
    english = auditor.get("/registers/received", headers={"accept-language": "en"}).text

    assert f"กำลังดูทะเบียน ณ ๙ กุมภาพันธ์ ๒๕๖๔ ๑๖.๓๐ น. ตามที่รู้ถึงรายการที่ {to_thai(str(n))}" in thai
    assert "<title>ย้อนหลัง: " in thai
    assert f"You see the registry as of 9 February 2564 BE 16.30 (UTC+7) as known up to fact {n}" in english
    assert "หน้านี้แสดงปัจจุบันเสมอ" in auditor.get("/api").text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "ระบุวัน"),
        ({"day": "9 ก.พ. 2564", "position": "3"}, "อย่างใดอย่างหนึ่ง"),
        ({"day": "1 ม.ค. 2564"}, "ทะเบียนนี้เปิดเมื่อ"),
        ({"day": "9 ก.พ. 2569"}, "เวลานั้นยังมาไม่ถึง"),
        ({"day": "9 ก.พ. 2021"}, "2021"),
        ({"day": "30 ก.พ. 2564"}, "30"),
        ({"day": "9 ก.พ. 2564", "time": "25.00"}, "25.00"),
        ({"position": "-1"}, "จำนวนเต็ม"),
        ({"position": "99999"}, "บันทึกมีรายการที่ 0 ถึง"),
        ({"position": "9" * 400}, "จำนวนเต็ม"),
        ({"position": "1e3"}, "จำนวนเต็ม"),
        ({"position": "²"}, "จำนวนเต็ม"),
        ({"day": "<img src=x>"}, "&lt;img"),
    ],
)
def test_what_is_no_moment_is_refused_with_what_was_typed_and_shows_the_present(
    auditor: TestClient[Litestar], typed: dict[str, str], words: str
) -> None:
    answer = auditor.post("/past", data=typed)

    assert answer.status_code in {404, 422}
    assert words in answer.text
    assert "error-summary" in answer.text
    assert received(auditor) == (True, False)


def test_the_form_can_be_linked_and_looking_at_the_link_changes_nothing(auditor: TestClient[Litestar]) -> None:
    page = auditor.get("/past", params={"day": "9 ก.พ. 2564", "time": "16.30", "position": "7", "back": "/pending"})

    assert all(f'value="{one}"' in page.text for one in ("9 ก.พ. 2564", "16.30", "7", "/pending"))
    assert received(auditor) == (True, False)


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_nobody_is_sent_elsewhere(auditor: TestClient[Litestar], back: str) -> None:
    went = auditor.post("/past", data={"position": "9", "back": back})
    returned = auditor.post("/past/return", data={"back": back})

    assert (went.headers["location"], returned.headers["location"]) == ("/", "/")


@pytest.mark.parametrize("role", ["clerk", "official", "administrator", None])
def test_only_auditors_look_back(office: WebOffice, role: str | None) -> None:
    with office.client(role) as client:
        answers = [
            client.get("/past"),
            client.post("/past", data={"position": "9"}),
            client.post("/past/return", data={}),
        ]

    assert {one.status_code for one in answers} == ({403} if role else {303})


def test_the_moment_is_the_sessions_and_no_word_of_the_browser(office: WebOffice) -> None:
    with office.client("auditor") as client:
        client.post("/past", data={"position": "9"})
        client.cookies.set("past", "2")
        looking = received(client)
    with office.client("auditor") as other:
        other.cookies.set("past", "2")
        elsewhere = received(other)
        begun = other.get("/registers/received", params={"past": "9"}).status_code

    assert (looking, elsewhere, begun) == ((False, True), (True, False), 422)


def test_who_signs_out_has_returned_and_leaves_nothing_behind(office: WebOffice, auditor: TestClient[Litestar]) -> None:
    auditor.post("/past", data={"position": "9"})
    kept = len(office.counter.accounts_file.rows("SELECT * FROM moments"))

    answer = auditor.post("/sign-out")

    assert (answer.status_code, auditor.get("/registers/received").status_code) == (303, 303)
    assert len(office.counter.accounts_file.rows("SELECT * FROM moments")) == kept - 1


def test_who_is_an_auditor_no_longer_looks_back_no_longer(office: WebOffice) -> None:
    accounts, auditing = office.counter.accounts, Grant(WebRole.AUDITOR)
    with office.client("auditor") as client:
        client.post("/past", data={"position": "9"})
        accounts.revoke("auditor", auditing)
        refused = client.get("/registers/received").status_code
        accounts.grant("auditor", auditing)
        again = client.get("/registers/received").status_code

    assert (refused, again) == (303, 303)  # what changes an account's roles ends its sessions


def test_programs_are_told_what_is_known_now(office: WebOffice, auditor: TestClient[Litestar]) -> None:
    auditor.post("/past", data={"position": "9"})
    answer = auditor.get("/api/v1/registers/received", headers={"authorization": f"Bearer {office.token('auditor')}"})

    assert MORROW in answer.text


def test_a_refused_change_is_in_the_access_log(office: WebOffice, auditor: TestClient[Litestar]) -> None:
    auditor.post("/past", data={"position": "9"})
    auditor.post("/registers/sent/look", data={"density": "close"})
    noted = office.counter.access.newest(account="auditor", limit=1)[0]

    assert (noted.path, noted.act.value, noted.status) == ("/registers/sent/look", "changed", 409)


def test_whose_post_no_longer_makes_an_auditor_is_shown_the_present(office: WebOffice) -> None:
    account, moment = office.counter.accounts.account("auditor"), Moment(9, 8, office.world.now)
    as_auditor = Visitor.of(account, (Grant(WebRole.AUDITOR), Grant(WebRole.CLERK)), b"", past=moment)
    as_clerk = Visitor.of(account, (Grant(WebRole.CLERK),), b"", past=moment)

    assert (as_auditor.past, as_auditor.resting) == (moment, frozenset({Right.CLERK}))
    assert (as_clerk.past, Right.CLERK in as_clerk.rights) == (None, True)
