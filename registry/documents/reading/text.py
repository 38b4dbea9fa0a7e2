"""Reads a document of any kind from its lines (R2526 ข้อ 10 to 25, forms 1 to 11).

    lines ─▶ page heads of the Gazette off ─▶ kind by its title ─▶ the form's module ─▶ letters cited, acts ─▶ Draft

A form gives its parts an order, so each is looked for only where it may stand. What a machine guessed in a picture
is read for its words; its figures are left open with a doubt.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from domain.classes import LetterKind
from domain.errors import InvalidValue
from registry.documents.draft import Draft, Read
from registry.documents.reading import acts, cited, guesses
from registry.documents.reading.files.lines import Line, read_lines
from registry.documents.reading.forms import attestation, letter, memo, minutes, notices, order, rules
from registry.documents.reading.forms.gazette import without_gazette
from registry.documents.reading.forms.kinds import kind_of
from registry.documents.reading.forms.labels import together

_MARK = re.compile(r"^SPECIMEN\b|^[-–( ]*ร่าง[-–) ]*$")
_FORMS: dict[LetterKind, Callable[[Sequence[Line]], Draft]] = {
    LetterKind.EXTERNAL: letter.read,
    LetterKind.INTERNAL: memo.read,
    LetterKind.SEALED: letter.read_sealed,
    LetterKind.ORDER: order.read,
    LetterKind.ATTESTATION: attestation.read,
    LetterKind.MINUTES: minutes.read,
}


def read(data: bytes) -> Draft:
    """Return what the letter or other document in *data* (text) says, part by part.

    Raises:
        InvalidValue: the file is empty, too large or no text; or it has no title of any form and neither
            เรื่อง nor เรียน, so that nothing tells its head from its text.
    """
    return draft_of(read_lines(data))


def draft_of(lines: Sequence[Line]) -> Draft:
    """Return what a document says whose lines come from any format.

    Raises:
        InvalidValue: as `read` does.
    """
    lines = guesses.marked(lines)
    marks = [line for line in lines if _MARK.match(line.text)]
    published, unmarked = without_gazette([line for line in lines if not _MARK.match(line.text)])
    whole = together(unmarked)
    if not whole:
        raise InvalidValue("document-empty", "The document has no text: look whether it is the right file.")
    draft = _read(kind_of(whole), whole, published)
    draft = replace(draft, mark=Read(marks[0].text, marks[0].no) if marks else None, published=published)
    draft = acts.with_acts(cited.with_citations(draft, lines), lines)
    return guesses.withheld(draft, lines)


def _read(kind: LetterKind, lines: Sequence[Line], published: Read[date] | None) -> Draft:
    if kind in {LetterKind.REGULATION, LetterKind.BYLAW}:
        return rules.read(lines, kind, published=published)
    if kind in {LetterKind.ANNOUNCEMENT, LetterKind.COMMUNIQUE, LetterKind.NEWS}:
        return notices.read(lines, kind, published=published)
    return _FORMS[kind](lines)
