"""What the fields of a history are called, and the values among them that are words of the code."""

import re
from collections.abc import Mapping
from datetime import date

from api.texts.levels import LEVELS
from api.texts.text import Text, label, plain
from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.labels import STATES, TERMS
from domain.structure.events import AbsenceKind
from registry.views.words import thai_day

ABSENCES: dict[AbsenceKind, Text] = {
    AbsenceKind.VACANT: Text("ว่าง", "vacant"),
    AbsenceKind.LEAVE: Text("ลา", "on leave"),
    AbsenceKind.DUTY_ELSEWHERE: Text("ไปราชการ", "on duty elsewhere"),
    AbsenceKind.OTHER: Text("ไม่อาจปฏิบัติราชการได้", "unable to act"),
}
"""Why nobody, or not its holder, does the work of a post."""

FIELDS: dict[str, Text] = {
    "stage": Text("สถานะ", "state"),
    "number": label(TERMS["letter_number"]),
    "receive_number": label(TERMS["receive_number"]),
    "kind": Text("ชนิด", "kind"),
    "dated": label(TERMS["dated"]),
    "subject": label(TERMS["subject"]),
    "issuing_office": label(TERMS["issuing_office"]),
    "owner_unit": label(TERMS["owner_unit"]),
    "signer": label(TERMS["signer"]),
    "sender": label(TERMS["sender"]),
    "addressee": label(TERMS["addressee"]),
    "copies_to": label(TERMS["copies_to"]),
    "attachments": label(TERMS["attachments"]),
    "speed_class": label(TERMS["speed_class"]),
    "secrecy_class": label(TERMS["secrecy_class"]),
    "drafted_by": label(TERMS["drafted_by"]),
    "typed_by": label(TERMS["typed_by"]),
    "checked_by": label(TERMS["checked_by"]),
    "contact": Text("โทร.", "telephone"),
    "channel": Text("ช่องทาง", "channel"),
    "way": Text("วิธีออก", "how it was signed"),
    "in_force_from": label(TERMS["in_force_from"]),
    "acts": Text("การกระทำทางโครงสร้าง (ข้อ)", "acts on the structure"),
    "registered_on": Text("วันลงทะเบียน", "registered on"),
    "registered_at": Text("ลงทะเบียนเมื่อ", "registered at"),
    "entered_at": Text("เข้ามาเมื่อ", "came in at"),
    "sent_on": Text("วันที่ส่ง", "sent on"),
    "progress": Text("ผลการส่ง", "delivery"),
    "level": Text("ระดับของคำตอบ", "level of the answer"),
    "link": Text("ลิงก์ตอบรับ", "link to answer by"),
    "directive": Text("เรื่องที่ให้ดำเนินการ", "directive"),
    "due": Text("กำหนด", "due"),
    "assigned_to": Text("ส่งให้ดำเนินการ", "assigned to"),
    "action": label(TERMS["action"]),
    "remark": label(TERMS["remark"]),
    "answered_by": Text("มีหนังสือตอบ", "answered by"),
    "evidence_for": Text("เป็นหลักฐานของ", "evidence for"),
    "cancelled_by": Text("ยกเลิกโดย", "cancelled by"),
    "superseded_by": Text("ให้ใช้แทนโดย", "superseded by"),
    "amended_by": Text("แก้ไขโดย", "amended by"),
    "repealed_by": Text("ยกเลิกคำสั่งโดย", "repealed by"),
    "name": Text("ชื่อ", "name"),
    "office": Text("สำนักงาน", "office"),
    "post": Text("ตำแหน่ง", "post"),
    "role": Text("หน้าที่ในทะเบียน", "role"),
    "receives_for": Text("ตอบรับแทน", "answers for"),
    "key": Text("กุญแจ", "key"),
    "power": Text("คำสั่งเรื่องตำแหน่งหรืออำนาจ", "order on post or power"),
    "absence": Text("ไม่อยู่ปฏิบัติราชการ", "absence"),
    "parent": Text("อยู่ภายใต้", "under"),
    "unit_kind": Text("ประเภทหน่วยงาน", "kind of unit"),
    "code": Text("รหัส", "code"),
    "duties": Text("หน้าที่", "duties"),
    "established_by": Text("จัดตั้งโดย", "established by"),
    "made_so_by": Text("เป็นเช่นนี้โดย", "made so by"),
}
"""What a field is called; a test holds that none is missing."""

