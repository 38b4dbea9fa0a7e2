"""Which letter does somebody mean who types its number (ที่), its receive number or its stream, or holds its file?

Numbers begin again every year, so one that is printed the same may name several letters; the date on the
letter tells them apart, as the regulation has it. What is unknown or not clear is refused with what there is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, ClassVar, assert_never

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, OfficerEnrolled, RegistryOpened
from domain.calendar import CalendarEntered
from domain.directives import DeadlineMoved, DirectiveEvidenced, DirectiveNoted, DirectiveReported
from domain.errors import InvalidValue, NoSuchThing
from domain.facts import SecretEntered
from domain.incoming import ActionNoted, LetterReceived, MatterAssigned, MatterConcluded
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
    LetterSignedTypeset,
    LetterSuperseded,
    LinksGiven,
    OrderAmended,
    OrderRepealed,
    OrderSigned,
    OrderSignedTypeset,
    ReceiptConfirmed,
    ReportedByLink,
)
from domain.numbers import LetterNumber, OrderNumber
from domain.passkeys import PasskeyConfirmed, PasskeyOffered, PasskeyWithdrawn
from domain.records import RecordsNoted
from domain.series import NumberReserved, NumberVoided, OpeningBalanceEntered, SeriesOpened
from domain.structure.events import AbsenceEnded, AbsenceRecorded, InstrumentConfirmed, InstrumentRecorded
from domain.thai.dates import buddhist_year, parse_date
from domain.thai.digits import to_arabic, to_thai
from domain.values import Digest, StreamId
from registry.reader import Recorded
from registry.views.view import View, Write

MOST_CANDIDATES = 10


class Direction(Enum):
    """Whether a letter went out or came in."""

    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Known:
    """One letter as people tell it from others."""

    stream: StreamId
    direction: Direction
    number: str
    """As printed, in Arabic digits."""
    dated: date | None
    n: int
    """Its (first) number in the register: the receive number of a letter that came in."""
    year: int
    """Buddhist year of the register."""

    def __str__(self) -> str:
        lead = f"receive number {to_thai(str(self.n))}, " if self.direction is Direction.RECEIVED else ""
        return f"{lead}{to_thai(self.number)} of {self.dated}"


def number_key(text: str) -> str | None:
    """Return the form in which a typed number is compared, or None for what is no number."""
    for kind in (OrderNumber, LetterNumber):
        try:
            return kind.parse(text).key()
        except InvalidValue:
            continue
    return None


def number_keys(number: str, n: Sequence[int]) -> list[str]:
    """Return the keys of a letter's printed number; one that has several is found by each of them too."""
    whole = number_key(number) or number
    if len(n) == 1:
        return [whole]
    lead = whole.removesuffix(f"{n[0]}-{n[-1]}")
    return [whole, *(f"{lead}{one}" for one in n)]


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DATED = re.compile(r"\s+(?:ลงวันที่|ลว\.?)\s*(?P<day>.+)$")
_RECEIVED = re.compile(r"(?:เลข(?:ทะเบียน)?)?รับ(?:ที่)?\s*(?P<n>\d{1,9})(?:\s*/\s*(?P<year>2[4-7]\d\d))?")


