"""/auditing: where an auditor begins."""

from dataclasses import dataclass
from typing import Final

from litestar import get
from litestar.response import Template

from api.pages.auditing.shown import AUDITORS
from api.pages.page import page
from api.past import without_papers
from api.texts.questions import TITLES
from api.texts.text import Text

TITLE: Final = Text("ตรวจสอบ", "Auditing")


@dataclass(frozen=True, slots=True)
class Door:
    """A page, and what it is for."""

    path: str
    name: Text
    says: Text


DOORS: Final = (
    Door("/auditing/evenings", Text("หน้าทะเบียนของวัน", "The page of a day"),
         Text("ตามที่เป็นอยู่เมื่อสิ้นวันนั้น เทียบกับภายหลังว่าแก้อะไรไป",
              "As it stood that evening, and what was changed since.")),
    Door("/auditing/series", Text("ความครบถ้วนของเลข", "Completeness of numbers"),
         Text("ทุกเลขของชุดเป็นอะไรไป มีเลขใดขาดหรือไม่ พร้อมหลักฐานที่ตรวจเองได้",
              "What became of every number, whether one is missing, and the proof that you verify yourself.")),
    Door("/auditing/samples", Text("สุ่มตัวอย่าง", "Samples"),
         Text("สุ่มเลขด้วย seed ที่พิมพ์ไว้ ผู้ใดสุ่มซ้ำก็ได้ชุดเดียวกัน พร้อมหลักฐานทุกฉบับ",
              "Numbers drawn by a seed that is printed; anybody draws the same again. With every evidence.")),
    Door("/auditing/audits", Text("ตรวจทั้งทะเบียน", "Audits"),
         Text("ตรวจทุกรายการ ลายมือชื่อ เลข และแฟ้มใหม่ทั้งหมด เก็บรายงานไว้เทียบครั้งก่อน",
              "Every fact, signature, number and file verified again; reports are kept and compared.")),
    Door("/auditing/exports", Text("ส่งออกไปตรวจซ้ำที่อื่น", "Exports to replay elsewhere"),
         Text("ทั้งทะเบียนเป็นแฟ้มเปิด ตรวจซ้ำในเครื่องอื่นโดยไม่ต้องเชื่อเครื่องนี้",
              "The registry in open files, to be verified on a machine that need not trust this one.")),
    Door("/histories", Text("ประวัติ", "Histories"),
         Text("หนังสือ คำสั่ง หน่วยงาน และบุคคล ทีละรายการ", "Letters, orders, units and people, fact by fact.")),
    Door("/organisation", Text("โครงสร้าง", "Organisation"),
         Text("โครงสร้างและผู้มีอำนาจลงชื่อ ณ วันใด ตามที่รู้เมื่อใด",
              "Units, and who could sign, on any day, as known at any moment.")),
    Door("/log", Text("บันทึก", "The log"),
         Text("ใบ หลักฐาน และ checkpoint ของบันทึก", "Its leaves, proofs and checkpoints.")),
    Door("/refusals", Text("การปฏิเสธ", "Refusals"),
         Text("สิ่งที่ระบบปฏิเสธ ใครขอ เมื่อใด", "What was refused, to whom, when.")),
)  # fmt: skip
"""In the order of an auditor's work."""


@get("/auditing", opt={**AUDITORS, **without_papers()}, sync_to_thread=False)
def index() -> Template:
    """Show where an auditor can go."""
    return page("auditing/index.html", title=TITLE, doors=DOORS, questions=TITLES)


ROUTES = (index,)
