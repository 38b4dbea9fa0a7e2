"""The one canonical form of a statement: JCS (RFC 8785), narrowed to what statements need.

    encode   value ──▶ bytes      keys sorted, no white space, one way to write each text
    decode   bytes ──▶ value      refuses every byte string that `encode` would not have written

A statement holds objects with ASCII keys, arrays (lists, and tuples when written), texts, integers below
2^53, true, false and null. Fractions are refused because two parsers may disagree about them, other keys
because their order in UTF-16 (RFC 8785 section 3.2.3) is not the order of their bytes.
"""

from collections.abc import Iterable
from typing import TypeAlias

import orjson

from registry.errors import NotCanonical

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | None"

LARGEST_INTEGER = 2**53 - 1
DEEPEST = 64
"""Levels of objects and arrays that `encode` writes at most."""

_SCALARS = frozenset({str, int, bool, type(None)})
# With these options orjson itself refuses integers from 2^53, lone surrogates, keys that are not text, and
# writes no datetime, dataclass or subclass on its own account. The rest is left to the walk below.
_OPTIONS = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_STRICT_INTEGER
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)


def encode(value: object) -> bytes:
    """Return the canonical bytes of an object or array, e.g. ``b'{"a":1,"b":[true,null]}'``.

    Raises:
        NotCanonical: a fraction, an integer of 2^53 or more, a key that is not ASCII text, a lone
            surrogate, a value of any other type, or more than 64 levels.

    Source: RFC 8785 section 3.2; RFC 7493 section 2 for the limits.
    """
    data = _write(value)
    _require_plain(value, DEEPEST)
    return data


def decode(data: bytes, *, max_size: int, max_depth: int) -> dict[str, JSON]:
    """Return the object that *data* is the canonical form of.

    Args:
        data: UTF-8 JSON.
        max_size: in bytes.
        max_depth: in levels of objects and arrays; the outermost object is the first.

    Raises:
        NotCanonical: too large, too deep, not JSON, not an object, a value that statements do not hold, or
            bytes other than the canonical ones: white space, another order, a key given twice, an escape
            that is not needed. The message names the first offset that differs.
    """
    if len(data) > max_size:
        raise NotCanonical(
            "json-too-large",
            f"{len(data)} bytes of JSON are more than the {max_size} allowed here.",
            size=len(data),
            max_size=max_size,
        )
    try:
        value: JSON = orjson.loads(data)  # gives up at 1024 levels by itself
    except orjson.JSONDecodeError as error:
        raise NotCanonical(
            "not-json", f"These {len(data)} bytes are not JSON: {error}.", size=len(data), reason=str(error)
        ) from None
    if type(value) is not dict:
        raise NotCanonical("not-an-object", "The outermost JSON value is not an object, in braces.")
    _require_plain(value, max_depth)
    canonical = _write(value)
    if canonical != data:
        offset = _first_difference(data, canonical)
        raise NotCanonical(
            "not-the-canonical-bytes",
            f"The JSON is not in its canonical form (RFC 8785): it differs from offset {offset} on, "
            f"where {data[offset : offset + 12]!r} stands for {canonical[offset : offset + 12]!r}.",
            offset=offset,
        )
    return value


def _write(value: object) -> bytes:
    try:
        return orjson.dumps(value, option=_OPTIONS)
    except orjson.JSONEncodeError as error:
        raise NotCanonical(
            "value-without-canonical-form", f"This value cannot be written as a statement: {error}.", reason=str(error)
        ) from None


def _require_plain(value: object, max_depth: int) -> None:
    # Level by level, so that depth costs no recursion; every letter passes here, twice.
    level = [value]
    depth = 0
    while level:
        if depth == max_depth:
            raise NotCanonical(
                "json-too-deep", f"The JSON has more than the {max_depth} levels allowed here.", max_depth=max_depth
            )
        below: list[object] = []
        for container in level:
            if type(container) is dict:
                children: Iterable[object] = container.values()
                if not "".join(container).isascii():
                    raise NotCanonical("key-not-ascii", "A key of the JSON has letters other than ASCII.")
            elif type(container) is list or type(container) is tuple:  # tuples are only ever encoded
                children = container
            else:
                raise NotCanonical(
                    "type-without-canonical-form",
                    f"A {type(container).__name__} stands where statements hold only objects, arrays, texts, "
                    "integers, true, false and null.",
                    type=type(container).__name__,
                )
            for child in children:
                if type(child) not in _SCALARS:
                    below.append(child)  # noqa: PERF401 -- a comprehension costs a call a container
        level = below
        depth += 1


def _first_difference(data: bytes, other: bytes) -> int:
    both = min(len(data), len(other))
    return next((offset for offset in range(both) if data[offset] != other[offset]), both)
