"""What the fields of a history are called, and the values among them that are words of the code."""

from api.texts.text import Text, label, plain
from domain.classes import Channel, LetterKind, SecrecyClass, SpeedClass
from domain.labels import STATES, TERMS

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
_CLASSES = {
    "kind": LetterKind,
    "speed_class": SpeedClass,
    "secrecy_class": SecrecyClass,
    "channel": Channel,
}


def called(what: str, about: str) -> Text:
    """Return what a field is called, with whom or what it is about."""
    words = FIELDS.get(what, plain(what))
    return words if not about else Text(f"{words.thai} {about}", f"{words.english} {about}")


def value(what: str, text: str) -> Text:
    """Return a field's value as people read it."""
    if what in _CLASSES:
        word = _CLASSES[what](text)
        return Text(word.label, word.english)
    return _WORDS.get(text, plain(text)) if what in {"stage", "progress", "way", "key"} else plain(text)