_WORDS: dict[str, Text] = {
    "signed": Text("ลงลายมือชื่อแล้ว", "signed"),
    "issued": label(STATES["numbered"]),
    "dispatched": label(STATES["dispatched"]),
    "received": Text("ลงทะเบียนรับแล้ว", "received"),
    "in_progress": label(STATES["in_progress"]),
    "concluded": label(STATES["concluded"]),
    "cancelled": label(STATES["cancelled"]),
    "superseded": Text("มีฉบับอื่นใช้แทน", "superseded"),
    "amended": Text("มีการแก้ไข", "amended"),
    "repealed": Text("ยกเลิกทั้งฉบับ", "repealed"),
    "sent": label(STATES["dispatched"]),
    "delivered": label(STATES["arrived"]),
    "failed": label(STATES["undelivered"]),
    "confirmed": Text("ยืนยันแล้ว", "confirmed"),
    "acknowledged": label(STATES["acknowledged"]),
    "returned": label(STATES["returned"]),
    "enrolled": Text("รอยืนยัน", "waits for confirmation"),
    "electronic": Text("อิเล็กทรอนิกส์", "electronically"),
    "by-hand": Text("บนกระดาษ", "by hand"),
    "sealed": Text("ประทับตรา", "sealed"),
}
_ONLY: dict[str, dict[str, Text]] = {
    "level": {level.value: words for level, words in LEVELS.items()},
    "link": {"given": Text("ให้แล้ว", "given")},
}
"""Words of the code that are a field's whole value."""
_CLASSES = {
    "kind": LetterKind,
    "speed_class": SpeedClass,
    "secrecy_class": SecrecyClass,
    "channel": Channel,
}
_FIRST_WORDS: dict[str, dict[str, Text]] = {
    "key": {"withdrawn:": Text("เพิกถอน:", "withdrawn:")},
    "answered_by": {
        "answers": Text("ตอบโดย", "answered by"),
        "replaces": Text("ใช้แทนโดย", "replaced by"),
        "cancels": Text("ยกเลิกโดย", "cancelled by"),
    },
    "directive": {
        "passed-on": Text("ส่งต่อแล้ว", "passed on"),
        "done": label(STATES["concluded"]),
        "reopened": Text("ยังไม่เสร็จ", "not done after all"),
    },
    "power": {word.value: Text(word.label, word.english) for word in ActingWord},
}
"""Words of the code with which a field's value begins."""
_ABOUT: dict[str, dict[str, Text]] = {
    "power": {
        "appoint": Text("แต่งตั้ง", "appointed"),
        "act-for": Text("ให้ทำหน้าที่แทน", "acts for"),
        "end": Text("พ้นตำแหน่ง", "holds no longer"),
        "delegate": Text("ได้รับมอบอำนาจของ", "has the delegated power of"),
        "withdraw": Text("ถอนการมอบอำนาจของ", "has no longer the power of"),
        "assign": Text("ได้รับมอบหมายให้ลงชื่อแทน", "signs for"),
    },
    "absence": {kind.value: words for kind, words in ABSENCES.items()},
}
"""Words of the code with which it begins what a field is about."""
_ROLES = {
    "registrar": Text("นายทะเบียน", "registrar"),
    "clerk": Text("เจ้าหน้าที่สารบรรณ", "clerk"),
    "signatory": Text("ผู้ลงชื่อ", "signatory"),
    "recipient": Text("ผู้รับ", "recipient"),
}
_TIMED = frozenset(
    {"dated", "registered_on", "registered_at", "entered_at", "sent_on", "due", "post", "power", "absence"}
)
"""Fields that hold days or moments as statements have them."""
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d):\d\d\+07:00)?")


def called(what: str, about: str) -> Text:
    """Return what a field is called, with whom or what it is about."""
    words = FIELDS.get(what, plain(what))
    if not about:
        return words
    whom = _first_word(_ABOUT.get(what, {}), about)
    return Text(f"{words.thai} {whom.thai}", f"{words.english} {whom.english}")


def value(what: str, text: str) -> Text:
    """Return a field's value as people read it: words in their language, days in the Buddhist era."""
    if what in _CLASSES:
        word = _CLASSES[what](text)
        return Text(word.label, word.english)
    if what == "role":
        roles = [_ROLES[role] for role in text.split(", ")]
        return Text(", ".join(one.thai for one in roles), ", ".join(one.english for one in roles))
    if what in _ONLY and text in _ONLY[what]:
        return _ONLY[what][text]
    if what in {"stage", "progress", "way", "key"} and text in _WORDS:
        return _WORDS[text]
    said = _first_word(_FIRST_WORDS.get(what, {}), text)
    return Text(*(_MOMENT.sub(_in_the_era, one) for one in said)) if what in _TIMED else said


def _first_word(words: Mapping[str, Text], text: str) -> Text:
    first, space, rest = text.partition(" ")
    known = words.get(first.rstrip(","))
    comma = "," if first.endswith(",") else ""
    return plain(text) if known is None else Text(*(f"{one}{comma}{space}{rest}" for one in known))


def _in_the_era(found: re.Match[str]) -> str:
    day = thai_day(date.fromisoformat(found[1]))
    return day if found[2] is None else f"{day} {found[2]}.{found[3]} น."
