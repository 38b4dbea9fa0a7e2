"""Refusals of what is asked of the registers, and of what is typed into them."""

REGISTERS = {
    "no-such-register": "ไม่มีทะเบียนชื่อ {name}",
    "no-such-choice": "ไม่มีตัวเลือก {typed} ให้เลือกจากรายการ",
    "running-number-typed": "{text} ไม่ใช่เลขทะเบียน ให้พิมพ์เช่น ๒๗๑",
    "upload-not-kept": "ไม่มีแฟ้มที่ดูไว้เก็บอยู่แล้ว ให้เลือกแฟ้มใหม่อีกครั้ง",
    "no-such-file": "หนังสือนี้ไม่มีแฟ้มดังกล่าว ให้เปิดหน้าใหม่",
    "faults-not-accepted": "แฟ้มมีข้อผิดพลาด ให้แก้แฟ้ม หรือเลือกบันทึกตามที่เขียนไว้เดิม",
    "cell-empty": "ช่องนี้ต้องกรอก หนังสือรับทุกฉบับต้องมี",
    "cell-overlong": "ช่องนี้ยาว {length} ตัวอักษร เกิน {most} ให้แนบเป็นแฟ้มแทน",
    "sample-seed": "seed มีอักษร a-z ตัวเลข และขีด รวม ๑ ถึง ๖๔ ตัว ให้พิมพ์ใหม่",
    "sample-size": "สุ่มได้คราวละ 1 ถึง {most} เลข ไม่ใช่ {size}",
    "position-not-reached": "บันทึกยังไม่ถึงตำแหน่ง {position} ตำแหน่งใหม่สุดคือ {newest}",
    "query-too-short": "ตัวอักษรเดียวพบมากเกินไป ให้พิมพ์อย่างน้อย ๒ ตัว",
}
