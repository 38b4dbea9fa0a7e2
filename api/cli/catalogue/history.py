"""History: exports, and how views stand and are made again."""

from api.cli.catalogue.command import Command, Option
from api.texts.text import Text

COMMANDS = (
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
