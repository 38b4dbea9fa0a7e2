"""Refusals of what comes through addressees' links, and of passkeys."""

LINKS = {
    "link-not-known": "ลิงก์นี้ใช้ไม่ได้หรือหมดอายุแล้ว ให้ขอลิงก์ใหม่จากหน่วยงานผู้ส่ง",
    "link-size": "ลิงก์ต้องมี {size} ไบต์ตามแบบ ให้คัดลอกลิงก์ใหม่ทั้งบรรทัด",
    "links-not-apart": "ผู้รับหนังสือ {number} แต่ละรายต้องได้ลิงก์เดียว และไม่ซ้ำกัน",
    "answer-both": "หนังสือ {number} ตอบรับหรือส่งคืนได้อย่างเดียว เหตุผลเป็นของการส่งคืน เลขรับและเวลารับเป็นของการตอบรับ",
    "answer-part-missing": "คำตอบของหนังสือ {number} ยังไม่ได้ระบุ {parts}",
    "answer-too-long": "ข้อความยาวเกิน {most} ตัวอักษร โปรดย่อให้สั้นลง",
    "not-by-link": "ข้อ {no} ที่ทำแล้ว เปิดใหม่ผ่านลิงก์ไม่ได้ ให้โทรศัพท์แจ้งหน่วยงานผู้ส่ง",
    "not-by-link-said": "รายการ {name} บันทึกผ่านลิงก์ไม่ได้",
    # passkeys
    "passkey-part-missing": "passkey ที่เสนอยังขาด {parts}",
    "credential-too-long": "รหัสของ passkey ยาวเกิน {most} ตัวอักษร",
    "passkey-of-another": "ลิงก์นี้เป็นของ {addressee} แต่เสนอ passkey สำหรับ {offered}",
    "passkey-confirmed": "passkey ของ {name} ยืนยันแล้ว",
    "passkey-not-confirmed": "passkey ของ {name} รอเจ้าหน้าที่ของหน่วยงานผู้ส่งยืนยัน",
    "passkey-withdrawn": "passkey ของ {name} ถูกเพิกถอนแล้ว: {why}",
    "no-such-passkey": "ไม่มี passkey {key}… ในทะเบียนนี้ หรือมีการเปลี่ยนแปลงระหว่างนั้น โปรดดูอีกครั้ง",
    "which-passkey": "มี passkey {count} รายการที่ชื่อตรงกัน ให้ระบุรหัส sha256:…",
    "no-such-answer": "ผู้รับลำดับที่ {to} ยังไม่ได้ตอบ",
    "officer-known": "{officer} เป็นรหัสของเจ้าหน้าที่ที่ขึ้นทะเบียนแล้ว",
    "signing-over": "เวลาลงลายมือชื่อด้วย passkey หมดแล้ว ให้เริ่มตอบใหม่",
}
