"""Refusals of files that are read, looked at and written."""

DOCUMENTS = {
    # opened in a process apart
    "document-hangs": "เปิดเอกสารนานเกิน {seconds} วินาที ให้พิมพ์เป็น PDF ใหม่ หรือขอแฟ้มอื่น",
    "document-too-heavy": "เอกสารใช้หน่วยความจำเกิน {megabytes} MB ให้พิมพ์เป็น PDF ใหม่ หรือขอแฟ้มอื่น",
    "document-broken": "เปิดเอกสารไม่ได้ ({why}) แฟ้มเสียหาย หรือทำขึ้นเพื่อก่อความเสียหาย ให้ขอแฟ้มใหม่",
    # doubts of the reader, each on its line
    "figures-guessed": "บรรทัดนี้อ่านจากภาพ ตัวเลขเชื่อไม่ได้ ให้พิมพ์จากต้นฉบับ",
    "day-contradicts-text": "วันที่ของเอกสารขัดกับวันที่อื่นในข้อความ ให้ดูว่าวันใดถูก",
    "weekday-contradicts-day": "ชื่อวันไม่ตรงกับวันที่ ให้ถามว่าหมายถึงวันใด",
    "name-garbled": "ชื่อผู้ลงชื่อไม่ครบวงเล็บ ให้เทียบกับต้นฉบับ",
    "number-open": "ยังไม่ได้ลงเลขที่ ทะเบียนจะออกให้",
}
