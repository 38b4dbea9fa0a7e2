"""Letters and orders that go out: numbers for paper, registering, sending, correcting, withdrawing."""

from api.cli.catalogue.command import CLERK, NUMBER, SERIES, SIGNING, Command, Option, whole
from api.texts.text import Text

_DRAFT = Option(
    "file", Text("ร่าง (.json) หรือเอกสารที่อ่านแล้วไม่มีข้อสงสัย", "a draft (.json), or a document that leaves no doubt")
)
_BOOK_AND_SERIES = SERIES[1:]
_CIRCULAR = Option("--circular", Text("ใช้เลขหนังสือเวียน (ว)", "number it as a circular (ว)"), flag=True)
_EACH = Option("--number-each", Text("ใช้เลขเรียงกัน ผู้รับละเลข", "take consecutive numbers, one an addressee"), flag=True)
_ANSWERS = Option(
    "--answers", Text("ตอบหนังสือรับหรือส่งเลขนี้", "it answers the letter of this number"), metavar="NUMBER", repeated=True
)
_REPLACES = Option(
    "--replaces", Text("ใช้แทนหนังสือเลขนี้", "it replaces the letter of this number"), metavar="NUMBER", repeated=True
)
_CANCELS = Option(
    "--cancels", Text("ยกเลิกหนังสือเลขนี้", "it cancels the letter of this number"), metavar="NUMBER", repeated=True
)
_LINKS = (_ANSWERS, _REPLACES, _CANCELS)
_SCAN = Option("--scan", Text("ภาพสแกนของหนังสือ", "the paper's scan"), metavar="FILE", required=True)
_RESERVED = Option(
    "--number",
    Text("เลขที่จองไว้และอยู่บนกระดาษแล้ว", "the reserved number that stands on the paper"),
    metavar="N",
    kind=whole,
)
_TO = Option(
    "--to",
    Text("ผู้รับ: ชื่อ หรือลำดับในรายชื่อ", "the addressee: a name, or its place in the list"),
    metavar="NAME",
    required=True,
)
_AT = Option(
    "--at",
    Text('เมื่อใด เช่น "10 ก.พ. 2564 09.30" (ถ้าไม่ระบุ: เดี๋ยวนี้)', 'when, e.g. "10 ก.พ. 2564 09.30" (now otherwise)'),
    metavar="TIME",
)
_CHANNEL = Option(
    "--channel",
    Text(
        "ส่งทาง: system ระบบ, central_mail ไปรษณีย์อิเล็กทรอนิกส์กลาง, post ไปรษณีย์, by_hand สมุดส่ง",
        "sent by: system, central_mail, post, by_hand",
    ),
    choices=("system", "central_mail", "post", "by_hand"),
)
_REASON = Option("--reason", Text("เหตุผล", "why"), metavar="TEXT", required=True)
_BY = Option(
    "--by", Text("เลขที่ของหนังสือที่ยกเลิกหรือใช้แทน", "the number of the letter that does it"), metavar="NUMBER", required=True
)

