"""One example of every fact, with nothing random in it: their bytes are kept in tests/golden."""

from datetime import date, datetime

from domain.authority import (
    Founder,
    KeyConfirmed,
    KeyEnrolled,
    KeyWithdrawn,
    OfficerEnrolled,
    Post,
    RegistryOpened,
    Role,
)
from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.facts import Fact, SecretEntered
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import (
    AnswerKind,
    DeliveryAttempted,
    DeliveryResult,
    EntryCorrected,
    EntryNoted,
    LetterAcknowledged,
    LetterAnswered,
    LetterAnsweredBy,
    LetterCancelled,
    LetterDispatched,
    LetterIssued,
    LetterReturned,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    LetterSuperseded,
    OrderIssued,
    OrderSigned,
    ReceiptConfirmed,
    Sending,
    Way,
)
from domain.letter.text import (
    Addressee,
    Answers,
    Attachment,
    Directive,
    LetterText,
    Link,
    Makers,
    Reference,
    Signatory,
)
from domain.series import (
    NumberReserved,
    NumberVoided,
    OpeningBalanceEntered,
    OpeningRow,
    Purpose,
    SeriesKind,
    SeriesOpened,
)
from domain.values import Digest, File, StreamId
from registry.wire import THAI_TIME, Relation, Seen, Statement

AT = datetime(2021, 2, 10, 9, 15, tzinfo=THAI_TIME)
DAY = date(2021, 2, 10)
A, B, C = (Digest("sha256:" + figure * 64) for figure in "abc")
S1, S2, S3 = (StreamId(f"01778b0b-4a00-7000-8000-00000000000{n}") for n in (1, 2, 3))

TEXT = LetterText(
    kind=LetterKind.EXTERNAL,
    series=S1,
    n=(271,),
    number="มท 0812/ว 271",
    dated=DAY,
    issuing_office="SPECIMEN กรมตัวอย่าง",
    subject="ตัวอย่าง “เรื่อง” \\ / \u007f",
    addressees=(Addressee("ผู้ว่าราชการจังหวัดกระบี่", "ผู้ว่าราชการจังหวัด"),),
    signatory=Signatory("dg", "นายตัวอย่าง", "อธิบดี", "พลตรี", ActingWord.ACTING_FOR_ABSENT, "ปลัดกระทรวง"),
    speed=SpeedClass.VERY_URGENT,
    secrecy=SecrecyClass.NONE,
    salutation="เรียน",
    closing="ขอแสดงความนับถือ",
    copies_to=("สำนักงานตัวอย่าง",),
    references=(Reference("หนังสือตัวอย่าง", "มท 0812/1", DAY, A),),
    attachments=(Attachment("สำเนาคำสั่ง", 1, "ชุด", Channel.POST, B), Attachment("แนวทาง", 2, "เล่ม")),
    directives=(Directive(1, "จัดตั้งกลุ่มงาน", "ท้องถิ่นจังหวัด"), Directive(2, "ประชุม", "ท้องถิ่นจังหวัด", DAY, "09.30-12.30")),
    links=(Link(Answers.ANSWERS, S2, "ศธ 0201/15"),),
    makers=Makers("ผู้ร่าง", "ผู้พิมพ์", "ผู้ตรวจ"),
    owner_unit="กลุ่มพัฒนาระบบบริหาร",
    contact="โทร. 0 0000 0000",
    later_date_reason=None,
)

