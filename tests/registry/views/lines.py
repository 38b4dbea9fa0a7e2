"""Facts as views meet them, and views that have followed them, without a registry around."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from domain.facts import Fact
from domain.values import StreamId
from registry import wire
from registry.reader import Recorded
from registry.store.facts import Entry
from registry.store.sealing import Contents, Place
from registry.views.view import View, make_tables
from tests.registry.examples import statement

V = TypeVar("V", bound=View)


def stream(number: int) -> StreamId:
    """The name of a stream."""
    return StreamId(f"01778b0b-4a00-7000-8000-{number:012x}")


def line(fact: Fact, position: int, of: StreamId) -> Recorded:
    """One fact at a position, in a stream."""
    said = replace(statement(fact), stream=of)
    place = Place(position, of, said.seq, said.name)
    return Recorded(Entry(place, Contents(wire.encode(said), "cms", b"", b""), 0), said)


def lines(facts: Iterable[tuple[StreamId, Fact]]) -> list[Recorded]:
    """Facts one after another."""
    return [line(fact, position, of) for position, (of, fact) in enumerate(facts)]


def followed(kind: type[V], told: Sequence[Recorded]) -> V:
    """A view in memory that has followed these facts and no others."""
    file = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    file.row_factory = sqlite3.Row
    make_tables(file, kind)
    view = kind(file)
    view.follow(told, file.executemany)
    file.execute("UPDATE place SET position = ?", (told[-1].position if told else -1,))
    return view


def contents(view: View) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that stands in a view's tables; of a text index what is found where."""
    names = [row["name"] for row in view.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {
        name: sorted((tuple(row) for row in view.rows("SELECT * FROM " + name)), key=repr)  # noqa: S608 - its own tables
        for name in names
        if not name.startswith("words")
    }
    if "words" in names:
        view.rows("CREATE VIRTUAL TABLE IF NOT EXISTS temp.instances USING fts5vocab ('main', 'words', 'instance')")
        found["words"] = sorted(tuple(row) for row in view.rows("SELECT * FROM temp.instances"))
    return found
