"""Letters that come in, as a clerk sees them: brought in three ways, looked over, registered, followed until done."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from domain.classes import SecrecyClass
from domain.incoming import LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import EntryNoted
from domain.letter.text import Answers, Link
from domain.thai.digits import to_thai
from domain.values import StreamId
from registry import bundle
from registry.accounts.accounts import Account, Grant, WebRole
from registry.home import Home
from registry.others import Others
from registry.papers.arrivals import Came, Entry, Held, Kept
from registry.reader import Reader
from tests.api.web import WebOffice
from tests.registry.documents.papers import pdf
from tests.registry.world import BEGINNING, World
from tests.registry.world import LETTER as SIGNED

Client = TestClient[Litestar]
ELSEWHERE = "other.example/letters"
LETTER = """ที่ มท ๐๘๑๒/๕
กรมตัวอย่าง
ถนนตัวอย่าง กทม. ๑๐๓๐๐
๘ กุมภาพันธ์ ๒๕๖๔
เรื่อง ขอเชิญประชุม
เรียน อธิบดีกรมตัวอย่าง
ด้วยกรมตัวอย่างจะจัดประชุม จึงเรียนมาเพื่อโปรดทราบ
ขอแสดงความนับถือ
(นายหนึ่ง ตัวอย่าง)
อธิบดีกรมตัวอย่าง
""".encode()
ENTRY = {
    "do": "register",
    "dated": "8/2/2564",
    "sender": "กรมตัวอย่าง",
    "addressee": "อธิบดี",
    "subject": "ขอเชิญประชุม",
    "entered_at": "08.45",
}
MARKUP = "<img src=x onerror=alert(1)>\"'</textarea>{{7*7}}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> WebOffice:
    """An office that these tests share; every letter of theirs has a number of its own."""
    return WebOffice.staffed(tmp_path_factory.mktemp("office") / "registry")


@pytest.fixture(scope="module")
def clerk(office: WebOffice) -> Iterator[Client]:
    with office.client("clerk") as client:
        yield client


@pytest.fixture
def fresh(tmp_path: Path) -> WebOffice:
    """An office of which nothing is known yet."""
    return WebOffice.staffed(tmp_path / "registry")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Another registry."""
    return World.staffed(tmp_path_factory.mktemp("elsewhere") / "registry", origin=ELSEWHERE)


def bundle_of(world: World, stream: StreamId) -> bytes:
    with Reader(world.folder) as reader:
        return bundle.write(reader, stream)


@pytest.fixture(scope="module")
def trusting(office: WebOffice, elsewhere: World) -> WebOffice:
    """The office, which has what the other registry is verified with."""
    trust(office, elsewhere)
    return office


def trust(office: WebOffice, world: World) -> None:
    home = Home(world.folder)
    Others(Home(office.world.folder).others).add(
        home.roots.read_bytes(), home.log_key.read_text(), home.leaf0.read_text()
    )


def once_of(client: Client) -> str:
    found = re.search(r'name="once" value="([0-9a-f]{32})"', client.get("/receiving/new").text)
    assert found is not None
    return found[1]


def bring(client: Client, came: str, data: bytes = b"", name: str = "letter.txt", **changed: Any) -> httpx.Response:
    file = {"file": (name, data)}
    return client.post("/receiving/new", data={"once": once_of(client), "came": came, **changed}, files=file)


def brought(client: Client, came: str, data: bytes = b"", name: str = "letter.txt") -> str:
    """Bring something in and return the path of its form."""
    answer = bring(client, came, data, name)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


_numbers = count(1001)


def entry(**changed: str) -> dict[str, str]:
    """Return what is typed of a letter that no other has the number of."""
    return {**ENTRY, "printed": f"มท ๐๘๑๒/{next(_numbers)}", **changed}


def register(client: Client, path: str, **changed: str) -> StreamId:
    answer = client.post(path, data=entry(**changed))
    assert answer.status_code == 303, answer.text
    return StreamId(answer.headers["location"].removeprefix("/receiving/").partition("?")[0])


@pytest.fixture
def registered(clerk: Client) -> StreamId:
    """A letter on paper."""
    return register(clerk, brought(clerk, "paper"))


def facts(office: WebOffice, stream: StreamId) -> list[Any]:
    return [line.statement.fact for line in office.counter.office.reader.stream(stream)]


