"""One fact under an address of its own, and the files that it names."""

from typing import Any

import msgspec
from litestar import Response
from litestar.response import Template

from api.auth.rights import Right, Visitor
from api.counter import Counter
from api.pages.handed_out import saved_as
from api.pages.histories.readable import Readable
from api.pages.histories.subjects import kind_of_letter, may_see, no_such_position
from api.pages.histories.told import told
from api.pages.page import page
from api.texts.facts import FACTS
from api.texts.text import Text
from domain.errors import NoSuchThing
from domain.incoming import LetterReceived
from domain.letter.events import LetterIssued, SignedLetter
from domain.series import NumberReserved
from domain.structure.events import InstrumentRecorded
from domain.thai.digits import to_thai
from domain.values import StreamId
from registry.history.history import Histories
from registry.reader import Reader, Recorded, recorded
from registry.views.letters import Direction, Letters


def shown(counter: Counter, visitor: Visitor, position: int) -> Template:
    """Show one fact, with what its statement says to the letter."""
    line = _readable(counter, visitor, position)
    reader = counter.office.reader
    letter = letter_of(counter, line)
    with Histories(reader) as histories:
        of_letter = None if letter is None else histories.letter(letter)
        changing = of_letter is not None and position in of_letter.positions()
        event = next(of_letter.told({position})) if of_letter and changing else histories.fact(position)
        fact = told(reader, event)
    by = event.by.officer if event.by is not None and Right.AUDITOR in visitor.rights else None
    words = FACTS[line.statement.name]
    return page(
        "histories/fact.html",
        title=Text(f"รายการที่ {to_thai(str(position))}: {words.thai}", f"Fact {position}: {words.english}"),
        fact=fact,
        letter=letter,
        kind=None if letter is None else kind_of_letter(reader, letter),
        by=by,
        statement=msgspec.json.format(line.entry.contents.statement, indent=2).decode(),
    )


def file(counter: Counter, visitor: Visitor, position: int, name: str) -> Response[Any]:
    """Hand out a file that a fact names, to be saved and never to be shown here."""
    doc = _readable(counter, visitor, position).statement.doc
    kept = next((one for one in doc if one.sha256.removeprefix("sha256:") == name), None)
    if kept is None:
        raise NoSuchThing("no-such-file", "The letter has no such file: load its page again.")
    return saved_as(counter.office.reader.blobs.get(kept.sha256), kept.name)


def letter_of(counter: Counter, line: Recorded) -> StreamId | None:
    """Return the letter or order to whose life a fact belongs: by its stream, by what it signs, or by its number."""
    reader, statement = counter.office.reader, line.statement
    if isinstance(statement.fact, SignedLetter):
        return _issued_as(counter, reader, statement.stream, statement.fact)
    if isinstance(statement.fact, NumberReserved):
        n, series = statement.fact.n, statement.stream
        if reader.store.number_state(series, n) != "issued":
            return None
        return letter_of(counter, reader.at(reader.store.used_at(series, n)))
    first = reader.beginning(statement.stream)
    begins = first is not None and isinstance(first.statement.fact, LetterIssued | LetterReceived | InstrumentRecorded)
    return statement.stream if begins else None


def _issued_as(counter: Counter, reader: Reader, signed_in: StreamId, fact: SignedLetter) -> StreamId | None:
    """Return the letter as which what somebody signed was issued, if it was."""
    with counter.view(Letters) as letters:
        try:
            known = letters.resolve(fact.letter.number, dated=fact.letter.dated, direction=Direction.SENT)
        except NoSuchThing:
            return None
    first = reader.beginning(known.stream)
    issued = None if first is None else first.statement.fact
    return known.stream if isinstance(issued, LetterIssued) and issued.signed_in == signed_in else None


def _readable(counter: Counter, visitor: Visitor, position: int) -> Recorded:
    """Return the fact at a position.

    Raises:
        NoSuchThing: there is none, or none that the visitor may know of: which of both is not said. Who is no
            auditor may know of letters' facts alone.
    """
    reader = counter.office.reader
    line = next((recorded(one) for one in reader.store.after(position - 1, 1)), None)
    if line is None or line.position != position:  # a fact may take several leaves; it stands at the first
        raise no_such_position(position)
    if not Readable(reader, visitor)(line):
        raise no_such_position(position)
    if Right.AUDITOR not in visitor.rights:
        letter = letter_of(counter, line)
        if letter is None or not may_see(counter, visitor, letter):
            raise no_such_position(position)
    return line
