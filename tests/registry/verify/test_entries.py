"""Entries and their proofs as members: one form each, right under one root alone, over any map that chance makes."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry import canonical
from registry.log.heads import KeyEntry, SeriesEntry, Status, StreamEntry, number_entry
from registry.log.leaves import SeriesState
from registry.log.sparse import root_of
from registry.verify.entries import MapEntry, NumberEntry
from registry.verify.verdicts import Unshown
from tests.registry.verify.newest_states import NewestStates

HASHES = st.binary(min_size=32, max_size=32)
ENTRIES = st.one_of(
    st.builds(StreamEntry, HASHES, st.integers(1, 99), st.sampled_from(Status)),
    st.builds(KeyEntry, HASHES, st.integers(1, 99), HASHES),
    st.builds(SeriesEntry, st.integers(1, 9), st.integers(10, 99), HASHES),
)
# Keys that share their first bits stand deep.
KEYS = st.one_of(HASHES, st.builds(lambda end: bytes(30) + end, st.binary(min_size=2, max_size=2)))
MAPS = st.dictionaries(KEYS, ENTRIES, min_size=1, max_size=12)


def states(entries: dict[bytes, StreamEntry | KeyEntry | SeriesEntry]) -> NewestStates:
    return NewestStates({key: entry.value() for key, entry in entries.items()})


@given(MAPS, KEYS)
def test_what_a_map_has_and_what_it_lacks_is_shown_and_read_again(
    entries: dict[bytes, StreamEntry | KeyEntry | SeriesEntry], other: bytes
) -> None:
    kept = states(entries)
    root = root_of(kept.values)

    for key in (*entries, other):
        written = kept.entry(key).write()
        read = MapEntry.parse(written, "letter.json")

        read.require(root, key)
        assert (read.entry, read.write()) == (entries.get(key), written)


@settings(max_examples=30)
@given(MAPS, st.data())
def test_no_changed_byte_other_key_or_other_root_passes(
    entries: dict[bytes, StreamEntry | KeyEntry | SeriesEntry], data: st.DataObject
) -> None:
    kept = states(entries)
    root = root_of(kept.values)
    key = data.draw(st.sampled_from(sorted(entries)))
    written = kept.entry(key).write()
    other = data.draw(KEYS.filter(lambda drawn: drawn != key))

    shift = data.draw(st.integers(0, 7))
    for offset in range(shift % 3, len(written), 1 + len(written) // 300):
        changed = bytearray(written)
        changed[offset] ^= 1 << (offset + shift) % 8
        with pytest.raises(Unshown):
            MapEntry.parse(bytes(changed), "letter.json").require(root, key)
    read = MapEntry.parse(written, "letter.json")
    for wrong_root, wrong_key in ((bytes(32), key), (root, other)):
        with pytest.raises(Unshown, match="is not what the map"):
            read.require(wrong_root, wrong_key)


@given(st.lists(st.sampled_from(SeriesState), min_size=1, max_size=20), st.data())
def test_every_number_of_a_series_is_shown_and_no_changed_byte_says_what_is_false(
    found: list[SeriesState], data: st.DataObject
) -> None:
    kept = NewestStates()
    letters = [bytes([at + 1]) * 32 if state is SeriesState.ISSUED else None for at, state in enumerate(found)]
    entries = [number_entry(state, letter) for state, letter in zip(found, letters, strict=True)]
    kept.numbers["s-1"] = (271, entries)
    kept.settle("s-1")
    series = SeriesEntry(271, 270 + len(found), kept.series_root("s-1"))
    n = data.draw(st.integers(271, 270 + len(found)))
    written = kept.number("s-1", n).write()

    read = NumberEntry.parse(written, "number.json")
    read.require(series)

    assert (read.n, read.state, read.letter) == (n, found[n - 271], letters[n - 271])
    assert read.write() == written
    shift = data.draw(st.integers(0, 7))
    for offset in range(shift % 3, len(written), 1 + len(written) // 300):
        changed = bytearray(written)
        changed[offset] ^= 1 << (offset + shift) % 8
        try:
            other = NumberEntry.parse(bytes(changed), "number.json")
            other.require(series)
        except Unshown:
            continue
        # Numbers of which the same is true may have the same neighbours: what it says then is of another one, and true.
        assert other.n != n
        assert (other.state, other.letter) == (found[other.n - 271], letters[other.n - 271])


def fields(**changed: object) -> bytes:
    entry = StreamEntry(bytes(32), 1, Status.ISSUED)
    value = canonical.decode(entry.value(), max_size=1 << 10, max_depth=1)
    return canonical.encode({"other": None, "siblings": [], "v": 1, "value": value, **changed})


def number(**changed: object) -> bytes:
    return canonical.encode({"hashes": [], "leaf": None, "n": 271, "st": "void", "v": 1, **changed})


@pytest.mark.parametrize(
    "data",
    [
        fields(v=2),
        fields(v=True),
        fields(more=1),
        fields(value={}),
        fields(value={"t": "stream"}),
        fields(value="x"),
        fields(other=[]),
        fields(other=["x", "y"]),
        fields(other="x"),
        fields(siblings=[1]),
        fields(siblings=["x"]),
        fields(siblings={}),
        b"",
        b"[]",
        b" {}",
    ],
)
def test_what_is_no_entry_is_refused(data: bytes) -> None:
    with pytest.raises(Unshown):
        MapEntry.parse(data, "letter.json")


@pytest.mark.parametrize(
    "data",
    [
        number(v=2),
        number(v=True),
        number(n=True),
        number(n="271"),
        number(st="given"),
        number(st="issued"),
        number(leaf="A" * 43),
        number(leaf="x"),
        number(hashes=["x"]),
        number(hashes=[None]),
        number(more=1),
        b"",
    ],
)
def test_what_is_no_number_is_refused(data: bytes) -> None:
    with pytest.raises(Unshown):
        NumberEntry.parse(data, "number.json")


@pytest.mark.parametrize("n", [270, 272, 0, -271])
def test_a_number_outside_its_series_is_refused(n: int) -> None:
    alone = NumberEntry("number.json", n, SeriesState.VOID, None, ())

    with pytest.raises(Unshown, match="is not what became of number"):
        alone.require(SeriesEntry(271, 271, bytes(32)))


def test_what_reads_an_entry_reads_no_more_than_one_could_need() -> None:
    spoil: Callable[[int], bytes] = lambda size: fields(siblings=["A" * 43] * size)  # noqa: E731 -- said once

    with pytest.raises(Unshown):
        MapEntry.parse(spoil(1000), "letter.json")
    with pytest.raises(Unshown, match="is not what the map"):
        MapEntry.parse(spoil(300), "letter.json").require(bytes(32), bytes(32))