FACTS: dict[str, Fact] = {
    "registry.opened.v1": RegistryOpened(
        "specimen.example/letters",
        "SPECIMEN กรมตัวอย่าง",
        ("มท 0812",),
        A,
        B,
        "specimen.example/letters+00000000+AAAA",
        (C,),
        (Founder("r1", "นางสาวหนึ่ง", "นายทะเบียน", A, B),),
        ("recovery+00000000+AAAA",),
        specimen=True,
    ),
    "officer.enrolled.v1": OfficerEnrolled(
        "dg",
        "นายตัวอย่าง",
        "กรมตัวอย่าง",
        (Post("อธิบดี", "กรมตัวอย่าง", DAY, None),),
        (Role.SIGNATORY,),
        ("ผู้ว่าราชการจังหวัดกระบี่",),
    ),
    "key.enrolled.v1": KeyEnrolled("dg", A, B),
    "key.confirmed.v1": KeyConfirmed(C, A),
    "key.withdrawn.v1": KeyWithdrawn(A, "สูญหาย"),
    "series.opened.v1": SeriesOpened("ทะเบียนหนังสือส่ง", SeriesKind.CIRCULAR, 2564, 270, A, S1),
    "number.reserved.v1": NumberReserved(271, DAY, Purpose.ELECTRONIC, "clerk"),
    "number.voided.v1": NumberVoided(S1, 272, DAY, "พิมพ์ผิด", None),
    "opening-balance.entered.v1": OpeningBalanceEntered(
        S1,
        A,
        1,
        (OpeningRow("270", "มท 0812", "9 ก.พ. 2564", "กรมตัวอย่าง", "จังหวัด", "เรื่องเดิม", "", "จากทะเบียนเดิม"),),
        "clerk",
    ),
    "secret.entered.v1": SecretEntered(S1, 1, DAY, SecrecyClass.VERY_SECRET, "clerk"),
    "letter.signed.v1": LetterSigned(TEXT),
    "letter.signed-by-hand.v1": LetterSignedByHand(TEXT, "clerk"),
    "letter.sealed.v1": LetterSealed(TEXT),
    "letter.issued.v1": LetterIssued(A, S2, B, Way.ELECTRONIC, S1, (271,), "มท 0812/ว 271", DAY),
    "order.signed.v1": OrderSigned(TEXT, "ตั้งแต่บัดนี้เป็นต้นไป"),
    "order.issued.v1": OrderIssued(A, S2, B, Way.ELECTRONIC, S1, (55,), "55/2564", DAY),
    "letter.dispatched.v1": LetterDispatched(
        (Sending(0, Channel.CENTRAL_MAIL, "saraban@specimen.example"),), (Addressee("ผู้ว่าราชการจังหวัดกระบี่"),), "clerk"
    ),
    "delivery.attempted.v1": DeliveryAttempted(
        0, Channel.CENTRAL_MAIL, "saraban@specimen.example", AT, DeliveryResult.FAILED, "clerk", "mailbox full"
    ),
    "receipt.confirmed.v1": ReceiptConfirmed(0, AT, "เจ้าหน้าที่สารบรรณ", "clerk"),
    "letter.acknowledged.v1": LetterAcknowledged(A, 0, "จังหวัดกระบี่", "p0", "ผู้รับ", "ผู้ว่าราชการจังหวัด", "123", AT, AT),
    "letter.returned.v1": LetterReturned(A, 0, "จังหวัดกระบี่", "p0", "ผู้รับ", "ผู้ว่าราชการจังหวัด", "ส่งผิดหน่วยงาน"),
    "letter.answered.v1": LetterAnswered(A, S3, 0, AnswerKind.ACKNOWLEDGED),
    "letter.answered-by.v1": LetterAnsweredBy(Answers.ANSWERS, S3, "มท 0812/12"),
    "entry.noted.v1": EntryNoted("หมายเหตุ", "clerk"),
    "entry.corrected.v1": EntryCorrected("contact", "เดิม", "ใหม่", "พิมพ์ผิด", "clerk"),
    "letter.cancelled.v1": LetterCancelled(S2, "มท 0812/ว 300", "ยกเลิก", "clerk"),
    "letter.superseded.v1": LetterSuperseded(S2, "มท 0812/ว 300", "clerk"),
    "letter.received.v1": LetterReceived(
        S1,
        7,
        "ศธ ๐๒๐๑/๑๕",
        DAY,
        "กระทรวงตัวอย่าง",
        "กรมตัวอย่าง",
        "ขอเชิญประชุม",
        Channel.CENTRAL_MAIL,
        AT,
        AT,
        "clerk",
        SpeedClass.URGENT,
        SecrecyClass.NONE,
        DAY,
        "หมายเหตุ",
    ),
    "matter.assigned.v1": MatterAssigned("กองตัวอย่าง", "clerk", DAY),
    "action.noted.v1": ActionNoted("ตอบแล้ว", "clerk"),
    "matter.concluded.v1": MatterConcluded("ยุติเรื่อง", "clerk"),
}


def statement(fact: Fact) -> Statement:
    """Return a statement of *fact* that is always the same."""
    return Statement(
        log="specimen.example/letters",
        stream=S3,
        seq=3,
        prev=A,
        seen=Seen(7, "d" * 64),
        at=AT,
        by=B,
        under=C,
        fact=fact,
        re=(Relation("admits", A),),
        doc=(File(A, 48211, "application/pdf", "หนังสือ.pdf", "main"),),
    )
