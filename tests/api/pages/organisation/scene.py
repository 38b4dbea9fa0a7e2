"""An office whose organisation orders changed, so that in force and known are two things.

9 Feb    known: what stood before (since 1 January): the department, two provincial offices, two divisions
10 Feb   order 1/2564: a group in every provincial office, in force from 1 March
12 Feb   order 2/2564: from 15 March one division is renamed, another abolished, an office recoded; the deputy
         may sign for the head about the budget, at once
20 Feb   order 3/2564: a name is put right, in force since 15 February, which had passed by then
"""

from datetime import datetime
from pathlib import Path

from domain.structure.acts import Acts, PostAct, PostActKind, UnitAct, UnitActKind, UnitId
from registry.wire import THAI_TIME
from tests.registry.authority.office import BUDGET, DEPUTY, HEAD, Office
from tests.registry.world import OFFICE

DLA, KRABI, NAN, PLANS, OLD = (UnitId(name) for name in ("dla", "dla/krabi", "dla/nan", "dla/plans", "dla/old"))
GROUPS = (UnitId("dla/krabi/district"), UnitId("dla/nan/district"))
RIGHT_NAME = "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดน่าน"


def day(month: int, number: int, hour: int = 0) -> datetime:
    return datetime(2021, month, number, hour, tzinfo=THAI_TIME)


def restructured(folder: Path) -> Office:
    office = Office.staffed(folder)
    office.enrol_signatory("deputy", DEPUTY)
    office.record_instrument(_before())
    office.receive()  # a fact of the seal's, by which it is sure that the instrument was known that evening
    office.now = day(2, 10, 9)
    office.order(_founding())
    office.now = day(2, 12, 9)
    office.order(_reform())
    office.now = day(2, 20, 9)
    office.order(Acts(units=(UnitAct(UnitActKind.RENAME, NAN, since=day(2, 15), name=RIGHT_NAME),)))
    office.now = day(4, 1, 9)
    return office


def _before() -> Acts:
    begun = day(1, 1)

    def unit(named: UnitId, name: str, kind: str, code: str | None, parent: UnitId | None = DLA) -> UnitAct:
        return UnitAct(UnitActKind.ESTABLISH, named, since=begun, name=name, parent=parent, unit_kind=kind, code=code)

    deputy = PostAct(PostActKind.APPOINT, DEPUTY, DLA, "deputy", since=begun, deputises=HEAD)
    head = PostAct(PostActKind.APPOINT, HEAD, DLA, "dg", since=begun)
    units = (
        unit(DLA, OFFICE, "department", "มท 08", None),
        unit(KRABI, "สถจ.กระบี่", "provincial-office", "มท 0881"),
        unit(NAN, "สถจ.น่านน", "provincial-office", "มท 0855"),
        unit(PLANS, "กองแผนงาน", "division", "มท 0801"),
        unit(OLD, "กองเดิม", "division", "มท 0802"),
    )
    return Acts(units=units, posts=(head, deputy))


def _founding() -> Acts:
    group = UnitAct(
        UnitActKind.ESTABLISH,
        UnitId("district"),
        every="provincial-office",
        under=DLA,
        since=day(3, 1),
        clause="ข้อ 1",
        name="กลุ่มงานส่งเสริมการพัฒนาท้องถิ่นอำเภอ",
        unit_kind="group",
    )
    return Acts(units=(group,))


def _reform() -> Acts:
    since = day(3, 15)
    return Acts(
        units=(
            UnitAct(UnitActKind.RENAME, PLANS, since=since, name="กองยุทธศาสตร์และแผนงาน"),
            UnitAct(UnitActKind.ABOLISH, OLD, since=since),
            UnitAct(UnitActKind.MOVE, GROUPS[0], since=since, parent=PLANS),
            UnitAct(UnitActKind.RECODE, PLANS, since=since, code="มท 0803"),
        ),
        posts=(PostAct(PostActKind.DELEGATE, HEAD, DLA, "deputy", matters=(BUDGET,)),),
    )
