"""What an audit counts, in words."""

from api.texts.text import Text

COUNTED: dict[str, Text] = {
    "facts": Text("รายการ", "facts"),
    "size": Text("ใบในบันทึก", "leaves"),
    "signatures": Text("ลายมือชื่อ", "signatures"),
    "by_people": Text("ในจำนวนนี้เป็นของบุคคล", "of these, by people"),
    "letters": Text("หนังสือส่งและคำสั่ง", "letters and orders sent"),
    "received": Text("หนังสือรับ", "letters received"),
    "acknowledged": Text("คำตอบของผู้รับ", "recipients' answers"),
    "series": Text("ชุดเลข", "series"),
    "numbers_issued": Text("เลขที่ออกแล้ว", "numbers issued"),
    "numbers_void": Text("เลขที่ยกเลิก", "numbers void"),
    "numbers_open": Text("เลขที่จองอยู่", "numbers reserved"),
    "checkpoints": Text("หัวบันทึกที่ลงลายมือชื่อ", "checkpoints"),
    "files": Text("แฟ้ม", "files"),
    "streams": Text("สายเรื่อง", "streams"),
    "file_bytes": Text("ขนาดของแฟ้ม (ไบต์)", "bytes of files"),
    "answers": Text("คำตอบของผู้บันทึก", "the writer's stored answers"),
    "refusals": Text("แถวของบันทึกการปฏิเสธ", "rows of the record of refusals"),
}
"""In the order in which it is told."""
