"""What an auditor asks on the first day, as it is typed."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from api.texts.questions import COLUMNS, TITLES
from domain.authority import OfficerEnrolled, Post, Role
from domain.letter.text import Makers
from domain.series import OpeningRow, SeriesKind
from domain.structure.acts import Acts, PostAct, PostActKind, UnitId
from domain.structure.events import AbsenceEnded, AbsenceKind, AbsenceRecorded
from registry import requests
from registry.questions.every import QUESTIONS
from registry.wire import THAI_TIME
from tests.api.cli.conftest import Clerk
from tests.registry.structure.acts import BEFORE, KRABI, repeal


def test_without_a_name_the_questions_are_listed(saraban: Clerk) -> None:
    found = saraban.json("question")

    assert [one["name"] for one in found] == list(QUESTIONS) == list(TITLES)
    assert "voided numbers" in saraban("question", "--lang", "en").out


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_an_answer_also_when_nothing_happened(saraban: Clerk, name: str) -> None:
    ran = saraban("question", name, "--from", "1 ม.ค. 2560", "--to", "2 ม.ค. 2560", "--lang", "en")

    assert ran.code == 0
    assert TITLES[name].english in ran.out


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_column_has_a_name(name: str) -> None:
    assert set(QUESTIONS[name].columns) <= set(COLUMNS)


def test_letters_sent_on_another_day_than_dated(saraban: Clerk) -> None:
    on_its_day = saraban.dispatched()
    late = saraban.registered()
    saraban.world.next_day(2)
    saraban.json("dispatch", late, "--channel", "central_mail")

    (found,) = saraban.json("question", "sent-otherwise")

    assert found["letter_number"] == late != on_its_day
    assert (found["dated"], found["sent_on"], found["days"]) == ("2021-02-09", "2021-02-11", 2)
    assert saraban.json("question", "sent-otherwise", "--to", "10 ก.พ. 2564") == []
    assert len(saraban.json("question", "sent-otherwise", "--from", "11 ก.พ. 2564")) == 1


def test_who_voided_which_number_when_and_why(saraban: Clerk) -> None:
    saraban.json("reserve", "--kind", "ordinary", "--count", "2")
    saraban.json("void", "1", "--kind", "ordinary", "--reason", "พิมพ์ผิด")
    saraban.world.next_day()
    saraban.registered()

    by_hand, lapsed = saraban.json("question", "voids")

    assert (by_hand["n"], by_hand["officer"], by_hand["reason"]) == (1, "นางสาวธุรการ ตัวอย่าง", "พิมพ์ผิด")
    assert by_hand["voided_on"] == "2021-02-09"
    assert (lapsed["n"], lapsed["officer"]) == (2, None)


def test_letters_received_and_not_acted_on(saraban: Clerk) -> None:
    _, given, _ = (saraban.world.receive(printed=f"ศธ 0201/{n}") for n in (1, 2, 3))
    saraban.world.enter(given, "matter.assigned.v1", to="กองคลัง", clerk="clerk", due=None)
    saraban.json("register", saraban.draft(), "--answers", "รับ 3", *saraban.key("dg"))
    saraban.world.next_day(3)

    (found,) = saraban.json("question", "not-acted-on")

    assert (found["letter_number"], found["days"]) == ("ศธ 0201/1", 3)


def test_a_letter_that_shows_what_was_performed_was_acted_on(saraban: Clerk) -> None:
    reply = saraban.world.receive()
    saraban.world.note(saraban.world.asked(), evidence=reply)

    assert saraban.json("question", "not-acted-on") == []


def test_sendings_never_checked(saraban: Clerk) -> None:
    number = saraban.dispatched()
    saraban.json("delivery", number, "--to", "1", "--result", "sent")
    saraban.world.next_day(5)

    (found,) = saraban.json("question", "unchecked")

    assert (found["letter_number"], found["addressee"]) == (number, "ผู้ว่าราชการจังหวัดกาญจนบุรี")
    assert found["days"] == 5


def test_changes_of_officers_keys_posts_and_absences(saraban: Clerk) -> None:
    world = saraban.world
    world.record_instrument(BEFORE)
    world.next_day()
    post = Post("รองอธิบดี", "กรมตัวอย่าง", world.now.date())
    world.enrol_again(OfficerEnrolled("dg", "นายประยูร ตัวอย่าง", "กรมตัวอย่าง", (post,), (Role.SIGNATORY,)))
    since = datetime(2021, 2, 10, 8, tzinfo=THAI_TIME)
    away = world.say("r1", AbsenceRecorded(AbsenceKind.LEAVE, "รองอธิบดี", KRABI, since, officer="dg"))
    world.admit(away)
    world.now = since.replace(hour=17)
    world.admit(world.say("r1", AbsenceEnded(away.digest, since.replace(hour=16))))

    found = saraban.json("question", "authority", "--from", "10 ก.พ. 2564")

    assert {one["officer"] for one in found} == {"นายประยูร ตัวอย่าง"}
    assert {one["entered_by"] for one in found} == {"นางสาวหนึ่ง ตัวอย่าง", "นายสอง ตัวอย่าง"}
    told = [(one["what"], one["old"], one["new"]) for one in found]
    assert ("post", None, "2021-02-10 –") in told
    assert ("key", "confirmed", "enrolled") in told
    assert ("key", "enrolled", "confirmed") in told
    assert ("absence", None, "2021-02-10T08:00:00+07:00 –") in told
    assert found[-1]["new"] == "2021-02-10T08:00:00+07:00 – 2021-02-10T16:00:00+07:00"


def test_an_order_that_appoints_changes_authority(saraban: Clerk) -> None:
    saraban.world.record_instrument(BEFORE)
    act = PostAct(PostActKind.APPOINT, "ท้องถิ่นจังหวัด", KRABI, officer="clerk", name="นางสาวธุรการ ตัวอย่าง")
    saraban.world.order(Acts(posts=(act,)))

    found = saraban.json("question", "authority")[-1]

    assert (found["fact"], found["what"]) == ("order.issued.v1", "power")
    assert found["entered_by"] == "นายประยูร ตัวอย่าง"
    assert found["about"] == f"appoint ท้องถิ่นจังหวัด {UnitId('dla/krabi')}"


def test_powers_of_posts_vacancies_and_repeals_change_authority_too(saraban: Clerk) -> None:
    world = saraban.world
    world.record_instrument(BEFORE)
    since = datetime(2021, 1, 1, tzinfo=THAI_TIME)
    appointed = PostAct(PostActKind.APPOINT, "อธิบดี", KRABI, officer="clerk", since=since)
    to: dict[str, Any] = {"to_post": "รองอธิบดี", "to_unit": KRABI}
    delegated = PostAct(PostActKind.DELEGATE, "อธิบดี", KRABI, matters=("บุคคล",), since=since, **to)
    world.record_instrument(Acts(posts=(appointed, delegated)))
    world.admit(world.say("r1", AbsenceRecorded(AbsenceKind.VACANT, "รองอธิบดี", KRABI, since)))
    appointing = world.order(Acts(posts=(PostAct(PostActKind.APPOINT, "เลขานุการ", KRABI, officer="clerk"),)))
    world.order(repeal(appointing, "1/2564"))

    found = [one for one in saraban.json("question", "authority") if one["what"] in {"power", "absence"}]

    told = [(one["fact"], one["officer"], one["about"]) for one in found]
    clerk = "นางสาวธุรการ ตัวอย่าง"
    assert told == [
        ("instrument.confirmed.v1", None, "delegate อธิบดี dla/krabi"),
        ("instrument.confirmed.v1", clerk, "appoint อธิบดี dla/krabi"),
        ("absence.recorded.v1", None, "vacant รองอธิบดี dla/krabi"),
        ("order.issued.v1", clerk, "appoint เลขานุการ dla/krabi"),
        ("order.issued.v1", clerk, "end เลขานุการ dla/krabi"),
    ]


def test_what_came_from_the_old_book(saraban: Clerk) -> None:
    world = saraban.world
    page = world.register.blobs.put(b"SPECIMEN: the last page of the earlier book")
    row = OpeningRow("270", "มท 0812", "8 ก.พ. 2564", "กรมเดิม", "จังหวัดเดิม", "เรื่องเดิม", "ส่งแล้ว", "")
    world.ask(requests.EnterOpening(world.series[SeriesKind.CIRCULAR], page, 1, [row], "clerk"))

    (found,) = saraban.json("question", "old-book")

    assert (found["n"], found["subject"], found["dated"]) == ("270", "เรื่องเดิม", "8 ก.พ. 2564")
    assert found["entered_by"] == "นางสาวธุรการ ตัวอย่าง"


def test_who_drafted_typed_and_checked(saraban: Clerk) -> None:
    saraban.world.issue(makers=Makers("ผู้ร่าง ก", "ผู้พิมพ์ ข", "ผู้ตรวจ ค"))
    saraban.world.issue_by_hand()

    first, second = saraban.json("question", "makers")

    assert (first["drafted_by"], first["typed_by"], first["checked_by"]) == ("ผู้ร่าง ก", "ผู้พิมพ์ ข", "ผู้ตรวจ ค")
    assert (first["signer"], first["entered_by"]) == ("นายประยูร ตัวอย่าง", None)
    assert (second["drafted_by"], second["entered_by"]) == (None, "นางสาวธุรการ ตัวอย่าง")


def test_the_page_of_a_day_as_it_stood_that_evening(saraban: Clerk) -> None:
    number = saraban.registered()
    saraban.world.next_day()
    saraban.json("note", number, "หมายเหตุของวันรุ่งขึ้น")

    (found,) = saraban.json("question", "evening-page", "--from", "9 ก.พ. 2564")
    now = saraban.json("book", "sent", "--date", "9 ก.พ. 2564")

    assert found["remark"] == ""
    assert "หมายเหตุของวันรุ่งขึ้น" in now[0]["remark"]
    assert saraban.json("question", "evening-page") == []
    assert len(saraban.json("question", "evening-page", "--from", "8 ก.พ. 2564", "--to", "12 ก.พ. 2564")) == 1


def test_an_answer_is_written_for_spreadsheet_programs(saraban: Clerk, tmp_path: Path) -> None:
    saraban.world.issue(makers=Makers("=1+1", None, None))
    as_csv, as_xlsx = tmp_path / "makers.csv", tmp_path / "makers.xlsx"

    ran = saraban.json("question", "makers", "--csv", str(as_csv), "--xlsx", str(as_xlsx))

    assert ran == {"question": "makers", "rows": 1, "csv": str(as_csv), "xlsx": str(as_xlsx)}
    header, row = csv.reader(as_csv.read_text(encoding="utf-8-sig").splitlines())
    assert header[:3] == ["ที่", "ลงวันที่", "ผู้ร่าง"]
    assert row[1:3] == ["๙ ก.พ. ๒๕๖๔", "'=1+1"]
    book = openpyxl.load_workbook(as_xlsx)
    assert book.active is not None
    assert [cell.value for cell in book.active[2]][:3][1:] == ["๙ ก.พ. ๒๕๖๔", "=1+1"]
    book.close()


def test_a_period_that_ends_before_it_begins_is_refused(saraban: Clerk) -> None:
    ran = saraban("question", "voids", "--from", "1 ธ.ค. 2564", "--to", "1 ม.ค. 2564", "--json")

    assert (ran.code, ran.refused) == (1, "period-backwards")


def test_a_question_that_nobody_asks_is_refused_with_those_that_there_are(saraban: Clerk) -> None:
    ran = saraban("question", "why", "--lang", "en")

    assert ran.code == 1
    assert "There is no question 'why'; there are sent-otherwise, voids" in ran.err


def test_voids_are_counted_by_officer_and_series(saraban: Clerk) -> None:
    saraban.json("reserve", "--kind", "ordinary", "--count", "3")
    saraban.json("void", "1", "--kind", "ordinary", "--reason", "พิมพ์ผิด")
    saraban.json("void", "2", "--kind", "ordinary", "--reason", "พิมพ์ผิดอีก")
    saraban.world.next_day()
    saraban.registered()

    by_hand, lapsed = saraban.json("question", "voids-by-officer")

    assert (by_hand["officer"], by_hand["series_kind"], by_hand["count"]) == ("นางสาวธุรการ ตัวอย่าง", "ordinary", 2)
    assert (lapsed["officer"], lapsed["count"], lapsed["first_day"]) == (None, 1, "2021-02-09")


def test_what_became_of_the_numbers_of_every_series(saraban: Clerk) -> None:
    saraban.json("reserve", "--kind", "ordinary", "--count", "2")
    saraban.json("void", "1", "--kind", "ordinary", "--reason", "พิมพ์ผิด")
    saraban.world.next_day()
    saraban.registered()
    saraban.json("reserve", "--kind", "ordinary")

    found = {one["series_kind"]: one for one in saraban.json("question", "numbers")}

    assert set(found) == {"ordinary", "circular"}
    ordinary = found["ordinary"]
    assert (ordinary["first"], ordinary["last"], ordinary["missing"]) == (1, 3, 0)
    assert (ordinary["void"], ordinary["lapsed"], ordinary["reserved"]) == (1, 1, 1)
    assert found["circular"]["issued"] == 1


def test_what_was_put_right_in_the_register(saraban: Clerk) -> None:
    received = saraban.world.receive(subject="ขอเชิญประชม")
    entered = {"what": "subject", "old": "ขอเชิญประชม", "new": "ขอเชิญประชุม", "reason": "พิมพ์ตก", "clerk": "clerk"}
    saraban.world.enter(received, "entry.corrected.v1", **entered)

    (found,) = saraban.json("question", "corrections")

    assert (found["receive_number"], found["what"], found["old"]) == (1, "subject", "ขอเชิญประชม")
    assert (found["new"], found["reason"], found["entered_by"]) == ("ขอเชิญประชุม", "พิมพ์ตก", "นางสาวธุรการ ตัวอย่าง")
