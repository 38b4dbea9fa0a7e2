"""Sets the papers of a registry office as PDF/A and PDF/UA files; the same sheet gives the same bytes.

    texts ──pieces──▶ sheet (JSON) ──typst──▶ pages

Everything that people wrote goes to typst as data, as that of letters does (`registry.documents.writing.typeset`).
"""

import json
import re
import threading
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import typst

from domain.thai.digits import to_thai
from registry.documents.writing import typeface
from registry.documents.writing.breaking import Piece, pieces

Sheet: TypeAlias = dict[str, Any]
"""What the templates print, as JSON."""

_TEMPLATES = Path(__file__).parent / "templates"
_STANDARDS: list[Any] = ["a-3a", "ua-1"]

_NO_WORDS = re.compile(r"([ก-ฮ]{20,})")  # no dictionary ends a line among them

_compiling = threading.Lock()


@dataclass(frozen=True, slots=True)
class Made:
    """Whose paper it is, and when and by whom it was printed."""

    office: str
    day: date
    """The day that it is about, and of the file."""
    printed: str
    """When and by whom, as it stands below every page; empty for none."""
    mark: str | None = None
    """Above and below, such as SPECIMEN."""


def wrapped(text: str, width: float, *, size: float) -> list[Piece]:
    """Return *text* in pieces for a cell of *width* points; what the typeface lacks becomes a question mark."""
    line = " ".join(typeface.drawn(text).split())
    return [one for part in _NO_WORDS.split(line) if part for one in _broken(part, width, size)]


def _broken(part: str, width: float, size: float) -> list[Piece]:
    """Return a part of a text in pieces; letters that are no words may end a line anywhere."""
    return [[letter] for letter in part] if _NO_WORDS.fullmatch(part) else pieces(part, width, size)


def compiled(form: str, name: str, made: Made, sheet: Sheet, *, size: float) -> bytes:
    """Return the PDF file of *sheet* in the template *form*, called *name*."""
    whole: Sheet = {
        "form": form,
        "name": name,
        "office": typeface.drawn(made.office),
        "day": [made.day.year, made.day.month, made.day.day],
        "printed": typeface.drawn(to_thai(made.printed)),
        "mark": made.mark,
        "family": typeface.FAMILY,
        "size": size,
        **sheet,
    }
    with _compiling:
        pdf = _compiler().compile(
            format="pdf", sys_inputs={"sheet": json.dumps(whole, ensure_ascii=False)}, pdf_standards=_STANDARDS
        )
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned pages instead of a file")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[typeface.FONTS])
    return typst.Compiler(_TEMPLATES / "main.typ", root=_TEMPLATES, font_paths=fonts)
