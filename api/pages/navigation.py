"""Where one can go from every page: a visitor is offered what the visitor's rights open, in the order of the work."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request

from api.auth.rights import Right, Visitor
from api.texts.text import Text


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    path: str
    words: Text
    rights: frozenset[Right]


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry as a page shows it."""

    path: str
    words: Text
    here: bool


CLERKS = frozenset({Right.CLERK})
READERS = frozenset({Right.CLERK, Right.AUDITOR})
AUDITORS = frozenset({Right.AUDITOR})

PLACES: Sequence[Place] = (
    Place("/auditing", Text("ตรวจสอบ", "Auditing"), AUDITORS),
    Place("/past", Text("ย้อนหลัง", "The past"), AUDITORS),
    Place("/log", Text("บันทึก", "The log"), AUDITORS),
    Place("/registers/sent", Text("ทะเบียนหนังสือส่ง", "Send register"), READERS),
    Place("/registers/received", Text("ทะเบียนหนังสือรับ", "Receive register"), READERS),
    Place("/drafts", Text("ร่างหนังสือ", "Drafts"), CLERKS),
    Place("/receiving", Text("ลงทะเบียนรับ", "Receiving"), READERS),
    Place("/signing", Text("รอลงลายมือชื่อ", "Waiting for signature"), frozenset({Right.OFFICIAL})),
    Place("/proposals", Text("ข้อเสนอ", "Proposals"), frozenset({Right.OFFICIAL, Right.ADMINISTRATOR})),
    Place("/own-keys", Text("กุญแจของฉัน", "My keys"), frozenset({Right.OFFICIAL})),
    Place("/pending", Text("เรื่องที่ค้าง", "Pending"), READERS | {Right.OFFICIAL}),
    Place("/dispatch", Text("ส่งหนังสือ", "Dispatch"), READERS),
    Place("/unanswered", Text("ยังไม่ตอบรับ", "Unanswered"), READERS),
    Place("/passkeys", Text("พาสคีย์ผู้รับ", "Passkeys"), CLERKS),
    Place("/histories", Text("ประวัติ", "Histories"), READERS),
    Place("/organisation", Text("โครงสร้าง", "Organisation"), READERS | {Right.OFFICIAL, Right.ADMINISTRATOR}),
    Place("/print", Text("พิมพ์", "Print"), READERS),
    Place("/administration", Text("ดูแลระบบ", "Administration"), frozenset({Right.ADMINISTRATOR})),
    Place("/operation", Text("การเดินระบบ", "Operation"), frozenset({Right.ADMINISTRATOR})),
    Place("/refusals", Text("การปฏิเสธ", "Refusals"), frozenset({Right.AUDITOR, Right.ADMINISTRATOR})),
)
"""Area modules' entry pages, each with its words."""


def offered(request: Request[Any, Any, Any]) -> list[Shown]:
    """Return what the visitor may go to."""
    visitor = request.scope.get("user")
    if not isinstance(visitor, Visitor):
        return []
    path = request.url.path
    return [
        Shown(one.path, one.words, path == one.path or path.startswith(f"{one.path}/"))
        for one in PLACES
        if one.rights & visitor.rights
    ]
