"""What a letter asks for: reported by its recipients, noted by clerks, tied to what shows it; days moved."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from domain.calendar import CalendarEntered
from domain.directives import DirectiveEvidenced, DirectiveNoted, Progress
from domain.errors import InvalidValue, NoSuchThing, NotAllowed, WrongNumber, WrongStage
from domain.letter.events import LetterAnswered
from domain.series import SeriesKind
from domain.values import Digest, StreamId
from registry import requests, wire
from registry.audit.audit import Trust, audit
from registry.errors import NotCanonical, RegistryError
from registry.reader import Reader
from registry.register.work import asked
from registry.replay import fold, replay
from tests.registry.world import DIRECTIVES, World

PASSED_ON, DONE, REOPENED = Progress.PASSED_ON, Progress.DONE, Progress.REOPENED
OFFICE: dict[str, Any] = {"performer": "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดกระบี่"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A staffed office; whatever a test did, the audit finds it in order and the facts tell what the writer knows."""
    world = World.staffed(tmp_path / "registry")
    yield world
    audit(world.folder, Trust.beside(world.folder), cores=1)
    with Reader(world.folder) as reader:
        told = fold(reader).letters
    for stream, letter in world.register.known.letters.items():
        assert letter == told[stream]
    world.close()


@pytest.fixture
def letter(world: World) -> StreamId:
    return world.asked()


def facts(world: World, stream: StreamId) -> list[object]:
    return [wire.decode(entry.contents.statement).fact for entry in world.register.store.stream(stream)]


def standing(world: World, letter: StreamId, *, to: int = 0, no: int = 1) -> tuple[Progress, bool] | None:
    known = world.register.known.letters.get(letter)
    assert known is not None
    found = known.directives.of(to, no)
    return None if found is None else (found.progress, found.evidenced)


# --- how far it got --------------------------------------------------------------------------------------------


def test_a_directive_is_passed_on_done_and_reopened(world: World, letter: StreamId) -> None:
    world.note(letter, progress=PASSED_ON, **OFFICE)
    world.note(letter, progress=DONE)
    world.note(letter, progress=REOPENED, how="คำสั่งไม่ครบทุกอำเภอ")

    assert standing(world, letter) == (REOPENED, False)
    assert standing(world, letter, no=2) is None
    assert standing(world, letter, to=1) is None


def test_what_was_reopened_is_passed_on_and_done_again(world: World, letter: StreamId) -> None:
    for progress in (DONE, REOPENED, PASSED_ON, DONE):
        world.note(letter, progress=progress, **(OFFICE if progress is PASSED_ON else {}))

    assert standing(world, letter) == (DONE, False)


@pytest.mark.parametrize("again", [DONE, PASSED_ON])
def test_what_is_done_is_not_noted_again_before_it_is_reopened(world: World, letter: StreamId, again: Progress) -> None:
    world.note(letter)

    with pytest.raises(WrongStage, match="is noted as done by ผู้ว่าราชการจังหวัดกระบี่ before"):
        world.note(letter, progress=again, **OFFICE)


def test_a_letter_by_which_it_was_passed_on_is_not_added_to_what_is_done(world: World, letter: StreamId) -> None:
    world.note(letter)

    with pytest.raises(WrongStage, match="is noted as done"):
        world.note(letter, progress=PASSED_ON, evidence=world.receive(), **OFFICE)


@pytest.mark.parametrize("before", [None, PASSED_ON])
def test_what_is_not_done_is_not_reopened(world: World, letter: StreamId, before: Progress | None) -> None:
    if before:
        world.note(letter, progress=before, **OFFICE)

    with pytest.raises(WrongStage, match="nothing to reopen"):
        world.note(letter, progress=REOPENED)


@pytest.mark.parametrize("no", [0, 3])
def test_a_directive_that_the_letter_does_not_have_is_refused(world: World, letter: StreamId, no: int) -> None:
    with pytest.raises(NoSuchThing, match=rf"has no directive {no}: it asks for 2 things"):
        world.note(letter, no=no)


@pytest.mark.parametrize("to", [-1, 3])
def test_nothing_is_noted_for_somebody_to_whom_it_was_not_sent(world: World, letter: StreamId, to: int) -> None:
    with pytest.raises(NoSuchThing, match="was not sent to this recipient"):
        world.note(letter, to=to)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"progress": DONE, "how": " "}, "Say how it was done"),
        ({"progress": PASSED_ON, "performer": " "}, "to whom it was passed on"),
        ({"progress": PASSED_ON}, "to whom it was passed on"),
    ],
)
def test_what_says_too_little_is_refused(world: World, letter: StreamId, fields: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidValue, match=why):
        world.note(letter, **fields)


