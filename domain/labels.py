"""What people read for an identifier: Thai first, English second.

Two tables, since one word may be a verb on a button and the state it leads to: ``TERMS`` for the things and
acts of the work, ``STATES`` for where a letter stands. Classes, kinds and acting words carry their labels
themselves (``domain.classes``). The glossary in this package's README explains every term.
"""

from typing import NamedTuple


class Label(NamedTuple):
    """One identifier's name in both languages."""

    thai: str
    english: str


TERMS = {
    # Books and columns
    "send_register": Label("ทะเบียนหนังสือส่ง", "send register"),
    "receive_register": Label("ทะเบียนหนังสือรับ", "receive register"),
    "send_number": Label("เลขทะเบียนส่ง", "send number"),
    "receive_number": Label("เลขทะเบียนรับ", "receive number"),
    "letter_number": Label("ที่", "number"),
    "owner_code": Label("ที่", "owner code"),
    "dated": Label("ลงวันที่", "dated"),
    "registered_on": Label("วันที่ … เดือน … พ.ศ. …", "registered on"),
    "sender": Label("จาก", "from"),
    "addressee": Label("ถึง", "to"),
    "subject": Label("เรื่อง", "subject"),
    "action": Label("การปฏิบัติ", "action"),
    "remark": Label("หมายเหตุ", "remark"),
    "receive_stamp": Label("ตรารับหนังสือ", "receive stamp"),
    "delivery_book": Label("สมุดส่งหนังสือ", "delivery book"),
    "receipt_slip": Label("ใบรับหนังสือ", "receipt slip"),
    "receiving_office": Label("หน่วยรับ", "receiving office"),
    "received_by": Label("ผู้รับ", "received by"),
    "received_at": Label("รับวันที่ … เวลา … น.", "received at"),
    # People, offices, codes
    "registry_office": Label("หน่วยงานสารบรรณกลาง", "central registry"),
    "issuing_office": Label("ส่วนราชการเจ้าของหนังสือ", "issuing office"),
    "owner_unit": Label("ส่วนราชการเจ้าของเรื่อง", "unit in charge"),
    "case_owner": Label("เจ้าของเรื่อง", "case owner"),
    "principal": Label("เจ้าของหนังสือ", "principal"),
    "signer": Label("ผู้ลงชื่อ", "signer"),
    "drafted_by": Label("ผู้ร่าง", "drafted by"),
    "typed_by": Label("ผู้พิมพ์", "typed by"),
    "checked_by": Label("ผู้ตรวจ", "checked by"),
    "consonant_code": Label("รหัสตัวพยัญชนะ", "consonant code"),
    "owner_number": Label("เลขประจำของเจ้าของเรื่อง", "owner number"),
    "sub_code": Label("เลขรหัส", "sub-code"),
    "code_left_vacant": Label("ปล่อยตัวเลขนั้นว่าง", "code left vacant"),
    # Kinds
    "external_letter": Label("หนังสือภายนอก", "external letter"),
    "internal_letter": Label("หนังสือภายใน", "internal letter"),
    "sealed_letter": Label("หนังสือประทับตรา", "sealed letter"),
    "circular": Label("หนังสือเวียน", "circular"),
    "order": Label("คำสั่ง", "order"),
    "regulation": Label("ระเบียบ", "rules"),
    "bylaw": Label("ข้อบังคับ", "by-laws"),
    "announcement": Label("ประกาศ", "announcement"),
    "attestation": Label("หนังสือรับรอง", "letter of attestation"),
    "minutes": Label("รายงานการประชุม", "minutes"),
    "note": Label("บันทึก", "note"),
    "electronic_letter": Label("หนังสืออิเล็กทรอนิกส์", "electronic letter"),
    # Parts
    "references": Label("อ้างถึง", "references"),
    "attachments": Label("สิ่งที่ส่งมาด้วย", "attachments"),
    "via": Label("ส่งโดยทาง", "sent by"),
    "copies_to": Label("สำเนาส่ง", "copies to"),
    "salutation": Label("คำขึ้นต้น", "salutation"),
    "closing": Label("คำลงท้าย", "closing"),
    "original": Label("ต้นฉบับ", "original"),
    "file_copy": Label("สำเนาคู่ฉบับ", "file copy"),
    "certified_copy": Label("สำเนาถูกต้อง", "certified copy"),
    "office_seal": Label("ตราชื่อส่วนราชการ", "office seal"),
    # Verbs
    "draft": Label("ร่างหนังสือ", "draft"),
    "approve": Label("ให้ความเห็นชอบ", "approve"),
    "sign": Label("ลงลายมือชื่อ", "sign"),
    "initial": Label("ลงลายมือชื่อย่อกำกับ", "initial"),
    "issue_number": Label("ออกเลขที่หนังสือ", "issue the number"),
    "register_outgoing": Label("ลงทะเบียนส่ง", "register as sent"),
    "dispatch": Label("ส่งหนังสือ", "dispatch"),
    "check_delivery": Label("ตรวจสอบผลการส่ง", "check delivery"),
    "delivery_failed": Label("ส่งไม่สำเร็จ", "delivery failed"),
    "resend": Label("ส่งใหม่", "resend"),
    "arrived": Label("เข้าสู่ระบบ", "arrived"),
    "register_incoming": Label("ลงทะเบียนรับ", "register as received"),
    "acknowledge": Label("แจ้งตอบรับ", "acknowledge"),
    "confirm_receipt": Label("ได้รับการยืนยันจากผู้รับ", "confirmed by telephone"),
    "note_defect": Label("บันทึกข้อบกพร่อง", "note a defect"),
    "assign": Label("ส่งให้ … ดำเนินการ", "assign"),
    "forward": Label("ส่งต่อ", "forward"),
    "answers": Label("ตอบตามหนังสือรับที่ …", "answers"),
    "answered_by": Label("ส่งออกโดยหนังสือที่ …", "answered by"),
    "follow_up": Label("ติดตามเรื่อง", "follow up"),
    "remind": Label("เตือนเรื่องที่ค้าง", "remind"),
    "cancel": Label("ยกเลิก", "cancel"),
    "supersede": Label("ให้ใช้ … แทน", "supersede"),
    "return_letter": Label("ส่งคืน", "return"),
    "reserve_number": Label("จองเลข", "reserve a number"),
    "void_number": Label("ยกเลิกเลข", "void a number"),
    # Classes, authority, dates
    "speed_class": Label("ชั้นความเร็ว", "speed class"),
    "deliver_by": Label("ด่วนภายใน", "deliver by"),
    "secrecy_class": Label("ชั้นความลับ", "secrecy class"),
    "acting_for_absent": Label("รักษาราชการแทน", "acting, post vacant or absent"),
    "by_delegation": Label("ปฏิบัติราชการแทน", "by written delegation"),
    "performing_duties": Label("ปฏิบัติหน้าที่แทน", "performing the duties"),
    "acting": Label("รักษาการแทน", "acting"),
    "acting_in_post": Label("รักษาการในตำแหน่ง", "acting in the post"),
    "doing_work": Label("ทำการแทน", "doing the work"),
    "on_behalf": Label("แทน", "on behalf"),
    "ordered_on": Label("สั่ง ณ วันที่", "ordered on"),
    "in_force_from": Label("วันใช้บังคับ", "in force from"),
}
"""Identifier to label, in the glossary's order."""

STATES = {
    "draft": Label("ร่าง", "draft"),
    "awaiting_signature": Label("รอลงลายมือชื่อ", "awaiting signature"),
    "numbered": Label("ออกเลขแล้ว", "numbered"),
    "dispatched": Label("ส่งแล้ว", "dispatched"),
    "undelivered": Label("ส่งไม่สำเร็จ", "not delivered"),
    "arrived": Label("เข้าสู่ระบบผู้รับ", "in the receiver's system"),
    "registered_by_receiver": Label("ลงทะเบียนรับแล้ว", "registered by the receiver"),
    "acknowledged": Label("แจ้งตอบรับแล้ว", "acknowledged"),
    "in_progress": Label("อยู่ระหว่างดำเนินการ", "in progress"),
    "concluded": Label("ดำเนินการแล้ว", "concluded"),
    "overdue": Label("เกินกำหนด", "overdue"),
    "returned": Label("ส่งคืน", "returned"),
    "cancelled": Label("ยกเลิกแล้ว", "cancelled"),
    "number_voided": Label("ยกเลิกเลข", "number voided"),
}
"""Where a letter or a sending stands, in the order of a letter's life. Adjectives: they never link anywhere."""
