"""Refusals of the map of newest states, which ends every checkpoint: what it says does not follow from the leaves."""

HEADS = {
    "leaf-mark": "ใบชนิด {type} ต้องมีเครื่องหมายของสายหรือกุญแจเมื่อชนิดของใบกำหนดไว้เท่านั้น",
    "heads-count": "{count} ไม่ใช่จำนวนรายการของแผนที่สถานะล่าสุด",
    "stream-not-begun-once": "เรื่องเริ่มด้วยการออกหรือการรับครั้งเดียว แต่รายการที่ {facts} เป็น {type}",
    "mark-of-another-kind": "ใบชนิด {type} มีเครื่องหมายของรายการชนิดอื่นในแผนที่สถานะล่าสุด",
    "number-not-next": "ให้เลข {number} ของชุด {series} แต่เลขถัดไปคือ {expected} มีเลขที่ข้ามไปหรือให้สองครั้ง",
    "number-not-reserved": "เลข {number} ของชุด {series} เป็น {state} โดยไม่ได้รอใช้อยู่ ไม่เคยให้ หรือใช้ไปแล้ว",
    "number-of-another-fact": "เลข {number} ของชุด {series} ออกให้ใบอื่น ไม่ใช่รายการที่อยู่ก่อนหน้า",
    "heads-differ": "แผนที่สถานะล่าสุดอ้าง {keys} รายการ ราก {found} แต่จากใบของบันทึกได้ {expected_keys} รายการ ราก {expected}",
    "heads-missing": "ตรงนี้ต้องมีรากของแผนที่สถานะล่าสุดปิดท้าย",
    "heads-damaged": "แผนที่สถานะล่าสุดที่เก็บไว้เสีย ให้ลบแฟ้ม heads.db ขณะไม่มีใครเขียน เปิดทะเบียนอีกครั้งแล้วจะสร้างใหม่จากใบของบันทึก",
    "heads-not-kept": "เครื่องเก็บแฟ้ม heads.db ไม่ได้: {why} ให้เพิ่มที่ว่างแล้วลองอีกครั้ง",
    "leaves-of-another-tree": "{size} ใบแรกไม่ใช่ใบที่ checkpoint ของขนาดนั้นครอบคลุม ให้เก็บไว้ทั้งคู่",
    "log-shorter-than-held": "checkpoint ที่เผยแพร่มี {size} ใบ แต่ฉบับที่ท่านถือมี {held} ใบ ให้เก็บไว้ทั้งคู่",
    "not-fetched": "อ่าน {where} ไม่ได้: {why} จึงบอกไม่ได้",
    "entry-malformed": "ไม่ใช่รายการของแผนที่สถานะล่าสุด",
    "not-in-the-map": "หลักฐานไม่แสดงสิ่งนี้ของแผนที่สถานะล่าสุด",
}
