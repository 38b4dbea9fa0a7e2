"""Which entry of the map of newest states a fact changes, as its public leaf says it.

    what people sign                       "b"   their key
    the seal's, in a letter's stream       "m"   the stream: letters, orders, received letters
    the seal's, of the registry's books    none  numbers have public leaves of their own

A mark is made from the statement and the table below alone, so that whoever holds the statement makes the leaf
again. A stream's name has 74 random bits: its mark tells nothing to whoever does not know it.
"""

from functools import lru_cache
from hashlib import sha256
from typing import Final, Literal

OF_STREAMS: Final = frozenset(
    {
        "letter.issued",
        "order.issued",
        "letter.received",
        "letter.dispatched",
        "delivery.attempted",
        "receipt.confirmed",
        "letter.answered",
        "letter.answered-by",
        "letter.links-given",
        "letter.answered-by-link",
        "entry.noted",
        "entry.corrected",
        "letter.cancelled",
        "letter.superseded",
        "order.amended",
        "order.repealed",
        "directive.noted",
        "directive.reported-by-link",
        "directive.evidenced",
        "deadline.moved",
        "matter.assigned",
        "action.noted",
        "matter.concluded",
    }
)
"""Types of the seal's facts in the stream of a letter, an order or a received letter."""
UNMARKED: Final = frozenset(
    {
        "registry.opened",
        "series.opened",
        "number.reserved",
        "number.voided",
        "opening-balance.entered",
        "secret.entered",
        "calendar.entered",
        "records.noted",
        "passkey.offered",
        "passkey.confirmed",
        "passkey.withdrawn",
    }
)
"""Types of the seal's other facts; every type that stands in neither set is signed by people."""

_KEY: Final = b"saraban-key/v1\n"
_STREAM: Final = b"saraban-stream/v1\n"
_SERIES: Final = b"saraban-series/v1\n"


def mark_name(type_: str) -> Literal["b", "m"] | None:
    """Return the field that holds the mark in a leaf of this type; None for one without."""
    if type_ in OF_STREAMS:
        return "m"
    return None if type_ in UNMARKED else "b"


def mark_of(type_: str, *, by: str, stream: str) -> bytes | None:
    """Return the mark (32 bytes) of a fact of *type_* that the key *by* signed in *stream*; None for one without.

    Args:
        type_: the wire name without its version, e.g. ``letter.issued``.
        by: ``sha256:<hex>`` of the key, as the statement names it.
        stream: as the statement names it.
    """
    name = mark_name(type_)
    if name is None:
        return None
    return stream_mark(stream) if name == "m" else key_mark(by)


@lru_cache(maxsize=1024)
def key_mark(by: str) -> bytes:
    """Return the map's key (32 bytes) of a signing key, given as ``sha256:<hex>``."""
    return sha256(_KEY + by.encode()).digest()


def stream_mark(stream: str) -> bytes:
    """Return the map's key (32 bytes) of a stream."""
    return sha256(_STREAM + stream.encode()).digest()


@lru_cache(maxsize=1024)
def series_mark(public_id: str) -> bytes:
    """Return the map's key (32 bytes) of a series, by the id that stands in its public leaves."""
    return sha256(_SERIES + public_id.encode()).digest()
