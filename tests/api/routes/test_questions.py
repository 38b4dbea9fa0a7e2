"""What programs ask, print and have looked at: search, histories, registers on paper, documents, old registers."""

import io
import json
from collections.abc import Iterator

import pytest
from pypdfium2 import PdfDocument

from api.limits import LIMITS, Limit
from domain.classes import SecrecyClass
from registry.accounts.accounts import Account, Grant, WebRole
from tests.api.routes.programs import PATH, Program, program
from tests.api.web import WebOffice
from tests.registry.world import World

TEXT = "ที่ มท ๐๘๑๒/ว\nเรื่อง ซักซ้อม\nเรียน ผู้ว่าราชการจังหวัดน่าน\nด้วยกรมได้จัดทำระบบ\n"
OLD = "เลขทะเบียนส่ง,ที่,ลงวันที่,จาก,ถึง,เรื่อง,การปฏิบัติ,หมายเหตุ\n1,มท 0812/1,4 ม.ค. 2564,กรม,จังหวัดน่าน,แจ้งเวียน,,\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    return WebOffice.staffed(tmp_path_factory.mktemp("questions") / "registry")


@pytest.fixture
def clerk(office: WebOffice) -> Iterator[Program]:
    with office.client() as client:
        yield program(office, client, "clerk")


def text_of(pdf: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(io.BytesIO(pdf)))


def upload(who: Program, path: str, data: bytes, **named: str) -> dict[str, object]:
    answer = who.client.post(PATH + path, params=named, content=data, headers=who.headers())
    found: dict[str, object] = answer.json() | {"status_code": answer.status_code}
    return found


def test_letters_are_found_by_pieces_of_texts_page_by_page(office: WebOffice, clerk: Program) -> None:
    for n in range(3):
        office.world.receive(subject=f"ขอเชิญประชุมครั้งที่ {n}")

    first = clerk.get("/letters", params={"subject": "เชิญประชุม", "limit": 2}).json()
    second = clerk.get("/letters", params={"subject": "เชิญประชุม", "limit": 2, "cursor": first["cursor"]}).json()

    found = [one["subject"] for one in (*first["rows"], *second["rows"])]
    assert found == [f"ขอเชิญประชุมครั้งที่ {n}" for n in (2, 1, 0)]
    assert second["cursor"] is None


def test_a_history_tells_what_was_said_when_and_what_that_changed(office: WebOffice, clerk: Program) -> None:
    letter = office.world.receive(subject="ประวัติ")
    clerk.post(f"/received/{letter}/assignments", {"to": "กลุ่มงานการเงิน"})

    first = clerk.get(f"/letters/{letter}/history", params={"limit": 1}).json()
    rest = clerk.get(f"/letters/{letter}/history", params={"cursor": first["cursor"]}).json()

    told = [one["fact"] for one in (*first["rows"], *rest["rows"])]
    assert told == ["number.reserved.v1", "letter.received.v1", "matter.assigned.v1"]
    assert "กลุ่มงานการเงิน" in [change["new"] for change in rest["rows"][-1]["changes"]]


def test_a_letters_files_are_handed_out_by_their_digests(office: WebOffice, clerk: Program) -> None:
    letter = office.world.issue()

    files = clerk.get(f"/letters/{letter}/files").json()
    main = files[0]
    data = clerk.get(f"/letters/{letter}/files/{main['sha256'].removeprefix('sha256:')}")

    assert len(data.content) == main["len"]
    assert clerk.get(f"/letters/{letter}/files/{'0' * 64}").status_code == 404