def waiting(office: WebOffice) -> int:
    return len(office.counter.arrivals.waiting())


def received(office: WebOffice, stream: StreamId) -> LetterReceived:
    fact = facts(office, stream)[0]
    assert isinstance(fact, LetterReceived)
    return fact


def value(page: str, name: str) -> str:
    """Return what a field of a form holds."""
    found = re.search(rf'<input id="{name}" name="{name}" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def do(client: Client, stream: StreamId, act: str, text: str, **changed: str) -> httpx.Response:
    once = re.search(r'name="once" value="([0-9a-f]{32})"', client.get(f"/receiving/{stream}").text)
    assert once is not None
    return client.post(f"/receiving/{stream}", data={"do": act, "text": text, "once": once[1], **changed})


def mail(subject: str = "ด่วนที่สุด : ขอเชิญประชุม") -> EmailMessage:
    found = EmailMessage()
    found["From"] = "saraban@example.go.th"
    found["Subject"] = subject
    found["Date"] = "Tue, 09 Feb 2021 08:30:00 +0700"
    found.set_content("เรียน อธิบดี\n")
    return found


# --- brought in ------------------------------------------------------------------------------------------------


def test_a_letter_on_paper_without_a_scan_gets_number_time_and_stamp_from_the_register(
    office: WebOffice, clerk: Client, registered: StreamId
) -> None:
    page = clerk.get(f"/receiving/{registered}?registered=1").text
    stamp = clerk.get(f"/print/stamp/{registered}")

    entry = received(office, registered)
    assert (entry.registered_at, entry.entered_at) == (BEGINNING, BEGINNING.replace(hour=8, minute=45))
    assert (entry.sender, entry.subject) == ("กรมตัวอย่าง", "ขอเชิญประชุม")
    assert f"ลงทะเบียนรับแล้ว เลขรับ {to_thai(str(entry.n))}" in page
    assert stamp.headers["content-type"] == "application/pdf"


def test_a_scan_fills_the_form_in_and_each_field_says_from_which_line(clerk: Client) -> None:
    path = brought(clerk, "paper", LETTER)

    page = clerk.get(path).text

    names = ("printed", "dated", "sender", "addressee", "subject")
    assert [value(page, name) for name in names] == [
        "มท ๐๘๑๒/๕",
        "๘ กุมภาพันธ์ ๒๕๖๔",
        "กรมตัวอย่าง",
        "อธิบดีกรมตัวอย่าง",
        "ขอเชิญประชุม",
    ]
    assert "บรรทัด ๕: แน่ใจ – เรื่อง ขอเชิญประชุม" in page


def test_what_cannot_be_read_is_still_brought_in_and_the_form_says_why(office: WebOffice, clerk: Client) -> None:
    path = brought(clerk, "paper", b"SPECIMEN", "notes.txt")

    page = clerk.get(path).text

    assert value(page, "subject") == ""
    assert 'class="banner"' in page
    stream = register(clerk, path)
    assert [file.name for file in office.counter.office.reader.stream(stream)[0].statement.doc] == ["notes.txt"]


def test_a_mail_fills_sender_subject_speed_and_day_in_and_its_attachments_pass_the_door(
    office: WebOffice, clerk: Client
) -> None:
    came = mail()
    came.add_attachment(LETTER, maintype="text", subtype="plain", filename="2564_MOI0812_5.txt")

    path = brought(clerk, "mail", came.as_bytes(), "came.eml")

    page = clerk.get(path).text
    assert (value(page, "subject"), value(page, "printed")) == ("ขอเชิญประชุม", "มท ๐๘๑๒/๕")
    assert '<option value="most_urgent" selected>' in page
    assert '<option value="central_mail" selected>' in page
    assert value(page, "entered_at") == "9 ก.พ. 2564 08.30"
    stream = register(clerk, path, speed="most_urgent", channel="central_mail")
    doc = office.counter.office.reader.stream(stream)[0].statement.doc
    assert [(file.name, file.role) for file in doc] == [("2564_MOI0812_5.txt", "received"), ("came.eml", "received")]


def test_a_mail_without_a_letter_in_it_is_entered_by_what_it_says_of_itself(clerk: Client) -> None:
    page = clerk.get(brought(clerk, "mail", mail("ด่วน : ข่าว").as_bytes(), "came")).text

    assert (value(page, "sender"), value(page, "subject")) == ("saraban@example.go.th", "ข่าว")
    assert "came.eml" in page


def test_a_mail_from_the_future_came_in_now(clerk: Client) -> None:
    came = mail()
    del came["Date"]
    came["Date"] = "Fri, 09 Feb 2029 08:30:00 +0700"

    page = clerk.get(brought(clerk, "mail", came.as_bytes(), "came.eml")).text

    assert value(page, "entered_at") == "9 ก.พ. 2564 09.00"


def test_a_piece_of_a_scan_is_shown_beside_the_form_and_not_registered(office: WebOffice, clerk: Client) -> None:
    arrivals, world = office.counter.arrivals, office.world
    scan, piece = (
        arrivals.uploads.keep(b"SPECIMEN scan", name="scan.png"),
        arrivals.uploads.keep(b"PNG", name="number.png"),
    )
    files = (Kept(scan.name, scan.digest, scan.size), Kept(piece.name, piece.digest, piece.size, "number"))
    begun = arrivals.begin(Held(Came.PAPER, Entry(), files), once="piece", by="clerk", at=world.now, random=os.urandom)
    path = f"/receiving/arrivals/{begun.arrival}"

    page = clerk.get(path).text
    shown = [clerk.get(f"{path}/pieces/{one.digest[7:]}") for one in (piece, scan)]

    assert f'src="{path}/pieces/{piece.digest[7:]}"' in page
    assert [(one.status_code, one.headers["content-type"]) for one in shown[:1]] == [(200, "image/png")]
    assert shown[1].status_code == 404
    doc = office.counter.office.reader.stream(register(clerk, path))[0].statement.doc
    assert [file.name for file in doc] == ["scan.png"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("letter.exe", b"MZ SPECIMEN"), ("letter.pdf", b"MZ SPECIMEN"), ("letter.docm", b"PK\x03\x04")],
    ids=["program", "program called pdf", "macros"],
)
@pytest.mark.parametrize("way", ["paper", "mail"])
def test_a_file_that_must_not_come_in_is_refused_beside_the_form(
    office: WebOffice, clerk: Client, way: str, name: str, data: bytes
) -> None:
    came, before = mail(), waiting(office)
    came.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)

    answer = bring(clerk, way, came.as_bytes() if way == "mail" else data, "came.eml" if way == "mail" else name)

    assert answer.status_code == 422
    assert 'aria-describedby="file-hint file-error"' in answer.text
    assert waiting(office) == before


