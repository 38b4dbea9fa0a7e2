"""What programs may do: every act once, as the account may, with refusals that say what is wrong."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from domain.authority import OfficerEnrolled, Role
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry.home import Home
from registry.verify.check import Trust, verify
from registry.verify.verdicts import Verdict
from tests.api.routes.programs import PATH, Program, program
from tests.api.web import WebOffice
from tests.registry.world import DIRECTIVES

DAY = timedelta(days=1)
LETTER = "01a1db05-b44d-75b2-9fc8-85c92d3ebbf4"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("programs") / "registry")


@pytest.fixture
def clerk(office: WebOffice) -> Iterator[Program]:
    with office.client() as client:
        yield program(office, client, "clerk")


@pytest.fixture
def auditor(office: WebOffice) -> Iterator[Program]:
    with office.client() as client:
        yield program(office, client, "auditor")


@pytest.fixture(scope="module")
def letter(office: WebOffice) -> str:
    """A circular to three governors that asks for two things."""
    return str(office.world.issue(directives=DIRECTIVES))


def series(program: Program, kind: str) -> str:
    return next(str(one["series"]) for one in program.get("/series").json() if one["kind"] == kind)


def test_the_same_request_under_the_same_key_is_done_once(office: WebOffice, clerk: Program) -> None:
    path = f"/series/{series(clerk, 'ordinary')}/reservations"

    first = clerk.post(path, {"count": 2}, key="reserve-twice-0001")
    facts = office.facts()
    again = clerk.post(path, {"count": 2}, key="reserve-twice-0001")
    other = clerk.post(path, {"count": 3}, key="reserve-twice-0001")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert office.facts() == facts
    assert other.status_code == 422
    assert other.json()["type"].endswith("key-of-another-request")


def test_a_request_whose_answer_was_lost_is_answered_by_the_writer(office: WebOffice, clerk: Program) -> None:
    path = f"/series/{series(clerk, 'ordinary')}/reservations"
    first = clerk.post(path, {"count": 1}, key="answer-was-lost-01")
    with office.counter.papers.change() as file:
        file.execute("UPDATE asked_once SET answer = NULL WHERE key = 'answer-was-lost-01'")
    facts = office.facts()

    again = clerk.post(path, {"count": 1}, key="answer-was-lost-01")

    assert again.json() == first.json()
    assert office.facts() == facts


@pytest.mark.parametrize("key", [None, "short", "with blanks in it 123", "x" * 65])
def test_a_request_without_a_good_key_enters_nothing(office: WebOffice, clerk: Program, key: str | None) -> None:
    path = f"{PATH}/series/{series(clerk, 'ordinary')}/reservations"
    headers = clerk.headers() | ({"Idempotency-Key": key} if key else {})
    facts = office.facts()

    answer = clerk.client.post(path, json={"count": 1}, headers=headers)

    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert office.facts() == facts


def test_a_letter_is_sent_followed_and_corrected(office: WebOffice, clerk: Program, letter: str) -> None:
    sent = clerk.post(f"/letters/{letter}/dispatch", {"channel": "post"})
    office.world.clock.now += timedelta(minutes=5)
    steps = [
        clerk.post(f"/letters/{letter}/deliveries", {"to": 0, "result": "delivered"}),
        clerk.post(f"/letters/{letter}/confirmations", {"to": 1, "spoke_with": "นางสาวรับ สมมติ"}),
        clerk.post(f"/letters/{letter}/remarks", {"remark": "ส่งซ้ำทางไปรษณีย์แล้ว"}),
        clerk.post(
            f"/letters/{letter}/corrections",
            {"what": "remark", "old": "ส่งซ้ำทางไปรษณีย์แล้ว", "new": "ส่งแล้ว", "reason": "พิมพ์เกิน"},
        ),
        clerk.post(
            f"/letters/{letter}/directives/1/notes", {"to": [0, 1], "progress": "done", "how": "รายงานทางโทรศัพท์"}
        ),
        clerk.post(f"/letters/{letter}/directives/2/deadlines", {"new": "2021-02-26", "reason": "ห้องประชุมไม่ว่าง"}),
    ]
    answers = clerk.get(f"/letters/{letter}/answers").json()
    covered = clerk.get(f"/letters/{letter}/coverage").json()

    assert [sent.status_code, *(one.status_code for one in steps)] == [201] * 7
    assert {one["addressee"]: one["state"] for one in answers} == {
        "ผู้ว่าราชการจังหวัดกระบี่": "delivered",
        "ผู้ว่าราชการจังหวัดกาญจนบุรี": "confirmed",
        "ผู้ว่าราชการจังหวัดกาฬสินธุ์": "dispatched",
    }
    assert sorted(row["cells"][0]["step"] for row in covered["rows"])[:2] == ["done", "done"]


def test_a_letter_that_comes_in_is_received_assigned_and_concluded(clerk: Program) -> None:
    arrival = {"printed": "ที่ กค ๐๔๐๖.๔/๑๒", "sender": "กรมบัญชีกลาง", "subject": "ซักซ้อม", "channel": "post"}
    received = clerk.post("/received", arrival).json()
    path = f"/received/{received['stream']}"

    steps = [
        clerk.post(f"{path}/assignments", {"to": "กลุ่มงานการเงิน", "due": "2021-02-20"}),
        clerk.post(f"{path}/actions", {"text": "เวียนแล้ว"}),
    ]
    waiting = [one["stream"] for one in clerk.get("/pending").json()["rows"]]
    done = clerk.post(f"{path}/conclusion", {"text": "เก็บเข้าแฟ้ม"})
    after = [one["stream"] for one in clerk.get("/pending").json()["rows"]]

    assert [one.status_code for one in (*steps, done)] == [201] * 3
    assert received["stream"] in waiting
    assert received["stream"] not in after


def test_a_register_is_read_page_by_page(clerk: Program) -> None:
    for n in range(3):
        clerk.post(
            "/received", {"printed": f"มท ๑/{n}", "sender": "จังหวัดน่าน", "subject": f"เรื่องที่ {n}", "channel": "post"}
        )

    first = clerk.get("/registers/received", params={"text": "จังหวัดน่าน", "limit": 2}).json()
    second = clerk.get("/registers/received", params={"text": "จังหวัดน่าน", "limit": 2, "cursor": first["cursor"]}).json()

    assert [row["subject"] for row in (*first["rows"], *second["rows"])] == ["เรื่องที่ 2", "เรื่องที่ 1", "เรื่องที่ 0"]
    assert second["cursor"] is None


def test_the_evidence_of_a_letter_verifies(office: WebOffice, auditor: Program, letter: str) -> None:
    home = Home(office.world.folder)
    trust = Trust(TrustRoots.load(home.roots.read_bytes()), NoteVerifier.parse(home.log_key.read_text().strip()))

    answer = auditor.get(f"/letters/{letter}/evidence")

    assert answer.headers["content-type"] == "application/zip"
    assert verify(answer.content, trust).headline is Verdict.VALID


def test_what_was_signed_elsewhere_is_admitted_and_a_changed_byte_is_refused(office: WebOffice) -> None:
    enrolled = OfficerEnrolled("new", "นายใหม่ ตัวอย่าง", "SPECIMEN", (), (Role.CLERK,))
    said = office.world.say("r1", enrolled)
    body = {"statement": b64encode(said.statement).decode(), "evidence": b64encode(said.evidence).decode()}
    broken = {**body, "evidence": b64encode(said.evidence[:-1] + bytes([said.evidence[-1] ^ 1])).decode()}
    with office.client() as client:
        clerk = program(office, client, "clerk")
        refused = clerk.post("/statements", broken)
        admitted = clerk.post("/statements", body)

    assert refused.status_code == 422
    assert admitted.status_code == 201


def test_an_audit_is_followed_while_it_goes_on(auditor: Program) -> None:
    begun = auditor.post("/audits")
    events = auditor.get(f"/jobs/{begun.json()['job']}/events").text
    found = auditor.get(f"/jobs/{begun.json()['job']}").json()

    assert begun.status_code == 202
    assert "event: job" in events
    assert found["state"] == "done"
    assert found["found"]["facts"] > 0


def test_nobody_reads_another_accounts_job(office: WebOffice, auditor: Program) -> None:
    clerk = program(office, auditor.client, "clerk")

    job = auditor.post("/audits").json()["job"]

    assert clerk.get(f"/jobs/{job}").status_code == 404


@pytest.mark.parametrize(
    ("account", "path", "status"),
    [("auditor", "/received", 403), ("administrator", "/series", 403), ("clerk", "/audits", 403)],
)
def test_a_program_may_do_what_its_account_may(office: WebOffice, account: str, path: str, status: int) -> None:
    with office.client() as client:
        bearer = program(office, client, account)
        answer = bearer.get(path) if path == "/series" else bearer.post(path, {})

    assert answer.status_code == status


def test_a_session_opens_nothing_for_programs(office: WebOffice) -> None:
    with office.client("clerk") as client:
        answer = client.get(f"{PATH}/series")

    assert answer.status_code == 401


def test_a_token_is_borne_by_its_scheme_in_any_case_and_by_no_other(office: WebOffice) -> None:
    token = office.token("auditor")
    with office.client() as client:
        found = {
            scheme: client.get(f"{PATH}/series", headers={"authorization": f"{scheme}{token}"}).status_code
            for scheme in ("Bearer ", "bearer ", "Basic ", "")
        }

    assert found == {"Bearer ": 200, "bearer ": 200, "Basic ": 401, "": 401}


def test_a_token_ends_with_its_time_and_when_it_is_withdrawn(office: WebOffice, clerk: Program) -> None:
    tokens = office.counter.tokens
    before = clerk.get("/series").status_code
    office.world.clock.now += DAY
    late = clerk.get("/series").status_code
    office.world.clock.now -= DAY
    for one in tokens.of("clerk"):
        tokens.withdraw(one.digest)

    assert (before, late, clerk.get("/series").status_code) == (200, 401, 401)


def test_what_a_secret_letter_says_is_refused_with_the_clause(office: WebOffice, clerk: Program) -> None:
    facts = office.facts()

    answer = clerk.post(
        "/received", {"printed": "1", "sender": "ก", "subject": "ลับมาก", "channel": "post", "secrecy": "secret"}
    )

    assert answer.status_code == 422
    assert "ข้อ 35, 41" in answer.json()["detail"]
    assert office.facts() == facts


def test_fields_that_nobody_asked_for_are_refused(clerk: Program) -> None:
    body: dict[str, Any] = {"printed": "1", "sender": "ก", "subject": "ข", "channel": "post", "clerk": "dg"}

    assert clerk.post("/received", body).status_code in {400, 422}
