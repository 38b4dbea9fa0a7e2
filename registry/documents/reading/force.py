"""วันใช้บังคับ: the words that say from when a text is in force, and the day where they settle one.

ทั้งนี้ ตั้งแต่วันที่ ๑ ตุลาคม ๒๕๖๓ เป็นต้นไป                  that day
ให้ใช้บังคับตั้งแต่วันถัดจากวันประกาศในราชกิจจานุเบกษา          the day after its page of the Gazette
เมื่อพ้นกำหนดเก้าสิบวันนับแต่วันประกาศในราชกิจจานุเบกษา          90 days after it
ตั้งแต่บัดนี้เป็นต้นไป                                        the day on which it was signed
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.classes import LetterKind
from domain.errors import InvalidValue
from domain.thai.dates import WRITTEN_DAY, parse_date
from domain.thai.digits import to_arabic
from registry.documents.draft import Read, Sureness
from registry.documents.reading.days import WEEKDAY

_FROM = r"(?:ตั้งแต่|นับแต่|นับตั้งแต่|นับจาก)"
_WORDS = re.compile(
    rf"(?:^|\s)(?:โดย|ทั้งนี้)\s*,?\s*(?:โดย)?(?:ให้)?(?:มีผล(?:ใช้บังคับ|บังคับใช้|บังคับ)?|ใช้บังคับ)?\s*(?P<when>{_FROM}\S.*)$"
    rf"|ให้(?:มีผล)?(?:ใช้บังคับ|บังคับใช้)\s*(?P<rules>(?:{_FROM}|เมื่อ)\S.*)$"
)
_NOT_ITS_END = r"(?:(?!ถึง|บัดนี้|ภายใน|สิ้นสุด|ลงวันที่)[^\d])"
_DAY = WRITTEN_DAY.replace("?P<day>", "?:").replace("?P<month>", "?:").replace("?P<year>", "?:")
_ON = rf"(?:เวลา\s*\d{{1,2}}[.:]\d\d\s*(?:น\.|นาฬิกา)\s*)?(?:ของ)?(?:{WEEKDAY}|วันที่)?\s*(?P<date>{_DAY})"
_NAMED = re.compile(rf"(?:มีผล|ใช้บังคับ|บังคับใช้){_NOT_ITS_END}{{0,40}}?{_ON}")
_SINCE = re.compile(rf"ทั้งนี้\s*,?\s*(?:โดย)?(?:ให้)?\s*{_FROM}\s*{_ON}(?P<onwards>\s*เป็นต้นไป)?")
_ONWARDS = re.compile(rf"{_FROM}\s*{_ON}\s*เป็นต้นไป")
_GAZETTE = r"วัน(?:ที่)?(?:ได้)?ประกาศ(?:ใน)?\s*ราชกิจจานุเบกษา"
_DAY_AFTER = re.compile(rf"วันถัดจาก\s*{_GAZETTE}")
_DAYS_AFTER = re.compile(rf"พ้นกำหนด\s*(?P<days>\d{{1,3}}|[ก-๎]{{3,30}}?)\s*วัน\s*นับ(?:แต่|จาก|ตั้งแต่)\s*{_GAZETTE}")
_DAY_AFTER_OWN = re.compile(r"วันถัดจาก\s*วัน(?:ที่)?(?:ได้)?(?:ประกาศ|ลงนาม|ออก|มีคำสั่ง)")
_ON_THE_DAY = re.compile(rf"{_FROM}\s*{_GAZETTE}")
_NOW = re.compile(
    rf"{_FROM}\s*(?:บัดนี้|วันนี้|วันที่(?:ลงนาม|ออกคำสั่ง|มีคำสั่ง|ได้ลงนาม|ประกาศ(?!ใน))|วัน(?:ลงนาม|ประกาศ(?!ใน)|ออกคำสั่ง|ออกประกาศ))"
)
_COUNTS = {
    "เจ็ด": 7, "สิบห้า": 15, "สามสิบ": 30, "สี่สิบห้า": 45, "หกสิบ": 60, "เก้าสิบ": 90,
    "หนึ่งร้อยยี่สิบ": 120, "หนึ่งร้อยห้าสิบ": 150, "หนึ่งร้อยแปดสิบ": 180, "สองร้อยสี่สิบ": 240,
}  # fmt: skip
_LETTERS = {LetterKind.EXTERNAL, LetterKind.INTERNAL, LetterKind.SEALED, LetterKind.ATTESTATION, LetterKind.NEWS}
_LONGEST = 240  # characters of the words


@dataclass(frozen=True, slots=True)
class Force:
    """The words, and the day."""

    words: Read[str] | None
    day: Read[date] | None


def force(paragraphs: Sequence[Read[str]], kind: LetterKind, *, dated: date | None, published: date | None) -> Force:
    """Return from when the text says that it is in force.

    Args:
        paragraphs: the text.
        kind: what says so: ตั้งแต่วันที่ … เป็นต้นไป alone means the order itself, but in a letter what it tells of.
        dated: the day of signing, which ตั้งแต่บัดนี้ means.
        published: the day of the Royal Gazette; without it, words that count from it settle no day.
    """
    words = next(
        (
            Read((found["when"] or found["rules"])[:_LONGEST], one.line)
            for one in paragraphs
            if (found := _WORDS.search(one.value))
        ),
        None,
    )
    for pattern, sure in _patterns(kind):
        for one in paragraphs:
            found = pattern.search(to_arabic(one.value))
            if (
                found
                and (kind not in _LETTERS or pattern is _NAMED or found["onwards"])
                and (day := _day(found["date"]))
            ):
                return Force(words, Read(day, one.line, sure))
    for one in paragraphs if kind not in _LETTERS else ():
        if settled := _settled(to_arabic(one.value), dated, published):
            return Force(words, Read(settled, one.line, Sureness.LIKELY))
    return Force(words, None)


def _patterns(kind: LetterKind) -> Sequence[tuple[re.Pattern[str], Sureness]]:
    named = ((_NAMED, Sureness.SURE), (_SINCE, Sureness.SURE))
    return (*named, (_ONWARDS, Sureness.LIKELY)) if kind is LetterKind.ORDER else named


def _settled(text: str, dated: date | None, published: date | None) -> date | None:
    if found := _DAYS_AFTER.search(text):
        days = int(found["days"]) if found["days"].isdecimal() else _COUNTS.get(found["days"])
        return published + timedelta(days) if published and days else None
    if _DAY_AFTER.search(text):
        return published + timedelta(1) if published else None
    if _ON_THE_DAY.search(text):
        return published
    if _DAY_AFTER_OWN.search(text):
        return dated + timedelta(1) if dated else None
    return dated if _NOW.search(text) else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except InvalidValue:
        return None
