"""Letters by number, subject, sender or addressee (ค้นหา): any piece of a text finds it.

Texts are cut as `pieces` says. Secret letters have no text here to be found by.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, ClassVar, assert_never

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, RegistryOpened
from domain.calendar import CalendarEntered
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, DirectiveReported
from domain.errors import InvalidValue
from domain.facts import SecretEntered
from domain.incoming import CORRECTABLE, ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
from domain.letter.events import (
    AnsweredByLink,
    DeliveryAttempted,
    EntryCorrected,
    EntryNoted,
    LetterAcknowledged,
    LetterAnswered,
    LetterAnsweredBy,
    LetterCancelled,
    LetterDispatched,
    LetterIssued,
    LetterReturned,
    LetterSealed,
    LetterSigned,
    LetterSignedByHand,
    LetterSuperseded,
    LinksGiven,
    OrderAmended,
    OrderRepealed,
    OrderSigned,
    ReceiptConfirmed,
    ReportedByLink,
)
from domain.letter.text import LetterText
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.records import RecordsNoted
from domain.series import NumberReserved, NumberVoided, OpeningBalanceEntered, OpeningRow, SeriesOpened
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.thai.dates import parse_date
from domain.values import StreamId
from registry.reader import Recorded
from registry.views import pieces
from registry.views.letters import number_keys
from registry.views.pieces import anywhere, key, key_text, key_tokens, text_tokens, words
from registry.views.view import View, Write

MOST_OF_A_DAY = 2_000
"""Letters; the busiest day of an old book has fewer."""

_TEXTS = "subject sender addressee"


class Origin(Enum):
    """Where what was found stands."""

    SENT = "sent"
    RECEIVED = "received"
    OLD_BOOK = "old-book"
    """In the book that a series continues; nothing of it was checked."""


@dataclass(frozen=True, slots=True)
class Found:
    """One letter that was found."""

    origin: Origin
    stream: StreamId | None
    """The letter's stream; None for a row of an old book."""
    number: str
    dated: str
    """As 2021-02-09, or as the old book has it; empty for none."""
    day: date | None
    """None for none, and where what an old book has is no day."""
    sender: str
    addressee: str
    subject: str


class Find(View):
    """All letters, by any piece of what stands in their register entry."""

    NAME: ClassVar[str] = "find"
    VERSION: ClassVar[int] = 2
    TABLES: ClassVar[tuple[str, ...]] = (
        """CREATE TABLE letters (
            id INTEGER PRIMARY KEY, origin TEXT, stream TEXT, number TEXT, keys TEXT, dated TEXT, day TEXT, sender TEXT,
            addressee TEXT, subject TEXT
        )""",
        "CREATE INDEX letters_by_stream ON letters (stream)",
        "CREATE INDEX letters_by_day ON letters (day)",
        """CREATE TABLE signed (
            stream TEXT PRIMARY KEY, number TEXT, keys TEXT, dated TEXT, sender TEXT, addressee TEXT, subject TEXT
        ) WITHOUT ROWID""",
        "CREATE VIRTUAL TABLE words USING fts5 (number, subject, sender, addressee, content='', tokenize='ascii')",
    )

    def __init__(self, file: sqlite3.Connection) -> None:
        """Teach the file how texts are cut."""
        super().__init__(file)
        file.create_function("text_tokens", 1, text_tokens, deterministic=True)
        file.create_function("key_tokens", 1, key_tokens, deterministic=True)

    def follow(self, lines: Sequence[Recorded], write: Write) -> None:
        """Apply a batch; the caller remembers the place in the same transaction."""
        for line in lines:
            _apply(write, line)

    def find(  # noqa: PLR0913 - one question a column
        self,
        text: str = "",
        *,
        number: str = "",
        subject: str = "",
        sender: str = "",
        addressee: str = "",
        origin: Origin | None = None,
        limit: int = 20,
    ) -> list[Found]:
        """Return the letters that contain everything that was typed, the newest entry first.

        Args:
            text: looked for in every column, each of its words in any of them.
            number: a whole number finds that letter alone, in any spelling; a part of one finds all that have it.
            subject: looked for in the subject alone.
            sender: looked for in the issuing office, the unit in charge, the signatory and the post alone.
            addressee: looked for in the addressees and their posts alone.
            origin: letters of one origin only.
            limit: at most so many.

        Raises:
            InvalidValue: nothing, or more than `LONGEST_QUERY` characters, was typed.
        """
        asked = [
            *anywhere(text, _TEXTS),
            *pieces.number(number),
            *words("subject", subject),
            *words("sender", sender),
            *words("addressee", addressee),
        ]
        if not asked:
            raise InvalidValue("query-empty", "There is nothing to look for: type a number or a word.")
        rows = self.rows(
            "SELECT letters.* FROM words JOIN letters ON id = words.rowid "
            "WHERE words MATCH ? AND (origin = ? OR ? IS NULL) ORDER BY words.rowid DESC LIMIT ?",
            (" AND ".join(asked), origin and origin.value, origin and origin.value, max(0, limit)),
        )
        return [_found(row) for row in rows]

    def of_day(self, day: date, *, limit: int = MOST_OF_A_DAY) -> list[Found]:
        """Return the letters that bear a date, wherever they stand, the oldest entry first; at most *limit*."""
        rows = self.rows("SELECT * FROM letters WHERE day = ? ORDER BY id LIMIT ?", (day.isoformat(), limit))
        return [_found(row) for row in rows]


