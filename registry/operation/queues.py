"""What waits among the working papers, counted: how much, and since when; neither what it is about nor whose."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from registry.ordinary import Ordinary


class What(Enum):
    """What waits."""

    SIGNATURES = "signatures"
    """Drafts that wait for a signature."""
    ARRIVALS = "arrivals"
    """What came in and is not registered."""
    PROPOSALS = "proposals"
    """Facts that were proposed and that nobody has signed."""
    MAILS = "mails"
    """Mails that were written to be sent; nobody tells the registry that they were."""
    REMINDERS = "reminders"
    JOBS = "jobs"
    """Work that was begun on the pages."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue as it is now."""

    what: What
    count: int
    oldest: datetime | None
    """Since when the oldest waits."""


_COUNTED: Final = {
    What.SIGNATURES: "SELECT count(*) AS n, min(changed_at) AS oldest FROM drafts WHERE stage = 'waiting'",
    What.ARRIVALS: "SELECT count(*) AS n, min(at) AS oldest FROM arrivals WHERE stream IS NULL",
    What.PROPOSALS: "SELECT count(*) AS n, min(made_at) AS oldest FROM proposals WHERE position IS NULL",
    What.MAILS: "SELECT count(*) AS n, min(written_at) AS oldest FROM mails",
    What.REMINDERS: "SELECT count(*) AS n, min(written_at) AS oldest FROM reminders",
}


def queues(papers: Ordinary) -> Iterator[Queue]:
    """Yield what waits among the working papers.

    Raises:
        PapersDamaged: they cannot be read.
    """
    for what, sql in _COUNTED.items():
        (row,) = papers.rows(sql)
        yield Queue(what, row["n"], None if row["oldest"] is None else datetime.fromisoformat(row["oldest"]))
