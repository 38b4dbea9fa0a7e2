"""Refusals of acts on units and on instruments."""

STRUCTURE = {
    # form of an act
    "act-field-missing": "การกระทำ {act} ยังไม่ได้ระบุ {field}",
    "act-field-odd": "การกระทำ {act} ไม่ใช้ {field} ให้ตัดออก",
    "time-not-thai": "เวลาของการกระทำ {act} ต้องเป็นเวลาประเทศไทยและเป็นวินาทีเต็ม",
    "before-buddhist-dates": "วันที่ {day} อยู่ก่อน {first} ซึ่งนับวันที่แบบ พ.ศ. ไม่ได้ ให้ใช้วันนั้นหรือหลังจากนั้น",
    "ends-before-it-begins": "เริ่ม {since} แต่สิ้นสุด {until} จึงไม่มีผลเลย โปรดแก้เวลาใดเวลาหนึ่ง",
    "unit-id-unreadable": "{text} เป็นรหัสถาวรไม่ได้ ใช้อักษรโรมันตัวเล็ก ตัวเลข ขีด และทับ เช่น dla/krabi/district",
    "unit-id-not-one-part": "{text} จะต่อท้ายรหัสถาวรหลายหน่วยงาน จึงต้องไม่มีเครื่องหมายทับ",
    "unit-twice-in-act": "การกระทำต่อ {unit} ระบุหน่วยงานซ้ำกัน ให้เหลือรายเดียว",
    "clause-spelling": "ข้อ {text} ต้องพิมพ์ว่า {spelling}",
    "name-of-lines": "ชื่อ {name} มีหลายบรรทัด ให้พิมพ์ในบรรทัดเดียว",
    "unit-code-spelling": "รหัส {text} ต้องพิมพ์ว่า {spelling}",
    # units
    "unit-never-established": "ไม่มีหน่วยงานรหัส {unit} ในทะเบียนนี้",
    "unit-not-there": "ไม่มีหน่วยงาน {unit} ในเวลา {at} ดู {by}",
    "unit-established-before": "{unit} จัดตั้งแล้วตาม {by} รหัสถาวรให้ครั้งเดียว โปรดใช้รหัสอื่น หรือยกเลิกคำสั่งนั้นตั้งแต่ต้น",
    "unit-established-twice": "{unit} จะถูกจัดตั้งซ้ำ ทั้งตาม {first} และตาม {by}",
    "set-empty": "ไม่มีหน่วยงานชนิด {every} ภายใต้ {under} ในเวลา {at}",
    "has-living-children": "{unit} สิ้นสุด {at} ไม่ได้ ยังมี {count} หน่วยงานภายใต้ ({children}) ตาม {by} ให้ย้ายหรือยุบก่อน",
    "parent-not-there": "{unit} จะอยู่ภายใต้ {parent} ในเวลา {at} แต่เวลานั้นไม่มี {parent} ดู {by}",
    "under-itself": "{unit} จะอยู่ภายใต้ตัวเองในเวลา {at} เพราะ {child} อยู่ภายใต้ตาม {by}",
    "name-taken": "ชื่อ {name} เป็นของ {unit} ในเวลา {at} ตาม {by} หน่วยงานภายใต้หน่วยเดียวกันชื่อซ้ำกันไม่ได้",
    # codes
    "code-not-next": "หน่วยงานใหม่ใช้รหัสถัดไป คือ {expected} ไม่ใช่ {code}",
    "code-borne": "รหัส {code} เป็นของ {name} ในเวลา {at} ตาม {by} ให้ {other} ใช้รหัสอื่น",
    "code-left-vacant": "รหัส {code} เป็นของ {name} ตาม {by} จนถึง {until} และต้องปล่อยว่างจนกว่าจะวางรหัสใหม่ ให้ใช้รหัสถัดไป",
    "no-codes-below": "{code} ไม่ใช่รหัสกรม (เลข ๒ ตัว) หรือกอง (เลข ๔ ตัว) จึงไม่มีรหัสถัดไปภายใต้",
    "no-code-to-follow": "{unit} ใช้รหัสถัดไปไม่ได้ เพราะหน่วยงานต้นสังกัด ({parent}) ไม่มีรหัส โปรดระบุรหัสเอง",
    "codes-used-up": "รหัสภายใต้ {code} ใช้ครบ {most} เลขแล้ว",
    # instruments
    "instrument-unknown": "ไม่พบคำสั่งหรือตราสาร {number} ในทะเบียนนี้",
    "another-instrument": "ตราสารที่อ้างคือ {known} ไม่ใช่ {number}",
    "instrument-ended": "{number} ถูกยกเลิกหรือแทนที่แล้วตาม {by} ตั้งแต่ {since} ให้แก้ไข {by} แทน",
    "clause-ended": "{clause} ของ {number} ถูกยกเลิกหรือแทนที่แล้วตาม {by} ตั้งแต่ {since} ให้แก้ไข {by} แทน",
    "clause-there": "{number} มี {clause} อยู่แล้วตาม {by} ให้ใช้วิธีแทนที่ข้อความ",
    "not-an-order": "เฉพาะคำสั่งเท่านั้นที่เปลี่ยนโครงสร้างได้ นี่คือ {kind}",
    "order-with-acts": "{number} เปลี่ยนโครงสร้าง ให้ออกคำสั่งที่ยกเลิกคำสั่งนี้",
    # recorded instruments
    "instrument-without-acts": "{title} ไม่เปลี่ยนโครงสร้าง โปรดระบุว่าทำอะไร",
    "instrument-not-pending": "ไม่มีตราสาร {digest}… ที่รอการยืนยัน ดูรายการที่หน้าข้อเสนอ (saraban instrument list)",
    "instrument-proposed": "{title} เป็นเพียงข้อเสนอ ยังไม่มีผลใช้บังคับ ให้บันทึกตราสารจริงเมื่อมีผลแล้ว",
    "which-instrument": "มีตราสาร {count} ฉบับที่เรียกว่า {named} โปรดระบุด้วย sha256:… ({candidates})",
    "no-instrument-waiting": "ไม่มีตราสาร {named} ที่รอการยืนยัน ดูรายการที่หน้าข้อเสนอ (saraban instrument list)",
    "second-registrar-needed": "{name} เป็นผู้บันทึก {title} ต้องให้นายทะเบียนอีกคนยืนยัน",
    # questions
    "unit-unknown": "ไม่มีหน่วยงานใดเรียกว่า {typed} ตามที่รู้ถึงตำแหน่ง {position} ค้นได้ที่หน้าโครงสร้าง (saraban structure)",
    "unit-ambiguous": "{typed} หมายถึงหน่วยงานได้ {count} หน่วย ให้ระบุด้วยรหัสถาวร: {candidates}",
    "points-twice": "--diff ระบุทั้งสองจุดแล้ว ให้ตัด --on และ --known-at ออก",
}
