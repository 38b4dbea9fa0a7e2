"""Reads an order (คำสั่ง) in the order of form 4: title, number, subject, text, day, signature."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.classes import LetterKind
from domain.numbers import WITHOUT_CODE, OrderNumber, plain
from registry.documents.draft import Draft, Read, Sureness
from registry.documents.reading.body import paragraphs
from registry.documents.reading.files.lines import Line, joined
from registry.documents.reading.forms import heads, titled
from registry.documents.reading.forms.kinds import TITLE, title_at
from registry.documents.reading.instruments import named_instruments
from registry.documents.reading.numbers import OF_A_SERIES, order_number

_NUMBER = re.compile(
    rf"(?:^|\s|(?<=[ก-๎]))(?:เลข)?ที่\s*(?P<number>{WITHOUT_CODE.pattern}|{OF_A_SERIES}|[\s.…_]*/\s*2[4-7]\d\d)"
)


def read(lines: Sequence[Line]) -> Draft:
    """Return the parts of an order whose title stands among the first lines."""
    at = title_at(lines, LetterKind.ORDER)
    draft = heads.head([line for line in lines[:at] if not line.text.startswith("เรื่อง")], LetterKind.ORDER)
    draft = Draft(LetterKind.ORDER, speed=draft.speed, secrecy=draft.secrecy)
    title = replace(lines[at], text=TITLE.sub(r"\g<rest>", lines[at].text).strip())
    bare = titled.unfolded([title, *lines[at + 1 :]])
    end = titled.head_end(bare, 0)
    head = _with_number_only(bare, end)
    end = max(end, len(head))
    draft = _with_number(draft, head)
    draft = replace(draft, issuing_office=_office(head), subject=titled.subject_of(head))
    parts = titled.issued(bare[end:], "สั่ง|ประกาศ")
    own = draft.number.value if draft.number and isinstance(draft.number.value, OrderNumber) else None
    if parts.dated is None and own is not None:
        draft = replace(draft, dated=_day_told(paragraphs(parts.text), own))
    draft = titled.with_text(draft, parts)
    named = [*([draft.subject] if draft.subject else []), *draft.paragraphs]
    return replace(draft, references=named_instruments(named, own=own))


def _day_told(body: Sequence[Read[str]], own: OrderNumber) -> Read[date] | None:
    """Return the order's day where minutes that reproduce it name the order with its day."""
    named = (one for one in named_instruments(body, own=None) if one.value.number == own.key())
    return next((Read(one.value.dated, one.line, Sureness.LIKELY) for one in named if one.value.dated), None)


def _with_number_only(lines: Sequence[Line], end: int) -> Sequence[Line]:
    """Return the head's lines; without a subject, the title and the line of the number."""
    if any(titled.SUBJECT.search(line.text) for line in lines[:end]):
        return lines[:end]
    numbered = next((at for at, line in enumerate(lines[:4]) if _NUMBER.search(plain(line.text))), 0)
    return lines[: numbered + 1]


def _with_number(draft: Draft, head: Sequence[Line]) -> Draft:
    for line in head:
        if found := _NUMBER.search(plain(line.text)):
            read = order_number(line.text[found.start("number") :], line.no)
            if read is not None:
                doubts = (*draft.doubts, *read.doubts)
                return replace(draft, number=read.number, number_printed=read.printed, doubts=doubts)
        if titled.SUBJECT.search(line.text):
            break
    return draft


def _office(head: Sequence[Line]) -> Read[str] | None:
    """Return who orders: what stands behind คำสั่ง, up to the number or the subject."""
    office: list[Line] = []
    for line in head:
        ends = [
            found.start() for found in (_NUMBER.search(plain(line.text)), titled.SUBJECT.search(line.text)) if found
        ]
        text = line.text[: min(ends)].strip() if ends else line.text
        office.extend([replace(line, text=text)] if text else [])
        if ends:
            break
    return Read(joined(office), office[0].no) if office else None
