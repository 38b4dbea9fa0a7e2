"""Structure and authority: what the organisation looked like, what happened to a unit, who could sign."""

from api.cli.catalogue.command import Command, Option
from api.texts.text import Text

_ON = Option(
    "--on",
    Text(
        "มีผลเมื่อ: วันที่ (พ.ศ.) หรือวันที่และเวลา (ถ้าไม่ระบุ: บัดนี้)",
        "in force on a day (its last second), or a day and time (now otherwise)",
    ),
    metavar="DATE[ TIME]",
)
_KNOWN_AT = Option(
    "--known-at",
    Text(
        "ตามที่ทะเบียนรู้เมื่อ: ตำแหน่ง หรือวันเวลา (พ.ศ.) (ถ้าไม่ระบุ: บัดนี้)",
        "as known at a position in the log, or a day and time (now otherwise)",
    ),
    metavar="POSITION|TIME",
)
_WHICH = Text("หน่วยงาน: รหัสถาวร รหัสหน่วยงาน หรือชื่อเต็ม", "the unit: its permanent name, code or whole name")
_POINTS = (_ON, _KNOWN_AT)

COMMANDS = (
    Command(
        "structure",
        Text("โครงสร้าง ณ วันใด ตามที่รู้เมื่อใด", "what the organisation looked like, on any day, as known at any moment"),
        "structure:structure",
        (
            *_POINTS,
            Option("--unit", Text("เฉพาะใต้หน่วยงานนี้", "only the tree of this unit"), metavar="ID|CODE"),
            Option(
                "--diff",
                Text(
                    "เปรียบเทียบสองจุด แต่ละจุดเป็น วันที่ หรือ วันที่@ตำแหน่งที่รู้",
                    "compare two points, each a day, or a day@known-at",
                ),
                metavar="A B",
                parts=2,
            ),
            Option("--svg", Text("วาดเป็นภาพ SVG ลงแฟ้มนี้", "draw it into this file as SVG"), metavar="FILE"),
        ),
    ),
    Command(
        "unit",
        Text(
            "หน่วยงานหนึ่ง: เป็นอย่างไรเมื่อใด และเกิดอะไรขึ้นบ้าง", "one unit: how it stood, and everything that happened to it"
        ),
        "structure:unit",
        (
            Option("unit", _WHICH),
            *_POINTS,
            Option("--history", Text("ทุกสิ่งที่เกิดขึ้นกับหน่วยงาน", "everything that happened to it"), flag=True),
            Option(
                "--by",
                Text("เรียงตาม: known เวลาที่รู้, force เวลาที่มีผล", "in the order of: known, or force (when in force)"),
                choices=("known", "force"),
                default="known",
            ),
        ),
    ),
    Command(
        "who-may-sign",
        Text(
            "ใครลงชื่อแทนใครได้ ในฐานะใด อาศัยสิ่งใด", "who could sign for a unit, in which capacity, resting on which facts"
        ),
        "signers:who_may_sign",
        (
            Option("--unit", _WHICH, metavar="ID|CODE", required=True),
            Option(
                "--matter", Text("เรื่อง ตามที่คำสั่งมอบอำนาจเรียก", "the matter, as a delegation names it"), metavar="TEXT"
            ),
            *_POINTS,
            Option(
                "--officer",
                Text(
                    "เฉพาะเจ้าหน้าที่คนนี้: ได้ ไม่ได้ หรือบอกไม่ได้ เพราะเหตุใด",
                    "this officer alone: valid, not valid or cannot tell, and why",
                ),
                metavar="ID",
            ),
        ),
    ),
)
