"""What programs asked for once: the same request under the same key is answered again, and not done again.

    key seen? ──no──▶ noted with the time ─▶ done ─▶ answer kept for a day
        └─yes──▶ another request: refused · answered: the same answer · neither: done again *as of then*

As of then – the noted time, and the newest fact there was – the writer is asked the same things under the same ids:
what a crash left half done is done to its end, and nothing of it twice.

Source: draft-ietf-httpapi-idempotency-key-header.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from domain.errors import InvalidValue
from registry import requests
from registry.ordinary import Ordinary
from registry.register.desk import Desk

TABLES = (
    """CREATE TABLE IF NOT EXISTS asked_once (
        account TEXT, key TEXT, asked TEXT NOT NULL, at TEXT NOT NULL, newest INTEGER NOT NULL, answer BLOB,
        PRIMARY KEY (account, key)
    ) WITHOUT ROWID""",
)

KEPT = timedelta(days=1)
_ID = 16


@dataclass(frozen=True, slots=True)
class Begun:
    """A request that is done now, or was."""

    at: datetime
    """When it came first."""
    newest: int
    """The position of the newest fact then."""
    answer: bytes | None
    """What was answered; None while nothing was."""


class Once:
    """Requests of programs, by account and key."""

    def __init__(self, file: Ordinary) -> None:
        """Answer from an open file that has `TABLES`."""
        self._file = file

    def begin(self, account: str, key: str, asked: bytes, *, now: datetime, newest: int) -> Begun:
        """Note a request, or return what became of it.

        Raises:
            InvalidValue: another request was made under the same key.
        """
        digest = sha256(asked).hexdigest()
        with self._file.change() as file:
            file.execute("DELETE FROM asked_once WHERE at < ?", ((now - KEPT).isoformat(),))
            row = file.execute("SELECT * FROM asked_once WHERE account = ? AND key = ?", (account, key)).fetchone()
            if row is None:
                file.execute(
                    "INSERT INTO asked_once VALUES (?, ?, ?, ?, ?, NULL)",
                    (account, key, digest, now.isoformat(), newest),
                )
                return Begun(now, newest, None)
        if row["asked"] != digest:
            raise InvalidValue(
                "key-of-another-request",
                "Another request was made under this Idempotency-Key: make a new key for each request.",
            )
        return Begun(datetime.fromisoformat(row["at"]), row["newest"], row["answer"])

    def end(self, account: str, key: str, answer: bytes) -> None:
        """Keep what was answered."""
        with self._file.change() as file:
            file.execute("UPDATE asked_once SET answer = ? WHERE account = ? AND key = ?", (answer, account, key))

    def forget(self, account: str, key: str) -> None:
        """Forget a request that was refused: nothing was done, and it may be put right under the same key."""
        with self._file.change() as file:
            file.execute("DELETE FROM asked_once WHERE account = ? AND key = ? AND answer IS NULL", (account, key))


class OnceDesk:
    """A desk that asks the n-th thing of a request always under the same id."""

    def __init__(self, desk: Desk, account: str, key: str) -> None:
        """Ask at *desk* what the request under *key* needs."""
        self._desk = desk
        self._ids = _ids(account, key)

    def ask(self, request: requests.Request, *, request_id: bytes | None = None) -> dict[str, Any]:
        """Return the answer, or raise the refusal."""
        return self._desk.ask(request, request_id=request_id or next(self._ids))


def _ids(account: str, key: str) -> Iterator[bytes]:
    for n in count():
        yield sha256(f"{account}\n{key}\n{n}".encode()).digest()[:_ID]
