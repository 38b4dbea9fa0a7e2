"""Letters to set, and what programs read on their pages."""

import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2

from domain.classes import ActingWord, LetterKind, SecrecyClass, SpeedClass
from domain.letter.text import Addressee, Attachment, LetterText, Reference, Signatory
from domain.values import StreamId
from registry.documents.reading.files.lines import Line, joined
from registry.documents.writing.content import Body
from registry.documents.writing.paper import Paper
from registry.documents.writing.typeset import Pages, typeset
from tests.foreign import program

ORIGIN = "registry.example.go.th/letters"
CODE = "mfrggzdfmztwq2lkmfrggzdfmy"
PAPER = Paper.load(Path("nothing-configured"), origin=ORIGIN)

LETTER = LetterText(
    kind=LetterKind.EXTERNAL,
    series=StreamId("01999999-0000-7000-8000-000000000000"),
    n=(271,),
    number="มท 0812/ว 271",
    dated=date(2021, 2, 10),
    issuing_office="กรมตัวอย่างการปกครอง",
    subject="ขอเชิญประชุมชี้แจงแนวทางการจัดทำแผนปฏิบัติราชการประจำปีของสำนักงานตัวอย่างในส่วนภูมิภาค",
    addressees=(Addressee("ผู้ว่าราชการจังหวัดตัวอย่าง"), Addressee("นายอำเภอตัวอย่าง")),
    signatory=Signatory(
        "dg",
        "นายหนึ่ง ตัวอย่าง",
        "รองอธิบดีกรมตัวอย่างการปกครอง",
        rank="ว่าที่ร้อยตรี",
        acting=ActingWord.BY_DELEGATION,
        principal="อธิบดีกรมตัวอย่างการปกครอง",
    ),
    speed=SpeedClass.VERY_URGENT,
    references=(Reference("หนังสือกรมตัวอย่างการปกครอง ที่ มท ๐๘๑๒/ว ๑๐๐ ลงวันที่ ๕ มกราคม ๒๕๖๔"),),
    attachments=(
        Attachment("กำหนดการประชุมและรายชื่อผู้เข้าร่วมประชุมจากหน่วยงานในส่วนกลางและส่วนภูมิภาคทุกแห่ง", 1, "ชุด"),
        Attachment("แบบตอบรับ", 2, "ฉบับ"),
    ),
    copies_to=("ปลัดกระทรวงตัวอย่าง",),
    owner_unit="กลุ่มงานแผนและงบประมาณ",
    contact="โทร. ๐ ๒๐๐๐ ๐๐๐๐ ต่อ ๑๑\nไปรษณีย์อิเล็กทรอนิกส์ saraban@example.go.th",
)
PARAGRAPHS = (
    (
        "ด้วยกรมตัวอย่างการปกครองจะจัดประชุมชี้แจงแนวทางการจัดทำแผนปฏิบัติราชการประจำปี เพื่อให้การดำเนินงานของหน่วยงานในสังกัด"
        "เป็นไปในทิศทางเดียวกัน และมีความพร้อมในการให้บริการประชาชนอย่างมีประสิทธิภาพ รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย ๑"
    ),
    (
        "ในการนี้ จึงขอความร่วมมือจังหวัดแจ้งผู้ที่เกี่ยวข้องเข้าร่วมประชุมในวันที่ ๒๔ กุมภาพันธ์ ๒๕๖๔ ระหว่างเวลา ๐๙.๓๐ - ๑๒.๓๐ น. ผ่านระบบ "
        "Web Conference ทั้งนี้ สามารถดาวน์โหลดเอกสารได้ทางเว็บไซต์ https://www.example.go.th/meeting/2564 หัวข้อ “เอกสาร”"
    ),
    "๑. ตรวจสอบรายชื่อและส่งแบบตอบรับภายในวันที่ ๑๗ กุมภาพันธ์ ๒๕๖๔ ไม่ว่าจะเข้าร่วมประชุมหรือไม่ก็ตาม",
    "๒. แจ้งสำนัก/กอง และหน่วยงานที่เกี่ยวข้องให้จัดเตรียมข้อมูลต่าง ๆ ที่จำเป็นต่อการประชุม",
    "จึงเรียนมาเพื่อโปรดพิจารณา",
)
BODY = Body(PARAGRAPHS, "ถนนตัวอย่าง เขตดุสิต กทม. ๑๐๓๐๐")

