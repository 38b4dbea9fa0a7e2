"""Reads a letter of attestation (หนังสือรับรอง) in the order of form 10."""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.classes import LetterKind
from registry.documents.draft import Draft, Read, Sureness
from registry.documents.reading.files.lines import Line
from registry.documents.reading.forms import heads, titled

_TITLE = re.compile(r"^หนังสือรับรอง(?P<rest>\S*)$")
_TEXT = re.compile(r"รับรองว่า|^(?:หนังสือฉบับนี้|ขอรับรอง|ข้าพเจ้า|ด้วย)")


def read(lines: Sequence[Line]) -> Draft:
    """Return the parts of an attestation: number, office, text, ให้ไว้ ณ วันที่, signature."""
    begin = next((at for at, line in enumerate(lines) if _TEXT.search(line.text)), len(lines))
    title = next((line for line in lines[:begin] if _TITLE.match(line.text)), None)
    draft = heads.head([line for line in lines[:begin] if line is not title], LetterKind.ATTESTATION)
    if title is not None and title.text != "หนังสือรับรอง":
        draft = replace(draft, subject=Read(title.text, title.no, Sureness.LIKELY))
    return titled.with_text(draft, titled.issued(lines[begin:], "ให้ไว้|ออกให้"), with_force=True)
