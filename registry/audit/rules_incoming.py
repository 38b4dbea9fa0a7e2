"""Letters that come in, decided again as the writer had to decide them."""

from collections.abc import Callable, Sequence
from typing import cast

from domain import incoming as matters
from domain.incoming import ActionNoted, Incoming, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import EntryCorrected, EntryNoted
from domain.series import NumberState, Purpose
from domain.values import StreamId
from registry.audit.lately import Lately
from registry.audit.line import Line
from registry.audit.numbers import Numbers
from registry.audit.report import wrong
from registry.register.group import NumberChange
from registry.wire import Relation, Statement


class IncomingRules:
    """Received letters as met lately; others are read again from their streams."""

    def __init__(self, earlier: Callable[[str, int], Sequence[Statement]], numbers: Numbers, *, kept: int) -> None:
        """Start before leaf 0; *earlier* reads the statements of a stream before a position."""
        self._earlier = earlier
        self._numbers = numbers
        self._known: Lately[StreamId, Incoming] = Lately(kept)
        self.received = 0

    def receive(self, line: Line, fact: LetterReceived) -> Sequence[NumberChange]:
        """Refuse an entry that the register did not make so; else know it, and what becomes of its number."""
        reservation = self._numbers.reservation(fact.series, fact.n)
        if (
            matters.receive(fact) != fact
            or reservation.purpose is not Purpose.RECEIPT
            or fact.registered_at != line.statement.at
            or line.statement.re != (Relation("uses", reservation.statement),)
        ):
            raise wrong(f"Receive number {fact.n} was not entered so.")
        self.received += 1
        self._known.set(line.statement.stream, matters.evolve(None, fact))
        return [self._numbers.finish(fact.series, fact.n, NumberState.ISSUED)]

    def go_on(self, line: Line, fact: MatterAssigned | ActionNoted | MatterConcluded) -> None:
        """Refuse work on a matter that is concluded; else know it."""
        matter = self.matter(line.statement.stream, line.position)
        matters.require_open(matter)
        self._known.set(line.statement.stream, matters.evolve(matter, fact))

    def annotate(self, line: Line, fact: EntryNoted | EntryCorrected) -> None:
        """Refuse a correction of what the entry does not say; else know it."""
        matter = self.matter(line.statement.stream, line.position)
        if isinstance(fact, EntryCorrected):
            matters.correct(matter, fact)
        self._known.set(line.statement.stream, matters.evolve(matter, fact))

    def matter(self, stream: StreamId, before: int) -> Incoming:
        """Return a received letter as known before a position, or refuse."""
        matter = self._known.get(stream)
        if matter is None:
            facts = [statement.fact for statement in self._earlier(stream, before)]
            if not facts or not isinstance(facts[0], LetterReceived):
                raise wrong(f"Stream {stream} does not begin with what it would have to.")
            for event in facts:
                matter = matters.evolve(matter, cast("matters.IncomingEvent", event))
            assert matter is not None  # noqa: S101 - the stream is not empty
            self._known.set(stream, matter)
        return matter

    def knows(self, stream: StreamId, before: int) -> bool:
        """Tell whether a stream is a received letter's."""
        if self._known.get(stream) is not None:
            return True
        earlier = self._earlier(stream, before)
        return bool(earlier) and isinstance(earlier[0].fact, LetterReceived)
