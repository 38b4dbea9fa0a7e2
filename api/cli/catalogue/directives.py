"""What becomes of what letters ask for: noted, reported, by when; who has done what; the office's own calendar."""

from api.cli.catalogue.command import CLERK, NUMBER, SIGNING, Command, Option, whole
from api.texts.text import Text

_TO = Option(
    "--to",
    Text(
        "ผู้รับ: ชื่อ ลำดับในรายชื่อ หรือ all ทุกรายที่ยังไม่ได้บันทึก ระบุได้หลายครั้ง",
        "the addressee: a name, its place in the list, or all who are left; repeat",
    ),
    metavar="NAME|all",
    required=True,
    repeated=True,
)
_NO = Option(
    "--no",
    Text("ข้อที่เท่าใดของหนังสือ (ถ้ามีข้อเดียว ไม่ต้องระบุ)", "which directive (the only one otherwise)"),
    metavar="N",
    kind=whole,
)
_AT = Option(
    "--at",
    Text('เมื่อใด เช่น "10 ก.พ. 2564 09.30" (ถ้าไม่ระบุ: เดี๋ยวนี้)', 'when, e.g. "10 ก.พ. 2564 09.30" (now otherwise)'),
    metavar="TIME",
)
_EVIDENCE = Option(
    "--evidence",
    Text("หนังสือหรือคำสั่งในทะเบียนนี้ที่แสดงผล", "the letter or order of this registry that shows it"),
    metavar="NUMBER",
)
_PERFORMER = Option(
    "--performer", Text("หน่วยที่รับไปดำเนินการ", "the unit that performs it"), metavar="NAME", required=True
)
_HOW = Option("--how", Text("ดำเนินการอย่างไร หรือเหตุใด", "how it was done, or why"), metavar="TEXT", required=True)
_REASON = Option("--reason", Text("เหตุผล", "why"), metavar="TEXT", required=True)

_THEIR_NUMBER = Option(
    "--their-number",
    Text("เลขที่หนังสือหรือคำสั่งของผู้รับเอง ตามที่พิมพ์", "number of the addressee's own letter or order, as printed"),
    metavar="TEXT",
)
PROGRESS = Option(
    "--progress",
    Text(
        "ผล: passed-on ส่งต่อ, done ดำเนินการแล้ว, reopened เปิดเรื่องใหม่", "how far: passed-on, done, or reopened after all"
    ),
    choices=("passed-on", "done", "reopened"),
)

REPORT = (
    _NO,
    Option(_HOW.name, _HOW.help, metavar="TEXT"),
    Option(_PERFORMER.name, _PERFORMER.help, metavar="NAME"),
    _THEIR_NUMBER,
    _AT,
)
"""What a recipient elsewhere says beside how far it got."""

COMMANDS = (
    Command(
        "directive pass-on",
        Text("บันทึกว่าผู้รับส่งต่อให้หน่วยใดดำเนินการ (ข้อ 32)", "note to whom an addressee passed a directive on"),
        "performing:pass_on",
        (
            NUMBER,
            _TO,
            _NO,
            _PERFORMER,
            Option("--how", Text("ส่งต่ออย่างไร", "how it was passed on"), metavar="TEXT"),
            _EVIDENCE,
            _THEIR_NUMBER,
            _AT,
            CLERK,
        ),
    ),
    Command(
        "directive done",
        Text(
            "บันทึกว่าผู้รับดำเนินการแล้ว และหลักฐาน (ข้อ 39, 47)",
            "note that an addressee performed a directive, and what shows it",
        ),
        "performing:done",
        (NUMBER, _TO, _NO, _HOW, _EVIDENCE, _THEIR_NUMBER, _AT, CLERK),
    ),
    Command(
        "directive reopen",
        Text("บันทึกว่าที่ถือว่าเสร็จแล้วยังไม่เสร็จ", "note that what was taken for done is not"),
        "performing:reopen",
        (NUMBER, _TO, _NO, _HOW, _AT, CLERK),
    ),
    Command(
        "directive report",
        Text("รายงานผลการดำเนินการ ด้วยกุญแจของผู้รับ", "report on a directive, with the recipient's own key"),
        "performing:report",
        (
            NUMBER,
            Option("--to", Text("ผู้รับ ถ้ารับแทนหลายราย", "the addressee, if one answers for several"), metavar="NAME"),
            _NO,
            Option(PROGRESS.name, PROGRESS.help, choices=PROGRESS.choices, required=True),
            _HOW,
            Option(_PERFORMER.name, _PERFORMER.help, metavar="NAME"),
            _THEIR_NUMBER,
            Option(
                "--file",
                Text("แฟ้มหลักฐาน ระบุได้หลายครั้ง", "a file that shows it; repeat"),
                metavar="FILE",
                repeated=True,
            ),
            _AT,
            *SIGNING,
        ),
    ),
    Command(
        "deadline move",
        Text("เลื่อนกำหนดของข้อหนึ่ง สำหรับทุกรายหรือบางราย", "move a directive's day, for all or for some addressees"),
        "performing:move_deadline",
        (
            NUMBER,
            _NO,
            Option(
                "--until",
                Text(
                    'กำหนดใหม่ (พ.ศ.) หรือ "15 วันทำการ" นับแต่วันนี้',
                    'the new day (Buddhist date), or "15 วันทำการ" from today on',
                ),
                metavar="DATE|DAYS",
                required=True,
            ),
            _REASON,
            Option(
                "--to",
                Text(
                    "เฉพาะผู้รับรายนี้ ระบุได้หลายครั้ง (ถ้าไม่ระบุ: ทุกราย)", "for this addressee alone; repeat (for all otherwise)"
                ),
                metavar="NAME",
                repeated=True,
            ),
            CLERK,
        ),
    ),
    Command(
        "coverage",
        Text("ใครดำเนินการตามหนังสือแล้วบ้าง ผู้ที่ยังเงียบอยู่ก่อน", "who has done what a letter asks for, the silent ones first"),
        "coverage:coverage",
        (
            NUMBER,
            Option(
                "--on",
                Text("นับวันเกินกำหนดถึงวันที่ (พ.ศ.) (ถ้าไม่ระบุ: วันนี้)", "overdue as of this day (today otherwise)"),
                metavar="DATE",
            ),
            Option("--csv", Text("เขียนเป็น CSV ลงแฟ้มนี้", "write it to this file as CSV"), metavar="FILE"),
            Option("--xlsx", Text("เขียนเป็น XLSX ลงแฟ้มนี้", "write it to this file as XLSX"), metavar="FILE"),
        ),
    ),
    Command(
        "calendar add",
        Text("ลงวันหยุดพิเศษหรือวันทำการของหน่วยงาน", "enter a day off of this office, or a day on which it works"),
        "performing:add_day",
        (
            Option("day", Text("วันที่ (พ.ศ.)", "the day (Buddhist date)"), metavar="DATE"),
            Option("--name", Text("ชื่อวัน หรือเหตุผล", "what day it is, or why"), metavar="TEXT", required=True),
            Option("--works", Text("เป็นวันทำการ ไม่ใช่วันหยุด", "the office works on it"), flag=True),
            CLERK,
        ),
    ),
    Command(
        "calendar show",
        Text("วันหยุดของปี ตามปฏิทินของหน่วยงาน", "the days off of a year by the office's calendar"),
        "performing:show_calendar",
        (
            Option(
                "--year",
                Text("ปี พ.ศ. (ถ้าไม่ระบุ: ปีนี้)", "Buddhist year (this year otherwise)"),
                metavar="YEAR",
                kind=whole,
            ),
        ),
    ),
)
