"""The end of a letter: closing, signature, unit in charge, how to reach it, copies (ข้อ 11.9-11.14)."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from registry.documents.draft import Draft, Read, Sureness
from registry.documents.reading import classes, contacts
from registry.documents.reading.body import ITEM, PAGE, RULE
from registry.documents.reading.contacts import ASIDE, CONTACT, COPIES
from registry.documents.reading.files.lines import Line, joined
from registry.documents.reading.forms import heads
from registry.documents.reading.people import RANK
from registry.documents.reading.signatures import UNIT, is_name, signed

CLOSING = re.compile(
    r"^(?:ขอแสดงความ\s?(?:นับถือ|เคารพ)\s?(?:อย่าง(?:ยิ่ง|สูง(?:ยิ่ง)?))?|ด้วยความ(?:นับถือ|เคารพ)(?:อย่าง(?:ยิ่ง|สูง))?"
    r"|ขอนมัสการ\S*.{0,40}|ขอเจริญพร|ควรมิควร\S*.{0,60})$"
)
"""คำลงท้าย (annex 2), alone on its line."""

LAST_SENTENCE = re.compile(r"^(?:ทั้งนี้\s*)?จึง(?:ขอ)?(?:กราบ)?(?:เรียน|ขอเรียน|นำเรียน|แจ้ง|เสนอ|กราบทูล|นมัสการ)")
"""How the text's last paragraph begins: จึงเรียนมาเพื่อ…"""

_CLOSING_INSIDE = re.compile(r"(?:^|(?<=\s))(?P<closing>ขอแสดงความนับถือ(?:อย่างยิ่ง)?)(?=\s|$)")
_SIGN_HERE = re.compile(r"^\(?\s*(?:ลงชื่อ|ลงนาม)")
_RANK = re.compile(rf"^{RANK}$")
_OWNER_LABEL = re.compile(r"^(?:ส่วนราชการ|หน่วยงาน)?เจ้าของเรื่อง\s*:?\s*(?=\S)")


def parted_closing(lines: Sequence[Line]) -> list[Line]:
    """Return lines on which a closing inside a line, or in a column, stands on a line of its own."""
    found: list[Line] = []
    for line in lines:
        inside = _CLOSING_INSIDE.search(line.text)
        if inside is None:
            found.append(line)
            continue
        pieces = [line.text[: inside.start()], inside["closing"], line.text[inside.end() :]]
        found.extend(replace(line, text=piece.strip(), columns=(piece.strip(),)) for piece in pieces if piece.strip())
    return found


def end_of_text(lines: Sequence[Line], begin: int) -> int:
    """Return the place of the closing; else where the text's last sentence ends; else the name in brackets.

    A rank stands on a line of its own above the name.
    """
    behind = range(begin, len(lines))
    closing = next((place for place in behind if CLOSING.match(lines[place].text)), None)
    if closing is not None:
        return closing
    name = next(
        (at for at in behind if any(is_name(text) for text in (lines[at].text, *lines[at].columns))), len(lines)
    )
    sign = next((place for place in behind if place < name and _SIGN_HERE.match(lines[place].text)), name)
    while sign > begin and _RANK.match(lines[sign - 1].text):
        sign -= 1
    last = [place for place in behind if place < sign and LAST_SENTENCE.match(lines[place].text)]
    return _behind_paragraph(lines, last[-1], sign) if last else sign


def with_end(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Read closing, signature, unit, contact and copies; a class repeated at the foot is known already."""
    rest = [line for line in lines if not classes.alone(line) and not _is_page(line)]
    if rest and CLOSING.match(rest[0].text):
        draft = replace(draft, closing=Read(rest[0].text, rest[0].no))
        rest = rest[1:]
    copies = next((place for place, line in enumerate(rest) if COPIES.match(line.text)), len(rest))
    who = signed(rest[:copies])
    draft = replace(
        draft,
        signature=who.first,
        cosignatories=who.blocks[1:],
        doubts=(*draft.doubts, *who.doubts),
    )
    return _with_foot(draft, [*who.rest, *rest[copies:]])


def _with_foot(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Read what stands lower left: the unit, its telephone, who gets copies."""
    copies = next((place for place, line in enumerate(lines) if COPIES.match(line.text)), len(lines))
    unit: list[Line] = []
    reach: list[Line] = []
    for line in lines[:copies]:
        if ASIDE.match(line.text):
            continue
        if CONTACT.match(line.text) or reach or (unit and heads.is_street(line.text)):
            reach.append(line)
        else:
            words, phone = contacts.before_contact(line.text if len(line.columns) == 1 else line.columns[0])
            unit.extend([replace(line, text=_OWNER_LABEL.sub("", words))] if words else [])
            reach.extend([replace(line, text=phone)] if phone else [])
    found = contacts.numbers(reach)
    return replace(
        draft,
        owner_unit=_unit(unit),
        contact=(*draft.contact, *(Read(line.text, line.no) for line in reach)),
        phones=(*draft.phones, *found.phones),
        fax=(*draft.fax, *found.fax),
        copies_to=tuple(_copies(lines[copies:])),
    )


def _unit(lines: Sequence[Line]) -> Read[str] | None:
    if not lines:
        return None
    words = lines[0].text
    for before, line in pairwise(lines):
        words = f"{words} {line.text}" if UNIT.match(line.text) else joined([replace(before, text=words), line])
    return Read(words, lines[0].no, Sureness.SURE if UNIT.match(lines[0].text) else Sureness.LIKELY)


def _copies(lines: Sequence[Line]) -> list[Read[str]]:
    found = [(line.no, copied["rest"] if (copied := COPIES.match(line.text)) else line.text) for line in lines]
    return [Read(ITEM.sub("", text), no) for no, text in found if text and not ASIDE.match(text)]


def _behind_paragraph(lines: Sequence[Line], begin: int, end: int) -> int:
    """Return where the paragraph that begins at *begin* ends."""
    place = begin + 1
    while place < end and not (lines[place].after_blank or lines[place].indented):
        place += 1
    return place if any(line.after_blank or line.indented for line in lines[begin + 1 : end]) else begin + 1


def _is_page(line: Line) -> bool:
    return PAGE.match(line.text) is not None or RULE.match(line.text) is not None
