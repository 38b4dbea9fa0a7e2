"""What the map of newest states says of a letter, an order, a series, a number or a key; with the proof of it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Template

from api.auth.rights import Visitor
from api.counter import Counter
from api.pages.handed_out import saved_as
from api.pages.histories.readable import Readable
from api.pages.log.looked import AUDITORS
from api.pages.log.words import STATES, STATUSES
from api.pages.looking_back import position_of
from api.pages.page import page
from api.texts.text import Text
from domain.errors import InvalidValue, NoSuchThing
from domain.incoming import LetterReceived
from domain.letter.events import LetterIssued
from domain.series import SeriesOpened
from domain.values import Digest, StreamId
from registry import proving
from registry.log.heads import KeyEntry, SeriesEntry, StreamEntry
from registry.log.marks import key_mark, series_mark, stream_mark
from registry.newest import Newest, number_entry
from registry.reader import Reader, Recorded
from registry.verify.entries import MapEntry, NumberEntry

TITLE = Text("สถานะล่าสุดในแผนที่", "Newest states in the map")
_KEY = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of what the newest state is asked."""

    mark: bytes
    """The map's key, 32 bytes."""
    key: Digest | None = None
    series: StreamId | None = None
    """Of which something is asked, or in which a letter has its number."""
    number: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """What the map says of it, proved and verified."""

    wanted: Wanted
    entry: MapEntry
    root: bytes
    size: int
    number: NumberEntry | None = None


@get("/log/newest", opt=AUDITORS, sync_to_thread=True)
def show(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    of: FromQuery[str] = "",
    n: FromQuery[str] = "",
) -> Template:
    """Show what the map says of what was typed; nothing yet where nothing was."""
    state = None
    if of.strip():
        with _asked(counter.office.reader, visitor, of.strip(), n.strip()) as found:
            state = found
    entry = None if state is None else state.entry.entry
    return page(
        "log/newest.html",
        title=TITLE,
        of=of,
        n=n,
        state=state,
        stream=entry if isinstance(entry, StreamEntry) else None,
        key=entry if isinstance(entry, KeyEntry) else None,
        series=entry if isinstance(entry, SeriesEntry) else None,
        statuses=STATUSES,
        states=STATES,
        command=None if state is None else _command(state.wanted),
    )


@get("/log/newest.json", opt=AUDITORS, sync_to_thread=True)
def as_json(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    of: FromQuery[str] = "",
    n: FromQuery[str] = "",
) -> Response[Any]:
    """Hand out the entry with its proof, as bundles have it."""
    with _asked(counter.office.reader, visitor, of.strip(), n.strip()) as state:
        data = state.entry.write() if state.number is None else state.number.write()
        return saved_as(data, "newest-state.json", "application/json")


@get("/log/newest.zip", opt=AUDITORS, sync_to_thread=True)
def as_proof(
    counter: NamedDependency[Counter],
    visitor: NamedDependency[Visitor],
    of: FromQuery[str] = "",
    n: FromQuery[str] = "",
) -> Response[Any]:
    """Hand out the whole proof, which anybody verifies offline; the same that the command line writes."""
    reader = counter.office.reader
    wanted = _wanted(reader, visitor, of.strip(), n.strip())
    if wanted.key is not None:
        data = proving.signed_by(reader, wanted.key)
    elif wanted.series is None:
        raise NoSuchThing(
            "no-status-kept-here", "Of this nothing is proved apart: no letter with a number stands behind it."
        )
    elif wanted.number is None:
        data = proving.complete(reader, wanted.series)
    else:
        data = proving.status(reader, wanted.series, wanted.number)
    return saved_as(data, "proof.zip", "application/zip")


@contextmanager
def _asked(reader: Reader, visitor: Visitor, of: str, n: str) -> Iterator[State]:
    wanted = _wanted(reader, visitor, of, n)
    with Newest.of(reader) as newest:
        entry = newest.entry("newest-state.json", wanted.mark)
        entry.require(newest.heads.root, wanted.mark)
        number = None
        if n and isinstance(entry.entry, SeriesEntry) and wanted.number is not None:
            number = _number(newest, reader, wanted, entry.entry)
        yield State(wanted, entry, newest.heads.root, newest.size, number)


def _number(newest: Newest, reader: Reader, wanted: Wanted, entry: SeriesEntry) -> NumberEntry:
    opened = reader.beginning(wanted.series) if wanted.series is not None else None
    fact = None if opened is None else opened.statement.fact
    numbers = newest.heads.numbers(fact.public_id) if isinstance(fact, SeriesOpened) else None
    if numbers is None or wanted.number is None or not entry.first <= wanted.number <= entry.last:
        raise NoSuchThing(
            "no-such-number",
            f"The series has the numbers {entry.first} to {entry.last}.",
            first=entry.first,
            last=entry.last,
        )
    found = number_entry("number.json", numbers, wanted.number)
    found.require(entry)
    return found


def _wanted(reader: Reader, visitor: Visitor, of: str, n: str) -> Wanted:
    """Return what was typed: a key's digest, or a stream that the visitor may know of; with the number of a series."""
    if of == reader.identity.seal:
        raise NoSuchThing(
            "no-entry-of-the-seal", "This is the registry's seal: what it admits is everything; no list of it is kept."
        )
    if _KEY.fullmatch(of):
        return Wanted(key_mark(of), key=Digest(of))
    stream = _stream(of)
    first = reader.beginning(stream)
    if first is None or not Readable(reader, visitor)(first):
        raise NoSuchThing("nothing-of-that-name", "There is no stream of that name: copy it from a leaf's page.")
    fact = first.statement.fact
    if isinstance(fact, SeriesOpened):
        return Wanted(series_mark(fact.public_id), series=stream, number=position_of(n) if n else None)
    series, number = _numbered(first)
    return Wanted(stream_mark(stream), series=series, number=number)


def _stream(typed: str) -> StreamId:
    try:
        return StreamId(str(UUID(typed)))
    except ValueError:
        raise InvalidValue("not-a-stream", "Type a stream's name or sha256: and 64 figures of a key.") from None


def _numbered(first: Recorded) -> tuple[StreamId | None, int | None]:
    match first.statement.fact:
        case LetterIssued(series=series, n=n):
            return series, n[0]
        case LetterReceived(series=series, n=number):
            return series, number
        case _:
            return None, None


def _command(wanted: Wanted) -> str | None:
    if wanted.key is not None:
        return f"saraban prove-key {wanted.key} -o proof.zip"
    if wanted.series is None:
        return None
    if wanted.number is None:
        return f"saraban prove-complete --series {wanted.series} -o proof.zip"
    return f"saraban prove-status {wanted.number} --series {wanted.series} -o proof.zip"
