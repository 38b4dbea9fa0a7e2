"""Sets a letter as the official PDF file: PDF/A-3a and PDF/UA-1, `letter.json` attached, the same bytes each time.

    Content ──pieces──▶ sheet (JSON) ──typst──▶ pages, and where the signature goes

Everything that people wrote goes to typst as data. One compiler a process keeps templates and fonts loaded; use
processes for speed, as threads would wait for it.
"""

import json
import threading
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import typst

from domain.classes import LetterKind
from domain.letter.text import LetterText
from registry.documents.reading.files.source import Place
from registry.documents.writing import codes, fields, typeface
from registry.documents.writing.breaking import Piece, pieces
from registry.documents.writing.content import Body, Content, Labelled, content
from registry.documents.writing.lines import Faults, look
from registry.documents.writing.paper import Paper

_TEMPLATES = Path(__file__).parent / "templates"
_STANDARDS: list[Any] = ["a-3a", "ua-1"]
_CM = 72 / 2.54
_COLUMN = 16 * _CM
_BESIDE_EMBLEM = 6.2 * _CM
_LABELS = 3.4 * _CM  # the widest label and the number of an item
_BELOW = 14 * _CM  # around the axis
_CONTACT = 10 * _CM  # beside the QR code
_RIGHT = 19 * _CM + 1  # the margin, and what a letter may lean over it
_SHORT = 400  # characters of a last paragraph that goes to the next page as a whole

Sheet: TypeAlias = dict[str, Any]
"""What the templates print, as JSON."""

_compiling = threading.Lock()


@dataclass(frozen=True, slots=True)
class Pages:
    """A typeset letter, not signed yet."""

    pdf: bytes
    fields: bytes
    """The attached ``letter.json``."""
    signature: Place
    """Where the visible signature goes, or the seal."""


def typeset(letter: LetterText, body: Body, *, paper: Paper, code: str, origin: str) -> Pages:
    """Return the letter as pages.

    Args:
        letter: With its number and date.
        body: Its text; the acts of an order are paragraphs of it.
        paper: How the office's letters look.
        code: Of `codes.new_code`; the QR code leads to the office's address with it.
        origin: The registry's name.

    Raises:
        InvalidValue: the letter has no text, is of a kind that is not written, or has characters that the
            typeface lacks.
        NotCanonical: its fields are larger than anybody reads.
    """
    attached = fields.write_fields(letter, body, origin=origin)
    address = codes.address(paper, code)
    pdf, signature = _compiled(content(letter, body), letter.dated, paper, address=address, attached=attached)
    return Pages(pdf, attached, signature)


def printed(letter: LetterText, body: Body, *, paper: Paper) -> bytes:
    """Return the pages (PDF) of a paper that is signed by hand or only looked at.

    It has neither QR code nor ``letter.json``: no register could say anything of them.

    Raises:
        InvalidValue: as `typeset`.
    """
    return _compiled(content(letter, body), letter.dated, paper)[0]


def _compiled(
    seen: Content, dated: date, paper: Paper, *, address: str | None = None, attached: bytes = b""
) -> tuple[bytes, Place]:
    """Return a paper as a PDF file, and where its signature goes.

    What typst cannot break well is seen on its pages only, so a paper is set again where that happened.
    """
    sheet = _sheet(seen, dated, address)
    typeface.require_drawn(_texts(sheet))
    drawing = codes.drawing(address) if address else ""
    inputs = {"fields": attached.decode(), "emblem": paper.emblem.decode(), "code": drawing}
    with _compiling:
        pdf, faults = _run(sheet, inputs)
        if faults.run_over:
            sheet = _sheet(seen, dated, address, anywhere=True)
            pdf, faults = _run(sheet, inputs)
        if ragged := _too_loose(faults):
            pdf, _ = _run(sheet | {"ragged": ragged}, inputs)
        (signature,) = _places("signature")
    return pdf, _place(signature)


