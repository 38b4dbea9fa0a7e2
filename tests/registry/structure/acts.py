"""What the orders of these tests do: a department with one provincial office, and a group in it."""

from datetime import datetime

from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, UnitAct, UnitActKind, UnitId
from domain.values import StreamId
from registry.wire import THAI_TIME

DEPARTMENT, KRABI = UnitId("dla"), UnitId("dla/krabi")
GROUP = UnitId("dla/krabi/district")


def at(month: int, day: int = 1) -> datetime:
    return datetime(2021, month, day, tzinfo=THAI_TIME)


def founding(last_part: str) -> Acts:
    """In every provincial office a group, from March on."""
    return Acts(
        units=(
            UnitAct(
                UnitActKind.ESTABLISH,
                UnitId(last_part),
                every="provincial-office",
                under=DEPARTMENT,
                since=at(3),
                clause="ข้อ 1",
                name=f"กลุ่มงาน {last_part}",
                unit_kind="group",
            ),
        )
    )


def repeal(stream: StreamId, number: str, *, clause: str | None = None, since: datetime | None = None) -> Acts:
    return Acts(instruments=(InstrumentAct(InstrumentActKind.REPEAL, stream, number, clause, since),))


def both(one: Acts, other: Acts) -> Acts:
    return Acts(
        units=(*one.units, *other.units),
        posts=(*one.posts, *other.posts),
        instruments=(*one.instruments, *other.instruments),
    )


BEFORE = Acts(
    units=(
        UnitAct(UnitActKind.ESTABLISH, DEPARTMENT, name="กรมตัวอย่าง", unit_kind="department"),
        UnitAct(UnitActKind.ESTABLISH, KRABI, name="สำนักงานกระบี่", parent=DEPARTMENT, unit_kind="provincial-office"),
    )
)
FOUNDING = founding("district")
RENAMING = Acts(units=(UnitAct(UnitActKind.RENAME, KRABI, name="สำนักงานส่งเสริมกระบี่"),))
