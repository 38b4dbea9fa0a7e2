"""Bringing an old register along (ยกยอด): its series goes on where the old book ended, its rows can be found.

Asked twice for the same file, book and year it is done once, also when it broke off in between: every
request's id follows from what is imported.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from domain.errors import InvalidValue, WrongStage
from domain.series import SeriesKind, SeriesOpened
from domain.values import StreamId
from registry import openings, requests
from registry.acts.files import read_small
from registry.acts.office import Office
from registry.openings import Opening


@dataclass(frozen=True, slots=True)
class OldBook:
    """Which book a file is, as whoever imports it says."""

    book: str
    kind: SeriesKind
    year: int
    """Buddhist year."""


def look(path: Path, kind: SeriesKind) -> tuple[bytes, Opening]:
    """Return an old register's bytes and what it holds, with what is wrong in its rows; enters nothing.

    Raises:
        InvalidValue: the file cannot be read whole, or is a receive register and *kind* a sending book's, or the
            reverse.
    """
    data = read_small(path, largest=openings.LARGEST_FILE)
    opening = openings.read_bytes(data, str(path))
    openings.require_register(opening, kind, str(path))
    return data, opening


def require_enterable(office: Office, opening: Opening, old: OldBook) -> int:
    """Return the last number of the old book, behind which its series goes on.

    Raises:
        InvalidValue: no row has a number that can be read, so that nothing says where to go on.
        WrongStage: the series is open already, and not behind this file.
    """
    if opening.last is None:
        raise InvalidValue("opening-without-numbers", "No row has a running number: nothing says where the book ended.")
    for stream, series in office.reader.series().items():
        if (series.book, series.kind, series.year) == (old.book, old.kind, old.year):
            opened = office.reader.stream(stream)[0].statement.fact
            if not isinstance(opened, SeriesOpened) or opened.last_page != opening.source:
                raise WrongStage(
                    "series-open",
                    f"The {old.kind.value} series of {old.book!r} for {old.year} is open already.",
                    book=old.book,
                    year=old.year,
                    series=stream,
                )
    return opening.last


def enter(  # noqa: PLR0913 - the office, the file, whose book it is, who does it, who watches
    office: Office,
    data: bytes,
    opening: Opening,
    old: OldBook,
    *,
    clerk: str,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> StreamId:
    """Open the series that goes on behind the old book, and enter the old book's rows.

    Raises:
        InvalidValue: no row has a number that can be read, so that nothing says where to go on.
        WrongStage: the series is open already, and not by this import.
    """
    who = office.clerk(clerk)
    last = require_enterable(office, opening, old)
    source = office.reader.blobs.put(data)

    def request_id(part: str) -> bytes:
        return sha256(f"import-register\n{source}\n{old.kind.value}\n{old.book}\n{old.year}\n{part}".encode()).digest()[
            :16
        ]

    opened = requests.OpenSeries(old.book, old.kind, old.year, last, source)
    series = StreamId(office.desk.ask(opened, request_id=request_id("series"))["stream"])
    for first, rows in opening.batches():
        asked = requests.EnterOpening(series, source, first, rows, who)
        office.desk.ask(asked, request_id=request_id(str(first)))
        progress(first - 1 + len(rows), len(opening.rows))
    return series
