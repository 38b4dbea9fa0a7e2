"""Who is away, and which posts are vacant."""

from api.cli.catalogue.command import SIGNING, Command, Option
from api.texts.text import Text

_SINCE = Option(
    "--since",
    Text(
        'ตั้งแต่ เช่น "1 มี.ค. 2564" หรือ "1 มี.ค. 2564 09.30" (ถ้าไม่ระบุ: เดี๋ยวนี้)',
        'since when, e.g. "1 มี.ค. 2564" or "1 มี.ค. 2564 09.30" (now otherwise)',
    ),
    metavar="TIME",
)
_UNTIL = Option(
    "--until",
    Text("ถึง (รวมวันนั้น) ถ้ารู้", "until, that day included, where it is known"),
    metavar="TIME",
)

COMMANDS = (
    Command(
        "absence record",
        Text("บันทึกว่าตำแหน่งว่าง หรือผู้ดำรงตำแหน่งไม่อยู่", "record that a post is vacant or its holder away"),
        "absences:record",
        (
            Option("post", Text("ตำแหน่ง เช่น อธิบดี", "the post, e.g. อธิบดี")),
            Option(
                "--unit",
                Text("หน่วยงาน: ชื่อถาวรหรือรหัส", "its unit: permanent name or code"),
                metavar="ID|CODE",
                required=True,
            ),
            Option(
                "--kind",
                Text(
                    "เหตุ: vacant ว่าง, leave ลา, duty-elsewhere ไปราชการ, other อื่น ๆ",
                    "why: vacant, leave, duty elsewhere, other",
                ),
                choices=("vacant", "leave", "duty-elsewhere", "other"),
                default="leave",
            ),
            Option(
                "--officer",
                Text("ผู้ที่ไม่อยู่ (ถ้าไม่ระบุ: ผู้ดำรงตำแหน่ง)", "who is away (the one who holds the post otherwise)"),
                metavar="ID",
            ),
            _SINCE,
            _UNTIL,
            Option("--note", Text("หมายเหตุ", "a remark"), metavar="TEXT"),
            *SIGNING,
        ),
    ),
    Command(
        "absence end",
        Text("บันทึกว่าผู้ดำรงตำแหน่งกลับมาแล้ว หรือมีผู้ดำรงตำแหน่งแล้ว", "record that an absence is over"),
        "absences:end",
        (
            Option(
                "absence",
                Text("ตำแหน่ง หรือ sha256:… ของรายการที่บันทึก", "the post, or the recorded statement's sha256:…"),
                metavar="post|sha256:…",
            ),
            Option(
                "--at",
                Text("เมื่อใด (ถ้าไม่ระบุ: เดี๋ยวนี้)", "when (now otherwise)"),
                metavar="TIME",
            ),
            *SIGNING,
        ),
    ),
    Command(
        "absence list",
        Text("ผู้ไม่อยู่และตำแหน่งว่างขณะนี้", "who is away now, and which posts are vacant"),
        "absences:show",
        (Option("--all", Text("รวมที่สิ้นสุดแล้ว", "those that are over, too"), flag=True),),
    ),
)
