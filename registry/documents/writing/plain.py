"""Writes a letter as plain UTF-8 text in the order of its form: for terminals, and for comparing.

The same fields give the same bytes.
"""

from collections.abc import Iterator, Sequence

from domain.classes import LetterKind
from domain.letter.text import LetterText
from registry.documents.writing.content import Body, Content, Labelled, content

_RULE = "-" * 24


def write(letter: LetterText, body: Body) -> bytes:
    """Return the letter's text.

    Raises:
        InvalidValue: the letter is of a kind that is not written, or has no text.
    """
    seen = content(letter, body)
    mark = seen.mark or ""
    blocks = (mark, *_blocks(seen), mark)
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


def _blocks(seen: Content) -> Iterator[str]:
    yield seen.secrecy or ""
    yield seen.speed or ""
    yield from _head(seen)
    yield from seen.paragraphs
    yield from _foot(seen)
    yield seen.secrecy or ""


def _head(seen: Content) -> Iterator[str]:
    match seen.kind:
        case LetterKind.ORDER | LetterKind.ANNOUNCEMENT:
            yield _lines((*seen.title, _RULE))
        case LetterKind.INTERNAL:
            yield from seen.title
            yield f"ส่วนราชการ {' '.join(filter(None, (seen.office, seen.owner_unit, *seen.contact)))}"
            yield f"{seen.number}    {seen.dated}"
        case LetterKind.SEALED:
            yield seen.number or ""
        case LetterKind.ATTESTATION:
            yield from (seen.number or "", seen.office, seen.address or "")
        case _:
            yield from (seen.number or "", seen.office, seen.address or "", seen.dated or "")
    yield from (_listed(part) for part in seen.labelled)


def _foot(seen: Content) -> Iterator[str]:
    if seen.kind is LetterKind.SEALED:
        yield seen.office
    if seen.kind not in {LetterKind.EXTERNAL, LetterKind.INTERNAL}:
        yield seen.dated or ""
    yield seen.closing or ""
    if seen.signed:
        yield _lines((seen.signed.rank or "", *seen.signed.below))
    if seen.kind is not LetterKind.INTERNAL:
        yield seen.owner_unit or ""
        yield _lines(seen.contact)
    if seen.kind is LetterKind.SEALED:
        yield seen.address or ""
    if seen.copies:
        yield _listed(seen.copies)


def _listed(part: Labelled) -> str:
    """Return a labelled part, further lines below the first."""
    first, *others = (" ".join(filter(None, line)) for line in part.lines())
    return _lines((f"{part.label} {first}", *others))


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line)
