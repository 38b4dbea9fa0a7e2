"""Orders that change the structure and recorded instruments, decided again as the writer had to decide them."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from domain.authority import Authority
from domain.letter.events import LetterIssued, OrderAmended, OrderIssued, OrderRepealed
from domain.structure import absences, evolving, posts, recording
from domain.structure.acts import Acts
from domain.structure.deciding import decide
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.structure.instruments import Source
from domain.structure.posts import NO_POSTS
from domain.structure.structure import EMPTY
from domain.values import Digest, StreamId
from registry import powers
from registry.audit.line import Line
from registry.powers import Records
from registry.structure import changes_of, others
from registry.wire import Statement

Owed = tuple[StreamId, OrderAmended | OrderRepealed]
"""What the seal says next, and in which stream."""


def order_of(line: Line, issued: LetterIssued, signed: Digest) -> Source:
    """Return how an order is named that the seal admits in *line*."""
    return Source(line.statement.stream, issued.number, line.position, line.statement.at, signed)


class StructureRules:
    """The structure as known after the facts so far, and whether the next act on it may follow."""

    def __init__(self, earlier: Callable[[str, int], Sequence[Statement]]) -> None:
        """Start before leaf 0; *earlier* reads the statements of a stream before a position."""
        self._earlier = earlier
        self.known = EMPTY
        self.posts = NO_POSTS

    def records(self, authority: Authority) -> Records:
        """Return what is recorded of officers, units and posts."""
        return Records(authority, self.known, self.posts)

    def issue(self, source: Source, acts: Acts) -> Iterable[Owed]:
        """Refuse an order whose acts the structure did not allow; else know it, and return what must follow."""
        decide(self.known, acts, source, others=self._others(acts, source.position))
        self.known = evolving.evolve(self.known, acts, source)
        self.posts = posts.evolve(self.posts, acts, source)
        return changes_of(acts, source, self.known, self.posts)

    def record(self, line: Line, fact: InstrumentRecorded, authority: Authority) -> None:
        """Refuse an instrument that could not be recorded; else know that it waits."""
        said, position = line.statement, line.position
        source = recording.source_of(
            fact, stream=said.stream, position=position, digest=line.digest, confirmation=line.digest
        )
        allowed = self._others(fact.acts, position)
        recording.require_recordable(self.known, authority, fact, source, by=said.by, others=allowed)
        if not fact.proposed:
            powers.require_recorded_acts(self.records(authority), fact.acts, said.by, source=source)
        self.known = evolving.record(self.known, fact, statement=line.digest, stream=said.stream, by=said.by)

    def confirm(self, line: Line, fact: InstrumentConfirmed, authority: Authority) -> Iterable[Owed]:
        """Refuse what could not be confirmed, or not any more; else know it, and return what must follow."""
        pending = recording.require_confirmable(self.known, authority, fact, by=line.statement.by)
        acts = pending.recorded.acts
        source = recording.source_of(
            pending.recorded,
            stream=pending.stream,
            position=line.position,
            digest=fact.recorded,
            confirmation=line.digest,
        )
        decide(self.known, acts, source, others=self._others(acts, line.position))
        powers.require_recorded_acts(self.records(authority), acts, line.statement.by, source=source)
        self.known = evolving.confirm(self.known, fact.recorded, source)
        self.posts = posts.evolve(self.posts, acts, source)
        return changes_of(acts, source, self.known, self.posts)

    def absent(self, line: Line, fact: AbsenceRecorded | AbsenceEnded, authority: Authority) -> None:
        """Refuse an absence, or the end of one, that could not be recorded; else know it."""
        said = line.statement
        if isinstance(fact, AbsenceRecorded):
            absences.require_absence(self.posts, self.known, authority, fact, by=said.by)
            self.posts = posts.record(self.posts, fact, statement=line.digest, position=line.position)
        else:
            absences.require_end(self.posts, authority, fact, by=said.by, now=said.at)
            self.posts = posts.end(self.posts, fact, statement=line.digest, position=line.position)

    def _others(self, acts: Acts, before: int) -> Mapping[StreamId, str]:
        def number_of(stream: StreamId) -> str | None:
            earlier = self._earlier(stream, before)
            fact = earlier[0].fact if earlier else None
            return fact.number if isinstance(fact, OrderIssued) else None

        return others(acts, self.known, number_of)