def _found(row: Any) -> Found:  # noqa: ANN401 - a row of the file
    return Found(
        origin=Origin(row["origin"]),
        stream=row["stream"] if row["origin"] != Origin.OLD_BOOK.value else None,
        number=row["number"],
        dated=row["dated"] or "",
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        sender=row["sender"],
        addressee=row["addressee"],
        subject=row["subject"],
    )


# --- how the index follows from the facts ----------------------------------------------------------------

_TOKENS = "key_tokens(keys), text_tokens(subject), text_tokens(sender), text_tokens(addressee) FROM letters"
_COLUMNS = "rowid, number, subject, sender, addressee"
_INDEX = f"INSERT INTO words ({_COLUMNS}) SELECT id, {_TOKENS} WHERE stream = ?"
_FORGET = f"INSERT INTO words (words, {_COLUMNS}) SELECT 'delete', id, {_TOKENS} WHERE stream = ?"
_LETTER = "INSERT INTO letters (origin, stream, number, keys, dated, day, sender, addressee, subject)"
_VALUES = f"{_LETTER} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADMIT = """
    INSERT INTO letters (origin, stream, number, keys, dated, day, sender, addressee, subject)
    SELECT 'sent', ?, number, keys, dated, dated, sender, addressee, subject FROM signed WHERE stream = ?
"""
_SIGNED = "INSERT INTO signed VALUES (?, ?, ?, ?, ?, ?, ?)"


def _apply(write: Write, line: Recorded) -> None:  # noqa: C901, PLR0912 - one case a fact
    stream = line.statement.stream
    match line.statement.fact:
        case LetterSigned(letter=letter) | LetterSignedByHand(letter=letter) | LetterSealed(letter=letter):
            _sign(write, stream, letter)
        case OrderSigned(letter=letter):
            _sign(write, stream, letter)
        case LetterIssued(signed_in=signed_in):
            write(_ADMIT, [(stream, signed_in)])
            write("DELETE FROM signed WHERE stream = ?", [(signed_in,)])
            write(_INDEX, [(stream,)])
        case LetterReceived() as got:
            dated = got.dated.isoformat() if got.dated else ""
            told = (got.printed, key_text([key(got.printed)]), dated, dated, got.sender, got.addressee, got.subject)
            write(_VALUES, [(Origin.RECEIVED.value, stream, *told)])
            write(_INDEX, [(stream,)])
        case OpeningBalanceEntered(rows=rows):
            write(_VALUES, ((Origin.OLD_BOOK.value, stream, *_old(row)) for row in rows))
            write(_INDEX, [(stream,)])
        case EntryCorrected(what=what, new=new) if what in CORRECTABLE - {"remark"}:
            write(_FORGET, [(stream,)])
            _correct(write, stream, what, new)
            write(_INDEX, [(stream,)])
        case EntryCorrected() | EntryNoted() | LetterDispatched() | DeliveryAttempted() | ReceiptConfirmed():
            pass  # nothing that is looked for
        case LetterAnswered() | LetterAnsweredBy() | LetterCancelled() | LetterSuperseded():
            pass  # a withdrawn letter is still found
        case LetterAcknowledged() | LetterReturned() | MatterAssigned() | ActionNoted() | MatterConcluded():
            pass
        case SeriesOpened() | NumberReserved() | NumberVoided() | SecretEntered():
            pass  # numbers without a text
        case OrderAmended() | OrderRepealed():
            pass  # what became of an order is told by the structure
        case DirectiveReported() | DirectiveNoted() | DirectiveEvidenced() | DeadlineMoved():
            pass  # told by the coverage of what letters ask for
        case InstrumentRecorded() | InstrumentConfirmed() | AbsenceRecorded() | AbsenceEnded() | CalendarEntered():
            pass
        case RecordsNoted():
            pass  # of what lies beside the log
        case LinksGiven() | AnsweredByLink() | ReportedByLink():
            pass  # nothing that is looked for
        case PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn():
            pass  # kept by the view of links
        case RegistryOpened() | OfficerEnrolled() | KeyEnrolled() | KeyConfirmed() | KeyWithdrawn():
            pass
        case fact:
            assert_never(fact)


def _sign(write: Write, stream: StreamId, text: LetterText) -> None:
    """Keep what the signed letter says until it is admitted."""
    signer = text.signatory
    sender = " ".join((text.owner_unit or "", text.issuing_office, signer.name, signer.post)).strip()
    addressees = ", ".join(" ".join(filter(None, (to.name, to.post))) for to in text.addressees)
    found_by = key_text(number_keys(text.number, text.n))
    write(_SIGNED, [(stream, text.number, found_by, text.dated.isoformat(), sender, addressees, text.subject)])


def _correct(write: Write, stream: StreamId, what: str, new: str) -> None:
    if what == "printed":
        write("UPDATE letters SET number = ?, keys = ? WHERE stream = ?", [(new, key_text([key(new)]), stream)])
    else:
        write(f"UPDATE letters SET {what} = ? WHERE stream = ?", [(new, stream)])  # noqa: S608 - one of three names


def _old(row: OpeningRow) -> tuple[str, ...]:
    """Return a row of an old book: the number it printed, or the code and the running number that made it."""
    number = f"{row.printed}/{row.number}" if row.printed and "/" not in row.printed else row.printed or row.number
    found_by = key_text([key(number), key(row.number)])
    return (number, found_by, row.dated, _day(row.dated), row.sender, row.addressee, row.subject)


def _day(written: str) -> str:
    try:
        return parse_date(written).isoformat()
    except InvalidValue:
        return ""  # an old book has days that do not exist
