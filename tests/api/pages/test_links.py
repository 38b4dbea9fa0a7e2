"""An addressee's own link, as a browser without JavaScript goes through it."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from domain.classes import Channel
from domain.letter.text import Attachment
from domain.values import StreamId
from registry.acts import links, outgoing
from registry.acts.outgoing import issued_in
from registry.verify.check import verify
from registry.verify.verdicts import Layer, Verdict
from tests.api.web import WebOffice
from tests.registry.verify.desk import trust_of
from tests.registry.world import World

WHO = {"office": "SPECIMEN สำนักงานท้องถิ่นจังหวัด", "name": "นางสาวผู้รับ ตัวอย่าง", "post": "นักจัดการงานทั่วไป"}
ACKNOWLEDGED = {**WHO, "receive_number": "๑๒/๒๕๖๔", "arrived_at": "", "registered_at": "9 ก.พ. 2564 09.00"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[WebOffice]:
    office = WebOffice.staffed(tmp_path / "registry")
    yield office
    office.world.close()


@pytest.fixture
def stranger(office: WebOffice) -> Iterator[TestClient[Litestar]]:
    with office.client() as client:
        yield client


@pytest.fixture
def letter(office: WebOffice) -> StreamId:
    return office.world.asked()


def link(office: WebOffice, letter: StreamId, to: int = 0) -> str:
    here = office.counter.office
    given = links.give(here, issued_in(here, letter), to=[to], clerk="clerk", random=office.counter.settings.random)
    return f"/l/{given[to]}"


def hidden(html: str) -> dict[str, str]:
    """The fields that a check page hands on, of its form."""
    form = html.partition('id="answer"')[2]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in found}


def checked(client: TestClient[Litestar], path: str, act: str, typed: dict[str, str]) -> dict[str, str]:
    answer = client.post(f"{path}/do/{act}/check", data=typed)
    assert answer.status_code == 200, answer.text
    return hidden(answer.text)


def test_a_letter_is_acknowledged_through_its_link_and_the_page_can_be_opened_again(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)

    done = stranger.post(f"{path}/do/acknowledge/send", data=checked(stranger, path, "acknowledge", ACKNOWLEDGED))
    pages = [stranger.get(done.headers["location"]) for _ in range(2)]

    assert (done.status_code, done.headers["location"]) == (303, f"{path}/done")
    for page in pages:
        assert page.status_code == 200
        for said in ("แจ้งตอบรับแล้ว", WHO["name"], "๑๒/๒๕๖๔", "ระดับต่ำสุด"):
            assert said in page.text


def test_to_press_the_button_twice_is_to_press_it_once(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)
    fields = checked(stranger, path, "acknowledge", ACKNOWLEDGED)

    answers = [stranger.post(f"{path}/do/acknowledge/send", data=fields) for _ in range(2)]
    facts = office.facts()
    stranger.post(f"{path}/do/acknowledge/send", data=fields)

    assert [one.headers.get("location") for one in answers] == [f"{path}/done"] * 2
    assert office.facts() == facts


def test_the_files_that_a_mail_left_out_are_fetched_by_the_link(
    office: WebOffice, stranger: TestClient[Litestar]
) -> None:
    world = office.world
    kept = [
        world.file(f"SPECIMEN {n}".encode(), mime=mime, role="attachment")
        for n, mime in enumerate(["application/pdf", "text/html"])
    ]
    attached = [Attachment(f"ไฟล์ {n}", 1, "ฉบับ", None, file.sha256) for n, file in enumerate(kept)]
    attached.insert(1, Attachment("หนังสือหนึ่งเล่ม", 1, "เล่ม", Channel.POST))
    text = world.letter(world.reserve(), attachments=tuple(attached))
    letter = StreamId(world.admit(world.sign(text, doc=[world.file(b"SPECIMEN letter"), *kept]))["stream"])
    world.dispatch(letter)
    path = link(office, letter)

    places = re.findall(f'href="({path}/attachments/[^"]*)"', stranger.get(path).text)
    files = [stranger.get(one) for one in places]

    assert [(one.content, one.headers["content-type"]) for one in files] == [
        (b"SPECIMEN 0", "application/pdf"),
        (b"SPECIMEN 1", "application/octet-stream"),
    ]
    assert all(one.headers["content-disposition"].startswith("attachment;") for one in files)
    assert [stranger.get(f"{path}/attachments/{n}").status_code for n in (0, 3, 99)] == [404] * 3
    assert stranger.get(f"/l/{'a' * 26}/attachments/1").status_code == 404


def test_s21_mail_scanners_that_follow_a_link_change_nothing(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)
    before = office.facts()

    for tail in ("", "/letter", "/evidence.zip", "/done", "/passkey", "/do/acknowledge", "/do/return", "/do/report"):
        for _ in range(2):
            assert stranger.get(path + tail).status_code in {200, 303}, tail
            stranger.head(path + tail)

    assert office.facts() == before


def test_nothing_is_done_without_the_check_page(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)
    before = office.facts()

    answer = stranger.post(f"{path}/do/acknowledge/send", data=ACKNOWLEDGED)

    assert (answer.status_code, office.facts()) == (422, before)


def test_a_letter_is_returned_with_a_reason_and_never_without(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)

    refused = stranger.post(f"{path}/do/return/check", data={**WHO, "reason": " "})
    done = stranger.post(
        f"{path}/do/return/send", data=checked(stranger, path, "return", {**WHO, "reason": "ส่งผิดหน่วยงาน"})
    )

    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert refused.text.index("<title>ผิด") > 0
    assert "ส่งผิดหน่วยงาน" in stranger.get(done.headers["location"]).text


def test_a_directive_is_passed_on_and_then_done(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)
    first = {
        **WHO, "no": "1", "progress": "passed-on", "happened_at": "9 ก.พ. 2564 09.00", "how": "ส่งต่อ",
        "performer": "ท้องถิ่นจังหวัด", "their_number": "",
    }  # fmt: skip
    second = {**first, "progress": "done", "how": "จัดตั้งแล้ว", "performer": "", "their_number": "กบ 0023/7"}

    for typed in (first, second):
        answer = stranger.post(f"{path}/do/report/send", data=checked(stranger, path, "report", typed))
        assert answer.headers["location"] == f"{path}#directives"
    shown = stranger.get(path).text

    assert "จัดตั้งแล้ว" in shown
    assert "กบ ๐๐๒๓/๗" in shown


def test_what_was_typed_comes_back_to_be_changed(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)

    answer = stranger.post(f"{path}/do/acknowledge/change", data=checked(stranger, path, "acknowledge", ACKNOWLEDGED))

    assert answer.status_code == 200
    assert f'value="{WHO["name"]}"' in answer.text


@pytest.mark.parametrize(
    ("field", "value"), [("registered_at", "เมื่อวาน"), ("registered_at", "31 ก.พ. 2564 09.00"), ("name", "")]
)
def test_what_is_typed_wrongly_stands_beside_its_field(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId, field: str, value: str
) -> None:
    path = link(office, letter)

    answer = stranger.post(f"{path}/do/acknowledge/check", data={**ACKNOWLEDGED, field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": "ก" * 201}, "ข้อความยาวเกิน 200 ตัวอักษร"),
        ({"receive_number": "๑๒\u202e/๒๕๖๔"}, "มีตัวอักษรที่มองไม่เห็น"),
        ({"registered_at": "9 ก.พ. 2570 09.00"}, "ยังมาไม่ถึง"),
        ({"registered_at": "9 ก.พ. 2560 09.00"}, "ให้พิมพ์เวลาที่เกิดขึ้นจริง"),
    ],
)
def test_what_the_register_would_refuse_is_refused_before_it_is_looked_at_once_more(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId, typed: dict[str, str], says: str
) -> None:
    path = link(office, letter)

    answer = stranger.post(f"{path}/do/acknowledge/check", data={**ACKNOWLEDGED, **typed})

    assert answer.status_code == 422
    assert says in answer.text.partition(f'id="{next(iter(typed))}-error"')[2].partition("</p>")[0]


def test_a_letter_that_is_registered_before_it_came_is_refused_before_it_is_looked_at_once_more(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)
    typed = {**ACKNOWLEDGED, "arrived_at": "9 ก.พ. 2564 09.05", "registered_at": "9 ก.พ. 2564 09.00"}

    answer = stranger.post(f"{path}/do/acknowledge/check", data=typed)

    assert answer.status_code == 422
    assert 'id="registered_at-error"' in answer.text


def test_s7_a_field_that_the_form_does_not_have_is_refused(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)

    answer = stranger.post(f"{path}/do/acknowledge/check", data={**ACKNOWLEDGED, "to": "1"})

    assert answer.status_code == 422


def test_s1_a_link_of_nobody_opens_nothing_and_tells_nothing(office: WebOffice, stranger: TestClient[Litestar]) -> None:
    office.world.asked()

    tails = ("", "/letter", "/evidence.zip", "/receipt.zip", "/slip/p0", "/done", "/do/acknowledge", "/passkey")
    tokens = ("b" * 26, "x", "ก", "a" * 600)
    for path in (*(f"/l/{'a' * 26}{tail}" for tail in tails), *(f"/l/{token}" for token in tokens)):
        answer = stranger.get(path)
        assert answer.status_code == 404, path
        assert "0812" not in answer.text
        assert "๐๘๑๒" not in answer.text


def test_s1_a_link_that_a_newer_one_replaced_opens_nothing(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    old = link(office, letter)
    new = link(office, letter)

    assert (stranger.get(old).status_code, stranger.get(new).status_code) == (404, 200)


def test_s1_a_link_shows_the_slips_of_its_own_addressee_alone(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)

    own, others, unknown = (stranger.get(f"{path}/slip/{officer}") for officer in ("p0", "p1", "nobody"))

    assert own.headers["content-disposition"] == 'attachment; filename="slip.json"'
    assert (own.status_code, others.status_code, unknown.status_code) == (200, 404, 404)


@pytest.mark.parametrize(
    ("address", "offered"),
    [
        ("https://registry.specimen.example", True),
        ("http://127.0.0.1:8000", False),
        ("http://registry.specimen.example", False),
    ],
)
def test_a_passkey_is_offered_only_where_browsers_keep_them(tmp_path: Path, address: str, *, offered: bool) -> None:
    office = WebOffice.of(World.staffed(tmp_path / "registry"), address=address)
    path = link(office, office.world.asked())

    with office.client() as client:
        letter, enrolling = client.get(path).text, client.get(f"{path}/passkey").text

    assert (f'href="{path}/passkey"' in letter, 'id="offer"' in enrolling) == (offered, offered)
    office.world.close()


def test_the_page_of_a_link_is_kept_nowhere_and_its_address_goes_nowhere(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    answer = stranger.get(link(office, letter))

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] in {"no-referrer", "same-origin"}
    assert not re.findall(r'(?:href|src|action)="(?!/|#)', answer.text)


def test_somebody_else_answered_meanwhile_is_said_in_the_form(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId
) -> None:
    path = link(office, letter)
    fields = checked(stranger, path, "acknowledge", ACKNOWLEDGED)
    office.world.acknowledge(letter)

    answer = stranger.post(f"{path}/do/acknowledge/send", data=fields)

    assert answer.status_code == 422
    assert "error-summary" in answer.text


@pytest.mark.parametrize("signed", [True, False])
def test_the_receipt_of_an_answer_is_its_bundle_whether_it_was_signed_or_came_by_the_link(
    office: WebOffice, stranger: TestClient[Litestar], letter: StreamId, *, signed: bool
) -> None:
    path = link(office, letter)
    before = stranger.get(f"{path}/receipt.zip")
    if signed:
        office.world.acknowledge(letter)
    else:
        stranger.post(f"{path}/do/acknowledge/send", data=checked(stranger, path, "acknowledge", ACKNOWLEDGED))

    answer = stranger.get(f"{path}/receipt.zip")

    assert (before.status_code, answer.status_code) == (404, 200)
    report = verify(answer.content, trust_of(office.world.folder))
    assert report.of(Layer.HISTORY).verdict is Verdict.VALID


def test_a_check_page_is_read_in_the_other_language_from_its_form_on(
    stranger: TestClient[Litestar], office: WebOffice, letter: StreamId
) -> None:
    path = link(office, letter)
    shown = stranger.post(f"{path}/do/acknowledge/check", data=ACKNOWLEDGED).text
    back = re.findall(r'name="back" value="([^"]*)"', shown)

    turned = stranger.post("/language", data={"language": "en", "back": back[0]})

    assert turned.headers["location"] == f"{path}/do/acknowledge"
    assert stranger.get(turned.headers["location"]).status_code == 200


@pytest.mark.parametrize("answered", ["acknowledge", "return"])
def test_what_can_no_longer_be_done_is_not_asked_for(
    stranger: TestClient[Litestar], office: WebOffice, letter: StreamId, answered: str
) -> None:
    path = link(office, letter)
    typed = ACKNOWLEDGED if answered == "acknowledge" else {**WHO, "reason": "ไม่มีสิ่งที่ส่งมาด้วย"}
    stranger.post(f"{path}/do/{answered}/send", data=checked(stranger, path, answered, typed))

    page, done = stranger.get(path).text, stranger.get(f"{path}/done").text
    forms = {act: stranger.get(f"{path}/do/{act}").status_code for act in ("acknowledge", "return", "report")}

    reports = answered == "acknowledge"
    assert forms == {"acknowledge": 303, "return": 303, "report": 200 if reports else 303}
    assert (f'href="{path}/do/report"' in page) is reports
    assert ("โปรดรายงานผลด้วยลิงก์เดิม" in done, "ไม่ต้องทำอะไรอีก" in done) == (reports, not reports)


def test_of_a_withdrawn_letter_nothing_is_to_be_reported(
    stranger: TestClient[Litestar], office: WebOffice, letter: StreamId
) -> None:
    path, here = link(office, letter), office.counter.office
    instead = issued_in(here, office.world.asked()).number
    outgoing.withdraw(here, letter, instead, reason="พิมพ์ผิด", clerk="clerk")

    page, form = stranger.get(path), stranger.get(f"{path}/do/report")

    assert f"{path}/do/report" not in page.text
    assert (form.status_code, form.headers["location"]) == (303, path)


def test_the_addressee_whose_link_it_is_stands_beside_the_paper(
    stranger: TestClient[Litestar], office: WebOffice, letter: StreamId
) -> None:
    path = link(office, letter, to=1)

    compared = stranger.get(path).text.partition('<dl class="compare">')[2].partition("</dl>")[0]

    assert issued_in(office.counter.office, letter).text.addressees[1].name in compared
