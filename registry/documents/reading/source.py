"""What a file says before anybody asks what it means: where its lines stand, and what else it carries."""

from dataclasses import dataclass
from enum import Enum


class Format(Enum):
    """How a document came."""

    TEXT = "text"
    DOCX = "docx"
    PDF = "pdf"
    """With a text of its own."""
    SCAN = "scan"
    """A picture of pages, recognised as far as the machine can."""


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
