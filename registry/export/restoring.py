"""A registry for reading, made of an export that was taken: same facts, leaves and files, fresh stream keys.

    tiles ─▶ leaves, group by group (each ends with a leaf of type heads) ─┐
    facts ─▶ each against the leaf at its position ────────────────────────┴─▶ register.db, stream-keys.db

Nobody writes to it: there is no seal and no log key. What is wrong is refused at the first position where facts and
log differ; whether the facts are right is then the audit's to say.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from domain.facts import Fact, SecretEntered
from domain.incoming import LetterReceived
from domain.letter.events import LetterIssued
from domain.series import NumberState, NumberVoided
from keys.notes import NoteVerifier
from registry import wire
from registry.audit.history import require_checkpoint
from registry.audit.lately import KEPT, Lately
from registry.errors import BadLeaf, NotCanonical, UnknownFact
from registry.export.form import BadExport, FactLine, Manifest
from registry.export.reading import facts
from registry.home import Home
from registry.log.leaves import FactLeaf, commit, read_leaf
from registry.log.tiles import Tiles
from registry.log.tree import TILE_WIDTH
from registry.store.recorder import pack_leaves, schema
from registry.store.sealing import Contents, Place, key_number, seal
from registry.store.stream_keys import StreamKeys
from registry.views.rebuilding import Progress

_ENDS_A_GROUP = b',"t":"heads","v":1}'
_GROUPS_AT_ONCE = 256
_EVENT = "INSERT INTO stored_events VALUES (?, ?, ?, ?, ?)"
_GROUP = "INSERT INTO leaf_groups VALUES (?, ?, ?)"
_NUMBER = "INSERT INTO numbers SELECT ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM numbers WHERE series = ? AND n = ?)"
"""A number that is used twice is left to the audit, which says at which position."""


def restore(taken: Path, manifest: Manifest, log_key: NoteVerifier, *, progress: Progress) -> Home:
    """Make ``register.db`` and ``stream-keys.db`` beside what was taken, and return the registry's place.

    Raises:
        BadExport: the first position where a fact is missing, too many, or not the one of its leaf; or the
            checkpoint is not over as many leaves as the manifest says.
        BadNote: the log did not sign the checkpoint.
        StoreDamaged: a tile is missing or cut off.
    """
    home = Home(taken)
    tiles = Tiles(home.tiles)
    note = tiles.checkpoint()
    head = require_checkpoint(note, log_key)
    require_same_log(manifest, head.origin, head.size, head.root)
    with closing(_Rows(taken)) as rows:
        coming = facts(taken, manifest)
        following = next(coming, None)
        for count, (first, leaves) in enumerate(_groups(tiles, head.size)):
            for position, leaf in enumerate(leaves, first):
                if _is_fact(leaf, position):
                    following = _require_here(following, leaf, position)
                    rows.add(following)
                    following = next(coming, None)
            rows.end_group(first, leaves)
            if count % _GROUPS_AT_ONCE == 0:
                progress(first, head.size)
        if following is not None:
            raise _too_many(following.position)
        rows.finish(head.size, note)
    return home


def require_same_log(manifest: Manifest, origin: str, size: int, root: bytes) -> None:
    """Refuse a manifest that speaks of another log than the signed checkpoint does."""
    if (manifest.origin, manifest.size, manifest.root) != (origin, size, root.hex()):
        raise BadExport("export-of-another-log", "The manifest speaks of another log than the checkpoint.")


def _groups(tiles: Tiles, size: int) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the leaves that were signed together, and the index of the first."""
    first, group = 0, list[bytes]()
    for index in range(0, size, TILE_WIDTH):
        for leaf in tiles.read_leaves(index // TILE_WIDTH, min(TILE_WIDTH, size - index)):
            group.append(leaf)
            if leaf.endswith(_ENDS_A_GROUP):
                yield first, group
                first, group = first + len(group), []
    if group:
        yield first, group  # the audit says what is missing behind it


def _is_fact(leaf: bytes, position: int) -> bool:
    try:
        return isinstance(read_leaf(leaf), FactLeaf)
    except BadLeaf as refusal:
        raise _differs(position, str(refusal)) from None


def _require_here(fact: FactLine | None, leaf: bytes, position: int) -> FactLine:
    """Return the fact if it is the one whose leaf stands at *position*."""
    if fact is None or fact.position > position:
        raise _differs(position, "the fact of this leaf is missing")
    if fact.position < position:
        raise _too_many(fact.position)
    said = read_leaf(leaf)
    try:
        commitment = commit(fact.salt, fact.statement.encode(), fact.kind, fact.evidence)
    except BadLeaf as refusal:
        raise _differs(position, str(refusal)) from None
    if not isinstance(said, FactLeaf) or said.commitment != commitment:
        raise _differs(position, "statement, evidence or salt are not those that the leaf commits to")
    return fact


def _too_many(position: int) -> BadExport:
    return _differs(position, "the log has no fact there")


def _differs(position: int, why: str) -> BadExport:
    return BadExport(
        "export-differs-from-log",
        f"Position {position}: facts and log differ first here, for {why}.",
        position=position,
        why=why,
    )


class _Rows:
    """The two database files, being filled."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "register.db", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")  # as registries have it
        self._db.execute("PRAGMA synchronous = OFF")
        for statement in schema():
            self._db.execute(statement)
        self._db.execute("BEGIN")
        self._keys = StreamKeys(folder / "stream-keys.db")
        self._streams: Lately[str, tuple[int, int]] = Lately(KEPT)
        """Of streams, the newest number in it and the number of its key."""
        self._numbers: list[tuple[str, int, str, int, str, int]] = []

    def add(self, fact: FactLine) -> None:
        """Seal a fact at its place."""
        statement = fact.statement.encode()
        try:
            said = wire.decode(statement)
        except (NotCanonical, UnknownFact) as refusal:
            raise _differs(fact.position, str(refusal)) from None
        if (said.name, said.stream, said.seq) != (fact.name, fact.stream, fact.seq):
            raise _differs(fact.position, "name, stream or number are not those of the statement")
        number = self._key_of(fact)
        place = Place(fact.position, fact.stream, fact.seq, fact.name)
        contents = Contents(statement, fact.kind, fact.evidence, fact.salt)
        state = seal(contents, place, number=number, key=self._keys.cipher(number))
        self._db.execute(_EVENT, (fact.position, fact.stream, fact.seq, fact.name, state))
        self._streams.set(fact.stream, (fact.seq, number))
        for series, n, became in _numbers(said.fact):
            self._numbers.append((series, n, became.value, fact.position, series, n))

    def end_group(self, first: int, leaves: list[bytes]) -> None:
        """Store the leaves of a group whose facts were added."""
        self._db.executemany(_NUMBER, self._numbers)
        self._numbers.clear()
        self._db.execute(_GROUP, (first, first + len(leaves), pack_leaves(leaves)))

    def finish(self, size: int, note: bytes) -> None:
        """Store the checkpoint, and make all of it visible."""
        self._db.execute("INSERT INTO checkpoints VALUES (?, ?)", (size, note))
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Close both files."""
        self._keys.close()
        self._db.close()

    def _key_of(self, fact: FactLine) -> int:
        """Return the number of the stream's key; refuse what does not come next in its stream."""
        newest = self._streams.get(fact.stream) or self._stored(fact.stream)
        if fact.seq != (0 if newest is None else newest[0] + 1):
            raise _differs(fact.position, f"it is not the next of stream {fact.stream[:40]}")
        return self._keys.take()[0] if newest is None else newest[1]

    def _stored(self, stream: str) -> tuple[int, int] | None:
        row = self._db.execute(
            "SELECT originator_version, state FROM stored_events WHERE originator_id = ? "
            "ORDER BY originator_version DESC LIMIT 1",
            (stream,),
        ).fetchone()
        return None if row is None else (row[0], key_number(row[1]))


def _numbers(fact: Fact) -> Iterable[tuple[str, int, NumberState]]:
    """Return which numbers a fact makes final, and how."""
    match fact:
        case LetterIssued(series=series, n=numbers):
            return [(series, n, NumberState.ISSUED) for n in numbers]
        case SecretEntered(series=series, n=n) | LetterReceived(series=series, n=n):
            return [(series, n, NumberState.ISSUED)]
        case NumberVoided(series=series, n=n):
            return [(series, n, NumberState.VOID)]
        case _:
            return []
