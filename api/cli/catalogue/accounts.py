"""Accounts of the pages: whose they are and what they open, programs' tokens, and the log of who opened what."""

from api.cli.catalogue.command import PASS_PHRASE_FD, Command, Option, count
from api.texts.text import Text

_ACCOUNT = Option("account", Text("ชื่อบัญชีที่พิมพ์เพื่อเข้าสู่ระบบ เช่น somsri", "the name typed to sign in, e.g. somsri"))
_ROLES = ("clerk", "official", "auditor", "administrator")
_CLASSES = ("none", "secret", "very_secret", "top_secret")
_ROLE = Option(
    "--role",
    Text(
        "บทบาท: clerk สารบรรณ, official ผู้ลงชื่อ, auditor ผู้ตรวจสอบ, administrator ผู้ดูแล",
        "the role: registry clerk, signing official, auditor, administrator",
    ),
    choices=_ROLES,
    required=True,
)
_UNIT = Option("--unit", Text("หน่วยงานของบทบาท", "the unit of the role"), "UNIT")
_POST = Option(
    "--post",
    Text("ตำแหน่ง บทบาทมีผลเมื่อดำรงตำแหน่งนั้นอยู่", "a post: the role counts while the officer holds it"),
    "POST",
)
_FILE = Option(
    "--passphrase-file",
    Text(
        "แฟ้มที่มีวลีรหัสผ่าน ซึ่งเจ้าของอ่านได้คนเดียว (ถ้าไม่ระบุ จะถาม)",
        "a file with the pass phrase, readable by its owner alone (asked for otherwise)",
    ),
    "FILE",
)

COMMANDS: tuple[Command, ...] = (
    Command(
        "account add",
        Text("เพิ่มบัญชีผู้ใช้หน้าเว็บ", "add an account of the pages"),
        "accounts:add",
        (
            _ACCOUNT,
            Option("--name", Text("ชื่อของเจ้าของบัญชี", "whose it is"), "NAME", required=True),
            Option("--officer", Text("รหัสเจ้าหน้าที่ที่ลงทะเบียนไว้", "the id of an enrolled officer"), "ID"),
            _ROLE,
            _UNIT,
            _POST,
            Option(
                "--clearance",
                Text("อ่านหนังสือได้ถึงชั้นความลับใด (ปริยาย none)", "up to which class it may read (default none)"),
                choices=_CLASSES,
                default="none",
            ),
            _FILE,
            PASS_PHRASE_FD,
        ),
    ),
    Command("account list", Text("บัญชีและบทบาท", "the accounts and their roles"), "accounts:show_all"),
    Command(
        "account grant",
        Text("ให้บทบาทแก่บัญชี", "give an account a role"),
        "accounts:grant",
        (_ACCOUNT, _ROLE, _UNIT, _POST),
    ),
    Command(
        "account revoke",
        Text("เอาบทบาทออกจากบัญชี", "take a role away from an account"),
        "accounts:revoke",
        (_ACCOUNT, _ROLE, _UNIT, _POST),
    ),
    Command(
        "account clear",
        Text("กำหนดชั้นความลับที่บัญชีอ่านได้", "say up to which class of secrecy an account may read"),
        "accounts:clear",
        (_ACCOUNT, Option("--clearance", Text("ชั้นความลับ", "the class"), choices=_CLASSES, required=True)),
    ),
    Command(
        "account passphrase",
        Text("ตั้งวลีรหัสผ่านของบัญชีใหม่", "set an account's pass phrase anew"),
        "accounts:set_phrase",
        (_ACCOUNT, _FILE, PASS_PHRASE_FD),
    ),
    Command(
        "account confirm",
        Text(
            "ยืนยันสิ่งที่ผู้ดูแลระบบกำหนดให้บัญชีบนหน้าเว็บ แทนคนที่สอง",
            "confirm what an administrator said of an account on the pages, in place of a second person",
        ),
        "accounts:confirm",
        (_ACCOUNT,),
    ),
    Command(
        "account disable",
        Text("ปิดบัญชี และออกจากระบบทุกที่", "switch an account off and end its sessions"),
        "accounts:disable",
        (_ACCOUNT,),
    ),
    Command("account enable", Text("เปิดบัญชีที่ปิดไว้", "switch an account on again"), "accounts:enable", (_ACCOUNT,)),
    Command(
        "token give",
        Text("ให้โทเค็นแก่โปรแกรม ซึ่งทำได้เท่าที่บัญชีทำได้", "give a program a token; it may do what the account may"),
        "tokens:give",
        (
            _ACCOUNT,
            Option("--name", Text("ชื่อโปรแกรม", "what the program is called"), "NAME", required=True),
            Option("--until", Text("ใช้ได้ถึงสิ้นวันใด", "the last day on which it counts"), "DAY", required=True),
            Option(
                "--output",
                Text(
                    "แฟ้มใหม่ที่จะเขียนโทเค็นลงไป เจ้าของอ่านได้คนเดียว", "a new file for the token, readable by its owner alone"
                ),
                "FILE",
                required=True,
                short="-o",
            ),
        ),
    ),
    Command(
        "token list",
        Text("โทเค็นที่ให้ไว้", "the tokens that were given"),
        "tokens:show_all",
        (Option("--account", Text("เฉพาะบัญชีนี้", "of this account only"), "NAME"),),
    ),
    Command(
        "token withdraw",
        Text("ถอนโทเค็น", "let a token count no longer"),
        "tokens:withdraw",
        (Option("token", Text("รหัสตามที่ token list แสดง", "its id, as token list shows it")),),
    ),
    Command(
        "access",
        Text("บันทึกการเข้าถึง: ใครเปิด พิมพ์ หรือดาวน์โหลดอะไร", "who opened, printed or downloaded what"),
        "accounts:access",
        (
            Option("--account", Text("เฉพาะบัญชีนี้", "of this account only"), "NAME"),
            Option("--path", Text("เฉพาะหน้าใต้ที่อยู่นี้", "of the pages below this path only"), "PATH"),
            Option("--visits", Text("จำนวนครั้งต่อวันของผู้ไม่มีบัญชี", "how often strangers came, by day"), flag=True),
            Option("--limit", Text("กี่รายการ (ปริยาย 50)", "how many entries (default 50)"), "N", kind=count, default=50),
        ),
    ),
)