class Letters(View):
    """Every letter and order by the numbers that name it."""

    NAME: ClassVar[str] = "letters"
    VERSION: ClassVar[int] = 3
    TABLES: ClassVar[tuple[str, ...]] = (
        """CREATE TABLE letters (
            stream TEXT PRIMARY KEY, direction TEXT, number TEXT, dated TEXT, n INTEGER, year INTEGER, position INTEGER
        ) WITHOUT ROWID""",
        "CREATE TABLE keys (key TEXT, stream TEXT, PRIMARY KEY (key, stream)) WITHOUT ROWID",
        "CREATE TABLE files (final TEXT, stream TEXT, PRIMARY KEY (final, stream)) WITHOUT ROWID",
        """CREATE TABLE codes (
            code TEXT, signed_in TEXT UNIQUE, stream TEXT, PRIMARY KEY (code, signed_in)
        ) WITHOUT ROWID""",
        "CREATE INDEX letters_by_receive_number ON letters (n, year) WHERE direction = 'received'",
    )

    def follow(self, lines: Sequence[Recorded], write: Write) -> None:
        """Apply a batch; the caller remembers the place in the same transaction."""
        for line in lines:
            _apply(write, line)

    def resolve(self, typed: str, *, dated: date | None = None, direction: Direction | None = None) -> Known:
        """Return the one letter that *typed* names: a number in any spelling, ``รับ 12/2564``, or a stream.

        The number may be followed by the letter's date: ``มท 0812/ว 271 ลงวันที่ 10 ก.พ. 2564``.

        Raises:
            NoSuchThing: no letter, or several, are named so; the sentence names those that come near.
            InvalidValue: the date cannot be read.
        """
        text = to_arabic(" ".join(typed.split()))
        if tail := _DATED.search(text):
            dated, text = parse_date(tail["day"]), text[: tail.start()]
        found = [
            known
            for known in self._named(text)
            if dated in {None, known.dated} and direction in {None, known.direction}
        ]
        if len(found) == 1:
            return found[0]
        if found:
            # An order and an attestation of one day may have one number; then only the stream tells them apart.
            names = "; ".join(f"{known} = {known.stream}" for known in found[:MOST_CANDIDATES])
            raise NoSuchThing(
                "letter-ambiguous",
                f"{len(found)} letters are called {typed!r}: say which one by date, receive number or stream. {names}.",
                typed=typed,
                count=len(found),
                candidates=names,
            )
        near = "; ".join(map(str, self._near(text)))
        raise NoSuchThing(
            "letter-unknown",
            f"No letter here is called {typed!r}. {f'Near it: {near}.' if near else 'Look it up with find.'}",
            typed=typed,
            candidates=near,
        )

    def known(self, stream: StreamId) -> Known | None:
        """Return the letter in a stream, if there is one."""
        row = next(self.rows("SELECT * FROM letters WHERE stream = ?", (stream,)), None)
        return None if row is None else _known(row)

    def received_as(self, number: str, dated: date | None) -> list[Known]:
        """Return the letters that came in under this number, in any spelling, and of this day."""
        return [
            known
            for known in self._named(to_arabic(" ".join(number.split())))
            if known.direction is Direction.RECEIVED and known.dated == dated
        ]

    def of_file(self, final: Digest) -> list[Known]:
        """Return the letters and orders that were issued with this very file; one scan may be of several."""
        sql = "SELECT letters.* FROM files JOIN letters USING (stream) WHERE final = ? ORDER BY position"
        return [_known(row) for row in self.rows(sql, (final,))]

    def of_code(self, code: Digest) -> list[Known]:
        """Return the letters and orders in whose QR code stands a code of this SHA-256: one, as a rule."""
        sql = "SELECT letters.* FROM codes JOIN letters USING (stream) WHERE code = ? ORDER BY position"
        return [_known(row) for row in self.rows(sql, (code,))]

    def _named(self, text: str) -> list[Known]:
        if _UUID.fullmatch(text.lower()):
            known = self.known(StreamId(text.lower()))
            return [] if known is None else [known]
        if received := _RECEIVED.fullmatch(text):
            sql = "SELECT * FROM letters WHERE direction = 'received' AND n = ? AND (year = ? OR ? IS NULL)"
            year = received["year"] and int(received["year"])
            return [_known(row) for row in self.rows(f"{sql} ORDER BY position", (int(received["n"]), year, year))]
        sql = "SELECT letters.* FROM keys JOIN letters USING (stream) WHERE key = ? ORDER BY position"
        return [_known(row) for row in self.rows(sql, (number_key(text) or text,))]

    def _near(self, text: str) -> list[Known]:
        """Return letters of the same running number, whatever their code; the newest first."""
        figures = re.search(r"(\d{1,9})(?:/2[4-7]\d\d)?$", text)
        if figures is None:
            return []
        sql = "SELECT * FROM letters WHERE n = ? ORDER BY position DESC LIMIT ?"
        return [_known(row) for row in self.rows(sql, (int(figures[1]), MOST_CANDIDATES))]


