"""What a file says before anybody asks what it means: where its lines stand, and what else it carries."""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from registry.documents.draft import Doubt

GAP = "    "
"""Between columns, and before an indented line."""


class Format(Enum):
    """How a document came."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    """With a text of its own."""
    SCAN = "scan"
    """A picture of pages, recognised as far as the machine can."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's size in points of 1/72 inch, as it is looked at."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page, in points of 1/72 inch from the page's upper left corner."""

    page: int
    """Counted from 1."""
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code on a page."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Crop:
    """A piece of a page for people to look at, because a machine must not read it."""

    part: Literal["number", "date"]
    place: Place
    png: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line as somebody would type it: four spaces where it is indented, and at a wide gap.

    Without text it is the blank line between two parts. A space at its end was printed before the line was wrapped.
    """

    text: str
    place: Place | None = None
    guessed: bool = False
    """Whether it was recognised in a picture."""
    other: str | None = None
    """What another program reads there, where the two differ in more than spaces."""


@dataclass(frozen=True, slots=True)
class Paged:
    """What stands on the pages of a file."""

    pages: tuple[Page, ...]
    rows: tuple[Row, ...] = ()
    codes: tuple[Code, ...] = ()
    crops: tuple[Crop, ...] = ()
    wordless: tuple[int, ...] = ()
    """Pages without a text of their own, counted from 1: pictures, or empty."""
    hidden: tuple[int, ...] = ()
    """Pages with text that nobody sees."""
    unread: int = 0
    """Pages behind the last one that was read."""
    carried: bytes | None = None
    """The fields that one of our own files carries beside its pages."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A document without pages, as the plain text that somebody would have typed of it."""

    text: str
    doubts: tuple[Doubt, ...] = ()
    """With the lines of *text*."""