EXAMPLES: dict[str, tuple[LetterText, Body]] = {
    "letter": (replace(LETTER, number="มท 0812/271", addressees=LETTER.addressees[:1], copies_to=()), BODY),
    "circular-specimen": (LETTER, replace(BODY, mark="SPECIMEN ตัวอย่าง")),
    "secret-letter": (
        replace(LETTER, number="มท 0812/272", secrecy=SecrecyClass.VERY_SECRET, speed=SpeedClass.MOST_URGENT),
        replace(BODY, paragraphs=PARAGRAPHS * 3),
    ),
    "memo": (
        replace(LETTER, kind=LetterKind.INTERNAL, number="มท 0812/15", addressees=(Addressee("อธิบดีกรมตัวอย่าง"),)),
        BODY,
    ),
    "stamped-letter": (
        replace(LETTER, kind=LetterKind.SEALED, number="มท 0812/16", addressees=(Addressee("จังหวัดตัวอย่าง"),)),
        replace(BODY, paragraphs=PARAGRAPHS[:1]),
    ),
    "order": (
        replace(LETTER, kind=LetterKind.ORDER, number="55/2564", speed=SpeedClass.NORMAL),
        replace(BODY, paragraphs=PARAGRAPHS[:1] + PARAGRAPHS[2:4], in_force="ตั้งแต่บัดนี้เป็นต้นไป"),
    ),
    "announcement": (
        replace(LETTER, kind=LetterKind.ANNOUNCEMENT, speed=SpeedClass.NORMAL),
        replace(BODY, paragraphs=PARAGRAPHS[:1]),
    ),
    "attestation": (
        replace(LETTER, kind=LetterKind.ATTESTATION, number="3/2564", speed=SpeedClass.NORMAL),
        replace(BODY, paragraphs=("หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า นายสอง ตัวอย่าง เป็นข้าราชการในสังกัดกรมตัวอย่างการปกครองจริง",)),
    ),
}
"""One of every form, and of what may stand on any."""

_EDGE = re.compile(r"- [๐-๙]+ -|ลับ(?:มาก|ที่สุด)?|SPECIMEN ตัวอย่าง")


def pages(letter: LetterText = LETTER, body: Body = BODY) -> Pages:
    """Return a letter as it is set for a registry that has configured nothing."""
    return typeset(letter, body, paper=PAPER, code=CODE, origin=ORIGIN)


def set_text(*paragraphs: str) -> bytes:
    """Return the PDF file of a letter with this text."""
    return pages(body=replace(BODY, paragraphs=paragraphs)).pdf


def read_by_pdfium(pdf: bytes) -> list[Line]:
    """Return the lines that PDFium finds on all pages."""
    document = pypdfium2.PdfDocument(pdf)
    return _lines("\n".join(page.get_textpage().get_text_range() for page in document))


def read_by_poppler(pdf: bytes) -> list[Line]:
    """Return the lines that poppler finds on all pages."""
    command = [program("pdftotext", "poppler-utils"), "-enc", "UTF-8", "-", "-"]
    return _lines(subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode())


def _lines(text: str) -> list[Line]:
    """Return the lines of a page, not repaired in any way; those that stand at its edges on every page are left out."""
    found = [" ".join(line.split()) for line in text.replace("\f", "\n").splitlines()]
    own = [line for line in found if line and not _EDGE.fullmatch(line)]
    return [Line(no, line, (line,), indented=False, after_blank=False) for no, line in enumerate(own, start=1)]


def holds(lines: list[Line], text: str) -> bool:
    """Tell whether some lines that follow one another are *text*, once they are joined again."""
    return any(_begins_with(lines[first:], text) for first in range(len(lines)))


def _begins_with(lines: list[Line], text: str) -> bool:
    for count in range(1, len(lines) + 1):
        found = joined(lines[:count])
        if found == text:
            return True
        if not text.startswith(found.rstrip()):
            return False
    return False
