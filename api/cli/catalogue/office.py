"""Opening a registry and keeping it: officers and keys, series of numbers, the writer."""

from api.cli.catalogue.command import PASS_PHRASE_FD, PASS_PHRASE_FILE, SERIES, SIGNING, Command, Option, whole
from api.texts.text import Text

_OFFICER = Option("officer", Text("รหัสเจ้าหน้าที่ เช่น somsri", "the officer's id, e.g. somsri"))
_WHICH_KEY = Option(
    "key_of",
    Text("รหัสเจ้าหน้าที่ หรือ sha256:… ของกุญแจ", "an officer's id, or the key's sha256:…"),
    metavar="officer|sha256:…",
)

COMMANDS = (
    Command(
        "init",
        Text("เปิดทะเบียนใหม่ในโฟลเดอร์ --home", "open a new registry in the folder --home"),
        "opening:init",
        (
            Option(
                "--office", Text("ชื่อหน่วยงานสารบรรณกลาง", "the registry office's name"), metavar="NAME", required=True
            ),
            Option(
                "--code",
                Text('รหัสที่ออกเลขได้ เช่น "มท 0812" ระบุได้หลายครั้ง', 'a code that it prints, e.g. "มท 0812"; repeat'),
                metavar="CODE",
                required=True,
                repeated=True,
            ),
            Option(
                "--origin",
                Text("ชื่อถาวรของทะเบียน เช่น registry.example.go.th/letters", "the registry's permanent name"),
                metavar="NAME",
                required=True,
            ),
            Option("--seal", Text("แฟ้มกุญแจ .p12 ของตราประจำทะเบียน", "the seal's key file (.p12)"), metavar="FILE.p12"),
            Option(
                "--registrar",
                Text("นายทะเบียนผู้ก่อตั้ง ระบุสองครั้ง: รหัส ชื่อ ตำแหน่ง ใบรับรอง", "a first registrar; give two"),
                metavar="ID NAME POST CERT",
                repeated=True,
                parts=4,
            ),
            Option("--roots", Text("ใบรับรองรากที่เชื่อถือ (PEM)", "trusted root certificates (PEM)"), metavar="FILE.pem"),
            Option(
                "--recovery",
                Text("กุญแจกู้คืนที่เก็บนอกระบบ (vkey) ระบุได้หลายครั้ง", "an offline recovery key (vkey); repeat"),
                metavar="VKEY",
                repeated=True,
            ),
            Option(
                "--specimen",
                Text("ทดลองใช้: สร้างกุญแจ SPECIMEN ให้ครบในโฟลเดอร์นี้", "for trying out: make SPECIMEN keys in this folder"),
                metavar="FOLDER",
            ),
            PASS_PHRASE_FILE,
            PASS_PHRASE_FD,
        ),
    ),
    Command("status", Text("ดูสภาพของทะเบียน", "how the registry stands"), "office:status"),
    Command(
        "officer enrol",
        Text("ขึ้นทะเบียนเจ้าหน้าที่หรือผู้รับ (นายทะเบียนลงลายมือชื่อ)", "enrol an officer or recipient (a registrar signs)"),
        "office:enrol_officer",
        (
            _OFFICER,
            Option("--name", Text("ชื่อและนามสกุล", "name"), metavar="NAME", required=True),
            Option("--office", Text("ส่วนราชการ", "the officer's office"), metavar="NAME", required=True),
            Option("--post", Text("ตำแหน่ง ระบุได้หลายครั้ง", "a post held; repeat"), metavar="POST", repeated=True),
            Option("--since", Text("ดำรงตำแหน่งตั้งแต่วันที่ (พ.ศ.)", "since when (Buddhist date)"), metavar="DATE"),
            Option("--until", Text("ดำรงตำแหน่งถึงก่อนวันที่ (พ.ศ.)", "until before when (Buddhist date)"), metavar="DATE"),
            Option(
                "--role",
                Text("หน้าที่ในทะเบียน ระบุได้หลายครั้ง", "a role in the registry; repeat"),
                choices=("registrar", "clerk", "signatory", "recipient"),
                required=True,
                repeated=True,
            ),
            Option(
                "--receives-for",
                Text("รับหนังสือแทน เช่น ผู้ว่าราชการจังหวัดกระบี่ ระบุได้หลายครั้ง", "an addressee answered for; repeat"),
                metavar="ADDRESSEE",
                repeated=True,
            ),
            *SIGNING,
        ),
    ),
    Command("officer list", Text("รายชื่อเจ้าหน้าที่และกุญแจ", "officers and their keys"), "office:list_officers"),
    Command(
        "key enrol",
        Text("ขึ้นทะเบียนกุญแจ: คำรับรองของนายทะเบียนคนแรก", "enrol a key: the first registrar's word"),
        "office:enrol_key",
        (
            _OFFICER,
            Option("certificate", Text("ใบรับรองของกุญแจ (PEM, DER)", "the key's certificate (PEM or DER)")),
            *SIGNING,
        ),
    ),
    Command(
        "key confirm",
        Text("ยืนยันกุญแจ: คำรับรองของนายทะเบียนคนที่สอง", "confirm a key: the second registrar's word"),
        "office:confirm_key",
        (_WHICH_KEY, *SIGNING),
    ),
    Command(
        "key withdraw",
        Text("เพิกถอนกุญแจ", "withdraw a key"),
        "office:withdraw_key",
        (_WHICH_KEY, Option("--reason", Text("เหตุผล", "why"), metavar="TEXT", required=True), *SIGNING),
    ),
    Command(
        "series open",
        Text("เปิดชุดเลขของทะเบียนหนึ่งเล่ม หนึ่งปี", "open a series of numbers of one book and year"),
        "office:open_series",
        (
            Option("name", Text("ชื่อทะเบียน เช่น หนังสือส่ง", "the book's name")),
            *SERIES[:1],
            Option(
                "--year",
                Text("ปี พ.ศ. (ถ้าไม่ระบุ: ปีนี้)", "Buddhist year (this year otherwise)"),
                metavar="YEAR",
                kind=whole,
            ),
            Option(
                "--after",
                Text("ใช้ต่อจากเลขนี้ของทะเบียนเดิม", "go on after this number"),
                metavar="N",
                kind=whole,
                default=0,
            ),
            Option("--last-page", Text("ภาพหน้าสุดท้ายของทะเบียนเดิม", "the old book's last page"), metavar="FILE"),
        ),
    ),
    Command("series list", Text("ชุดเลขที่เปิดอยู่", "the series that are open"), "office:list_series"),
    Command("writer status", Text("ดูว่ามีผู้เขียนทะเบียนทำงานอยู่หรือไม่", "whether a writer runs"), "office:writer_status"),
    Command(
        "writer stop", Text("ให้ผู้เขียนทะเบียนทำงานที่ค้างให้เสร็จแล้วหยุด", "let the writer finish and end"), "office:stop_writer"
    ),
)
