"""What people see of a signature: a small page with who signed, in which post, and when, set by typst."""

import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

import typst

from domain.letter.text import Signatory
from domain.thai.dates import print_date
from domain.thai.digits import to_thai
from domain.thai.times import THAI_TIME
from registry.documents.writing import typeface

_TEMPLATE: Final = Path(__file__).with_name("appearance.typ")

_drawing = threading.Lock()  # a compiler draws one field at a time


def words(signatory: Signatory, at: datetime) -> tuple[str, ...]:
    """Return the lines of the field: ลงลายมือชื่ออิเล็กทรอนิกส์โดย, name, post and principal, day and hour in Thailand."""
    here = at.astimezone(THAI_TIME)
    acting = f" {signatory.acting.label}" if signatory.acting else ""
    rank = f"{signatory.rank} " if signatory.rank else ""
    lines = (
        f"ลงลายมือชื่ออิเล็กทรอนิกส์โดย {rank}{signatory.name}",
        f"{signatory.post}{acting}",
        signatory.principal,
        f"เมื่อ {print_date(here.date())} เวลา {to_thai(f'{here:%H.%M}')} น.",
    )
    return tuple(line for line in lines if line)


def draw(lines: tuple[str, ...], *, width: float, height: float, at: datetime) -> bytes:
    """Return a PDF of one page of this size (points) with *lines*; the same input gives the same bytes.

    Raises:
        InvalidValue: a line has characters that the typeface lacks.
    """
    typeface.require_drawn(lines)
    seen = json.dumps({"lines": lines, "width": width, "height": height}, ensure_ascii=False)
    # A character for every glyph, as PDF/A-3a wants. No tags: a page's would point to nothing from inside a field,
    # and programs that read aloud take the field's own words.
    with _drawing:
        made = _compiler().compile(
            format="pdf",
            pdf_standards=["a-2u"],
            pdf_tags=False,
            timestamp=int(at.timestamp()),
            sys_inputs={"seen": seen},
        )
    if not isinstance(made, bytes):
        raise TypeError("typst returned pages instead of a file")
    return made


@cache
def _compiler() -> typst.Compiler:
    """Return the compiler with the fonts loaded, which takes longer than to set a field."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[typeface.FONTS])
    return typst.Compiler(_TEMPLATE, font_paths=fonts)
