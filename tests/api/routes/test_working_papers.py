"""What programs prepare before anything is registered: drafts, lists, what came in; and how they go on from there."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx import Response

from domain.classes import SecrecyClass
from registry.accounts.accounts import Account, Grant, WebRole
from tests.api.routes.programs import PATH, Program, program
from tests.api.web import WebOffice

LETTER = {
    "kind": "external_letter",
    "subject": "ซักซ้อมแนวทางการใช้ระบบทะเบียน",
    "addressees": ["ผู้ว่าราชการจังหวัดน่าน"],
    "body": ["ด้วยกรมได้จัดทำระบบทะเบียน", "จึงเรียนมาเพื่อโปรดทราบ"],
}
ENTRIES = [
    {"name": "ผู้ว่าราชการจังหวัดกระบี่", "channel": "central_mail", "mail": "krabi@specimen.example"},
    {"name": "ผู้ว่าราชการจังหวัดกาญจนบุรี", "channel": "by_hand"},
]
TEXT = "ที่ มท ๐๘๑๒/ว\nเรื่อง ซักซ้อม\nเรียน ผู้ว่าราชการจังหวัดน่าน\nด้วยกรมได้จัดทำระบบ\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    made = WebOffice.staffed(tmp_path_factory.mktemp("papers") / "registry")
    secret = Account("secret", "SPECIMEN", "clerk", SecrecyClass.SECRET, (Grant(WebRole.CLERK),))
    made.counter.accounts.add(secret, phrase=None, at=made.world.clock.now)
    return made


@pytest.fixture
def clerk(office: WebOffice) -> Iterator[Program]:
    with office.client() as client:
        yield program(office, client, "clerk")


def write(who: Program, method: str, path: str, version: int | None, body: object = None, **more: Any) -> Response:
    named = {} if version is None else {"If-Match": f'"{version}"'}
    return who.client.request(method, PATH + path, json=body, headers={**who.headers(), **named}, **more)


def upload(who: Program, path: str, data: bytes, key: str, **named: str) -> Response:
    headers = {**who.headers(), "Idempotency-Key": key}
    return who.client.post(PATH + path, params=named, content=data, headers=headers)


def begin(who: Program, **changes: object) -> dict[str, Any]:
    draft: dict[str, Any] = who.post("/drafts", {"letter": LETTER | changes}).json()
    return draft


def test_a_draft_is_begun_once_changed_and_deleted(clerk: Program) -> None:
    body = {"letter": LETTER}
    first, again = (clerk.post("/drafts", body, key="draft-begun-once-01") for _ in range(2))
    path = f"/drafts/{first.json()['draft']}"
    changed = write(clerk, "PUT", path, 1, {"letter": LETTER | {"subject": "เรื่องใหม่"}})
    read = clerk.get(path)
    gone = write(clerk, "DELETE", path, 2)

    assert first.json() == again.json()
    assert first.headers["etag"] == '"1"'
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert read.json()["letter"]["subject"] == "เรื่องใหม่"
    assert (gone.status_code, clerk.get(path).status_code) == (204, 404)


def test_who_read_an_older_version_writes_over_nobody(clerk: Program) -> None:
    path = f"/drafts/{begin(clerk)['draft']}"
    write(clerk, "PUT", path, 1, {"letter": LETTER | {"subject": "ของคนแรก"}})

    late = write(clerk, "PUT", path, 1, {"letter": LETTER | {"subject": "ของคนที่สอง"}})
    without = write(clerk, "PUT", path, None, {"letter": LETTER})
    deleted = write(clerk, "DELETE", path, 1)

    assert (late.status_code, deleted.status_code, without.status_code) == (412, 412, 400)
    assert late.json()["type"].endswith("version-not-current")
    assert clerk.get(path).json()["letter"]["subject"] == "ของคนแรก"


def test_a_file_becomes_a_draft_with_lines_and_doubts_and_gets_attachments(clerk: Program) -> None:
    begun = upload(clerk, "/drafts/from-file", TEXT.encode(), "draft-from-a-file-1", name="หนังสือ.txt").json()
    path = f"/drafts/{begun['draft']}"
    headers = {**clerk.headers(), "If-Match": '"1"'}
    added = clerk.client.post(
        f"{PATH}{path}/files", params={"name": "แบบ.txt"}, content="แบบตอบรับ".encode(), headers=headers
    ).json()
    file = next(one for one in added["files"] if one["role"] == "attachment")

    assert begun["letter"]["subject"] == "ซักซ้อม"
    assert {one["field"]: one["line"] for one in begun["notes"]["notes"]}["subject"] == 2
    assert added["letter"]["attachments"][0]["file"] == file["path"]
    assert clerk.get(f"{path}/files/{file['file']}").text == "แบบตอบรับ"


def test_a_draft_names_no_file_that_did_not_come_with_it(clerk: Program) -> None:
    body = {"letter": LETTER | {"attachments": [{"title": "แบบ", "file": "../../etc/passwd"}]}}

    assert clerk.post("/drafts", body).status_code == 404


def test_a_draft_is_sent_read_by_its_official_and_sent_back(office: WebOffice, clerk: Program) -> None:
    official = program(office, clerk.client, "official")
    begun = begin(clerk)
    path, facts = f"/drafts/{begun['draft']}", office.facts()
    hidden = official.get(path).status_code
    signer = next(one["signer"] for one in clerk.get("/signers").json() if one["officer"] == "dg")

    sent = write(clerk, "POST", f"{path}/sending", 1, {"signer": signer})
    waits = official.get("/drafts").json()["rows"]
    version = sent.json()["version"]
    refused = write(clerk, "POST", f"{path}/sending-back", version, {"reason": "แก้ย่อหน้าแรก"})
    back = write(official, "POST", f"{path}/sending-back", version, {"reason": "แก้ย่อหน้าแรก"})

    assert (hidden, sent.status_code, refused.status_code, back.status_code) == (404, 201, 403, 201)
    assert [one["draft"] for one in waits] == [begun["draft"]]
    assert back.json()["reason"] == "แก้ย่อหน้าแรก"
    assert official.get(path).status_code == 404
    assert office.facts() == facts


def test_a_number_for_paper_is_reserved_once_a_version_and_voided(office: WebOffice, clerk: Program) -> None:
    draft = clerk.post("/drafts", {"letter": LETTER, "plan": {"way": "by-hand"}}).json()
    path = f"/drafts/{draft['draft']}"

    reserved = write(clerk, "POST", f"{path}/number", 1).json()
    facts = office.facts()
    again = write(clerk, "POST", f"{path}/number", 1)
    paper = clerk.get(f"{path}/paper")
    voided = write(clerk, "POST", f"{path}/number/void", reserved["version"], {"reason": "ไม่ได้ใช้"}).json()

    assert reserved["plan"]["reserved"] >= 1
    assert again.status_code == 412
    assert paper.content.startswith(b"%PDF")
    assert "reserved" not in {name for name, value in voided["plan"].items() if value is not None}
    assert office.facts() > facts


def test_who_may_not_read_a_class_sees_no_draft_of_it_and_writes_none(office: WebOffice, clerk: Program) -> None:
    cleared = program(office, clerk.client, "secret")
    begun = begin(cleared, secrecy="secret")
    path = f"/drafts/{begun['draft']}"

    asked = [
        clerk.get(path),
        clerk.get(f"{path}/check"),
        clerk.get(f"{path}/paper"),
        write(clerk, "PUT", path, 1, {"letter": LETTER}),
        write(clerk, "DELETE", path, 1),
    ]

    assert {one.status_code for one in asked} == {404}
    assert begun["draft"] not in [one["draft"] for one in clerk.get("/drafts").json()["rows"]]
    assert clerk.post("/drafts", {"letter": LETTER | {"secrecy": "secret"}}).status_code == 403
    assert cleared.get(path).status_code == 200


def test_drafts_are_listed_a_page_at_a_time_each_once(clerk: Program) -> None:
    made = {begin(clerk, subject=f"ร่างที่ {n}")["draft"] for n in range(3)}

    seen, cursor = [], None
    while True:
        page = clerk.get("/drafts", params={"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [one["draft"] for one in page["rows"]]
        cursor = page["cursor"]
        if cursor is None:
            break

    assert made <= set(seen)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("path", ["/drafts", "/registers/sent", "/unanswered", "/letters?text=เรื่อง"])
def test_a_cursor_that_no_page_gave_is_refused(clerk: Program, path: str) -> None:
    mark = "&" if "?" in path else "?"

    assert clerk.get(f"{path}{mark}cursor=_-_-_").status_code == 422


def test_a_letter_goes_out_by_a_list_with_links_and_mails(office: WebOffice, clerk: Program) -> None:
    letter = str(office.world.issue())
    listed = clerk.post("/lists", {"name": "สามจังหวัด", "entries": ENTRIES}).json()
    sender = {"address": "saraban@specimen.example", "telephone": "0 2000 0000", "roman": "DLA"}
    write(clerk, "PUT", "/mail/sender", None, sender)
    unsent = clerk.get("/dispatch/waiting").json()["rows"]

    sent = clerk.post(f"/letters/{letter}/dispatch", {"list": listed["list"], "channel": "post"})
    links = clerk.post(f"/letters/{letter}/links", {"to": [1]}, key="links-are-given-once")
    facts = office.facts()
    again = clerk.post(f"/letters/{letter}/links", {"to": [1]}, key="links-are-given-once")
    unchanged = office.facts() == facts
    mail = clerk.post(f"/letters/{letter}/mails", {"mails": [{"to": 0}]})
    answers = clerk.get(f"/letters/{letter}/answers").json()

    assert letter in [one["letter"] for one in unsent]
    assert sent.status_code == 201
    assert [one["channel"] for one in sorted(answers, key=lambda one: one["to"])] == ["central_mail", "by_hand", "post"]
    assert links.json()[0]["link"].startswith(f"{office.counter.settings.address}/l/")
    assert again.status_code == 409
    assert unchanged
    assert mail.headers["content-disposition"].startswith("attachment")
    assert "krabi@specimen.example" in mail.text


def test_no_link_is_kept_with_what_was_asked(office: WebOffice, clerk: Program) -> None:
    letter = office.world.asked()

    link = clerk.post(f"/letters/{letter}/links", {"to": [0]}).json()[0]["link"]

    kept = office.counter.papers.rows("SELECT answer FROM asked_once")
    assert not any(link.rpartition("/")[2].encode() in (row["answer"] or b"") for row in kept)


def test_a_list_is_changed_by_who_read_it_and_dropped(clerk: Program) -> None:
    made = clerk.post("/lists", {"name": "สองจังหวัด", "entries": ENTRIES}).json()
    path = f"/lists/{made['list']}"

    changed = write(clerk, "PUT", path, 1, {"name": "จังหวัดเดียว", "entries": ENTRIES[:1]})
    late = write(clerk, "PUT", path, 1, {"name": "อื่น", "entries": ENTRIES})
    earlier = clerk.get(path, params={"version": 1}).json()
    dropped = write(clerk, "DELETE", path, 2)

    assert (changed.status_code, late.status_code, dropped.status_code) == (200, 412, 204)
    assert len(earlier["entries"]) == 2
    assert clerk.get(path).status_code == 404


def test_who_owes_answers_is_reminded_once_a_day(office: WebOffice, clerk: Program) -> None:
    letter = str(office.world.issue(subject="เตือนความจำ"))
    write(clerk, "PUT", "/mail/sender", None, {"address": "saraban@specimen.example", "telephone": "1"})
    clerk.post(
        f"/letters/{letter}/dispatch",
        {"channel": "post", "other": [{"to": 0, "channel": "central_mail", "address": "krabi@specimen.example"}]},
    )
    debtor = next(one for one in clerk.get("/unanswered").json()["rows"] if one["address"])

    first, second = (clerk.post("/reminders", {"addressee": debtor["addressee"]}).json() for _ in range(2))
    mail = clerk.get(f"/reminders/{first['reminder']}/mail")

    assert first["reminder"] == second["reminder"]
    assert "krabi@specimen.example" in mail.text
    assert clerk.post("/reminders", {"addressee": "ไม่มีผู้นี้"}).status_code == 404


def test_what_came_on_paper_is_looked_over_registered_and_sent_back(office: WebOffice, clerk: Program) -> None:
    arrived = upload(clerk, "/arrivals", TEXT.encode(), "came-on-paper-00001", name="สแกน.txt").json()
    path = f"/arrivals/{arrived['arrival']}"
    entry = arrived["held"]["entry"] | {"printed": "มท 0812/ว 1", "sender": "กรมการปกครอง", "subject": "ซักซ้อม"}
    typed = write(clerk, "PUT", path, None, entry).json()
    file = arrived["held"]["files"][0]["digest"].removeprefix("sha256:")
    seen = clerk.get(f"{path}/files/{file}")

    first = clerk.post(f"{path}/registration", {}, key="arrival-registered-1")
    facts, stream = office.facts(), first.json()["stream"]
    again = clerk.post(f"{path}/registration", {}, key="arrival-registered-1")
    unchanged = office.facts() == facts
    clerk.post(f"/received/{stream}/defects", {"reason": "ไม่มีสิ่งที่ส่งมาด้วย"})
    clerk.post(f"/received/{stream}/return", {"reason": "ส่งผิดหน่วยงาน"})
    letter = clerk.get(f"/received/{stream}").json()

    assert typed["held"]["entry"]["sender"] == "กรมการปกครอง"
    assert seen.text == TEXT
    assert (first.status_code, first.json()) == (201, again.json())
    assert unchanged
    assert letter["returned"] == "ส่งผิดหน่วยงาน"
    assert clerk.get(f"/received/{stream}/files/{file}").text == TEXT
    assert clerk.get(f"/received/{stream}/return-slip").content.startswith(b"%PDF")
    assert write(clerk, "DELETE", path, None).status_code == 409


def test_what_came_twice_is_registered_twice_only_when_that_is_said(clerk: Program) -> None:
    entry = {"printed": "กค 0406/7", "dated": "9 ก.พ. 2564", "sender": "กรมบัญชีกลาง", "subject": "แจ้ง"}
    paths = [f"/arrivals/{clerk.post('/arrivals').json()['arrival']}/registration" for _ in range(2)]
    full = {"addressee": "กรม", "entered_at": ""} | entry
    first = clerk.post(paths[0], {"entry": full})

    second = clerk.post(paths[1], {"entry": full})
    said = clerk.post(paths[1], {"entry": full, "although_twice": True})

    assert (first.status_code, second.status_code, said.status_code) == (201, 409, 201)


def test_a_mail_and_a_bundle_that_are_none_are_refused(clerk: Program) -> None:
    answers = [
        upload(clerk, "/arrivals", data, f"came-as-{came}-{len(data):010}", came=came, name="x")
        for came in ("mail", "bundle")
        for data in (b"", b"\0nothing of the kind")
    ]

    assert {one.status_code for one in answers} == {422}


def test_a_number_of_no_list_is_no_list_however_large_it_is(office: WebOffice) -> None:
    with office.client("clerk") as client:
        page = client.get(f"/lists/{10**30}")
        asked = program(office, client, "clerk").get(f"/lists/{10**30}")

    assert {page.status_code, asked.status_code} <= {400, 404}
