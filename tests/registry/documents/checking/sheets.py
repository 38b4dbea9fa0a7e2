"""Papers that are as their forms ask, to be broken by one rule at a time."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.classes import LetterKind
from domain.forms import Part
from domain.letter.text import Directive, Reference
from domain.numbers import LetterNumber, OrderNumber
from registry.documents.checking.check import check
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Finding
from registry.documents.checking.sheet import Sheet, Stated
from registry.documents.draft import NamedAttachment, SignatureBlock

DAY = date(2026, 11, 23)
"""A Monday."""
CONTEXT = Context(today=DAY)
ABOVE, BELOW = 1, 30
"""Lines of a document of which the text is in between."""

LETTER = Sheet(
    kind=LetterKind.EXTERNAL,
    number=Stated(LetterNumber.parse("มท 0812/271"), 2),
    dated=Stated(DAY, 4),
    issuing_office=Stated("กรมตัวอย่าง", 2),
    subject=Stated("ขอเชิญประชุม", 5),
    salutation=Stated("เรียน", 6),
    addressees=(Stated("ผู้ว่าราชการจังหวัดกระบี่", 6),),
    references=(Stated(Reference("หนังสือจังหวัดกระบี่ ที่ กบ ๐๐๑๗/๕", "กบ 0017/5", date(2026, 11, 2)), 7),),
    attachments=(Stated(NamedAttachment("ระเบียบวาระ", 1, "ชุด"), 8),),
    paragraphs=(Stated("ตามที่จังหวัดได้ขอความเห็น รายละเอียดตามสิ่งที่ส่งมาด้วย นั้น", 10),),
    directives=(Stated(Directive(1, "ร่วมประชุม", "จังหวัด", date(2026, 11, 30)), 12),),
    closing=Stated("ขอแสดงความนับถือ", 20),
    signature=Stated(SignatureBlock("นางสาวสมหญิง ตัวอย่าง", "อธิบดีกรมตัวอย่าง"), 22),
    owner_unit=Stated("กองตัวอย่าง", 25),
    contact=(Stated("โทร. ๐ ๒๐๐๐ ๐๐๐๐", 26),),
)

MEMO = replace(
    LETTER,
    kind=LetterKind.INTERNAL,
    references=(),
    attachments=(),
    closing=None,
    paragraphs=(Stated("เพื่อโปรดทราบ", 10),),
    issuing_office=Stated("กองตัวอย่าง", 1),
    contact=(Stated("โทร. ๐ ๒๐๐๐ ๐๐๐๐", 1),),
)

STAMPED = Sheet(
    kind=LetterKind.SEALED,
    number=LETTER.number,
    salutation=Stated("ถึง", 3),
    addressees=(Stated("จังหวัดกระบี่", 3),),
    paragraphs=(Stated("ตามหนังสือที่ส่งมา นั้น", 5),),
    issuing_office=Stated("กรมตัวอย่าง", 7),
    dated=Stated(DAY, 9),
    owner_unit=Stated("กองตัวอย่าง", 11),
    contact=(Stated("โทร. ๐ ๒๐๐๐ ๐๐๐๐", 12),),
)

ORDER = Sheet(
    kind=LetterKind.ORDER,
    issuing_office=Stated("กรมตัวอย่าง", 1),
    number=Stated(OrderNumber(55, 2569), 2),
    subject=Stated("มอบหมายงาน", 3),
    paragraphs=(Stated("เพื่อให้การปฏิบัติราชการมีประสิทธิภาพ จึงมีคำสั่ง ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป", 5),),
    in_force=Stated("ตั้งแต่บัดนี้", 6),
    dated=Stated(DAY, 8),
    signature=LETTER.signature and Stated(LETTER.signature.value, 10),
)

RULES = Sheet(
    kind=LetterKind.REGULATION,
    issuing_office=Stated("กรมตัวอย่าง", 1),
    subject=Stated("ว่าด้วยการเก็บหนังสือ", 2),
    paragraphs=(
        Stated("ข้อ ๑ ระเบียบนี้เรียกว่า ระเบียบกรมตัวอย่าง ว่าด้วยการเก็บหนังสือ พ.ศ. ๒๕๖๙", 4),
        Stated("ข้อ ๒ ระเบียบนี้ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศเป็นต้นไป", 5),
        Stated("ข้อ ๓ ให้อธิบดีรักษาการตามระเบียบนี้", 6),
    ),
    dated=Stated(DAY, 8),
    signature=ORDER.signature,
)


def but(sheet: Sheet, **changes: Any) -> Sheet:
    """The sheet with some things otherwise."""
    return replace(sheet, **changes)


def knowing(**known: Any) -> Context:
    """What the register knows, beside the day."""
    return replace(CONTEXT, **known)


def found(sheet: Sheet, context: Context = CONTEXT) -> dict[str, Finding]:
    """What is found, by its slug."""
    return {one.slug: one for one in check(sheet, context)}


def without(sheet: Sheet, part: Part) -> Sheet:
    """The sheet without one of its parts."""
    if part is Part.POST:
        assert sheet.signature is not None
        return but(sheet, signature=Stated(replace(sheet.signature.value, post=None), sheet.signature.line))
    empty = () if isinstance(getattr(sheet, part.value), tuple) else None
    return but(sheet, **{part.value: empty})
