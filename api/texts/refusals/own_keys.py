"""What is refused of signing keys that officers make in a browser, of requests for certificates, and of proposals."""

OWN_KEYS: dict[str, str] = {
    "too-many-signing-keys": "บัญชีหนึ่งเก็บกุญแจลงลายมือชื่อได้ไม่เกิน {most} ดอก ลบคำขอที่ยังไม่ได้ออกใบรับรองก่อน",
    "key-kept": "กุญแจ {key}… เก็บไว้ที่นี่แล้ว",
    "no-such-request": "ไม่มีคำขอใบรับรองที่ {request}",
    "not-proposable": "เรื่อง {name} ไม่ต้องเสนอ ผู้มีหน้าที่ลงลายมือชื่อได้ทันที",
    "too-many-proposals": "มีข้อเสนอที่รออยู่ครบ {most} เรื่องแล้ว ลงลายมือชื่อหรือถอนบางเรื่องก่อน",
    "no-such-proposal": "ไม่มีข้อเสนอ {proposal} รออยู่",
    "proposal-signed": "ข้อเสนอนี้ลงลายมือชื่อแล้ว จึงถอนไม่ได้",
    "pkcs10-unreadable": "คำขอใบรับรองอ่านไม่ได้: {reason}",
    "pkcs10-key": "คำขอเป็นของกุญแจชนิดอื่นที่ไม่ใช่ P-256 สร้างกุญแจใหม่",
    "pkcs10-not-signed": "คำขอไม่ได้ลงลายมือชื่อด้วยกุญแจของตนเอง (SHA-256) สร้างกุญแจใหม่",
    "not-an-authority": "ใบรับรองของ {holder} ออกใบรับรองให้ผู้อื่นไม่ได้ ใช้แฟ้มกุญแจของผู้ออกใบรับรอง",
    "authority-not-valid": "ใบรับรองของผู้ออกใบรับรอง {holder} ใช้ได้ตั้งแต่ {not_before} ถึง {not_after} ไม่ใช่ขณะนี้ ต่ออายุก่อน",
    "certificate-not-of-request": "ใบรับรองของ {holder} ไม่ใช่ของกุญแจในคำขอที่ {request} นำใบที่ออกตามคำขอนั้นมา",
    "certificate-days": "ใบรับรองใช้ได้ ๑ ถึง {most} วัน ไม่ใช่ {days} วัน",
    "wrapped-key-form": "กุญแจที่ส่งมาไม่อยู่ในรูปที่หน้านี้ส่ง สร้างกุญแจใหม่",
    "not-own-key": "กุญแจนี้เป็นของเจ้าหน้าที่คนอื่น ไม่ใช่ของผู้ที่เข้าสู่ระบบ",
    "not-what-is-proposed": "สิ่งที่ลงลายมือชื่อไม่ตรงกับข้อเสนอ เปิดหน้านี้ใหม่",
    "request-issued": "คำขอที่ {request} ออกใบรับรองแล้ว ลบไม่ได้ แต่เพิกถอนกุญแจได้",
}
