"""Recipients without a key file: what an addressee's link can say, for whom, and how often."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from os import urandom
from pathlib import Path
from typing import Any

import pytest

from domain.directives import Progress
from domain.errors import DomainError, InvalidValue, NoSuchThing, NotAllowed, WrongStage
from domain.letter.events import AnsweredByLink
from domain.letter.links import link_digest
from registry import requests
from registry.acts import links
from registry.acts.links import OpenLink, Who
from registry.acts.outgoing import issued_in
from registry.audit.audit import Trust, audit
from registry.errors import NotCanonical
from registry.register.desk import LocalDesk
from registry.views.coverage import Coverage
from registry.views.coverage_matrix import Step
from registry.views.levels import Level
from registry.views.unanswered import AnswerState
from registry.views.view import open_view
from tests.registry.acts.recipients import KRABI, Desk, desk

ANSWER: dict[str, object] = {"office": "SPECIMEN", "name": "ก", "post": "ข", "kind": "acknowledged"}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path / "registry") as opened:
        yield opened


def by_link(at: Desk, through: OpenLink, what: str = "letter.answered-by-link.v1", **changed: Any) -> dict[str, Any]:
    """Ask the writer directly, as somebody would who does not go through the acts."""
    fields = {**ANSWER, "to": through.to, **changed}
    return at.office.desk.ask(requests.ByLink(through.letter.stream, through.secret, what, fields))


# --- links ---------------------------------------------------------------------------------------------------


def test_a_link_opens_the_letter_for_its_own_addressee(at: Desk) -> None:
    letter = at.asked()

    link = at.open(letter, 1)

    assert (link.letter.stream, link.to, link.addressee) == (letter, 1, "ผู้ว่าราชการจังหวัดกาญจนบุรี")
    assert not link.answered


def test_tokens_are_26_lower_case_characters_and_stand_nowhere_in_the_registry(at: Desk) -> None:
    letter = at.asked()
    secrets = [b"SPECIMEN-%07d" % n for n in range(3)]
    random = iter(secrets)

    tokens = links.give(
        at.office, issued_in(at.office, letter), to=[0, 1, 2], clerk="clerk", random=lambda _: next(random)
    )

    assert {len(token) for token in tokens.values()} == {26}
    assert all(token == token.lower() for token in tokens.values())
    said = at.office.reader.stream(letter)[-1].entry.contents.statement
    assert not any(token.encode() in said for token in tokens.values())
    assert not any(secret in said or secret.hex().encode() in said for secret in secrets)


def test_a_newer_link_takes_the_older_ones_place(at: Desk) -> None:
    letter = at.asked()
    older, other = at.give(letter, 0), at.give(letter, 1)

    newer = at.give(letter, 0)

    assert links.open_link(at.office, newer).to == 0
    assert links.open_link(at.office, other).to == 1
    with pytest.raises(NotAllowed, match="not good, or no longer"):
        links.open_link(at.office, older)


def test_an_older_link_is_refused_by_the_writer_too(at: Desk) -> None:
    letter = at.asked()
    older = at.open(letter)
    at.give(letter)

    with pytest.raises(NotAllowed, match="not good, or no longer"):
        links.acknowledge(at.office, older, KRABI)


@pytest.mark.parametrize(
    "token", ["", "a", "a" * 26, "A" * 26, "1" * 26, "a" * 25, "a" * 32, "ก" * 26, "../../etc", "a" * 9999]
)
def test_whoever_guesses_is_told_the_same_as_whoever_has_an_old_link(at: Desk, token: str) -> None:
    at.give(at.asked())

    with pytest.raises(NotAllowed, match="not good, or no longer") as refusal:
        links.open_link(at.office, token)

    assert refusal.value.facts == {}


def test_a_token_in_capitals_or_with_a_longer_end_is_none(at: Desk) -> None:
    token = at.give(at.asked())

    for other in (token.upper(), token + "=", f" {token}", token[:-1] + chr(ord(token[-1]) + 1)):
        with pytest.raises(NotAllowed, match="not good"):
            links.open_link(at.office, other)


def test_no_link_is_given_before_the_letter_was_sent(at: Desk) -> None:
    letter = at.world.issue()

    with pytest.raises(WrongStage, match="cannot be answered by link"):
        at.give(letter)


def test_no_link_is_given_to_somebody_who_is_no_addressee(at: Desk) -> None:
    letter = at.asked()

    with pytest.raises(NoSuchThing, match="was not sent to this recipient"):
        at.give(letter, 3)


def test_no_two_addressees_share_a_link(at: Desk) -> None:
    letter = issued_in(at.office, at.asked())

    with pytest.raises(InvalidValue, match="no two of them the same"):
        links.give(at.office, letter, to=[0, 1], clerk="clerk", random=bytes)


def test_only_an_enrolled_officer_gives_links(at: Desk) -> None:
    letter = issued_in(at.office, at.asked())

    with pytest.raises(NoSuchThing, match="No officer"):
        links.give(at.office, letter, to=[0], clerk="nobody", random=urandom)


# --- answers -------------------------------------------------------------------------------------------------


def test_an_answer_by_link_is_the_seals_word_and_shows_its_level(at: Desk) -> None:
    letter = at.asked()
    link = at.open(letter)

    links.acknowledge(at.office, link, KRABI, receive_number="๘๘/๒๕๖๔", arrived_at=at.world.now)

    line = at.office.reader.stream(letter)[-1]
    assert isinstance(line.statement.fact, AnsweredByLink)
    assert line.statement.by == at.office.reader.identity.seal
    standing = at.open(letter).standing
    assert (standing.state, standing.level) == (AnswerState.ACKNOWLEDGED, Level.LINK)
    assert standing.by == "นายรับ ตัวอย่าง เจ้าพนักงานธุรการ SPECIMEN สำนักงานจังหวัดกระบี่"
    with open_view(at.office.reader, Coverage) as view:
        matrix = view.of(letter)
    assert matrix is not None
    [row] = [one for one in matrix.rows if one.to == 0]
    assert {one.level for one in row.receipt if one.own} == {Level.LINK}


def test_a_letter_goes_back_through_a_link_with_its_reason(at: Desk) -> None:
    letter = at.asked()

    links.send_back(at.office, at.open(letter), KRABI, reason="ส่งผิดหน่วยงาน")

    standing = at.open(letter).standing
    assert (standing.state, standing.reason, standing.level) == (AnswerState.RETURNED, "ส่งผิดหน่วยงาน", Level.LINK)


def test_nobody_answers_twice_whatever_the_first_answer_was(at: Desk) -> None:
    letter = at.asked()
    links.acknowledge(at.office, at.open(letter, 0), KRABI)
    at.world.acknowledge(letter, to=1)

    for to in (0, 1):
        with pytest.raises(WrongStage, match="has answered"):
            links.send_back(at.office, at.open(letter, to), KRABI, reason="ส่งผิด")
    with pytest.raises(WrongStage, match="has answered"):
        at.world.acknowledge(letter, to=0)


def test_a_link_speaks_for_its_own_addressee_alone(at: Desk) -> None:
    link = at.open(at.asked(), 0)

    with pytest.raises(NotAllowed, match="not good"):
        by_link(at, link, to=1)


def test_a_link_of_another_letter_answers_nothing(at: Desk) -> None:
    mine, other = at.open(at.asked(), 0), at.asked()
    at.give(other, 0)

    with pytest.raises(NotAllowed, match="not good"):
        at.office.desk.ask(requests.ByLink(other, mine.secret, "letter.answered-by-link.v1", {**ANSWER, "to": 0}))


def test_who_reads_the_digest_of_a_link_cannot_use_it(at: Desk) -> None:
    letter = at.asked()
    mine, others = at.open(letter, 0), link_digest(at.open(letter, 1).secret)

    with pytest.raises(NotAllowed, match="not good"):
        by_link(at, mine, link=others, to=1)
    fields = {**ANSWER, "to": 1, "link": others, "clerk": "clerk"}
    with pytest.raises(NotCanonical, match="cannot be entered"):
        at.office.desk.ask(requests.Enter(letter, "letter.answered-by-link.v1", fields))


@pytest.mark.parametrize("name", ["letter.acknowledged.v1", "letter.cancelled.v1", "entry.noted.v1", "nothing"])
def test_nothing_else_is_said_through_a_link(at: Desk, name: str) -> None:
    link = at.open(at.asked())

    with pytest.raises(NotCanonical, match="is not said through a link"):
        by_link(at, link, name)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"office": " "}, "does not say office"),
        ({"name": ""}, "does not say name"),
        ({"reason": "ส่งผิด"}, "a reason belongs to the one"),
        ({"kind": "returned"}, "Say why"),
        ({"kind": "returned", "reason": "ส่งผิด", "receive_number": "1"}, "a reason belongs to the one"),
        (
            {"arrived_at": "2021-02-09T09:00:00+07:00", "registered_at": "2021-02-09T08:00:00+07:00"},
            "cannot have come in",
        ),
        ({"arrived_at": "2021-02-10T09:00:00+07:00"}, "has not come yet"),
        ({"to": "0"}, "cannot be read"),
        ({"more": 1}, "has no 'more'"),
    ],
    ids=str,
)
def test_an_answer_that_cannot_be_is_refused(at: Desk, changed: dict[str, Any], why: str) -> None:
    link = at.open(at.asked())

    with pytest.raises((DomainError, NotCanonical), match=why):
        by_link(at, link, **changed)


def test_a_long_text_is_refused_before_it_is_asked_for(at: Desk) -> None:
    link = at.open(at.asked())

    with pytest.raises(InvalidValue, match="2000 are the most"):
        links.send_back(at.office, link, KRABI, reason="ก" * 2_001)
    with pytest.raises(InvalidValue, match="200 are the most"):
        links.acknowledge(at.office, link, Who("SPECIMEN", "ก" * 201, "ข"))


# --- reports -------------------------------------------------------------------------------------------------


def test_a_report_by_link_moves_the_directive_and_shows_its_level(at: Desk) -> None:
    letter = at.asked()
    link = at.open(letter)
    links.report(
        at.office, link, KRABI, no=1, progress=Progress.PASSED_ON, happened_at=at.world.now, how="หนังสือนำส่ง",
        performer="ท้องถิ่นจังหวัดกระบี่", their_number="กบ 0023/15",
    )  # fmt: skip

    links.report(at.office, link, KRABI, no=1, progress=Progress.DONE, happened_at=at.world.now, how="ออกคำสั่งแล้ว")

    with open_view(at.office.reader, Coverage) as view:
        matrix = view.of(letter)
    assert matrix is not None
    [cell] = [cell for row in matrix.rows if row.to == 0 for cell in row.cells if cell.no == 1]
    assert (cell.step, cell.performer) == (Step.DONE, "ท้องถิ่นจังหวัดกระบี่")
    assert [(one.level, one.own, one.by) for one in cell.notes] == [
        (Level.LINK, True, "นายรับ ตัวอย่าง เจ้าพนักงานธุรการ SPECIMEN สำนักงานจังหวัดกระบี่")
    ] * 2


def test_what_is_done_is_not_opened_again_by_a_link(at: Desk) -> None:
    link = at.open(at.asked())
    links.report(at.office, link, KRABI, no=1, progress=Progress.DONE, happened_at=at.world.now, how="ทำแล้ว")

    with pytest.raises(WrongStage, match="is not reopened by a link"):
        links.report(at.office, link, KRABI, no=1, progress=Progress.REOPENED, happened_at=at.world.now, how="ยัง")
    with pytest.raises(WrongStage, match="noted as done"):
        links.report(at.office, link, KRABI, no=1, progress=Progress.DONE, happened_at=at.world.now, how="อีกครั้ง")


def test_nothing_is_reported_of_a_letter_that_went_back(at: Desk) -> None:
    letter = at.asked()
    link = at.open(letter)
    links.send_back(at.office, link, KRABI, reason="ส่งผิดหน่วยงาน")

    with pytest.raises(WrongStage, match="has returned"):
        links.report(at.office, link, KRABI, no=1, progress=Progress.DONE, happened_at=at.world.now, how="ทำแล้ว")


def test_the_writer_opened_again_knows_links_and_the_audit_finds_nothing_wrong(at: Desk) -> None:
    letter = at.asked()
    older, link = at.open(letter), at.open(letter)
    at.world.reopen()
    at = replace(at, office=replace(at.office, desk=LocalDesk(at.world.register)))
    at.world.now += timedelta(hours=1)

    with pytest.raises(NotAllowed, match="not good"):
        links.acknowledge(at.office, older, KRABI)
    links.acknowledge(at.office, link, KRABI)

    assert audit(at.world.folder, Trust.beside(at.world.folder), cores=1, kept=1).acknowledged == 1
