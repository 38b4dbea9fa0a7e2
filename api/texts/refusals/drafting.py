"""Refusals of drafts as working papers, and of what waits for a signature."""

DRAFTING = {
    "no-such-draft": "ไม่พบร่าง {draft} อาจถูกลบไปแล้ว",
    "no-such-draft-file": "ร่าง {draft} ไม่มีแฟ้ม {file}",
    "draft-at-another-stage": "ร่าง {draft} อยู่ในสถานะ “{stage}” จึงทำรายการนี้ไม่ได้",
    "draft-saved-meanwhile": "{by} บันทึกร่าง {draft} ไปแล้วเมื่อ {at} โปรดเปิดใหม่แล้วเติมส่วนที่ขาด",
    "draft-being-signed": "กำลังลงลายมือชื่อร่าง {draft} อยู่ โปรดรอสักครู่",
    "draft-files-too-many": "มีแฟ้ม {count} แฟ้ม ร่างหนึ่งฉบับมีได้ไม่เกิน {most} แฟ้ม",
    "draft-waits-for-another": "ร่าง {draft} รอลายมือชื่อของ {officer} ไม่ใช่ของ {key}",
    "class-above-clearance": "ร่างนี้อยู่ในชั้น {secrecy} ซึ่งบัญชีของท่านไม่มีสิทธิ์ ให้ผู้มีสิทธิ์เป็นผู้ร่าง",
    "form-unreadable": "อ่านแบบฟอร์มที่ส่งมาไม่ได้: {why} โปรดเปิดหน้าใหม่แล้วกรอกอีกครั้ง",
    "one-file-at-a-time": "ส่งมา {count} แฟ้มพร้อมกัน โปรดเริ่มจากตัวหนังสือแฟ้มเดียว แล้วแนบแฟ้มอื่นในร่าง",
    "scan-without-pages": "{name} ไม่ใช่ภาพสแกนของกระดาษ ให้ส่งเป็น PDF, PNG, JPEG หรือ TIFF",
    "no-file-chosen": "ยังไม่ได้เลือกแฟ้ม โปรดเลือกแฟ้ม หรือเริ่มจากแบบฟอร์มเปล่า",
    "quantity-not-a-number": "จำนวน {text} ไม่ใช่จำนวนเต็มตั้งแต่ ๑ ถึง ๙๙๙๙ โปรดพิมพ์ใหม่",
    "pasted-label-unknown": "บรรทัด {line} ไม่มีส่วนชื่อ {label} ให้ใช้ชื่อส่วนตามแบบฟอร์ม",
    "capacity-not-offered": "ผู้ลงชื่อที่เลือกลงชื่อในฐานะนั้นไม่ได้ในวันนี้ โปรดเลือกใหม่",
    "draft-has-number": "ร่าง {draft} จองเลข {number} ไว้ ให้ยกเลิกเลขนั้นก่อน",
    "draft-has-no-number": "ร่าง {draft} ยังไม่ได้จองเลข",
    "signatory-not-chosen": "ยังไม่ได้เลือกผู้ลงชื่อ โปรดเลือก",
    "not-a-clerk": "{name} ขึ้นทะเบียนไว้ แต่ไม่ใช่เจ้าหน้าที่สารบรรณ",
    # signing on a page
    "no-such-signing": "ไม่มีหนังสือนี้ที่เปิดไว้ลงลายมือชื่อ ให้เปิดร่างใหม่",
    "no-such-signing-key": "ไม่มีกุญแจนี้ของท่านเก็บไว้ที่นี่ ให้เปิดหน้านี้ใหม่",
    "look-over": "หมดเวลาลงลายมือชื่อในฉบับที่เปิดดู ให้เปิดดูหนังสือใหม่",
    "signed-before": "หนังสือนี้ลงลายมือชื่อแล้ว ดูที่ใบยืนยัน",
    "draft-changed-since-look": "ร่าง {draft} ถูกแก้หลังจากที่ท่านเปิดดู ให้เปิดใหม่",
    "signed-with-its-scan": "ร่าง {draft} เป็นหนังสือบนกระดาษ ให้ลงที่บรรทัดคำสั่งด้วย saraban sign",
    "not-admitted": "หนังสือนี้ยังไม่อยู่ในทะเบียน ให้เปิดดูใหม่",
    "not-seen-yet": "เลือกได้คราวละไม่เกิน {most} ฉบับ และต้องเป็นฉบับที่เปิดหน้าตรวจแล้วตามที่เป็นอยู่",
}
"""Slug to sentence."""
