"""Words of the official's pages: what a field of a draft is called, what changed in it, and what the script says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.texts.text import Text, label
from domain.classes import ActingWord, SecrecyClass, SpeedClass
from domain.labels import TERMS
from registry.papers.looks_at import Changed, Maker

MAKERS: Final[Mapping[Maker, Text]] = {one: label(TERMS[one.value]) for one in Maker}
FIELDS: Final[Mapping[str, Text]] = {
    "kind": Text("ชนิดหนังสือ", "kind"),
    "circular": label(TERMS["circular"]),
    "code": Text("รหัสหนังสือ", "code"),
    "subject": label(TERMS["subject"]),
    "issuing_office": label(TERMS["issuing_office"]),
    "address": Text("ที่ตั้ง", "address"),
    "addressees": label(TERMS["addressee"]),
    "signatory": label(TERMS["signer"]),
    "speed": Text("ชั้นความเร็ว", "speed"),
    "secrecy": Text("ชั้นความลับ", "secrecy"),
    "salutation": label(TERMS["salutation"]),
    "closing": label(TERMS["closing"]),
    "copies_to": label(TERMS["copies_to"]),
    "references": label(TERMS["references"]),
    "attachments": label(TERMS["attachments"]),
    "directives": Text("สิ่งที่ขอให้ปฏิบัติ", "what it asks for"),
    "body": Text("ข้อความ", "text"),
    "in_force": label(TERMS["in_force_from"]),
    "acts": Text("ผลต่อโครงสร้าง", "acts on the structure"),
    "matter": Text("เรื่องที่มอบอำนาจ", "delegated matter"),
    "owner_unit": label(TERMS["owner_unit"]),
    "contact": Text("โทรศัพท์และไปรษณีย์อิเล็กทรอนิกส์", "contact"),
    "makers": Text("ผู้ร่าง ผู้พิมพ์ ผู้ตรวจ", "drafted, typed, checked by"),
    "dated": label(TERMS["dated"]),
    "later_date_reason": Text("เหตุที่ลงวันที่หลังจากนี้", "why dated later"),
    "plan": Text("วิธีลงทะเบียน", "how it is registered"),
    "files": Text("แฟ้มที่แนบ", "attached files"),
}
"""Every field of `registry.papers.looks_at.fields_of`."""

SCRIPT: Final[Mapping[str, Mapping[str, Text]]] = {
    "fields": {
        "number": label(TERMS["letter_number"]),
        "dated": label(TERMS["dated"]),
        "subject": label(TERMS["subject"]),
        "addressees": label(TERMS["addressee"]),
        "signatory": label(TERMS["signer"]),
        "speed": FIELDS["speed"],
        "secrecy": FIELDS["secrecy"],
        "attachments": label(TERMS["attachments"]),
        "references": label(TERMS["references"]),
        "issuing_office": label(TERMS["issuing_office"]),
    },
    "values": {
        **{one.value: Text(one.label, one.english) for one in (*SpeedClass, *SecrecyClass)},
        **{one.value: Text(one.label, one.english) for one in ActingWord},
    },
    "says": {
        "opening": Text("กำลังเปิดเอกสารที่จะลงลายมือชื่อ…", "Opening the document that will be signed…"),
        "shown": Text(
            "เอกสารด้านล่างคือไบต์ที่จะลงลายมือชื่อ เลขที่แสดงยังไม่ได้จอง",
            "The document below is what will be signed, to the byte. Its number is not reserved yet.",
        ),
        "held": Text(
            "เลขหรือวันที่เปลี่ยนไปจากที่แสดงก่อนหน้า โปรดตรวจเอกสารใหม่ แล้วกดปุ่มอีกครั้งภายใน ๒ นาที ยังไม่ได้ลงลายมือชื่อ",
            "Number or date is another than was shown. Look at the document again and press once more within 2 "
            "minutes. Nothing is signed yet.",
        ),
        "again": Text(
            "เอกสารเปลี่ยนไปจากที่แสดงก่อนหน้า โปรดตรวจใหม่ แล้วกดปุ่มอีกครั้ง ยังไม่ได้ออกเลขและยังไม่ได้ลงลายมือชื่อ",
            "The document is another than was shown. Look again and press once more. Nothing is numbered or "
            "signed yet.",
        ),
        "entries": Text("รายการ", "entries"),
        "passkey": Text("โปรดยืนยันตัวด้วยพาสคีย์…", "Confirm with your passkey…"),
        "numbering": Text("กำลังออกเลข…", "Numbering…"),
        "signing": Text("กำลังลงลายมือชื่อและลงทะเบียน…", "Signing and registering…"),
        "passkey-refused": Text(
            "ยืนยันตัวด้วยพาสคีย์ไม่สำเร็จ ยังไม่ได้ออกเลขและยังไม่ได้ลงลายมือชื่อ",
            "The passkey did not confirm. Nothing was numbered or signed.",
        ),
        "prf-missing": Text(
            "พาสคีย์หรือเบราว์เซอร์นี้เปิดกุญแจไม่ได้ (ไม่มี PRF) ให้ลงที่บรรทัดคำสั่ง",
            "This passkey or browser cannot open keys (no PRF): sign at the command line.",
        ),
        "key-not-here": Text(
            "เปิดกุญแจที่เก็บไว้ไม่ได้ ยังไม่ได้ลงลายมือชื่อ แจ้งผู้ดูแลระบบ",
            "The kept key does not open. Nothing was signed; tell the administrator.",
        ),
        "webauthn-missing": Text("เบราว์เซอร์นี้ไม่มีพาสคีย์", "This browser has no passkeys."),
        "other-document": Text(
            "หยุด: เอกสารที่เซิร์ฟเวอร์ส่งมาไม่ตรงกับข้อความที่จะลงลายมือชื่อ หน้านี้ไม่ลงลายมือชื่อ แจ้งผู้ดูแล",
            "Stop: the document that the server sent is not the one of the statement. This page signs nothing; "
            "tell the administrator.",
        ),
        "other-statement": Text(
            "หยุด: เซิร์ฟเวอร์ขอให้ลงลายมือชื่อในสิ่งที่ไม่ตรงกับที่แสดง หน้านี้ไม่ลงลายมือชื่อ แจ้งผู้ดูแลระบบ",
            "Stop: the server asks for a signature of something else than is shown. This page signs nothing; "
            "tell the administrator.",
        ),
        "other-time": Text(
            "เวลาของทะเบียนต่างจากนาฬิกาของเครื่องนี้เกิน ๕ นาที หน้านี้ไม่ลงลายมือชื่อ ตั้งนาฬิกาแล้วเปิดหน้านี้ใหม่ ถ้าตรงอยู่ แจ้งผู้ดูแล",
            "The registry's time and this device's clock differ by more than 5 minutes: this page signs nothing. Set "
            "the clock and open the page again; if it is right, tell the administrator.",
        ),
        "signed-out": Text(
            "หมดเวลาเข้าสู่ระบบแล้ว เข้าสู่ระบบอีกครั้ง แล้วเปิดหน้ารอลงลายมือชื่อ",
            "You are signed in no longer: sign in again, and look at what waits.",
        ),
        "other-receipt": Text(
            "ระวัง: ใบยืนยันที่เซิร์ฟเวอร์ส่งมาไม่ตรงกับสิ่งที่ลงลายมือชื่อ เปิดหน้ารอลงลายมือชื่อเพื่อดู และแจ้งผู้ดูแล",
            "Beware: the receipt that the server sent is not of what was signed. Look at what waits, and tell the "
            "administrator.",
        ),
        "lost": Text(
            "ติดต่อทะเบียนไม่ได้ ยังไม่รู้ว่าลงทะเบียนแล้วหรือไม่ เปิดหน้ารอลงลายมือชื่อเพื่อดู",
            "The registry does not answer, and nobody knows yet whether the letter is registered: look at what waits.",
        ),
        "digest": Text("ค่าแฮชของเอกสาร (คำนวณในเบราว์เซอร์นี้)", "The document's digest (computed in this browser)"),
        "document": Text("เอกสารที่จะลงลายมือชื่อ", "The document to be signed"),
        "save": Text("บันทึกเอกสารนี้", "Save this document"),
        "all-pages": Text(
            "ถ้ากรอบนี้ไม่แสดงครบทุกหน้า ให้บันทึกเอกสารแล้วเปิดดูในเครื่อง",
            "If this frame does not show every page, save the document and open it on your device.",
        ),
        "unshown": Text(
            "เบราว์เซอร์นี้แสดง PDF ในหน้าไม่ได้ ให้บันทึกเอกสารแล้วเปิดดูในเครื่อง",
            "This browser shows no PDF within a page: save the document and open it on your device.",
        ),
        "whole": Text("ทุกช่องที่จะลงลายมือชื่อ", "Every field that will be signed"),
        "done": Text("ลงลายมือชื่อแล้ว", "signed"),
        "changed": Text("เปลี่ยนไป โปรดเปิดดูอีกครั้ง", "changed: look again"),
        "refused": Text("ไม่สำเร็จ:", "refused:"),
        "waiting": Text("รอ", "waiting"),
        "finished": Text("เสร็จ {done} จาก {all} ฉบับ", "{done} of {all} done"),
    },
}


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field as a page shows it."""

    field: Text
    old: str
    new: str


def change(one: Changed) -> Change:
    """Return a changed field in words."""
    return Change(FIELDS[one.field], _written(one.old), _written(one.new))


def _written(value: Any) -> str:  # noqa: ANN401 - any JSON value of a draft
    """Write a value so that nothing of it is left out."""
    match value:
        case None:
            return "–"
        case str():
            return value or "–"
        case [*several] if all(isinstance(one, str) for one in several):
            return "\n".join(several) or "–"
        case _:
            return json.dumps(value, ensure_ascii=False, indent=1)
