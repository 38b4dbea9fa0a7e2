"""What the reader said of a dropped file, kept beside the draft that was made of it: line, sureness, doubt.

Whoever fills in the form sees of each part where it stands in the file, until the letter is registered.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

import msgspec

from domain.values import Digest, StreamId
from registry.documents.draft import Doubt, Read, Sureness
from registry.documents.intake.findings import Finding
from registry.documents.reading.document import Reading
from registry.documents.reading.files.source import Format
from registry.registered import Registered, Standing

Plain = str | int | None
"""A value of a sentence, as it is kept."""

FIELDS: Mapping[str, str] = {
    "speed": "speed",
    "secrecy": "secrecy",
    "number": "code",
    "number_printed": "code",
    "issuing_office": "issuing_office",
    "address": "address",
    "dated": "dated",
    "date_printed": "dated",
    "subject": "subject",
    "salutation": "salutation",
    "addressees": "addressees",
    "references": "references",
    "attachments": "attachments",
    "paragraphs": "body",
    "directives": "directives",
    "in_force": "in_force",
    "closing": "closing",
    "signature": "signatory",
    "owner_unit": "owner_unit",
    "contact": "contact",
    "copies_to": "copies_to",
}
"""Which field of the draft (`registry.acts.drafts.LetterDraft`) a part that was read goes into."""


class Note(msgspec.Struct, frozen=True):
    """Where one part stands in the file, and how sure the reader is."""

    field: str
    place: int
    """Which of several, from 0."""
    line: int
    page: int | None
    printed: str
    """The line as it stands there."""
    sure: Sureness


class Doubted(msgspec.Struct, frozen=True):
    """Something that somebody has to look at; the sentence is made from slug and facts."""

    slug: str
    message: str
    facts: dict[str, Plain]
    field: str | None = None
    line: int | None = None


class Piece(msgspec.Struct, frozen=True):
    """A piece of a scan that people have to read; kept among the draft's files."""

    part: str
    """``number`` or ``date``."""
    file: str
    """The id of the draft's file."""


class Known(msgspec.Struct, frozen=True):
    """What the registry knew of the file when it came."""

    standing: Standing
    number: str
    stream: StreamId


class Notes(msgspec.Struct, frozen=True):
    """Everything that is noted of one file."""

    name: str
    digest: Digest
    format: Format
    notes: tuple[Note, ...] = ()
    doubts: tuple[Doubted, ...] = ()
    pieces: tuple[Piece, ...] = ()
    known: Known | None = None

    def of(self, field: str) -> list[Note]:
        """Return where a field of the draft was read."""
        return [one for one in self.notes if one.field == field]

    def doubted(self, field: str | None) -> list[Doubted]:
        """Return the doubts about a field; with None, those about the file as a whole."""
        return [one for one in self.doubts if one.field == field]


def noted(
    reading: Reading,
    *,
    contradictions: tuple[Doubt, ...] = (),
    odd: tuple[Finding, ...] = (),
    registered: Registered | None = None,
    pieces: tuple[Piece, ...] = (),
) -> Notes:
    """Return what there is to note of a file that was read.

    Args:
        reading: What the reader found.
        contradictions: What the registry has otherwise than the file cites it.
        odd: What the door found odd.
        registered: What the registry knows of the file.
        pieces: The pieces of a scan, as they are kept.
    """
    letter = registered.letter if registered else None
    return Notes(
        name=reading.source.name,
        digest=reading.source.sha256,
        format=reading.source.format,
        notes=tuple(_notes(reading)),
        doubts=(
            *(_doubted(one, None) for one in reading.doubts),
            *(_doubted(one, FIELDS.get(one.part or "")) for one in (*reading.draft.doubts, *contradictions)),
            *(Doubted(one.slug, one.message, plain(one.facts)) for one in odd),
        ),
        pieces=pieces,
        known=Known(registered.standing, letter.number, StreamId(letter.stream)) if registered and letter else None,
    )


def plain(facts: Mapping[str, object]) -> dict[str, Plain]:
    """Return the values of a sentence as they are kept: days in ISO, and text."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: object) -> Plain:
    match value:
        case None | str() | int():
            return value
        case date() | datetime():
            return value.isoformat()
        case _:
            return str(value)


def _notes(reading: Reading) -> Iterator[Note]:
    lines = {line.no: line for line in reading.lines}
    for part, field in FIELDS.items():
        value = getattr(reading.draft, part)
        if part in {"number_printed", "date_printed"} and getattr(reading.draft, _WHOLE[part]) is not None:
            continue
        for place, one in enumerate(value if isinstance(value, tuple) else (value,)):
            if isinstance(one, Read):
                line = lines.get(one.line)
                page = line.place.page if line is not None and line.place is not None else None
                printed = " ".join((line.printed or line.text).split()) if line is not None else ""
                yield Note(field, place, one.line, page, printed, one.sure)


_WHOLE = {"number_printed": "number", "date_printed": "dated"}
"""Noted only where the whole is not there."""


def _doubted(doubt: Doubt, field: str | None) -> Doubted:
    return Doubted(doubt.slug, doubt.message, plain(doubt.facts), field, doubt.line)
