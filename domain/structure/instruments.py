"""Instruments (ตราสาร) that change the structure, and what later ones did to them.

    order or recorded instrument ──its acts──▶ in force [since, until) ──repealed or replaced by a later one──▶ cut

An end that a later instrument said is itself undone when that later instrument, as a whole, was ended before the
end would have begun. An end that has begun stays: repealing a repeal revives nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime

from domain.structure.acts import Acts, InstrumentAct, InstrumentActKind, PostAct, UnitAct, UnitId
from domain.values import Digest, StreamId

ENDING = frozenset({InstrumentActKind.REPEAL, InstrumentActKind.REPLACE})
"""What takes an instrument, or a clause of it, out of force; AMEND and ADD leave what it did alone."""


@dataclass(frozen=True, slots=True)
class Source:
    """Which instrument says something: what is needed to name it, to date it and to find it again."""

    stream: StreamId
    """The order's letter stream, or the recorded instrument's own."""
    number: str
    """As printed, in Arabic digits, e.g. ``55/2564``; a recorded instrument without a number is named by its title."""
    position: int
    """Where it became known: of ``order.issued``, or of a recorded instrument's ``instrument.confirmed``."""
    issued_at: datetime
    """What ตั้งแต่บัดนี้ means: when the seal issued the order; the first moment of a recorded instrument's day."""
    digest: Digest
    """Of the signed statement that holds the acts."""
    confirmation: Digest | None = None
    """The second registrar's statement, for somebody else's instrument that is recorded here; None for an order."""

    @property
    def recorded(self) -> bool:
        """Whether it is somebody else's instrument, recorded here."""
        return self.confirmation is not None


@dataclass(frozen=True, slots=True)
class Change:
    """One act on an instrument or on a clause of it, with the moment from which it holds."""

    kind: InstrumentActKind
    clause: str | None
    since: datetime
    by: Source


@dataclass(frozen=True, slots=True)
class End:
    """From *since* on the instrument, or the clause, is in force no longer."""

    clause: str | None
    since: datetime
    by: Source


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument as known: what it says, and what ended it."""

    source: Source
    acts: Acts
    ends: tuple[End, ...] = ()
    """Those in effect, in the order in which they were said."""
    units: frozenset[UnitId] = field(default_factory=frozenset)
    """The units that its acts speak of, its sets resolved."""


def begin_of(source: Source, act: UnitAct | PostAct | InstrumentAct) -> datetime:
    """Return the moment from which *act* is in force."""
    return source.issued_at if act.since is None else act.since


def interval(instrument: Instrument, act: UnitAct | PostAct) -> tuple[datetime, datetime | None] | None:
    """Return when an act of *instrument* is in force, half-open: from since until before until, after all ends.

    Returns:
        since and until, until None where nothing ends it; or None for an act that never is in force.
    """
    since, until = begin_of(instrument.source, act), act.until
    for end in instrument.ends:
        if end.clause is None or end.clause == act.clause:
            until = end.since if until is None else min(until, end.since)
    return None if until is not None and until <= since else (since, until)
