"""Opens a PDF: its rows with their places, its QR codes, and the fields that one of our own files carries.

Runs in the process apart (`registry.documents.apart`), for the library underneath reads whatever it is given.

    pages ─glyphs─▶ words ─layout─▶ rows ─running─▶ without page numbers, heads and catchwords
                                     └─opinion──▶ beside what a second program reads
"""

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from registry.documents.apart import Setting
from registry.documents.reading.files import glyphs, layout, opinion
from registry.documents.reading.files.codes import codes, without_captions
from registry.documents.reading.files.opening import document_of
from registry.documents.reading.files.pixels import rendered
from registry.documents.reading.files.running import without_running
from registry.documents.reading.files.source import Code, Page, Paged, Row

PAGES_READ = 40
"""A letter with what it brings along; what is behind is not read, and said to be unread."""
PAGES_SEARCHED = 10
"""For QR codes."""

_CODES_DPI = 150  # what `measured` for a QR code of 2.5 cm on a scan
_FEWEST = 8  # characters: fewer are a stamp or a page number, not the text of a page
_COVERS = 0.6  # of the page: a picture that large over the text is the scan that it was read from
_MOST_OBJECTS = 4_000  # looked through for such a picture
_CARRIED = "letter.json"
_LARGEST_CARRIED = 1 << 20  # bytes


def opened(data: bytes, settings: dict[str, Setting]) -> Paged:
    """Return what stands on the pages of a PDF.

    Args:
        data: The file.
        settings: ``second`` (bool): ask a second program too.

    Raises:
        InvalidValue: it is locked, damaged, or has more pages than any letter.
    """
    document = document_of(data)
    read = min(len(document), PAGES_READ)
    carried = _carried(document)
    # Fields that the file carries are a second opinion already, and a better one.
    other = opinion.asked(data, pages=read) if settings.get("second") and carried is None else None
    rows: list[list[Row]] = []
    sizes: list[Page] = []
    wordless: list[int] = []
    hidden: list[int] = []
    found: list[Code] = []
    for number in range(1, read + 1):
        page = document[number - 1]
        sizes.append(Page(*(round(edge, 1) for edge in page.get_size())))
        words, unseen = glyphs.words(page, under_picture=_under_picture(page))
        if sum(len(word.text) for word in words) < _FEWEST:
            wordless.append(number)
        if unseen:
            hidden.append(number)
        on_page = codes(rendered(page, dpi=_CODES_DPI), number) if number <= PAGES_SEARCHED else ()
        found += on_page
        rows.append(layout.rows(without_captions(words, on_page), number))
        page.close()
    together = without_running(rows, sizes)
    return Paged(
        pages=tuple(sizes),
        rows=opinion.compared(together, other) if other else tuple(together),
        codes=tuple(found),
        wordless=tuple(wordless),
        hidden=tuple(hidden),
        unread=len(document) - read,
        carried=carried,
    )


def _under_picture(page: pdfium.PdfPage) -> bool:
    """Tell whether a picture of nearly the whole page is drawn over text: a scan with what was recognised in it."""
    raw = page.raw
    width, height = page.get_size()
    text_before = False
    edges = [ctypes.c_float() for _ in range(4)]
    for at in range(min(pdfium_c.FPDFPage_CountObjects(raw), _MOST_OBJECTS)):
        drawn = pdfium_c.FPDFPage_GetObject(raw, at)
        kind = pdfium_c.FPDFPageObj_GetType(drawn)
        text_before = text_before or kind == pdfium_c.FPDF_PAGEOBJ_TEXT
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE and text_before:
            pdfium_c.FPDFPageObj_GetBounds(drawn, *edges)
            left, bottom, right, top = (edge.value for edge in edges)
            if (right - left) * (top - bottom) > _COVERS * width * height:
                return True
    return False


def _carried(document: pdfium.PdfDocument) -> bytes | None:
    """Return the fields that one of our own files carries."""
    for at in range(min(document.count_attachments(), 100)):
        attachment = document.get_attachment(at)
        if attachment.get_name() == _CARRIED:
            size = ctypes.c_ulong()
            pdfium_c.FPDFAttachment_GetFile(attachment.raw, None, 0, size)
            return bytes(attachment.get_data()) if 0 < size.value <= _LARGEST_CARRIED else None
    return None
