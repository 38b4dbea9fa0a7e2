"""Who is offered to sign for whom, as records stand on the day; and that what was offered can be signed."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from domain.classes import ActingWord
from domain.errors import InvalidValue, NotAllowed
from domain.structure.powers import Capacity
from registry.acts import drafting, outgoing, waiting
from registry.acts.drafting import Beginning
from registry.acts.drafts import LetterDraft
from registry.acts.office import Office as Desk
from registry.papers.drafts import Drafts, open_drafts
from registry.papers.working import Opened, Plan, Who, WorkingDraft
from registry.reader import Reader
from registry.register.desk import LocalDesk
from tests.registry.authority.office import BEFORE, BUDGET, DEPUTY, HEAD, STAFF, Office, delegation, deputy, withdrawal

CLERK = Who("somchai", "clerk")
LETTER = LetterDraft(
    circular=True, subject="ขอเชิญประชุม", addressees=("ผู้ว่าราชการจังหวัดกระบี่", "ผู้ว่าราชการจังหวัดตรัง"), body=("ด้วยจะประชุม",)
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Office]:
    world = Office.staffed(tmp_path / "registry")
    world.typesets = True
    world.enrol_signatory("deputy")
    world.record_instrument(BEFORE)
    world.order(deputy())
    yield world
    world.close()


@pytest.fixture
def desk(world: Office) -> Iterator[Desk]:
    with Reader(world.folder) as reader:
        yield Desk(LocalDesk(world.register), reader, world.clock)


@pytest.fixture
def drafts(desk: Desk) -> Drafts:
    return open_drafts(desk.reader.home)


def capacities(desk: Desk) -> set[tuple[str, str, ActingWord | None, str | None]]:
    return {(one.officer, one.post, one.word, one.principal) for one in waiting.signers(desk)}


def offered(desk: Desk, word: ActingWord) -> Capacity:
    return next(one for one in waiting.signers(desk) if one.word is word)


def begun(desk: Desk, drafts: Drafts, letter: LetterDraft = LETTER, *, once: str = "a") -> WorkingDraft:
    return drafting.begin(desk, drafts, Beginning("somchai", "", once, os.urandom), letter, Plan())


def sent(desk: Desk, drafts: Drafts, working: WorkingDraft, capacity: Capacity) -> WorkingDraft:
    opened = Opened(working.draft, working.version)
    chosen = waiting.choose(desk, drafts, opened, waiting.key_of(capacity), by=CLERK)
    return waiting.send(desk, drafts, replace(opened, version=chosen.version), by=CLERK)


def test_a_head_and_a_deputy_sign_for_themselves_until_something_else_is_recorded(desk: Desk) -> None:
    assert capacities(desk) == {("dg", HEAD, None, None), ("deputy", DEPUTY, None, None)}


def test_the_sole_deputy_of_an_absent_head_signs_in_his_place_and_the_letter_says_so(
    world: Office, desk: Desk, drafts: Drafts
) -> None:
    world.absent()
    waits = sent(desk, drafts, begun(desk, drafts), offered(desk, ActingWord.ACTING_FOR_ABSENT))

    done = waiting.sign(desk, drafts, world.people["deputy"].key, waits.draft)

    assert done.draft.stream is not None
    signatory = outgoing.issued_in(desk, done.draft.stream).text.signatory
    assert (signatory.officer, signatory.post, signatory.acting, signatory.principal) == (
        "deputy", DEPUTY, ActingWord.ACTING_FOR_ABSENT, HEAD,
    )  # fmt: skip


def test_a_delegation_is_offered_while_it_lasts(world: Office, desk: Desk) -> None:
    world.order(delegation())
    while_it_lasts = capacities(desk)
    world.order(withdrawal())

    assert ("deputy", DEPUTY, ActingWord.BY_DELEGATION, HEAD) in while_it_lasts
    assert ("deputy", DEPUTY, ActingWord.BY_DELEGATION, HEAD) not in capacities(desk)


def test_what_was_offered_and_is_withdrawn_meanwhile_cannot_be_chosen_any_more(
    world: Office, desk: Desk, drafts: Drafts
) -> None:
    world.order(delegation())
    capacity, working = offered(desk, ActingWord.BY_DELEGATION), begun(desk, drafts)
    world.order(withdrawal())

    with pytest.raises(InvalidValue, match="choose again"):
        sent(desk, drafts, working, capacity)


def test_a_delegation_of_one_matter_takes_a_letter_of_that_matter_alone(
    world: Office, desk: Desk, drafts: Drafts
) -> None:
    world.order(delegation("deputy", BUDGET))
    capacity = offered(desk, ActingWord.BY_DELEGATION)

    with pytest.raises(NotAllowed, match=STAFF):
        sent(desk, drafts, begun(desk, drafts, _of(STAFF)), capacity)

    assert sent(desk, drafts, begun(desk, drafts, _of(BUDGET), once="b"), capacity).waits_for == "deputy"


def _of(matter: str) -> LetterDraft:
    return msgspec.structs.replace(LETTER, matter=matter)
