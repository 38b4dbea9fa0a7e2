"""What may be asked of the writer: one small document each, strict, tagged by ``op``.

Unknown fields and unknown operations are refused. Bytes travel as base64. The id of a request travels
beside it: asked twice under one id, a request is done once and answered twice.
"""

from datetime import date

import msgspec

from domain.classes import SecrecyClass
from domain.series import OpeningRow, Purpose, SeriesKind
from domain.values import Digest, StreamId
from registry.errors import NotCanonical

LARGEST_REQUEST = 4 << 20
"""Bytes; a thousand rows of an old register at once."""


class _Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag=str.lower):
    pass


class OpenSeries(_Request, frozen=True, tag="open-series"):
    """Open a series of numbers."""

    book: str
    kind: SeriesKind
    year: int
    after: int = 0
    last_page: Digest | None = None


class Reserve(_Request, frozen=True, tag="reserve"):
    """Take the next *count* numbers of a series for a letter of this day."""

    series: StreamId
    purpose: Purpose
    clerk: str
    count: int = 1


class Void(_Request, frozen=True, tag="void"):
    """Void a reserved number."""

    series: StreamId
    n: int
    reason: str
    clerk: str


class Admit(_Request, frozen=True, tag="admit"):
    """Verify and admit what a person signed; *stream* is the letter's for an answer to it."""

    statement: bytes
    evidence: bytes
    kind: str = "cms"
    stream: StreamId | None = None
    final: Digest | None = None
    """The finished file of a typeset letter, which is in the store by then; of nothing else."""


class ByLink(_Request, frozen=True, tag="by-link"):
    """Say in the letter's life what its addressee says through the link whose 16 bytes are *secret*.

    *name* and *fields* are those of the fact, without the link; of a passkey, without letter and addressee too.
    """

    stream: StreamId
    secret: bytes
    name: str
    fields: dict[str, object]


class Enter(_Request, frozen=True, tag="enter"):
    """Continue a letter's stream with the seal's fact of wire name *name*."""

    stream: StreamId
    name: str
    fields: dict[str, object]


class Receive(_Request, frozen=True, tag="receive"):
    """Give a receive number to a letter from outside and enter it; *fields* are those of its entry."""

    series: StreamId
    fields: dict[str, object]
    files: list[dict[str, object]] = []
    answers: StreamId | None = None


class EnterSecret(_Request, frozen=True, tag="enter-secret"):
    """Give a number in the secret book: number, date and class, nothing else."""

    series: StreamId
    dated: date
    secrecy: SecrecyClass
    clerk: str


class EnterOpening(_Request, frozen=True, tag="enter-opening"):
    """Enter rows of the book that a series continues."""

    series: StreamId
    source: Digest
    first_row: int
    rows: list[OpeningRow]
    clerk: str


class EnterCalendar(_Request, frozen=True, tag="enter-calendar"):
    """Enter a day off, or a day of work in its place, in the office's own calendar."""

    day: date
    works: bool
    name: str
    clerk: str


Request = OpenSeries | Reserve | Void | Admit | ByLink | Enter | Receive | EnterSecret | EnterOpening | EnterCalendar

_decoder: "msgspec.json.Decoder[Request]" = msgspec.json.Decoder(Request)


def decode(data: bytes) -> Request:
    """Return the request that *data* is the JSON of.

    Raises:
        NotCanonical: too large, not JSON, or not a request that this version knows.
    """
    if len(data) > LARGEST_REQUEST:
        raise NotCanonical(
            "request-too-large", f"A request of {len(data)} bytes is more than {LARGEST_REQUEST}.", size=len(data)
        )
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotCanonical("request-unreadable", f"The request cannot be read: {error}.", why=str(error)) from None


def encode(request: Request) -> bytes:
    """Return the JSON of a request."""
    return msgspec.json.encode(request)
