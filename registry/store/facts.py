"""Facts by stream and by position, over the event library's store."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, cast

from eventsourcing.persistence import EventStore, JSONTranscoder, Mapper, Notification, StoredEvent

from registry.errors import StoreDamaged, UnknownFact
from registry.store.recorder import FactRecorder, GroupRows, unpack_leaves
from registry.store.sealing import Contents, Place, key_number, seal, unseal, unseal_answer
from registry.store.stream_keys import StreamKeys


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact as stored: where it stands, its statement and evidence, and which stream key seals it."""

    place: Place
    contents: Contents
    key: int

    @property
    def originator_id(self) -> str:
        """The stream; the library's name for it."""
        return self.place.stream

    @property
    def originator_version(self) -> int:
        """The number in the stream; the library's name for it."""
        return self.place.seq


class FactMapper(Mapper[str]):
    """Seals and unseals; a stored name is looked up in an allow-list and never imported."""

    def __init__(self, keys: StreamKeys, names: Collection[str]) -> None:
        """Read only facts of the given wire names."""
        super().__init__(JSONTranscoder())  # the library asks for one; statements are bytes already
        self._keys = keys
        self._names = names

    def to_stored_event(self, domain_event: Any) -> StoredEvent:  # noqa: ANN401 - the library's signature
        """Seal an entry under its stream's key."""
        place = domain_event.place
        state = seal(domain_event.contents, place, number=domain_event.key, key=self._keys.cipher(domain_event.key))
        return StoredEvent(place.stream, place.seq, place.name, state)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:  # noqa: ANN401 - the library's signature
        """Unseal a row.

        Raises:
            UnknownFact: its name is not one that this version reads.
            StoreDamaged: it was altered or moved.
        """
        position = cast("Notification", stored_event).id
        name, seq = stored_event.topic, stored_event.originator_version
        if name not in self._names:
            raise UnknownFact(
                "unknown-fact",
                f"This version cannot read {name!r} events (position {position}).",
                name=name,
                position=position,
            )
        if type(stored_event.state) is not bytes or type(seq) is not int or type(position) is not int:
            raise StoreDamaged("row-altered", f"The row at position {position} was altered.", position=position)
        place = Place(position, str(stored_event.originator_id), seq, name)
        number = key_number(stored_event.state)
        return Entry(place, unseal(stored_event.state, place, key=self._keys.cipher(number)), number)


