"""A writer that was taken over makes directives look performed; the audit names what it did."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.calendar import CalendarEntered
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, Progress
from domain.values import Digest, StreamId
from registry import wire
from registry.audit.audit import Trust, audit
from registry.audit.report import AuditFailed
from registry.authoring import Said
from registry.evidence import Evidenced
from registry.register.group import Group, Staged
from registry.wire import Relation
from tests.registry.world import BEGINNING, World

NOTED = DirectiveNoted(0, 1, Progress.DONE, BEGINNING, "แจ้งทางโทรศัพท์", clerk="clerk")
NOBODY = Digest("sha256:" + "00" * 32)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World.staffed(tmp_path / "registry")
    yield made
    made.close()


@pytest.fixture
def letter(world: World) -> StreamId:
    return world.asked()


def force(world: World, act: Callable[[Group], object]) -> None:
    work = world.register.decide([])
    act(work.group)
    world.register.commit(work)


def refused(world: World, why: str) -> None:
    with pytest.raises(AuditFailed, match=why):
        audit(world.folder, Trust.beside(world.folder), cores=1)


def take(group: Group, said: Said) -> Staged:
    statement = wire.decode(said.statement)
    return group.take(Evidenced(statement, said.statement, said.digest, "cms", said.evidence))


def admitted(letter: StreamId, said: Said, noted: DirectiveNoted, *, tied: bool = True) -> Callable[[Group], object]:
    """Take a person's statement, and let the seal note something behind it."""

    def act(group: Group) -> None:
        take(group, said)
        group.seal(letter, noted, re=[Relation("admits", said.digest)] if tied else [])

    return act


def of(said: Said, **changed: object) -> DirectiveNoted:
    """The note that admits a report."""
    noted = replace(NOTED, how="ออกคำสั่งแล้ว", clerk=None, reported=said.digest, reported_in=said.stream)
    return replace(noted, **changed)  # type: ignore[arg-type] # fields of a note


def test_a_note_as_the_writer_would_have_made_it_is_in_order(world: World, letter: StreamId) -> None:
    said = world.report(letter)

    force(world, admitted(letter, said, of(said)))
    force(world, lambda group: group.seal(letter, replace(NOTED, to=1)))

    assert audit(world.folder, Trust.beside(world.folder), cores=1).letters == 1


def test_a_report_that_nobody_made(world: World, letter: StreamId) -> None:
    noted = replace(NOTED, clerk=None, reported=NOBODY, reported_in=letter)

    force(world, lambda group: group.seal(letter, noted))

    refused(world, "admits a statement that does not stand before it")


@pytest.mark.parametrize("clerk", [None, "nobody"])
def test_a_note_by_nobody(world: World, letter: StreamId, clerk: str | None) -> None:
    force(world, lambda group: group.seal(letter, replace(NOTED, clerk=clerk)))

    refused(world, "is not enrolled|No officer")


@pytest.mark.parametrize(
    "changed",
    [{"how": "ครบทุกอำเภอ"}, {"no": 2}, {"progress": Progress.PASSED_ON, "performer": "x"}, {"clerk": "clerk"}],
)
def test_a_note_of_something_else_than_was_reported(world: World, letter: StreamId, changed: dict[str, object]) -> None:
    said = world.report(letter)

    force(world, admitted(letter, said, of(said, **changed)))

    refused(world, "not what the recipient reported")


def test_a_note_that_is_not_tied_to_its_report(world: World, letter: StreamId) -> None:
    said = world.report(letter)

    force(world, admitted(letter, said, of(said), tied=False))

    refused(world, "noted by another than who said it")


def test_a_clerks_note_in_the_place_of_a_report(world: World, letter: StreamId) -> None:
    said = world.report(letter)

    force(world, admitted(letter, said, NOTED, tied=False))

    refused(world, "noted by another than who said it")


def test_an_acknowledgement_noted_as_a_report(world: World, letter: StreamId) -> None:
    said = world.acknowledgement(letter)

    force(world, admitted(letter, said, of(said)))

    refused(world, "is no report")


def test_a_report_that_was_left_out(world: World, letter: StreamId) -> None:
    said = world.report(letter)

    force(world, lambda group: take(group, said))

    refused(world, "ends before what was signed is admitted")


