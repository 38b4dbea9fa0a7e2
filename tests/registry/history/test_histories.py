"""How letters, officers and units stand after each of their facts."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from api.texts.fields import FIELDS
from domain.authority import KeyWithdrawn, OfficerEnrolled, Post, Role
from domain.classes import ActingWord
from domain.letter.text import Directive
from domain.series import SeriesKind
from domain.structure.acts import Acts, PostAct, PostActKind
from domain.values import StreamId
from registry.history.fields import Change, Field, State
from registry.history.history import Claim, Event, Histories
from registry.reader import Reader
from registry.views.find import Find
from registry.views.timeline import Tie
from registry.views.view import open_view
from registry.wire import THAI_TIME
from tests.registry.structure.acts import BEFORE, FOUNDING, GROUP, KRABI, RENAMING, repeal
from tests.registry.world import World

KRABI_GOVERNOR = "ผู้ว่าราชการจังหวัดกระบี่"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World.staffed(tmp_path / "registry")
    made.record_instrument(BEFORE)
    yield made
    made.close()


def of_letter(world: World, stream: StreamId) -> list[Event]:
    with Reader(world.folder) as reader, Histories(reader) as histories:
        return list(histories.letter(stream).events())


def of_officer(world: World, officer: str) -> list[Event]:
    with Reader(world.folder) as reader, Histories(reader) as histories:
        return list(histories.officer(officer).events())


def changed(event: Event) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    return {(one.field.what, one.field.about): (one.old, one.new) for one in event.changes}


def state(world: World, stream: StreamId, position: int = 1 << 40) -> State:
    with Reader(world.folder) as reader, Histories(reader) as histories:
        return histories.letter(stream).state(position)


# --- letters -----------------------------------------------------------------------------------------------


def test_what_a_recipient_signed_stands_in_the_letters_history_before_the_seal_takes_it_in(world: World) -> None:
    letter = world.issue()
    world.dispatch(letter)
    world.acknowledge(letter)

    said, taken = of_letter(world, letter)[-2:]

    assert (said.name, said.tie, said.claimed_by, said.changes) == (
        "letter.acknowledged.v1",
        Tie.ANSWERED,
        Claim.SIGNER,
        (),
    )
    assert said.by is not None
    assert said.by.name == "ผู้รับ 0"
    assert (taken.claimed_by, changed(taken)) == (
        Claim.OPERATOR,
        {("progress", KRABI_GOVERNOR): ("dispatched", "acknowledged")},
    )


def test_a_letter_that_supersedes_another_stands_in_its_history(world: World) -> None:
    first, second = world.issue(), world.issue()
    world.dispatch(first)
    world.dispatch(second)
    world.enter(first, "letter.superseded.v1", instrument=second, number="มท 0812/ว 272", clerk="clerk")

    told = of_letter(world, first)

    assert [one.name for one in told if one.tie is Tie.BY] == ["letter.signed.v1", "letter.issued.v1"]
    assert changed(told[-1])["stage", ""] == ("dispatched", "superseded")
    assert all(one.changes == () for one in told if one.tie is Tie.BY)


def test_an_order_that_repeals_another_stands_in_its_history(world: World) -> None:
    first = world.order(FOUNDING)
    second = world.order(repeal(first, "1/2564"))

    told = of_letter(world, first)

    assert [one.stream for one in told if one.tie is Tie.BY][-1] == second
    assert changed(told[-1]) == {("stage", ""): ("issued", "repealed"), ("repealed_by", ""): (None, "2/2564")}


def test_an_order_amended_twice_names_both(world: World) -> None:
    first = world.order(FOUNDING)
    world.enter(first, "entry.noted.v1", remark="หนึ่ง", clerk="clerk")
    world.enter(first, "entry.noted.v1", remark="สอง", clerk="clerk")
    world.order(repeal(first, "1/2564", clause="ข้อ 1"))

    told = of_letter(world, first)

    assert changed(told[-1])["amended_by", ""] == (None, "2/2564 ข้อ 1")
    assert state(world, first)[Field("remark")] == "หนึ่ง; สอง"


def test_what_a_letter_asks_for_is_followed_for_each_addressee(world: World) -> None:
    letter = world.issue(directives=(Directive(1, "จัดตั้งกลุ่มงาน", "ท้องถิ่นจังหวัด", world.now.date()),))
    world.dispatch(letter)
    world.enter(
        letter,
        "deadline.moved.v1",
        no=1,
        to=0,
        old=world.now.date().isoformat(),
        new="2021-03-01",
        reason="น้ำท่วม",
        clerk="clerk",
    )

    found = state(world, letter)

    assert found[Field("directive", "1")] == "จัดตั้งกลุ่มงาน (ท้องถิ่นจังหวัด)"
    assert found[Field("due", f"1 · {KRABI_GOVERNOR}")] == "2021-03-01"
    assert found[Field("due", "1")] == "2021-02-09"


def test_a_received_letter_goes_from_its_number_to_its_conclusion(world: World) -> None:
    got = world.receive()
    world.enter(got, "matter.assigned.v1", to="กองคลัง", clerk="clerk", due="2021-02-12")
    world.enter(got, "action.noted.v1", action="โทรถาม", clerk="clerk")
    correction = {"what": "printed", "old": "ศธ 0201/15", "new": "ศธ 0201/51", "reason": "สลับเลข", "clerk": "clerk"}
    world.enter(got, "entry.corrected.v1", **correction)
    world.enter(got, "matter.concluded.v1", how="ตอบแล้ว", clerk="clerk")

    told = of_letter(world, got)

    assert told[0].name == "number.reserved.v1"
    stages = [changed(one)["stage", ""][1] for one in told if ("stage", "") in changed(one)]
    assert stages == ["received", "in_progress", "concluded"]
    assert changed(told[4]) == {("number", ""): ("ศธ 0201/15", "ศธ 0201/51")}
    assert changed(told[5])["action", ""] == ("โทรถาม", "โทรถาม; ตอบแล้ว")


def test_what_came_later_changes_no_state_of_before(world: World) -> None:
    letter = world.issue()
    world.dispatch(letter)
    position = of_letter(world, letter)[-1].position
    before = state(world, letter, position)

    world.acknowledge(letter)

    assert state(world, letter, position) == before
    assert state(world, letter) != before


def test_a_day_that_is_moved_for_one_was_everybodys_before(world: World) -> None:
    letter = world.asked()
    fields = {"no": 2, "to": 0, "old": "2021-02-24", "new": "2021-03-01", "reason": "ขอเลื่อน", "clerk": "clerk"}
    world.enter(letter, "deadline.moved.v1", **fields)

    last = of_letter(world, letter)[-1]

    assert changed(last) == {("due", f"2 · {KRABI_GOVERNOR}"): ("2021-02-24", "2021-03-01")}


def test_a_letter_on_paper_names_the_clerk_who_says_so(world: World) -> None:
    letter = world.issue_by_hand()

    signed = next(one for one in of_letter(world, letter) if one.tie is Tie.SIGNED)

    assert signed.by is not None
    assert (signed.by.officer, signed.claimed_by) == ("clerk", Claim.SIGNER)


# --- officers ----------------------------------------------------------------------------------------------


def test_an_officer_who_is_enrolled_again_has_another_post_and_waits_for_confirmation(world: World) -> None:
    post = Post("รองอธิบดี", "กรมตัวอย่าง", world.now.date())
    world.enrol_again(OfficerEnrolled("dg", "นายประยูร ใหม่", "กรมตัวอย่าง", (post,), (Role.SIGNATORY,)))

    again = [one for one in of_officer(world, "dg") if one.name == "officer.enrolled.v1"][-1]

    found = changed(again)
    assert found["name", ""] == ("นายประยูร ตัวอย่าง", "นายประยูร ใหม่")
    assert found["post", "รองอธิบดี กรมตัวอย่าง"] == (None, "2021-02-09 –")
    assert [one for one in found if one[0] == "key"]
    with Reader(world.folder) as reader, Histories(reader) as histories:
        assert histories.timeline.officers("นายประยูร ตัวอย่าง") == ["dg"]
        assert histories.timeline.officers("นายประยูร") == ["dg"]


def test_who_signed_is_called_as_known_then_and_not_as_later(world: World) -> None:
    letter = world.issue()
    post = Post("รองอธิบดี", "กรมตัวอย่าง", world.now.date())
    world.enrol_again(OfficerEnrolled("dg", "นายประยูร ใหม่", "กรมตัวอย่าง", (post,), (Role.SIGNATORY,)))

    signed = next(one for one in of_letter(world, letter) if one.tie is Tie.SIGNED)

    assert signed.by is not None
    assert (signed.by.name, signed.by.posts) == ("นายประยูร ตัวอย่าง", ("อธิบดี",))


def test_a_post_that_is_over_is_not_said_of_anybody(world: World) -> None:
    since, until = datetime(2021, 1, 1, tzinfo=THAI_TIME), datetime(2021, 2, 1, tzinfo=THAI_TIME)
    act = PostAct(PostActKind.APPOINT, "หัวหน้ากลุ่ม", KRABI, officer="clerk", since=since, until=until)
    world.order(Acts(posts=(act,)))

    signed = next(one for one in of_letter(world, world.issue_by_hand()) if one.tie is Tie.SIGNED)

    assert signed.by is not None
    assert signed.by.posts == ("เจ้าพนักงานธุรการ",)


def test_a_withdrawn_key_says_why(world: World) -> None:
    spki = world.people["dg"].key.certificate.spki
    world.admit(world.say("r1", KeyWithdrawn(spki, "ทำหาย")))  # type: ignore[arg-type] # a digest as text

    last = of_officer(world, "dg")[-1]

    assert list(changed(last).values()) == [("confirmed", "withdrawn: ทำหาย")]


def test_posts_by_order_are_known_from_the_order_on(world: World) -> None:
    since = datetime(2021, 1, 1, tzinfo=THAI_TIME)
    early = world.issue_by_hand()
    act = PostAct(PostActKind.ACT_FOR, "อธิบดี", KRABI, officer="clerk", since=since, word=ActingWord.ACTING_FOR_ABSENT)
    world.order(Acts(posts=(act,)))
    late = world.issue_by_hand()

    before, after = (next(one for one in of_letter(world, letter) if one.tie is Tie.SIGNED) for letter in (early, late))

    assert before.by is not None
    assert after.by is not None
    assert before.by.posts == ("เจ้าพนักงานธุรการ",)
    assert after.by.posts == ("เจ้าพนักงานธุรการ", "รักษาราชการแทน อธิบดี")
    told = next(one for one in of_officer(world, "clerk") if one.name == "order.issued.v1")
    assert told.by is not None
    assert told.by.officer == "dg"
    assert changed(told)["power", f"act-for อธิบดี {KRABI}"][1] == "acting_for_absent 2021-01-01T00:00:00+07:00 –"


def test_a_power_ends_with_the_order_that_repeals_the_one_that_gave_it(world: World) -> None:
    since = datetime(2021, 1, 1, tzinfo=THAI_TIME)
    act = PostAct(PostActKind.APPOINT, "หัวหน้ากลุ่ม", KRABI, officer="clerk", since=since)
    given = world.order(Acts(posts=(act,)))
    before = of_officer(world, "clerk")[-1]
    world.order(repeal(given, "1/2564", since=datetime(2021, 2, 1, tzinfo=THAI_TIME)))

    last = of_officer(world, "clerk")[-1]

    ended = "power", f"end หัวหน้ากลุ่ม {KRABI}"
    assert changed(last)[ended] == (None, "2021-02-01T00:00:00+07:00 – (2/2564)")
    with Reader(world.folder) as reader, Histories(reader) as histories:
        now, then = (histories.officer("clerk").state(place) for place in (last.position, before.position))
    assert Field(*ended) in now
    assert Field(*ended) not in then


@pytest.mark.parametrize("how", [{"proposed": True}, {"confirmed": False}])
def test_what_is_proposed_or_waits_for_confirmation_gives_nobody_a_power(world: World, how: dict[str, bool]) -> None:
    act = PostAct(PostActKind.APPOINT, "หัวหน้ากลุ่ม", KRABI, officer="clerk")
    world.record_instrument(Acts(posts=(act,)), **{"confirmed": False, **how})

    with Reader(world.folder) as reader, Histories(reader) as histories:
        state = histories.officer("clerk").state(1 << 40)

    assert [name for name in state if name.what == "power"] == []


def test_a_founder_is_known_from_the_first_fact_on(world: World) -> None:
    first = of_officer(world, "r1")[0]

    assert (first.position, first.by) == (0, None)
    assert changed(first)["name", ""] == (None, "นางสาวหนึ่ง ตัวอย่าง")


# --- units -------------------------------------------------------------------------------------------------


def test_a_units_history_has_every_instrument_that_speaks_of_it_and_what_it_changed(world: World) -> None:
    world.order(RENAMING)
    world.record_instrument(FOUNDING, confirmed=False, proposed=True)

    with Reader(world.folder) as reader, Histories(reader) as histories:
        established, renamed = list(histories.unit(KRABI).events())
        (proposed,) = list(histories.unit(GROUP).events())
        before, after = (histories.unit(KRABI).state(one.position) for one in (established, renamed))
        nothing = histories.unit(GROUP).state(1 << 40), histories.unit(KRABI).state(0)

    assert changed(established)["name", ""] == (None, "สำนักงานกระบี่")
    assert changed(renamed)["name", ""] == ("สำนักงานกระบี่", "สำนักงานส่งเสริมกระบี่")
    assert renamed.by is not None
    assert renamed.by.officer == "dg"
    assert (proposed.name, proposed.changes) == ("instrument.recorded.v1", ())
    assert (before[Field("name")], after[Field("name")]) == ("สำนักงานกระบี่", "สำนักงานส่งเสริมกระบี่")
    assert nothing == ({}, {})


def test_a_correction_of_the_past_shows_what_it_took_back(world: World) -> None:
    first = world.order(FOUNDING)
    world.order(repeal(first, "1/2564"))

    with Reader(world.folder) as reader, Histories(reader) as histories:
        *_, repealed = list(histories.unit(GROUP).events())

    assert Change(Field("name"), "กลุ่มงาน district", None) in repealed.changes


# --- all of it ---------------------------------------------------------------------------------------------


def test_every_field_of_every_history_has_a_name(busy_office: Path) -> None:
    with Reader(busy_office) as reader, Histories(reader) as histories, open_view(reader, Find) as find:
        streams = {one.stream for one in find.find("ตัวอย่าง", limit=99) if one.stream is not None}
        states = [histories.letter(stream).state(1 << 40) for stream in streams]
        states += [histories.officer(one).state(1 << 40) for one in ("dg", "r1", "clerk", "p0")]
    assert len(streams) > 3

    found = {name.what for state in states for name in state}

    assert found <= set(FIELDS)


def test_a_history_is_the_same_however_it_is_asked_for(busy_office: Path) -> None:
    with Reader(busy_office) as reader, Histories(reader) as histories:
        whole = list(histories.officer("clerk").events())
        first, left_out = histories.officer("clerk").newest(3)
        part = list(histories.officer("clerk").events(first))

    assert part == whole[-3:]
    assert left_out == len(whole) - 3


def test_numbers_of_orders_and_receive_numbers_begin_a_history(world: World) -> None:
    for kind in (SeriesKind.ORDER, SeriesKind.CIRCULAR):
        assert of_letter(world, world.issue(kind))[0].tie is Tie.NUMBER
