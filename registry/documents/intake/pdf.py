"""Looks into a PDF: as bytes, as objects, as pages, as a file that somebody signed.

    bytes     begins and ends as one PDF, how often it was saved over
    objects   actions, scripts, files inside, parts that lie elsewhere, fonts: `pdf_objects`
    pages     text that nobody sees, text under something, what prints otherwise than it shows: `pdf_pages`
    signed    whether a signature covers the file, and what was changed behind it: `pdf_signed`

Repairs nothing. Source of the names: ISO 32000-2.
"""

import io
import re

import pikepdf

from registry.documents.intake import pdf_objects, pdf_pages, pdf_signed, polyglots
from registry.documents.intake.findings import Findings

MOST_PAGES = 1_000
MOST_OBJECTS = 150_000
_MOST_DECODED = 256 << 20  # bytes that one stream may unpack to
_MOST_IN_ONE = 1_000_000  # entries of one array or dictionary
_HEADER = re.compile(rb"%PDF-[12]\.\d")
_SAVED = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_UNNAMED = re.compile(r"^stream <[^>]*>: ")  # a file in memory has no name that tells anybody anything
_HARMLESS = "reported number of objects"  # many writers count otherwise, and no reader minds

pikepdf.settings.set_qpdf_limits(
    parser_max_container_size=_MOST_IN_ONE,
    dct_max_memory=_MOST_DECODED,
    flate_max_memory=_MOST_DECODED,
    png_max_memory=_MOST_DECODED,
    run_length_max_memory=_MOST_DECODED,
    tiff_max_memory=_MOST_DECODED,
    doc_max_warnings=1_000,
)


def look(data: bytes, found: Findings) -> None:
    """Look into a PDF file."""
    if not _HEADER.match(data):
        found.refuse(
            "pdf-begins-otherwise",
            "Something stands before the PDF's beginning, so that other programs may read another file: save it anew.",
        )
    polyglots.look(data, data[data.rfind(b"%%EOF") + 5 :] if b"%%EOF" in data else b"", found)
    exceeded = pikepdf.settings.qpdf_limit_errors()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            _look_at_document(document, data, found)
        if pikepdf.settings.qpdf_limit_errors() > exceeded:
            _say_damaged("it is nested or unpacks without end", found)
    except pikepdf.PasswordError:
        _say_locked(found)
    except (pikepdf.PdfError, pikepdf.PikepdfError, ValueError, TypeError, KeyError, IndexError, RuntimeError) as error:
        _say_damaged(_UNNAMED.sub("", str(error))[:200], found)


def _look_at_document(document: pikepdf.Pdf, data: bytes, found: Findings) -> None:
    if document.is_encrypted:
        _say_locked(found)
        return
    pages = len(document.pages)
    objects = len(document.objects)
    if pages > MOST_PAGES or objects > MOST_OBJECTS:
        found.refuse(
            "pdf-too-many-pages",
            f"The PDF has {pages} pages and {objects} objects, more than {MOST_PAGES} and {MOST_OBJECTS}: split it.",
            pages=pages,
            most=MOST_PAGES,
            objects=objects,
        )
        return
    if pages == 0:
        found.refuse("pdf-without-pages", "The PDF has no page: look whether it is the right file.")
        return
    pdf_objects.look(document, found)
    signed = pdf_signed.look(document, data, found)
    if not found.refused:  # what is refused need not be drawn
        pdf_pages.look(document, data, found)
    _look_at_savings(data, found, signed=signed)
    if warnings := [str(one) for one in document.get_warnings() if _HARMLESS not in str(one)]:
        why = re.sub(r"^.*?: ", "", warnings[0])[:200]
        found.flag("pdf-repaired", f"The PDF is damaged and was read after a repair ({why}): look at it well.", why=why)


def _look_at_savings(data: bytes, found: Findings, *, signed: bool) -> None:
    """Flag a file that was saved over: what is under the newest layer is still in it."""
    times = sum(match[1] != b"0" for match in _SAVED.finditer(data))  # 0: for the web, its first page stands first
    if times > 1 and not signed:
        found.flag(
            "pdf-saved-over",
            f"The PDF was saved {times} times into one file, which still holds what it was: print it to a new PDF.",
            times=times,
        )


def _say_damaged(why: str, found: Findings) -> None:
    found.refuse("pdf-damaged", f"The PDF cannot be opened ({why}): print it to a new PDF.", why=why)


def _say_locked(found: Findings) -> None:
    found.refuse("pdf-locked", "The PDF is encrypted, also where no password is asked: save it without.")
