"""Refusals of files that are read, looked at and written."""

DOCUMENTS = {
    # opened in a process apart
    "document-hangs": "เปิดเอกสารนานเกิน {seconds} วินาที ให้พิมพ์เป็น PDF ใหม่ หรือขอแฟ้มอื่น",
    "document-too-heavy": "เอกสารใช้หน่วยความจำเกิน {megabytes} MB ให้พิมพ์เป็น PDF ใหม่ หรือขอแฟ้มอื่น",
    "document-broken": "เปิดเอกสารไม่ได้ ({why}) แฟ้มเสียหาย หรือทำขึ้นเพื่อก่อความเสียหาย ให้ขอแฟ้มใหม่",
}
