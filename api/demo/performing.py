"""What the circular asks for, in the demo: who passed it on, who did it, who is late. All of it is made up."""

from typing import Any

from api.demo import facts
from api.demo.asking import ask, show
from api.demo.facts import Fate, Recipient, at
from api.demo.stage import Stage, Word
from api.demo.teller import Teller
from domain.directives import DirectiveReported, Progress
from registry.acts.outgoing import Issued
from registry.wire import Relation

_SET_UP, _MEET = 1, 2
_STILL_AT_IT = 20
"""Provinces that have passed the first directive on and not reported it done; made up."""


def pass_on(stage: Stage, teller: Teller, letter: Issued, everybody: list[Recipient]) -> None:
    """Let the governors' offices pass the first directive on to whoever performs it, as each of them says itself."""
    stage.clock.now = at(15, 10, 0)
    teller.heading("ข้อสั่งการสองข้อ", "the two things that are asked for")
    answering = _answering(everybody)
    stage.hand_in([_reported(stage, letter, one, _SET_UP, Progress.PASSED_ON) for one in answering])
    teller.say(
        "{count} จังหวัดส่งต่อให้สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดดำเนินการ (ข้อ ๓๒) (สมมติ)",
        "{count} provinces pass it on to the department's office there, which performs it (made up).",
        count=len(answering),
    )


def report(stage: Stage, teller: Teller, letter: Issued, everybody: list[Recipient]) -> None:
    """Let most report what they did, and one say it on the telephone."""
    stage.clock.now = at(23, 15, 0)
    teller.heading("รายงานผลการดำเนินการ", "what was done is reported")
    answering = _answering(everybody)
    done = answering[: len(answering) - _STILL_AT_IT]
    stage.hand_in([_reported(stage, letter, one, _SET_UP, Progress.DONE) for one in done])
    stage.clock.now = at(24, 13, 0)
    stage.hand_in([_reported(stage, letter, one, _MEET, Progress.DONE) for one in answering])
    telephoned = next(one for one in everybody if one.fate is Fate.CONFIRMED)
    told = ("directive", "done", letter.number, "--to", telephoned.governor, "--no", str(_MEET))
    ask(stage, *told, "--how", "แจ้งทางโทรศัพท์ว่าเข้าประชุมแล้ว (สมมติ)")
    teller.say(
        "ข้อ ๑ รายงานแล้ว {set_up} จังหวัด ข้อ ๒ รายงานแล้ว {met} จังหวัด ด้วยลายมือชื่อของแต่ละราย และ ๑ รายทางโทรศัพท์ (สมมติ)",
        "The first is reported by {set_up} provinces, the second by {met}, each signed; one more on the telephone "
        "(all made up).",
        set_up=len(done),
        met=len(answering),
    )


def _answering(everybody: list[Recipient]) -> list[Recipient]:
    return [one for one in everybody if one.fate is Fate.ACKNOWLEDGED]


def _reported(stage: Stage, letter: Issued, by: Recipient, no: int, progress: Progress) -> Word:
    done = progress is Progress.DONE
    how = "ส่งให้สำนักงานของกรมในจังหวัดดำเนินการ (สมมติ)"
    if done:
        how = "ตั้งกลุ่มงานแล้ว (สมมติ)" if no == _SET_UP else "เข้าประชุมแล้ว (สมมติ)"
    fact = DirectiveReported(
        letter=letter.signed,
        to=by.place,
        no=no,
        progress=progress,
        happened_at=stage.clock.now,
        how=how,
        office=f"จังหวัด{by.province.name}",
        officer=by.officer,
        name=by.name,
        post="งานสารบรรณ",
        performer=None if done else by.unit_name,
    )
    return Word(by.officer, fact, (Relation("acknowledges", letter.signed),), letter=letter.stream)


def show_coverage(stage: Stage, teller: Teller, letter: Issued) -> dict[str, Any]:
    """Show who has done what two days later, the silent ones first."""
    stage.clock.now = at(25, 9, 0)
    covered = show(stage, teller, "coverage", letter.number)
    table = stage.folder / "coverage-271.xlsx"
    show(stage, teller, "coverage", letter.number, "--xlsx", str(table))
    return covered


def void_one(stage: Stage, teller: Teller) -> None:
    """Let a number be reserved and voided, so that the series has one that names no letter."""
    stage.clock.now = at(17, 9, 0)
    teller.heading("เลขที่ยกเลิกยังเห็นอยู่", "a void number stays visible")
    show(stage, teller, "reserve", "--kind", "circular", "--book", facts.BOOK)
    show(stage, teller, "void", "272", "--kind", "circular", "--book", facts.BOOK, "--reason", "สมมติ: พิมพ์ผิด")
