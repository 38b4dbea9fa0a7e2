"""Derives the fonts that letters are set in from Google's Sarabun.

    python -m tests.registry.documents.writing.make_fonts FOLDER     with Sarabun-Regular.ttf and the other three

Two points without any ink are added to the space and to the space that does not break; why, says the README
beside the fonts. Everything else stays as it is. advances.json says how far each character moves on.
"""

import json
import sys
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates  # type: ignore[import-untyped]  # it ships no types
from fontTools.ttLib.tables.ttProgram import Program  # type: ignore[import-untyped]  # it ships no types

from registry.documents.writing.typeface import FONTS

FACES = ("Regular", "Bold", "Italic", "BoldItalic")
SPACES = (" ", "\u00a0")


def derive(original: Path, derived: Path) -> None:
    """Write the font at *original* to *derived* with spaces that have an extent."""
    font = TTFont(original, recalcTimestamp=False)
    names = font.getBestCmap()
    for space in SPACES:
        name = names[ord(space)]
        width = font["hmtx"][name][0]
        font["glyf"][name] = _extent(width, font["glyf"])
        font["hmtx"][name] = (width, 0)
    font.save(derived, reorderTables=None)


def _extent(width: int, table: Any) -> Any:
    """Return a glyph of two contours of one point each, at both ends of its advance: an extent, and nothing to fill."""
    glyph = Glyph()
    glyph.numberOfContours = 2
    glyph.coordinates = GlyphCoordinates([(0, 0), (width, 0)])
    glyph.endPtsOfContours = [0, 1]
    glyph.flags = bytearray([1, 1])
    glyph.program = Program()
    glyph.program.fromBytecode(b"")
    glyph.recalcBounds(table)
    return glyph


def advances() -> dict[str, int]:
    """Return the advances of the regular face, in thousandths of an em, for what every face draws."""
    faces = [TTFont(FONTS / f"Sarabun-{face}.ttf", lazy=False) for face in FACES]
    regular, drawn = faces[0], set.intersection(*(set(face.getBestCmap()) for face in faces))
    return {
        chr(code): regular["hmtx"][name][0] * 1000 // regular["head"].unitsPerEm
        for code, name in sorted(regular.getBestCmap().items())
        if code in drawn
    }


if __name__ == "__main__":
    for face in FACES:
        derive(Path(sys.argv[1]) / f"Sarabun-{face}.ttf", FONTS / f"Sarabun-{face}.ttf")
    (FONTS / "advances.json").write_text(json.dumps(advances(), ensure_ascii=False, indent=0) + "\n")
