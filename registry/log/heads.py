"""What the map of newest states says of each stream, key and series, and how a public leaf changes it.

    letter.issued, "m" ──▶ its stream   {"leaf":"…","n":2,"st":"dispatched","t":"stream"}   newest leaf, count, status
    letter.signed, "b" ──▶ its key      {"leaf":"…","n":7,"signed":"…","t":"key"}           newest leaf, count, chain
    series             ──▶ its series   {"first":271,"last":300,"root":"…","t":"series"}    root over one entry a number

The last leaf of every checkpoint is the root of that map over all leaves before it. All of it follows from public
leaves, so whoever has them makes it again. Which key an entry stands under: `registry.log.marks`; how the map is
hashed: `registry.log.sparse`; the root over a series' numbers: RFC 6962 section 2.1 over `number_entry`.
"""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final, TypeAlias

from registry import canonical
from registry.errors import BadProof, HeadsDiffer, RegistryError
from registry.log.leaves import HASH_SIZE, SeriesState, base64_of, hash_of

NUMBER_SIZE: Final = 1 + HASH_SIZE
"""Bytes of one number's entry in its series."""
LARGEST_VALUE: Final = 255
"""Bytes."""
NOTHING: Final = bytes(HASH_SIZE)
"""Where a hash would stand: before a key's first leaf, and for a number that no letter used."""


class Status(StrEnum):
    """What a letter, an order or a received letter is, by its newest fact."""

    ISSUED = "issued"
    DISPATCHED = "dispatched"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    AMENDED = "amended"
    REPEALED = "repealed"
    RECEIVED = "received"
    IN_PROGRESS = "in-progress"
    CONCLUDED = "concluded"


BEGINNINGS: Final = {
    "letter.issued": Status.ISSUED,
    "order.issued": Status.ISSUED,
    "letter.received": Status.RECEIVED,
}
"""What a stream is after its first fact, and no later one of these types."""
CHANGES: Final = {
    "letter.dispatched": Status.DISPATCHED,
    "letter.cancelled": Status.CANCELLED,
    "letter.superseded": Status.SUPERSEDED,
    "order.amended": Status.AMENDED,
    "order.repealed": Status.REPEALED,
    "matter.assigned": Status.IN_PROGRESS,
    "matter.concluded": Status.CONCLUDED,
}
"""What a later fact makes of it; any other type leaves it as it is."""
FINAL: Final = frozenset({Status.CANCELLED, Status.SUPERSEDED, Status.REPEALED})
"""Nothing leaves these."""


@dataclass(frozen=True, slots=True)
class StreamEntry:
    """A letter, an order or a received letter: the hash of its newest leaf, how many leaves, and what it is."""

    leaf: bytes
    facts: int
    status: Status

    def value(self) -> bytes:
        """Return the entry as it is hashed and proved: canonical JSON."""
        return b'{"leaf":"%b","n":%d,"st":"%b","t":"stream"}' % (
            base64_of(self.leaf),
            self.facts,
            self.status.value.encode(),
        )


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """A person's signing key: the hash of its newest leaf, how many leaves, and the chain over all of them."""

    leaf: bytes
    facts: int
    signed: bytes
    """32 zero bytes, and after each leaf the SHA-256 of what stood here before it and the leaf's hash."""

    def value(self) -> bytes:
        """Return the entry as it is hashed and proved: canonical JSON."""
        return b'{"leaf":"%b","n":%d,"signed":"%b","t":"key"}' % (
            base64_of(self.leaf),
            self.facts,
            base64_of(self.signed),
        )


@dataclass(frozen=True, slots=True)
class SeriesEntry:
    """A series of numbers: the first and the last, and the root over `number_entry` of every one between them."""

    first: int
    last: int
    root: bytes

    def value(self) -> bytes:
        """Return the entry as it is hashed and proved: canonical JSON."""
        return b'{"first":%d,"last":%d,"root":"%b","t":"series"}' % (self.first, self.last, base64_of(self.root))


Entry: TypeAlias = StreamEntry | KeyEntry | SeriesEntry


def after_stream_leaf(before: StreamEntry | None, type_: str, hashed: bytes) -> StreamEntry:
    """Return a stream's entry after a leaf of *type_* with this hash.

    Raises:
        HeadsDiffer: the stream begins with another fact, or begins a second time.
    """
    begun = BEGINNINGS.get(type_)
    if (before is None) is (begun is None):
        raise HeadsDiffer(
            "stream-not-begun-once",
            f"A stream begins with its issue or receipt, once; here stands {type_} as fact "
            f"{0 if before is None else before.facts}.",
            type=type_,
            facts=0 if before is None else before.facts,
        )
    if before is None:
        assert begun is not None  # noqa: S101 - one of both is None
        return StreamEntry(hashed, 1, begun)
    status = before.status if before.status in FINAL else CHANGES.get(type_, before.status)
    return StreamEntry(hashed, before.facts + 1, status)


def after_key_leaf(before: KeyEntry | None, hashed: bytes) -> KeyEntry:
    """Return a key's entry after one more leaf that it signed."""
    chain, facts = (NOTHING, 0) if before is None else (before.signed, before.facts)
    return KeyEntry(hashed, facts + 1, sha256(chain + hashed).digest())


def number_entry(state: SeriesState, letter: bytes | None) -> bytes:
    """Return the 33 bytes of one number in its series: ``r``, ``i`` or ``v``, and the leaf hash of its letter."""
    return state.value[0].encode() + (NOTHING if letter is None else letter)


def read_value(value: bytes) -> Entry:
    """Return the entry that *value* is.

    Raises:
        BadProof: it is not an entry as this log writes it.
    """
    try:
        found = _entry(canonical.decode(value, max_size=LARGEST_VALUE, max_depth=1))
        if found.value() == value:
            return found
    except (RegistryError, ValueError):
        pass  # said below
    raise BadProof("entry-malformed", "This is not an entry of the map of newest states.")


def _entry(fields: dict[str, canonical.JSON]) -> Entry:
    match fields:
        case {"leaf": str(leaf), "n": int(facts), "st": str(status), "t": "stream"} if facts > 0:
            return StreamEntry(hash_of(leaf), facts, Status(status))
        case {"leaf": str(leaf), "n": int(facts), "signed": str(signed), "t": "key"} if facts > 0:
            return KeyEntry(hash_of(leaf), facts, hash_of(signed))
        case {"first": int(first), "last": int(last), "root": str(root), "t": "series"} if 0 < first <= last:
            return SeriesEntry(first, last, hash_of(root))
        case _:
            raise ValueError("another entry")
