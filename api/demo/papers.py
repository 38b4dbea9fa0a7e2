"""The papers of the demo: the circular's text, the order it encloses, and its attachments.

The circular is read from the folder that SARABAN_SHARED names, or from ``../shared``, where its text lies if
somebody has it. Otherwise the same facts are told here in words of our own.
"""

from collections.abc import Mapping
from pathlib import Path

from api.demo.facts import DEPARTMENT, GROUP_NAME, OFFICE, SIGNATORY, SIGNATORY_POST
from domain.classes import LetterKind
from domain.structure.acts import InstrumentActKind, UnitActKind, UnitId
from registry.acts.draft_acts import DraftActs, DraftInstrumentAct, DraftUnitAct
from registry.acts.drafts import DraftSignatory, LetterDraft

_CLAUSE = "ข้อ 1"
_PLACE = Path("letters", "00-founding-circular-2564.txt")

_RETOLD = """\
ด่วนมาก

ที่ มท ๐๘๑๒/ว ๒๗๑

กรมส่งเสริมการปกครองท้องถิ่น

ถนนนครราชสีมา เขตดุสิต กทม. ๑๐๓๐๐

๑๐ กุมภาพันธ์ ๒๕๖๔

เรื่อง การจัดส่วนราชการภายในสำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดใหม่

เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด

สิ่งที่ส่งมาด้วย ๑. สำเนาคำสั่งกรมที่ ๕๕/๒๕๖๔ จำนวน ๑ ชุด
๒. คำอธิบายการจัดส่วนราชการใหม่ จำนวน ๑ ชุด
๓. คำแนะนำในการตั้งกลุ่มงาน จำนวน ๑ ชุด

ด้วยกรมได้จัดส่วนราชการภายในสำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดใหม่ ดังปรากฏในสิ่งที่ส่งมาด้วย

ในการนี้ ขอความร่วมมือจังหวัดแจ้งท้องถิ่นจังหวัด ดังนี้

๑. ตั้งกลุ่มงานส่งเสริมและประสานงานท้องถิ่นอำเภอขึ้นในสำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดทุกแห่ง

๒. เข้าประชุมทำความเข้าใจทาง Web Conference ในวันที่ ๒๔ กุมภาพันธ์ ๒๕๖๔ เวลา ๐๙.๓๐ - ๑๒.๓๐ น.

จึงเรียนมาเพื่อพิจารณา

ขอแสดงความนับถือ

(นายประยูร รัตนเสนีย์)
อธิบดีกรมส่งเสริมการปกครองท้องถิ่น

กลุ่มพัฒนาระบบบริหาร
"""


def circular(environment: Mapping[str, str]) -> tuple[bytes, Path | None]:
    """Return the circular's text and where it was found; None where it is the one told here."""
    path = Path(environment.get("SARABAN_SHARED") or Path("..", "shared")) / _PLACE
    if path.is_file():
        return path.read_bytes(), path
    return _RETOLD.encode(), None


def order() -> LetterDraft:
    """Return order 55/2564: number, day, subject and signer are known, its text is made up."""
    return LetterDraft(
        kind=LetterKind.ORDER,
        issuing_office=OFFICE,
        subject="การจัดส่วนราชการภายในสำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด",
        signatory=DraftSignatory(SIGNATORY, SIGNATORY_POST),
        body=(
            "ข้อความของคำสั่งนี้เป็นข้อความสมมติ เพราะไม่พบตัวบทจริง",
            "ให้มีกลุ่มงานส่งเสริมและประสานงานท้องถิ่นอำเภอในสำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดทุกแห่ง",
            "ทั้งนี้ ตั้งแต่วันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔ เป็นต้นไป (วันใช้บังคับสมมติ)",
        ),
        in_force="ตั้งแต่วันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔ เป็นต้นไป (วันใช้บังคับสมมติ)",
        acts=DraftActs(units=(_new_groups("10 กุมภาพันธ์ 2564"),)),
    )


def correcting_order() -> LetterDraft:
    """Return an order, made up in full, by which the groups exist from a later day than was known."""
    return LetterDraft(
        kind=LetterKind.ORDER,
        issuing_office=OFFICE,
        subject="แก้ไขวันใช้บังคับของคำสั่งที่ ๕๕/๒๕๖๔ (สมมติ)",
        signatory=DraftSignatory(SIGNATORY, SIGNATORY_POST),
        body=("คำสั่งนี้เป็นคำสั่งสมมติทั้งฉบับ เพื่อสาธิตการแก้ไขสิ่งที่รู้มาก่อน",),
        in_force="ตั้งแต่วันที่ ๑๐ กุมภาพันธ์ ๒๕๖๔ เป็นต้นไป (สมมติ)",
        acts=DraftActs(
            units=(_new_groups("1 มีนาคม 2564"),),
            instruments=(
                DraftInstrumentAct(
                    InstrumentActKind.REPLACE,
                    "55/2564",
                    clause=_CLAUSE,
                    since="10 กุมภาพันธ์ 2564",
                    text="ให้มีกลุ่มงานดังกล่าวตั้งแต่วันที่ ๑ มีนาคม ๒๕๖๔ เป็นต้นไป (สมมติ)",
                ),
            ),
        ),
    )


def _new_groups(since: str) -> DraftUnitAct:
    """Return the act that sets up the group in every provincial office."""
    return DraftUnitAct(
        UnitActKind.ESTABLISH,
        UnitId("district"),
        every="provincial-office",
        under=DEPARTMENT,
        since=since,
        clause=_CLAUSE,
        name=GROUP_NAME,
        unit_kind="group",
    )


def made_up(title: str) -> bytes:
    """Return an attachment of which only the title is known."""
    return f"SPECIMEN สมมติ\n\n{title}\n\nไม่พบข้อความจริงของเอกสารนี้ แฟ้มนี้ทำขึ้นเพื่อสาธิต\n".encode()


def last_page(book: str, last: int) -> bytes:
    """Return what stands for the last page of an older book, of which only the last number is implied."""
    return f"SPECIMEN สมมติ\n\n{book}\nเลขสุดท้ายของทะเบียนเดิมคือ {last} ไม่ทราบรายการก่อนหน้า จึงไม่มีรายการใดยกมา\n".encode()
