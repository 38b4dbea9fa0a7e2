"""What one administrator says of an account and a second person has to confirm (คำยืนยันของคนที่สอง).

    administrator: whose account it is, or a higher clearance ──▶ waits ──a second person──▶ counts
    a pass phrase handed out for an officer's account ──────────▶ waits again, and the clearance is gone

Until then the account acts for no officer and reads no more than before: whoever can make accounts and hand out pass
phrases could otherwise enter, number or read as somebody else. The second person is another administrator or a
registrar, asks the officer, and has no hand in it: neither in the account nor in that of whoever said it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from sqlite3 import Connection, Row

from domain.errors import NoSuchThing, NotAllowed, WrongStage
from registry.ordinary import Ordinary

TABLES = (
    """CREATE TABLE IF NOT EXISTS second_words (
        account TEXT NOT NULL REFERENCES accounts, what TEXT NOT NULL, value TEXT NOT NULL,
        by_account TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (account, what)
    ) WITHOUT ROWID""",
)


class What(Enum):
    """What waits; its value is the account's column, and permanent."""

    OFFICER = "officer"
    """Whose account it is; the value is the officer's id."""
    CLEARANCE = "clearance"
    """The value is the class of secrecy."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that counts once a second person has confirmed it."""

    account: str
    what: What
    value: str
    by: str
    """The account of the administrator who said it, or who handed out the pass phrase since."""
    at: datetime


class SecondWords:
    """What waits for a second person."""

    def __init__(self, file: Ordinary) -> None:
        """Answer from an open file that has `TABLES`."""
        self._file = file

    def waiting(self) -> Sequence[Waiting]:
        """Return all that waits, the oldest first."""
        return [_waiting(row) for row in self._file.rows("SELECT * FROM second_words ORDER BY at, account, what")]

    def of(self, account: str) -> Sequence[Waiting]:
        """Return what waits of one account."""
        rows = self._file.rows("SELECT * FROM second_words WHERE account = ? ORDER BY what DESC", (account,))
        return [_waiting(row) for row in rows]

    def confirm(self, account: str, what: What, value: str, *, by: str | None) -> None:
        """Let what waits count from now on.

        Args:
            account: Of which account.
            what: Which of the two.
            value: As whoever confirms has read it: another one is not confirmed unseen.
            by: The account of whoever confirms on the pages; None at the machine itself.

        Raises:
            NoSuchThing: this does not wait, or not any more.
            WrongStage: the account's pass phrase is still the one that was handed out.
            NotAllowed: *by* said it, is of it, or shares a hand with one of the two.
        """
        with self._file.change() as file:
            found = file.execute(
                "SELECT * FROM second_words WHERE account = ? AND what = ? AND value = ?", (account, what.value, value)
            ).fetchone()
            if found is None:
                raise _nothing(account)
            if by is not None:
                _require_second(file, _waiting(found), by)
            column = "officer" if what is What.OFFICER else "clearance"
            file.execute(f"UPDATE accounts SET {column} = ? WHERE account = ?", (value, account))  # noqa: S608 - one of two names of our own
            forget(file, account, what)

    def refuse(self, account: str, what: What) -> None:
        """Forget what waits: it is not so.

        Raises:
            NoSuchThing: nothing of it waits.
        """
        with self._file.change() as file:
            if forget(file, account, what) == 0:
                raise _nothing(account)


def wait(file: Connection, waiting: Waiting) -> None:
    """Let something wait, in place of what waited before."""
    file.execute(
        "INSERT OR REPLACE INTO second_words VALUES (?, ?, ?, ?, ?)",
        (waiting.account, waiting.what.value, waiting.value, waiting.by, waiting.at.isoformat()),
    )


def forget(file: Connection, account: str, what: What) -> int:
    """Let something wait no longer; return how much did."""
    return file.execute("DELETE FROM second_words WHERE account = ? AND what = ?", (account, what.value)).rowcount


def _require_second(file: Connection, waiting: Waiting, by: str) -> None:
    due = file.execute("SELECT 1 FROM handed_out WHERE account = ? AND changed = 0", (waiting.account,)).fetchone()
    if due:
        raise WrongStage(
            "phrase-not-changed",
            f"The pass phrase of {waiting.account} is still the one that was handed out: its owner changes it first.",
            account=waiting.account,
        )
    if by in _of_one_hand(file, waiting.account) | _of_one_hand(file, waiting.by):
        raise NotAllowed(
            "second-word-own-hand",
            f"{by} has a hand in this account or in what was said of {waiting.account}: another administrator or a "
            "registrar confirms it, or whoever runs the machine.",
            by=by,
            account=waiting.account,
        )


def _of_one_hand(file: Connection, account: str) -> set[str]:
    """Return the account and all with which it is tied by pass phrases that one handed out to another.

    An account that acts for an officer was confirmed since its pass phrase was handed out: that one ties no more.
    """
    handed = "SELECT h.account, h.by_account FROM handed_out h JOIN accounts a USING (account) WHERE a.officer IS NULL"
    pairs = [(row["account"], row["by_account"]) for row in file.execute(handed)]
    known: set[str] = set()
    new = {account}
    while new:
        known |= new
        new = {other for pair in pairs for one, other in (pair, pair[::-1]) if one in known} - known
    return known


def _waiting(row: Row) -> Waiting:
    at = datetime.fromisoformat(row["at"])
    return Waiting(row["account"], What(row["what"]), row["value"], row["by_account"], at)


def _nothing(account: str) -> NoSuchThing:
    return NoSuchThing(
        "nothing-to-confirm", f"This does not wait of account {account!r}: open the page again.", account=account
    )
