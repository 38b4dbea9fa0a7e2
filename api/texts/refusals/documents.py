"""Refusals of files that are read, looked at and written."""

DOCUMENTS = {
    # opened in a process apart
    "document-hangs": "เปิดเอกสารนานเกิน {seconds} วินาที ให้พิมพ์เป็น PDF ใหม่ หรือขอแฟ้มอื่น",
    "document-too-heavy": "เอกสารใช้หน่วยความจำเกิน {megabytes} MB ให้พิมพ์เป็น PDF ใหม่ หรือขอแฟ้มอื่น",
    "document-broken": "เปิดเอกสารไม่ได้ ({why}) แฟ้มเสียหาย หรือทำขึ้นเพื่อก่อความเสียหาย ให้ขอแฟ้มใหม่",
    "document-locked": "PDF นี้ใส่รหัสผ่านไว้ ให้ขอแฟ้มที่ใครก็เปิดได้",
    "document-too-long": "PDF มี {pages} หน้า เกิน {most} หน้า ให้ส่งเฉพาะตัวหนังสือ",
    "document-format-not-read": "แฟ้มชนิดนี้ยังอ่านไม่ได้ ให้บันทึกเป็น DOCX หรือ PDF",
    "ocr-missing": "เครื่องนี้ยังอ่านภาพสแกนไม่ได้ ให้ติดตั้ง {packages} หรือพิมพ์เอง",
    "ocr-failed": "อ่านตัวอักษรในภาพไม่ได้ ให้สแกนใหม่ที่ 300 dpi หรือพิมพ์เอง",
    "pictures-not-drawn": "วาดหน้า {first}–{last} กว้าง {width} จุดไม่ได้ ขอได้ไม่เกิน {most} หน้า กว้างไม่เกิน {widest} จุด",
    "nothing-to-draw": "วาดได้เฉพาะหน้าของ PDF และภาพ ให้บันทึกเป็น PDF หรือเปิดหน้าดูตัวอย่างของร่าง (saraban write)",
    "no-such-page": "เอกสารมี {pages} หน้า ไม่มีหน้า {page}",
    # doubts about a file
    "name-says-otherwise": "{name} ลงท้ายว่า {ending} แต่เนื้อแฟ้มเป็น {format} ให้ดูว่าใช่แฟ้มที่ต้องการหรือไม่",
    "text-hidden": "หน้า {page} มีข้อความที่มองไม่เห็น ซึ่งไม่ได้อ่าน ให้ถามผู้ทำแฟ้ม",
    "pages-without-text": "หน้าที่ไม่มีตัวอักษรไม่ได้อ่าน ({pages}) ให้เปิดดู",
    "pages-unread": "{count} หน้าสุดท้ายไม่ได้อ่าน ให้เปิดดู",
    "scan-not-read": "อ่านข้อความในภาพเป็นหนังสือไม่ได้ ให้พิมพ์เอง",
    "carried-unreadable": "ข้อมูลที่แนบในแฟ้มไม่ใช่ที่ทะเบียนนี้เขียน จึงอ่านจากหน้ากระดาษอย่างเดียว",
    "carried-differs": "ข้อมูลที่แนบในแฟ้มว่า {text} แต่หน้ากระดาษไม่มี ให้เชื่อหน้ากระดาษ และถามผู้ทำแฟ้ม",
    # doubts of the reader, each on its line
    "readings-differ": "บรรทัด {line} สองโปรแกรมอ่านไม่ตรงกัน: {text} กับ {other} ให้ดูต้นฉบับ",
    "figures-guessed": "บรรทัดนี้อ่านจากภาพ ตัวเลขเชื่อไม่ได้ ให้พิมพ์จากต้นฉบับ",
    "day-contradicts-text": "วันที่ของเอกสารขัดกับวันที่อื่นในข้อความ ให้ดูว่าวันใดถูก",
    "weekday-contradicts-day": "ชื่อวันไม่ตรงกับวันที่ ให้ถามว่าหมายถึงวันใด",
    "name-garbled": "ชื่อผู้ลงชื่อไม่ครบวงเล็บ ให้เทียบกับต้นฉบับ",
    "kind-of-law": "กฎหมายชนิดนี้ไม่ใช่หนังสือตามข้อ ๑๐ จึงอ่านอย่างระเบียบ",
    "number-open": "ยังไม่ได้ลงเลขที่ ทะเบียนจะออกให้",
    "citation-guessed": "เลข {number} อ่านจากภาพ ให้เทียบกับต้นฉบับ",
    # what the register holds against a letter
    "cited-of-another-day": "อ้าง {number} วันที่ {dated} แต่ในทะเบียนลงวันที่ {known_dated} (เรื่อง {subject}) ให้ดูว่าวันใดถูก",
    "cited-with-another-number": "ทะเบียนไม่มี {number} วันที่ {dated} วันนั้นมี {known} (เรื่อง {subject}) ให้ดูว่าหมายถึงฉบับนี้หรือไม่",
    "cited-of-another-office": "อ้าง {number} วันที่ {dated} แต่เลขนี้ของวันนั้นคือ {known} (เรื่อง {subject}) ให้ดูว่าของหน่วยงานใด",
    # written
    "subject-too-long": "ชื่อเรื่องยาว {length} ตัวอักษร เกิน {most} ให้เขียนให้สั้นลง",
    "text-too-long": "ข้อความยาว {characters} ตัวอักษร {paragraphs} ย่อหน้า เกิน {longest} หรือ {most} ให้แยกเป็นสิ่งที่ส่งมาด้วย",
    "glyph-missing": "แบบตัวอักษรไม่มี {characters} ให้พิมพ์เป็นตัวอักษรอื่น",
    "fields-too-large": "หนังสือยาวเกินไป: ข้อมูลมี {size} ไบต์ เกิน {largest} ไบต์ ให้ตัดข้อความ หรือแยกเป็นสิ่งที่ส่งมาด้วย",
    "fields-wrong": "ข้อมูลที่แนบในแฟ้มผิดรูป: {why}",
    "fields-not-its-own": "ข้อมูลที่แนบในแฟ้มมีส่วนที่หนังสือไม่มี",
    "emblem-unfit": "ใช้เป็นตราหัวหนังสือไม่ได้ ต้องเป็น SVG ที่มีแต่เส้นและรูป ไม่มีตัวอักษร ภาพ หรือสิ่งที่ชี้ไปที่อื่น ({why})",
    "address-unfit": "{address} ใช้เป็นที่อยู่ในคิวอาร์โค้ดไม่ได้ พิมพ์เช่น {example} ตัวเล็กทั้งหมด และลงท้ายด้วย /",
    "address-of-another": "{host} ไม่อยู่ใน {domain} ซึ่งเป็นโดเมนของทะเบียนนี้ ผู้สแกนต้องมาถึงหน่วยงานที่ออกหนังสือ",
}
