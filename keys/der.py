"""The little of DER (ITU-T X.690) that a signature needs, read strictly and written exactly.

    tag │ length │ content          a length is definite, in the fewest bytes, and ends inside its parent
     30 │ 82 01 0c │ …              SEQUENCE of 268 bytes

Strict reading is a security property: one meaning has one encoding, so that a byte changed outside the
signed part is noticed. A reader hands back offsets, never copies, because it stands in the hot path.
"""

from typing import Final

INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
OBJECT_IDENTIFIER: Final = 0x06
UTC_TIME: Final = 0x17
GENERALIZED_TIME: Final = 0x18
SEQUENCE: Final = 0x30
SET: Final = 0x31

_SHORT: Final = 0x80  # lengths below this are one byte
_MULTIBYTE_TAG: Final = 0x1F  # nothing that we read has a tag number above 30
_LONGEST: Final = 3  # bytes of a length: 16 MB, far above every limit of ours


class NotDer(ValueError):
    """The bytes are not the DER that was expected; the caller says of which thing."""


def element(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """Return (tag, start, stop) of the element that begins at *at*: its content is ``data[start:stop]``.

    Raises:
        NotDer: it does not end by *end*, or its tag or length is not in the one form of DER.

    Source: X.690 §8.1.2, §8.1.3, §10.1.
    """
    if at + 2 > end:
        raise NotDer(f"an element is missing at byte {at}")
    tag = data[at]
    length = data[at + 1]
    start = at + 2
    if length >= _SHORT:
        size = length - _SHORT
        start += size
        if not 1 <= size <= _LONGEST or start > end:
            raise NotDer(f"the length at byte {at + 1} is indefinite, too long or cut off")
        length = int.from_bytes(data[at + 2 : start], "big")
        if length < _SHORT or length >> 8 * (size - 1) == 0:
            raise NotDer(f"the length at byte {at + 1} is not in its shortest form")
    stop = start + length
    if stop > end or tag & _MULTIBYTE_TAG == _MULTIBYTE_TAG:
        raise NotDer(f"the element at byte {at} is longer than what holds it, or has an unknown tag")
    return tag, start, stop


def expect(tag: int, data: bytes, at: int, end: int) -> tuple[int, int]:
    """Return (start, stop) of the content of the element at *at*, which must have this *tag*."""
    found, start, stop = element(data, at, end)
    if found != tag:
        raise NotDer(f"expected tag {tag:#04x} at byte {at}, found {found:#04x}")
    return start, stop


def only(tag: int, data: bytes, at: int, end: int) -> tuple[int, int]:
    """Return (start, stop) of the content of the one element between *at* and *end*."""
    start, stop = expect(tag, data, at, end)
    if stop != end:
        raise NotDer(f"bytes are left over at byte {stop}")
    return start, stop


def elements(data: bytes, at: int, end: int) -> list[bytes]:
    """Return the whole elements (tag, length and content) that fill *at* to *end*."""
    found = []
    while at < end:
        _, _, stop = element(data, at, end)
        found.append(data[at:stop])
        at = stop
    return found


def write(tag: int, content: bytes) -> bytes:
    """Return *content* as one element."""
    size = len(content)
    if size < _SHORT:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _SHORT | len(length))) + length + content
