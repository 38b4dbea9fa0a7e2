"""Refusals about posts, the power to sign for another, and absences; also why nothing tells of such a power."""

POWERS = {
    # one signature
    "post-not-recorded": "ไม่มีรายการใดบอกว่า {name} ดำรงตำแหน่ง {post}",
    "signatory-not-enrolled": "บอกไม่ได้ว่า {officer} ลงชื่อในหนังสือของทะเบียนนี้หรือไม่ เพราะไม่มีเจ้าหน้าที่รหัสนี้",
    "principal-not-named": "{name} ลงชื่อแทนผู้อื่นแต่ไม่ได้ระบุตำแหน่งเจ้าของหนังสือ ให้พิมพ์ไว้ใต้ลายมือชื่อ (ภาคผนวก ๓)",
    "unit-not-recorded": "{number} มอบอำนาจให้ {post} ของ {unit} แต่ไม่มีคำสั่งใดบอกว่า {name} ดำรงตำแหน่งนั้นที่นั่น",
    "matter-not-named": "{number} มอบอำนาจเฉพาะบางเรื่อง ({matters}) แต่หนังสือไม่ได้ระบุเรื่อง ให้ระบุ matter ในร่าง",
    "another-matter": "{number} ไม่ครอบคลุมเรื่อง {matter} ครอบคลุมเฉพาะ {matters}",
    "power-not-begun": "{number} ให้อำนาจของ {post} ตั้งแต่ {since} แต่ลงลายมือชื่อเมื่อ {on}",
    "power-expired": "{number} ให้อำนาจของ {post} ถึงก่อน {until} แต่ลงลายมือชื่อเมื่อ {on}",
    "power-ended": "อำนาจของ {post} ตาม {number} สิ้นสุดเมื่อ {since} โดย {by}",
    "nobody-absent": "{post} เคยมีผู้ไม่อยู่ แต่ไม่มีรายการไม่อยู่เมื่อ {on} ให้ลงชื่อในฐานะอื่น",
    "absence-not-recorded": "ไม่มีรายการว่า {post} ไม่อยู่ ให้บันทึกก่อนที่หน้าตราสารและการไม่อยู่ (saraban absence record)",
    "another-acts": "{number} ให้ผู้อื่นรักษาราชการแทน {post}",
    "several-deputies": "{post} มีรอง {count} คน และไม่มีคำสั่งว่าคนใดรักษาราชการแทน",
    "another-acting-word": "{number} ให้ {name} ลงชื่อแทน {post} ด้วยคำว่า {word} ไม่ใช่คำที่ใช้",
    "acts-for-another-post": "{number} ให้ {name} ลงชื่อแทน {post} ไม่ใช่ {principal}",
    "power-not-recorded": "ไม่มีรายการใดให้ {name} ลงชื่อแทน {principal}",
    # what an order says of posts
    "authority-not-shown": "คำสั่งเกี่ยวกับตำแหน่งต้องลงลายมือชื่อโดยผู้ที่มีอำนาจตามรายการ แต่อำนาจของ {name} ไม่มีรายการ",
    "delegates-anothers": "{name} มอบอำนาจของ {post} ({unit}) ไม่ได้ เพราะไม่ใช่ตำแหน่งที่ดำรงหรือรักษาราชการแทน",
    "appoints-himself": "{name} ลงลายมือชื่อหรือลงทะเบียนเรื่องนี้เอง จึงรับอำนาจของ {post} จากเรื่องนี้ไม่ได้ ต้องเป็นผู้อื่น",
    "word-needs-delegation": "{word} ต้องมีการมอบอำนาจของ {post} เป็นหนังสือ ให้ใช้ delegate แทน act-for",
    "nothing-to-end": "ไม่มีรายการของ {post} ({unit}) ให้สิ้นสุดเมื่อ {on}",
    # absences
    "absent-in-no-unit": "ไม่มีหน่วยงาน {unit} เมื่อ {on} ดูได้ที่หน้าโครงสร้าง (saraban structure)",
    "absence-for-himself": "{name} เป็นรองของ {post} และจะรักษาราชการแทนเอง ให้ธุรการคนอื่นบันทึก",
    "no-such-absence": "ไม่มีรายการไม่อยู่รหัส {absence}… ดูได้ที่หน้าตราสารและการไม่อยู่ (saraban absence list)",
    "absence-over": "รายการไม่อยู่ของ {post} สิ้นสุดไปแล้วเมื่อ {until}",
    "absence-and-holder": "ตำแหน่งว่างไม่มีผู้ดำรง ส่วนผู้ที่ไม่อยู่ต้องระบุชื่อ โปรดแก้รายการของ {post}",
    "absence-overlaps": "มีรายการว่า {post} ไม่อยู่ตั้งแต่ {since} แล้ว ให้บันทึกวันกลับของรายการนั้นก่อน",
    "which-holder": "มีผู้ดำรงตำแหน่ง {post} ของ {unit} ในเวลานั้น {count} คน โปรดระบุผู้ที่ไม่อยู่ด้วย --officer",
    "no-open-absence": "ไม่มีรายการไม่อยู่ที่เรียกว่า {named} ดูได้ที่หน้าตราสารและการไม่อยู่ (saraban absence list)",
    "which-absence": "มีรายการไม่อยู่ {count} รายการที่เรียกว่า {named} โปรดพิมพ์ต้นรหัส sha256:… ของรายการ",
    "post-is-held": "{post} ไม่ว่างเมื่อ {on} เพราะ {name} ดำรงตำแหน่งอยู่",
    "signatory-unknown": "{name} ไม่ได้เป็นเจ้าหน้าที่ที่ขึ้นทะเบียนที่นี่ ให้นายทะเบียนขึ้นทะเบียน หรือดูชื่ออีกครั้ง",
}