def test_nothing_of_a_secret_letter_is_told_to_who_may_not_read_it(office: WebOffice, clerk: Program) -> None:
    office.counter.accounts.add(
        Account("cleared", "SPECIMEN", "clerk", SecrecyClass.SECRET, (Grant(WebRole.CLERK),)),
        phrase=None,
        at=office.world.clock.now,
    )
    clerk.post("/series", {"book": "ลับ", "kind": "secret"})
    row = clerk.post("/secret", {"secrecy": "secret"}).json()
    paths = [f"/letters/{row['stream']}/history", f"/letters/{row['stream']}/files", f"/received/{row['stream']}"]
    cleared = program(office, clerk.client, "cleared")

    hidden = [clerk.get(path) for path in paths]
    listed = [who.get("/registers/secret").json()["rows"] for who in (clerk, cleared)]

    assert {one.status_code for one in hidden} == {404}
    assert [len(rows) for rows in listed] == [0, 1]
    assert cleared.get(paths[0]).status_code == 200


def test_the_registers_of_a_day_are_printed(office: WebOffice, clerk: Program) -> None:
    office.world.receive(subject="พิมพ์ได้")

    printed = clerk.get("/print/received", params={"day": office.world.clock.now.date().isoformat()})

    assert printed.headers["content-type"] == "application/pdf"
    assert "พิมพ์ได้" in text_of(printed.content).replace(" ", "")
    assert clerk.get("/print/sent").content.startswith(b"%PDF")
    assert clerk.get("/print/deliveries").content.startswith(b"%PDF")


def test_numbers_of_an_outage_sheet_are_reserved_once_and_accounted_for(clerk: Program) -> None:
    series = next(one["series"] for one in clerk.get("/series").json() if one["kind"] == "ordinary")
    body = {"series": series, "count": 3}

    first, again = (clerk.post("/outage-sheets", body, key="outage-sheet-0001") for _ in range(2))
    path = f"/outage-sheets/{first.json()['sheet']}"
    n = first.json()["numbers"][0]["n"]
    clerk.post(f"{path}/void", {"n": n, "reason": "ไม่ได้ใช้"})
    read = clerk.get(path).json()

    assert first.json() == again.json()
    assert [one["state"] for one in read["numbers"]] == ["void", "reserved", "reserved"]
    assert read["open"] == 2
    assert clerk.get(f"{path}/paper").content.startswith(b"%PDF")
    assert clerk.post(f"{path}/void", {"n": n + 99, "reason": "ไม่ได้ใช้"}).status_code == 409
    assert clerk.post("/outage-sheets", {"series": series, "count": 101}).status_code == 422


def test_a_document_is_read_and_checked_and_nothing_is_kept(office: WebOffice, clerk: Program) -> None:
    facts = office.facts()

    read = upload(clerk, "/documents/reading", TEXT.encode(), name="a.txt")
    checked = upload(clerk, "/documents/check", TEXT.encode(), name="a.txt")
    drafted = clerk.client.post(f"{PATH}/checks", json=read["letter"], headers=clerk.headers()).json()

    assert json.loads(json.dumps(read))["letter"]["subject"] == "ซักซ้อม"
    assert checked["status_code"] == 200
    assert {one["slug"] for one in drafted["findings"]}
    assert office.facts() == facts
    assert clerk.get("/drafts").json()["rows"] == []
    assert upload(clerk, "/documents/reading", b"", name="a.txt")["status_code"] == 422


def test_a_registered_letter_and_a_draft_are_checked(office: WebOffice, clerk: Program) -> None:
    letter = office.world.issue()
    draft = clerk.post("/drafts", {"letter": {"subject": "ร่าง"}}).json()["draft"]

    assert clerk.get(f"/letters/{letter}/check").json()["findings"] is not None
    assert clerk.get(f"/drafts/{draft}/check").json()["wrong"] > 0


def test_an_old_register_is_looked_at_and_then_entered_by_a_job(office: WebOffice, clerk: Program) -> None:
    named = {"name": "เล่มเดิม.csv", "kind": "ordinary"}
    looked = upload(clerk, "/old-registers/look", OLD.encode(), **named)
    facts = office.facts()
    begun = upload(clerk, "/old-registers", OLD.encode(), book="เล่มเดิม", year="2564", **named)
    clerk.get(f"/jobs/{begun['job']}/events")
    found = clerk.get(f"/jobs/{begun['job']}").json()

    assert (looked["rows"], looked["last"], looked["fault_count"]) == (1, 1, 0)
    assert begun["status_code"] == 202
    assert found["state"] == "done", found
    assert found["found"]["series"] in [one["series"] for one in clerk.get("/series").json()]
    assert office.facts() > facts


