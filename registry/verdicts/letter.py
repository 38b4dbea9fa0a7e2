"""What may be said to the public about one letter: what stands on the paper, and what became of it.

Whoever has the code of a QR code has held the paper. Nothing is said of letters with a class of secrecy, nor of
those that no official has signed yet; for a stranger they are like letters that never were.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256

from domain.classes import SecrecyClass
from domain.errors import NoSuchThing
from domain.letter.events import (
    LetterCancelled,
    LetterIssued,
    LetterSuperseded,
    OrderAmended,
    OrderRepealed,
    SignedLetter,
    Way,
)
from domain.letter.text import LetterText
from domain.values import Digest, File, StreamId, digest
from registry.reader import Reader, Recorded
from registry.support import beginning
from registry.views.letters import Letters


class Became(Enum):
    """What a later letter or order made of one."""

    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class Later:
    """One thing that became of a letter, and by what."""

    became: Became
    number: str
    """Of the later letter or order, in Arabic digits."""
    at: datetime
    """When the register says that it was recorded."""
    why: str | None = None
    """The reason of a cancellation; the clause that an amendment changed."""


@dataclass(frozen=True, slots=True)
class PublicLetter:
    """One letter as it stands on the paper, and its place in the register."""

    stream: StreamId
    text: LetterText
    way: Way
    final: File
    """That people received."""
    attached: tuple[File, ...]
    """The attachments that are files, in the letter's order."""
    key: Digest
    """SHA-256 of the public key (SPKI) that the signer used; of a letter on paper, the clerk's."""
    signed_at: datetime
    """As the signer claims."""
    position: int
    """Of the seal's admission in the log."""
    newest: int
    """Position of the newest fact about it."""
    later: tuple[Later, ...]


def code_digest(code: str) -> Digest:
    """Return the digest under which statements know a code, as somebody may have typed it."""
    return digest(sha256(code.strip().lower().encode()).digest())


def by_code(reader: Reader, letters: Letters, code: str) -> PublicLetter:
    """Return the letter whose QR code holds *code*.

    Args:
        reader: The registry.
        letters: Up to date.
        code: As it stands in the address, whatever its form: a code of the wrong form is looked up like another.

    Raises:
        NoSuchThing: no letter here has it that may be shown; in one sentence, whatever the reason.
    """
    for known in letters.of_code(code_digest(code)):
        letter = read(reader, known.stream)
        if letter.text.secrecy is SecrecyClass.NONE:
            return letter
    raise NoSuchThing("code-unknown", "No letter of this registry has this code: compare it with the paper again.")


def read(reader: Reader, stream: StreamId) -> PublicLetter:
    """Return the letter in *stream*, which is that of one that went out."""
    lines = reader.stream(stream)
    issued = lines[0].statement.fact
    assert isinstance(issued, LetterIssued)  # noqa: S101 - the caller has found it among those
    person = beginning(reader, issued.signed_in)
    signed = person.statement.fact
    assert isinstance(signed, SignedLetter)  # noqa: S101 - admissions name nothing else
    return PublicLetter(
        stream=stream,
        text=signed.letter,
        way=issued.way,
        final=_final(issued, lines[0], person),
        attached=tuple(_attached(signed.letter, person)),
        key=Digest(person.statement.by),
        signed_at=person.statement.at,
        position=lines[0].position,
        newest=lines[-1].position,
        later=tuple(_later(lines)),
    )


def _attached(letter: LetterText, person: Recorded) -> Iterator[File]:
    files = {file.sha256: file for file in person.statement.doc}
    for one in letter.attachments:
        if one.sha256 is not None:
            yield files[one.sha256]


def _final(issued: LetterIssued, admission: Recorded, person: Recorded) -> File:
    """Return how the final file is named: by the admission of a typeset letter, else by the person's statement."""
    named = (*admission.statement.doc, *person.statement.doc)
    return next(file for file in named if file.sha256 == issued.final)


def _later(lines: Sequence[Recorded]) -> Iterator[Later]:
    """Yield what became of a letter: endings and amendments; other facts change nothing of what the paper says."""
    for line in lines:
        at = line.statement.at
        match line.statement.fact:
            case LetterCancelled(number=number, reason=reason):
                yield Later(Became.CANCELLED, number, at, reason)
            case LetterSuperseded(number=number):
                yield Later(Became.SUPERSEDED, number, at)
            case OrderRepealed(number=number):
                yield Later(Became.REPEALED, number, at)
            case OrderAmended(number=number, clause=clause):
                yield Later(Became.AMENDED, number, at, clause)
            case _:
                pass
