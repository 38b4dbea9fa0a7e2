"""Documents: read into drafts, checked against their forms, written, looked at."""

from api.cli.catalogue.command import Command, Option
from api.texts.text import Text

COMMANDS = (
    Command(
        "check",
        Text("ตรวจหนังสือตามแบบก่อนส่งออก", "check a paper against its official form, before it goes out"),
        "checking:check",
        (
            Option(
                "paper",
                Text(
                    "ร่าง (.json) เอกสารที่อ่านได้ หรือที่ของหนังสือที่ออกเลขแล้ว",
                    "a draft (.json), a document that can be read, or the number of a registered letter",
                ),
            ),
        ),
    ),
)
