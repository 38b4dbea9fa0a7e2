"""Rules about the parts of a form: which have to be there, in which order, and which have no place in it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from domain.classes import LetterKind
from domain.forms import FORMS, Form, Part
from domain.thai.digits import to_arabic
from registry.documents.checking.context import Context
from registry.documents.checking.finding import Finding, Severity
from registry.documents.checking.sheet import Sheet

_BELONGS_TO = {Part.POST: Part.SIGNATURE, Part.SALUTATION: Part.ADDRESSEES}
"""A part that is missing together with another one is not told twice."""
_AMENDS = re.compile(r"ให้ยกเลิกความใน|ให้เพิ่มความต่อไปนี้|แก้ไขเพิ่มเติม")
"""Rules that change others leave the keeper to those."""
_GREETING = re.compile(r"(?:กราบ)?เรียน\s")
_PARTING = re.compile(r"ขอแสดงความนับถือ(?:อย่างยิ่ง)?$")
_SIDE_BY_SIDE = {Part.NUMBER, Part.OFFICE}
"""On one line of an external letter's head, left and right."""


def missing(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """Every part that the form needs is there, and can be read."""
    for place in FORMS[sheet.kind].places:
        part = place.part
        if not place.needed or sheet.has(part) or part in sheet.to_come:
            continue
        if part in sheet.unread:
            why = sheet.unread[part]
            message = f"The {part.english} cannot be read: {why.message}"
            yield Finding(
                "part-unreadable", message, Severity.WARN, part, clause=place.clause, facts={"part": part, "why": why}
            )
        elif (other := _BELONGS_TO.get(part)) is None or sheet.has(other) or other in sheet.to_come:
            message = f"The {part.english} is missing: {sheet.kind.english} has it."
            facts = {"part": part, "kind": sheet.kind}
            yield Finding("form-part-missing", message, part=part, clause=place.clause, facts=facts)


def out_of_order(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """The parts stand in the order of the form, as far as their lines are known."""
    form = FORMS[sheet.kind]
    standing = [
        (place, line)
        for place in form.places
        if place.part is not Part.TELEPHONE and (line := sheet.line_of(place.part)) is not None
    ]
    for (before, above), (place, line) in pairwise(standing):
        beside = sheet.kind is LetterKind.EXTERNAL and {before.part, place.part} == _SIDE_BY_SIDE
        if line < above and not beside:
            yield Finding(
                "form-part-out-of-order",
                f"The {place.part.english} stands above the {before.part.english}: move it below.",
                part=place.part,
                line=line,
                clause=place.clause,
                facts={"part": place.part, "before": before.part},
            )


def without_place(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """Nothing stands there that the form has no place for."""
    form: Form = FORMS[sheet.kind]
    for part, clause in form.without.items():
        if sheet.has(part) and _has_its_label(sheet, part):
            yield Finding(
                "form-part-without-place",
                f"{sheet.kind.english} has no {part.english}: take it out, or say it in the text.",
                part=part,
                line=sheet.line_of(part),
                clause=clause,
                facts={"part": part, "kind": sheet.kind},
            )


def letters_words(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """A form without คำขึ้นต้น or คำลงท้าย has no line with such words either, which its reader does not look for."""
    signed = sheet.line_of(Part.SIGNATURE)
    first = sheet.line_of(Part.TEXT)
    for part, clause in FORMS[sheet.kind].without.items():
        words, end = {Part.SALUTATION: (_GREETING, first), Part.CLOSING: (_PARTING, signed)}.get(part, (None, None))
        if words is None or sheet.has(part):
            continue
        for one in sheet.lines:
            if (end is None or (one.line or 0) <= end) and words.match(one.value.strip()):
                yield Finding(
                    "form-part-without-place",
                    f"{sheet.kind.english} has no {part.english}: take it out, or say it in the text.",
                    part=part,
                    line=one.line,
                    clause=clause,
                    facts={"part": part, "kind": sheet.kind},
                )
                break


def _has_its_label(sheet: Sheet, part: Part) -> bool:
    """Tell a part from what the text says in passing: a memo names earlier letters in its text (ข้อ 12.6)."""
    line = sheet.line_of(part)
    if part not in {Part.REFERENCES, Part.ATTACHMENTS} or not sheet.lines or line is None:
        return True
    printed = (one.value for one in sheet.lines if one.line is not None and one.line <= line)
    return any(text.strip().startswith(part.label) for text in printed)


def clauses_of_rules(sheet: Sheet, _: Context) -> Iterator[Finding]:
    """Rules and by-laws say in ข้อ 1 how they are called, in ข้อ 2 from when on they bind, and who keeps them."""
    if sheet.kind not in {LetterKind.REGULATION, LetterKind.BYLAW} or not sheet.has(Part.TEXT):
        return
    text = [to_arabic(one.value) for one in sheet.paragraphs]
    for what, there in (
        ("name", any(one.startswith("ข้อ 1 ") and "เรียกว่า" in one for one in text)),
        ("in-force", any(one.startswith("ข้อ 2 ") and "ใช้บังคับ" in one for one in text)),
        ("keeper", any("รักษาการ" in one or _AMENDS.search(one) for one in text)),
    ):
        if not there:
            yield Finding(
                f"rules-without-{what}",
                f"{sheet.kind.english} do not say in a clause of their own {_SAYS[what]}: add it.",
                part=Part.TEXT,
                clause=FORMS[sheet.kind].clause,
                facts={"kind": sheet.kind},
            )


_SAYS = {
    "name": "how they are called (ข้อ 1)",
    "in-force": "from when on they bind (ข้อ 2)",
    "keeper": "who keeps them (the last ข้อ)",
}
