"""Refusals of what comes in: mails, other registries' bundles, entries, and numbers on outage sheets."""

RECEIVING = {
    "registry-trusted-before": "เชื่อถือ {origin} อยู่แล้ว หากกุญแจเปลี่ยน ให้ย้าย {path} ออกก่อน",
    "leaf0-unfit": "แฮชของรายการแรกต้องเป็นเลขฐานสิบหก ๖๔ ตัว",
    "origin-unfit": "{origin} ใช้เป็นชื่อทะเบียนไม่ได้",
    "mail-too-large": "อีเมลมี {size} ไบต์ เกิน {largest} ไบต์ ให้บันทึกแฟ้มแนบแล้วนำเข้าแทน",
    "mail-broken": "อ่านอีเมลนี้ให้แน่ชัดไม่ได้ ({why}) ขอให้ผู้ส่งส่งมาใหม่",
    "not-a-mail": "แฟ้มนี้ไม่ใช่อีเมล ให้บันทึกจากโปรแกรมอีเมลเป็น .eml",
    "mail-within-mail": "มีอีเมลอีกฉบับซ้อนอยู่ ให้เปิดฉบับนั้น บันทึก แล้วนำเข้าเป็นฉบับของตนเอง",
    "no-such-arrival": "ไม่พบหนังสือเข้าที่รอลงทะเบียนนี้ อาจลงทะเบียนหรือลบไปแล้ว",
    "entry-too-long": "{what} ยาวเกิน {most} ตัวอักษร ให้ย่อ",
    "received-before": "เคยลงทะเบียนรับหนังสือของผู้ส่งนี้ เลขที่และวันที่เดียวกันแล้ว เลขรับ {number} โปรดดู และระบุหากส่งมาอีกครั้ง",
    "bundle-unreadable": "ไม่ใช่แฟ้มหลักฐานของหนังสือที่ครบถ้วน: {why}",
    "bundle-not-a-letter": "แฟ้มหลักฐานนี้เป็นของคำตอบ ให้นำแฟ้มหลักฐานของหนังสือมา",
    "no-such-sheet": "ไม่มีใบสำรองเลขที่ {sheet}",
    "number-not-on-sheet": "เลข {number} ไม่อยู่ในใบสำรองเลขที่ {sheet}",
    "text-missing": "ยังไม่ได้เขียนข้อความที่จะบันทึก",
    "no-such-received-file": "ไม่มีแฟ้มนี้ในหนังสือฉบับนี้",
    "not-returned": "หนังสือเลขรับ {number} ไม่ได้ส่งคืน",
}
