import uuid
from datetime import date, datetime
from enum import Enum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.canonical import decode, encode
from registry.errors import NotCanonical

BOUNDS = {"max_size": 65_536, "max_depth": 16}

keys = st.text(st.characters(max_codepoint=127), max_size=6)
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4))
objects = st.dictionaries(keys, values, max_size=6)

# The first text that hypothesis draws on a machine waits for its table of characters.
patient = settings(suppress_health_check=[HealthCheck.too_slow])


class Colour(Enum):
    RED = "red"


@patient
@given(objects)
def test_what_is_written_is_read_back_the_same(value: dict[str, object]) -> None:
    assert decode(encode(value), **BOUNDS) == value


@patient
@given(objects, st.data())
def test_no_other_bytes_are_read_as_a_value(value: dict[str, object], data: st.DataObject) -> None:
    written = encode(value)
    at = data.draw(st.integers(0, len(written)))
    altered = written[:at] + data.draw(st.sampled_from([b" ", b"\n", b",", b"0", b'"', b"\xff"])) + written[at:]

    try:
        read = decode(altered, **BOUNDS)
    except NotCanonical:
        return

    assert encode(read) == altered


def test_keys_are_sorted_at_every_level_and_texts_stand_as_they_are() -> None:
    written = encode({"b": ["ก", {"z": None, "a": True}], "a": '\x1f\x7f/\u2028"\\'})

    assert written == '{"a":"\\u001f\x7f/\u2028\\"\\\\","b":["ก",{"a":true,"z":null}]}'.encode()


def test_a_tuple_is_written_as_an_array() -> None:
    assert encode({"a": (1, ("x",))}) == b'{"a":[1,["x"]]}'


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.0, "float"),
        (float("nan"), "float"),
        ({1}, "set"),
        (uuid.UUID(int=0), "UUID"),
        (Colour.RED, "Colour"),
        (b"bytes", "bytes"),
        (date(2026, 11, 23), "date"),
        (datetime(2026, 11, 23), "datetime"),  # noqa: DTZ001 -- refused with a zone or without
        (2**53, "53-bit"),
        (-(2**53), "53-bit"),
        ("\ud800", "surrogates"),
        ({1: 1}, "key"),
        ({"ก": 1}, "ASCII"),
        (type("Text", (str,), {})("x"), "Text"),
    ],
)
def test_a_value_that_statements_do_not_hold_is_not_written(value: object, reason: str) -> None:
    with pytest.raises(NotCanonical, match=reason):
        encode({"a": [value]})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": 1}', "differs from offset 5 on"),
        (b'{"b":1,"a":1}', "differs from offset 2 on"),
        (b'{"a":1,"a":1}', "differs from offset 6 on"),
        (b'{"a":1,"a":2}', "differs from offset 5 on"),
        (b'{"a":"\\u0e01"}', "differs from offset 6 on"),
        (b'{"a":"\\/"}', "differs from offset 6 on"),
        (b'{"a":-0}', "differs from offset 5 on"),
        (b'{"a":1}\n', "differs from offset 7 on"),
        (b'{"a":1.0}', "float"),
        (b'{"a":1e2}', "float"),
        (b'{"a":18446744073709551616}', "float"),
        (b'{"a":9007199254740992}', "53-bit"),
        ('{"ก":1}'.encode(), "ASCII"),
        (b'{"a":"\\ud800"}', "not JSON"),
        (b'{"a":"\xff"}', "not JSON"),
        (b'\xef\xbb\xbf{"a":1}', "not JSON"),
        (b'{"a":NaN}', "not JSON"),
        (b"", "not JSON"),
        (b'{"a":1}}', "not JSON"),
        (b"[1]", "not an object"),
        (b"null", "not an object"),
        (b'{"a":"' + b"x" * 65_536 + b'"}', "more than the 65536"),
    ],
)
def test_bytes_that_are_not_canonical_are_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(NotCanonical, match=reason):
        decode(data, **BOUNDS)


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_a_hundred_thousand_levels_are_refused_without_descending_into_them(opening: bytes) -> None:
    with pytest.raises(NotCanonical, match="depth limit"):
        decode(opening * 100_000, max_size=10**6, max_depth=16)


def test_the_depth_allowed_is_read_and_one_level_more_is_refused() -> None:
    deepest = b'{"a":[[1]]}'

    decode(deepest, max_size=100, max_depth=3)
    with pytest.raises(NotCanonical, match="more than the 2 levels"):
        decode(deepest, max_size=100, max_depth=2)


def test_a_value_deeper_than_any_statement_is_not_written() -> None:
    value: list[object] = []
    for _ in range(64):
        value = [value]

    with pytest.raises(NotCanonical, match="64 levels"):
        encode(value)
