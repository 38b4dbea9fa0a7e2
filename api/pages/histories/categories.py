"""What kinds of facts there are, for whoever wants to see some of them only: every fact is of one kind."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from api.texts.text import Text


class Category(Enum):
    """One kind of facts."""

    NUMBERS = "numbers"
    SIGNED = "signed"
    SENT = "sent"
    ANSWERED = "answered"
    ASKED = "asked"
    RECEIVED = "received"
    ENTRY = "entry"
    CHANGED = "changed"
    STRUCTURE = "structure"
    OFFICERS = "officers"


WORDS: Final[Mapping[Category, Text]] = {
    Category.NUMBERS: Text("เลข", "numbers"),
    Category.SIGNED: Text("ลงลายมือชื่อและออกเลข", "signed and issued"),
    Category.SENT: Text("การส่ง", "sending"),
    Category.ANSWERED: Text("คำตอบของผู้รับ", "recipients' answers"),
    Category.ASKED: Text("เรื่องที่ให้ดำเนินการ", "directives"),
    Category.RECEIVED: Text("การรับและการปฏิบัติ", "received and acted on"),
    Category.ENTRY: Text("รายการในทะเบียน", "register entry"),
    Category.CHANGED: Text("ยกเลิก แก้ไข ใช้แทน", "cancelled, amended, superseded"),
    Category.STRUCTURE: Text("โครงสร้างและการไม่อยู่", "structure and absences"),
    Category.OFFICERS: Text("เจ้าหน้าที่และกุญแจ", "officers and keys"),
}

OF_FACTS: Final[Mapping[str, Category]] = {
    name: category
    for category, names in {
        Category.NUMBERS: "series.opened.v1 number.reserved.v1 number.voided.v1 opening-balance.entered.v1",
        Category.SIGNED: (
            "letter.signed.v1 letter.signed.v2 letter.signed.v3 letter.signed-by-hand.v1 letter.sealed.v1 "
            "letter.issued.v1 order.signed.v1 order.signed.v2 order.signed.v3 order.signed-by-hand.v1 order.issued.v1"
        ),
        Category.SENT: "letter.dispatched.v1 delivery.attempted.v1 receipt.confirmed.v1 letter.links-given.v1",
        Category.ANSWERED: (
            "letter.acknowledged.v1 letter.returned.v1 letter.answered.v1 letter.answered-by-link.v1 "
            "passkey.offered.v1 passkey.confirmed.v1 passkey.withdrawn.v1"
        ),
        Category.ASKED: (
            "directive.reported.v1 directive.reported-by-link.v1 directive.noted.v1 directive.evidenced.v1 "
            "deadline.moved.v1"
        ),
        Category.RECEIVED: "letter.received.v1 matter.assigned.v1 action.noted.v1 matter.concluded.v1",
        Category.ENTRY: "entry.noted.v1 entry.corrected.v1 secret.entered.v1 calendar.entered.v1",
        Category.CHANGED: (
            "letter.cancelled.v1 letter.superseded.v1 letter.answered-by.v1 order.amended.v1 order.repealed.v1"
        ),
        Category.STRUCTURE: ("instrument.recorded.v1 instrument.confirmed.v1 absence.recorded.v1 absence.ended.v1"),
        Category.OFFICERS: (
            "registry.opened.v1 officer.enrolled.v1 key.enrolled.v1 key.confirmed.v1 key.withdrawn.v1 records.noted.v1"
        ),
    }.items()
    for name in names.split()
}
"""Wire name to kind; a test holds that none is missing."""
