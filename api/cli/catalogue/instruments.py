"""Instruments of others that change the structure: two registrars record and confirm them."""

from api.cli.catalogue.command import SIGNING, Command, Option
from api.texts.text import Text

COMMANDS = (
    Command(
        "instrument record",
        Text(
            "บันทึกกฎหมายหรือตราสารของผู้อื่นที่เปลี่ยนโครงสร้าง (นายทะเบียนลงลายมือชื่อ)",
            "record somebody else's instrument that changes the structure (a registrar signs)",
        ),
        "instruments:record",
        (Option("file", Text("ร่างของตราสาร (.json)", "the instrument's draft (.json)")), *SIGNING),
    ),
    Command(
        "instrument confirm",
        Text("ยืนยันตราสารที่นายทะเบียนอีกคนบันทึก", "confirm an instrument that another registrar recorded"),
        "instruments:confirm",
        (
            Option(
                "instrument",
                Text("เลขที่ ชื่อ หรือ sha256:… ของตราสาร", "its number, its title, or its sha256:…"),
                metavar="number|sha256:…",
            ),
            *SIGNING,
        ),
    ),
    Command(
        "instrument list",
        Text("ตราสารที่รอการยืนยัน และข้อเสนอที่ยังไม่มีผล", "instruments that wait to be confirmed, and mere proposals"),
        "instruments:pending",
    ),
)
