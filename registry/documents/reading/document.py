"""Reads a file of any format that people hand in.

    bytes ─by their beginning─▶ text                                        ─▶ lines ─▶ draft
                                DOCX, PDF, picture ─▶ process apart ─▶ rows ─▶ lines ─▶ draft
                                our own PDF: the fields that it carries, held against what stands on its pages

The bytes are hashed as they came and never changed. What the file itself leaves in doubt, rather than its words, is
said beside the draft's own doubts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import PurePath

from domain.classes import LetterKind
from domain.errors import InvalidValue
from domain.values import Digest, digest
from registry.documents import apart
from registry.documents.draft import Doubt, Draft
from registry.documents.intake.kinds import Kind, kind_of
from registry.documents.reading import carried, text
from registry.documents.reading.files.lines import Line, laid_out, read_lines
from registry.documents.reading.files.opinions import with_other_readings
from registry.documents.reading.files.source import Code, Crop, Format, Opened, Page, Paged, Row
from registry.documents.writing.fields import Fields

MOST_SCANNED = 3
"""Pages of a scan whose text is recognised: a letter's own; one takes some seconds."""

LONG = 30_000
"""Characters; a text of more, some ten pages, is read in a process apart first."""

_ENDINGS = {
    ".txt": {Kind.TEXT},
    ".docx": {Kind.ZIP},
    ".pdf": {Kind.PDF},
    ".png": {Kind.PNG},
    ".jpg": {Kind.JPEG},
    ".jpeg": {Kind.JPEG},
    ".tif": {Kind.TIFF},
    ".tiff": {Kind.TIFF},
}
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RICH_TEXT = b"{\\rtf"


@dataclass(frozen=True, slots=True)
class Source:
    """The file as it came."""

    name: str
    format: Format
    sha256: Digest
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, and where."""

    source: Source
    draft: Draft
    lines: tuple[Line, ...]
    doubts: tuple[Doubt, ...] = ()
    """About the file itself: those about what it says are the draft's."""
    pages: tuple[Page, ...] = ()
    """Of formats that have pages, as many as were opened."""
    codes: tuple[Code, ...] = ()
    crops: tuple[Crop, ...] = ()
    """Where number and date stand on a scan, for a person to read."""
    fields: Fields | None = None
    """What one of our own files carries; its part in the draft was held against the pages."""
    carried: Digest | None = None
    """The digest of those fields' bytes."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A file opened: its lines, and whatever else it has."""

    format: Format
    lines: Sequence[Line]
    doubts: tuple[Doubt, ...] = ()
    paged: Paged | None = None


def read(data: bytes, *, name: str, ocr: bool = True) -> Reading:
    """Return what a document says.

    Args:
        data: The file's bytes.
        name: What it is called; only held against what the bytes are.
        ocr: Recognise the text of scans; without, they are shown and nothing of them is read.

    Raises:
        InvalidValue: it is of a format that is not read, is damaged or hostile, has no text, or is no letter;
            or a scan was handed in and the program that recognises text is not installed.
    """
    kind = kind_of(data)
    found = _opened(data, kind, ocr=ocr)
    draft = _draft(found)
    paged = found.paged or Paged(())
    doubts = [*_name_doubts(name, kind), *found.doubts, *_page_doubts(paged)]
    fields, unreadable = carried.fields_of(paged.carried)
    if fields is not None:
        draft = carried.with_fields(draft, fields, found.lines)
    return Reading(
        source=Source(name, found.format, digest(sha256(data).digest()), len(data)),
        draft=draft,
        lines=tuple(found.lines),
        doubts=(*doubts, *unreadable),
        pages=paged.pages,
        codes=paged.codes,
        crops=paged.crops,
        fields=fields,
        carried=digest(sha256(paged.carried).digest()) if fields is not None and paged.carried else None,
    )


