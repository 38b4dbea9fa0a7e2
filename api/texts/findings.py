"""What the official-form check finds, in Thai: slug, and one sentence with the finding's own facts."""

from collections.abc import Mapping
from datetime import date

from api.texts.refusals import in_thai
from api.texts.text import Text
from domain.clauses import Clause
from domain.labelled import Labelled
from domain.thai.dates import FIRST_DAY, print_date
from domain.thai.digits import to_thai
from registry.documents.checking.finding import Finding, Severity, Why

FINDINGS: Mapping[str, str] = {
    # parts of the form
    "form-part-missing": "ไม่มีส่วน “{part}” ซึ่ง{kind}ต้องมี ให้เติม",
    "part-unreadable": "อ่านส่วน “{part}” ไม่ได้: {why}",
    "form-part-out-of-order": "ส่วน “{part}” อยู่เหนือ “{before}” ให้ย้ายลงไปไว้ข้างล่าง",
    "form-part-without-place": "แบบของ{kind}ไม่มีส่วน “{part}” ให้ตัดออก หรือกล่าวไว้ในข้อความ",
    "rules-without-name": "{kind}ยังไม่มีข้อที่บอกชื่อ (ข้อ ๑ … เรียกว่า …) ให้เติม",
    "rules-without-in-force": "{kind}ยังไม่มีข้อที่บอกวันใช้บังคับ (ข้อ ๒ … ใช้บังคับ …) ให้เติม",
    "rules-without-keeper": "{kind}ยังไม่มีข้อที่บอกผู้รักษาการ (ข้อสุดท้าย) ให้เติม",
    # how the addressee is spoken to
    "stamped-letter-greets": "หนังสือประทับตราใช้ “ถึง” ไม่ใช้ “{found}” ให้แก้",
    "salutation-for-addressee": "หนังสือถึง{addressee} ขึ้นต้นด้วย “{wanted}” ไม่ใช่ “{found}”",
    "salutation-of-later-orders": "{addressee} ไม่อยู่ในตำแหน่งที่ใช้ “{found}” ตามภาคผนวก ๒ โปรดดูหนังสือเวียนที่ออกภายหลัง",
    "closing-for-addressee": "หนังสือถึง{addressee} ลงท้ายด้วย “{wanted}” ไม่ใช่ “{found}”",
    "courtesy-to-look-up": "{addressee} มีคำขึ้นต้นและคำลงท้ายเฉพาะในภาคผนวก ๒ โปรดดูที่นั่น",
    "addressees-of-several-rows": "{one} กับ {other} ใช้คำขึ้นต้นต่างกัน ให้แยกเป็นคนละฉบับ",
    # who signs
    "rank-in-brackets": "ยศใน ({name}) ให้พิมพ์ไว้หน้าลายมือชื่อ ในวงเล็บมีแต่ชื่อ",
    "title-before-signature": "คำนำหน้า {rank} ให้พิมพ์ไว้ในวงเล็บหน้าชื่อ ไม่ใช่เหนือ ({name})",
    "title-beside-rank": "({name}) มีทั้งคำนำหน้าและยศ {rank} ผู้มียศใช้ยศแทนคำนำหน้า",
    "title-missing": "({name}) ไม่มีคำนำหน้าชื่อหรือยศ ให้พิมพ์ให้เต็ม",
    "principal-missing": "ลงชื่อ “{word}” แต่ไม่บอกว่าแทนตำแหน่งใด ให้พิมพ์ตำแหน่งไว้ข้างใต้",
    "acting-word-missing": "{post} ลงชื่อแทน {principal} แต่ไม่มีคำบอกว่าแทนโดยอะไร เช่น ปฏิบัติราชการแทน ให้เติม",
    "post-not-shown": "ทะเบียนไม่แสดงว่า {name} ลงชื่อในตำแหน่ง {post} ได้: {why}",
    "power-not-valid": "ทะเบียนขัดกับการลงชื่อ “{word}”: {why}",
    "power-not-shown": "ทะเบียนยังไม่แสดงการมอบอำนาจหรือการไม่อยู่ที่รองรับคำว่า “{word}”: {why}",
    # number and date
    "date-not-registered": "หนังสือลงวันที่ {found} แต่ทะเบียนมี {wanted} ต้องตรงกัน",
    "number-not-registered": "หนังสือมีที่ {found} แต่ทะเบียนมี {wanted} ต้องตรงกัน",
    "dated-before-its-entry": "หนังสือลงวันที่ {dated} ก่อนวันลงทะเบียน {entered} ให้ลงวันนั้นหรือหลังจากนั้น",
    "date-with-word": "วัน เดือน ปี ของหนังสือภายนอกไม่มีคำว่า “วันที่” ให้ตัดออก",
    "code-not-of-this-office": "{code} ไม่ใช่รหัสของหน่วยงานนี้ ซึ่งมี {codes}",
    "code-borne-by-nobody": "ในวันที่ลงหนังสือไม่มีหน่วยงานใดใช้รหัส {code} รหัสที่ว่างต้องปล่อยว่างไว้",
    "code-of-another-unit": "ในวันที่ลงหนังสือ รหัส {code} เป็นของ {units} โปรดดูว่าเป็นหนังสือของหน่วยงานนั้นหรือไม่",
    "number-not-in-the-register": "ไม่พบที่ {number} ในทะเบียน เลขต้องออกในทะเบียนก่อนพิมพ์ลงหนังสือ",
    "number-of-another-year": "เลข {number} ไม่ใช่ของปี {year} ตามวันที่ ให้ใช้ /{year}",
    "circular-mark-missing": "มีผู้รับ {count} ราย ข้อความเดียวกัน หนังสือเวียนมี ว หน้าเลข (จะใช้เลขปกติก็ได้)",
    "circular-to-one": "หนังสือเวียนมีถึงผู้รับหลายราย ฉบับนี้มี {count} ราย ใช้เลขปกติได้",
    # what it refers to and encloses
    "reference-without-number": "อ้างถึง “{text}” ไม่มีเลขที่หนังสือ ให้ลงตามหนังสือฉบับนั้น",
    "reference-without-date": "อ้างถึง “{text}” ไม่มีวันที่ ให้ลงตามหนังสือฉบับนั้น",
    "attachment-not-listed": "ข้อความกล่าวถึงสิ่งที่ส่งมาด้วย {no} แต่มีรายการ {count} รายการ ให้เติมรายการหรือแก้ข้อความ",
    "attachment-without-quantity": "สิ่งที่ส่งมาด้วย “{title}” ไม่บอกจำนวน เช่น จำนวน ๑ ฉบับ",
    # wording
    "secrecy-not-at-the-head": "ไม่มีคำว่า “{label}” ที่ส่วนบนของหนังสือ ให้พิมพ์ทั้งบนและล่าง",
    "secrecy-not-at-the-foot": "ไม่มีคำว่า “{label}” ที่ส่วนล่างของหนังสือ ให้พิมพ์ทั้งบนและล่าง",
    "secret-leaves-electronically": "หนังสือชั้น{label}ให้ส่งเป็นกระดาษ และลงเลข วันที่ ชั้นความลับในทะเบียนลับ",
    "speed-word-unknown": "“{word}” ไม่ใช่ชั้นความเร็ว ซึ่งมี ด่วน ด่วนมาก ด่วนที่สุด",
    "digits-of-two-kinds": "มีทั้งเลขไทยและเลขอารบิก เช่น “{text}” ตามธรรมเนียมใช้เลขไทย",
    "subject-long": "เรื่องยาว {count} ตัวอักษร ให้สั้นพออ่านได้ทันที (ประมาณ {most})",
    # days
    "directive-due-before-its-letter": "ข้อ {no} กำหนดวันที่ {due} ซึ่งก่อนวันที่ของหนังสือ โปรดดูอีกครั้ง",
    "directive-due-on-day-off": "ข้อ {no} กำหนดวัน{weekday}ที่ {due} ซึ่งเป็นวันหยุด ตั้งใจหรือไม่",
    "weekday-differs": "{day} เป็นวัน{right} ไม่ใช่วัน{found} ให้แก้อย่างใดอย่างหนึ่ง",
    # sending
    "mail-file-name": "ถ้าส่งทางไปรษณีย์อิเล็กทรอนิกส์ แฟ้มต้องชื่อ {name}",
    "citation-contradicts": "{why}",
}
"""A test holds that none is missing and none names what is not given."""

