"""How an account likes its registers shown: which columns beside the form's, and how close the rows stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from registry.ordinary import Ordinary

TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS looks (
        account TEXT, register TEXT, look TEXT NOT NULL, PRIMARY KEY (account, register)
    ) WITHOUT ROWID""",
)


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody chose for one register."""

    columns: tuple[str, ...] = ()
    """Columns beside those of the form, by name."""
    density: str = "normal"


class Looks:
    """What accounts chose."""

    def __init__(self, file: Ordinary) -> None:
        """Keep it in an open file, and make the table where it is missing."""
        self._file = file
        with file.change() as tables:
            for statement in TABLES:
                tables.execute(statement)

    def of(self, account: str, register: str) -> Look:
        """Return what was chosen, or what everybody begins with."""
        found = self._file.rows("SELECT look FROM looks WHERE account = ? AND register = ?", (account, register))
        return msgspec.json.decode(found[0]["look"], type=Look) if found else Look()

    def choose(self, account: str, register: str, columns: Sequence[str], density: str) -> None:
        """Keep a choice."""
        look = msgspec.json.encode(Look(tuple(columns), density)).decode()
        with self._file.change() as file:
            file.execute("INSERT OR REPLACE INTO looks VALUES (?, ?, ?)", (account, register, look))