@pytest.mark.parametrize("way", ["mail", "bundle"])
def test_without_a_file_nothing_is_brought_in(clerk: Client, way: str) -> None:
    answer = bring(clerk, way)

    assert answer.status_code == 422
    assert "ยังไม่ได้เลือกแฟ้ม" in answer.text


def test_a_mail_within_a_mail_is_refused_beside_the_form(clerk: Client) -> None:
    outer = mail()
    outer.add_attachment(mail())

    answer = bring(clerk, "mail", outer.as_bytes(), "came.eml")

    assert answer.status_code == 422
    assert "มีอีเมลอีกฉบับซ้อนอยู่" in answer.text


def test_the_same_form_sent_twice_brings_one_thing_in(office: WebOffice, clerk: Client) -> None:
    form, before = {"once": once_of(clerk), "came": "paper"}, waiting(office)

    places = [clerk.post("/receiving/new", data=form, files={"file": ("a.txt", LETTER)}) for _ in range(2)]

    assert places[0].headers["location"] == places[1].headers["location"]
    assert waiting(office) == before + 1


# --- from another registry -------------------------------------------------------------------------------------


def test_the_bundle_of_a_known_registry_is_verified_layer_by_layer_before_it_is_received(
    trusting: WebOffice, clerk: Client, elsewhere: World
) -> None:
    stream = elsewhere.issue(subject="แจ้งแนวทาง")

    path = brought(clerk, "bundle", bundle_of(elsewhere, stream), "letter.zip")

    page = clerk.get(path).text
    assert ELSEWHERE in page
    assert page.count('<strong class="tag good">ถูกต้อง</strong>') == 6 + 1  # layers, and the headline
    assert value(page, "subject") == "แจ้งแนวทาง"
    letter = register(clerk, path, subject="แจ้งแนวทาง")
    assert received(trusting, letter).remark == f"แฟ้มหลักฐานจาก {ELSEWHERE}: ถูกต้อง"
    shown = clerk.get(f"/receiving/{letter}").text
    assert "saraban answer" in shown
    assert ELSEWHERE in shown


