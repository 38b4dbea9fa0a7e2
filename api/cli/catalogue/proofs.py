"""Proofs: bundles, verification by anybody, audit, replay; and bringing an old register along."""

from api.cli.catalogue.command import CLERK, NUMBER, SERIES, Command, Option, trust, whole
from api.texts.text import Text

COMMANDS = (
    Command(
        "bundle",
        Text("เขียนแฟ้มหลักฐานของหนังสือฉบับหนึ่ง", "write one letter's evidence bundle"),
        "proving:bundle",
        (
            NUMBER,
            Option(
                "--output", short="-o", help=Text("แฟ้มที่จะเขียน", "the file to write"), metavar="FILE.zip", required=True
            ),
            Option(
                "--answer-of",
                Text("หลักฐานของคำตอบของผู้รับรายนี้ แทนของหนังสือ", "of this addressee's answer, instead of the letter"),
                metavar="NAME",
            ),
        ),
    ),
    Command(
        "verify",
        Text(
            "ตรวจแฟ้มหลักฐาน โดยไม่ต้องเชื่อหรือติดต่อผู้ออก", "verify an evidence bundle, offline, without trusting who issued it"
        ),
        "verifying:verify_bundle",
        (
            Option("bundle", Text("แฟ้มหลักฐาน (.zip)", "the bundle (.zip)")),
            *trust(required=True),
            Option(
                "--policy",
                Text(
                    "นโยบาย: embedded (บุคคล บันทึก และยังใช้อยู่) issued (ไม่ดูสถานะภายหลัง) witnessed (เวลาด้วย)",
                    "policy: embedded (person, history, still standing), issued (whatever became of it), "
                    "witnessed (time too)",
                ),
                choices=("embedded", "issued", "witnessed"),
                default="embedded",
            ),
        ),
    ),
    Command(
        "audit",
        Text("ตรวจทุกรายการ ลายมือชื่อ เลข และแฟ้ม ใหม่ทั้งทะเบียน", "verify every fact, signature, number and file again"),
        "proving:audit_all",
        (
            *trust(required=False),
            Option(
                "--held",
                Text("checkpoint ที่เคยได้รับ ระบุได้หลายครั้ง", "a checkpoint that somebody holds; repeat"),
                metavar="FILE",
                repeated=True,
            ),
        ),
    ),
    Command(
        "replay",
        Text(
            "อ่านบันทึกซ้ำแล้วพิมพ์แฮชของสภาพที่ได้ ของทะเบียน หรือของชุดส่งออกโดยไม่ต้องมีทะเบียน",
            "fold the log and print the digest of the resulting state; of an export, verify and compare all of it",
        ),
        "proving:replay_until",
        (
            Option(
                "folder",
                Text("ชุดส่งออก (ถ้าไม่ระบุ: ทะเบียนของ --home)", "an export (the registry of --home otherwise)"),
                optional=True,
            ),
            *trust(required=False),
            Option(
                "--keep",
                Text("เก็บสำเนาทะเบียนสำหรับอ่านไว้ในโฟลเดอร์ใหม่นี้", "keep the copy for reading in this new folder"),
                metavar="DIR",
            ),
            Option(
                "--until",
                Text("ถึงตำแหน่งนี้ หรือสิ้นวันนี้ (พ.ศ.)", "up to this position, or to the end of this day (Buddhist date)"),
                metavar="POSITION|DATE",
            ),
        ),
    ),
    Command(
        "import-register",
        Text("ยกยอดทะเบียนเดิมจาก CSV หรือ XLSX", "bring an old register along, from CSV or XLSX"),
        "importing:import_register",
        (
            Option("file", Text("ทะเบียนเดิม (.csv, .xlsx)", "the old register (.csv, .xlsx)")),
            Option("--book", Text("ชื่อทะเบียน", "the book's name"), metavar="NAME", required=True),
            *SERIES[:1],
            Option(
                "--year",
                Text("ปี พ.ศ. (ถ้าไม่ระบุ: ปีนี้)", "Buddhist year (this year otherwise)"),
                metavar="YEAR",
                kind=whole,
            ),
            Option("--dry-run", Text("ดูผลและข้อผิดพลาดเท่านั้น ไม่บันทึก", "only look, enter nothing"), flag=True),
            Option(
                "--accept-faults",
                Text("บันทึกแม้บางแถวมีข้อผิดพลาด ตามที่เขียนไว้เดิม", "enter rows with faults as they stand"),
                flag=True,
            ),
            CLERK,
        ),
    ),
)
