"""Tokens (โทเค็น): what programs bear instead of a session. Of each only the digest is kept."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from domain.errors import NoSuchThing
from registry.ordinary import Ordinary

TABLES = (
    """CREATE TABLE IF NOT EXISTS tokens (
        digest TEXT PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, made_at TEXT NOT NULL, until TEXT NOT NULL
    ) WITHOUT ROWID""",
)

BYTES = 32
"""Of randomness in a token."""


@dataclass(frozen=True, slots=True)
class Token:
    """One program's token."""

    digest: str
    """SHA-256, in hexadecimal."""
    account: str
    name: str
    """What the program is called."""
    made_at: datetime
    until: datetime


class Tokens:
    """The tokens of a registry's accounts."""

    def __init__(self, file: Ordinary) -> None:
        """Answer from an open file that has `TABLES`."""
        self._file = file

    def give(self, account: str, name: str, random: bytes, *, at: datetime, until: datetime) -> str:
        """Make a token of `BYTES` random bytes and return it; it is not shown again."""
        token = "sar_" + urlsafe_b64encode(random).decode().rstrip("=")
        with self._file.change() as file:
            file.execute(
                "INSERT INTO tokens VALUES (?, ?, ?, ?, ?)",
                (_digest(token), account, name, at.isoformat(), until.isoformat()),
            )
        return token

    def account(self, token: str, *, at: datetime) -> str | None:
        """Return whose token it is; None where it is nobody's, or its time is over."""
        for row in self._file.rows("SELECT account, until FROM tokens WHERE digest = ?", (_digest(token),)):
            if at < datetime.fromisoformat(row["until"]):
                return str(row["account"])
        return None

    def of(self, account: str) -> list[Token]:
        """Return an account's tokens, the newest first."""
        rows = self._file.rows("SELECT * FROM tokens WHERE account = ? ORDER BY made_at DESC, digest", (account,))
        return [
            Token(
                row["digest"],
                row["account"],
                row["name"],
                datetime.fromisoformat(row["made_at"]),
                datetime.fromisoformat(row["until"]),
            )
            for row in rows
        ]

    def withdraw(self, digest: str) -> None:
        """Let a token open nothing any more.

        Raises:
            NoSuchThing: there is none of that digest.
        """
        with self._file.change() as file:
            if file.execute("DELETE FROM tokens WHERE digest = ?", (digest,)).rowcount == 0:
                raise NoSuchThing("no-such-token", "There is no such token.")


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
