"""What the auditor's questions and the columns of their answers are called."""

from api.texts.fields import FIELDS
from api.texts.text import Text, label
from domain.labels import STATES, TERMS
from domain.series import SeriesKind

SERIES_KINDS: dict[SeriesKind, Text] = {
    SeriesKind.ORDINARY: Text("หนังสือส่ง", "ordinary"),
    SeriesKind.CIRCULAR: Text("หนังสือเวียน", "circular"),
    SeriesKind.ORDER: Text("คำสั่ง", "order"),
    SeriesKind.ATTESTATION: Text("หนังสือรับรอง", "attestation"),
    SeriesKind.RECEIVED: Text("หนังสือรับ", "received"),
    SeriesKind.SECRET: Text("หนังสือลับ", "secret"),
}
"""What kinds of numbers are called."""

TITLES: dict[str, Text] = {
    "sent-otherwise": Text("หนังสือที่ส่งคนละวันกับวันที่ลง", "letters sent on another day than they are dated"),
    "voids": Text("เลขที่ยกเลิก: ใคร เมื่อไร เพราะอะไร", "voided numbers: by whom, when, why"),
    "voids-by-officer": Text("จำนวนเลขที่ยกเลิก แยกตามเจ้าหน้าที่", "voided numbers, counted by officer"),
    "numbers": Text(
        "เลขของแต่ละชุด: ใช้ จอง ยกเลิก พ้นวัน ขาด", "numbers of every series: used, reserved, void, lapsed, missing"
    ),
    "not-acted-on": Text("หนังสือรับที่ยังไม่มีผู้ดำเนินการ", "letters received and not acted on"),
    "unchecked": Text("การส่งที่ไม่เคยตรวจสอบผล", "sendings that nobody ever checked"),
    "corrections": Text("รายการที่แก้ไขในทะเบียน: เดิม ใหม่ เหตุผล", "entries put right: before, after, why"),
    "authority": Text("การเปลี่ยนแปลงเจ้าหน้าที่ กุญแจ ตำแหน่ง และอำนาจ", "changes of officers, keys, posts and powers"),
    "old-book": Text("สิ่งที่ยกยอดจากทะเบียนเดิม", "what came from an old book"),
    "makers": Text("ผู้ร่าง ผู้พิมพ์ ผู้ตรวจ", "who drafted, typed and checked"),
    "evening-page": Text("หน้าทะเบียนของวัน ตามที่เป็นอยู่เมื่อสิ้นวัน", "the page of a day as it stood that evening"),
}
"""A question's name and what it asks; a test holds that none is missing."""

COLUMNS: dict[str, Text] = {
    **FIELDS,
    "letter_number": label(TERMS["letter_number"]),
    "owner_code": label(TERMS["owner_code"]),
    "days": Text("วัน", "days"),
    "position": Text("ตำแหน่งในบันทึก", "position"),
    "entered_by": Text("ผู้บันทึก", "entered by"),
    "entered_at": Text("บันทึกเมื่อ", "entered at"),
    "book": Text("ทะเบียน", "book"),
    "series_kind": Text("ชนิดเลข", "kind of number"),
    "year": Text("ปี", "year"),
    "n": Text("เลข", "number"),
    "voided_on": Text("วันของเลข", "its day"),
    "count": Text("จำนวน", "count"),
    "first_day": Text("วันแรก", "first day"),
    "last_day": Text("วันสุดท้าย", "last day"),
    "first": Text("เลขแรก", "first"),
    "last": Text("เลขสุดท้าย", "last"),
    "issued": Text("ใช้แล้ว", "used"),
    "reserved": Text("จองอยู่", "reserved"),
    "void": Text("ยกเลิก", "void"),
    "lapsed": Text("พ้นวันที่จอง", "lapsed"),
    "missing": Text("ขาด", "missing"),
    "officer": Text("เจ้าหน้าที่", "officer"),
    "reason": Text("เหตุผล", "reason"),
    "register": Text("ทะเบียน", "register"),
    "row_state": Text("สถานะ", "state"),
    "fact": Text("เหตุการณ์", "what happened"),
    "what": Text("สิ่งที่เปลี่ยน", "what changed"),
    "about": Text("ของ", "of"),
    "old": Text("เดิม", "before"),
    "new": Text("ใหม่", "after"),
}
"""What a column is called."""

VALUES: dict[str, dict[str, Text]] = {
    "register": {
        "sent": label(TERMS["send_register"]),
        "received": label(TERMS["receive_register"]),
        "secret": Text("ทะเบียนลับ", "secret book"),
    },
    "series_kind": {kind.value: words for kind, words in SERIES_KINDS.items()},
    "row_state": {
        "reserved": label(TERMS["reserve_number"]),
        "issued": label(STATES["numbered"]),
        "void": label(STATES["number_voided"]),
        "received": label(TERMS["register_incoming"]),
        "old-book": Text("ทะเบียนเดิม", "old book"),
    },
}
"""Words of the code that stand in a column, and what they are called."""
