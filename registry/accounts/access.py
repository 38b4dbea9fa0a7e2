"""Who opened, printed or downloaded what, when and from where (บันทึกการเข้าถึง): apart from the log, and no evidence.

People who are signed in are noted with the page's path. Of strangers nothing is kept but how often a kind of page was
opened on a day: neither codes nor addresses. All of it is forgotten after `KEPT`.
"""

import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from pathlib import Path

from registry.ordinary import Ordinary

TABLES = (
    """CREATE TABLE IF NOT EXISTS access (
        n INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, account TEXT NOT NULL, officer TEXT, act TEXT NOT NULL,
        path TEXT NOT NULL, status INTEGER NOT NULL, address TEXT NOT NULL
    )""",
    "CREATE INDEX IF NOT EXISTS access_of_path ON access (path, n)",
    "CREATE INDEX IF NOT EXISTS access_of_account ON access (account, n)",
    """CREATE TABLE IF NOT EXISTS visits (
        day TEXT NOT NULL, page TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (day, page)
    ) WITHOUT ROWID""",
)

KEPT = timedelta(days=365)
TOGETHER = 100
"""Visits of strangers that are counted before they are written down."""


class Act(Enum):
    """What somebody did with a page."""

    OPENED = "opened"
    PRINTED = "printed"
    DOWNLOADED = "downloaded"
    CHANGED = "changed"
    SIGNED_IN = "signed-in"


@dataclass(frozen=True, slots=True)
class Access:
    """One request of somebody who is signed in."""

    at: datetime
    account: str
    officer: str | None
    act: Act
    path: str
    """Of the page, without its query."""
    status: int
    """HTTP status of the answer: what was refused is noted too."""
    address: str
    """From where, e.g. ``10.1.2.3``."""


class AccessLog:
    """The access log of a registry's pages."""

    def __init__(self, path: Path) -> None:
        """Open it, or begin it."""
        self._file = Ordinary(path, TABLES)
        self._lock = threading.Lock()  # a queue is fairer than SQLite's waiting
        self._visits: Counter[tuple[date, str]] = Counter()
        self._forgotten: date | None = None

    def note(self, access: Access) -> None:
        """Write down one request."""
        row = (access.account, access.officer, access.act.value, access.path, access.status, access.address)
        with self._lock, self._file.change() as file:
            if self._forgotten != access.at.date():
                until = (access.at - KEPT).isoformat()
                file.execute("DELETE FROM access WHERE at < ?", (until,))
                file.execute("DELETE FROM visits WHERE day < ?", (until[:10],))
                self._forgotten = access.at.date()
            file.execute(
                "INSERT INTO access (at, account, officer, act, path, status, address) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (access.at.isoformat(), *row),
            )

    def visited(self, page: str, at: datetime) -> bool:
        """Count that a stranger opened a kind of page; tell whether it is time to `write`. Takes no time."""
        with self._lock:
            self._visits[at.date(), page] += 1
            return self._visits.total() >= TOGETHER

    def write(self) -> None:
        """Write down the visits that were counted."""
        with self._lock:
            counted, self._visits = self._visits, Counter()
            if counted:
                with self._file.change() as file:
                    file.executemany(
                        "INSERT INTO visits VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET times = times + excluded.times",
                        [(day.isoformat(), page, times) for (day, page), times in counted.items()],
                    )

    def newest(self, *, account: str | None = None, path: str | None = None, limit: int) -> list[Access]:
        """Return the newest entries, of one account or of the pages below a path where that is said."""
        rows = self._file.rows(
            "SELECT * FROM access WHERE (?1 IS NULL OR account = ?1) AND (?2 IS NULL OR path = ?2 OR path GLOB ?3) "
            "ORDER BY n DESC LIMIT ?4",
            (account, path, None if path is None else f"{literal(path.rstrip('/'))}/*", limit),
        )
        return [
            Access(
                datetime.fromisoformat(row["at"]),
                row["account"],
                row["officer"],
                Act(row["act"]),
                row["path"],
                row["status"],
                row["address"],
            )
            for row in rows
        ]

    def visits(self, *, limit: int) -> list[tuple[date, str, int]]:
        """Return how often strangers opened each kind of page, the newest days first."""
        rows = self._file.rows("SELECT * FROM visits ORDER BY day DESC, page LIMIT ?", (limit,))
        return [(date.fromisoformat(row["day"]), row["page"], row["times"]) for row in rows]


def literal(path: str) -> str:
    """Return a path as SQLite's GLOB takes it by the letter."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)
