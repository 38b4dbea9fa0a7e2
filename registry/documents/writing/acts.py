"""What an order does to the structure, in the words that its text prints (ข้อ 16: what is ordered).

One paragraph an act, led by its clause where it has one. Units are printed by name; who writes says what their
names are, since a name belongs to a time.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from domain.structure.acts import (
    Acts,
    InstrumentAct,
    InstrumentActKind,
    PostAct,
    PostActKind,
    UnitAct,
    UnitActKind,
    UnitId,
)
from domain.thai.digits import to_thai
from domain.thai.times import print_beginning

Named = Callable[[UnitId, datetime | None], str]
"""Returns the name of a unit at a moment; None for when the order is issued."""


def paragraphs(acts: Acts, named: Named) -> list[str]:
    """Return the clauses of an order: acts on earlier instruments first, then on units, then on posts."""
    return [*_on_instruments(acts), *_on_units(acts, named), *_on_posts(acts, named)]


def _on_instruments(acts: Acts) -> Iterator[str]:
    for act in acts.instruments:
        text = f" “{act.text}”" if act.text else ""
        yield f"{_changed(act)}{text}{_when(act.since, None)}"


def _changed(act: InstrumentAct) -> str:
    what = to_thai(f"{act.clause} ของ {act.number}" if act.clause else act.number)
    match act.kind:
        case InstrumentActKind.REPEAL:
            return f"ให้ยกเลิก {what}"
        case InstrumentActKind.REPLACE:
            return f"ให้ยกเลิกความใน {what} และให้ใช้ความต่อไปนี้แทน"
        case InstrumentActKind.ADD:
            return f"ให้เพิ่มความต่อไปนี้เป็น {what}"
        case InstrumentActKind.AMEND:
            return f"ให้แก้ไขเพิ่มเติม {what} ดังนี้"


def _on_units(acts: Acts, named: Named) -> Iterator[str]:
    for act in acts.units:
        yield f"{_clause(act.clause)}{_done(act, named)}{_when(act.since, act.until)}"


def _done(act: UnitAct, named: Named) -> str:  # noqa: PLR0911 - one case a kind
    unit = _which(act, named)
    units = ", ".join(named(one, act.since) for one in act.units)
    match act.kind:
        case UnitActKind.ESTABLISH:
            return f"ให้จัดตั้ง{act.name}{_place(act, named)}{_code(act.code)}{_duties(act.duties)}"
        case UnitActKind.ABOLISH:
            return f"ให้ยุบเลิก{unit}"
        case UnitActKind.MERGE:
            return f"ให้รวม {units} เข้ากับ{unit}"
        case UnitActKind.SPLIT:
            return f"ให้แยก{unit} เป็น {units}"
        case UnitActKind.RENAME:
            return f"ให้เปลี่ยนชื่อ{unit} เป็น {act.name}"
        case UnitActKind.MOVE:
            parent = "" if act.parent is None else named(act.parent, act.since)
            return f"ให้ย้าย{unit} ไปสังกัด{parent}"
        case UnitActKind.CHANGE_DUTIES:
            return f"ให้{unit} {_duties(act.duties).strip()}"
        case UnitActKind.RECODE:
            return f"ให้{unit} {_code(act.code).strip() or 'ไม่มีรหัส'}"


def _which(act: UnitAct, named: Named) -> str:
    if act.every is not None:
        return _set(act, named)
    return "" if act.unit is None else named(act.unit, act.since)


def _place(act: UnitAct, named: Named) -> str:
    if act.every is not None:
        return f" ใน{_set(act, named)}"
    return "" if act.parent is None else f" ใน{named(act.parent, act.since)}"


def _set(act: UnitAct, named: Named) -> str:
    under = "" if act.under is None else f"ในสังกัด{named(act.under, act.since)}"
    return f"หน่วยงานประเภท {act.every} ทุกแห่ง{under}"


def _code(code: str | None) -> str:
    return "" if code is None else f" ใช้รหัส {to_thai(code)}"


def _duties(duties: str | None) -> str:
    return "" if duties is None else f" มีหน้าที่{duties}"


def _on_posts(acts: Acts, named: Named) -> Iterator[str]:
    for act in acts.posts:
        yield f"{_clause(act.clause)}{_powers(act, named)}{_when(act.since, act.until)}"


def _powers(act: PostAct, named: Named) -> str:
    post = f"{act.post} {named(act.unit, act.since)}"
    who = act.name or act.officer or ""
    if act.to_post is not None and act.to_unit is not None:
        who = f"ผู้ดำรงตำแหน่ง{act.to_post} {named(act.to_unit, act.since)}"
    matters = "" if not act.matters else f" ในเรื่อง {', '.join(act.matters)}"
    match act.kind:
        case PostActKind.APPOINT:
            deputy = "" if act.deputises is None else f" ซึ่งเป็นรอง{act.deputises}"
            return f"ให้ {who} ดำรงตำแหน่ง{post}{deputy}"
        case PostActKind.ACT_FOR:
            return f"ให้ {who} {act.word.label if act.word else ''}{post}"
        case PostActKind.END:
            return f"ให้ {who} พ้นจากตำแหน่งหรือการทำหน้าที่แทน{post}"
        case PostActKind.DELEGATE:
            return f"มอบอำนาจของ{post} ให้ {who}{matters}"
        case PostActKind.WITHDRAW:
            return f"ให้ถอนการมอบอำนาจหรือมอบหมายของ{post} จาก {who}{matters}"
        case PostActKind.ASSIGN:
            return f"มอบหมายให้ {who} ลงชื่อแทน{post}{matters}"


def _clause(clause: str | None) -> str:
    return "" if clause is None else f"{to_thai(clause)} "


def _when(since: datetime | None, until: datetime | None) -> str:
    begins = " ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป" if since is None else f" ทั้งนี้ ตั้งแต่วันที่ {print_beginning(since)}"
    return begins if until is None else f"{begins} จนถึงก่อนวันที่ {print_beginning(until)}"
