"""What was prepared to be mailed: from where, for whom, when and by whom. The mails themselves are not kept.

sender        the office's central address, its telephone, its roman code
mails         one row an addressee of a letter: the newest mail that was written
forms         forms that wrote mails; the same form pressed twice gives no second set of links
reminders     one an addressee and day, however many letters are owed and however often it is asked for
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import msgspec

from domain.errors import InvalidValue, NoSuchThing, WrongStage
from domain.values import StreamId
from registry.dispatching.words import Owed, Sender
from registry.ordinary import Ordinary
from registry.papers.lists import mail_address, one_line

TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS mail_sender (
        one INTEGER PRIMARY KEY CHECK (one = 1), address TEXT NOT NULL, telephone TEXT NOT NULL, contact TEXT,
        roman TEXT
    )""",
    """CREATE TABLE IF NOT EXISTS mails (
        letter TEXT, place INTEGER, address TEXT NOT NULL, written_at TEXT NOT NULL, written_by TEXT NOT NULL,
        PRIMARY KEY (letter, place)
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS mail_forms (
        form TEXT PRIMARY KEY, letter TEXT NOT NULL, sent_at TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS reminders (
        id INTEGER PRIMARY KEY AUTOINCREMENT, addressee TEXT NOT NULL, day TEXT NOT NULL, address TEXT NOT NULL,
        owed TEXT NOT NULL, written_at TEXT NOT NULL, written_by TEXT NOT NULL, UNIQUE (addressee, day)
    )""",
)
LONGEST_ROMAN: Final = 10
"""Letters; those of the annex have three or four."""

_owed = msgspec.json.Decoder(tuple[Owed, ...])


@dataclass(frozen=True, slots=True)
class Written:
    """The newest mail that was written for an addressee."""

    address: str
    written_at: datetime
    written_by: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of all that an addressee owes on a day."""

    id: int
    addressee: str
    day: date
    address: str
    owed: tuple[Owed, ...]
    written_at: datetime
    written_by: str


class Mail:
    """What one office prepared to be mailed."""

    def __init__(self, papers: Ordinary) -> None:
        """Keep it among the working papers, which have this module's `TABLES`."""
        self._papers = papers

    # --- from where ------------------------------------------------------------------------------------

    def sender(self) -> Sender:
        """Return from where letters are mailed.

        Raises:
            WrongStage: nobody has set it yet.
        """
        rows = self._papers.rows("SELECT address, telephone, contact, roman FROM mail_sender")
        if not rows:
            raise WrongStage(
                "mail-sender-missing", "The office's central mail address is not set: set it before mails are written."
            )
        return Sender(**dict(rows[0]))

    def set_sender(self, typed: Sender) -> None:
        """Keep from where letters are mailed from now on.

        Raises:
            InvalidValue: the address is none, the telephone is missing, or the roman code is no such code.
        """
        address = mail_address(typed.address)
        telephone, contact = one_line(typed.telephone, 1), one_line(typed.contact or "", 1)
        if not telephone:
            raise InvalidValue(
                "mail-sender-telephone", "Write the telephone that addressees may call (annex 7 ข้อ 3.2)."
            )
        roman = (typed.roman or "").strip().upper()
        if roman and not (roman.isascii() and roman.isalpha() and len(roman) <= LONGEST_ROMAN):
            raise InvalidValue(
                "not-a-roman-code", f"{roman[:20]!r} is no roman code: write it like MOI.", code=roman[:20]
            )
        with self._papers.change() as file:
            file.execute(
                "INSERT OR REPLACE INTO mail_sender VALUES (1, ?, ?, ?, ?)",
                (address, telephone, contact or None, roman or None),
            )

    # --- mails -----------------------------------------------------------------------------------------

    def begin(self, form: str, letter: StreamId, *, at: datetime) -> None:
        """Let a form write mails, once.

        Raises:
            WrongStage: it has done so before: doing it again would put links out of use that are on their way.
        """
        try:
            with self._papers.change() as file:
                file.execute("INSERT INTO mail_forms VALUES (?, ?, ?)", (form, letter, at.isoformat()))
        except sqlite3.IntegrityError:
            raise WrongStage(
                "mails-written-already",
                "These mails were written already. Load the page again if they are needed once more: the links in "
                "those before will no longer count.",
            ) from None

    def wrote(self, letter: StreamId, addresses: Mapping[int, str], *, by: str, at: datetime) -> None:
        """Remember that mails were written, by the places of their addressees."""
        with self._papers.change() as file:
            file.executemany(
                "INSERT OR REPLACE INTO mails VALUES (?, ?, ?, ?, ?)",
                [(letter, place, address, at.isoformat(), by) for place, address in addresses.items()],
            )

    def written(self, letter: StreamId) -> dict[int, Written]:
        """Return the newest mail of each addressee of a letter for whom one was written."""
        rows = self._papers.rows("SELECT * FROM mails WHERE letter = ?", (letter,))
        return {
            row["place"]: Written(row["address"], datetime.fromisoformat(row["written_at"]), row["written_by"])
            for row in rows
        }

    # --- reminders -------------------------------------------------------------------------------------

    def remind(  # noqa: PLR0913 - whom, where, of what, by whom and when
        self, addressee: str, address: str, owed: Sequence[Owed], *, day: date, by: str, at: datetime
    ) -> Reminder:
        """Return the reminder of a day, which is made when it is first asked for."""
        with self._papers.change() as file:
            file.execute(
                "INSERT INTO reminders (addressee, day, address, owed, written_at, written_by) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (addressee, day.isoformat(), address, msgspec.json.encode(owed).decode(), at.isoformat(), by),
            )
            (row,) = self._papers.rows(
                "SELECT * FROM reminders WHERE addressee = ? AND day = ?", (addressee, day.isoformat())
            )
        return _reminder(row)

    def reminder(self, number: int) -> Reminder:
        """Return a reminder.

        Raises:
            NoSuchThing: there is none of that number.
        """
        rows = self._papers.rows("SELECT * FROM reminders WHERE id = ?", (number,))
        if not rows:
            raise NoSuchThing("no-such-reminder", f"There is no reminder {number}.", reminder=number)
        return _reminder(rows[0])

    def newest_reminders(self) -> dict[str, Reminder]:
        """Return the newest reminder of each addressee."""
        rows = self._papers.rows("SELECT *, max(day) FROM reminders GROUP BY addressee")
        return {row["addressee"]: _reminder(row) for row in rows}


def _reminder(row: sqlite3.Row) -> Reminder:
    return Reminder(
        id=row["id"],
        addressee=row["addressee"],
        day=date.fromisoformat(row["day"]),
        address=row["address"],
        owed=_owed.decode(row["owed"]),
        written_at=datetime.fromisoformat(row["written_at"]),
        written_by=row["written_by"],
    )