def test_of_an_unknown_registry_nothing_is_told_and_the_page_says_what_would_help(
    fresh: WebOffice, elsewhere: World
) -> None:
    with fresh.client("clerk") as client:
        path = brought(client, "bundle", bundle_of(elsewhere, elsewhere.issue()), "letter.zip")
        page = client.get(path).text
        letter = register(client, path)

    assert '<strong class="tag warn">บอกไม่ได้</strong>' in page
    assert "saraban trust add" in page
    assert "tag good" not in page
    assert received(fresh, letter).remark == f"แฟ้มหลักฐานจาก {ELSEWHERE}: บอกไม่ได้"


def test_a_bundle_under_other_keys_than_those_trusted_is_never_green(
    fresh: WebOffice, elsewhere: World, tmp_path: Path
) -> None:
    trust(fresh, World.founded(tmp_path / "impostor", origin=ELSEWHERE))

    with fresh.client("clerk") as client:
        page = client.get(brought(client, "bundle", bundle_of(elsewhere, elsewhere.issue()), "letter.zip")).text

    headline = page.partition('id="evidence">')[2].partition("</h2>")[0]
    assert "ไม่ถูกต้อง" in headline
    assert "tag good" not in headline


@pytest.mark.usefixtures("trusting")
def test_a_bundle_in_a_mail_is_verified_too(clerk: Client, elsewhere: World) -> None:
    came = mail()
    came.add_attachment(SIGNED, maintype="text", subtype="plain", filename="letter.txt")
    data = bundle_of(elsewhere, elsewhere.issue())
    came.add_attachment(data, maintype="application", subtype="zip", filename="letter.zip")

    page = clerk.get(brought(clerk, "mail", came.as_bytes(), "came.eml")).text

    assert '<strong class="tag good">ถูกต้อง</strong>' in page.partition('id="evidence">')[2].partition("</h2>")[0]


@pytest.mark.usefixtures("trusting")
def test_a_mail_with_nothing_but_a_bundle_is_entered_by_what_was_signed(clerk: Client, elsewhere: World) -> None:
    came = mail("คำพูดของผู้ส่ง")
    data = bundle_of(elsewhere, elsewhere.issue(subject="ตามที่ลงลายมือชื่อ"))
    came.add_attachment(data, maintype="application", subtype="zip", filename="letter.zip")

    page = clerk.get(brought(clerk, "mail", came.as_bytes(), "came.eml")).text

    assert value(page, "subject") == "ตามที่ลงลายมือชื่อ"


def test_good_evidence_of_one_letter_makes_no_other_file_green(
    trusting: WebOffice, clerk: Client, elsewhere: World
) -> None:
    came = mail()
    data = bundle_of(elsewhere, elsewhere.issue())
    came.add_attachment(LETTER, maintype="text", subtype="plain", filename="forged.txt")
    came.add_attachment(data, maintype="application", subtype="zip", filename="letter.zip")

    path = brought(clerk, "mail", came.as_bytes(), "came.eml")
    page = clerk.get(path).text

    assert '<strong class="tag warn">บอกไม่ได้</strong>' in page.partition('id="evidence">')[2].partition("</h2>")[0]
    assert "แฟ้ม forged.txt ไม่ใช่แฟ้มของหลักฐานนี้" in page
    assert received(trusting, register(clerk, path)).remark == f"แฟ้มหลักฐานจาก {ELSEWHERE}: บอกไม่ได้"


@pytest.mark.usefixtures("trusting")
def test_of_several_bundles_in_a_mail_the_worst_counts(clerk: Client, elsewhere: World, tmp_path: Path) -> None:
    stranger = World.staffed(tmp_path / "stranger", origin="stranger.example/letters")
    came = mail()
    for world in (elsewhere, stranger):
        data = bundle_of(world, world.issue())
        came.add_attachment(data, maintype="application", subtype="zip", filename="letter.zip")

    page = clerk.get(brought(clerk, "mail", came.as_bytes(), "came.eml")).text

    assert '<strong class="tag warn">บอกไม่ได้</strong>' in page.partition('id="evidence">')[2].partition("</h2>")[0]