@pytest.mark.parametrize("more", [OFFICE, {"evidence_number": "กบ 0023/1"}])
def test_a_directive_is_reopened_with_a_reason_alone(world: World, letter: StreamId, more: dict[str, Any]) -> None:
    world.note(letter)

    with pytest.raises(InvalidValue, match="with a reason alone"):
        world.note(letter, progress=REOPENED, **more)


@pytest.mark.parametrize(
    ("apart", "why"), [(timedelta(minutes=1), "has not come yet"), (timedelta(days=-1), "lies before")]
)
def test_nothing_is_noted_ahead_of_its_time_or_before_the_letter(
    world: World, letter: StreamId, apart: timedelta, why: str
) -> None:
    with pytest.raises(InvalidValue, match=why):
        world.note(letter, happened_at=(world.now + apart).isoformat())


def test_a_time_without_its_offset_is_refused(world: World, letter: StreamId) -> None:
    with pytest.raises(InvalidValue, match="has no offset"):
        world.note(letter, happened_at="2021-02-09T09:00:00")
    with pytest.raises(InvalidValue, match="has no offset"):
        world.admit(world.report(letter, happened_at=datetime(2021, 2, 9, 9)), stream=letter)  # noqa: DTZ001
    with pytest.raises(InvalidValue, match="has no offset"):
        world.admit(world.acknowledgement(letter, arrived_at=datetime(2021, 2, 9, 9)), stream=letter)  # noqa: DTZ001


def test_of_a_letter_that_was_not_sent_or_was_withdrawn_nothing_is_noted(world: World) -> None:
    unsent = world.issue(directives=DIRECTIVES)
    withdrawn, newer = world.asked(), world.asked()
    world.enter(withdrawn, "letter.superseded.v1", instrument=newer, number="x", clerk="clerk")

    for letter in (unsent, withdrawn):
        with pytest.raises(WrongStage, match="cannot be performed"):
            world.note(letter)


def test_for_an_addressee_who_returned_the_letter_nothing_is_noted_reported_or_moved(
    world: World, letter: StreamId
) -> None:
    world.send_back(letter, to=1)

    acts: list[Callable[[], object]] = [
        lambda: world.note(letter, to=1),
        lambda: world.admit(world.report(letter, to=1), stream=letter),
        lambda: move(world, letter, to=1, old="2021-02-24"),
    ]

    for act in acts:
        with pytest.raises(WrongStage, match="has returned"):
            act()
    world.note(letter, to=0)


def test_a_note_names_an_enrolled_clerk_and_no_report(world: World, letter: StreamId) -> None:
    with pytest.raises(NoSuchThing, match="nobody"):
        world.note(letter, clerk="nobody")
    with pytest.raises(NotCanonical, match="cannot be read"):
        world.note(letter, reported="sha256:" + "00" * 32)


# --- evidence --------------------------------------------------------------------------------------------------


def test_a_letter_that_came_in_shows_it_and_is_tied_to_it_at_both_ends(world: World, letter: StreamId) -> None:
    reply = world.receive(printed="กบ ๐๐๒๓/๑๕")

    world.note(letter, evidence=reply, how="จัดตั้งแล้วทุกอำเภอ")

    noted, shown = facts(world, letter)[-1], facts(world, reply)[-1]
    assert isinstance(noted, DirectiveNoted)
    assert (noted.evidence, noted.evidence_number, noted.clerk) == (reply, "กบ ๐๐๒๓/๑๕", "clerk")
    assert shown == DirectiveEvidenced(letter, "มท 0812/ว 271", 0, 1, "จัดตั้งแล้วทุกอำเภอ", "clerk")
    assert standing(world, letter) == (DONE, True)


def test_an_order_of_this_office_shows_it_too(world: World, letter: StreamId) -> None:
    order = world.issue(SeriesKind.ORDER)

    world.note(letter, evidence=order)

    assert facts(world, order)[-1] == DirectiveEvidenced(letter, "มท 0812/ว 271", 0, 1, "แจ้งทางโทรศัพท์", "clerk")


