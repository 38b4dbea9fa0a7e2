"""README, the member of a proof that follows from the others; a verifier writes it again and compares.

The words are part of the format for that reason: to say it otherwise, keep these for the proofs that people hold.
"""

from datetime import datetime, timedelta, timezone
from typing import Final

from registry.verify.proof.contents import Completeness, Contents, SignedBy, StatusOf

_THAILAND: Final = timezone(timedelta(hours=7))
_README: Final = """\
{what_th}: {title}
{what_en}: {title}

แฟ้มนี้ตรวจสอบได้โดยไม่ต้องต่อเครือข่าย และไม่มีเนื้อความของหนังสือ
This file can be checked without a network, and holds nothing of what letters say.

    python -m registry.verify.proof PROOF.zip --trust roots.pem --log-key log.vkey --leaf0 HASH

roots.pem, log.vkey และ HASH ต้องได้มาจากหน่วยงานโดยทางอื่น ไม่ใช่จากแฟ้มนี้
Have roots.pem, log.vkey and HASH from the office by another way than with this file.

แสดงเท่าที่ประวัติมี {size} รายการ ซึ่งผู้ให้บริการแจ้งว่าเมื่อ {at}
It is as of {size} leaves, which the operator says the log had at {at}.

ผู้ให้บริการผูกมัดตนไว้กับสิ่งนี้ ผู้ที่มีใบสาธารณะของประวัติคำนวณซ้ำได้ทั้งหมด (saraban monitor)
The operator is committed to it; whoever has the log's public leaves can make all of it again (saraban monitor).
"""
_WHAT: Final = {
    "completeness": ("เลขทุกเลขของชุด", "every number of a series"),
    "status": ("สถานะล่าสุดของเลข", "the newest status of a number"),
    "key": ("ทุกสิ่งที่กุญแจหนึ่งลงลายมือชื่อ", "all that one key has signed"),
}


def readme(contents: Contents, at: datetime) -> bytes:
    """Return README; *at* is when the operator says that the log was at the proof's checkpoint."""
    thai, english = _WHAT[kind(contents)]
    return _README.format(
        what_th=thai,
        what_en=english,
        title=title(contents),
        size=contents.heads.index + 1,
        at=at.astimezone(_THAILAND).isoformat(),
    ).encode()


def kind(contents: Contents) -> str:
    """Return which of the three is proved, as ``proof.json`` names it."""
    if isinstance(contents.claim, Completeness):
        return "completeness"
    return "status" if isinstance(contents.claim, StatusOf) else "key"


def title(contents: Contents) -> str:
    """Return in one line what a proof is about: ``SPECIMEN ทะเบียนหนังสือส่ง circular 2564 · 271``, or the key."""
    return specimen_mark(contents) + _what(contents)


def specimen_mark(contents: Contents) -> str:
    """Return ``SPECIMEN`` and a space if the registry's first leaf says that it is one, else nothing."""
    return "SPECIMEN " if contents.opened.statement.fields.flag("specimen") else ""


def _what(contents: Contents) -> str:
    claim = contents.claim
    if isinstance(claim, SignedBy):
        return claim.key
    fields = contents.series.statement.fields
    number = f" · {claim.n}" if isinstance(claim, StatusOf) else ""
    return f"{fields.text('book')} {fields.text('kind')} {fields.integer('year')}{number}"
