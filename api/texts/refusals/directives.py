"""Refusals of what letters ask for: who performed it, by when, and the office's own calendar."""

DIRECTIVES = {
    "no-such-directive": "{number} ไม่มีข้อ {no} หนังสือฉบับนี้ให้ดำเนินการ {count} ข้อ",
    "returned-before": "{addressee} ส่งคืน {number} แล้ว จึงไม่มีผลการดำเนินการให้บันทึก",
    "asks-for-nothing": "{number} ไม่ได้ให้ดำเนินการสิ่งใด",
    "which-directive": "{number} ให้ดำเนินการ {count} ข้อ โปรดระบุข้อด้วย --no",
    "report-and-receipt": "รายงานผลไม่ใช่การแจ้งตอบรับหรือส่งคืน ให้ตัดตัวเลือกของการตอบรับและส่งคืนออก",
    "performer-missing": "ต้องระบุว่าส่งต่อให้หน่วยใดดำเนินการ (ข้อ 32)",
    "nothing-shows-it-open": "การเปิดเรื่องใหม่ระบุได้แต่เหตุผล ไม่มีหน่วยที่รับหรือหลักฐาน",
    "directive-not-done": "ข้อ {no} ของ {addressee} ยังไม่ได้บันทึกว่าดำเนินการแล้ว จึงไม่มีสิ่งใดให้เปิดใหม่",
    "directive-done-before": "ข้อ {no} ของ {addressee} บันทึกว่าดำเนินการแล้ว "
    "ถ้ายังไม่เสร็จให้เปิดใหม่ที่หน้าผลการดำเนินการของหนังสือ (saraban directive reopen)",
    "evidence-of-itself": "{number} คือหนังสือที่สั่งการเอง ให้ระบุหนังสือหรือคำสั่งที่แสดงว่าดำเนินการแล้ว",
    "evidence-number-differs": "ทะเบียนมีหลักฐานเลขที่ {number} ไม่ใช่ {noted}",
    "deadline-differs": "ทะเบียนมีกำหนดของข้อ {no} ใน {number} เป็น {held} ไม่ใช่ {old} โปรดดูอีกครั้ง",
    "deadline-same": "ข้อ {no} มีกำหนด {held} อยู่แล้ว",
    "deadline-before-letter": "กำหนดใหม่ {new} อยู่ก่อน {number} ซึ่งลงวันที่ {dated} โปรดพิมพ์ใหม่",
    "working-days-out-of-range": "{count} วันทำการ นับไม่ได้ ระบุได้ ๑ ถึง {most} หรือพิมพ์วันที่",
    "time-without-zone": "เวลา {at} ไม่บอกเขตเวลา ให้เติม +07:00",
}