def test_evidence_has_the_number_that_it_was_corrected_to(world: World, letter: StreamId) -> None:
    reply = world.receive(printed="กบ 0023/51")
    correction = {"what": "printed", "old": "กบ 0023/51", "new": "กบ 0023/15", "reason": "พิมพ์ผิด", "clerk": "clerk"}
    world.enter(reply, "entry.corrected.v1", **correction)

    world.note(letter, evidence=reply)

    assert getattr(facts(world, letter)[-1], "evidence_number") == "กบ 0023/15"  # noqa: B009 - of one of many facts


def test_a_concluded_matter_still_shows_what_it_shows(world: World, letter: StreamId) -> None:
    reply = world.receive()
    world.enter(reply, "matter.concluded.v1", how="ทราบ", clerk="clerk")

    world.note(letter, evidence=reply)

    assert isinstance(facts(world, reply)[-1], DirectiveEvidenced)


def test_evidence_is_added_once_to_what_was_reported_done(world: World, letter: StreamId) -> None:
    world.admit(world.report(letter), stream=letter)
    first, second = world.receive(), world.receive()

    world.note(letter, evidence=first)

    assert standing(world, letter) == (DONE, True)
    with pytest.raises(WrongStage, match="is noted as done"):
        world.note(letter, evidence=second)


def test_by_what_it_was_passed_on_is_no_evidence_that_it_was_done(world: World, letter: StreamId) -> None:
    world.note(letter, progress=PASSED_ON, evidence=world.receive(), **OFFICE)

    world.note(letter)

    assert standing(world, letter) == (DONE, False)


def test_a_number_of_the_recipients_own_is_kept_as_it_is_printed(world: World, letter: StreamId) -> None:
    world.note(letter, evidence_number="คำสั่งจังหวัดกระบี่ ที่ 77/2564")

    assert getattr(facts(world, letter)[-1], "evidence_number") == "คำสั่งจังหวัดกระบี่ ที่ 77/2564"  # noqa: B009 - of one of many facts


def test_evidence_under_another_number_is_refused(world: World, letter: StreamId) -> None:
    with pytest.raises(WrongNumber, match="The register has ศธ ๐๒๐๑/๑๕ for the evidence, not ศธ ๐๒๐๑/๑๖"):
        world.note(letter, evidence=world.receive(), evidence_number="ศธ 0201/16")


def test_evidence_that_is_not_in_the_register_is_refused(world: World, letter: StreamId) -> None:
    with pytest.raises(NoSuchThing, match="was issued here"):
        world.note(letter, evidence="01778b0b-4a00-7000-8000-000000000001")


def test_a_letter_does_not_show_that_it_was_obeyed(world: World, letter: StreamId) -> None:
    with pytest.raises(InvalidValue, match="is the letter that asks"):
        world.note(letter, evidence=letter)


# --- reports of recipients -------------------------------------------------------------------------------------


def test_a_recipients_report_is_noted_by_the_seal_just_behind_it(world: World, letter: StreamId) -> None:
    said = world.report(letter, to=1, no=2, how="ร่วมประชุมแล้ว", evidence="กจ 0023/9")

    world.admit(said, stream=letter)

    noted = facts(world, letter)[-1]
    assert isinstance(noted, DirectiveNoted)
    assert (noted.to, noted.no, noted.progress, noted.how) == (1, 2, DONE, "ร่วมประชุมแล้ว")
    assert (noted.reported, noted.reported_in, noted.clerk) == (said.digest, said.stream, None)
    assert (noted.evidence, noted.evidence_number) == (None, "กจ 0023/9")
    newest, before = (world.register.store.last(stream) for stream in (letter, said.stream))
    assert newest is not None
    assert before is not None
    assert newest.place.position - before.place.position == 1


def test_a_report_may_bring_its_evidence_along(world: World, letter: StreamId) -> None:
    scan = world.file(b"SPECIMEN: an order", role="attachment", mime="application/pdf", name="order.pdf")
    fact = wire.decode(world.report(letter).statement)

    world.admit(world.say("p0", fact.fact, re=fact.re, doc=[scan]), stream=letter)  # type: ignore[arg-type] # a report

    assert standing(world, letter) == (DONE, False)


def test_a_report_whose_evidence_was_not_handed_in_is_refused(world: World, letter: StreamId) -> None:
    scan = world.file(b"SPECIMEN: an order", role="attachment")
    fact = wire.decode(world.report(letter).statement)
    missing = type(scan)(Digest("sha256:" + "00" * 32), 7, scan.mime, scan.name, scan.role)

    with pytest.raises(RegistryError, match="is not in the store"):
        world.admit(world.say("p0", fact.fact, re=fact.re, doc=[missing]), stream=letter)  # type: ignore[arg-type] # a report


