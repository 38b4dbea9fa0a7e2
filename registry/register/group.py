"""One transaction being put together: what it adds, and what its acts may ask.

    acts decide ──▶ Group.seal / Group.take ──▶ sign ──▶ lay out ──▶ store

An act first asks and refuses, then stages; what an act staged before it failed is taken back.
"""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.authority import RegistryOpened
from domain.errors import InvalidValue, NoSuchThing
from domain.facts import Fact
from domain.incoming import Incoming, LetterReceived
from domain.incoming import evolve as evolve_incoming
from domain.letter.life import Letter
from domain.letter.life import evolve as evolve_letter
from domain.series import NumberReserved, NumberState, Series, SeriesOpened
from domain.series import evolve as evolve_series
from domain.values import Digest, File, StreamId
from registry import wire
from registry.errors import RegistryError
from registry.evidence import Evidenced
from registry.powers import Records
from registry.register.known import Head, Known, Reservation
from registry.store.blobs import Blobs
from registry.store.facts import FactStore
from registry.store.recorder import NumberRow
from registry.wire import Relation, Seen, Statement


@dataclass(frozen=True, slots=True)
class NumberChange:
    """What a fact makes of a number: a public leaf behind the fact's own."""

    series: StreamId
    public_id: str
    n: int
    state: NumberState


@dataclass(slots=True)
class Staged:
    """One fact that waits to be stored; the seal's are signed last, all together."""

    stream: StreamId
    seq: int
    name: str
    statement: bytes
    digest: Digest
    by: Digest
    key: int
    kind: str = "cms"
    evidence: bytes = b""
    by_person: bool = False
    spki: Digest | None = None
    numbers: list[NumberChange] = field(default_factory=list)
    position: int = -1
    salt: bytes = b""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the register is: what every statement of the seal names."""

    opened: RegistryOpened
    opened_digest: Digest | None
    """None only while leaf 0 itself is written."""
    seal: Digest


def new_stream() -> StreamId:
    """Return a fresh UUID of version 7 (RFC 9562 section 5.7): milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    figures = f"{milliseconds:012x}" + os.urandom(10).hex()
    variant = "89ab"[int(figures[16], 16) & 3]
    return StreamId(f"{figures[:8]}-{figures[8:12]}-7{figures[13:16]}-{variant}{figures[17:20]}-{figures[20:]}")