def _known(row: Any) -> Known:  # noqa: ANN401 - a row of the file
    return Known(
        stream=row["stream"],
        direction=Direction(row["direction"]),
        number=row["number"],
        dated=date.fromisoformat(row["dated"]) if row["dated"] else None,
        n=row["n"],
        year=row["year"],
    )


_LETTER = "INSERT INTO letters VALUES (?, ?, ?, ?, ?, ?, ?)"


def _apply(write: Write, line: Recorded) -> None:  # noqa: C901, PLR0912 - one case a fact
    stream = line.statement.stream
    match line.statement.fact:
        case LetterIssued(number=number, dated=dated, n=n, final=final, signed_in=signed_in):
            numbers = (number, dated.isoformat(), n[0], buddhist_year(dated))
            write(_LETTER, [(stream, Direction.SENT.value, *numbers, line.position)])
            write("INSERT INTO keys VALUES (?, ?)", ((key, stream) for key in number_keys(number, n)))
            write("INSERT INTO files VALUES (?, ?)", [(final, stream)])
            write("UPDATE codes SET stream = ? WHERE signed_in = ?", [(stream, signed_in)])
        case LetterSignedTypeset(document=document) | OrderSignedTypeset(document=document):
            write("INSERT INTO codes VALUES (?, ?, NULL)", [(document.code, stream)])
        case LetterReceived(printed=printed, dated=dated, n=n, registered_at=registered_at):
            day = dated.isoformat() if dated else None
            year = buddhist_year(registered_at.date())
            write(_LETTER, [(stream, Direction.RECEIVED.value, to_arabic(printed), day, n, year, line.position)])
            write("INSERT INTO keys VALUES (?, ?)", [(number_key(printed) or to_arabic(printed), stream)])
        case EntryCorrected(what="printed", new=printed):
            write("UPDATE letters SET number = ? WHERE stream = ?", [(to_arabic(printed), stream)])
            write("UPDATE keys SET key = ? WHERE stream = ?", [(number_key(printed) or to_arabic(printed), stream)])
        case EntryCorrected() | EntryNoted() | LetterDispatched() | DeliveryAttempted() | ReceiptConfirmed():
            pass  # its number stays what it is
        case LetterAnswered() | LetterAnsweredBy() | LetterCancelled() | LetterSuperseded():
            pass
        case LetterSigned() | LetterSignedByHand() | LetterSealed() | OrderSigned():
            pass  # named by its number when it is admitted
        case LetterAcknowledged() | LetterReturned() | MatterAssigned() | ActionNoted() | MatterConcluded():
            pass
        case SeriesOpened() | NumberReserved() | NumberVoided() | OpeningBalanceEntered() | SecretEntered():
            pass  # numbers without a letter
        case OrderAmended() | OrderRepealed():
            pass  # what became of an order is told by the structure
        case DirectiveReported() | DirectiveNoted() | DirectiveEvidenced() | DeadlineMoved():
            pass  # told by the coverage of what letters ask for
        case InstrumentRecorded() | InstrumentConfirmed() | AbsenceRecorded() | AbsenceEnded() | CalendarEntered():
            pass
        case RecordsNoted():
            pass  # of what lies beside the log
        case LinksGiven() | AnsweredByLink() | ReportedByLink():
            pass  # its number stays what it is
        case PasskeyOffered() | PasskeyConfirmed() | PasskeyWithdrawn():
            pass  # kept by the view of links
        case RegistryOpened() | OfficerEnrolled() | KeyEnrolled() | KeyConfirmed() | KeyWithdrawn():
            pass
        case fact:
            assert_never(fact)
