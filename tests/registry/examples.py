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
from domain.calendar import CalendarEntered
from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, DirectiveReported, Progress
from domain.facts import Fact, SecretEntered
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import (
    AnsweredByLink,
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
    LetterSignedInMatter,
    LetterSignedTypeset,
    LetterSuperseded,
    LinkGiven,
    LinksGiven,
    OrderAmended,
    OrderIssued,
    OrderRepealed,
    OrderSigned,
    OrderSignedByHand,
    OrderSignedTypeset,
    OrderSignedWithActs,
    ReceiptConfirmed,
    ReportedByLink,
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
from domain.letter.typeset import Typeset
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.records import RecordHead, RecordKind, RecordsNoted
from domain.series import (
    NumberReserved,
    NumberVoided,
    OpeningBalanceEntered,
    OpeningRow,
    Purpose,
    SeriesKind,
    SeriesOpened,
)
from domain.structure.acts import (
    Acts,
    InstrumentAct,
    InstrumentActKind,
    PostAct,
    PostActKind,
    UnitAct,
    UnitActKind,
    UnitId,
)
from domain.structure.events import (
    AbsenceEnded,
    AbsenceKind,
    AbsenceRecorded,
    InstrumentConfirmed,
    InstrumentRecorded,
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

TYPESET = Typeset(A, 1_000, 9_192, 20_000, B, A)
ACTS = Acts(
    units=(
        UnitAct(
            UnitActKind.ESTABLISH,
            UnitId("district"),
            every="provincial-office",
            under=UnitId("specimen"),
            since=AT,
            until=AT,
            clause="ข้อ 1",
            name="กลุ่มงานตัวอย่าง",
            unit_kind="group",
            code="มท 0813",
            duties="ประสานงาน",
        ),
        UnitAct(UnitActKind.MERGE, UnitId("specimen/a"), units=(UnitId("specimen/b"), UnitId("specimen/c"))),
        UnitAct(UnitActKind.MOVE, UnitId("specimen/a"), parent=UnitId("specimen")),
    ),
    posts=(
        PostAct(
            PostActKind.DELEGATE,
            "อธิบดี",
            UnitId("specimen"),
            "dd",
            "นายรอง",
            AT,
            AT,
            "ข้อ 2",
            ActingWord.BY_DELEGATION,
            "รองอธิบดี",
            UnitId("specimen"),
            ("การลาของข้าราชการ",),
            "อธิบดี",
        ),
    ),
    instruments=(InstrumentAct(InstrumentActKind.REPLACE, S2, "54/2564", "ข้อ 3", AT, "ข้อความใหม่"),),
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
    "letter.signed.v2": LetterSignedInMatter(TEXT, "การลาของข้าราชการ"),
    "order.signed.v2": OrderSignedWithActs(TEXT, "ตั้งแต่บัดนี้เป็นต้นไป", ACTS, "การแบ่งงานภายใน"),
    "letter.signed.v3": LetterSignedTypeset(TEXT, TYPESET, "การลาของข้าราชการ"),
    "order.signed.v3": OrderSignedTypeset(TEXT, None, ACTS, None, document=TYPESET),
    "order.signed-by-hand.v1": OrderSignedByHand(TEXT, "clerk", None, ACTS),
    "order.amended.v1": OrderAmended(S2, "60/2564", "ข้อ 2"),
    "order.repealed.v1": OrderRepealed(S2, "61/2564"),
    "instrument.recorded.v1": InstrumentRecorded(
        "กฎกระทรวงตัวอย่าง", "กระทรวงตัวอย่าง", DAY, ACTS, "1/2564", "เล่ม 1 ตอนที่ 1 ก", proposed=True
    ),
    "instrument.confirmed.v1": InstrumentConfirmed(A),
    "absence.recorded.v1": AbsenceRecorded(AbsenceKind.LEAVE, "อธิบดี", UnitId("specimen"), AT, AT, "dg", "ลาพักผ่อน"),
    "absence.ended.v1": AbsenceEnded(A, AT),
    "directive.reported.v1": DirectiveReported(
        A, 0, 1, Progress.DONE, AT, "ออกคำสั่งแล้ว", "จังหวัดกระบี่", "p0", "ผู้รับ", "ผู้ว่าราชการจังหวัด", "สำนักงานตัวอย่าง", "12/2564"
    ),
    "directive.noted.v1": DirectiveNoted(
        0, 1, Progress.PASSED_ON, AT, "หนังสือนำส่ง", "สำนักงานตัวอย่าง", S1, "กบ 0023/15", B, S2, "clerk"
    ),
    "directive.evidenced.v1": DirectiveEvidenced(S1, "มท 0812/ว 271", 0, 1, "รายงานผล", "clerk"),
    "deadline.moved.v1": DeadlineMoved(2, None, DAY, DAY, "เลื่อนประชุม", "clerk"),
    "letter.links-given.v1": LinksGiven((LinkGiven(0, A), LinkGiven(1, B)), "clerk"),
    "letter.answered-by-link.v1": AnsweredByLink(
        A, 0, AnswerKind.ACKNOWLEDGED, "จังหวัดกระบี่", "ผู้รับ", "เจ้าพนักงานธุรการ", "123", AT, AT, None
    ),
    "directive.reported-by-link.v1": ReportedByLink(
        A,
        0,
        1,
        Progress.PASSED_ON,
        AT,
        "หนังสือนำส่ง",
        "จังหวัดกระบี่",
        "ผู้รับ",
        "เจ้าพนักงานธุรการ",
        "สำนักงานตัวอย่าง",
        "กบ 0023/15",
    ),
    "passkey.offered.v1": PasskeyOffered(
        S1,
        0,
        "ผู้ว่าราชการจังหวัดกระบี่",
        A,
        B,
        "q83vEjRWeJA",
        "registry.specimen.example",
        "passkey-bbbbbbbbbbbbbbbb",
        "จังหวัดกระบี่",
        "ผู้รับ",
        "เจ้าพนักงานธุรการ",
    ),
    "passkey.confirmed.v1": PasskeyConfirmed(A, B, "clerk"),
    "passkey.withdrawn.v1": PasskeyWithdrawn(B, "เปลี่ยนโทรศัพท์", "clerk"),
    "calendar.entered.v1": CalendarEntered(DAY, works=False, name="วันหยุดราชการกรณีพิเศษ", clerk="clerk"),
    "records.noted.v1": RecordsNoted((RecordHead(RecordKind.REFUSALS, 12, A),)),
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
