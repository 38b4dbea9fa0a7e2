"""Reads an external letter (หนังสือภายนอก) in the order of form 1."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.classes import LetterKind
from domain.errors import InvalidValue
from domain.numbers import OF_A_YEAR, OWNED, LetterNumber, plain
from domain.thai.dates import MONTHS, SHORT_MONTHS
from registry.documents.draft import Doubt, Draft, Read
from registry.documents.reading import parts
from registry.documents.reading.lines import Line, joined

RULE = re.compile(r"^[-_=.·*\s]{3,}$")
"""A line that is only drawn."""

SUBJECT = re.compile(r"^(?:[-–•*]\s*)?เรื่อง(?:\s|:)")
"""The line that says what the letter is about."""

_LABEL = re.compile(
    r"^(?:[-–•*]\s*)?(?P<label>เรื่อง|กราบเรียน|เรียน|กราบนมัสการ|นมัสการ|อ้างถึง|สิ่งที่ส่งมาด้วย)"
    r"(?=\s|:|\d|$)\s*:?\s*(?P<rest>.*)$"
)
_OPENS_THE_TEXT = re.compile(r"^(?:ด้วย|ตาม|เนื่อง|โดยที่|อนุสนธิ|ข้าพเจ้า|ในการ|จึง)")
_CLOSING = re.compile(r"^(?:ขอแสดงความนับถือ(?:อย่างยิ่ง)?|ขอนมัสการ\S*.{0,40}|ควรมิควร\S*.{0,60})$")
_DAY = re.compile(rf"^(?:วันที่)?\s*\d{{0,2}}\s*(?:เดือน\s*)?(?:{'|'.join(map(re.escape, (*MONTHS, *SHORT_MONTHS)))})")
_NUMBERED = re.compile(r"^ที่\s*:?\s*(?P<rest>.+)$")
_CODED = re.compile(r"[ก-ฮ]{2}\.?\s*\d")
_ADDRESS = re.compile(
    r"(?:^|(?<=\s))(?:เลขที่|ถนน|ถ\.|หมู่|ซอย|อาคาร|ตึก|ตำบล|ต\.|แขวง|อำเภอ|อ\.|จังหวัด|จ\.|ศาลากลาง|ตู้\s?ปณ)|^\d+(?:/\d+)?\s"
)
_CONTACT = re.compile(r"^(?:โทร|ไปรษณีย์อิเล็กทรอนิกส์|[Ee]-?mail|อีเมล|Line|ไลน์|เว็บไซต์)")
_COPIES = re.compile(r"^สำเนาส่ง\s*:?\s*(?P<rest>.*)$")
_PAGE = re.compile(r"^[-–\s]*\d{1,3}[-–\s]*$")


@dataclass(slots=True)
class _Part:
    label: str
    lines: list[tuple[int, str]] = field(default_factory=list)
    """Line number and text, the label taken off the first."""
    items: int = 0
    """How many of them begin with a number."""

    def add(self, no: int, text: str) -> None:
        if text:
            self.lines.append((no, text))
            self.items += parts.ITEM.match(text) is not None


def read(lines: Sequence[Line]) -> Draft:
    """Return the parts of a letter.

    Raises:
        InvalidValue: neither เรื่อง nor เรียน stands at the beginning of a line.
    """
    first = next((place for place, line in enumerate(lines) if _LABEL.match(line.text)), None)
    if first is None:
        message = "No line begins with เรื่อง or เรียน, so this is no letter that can be read: type its parts in."
        raise InvalidValue("document-not-a-letter", message)
    labelled, body_at = _labelled(lines, first)
    end = _end_of_text(lines, body_at)
    body = paragraphs(lines[body_at:end])
    draft = replace(_head(lines[:first]), paragraphs=tuple(body), directives=tuple(parts.directives(body)))
    for part in labelled:
        draft = _with_part(draft, part)
    return _with_tail(draft, lines[end:])


def paragraphs(lines: Sequence[Line]) -> list[Read[str]]:
    """Return the text's paragraphs: each begins after a blank line, indented, or with a number.

    A text without any blank line or indentation has one paragraph a line.
    """
    shaped = any(line.indented or line.after_blank for line in lines[1:])
    found: list[list[Line]] = []
    for line in lines:
        if found and shaped and not (line.after_blank or line.indented or parts.ITEM.match(line.text)):
            found[-1].append(line)
        elif not _PAGE.match(line.text):
            found.append([line])
    return [Read(joined(wrapped), wrapped[0].no) for wrapped in found]


# --- above เรื่อง ---------------------------------------------------------------------------------------------


def _head(lines: Sequence[Line]) -> Draft:
    """Read classes, number, office, address and day, which only their shape tells apart."""
    draft = Draft(LetterKind.EXTERNAL)
    rest: list[Line] = []
    for line in lines:
        words = line.text
        while words.partition(" ")[0] in {**parts.SPEEDS, **parts.SECRECIES}:
            draft = _with_class(draft, words.partition(" ")[0], line.no)
            words = words.partition(" ")[2]
        if not words or RULE.match(words) or _PAGE.match(words):
            continue
        numbered = _NUMBERED.match(words)
        if draft.number is None and numbered and _CODED.match(plain(numbered["rest"])):
            draft, words = _with_number(draft, numbered["rest"], line.no)
        elif draft.dated is None and _DAY.match(words):
            dated, doubt = parts.day(words, line.no)
            draft = replace(draft, dated=dated, doubts=(*draft.doubts, *parts.present(doubt)))
            words = ""
        if words:
            rest.append(replace(line, text=words))
    return _with_office(draft, rest)


def _with_class(draft: Draft, word: str, line: int) -> Draft:
    if word in parts.SPEEDS:
        return replace(draft, speed=Read(parts.SPEEDS[word], line))
    return replace(draft, secrecy=Read(parts.SECRECIES[word], line))


def _with_number(draft: Draft, text: str, line: int) -> tuple[Draft, str]:
    """Read the number that *text* begins with; the office may stand beside it. Returns what is left."""
    found = OWNED.match(plain(text)) or OF_A_YEAR.match(plain(text))
    end = found.end() if found else len(text)
    try:
        number = LetterNumber.parse(text[:end])
    except InvalidValue as refused:
        return replace(draft, doubts=(*draft.doubts, Doubt(line, refused.slug, str(refused), refused.facts))), ""
    return replace(draft, number=Read(number, line)), text[end:].strip()


def _with_office(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Read the office and its address; both may be wrapped, and the address begins with a word of places."""
    if not lines:
        return draft
    place, cut = _address_begins(lines)
    office = joined([*lines[:place], *_with_text(lines[place : place + 1], 0, cut)])
    address = [*_with_text(lines[place : place + 1], cut, None), *lines[place + 1 :]]
    return replace(
        draft,
        issuing_office=Read(office, lines[0].no),
        address=Read(" ".join(line.text for line in address), address[0].no) if address else None,
    )


