"""What the public page about one letter says: seven headlines, a sentence for each check and why it matters."""

from typing import NamedTuple

from api.texts.text import Text
from registry.verdicts.headline import Headline
from registry.verdicts.letter import Became
from registry.verify.verdicts import Layer, Verdict

HEADLINES: dict[Headline, Text] = {
    Headline.GENUINE: Text(
        "หนังสือนี้อยู่ในทะเบียน และข้อความตรงกับที่ลงลายมือชื่อ",
        "This letter is in the register, and its text is what was signed",
    ),
    Headline.SUPERSEDED: Text(
        "เป็นหนังสือจริง แต่ถูกยกเลิกหรือแก้ไขแล้ว", "A real letter, but it was cancelled or changed since"
    ),
    Headline.UNPROVEN: Text("เนื้อหาไม่ถูกแก้ไข แต่ยังยืนยันผู้ลงชื่อไม่ได้", "Nothing was changed, but who signed is not proved"),
    Headline.COPY: Text(
        "แฟ้มของท่านไม่เหมือนฉบับที่ลงทะเบียนทุกไบต์ ให้ดูต้นฉบับ",
        "Your file is not the registered one byte by byte: look at the original",
    ),
    Headline.DIFFERS: Text("ไม่ตรงกับทะเบียน อย่าใช้อ้างอิง", "Does not agree with the register: do not rely on it"),
    Headline.UNKNOWN: Text("ไม่พบเลขนี้ในทะเบียน", "This code is not in the register"),
    Headline.UNFINISHED: Text("ยังตรวจไม่เสร็จ", "Not fully checked yet"),
}

ICONS: dict[Headline, str] = {
    Headline.GENUINE: "✓",
    Headline.SUPERSEDED: "!",
    Headline.UNPROVEN: "!",
    Headline.COPY: "!",
    Headline.DIFFERS: "✕",
    Headline.UNKNOWN: "?",
    Headline.UNFINISHED: "…",
}
"""Beside the words and the colour, never instead of them."""

TONES: dict[Headline, str] = {
    Headline.GENUINE: "good",
    Headline.SUPERSEDED: "warn",
    Headline.UNPROVEN: "warn",
    Headline.COPY: "warn",
    Headline.DIFFERS: "bad",
    Headline.UNKNOWN: "quiet",
    Headline.UNFINISHED: "quiet",
}

BECAME: dict[Became, Text] = {
    Became.CANCELLED: Text("ยกเลิกแล้วโดย", "Cancelled by"),
    Became.SUPERSEDED: Text("มีฉบับอื่นใช้แทนแล้ว คือ", "Superseded by"),
    Became.REPEALED: Text("ถูกยกเลิกโดยคำสั่ง", "Repealed by order"),
    Became.AMENDED: Text("แก้ไขเพิ่มเติมโดยคำสั่ง", "Amended by order"),
}

MARKS: dict[Verdict, tuple[str, Text]] = {
    Verdict.VALID: ("✓", Text("ผ่าน", "passed")),
    Verdict.INVALID: ("✕", Text("ไม่ผ่าน", "failed")),
    Verdict.DISPUTED: ("!", Text("มีข้อโต้แย้ง", "disputed")),
    Verdict.CANNOT_TELL: ("!", Text("บอกไม่ได้", "cannot tell")),
}
VERDICT_TONES: dict[Verdict, str] = {
    Verdict.VALID: "good",
    Verdict.INVALID: "bad",
    Verdict.DISPUTED: "warn",
    Verdict.CANNOT_TELL: "warn",
}


class Check(NamedTuple):
    """One check as people read it."""

    name: Text
    passed: Text
    failed: Text
    """Of every verdict but *valid*."""
    why: Text
    """Why it is checked, and what would help where it is not passed."""


