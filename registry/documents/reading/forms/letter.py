"""Reads an external letter (หนังสือภายนอก) in the order of form 1, and a sealed one (หนังสือประทับตรา) of form 3."""

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.classes import LetterKind
from domain.errors import InvalidValue
from registry.documents.draft import Draft, Read, Sureness
from registry.documents.reading import contacts
from registry.documents.reading.body import paragraphs
from registry.documents.reading.days import printed_day
from registry.documents.reading.directives import directives
from registry.documents.reading.files.lines import Line
from registry.documents.reading.force import force
from registry.documents.reading.forms import ends, heads
from registry.documents.reading.forms.labels import LABEL, SALUTATIONS, SUBJECT, label, labelled, with_part
from registry.documents.reading.happenings import happenings
from registry.documents.reading.signatures import UNIT

_TO = "ถึง"
_LONGEST_OFFICE, _NAME_ALONE = 100, 60  # characters; longer is text
_SALUTATION_INSIDE = re.compile(r"(?<=\S)\s(?=(?:กราบเรียน|เรียน|นมัสการ)\s+\S.{1,200}$)")
_FOLDED = re.compile(
    r"^(?P<head>.{0,300}?)\s(?=เรื่อง\s)(?P<subject>เรื่อง\s.{2,400}?)\s(?P<to>(?:กราบเรียน|เรียน)\s\S.{1,300}?)"
    r"(?P<refs>\sอ้างถึง\s.{2,600}?)?(?P<with>\sสิ่งที่ส่งมาด้วย\s.{2,600}?)?"
    r"\s(?P<text>(?:ด้วย|ตาม(?:ที่|หนังสือ)|เนื่อง|โดยที่|อนุสนธิ|ข้าพเจ้า|ในการ|จึง|สืบเนื่อง).*)$"
)


def read(lines: Sequence[Line]) -> Draft:
    """Return the parts of an external letter.

    Raises:
        InvalidValue: neither เรื่อง nor เรียน stands at the beginning of a line.
    """
    lines = ends.parted_closing(_with_salutation_apart(_unfolded(lines)))
    first = first_label(lines)
    if first is None:
        message = "No line begins with เรื่อง or เรียน, so this is no letter that can be read: type its parts in."
        raise InvalidValue("document-not-a-letter", message)
    return _below(heads.head(lines[:first], LetterKind.EXTERNAL), lines, first)


def read_sealed(lines: Sequence[Line]) -> Draft:
    """Return the parts of a sealed letter: ถึง, no subject, the office and the day behind the text."""
    first = next(place for place, line in enumerate(lines) if line.text.startswith(_TO) and LABEL.match(line.text))
    draft = heads.head(lines[:first], LetterKind.SEALED)
    draft, begin = with_labels(draft, lines, first)
    end = _end_of_sealed(lines, begin)
    draft = with_text(draft, lines[begin:end])
    return _with_sealed_end(draft, [line for line in lines[end:] if line.text])


def first_label(lines: Sequence[Line]) -> int | None:
    """Return where the first labelled part begins: a whole word first, one that lost a mark otherwise."""
    exactly = next((place for place, line in enumerate(lines) if label(line.text, loosely=False)), None)
    loosely = next((place for place, line in enumerate(lines[:exactly]) if label(line.text)), None)
    return exactly if loosely is None else loosely


def with_labels(draft: Draft, lines: Sequence[Line], first: int) -> tuple[Draft, int]:
    """Read the labelled parts; return where the text begins behind them."""
    found, begin = labelled(lines, first)
    for part in found:
        draft = with_part(draft, part)
    return draft, begin


