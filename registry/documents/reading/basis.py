"""อาศัยอำนาจตามความใน …: the provisions on which an order, announcement or regulation rests, one each."""

import re
from collections.abc import Iterator, Sequence

from domain.thai.digits import to_arabic
from registry.documents.draft import Read

_LEAD = re.compile(r"(?:โดย)?อาศัยอำนาจ(?:หน้าที่)?(?:ตาม)?(?:ความ)?(?:ใน|ที่กำหนดใน|ที่บัญญัติใน)?\s*")
_CLAUSE = r"(?:มาตรา|ข้อ|หมวด|ส่วน)\s*\d"
_YEAR = r"(?:พ\.?\s?ศ\.?|พุทธศักราช)\s*\d{4}"
_AMENDED = rf"\s*(?:และ|ซึ่ง)?\s*(?:ที่)?(?:ได้)?แก้ไขเพิ่มเติม(?:(?:โดย|ถึง)?.{{0,150}}?{_YEAR}|\s*\(?ฉบับ\S*)?"
_PROVISION = re.compile(rf"{_CLAUSE}.{{0,200}}?{_YEAR}(?:{_AMENDED})*")
_WITHOUT_YEAR = re.compile(rf"{_CLAUSE}.{{0,160}}?(?=\s|$)(?:\s\(\d+\)\S*)?")
_CONSTITUTION = re.compile(
    rf"{_CLAUSE}(?:(?!จึง|{_YEAR}).){{0,120}}?(?:ของ|แห่ง)\s?(?:รัฐธรรมนูญแห่งราชอาณาจักรไทย(?!\s*(?:\(ฉบับชั่วคราว\)\s*)?{_YEAR})|ประมวล(?:กฎหมาย|รัษฎากร)[ก-๎]*?(?=\s|$|จึง|อธิบดี))"
)
"""Of the laws without a year of their own."""
_RULES = re.compile(
    rf"(?:กฎ|ระเบียบ|ข้อบังคับ|พระราชบัญญัติ|พระราชกำหนด|พระราชกฤษฎีกา|ข้อกำหนด|หลักเกณฑ์)(?:(?!จึง|อาศัย|คำสั่ง).){{2,200}}?{_YEAR}(?:{_AMENDED})*(?:\s*{_CLAUSE}[\d./]*(?:\s\(\d+\))?(?:\s*และ\s*{_CLAUSE}[\d./]*(?:\s\(\d+\))?)*)?"
)
"""Rules that are named as a whole, or before their clause."""
_AND = re.compile(r"(?:\s*(?:,|และ|กับ|ประกอบ(?:กับ|ด้วย)?|ตลอดจน|รวมทั้ง|ตาม(?:ความใน)?))*\s*")
_ORDER = re.compile(r"(?:ของ|แห่ง|ตาม)?คำสั่ง")
_LAW = re.compile(r"พระราช|ประมวล|รัฐธรรมนูญ|ระเบียบ|ข้อบังคับ|ประกาศ|กฎ|ธรรมนูญ|ข้อบัญญัติ|เทศบัญญัติ")
_FARTHEST = 2000  # characters that a list of provisions takes at most


def legal_basis(paragraphs: Sequence[Read[str]]) -> tuple[Read[str], ...]:
    """Return the provisions of laws and rules; those of orders, which delegate, only where there is no other.

    An order that is named beside a law is one that the text cites, with number and date.
    """
    found = [Read(provision, one.line) for one in paragraphs for provision in _in(one.value)]
    once = {read.value: read for read in reversed(found)}
    kept = [read for read in found if once[read.value] is read]
    laws = [read for read in kept if not _of_an_order(read.value)]
    return tuple(laws or kept)


def _of_an_order(provision: str) -> bool:
    order, law = _ORDER.search(provision), _LAW.search(provision)
    return order is not None and (law is None or order.start() < law.start())


def _in(text: str) -> Iterator[str]:
    folded = to_arabic(text)
    for lead in _LEAD.finditer(folded):
        place, last = lead.end(), min(len(folded), lead.end() + _FARTHEST)
        while found := _provision(folded, place, last):
            yield text[place : found.end()].strip()
            and_more = _AND.match(folded, found.end(), last)
            place = and_more.end() if and_more else found.end()
        if place == lead.end() and (found := _WITHOUT_YEAR.match(folded, place, last)):
            yield text[place : found.end()].strip()


def _provision(folded: str, place: int, last: int) -> re.Match[str] | None:
    """Return the provision that begins at *place*, of a law with or without a year, or the rules named as a whole."""
    for pattern in (_CONSTITUTION, _PROVISION, _RULES):
        if found := pattern.match(folded, place, last):
            return found
    return None
