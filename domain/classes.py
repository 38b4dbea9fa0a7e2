"""The closed lists of the work: classes, kinds, acting words, salutations, ways of sending."""

import re
from dataclasses import dataclass

from domain.labelled import Labelled
from domain.thai.text import normalise


class SpeedClass(Labelled):
    """ชั้นความเร็ว. How soon the addressee must act (ข้อ 28).

    ด่วนภายใน with a day and hour is a deadline of its own, not a class.
    """

    NORMAL = "normal", "ปกติ", "ordinary"
    URGENT = "urgent", "ด่วน", "urgent"
    VERY_URGENT = "very_urgent", "ด่วนมาก", "very urgent"
    MOST_URGENT = "most_urgent", "ด่วนที่สุด", "most urgent"


class SecrecyClass(Labelled):
    """ชั้นความลับ. Rules on official secrets 2544, to which ข้อ 5 defers."""

    NONE = "none", "ปกติ", "not classified"
    SECRET = "secret", "ลับ", "secret"
    VERY_SECRET = "very_secret", "ลับมาก", "very secret"
    TOP_SECRET = "top_secret", "ลับที่สุด", "top secret"


class LetterKind(Labelled):
    """ชนิดของหนังสือ. The kinds of ข้อ 10 with those that fall under them."""

    EXTERNAL = "external_letter", "หนังสือภายนอก", "external letter"
    INTERNAL = "internal_letter", "หนังสือภายใน", "internal letter"
    SEALED = "sealed_letter", "หนังสือประทับตรา", "sealed letter"
    ORDER = "order", "คำสั่ง", "order"
    REGULATION = "regulation", "ระเบียบ", "rules"
    BYLAW = "bylaw", "ข้อบังคับ", "by-laws"
    ANNOUNCEMENT = "announcement", "ประกาศ", "announcement"
    COMMUNIQUE = "communique", "แถลงการณ์", "communiqué"
    NEWS = "news", "ข่าว", "news"
    ATTESTATION = "attestation", "หนังสือรับรอง", "letter of attestation"
    MINUTES = "minutes", "รายงานการประชุม", "minutes"
    NOTE = "note", "บันทึก", "note"
    OTHER_EVIDENCE = "other_evidence", "หนังสืออื่น", "other papers kept as evidence"


class Channel(Labelled):
    """วิธีส่ง. The way on which a letter leaves."""

    SYSTEM = "system", "ระบบสารบรรณอิเล็กทรอนิกส์", "correspondence system"
    CENTRAL_MAIL = "central_mail", "ไปรษณีย์อิเล็กทรอนิกส์กลาง", "central e-mail"
    POST = "post", "ไปรษณีย์", "post"
    BY_HAND = "by_hand", "สมุดส่งหนังสือ", "delivery book, by hand"

    @property
    def electronic(self) -> bool:
        """Whether the letter itself travels electronically."""
        return self in {Channel.SYSTEM, Channel.CENTRAL_MAIL}


class Basis(Labelled):
    """What a signature on somebody else's behalf rests on."""

    ABSENCE_OR_VACANCY = "absence_or_vacancy", "ไม่มีผู้ดำรงตำแหน่งหรือมีแต่ไม่อาจปฏิบัติราชการได้", "absence or vacancy"
    WRITTEN_DELEGATION = "written_delegation", "คำสั่งมอบอำนาจเป็นหนังสือ", "a written delegation"
    NAMED_INSTRUMENT = "named_instrument", "กฎหมายหรือคำสั่งที่ระบุ", "a law or order that the letter names"


class ActingWord(Labelled):
    """คำที่ใช้ลงชื่อแทน. The word between the signer's post and the principal's (annex 3).

    Two have a fixed meaning: รักษาราชการแทน rests on an absence or vacancy, ปฏิบัติราชการแทน on a delegation
    in writing. The others rest on whatever law or order appoints the signer, which has to be named.
    """

    ACTING_FOR_ABSENT = "acting_for_absent", "รักษาราชการแทน", "acting, post vacant or absent"
    BY_DELEGATION = "by_delegation", "ปฏิบัติราชการแทน", "by written delegation"
    PERFORMING_DUTIES = "performing_duties", "ปฏิบัติหน้าที่แทน", "performing the duties"
    ACTING = "acting", "รักษาการแทน", "acting"
    ACTING_IN_POST = "acting_in_post", "รักษาการในตำแหน่ง", "acting in the post"
    DOING_WORK = "doing_work", "ทำการแทน", "doing the work"
    ON_BEHALF = "on_behalf", "แทน", "on behalf"

    @property
    def basis(self) -> Basis:
        """What must exist on the day of signing for the word to be true."""
        match self:
            case ActingWord.ACTING_FOR_ABSENT:
                return Basis.ABSENCE_OR_VACANCY
            case ActingWord.BY_DELEGATION:
                return Basis.WRITTEN_DELEGATION
            case _:
                return Basis.NAMED_INSTRUMENT


@dataclass(frozen=True, slots=True)
class Courtesy:
    """คำขึ้นต้น and คำลงท้าย: they go in pairs (annex 2)."""

    salutation: str
    closing: str


HIGHEST = Courtesy("กราบเรียน", "ขอแสดงความนับถืออย่างยิ่ง")
USUAL = Courtesy("เรียน", "ขอแสดงความนับถือ")

HIGHEST_POSTS = frozenset({
    "ประธานองคมนตรี",
    "นายกรัฐมนตรี",
    "ประธานรัฐสภา",
    "ประธานสภาผู้แทนราษฎร",
    "ประธานวุฒิสภา",
    "ประธานศาลฎีกา",
    "รัฐบุรุษ",
})  # fmt: skip
"""The seven offices that the consolidated annex 2 of 2548 names for กราบเรียน."""


_AS_ADDRESSED = re.compile(r"(?:ฯ\s?พณ\s?ฯ\s*)?(?P<post>.*?)(?:\s*\([^()]*\))?")
"""ฯพณฯ may stand before a post, and (ผ่าน…) behind it."""


def courtesy_for(post: str) -> Courtesy:
    """Return how a letter to the holder of *post* begins and ends.

    Monks and members of the royal family have rows of their own in annex 2, and later orders add heads of
    courts and independent bodies; neither is known here, so for them the answer is the usual pair and the
    drafter has to look.
    """
    named = _AS_ADDRESSED.fullmatch(normalise(post))
    return HIGHEST if named and named["post"] in HIGHEST_POSTS else USUAL
