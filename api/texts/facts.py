"""What each fact is called where a letter's life is shown; verbs as in the glossary."""

from api.texts.text import Text
from domain.letter.events import DeliveryResult

FACTS: dict[str, Text] = {
    "registry.opened.v1": Text("เปิดทะเบียน", "registry opened"),
    "officer.enrolled.v1": Text("ขึ้นทะเบียนเจ้าหน้าที่", "officer enrolled"),
    "key.enrolled.v1": Text("ขึ้นทะเบียนกุญแจ", "key enrolled"),
    "key.confirmed.v1": Text("ยืนยันกุญแจ", "key confirmed"),
    "key.withdrawn.v1": Text("เพิกถอนกุญแจ", "key withdrawn"),
    "instrument.recorded.v1": Text("บันทึกตราสารจากภายนอก", "instrument recorded"),
    "instrument.confirmed.v1": Text("ยืนยันตราสาร", "instrument confirmed"),
    "absence.recorded.v1": Text("บันทึกการไม่อยู่ปฏิบัติราชการ", "absence recorded"),
    "absence.ended.v1": Text("กลับมาปฏิบัติราชการ", "absence ended"),
    "series.opened.v1": Text("เปิดชุดเลข", "series opened"),
    "number.reserved.v1": Text("จองเลข", "number reserved"),
    "number.voided.v1": Text("ยกเลิกเลข", "number voided"),
    "opening-balance.entered.v1": Text("ยกยอดจากทะเบียนเดิม", "opening balance entered"),
    "secret.entered.v1": Text("ลงทะเบียนลับ", "entered in the secret book"),
    "letter.signed.v1": Text("ลงลายมือชื่ออิเล็กทรอนิกส์", "signed electronically"),
    "letter.signed.v2": Text("ลงลายมือชื่ออิเล็กทรอนิกส์", "signed electronically"),
    "letter.signed-by-hand.v1": Text("ลงลายมือชื่อบนกระดาษ", "signed on paper"),
    "letter.sealed.v1": Text("ประทับตราและลงลายมือชื่อย่อกำกับ", "sealed and initialled"),
    "letter.issued.v1": Text("ออกเลขที่หนังสือ", "issued"),
    "order.signed.v1": Text("ลงลายมือชื่อในคำสั่ง", "order signed"),
    "order.signed.v2": Text("ลงลายมือชื่อในคำสั่ง", "order signed"),
    "order.signed-by-hand.v1": Text("ลงลายมือชื่อในคำสั่งบนกระดาษ", "order signed on paper"),
    "order.issued.v1": Text("ออกเลขคำสั่ง", "order issued"),
    "order.amended.v1": Text("แก้ไขคำสั่ง", "order amended"),
    "order.repealed.v1": Text("ยกเลิกคำสั่ง", "order repealed"),
    "letter.dispatched.v1": Text("ส่งหนังสือ", "dispatched"),
    "delivery.attempted.v1": Text("ตรวจสอบผลการส่ง", "delivery attempted"),
    "receipt.confirmed.v1": Text("ได้รับการยืนยันจากผู้รับ", "confirmed by telephone"),
    "letter.acknowledged.v1": Text("แจ้งตอบรับ", "acknowledged"),
    "letter.returned.v1": Text("ส่งคืน", "returned"),
    "letter.answered.v1": Text("รับคำตอบของผู้รับ", "answer taken in"),
    "letter.answered-by.v1": Text("มีหนังสือตอบ", "answered by another letter"),
    "entry.noted.v1": Text("หมายเหตุ", "remark"),
    "entry.corrected.v1": Text("แก้รายการในทะเบียน", "entry corrected"),
    "letter.cancelled.v1": Text("ยกเลิก", "cancelled"),
    "letter.superseded.v1": Text("ให้ใช้ฉบับอื่นแทน", "superseded"),
    "directive.reported.v1": Text("รายงานผล", "directive reported"),
    "directive.noted.v1": Text("ผลการดำเนินการ", "directive noted"),
    "directive.evidenced.v1": Text("เป็นหลักฐานผลการดำเนินการ", "shows that a directive was performed"),
    "deadline.moved.v1": Text("เลื่อนกำหนด", "deadline moved"),
    "calendar.entered.v1": Text("ลงปฏิทินของหน่วยงาน", "calendar entered"),
    "letter.received.v1": Text("ลงทะเบียนรับ", "received"),
    "matter.assigned.v1": Text("ส่งให้ดำเนินการ", "assigned"),
    "action.noted.v1": Text("การปฏิบัติ", "action noted"),
    "matter.concluded.v1": Text("ดำเนินการแล้ว", "concluded"),
}
"""Wire name to words; a test holds that none is missing."""

RESULTS = {
    DeliveryResult.SENT: Text("ส่งแล้ว", "sent"),
    DeliveryResult.DELIVERED: Text("เข้าสู่ระบบผู้รับ", "delivered"),
    DeliveryResult.FAILED: Text("ส่งไม่สำเร็จ", "failed"),
}
