"""History: what happened to whom, exports, and how views stand and are made again."""

from api.cli.catalogue.command import Command, Option, count
from api.texts.text import Text

COMMANDS = (
    Command(
        "history",
        Text(
            "ประวัติของหนังสือ คำสั่ง หน่วยงาน หรือบุคคล ทีละรายการ",
            "what happened to a letter, order, unit or person, fact by fact",
        ),
        "history:history",
        (
            Option("--letter", Text("ที่ ของหนังสือ", "a letter's number"), metavar="NUMBER"),
            Option("--order", Text("เลขคำสั่ง", "an order's number"), metavar="NUMBER"),
            Option("--unit", Text("รหัสหรือชื่อหน่วยงาน", "a unit's id, code or name"), metavar="UNIT"),
            Option("--person", Text("รหัสหรือชื่อเจ้าหน้าที่", "an officer's id or name"), metavar="NAME"),
            Option("--from", Text("ตั้งแต่ตำแหน่งนี้", "from this position on"), metavar="POSITION", kind=count),
            Option(
                "--limit", Text("ไม่เกินกี่รายการล่าสุด", "at most so many, the newest"), metavar="N", kind=count, default=200
            ),
            Option(
                "--state-after", Text("สภาพหลังตำแหน่งนี้", "the state after this position"), metavar="POSITION", kind=count
            ),
            Option(
                "--compare",
                Text("เทียบสภาพหลังสองตำแหน่ง ทีละช่อง", "compare the states after two positions, field by field"),
                metavar="A B",
                kind=count,
                parts=2,
            ),
        ),
    ),
    Command(
        "question",
        Text(
            "คำถามของผู้ตรวจสอบ (ถ้าไม่ระบุชื่อ: แสดงว่ามีคำถามใดบ้าง)",
            "an auditor's question of the first day (which ones there are otherwise)",
        ),
        "question:question",
        (
            Option("name", Text("ชื่อคำถาม", "the question's name"), optional=True),
            Option("--from", Text("ตั้งแต่วันนี้ (พ.ศ.)", "from this day on"), metavar="DATE"),
            Option("--to", Text("ถึงวันนี้ (พ.ศ.)", "up to and including this day"), metavar="DATE"),
            Option("--csv", Text("เขียนเป็น CSV ลงแฟ้มนี้", "write it to this file as CSV"), metavar="FILE"),
            Option("--xlsx", Text("เขียนเป็น XLSX ลงแฟ้มนี้", "write it to this file as XLSX"), metavar="FILE"),
        ),
    ),
    Command(
        "sample",
        Text(
            "สุ่มตัวอย่างเลขในทะเบียน ซึ่งผู้ใดก็สุ่มซ้ำให้ได้ผลเดียวกันได้",
            "draw a sample of the register's numbers, which anybody can draw again",
        ),
        "sampling:sample",
        (
            Option(
                "population",
                Text("สุ่มจาก: sent ส่ง, received รับ, voids เลขที่ยกเลิก, series ชุดเลขหนึ่ง", "what to draw from"),
                choices=("sent", "received", "voids", "series"),
            ),
            Option("--size", Text("กี่เลข", "how many numbers"), metavar="N", kind=count, default=20),
            Option(
                "--seed",
                Text("seed ที่ตกลงกัน (ถ้าไม่ระบุ: สุ่มใหม่)", "the seed agreed on (a fresh one otherwise)"),
                metavar="TEXT",
            ),
            Option(
                "--as-of",
                Text("ตามที่ทะเบียนรู้เมื่อ: ตำแหน่ง หรือวันเวลา (พ.ศ.)", "as known at a position in the log, or a day and time"),
                metavar="POSITION|TIME",
            ),
            Option("--from", Text("ลงทะเบียนตั้งแต่วันนี้ (พ.ศ.)", "registered from this day on"), metavar="DATE"),
            Option("--to", Text("ลงทะเบียนถึงวันนี้ (พ.ศ.)", "registered up to and including this day"), metavar="DATE"),
            Option("--series", Text("รหัสชุดเลข", "the series' id"), metavar="ID"),
            Option(
                "--secrecy",
                Text("ถึงชั้นความลับใด", "letters up to which class of secrecy"),
                choices=("none", "secret", "very_secret", "top_secret"),
                default="none",
            ),
            Option(
                "--output",
                short="-o",
                help=Text("เขียนตัวอย่างพร้อมหลักฐานลงแฟ้มนี้", "write it with its evidence here"),
                metavar="FILE.zip",
            ),
        ),
    ),
    Command(
        "export",
        Text("ส่งออกทั้งทะเบียนเป็นแฟ้มเปิดให้ผู้อื่นตรวจซ้ำ", "write the whole registry into open files that others can replay"),
        "exporting:export_to",
        (
            Option("folder", Text("โฟลเดอร์ใหม่", "a new folder")),
            Option(
                "--public",
                Text(
                    "เฉพาะที่เปิดเผยได้: แผ่นบันทึก checkpoint และสิ่งที่ใช้ตรวจ", "only what is public: tiles, checkpoint, trust"
                ),
                flag=True,
            ),
        ),
    ),
    Command(
        "views",
        Text(
            "สภาพของทุกมุมมอง: ตำแหน่ง ที่ยังไม่อ่าน แฮชของแถว",
            "how every view stands: position, facts behind, digest of its rows",
        ),
        "keeping_views:show_all",
    ),
    Command(
        "rebuild",
        Text(
            "สร้างมุมมองใหม่เคียงข้างของเดิม เทียบกัน แล้วสลับ (ถ้าไม่ระบุชื่อ: ทุกมุมมอง)",
            "build views again beside those that serve, compare, and switch (all of them otherwise)",
        ),
        "keeping_views:rebuild_some",
        (Option("name", Text("ชื่อมุมมอง", "a view's name"), repeated=True),),
    ),
)
