"""Accounts (บัญชีผู้ใช้): who somebody is on the pages, and what the account opens there.

An account may be an enrolled officer's. What it opens are roles in units: a role that is tied to a post is the
officer's for as long as the post is (`registry.acts.office.Office.records`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from sqlite3 import IntegrityError

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
            InvalidValue: there is one of that name.
        """
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

    def phrase(self, account: str) -> str | None:
        """Return the hash of an enabled account's pass phrase; None where there is none."""
        found = self._file.rows("SELECT phrase FROM accounts WHERE account = ? AND enabled = 1", (account,))
        return found[0]["phrase"] if found else None


def _rows(account: str, grants: Sequence[Grant]) -> list[tuple[str, str, str, str]]:
    return [(account, grant.role.value, grant.unit, grant.post) for grant in grants]
