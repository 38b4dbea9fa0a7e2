"""Pages as pictures, for people who would rather look; drawn in the process apart (`registry.documents.picturing`)."""

from dataclasses import dataclass

from domain.errors import InvalidValue
from registry.documents import apart
from registry.documents.intake.kinds import Kind, kind_of

WIDTH = 1_000
"""Pixels across a page on a screen."""
THUMBNAIL = 160
"""Pixels across."""
MOST_WIDE = 4_000
MOST_AT_ONCE = 50
"""Pages."""
LARGEST_DPI = 600
_DRAWN = {Kind.PDF, Kind.PNG, Kind.JPEG, Kind.TIFF}


@dataclass(frozen=True, slots=True)
class Pictures:
    """Some pages of a document."""

    pages: int
    """How many the document has."""
    drawn: tuple[bytes, ...]
    """PNG, one each."""


def pages(data: bytes, *, width: int = WIDTH, first: int = 1, last: int | None = None) -> Pictures:
    """Return pages *first* to *last* (counted from 1, both included) of a PDF, PNG, JPEG or TIFF.

    Without *last*, as many as are drawn at once.

    Raises:
        InvalidValue: such pages are not drawn, the document has no page *first*, it is neither a PDF nor a picture,
            or it cannot be opened.
    """
    until = first + MOST_AT_ONCE - 1 if last is None else last
    if not (1 <= width <= MOST_WIDE and 1 <= first <= until < first + MOST_AT_ONCE):
        message = f"Pages {first} to {until}, {width} pixels wide, are not drawn: ask for up to {MOST_AT_ONCE} pages, "
        message += f"up to {MOST_WIDE} pixels wide."
        raise InvalidValue(
            "pictures-not-drawn", message, first=first, last=until, width=width, most=MOST_AT_ONCE, widest=MOST_WIDE
        )
    if kind_of(data) not in _DRAWN:
        message = "Only pages of a PDF, and pictures, are drawn: save it as PDF, or write a draft with saraban write."
        raise InvalidValue("nothing-to-draw", message)
    found = apart.run("pictures", data, Pictures, width=width, first=first, last=until)
    if not found.drawn:
        message = f"The document has {found.pages} pages, so there is no page {first}."
        raise InvalidValue("no-such-page", message, page=first, pages=found.pages)
    return found


def thumbnail(data: bytes, *, width: int = THUMBNAIL) -> bytes:
    """Return the first page as a small PNG; refuses as `pages` does."""
    return pages(data, width=width, last=1).drawn[0]
