"""Who has performed what a letter asks for: every step with its time and who says so, the silent ones first."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.authority import Role
from domain.calendar import CalendarEntered
from domain.directives import Progress
from domain.letter.text import Addressee
from domain.provinces import governors
from domain.values import StreamId
from registry.calendar import Calendar
from registry.reader import Reader
from registry.views.coverage import Coverage
from registry.views.coverage_matrix import Cell, Matrix, Reached, Row, Step
from registry.views.levels import Level
from registry.views.view import open_view
from tests.registry.world import DIRECTIVES, RECIPIENTS, World

PASSED_ON, DONE, REOPENED = Progress.PASSED_ON, Progress.DONE, Progress.REOPENED
MEETING = date(2021, 2, 24)
PERFORMER = "ท้องถิ่นจังหวัดกระบี่"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


@pytest.fixture
def letter(world: World) -> StreamId:
    return world.asked()


def matrix(world: World, letter: StreamId) -> Matrix:
    with Reader(world.folder) as reader, open_view(reader, Coverage) as view:
        found = view.of(letter)
    assert found is not None
    return found


def row(world: World, letter: StreamId, to: int = 0) -> Row:
    return next(one for one in matrix(world, letter).rows if one.to == to)


def cell(world: World, letter: StreamId, to: int = 0, no: int = 1) -> Cell:
    return next(one for one in row(world, letter, to).cells if one.no == no)


def attempt(world: World, letter: StreamId, to: int, result: str, **changed: object) -> None:
    fields = {"channel": "central_mail", "address": None, "attempted_at": world.now.isoformat(), **changed}
    world.enter(letter, "delivery.attempted.v1", to=to, result=result, checked_by="clerk", **fields)


def confirm(world: World, letter: StreamId, to: int) -> None:
    when = world.now.isoformat()
    world.enter(letter, "receipt.confirmed.v1", to=to, confirmed_at=when, spoke_with="นาย ก", clerk="clerk")


def move(world: World, letter: StreamId, old: str | None, new: str, *, to: int | None = None, no: int = 2) -> None:
    world.enter(letter, "deadline.moved.v1", no=no, to=to, old=old, new=new, reason="เลื่อนประชุม", clerk="clerk")


# --- what is followed ------------------------------------------------------------------------------------------


def test_a_letter_that_asks_for_nothing_is_not_followed(world: World) -> None:
    letter = world.issue()
    world.dispatch(letter)
    world.acknowledge(letter)

    with Reader(world.folder) as reader, open_view(reader, Coverage) as view:
        assert view.of(letter) is None
        assert next(view.rows("SELECT count(*) FROM addressees"))[0] == 0


def test_a_letter_that_was_not_sent_has_directives_and_nobody_to_perform_them(world: World) -> None:
    letter = world.issue(directives=DIRECTIVES)

    found = matrix(world, letter)

    assert (found.number, [one.no for one in found.asked], found.rows) == ("มท 0812/ว 271", [1, 2], ())


def test_the_matrix_says_what_was_asked_as_it_was_signed(world: World, letter: StreamId) -> None:
    first, second = matrix(world, letter).asked

    assert (first.what, first.who, first.due) == ("จัดตั้งกลุ่มงาน", "ท้องถิ่นจังหวัด", None)
    assert (second.due, second.hours) == (MEETING, "09.30-12.30")


# --- receipt ---------------------------------------------------------------------------------------------------


def test_what_was_sent_has_not_arrived_until_somebody_says_so(world: World, letter: StreamId) -> None:
    attempt(world, letter, 0, "sent")

    found = row(world, letter)

    assert found.receipt == (Reached(Step.NOT_ARRIVED, world.now, "clerk", own=False),)
    assert (found.step, found.silent, found.failed) == (Step.NOT_ARRIVED, True, False)
    assert {one.step for one in found.cells} == {Step.NOT_ARRIVED}


def test_a_failed_try_says_why_until_the_next_one(world: World, letter: StreamId) -> None:
    attempt(world, letter, 0, "failed", detail="mailbox full")
    failed = row(world, letter)
    attempt(world, letter, 0, "delivered")
    arrived = row(world, letter)

    assert (failed.failed, failed.receipt[0].detail, failed.step) == (True, "mailbox full", Step.NOT_ARRIVED)
    assert (arrived.failed, arrived.step, arrived.silent) == (False, Step.ARRIVED, True)


def test_the_first_time_it_was_seen_to_arrive_is_when_it_arrived(world: World, letter: StreamId) -> None:
    attempt(world, letter, 0, "delivered")
    first = world.now
    world.now += timedelta(hours=1)
    attempt(world, letter, 0, "delivered")

    assert row(world, letter).receipt[-1] == Reached(Step.ARRIVED, first, "clerk", own=False)


def test_who_confirms_by_telephone_is_heard_and_it_has_arrived(world: World, letter: StreamId) -> None:
    confirm(world, letter, 0)

    found = row(world, letter)

    assert found.receipt[-1] == Reached(Step.ARRIVED, world.now, "clerk", own=False, detail="นาย ก")
    assert not found.silent


def test_an_acknowledgement_tells_arrival_and_registration_in_the_addressees_own_words(
    world: World, letter: StreamId
) -> None:
    attempt(world, letter, 0, "delivered")
    arrived, registered = world.now - timedelta(minutes=9), world.now - timedelta(minutes=3)
    said = world.acknowledgement(letter, receive_number="88/2564", arrived_at=arrived, registered_at=registered)
    world.admit(said, stream=letter)

    found = row(world, letter)

    who = "ผู้รับ 0 ผู้รับ SPECIMEN"
    assert found.receipt[1:] == (
        Reached(Step.ARRIVED, arrived, who, own=True, level=Level.KEY),
        Reached(Step.REGISTERED, registered, who, own=True, level=Level.KEY, detail="88/2564"),
        Reached(Step.ACKNOWLEDGED, world.now, who, own=True, level=Level.KEY),
    )
    assert {one.step for one in found.cells} == {Step.ACKNOWLEDGED}


@pytest.mark.parametrize(
    ("told", "steps"),
    [
        ({}, [Step.NOT_ARRIVED, Step.ACKNOWLEDGED]),
        ({"receive_number": "88"}, [Step.NOT_ARRIVED, Step.REGISTERED, Step.ACKNOWLEDGED]),
    ],
)
def test_an_acknowledgement_tells_no_more_than_it_says(
    world: World, letter: StreamId, told: dict[str, Any], steps: list[Step]
) -> None:
    world.admit(world.acknowledgement(letter, **told), stream=letter)

    assert [one.step for one in row(world, letter).receipt] == steps


def test_who_returns_the_letter_performs_nothing_of_it_whatever_was_said_before(world: World, letter: StreamId) -> None:
    world.note(letter, progress=PASSED_ON, performer=PERFORMER)
    world.send_back(letter, reason="ผิดหน่วยงาน")

    found = row(world, letter)

    assert (found.step, found.receipt[-1].detail, found.silent) == (Step.RETURNED, "ผิดหน่วยงาน", False)
    assert [one.step for one in found.cells] == [Step.RETURNED, Step.RETURNED]


# --- directives ------------------------------------------------------------------------------------------------


def test_a_clerks_note_says_to_whom_it_was_passed_on_when_and_who_says_so(world: World, letter: StreamId) -> None:
    world.note(letter, progress=PASSED_ON, performer=PERFORMER)

    found, other = cell(world, letter), cell(world, letter, no=2)

    assert found.newest is not None
    assert (found.step, found.performer) == (Step.PASSED_ON, PERFORMER)
    assert (found.newest.by, found.newest.own, found.newest.happened_at) == ("clerk", False, world.now)
    assert other.step is Step.NOT_ARRIVED
    assert not row(world, letter).silent


def test_a_report_is_the_addressees_own_word_with_its_own_number(world: World, letter: StreamId) -> None:
    happened = world.now - timedelta(minutes=30)
    world.admit(world.report(letter, happened_at=happened, evidence="กบ 0023/7"), stream=letter)

    found = cell(world, letter)

    assert found.newest is not None
    assert (found.step, found.evidence) == (Step.DONE, "กบ 0023/7")
    assert (found.newest.by, found.newest.own) == ("ผู้รับ 0 ผู้รับ SPECIMEN", True)
    assert (found.newest.happened_at, found.newest.noted_at) == (happened, world.now)


def test_who_reports_on_a_letter_has_it_even_without_an_acknowledgement(world: World, letter: StreamId) -> None:
    reported = world.now
    world.admit(world.report(letter, how="ออกคำสั่งแล้ว"), stream=letter)
    world.now += timedelta(minutes=5)
    world.admit(world.report(letter, progress=REOPENED, how="ยังไม่ครบ"), stream=letter)
    world.note(letter, to=1)

    found, noted = row(world, letter), row(world, letter, to=1)

    assert found.receipt[1:] == (Reached(Step.ARRIVED, reported, "ผู้รับ 0 ผู้รับ SPECIMEN", own=True, level=Level.KEY),)
    assert [one.step for one in found.cells] == [Step.ARRIVED, Step.ARRIVED]
    assert noted.step is Step.NOT_ARRIVED


def test_what_is_done_keeps_who_performed_it_and_shows_its_evidence(world: World, letter: StreamId) -> None:
    reply = world.receive()
    world.note(letter, progress=PASSED_ON, performer=PERFORMER)
    world.note(letter, evidence=reply)

    found = cell(world, letter)

    assert found.newest is not None
    assert (found.step, found.performer, found.evidence) == (Step.DONE, PERFORMER, "ศธ 0201/15")
    assert found.newest.evidence == reply


@pytest.mark.parametrize(("passed_on", "step"), [(True, Step.PASSED_ON), (False, Step.ACKNOWLEDGED)])
def test_what_was_reopened_is_where_it_was_before_it_was_done(
    world: World, letter: StreamId, step: Step, *, passed_on: bool
) -> None:
    world.acknowledge(letter)
    if passed_on:
        world.note(letter, progress=PASSED_ON, performer=PERFORMER)
    world.note(letter, evidence_number="1")
    world.note(letter, progress=REOPENED, how="ยังไม่ครบ")

    found = cell(world, letter)

    assert (found.step, found.reopened, found.evidence) == (step, True, None)
    assert [one.progress for one in found.notes][-2:] == [DONE, REOPENED]


def test_evidence_of_before_it_was_reopened_shows_nothing_any_more(world: World, letter: StreamId) -> None:
    world.note(letter, evidence_number="1/2564")
    world.note(letter, progress=REOPENED)
    world.note(letter)

    assert cell(world, letter).evidence is None


def test_two_addressees_do_not_share_what_was_said(world: World, letter: StreamId) -> None:
    world.note(letter, to=1, no=2)

    done = [(one.to, each.no) for one in matrix(world, letter).rows for each in one.cells if each.step is Step.DONE]

    assert done == [(1, 2)]


# --- days ------------------------------------------------------------------------------------------------------


def test_the_day_that_holds_is_ones_own_then_everybodys_then_the_signed_one(world: World, letter: StreamId) -> None:
    signed = cell(world, letter, no=2).due
    move(world, letter, "2021-02-24", "2021-03-01", to=1)
    move(world, letter, "2021-02-24", "2021-02-26")
    move(world, letter, None, "2021-03-31", no=1)

    assert signed == MEETING
    assert [cell(world, letter, to, 2).due for to in (0, 1)] == [date(2021, 2, 26), date(2021, 3, 1)]
    assert cell(world, letter, 2, 1).due == date(2021, 3, 31)
    assert [(one.to, one.new.day) for one in cell(world, letter, 1, 2).moves] == [(1, 1), (None, 26)]
    assert cell(world, letter, 1, 2).moves[0].reason == "เลื่อนประชุม"


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2021, 2, 24), None),
        (date(2021, 2, 25), 1),
        (date(2021, 2, 26), 1),  # Makha Bucha
        (date(2021, 2, 28), 1),
        (date(2021, 3, 2), 3),
    ],
)
def test_what_is_not_done_is_overdue_by_working_days(
    world: World, letter: StreamId, on: date, days: int | None
) -> None:
    found = matrix(world, letter)

    second = found.rows[0].cells[1]

    assert found.overdue(second, on, Calendar()) == days
    assert found.overdue(found.rows[0].cells[0], on, Calendar()) is None


def test_the_offices_own_days_off_are_not_counted(world: World, letter: StreamId) -> None:
    own = Calendar([CalendarEntered(date(2021, 2, 25), works=False, name="วันหยุดพิเศษ", clerk="clerk")])
    found = matrix(world, letter)

    assert found.overdue(found.rows[0].cells[1], date(2021, 2, 25), own) == 0


@pytest.mark.parametrize(("done", "days"), [("2021-02-24T16:00:00+07:00", None), ("2021-03-01T09:00:00+07:00", 2)])
def test_what_was_done_late_stays_late_by_as_much_as_it_was(
    world: World, letter: StreamId, done: str, days: int | None
) -> None:
    world.next_day(30)
    world.note(letter, no=2, happened_at=done)
    world.note(letter, no=2, evidence=world.receive())

    found = matrix(world, letter)

    [late] = [each for one in found.rows if one.to == 0 for each in one.cells if each.no == 2]
    assert found.overdue(late, date(2021, 6, 1), Calendar()) == days


def test_nothing_is_owed_of_what_was_returned_or_withdrawn(world: World, letter: StreamId) -> None:
    newer = world.asked()
    world.send_back(letter, to=1)
    late = date(2021, 6, 1)
    before = matrix(world, letter)
    world.enter(letter, "letter.superseded.v1", instrument=newer, number="มท 0812/ว 272", clerk="clerk")
    after = matrix(world, letter)

    assert [before.overdue(one.cells[1], late, Calendar()) is None for one in before.rows] == [
        one.to == 1 for one in before.rows
    ]
    assert after.withdrawn_by == "มท 0812/ว 272"
    assert {after.overdue(one.cells[1], late, Calendar()) for one in after.rows} == {None}


# --- the whole -------------------------------------------------------------------------------------------------


def test_the_silent_ones_come_first_and_failures_before_all(world: World) -> None:
    everybody = tuple(Addressee(name) for name in governors(world.now.date())[:8])
    letter = world.issue(directives=DIRECTIVES, addressees=everybody)
    world.dispatch(letter, addressees=8)
    for place, recipient in enumerate(one.name for one in everybody):
        if place > 2:
            world.enrol(f"p{place}", f"ผู้รับ {place}", roles=(Role.RECIPIENT,), receives_for=(recipient,))
    attempt(world, letter, 7, "failed")
    attempt(world, letter, 1, "delivered")
    confirm(world, letter, 2)
    world.send_back(letter, to=3, reason="x")
    world.acknowledge(letter, to=4)
    for no in (1, 2):
        world.note(letter, to=5, no=no, progress=PASSED_ON, performer=PERFORMER)
        world.note(letter, to=6, no=no)

    found = matrix(world, letter)

    assert [one.to for one in found.rows] == [7, 0, 1, 2, 3, 4, 5, 6]
    assert [one.silent for one in found.rows] == [True] * 3 + [False] * 5
    assert found.totals(1) == {
        **dict.fromkeys(Step, 1),
        Step.NOT_ARRIVED: 2,
        Step.ARRIVED: 2,
        Step.REGISTERED: 0,
    }


def test_of_two_letters_each_has_its_own_matrix(world: World, letter: StreamId) -> None:
    other = world.asked()
    world.note(other)

    assert {one.step for row_ in matrix(world, letter).rows for one in row_.cells} == {Step.NOT_ARRIVED}
    assert {one.addressee for one in matrix(world, other).rows} == set(RECIPIENTS)


def test_seventy_six_provinces_have_a_row_each(world: World) -> None:
    everybody = tuple(Addressee(name) for name in governors(world.now.date()))
    letter = world.issue(directives=DIRECTIVES, addressees=everybody)
    world.dispatch(letter, addressees=76)
    for to in range(76):
        for no in (1, 2):
            world.note(letter, to=to, no=no, progress=PASSED_ON, performer=PERFORMER)

    with Reader(world.folder) as reader, open_view(reader, Coverage) as view:
        found = view.of(letter)

    assert found is not None
    assert [found.totals(no)[Step.PASSED_ON] for no in (1, 2)] == [76, 76]
