"""Refusals of exports, and of what they turn out to be where they are replayed."""

EXPORTS = {
    "folder-unnamed": "{folder} ไม่ใช่ชื่อโฟลเดอร์ใหม่ ให้พิมพ์ชื่อโฟลเดอร์",
    "exported-elsewhere": "มีผู้อื่นกำลังส่งออกไปที่ {folder} ให้รอจนเสร็จ",
    "export-of-other-leaves": "ใบของบันทึกที่เก็บไว้ {size} ใบไม่ใช่ที่ลงลายมือชื่อไว้ ให้ใช้ saraban audit",
    "export-line": "{line} ไม่ได้เขียนตามแบบของแฟ้มส่งออก: {why}",
    "export-path": "แฟ้มส่งออกไม่มีที่สำหรับ {path}",
    "export-listing": "รายชื่อแฟ้มของชุดส่งออกไม่ถูกต้อง: {path}",
    "export-too-long": "{path} ยาวเกิน {most} ไบต์",
    "export-file-altered": "{path} ไม่ใช่แฟ้มที่ส่งออกมา",
    "export-file-missing": "ชุดส่งออกไม่มี {path}",
    "export-file-unreadable": "อ่าน {path} ไม่ได้: {why}",
    "export-not-a-file": "{path} ไม่ใช่แฟ้มธรรมดาในโฟลเดอร์ธรรมดา",
    "export-file-unlisted": "มีแฟ้มที่ชุดส่งออกไม่ได้ระบุ: {path}",
    "export-of-another-log": "ชุดส่งออกกล่าวถึงบันทึกอื่น ไม่ใช่บันทึกของ checkpoint",
    "export-differs-from-log": "ตำแหน่ง {position}: รายการกับบันทึกไม่ตรงกันครั้งแรกที่นี่ ({why})",
    "export-public": "ชุดส่งออกนี้เป็นชุดสาธารณะ ไม่มีรายการให้พับซ้ำ",
    "export-state-differs": "สภาพไม่ตรงกันครั้งแรกระหว่างตำแหน่ง {first} ถึง {position}: ที่นี่ได้ {digest}",
    "export-state-nowhere": "ชุดส่งออกระบุสภาพที่ตำแหน่ง {position} ซึ่งไม่มีรายการ",
    "export-page-differs": "หน้าของ {day} ใน {register} ไม่ตรงกับที่ส่งออก",
    "export-view-differs": "มุมมอง {view} มีแถวไม่ตรงกับที่ส่งออก: ที่นี่ได้ {digest}",
    "until-with-export": "--until ใช้กับทะเบียนเท่านั้น ชุดส่งออกพับทั้งหมดเสมอ",
}
