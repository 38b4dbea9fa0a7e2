"""One meaning, one encoding: whatever else DER forbids is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import der


@given(st.binary(max_size=70_000) | st.sampled_from([0, 127, 128, 255, 256, 65_535, 65_536]).map(bytes))
def test_what_is_written_is_read_back(content: bytes) -> None:
    written = der.write(der.OCTET_STRING, content)

    start, stop = der.only(der.OCTET_STRING, written, 0, len(written))

    assert written[start:stop] == content


@pytest.mark.parametrize(
    "encoded",
    ["", "04", "0480", "048000", "04810100", "0482007f", "04820001ff", "040200", "048400000001ff", "1f0100", "04817f"],
)
def test_a_length_that_is_not_the_shortest_or_does_not_fit_is_refused(encoded: str) -> None:
    data = bytes.fromhex(encoded)

    with pytest.raises(der.NotDer):
        der.element(data, 0, len(data))


def test_a_length_with_a_leading_zero_is_refused() -> None:
    data = b"\x04\x82\x00\x80" + b"a" * 128

    with pytest.raises(der.NotDer, match="shortest form"):
        der.element(data, 0, len(data))


def test_an_element_must_end_inside_what_holds_it() -> None:
    with pytest.raises(der.NotDer, match="longer than what holds it"):
        der.element(b"\x04\x02ab", 0, 3)


def test_another_tag_and_bytes_after_the_end_are_refused() -> None:
    with pytest.raises(der.NotDer, match="expected tag 0x30 at byte 0, found 0x04"):
        der.expect(der.SEQUENCE, b"\x04\x00", 0, 2)
    with pytest.raises(der.NotDer, match="left over at byte 2"):
        der.only(der.OCTET_STRING, b"\x04\x00\x00", 0, 3)


@given(st.binary(max_size=64))
def test_whatever_is_read_is_written_the_same(data: bytes) -> None:
    try:
        found = der.elements(data, 0, len(data))
    except der.NotDer:
        return

    assert b"".join(found) == data
    for one in found:
        tag, start, stop = der.element(one, 0, len(one))
        assert der.write(tag, one[start:stop]) == one
