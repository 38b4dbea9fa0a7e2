"""Structure and posts, followed fact by fact, by whoever reads facts in the order of the log.

order.signed ──waits──▶ order.issued          ─▶ known
instrument.recorded ──pending──▶ instrument.confirmed ─▶ known
absence.recorded ─▶ known ─▶ absence.ended
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.letter.events import OrderIssued, OrderSignedByHand, OrderSignedWithActs
from domain.structure import evolving, posts, recording
from domain.structure.acts import Acts
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.structure.instruments import Source
from domain.structure.posts import NO_POSTS, Posts
from domain.structure.structure import EMPTY, Pending, Structure
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


@dataclass(frozen=True, slots=True)
class Made:
    """What has just become known: which instrument, and what it does."""

    source: Source
    acts: Acts


class Following:
    """Structure and posts as known after the facts so far. Never refuses."""

    def __init__(self) -> None:
        self.structure: Structure = EMPTY
        self.posts: Posts = NO_POSTS
        self._signed: tuple[StreamId, Digest, Acts] | None = None

    def follow(self, position: int, statement: Statement, digest: Digest) -> Made | None:
        """Follow one fact; return what became known by it, if it is an instrument with acts."""
        match statement.fact:
            case OrderSignedWithActs(acts=acts) | OrderSignedByHand(acts=acts):
                self._signed = (statement.stream, digest, acts)
            case OrderIssued(signed_in=signed_in, number=number) if self._signed and self._signed[0] == signed_in:
                _, signed, acts = self._signed
                made = Made(Source(statement.stream, number, position, statement.at, signed), acts)
                self.structure = evolving.evolve(self.structure, acts, made.source)
                self.posts = posts.evolve(self.posts, acts, made.source)
                return made
            case InstrumentRecorded() as recorded:
                self.structure = evolving.record(
                    self.structure, recorded, statement=digest, stream=statement.stream, by=statement.by
                )
            case InstrumentConfirmed(recorded=named) if pending := self._confirmable(named):
                source = recording.source_of(
                    pending.recorded, stream=pending.stream, position=position, digest=named, confirmation=digest
                )
                self.structure = evolving.confirm(self.structure, named, source)
                self.posts = posts.evolve(self.posts, pending.recorded.acts, source)
                return Made(source, pending.recorded.acts)
            case AbsenceRecorded() as absence:
                self.posts = posts.record(self.posts, absence, statement=digest, position=position)
            case AbsenceEnded() as ended:
                self.posts = posts.end(self.posts, ended, statement=digest, position=position)
            case _:
                pass
        return None

    def _confirmable(self, named: Digest) -> Pending | None:
        pending = self.structure.pending.get(named)
        return None if pending is None or pending.recorded.proposed else pending


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