def with_text(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Read the text itself, and what it asks for and when."""
    body = paragraphs(lines)
    named, doubts = happenings(body, with_force=True)
    since = force(body, draft.kind, dated=draft.dated.value if draft.dated else None, published=None)
    return replace(
        draft,
        paragraphs=tuple(body),
        directives=tuple(directives(body)),
        dates=named,
        effective=since.day,
        doubts=(*draft.doubts, *doubts),
    )


def _unfolded(lines: Sequence[Line]) -> Sequence[Line]:
    """Return a letter whose head and labels follow one another on its first line, part by part."""
    folded = _FOLDED.match(lines[0].text) if first_label(lines) is None else None
    if folded is None:
        return lines
    pieces = [folded[name].strip() for name in ("head", "subject", "to", "refs", "with", "text") if folded[name]]
    return [*(replace(lines[0], text=piece, columns=(piece,)) for piece in pieces), *lines[1:]]


def _with_salutation_apart(lines: Sequence[Line]) -> Sequence[Line]:
    """Return a letter whose salutation stands behind the subject, on its line, with each on a line of its own.

    Every letter has one, so where no line begins with it, it is looked for there and nowhere else.
    """
    words = [(place, found) for place, line in enumerate(lines) if (found := label(line.text, loosely=False))]
    subject = next((place for place, found in words if found[0] == SUBJECT), None)
    if subject is None or any(found[0] in SALUTATIONS for _, found in words):
        return lines
    line = lines[subject]
    inside = _SALUTATION_INSIDE.search(line.text)
    if inside is None:
        return lines
    pieces = [line.text[: inside.start()].strip(), line.text[inside.end() :]]
    return [*lines[:subject], *(replace(line, text=piece, columns=(piece,)) for piece in pieces), *lines[subject + 1 :]]


def _below(draft: Draft, lines: Sequence[Line], first: int) -> Draft:
    draft, begin = with_labels(draft, lines, first)
    end = ends.end_of_text(lines, begin)
    return ends.with_end(with_text(draft, lines[begin:end]), lines[end:])


def _end_of_sealed(lines: Sequence[Line], begin: int) -> int:
    """Return where the text ends: at the office that sends it, a short line above the day."""
    day = next((at for at in range(len(lines) - 1, begin, -1) if _is_day(lines[at])), None)
    if day is None:
        reach = (at for at in range(begin + 1, len(lines)) if contacts.CONTACT.match(lines[at].text))
        return next(reach, len(lines))
    above = next(at for at in range(day - 1, begin - 1, -1) if at == begin or not lines[at].text.startswith("("))
    return above if above > begin and _is_office(lines[above]) else day


def _is_day(line: Line) -> bool:
    dated = printed_day(line.text, line.no)
    return dated is not None and not dated.rest


def _is_office(line: Line) -> bool:
    apart = line.after_blank or line.indented
    return len(line.text) <= (_LONGEST_OFFICE if apart else _NAME_ALONE) and (
        apart or heads.OFFICE.match(line.text) is not None
    )


def _with_sealed_end(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Read the office that sends it (14.4), the day (14.6), unit and telephone (14.7, 14.8)."""
    place = next((at for at, line in enumerate(lines) if _is_day(line)), None)
    if place is None:
        return ends.with_end(draft, lines)
    office = [line for line in lines[:place] if not line.text.startswith(("(", "ลงชื่อ"))]
    dated = printed_day(lines[place].text, lines[place].no)
    if dated is not None:
        draft = replace(draft, dated=dated.day, date_printed=dated.printed, doubts=(*draft.doubts, *dated.doubts))
    if office and (draft.issuing_office is None or draft.issuing_office.value != office[0].text):
        sender = Read(office[0].text, office[0].no, Sureness.SURE)
        draft = replace(draft, issuing_office=draft.issuing_office or sender)
    return _with_address_below(ends.with_end(draft, lines[place + 1 :]))


def _with_address_below(draft: Draft) -> Draft:
    """Tell the address from the unit and the telephone beside which it stands (14.8: telephone, or where it is)."""
    unit = draft.owner_unit
    below = [line for line in draft.contact if heads.is_address(line.value) and not contacts.CONTACT.match(line.value)]
    if unit is not None and heads.is_address(unit.value) and not UNIT.match(unit.value):
        below, draft = [unit, *below], replace(draft, owner_unit=None)
    if not below or draft.address is not None:
        return draft
    address = Read(" ".join(line.value for line in below), below[0].line)
    return replace(draft, address=address, contact=tuple(line for line in draft.contact if line not in below))
