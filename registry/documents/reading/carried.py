"""The fields that one of our own PDF files carries (`letter.json`), held against what stands on its pages.

Programs wrote those fields for programs, so no rule has to find them; but they are no evidence. What people see and
sign is the page: a part that the page does not print as the fields say is in doubt, and the page's word stays.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.classes import SecrecyClass, SpeedClass
from domain.errors import DomainError, InvalidValue
from domain.letter.text import LetterText
from domain.numbers import WITHOUT_CODE, LetterNumber, OrderNumber
from domain.thai.text import normalise
from registry.documents.addressees import collected
from registry.documents.draft import Doubt, Draft, NamedAttachment, Read, SignatureBlock
from registry.documents.reading.files.lines import Line
from registry.documents.reading.files.opinions import doubted
from registry.documents.writing.content import Content, content
from registry.documents.writing.fields import Fields, read_fields
from registry.errors import NotCanonical

_LABELS = {
    "เรื่อง": "subject",
    "อ้างถึง": "references",
    "สิ่งที่ส่งมาด้วย": "attachments",
    "สำเนาส่ง": "copies_to",
}


def fields_of(data: bytes | None) -> tuple[Fields | None, tuple[Doubt, ...]]:
    """Return the fields that a file carries, or the doubt why they cannot be read; neither where it has none."""
    if data is None:
        return None, ()
    try:
        fields = read_fields(data)
        content(fields.letter, fields.body)
    except (NotCanonical, DomainError) as refused:
        message = f"The file carries fields that this registry did not write ({refused}): only its pages were read."
        return None, (Doubt(1, "carried-unreadable", message),)
    return fields, ()


def with_fields(draft: Draft, fields: Fields, lines: Sequence[Line]) -> Draft:
    """Return what the pages say, with every part that *fields* name and the pages print taken from there."""
    visible = _Visible(lines)
    printed = _printed(content(fields.letter, fields.body))
    stated = _stated(fields)
    changed: dict[str, object] = {}
    doubts: list[Doubt] = []
    for name in _SAID_IN_TEXT & stated.keys():
        somewhere = _line(getattr(draft, name)) or _line(draft.paragraphs) or 1  # in other words than these
        places = [visible.line_of(getattr(value, "what", str(value)), name) or somewhere for value in stated[name]]
        changed[name] = _reads(name, stated[name], places)
    for name, values in stated.items():
        pieces, seen = printed.get(name, ()), getattr(draft, name)
        places = [place for piece in pieces if (place := visible.line_of(piece, name, near=_line(seen))) is not None]
        if pieces and len(places) == len(pieces) and not _stands_elsewhere(seen, values, places):
            changed[name] = _reads(name, values, places)
        elif pieces:
            line = _line(seen) or next(iter(places), 1)
            doubts.append(_differs(name, line, pieces))
            if not seen:
                changed[name] = _reads(name, values, [line] * len(values))
    if set(changed) >= {"subject", "paragraphs"}:
        # What the rules doubted there is settled; the fields say it and the pages print it.
        draft = replace(draft, doubts=tuple(one for one in draft.doubts if one.part not in changed))
    draft = replace(draft, kind=fields.letter.kind, **changed)  # type: ignore[arg-type] # each field's own reads
    draft = replace(draft, doubts=(*draft.doubts, *doubts))
    return doubted(draft, {(doubt.part, doubt.line) for doubt in doubts})


@dataclass(frozen=True, slots=True)
class _Visible:
    """The pages' text without spaces, and on which line every character stands."""

    text: str
    numbers: tuple[int, ...]

    def __init__(self, lines: Sequence[Line]) -> None:
        drawn = [(line.no, _compact(line.text)) for line in lines]
        object.__setattr__(self, "text", "".join(text for _, text in drawn))
        object.__setattr__(self, "numbers", tuple(no for no, text in drawn for _ in text))

    def line_of(self, printed: str, part: str, *, near: int | None = None) -> int | None:
        """Return the line on which *printed* begins; None where it does not stand on the pages.

        The text may say a part's words too: of several lines it is the one *near* which the rules saw the part,
        else the last one for what stands below the text, and the first for what stands above.
        """
        wanted = re.escape(_compact(printed))
        found = [self.numbers[one.start()] for one in re.finditer(wanted, self.text)] if wanted else []
        if near in found:
            return near
        return next(iter(reversed(found) if part in _BELOW_THE_TEXT else found), None)


def _compact(text: str) -> str:
    return "".join(normalise(text).split())


