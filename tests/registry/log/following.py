"""Leaves as a registry might write them, and what follows from them by the plainest reading of the format."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256

from registry.log.leaves import FactLeaf, HeadsLeaf, SeriesLeaf, SeriesState, leaf_hash
from registry.log.merkle import root_of as tree_root
from registry.log.newest import Heads
from registry.log.sparse import root_of

Public = FactLeaf | SeriesLeaf

STREAMS = (*(bytes([7, 7, n]) + bytes(29) for n in range(3)), *(bytes([n]) + bytes(31) for n in (0, 64, 255)))
"""Marks of streams: some share a bucket and 22 bits, some nothing."""
KEYS = (*(bytes([7, 7]) + bytes([n]) * 30 for n in (9, 200)), bytes([64, 0, 1]) + bytes(29), b"\xff" * 32)
SERIES = ("ส่ง".encode().hex(), "received")
BEGINNINGS = {"letter.issued": "issued", "order.issued": "issued", "letter.received": "received"}
LATER = {
    "letter.dispatched": "dispatched",
    "letter.cancelled": "cancelled",
    "letter.superseded": "superseded",
    "order.amended": "amended",
    "order.repealed": "repealed",
    "matter.assigned": "in-progress",
    "matter.concluded": "concluded",
    "entry.noted": None,
    "delivery.attempted": None,
}


def base64(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def map_key(series: str) -> bytes:
    return sha256(b"saraban-series/v1\n" + series.encode()).digest()


class Model:
    """Every entry as a dictionary, changed leaf by leaf."""

    def __init__(self) -> None:
        self.entries: dict[bytes, dict[str, object]] = {}
        self.numbers: dict[str, dict[int, bytes]] = {}
        self.chains: dict[bytes, bytes] = {}

    def follow(self, leaf: Public) -> None:
        hashed = leaf_hash(leaf.write())
        if isinstance(leaf, SeriesLeaf):
            entry = leaf.state.value[0].encode() + (leaf.letter or bytes(32))
            numbers = self.numbers.setdefault(leaf.series, {})
            numbers[leaf.number] = entry
            root = tree_root(sha256(b"\x00" + numbers[n]).digest() for n in sorted(numbers))
            self.entries[map_key(leaf.series)] = {
                "first": min(numbers),
                "last": max(numbers),
                "root": base64(root),
                "t": "series",
            }
        elif leaf.mark is not None:
            before = self.entries.get(leaf.mark, {})
            count = int(str(before.get("n", 0))) + 1
            after: dict[str, object] = {"leaf": base64(hashed), "n": count}
            if leaf.mark in KEYS:
                chain = bytes(32) if not before else self.chains[leaf.mark]
                self.chains[leaf.mark] = sha256(chain + hashed).digest()
                after |= {"signed": base64(self.chains[leaf.mark]), "t": "key"}
            else:
                stays = before.get("st") in {"cancelled", "superseded", "repealed"}
                new = BEGINNINGS.get(leaf.type) or LATER[leaf.type]
                after |= {"st": before["st"] if stays or new is None else new, "t": "stream"}
            self.entries[leaf.mark] = after

    def values(self) -> dict[bytes, bytes]:
        """The map's values by key."""
        return {
            key: json.dumps(entry, separators=(",", ":"), sort_keys=True).encode()
            for key, entry in self.entries.items()
        }

    def heads(self) -> HeadsLeaf:
        return HeadsLeaf(len(self.entries), root_of(self.values()))

    def possible(self, what: int, which: int, salt: bytes) -> list[Public]:
        """Leaves that may come next, chosen by three arbitrary values."""
        salt = sha256(salt).digest()
        if what % 4 == 0:
            return [FactLeaf("letter.signed", salt, None, KEYS[which % len(KEYS)])]
        if what % 4 == 1:
            return self._number(SERIES[which % len(SERIES)], which // len(SERIES), salt)
        mark = STREAMS[which % len(STREAMS)]
        types = sorted(LATER if mark in self.entries else BEGINNINGS)
        return [FactLeaf(types[which // len(STREAMS) % len(types)], salt, None, mark)]

    def _number(self, series: str, which: int, salt: bytes) -> list[Public]:
        numbers = self.numbers.get(series, {})
        waiting = [n for n, entry in sorted(numbers.items()) if entry[:1] == b"r"]
        if not waiting or which % 3 == 0:
            return [
                FactLeaf("number.reserved", salt),
                SeriesLeaf(series, max(numbers, default=270) + 1, SeriesState.RESERVED),
            ]
        n = waiting[which % len(waiting)]
        fact = FactLeaf("secret.entered" if which % 3 == 1 else "number.voided", salt)
        if which % 3 == 1:
            return [fact, SeriesLeaf(series, n, SeriesState.ISSUED, leaf_hash(fact.write()))]
        return [fact, SeriesLeaf(series, n, SeriesState.VOID)]


def group(heads: Heads, leaves: Iterable[Public]) -> HeadsLeaf:
    """Let a map follow one group of leaves, and return the leaf that ends it."""
    pending = heads.pending()
    count = 0
    for leaf in leaves:
        pending.follow(leaf, leaf_hash(leaf.write()))
        count += 1
    staged = pending.stage()
    heads.accept(staged, heads.size + count + 1)
    return staged.leaf
