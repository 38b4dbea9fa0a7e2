"""The map's hashes against the plainest reading of their definition, and proofs that stand or fall by every byte."""

from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import BadProof
from registry.log.sparse import EMPTY, MapProof, bit, root_of

Map = dict[bytes, bytes]

keys = st.binary(min_size=32, max_size=32)
near = st.builds(lambda middle: bytes(3) + middle + bytes(28), st.binary(min_size=1, max_size=1))
"""Keys that go the same way for 24 levels."""
maps = st.dictionaries(keys | near, st.binary(min_size=1, max_size=40), max_size=12)


@cache
def bits(key: bytes) -> str:
    return f"{int.from_bytes(key):0256b}"


def subtree(entries: Map, prefix: str = "") -> bytes:
    """The hash over the keys whose bits begin with *prefix*, word for word as the format says."""
    below = {key: value for key, value in entries.items() if bits(key).startswith(prefix)}
    if not below:
        return bytes(32)
    if len(below) == 1:
        ((key, value),) = below.items()
        return sha256(b"\x00" + key + sha256(value).digest()).digest()
    return sha256(b"\x01" + subtree(below, prefix + "0") + subtree(below, prefix + "1")).digest()


def proof(entries: Map, key: bytes) -> MapProof:
    """The proof of a key, made from the definition alone."""
    depth = 0
    siblings = []
    below = entries
    while len(below) > 1:
        way = bits(key)[: depth + 1]
        siblings.append(subtree(below, way[:-1] + "10"[int(way[-1])]))
        below = {one: value for one, value in below.items() if bits(one).startswith(way)}
        depth += 1
    others = [(one, sha256(value).digest()) for one, value in below.items() if one != key]
    return MapProof(tuple(reversed(siblings)), others[0] if others else None)


@given(maps)
def test_the_root_is_that_of_the_definition(entries: Map) -> None:
    assert root_of(entries) == subtree(entries)


def test_the_empty_map_has_the_empty_root() -> None:
    assert root_of({}) == EMPTY == bytes(32)


def test_the_highest_bit_of_the_first_byte_comes_first() -> None:
    assert [bit(b"\x80\x01" + bytes(30), depth) for depth in range(16)] == [1, *[0] * 14, 1]


@given(maps, keys | near)
def test_every_key_that_is_there_is_proved_and_every_other_is_proved_absent(entries: Map, other: bytes) -> None:
    root = root_of(entries)

    for key, value in entries.items():
        proof(entries, key).require_value(root, key, value)
        with pytest.raises(BadProof, match="does not show"):
            proof(entries, key).require_absent(root, key)
    if other not in entries:
        proof(entries, other).require_absent(root, other)
        with pytest.raises(BadProof, match="does not show"):
            proof(entries, other).require_value(root, other, b"anything")


@given(maps.filter(bool), st.data())
def test_a_proof_of_another_key_another_value_or_an_older_root_is_refused(entries: Map, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(entries)))
    shown, root = proof(entries, key), root_of(entries)
    newer = root_of(entries | {key: entries[key] + b"!"})

    for changed in ((newer, key, entries[key]), (root, key, entries[key] + b"!"), (root, sha256(key).digest(), b"x")):
        with pytest.raises(BadProof, match="does not show"):
            shown.require_value(*changed)


EIGHT = {sha256(bytes([n])).digest(): b"value %d" % n for n in range(8)}
"""Eight keys, between three and five levels deep."""


def altered(data: bytes) -> list[bytes]:
    return [data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :] for at in range(len(data))]


def test_every_byte_of_a_proof_of_presence_counts() -> None:
    root = root_of(EIGHT)
    for key, value in EIGHT.items():
        siblings = proof(EIGHT, key).siblings
        for place, sibling in enumerate(siblings):
            for changed in altered(sibling):
                with pytest.raises(BadProof, match="does not show"):
                    MapProof((*siblings[:place], changed, *siblings[place + 1 :])).require_value(root, key, value)
        for changed in altered(key):
            with pytest.raises(BadProof, match="does not show"):
                MapProof(siblings).require_value(root, changed, value)


