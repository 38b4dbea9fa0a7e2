"""The restructuring in the demo: what stood before, what the order makes, who could sign, what a later order corrects.

Of the structure before the order only the department and its 76 provincial offices are supported; the groups
inside them are not known and none is invented. Days in force, the deputy and the correcting order are made up.
"""

from datetime import date, datetime, time

from api.demo import facts, papers
from api.demo.asking import show
from api.demo.facts import Recipient, at
from api.demo.stage import Person, Stage, Word
from api.demo.teller import Teller
from domain.authority import Role
from domain.series import SeriesKind
from domain.structure.acts import Acts, PostAct, PostActKind, UnitAct, UnitActKind, UnitId
from domain.structure.events import AbsenceKind, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.thai.digits import to_thai
from registry.errors import RegistryError
from registry.wire import THAI_TIME

_BEFORE = datetime.combine(date(2020, 1, 1), time.min, THAI_TIME)  # made up: long enough ago
_EVE, _EFFECT, _NOTED, _MARCH = "9 ก.พ. 2564", "10 ก.พ. 2564", "16 ก.พ. 2564", "1 มี.ค. 2564"


def take_over(stage: Stage, teller: Teller, everybody: list[Recipient]) -> None:
    """Let two registrars state what stood before the order, as far as it is known."""
    stage.clock.now = at(9, 10, 0)
    teller.heading("โครงสร้างก่อนคำสั่ง", "the structure before the order")
    first, second = facts.REGISTRARS
    units = [
        _unit(facts.DEPARTMENT, facts.OFFICE, None, "department"),
        _unit(facts.DIVISION, facts.DIVISION_NAME, facts.DEPARTMENT, "division", facts.CODE),
        *(_unit(one.unit, one.unit_name, facts.DEPARTMENT, "provincial-office") for one in everybody),
    ]
    deputy = PostAct(
        PostActKind.APPOINT,
        facts.DEPUTY_POST,
        facts.DEPARTMENT,
        facts.DEPUTY,
        facts.DEPUTY_NAME,
        since=_BEFORE,
        deputises=facts.SIGNATORY_POST,
    )
    stage.enrol([Person(facts.DEPUTY, facts.DEPUTY_NAME, facts.OFFICE, facts.DEPUTY_POST, Role.SIGNATORY)])
    recorded = InstrumentRecorded(
        title="โครงสร้างเดิมเท่าที่ทราบ (สมมติ)",
        issuer=facts.OFFICE,
        dated=date(2020, 1, 1),
        acts=Acts(units=tuple(units), posts=(deputy,)),
        source="หนังสือต้นเรื่อง",
    )
    [said] = stage.hand_in([Word(first, recorded)])
    stage.hand_in([Word(second, InstrumentConfirmed(said.digest))])
    teller.say(
        "นายทะเบียนสองคนบันทึกและยืนยัน: กรม ๑ กลุ่ม ๑ และสำนักงานจังหวัด {count} แห่ง กลุ่มอื่นภายในสำนักงาน: ไม่ทราบ",
        "Two registrars record and confirm: the department, one group, {count} provincial offices; "
        "other groups inside these offices: not known.",
        count=len(everybody),
    )


def _unit(unit: UnitId, name: str, parent: UnitId | None, kind: str, code: str | None = None) -> UnitAct:
    return UnitAct(UnitActKind.ESTABLISH, unit, name=name, parent=parent, unit_kind=kind, code=code, since=_BEFORE)


def show_change(stage: Stage, teller: Teller) -> None:
    """Show the structure before and after the order, and what lies between."""
    stage.clock.now = at(11, 16, 5)
    teller.heading("ก่อนและหลังคำสั่ง", "before and after the order")
    phayao = facts.unit_of("พะเยา")
    show(stage, teller, "structure", "--on", _EVE, "--unit", phayao)
    show(stage, teller, "structure", "--on", _EFFECT, "--unit", phayao)
    between = show(stage, teller, "structure", "--diff", _EVE, _EFFECT, "--unit", phayao)
    _require(len(between["changed"]) == 1, "one new group in the provincial office")
    picture = stage.folder / "restructuring.svg"
    drawn = show(stage, teller, "structure", "--diff", _EVE, _EFFECT, "--svg", str(picture))
    _require(len(drawn["changed"]) == facts.PROVINCES_ASKED, "one new group in every province")
    teller.say(
        "ทั้งกรม: เพิ่ม {count} กลุ่ม ตามคำสั่งที่ ๕๕/๒๕๖๔ (วันใช้บังคับสมมติ) วาดเป็นภาพไว้ใน {file}",
        "In the whole department {count} groups are new, by order 55/2564 (day in force made up); drawn into {file}.",
        count=len(drawn["changed"]),
        file=picture,
    )


def show_signers(stage: Stage, teller: Teller) -> None:
    """Show who could sign for the department, and that nobody acts for a head who is there."""
    teller.heading("ใครลงชื่อได้ในวันนั้น", "who could sign that day")
    show(stage, teller, "who-may-sign", "--unit", facts.DEPARTMENT, "--on", _EFFECT)
    teller.say(
        "อธิบดีไปราชการ ๑๑–๑๒ ก.พ. (สมมติ): รองอธิบดีคนเดียวรักษาราชการแทนได้โดยไม่ต้องมีคำสั่ง",
        "The director-general is away on 11–12 February (made up): a sole deputy acts without any order.",
    )
    away = AbsenceRecorded(
        AbsenceKind.DUTY_ELSEWHERE,
        facts.SIGNATORY_POST,
        facts.DEPARTMENT,
        since=at(11, 16, 6),
        until=at(13, 0, 0),
        officer="director-general",
        note="สมมติ",
    )
    stage.hand_in([Word("clerk", away)])
    show(stage, teller, "who-may-sign", "--unit", facts.DEPARTMENT, "--on", "12 ก.พ. 2564 10.00")


def correct(stage: Stage, teller: Teller) -> str:
    """Let an order six days later change what is known of the past, and show both; return its number."""
    stage.clock.now = at(16, 9, 0)
    teller.heading("คำสั่งแก้ไขที่เปลี่ยนอดีต (สมมติทั้งฉบับ)", "an order that corrects the past (made up in full)")
    phayao = facts.unit_of("พะเยา")
    before = stage.office.reader.head().size - 1
    number = stage.issue(papers.correcting_order(), SeriesKind.ORDER).number
    teller.say(
        "คำสั่งที่ {number} แก้ข้อ ๑ ของคำสั่งที่ ๕๕/๒๕๖๔ ย้อนหลัง: กลุ่มงานมีตั้งแต่ ๑ มีนาคม ๒๕๖๔",
        "Order {number} replaces clause 1 of order 55/2564 with force in the past: the groups exist from 1 March on.",
        number=to_thai(number),
    )
    known_then = show(stage, teller, "structure", "--on", _NOTED, "--known-at", str(before), "--unit", phayao)
    known_now = show(stage, teller, "structure", "--on", _NOTED, "--unit", phayao)
    _require(
        (len(known_then["units"]), len(known_now["units"])) == (2, 1), "what was known then, and what is known now"
    )
    show(stage, teller, "unit", facts.group_of("พะเยา"), "--history")
    march = show(stage, teller, "structure", "--on", _MARCH, "--unit", phayao)
    _require(len(march["units"]) == len(known_then["units"]), "the group exists in March")
    return number


def _require(holds: bool, what: str) -> None:  # noqa: FBT001 - a condition
    if not holds:
        raise RegistryError("demo-not-shown", f"The demo does not show what it says: {what}.", what=what)
