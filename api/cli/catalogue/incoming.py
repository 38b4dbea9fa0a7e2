"""Letters that come in until they are concluded, and what recipients say of letters that went out."""

from dataclasses import replace

from api.cli.catalogue.command import CLERK, NUMBER, SIGNING, Command, Option, trust
from api.cli.catalogue.directives import PROGRESS, REPORT
from api.texts.text import Text

_DUE = Option("--due", Text("ต้องเสร็จภายในวันที่ (พ.ศ.)", "to be done by (Buddhist date)"), metavar="DATE")
_TO = Option("--to", Text("ผู้รับ ถ้ารับแทนหลายราย", "the addressee, if one answers for several"), metavar="NAME")
_RECEIPT = (
    Option("--receive-number", Text("เลขรับของผู้รับ", "the recipient's receive number"), metavar="TEXT"),
    Option("--arrived-at", Text("เวลาที่เข้าสู่ระบบผู้รับ", "when it arrived there"), metavar="TIME"),
    Option("--registered-at", Text("เวลาที่ผู้รับลงทะเบียนรับ", "when it was registered there"), metavar="TIME"),
)
"""What a recipient says of the receipt."""

COMMANDS = (
    Command(
        "receive",
        Text("ลงทะเบียนรับหนังสือจากภายนอก", "enter a letter from outside in the receive book"),
        "receiving:receive",
        (
            Option("printed", Text("ที่ ของหนังสือที่รับ", "the number printed on it")),
            Option("--from", Text("จาก", "from"), metavar="NAME", required=True),
            Option("--subject", Text("เรื่อง", "subject"), metavar="TEXT", required=True),
            Option("--dated", Text("ลงวันที่ (พ.ศ.)", "its date (Buddhist)"), metavar="DATE"),
            Option("--to", Text("ถึง (ถ้าไม่ระบุ: หน่วยงานนี้)", "to (this office otherwise)"), metavar="NAME"),
            Option(
                "--channel",
                Text("มาทาง: system, central_mail, post, by_hand", "how it came: system, central_mail, post, by_hand"),
                choices=("system", "central_mail", "post", "by_hand"),
                default="central_mail",
            ),
            Option(
                "--entered-at",
                Text("เวลาที่เข้าสู่ระบบ (ถ้าไม่ระบุ: เดี๋ยวนี้)", "when it came in (now otherwise)"),
                metavar="TIME",
            ),
            Option(
                "--speed",
                Text("ชั้นความเร็ว", "speed class"),
                choices=("normal", "urgent", "very_urgent", "most_urgent"),
                default="normal",
            ),
            Option(
                "--secrecy",
                Text("ชั้นความลับ", "secrecy class"),
                choices=("none", "secret", "very_secret", "top_secret"),
                default="none",
            ),
            _DUE,
            Option("--remark", Text("หมายเหตุ", "remark"), metavar="TEXT"),
            Option(
                "--file",
                Text("แฟ้มที่ได้รับ ระบุได้หลายครั้ง", "a file that came with it; repeat"),
                metavar="FILE",
                repeated=True,
            ),
            Option("--book", Text("ชื่อทะเบียน ถ้ามีหลายเล่ม", "the book's name, where there are several"), metavar="NAME"),
            CLERK,
        ),
    ),
    Command(
        "assign",
        Text("ส่งให้หน่วยหรือบุคคลดำเนินการ", "give a received letter to a unit or person"),
        "receiving:assign",
        (NUMBER, Option("--to", Text("หน่วยหรือบุคคล", "unit or person"), metavar="NAME", required=True), _DUE, CLERK),
    ),
    Command(
        "note",
        Text("บันทึกการปฏิบัติ (หนังสือรับ) หรือหมายเหตุ (หนังสือส่ง)", "note what was done (received), or a remark (sent)"),
        "receiving:note",
        (NUMBER, Option("text", Text("ข้อความ", "the note")), CLERK),
    ),
    Command(
        "conclude",
        Text("บันทึกว่าดำเนินการแล้ว", "note that a received letter is done with"),
        "receiving:conclude",
        (NUMBER, Option("how", Text("ดำเนินการอย่างไร", "by what")), CLERK),
    ),
    Command(
        "acknowledge",
        Text("แจ้งตอบรับหนังสือ ด้วยกุญแจของผู้รับ", "acknowledge a letter, with the recipient's own key"),
        "answering:acknowledge",
        (
            NUMBER,
            _TO,
            *_RECEIPT,
            *SIGNING,
        ),
    ),
    Command(
        "return",
        Text("ส่งคืนหนังสือ พร้อมเหตุผล ด้วยกุญแจของผู้รับ", "return a letter and say why, with the recipient's own key"),
        "answering:send_back",
        (NUMBER, _TO, Option("--reason", Text("เหตุผล", "why"), metavar="TEXT", required=True), *SIGNING),
    ),
    Command(
        "slip",
        Text("ออกใบให้ผู้รับใช้ตอบจากที่อื่นด้วยกุญแจของตน", "write what a recipient elsewhere needs once to answer"),
        "answering:slip",
        (
            Option("officer", Text("รหัสเจ้าหน้าที่ผู้รับ", "the recipient's id")),
            Option(
                "--output", short="-o", help=Text("แฟ้มที่จะเขียน", "the file to write"), metavar="FILE.json", required=True
            ),
        ),
    ),
    Command(
        "answer",
        Text(
            "ตรวจแฟ้มหลักฐาน แล้วแจ้งตอบรับหรือส่งคืนหนังสือนั้นลงแฟ้ม โดยไม่ต้องมีทะเบียน",
            "verify a bundle and answer its letter into a file, where the registry is not",
        ),
        "answering:answer",
        (
            Option("bundle", Text("แฟ้มหลักฐานของหนังสือ (.zip)", "the letter's bundle (.zip)")),
            Option("--slip", Text("ใบที่หน่วยงานออกให้", "the slip from the office"), metavar="SLIP.json", required=True),
            *trust(required=True),
            Option(
                "--addressee",
                Text("ผู้รับ ถ้ารับแทนหลายราย", "the addressee, if one answers for several"),
                metavar="NAME",
            ),
            *_RECEIPT,
            Option("--reason", Text("ส่งคืน เพราะเหตุนี้", "return the letter, and say why"), metavar="TEXT"),
            Option(
                PROGRESS.name,
                Text("รายงานผลของข้อหนึ่ง: passed-on, done, reopened", "report on a directive: passed-on, done, reopened"),
                choices=PROGRESS.choices,
            ),
            *REPORT,
            *SIGNING,
            Option(
                "--output", short="-o", help=Text("แฟ้มที่จะเขียน", "the file to write"), metavar="FILE.json", required=True
            ),
        ),
    ),
    Command(
        "admit",
        Text("รับคำตอบที่ผู้รับทำจากที่อื่นเข้าทะเบียน", "enter an answer that a recipient made elsewhere"),
        "answering:admit",
        (Option("file", Text("แฟ้มคำตอบ", "the answer's file")),),
    ),
    Command(
        "trust add",
        Text(
            "เชื่อถือทะเบียนอื่น เพื่อตรวจแฟ้มหลักฐานของเขาขณะลงทะเบียนรับ",
            "trust another registry, to verify its bundles while receiving",
        ),
        "trusting:add",
        tuple(replace(option, required=True) for option in trust(required=True)),
    ),
    Command(
        "trust list",
        Text("ดูว่าเชื่อถือทะเบียนอื่นใดบ้าง", "show which other registries are trusted"),
        "trusting:show",
    ),
)
