"""What is refused of signing keys that officers make in a browser, of requests for certificates, and of proposals."""

OWN_KEYS: dict[str, str] = {
    "too-many-signing-keys": "บัญชีหนึ่งเก็บกุญแจลงลายมือชื่อได้ไม่เกิน {most} ดอก ลบคำขอที่ยังไม่ได้ออกใบรับรองก่อน",
    "key-kept": "กุญแจ {key}… เก็บไว้ที่นี่แล้ว",
    "no-such-request": "ไม่มีคำขอใบรับรองที่ {request}",
    "not-proposable": "เรื่อง {name} ไม่ต้องเสนอ ผู้มีหน้าที่ลงลายมือชื่อได้ทันที",
    "too-many-proposals": "มีข้อเสนอที่รออยู่ครบ {most} เรื่องแล้ว ลงลายมือชื่อหรือถอนบางเรื่องก่อน",
    "no-such-proposal": "ไม่มีข้อเสนอ {proposal} รออยู่",
    "proposal-signed": "ข้อเสนอนี้ลงลายมือชื่อแล้ว จึงถอนไม่ได้",
    "request-issued": "คำขอที่ {request} ออกใบรับรองแล้ว ลบไม่ได้ แต่เพิกถอนกุญแจได้",
}
