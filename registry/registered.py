"""Whether a file that was read is the letter that this registry issued, another file of it, or unknown here.

Which file is the letter is decided by its digest in the seal's admission, byte by byte. What a file says of itself
decides nothing: whoever alters a copy leaves number and date as they are.
"""

from dataclasses import dataclass
from enum import Enum
from hashlib import sha256

from domain.errors import NoSuchThing, WrongStage
from domain.letter.events import LetterIssued
from domain.values import Digest, digest
from registry.documents.reading.document import Reading
from registry.documents.reading.files.source import Code
from registry.finals import document_of
from registry.reader import Reader
from registry.views.letters import Direction, Known, Letters
from registry.views.view import open_view


class Standing(Enum):
    """What a file is to the registry."""

    REGISTERED = "registered"
    """The very file that was issued."""
    ANOTHER_FILE = "another-file"
    """It bears the number and date of an issued letter, whose file is another one."""
    SAME_CODE = "same-code"
    """A page of it shows the QR code of an issued letter; whether the page is that letter's, people have to compare."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Registered:
    """What the registry knows of a file, and of which letter."""

    standing: Standing
    letter: Known | None = None
    same_fields: bool = False
    """Of another file: it carries the very fields whose digest the official signed, so only its form is another."""


def against(reader: Reader, reading: Reading) -> Registered:
    """Return what the registry knows of a document.

    Raises:
        ViewStopped: the register's numbers cannot be looked up.
    """
    with open_view(reader, Letters) as letters:
        issued = letters.of_file(reading.source.sha256)
        if issued:
            return Registered(Standing.REGISTERED, issued[0])
        letter = _by_number(letters, reading)
        if letter is not None:
            return Registered(Standing.ANOTHER_FILE, letter, same_fields=_same_fields(reader, letter, reading))
        for code in reading.codes:
            for letter in letters.of_code(_printed_code(code)):
                return Registered(Standing.SAME_CODE, letter)
    return Registered(Standing.UNKNOWN)


def _by_number(letters: Letters, reading: Reading) -> Known | None:
    number, dated = reading.draft.number, reading.draft.dated
    if number is None or dated is None:
        return None
    try:
        return letters.resolve(number.value.printed("arabic"), dated=dated.value, direction=Direction.SENT)
    except NoSuchThing:
        return None


def _printed_code(code: Code) -> Digest:
    """Return the digest by which statements know a code; it ends the address, whatever domain that names."""
    return digest(sha256(code.text.rpartition("/")[2].encode()).digest())


def require_new(reader: Reader, file: Digest) -> None:
    """Refuse the very file of a letter that was issued here: one paper does not get two numbers.

    Raises:
        WrongStage: it is one.
        ViewStopped: the register's files cannot be looked up.
    """
    with open_view(reader, Letters) as letters:
        for letter in letters.of_file(file):
            raise WrongStage(
                "issued-already",
                f"This file is {letter.number} of {letter.dated}, which was issued here: it gets no second number. "
                "For another letter like it, make a draft: saraban read FILE -o draft.json.",
                number=letter.number,
                dated=letter.dated,
            )


def _same_fields(reader: Reader, letter: Known, reading: Reading) -> bool:
    return reading.carried is not None and reading.carried == _signed_fields(reader, letter)


def _signed_fields(reader: Reader, letter: Known) -> Digest | None:
    """Return the digest of the fields that the letter's official signed with it; None where it is not typeset."""
    issued = reader.beginning(letter.stream)
    if issued is None or not isinstance(issued.statement.fact, LetterIssued):
        return None
    signed = reader.beginning(issued.statement.fact.signed_in)
    document = None if signed is None else document_of(signed.statement.fact)
    return None if document is None else document.fields
