"""How to reach the unit in charge (ข้อ 11.13): telephones and fax numbers told apart, as printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.thai.digits import to_arabic
from registry.documents.draft import Read
from registry.documents.reading.files.lines import Line

CONTACT = re.compile(
    r"^(?:โทร|มือถือ|แฟกซ์|ไปรษณีย์อิเล็กทรอนิกส์|[Ee]\s?-?\s?mail|อีเมล|อีเมล์|Line|ไลน์|เว็บไซต์|[Ww]ebsite|www\.|https?:|Tel|Fax|Call"
    r"|ผู้ประสานงาน|ผู้ติดต่อ|ติดต่อ)",
    re.IGNORECASE,
)
"""How a line of the contact begins."""

COPIES = re.compile(r"^สำเนา(?:ส่ง|เรียน)\s*:?\s*(?P<rest>.*)$")
"""สำเนาส่ง (ข้อ 11.14), which some print as สำเนาเรียน."""

ASIDE = re.compile(
    r"^[“\"‘'*]|^(?:QR\s?-?[Cc]ode|สแกน|มิใช่การตอบรับ|เอกสาร(?:แนบ|เพิ่มเติม|ประกอบ)|ดาวน์โหลด|(?:ผู้)?(?:ร่าง|พิมพ์|ตรวจ|ทาน)[\s.…/:]|วิสัยทัศน์|พันธกิจ|ค่านิยม|อัตลักษณ์|หมายเหตุ)"
)
"""What offices add to the foot of a page: who drafted, a saying, a code to scan."""

_LABEL = re.compile(
    r"(?P<both>โทร(?:ศัพท์)?\s?\.?\s*(?:/|และ|,|-)\s*โทรสาร\s?\.?)|(?P<fax>โทรสาร\s?\.?|แฟกซ์|Fax\s?\.?)"
    r"|(?P<phone>โทร(?:ศัพท์)?(?:มือถือ)?\s?\.?|มือถือ|Tel\s?\.?(?:ephone)?)"
    r"|(?P<other>ไปรษณีย์|E\s?-?\s?mail|อีเมล|Line|ไลน์|เว็บไซต์|Website|www\.|https?:)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:,|;|/|และ|หรือ)\s*")
_NUMBER = re.compile(r"\+?\d[\d\s\-–—()x]*(?:\s*ต่อ\s*[\d\s\-–—]*\d)?")
_MOBILE = re.compile(r"(?<!\d)0[\s-]?[689](?:[\s-]?\d){8}(?!\d)")
_FIGURES = 3  # of the shortest number, one inside the house


@dataclass(frozen=True, slots=True)
class Numbers:
    """Telephones and fax numbers, as printed."""

    phones: tuple[Read[str], ...]
    fax: tuple[Read[str], ...]


def numbers(lines: Sequence[Line]) -> Numbers:
    """Return the numbers that stand behind their words; a number that does both is in both."""
    phones: list[Read[str]] = []
    fax: list[Read[str]] = []
    for line in lines:
        labels = list(_LABEL.finditer(line.text))
        if not labels:
            folded = to_arabic(line.text)
            phones.extend(Read(line.text[one.start() : one.end()], line.no) for one in _MOBILE.finditer(folded))
            continue
        for label, end in zip(labels, [*(one.start() for one in labels[1:]), len(line.text)], strict=True):
            found = [Read(text, line.no) for text in _listed(line.text[label.end() : end])]
            phones.extend(found if label["phone"] or label["both"] else ())
            fax.extend(found if label["fax"] or label["both"] else ())
    return Numbers(tuple(phones), tuple(fax))


def before_contact(text: str) -> tuple[str, str]:
    """Return a line's words before its telephone, and the telephone: both stand on one line in memos."""
    label = _LABEL.search(text)
    if label is None or label["other"] or not any(map(str.isdecimal, text[label.end() :])):
        return text, ""
    return text[: label.start()].strip(), text[label.start() :].strip()


def _listed(text: str) -> Iterator[str]:
    """Yield the numbers of a list; a short one that follows is another extension of the one before."""
    folded = to_arabic(text)
    pending: tuple[int, int] | None = None
    for found in _NUMBER.finditer(folded):
        begin, end = found.span()
        end -= len(folded[begin:end]) - len(folded[begin:end].rstrip(" -–—(x"))
        figures = sum(map(str.isdecimal, folded[begin:end]))
        between = folded[pending[1] : begin] if pending else ""
        if pending and not folded[begin:end].startswith(("0", "+")) and _SEPARATOR.fullmatch(between):
            pending = (pending[0], end)
            continue
        if pending:
            yield text[slice(*pending)]
        pending = (begin, end) if figures >= _FIGURES else None
    if pending:
        yield text[slice(*pending)]