class FactStore:
    """Facts by stream and by position; the only place where the event library is used."""

    def __init__(
        self, folder: Path, *, names: Collection[str], read_only: bool = False, size: int | None = None
    ) -> None:
        """Open ``register.db`` and ``stream-keys.db`` in *folder*; a reader may ask for the log of *size* leaves."""
        path = folder / "register.db"
        if read_only and not path.exists():
            raise StoreDamaged(
                "no-registry", f"There is no registry in {folder}: open one with saraban init.", home=str(folder)
            )
        self.keys = StreamKeys(folder / "stream-keys.db", read_only=read_only)
        self.recorder = FactRecorder(path, read_only=read_only, size=size)
        if not read_only:
            self.recorder.create_table()
        self._events: EventStore[str] = EventStore(FactMapper(self.keys, names), self.recorder)

    def append(self, entries: Sequence[Entry], rows: GroupRows) -> None:
        """Store one group in one durable transaction, or nothing of it."""
        self._events.put(entries, rows=rows)

    def stream(self, stream: str) -> list[Entry]:
        """Return the facts of one stream in order; none for an unknown one."""
        return list(cast("Iterator[Entry]", self._events.get(stream)))

    def last(self, stream: str) -> Entry | None:
        """Return the newest fact of a stream."""
        return next(cast("Iterator[Entry]", self._events.get(stream, desc=True, limit=1)), None)

    def exists(self, stream: str) -> bool:
        """Tell whether a stream has any fact."""
        return bool(self.recorder.rows("SELECT 1 FROM stored_events WHERE originator_id = ? LIMIT 1", (stream,)))

    def number_state(self, series: str, n: int) -> str | None:
        """Return ``issued`` or ``void`` for a number that is final."""
        found = self.recorder.rows("SELECT state FROM numbers WHERE series = ? AND n = ?", (series, n))
        return str(found[0][0]) if found else None

    def used_at(self, series: str, n: int) -> int:
        """Return the position of the fact that used a number.

        Raises:
            StoreDamaged: no fact has used it.
        """
        found = self.recorder.rows(
            "SELECT position FROM numbers WHERE series = ? AND n = ? AND state = 'issued'", (series, n)
        )
        if not found:
            raise StoreDamaged("number-without-fact", f"Number {n} of {series} has no fact.", series=series, number=n)
        return int(found[0][0])

    def final_numbers(self, series: str) -> list[int]:
        """Return the numbers of a series that are issued or void, in order."""
        return [row[0] for row in self.recorder.rows("SELECT n FROM numbers WHERE series = ? ORDER BY n", (series,))]

    def answers(self, ids: Sequence[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
        """Return what was answered before under these request ids: the digest of what was asked, and the answer."""
        found: dict[bytes, tuple[bytes, bytes]] = {}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ",".join("?" * len(some))
            for row in self.recorder.rows(f"SELECT id, asked, answer FROM requests WHERE id IN ({marks})", some):  # noqa: S608
                key = self.keys.cipher(key_number(row[2]))
                found[row[0]] = (row[1], unseal_answer(row[2], row[0] + row[1], key=key))
        return found

    def require_newest_key(self) -> None:
        """Refuse keys that are an older copy: numbers given out since then would be given out a second time.

        Raises:
            StoreDamaged: the newest stream does not open.
        """
        found = self.recorder.rows(
            "SELECT position FROM stored_events WHERE originator_version = 0 ORDER BY position DESC LIMIT 1"
        )
        for row in found:
            self.at_position(row[0])

    def at(self, stream: str, seq: int) -> Entry | None:
        """Return one fact of a stream by its number."""
        return next(cast("Iterator[Entry]", self._events.get(stream, gt=seq - 1, lte=seq)), None)

    def after(self, position: int, limit: int, *, names: Sequence[str] | None = None) -> list[Entry]:
        """Return up to *limit* facts behind *position*, in order; -1 is the beginning.

        Args:
            position: where to begin.
            limit: how many at most.
            names: only facts of these names, which are in `FOUND_BY_NAME`; None for all.
        """
        if names is None:
            found = self.recorder.select_notifications(position, limit, inclusive_of_start=False)
        else:
            found = self.recorder.named(names, after=position, limit=limit)
        return [cast("Entry", self._events.mapper.to_domain_event(row)) for row in found]

    def newest(self) -> int:
        """Return the position of the newest fact; -1 for none."""
        return int(self.recorder.rows("SELECT coalesce(max(position), -1) FROM stored_events")[0][0])

    def newest_before(self, position: int) -> int:
        """Return the position of the newest fact before *position*; -1 for none."""
        found = self.recorder.rows(
            "SELECT coalesce(max(position), -1) FROM stored_events WHERE position < ?", (position,)
        )
        return int(found[0][0])

    def first_besides(self, names: Sequence[str], position: int) -> int | None:
        """Return the position of the first fact at or behind *position* that has none of *names*; None for none."""
        marks = ",".join("?" * len(names))
        found = self.recorder.rows(
            f"SELECT position FROM stored_events WHERE position >= ? AND topic NOT IN ({marks}) "  # noqa: S608 - only marks
            "ORDER BY position LIMIT 1",
            (position, *names),
        )
        return int(found[0][0]) if found else None

    def count_after(self, position: int) -> int:
        """Return how many facts stand behind *position*."""
        return int(self.recorder.rows("SELECT count(*) FROM stored_events WHERE position > ?", (position,))[0][0])

    def at_position(self, position: int) -> Entry:
        """Return the fact at a position, or refuse."""
        found = self.recorder.select_notifications(position, 1, stop=position)
        if not found:
            raise StoreDamaged("no-such-position", f"There is no fact at position {position}.", position=position)
        return cast("Entry", self._events.mapper.to_domain_event(found[0]))

    def named(self, names: Sequence[str]) -> list[Entry]:
        """Return the facts of names that are in `FOUND_BY_NAME`, in order."""
        found = self.recorder.named(names)
        return [cast("Entry", self._events.mapper.to_domain_event(row)) for row in found]

    def leaves(self, start: int = 0) -> Iterator[tuple[int, list[bytes]]]:
        """Yield groups of leaves from the group that holds leaf *start* on: index of the first, and the leaves."""
        first = start
        while True:
            found = self.recorder.rows(
                "SELECT first, size, leaves FROM leaf_groups WHERE size > ? ORDER BY first LIMIT 256", (first,)
            )
            if not found:
                return
            for row in found:
                yield row[0], unpack_leaves(row[2])
                first = row[1]

    def leaves_between(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the leaves from index *start* up to before *end*."""
        found = (leaf for first, group in self.leaves(start) for leaf in group[max(0, start - first) :])
        return islice(found, end - start)

    def size(self) -> int:
        """Return how many leaves are stored."""
        return int(self.recorder.rows("SELECT coalesce(max(size), 0) FROM leaf_groups")[0][0])

    def newest_checkpoint(self) -> int:
        """Return the size of the newest stored checkpoint; 0 for none."""
        return int(self.recorder.rows("SELECT coalesce(max(size), 0) FROM checkpoints")[0][0])

    def checkpoint_over(self, position: int) -> bytes | None:
        """Return the oldest stored checkpoint that covers the leaf at *position*."""
        found = self.recorder.rows("SELECT note FROM checkpoints WHERE size > ? ORDER BY size LIMIT 1", (position,))
        return bytes(found[0][0]) if found else None

    def checkpoint_within(self, size: int) -> bytes | None:
        """Return the newest stored checkpoint that covers no more than *size* leaves."""
        found = self.recorder.rows("SELECT note FROM checkpoints WHERE size <= ? ORDER BY size DESC LIMIT 1", (size,))
        return bytes(found[0][0]) if found else None

    def close(self) -> None:
        """Close both files."""
        self.recorder.datastore.close()
        self.keys.close()
