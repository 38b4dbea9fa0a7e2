"""What of an order that was read is filled into its draft, and what is left to whoever drafts."""

from datetime import datetime

import pytest

from domain.classes import LetterKind
from domain.structure.acts import InstrumentActKind, UnitActKind
from domain.thai.times import THAI_TIME
from registry.acts.draft_acts import DraftActs, DraftInstrumentAct, recognised
from registry.documents.draft import Draft, Read, RecognisedAct, Sureness

REPEAL = RecognisedAct(InstrumentActKind.REPEAL, "ให้ยกเลิก …", target="85/2564", target_clause="ข้อ 2")


def draft(act: RecognisedAct, *, sure: Sureness = Sureness.SURE, kind: LetterKind = LetterKind.ORDER) -> Draft:
    return Draft(kind, acts=(Read(act, 5, sure),))


def test_an_act_on_an_earlier_order_is_filled_in_with_its_beginning() -> None:
    at = datetime(2021, 5, 1, 4, tzinfo=THAI_TIME)
    act = RecognisedAct(InstrumentActKind.REPLACE, "…", target="7/2562", target_clause="ข้อ 3", since=at, words="ใหม่")

    assert recognised(draft(REPEAL)).instruments == (DraftInstrumentAct(InstrumentActKind.REPEAL, "85/2564", "ข้อ 2"),)
    assert recognised(draft(act)).instruments == (
        DraftInstrumentAct(InstrumentActKind.REPLACE, "7/2562", "ข้อ 3", "1 พฤษภาคม 2564 เวลา 04.00 น.", "ใหม่"),
    )


@pytest.mark.parametrize(
    "read",
    [
        draft(REPEAL, sure=Sureness.LIKELY),
        draft(REPEAL, kind=LetterKind.ANNOUNCEMENT),
        draft(RecognisedAct(InstrumentActKind.REPEAL, "…", target="ระเบียบกรมว่าด้วยการลา")),
        draft(RecognisedAct(InstrumentActKind.REPEAL, "…")),
        draft(RecognisedAct(InstrumentActKind.AMEND, "…", target="7/2562")),
        draft(RecognisedAct(UnitActKind.ABOLISH, "…", target="กองกลาง")),
    ],
    ids=["unsure", "no order", "a title", "nothing named", "no new words", "a unit"],
)
def test_what_would_have_to_be_guessed_is_left_open(read: Draft) -> None:
    assert recognised(read) == DraftActs()
