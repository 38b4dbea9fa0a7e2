"""Refusals of what is asked of the registers, and of what is typed into them."""

REGISTERS = {
    "no-such-register": "ไม่มีทะเบียนชื่อ {name}",
    "no-such-choice": "ไม่มีตัวเลือก {typed} ให้เลือกจากรายการ",
    "running-number-typed": "{text} ไม่ใช่เลขทะเบียน ให้พิมพ์เช่น ๒๗๑",
    "query-too-short": "ตัวอักษรเดียวพบมากเกินไป ให้พิมพ์อย่างน้อย ๒ ตัว",
}