def _differs(part: str, line: int, pieces: Sequence[str]) -> Doubt:
    text = " ".join(pieces)[:200]
    message = f"The file carries {text!r}, which its pages do not print: believe the pages, and ask who made the file."
    return Doubt(line, "carried-differs", message, {"line": line, "text": text}, part=part)


def _line(seen: object) -> int | None:
    """Return where the rules saw a part, if they did."""
    reads = seen if isinstance(seen, tuple) else (seen,)
    return next((read.line for read in reads if isinstance(read, Read)), None)


def _stands_elsewhere(seen: object, values: Sequence[object], places: Sequence[int]) -> bool:
    """Tell whether the page has another number or day in its place, and the carried one only somewhere else.

    A letter that cites 271 prints 271 as well, and is not therefore 271 itself.
    """
    return isinstance(seen, Read) and seen.value != values[0] and seen.line not in places


def _reads(name: str, values: Sequence[object], places: Sequence[int]) -> object:
    """Return a part's reads; where one printed line says several values, all stand there."""
    if name not in _SEVERAL:
        return Read(values[0], places[0])
    spread = places if len(places) == len(values) else [places[0]] * len(values)
    return tuple(Read(value, place) for value, place in zip(values, spread, strict=True))


_SAID_IN_TEXT = frozenset(["directives", "in_force"])
"""Parts that have no place of their own on the paper, and may be registered in other words than its text."""
_BELOW_THE_TEXT = frozenset(["closing", "signature", "owner_unit", "contact", "copies_to"])
_SEVERAL = frozenset(["addressees", "references", "attachments", "paragraphs", "directives", "contact", "copies_to"])


def _stated(fields: Fields) -> dict[str, Sequence[object]]:
    """Return the values of every part that the fields name, by the part's name in a draft."""
    letter, body = fields.letter, fields.body
    signer = letter.signatory
    found: dict[str, Sequence[object]] = {
        "mark": _one(body.mark),
        "speed": _one(letter.speed if letter.speed is not SpeedClass.NORMAL else None),
        "secrecy": _one(letter.secrecy if letter.secrecy is not SecrecyClass.NONE else None),
        "number": _one(_number(letter)),
        "issuing_office": _one(letter.issuing_office),
        "address": _one(body.address),
        "dated": _one(letter.dated),
        "subject": _one(letter.subject),
        "addressees": collected([one.name for one in letter.addressees], on=letter.dated),
        "references": letter.references,
        "attachments": [NamedAttachment(one.title, one.quantity, one.unit, one.via) for one in letter.attachments],
        "paragraphs": [" ".join(normalise(one).split()) for one in fields.text if one.strip()],
        "directives": letter.directives,
        "in_force": _one(body.in_force),
        "closing": _one(letter.closing),
        "signature": [SignatureBlock(signer.name, signer.post, signer.rank, signer.acting, signer.principal)],
        "owner_unit": _one(letter.owner_unit),
        "contact": [line for line in (letter.contact or "").split("\n") if line],
        "copies_to": letter.copies_to,
    }
    return {name: values for name, values in found.items() if values}


def _one(value: object) -> Sequence[object]:
    return () if value is None else (value,)


def _number(letter: LetterText) -> LetterNumber | OrderNumber | None:
    try:
        if WITHOUT_CODE.fullmatch(letter.number):
            return OrderNumber.parse(letter.number)
        return LetterNumber.parse(letter.number)
    except InvalidValue:
        return None


def _printed(paper: Content) -> dict[str, Sequence[str]]:
    """Return how the paper prints every part, by the part's name in a draft."""
    found: dict[str, Sequence[str]] = {
        "mark": _some(paper.mark),
        "speed": _some(paper.speed),
        "secrecy": _some(paper.secrecy),
        "number": _some(paper.number),
        "issuing_office": _some(paper.office),
        "address": _some(paper.address),
        "dated": _some(paper.dated),
        "paragraphs": paper.paragraphs,
        "closing": _some(paper.closing),
        "owner_unit": _some(paper.owner_unit),
        "contact": paper.contact,
        **dict(_labelled(paper)),
    }
    if paper.signed is not None:
        found["signature"] = tuple(line for line in (paper.signed.rank, *paper.signed.below) if line)
    for line in paper.title:
        if line.startswith("เรื่อง "):
            found["subject"] = (line,)
        elif line.startswith("ที่ "):
            found["number"] = (line,)
    return found


def _labelled(paper: Content) -> Iterator[tuple[str, Sequence[str]]]:
    for part in (*paper.labelled, *((paper.copies,) if paper.copies else ())):
        yield _LABELS.get(part.label, "addressees"), tuple(f"{no}{item}" for no, item in part.lines())


def _some(text: str | None) -> Sequence[str]:
    return () if text is None else (text,)