def test_a_report_by_another_recipient(world: World, letter: StreamId) -> None:
    said = world.report(letter, who="p1")

    force(world, admitted(letter, said, of(said)))

    refused(world, "does not answer for")


def test_a_report_moved_to_another_letter(world: World, letter: StreamId) -> None:
    said, other = world.report(letter), world.asked()

    force(world, admitted(other, said, of(said)))

    refused(world, "about another letter")


def test_a_note_for_who_returned_the_letter(world: World, letter: StreamId) -> None:
    world.send_back(letter)

    force(world, lambda group: group.seal(letter, NOTED))

    refused(world, "has returned")


def test_a_note_ahead_of_its_time(world: World, letter: StreamId) -> None:
    force(world, lambda group: group.seal(letter, replace(NOTED, happened_at=BEGINNING + timedelta(days=1))))

    refused(world, "has not come yet")


def test_evidence_whose_other_end_was_left_out(world: World, letter: StreamId) -> None:
    reply = world.receive()
    noted = replace(NOTED, evidence=reply, evidence_number="ศธ 0201/15")

    force(world, lambda group: group.seal(letter, noted))

    refused(world, "ends before what was signed is admitted and linked")


@pytest.mark.parametrize("how", ["แจ้งทางโทรศัพท์", "อย่างอื่น"])
def test_evidence_of_nothing_or_of_something_else(world: World, letter: StreamId, how: str) -> None:
    reply = world.receive()
    shown = DirectiveEvidenced(letter, "มท 0812/ว 271", 0, 1, how, "clerk")
    noted = replace(NOTED, evidence=reply, evidence_number="ศธ 0201/15")

    def act(group: Group) -> None:
        if how != NOTED.how:
            group.seal(letter, noted)
        group.seal(reply, shown)

    force(world, act)

    refused(world, "No note before it is linked so")


def test_evidence_under_another_number(world: World, letter: StreamId) -> None:
    noted = replace(NOTED, evidence=world.receive(), evidence_number="ศธ 0201/16")

    force(world, lambda group: group.seal(letter, noted))

    refused(world, "The register has ศธ ๐๒๐๑/๑๕ for the evidence")


def test_something_else_before_the_other_end(world: World, letter: StreamId) -> None:
    noted = replace(NOTED, evidence=world.receive(), evidence_number="ศธ 0201/15")

    force(world, lambda group: [group.seal(letter, noted), group.seal(letter, replace(NOTED, to=1))])

    refused(world, "The other end of a link is missing")


@pytest.mark.parametrize(
    ("moved", "why"),
    [
        (DeadlineMoved(2, None, date(2021, 2, 25), date(2021, 3, 1), "เลื่อน", "clerk"), "The register holds 2021-02-24"),
        (DeadlineMoved(2, None, date(2021, 2, 24), date(2021, 3, 1), "", "clerk"), "Say why"),
        (DeadlineMoved(2, None, date(2021, 2, 24), date(2021, 3, 1), "เลื่อน", "nobody"), "nobody"),
    ],
)
def test_a_day_moved_silently(world: World, letter: StreamId, moved: DeadlineMoved, why: str) -> None:
    force(world, lambda group: group.seal(letter, moved))

    refused(world, why)


@pytest.mark.parametrize(
    ("entered", "why"),
    [
        (CalendarEntered(date(2021, 2, 15), works=False, name="", clerk="clerk"), "Say what day it is"),
        (CalendarEntered(date(2021, 2, 15), works=False, name="วันหยุด", clerk="nobody"), "nobody"),
    ],
)
def test_a_day_of_the_calendar_that_nobody_answers_for(world: World, entered: CalendarEntered, why: str) -> None:
    force(world, lambda group: group.begin(entered))

    refused(world, why)


def test_a_day_of_the_calendar_in_a_letters_stream(world: World, letter: StreamId) -> None:
    entered = CalendarEntered(date(2021, 2, 15), works=False, name="วันหยุด", clerk="clerk")

    force(world, lambda group: group.seal(letter, entered))

    refused(world, "begins a stream")