def _address_begins(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the line and the character at which the address begins; the office is what stands before.

    A blank line parts them; else a word of places does; else the office is the first line.
    """
    for place, line in enumerate(lines):
        if place and line.after_blank:
            return place, 0
        if (found := _ADDRESS.search(line.text)) and (place or found.start()):
            return place, found.start()
    return 1, 0


def _with_text(lines: Sequence[Line], begin: int, end: int | None) -> list[Line]:
    return [replace(line, text=text) for line in lines if (text := line.text[begin:end].strip())]


# --- เรื่อง · เรียน · อ้างถึง · สิ่งที่ส่งมาด้วย -------------------------------------------------------------------


def _labelled(lines: Sequence[Line], first: int) -> tuple[list[_Part], int]:
    """Return the labelled parts, and where the text begins behind them."""
    found: list[_Part] = []
    place = first
    # Where nothing is separated by blank lines, only its number tells that a line goes on with a list.
    wraps = any(line.after_blank for line in lines[first + 1 :])
    while place < len(lines):
        line = lines[place]
        label = _LABEL.match(line.text)
        if label and label["label"] not in {part.label for part in found}:
            found.append(_Part(label["label"]))
            found[-1].add(line.no, label["rest"])
        elif found and _goes_on(found[-1], line, wraps=wraps):
            found[-1].add(line.no, line.text)
        else:
            break
        place += 1
    return found, place


def _goes_on(part: _Part, line: Line, *, wraps: bool) -> bool:
    item = parts.ITEM.match(line.text) if part.label in {"อ้างถึง", "สิ่งที่ส่งมาด้วย"} else None
    if item and part.items and int(item["no"]) == part.items + 1:
        return True
    return wraps and not line.after_blank and not _OPENS_THE_TEXT.match(line.text)


def _with_part(draft: Draft, part: _Part) -> Draft:
    if not part.lines:
        return draft
    if part.label == "เรื่อง":
        return replace(draft, subject=parts.items(part.lines)[0])
    if part.label == "อ้างถึง":
        return replace(draft, references=tuple(map(parts.reference, parts.items(part.lines))))
    if part.label == "สิ่งที่ส่งมาด้วย":
        return replace(draft, attachments=tuple(map(parts.attachment, parts.items(part.lines))))
    return replace(
        draft,
        salutation=Read(part.label, part.lines[0][0]),
        addressees=tuple(Read(parts.ITEM.sub("", text), no) for no, text in part.lines),
    )


# --- the text and what follows it -----------------------------------------------------------------------------


def _end_of_text(lines: Sequence[Line], begin: int) -> int:
    """Return the place of the closing, or of the name in brackets where there is none."""
    behind = range(begin, len(lines))
    closing = next((place for place in behind if _CLOSING.match(lines[place].text)), None)
    if closing is not None:
        return closing
    return next((place for place in behind if parts.is_name(lines[place].text)), len(lines))


def _with_tail(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Read closing, signature, unit, contact and copies; a class repeated at the foot is known already."""
    rest = [line for line in lines if parts.classes(line) is None]
    if rest and _CLOSING.match(rest[0].text):
        draft = replace(draft, closing=Read(rest[0].text, rest[0].no))
        rest = rest[1:]
    signature, rest = parts.signature(rest)
    copies = next((place for place, line in enumerate(rest) if _COPIES.match(line.text)), len(rest))
    below = rest[:copies]
    contact = next((place for place, line in enumerate(below) if _CONTACT.match(line.text)), len(below))
    unit = below[:contact]
    return replace(
        draft,
        signature=signature,
        owner_unit=Read(joined(unit), unit[0].no) if unit else None,
        contact=tuple(Read(line.text, line.no) for line in below[contact:]),
        copies_to=tuple(_copies(rest[copies:])),
    )


def _copies(lines: Sequence[Line]) -> list[Read[str]]:
    found = [(line.no, copied["rest"] if (copied := _COPIES.match(line.text)) else line.text) for line in lines]
    return [Read(text, no) for no, text in found if text]
