"""Letters by number, subject, sender or addressee (ค้นหา): any piece of a text finds it.

Thai is written without spaces, and whoever searches cuts it elsewhere than a dictionary would. So nothing is
cut into words: every pair of neighbouring characters is a token, and what is typed is a phrase of such pairs.

    ขอเชิญ   →   ขอ อเ เช ชิ ิญ          เชิญ   →   "เช ชิ ิญ"

That finds exactly the texts that contain what was typed, and nothing else. Thai digits equal Arabic ones and
capital letters equal small ones; a space means *and*. Secret letters have no text here to be found by.
"""

import sqlite3
from collections.abc import Iterable, Sequence
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
from domain.series import NumberReserved, NumberVoided, OpeningBalanceEntered, OpeningRow, SeriesOpened
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.thai.dates import parse_date
from domain.thai.digits import to_arabic
from domain.thai.text import normalise
from domain.values import StreamId
from registry.reader import Recorded
from registry.views.letters import number_key, number_keys
from registry.views.view import View, Write

LONGEST_QUERY = 200
"""Characters; a longer piece of text is no question but a letter."""
MOST_OF_A_DAY = 2_000
"""Letters; the busiest day of an old book has fewer."""

_EDGE = "\uffff"  # not a character, so in nobody's text; it marks where a text begins and ends
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
        file.create_function("text_tokens", 1, _text_tokens, deterministic=True)
        file.create_function("key_tokens", 1, _pairs_in_ascii, deterministic=True)

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
            *_anywhere(text),
            *_number(number),
            *_words("subject", subject),
            *_words("sender", sender),
            *_words("addressee", addressee),
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


def fold(text: str) -> str:
    """Return *text* as it is compared: one spelling (th1), Arabic digits, small letters, single spaces."""
    try:
        text = normalise(text)
    except InvalidValue:  # what a refusal would stop elsewhere is only looked for here
        text = text.replace(_EDGE, "")
    return " ".join(to_arabic(text).lower().split())


def _text_tokens(text: str) -> str:
    return _pairs_in_ascii(f"{_EDGE}{fold(text)}{_EDGE}")


def _pairs_in_ascii(text: str) -> str:
    return " ".join(_pairs(text))


def _pairs(text: str) -> list[str]:
    # UTF-16 in hexadecimal: the index then needs no idea of its own of what a letter is.
    units = text.encode("utf-16-be", "surrogatepass").hex()
    return [units[i : i + 8] for i in range(0, len(units) - 4, 4)]


def _phrase(text: str) -> str:
    """Return the query for a piece of text: its pairs in a row, or whatever pair begins with its one character."""
    if pairs := _pairs(text):
        return f'"{" ".join(pairs)}"'
    return f'"{text.encode("utf-16-be", "surrogatepass").hex()}"*'


def _typed(text: str) -> list[str]:
    if len(text) > LONGEST_QUERY:
        raise InvalidValue(
            "query-too-long",
            f"{len(text)} characters are too many to look for: type at most {LONGEST_QUERY}.",
            length=len(text),
            most=LONGEST_QUERY,
        )
    return fold(text).split()


def _words(column: str, text: str) -> list[str]:
    return [f"({{{column}}} : {_phrase(word)})" for word in _typed(text)]


def _number(text: str) -> list[str]:
    words = _typed(text)
    if key := number_key(text):
        return [f"(number : {_phrase(f'{_EDGE}{key}{_EDGE}')})"]
    return [f"(number : {_phrase(''.join(words))})"] if words else []


def _anywhere(text: str) -> list[str]:
    """Every word in any column; a whole number is that number, or is mentioned in a text."""
    if not number_key(text):
        return _words(f"number {_TEXTS}", text)
    mentioned = " AND ".join(_words(_TEXTS, text))
    return [f"({_number(text)[0]} OR ({mentioned}))"]


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
            told = (got.printed, _keys([_key(got.printed)]), dated, dated, got.sender, got.addressee, got.subject)
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
    keys = _keys(number_keys(text.number, text.n))
    write(_SIGNED, [(stream, text.number, keys, text.dated.isoformat(), sender, addressees, text.subject)])


def _correct(write: Write, stream: StreamId, what: str, new: str) -> None:
    if what == "printed":
        write("UPDATE letters SET number = ?, keys = ? WHERE stream = ?", [(new, _keys([_key(new)]), stream)])
    else:
        write(f"UPDATE letters SET {what} = ? WHERE stream = ?", [(new, stream)])  # noqa: S608 - one of three names


def _old(row: OpeningRow) -> tuple[str, ...]:
    """Return a row of an old book: the number it printed, or the code and the running number that made it."""
    number = f"{row.printed}/{row.number}" if row.printed and "/" not in row.printed else row.printed or row.number
    keys = _keys([_key(number), _key(row.number)])
    return (number, keys, row.dated, _day(row.dated), row.sender, row.addressee, row.subject)


def _day(written: str) -> str:
    try:
        return parse_date(written).isoformat()
    except InvalidValue:
        return ""  # an old book has days that do not exist


def _key(printed: str) -> str:
    """Return a number's key, or what can be compared of a number that follows no grammar."""
    return number_key(printed) or "".join(fold(printed).split())


def _keys(keys: Iterable[str]) -> str:
    return f"{_EDGE}{_EDGE.join(keys)}{_EDGE}"
