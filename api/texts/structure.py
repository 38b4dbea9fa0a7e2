"""Words for structure and authority: what changed, what happened, how it stands, what a power rests on."""

from datetime import datetime

from api.texts.text import Text
from domain.structure.powers import Ground, PowerKind, Verdict
from domain.thai.digits import to_thai
from registry.views.structure import Standing
from registry.views.words import thai_moment

CHANGES = {
    "added": Text("เพิ่ม", "added"),
    "abolished": Text("ยุบเลิก", "abolished"),
    "renamed": Text("เปลี่ยนชื่อจาก “{before}”", "renamed from “{before}”"),
    "moved": Text("ย้ายจาก {before} ไป {after}", "moved from {before} to {after}"),
    "recoded": Text("เปลี่ยนรหัสจาก {before} เป็น {after}", "recoded from {before} to {after}"),
    "kind": Text("เปลี่ยนชนิดจาก {before} เป็น {after}", "of kind {after}, before {before}"),
    "duties": Text("เปลี่ยนหน้าที่", "given other duties"),
}
"""What lies between two points, in a sentence."""

COUNTED = {
    "added": Text("เพิ่ม {count}", "{count} added"),
    "abolished": Text("ยุบเลิก {count}", "{count} abolished"),
    "renamed": Text("เปลี่ยนชื่อ {count}", "{count} renamed"),
    "moved": Text("ย้าย {count}", "{count} moved"),
    "recoded": Text("เปลี่ยนรหัส {count}", "{count} recoded"),
    "kind": Text("เปลี่ยนชนิด {count}", "{count} of another kind"),
    "duties": Text("เปลี่ยนหน้าที่ {count}", "{count} with other duties"),
}

HAPPENED = {
    "establish": Text("จัดตั้ง {name} ใต้ {parent} รหัส {code}", "established as {name} under {parent}, code {code}"),
    "abolish": Text("ยุบเลิก", "abolished"),
    "merge": Text("ยุบรวมเข้ากับ {unit}", "merged into {unit}"),
    "split": Text("แยกออกเป็น {units}", "split into {units}"),
    "rename": Text("เปลี่ยนชื่อเป็น {name}", "renamed {name}"),
    "move": Text("ย้ายไปอยู่ใต้ {parent}", "moved under {parent}"),
    "change-duties": Text("เปลี่ยนหน้าที่เป็น {duties}", "duties changed: {duties}"),
    "recode": Text("เปลี่ยนรหัสเป็น {code}", "recoded {code}"),
    "amend": Text("แก้ไข {instrument} ข้อที่แก้: {of}", "{instrument} amended, clause: {of}"),
    "add": Text("เพิ่มข้อใน {instrument}: {of}", "clause added to {instrument}: {of}"),
    "replace": Text("ให้ใช้ความใหม่แทน {instrument} ข้อที่แทน: {of}", "{instrument} replaced, clause: {of}"),
    "repeal": Text("ยกเลิก {instrument} ข้อที่ยกเลิก: {of}", "{instrument} repealed, clause: {of}"),
}
"""What an instrument said of a unit, by the kind of the act."""

STANDING = {
    Standing.COUNTS: Text("ใช้บังคับ", "counts"),
    Standing.RECORDED: Text("รอนายทะเบียนอีกคนยืนยัน ยังไม่ใช้บังคับ", "waits for its confirmation, not in force"),
    Standing.PROPOSED: Text("ข้อเสนอ ยังไม่ใช้บังคับ", "proposed, not in force"),
}

GROUNDS = {
    Ground.ENROLMENT: Text("ทะเบียนเจ้าหน้าที่", "enrolment"),
    Ground.ORDER: Text("คำสั่งที่ {number}", "order {number}"),
    Ground.INSTRUMENT: Text("ตราสาร {number}", "instrument {number}"),
    Ground.ABSENCE: Text("บันทึกการไม่อยู่", "recorded absence"),
}
"""What a power is recorded by."""

POWERS = {
    PowerKind.OWN_POST: Text("ดำรงตำแหน่ง {post}", "holds {post}"),
    PowerKind.ACTING: Text("{word} {post}", "acts for {post} ({word})"),
    PowerKind.DELEGATION: Text("รับมอบอำนาจของ {post}", "has the power of {post} delegated"),
    PowerKind.ASSIGNMENT: Text("ได้รับมอบหมายให้ลงชื่อแทน {post}", "is assigned to sign for {post}"),
    PowerKind.ABSENCE: Text("{post} ไม่อยู่หรือว่าง", "{post} is absent or vacant"),
}

VERDICTS = {
    Verdict.VALID: Text("ลงชื่อได้", "valid"),
    Verdict.NOT_VALID: Text("ลงชื่อไม่ได้", "not valid"),
    Verdict.CANNOT_TELL: Text("บอกไม่ได้", "cannot tell"),
}


def figures(text: str) -> Text:
    """Return what has figures in it, in the digits of each language."""
    return Text(to_thai(text), text)


def moment_words(at: datetime) -> Text:
    """Return a moment in short, in the digits of each language."""
    return figures(thai_moment(at))