def test_a_report_handed_in_twice_is_noted_once(world: World, letter: StreamId) -> None:
    said = world.report(letter, progress=PASSED_ON, **OFFICE)
    world.admit(said, stream=letter)

    with pytest.raises(InvalidValue, match="was admitted before"):
        world.admit(said, stream=letter)


def test_a_report_on_one_letter_is_not_one_on_another(world: World, letter: StreamId) -> None:
    other = world.asked()

    with pytest.raises(WrongNumber, match="about another letter"):
        world.admit(world.report(letter), stream=other)


@pytest.mark.parametrize("who", ["p1", "dg", "clerk"])
def test_nobody_reports_with_another_key_than_the_recipients(world: World, letter: StreamId, who: str) -> None:
    with pytest.raises(NotAllowed, match="does not answer for"):
        world.admit(world.report(letter, to=0, who=who), stream=letter)


def test_a_report_names_the_letter_and_the_desk_is_told_which(world: World, letter: StreamId) -> None:
    report = wire.decode(world.report(letter).statement).fact

    with pytest.raises(InvalidValue, match="does not name the letter"):
        world.admit(world.say("p0", report), stream=letter)  # type: ignore[arg-type] # a report
    with pytest.raises(InvalidValue, match="Say which letter"):
        world.admit(world.report(letter))


def test_who_acknowledged_the_letter_reports_on_it_and_is_noted(world: World, letter: StreamId) -> None:
    world.acknowledge(letter)

    world.admit(world.report(letter), stream=letter)
    world.note(letter, no=2)

    assert [standing(world, letter, no=no) for no in (1, 2)] == [(DONE, False), (DONE, False)]


def test_a_report_tells_nothing_that_happened_after_it_was_signed(world: World, letter: StreamId) -> None:
    said = world.report(letter, happened_at=world.now + timedelta(minutes=5))
    world.now += timedelta(minutes=10)

    with pytest.raises(InvalidValue, match="has not come yet"):
        world.admit(said, stream=letter)


def test_a_report_before_an_acknowledgement_leaves_it_owed(world: World, letter: StreamId) -> None:
    world.admit(world.report(letter), stream=letter)

    world.acknowledge(letter)

    assert isinstance(facts(world, letter)[-1], LetterAnswered)


# --- days ------------------------------------------------------------------------------------------------------


def move(world: World, letter: StreamId, **changed: object) -> dict[str, Any]:
    fields = {"no": 2, "to": None, "old": "2021-02-24", "new": "2021-03-01", "reason": "เลื่อนประชุม", "clerk": "clerk"}
    return world.enter(letter, "deadline.moved.v1", **{**fields, **changed})


def due(world: World, letter: StreamId, to: int, no: int = 2) -> date | None:
    known = world.register.known.letters.get(letter)
    assert known is not None
    return known.directives.due(no, to, signed=DIRECTIVES[no - 1].due)


def test_a_day_is_moved_for_all_and_for_one(world: World, letter: StreamId) -> None:
    move(world, letter)
    move(world, letter, to=1, old="2021-03-01", new="2021-03-05")
    move(world, letter, old="2021-03-01", new="2021-03-02")

    assert [due(world, letter, to) for to in (0, 1)] == [date(2021, 3, 2), date(2021, 3, 5)]


def test_a_day_is_given_where_there_was_none(world: World, letter: StreamId) -> None:
    move(world, letter, no=1, old=None)

    assert due(world, letter, 0, no=1) == date(2021, 3, 1)


def test_a_day_is_not_moved_twice_from_where_it_was(world: World, letter: StreamId) -> None:
    move(world, letter)

    with pytest.raises(WrongStage, match="The register holds 2021-03-01 for directive 2"):
        move(world, letter, new="2021-03-08")
    with pytest.raises(WrongStage, match="The register holds 2021-03-01 for directive 2"):
        move(world, letter, to=0, new="2021-03-08")


