"""Accounts (บัญชีผู้ใช้): who somebody is on the pages, and what the account opens there.

An account may be an enrolled officer's. What it opens are roles in units: a role that is tied to a post is the
officer's for as long as the post is (`registry.accounts.posts`). Whatever takes something away from an account also
ends its sessions, in the same transaction.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from sqlite3 import Connection, IntegrityError

from domain.classes import SecrecyClass
from domain.errors import InvalidValue, NoSuchThing
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
)

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
        found = self._file.rows("SELECT * FROM accounts WHERE account = ?", (account,))
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
        )

    def all(self) -> list[Account]:
        """Return every account, by name."""
        return [
            self.account(row["account"]) for row in self._file.rows("SELECT account FROM accounts ORDER BY account")
        ]

    def set_phrase(self, account: str, phrase: str) -> None:
        """Keep the hash of another pass phrase; who knew the old one is signed out."""
        with self._changed(account) as file:
            file.execute("UPDATE accounts SET phrase = ? WHERE account = ?", (phrase, account))

    def set_enabled(self, account: str, *, enabled: bool) -> None:
        """Switch an account off or on; nothing of it is forgotten."""
        with self._changed(account) as file:
            file.execute("UPDATE accounts SET enabled = ? WHERE account = ?", (int(enabled), account))

    def set_clearance(self, account: str, clearance: SecrecyClass) -> None:
        """Say up to which class of secrecy the account may read."""
        with self._changed(account) as file:
            file.execute("UPDATE accounts SET clearance = ? WHERE account = ?", (clearance.value, account))

    def grant(self, account: str, grant: Grant) -> None:
        """Give a role; one that the account has already stays."""
        with self._changed(account) as file:
            file.executemany("INSERT OR IGNORE INTO grants VALUES (?, ?, ?, ?)", _rows(account, [grant]))

    def revoke(self, account: str, grant: Grant) -> None:
        """Take a role away.

        Raises:
            NoSuchThing: the account does not have it.
        """
        with self._changed(account) as file:
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


def _rows(account: str, grants: Sequence[Grant]) -> list[tuple[str, str, str, str]]:
    return [(account, grant.role.value, grant.unit, grant.post) for grant in grants]
