"""letter.json: the fields of a letter as a program reads them, attached to its PDF file.

A convenience for whoever receives it, never evidence: what counts is the signed statement, which names the digest of
these bytes. They are canonical JSON (`registry.canonical`), so that one letter has one.
"""

from typing import Annotated, Any, Literal

import msgspec

from domain.letter.text import LetterText
from registry import canonical
from registry.documents.writing.content import Body
from registry.errors import NotCanonical

NAME = "letter.json"
"""Of the attached file."""
MIME = "application/json"
LARGEST = 1 << 20
"""Bytes; as large as a statement may be."""
DEEPEST = 8


class Fields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says."""

    v: Literal[1]
    typ: Literal["letter"]
    log: str
    """The registry's name."""
    letter: LetterText
    text: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    """Its paragraphs."""
    address: str | None
    mark: str | None
    in_force: str | None

    @property
    def body(self) -> Body:
        """What the letter has beside its register entry."""
        return Body(self.text, self.address, self.mark, self.in_force)


def write_fields(letter: LetterText, body: Body, *, origin: str) -> bytes:
    """Return the file's bytes.

    Raises:
        NotCanonical: it would be larger than anybody reads.
    """
    fields = Fields(1, "letter", origin, letter, tuple(body.paragraphs), body.address, body.mark, body.in_force)
    data = canonical.encode(msgspec.to_builtins(fields))
    if len(data) > LARGEST:
        message = f"The letter's fields take {len(data)} bytes, more than {LARGEST}: shorten its text."
        raise NotCanonical("fields-too-large", message, size=len(data), largest=LARGEST)
    return data


def read_fields(data: bytes) -> Fields:
    """Return what the file says.

    Raises:
        NotCanonical: not the canonical bytes of these fields and nothing else.
    """
    value: Any = canonical.decode(data, max_size=LARGEST, max_depth=DEEPEST)
    try:
        fields = msgspec.convert(value, Fields)
    except msgspec.ValidationError as error:
        message = f"{NAME} has a field that is wrong: {error}."
        raise NotCanonical("fields-wrong", message, why=str(error)) from None
    # A field that a letter does not have, or a second spelling of a value, would survive the reading.
    if canonical.encode(msgspec.to_builtins(fields)) != data:
        raise NotCanonical("fields-not-its-own", f"{NAME} has other fields than a letter's.")
    return fields