@pytest.mark.parametrize(
    ("fields", "refusal", "why"),
    [
        ({"reason": " "}, InvalidValue, "Say why the day is moved"),
        ({"new": "2021-02-24"}, InvalidValue, "due on 2021-02-24 already"),
        ({"new": "2021-02-08"}, InvalidValue, "lies before มท ๐๘๑๒/ว ๒๗๑"),
        ({"old": None}, WrongStage, "holds 2021-02-24"),
        ({"no": 3}, NoSuchThing, "has no directive 3"),
        ({"to": 3}, NoSuchThing, "was not sent to this recipient"),
        ({"clerk": "nobody"}, NoSuchThing, "nobody"),
        ({"new": "soon"}, NotCanonical, "cannot be read"),
    ],
)
def test_a_day_is_never_moved_silently(
    world: World, letter: StreamId, fields: dict[str, object], refusal: type[Exception], why: str
) -> None:
    with pytest.raises(refusal, match=why):
        move(world, letter, **fields)


# --- calendar --------------------------------------------------------------------------------------------------


def test_a_day_of_the_offices_own_calendar_is_entered(world: World) -> None:
    answer = world.ask(requests.EnterCalendar(date(2021, 2, 15), works=False, name="วันหยุดพิเศษ", clerk="clerk"))

    assert facts(world, answer["stream"]) == [
        CalendarEntered(date(2021, 2, 15), works=False, name="วันหยุดพิเศษ", clerk="clerk")
    ]


@pytest.mark.parametrize(("name", "clerk"), [(" ", "clerk"), ("วันหยุด", "nobody")])
def test_a_day_is_entered_with_its_name_by_an_enrolled_clerk(world: World, name: str, clerk: str) -> None:
    with pytest.raises((InvalidValue, NoSuchThing)):
        world.ask(requests.EnterCalendar(date(2021, 2, 15), works=False, name=name, clerk=clerk))


def test_the_replayed_state_tells_directives_days_and_the_calendar(world: World, letter: StreamId) -> None:
    world.note(letter, progress=PASSED_ON, **OFFICE)
    move(world, letter)
    world.send_back(letter, to=1)
    for works in (False, True):
        world.ask(requests.EnterCalendar(date(2021, 2, 15), works=works, name="วันหยุดพิเศษ", clerk="clerk"))

    with Reader(world.folder) as reader:
        state = orjson.loads(replay(reader).state)

    [told] = state["letters"]
    assert told["returned"] == [1]
    assert told["directives"] == {
        "standing": [{"to": 0, "no": 1, "progress": "passed-on", "evidenced": False}],
        "deadlines": [{"no": 2, "to": None, "day": "2021-03-01"}],
    }
    assert state["calendar"] == [{"day": "2021-02-15", "works": True, "name": "วันหยุดพิเศษ", "clerk": "clerk"}]


# --- crashes and memory ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("part", "step"), [("store", "append"), ("signer", "advance"), ("tiles", "publish")])
def test_after_a_crash_both_ends_of_an_evidence_are_there_or_neither(
    world: World, letter: StreamId, part: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = world.receive()
    fields = {"to": 0, "no": 1, "progress": "done", "happened_at": world.now.isoformat(), "how": "จัดตั้งแล้ว"}
    request = requests.Enter(letter, "directive.noted.v1", {**fields, "clerk": "clerk", "evidence": reply})
    first, again = (asked(bytes(16), requests.encode(request)) for _ in range(2))

    with monkeypatch.context() as broken:
        broken.setattr(getattr(world.register, part), step, _crash)
        with pytest.raises(KeyboardInterrupt):
            world.register.process([first])
    world.reopen()
    ends = [isinstance(facts(world, stream)[-1], DirectiveNoted | DirectiveEvidenced) for stream in (letter, reply)]
    world.register.process([again])

    assert ends == [part != "store"] * 2
    assert isinstance(again.outcome, dict)
    for stream, kind in ((letter, DirectiveNoted), (reply, DirectiveEvidenced)):
        assert [type(one) for one in facts(world, stream)].count(kind) == 1


def _crash(*_args: object) -> None:
    raise KeyboardInterrupt


def test_what_is_known_of_directives_is_read_again_where_it_was_let_go_of(world: World, letter: StreamId) -> None:
    reply = world.receive()
    world.note(letter, evidence=reply)
    move(world, letter)
    world.send_back(letter, to=1)
    for _ in range(3):
        world.asked()
    known = world.register.known.letters.get(letter)
    world.register.known.letters._forget(letter)

    world.note(letter, progress=REOPENED)

    audit(world.folder, Trust.beside(world.folder), cores=1, kept=1)
    again = world.register.known.letters.get(letter)
    assert known is not None
    assert again is not None
    assert (again.returned, again.directives.deadlines) == (known.returned, known.directives.deadlines)
