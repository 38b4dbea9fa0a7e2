"""Reads what is told to the public: announcements (ประกาศ), communiqués (แถลงการณ์), news (ข่าว), forms 7-9.

An announcement ends in ประกาศ ณ วันที่ and a signature; the others in the office that tells, and the day.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.classes import LetterKind
from domain.numbers import WITHOUT_CODE, plain
from registry.documents.draft import Draft, Read
from registry.documents.reading.days import printed_day
from registry.documents.reading.files.lines import Line, joined
from registry.documents.reading.forms import heads, titled
from registry.documents.reading.forms.heads import OFFICE
from registry.documents.reading.forms.kinds import TITLE, title_at
from registry.documents.reading.forms.rules import edition
from registry.documents.reading.instruments import named_instruments
from registry.documents.reading.numbers import order_number
from registry.documents.reading.signatures import UNIT

_NUMBER = re.compile(rf"(?:^|\s)(?:เลข|ฉบับ)?ที่\s*(?P<number>{WITHOUT_CODE.pattern})")
_EDITION = re.compile(r"^\(?ฉบับที่\s*[\d๐-๙]{1,3}\)?(?:\s*\(\s*[\d๐-๙]{1,4}\s*/\s*[\d๐-๙]{4}\s*\))?$")
_FIELD = re.compile(r"^(?:เกี่ยวกับ|ว่าด้วย|\(?ฉบับที่)|(?<=\s)(?:เกี่ยวกับ|ว่าด้วย|\(?ฉบับที่)(?=\S)")
"""What stands between office and subject: the field of a series, e.g. เกี่ยวกับภาษีเงินได้ (ฉบับที่ ๔๑๘)."""
_LAST = 6  # lines at the end among which office and day are looked for


def read(lines: Sequence[Line], kind: LetterKind, *, published: Read[date] | None = None) -> Draft:
    """Return the parts of a notice whose title stands among the first lines."""
    at = title_at(lines, kind)
    above = heads.head(lines[:at], kind)
    title = replace(lines[at], text=TITLE.sub(r"\g<rest>", lines[at].text).strip())
    bare = titled.unfolded([title, *lines[at + 1 :]])
    end = titled.head_end(bare, 0)
    head = [line for line in bare[:end] if line.text and not _EDITION.fullmatch(line.text)]
    draft = Draft(kind, published=published, speed=above.speed, secrecy=above.secrecy)
    draft = replace(draft, issuing_office=_office(head), subject=titled.subject_of(head))
    draft = _with_number(draft, bare[: end + 2])
    text = [line for at, line in enumerate(bare[end:]) if at > 1 or not _EDITION.fullmatch(line.text)]
    parts = titled.issued(text, "ประกาศ|สั่ง|แถลง")
    if parts.dated is None and kind is not LetterKind.ANNOUNCEMENT:
        parts, draft = _told(text, draft)
    draft = titled.with_text(draft, parts, with_force=kind is not LetterKind.ANNOUNCEMENT)
    return replace(draft, references=named_instruments(draft.paragraphs, own=None))


def _with_number(draft: Draft, head: Sequence[Line]) -> Draft:
    """Read ฉบับที่ on a line of its own, or a number of the year, above the subject."""
    for line in head:
        if _EDITION.match(line.text) and (found := edition(line.text, line.no)):
            return replace(draft, edition=found[0], number_printed=found[1])
        before = titled.SUBJECT.search(line.text)
        text = line.text[: before.start()] if before else line.text
        if numbered := _NUMBER.search(plain(text)):
            read = order_number(text[numbered.start("number") :], line.no)
            if read is not None:
                return replace(
                    draft, number=read.number, number_printed=read.printed, doubts=(*draft.doubts, *read.doubts)
                )
        if before:
            break
    below = (found for line in head if _EDITION.match(line.text) and (found := edition(line.text, line.no)))
    if found := next(below, None):
        return replace(draft, edition=found[0], number_printed=found[1])
    if draft.subject and (found := edition(draft.subject.value, draft.subject.line)):
        return replace(draft, edition=found[0])
    return draft


def _office(head: Sequence[Line]) -> Read[str] | None:
    """Return who tells: what stands behind the title's word, up to number or subject."""
    office: list[Line] = []
    for line in head:
        ends = [
            found.start()
            for found in (_NUMBER.search(plain(line.text)), titled.SUBJECT.search(line.text), _FIELD.search(line.text))
            if found
        ]
        text = line.text[: min(ends)].strip() if ends else line.text
        office.extend([replace(line, text=text)] if text else [])
        if ends:
            break
    return Read(joined(office), office[0].no) if office else None


def _told(lines: Sequence[Line], draft: Draft) -> tuple[titled.Issued, Draft]:
    """Part a communiqué or news at the day that ends it, and read the office above the day."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 1 - _LAST), -1):
        dated = printed_day(lines[place].text, lines[place].no)
        if dated is None or dated.rest:
            continue
        above = lines[place - 1] if place else None
        alone = above and (above.after_blank or above.indented or UNIT.match(above.text) or OFFICE.match(above.text))
        office = above if alone else None
        if office is None or len(office.text) > 100:  # noqa: PLR2004 - characters; longer is text
            return titled.Issued(tuple(lines[:place]), dated, tuple(lines[place + 1 :])), draft
        draft = replace(draft, issuing_office=draft.issuing_office or Read(office.text, office.no))
        return titled.Issued(tuple(lines[: place - 1]), dated, tuple(lines[place + 1 :])), draft
    return titled.Issued(tuple(lines), None, ()), draft
