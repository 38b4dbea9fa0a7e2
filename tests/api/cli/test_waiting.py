"""Drafts that wait for a signature, at the command line."""

import os

import pytest

from registry.acts import drafting, waiting
from registry.acts.drafting import Beginning
from registry.acts.drafts import DraftSignatory, LetterDraft
from registry.acts.office import Office
from registry.papers.drafts import open_drafts
from registry.papers.working import Opened, Plan, Who
from registry.reader import Reader
from registry.register.desk import LocalDesk
from tests.api.cli.conftest import Clerk

LETTER = LetterDraft(
    circular=True,
    subject="ขอเชิญประชุม",
    addressees=("ผู้ว่าราชการจังหวัดกระบี่", "ผู้ว่าราชการจังหวัดกาญจนบุรี"),
    signatory=DraftSignatory("นายประยูร ตัวอย่าง", "อธิบดี"),
    body=("ด้วยจะมีการประชุม",),
)


@pytest.fixture
def draft(saraban: Clerk) -> str:
    """The id of a draft that waits for the director-general."""
    world = saraban.world
    with Reader(world.folder) as reader:
        office, drafts = Office(LocalDesk(world.register), reader, world.clock), open_drafts(reader.home)
        beginning = Beginning("somchai", "", "once", os.urandom)
        begun = drafting.begin(office, drafts, beginning, LETTER, Plan(signatory="dg"))
        waiting.send(office, drafts, Opened(begun.draft, begun.version), by=Who("somchai", "clerk"))
    return begun.draft


def test_what_waits_is_listed_for_everybody_or_for_one_officer(saraban: Clerk, draft: str) -> None:
    (one,) = saraban.json("waiting")["waiting"]

    assert (one["draft"], one["waits_for"], one["subject"]) == (draft, "dg", "ขอเชิญประชุม")
    assert saraban.json("waiting", "--for", "r1")["waiting"] == []
    assert "ขอเชิญประชุม" in saraban("waiting").out


def test_a_draft_is_signed_and_stands_in_the_send_register(saraban: Clerk, draft: str) -> None:
    done = saraban.json("sign", draft, *saraban.key("dg"))

    assert (done["draft"], done["number"], done["before"]) == (draft, "มท 0812/ว 271", False)
    assert saraban.json("waiting")["waiting"] == []
    assert saraban.json("show", "มท 0812/ว 271")["facts"]


def test_a_draft_is_signed_with_nobody_elses_key(saraban: Clerk, draft: str) -> None:
    ran = saraban("sign", draft, *saraban.key("r1"), "--json")

    assert (ran.code, ran.refused) == (1, "draft-waits-for-another")


def test_a_draft_is_sent_back_with_the_reason(saraban: Clerk, draft: str) -> None:
    saraban.json("send-back", draft, "--reason", "แก้เรื่อง", "--by", "dg")

    assert saraban.json("waiting")["waiting"] == []
    assert saraban("sign", draft, *saraban.key("dg"), "--json").refused == "draft-at-another-stage"


def test_a_draft_that_is_not_there_is_named(saraban: Clerk) -> None:
    ran = saraban("sign", "nothing", *saraban.key("dg"))

    assert ran.code == 1
    assert "ไม่พบร่าง nothing" in ran.err
