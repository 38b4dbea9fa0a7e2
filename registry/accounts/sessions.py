"""Who is signed in: sessions are kept here, and the browser holds nothing but a name for one.

Of that name, 256 random bits, only the digest is kept, so a copy of the file opens no session.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from sqlite3 import Row

from registry.ordinary import Ordinary
from registry.past import Moment

TABLES = (
    """CREATE TABLE IF NOT EXISTS sessions (
        session TEXT PRIMARY KEY, account TEXT NOT NULL, begun_at TEXT NOT NULL, seen_at TEXT NOT NULL,
        way TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS moments (
        session TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE, size INTEGER NOT NULL,
        position INTEGER NOT NULL, moment TEXT NOT NULL
    ) WITHOUT ROWID""",
)

IDLE = timedelta(minutes=30)
"""Without a request, after which a session is over."""
LONGEST = timedelta(hours=12)
"""After signing in, however busy it was."""


@dataclass(frozen=True, slots=True)
class Session:
    """One account that is signed in."""

    session: str
    """SHA-256 of the cookie, in hexadecimal."""
    account: str
    begun_at: datetime
    seen_at: datetime
    way: str
    """By which way it was signed in."""
    past: Moment | None = None
    """The moment as of which it is shown the registry; None for now."""

    def lasts(self, at: datetime) -> bool:
        """Tell whether it is used often enough and not too old; a clock that went back ends it."""
        return timedelta(0) <= at - self.seen_at < IDLE and at - self.begun_at < LONGEST


class Sessions:
    """The sessions of a registry's pages."""

    def __init__(self, file: Ordinary) -> None:
        """Answer from an open file that has `TABLES`."""
        self._file = file

    def begin(self, account: str, token: bytes, *, way: str, at: datetime) -> None:
        """Begin a session under *token*, 32 random bytes."""
        with self._file.change() as file:
            file.execute("DELETE FROM sessions WHERE begun_at < ?", ((at - LONGEST).isoformat(),))
            file.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                (sha256(token).hexdigest(), account, at.isoformat(), at.isoformat(), way),
            )

    def of(self, token: bytes, *, at: datetime) -> Session | None:
        """Return the session under *token* and note that it was used; None where it is over."""
        name = sha256(token).hexdigest()
        found = self._file.rows("SELECT * FROM sessions LEFT JOIN moments USING (session) WHERE session = ?", (name,))
        if not found:
            return None
        session = replace(_session(found[0]), past=_past(found[0]))
        if not session.lasts(at):
            self.end(token)
            return None
        if at - session.seen_at > IDLE / 30:
            with self._file.change() as file:
                file.execute("UPDATE sessions SET seen_at = ? WHERE session = ?", (at.isoformat(), name))
        return session

    def look_back(self, token: bytes, moment: Moment) -> None:
        """Show the session under *token* the registry as it was at *moment*; one that is over is left alone."""
        with self._file.change() as file:
            file.execute(
                "INSERT OR REPLACE INTO moments SELECT session, ?, ?, ? FROM sessions WHERE session = ?",
                (moment.size, moment.position, moment.at.isoformat(), sha256(token).hexdigest()),
            )

    def look_at_now(self, token: bytes) -> None:
        """Show the session under *token* the registry as it is."""
        with self._file.change() as file:
            file.execute("DELETE FROM moments WHERE session = ?", (sha256(token).hexdigest(),))

    def end(self, token: bytes) -> None:
        """End the session under *token*."""
        with self._file.change() as file:
            file.execute("DELETE FROM sessions WHERE session = ?", (sha256(token).hexdigest(),))

    def list(self, account: str, *, at: datetime) -> Sequence[Session]:
        """Return the sessions of an account that are not over, the newest first."""
        rows = self._file.rows("SELECT * FROM sessions WHERE account = ? ORDER BY begun_at DESC", (account,))
        return [session for session in map(_session, rows) if session.lasts(at)]

    def end_named(self, account: str, session: str) -> None:
        """End one of an account's own sessions; somebody else's is left alone."""
        with self._file.change() as file:
            file.execute("DELETE FROM sessions WHERE account = ? AND session = ?", (account, session))

    def end_all(self, account: str) -> None:
        """End every session of an account."""
        with self._file.change() as file:
            file.execute("DELETE FROM sessions WHERE account = ?", (account,))


def _past(row: Row) -> Moment | None:
    if row["size"] is None:
        return None
    return Moment(row["size"], row["position"], datetime.fromisoformat(row["moment"]))


def _session(row: Row) -> Session:
    begun, seen = datetime.fromisoformat(row["begun_at"]), datetime.fromisoformat(row["seen_at"])
    return Session(row["session"], row["account"], begun, seen, row["way"])