def _opened(data: bytes, kind: Kind, *, ocr: bool) -> _Found:
    match kind:
        case Kind.PDF:
            return _pdf(data, ocr=ocr)
        case Kind.PNG | Kind.JPEG | Kind.TIFF:
            return _scan(data, range(1, MOST_SCANNED + 1), ocr=ocr)
        case Kind.ZIP:
            opened = apart.run("docx", data, Opened)
            return _Found(Format.DOCX, read_lines(opened.text.encode()), opened.doubts)
        case Kind.TEXT | Kind.OTHER | Kind.EXECUTABLE | Kind.KEY:
            if kind in {Kind.EXECUTABLE, Kind.KEY} or data.startswith((_OLD_WORD, _RICH_TEXT)):
                message = "The file is of a format that is not read: save it as DOCX or PDF and hand that in."
                raise InvalidValue("document-format-not-read", message)
            return _Found(Format.TEXT, read_lines(data))


def _pdf(data: bytes, *, ocr: bool) -> _Found:
    paged = apart.run("pdf", data, Paged, second=True)
    if 1 in paged.wordless and paged.carried is None:
        last = min(len(paged.pages), MOST_SCANNED)
        scanned = _scan(data, [page for page in range(1, last + 1) if page in paged.wordless], ocr=ocr)
        if scanned.paged is not None:
            both = replace(paged, rows=(), crops=scanned.paged.crops, wordless=paged.wordless[MOST_SCANNED:])
            return replace(scanned, paged=both)
    return _Found(Format.PDF, laid_out(paged.rows), paged=paged)


def _scan(data: bytes, numbers: Sequence[int], *, ocr: bool) -> _Found:
    """Open pages of a picture, as far as there are so many, each in a process of its own."""
    pages: list[Paged] = []
    for number in numbers:
        pages.append(apart.run("scan", data, Paged, page=number, ocr=ocr))
        if not pages[-1].unread:
            break
    rows: list[Row] = [row for page in pages for row in page.rows]
    paged = Paged(
        pages=tuple(size for page in pages for size in page.pages),
        rows=tuple(rows),
        codes=tuple(code for page in pages for code in page.codes),
        crops=tuple(crop for page in pages for crop in page.crops),
        unread=pages[-1].unread,
    )
    return _Found(Format.SCAN, laid_out(rows) if rows else (), paged=paged)


def _draft(found: _Found) -> Draft:
    """Return what the lines say. A scan of which nothing can be made is an empty draft: its crops are shown."""
    try:
        if sum(len(line.text) for line in found.lines) > LONG:
            apart.run("rehearse", "\n".join(line.text for line in found.lines).encode(), bool)
        return with_other_readings(text.draft_of(found.lines), found.lines)
    except InvalidValue as refused:
        if found.format is not Format.SCAN and (found.paged is None or found.paged.carried is None):
            raise
        message = f"The words on the page could not be read as a letter ({refused}): type its parts in."
        return Draft(LetterKind.EXTERNAL, doubts=(Doubt(1, "scan-not-read", message),))


def _name_doubts(name: str, kind: Kind) -> Iterator[Doubt]:
    ending = PurePath(name).suffix.lower()
    if kind not in _ENDINGS.get(ending, {kind}):
        message = f"{name} is called {ending}, but is {kind.value}: look whether it is the right file."
        yield Doubt(1, "name-says-otherwise", message, {"name": name, "ending": ending, "format": kind.value})


def _page_doubts(paged: Paged) -> Iterator[Doubt]:
    for page in paged.hidden:
        message = f"Page {page} has text that nobody sees; it was not read. Ask who made the file."
        yield Doubt(1, "text-hidden", message, {"page": page})
    if paged.wordless:
        pages = ", ".join(map(str, paged.wordless))
        message = f"Pages without a text of their own were not read ({pages}): look at them."
        yield Doubt(1, "pages-without-text", message, {"pages": pages})
    if paged.unread:
        message = f"The last {paged.unread} pages were not read: look at them."
        yield Doubt(1, "pages-unread", message, {"count": paged.unread})
