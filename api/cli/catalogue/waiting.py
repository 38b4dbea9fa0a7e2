"""Drafts that wait for a signature."""

from api.cli.catalogue.command import SIGNING, Command, Option
from api.texts.text import Text

_ID = Option("draft", Text("รหัสของร่าง ตามที่ saraban waiting แสดง", "the draft's id, as saraban waiting shows it"))

COMMANDS = (
    Command(
        "waiting",
        Text("ร่างที่รอลงลายมือชื่อ", "drafts that wait for a signature"),
        "waiting:waiting",
        (
            Option(
                "--for",
                Text("เฉพาะที่รอเจ้าหน้าที่รหัสนี้", "only what waits for this officer"),
                metavar="ID",
            ),
        ),
    ),
    Command(
        "sign",
        Text("ลงลายมือชื่อและออกเลขที่หนังสือ ของร่างที่รออยู่", "sign a draft that waits, and give it its number"),
        "waiting:sign",
        (_ID, *SIGNING),
    ),
    Command(
        "send-back",
        Text("ส่งร่างที่รออยู่คืนผู้ร่าง พร้อมเหตุผล", "send a draft that waits back to who drafted it, and say why"),
        "waiting:send_back",
        (
            _ID,
            Option("--reason", Text("เหตุผล", "why"), metavar="TEXT", required=True),
            Option(
                "--by",
                Text("รหัสผู้ลงชื่อที่ส่งคืน (หรือ SARABAN_CLERK)", "the officer who sends it back (or SARABAN_CLERK)"),
                metavar="ID",
            ),
        ),
    ),
)
