"""Looks at a PDF's pages in the order in which they are painted: what is read by programs and seen by nobody.

    text in invisible or white letters      as scanners put behind pictures: programs read it, people do not
    text under a picture, an area, a note   is still there when it is copied, searched or printed otherwise
    a page larger than what it shows        hides its edges

None of it is wrong by itself; people are told, because they sign what they see.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import islice

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name

from registry.documents.intake.findings import Findings

MOST_PAINTED = 150_000
"""Things on all pages together that are looked at."""
LARGEST_SIDE = 14_400
"""Points; readers show no larger page. Source: ISO 32000-1 annex C.2."""

_DEEPEST = 8  # forms within forms
_INVISIBLE = {3, 7}  # text rendering modes, ISO 32000-2 9.3.6
_WHITE = 250  # of 255, from here on nobody sees it on paper
_CORNERS = (4, 5)  # points of a rectangle's outline, closed or not
_SLACK = 1.0  # points
_MOST_COVERS = 100  # on one page
_CROPPED = 0.9  # of a side: less than this of it is shown
_QUIET = frozenset(["/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet"])
_COVERING = frozenset(["/FreeText", "/Stamp", "/Square", "/Circle", "/Polygon", "/Ink", "/Redact", "/Watermark"])
_HIDDEN, _PRINTED, _NOT_VIEWED = 2, 4, 32  # ISO 32000-2 table 167

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""
Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)


class _Look(Enum):
    """What a painted thing is to somebody who looks at the page."""

    TEXT = "text"
    WHITE_TEXT = "white text"
    NO_TEXT = "invisible text"
    COVER = "a picture or an area in colour"
    WHITE_COVER = "a white area"
    NOTHING = "a line, or what one can look through"


@dataclass(frozen=True, slots=True)
class _Painted:
    """One thing on a page."""

    box: Box
    look: _Look


_COVERS = frozenset({_Look.COVER, _Look.WHITE_COVER})
_TEXTS = frozenset({_Look.TEXT, _Look.WHITE_TEXT, _Look.NO_TEXT})


def look(document: pikepdf.Pdf, data: bytes, found: Findings) -> None:
    """Look at every page."""
    left = MOST_PAINTED
    drawn = pypdfium2.PdfDocument(data)
    for no, page in enumerate(document.pages, start=1):
        visible = _look_at_size(page, no, found)
        covers = _look_at_notes(page, no, found)
        try:
            canvas = drawn[no - 1]
        except pypdfium2.PdfiumError:
            found.flag("pdf-page-unseen", "A page cannot be drawn here: look at it well.", page=no)
            continue
        painted = list(islice(_painted(canvas), left))
        left -= len(painted)
        _look_at_text(painted, covers, visible, no, found)
        canvas.close()
        if left <= 0:
            found.flag(
                "pdf-not-all-seen", f"Only the first {no} pages were looked at, for there is much on them.", pages=no
            )
            break
    drawn.close()


def _look_at_size(page: pikepdf.Page, no: int, found: Findings) -> Box:
    whole, shown = _box(page.mediabox), _box(page.cropbox)
    unit = page.obj.get(Name.UserUnit, 1)
    scale = float(unit) if isinstance(unit, int | float) or hasattr(unit, "as_tuple") else 1.0
    wide, high = whole[2] - whole[0], whole[3] - whole[1]
    if not 0 < wide * scale <= LARGEST_SIDE or not 0 < high * scale <= LARGEST_SIDE:
        width, height = int(wide * scale), int(high * scale)
        found.refuse(
            "pdf-page-size",
            f"A page measures {width} × {height} points, which is no paper: print it to a new PDF.",
            page=no,
            width=width,
            height=height,
        )
    elif shown[2] - shown[0] < wide * _CROPPED or shown[3] - shown[1] < high * _CROPPED:
        found.flag("pdf-cropped", "A page shows only a part of itself: look at the whole.", page=no)
    return shown


def _box(array: Array) -> Box:
    numbers = [float(one) for one in array.as_list()]
    if len(numbers) != 4:  # noqa: PLR2004 - two corners
        message = "a page's box has not four numbers"
        raise ValueError(message)
    left, right = sorted((numbers[0], numbers[2]))
    bottom, top = sorted((numbers[1], numbers[3]))
    return left, bottom, right, top


def _look_at_notes(page: pikepdf.Page, no: int, found: Findings) -> list[Box]:
    """Look at annotations, and return where they may cover something."""
    covers: list[Box] = []
    listed = page.obj.get(Name.Annots)
    for note in listed.as_list() if isinstance(listed, Array) else []:
        if not isinstance(note, Dictionary):
            continue
        kind = str(note.get(Name.Subtype, ""))
        marks = note.get(Name.F, 0)
        marks = marks if isinstance(marks, int) else 0
        if kind in _QUIET and not marks & _NOT_VIEWED:
            continue
        if marks & _PRINTED and marks & _NOT_VIEWED and not marks & _HIDDEN:
            found.refuse(
                "pdf-prints-otherwise",
                f"A note ({kind[1:]}) is printed and not shown: print it to a new PDF.",
                page=no,
                name=kind[1:],
            )
        if kind not in _QUIET:
            found.flag("pdf-note", f"A note ({kind[1:]}) lies over the page.", page=no, kind=kind[1:])
        place = note.get(Name.Rect)
        if kind in _COVERING and isinstance(place, Array):
            covers.append(_box(place))
    return covers


def _look_at_text(painted: list[_Painted], notes: list[Box], visible: Box, no: int, found: Findings) -> None:
    unseen = set(_unseen(painted, visible))
    covered = 0
    above = list(notes)
    for place in range(len(painted) - 1, -1, -1):  # what comes later lies above
        one = painted[place]
        if one.look in _COVERS and len(above) < len(notes) + _MOST_COVERS:
            above.append(one.box)
        elif one.look in _TEXTS and place not in unseen:
            covered += any(_inside(one.box, box) for box in above)
    if unseen:
        found.flag(
            "pdf-text-unseen",
            f"A page has {len(unseen)} pieces of text that nobody sees and programs read: compare it with the picture.",
            page=no,
            count=len(unseen),
        )
    if covered:
        found.flag(
            "pdf-text-covered",
            f"A page has {covered} pieces of text under something: look at what is below.",
            page=no,
            count=covered,
        )


def _unseen(painted: list[_Painted], visible: Box) -> Iterator[int]:
    """Yield the places of texts that leave nothing to see: invisible, white on white, or beside the page."""
    behind: list[Box] = []
    for place, one in enumerate(painted):
        if one.look is _Look.COVER and len(behind) < _MOST_COVERS:
            behind.append(one.box)
        elif one.look in _TEXTS and (
            one.look is _Look.NO_TEXT
            or not _overlap(one.box, visible)
            or (one.look is _Look.WHITE_TEXT and not any(_overlap(one.box, box) for box in behind))
        ):
            yield place


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - _SLACK
        and inner[1] >= outer[1] - _SLACK
        and inner[2] <= outer[2] + _SLACK
        and inner[3] <= outer[3] + _SLACK
    )


# --- what is painted, in its order ------------------------------------------------------------------------------


def _painted(page: pypdfium2.PdfPage) -> Iterator[_Painted]:
    for place in range(pdfium.FPDFPage_CountObjects(page.raw)):
        yield from _painted_by(pdfium.FPDFPage_GetObject(page.raw, place), _AS_IT_IS, 0)


def _painted_by(thing: object, matrix: Matrix, depth: int) -> Iterator[_Painted]:
    """Yield what a thing paints: itself, or what a form consists of."""
    if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_FORM:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            yield _Painted(_moved((left.value, bottom.value, right.value, top.value), matrix), _look_of(thing))
    elif depth < _DEEPEST:
        own = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(thing, own)
        inner = _then((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        for place in range(pdfium.FPDFFormObj_CountObjects(thing)):
            yield from _painted_by(pdfium.FPDFFormObj_GetObject(thing, place), inner, depth + 1)


def _look_of(thing: object) -> _Look:
    match pdfium.FPDFPageObj_GetType(thing):
        case pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE:
                return _Look.NO_TEXT
            return _Look.WHITE_TEXT if _is_white(thing) else _Look.TEXT
        case pdfium.FPDF_PAGEOBJ_IMAGE:
            return _Look.NOTHING if pdfium.FPDFPageObj_HasTransparency(thing) else _Look.COVER
        case pdfium.FPDF_PAGEOBJ_PATH if _is_filled_rectangle(thing):
            return _Look.WHITE_COVER if _is_white(thing) else _Look.COVER
        case _:
            return _Look.NOTHING


def _is_white(thing: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return False  # a pattern
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _WHITE


def _is_filled_rectangle(path: object) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, mode, stroke) or mode.value == pdfium.FPDF_FILLMODE_NONE:
        return False
    if pdfium.FPDFPageObj_HasTransparency(path):
        return False
    count = pdfium.FPDFPath_CountSegments(path)
    return count in _CORNERS and all(
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(path, at)) != pdfium.FPDF_SEGMENT_BEZIERTO
        for at in range(count)
    )


def _then(first: Matrix, second: Matrix) -> Matrix:
    """Return the matrix that does *first*, then *second*. Source: ISO 32000-2 8.3.4."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _moved(box: Box, matrix: Matrix) -> Box:
    if matrix == _AS_IT_IS:
        return box
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)