class Group:
    """Facts staged for one transaction, over what the writer knows."""

    def __init__(  # noqa: PLR0913 - the rooms that an act may look into
        self, *, store: FactStore, blobs: Blobs, known: Known, identity: Identity, seen: Seen, now: datetime
    ) -> None:
        self.store = store
        self.blobs = blobs
        self.known = known
        self.identity = identity
        self.seen = seen
        self.now = now
        self.staged: list[Staged] = []

    @property
    def today(self) -> date:
        """The day in Thailand."""
        return self.now.date()

    @property
    def records(self) -> Records:
        """What is recorded of officers, units and posts, as the acts so far leave it."""
        return Records(self.known.authority, self.known.structure, self.known.posts)

    # --- what acts add -------------------------------------------------------------------------------

    def begin(self, fact: Fact, *, re: Sequence[Relation] = (), doc: Sequence[File] = ()) -> Staged:
        """Stage the seal's fact as the beginning of a new stream."""
        return self._seal(new_stream(), None, fact, re, doc)

    def seal(self, stream: StreamId, fact: Fact, *, re: Sequence[Relation] = (), doc: Sequence[File] = ()) -> Staged:
        """Stage the seal's fact as the next of *stream*."""
        return self._seal(stream, self._head(stream), fact, re, doc)

    def _seal(
        self, stream: StreamId, head: Head | None, fact: Fact, re: Sequence[Relation], doc: Sequence[File]
    ) -> Staged:
        statement = Statement(
            log=self.identity.opened.origin,
            stream=stream,
            seq=0 if head is None else head.seq + 1,
            prev=None if head is None else head.digest,
            seen=self.seen,
            at=self.now,
            by=self.identity.seal,
            under=self.identity.opened_digest,
            fact=fact,
            re=tuple(re),
            doc=tuple(doc),
        )
        data = wire.encode(statement)
        return self._stage(statement, data, wire.digest_of(data), head)

    def take(self, said: Evidenced, *, spki: Digest | None = None) -> Staged:
        """Stage a person's statement, whose evidence was verified, as the beginning of its own stream."""
        statement = said.statement
        if self.known.heads.get(statement.stream) is not None:
            raise InvalidValue(
                "stream-taken",
                f"A statement in stream {statement.stream} was admitted before.",
                stream=statement.stream,
            )
        staged = self._stage(statement, said.data, said.digest, None)
        staged.kind, staged.evidence, staged.spki, staged.by_person = said.kind, said.evidence, spki, True
        return staged

    def _stage(self, statement: Statement, data: bytes, named: Digest, head: Head | None) -> Staged:
        number = self.store.keys.take()[0] if head is None else head.key
        staged = Staged(statement.stream, statement.seq, statement.name, data, named, statement.by, number)
        self.known.heads.set(statement.stream, Head(statement.seq, staged.digest, number))
        self.staged.append(staged)
        return staged

    def next_position(self) -> int:
        """Return the position that the next fact will have: the index of its leaf."""
        return self.seen.size + sum(1 + len(staged.numbers) for staged in self.staged)

    def position_of(self, staged: Staged) -> int:
        """Return the position that a staged fact will have."""
        before = self.staged[: self.staged.index(staged)]
        return self.seen.size + sum(1 + len(one.numbers) for one in before)

    # --- what acts ask -------------------------------------------------------------------------------

    def _head(self, stream: StreamId) -> Head | None:
        head = self.known.heads.get(stream)
        if head is None and self.store.exists(stream):
            entry = self.store.last(stream)
            if entry is not None:
                head = Head(entry.place.seq, wire.digest_of(entry.contents.statement), entry.key)
                self.known.heads.remember(stream, head)
        return head

    def newest(self, stream: StreamId) -> Digest | None:
        """Return the digest of the newest statement of a stream; None where nothing stands."""
        head = self._head(stream)
        return None if head is None else head.digest

    def series(self, stream: StreamId) -> Series:
        """Return a series, or refuse."""
        series = self.known.series.get(stream)
        if series is None:
            raise NoSuchThing("no-such-series", f"No series {stream} is open here: open it first.", series=stream)
        return series

    def reservation(self, series: StreamId, n: int) -> Reservation | None:
        """Return the open reservation of a number, or None when it is used or was never given out."""
        return self.known.open_numbers.get((series, n))

    def number_state(self, series: StreamId, n: int) -> NumberState | None:
        """Return what became of a number; None when it was never given out."""
        if self.known.open_numbers.get((series, n)) is not None:
            return NumberState.RESERVED
        known = self.known.used.get((series, n)) or self.store.number_state(series, n)
        return None if known is None else NumberState(known)

    def letter(self, stream: StreamId) -> Letter:
        """Return an issued letter or order, folded from its stream, or refuse."""
        letter = self.known.letters.get(stream)
        if letter is None:
            for entry in self.store.stream(stream):
                fact = wire.decode(entry.contents.statement).fact
                if letter is None and not hasattr(fact, "signed_in"):
                    break
                letter = evolve_letter(letter, fact)  # type: ignore[arg-type]
            if letter is None:
                raise NoSuchThing("no-such-letter", f"No letter {stream} was issued here.", letter=stream)
            self.known.letters.remember(stream, letter)
        return letter

    def begins_with(self, stream: StreamId, name: str) -> bool:
        """Tell whether a stream begins with a fact of wire name *name*, stored or staged."""
        if any((one.stream, one.seq, one.name) == (stream, 0, name) for one in self.staged):
            return True
        entry = self.store.at(stream, 0)
        return entry is not None and entry.place.name == name

    def incoming(self, stream: StreamId) -> Incoming:
        """Return a received letter, folded from its stream, or refuse."""
        letter = self.known.incoming.get(stream)
        if letter is None:
            for entry in self.store.stream(stream):
                fact = wire.decode(entry.contents.statement).fact
                if letter is None and not isinstance(fact, LetterReceived):
                    break
                letter = evolve_incoming(letter, fact)  # type: ignore[arg-type]
            if letter is None:
                raise NoSuchThing("no-such-letter", f"No letter {stream} was received here.", letter=stream)
            self.known.incoming.remember(stream, letter)
        return letter

    def is_incoming(self, stream: StreamId) -> bool:
        """Tell whether *stream* is a received letter's."""
        if self.known.incoming.get(stream) is not None:
            return True
        entry = self.store.at(stream, 0)
        return entry is not None and entry.place.name == "letter.received.v1"

    def require_files(self, files: Sequence[File]) -> None:
        """Refuse unless every named file is kept, durable, with the length that is said."""
        for file in files:
            kept = self.blobs.size(file.sha256)
            if kept != file.len:
                raise RegistryError(
                    "file-missing",
                    f"The file {file.name!r} ({file.sha256[:23]}…, {file.len} bytes) is not in the store: hand it in.",
                    name=file.name,
                    digest=file.sha256[:23],
                )

    # --- what is known after a fact --------------------------------------------------------------------

    def learn_series(self, stream: StreamId, event: SeriesOpened | NumberReserved, staged: Staged) -> Series:
        """Remember a series as it is after *event*."""
        series = evolve_series(self.known.series.get(stream), event)
        self.known.series.set(stream, series)
        if isinstance(event, NumberReserved):
            self.known.open_numbers.set((stream, event.n), Reservation(event.on, event.purpose, staged.digest))
            staged.numbers.append(NumberChange(stream, series.public_id, event.n, NumberState.RESERVED))
        return series

    def finish_number(self, series: StreamId, n: int, state: NumberState, staged: Staged) -> None:
        """Remember what became of a number, by the staged fact."""
        self.known.open_numbers.drop((series, n))
        self.known.used.set((series, n), state)
        staged.numbers.append(NumberChange(series, self.series(series).public_id, n, state))

    def number_rows(self) -> list[NumberRow]:
        """Return the rows that make every number final once."""
        return [
            NumberRow(change.series, change.n, change.state.value, staged.position)
            for staged in self.staged
            for change in staged.numbers
            if change.state is not NumberState.RESERVED
        ]