SEVERITIES = {
    Severity.WRONG: Text("ผิด", "wrong"),
    Severity.WARN: Text("โปรดดู", "look"),
    Severity.INFO: Text("แนะนำ", "note"),
}

_REGULATION = "ระเบียบงานสารบรรณ"


def said(finding: Finding) -> Text:
    """Return what was found, in both languages."""
    words = FINDINGS[finding.slug].format_map({name: _thai(value) for name, value in finding.facts.items()})
    return Text(words, finding.message)


def clause(finding: Finding) -> Text:
    """Return the clause with its first day; custom and the office's own rule say so."""
    by = finding.clause
    if by is None:
        return Text("ธรรมเนียม", "custom")
    since = _since(by)
    if finding.own_rule:
        return Text(
            f"หลักของหน่วยงาน ({to_thai(by.place)} ใช้ตั้งแต่ {since.thai})",
            f"the office's own rule ({by} is in force since {since.english})",
        )
    return Text(f"{_REGULATION} {to_thai(by.place)} (ใช้ตั้งแต่ {since.thai})", f"{by} (since {since.english})")


def _since(by: Clause) -> Text:
    return Text(print_date(by.since, months="short"), print_date(by.since, months="short", digits="arabic"))


def _thai(value: object) -> str:
    match value:
        case Why():
            return in_thai(value.slug, value.facts, value.message)
        case Labelled():
            return value.label
        case date() if value >= FIRST_DAY:
            return print_date(value)
        case int():
            return to_thai(str(value))
        case _:
            return str(value)  # other people's words and names of files stay as they are