def test_s10_a_zip_that_is_no_bundle_in_its_one_form_is_refused(clerk: Client, elsewhere: World) -> None:
    whole = bundle_of(elsewhere, elsewhere.issue())

    for data in (whole[:-1], whole + b"\x00", whole.replace(b"README", b"../RME"), b"PK\x03\x04"):
        answer = bring(clerk, "bundle", data, "letter.zip")
        assert answer.status_code == 422
        assert "ไม่ใช่แฟ้มหลักฐานของหนังสือ" in answer.text


def test_a_bundle_about_an_answer_is_no_letter(clerk: Client, elsewhere: World) -> None:
    stream = elsewhere.issue()
    elsewhere.dispatch(stream)
    said = elsewhere.acknowledgement(stream)
    elsewhere.admit(said, stream=stream)

    answer = bring(clerk, "bundle", bundle_of(elsewhere, said.stream), "answer.zip")

    assert answer.status_code == 422
    assert "ของคำตอบ" in answer.text


# --- registered ------------------------------------------------------------------------------------------------


def test_registering_twice_gives_one_number(office: WebOffice, clerk: Client) -> None:
    before = received(office, register(clerk, brought(clerk, "paper"))).n
    path = brought(clerk, "paper", LETTER)

    streams = [register(clerk, path) for _ in range(2)]

    assert streams[0] == streams[1]
    assert received(office, streams[0]).n == before + 1
    assert clerk.get(path).headers["location"] == f"/receiving/{streams[0]}"


def test_a_crash_between_the_register_and_the_page_registers_once(office: WebOffice, clerk: Client) -> None:
    path, typed = brought(clerk, "paper", LETTER), entry()
    first = register(clerk, path, **typed)
    with office.counter.papers.change() as write:
        write.execute("UPDATE arrivals SET stream = NULL WHERE stream = ?", (first,))  # what a crash leaves behind
    office.counter.arrivals.uploads.take(LETTER, name="letter.txt")

    assert register(clerk, path, **typed, again="1") == first


def test_the_same_sender_number_and_date_are_warned_of_and_registered_when_said_so(
    office: WebOffice, clerk: Client
) -> None:
    typed = entry(printed="มท ๐๘๑๒/๕")
    first = register(clerk, brought(clerk, "paper"), **typed)
    path = brought(clerk, "paper", LETTER)

    shown = clerk.get(path)
    refused = clerk.post(path, data={**typed, "printed": "มท 0812 / 5", "sender": "กรม ตัวอย่าง"})

    assert f"/receiving/{first}" in shown.text
    assert refused.status_code == 409
    assert 'href="#again"' in refused.text
    assert received(office, register(clerk, path, **typed, again="1")).n == received(office, first).n + 1


@pytest.mark.parametrize(
    "other", [{"sender": "กรมอื่น"}, {"dated": "9/2/2564"}, {"printed": "มท ๐๘๑๒/๙๙๙๙"}], ids=["sender", "date", "number"]
)
def test_another_sender_date_or_number_is_another_letter(
    office: WebOffice, clerk: Client, other: dict[str, str]
) -> None:
    typed = entry()
    first = register(clerk, brought(clerk, "paper"), **typed)

    second = register(clerk, brought(clerk, "paper"), **{**typed, **other})

    assert received(office, second).n == received(office, first).n + 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sender": ""}, "sender"),
        ({"subject": " "}, "subject"),
        ({"dated": "31/2/2564"}, "dated"),
        ({"due": "someday"}, "due"),
        ({"entered_at": "99.99"}, "entered_at"),
        ({"entered_at": "23.59"}, "entered_at"),
        ({"subject": "ก" * 2001}, "subject"),
        ({"secrecy": "secret"}, "secrecy"),
    ],
    ids=str,
)
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    office: WebOffice, clerk: Client, changed: dict[str, str], field: str
) -> None:
    path, typed = brought(clerk, "paper"), entry(**changed)
    before = office.facts()

    answer = clerk.post(path, data=typed)

    assert answer.status_code in {403, 422}
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert value(answer.text, "printed") == typed["printed"]
    assert office.facts() == before


