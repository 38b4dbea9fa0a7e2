"""Passkeys by which people sign in (WebAuthn), and the challenges that wait for an answer.

A challenge is answered once, within `ANSWERED_WITHIN`, for the purpose it was made for. What a passkey signs here
opens a session and nothing else; answers of recipients rest on passkeys of their own, in the log.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from sqlite3 import IntegrityError, Row

from domain.errors import InvalidValue, NoSuchThing
from registry.ordinary import Ordinary

TABLES = (
    """CREATE TABLE IF NOT EXISTS passkeys (
        credential BLOB PRIMARY KEY, account TEXT NOT NULL REFERENCES accounts,
        public_key BLOB NOT NULL, uses INTEGER NOT NULL, name TEXT NOT NULL, added_at TEXT NOT NULL, used_at TEXT
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS challenges (
        challenge TEXT PRIMARY KEY, purpose TEXT NOT NULL, made_at TEXT NOT NULL
    ) WITHOUT ROWID""",
)

MOST = 10
"""Passkeys of one account."""
ANSWERED_WITHIN = timedelta(minutes=5)
WAITING = 10_000
"""Challenges that may wait at once; of more, the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey of an account."""

    credential: bytes
    """Its id."""
    account: str
    public_key: bytes
    """COSE key."""
    uses: int
    """What it counted last; 0 where it does not count."""
    name: str
    """What its owner calls it."""
    added_at: datetime
    used_at: datetime | None = None


class Passkeys:
    """The passkeys of a registry's accounts."""

    def __init__(self, file: Ordinary) -> None:
        """Answer from an open file that has `TABLES`."""
        self._file = file

    def add(self, passkey: Passkey) -> None:
        """Add a passkey.

        Raises:
            InvalidValue: it is somebody's already, or the account has enough.
        """
        try:
            with self._file.change() as file:
                kept = file.execute("SELECT count(*) FROM passkeys WHERE account = ?", (passkey.account,)).fetchone()[0]
                if kept >= MOST:
                    raise InvalidValue(
                        "too-many-passkeys", f"An account has at most {MOST} passkeys: remove one first.", most=MOST
                    )
                file.execute(
                    "INSERT INTO passkeys VALUES (?, ?, ?, ?, ?, ?, NULL)",
                    (
                        passkey.credential,
                        passkey.account,
                        passkey.public_key,
                        passkey.uses,
                        passkey.name,
                        passkey.added_at.isoformat(),
                    ),
                )
        except IntegrityError:
            raise InvalidValue("passkey-known", "This passkey is enrolled already.") from None

    def of(self, account: str) -> list[Passkey]:
        """Return the passkeys of an account, the oldest first."""
        rows = self._file.rows("SELECT * FROM passkeys WHERE account = ? ORDER BY added_at, credential", (account,))
        return [_passkey(row) for row in rows]

    def passkey(self, credential: bytes) -> Passkey:
        """Return the passkey of that id.

        Raises:
            NoSuchThing: there is none.
        """
        rows = self._file.rows("SELECT * FROM passkeys WHERE credential = ?", (credential,))
        if not rows:
            raise NoSuchThing("no-such-passkey", "This passkey is not enrolled here.")
        return _passkey(rows[0])

    def used(self, credential: bytes, *, uses: int, at: datetime) -> None:
        """Note that a passkey was used, and what it has counted."""
        with self._file.change() as file:
            file.execute(
                "UPDATE passkeys SET uses = ?, used_at = ? WHERE credential = ?", (uses, at.isoformat(), credential)
            )

    def remove(self, account: str, credential: bytes) -> None:
        """Forget one of an account's own passkeys.

        Raises:
            NoSuchThing: the account has none of that id.
        """
        with self._file.change() as file:
            gone = file.execute(
                "DELETE FROM passkeys WHERE account = ? AND credential = ?", (account, credential)
            ).rowcount
        if gone == 0:
            raise NoSuchThing("no-such-passkey", "This passkey is not enrolled here.")

    def ask(self, challenge: bytes, *, purpose: str, at: datetime) -> None:
        """Keep a challenge, 32 random bytes, until it is answered."""
        with self._file.change() as file:
            file.execute("DELETE FROM challenges WHERE made_at < ?", ((at - ANSWERED_WITHIN).isoformat(),))
            file.execute(
                "DELETE FROM challenges WHERE challenge IN "
                "(SELECT challenge FROM challenges ORDER BY made_at DESC LIMIT -1 OFFSET ?)",
                (WAITING - 1,),
            )
            file.execute("INSERT INTO challenges VALUES (?, ?, ?)", (_digest(challenge), purpose, at.isoformat()))

    def answered(self, challenge: bytes, *, purpose: str, at: datetime) -> None:
        """Take a challenge that is answered; nobody can answer it again.

        Raises:
            NoSuchThing: it was not asked for this, is answered, or waited too long.
        """
        with self._file.change() as file:
            found = file.execute(
                "DELETE FROM challenges WHERE challenge = ? AND purpose = ? AND made_at >= ?",
                (_digest(challenge), purpose, (at - ANSWERED_WITHIN).isoformat()),
            ).rowcount
        if found == 0:
            raise NoSuchThing("challenge-over", "The answer came too late, or twice: begin again.")


def _digest(challenge: bytes) -> str:
    return sha256(challenge).hexdigest()


def _passkey(row: Row) -> Passkey:
    return Passkey(
        row["credential"],
        row["account"],
        row["public_key"],
        row["uses"],
        row["name"],
        datetime.fromisoformat(row["added_at"]),
        None if row["used_at"] is None else datetime.fromisoformat(row["used_at"]),
    )
