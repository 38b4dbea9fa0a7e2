"""What a view holds as one digest: the same facts give the same digest, in whatever batches they came.

    "table" name ‖ for each row, by all its columns in order: its JSON        each a line of its own ─▶ SHA-256

Tables are taken by name. The place that was reached is no row of an answer, nor is the inside of a text index:
how SQLite merges one depends on the batches, so of an index it is taken which token stands where.
"""

import sqlite3
from collections.abc import Iterator
from hashlib import sha256

import msgspec

from domain.values import Digest, digest

_OUR_OWN = frozenset({"place", "stopped"})


def rows_digest(file: sqlite3.Connection) -> Digest:
    """Return the digest of everything that a view's open file answers from."""
    hashed = sha256()
    encode = msgspec.json.Encoder().encode
    for name, rows in _tables(file):
        hashed.update(b"table " + name.encode() + b"\n")
        for row in rows:
            hashed.update(encode(tuple(row)))
            hashed.update(b"\n")
    return digest(hashed.digest())


def _tables(file: sqlite3.Connection) -> Iterator[tuple[str, sqlite3.Cursor]]:
    kinds = {row[1]: row[2] for row in file.execute("PRAGMA main.table_list") if not row[1].startswith("sqlite_")}
    for name in sorted(kinds.keys() - _OUR_OWN):
        if kinds[name] == "table":
            columns = len(file.execute(f"PRAGMA table_info({name})").fetchall())
            order = ", ".join(str(place + 1) for place in range(columns))
            yield name, file.execute(f"SELECT * FROM {name} ORDER BY {order}")  # noqa: S608 - a name of ours
        elif kinds[name] == "virtual":
            file.execute(f"CREATE VIRTUAL TABLE temp.{name}_instances USING fts5vocab ('main', '{name}', 'instance')")
            yield name, file.execute(f"SELECT * FROM temp.{name}_instances ORDER BY 1, 2, 3, 4")  # noqa: S608 - the same
            file.execute(f"DROP TABLE temp.{name}_instances")