def test_what_is_kept_for_later_waits_as_it_was_typed(clerk: Client) -> None:
    path = brought(clerk, "paper")

    clerk.post(path, data=entry(do="keep", subject="ยังไม่แน่ใจ"))

    assert value(clerk.get(path).text, "subject") == "ยังไม่แน่ใจ"
    assert "ยังไม่แน่ใจ" in clerk.get("/receiving").text


def test_s5_a_classified_arrival_is_there_for_whoever_brought_it_and_for_nobody_without_clearance(
    fresh: WebOffice,
) -> None:
    colleague = Account("colleague", "SPECIMEN colleague", "clerk", SecrecyClass.NONE, (Grant(WebRole.CLERK),))
    fresh.counter.accounts.add(colleague, phrase=None, at=fresh.world.clock.now)
    with fresh.client("clerk") as client:
        path = brought(client, "paper", LETTER)
        client.post(path, data=entry(do="keep", secrecy="secret", subject="เรื่องลับของเรา"))
        (file,) = re.findall(f'href="({path}/files/[^"]*)"', client.get(path).text)

    with fresh.client("colleague") as other:
        program = {"authorization": f"Bearer {fresh.token('colleague')}"}
        found = [other.get(path), other.get(file), other.post(path, data=entry(do="delete"))]
        found.append(other.get(f"/api/v1{path.removeprefix('/receiving')}", headers=program))
        lists = [other.get("/receiving").text, other.get("/api/v1/arrivals", headers=program).text]
    with fresh.client("clerk") as client:
        own = [client.get("/receiving").text, client.get(path).text]

    assert [one.status_code for one in found] == [404] * 4
    assert ["เรื่องลับของเรา" in one for one in (*lists, *own)] == [False, False, True, True]


def test_what_is_deleted_or_registered_leaves_no_file_that_nobody_waits_with(fresh: WebOffice) -> None:
    def files() -> int:
        return len(list(fresh.counter.arrivals.uploads._files.names()))

    with fresh.client("clerk") as client:
        one, other, third = (brought(client, "paper", data) for data in (LETTER, LETTER, b"SPECIMEN"))
        counted = [files()]
        for path, what in ((one, "delete"), (third, "delete"), (other, "register")):
            client.post(path, data=entry(do=what))
            counted.append(files())
        gone = client.get(one)

    assert counted == [2, 2, 1, 0]
    assert gone.status_code == 404


@pytest.mark.parametrize("field", ["x", "clerk", "n", "registered_at", "files"])
def test_s7_a_field_that_the_form_does_not_have_is_refused(office: WebOffice, clerk: Client, field: str) -> None:
    path = brought(clerk, "paper")
    before = office.facts()

    answer = clerk.post(path, data=entry(**{field: "1"}))

    assert answer.status_code == 400
    assert office.facts() == before


# --- done with -------------------------------------------------------------------------------------------------


def test_a_matter_is_assigned_noted_and_concluded_once_each(
    office: WebOffice, clerk: Client, registered: StreamId
) -> None:
    assert do(clerk, registered, "assign", "กองหนึ่ง", due="12/2/2564").status_code == 303
    assert do(clerk, registered, "note", "ร่างหนังสือตอบแล้ว").status_code == 303
    assert do(clerk, registered, "conclude", "ตอบแล้ว").status_code == 303

    page = clerk.get(f"/receiving/{registered}").text
    assert "ส่งให้ กองหนึ่ง ดำเนินการ ภายใน ๑๒ กุมภาพันธ์ ๒๕๖๔" in page
    assert "การปฏิบัติ: ร่างหนังสือตอบแล้ว" in page
    assert "ดำเนินการแล้ว: ตอบแล้ว" in page
    assert do(clerk, registered, "assign", "กองสอง").status_code == 409
    assert facts(office, registered)[1] == MatterAssigned("กองหนึ่ง", "clerk", BEGINNING.date() + timedelta(days=3))


