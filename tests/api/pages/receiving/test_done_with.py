"""A received letter on its way to its end: assigned, noted, returned, concluded; what is pending."""

from datetime import timedelta

import pytest

from domain.incoming import MatterAssigned, MatterConcluded
from domain.letter.events import EntryNoted
from domain.letter.text import Answers, Link
from domain.values import StreamId
from tests.api.pages.receiving.desk import Client, do, facts
from tests.api.web import WebOffice
from tests.registry.world import BEGINNING


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