CHECKS: dict[Layer, Check] = {
    Layer.CONTAINER: Check(
        Text("แฟ้มหลักฐาน", "Evidence"),
        Text("หลักฐานของหนังสือครบทุกส่วน", "The evidence is whole."),
        Text("หลักฐานของหนังสือไม่ครบหรือมีส่วนแปลกปลอม", "The evidence is not whole, or has something foreign in it."),
        Text(
            "ทุกข้อด้านล่างอ่านจากแฟ้มหลักฐานนี้ ถ้ามีส่วนใดหายหรือถูกสลับ ข้ออื่นย่อมเชื่อไม่ได้ ถ้าไม่ผ่าน ให้แจ้งเจ้าหน้าที่สารบรรณ",
            "Everything below is read from it; if a part is missing or exchanged, nothing else holds. If it failed, "
            "tell the registry clerks.",
        ),
    ),
    Layer.FILES: Check(
        Text("แฟ้มหนังสือ", "The file"),
        Text(
            "แฟ้มหนังสือเป็นแฟ้มเดียวกับที่ลงลายมือชื่อ ทุกไบต์",
            "The file is the one that was signed, every byte of it.",
        ),
        Text("แฟ้มหนังสือไม่ใช่แฟ้มที่ลงลายมือชื่อ", "The file is not the one that was signed."),
        Text(
            "แก้เพียงตัวอักษรเดียว ค่าแฮชก็เปลี่ยน จึงรู้ได้ว่าแฟ้มถูกแก้หรือไม่ ถ้าไม่ผ่าน ขอต้นฉบับใหม่จากสำนักงาน",
            "One changed letter changes the digest. If it failed, ask the office for the original.",
        ),
    ),
    Layer.AUTHORITY: Check(
        Text("กุญแจของผู้ลงชื่อ", "The signer's key"),
        Text("เจ้าหน้าที่สองคนรับรองว่ากุญแจเป็นของผู้ลงชื่อ", "Two officers vouched that the key is the signer's."),
        Text("ยังแสดงไม่ได้ว่ากุญแจเป็นของผู้ลงชื่อ", "It is not shown whose key it is."),
        Text(
            "ใครก็สร้างกุญแจได้ แต่กุญแจจะนับก็ต่อเมื่อเจ้าหน้าที่สองคนลงทะเบียนไว้ ถ้าไม่ผ่าน ให้ถามสำนักงานว่าใครลงชื่อ",
            "Anybody can make a key; it counts once two officers have enrolled it. If it failed, ask "
            "the office who signed.",
        ),
    ),
    Layer.PERSON: Check(
        Text("ลายมือชื่อ", "The signature"),
        Text(
            "ผู้ลงชื่อลงลายมือชื่อในข้อความนี้จริง และมีตำแหน่งหรืออำนาจในวันนั้น",
            "The signer signed exactly this, and held the post or the power on that day.",
        ),
        Text("ยังยืนยันลายมือชื่อหรืออำนาจของผู้ลงชื่อไม่ได้", "The signature, or the signer's power, is not proved."),
        Text(
            "ชื่อใต้ลายมือชื่อพิมพ์เป็นใครก็ได้ กุญแจของผู้นั้นเท่านั้นที่ลงลายมือชื่อได้ ถ้าลงลายมือชื่อบนกระดาษ ต้องดูกระดาษต้นฉบับ",
            "Any name can be typed below a signature; only that person's key can sign. Of a letter signed on paper, "
            "look at the paper.",
        ),
    ),
    Layer.DOCUMENT: Check(
        Text("ลายมือชื่อในแฟ้ม PDF", "The signature in the PDF"),
        Text(
            "ในแฟ้ม PDF มีลายมือชื่อของคนเดียวกัน ด้วยกุญแจเดียวกัน", "The PDF bears the same person's signature, by the same key."
        ),
        Text("ในแฟ้ม PDF ไม่มีลายมือชื่อที่ตรงกัน", "The PDF does not bear that signature."),
        Text(
            "ผู้ลงชื่อจึงเป็นผู้กำหนดแฟ้มนี้เอง ทะเบียนเปลี่ยนแฟ้มให้เป็นอย่างอื่นไม่ได้",
            "So the signer chose this file; the register cannot exchange it.",
        ),
    ),
    Layer.HISTORY: Check(
        Text("ประวัติ", "The history"),
        Text(
            "หนังสืออยู่ในประวัติของทะเบียน ซึ่งเพิ่มได้อย่างเดียว และลงลายมือชื่อกำกับไว้",
            "The letter stands in the register's history, which only grows and is signed.",
        ),
        Text(
            "ยังแสดงไม่ได้ว่าหนังสืออยู่ในประวัติของทะเบียน",
            "It is not shown that the letter stands in the history.",
        ),
        Text(
            "เพื่อไม่ให้ใครแทรกหนังสือย้อนหลังหรือเปลี่ยนเลข ถ้าไม่ผ่าน ให้เก็บหน้านี้ไว้และแจ้งสำนักงาน",
            "So that nobody slips a letter in afterwards or changes a number. If it failed, keep this "
            "page and tell the office.",
        ),
    ),
    Layer.STANDING: Check(
        Text("สถานะ", "Where it stands"),
        Text(
            "ยังไม่ถูกยกเลิกหรือแทนที่ เท่าที่ทะเบียนบันทึกไว้",
            "Not cancelled or superseded, as far as the register has it.",
        ),
        Text("ถูกยกเลิก แทนที่ หรือยังบอกสถานะไม่ได้", "Cancelled, superseded, or its standing cannot be told."),
        Text(
            "หนังสือจริงอาจเลิกใช้แล้ว ถ้าถูกยกเลิกหรือแทนที่ ให้ใช้ฉบับที่ระบุไว้ด้านบน",
            "A real letter may be in force no longer. If so, go by the one that is named above.",
        ),
    ),
    Layer.TIME: Check(
        Text("เวลา", "The time"),
        Text("มีผู้อื่นนอกจากสำนักงานรับรองเวลา", "Others than the office vouch for the time."),
        Text(
            "เวลาเป็นคำของสำนักงานเอง ยังไม่มีผู้อื่นรับรอง",
            "The time is the office's own word; nobody else vouches for it.",
        ),
        Text("จึงไม่นับในผลด้านบน", "So it does not count above."),
    ),
}

NOT_PROVED: tuple[Text, ...] = (
    Text("เนื้อหาในหนังสือเป็นความจริง", "that what the letter says is true"),
    Text(
        "กระดาษในมือท่านพิมพ์จากหนังสือนี้ เพราะ QR คัดลอกไปติดกระดาษอื่นได้",
        "that the paper in your hand is this letter: a QR code can be copied onto another",
    ),
    Text("หนังสือนี้ส่งถึงท่าน", "that the letter is for you"),
    Text("สิ่งที่เกิดหลังเวลาที่ตรวจ", "what happened after the time of this check"),
)

RECORDED_ONLY = Text(
    "หนังสือนี้บันทึกในทะเบียนแล้ว แต่ยังไม่เข้าประวัติที่ลงลายมือชื่อ จึงยังไม่มีหลักฐานให้ตรวจ โดยปกติใช้เวลาไม่เกินหนึ่งนาที แล้วเปิดหน้านี้ใหม่",
    "The letter is recorded, and not yet in the signed history, so there is no evidence to check. It takes a minute "
    "as a rule: open this page again.",
)
KEY_WITHDRAWN = Text(
    "กุญแจของผู้ลงชื่อถูกถอนภายหลัง โดยแจ้งว่าตั้งแต่ก่อนลงลายมือชื่อ ให้ถามสำนักงานว่าใครลงชื่อ",
    "The signer's key was withdrawn later, as of a time before the signature: ask the office who signed.",
)
