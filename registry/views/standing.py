"""How every view stands, without letting any of them follow: its place, what is behind it, its rows' digest."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from enum import Enum

from domain.values import Digest
from registry.reader import Reader
from registry.views.digests import rows_digest
from registry.views.rebuilding import look
from registry.views.view import View, files_of


class ViewState(Enum):
    """Whether a view answers."""

    SERVING = "serving"
    STOPPED = "stopped"
    """It met a fact that it cannot follow, and keeps its place before it."""
    DAMAGED = "damaged"
    NOT_MADE = "not-made"
    """Nobody has asked it yet; it is made by whoever does."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One view."""

    name: str
    version: int
    state: ViewState
    position: int
    """Of the newest fact that it has followed or passed over; -1 for none."""
    lag: int
    """How many facts are behind that."""
    digest: Digest | None
    """Of its rows; None where none can be read."""
    why: str | None = None
    """Why it stopped, or what is damaged."""
    apart: bool = False
    """A rebuilt file that differs was kept beside it."""


def standing(reader: Reader, kind: type[View]) -> Standing:
    """Return how one view stands, as of one moment of its file."""
    path = files_of(reader.home.views, kind)[-1]
    apart = (reader.home.views / f"{kind.NAME}-v{kind.VERSION}.apart").exists()
    if not path.exists():
        lag = reader.store.count_after(-1)
        return Standing(kind.NAME, kind.VERSION, ViewState.NOT_MADE, -1, lag, None, apart=apart)
    try:
        with closing(look(path)) as file:
            position = int(file.execute("SELECT position FROM place").fetchone()[0])
            found, why = rows_digest(file), why_stopped(file)
    except sqlite3.DatabaseError as error:
        lag = reader.store.count_after(-1)
        return Standing(kind.NAME, kind.VERSION, ViewState.DAMAGED, -1, lag, None, str(error), apart)
    state = ViewState.SERVING if why is None else ViewState.STOPPED
    return Standing(kind.NAME, kind.VERSION, state, position, reader.store.count_after(position), found, why, apart)


def why_stopped(file: sqlite3.Connection) -> str | None:
    """Return why a view stopped before a fact; None where it did not."""
    if file.execute("SELECT 1 FROM sqlite_master WHERE name = 'stopped'").fetchone() is None:
        return None
    row = file.execute("SELECT why FROM stopped").fetchone()
    return None if row is None else str(row[0])