def _run(sheet: Sheet, inputs: dict[str, str]) -> tuple[bytes, Faults]:
    pdf = _compiler().compile(
        format="pdf",
        sys_inputs={**inputs, "sheet": json.dumps(sheet, ensure_ascii=False)},
        pdf_standards=_STANDARDS,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned pages instead of a file")
    return pdf, look(pdf, size=typeface.SIZE, margin=_RIGHT)


def _too_loose(faults: Faults) -> list[int]:
    """Return the paragraphs that cannot be justified without holes: they are set ragged."""
    begins = [(place["page"], _points(place["y"])) for place in _places("paragraph")]
    # The last place is the end of the text; what stands above the text or below it is not justified.
    found = {bisect_right(begins, gap) - 1 for gap in faults.gaps}
    return sorted(found & set(range(len(begins) - 1)))


def _places(label: str) -> list[Any]:
    """Return what the newest run says of *label*."""
    return list(json.loads(_compiler().query(f"<{label}>", field="value")))


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[typeface.FONTS])
    return typst.Compiler(_TEMPLATES / "main.typ", root=_TEMPLATES, font_paths=fonts)


def _sheet(seen: Content, dated: date, address: str | None, *, anywhere: bool = False) -> Sheet:
    """Return what the templates print, every text that may be wrapped in pieces for the room that it has.

    Without an *address* there is no QR code. *Anywhere* may a line end that no word ends in time.
    """

    def wrapped(text: str, line: float) -> list[Piece]:
        return pieces(text, line, anywhere=anywhere)

    def labelled(part: Labelled) -> Sheet:
        room = _COLUMN - _LABELS
        items = [{"no": no, "text": wrapped(item, room)} for no, item in part.lines()]
        return {"label": part.label, "heading": part.label == "เรื่อง", "lines": items}

    beside = [] if seen.kind is LetterKind.SEALED else [line for line in (seen.office, seen.address) if line]
    return {
        "kind": seen.kind.value,
        "name": " ".join(filter(None, (*seen.title, seen.number, seen.subject))),
        "author": seen.office,
        "day": [dated.year, dated.month, dated.day],
        "family": typeface.FAMILY,
        "size": typeface.SIZE,
        "mark": seen.mark,
        "secrecy": seen.secrecy,
        "speed": seen.speed,
        "title": [wrapped(line, _COLUMN) for line in seen.title],
        "number": seen.number,
        "office": wrapped(" ".join(_office(seen)), _COLUMN - _LABELS),
        "beside": [wrapped(line, _BESIDE_EMBLEM) for line in beside],
        "beside_width": min(_BESIDE_EMBLEM, max(map(typeface.width, beside), default=0) + 1),
        "dated": seen.dated,
        "labelled": [labelled(part) for part in seen.labelled],
        "ragged": [],
        "paragraphs": [wrapped(paragraph, _COLUMN) for paragraph in seen.paragraphs],
        "short_end": len(seen.paragraphs[-1]) < _SHORT,
        "closing": seen.closing,
        "rank": seen.signed.rank if seen.signed else None,
        "below": [wrapped(line, _BELOW) for line in seen.signed.below] if seen.signed else [],
        "contact": [wrapped(line, _CONTACT) for line in _contact(seen)],
        "copies": labelled(seen.copies) if seen.copies else None,
        "initials": [wrapped(line, _BELOW) for line in seen.initials],
        "emblem_says": f"ตรา{seen.office}",
        "code_lines": ["สแกนเพื่อตรวจสอบหนังสือฉบับนี้", "มิใช่การตอบรับหนังสือ"],
        "code_says": f"คิวอาร์โค้ดสำหรับตรวจสอบหนังสือฉบับนี้ที่ {address}" if address else None,
    }


def _office(seen: Content) -> Iterator[str]:
    """Yield the office, and in a memo the unit in charge and its telephone in the same line (ข้อ 12.1)."""
    yield seen.office
    if seen.kind is LetterKind.INTERNAL:
        yield from filter(None, (seen.owner_unit, *seen.contact))


def _contact(seen: Content) -> Iterator[str]:
    """Yield what stands lower left; of a stamped letter with the address (ข้อ 14.8)."""
    yield from filter(None, (seen.owner_unit, *seen.contact))
    if seen.kind is LetterKind.SEALED and seen.address:
        yield seen.address


def _texts(value: object) -> Iterator[str]:
    """Yield every text of a sheet."""
    match value:
        case str():
            yield value
        case dict():
            yield from _texts(list(value.values()))
        case list():
            for one in value:
                yield from _texts(one)
        case _:
            pass


def _place(found: dict[str, Any]) -> Place:
    left, top, width, height = (_points(found[side]) for side in ("x", "y", "width", "height"))
    return Place(found["page"], left, top, round(left + width, 2), round(top + height, 2))


def _points(length: str) -> float:
    return float(length.removesuffix("pt"))
