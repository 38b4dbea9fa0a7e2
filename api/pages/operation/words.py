"""What projections, queues, parts of the folder and troubles are called."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from api.texts.text import Text
from domain.thai.dates import buddhist_year, print_date
from registry.operation.queues import What
from registry.operation.state import Kind, Trouble
from registry.views.rebuilding import Compared
from registry.views.standing import ViewState

VIEW_STATES: Final = {
    ViewState.SERVING: (Text("ใช้งานอยู่", "serving"), "good"),
    ViewState.STOPPED: (Text("หยุด", "stopped"), "bad"),
    ViewState.DAMAGED: (Text("เสีย", "damaged"), "bad"),
    ViewState.NOT_MADE: (Text("ยังไม่ได้สร้าง", "not made yet"), "quiet"),
}
"""In words, and with which tone."""
COMPARED: Final = {
    Compared.SAME.value: Text("ตรงกับของเดิม สลับแล้ว", "the same as the one that served; switched"),
    Compared.DIFFERS.value: Text(
        "ไม่ตรงกับของเดิม ยังไม่สลับ ของที่สร้างใหม่เก็บไว้ข้าง ๆ", "differs from the one that serves; kept beside it, not switched"
    ),
    Compared.NOTHING.value: Text("ไม่มีของเดิมให้เทียบ สลับแล้ว", "nothing to compare it with; switched"),
}
QUEUES: Final = {
    What.SIGNATURES: Text("ร่างที่รอลงลายมือชื่อ", "drafts that wait for a signature"),
    What.ARRIVALS: Text("หนังสือเข้าที่ยังไม่ลงทะเบียน", "arrivals not registered"),
    What.PROPOSALS: Text("ข้อเสนอที่รอลงลายมือชื่อ", "proposals that wait for a signature"),
    What.MAILS: Text("ไปรษณีย์อิเล็กทรอนิกส์ที่เขียนไว้", "mails that were written"),
    What.REMINDERS: Text("หนังสือเตือนที่เขียนไว้", "reminders that were written"),
    What.JOBS: Text("งานที่ใช้เวลา", "jobs"),
}
PARTS: Final = {
    "register.db": Text("ทะเบียน (รายการ)", "the register (facts)"),
    "stream-keys.db": Text("กุญแจของรายการ", "keys of streams"),
    "blobs": Text("แฟ้มของหนังสือ", "files of letters"),
    "tiles": Text("บันทึกที่เผยแพร่", "the published log"),
    "signer": Text("ผู้ลงลายมือชื่อบันทึก", "the log's signer"),
    "heads.db": Text("แผนที่สถานะล่าสุด", "the map of newest states"),
    "views": Text("มุมมอง", "projections"),
    "past": Text("มุมมองของอดีต", "projections of the past"),
    "papers.db": Text("กระดาษทำการ", "working papers"),
    "arrivals": Text("แฟ้มที่เข้ามา", "files that came in"),
    "uploads": Text("แฟ้มของร่าง", "files of drafts"),
    "accounts.db": Text("บัญชีผู้ใช้", "accounts"),
    "access.db": Text("บันทึกการเข้าถึง", "the access log"),
    "refusals.db": Text("บันทึกการปฏิเสธ", "refusals on record"),
    "audits": Text("รายงานการตรวจ", "reports of audits"),
    "exports": Text("ชุดส่งออก", "exports"),
}
"""Parts of the registry's folder; others are shown by their own names."""

_TROUBLES: Final[Mapping[Kind, Text]] = {
    Kind.DISK_FILLING: Text("ดิสก์เต็มแล้ว {percent}% ให้เพิ่มที่ว่าง", "The disk is {percent}% full: make room."),
    Kind.DISK_FULL: Text(
        "ดิสก์เต็มแล้ว {percent}% เมื่อเต็มจะออกเลขไม่ได้ ให้เพิ่มที่ว่างทันที",
        "The disk is {percent}% full, and a full one takes no letters: make room now.",
    ),
    Kind.VIEW_STOPPED: Text(
        "มุมมอง {view} หยุด ให้ดูสาเหตุด้วย saraban views แล้วใช้รุ่นที่ใหม่กว่า",
        "The projection {view} has stopped: see why with saraban views, and read with a newer version.",
    ),
    Kind.VIEW_DAMAGED: Text("มุมมอง {view} เสีย ให้สร้างใหม่", "The projection {view} is damaged: rebuild it."),
    Kind.VIEW_DIFFERS: Text(
        "มุมมอง {view} ที่สร้างใหม่ไม่ตรงกับของเดิม ให้ตรวจทะเบียนด้วย saraban audit",
        "The projection {view}, rebuilt, differs from the one that serves: audit the registry.",
    ),
    Kind.LOG_UNPUBLISHED: Text(
        "รายการ {leaves} รายการยังไม่อยู่ใน checkpoint ที่เผยแพร่ ให้เริ่มผู้เขียน",
        "{leaves} leaves are under no published checkpoint: start the writer.",
    ),
    Kind.CERTIFICATE_ENDS: Text(
        "ใบรับรองของ {holder} หมดอายุ {until} ให้ออกใบใหม่",
        "The certificate of {holder} ends on {until}: have a new one issued.",
    ),
    Kind.CERTIFICATE_ENDED: Text(
        "ใบรับรองของ {holder} หมดอายุแล้วเมื่อ {until}", "The certificate of {holder} ended on {until}."
    ),
    Kind.PART_UNUSABLE: Text(
        "{part} ใช้ไม่ได้หรือไม่ใช่ของเดิม ให้เทียบกับชุดสำรอง แล้วตรวจทั้งทะเบียนด้วย saraban audit", "{part} is broken. {why}"
    ),
    Kind.READ_ONLY: Text(
        "เขียนลงโฟลเดอร์ของทะเบียนไม่ได้ จึงลงทะเบียนไม่ได้ ให้ตรวจสิทธิ์และดิสก์",
        "Nothing can be written in the registry's folder, so nothing is registered: look at its rights and the disk.",
    ),
    Kind.CLOCK_BEHIND: Text(
        "นาฬิกาของเครื่องช้ากว่ารายการล่าสุด {seconds} วินาที ให้ตั้งนาฬิกา",
        "This machine's clock is {seconds} seconds behind the newest fact: set it.",
    ),
}


def sentence(trouble: Trouble) -> Text:
    """Return what needs somebody's hand, and what to do."""
    words = _TROUBLES[trouble.kind]
    thai = {name: print_date(value) if isinstance(value, date) else value for name, value in trouble.facts.items()}
    english = {name: _english(value) for name, value in trouble.facts.items()}
    return Text(words.thai.format(**thai), words.english.format(**english))


def _english(value: object) -> object:
    return f"{value.day} {value:%B} {buddhist_year(value)} BE" if isinstance(value, date) else value
