"""Refusals of the map of newest states, which ends every checkpoint: what it says does not follow from the leaves."""

HEADS = {
    "leaf-mark": "ใบชนิด {type} ต้องมีเครื่องหมายของสายหรือกุญแจเมื่อชนิดของใบกำหนดไว้เท่านั้น",
    "heads-count": "{count} ไม่ใช่จำนวนรายการของแผนที่สถานะล่าสุด",
    "stream-not-begun-once": "เรื่องเริ่มด้วยการออกหรือการรับครั้งเดียว แต่รายการที่ {facts} เป็น {type}",
    "entry-malformed": "ไม่ใช่รายการของแผนที่สถานะล่าสุด",
    "not-in-the-map": "หลักฐานไม่แสดงสิ่งนี้ของแผนที่สถานะล่าสุด",
}
