"""Statements that wait for a recipient's passkey: made here, signed on the recipient's device, handed in once.

made ──five minutes──▶ forgotten
  └──taken, once──▶ handed in with the passkey's signature
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.errors import WrongStage
from domain.values import Digest, StreamId
from registry.ordinary import Ordinary

TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS to_sign (
        id TEXT PRIMARY KEY, letter TEXT NOT NULL, spki TEXT NOT NULL, statement BLOB NOT NULL, until INTEGER NOT NULL
    ) WITHOUT ROWID""",
)
PATIENCE: Final = timedelta(minutes=5)
_ID_SIZE: Final = 16  # bytes


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that a passkey is to sign."""

    letter: StreamId
    """The letter that it is about."""
    spki: Digest
    """The passkey."""
    statement: bytes


def keep(papers: Ordinary, waiting: Waiting, *, now: datetime, random: Callable[[int], bytes]) -> str:
    """Keep a statement for five minutes, and return the id under which it is taken; *random* gives so many bytes."""
    made = random(_ID_SIZE).hex()
    until = int((now + PATIENCE).timestamp())
    with papers.change() as change:
        change.execute("DELETE FROM to_sign WHERE until < ?", (int(now.timestamp()),))
        change.execute(
            "INSERT INTO to_sign VALUES (?, ?, ?, ?, ?)",
            (made, waiting.letter, waiting.spki, waiting.statement, until),
        )
    return made


def take(papers: Ordinary, made: str, *, now: datetime) -> Waiting:
    """Take a statement out, once.

    Raises:
        WrongStage: there is none under that id, or not any more.
    """
    with papers.change() as change:
        row = change.execute("SELECT * FROM to_sign WHERE id = ?", (made,)).fetchone()
        change.execute("DELETE FROM to_sign WHERE id = ?", (made,))
    if row is None or row["until"] < now.timestamp():
        raise WrongStage("signing-over", "The time to sign with the passkey is over: begin the answer again.")
    return Waiting(StreamId(row["letter"]), Digest(row["spki"]), row["statement"])
