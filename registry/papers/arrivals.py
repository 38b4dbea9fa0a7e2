"""What came in and is not registered yet: files, what they say, and the entry as far as it is typed. No evidence.

came ──▶ entry prefilled, looked over ──registered──▶ the letter's stream
                └──deleted, with its files (annex 7 ข้อ 3.6)
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from sqlite3 import Row
from typing import Final

import msgspec

from domain.classes import Channel, SecrecyClass, SpeedClass
from domain.errors import NoSuchThing
from domain.values import Digest, StreamId
from registry.ordinary import Ordinary
from registry.papers.drafts import new_id
from registry.papers.notes import Doubted, Notes
from registry.papers.uploads import Uploads

TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS arrivals (
        arrival TEXT PRIMARY KEY, once TEXT NOT NULL UNIQUE, at TEXT NOT NULL, by TEXT NOT NULL, held BLOB NOT NULL,
        stream TEXT UNIQUE
    ) WITHOUT ROWID""",
    "CREATE INDEX IF NOT EXISTS arrivals_by_day ON arrivals (at)",
)


class Came(Enum):
    """By which way a letter came."""

    PAPER = "paper"
    MAIL = "mail"
    BUNDLE = "bundle"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of form 13 as somebody types it."""

    printed: str = ""
    dated: str = ""
    sender: str = ""
    addressee: str = ""
    subject: str = ""
    channel: Channel = Channel.POST
    entered_at: str = ""
    speed: SpeedClass = SpeedClass.NORMAL
    secrecy: SecrecyClass = SecrecyClass.NONE
    due: str = ""
    remark: str = ""
    book: str = ""


class Kept(msgspec.Struct, frozen=True):
    """A file that came with it."""

    name: str
    digest: Digest
    size: int
    """In bytes."""
    piece: str | None = None
    """``number`` or ``date`` where it is the piece of a scan on which that stands; such a file is not registered."""


class Looked(msgspec.Struct, frozen=True):
    """What was found about one layer of a bundle, in both languages."""

    layer: str
    verdict: str
    name: tuple[str, str]
    says: tuple[str, str]
    demanded: bool


class Verified(msgspec.Struct, frozen=True):
    """What a bundle of another registry showed when it was looked at."""

    origin: str
    verdict: str
    known: bool
    """Whether this office has what that registry is verified with."""
    layers: tuple[Looked, ...] = ()
    remarks: tuple[tuple[str, str], ...] = ()
    stream: StreamId | None = None
    """The letter's stream there."""


class Written(msgspec.Struct, frozen=True):
    """What a mail said of itself; a claim."""

    sender: str
    address: str
    subject: str
    dated: datetime | None
    text: str
    only_html: bool


class Held(msgspec.Struct, frozen=True):
    """Everything that is kept of an arrival."""

    came: Came
    entry: Entry
    files: tuple[Kept, ...] = ()
    notes: Notes | None = None
    """What the reader said of the file that it read."""
    unread: Doubted | None = None
    """Why nothing was read, where a file was looked at."""
    verified: Verified | None = None
    mail: Written | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One arrival as it is kept."""

    arrival: str
    """Its id."""
    at: datetime
    """When it came into this system."""
    by: str
    """The account that brought it."""
    held: Held
    stream: StreamId | None
    """Of the letter, once it is registered."""


class Arrivals:
    """The arrivals of one office."""

    def __init__(self, papers: Ordinary, uploads: Uploads) -> None:
        """Keep them in a file that has `TABLES`, and their files in a folder of their own."""
        self._papers = papers
        self.uploads = uploads

    def begin(self, held: Held, *, once: str, by: str, at: datetime, random: Callable[[int], bytes]) -> Arrival:
        """Keep what came; asked again under the same *once*, what was kept then."""
        with self._papers.change() as write:
            write.execute(
                "INSERT INTO arrivals VALUES (?, ?, ?, ?, ?, NULL) ON CONFLICT (once) DO NOTHING",
                (new_id(random), once, at.isoformat(), by, msgspec.json.encode(held)),
            )
            row = write.execute("SELECT * FROM arrivals WHERE once = ?", (once,)).fetchone()
        return _arrival(row)

    def begun(self, once: str) -> Arrival | None:
        """Return what was kept under *once*."""
        rows = self._papers.rows("SELECT * FROM arrivals WHERE once = ?", (once,))
        return _arrival(rows[0]) if rows else None

    def get(self, arrival: str) -> Arrival:
        """Return an arrival.

        Raises:
            NoSuchThing: there is none of that id.
        """
        rows = self._papers.rows("SELECT * FROM arrivals WHERE arrival = ?", (arrival,))
        if not rows:
            raise NoSuchThing("no-such-arrival", "There is no such arrival: it was registered long ago, or deleted.")
        return _arrival(rows[0])

    def of_stream(self, stream: StreamId) -> Arrival | None:
        """Return what was registered as a letter; None where that was done without the pages."""
        rows = self._papers.rows("SELECT * FROM arrivals WHERE stream = ?", (stream,))
        return _arrival(rows[0]) if rows else None

    def waiting(self) -> list[Arrival]:
        """Return what is not registered yet, the oldest first."""
        return [_arrival(row) for row in self._papers.rows("SELECT * FROM arrivals WHERE stream IS NULL ORDER BY at")]

    def typed(self, arrival: Arrival, entry: Entry) -> Arrival:
        """Keep the entry as it was typed last."""
        held = msgspec.structs.replace(arrival.held, entry=entry)
        with self._papers.change() as write:
            write.execute(
                "UPDATE arrivals SET held = ? WHERE arrival = ? AND stream IS NULL",
                (msgspec.json.encode(held), arrival.arrival),
            )
        return replace(arrival, held=held)

    def registered(self, arrival: Arrival, stream: StreamId) -> None:
        """Note under which stream it was registered, and let its files go: the register has them."""
        with self._papers.change() as write:
            write.execute("UPDATE arrivals SET stream = ? WHERE arrival = ?", (stream, arrival.arrival))
        self._forget(arrival)

    def delete(self, arrival: Arrival) -> None:
        """Delete what is not registered, and its files."""
        with self._papers.change() as write:
            write.execute("DELETE FROM arrivals WHERE arrival = ? AND stream IS NULL", (arrival.arrival,))
        self._forget(arrival)

    def _forget(self, arrival: Arrival) -> None:
        """Delete the files that no other arrival waits with."""
        needed = {file.digest for other in self.waiting() for file in other.held.files}
        for file in arrival.held.files:
            if file.digest not in needed:
                self.uploads.forget(file.digest)


def _arrival(row: Row) -> Arrival:
    return Arrival(
        arrival=row["arrival"],
        at=datetime.fromisoformat(row["at"]),
        by=row["by"],
        held=msgspec.json.decode(row["held"], type=Held),
        stream=row["stream"],
    )
