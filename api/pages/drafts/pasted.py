"""Rows of a spreadsheet as a draft: the name of a part, a tab, its words; without a name, more of the last part."""

import re
from collections import defaultdict
from collections.abc import Iterator

from api.pages.drafts.form import DraftForm, Taken
from domain.errors import InvalidValue
from registry.papers.working import WorkingDraft

_LABELS = {
    "เรื่อง": "subject",
    "ที่": "code",
    "ส่วนราชการ": "issuing_office",
    "ส่วนราชการเจ้าของหนังสือ": "issuing_office",
    "ที่ตั้ง": "address",
    "เรียน": "addressees",
    "ถึง": "addressees",
    "อ้างถึง": "reference_text",
    "สิ่งที่ส่งมาด้วย": "attachment_title",
    "ข้อความ": "body",
    "ลงชื่อ": "signer_name",
    "ผู้ลงชื่อ": "signer_name",
    "ตำแหน่ง": "signer_post",
    "ส่วนราชการเจ้าของเรื่อง": "owner_unit",
    "โทร": "contact",
    "โทร.": "contact",
    "สำเนาส่ง": "copies_to",
    "คำขึ้นต้น": "salutation",
    "คำลงท้าย": "closing",
}
"""What the first column of pasted rows may say."""


def is_table(text: str) -> bool:
    """Tell rows of a spreadsheet from the text of a letter, of which only some lines have tabs."""
    return "\t" in text and all(len(cells) > 1 for _, cells in _rows(text))


def pasted(text: str, before: WorkingDraft) -> Taken:
    """Return the letter that rows of a spreadsheet say: the part's name, a tab, its words.

    Raises:
        InvalidValue: a row names a part that is not known; nothing is passed over.
    """
    form, found, last = DraftForm(version=before.version), defaultdict[str, list[str]](list), ""
    for no, (label, *words) in _rows(text):
        name = _LABELS.get(label.strip().rstrip(":"), last if not label.strip() else "")
        if not name:
            message = f"Line {no} names {label.strip()[:40]!r}, which the form does not have: use its names."
            raise InvalidValue("pasted-label-unknown", message, line=no, label=label.strip()[:40])
        last = name
        found[name] += (line for one in " ".join(words).splitlines() if (line := one.strip()))
    for name, lines in found.items():
        several = isinstance(getattr(form, name), list)
        setattr(form, name, lines if several else _BETWEEN.get(name, " ").join(lines))
    return form.taken(before)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty: the line at which each begins, and its cells."""
    text = text.replace("\r\n", "\n")
    line, start, cells = 1, 0, list[str]()
    for found in _CELL.finditer(text):
        cells.append(found["cell"] if found["lines"] is None else found["lines"].replace('""', '"'))
        if found["end"] == "\t":
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells
        line, start, cells = line + text.count("\n", start, found.end()), found.end(), []


_CELL = re.compile(
    r'(?:"(?P<lines>(?:[^"\t\n]|"")*\n(?:[^"\t]|"")*)"|(?P<cell>[^\t\n]*))(?P<end>[\t\n]|\Z)'  # linear, whatever comes
)
"""A cell as spreadsheets copy it: of several lines in quotes; any other quote is one that somebody typed."""
_BETWEEN = {"addressees": "\n", "copies_to": "\n", "contact": "\n", "body": "\n\n"}
