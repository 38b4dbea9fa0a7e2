"""One letter of every form that is written here, with as many parts as the form has, and all of them signed."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from domain.classes import ActingWord, Channel, LetterKind, SecrecyClass, SpeedClass
from domain.letter.text import Addressee, Attachment, LetterText, Reference, Signatory
from domain.thai.times import THAI_TIME
from domain.values import StreamId
from keys import pades
from keys.signing import SigningKey
from registry.documents.signing.prepare import prepare
from registry.documents.writing import codes
from registry.documents.writing.content import Body
from registry.documents.writing.paper import Paper
from registry.documents.writing.typeset import Pages, typeset

ORIGIN = "registry.example.go.th/letters"
AT = datetime(2021, 2, 10, 9, 15, 7, tzinfo=THAI_TIME)

_LETTER = LetterText(
    kind=LetterKind.EXTERNAL,
    series=StreamId("0197a0e0-0000-7000-8000-000000000001"),
    n=(271,),
    number="มท 0812/ว 271",
    dated=AT.date(),
    issuing_office="กรมตัวอย่าง",
    subject="การปรับปรุงโครงสร้างการแบ่งงานภายในของกรมตัวอย่าง",
    addressees=(Addressee("ผู้ว่าราชการจังหวัดกระบี่"), Addressee("ผู้ว่าราชการจังหวัดกาญจนบุรี")),
    signatory=Signatory(
        officer="officer-1",
        name="สมมติ ตัวอย่าง",
        post="รองอธิบดี",
        rank="ร้อยตำรวจเอก",
        acting=ActingWord.BY_DELEGATION,
        principal="อธิบดีกรมตัวอย่าง",
    ),
    references=(Reference("หนังสือกรมตัวอย่าง ที่ มท ๐๘๑๒/ว ๑ ลงวันที่ ๒ มกราคม ๒๕๖๔"), Reference("คำสั่งที่ ๑/๒๕๖๔")),
    attachments=(
        Attachment("สำเนาคำสั่งกรมตัวอย่าง", 1, "ฉบับ"),
        Attachment("บัญชีรายชื่อ", 2, "ชุด", via=Channel.SYSTEM),
    ),
    copies_to=("ท้องถิ่นจังหวัดกระบี่",),
    owner_unit="กองการเจ้าหน้าที่",
    contact="โทร. ๐ ๒๒๔๑ ๙๐๐๐ ต่อ ๑๒๓๔",
)
_TEXT = (
    "ด้วยกรมตัวอย่างได้ปรับปรุงโครงสร้างการแบ่งงานภายใน จึงขอความร่วมมือจังหวัดแจ้งท้องถิ่นจังหวัดเข้าร่วมประชุมผ่าน "
    "Web Conference ทั้งนี้ ดูรายละเอียดได้ที่ https://example.go.th/ann-2564 ที่ นั้น น้ำ คล้ำ"
)
_BODY = Body((_TEXT, "๑. " + _TEXT, "จึงเรียนมาเพื่อโปรดทราบ"), address="ถนนตัวอย่าง กรุงเทพฯ ๑๐๓๐๐", mark="SPECIMEN ตัวอย่าง")


@dataclass(frozen=True)
class Written:
    """A letter and its pages."""

    text: LetterText
    pages: Pages


def written(text: LetterText, body: Body = _BODY) -> Written:
    """Return *text* typeset, with a code that every run shares."""
    paper = Paper.load(Path("no office has configured its paper"), origin=ORIGIN)
    return Written(text, typeset(text, body, paper=paper, code=codes.new_code(bytes), origin=ORIGIN))


@cache
def letters() -> dict[str, Written]:
    """Return letters of every form by a name for each, unsigned."""
    order = replace(_LETTER, number="55/2564", addressees=(), references=(), attachments=(), copies_to=())
    several = replace(_LETTER, speed=SpeedClass.VERY_URGENT, secrecy=SecrecyClass.SECRET)
    return {
        "external": written(_LETTER),
        "long": written(several, replace(_BODY, paragraphs=(_TEXT,) * 30)),
        "bare": written(
            replace(_LETTER, references=(), attachments=(), copies_to=(), owner_unit=None, contact=None),
            Body((_TEXT,)),
        ),
        "memo": written(replace(_LETTER, kind=LetterKind.INTERNAL)),
        "stamped": written(replace(_LETTER, kind=LetterKind.SEALED)),
        "order": written(replace(order, kind=LetterKind.ORDER)),
        "announcement": written(replace(order, kind=LetterKind.ANNOUNCEMENT)),
        "attestation": written(replace(_LETTER, kind=LetterKind.ATTESTATION)),
    }


def signed(letter: Written, key: SigningKey) -> bytes:
    """Return the finished file of *letter*, as the act of signing makes it."""
    ready = prepare(
        letter.pages.pdf,
        place=letter.pages.signature,
        signatory=letter.text.signatory,
        at=AT,
        reason="ลงลายมือชื่อและออกเลขที่หนังสือ",
        location=letter.text.issuing_office,
        room=pades.room(key),
    )
    return pades.embed(ready.data, ready.gap, pades.sign(ready.digest, key))
