"""How every projection stands, cheaply: what `registry.views.standing` says but for the digest of all rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from registry.reader import Reader
from registry.views.every import VIEWS
from registry.views.rebuilding import look, rebuilt_at
from registry.views.standing import ViewState, why_stopped
from registry.views.view import View, files_of


@dataclass(frozen=True, slots=True)
class Projection:
    """One view."""

    name: str
    version: int
    state: ViewState
    position: int
    """Of the newest fact that it has followed or passed over; -1 for none."""
    behind: int
    """How many facts it has not read; whoever opens it next lets it read them."""
    size: int
    """Bytes of its file, with what SQLite keeps beside it."""
    rebuilt: datetime | None
    """When it was last built again from the facts, by the machine's clock."""
    apart: bool
    """A rebuilt file that differs was kept beside it."""


def projections(reader: Reader) -> Iterator[Projection]:
    """Yield how every view stands, without letting any of them follow."""
    for kind in VIEWS:
        yield _projection(reader, kind)


def _projection(reader: Reader, kind: type[View]) -> Projection:
    folder = reader.home.views
    path = files_of(folder, kind)[-1]
    state, position = ViewState.NOT_MADE, -1
    if path.exists():
        try:
            with closing(look(path)) as file:
                position = int(file.execute("SELECT position FROM place").fetchone()[0])
                state = ViewState.SERVING if why_stopped(file) is None else ViewState.STOPPED
        except sqlite3.DatabaseError:
            state = ViewState.DAMAGED
    return Projection(
        kind.NAME,
        kind.VERSION,
        state,
        position,
        reader.store.count_after(position),
        sum(one.stat().st_size for one in folder.glob(f"{path.name}*")),
        rebuilt_at(folder, kind),
        (folder / f"{kind.NAME}-v{kind.VERSION}.apart").exists(),
    )