COMMANDS = (
    Command(
        "reserve",
        Text("จองเลขสำหรับหนังสือกระดาษ (หมดอายุเที่ยงคืน)", "reserve numbers for letters on paper (they lapse at midnight)"),
        "numbers:reserve",
        (
            *SERIES,
            Option("--count", Text("จำนวนเลข", "how many"), metavar="N", kind=whole, default=1),
            CLERK,
        ),
    ),
    Command(
        "void",
        Text("ยกเลิกเลขที่จองไว้", "void a reserved number"),
        "numbers:void",
        (Option("n", Text("เลขที่จองไว้", "the reserved number"), kind=whole), *SERIES, _REASON, CLERK),
    ),
    Command(
        "secret",
        Text("ออกเลขในทะเบียนลับ: เลข วันที่ ชั้นความลับ เท่านั้น", "a row of the secret book: number, date and class only"),
        "numbers:secret",
        (
            Option(
                "secrecy",
                Text("ชั้นความลับ: secret ลับ, very_secret ลับมาก, top_secret ลับที่สุด", "the secrecy class"),
                choices=("secret", "very_secret", "top_secret"),
            ),
            Option("--dated", Text("ลงวันที่ (พ.ศ.) (ถ้าไม่ระบุ: วันนี้)", "its date (today otherwise)"), metavar="DATE"),
            _BOOK_AND_SERIES[0],
            CLERK,
        ),
    ),
    Command(
        "register",
        Text("ลงลายมือชื่อและออกเลขที่หนังสือ ในคราวเดียว", "sign a letter and give it its number, in one act"),
        "registering:register",
        (_DRAFT, _CIRCULAR, _EACH, *_LINKS, *_BOOK_AND_SERIES, *SIGNING),
    ),
    Command(
        "order",
        Text("ลงลายมือชื่อและออกเลขคำสั่ง ในคราวเดียว", "sign an order and give it its number, in one act"),
        "registering:order",
        (_DRAFT, *_LINKS, *_BOOK_AND_SERIES, *SIGNING),
    ),
    Command(
        "enter-paper",
        Text("ลงทะเบียนหนังสือที่ลงลายมือชื่อบนกระดาษแล้ว", "enter a letter that was signed on paper"),
        "registering:enter_paper",
        (
            _DRAFT,
            _SCAN,
            Option(
                "--signatory",
                Text("รหัสของผู้ลงชื่อบนกระดาษ", "the id of who signed the paper"),
                metavar="ID",
                required=True,
            ),
            _RESERVED,
            _CIRCULAR,
            _EACH,
            *_LINKS,
            *_BOOK_AND_SERIES,
            *SIGNING,
        ),
    ),
    Command(
        "seal-letter",
        Text("ลงทะเบียนหนังสือประทับตรา ผู้รับผิดชอบลงลายมือชื่อย่อกำกับ", "enter a sealed letter; the officer in charge initials"),
        "registering:seal_letter",
        (_DRAFT, _SCAN, _RESERVED, _CIRCULAR, _EACH, *_LINKS, *_BOOK_AND_SERIES, *SIGNING),
    ),
    Command(
        "dispatch",
        Text("ส่งหนังสือถึงผู้รับทุกราย", "send a letter to all its addressees"),
        "sending:dispatch",
        (
            NUMBER,
            _CHANNEL,
            Option(
                "--send",
                Text("ผู้รับที่ส่งทางอื่นหรือมีที่อยู่: ชื่อ วิธี ที่อยู่", "an addressee with a way and address of its own"),
                metavar="NAME CHANNEL ADDRESS",
                parts=3,
                repeated=True,
            ),
            CLERK,
        ),
    ),
    Command(
        "delivery",
        Text("บันทึกผลการส่งถึงผู้รับรายหนึ่ง", "record what became of one sending"),
        "sending:delivery",
        (
            NUMBER,
            _TO,
            Option(
                "--result",
                Text("ผล: sent ส่งแล้ว, delivered ถึงแล้ว, failed ไม่สำเร็จ", "the result"),
                choices=("sent", "delivered", "failed"),
                required=True,
            ),
            _CHANNEL,
            Option("--address", Text("ที่อยู่ที่ส่ง", "the address tried"), metavar="TEXT"),
            _AT,
            Option("--detail", Text("รายละเอียด", "what was noted"), metavar="TEXT"),
            CLERK,
        ),
    ),
    Command(
        "confirm",
        Text("บันทึกว่าผู้รับยืนยันทางโทรศัพท์", "note that an addressee confirmed by telephone"),
        "sending:confirm",
        (
            NUMBER,
            _TO,
            Option("--spoke-with", Text("ผู้ที่พูดสาย", "who was spoken with"), metavar="NAME", required=True),
            _AT,
            CLERK,
        ),
    ),
    Command(
        "correct",
        Text("แก้รายการในทะเบียนที่พิมพ์ผิด (ไม่ใช่เลข วันที่ หรือข้อความที่ลงชื่อแล้ว)", "put a slip in a register entry right"),
        "sending:correct",
        (
            NUMBER,
            Option(
                "--what",
                Text("ส่วนที่แก้", "which part"),
                choices=("remark", "sender", "addressee", "subject", "printed"),
                required=True,
            ),
            Option("--old", Text("ข้อความเดิม", "what it says now"), metavar="TEXT", default=""),
            Option("--new", Text("ข้อความใหม่", "what it should say"), metavar="TEXT", required=True),
            _REASON,
            CLERK,
        ),
    ),
    Command(
        "cancel",
        Text("ยกเลิกหนังสือด้วยหนังสืออีกฉบับ", "cancel a letter by another one"),
        "sending:cancel",
        (NUMBER, _BY, _REASON, CLERK),
    ),
    Command(
        "supersede",
        Text("ให้ใช้หนังสืออีกฉบับแทน", "let another letter stand in its place"),
        "sending:supersede",
        (NUMBER, _BY, CLERK),
    ),
)
