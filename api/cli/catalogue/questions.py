"""Questions: the books as they stood, what is pending or unanswered, one letter's life, searching."""

from api.cli.catalogue.command import NUMBER, Command, Option, count, whole
from api.texts.text import Text

_PAGE = (
    Option(
        "--date",
        Text("หน้าของวันที่ (พ.ศ.) (ถ้าไม่ระบุ: ทั้งเล่ม)", "the page of this day (the whole book otherwise)"),
        metavar="DATE",
    ),
    Option(
        "--known-at",
        Text("ตามที่ทะเบียนรู้เมื่อ: ตำแหน่ง หรือวันเวลา (พ.ศ.)", "as known at a position in the log, or a day and time"),
        metavar="POSITION|TIME",
    ),
    Option("--book", Text("ชื่อทะเบียน (ถ้าไม่ระบุ: ทุกเล่ม)", "one book's name (all otherwise)"), metavar="NAME"),
    Option("--csv", Text("เขียนเป็น CSV ลงแฟ้มนี้", "write it to this file as CSV"), metavar="FILE"),
    Option("--xlsx", Text("เขียนเป็น XLSX ลงแฟ้มนี้", "write it to this file as XLSX"), metavar="FILE"),
)

COMMANDS = (
    Command("book sent", Text("ทะเบียนหนังสือส่ง (แบบที่ ๑๔)", "the send register (form 14)"), "books:sent", _PAGE),
    Command(
        "book received", Text("ทะเบียนหนังสือรับ (แบบที่ ๑๓)", "the receive register (form 13)"), "books:received", _PAGE
    ),
    Command(
        "book secret", Text("ทะเบียนลับ: เลข วันที่ ชั้นความลับ", "the secret book: number, date, class"), "books:secret", _PAGE
    ),
    Command(
        "find",
        Text(
            "ค้นหาหนังสือ ด้วยคำใดก็ได้ในเลขที่ เรื่อง จาก หรือถึง",
            "find letters by any piece of number, subject, sender or addressee",
        ),
        "questions:find",
        (
            Option("text", Text("คำที่ค้น เว้นวรรคหมายถึงต้องมีทุกคำ", "what to look for; a space means and"), optional=True),
            Option("--number", Text("เลขที่", "the number"), metavar="TEXT", default=""),
            Option("--subject", Text("เรื่อง", "the subject"), metavar="TEXT", default=""),
            Option("--from", Text("จาก", "from"), metavar="TEXT", default=""),
            Option("--to", Text("ถึง", "to"), metavar="TEXT", default=""),
            Option("--limit", Text("ไม่เกินกี่ฉบับ", "at most so many"), metavar="N", kind=whole, default=20),
        ),
    ),
    Command(
        "pending",
        Text("หนังสือรับที่ยังดำเนินการไม่เสร็จ", "received letters that are not concluded"),
        "questions:pending",
        (
            Option(
                "--days", Text("ค้างมาแล้วอย่างน้อยกี่วัน", "for at least so many days"), metavar="N", kind=count, default=0
            ),
        ),
    ),
    Command(
        "unanswered",
        Text(
            "ผู้รับที่ยังไม่แจ้งตอบรับ (ถ้าไม่ระบุเลขที่: ทุกฉบับที่ยังมีผู้ค้าง)",
            "who has not answered a letter (all such letters otherwise)",
        ),
        "questions:unanswered",
        (Option("number", NUMBER.help, optional=True),),
    ),
    Command("show", Text("เรื่องราวของหนังสือฉบับหนึ่ง", "one letter's life"), "questions:show", (NUMBER,)),
)