def test_an_old_register_with_faults_is_entered_only_as_it_stands(clerk: Program) -> None:
    faulty = OLD.replace("4 ม.ค. 2564", "เมื่อวาน").encode()

    refused = upload(clerk, "/old-registers", faulty, name="ผิด.csv", book="ผิด")

    assert refused["status_code"] == 422
    assert str(refused["type"]).endswith("faults-not-accepted")


def test_a_series_is_opened_behind_another_book_once(clerk: Program) -> None:
    body = {"book": "เล่มใหม่", "kind": "ordinary", "after": 41}

    unproved = clerk.post("/series", body)
    unknown = clerk.post("/series", body | {"last_page": f"sha256:{'0' * 64}"})
    page = upload(clerk, "/files", "หน้าสุดท้าย".encode(), name="หน้าสุดท้าย.txt")["sha256"]
    opened = clerk.post("/series", body | {"last_page": page})
    again = clerk.post("/series", body | {"last_page": page})

    assert [one.status_code for one in (unproved, unknown, opened, again)] == [422, 404, 201, 409]
    assert opened.json()["first"] == 42


@pytest.mark.parametrize(("language", "word"), [("th", "ไม่"), ("en", "There is no")])
def test_refusals_speak_the_readers_language(clerk: Program, language: str, word: str) -> None:
    answer = clerk.client.get(f"{PATH}/drafts/none", headers=clerk.headers() | {"Accept-Language": language})

    assert answer.headers["content-type"] == "application/problem+json"
    assert word in answer.json()["detail"]


def test_who_asks_too_often_is_told_when_to_come_again(tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World.staffed(tmp_path_factory.mktemp("often") / "registry")
    limits = {name: Limit(2, one.per) for name, one in LIMITS.items()}
    with WebOffice.of(world, limits=limits).client() as client:
        answers = [client.get(f"{PATH}/verification/{'a' * 26}") for _ in range(4)]

    last = answers[-1]
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) > 0
    assert last.headers["content-type"] == "application/problem+json"


ENTERING = ("/drafts", "/reminders", "/outage-sheets", "/arrivals")
KEEPING = ("/lists", "/series")  # an administrator's too


@pytest.mark.parametrize(
    ("role", "paths"),
    [("auditor", ENTERING + KEEPING), ("official", ENTERING + KEEPING), ("administrator", ENTERING), (None, ENTERING)],
)
def test_only_clerks_prepare_and_enter(office: WebOffice, role: str | None, paths: tuple[str, ...]) -> None:
    with office.client() as client:
        headers = program(office, client, role).headers() if role else {}
        asked = [
            client.post(f"{PATH}{path}", json={}, headers=headers | {"Idempotency-Key": "not-a-clerks-key1"})
            for path in paths
        ]

    assert {one.status_code for one in asked} == {403 if role else 401}


def test_a_busy_registry_says_when_to_come_again(office: WebOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.jobs.WAITING", -1)
    with office.client() as client:
        answer = program(office, client, "auditor").post("/audits")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert answer.json()["type"].endswith("too-many-jobs")


def test_programs_bring_no_more_files_than_people(tmp_path_factory: pytest.TempPathFactory) -> None:
    world = World.staffed(tmp_path_factory.mktemp("uploads") / "registry")
    made = WebOffice.of(world, limits={name: Limit(1, one.per) for name, one in LIMITS.items()})
    with made.client() as client:
        clerk = program(made, client, "clerk")
        answers = [upload(clerk, "/documents/check", TEXT.encode(), name="a.txt")["status_code"] for _ in range(2)]

    assert answers == [200, 429]
