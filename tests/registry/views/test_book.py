"""The registers show every number, every mark, and what they showed at any earlier moment."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from domain.authority import Role
from domain.classes import SecrecyClass
from domain.letter.text import Addressee, Answers, Link
from domain.provinces import governors
from domain.series import Purpose, SeriesKind
from registry import requests
from registry.reader import Reader
from registry.views.book import Book, BookRow, RowState
from registry.views.view import open_view
from tests.registry.views.conftest import OLD_ROW
from tests.registry.world import BEGINNING, OFFICE, RECIPIENTS, World

DAY = BEGINNING.date()
NEXT_DAY = DAY + timedelta(days=1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


def sent(world: World, on: date | None = None, known_at: int | datetime | None = None) -> list[BookRow]:
    with Reader(world.folder) as reader, open_view(reader, Book) as book:
        return list(book.sent(on, known_at=known_at))


def received(world: World, known_at: int | datetime | None = None) -> list[BookRow]:
    with Reader(world.folder) as reader, open_view(reader, Book) as book:
        return list(book.received(known_at=known_at))


def newest(world: World) -> int:
    with Reader(world.folder) as reader:
        return list(reader.facts())[-1].position


def test_a_letter_stands_in_the_send_register_in_the_columns_of_form_14(world: World) -> None:
    stream = world.issue(owner_unit="กองกลาง", addressees=(Addressee("ผู้ว่าราชการจังหวัดกระบี่"),), subject="แจ้งกำหนด 3 วัน")

    [row] = sent(world)

    assert row.cells() == ("ว ๒๗๑", "มท ๐๘๑๒", "๙ ก.พ. ๒๕๖๔", "กองกลาง", "ผู้ว่าราชการจังหวัดกระบี่", "แจ้งกำหนด 3 วัน", "", "")
    assert (row.stream, row.state, row.registered_on) == (stream, RowState.ISSUED, DAY)


def test_a_received_letter_stands_in_the_columns_of_form_13(world: World) -> None:
    world.receive(printed="ศธ 0201/15", dated="2021-02-08", remark="ซองชำรุด")

    [row] = received(world)

    assert row.cells("arabic") == (
        *("1", "ศธ 0201/15", "8 ก.พ. 2564", "SPECIMEN กระทรวงตัวอย่าง", OFFICE, "ขอเชิญประชุม"),
        *("", "ซองชำรุด"),
    )
    assert (row.state, row.registered_on) == (RowState.RECEIVED, DAY)


def test_an_order_has_no_code(world: World) -> None:
    world.issue(SeriesKind.ORDER)

    [row] = sent(world)

    assert (row.n, row.number) == (1, "")


def test_the_series_of_the_send_register_are_told_apart_by_how_their_numbers_are_printed(world: World) -> None:
    for kind in (SeriesKind.CIRCULAR, SeriesKind.ORDER):
        world.issue(kind)

    rows = sent(world)

    assert [(row.kind, row.n, row.cells()[0]) for row in rows] == [
        (SeriesKind.CIRCULAR, 271, "ว ๒๗๑"),
        (SeriesKind.ORDER, 1, "๑/๒๕๖๔"),
    ]
    assert [row.cells("arabic")[0] for row in rows] == ["ว 271", "1/2564"]


def test_every_number_is_a_row_reserved_void_or_issued(world: World) -> None:
    world.reserve()
    [n] = world.reserve()
    world.ask(requests.Void(world.series[SeriesKind.CIRCULAR], n, "พิมพ์ผิด", "clerk"))
    world.issue()

    rows = sent(world)

    assert [(row.n, row.state, row.remark) for row in rows] == [
        (271, RowState.RESERVED, "จองเลข"),
        (272, RowState.VOID, "ยกเลิกเลข: พิมพ์ผิด"),
        (273, RowState.ISSUED, ""),
    ]


def test_a_lapsed_number_was_still_reserved_that_evening(world: World) -> None:
    world.reserve()
    evening = world.now.replace(hour=20)
    world.next_day()
    world.issue()

    then = sent(world, DAY, known_at=evening)
    now = sent(world, DAY)

    assert [(row.n, row.state) for row in then] == [(271, RowState.RESERVED)]
    assert [(row.n, row.state, row.remark) for row in now] == [(271, RowState.VOID, "ยกเลิกเลข: ไม่ได้ใช้ภายในวันที่จอง")]


def test_a_page_is_headed_by_the_day_of_registration_not_by_the_letters_date(world: World) -> None:
    world.issue(dated=NEXT_DAY, later_date_reason="รอประชุม")

    assert sent(world, NEXT_DAY) == []
    [row] = sent(world, DAY)

    assert row.dated == NEXT_DAY
    assert row.remark == "ลงวันที่ล่วงหน้า: รอประชุม"


def test_consecutive_numbers_are_a_row_an_addressee(world: World) -> None:
    n = world.reserve(SeriesKind.ORDINARY, count=3)
    world.admit(world.sign(world.letter(n, book=SeriesKind.ORDINARY)))

    rows = sent(world)

    assert [(row.n, row.addressee) for row in rows] == list(zip(n, RECIPIENTS, strict=True))
    assert len({row.stream for row in rows}) == 1


def test_all_governors_are_called_every_province(world: World) -> None:
    world.issue(addressees=tuple(Addressee(name) for name in governors(DAY)))
    world.issue(addressees=tuple(Addressee(name) for name in governors(DAY)[1:]))

    every, all_but_one = sent(world)

    assert every.addressee == "ผู้ว่าราชการจังหวัด ทุกจังหวัด"
    assert all_but_one.addressee.count("ผู้ว่าราชการจังหวัด") == 75


def test_a_reply_names_the_received_letter_and_the_received_letter_the_reply(world: World) -> None:
    got = world.receive()
    world.issue(links=[Link(Answers.ANSWERS, got, "ศธ 0201/15")])

    assert sent(world)[0].action == "ตอบตามหนังสือรับที่ 1 (ศธ 0201/15)"
    assert received(world)[0].action == "ส่งออกโดยหนังสือที่ มท 0812/ว 271"


def test_a_letter_names_the_one_that_it_replaces_and_the_other_way_round(world: World) -> None:
    first = world.issue()
    world.issue(links=[Link(Answers.REPLACES, first, "มท 0812/ว 271")])

    assert [row.action for row in sent(world)] == ["ให้ใช้หนังสือที่ มท 0812/ว 272 แทน", "ใช้แทนหนังสือที่ มท 0812/ว 271"]


def test_what_becomes_of_a_sending_is_noted_beside_it(world: World) -> None:
    stream = world.issue()
    world.dispatch(stream)
    tried = {"channel": "central_mail", "address": None, "attempted_at": world.now.isoformat(), "checked_by": "clerk"}
    world.enter(stream, "delivery.attempted.v1", to=0, **tried, result="delivered")
    world.enter(stream, "delivery.attempted.v1", to=1, **tried, result="failed", detail="full")
    world.enter(
        stream,
        "receipt.confirmed.v1",
        to=1,
        confirmed_at="2021-02-09T08:30:00+07:00",
        spoke_with="นาย ก",
        clerk="clerk",
    )
    world.acknowledge(stream, to=0)
    world.send_back(stream, to=2, reason="ผิดหน่วยงาน")

    [row] = sent(world)

    assert row.action == "ส่งแล้ว 9 ก.พ. 2564"
    assert row.remark.split("; ") == [
        f"ส่งไม่สำเร็จถึง {RECIPIENTS[1]} 9 ก.พ. 2564 09.00 น. (full)",
        f"ได้รับการยืนยันจาก {RECIPIENTS[1]} โดย นาย ก 9 ก.พ. 2564 08.30 น.",
        "SPECIMEN ส่งคืน: ผิดหน่วยงาน",
    ]


def test_an_answer_that_is_not_admitted_to_the_letter_stands_nowhere(world: World) -> None:
    first = world.issue()
    second = world.issue()
    world.dispatch(first)
    world.send_back(first)

    rows = {row.stream: row.remark for row in sent(world)}

    assert rows == {first: "SPECIMEN ส่งคืน: ส่งผิดหน่วยงาน", second: ""}


def test_withdrawal_is_noted_on_the_withdrawn_letter(world: World) -> None:
    first, second, third = world.issue(), world.issue(), world.issue()
    world.enter(first, "letter.cancelled.v1", instrument=third, number="มท 0812/ว 273", reason="ซ้ำ", clerk="clerk")
    world.enter(second, "letter.superseded.v1", instrument=third, number="มท 0812/ว 273", clerk="clerk")

    rows = sent(world)

    assert [row.remark for row in rows] == [
        "ยกเลิกแล้ว โดยหนังสือที่ มท 0812/ว 273: ซ้ำ",
        "ยกเลิกแล้ว และให้ใช้หนังสือที่ มท 0812/ว 273 แทน",
        "",
    ]


def test_a_corrected_cell_shows_the_new_text_and_what_stood_there(world: World) -> None:
    got = world.receive()
    before = newest(world)
    slip = {"what": "subject", "old": "ขอเชิญประชุม", "new": "ขอเชิญสัมมนา", "reason": "พิมพ์ผิด", "clerk": "clerk"}
    world.enter(got, "entry.corrected.v1", **slip)

    [then], [now] = received(world, known_at=before), received(world)

    assert (then.subject, then.remark) == ("ขอเชิญประชุม", "")
    assert (now.subject, now.remark) == ("ขอเชิญสัมมนา", "แก้ เรื่อง จาก “ขอเชิญประชุม” เป็น “ขอเชิญสัมมนา”: พิมพ์ผิด")


def test_a_corrected_remark_takes_the_place_of_the_old_one(world: World) -> None:
    got = world.receive(remark="ซองชำรุด")
    slip = {"what": "remark", "old": "ซองชำรุด", "new": "ซองเปียก", "reason": "ดูใหม่", "clerk": "clerk"}
    world.enter(got, "entry.corrected.v1", **slip)

    [row] = received(world)

    assert row.remark == "ซองเปียก; แก้ หมายเหตุ จาก “ซองชำรุด” เป็น “ซองเปียก”: ดูใหม่"


def test_a_remark_that_is_struck_out_leaves_no_gap(world: World) -> None:
    got = world.receive(remark="ซองชำรุด")
    slip = {"what": "remark", "old": "ซองชำรุด", "new": "", "reason": "ผิดฉบับ", "clerk": "clerk"}
    world.enter(got, "entry.corrected.v1", **slip)

    [row] = received(world)

    assert row.remark == "แก้ หมายเหตุ จาก “ซองชำรุด” เป็น “”: ผิดฉบับ"


def test_what_is_done_with_a_received_letter_is_noted_in_order(world: World) -> None:
    got = world.receive()
    world.enter(got, "matter.assigned.v1", to="กองคลัง", clerk="clerk", due="2021-02-12")
    world.enter(got, "action.noted.v1", action="ขอข้อมูลเพิ่ม", clerk="clerk")
    world.enter(got, "matter.concluded.v1", how="แจ้งผลแล้ว", clerk="clerk")

    [row] = received(world)

    assert row.action.split("; ") == [
        *("ส่งให้ กองคลัง ดำเนินการ ภายใน 12 ก.พ. 2564", "ขอข้อมูลเพิ่ม", "ดำเนินการแล้ว: แจ้งผลแล้ว"),
    ]


def test_a_day_that_the_buddhist_calendar_cannot_name_stops_no_register(world: World) -> None:
    got = world.receive(dated="1932-06-24")
    world.enter(got, "matter.assigned.v1", to="กองคลัง", clerk="clerk", due="1932-06-24")

    [row] = received(world)

    assert row.cells()[2] == "๑๙๓๒-๐๖-๒๔"
    assert "1932-06-24" in row.action


def test_the_opening_balance_stands_before_the_books_own_rows_and_says_that_nobody_checked_it(world: World) -> None:
    page = world.register.blobs.put(b"the old book")
    world.issue()
    world.ask(requests.EnterOpening(world.series[SeriesKind.CIRCULAR], page, 1, [OLD_ROW], "clerk"))

    old, own = sent(world)
    dated_page = sent(world, DAY)

    assert (old.state, old.n, old.number, old.dated) == (RowState.OLD_BOOK, "270", "มท 0812", "8 ก.พ. 2564")
    assert old.remark == "จากสมุดทะเบียน; ยกยอดจากทะเบียนเดิม ยังไม่ได้ตรวจ"
    assert old.cells()[:3] == ("๒๗๐", "มท ๐๘๑๒", "๘ ก.พ. ๒๕๖๔")
    assert dated_page == [own]


def test_the_secret_book_has_number_date_and_class_and_is_no_part_of_the_others(world: World) -> None:
    secret = world.open_series(SeriesKind.SECRET, book="ลับ")
    world.ask(requests.EnterSecret(secret, DAY, SecrecyClass.VERY_SECRET, "clerk"))

    with Reader(world.folder) as reader, open_view(reader, Book) as book:
        [row] = book.secret()
        others = [*book.sent(), *book.received()]

    assert row.cells() == ("๑", "", "๙ ก.พ. ๒๕๖๔", "", "", "", "", "")
    assert row.secrecy is SecrecyClass.VERY_SECRET
    assert others == []


def test_one_book_of_several_can_be_asked_for(world: World) -> None:
    world.issue()
    world.open_series(SeriesKind.CIRCULAR, book="กองกลาง")
    world.issue()

    with Reader(world.folder) as reader, open_view(reader, Book) as book:
        rows = list(book.sent(book="กองกลาง"))

    assert [(row.book, row.n) for row in rows] == [("กองกลาง", 1)]


def some_days_of_work(world: World) -> Iterator[None]:
    stream = world.issue()
    yield
    world.reserve(SeriesKind.ORDINARY, purpose=Purpose.PAPER)
    yield
    world.dispatch(stream)
    yield
    world.send_back(stream)
    yield
    world.enter(stream, "entry.noted.v1", remark="หมายเหตุ", clerk="clerk")
    yield
    world.next_day()
    world.issue_by_hand()
    yield


def test_what_was_known_at_every_position_never_changes_afterwards(world: World) -> None:
    shown = {}
    for _ in some_days_of_work(world):
        shown[newest(world)] = sent(world)

    later = {position: sent(world, known_at=position) for position in shown}

    assert later == shown
    assert len({tuple(rows) for rows in shown.values()}) == 6


def test_a_moment_is_the_newest_fact_that_the_seal_had_said_by_then(world: World) -> None:
    world.issue()
    world.now += timedelta(minutes=5)
    world.enrol("late", "ผู้ลงนามใหม่", roles=(Role.CLERK,))
    world.issue()

    at_once = sent(world, known_at=BEGINNING)
    before_all = sent(world, known_at=BEGINNING - timedelta(seconds=1))
    later = sent(world, known_at=world.now)

    assert [row.n for row in at_once] == [271]
    assert before_all == []
    assert [row.n for row in later] == [271, 272]


def test_a_person_whose_clock_is_behind_moves_nothing_into_the_past(world: World) -> None:
    world.now += timedelta(hours=1)
    text = world.letter(world.reserve())
    world.admit(world.sign(text, at=BEGINNING))

    assert sent(world, known_at=BEGINNING) == []
    assert [row.n for row in sent(world, known_at=world.now)] == [271]
