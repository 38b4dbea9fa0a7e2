"""How recipients without a key file answer: links, and passkeys that are offered through them."""

from api.cli.catalogue.command import CLERK, NUMBER, Command, Option
from api.texts.text import Text

_PASSKEY = Option(
    "passkey",
    Text("รหัส sha256:… ของพาสคีย์หรือตัวต้นของรหัส หรือชื่อเจ้าของ", "the passkey's sha256:…, its beginning, or whose it is"),
)

COMMANDS = (
    Command(
        "links",
        Text(
            "ให้ลิงก์ตอบรับใหม่แก่ผู้รับ แสดงครั้งเดียว ลิงก์เดิมใช้ไม่ได้อีก",
            "give addressees fresh links to answer by, shown once; those before are good no longer",
        ),
        "links:give",
        (
            NUMBER,
            Option(
                "--to",
                Text(
                    "ผู้รับ: ชื่อหรือลำดับในรายชื่อ ระบุได้หลายครั้ง (ถ้าไม่ระบุ: ทุกรายที่ยังไม่ตอบ)",
                    "the addressee: a name, or its place in the list; repeat (all who have not answered otherwise)",
                ),
                metavar="NAME",
                repeated=True,
            ),
            CLERK,
        ),
    ),
    Command(
        "passkey list",
        Text("พาสคีย์ของผู้รับ ที่รอยืนยันก่อน", "recipients' passkeys, those that wait for a clerk first"),
        "links:passkeys",
    ),
    Command(
        "passkey confirm",
        Text(
            "ยืนยันว่าพาสคีย์เป็นของผู้ที่เสนอ เช่น หลังโทรศัพท์ถามแล้ว",
            "confirm that a passkey is whose it says, e.g. after telephoning",
        ),
        "links:confirm",
        (_PASSKEY, CLERK),
    ),
    Command(
        "passkey withdraw",
        Text("เพิกถอนพาสคีย์ของผู้รับ หรือไม่ยืนยัน", "withdraw a recipient's passkey, or refuse it"),
        "links:withdraw",
        (_PASSKEY, Option("--reason", Text("เหตุผล", "why"), metavar="TEXT", required=True), CLERK),
    ),
)