def test_every_byte_of_a_proof_of_absence_counts() -> None:
    root = root_of(EIGHT)
    missing = [sha256(b"missing %d" % n).digest() for n in range(8)]
    ended_elsewhere = 0
    for key in missing:
        shown = proof(EIGHT, key)
        for place, sibling in enumerate(shown.siblings):
            for changed in altered(sibling):
                siblings = (*shown.siblings[:place], changed, *shown.siblings[place + 1 :])
                with pytest.raises(BadProof, match="does not show"):
                    MapProof(siblings, shown.other).require_absent(root, key)
        if shown.other is not None:
            ended_elsewhere += 1
            other, value_hash = shown.other
            for wrong in [(one, value_hash) for one in altered(other)] + [(other, one) for one in altered(value_hash)]:
                with pytest.raises(BadProof, match="does not show"):
                    MapProof(shown.siblings, wrong).require_absent(root, key)
    assert 0 < ended_elsewhere < len(missing)  # both ways of being absent were tried


def test_a_key_does_not_stand_for_its_own_absence() -> None:
    key = next(iter(EIGHT))
    shown = proof(EIGHT, key)

    with pytest.raises(BadProof, match="does not show"):
        MapProof(shown.siblings, (key, sha256(EIGHT[key]).digest())).require_absent(root_of(EIGHT), key)


def test_a_key_off_the_way_does_not_show_an_absence() -> None:
    root = root_of(EIGHT)
    there = next(iter(EIGHT))
    shown = proof(EIGHT, there)
    elsewhere = bytes([there[0] ^ 128]) + there[1:]

    with pytest.raises(BadProof, match="does not show"):
        MapProof(shown.siblings, (there, sha256(EIGHT[there]).digest())).require_absent(root, elsewhere)


@pytest.mark.parametrize(
    "siblings",
    [(EMPTY,), (b"short",), (b"x" * 33,), (b"x" * 32,) * 257],
    ids=["a lone key's neighbour is empty", "short", "long", "deeper than a key has bits"],
)
def test_a_proof_of_another_form_is_refused(siblings: tuple[bytes, ...]) -> None:
    key, value = next(iter(EIGHT.items()))
    alone = root_of({key: value})
    MapProof(()).require_value(alone, key, value)

    with pytest.raises(BadProof, match="does not show"):
        MapProof(siblings).require_value(alone, key, value)


def test_a_lone_key_below_an_empty_neighbour_is_no_map_of_this_form() -> None:
    key, value = bytes(32), b"value"
    alone = root_of({key: value})
    deeper = sha256(b"\x01" + alone + EMPTY).digest()

    with pytest.raises(BadProof, match="does not show"):
        MapProof((EMPTY,)).require_value(deeper, key, value)


def test_a_proof_that_a_key_is_there_names_no_other() -> None:
    key, value = next(iter(EIGHT.items()))
    siblings = proof(EIGHT, key).siblings

    with pytest.raises(BadProof, match="does not show"):
        MapProof(siblings, (bytes(32), bytes(32))).require_value(root_of(EIGHT), key, value)


def test_a_key_that_is_cut_elsewhere_does_not_stand_for_its_own_absence() -> None:
    key, value = next(iter(EIGHT.items()))
    value_hash = sha256(value).digest()
    siblings = proof(EIGHT, key).siblings

    for other in ((key[:31], key[31:] + value_hash), (key + value_hash[:1], value_hash[1:])):
        with pytest.raises(BadProof, match="does not show"):
            MapProof(siblings, other).require_absent(root_of(EIGHT), key)


def test_another_key_off_its_way_is_no_map_of_this_form() -> None:
    key, other = bytes(32), b"\xff" * 32
    node = sha256(b"\x00" + other + sha256(b"value").digest()).digest()
    beside = b"x" * 32
    root = sha256(b"\x01" + node + beside).digest()

    with pytest.raises(BadProof, match="does not show"):
        MapProof((beside,), (other, sha256(b"value").digest())).require_absent(root, key)
