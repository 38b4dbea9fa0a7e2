"""Rows of a spreadsheet as a draft: the name of a part, a tab, its words; without a name, more of the last part."""

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
    """Tell rows of a spreadsheet from the text of a letter."""
    return "\t" in text


def pasted(text: str, before: WorkingDraft) -> Taken:
    """Return the letter that rows of a spreadsheet say: the part's name, a tab, its words.

    Raises:
        InvalidValue: a row names a part that is not known; nothing is passed over.
    """
    form = DraftForm(version=before.version)
    last = ""
    for no, row in enumerate(text.splitlines(), start=1):
        label, _, words = row.partition("\t")
        if not row.strip():
            continue
        name = _LABELS.get(label.strip().rstrip(":"), last if not label.strip() else "")
        if not name:
            message = f"Line {no} names {label.strip()[:40]!r}, which the form does not have: use its names."
            raise InvalidValue("pasted-label-unknown", message, line=no, label=label.strip()[:40])
        last, words = name, words.replace("\t", " ").strip().strip('"')
        known = getattr(form, name)
        if isinstance(known, list):
            known.append(words)
        else:
            setattr(form, name, f"{known}{_BETWEEN.get(name, ' ')}{words}" if known else words)
    return form.taken(before)


_BETWEEN = {"addressees": "\n", "copies_to": "\n", "contact": "\n", "body": "\n\n"}
