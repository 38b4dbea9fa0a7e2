"""Structure and posts, followed fact by fact, by whoever reads facts in the order of the log.

order.signed ──waits──▶ order.issued          ─▶ known
instrument.recorded ──pending──▶ instrument.confirmed ─▶ known
absence.recorded ─▶ known ─▶ absence.ended
"""

from collections.abc import Iterator

from domain.letter.events import OrderIssued, OrderSignedByHand, OrderSignedWithActs
from domain.structure import recording
from domain.structure.acts import Acts
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.structure.folding import Folding
from domain.structure.instruments import Source
from domain.structure.posts import Posts
from domain.structure.structure import Structure
from domain.values import Digest, StreamId
from registry import wire
from registry.store.facts import Entry, FactStore
from registry.store.recorder import STRUCTURE
from registry.wire import Statement

Followed = (
    OrderSignedWithActs
    | OrderSignedByHand
    | OrderIssued
    | InstrumentRecorded
    | InstrumentConfirmed
    | AbsenceRecorded
    | AbsenceEnded
)
"""All other facts may be left out."""


class Following:
    """Structure and posts as known after the facts so far. Never refuses.

    What is read from it goes on changing with the facts that follow: look at it before the next, or keep the last.
    """

    def __init__(self) -> None:
        self._folding = Folding()
        self._signed: tuple[StreamId, Digest, Acts] | None = None

    @property
    def structure(self) -> Structure:
        """The structure as known now."""
        return self._folding.structure

    @property
    def posts(self) -> Posts:
        """What is said of posts, as known now."""
        return self._folding.posts

    def follow(self, position: int, statement: Statement, digest: Digest) -> None:
        """Follow one fact."""
        folding = self._folding
        match statement.fact:
            case OrderSignedWithActs(acts=acts) | OrderSignedByHand(acts=acts):
                self._signed = (statement.stream, digest, acts)
            case OrderIssued(signed_in=signed_in, number=number) if self._signed and self._signed[0] == signed_in:
                _, signed, acts = self._signed
                folding.apply(acts, Source(statement.stream, number, position, statement.at, signed))
            case InstrumentRecorded() as recorded:
                folding.record(recorded, statement=digest, stream=statement.stream, by=statement.by)
            case InstrumentConfirmed(recorded=named):
                self._confirm(position, named, digest)
            case AbsenceRecorded() as absence:
                folding.record_absence(absence, statement=digest, position=position)
            case AbsenceEnded() as ended:
                folding.end_absence(ended, statement=digest, position=position)
            case _:
                pass

    def _confirm(self, position: int, named: Digest, digest: Digest) -> None:
        pending = self._folding.pending.get(named)
        if pending is None or pending.recorded.proposed:
            return  # never counts, whoever confirms it
        source = recording.source_of(
            pending.recorded, stream=pending.stream, position=position, digest=named, confirmation=digest
        )
        self._folding.confirm(named, source)


def followed(store: FactStore) -> Following:
    """Return structure and posts as known now, from the few facts that make them."""
    following = Following()
    for entry in _entries(store):
        data = entry.contents.statement
        following.follow(entry.place.position, wire.decode(data), wire.digest_of(data))
    return following


def structure_of(store: FactStore) -> Structure:
    """Return the structure as known now."""
    return followed(store).structure


def _entries(store: FactStore) -> Iterator[Entry]:
    for entry in store.named(STRUCTURE):
        yield entry
        if entry.place.name.startswith("order."):
            yield store.at_position(entry.place.position + 1)  # the seal admits it in the next fact
