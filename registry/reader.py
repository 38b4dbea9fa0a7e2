"""A registry opened for reading: no lock, no writer needed, nothing changed.

Everybody who asks, proves, exports or audits starts here. What is read was checked no further than that
it opens under its stream key; `registry.audit` is what checks everything.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from domain.authority import Authority, RegistryOpened
from domain.authority import evolve as evolve_authority
from domain.series import Series
from domain.series import evolve as evolve_series
from domain.values import Digest, StreamId
from keys.checkpoints import Checkpoint, verify_checkpoint
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry import wire
from registry.errors import StoreDamaged
from registry.evidence import Keyring
from registry.home import Home
from registry.log.tiles import Tiles
from registry.log.tree import Tree
from registry.store.blobs import Blobs
from registry.store.facts import Entry, FactStore
from registry.store.recorder import AUTHORITY
from registry.wire import NOTHING_SEEN, Seen, Statement

_BATCH = 500


class NotMadeYet(Exception):
    """No refusal: what is asked rests on a derived answer that takes longer to make than anybody should wait for."""

    def __init__(self, what: str, done: int, of: int) -> None:
        """Name the answer, and how far it is.

        Args:
            what: The name of a view, or ``heads`` for the map of newest states.
            done: Positions of the log that it has read.
            of: Positions that it has to read.
        """
        super().__init__(f"{what} has read {done} of {of} positions: have it made, and ask again.")
        self.what = what
        self.done = done
        self.of = of


@dataclass(frozen=True, slots=True)
class Recorded:
    """One fact as readers meet it: where it stands in the log, its bytes, and what they say."""

    entry: Entry
    statement: Statement

    @property
    def position(self) -> int:
        """The index of the fact's leaf."""
        return self.entry.place.position

    @property
    def digest(self) -> Digest:
        """The digest of the statement's bytes."""
        return wire.digest_of(self.entry.contents.statement)


def recorded(entry: Entry) -> Recorded:
    """Return a stored fact with its statement decoded."""
    return Recorded(entry, wire.decode(entry.contents.statement))


class Reader:
    """One registry, for reading."""

    def __init__(self, folder: Path, *, size: int | None = None) -> None:
        """Open the registry in *folder*.

        Args:
            folder: Of the registry.
            size: That of a checkpoint, to see everything as it was then (`registry.past`); None for now.

        Raises:
            StoreDamaged: there is none, or a part is missing.
        """
        self.home = Home(folder, size)
        self.store = FactStore(folder, names=wire.NAMES, read_only=True, size=size)
        self.blobs = Blobs(self.home.blobs)
        self.tiles = Tiles(self.home.tiles)
        self.at_once: int | None = None
        """Most positions that a derived answer may lag behind when it is asked; None: whoever asks waits until it is
        made. `NotMadeYet` is raised for more."""
        self._until: int | None = None

    def as_of(self, position: int) -> Self:
        """Return the same registry whose streams end with *position*: what was looked at before somebody acted."""
        then = copy(self)
        then._until = position  # noqa: SLF001 - of its own kind
        return then

    def facts(
        self, after: int = -1, *, until: int | None = None, names: Sequence[str] | None = None
    ) -> Iterator[Recorded]:
        """Yield facts behind position *after*, in order, up to and including *until*.

        With *names*, only facts of these wire names, which are in `recorder.FOUND_BY_NAME`: found without reading
        the others.
        """
        while entries := self.store.after(after, _BATCH, names=names):
            for entry in entries:
                if until is not None and entry.place.position > until:
                    return
                yield recorded(entry)
            after = entries[-1].place.position

    def stream(self, stream: StreamId) -> list[Recorded]:
        """Return the facts of one stream, in order."""
        entries = self.store.stream(stream)
        return [recorded(one) for one in entries if self._until is None or one.place.position <= self._until]

    def beginning(self, stream: StreamId) -> Recorded | None:
        """Return the first fact of a stream; a series' stream is as long as its book."""
        entry = self.store.at(stream, 0)
        return None if entry is None else recorded(entry)

    def at(self, position: int) -> Recorded:
        """Return the fact at a position, or refuse."""
        return recorded(self.store.at_position(position))

    def known_until(self, moment: datetime) -> int:
        """Return the position of the newest fact that the seal said up to and including *moment*; -1 for none.

        It is found by halving, so a few facts are read of any log. Where the seal's clock went back, which the audit
        tells, it is one of the facts behind which the moment has passed.
        """

        def is_over(position: int) -> bool:
            place = self.store.first_besides(wire.PERSONS_NAMES, position)
            return place is None or self.at(place).statement.at > moment

        return bisect_left(range(self.store.newest() + 1), True, key=is_over) - 1  # noqa: FBT003 - what is looked for

    @cached_property
    def opened(self) -> Recorded:
        """Leaf 0."""
        first = self.at(0)
        if not isinstance(first.statement.fact, RegistryOpened):
            raise StoreDamaged("not-opened", "The registry's first fact is missing.", position=0)
        return first

    @property
    def identity(self) -> RegistryOpened:
        """What leaf 0 says."""
        fact = self.opened.statement.fact
        assert isinstance(fact, RegistryOpened)  # noqa: S101 - `opened` has checked it
        return fact

    def authority(self) -> Authority:
        """Return officers and keys as known now."""
        authority = Authority()
        for entry in self.store.named(AUTHORITY):
            line = recorded(entry)
            fact = line.statement.fact
            authority = evolve_authority(authority, fact, statement=line.digest, by=line.statement.by)  # type: ignore[arg-type]
        return authority

    def series(self) -> dict[StreamId, Series]:
        """Return every series as it is now."""
        found = {}
        for entry in self.store.named(("series.opened.v1",)):
            series: Series | None = None
            for line in (entry, self.store.last(entry.place.stream)):
                if line is not None:
                    series = evolve_series(series, recorded(line).statement.fact)  # type: ignore[arg-type]
            if series is not None:
                found[StreamId(entry.place.stream)] = series
        return found

    @property
    def log_key(self) -> NoteVerifier:
        """The log's public key, as leaf 0 names it."""
        return NoteVerifier.parse(self.identity.log_key)

    def checkpoint(self) -> bytes:
        """Return the newest published checkpoint (a note); of the past, the one that was the newest then."""
        published, size = self.tiles.checkpoint(), self.home.size
        if size is None or verify_checkpoint(published, self.log_key).checkpoint.size == size:
            return published
        note = self.store.checkpoint_within(size)
        if note is None:
            raise StoreDamaged("no-checkpoint-then", f"No checkpoint of {size} leaves or fewer is stored.", size=size)
        return note

    def head(self) -> Checkpoint:
        """Return what the newest published checkpoint says, its signature verified."""
        return verify_checkpoint(self.checkpoint(), self.log_key).checkpoint

    def seen(self) -> Seen:
        """Return the newest checkpoint as a statement names it."""
        head = self.head()
        return Seen(head.size, head.root.hex()) if head.size else NOTHING_SEEN

    def tree(self) -> Tree:
        """Return the tree of the newest published checkpoint, for proofs."""
        head = self.head()
        return Tree.restore(head.size, head.root, self.tiles.read)

    @cached_property
    def keyring(self) -> Keyring:
        """Certificates and the roots that this registry was opened with."""
        keyring = Keyring(self.blobs, TrustRoots.load(self.home.roots.read_bytes()))
        for entry in self.store.named(("registry.opened.v1", "key.enrolled.v1")):
            keyring.learn(recorded(entry).statement.doc)
        return keyring

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
