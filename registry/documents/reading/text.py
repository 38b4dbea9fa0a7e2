"""Reads a letter (form 1) or an order (form 4) in plain text.

    by their shape    classes, ที่, office and address, date
    by their label    เรื่อง, เรียน, อ้างถึง, สิ่งที่ส่งมาด้วย
    between the two   the text
    by their place    closing, (name), post; unit in charge, โทร., สำเนาส่ง

The parts of a form have an order, so each is looked for only where it may stand. Source: R2526 ข้อ 11, 16.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.classes import LetterKind
from domain.errors import InvalidValue
from registry.documents.draft import Draft, Read
from registry.documents.reading import letter, order
from registry.documents.reading.lines import Line, read_lines

_OTHER_KINDS = {
    "บันทึกข้อความ": LetterKind.INTERNAL,
    "ประกาศ": LetterKind.ANNOUNCEMENT,
    "ระเบียบ": LetterKind.REGULATION,
    "ข้อบังคับ": LetterKind.BYLAW,
    "แถลงการณ์": LetterKind.COMMUNIQUE,
    "ข่าว": LetterKind.NEWS,
    "หนังสือรับรอง": LetterKind.ATTESTATION,
    "รายงานการประชุม": LetterKind.MINUTES,
}
_SEALED = re.compile(r"^ถึง\s")
_MARK = re.compile(r"^SPECIMEN\b")
_TITLE_WITHIN = 4  # lines: classes and a page's heading may stand above the title


def read(data: bytes) -> Draft:
    """Return what the letter or order in *data* (UTF-8 text) says, part by part.

    Raises:
        InvalidValue: the file is empty, too large or no text; it is of a kind that is not read; or it has
            neither เรื่อง nor เรียน, so that nothing tells its head from its text.
    """
    return draft_of(read_lines(data))


def draft_of(lines: Sequence[Line]) -> Draft:
    """Return what a document says whose lines come from any format.

    Raises:
        InvalidValue: as `read` does.
    """
    marks = [line for line in lines if _MARK.match(line.text)]
    unmarked = [line for line in lines if line not in marks]
    draft = _read(_kind(unmarked), unmarked)
    return replace(draft, mark=Read(marks[0].text, marks[0].no)) if marks else draft


def _read(kind: LetterKind, lines: Sequence[Line]) -> Draft:
    match kind:
        case LetterKind.EXTERNAL:
            return letter.read(lines)
        case LetterKind.ORDER:
            return order.read(lines)
        case _:
            message = f"The document is {kind.label}, which is not read yet: type its parts into the form."
            raise InvalidValue("document-kind-not-read", message, kind=kind.value)


def _kind(lines: Sequence[Line]) -> LetterKind:
    for line in lines[:_TITLE_WITHIN]:
        if order.TITLE.match(line.text):
            return LetterKind.ORDER
        for title, kind in _OTHER_KINDS.items():
            if line.text.startswith(title):
                return kind
    if not any(letter.SUBJECT.match(line.text) for line in lines) and any(_SEALED.match(line.text) for line in lines):
        return LetterKind.SEALED
    return LetterKind.EXTERNAL
