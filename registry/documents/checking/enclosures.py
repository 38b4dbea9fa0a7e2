"""Rules about what a letter refers to and what it encloses: อ้างถึง and สิ่งที่ส่งมาด้วย against its text."""

import re
from collections.abc import Iterator

from domain.forms import FORMS, Part
from domain.thai.dates import WRITTEN_DAY
from domain.thai.digits import to_arabic
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet

_A_LETTER = re.compile(r"หนังสือ|บันทึก|คำสั่ง|วิทยุ|โทรสาร|โทรเลข")
"""What an earlier letter is called; a law or a resolution has no number of this kind."""
_NUMBERED = re.compile(r"(?<!วัน)ที่(?!สุด)(?:(?!วันที่)\D){0,20}\d")
_DATED = re.compile(WRITTEN_DAY)
_ENCLOSED = re.compile(
    r"สิ่งที่ส่งมาด้วย\s*(?:หมายเลข\s*|ลำดับที่\s*|ที่\s*)?"
    r"(?P<list>\d{1,2}(?:\s*(?:,|และ|-|–|ถึง)\s*\d{1,2})*)?(?!\s*(?:\d|ฉบับ|ชุด|เล่ม|แผ่น|รายการ))"
    r"(?P<of>\s*(?:ของ|ตาม)หนังสือ)?"
)
"""What the text names as enclosed; with a unit behind the figures it counts, and with a letter it is that one's."""


def references(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """An earlier letter is named with its number and its date."""
    place = FORMS[sheet.kind].place(Part.REFERENCES)
    if place is None:
        return
    for one in sheet.references:
        named = one.value
        if not _A_LETTER.match(named.text):
            continue
        text = to_arabic(named.text)  # two letters in one line are no single number, and are there all the same
        for what, there in (
            ("number", named.number or _NUMBERED.search(text)),
            ("date", named.dated or _DATED.search(text)),
        ):
            if not there:
                yield Finding(
                    f"reference-without-{what}",
                    f"The reference {named.text!r} has no {what}: write it as on that letter.",
                    part=Part.REFERENCES,
                    line=one.line,
                    clause=place.clause,
                    facts={"text": named.text},
                )


def enclosed_as_said(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """Whatever the text says is enclosed stands in the list."""
    place = FORMS[sheet.kind].place(Part.ATTACHMENTS)
    listed = len(sheet.attachments)
    if place is None:
        return
    for paragraph in sheet.paragraphs:
        for found in _ENCLOSED.finditer(to_arabic(paragraph.value)):
            most = max(map(int, re.findall(r"\d+", found["list"]))) if found["list"] else 1
            if found["of"] or most <= listed:
                continue
            yield Finding(
                "attachment-not-listed",
                f"The text names attachment {most}, and {listed} are listed: add it to the list, or correct the text.",
                part=Part.ATTACHMENTS,
                line=paragraph.line,
                clause=place.clause,
                facts={"no": most, "count": listed},
            )


def counted(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """Every attachment says how many there are of it."""
    for one in sheet.attachments:
        if one.value.quantity is None:
            yield Finding(
                "attachment-without-quantity",
                f"{one.value.title!r} does not say how many: write e.g. จำนวน ๑ ฉบับ.",
                Severity.WARN,
                Part.ATTACHMENTS,
                one.line,
                facts={"title": one.value.title},
            )
