"""Documents: read into drafts, checked against their forms, written, looked at."""

from api.cli.catalogue.command import SERIES, Command, Option, whole
from api.texts.text import Text

COMMANDS = (
    Command(
        "read",
        Text("อ่านเอกสารทุกชนิดให้เป็นร่าง", "read a document of any format into a draft"),
        "reading:read",
        (
            Option("file", Text("ข้อความ DOCX PDF หรือภาพสแกน", "a text, DOCX, PDF or scan")),
            Option(
                "--output", short="-o", help=Text("เขียนร่างลงแฟ้มนี้", "write the draft to this file"), metavar="DRAFT.json"
            ),
            Option(
                "--crops",
                Text(
                    "เขียนภาพของที่และวันที่ในภาพสแกนลงแฟ้มใหม่นี้",
                    "write pictures of a scan's number and date into this new folder",
                ),
                metavar="DIR",
            ),
        ),
    ),
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
    Command(
        "score",
        Text("วัดว่าอ่านเอกสารได้ถูกเพียงใด เทียบกับที่คนอ่าน", "measure how well documents are read, beside what people read"),
        "scoring:score",
        (
            Option("folder", Text("แฟ้มที่มี NAME.txt คู่กับ NAME.json", "a folder of NAME.txt beside NAME.json")),
            Option("--why", Text("แสดงทุกส่วนที่อ่านไม่ตรง", "list whatever was not read right"), flag=True),
        ),
    ),
    Command(
        "write",
        Text("เขียนร่างเป็นเอกสาร หรือหนังสือที่จะลงชื่อบนกระดาษ", "write a draft as a document, or a letter to sign on paper"),
        "writing:write",
        (
            Option("file", Text("ร่าง (.json) หรือเอกสารที่อ่านได้", "a draft (.json) or a document that can be read")),
            Option(
                "--output",
                short="-o",
                help=Text("เขียนลงแฟ้มนี้ .pdf หรือ .txt", "write to this file, .pdf or .txt"),
                metavar="FILE",
                required=True,
            ),
            Option(
                "--number",
                Text(
                    "พิมพ์เลขที่จองไว้นี้และวันนี้ (ถ้าไม่ระบุ: เว้นไว้)",
                    "print this reserved number and today (left blank otherwise)",
                ),
                metavar="N",
                kind=whole,
            ),
            *SERIES,
        ),
    ),
    Command(
        "picture",
        Text("วาดหน้าของเอกสารเป็นภาพ PNG", "draw the pages of a document as PNG pictures"),
        "picturing:picture",
        (
            Option("file", Text("เอกสาร PDF หรือภาพ", "a PDF or a picture")),
            Option(
                "--output",
                short="-o",
                help=Text("เขียนลงแฟ้มใหม่นี้", "write into this new folder"),
                metavar="DIR",
                required=True,
            ),
            Option(
                "--width", Text("กว้างกี่จุด (ภาพย่อ: 160)", "pixels across (160 for a thumbnail)"), metavar="N", kind=whole
            ),
            Option("--first", Text("หน้าแรกที่วาด", "the first page to draw"), metavar="N", kind=whole, default=1),
            Option("--last", Text("หน้าสุดท้ายที่วาด", "the last page to draw"), metavar="N", kind=whole),
        ),
    ),
    Command(
        "paper",
        Text("ตราและที่อยู่ในคิวอาร์โค้ดของหนังสือ", "the emblem of the office's letters, and the address in their QR codes"),
        "writing:paper",
        (
            Option("--emblem", Text("ใช้ตรานี้ (SVG) นับแต่นี้", "take this emblem (SVG) from now on"), metavar="FILE.svg"),
            Option(
                "--address",
                Text("ที่อยู่ https ในโดเมนของหน่วยงาน", "an https address in the office's own domain"),
                metavar="URL",
            ),
        ),
    ),
)
