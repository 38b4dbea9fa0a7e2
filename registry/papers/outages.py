"""Outage sheets (ใบสำรองเลข): which numbers were reserved to be printed on which sheet.

No evidence: the register has every number and what became of it; here stands only which of them are on one sheet.
"""

from dataclasses import dataclass
from datetime import date
from sqlite3 import Row
from typing import Final

from domain.errors import NoSuchThing
from domain.values import StreamId
from registry.ordinary import Ordinary

TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS outage_sheets (
        sheet INTEGER PRIMARY KEY AUTOINCREMENT, once TEXT NOT NULL UNIQUE, series TEXT NOT NULL,
        first INTEGER NOT NULL, last INTEGER NOT NULL, day TEXT NOT NULL, by TEXT NOT NULL
    )""",
)


@dataclass(frozen=True, slots=True)
class OutageSheet:
    """One sheet."""

    sheet: int
    series: StreamId
    first: int
    last: int
    day: date
    """On which its numbers may be used; they lapse with it."""
    by: str
    """The account that reserved them."""


class Outages:
    """The outage sheets of one office."""

    def __init__(self, papers: Ordinary) -> None:
        """Keep them among the working papers, which have this module's `TABLES`."""
        self._papers = papers

    def keep(self, sheet: OutageSheet, *, once: str) -> OutageSheet:
        """Keep a new sheet and return it with its id; asked again under the same *once*, the one that was kept."""
        values = (once, sheet.series, sheet.first, sheet.last, sheet.day.isoformat(), sheet.by)
        with self._papers.change() as write:
            write.execute(
                "INSERT INTO outage_sheets (once, series, first, last, day, by) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (once) DO NOTHING",
                values,
            )
            row = write.execute("SELECT * FROM outage_sheets WHERE once = ?", (once,)).fetchone()
        return _sheet(row)

    def get(self, sheet: int) -> OutageSheet:
        """Return a sheet.

        Raises:
            NoSuchThing: there is none of that number.
        """
        rows = self._papers.rows("SELECT * FROM outage_sheets WHERE sheet = ?", (sheet,))
        if not rows:
            raise NoSuchThing("no-such-sheet", f"There is no outage sheet {sheet}.", sheet=sheet)
        return _sheet(rows[0])

    def newest(self, limit: int, *, before: int | None = None) -> list[OutageSheet]:
        """Return the newest sheets, or the newest of those before one, the newest first."""
        sql = "SELECT * FROM outage_sheets WHERE ?1 IS NULL OR sheet < ?1 ORDER BY sheet DESC LIMIT ?2"
        rows = self._papers.rows(sql, (before, limit))
        return [_sheet(row) for row in rows]


def _sheet(row: Row) -> OutageSheet:
    return OutageSheet(
        row["sheet"], row["series"], row["first"], row["last"], date.fromisoformat(row["day"]), row["by"]
    )
