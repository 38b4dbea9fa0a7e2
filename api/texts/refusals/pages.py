"""What the pages refuse: who asks, and how."""

PAGES: dict[str, str] = {
    "account-exists": "มีบัญชี {account} อยู่แล้ว",
    "no-such-account": "ไม่มีบัญชี {account}",
    "account-no-officer": "บัญชี {account} ไม่ได้ผูกกับเจ้าหน้าที่ที่ลงทะเบียนไว้ ให้ผู้ดูแลระบบผูกบัญชีก่อน",
    "not-signed-in": "เข้าสู่ระบบก่อน",
    "not-yours": "บัญชีของท่านเปิดหน้านี้ไม่ได้",
    "from-elsewhere": "คำขอนี้ส่งมาจากหน้าของเว็บอื่น ให้เปิดหน้านี้จากระบบแล้วส่งใหม่",
    "unknown-parameter": "หน้านี้ไม่มีตัวเลือก {parameter}",
    "wrong-sign-in": "บัญชีหรือวลีรหัสผ่านไม่ถูกต้อง พิมพ์ใหม่ทั้งสองช่อง",
    "bad-address": "{address} ไม่ใช่ที่อยู่ของเว็บ เขียนแบบ https://registry.example.go.th โดยไม่มีเส้นทางต่อท้าย",
    "papers-damaged": "ใช้ไฟล์ {file} ไม่ได้: {why} ให้เพิ่มที่ว่าง หรือนำไฟล์จากชุดสำรองกลับมา",
}