def test_the_same_button_pressed_twice_does_one_thing(office: WebOffice, clerk: Client, registered: StreamId) -> None:
    form = {"do": "note", "text": "โทรศัพท์แล้ว", "once": "ab" * 16}

    answers = [clerk.post(f"/receiving/{registered}", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(facts(office, registered)) == 2


def test_a_defect_is_noted_and_the_matter_goes_on(office: WebOffice, clerk: Client, registered: StreamId) -> None:
    do(clerk, registered, "defect", "ขาดสิ่งที่ส่งมาด้วย ๑")

    assert facts(office, registered)[1] == EntryNoted("ข้อบกพร่อง: ขาดสิ่งที่ส่งมาด้วย ๑", "clerk")
    assert "ข้อบกพร่อง: ขาดสิ่งที่ส่งมาด้วย ๑" in clerk.get(f"/receiving/{registered}").text
    assert f"/receiving/{registered}" in clerk.get("/pending").text


def test_a_letter_that_goes_back_is_concluded_with_the_reason_and_a_slip(
    office: WebOffice, clerk: Client, registered: StreamId
) -> None:
    early = clerk.get(f"/print/returned/{registered}")

    do(clerk, registered, "return", "ส่งผิดหน่วยงาน")

    assert early.status_code == 404
    assert facts(office, registered)[1] == MatterConcluded("ส่งคืน: ส่งผิดหน่วยงาน", "clerk")
    assert clerk.get(f"/print/returned/{registered}").headers["content-type"] == "application/pdf"
    assert "/print/returned/" in clerk.get(f"/receiving/{registered}").text
    assert f"/receiving/{registered}" not in clerk.get("/pending").text


@pytest.mark.parametrize(
    ("act", "text", "due"),
    [("note", " ", ""), ("assign", "กอง", "31/2/2564"), ("conclude", "ก" * 2001, ""), ("return", "", "")],
    ids=["nothing", "no day", "too long", "no reason"],
)
def test_an_act_that_cannot_be_is_refused_beside_its_form(  # noqa: PLR0917 - what is typed, and where
    office: WebOffice, clerk: Client, registered: StreamId, act: str, text: str, due: str
) -> None:
    answer = do(clerk, registered, act, text, due=due)

    assert answer.status_code == 422
    assert f'href="#{act}-text"' in answer.text
    assert len(facts(office, registered)) == 1


def test_pending_shows_what_is_overdue_first_then_the_oldest_and_for_how_long(fresh: WebOffice) -> None:
    world = fresh.world
    old = world.receive(subject="เก่า")
    late = world.receive(subject="เกิน", due="2021-02-10")
    world.enter(old, "matter.assigned.v1", to="กองหนึ่ง & คณะ", clerk="clerk", due=None)
    world.next_day(3)
    new = world.receive(subject="ใหม่")

    with fresh.client("clerk") as client:
        page = client.get("/pending").text
        ours = client.get("/pending", params={"has": "กองหนึ่ง & คณะ"}).text

    places = [page.index(f"/receiving/{stream}") for stream in (late, old, new)]
    assert places == sorted(places)
    assert page.count("เกินกำหนด</strong>") == 1
    assert "๓ วัน" in page
    assert f"/receiving/{old}" in ours
    assert f"/receiving/{late}" not in ours


def test_an_answer_that_went_out_is_linked(office: WebOffice, clerk: Client, registered: StreamId) -> None:
    answer = office.world.issue(links=[Link(Answers.ANSWERS, registered, "มท 0812/5")])

    page = clerk.get(f"/receiving/{registered}").text

    assert f'href="/letters/{answer}"' in page
    assert "ส่งออกโดยหนังสือที่" in page


# --- what must not happen --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.txt", "C:\\temp\\x.txt", "a\u202egnp.txt", "CON.txt", "ก" * 300 + ".txt", "x\x00.txt", "../"],
    ids=str,
)
def test_s9_a_file_keeps_a_safe_name_and_lies_under_its_digest(office: WebOffice, clerk: Client, name: str) -> None:
    stream = register(clerk, brought(clerk, "paper", LETTER, name))

    (file,) = office.counter.office.reader.stream(stream)[0].statement.doc
    handed = clerk.get(f"/receiving/{stream}/files/{file.sha256[7:]}")
    assert not set(file.name) & set('/\\\u202e\x00":')
    assert handed.content == LETTER
    assert handed.headers["content-disposition"].startswith("attachment;")
    assert all(re.fullmatch("[0-9a-f]{62}", one.name) for one in Home(office.world.folder).arrivals.glob("*/*"))


@pytest.mark.parametrize(("name", "mime"), [("x.svg", "image/svg+xml"), ("x.html", "text/html")])
def test_s13_markup_in_a_file_is_saved_in_a_sandbox_and_never_shown(
    office: WebOffice, clerk: Client, name: str, mime: str
) -> None:
    came = mail()
    main, _, sub = mime.partition("/")
    came.add_attachment(MARKUP.encode(), maintype=main, subtype=sub, filename=name)
    path = brought(clerk, "mail", came.as_bytes(), "came.eml")
    stream = register(clerk, path)
    digest = next(
        one for one in office.counter.office.reader.stream(stream)[0].statement.doc if one.name == name
    ).sha256

    answers = [
        clerk.get(f"/receiving/{stream}/files/{digest[7:]}"),
        clerk.get(f"{brought(clerk, 'mail', came.as_bytes(), 'came.eml')}/files/{digest[7:]}"),
    ]

    for answer in answers:
        assert answer.content == MARKUP.encode()
        assert answer.headers["content-type"] == "application/octet-stream"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["content-disposition"].startswith("attachment;")


def test_s13_markup_in_every_field_stays_text_on_every_page(clerk: Client) -> None:
    came = mail(MARKUP)
    path = brought(clerk, "mail", came.as_bytes(), MARKUP)
    typed = dict.fromkeys(("printed", "sender", "addressee", "subject", "remark"), MARKUP)
    form = clerk.get(path)
    refused = clerk.post(path, data={**entry(**typed), "dated": MARKUP})
    stream = register(clerk, path, **typed)
    for act in ("assign", "note", "defect", "conclude"):
        do(clerk, stream, act, MARKUP)
    other = register(clerk, brought(clerk, "paper"), **typed, again="1")
    do(clerk, other, "assign", MARKUP)

    pages = [form, refused, *(clerk.get(path) for path in ("/receiving", "/pending", f"/receiving/{stream}"))]

    for page in pages:
        assert "<img src=x" not in page.text
        assert "{{7*7}}" in page.text
    assert clerk.get("/print/received").status_code == 200
    assert clerk.get(f"/print/stamp/{stream}").status_code == 200


def test_s21_looking_and_printing_change_nothing(office: WebOffice, clerk: Client, registered: StreamId) -> None:
    path = brought(clerk, "paper", pdf(), "scan.pdf")
    before, waited = office.facts(), waiting(office)

    for place in (
        "/receiving", "/receiving/new", path, f"/receiving/{registered}", "/pending", "/print", "/print/received",
        "/print/sent", "/print/deliveries", f"/print/stamp/{registered}", f"/print/label/{registered}",
    ):  # fmt: skip
        assert clerk.get(place).status_code == 200, place

    assert (office.facts(), waiting(office)) == (before, waited)


def test_an_auditor_reads_and_does_nothing(fresh: WebOffice) -> None:
    letter = fresh.world.receive()
    before = fresh.facts()

    with fresh.client("auditor") as auditor:
        page = auditor.get(f"/receiving/{letter}")
        refused = auditor.post(f"/receiving/{letter}", data={"do": "note", "text": "x", "once": "ab" * 16})
        new = auditor.get("/receiving/new")

    assert page.status_code == 200
    assert '<form method="post" action="/receiving/' not in page.text
    assert (refused.status_code, new.status_code, fresh.facts()) == (403, 403, before)


@pytest.mark.parametrize("path", ["/receiving/arrivals/nosucharri", "/receiving/01999999-0000-7000-8000-000000000000"])
def test_what_is_not_there_is_not_found(clerk: Client, path: str) -> None:
    assert clerk.get(path).status_code == 404


def test_a_file_of_another_letter_is_not_found_below_this_one(office: WebOffice, clerk: Client) -> None:
    one, other = (
        register(clerk, brought(clerk, "paper", data, "a.txt"), printed=f"ก {data[:1]!r}")
        for data in (b"1 SPECIMEN", b"2 SPECIMEN")
    )
    (file,) = office.counter.office.reader.stream(other)[0].statement.doc

    assert clerk.get(f"/receiving/{one}/files/{file.sha256[7:]}").status_code == 404
    assert clerk.get(f"/receiving/{other}/files/{file.sha256[7:]}").status_code == 200
