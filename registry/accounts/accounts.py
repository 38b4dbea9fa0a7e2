"""Accounts (บัญชีผู้ใช้): who somebody is on the pages, and what the account opens there.

An account may be an enrolled officer's. What it opens are roles in units: a role that is tied to a post is the
officer's for as long as the post is (`registry.accounts.posts`). Whatever takes something away from an account also
ends its sessions, in the same transaction.

A pass phrase that an administrator hands out opens nothing but one's own account until it is changed, takes the
clearance away, and lets the account act for no officer. Whoever handed it out could be behind the account, so a second
person has to confirm both anew (`registry.accounts.second_words`), and with the change every other way in is gone.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from sqlite3 import Connection, IntegrityError

from domain.classes import SecrecyClass
from domain.errors import InvalidValue, NoSuchThing, NotAllowed
from registry.accounts.second_words import Waiting, What, forget, wait
from registry.ordinary import Ordinary

TABLES = (
    """CREATE TABLE IF NOT EXISTS accounts (
        account TEXT PRIMARY KEY, name TEXT NOT NULL, officer TEXT, clearance TEXT NOT NULL, phrase TEXT,
        enabled INTEGER NOT NULL, made_at TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS grants (
        account TEXT NOT NULL REFERENCES accounts, role TEXT NOT NULL, unit TEXT NOT NULL, post TEXT NOT NULL,
        PRIMARY KEY (account, role, unit, post)
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS handed_out (
        account TEXT PRIMARY KEY REFERENCES accounts, by_account TEXT NOT NULL, at TEXT NOT NULL,
        changed INTEGER NOT NULL
    ) WITHOUT ROWID""",
)

_ORDER = list(SecrecyClass)
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


class WebRole(Enum):
    """What an account opens."""

    CLERK = "clerk"
    """เจ้าหน้าที่สารบรรณ: the registers, letters on their way in and out."""
    OFFICIAL = "official"
    """ผู้ลงชื่อ: what waits for a signature."""
    AUDITOR = "auditor"
    """ผู้ตรวจสอบ: everything, and nothing to change."""
    ADMINISTRATOR = "administrator"
    """ผู้ดูแลระบบ: accounts, keys, books; neither letters nor signatures."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one unit; of a post, while the officer holds it."""

    role: WebRole
    unit: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One account."""

    account: str
    """The name that is typed to sign in."""
    name: str
    officer: str | None
    clearance: SecrecyClass
    grants: tuple[Grant, ...]
    enabled: bool = True
    phrase_due: bool = False
    """Whether its pass phrase is one that was handed out, and has to be changed before anything else."""


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Who handed out an account's pass phrase last, on the pages."""

    by: str
    at: datetime


class Accounts:
    """The accounts of a registry."""

    def __init__(self, file: Ordinary) -> None:
        """Answer from an open file that has `TABLES`."""
        self._file = file

    def add(self, account: Account, *, phrase: str | None, at: datetime) -> None:
        """Add an account; *phrase* is the hash of its pass phrase, in PHC form.

        Raises:
            InvalidValue: there is one of that name, or the name is none.
        """
        if not _NAME.fullmatch(account.account):
            raise InvalidValue(
                "bad-account-name",
                f"{account.account[:80]!r} is no name of an account: write 2 to 64 of a-z, 0-9, dot, hyphen.",
                account=account.account[:80],
            )
        try:
            with self._file.change() as file:
                file.execute(
                    "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        account.account,
                        account.name,
                        account.officer,
                        account.clearance.value,
                        phrase,
                        int(account.enabled),
                        at.isoformat(),
                    ),
                )
                file.executemany("INSERT INTO grants VALUES (?, ?, ?, ?)", _rows(account.account, account.grants))
        except IntegrityError:
            raise InvalidValue(
                "account-exists", f"There is an account {account.account!r} already.", account=account.account
            ) from None

    def account(self, account: str) -> Account:
        """Return an account.

        Raises:
            NoSuchThing: there is none of that name.
        """
        found = self._file.rows(
            "SELECT a.*, h.changed FROM accounts a LEFT JOIN handed_out h USING (account) WHERE account = ?", (account,)
        )
        if not found:
            raise NoSuchThing("no-such-account", f"There is no account {account!r}.", account=account)
        row = found[0]
        grants = self._file.rows("SELECT * FROM grants WHERE account = ? ORDER BY role, unit, post", (account,))
        return Account(
            row["account"],
            row["name"],
            row["officer"],
            SecrecyClass(row["clearance"]),
            tuple(Grant(WebRole(one["role"]), one["unit"], one["post"]) for one in grants),
            bool(row["enabled"]),
            row["changed"] == 0,
        )

    def all(self) -> list[Account]:
        """Return every account, by name."""
        return [
            self.account(row["account"]) for row in self._file.rows("SELECT account FROM accounts ORDER BY account")
        ]

    def set_phrase(self, account: str, phrase: str) -> None:
        """Keep the hash of another pass phrase, set at the machine itself; who knew the old one is signed out."""
        with self._changed(account) as file:
            if file.execute("DELETE FROM handed_out WHERE account = ?", (account,)).rowcount:
                _close_other_ways(file, account)
            file.execute("UPDATE accounts SET phrase = ? WHERE account = ?", (phrase, account))

    def change_phrase(self, account: str, phrase: str) -> None:
        """Keep the hash of the pass phrase that the account's owner chose in place of the one before.

        Where that one was handed out, passkeys and tokens go too: they may be of somebody else who knew it.
        """
        with self._changed(account) as file:
            due = "UPDATE handed_out SET changed = 1 WHERE account = ? AND changed = 0"
            if file.execute(due, (account,)).rowcount:
                _close_other_ways(file, account)
            file.execute("UPDATE accounts SET phrase = ? WHERE account = ?", (phrase, account))

    def hand_out(self, account: str, phrase: str, *, by: str, at: datetime) -> None:
        """Keep the hash of a pass phrase that an administrator hands out.

        The account loses its clearance, and acts for its officer again once a second person has confirmed it.
        """
        with self._changed(account) as file:
            (officer,) = file.execute("SELECT officer FROM accounts WHERE account = ?", (account,)).fetchone()
            if officer is not None:
                wait(file, Waiting(account, What.OFFICER, officer, by, at))
            forget(file, account, What.CLEARANCE)
            file.execute(
                "UPDATE accounts SET phrase = ?, clearance = ?, officer = NULL WHERE account = ?",
                (phrase, SecrecyClass.NONE.value, account),
            )
            file.execute("INSERT OR REPLACE INTO handed_out VALUES (?, ?, ?, 0)", (account, by, at.isoformat()))

    def handed_out(self, account: str) -> HandedOut | None:
        """Return who handed out the pass phrase of an account last; None where it was set otherwise."""
        found = self._file.rows("SELECT by_account, at FROM handed_out WHERE account = ?", (account,))
        return HandedOut(found[0]["by_account"], datetime.fromisoformat(found[0]["at"])) if found else None

    def tie(self, account: str, officer: str | None, *, by: str, at: datetime) -> None:
        """Say whose account it is: nobody's at once, an officer's once a second person has confirmed it."""
        if officer is not None and self.account(account).officer == officer:
            return
        with self._changed(account) as file:
            file.execute("UPDATE accounts SET officer = NULL WHERE account = ?", (account,))
            forget(file, account, What.OFFICER)
            if officer is not None:
                wait(file, Waiting(account, What.OFFICER, officer, by, at))

    def set_enabled(self, account: str, *, enabled: bool) -> None:
        """Switch an account off or on; nothing of it is forgotten.

        Raises:
            NotAllowed: nobody would be left to administer accounts.
        """
        with self._changed(account) as file, _administered(file):
            file.execute("UPDATE accounts SET enabled = ? WHERE account = ?", (int(enabled), account))

    def set_clearance(self, account: str, clearance: SecrecyClass) -> None:
        """Say up to which class of secrecy the account may read."""
        with self._changed(account) as file:
            forget(file, account, What.CLEARANCE)
            file.execute("UPDATE accounts SET clearance = ? WHERE account = ?", (clearance.value, account))

    def clear(self, account: str, clearance: SecrecyClass, *, by: str, at: datetime) -> None:
        """Say so on the pages: a lower class counts at once, a higher one once a second person has confirmed it."""
        if _ORDER.index(clearance) <= _ORDER.index(self.account(account).clearance):
            self.set_clearance(account, clearance)
            return
        with self._file.change() as file:
            wait(file, Waiting(account, What.CLEARANCE, clearance.value, by, at))

    def grant(self, account: str, grant: Grant) -> None:
        """Give a role; one that the account has already stays."""
        with self._changed(account) as file:
            file.executemany("INSERT OR IGNORE INTO grants VALUES (?, ?, ?, ?)", _rows(account, [grant]))

    def revoke(self, account: str, grant: Grant) -> None:
        """Take a role away.

        Raises:
            NoSuchThing: the account does not have it.
            NotAllowed: nobody would be left to administer accounts.
        """
        with self._changed(account) as file, _administered(file):
            taken = file.execute(
                "DELETE FROM grants WHERE account = ? AND role = ? AND unit = ? AND post = ?",
                (account, grant.role.value, grant.unit, grant.post),
            )
            if taken.rowcount == 0:
                raise NoSuchThing(
                    "no-such-grant",
                    f"The account {account!r} does not have the role {grant.role.value!r} so: list its roles first.",
                    account=account,
                    role=grant.role.value,
                )

    @contextmanager
    def _changed(self, account: str) -> Iterator[Connection]:
        """Give the file to change an account in; whoever is signed in to it has to sign in again."""
        self.account(account)
        with self._file.change() as file:
            yield file
            file.execute("DELETE FROM sessions WHERE account = ?", (account,))

    def phrase(self, account: str) -> str | None:
        """Return the hash of an enabled account's pass phrase; None where there is none."""
        found = self._file.rows("SELECT phrase FROM accounts WHERE account = ? AND enabled = 1", (account,))
        return found[0]["phrase"] if found else None

    def has_phrase(self, account: str) -> bool:
        """Tell whether an account has a pass phrase, also one that is switched off."""
        return bool(self._file.rows("SELECT 1 FROM accounts WHERE account = ? AND phrase IS NOT NULL", (account,)))

    def without_sign_in(self) -> list[Account]:
        """Return the accounts that are switched on, and by which nobody and no program can come in."""
        rows = self._file.rows(
            "SELECT account FROM accounts a WHERE enabled = 1 AND phrase IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM passkeys p WHERE p.account = a.account) "
            "AND NOT EXISTS (SELECT 1 FROM tokens t WHERE t.account = a.account) ORDER BY account"
        )
        return [self.account(row["account"]) for row in rows]


_ADMINISTRATORS = """SELECT count(DISTINCT a.account) FROM accounts a JOIN grants g USING (account)
    WHERE a.enabled = 1 AND g.role = 'administrator' AND g.post = ''"""


@contextmanager
def _administered(file: Connection) -> Iterator[None]:
    """Refuse what leaves no account that administers, whoever holds which post; unless there was none before."""
    before = file.execute(_ADMINISTRATORS).fetchone()[0]
    yield
    if before and not file.execute(_ADMINISTRATORS).fetchone()[0]:
        raise NotAllowed(
            "last-administrator", "This is the last account that administers: let another one administer first."
        )


def _close_other_ways(file: Connection, account: str) -> None:
    file.execute("DELETE FROM passkeys WHERE account = ?", (account,))
    file.execute("DELETE FROM tokens WHERE account = ?", (account,))


def _rows(account: str, grants: Sequence[Grant]) -> list[tuple[str, str, str, str]]:
    return [(account, grant.role.value, grant.unit, grant.post) for grant in grants]
