"""Which form a document has: by its title, or by the words with which its parts begin."""

import re
from collections.abc import Iterator, Sequence

from domain.classes import LetterKind
from registry.documents.reading import classes
from registry.documents.reading.body import PAGE, RULE
from registry.documents.reading.files.lines import Line
from registry.documents.reading.forms.labels import LABEL, SALUTATIONS, SUBJECT

TITLES = {
    "บันทึกข้อความ": LetterKind.INTERNAL,
    "คำสั่ง": LetterKind.ORDER,
    "ประกาศ": LetterKind.ANNOUNCEMENT,
    "ระเบียบ": LetterKind.REGULATION,
    "ข้อบังคับ": LetterKind.BYLAW,
    "แถลงการณ์": LetterKind.COMMUNIQUE,
    "ข่าว": LetterKind.NEWS,
    "หนังสือรับรอง": LetterKind.ATTESTATION,
    "รายงานการประชุม": LetterKind.MINUTES,
    "ข้อกำหนด": LetterKind.REGULATION,
    "ข้อบัญญัติ": LetterKind.REGULATION,
    "เทศบัญญัติ": LetterKind.REGULATION,
}
"""The words with which the forms' titles begin (forms 2, 4-11), and those of laws of the same build."""

OTHER_LAWS = ("ข้อกำหนด", "ข้อบัญญัติ", "เทศบัญญัติ")
"""What is read like rules but is no kind of ข้อ 10."""

TITLE = re.compile(rf"^(?:\d{{1,3}}\.\s*)?(?:เรื่อง\s+)?(?P<kind>{'|'.join(TITLES)})(?P<rest>.*)$")
"""A title; minutes that reproduce an order print an item's number and เรื่อง before it."""

NOISE = re.compile(r"^[-–\s(\[]*(?:สำเนา(?:คู่ฉบับ)?|ร่าง|(?:ตรา|รูป|ภาพ)?ครุฑ|[ -]+)[-–\s)\]]*$")
"""A line that only says which copy it is, or where the emblem stands."""

_ITEM_BEFORE = re.compile(r"^(?:\d{1,3}\.|เรื่อง\s)")
_OFFICE_LABEL = re.compile(r"^ส่วนราชการ(?=\s|:|\.|…)")
_CERTIFIES = re.compile(r"(?:หนังสือฉบับนี้ให้ไว้เพื่อ|ขอ|เพื่อ)รับรองว่า")
_GIVEN = re.compile(r"^(?:ให้ไว้|ออกให้)\s?ณ\s?วันที่\s?[\d๐-๙]")
_TO = "ถึง"
_NEAR = 8  # lines: classes and a page's heading may stand above the title
_LONGEST_TITLE = 400  # characters of a title with its subject on the same line


def kind_of(lines: Sequence[Line]) -> LetterKind:
    """Return the kind of a document; what has no title is a letter."""
    words = [found["label"] for line in lines if (found := LABEL.match(line.text))]
    letter = SUBJECT in words and any(word in SALUTATIONS and word != _TO for word in words)
    for place, line in enumerate(_near(lines)):
        longest = _LONGEST_TITLE if place else len(line.text)
        if (kind := _titled(line, letter=letter, longest=longest)) is not None:
            return kind
        if _OFFICE_LABEL.match(line.text):
            return LetterKind.INTERNAL
        if LABEL.match(line.text):
            break
    if letter:
        return LetterKind.EXTERNAL
    if _TO in words and SUBJECT not in words[: words.index(_TO) + 1]:
        return LetterKind.SEALED
    return _without_title(lines, words)


def title_at(lines: Sequence[Line], kind: LetterKind) -> int:
    """Return the line of the title, or 0 where the document has none."""
    found = (at for at, line in enumerate(lines) if (title := TITLE.match(line.text)) and TITLES[title["kind"]] is kind)
    return next(found, 0)


def _without_title(lines: Sequence[Line], words: Sequence[str]) -> LetterKind:
    """Tell what has lost its title, or prints it below other lines."""
    if not any(word in SALUTATIONS for word in words):
        for place, line in enumerate(lines):
            kind = _titled(line, letter=False)
            below = (LABEL.match(other.text) or other.text.startswith("ที่") for other in lines[place + 1 : place + 4])
            if kind is not None and any(below):
                return kind
        if any(_CERTIFIES.search(line.text) for line in lines[:_NEAR]) or any(
            _GIVEN.match(line.text) for line in lines
        ):
            return LetterKind.ATTESTATION
    return LetterKind.EXTERNAL


def _titled(line: Line, *, letter: bool, longest: int = _LONGEST_TITLE) -> LetterKind | None:
    title = TITLE.match(line.text) if len(line.text) <= longest else None
    if title is None or (letter and title["kind"] != "บันทึกข้อความ" and _ITEM_BEFORE.match(line.text)):
        return None
    kind = TITLES[title["kind"]]
    if letter and kind in {LetterKind.NEWS, LetterKind.ATTESTATION, LetterKind.MINUTES}:
        return None
    return kind


def _near(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the first lines that say something."""
    said = 0
    for line in lines:
        if NOISE.match(line.text) or RULE.match(line.text) or PAGE.match(line.text) or classes.alone(line):
            continue
        yield line
        said += 1
        if said == _NEAR:
            return
