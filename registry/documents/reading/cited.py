"""Letters and orders that a document names anywhere: in its subject, its references, its enclosures and its text.

Each is named once, where it stands first with all that is known of it; the document's own number cites nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.citations import Citation, find_citations
from domain.numbers import plain
from registry.documents.draft import Doubt, Draft, Read, Sureness
from registry.documents.reading.files.lines import Line

_LONGEST_PART = 40  # lines in which the number of a wrapped part is looked for
_MOST_PLACED = 500  # citations of one part whose own lines are looked for; no letter has more


def with_citations(draft: Draft, lines: Sequence[Line]) -> Draft:
    """Return *draft* with what it cites, in the order of its lines.

    What was recognised in a picture is cited with a doubt: its figures are not to be believed.
    """
    found = sorted(_found(draft, lines), key=lambda citation: citation.line)
    citations = tuple(_once(found, None if draft.number is None else str(draft.number.value)))
    guessed = {line.no for line in lines if line.guessed}
    return replace(
        draft,
        citations=tuple(replace(one, sure=Sureness.DOUBTFUL) if one.line in guessed else one for one in citations),
        doubts=(*draft.doubts, *(_guess(one) for one in citations if one.line in guessed)),
    )


def _found(draft: Draft, lines: Sequence[Line]) -> Iterator[Read[Citation]]:
    figures: dict[int, str] = {}  # of lines that were looked at, by their place
    for part in _parts(draft):
        for place, citation in enumerate(find_citations(part.value)):
            line = _line_of(citation, part.line, lines, figures) if place < _MOST_PLACED else part.line
            yield Read(citation, line, part.sure)


def _parts(draft: Draft) -> Iterator[Read[str]]:
    if draft.subject:
        yield draft.subject
    yield from (Read(one.value.text, one.line, one.sure) for one in draft.references)
    yield from (Read(one.value.title, one.line, one.sure) for one in draft.attachments)
    yield from draft.paragraphs


def _line_of(citation: Citation, first: int, lines: Sequence[Line], figures: dict[int, str]) -> int:
    """Return the line of a wrapped part on which the number is printed; the first one, where it is wrapped itself."""
    begin = bisect_left(lines, first, key=lambda line: line.no)
    places = [begin]
    for place in range(begin + 1, min(begin + _LONGEST_PART, len(lines))):
        if lines[place].after_blank:
            break
        places.append(place)
    if len(places) == 1:
        return first  # nothing to choose from, and the line may be very long
    number = _figures(str(citation.number))
    alone = re.compile(rf"(?<!\d){re.escape(number)}(?!\d)")
    for place in places:
        if place not in figures:
            figures[place] = _figures(lines[place].text)
        if number in figures[place] and alone.search(figures[place]):
            return lines[place].no
    return first


def _figures(text: str) -> str:
    return plain(text).replace(" ", "").replace(".", "")


def _once(found: Sequence[Read[Citation]], own: str | None) -> Iterator[Read[Citation]]:
    """Yield each letter once; one that is named without its day is the one that is named with it."""
    dated = {str(one.value.number) for one in found if one.value.dated}
    told = set()
    for one in found:
        number = str(one.value.number)
        said = (number, one.value.dated)
        if number == own or said in told or (one.value.dated is None and number in dated):
            continue
        told.add(said)
        yield one


def _guess(citation: Read[Citation]) -> Doubt:
    number = str(citation.value.number)
    message = f"The number {number} was recognised in a picture: compare it with the paper."
    return Doubt(citation.line, "citation-guessed", message, {"number": number}, "citations")
