"""What was signed and published, held against the tree that the rows make, while a writer may be at work.

    signer's record ─▶ published checkpoint ─▶ (the rows, of one moment) ─▶ does the tree continue both?

Read in this order, nothing that an honest writer does runs ahead of the rows. What is published follows what was
signed after a moment, and tiles come before the checkpoint that needs them: for that moment it is waited.
"""

import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Final, Self

from keys.checkpoints import Checkpoint
from keys.errors import KeysError
from keys.notes import Note, NoteVerifier
from registry.audit.history import require_checkpoint
from registry.audit.report import Remark
from registry.audit.rows import Rows
from registry.errors import StoreDamaged
from registry.home import Home
from registry.log.signer import RECORD_FILE, Head, recorded_head
from registry.log.tiles import Tiles
from registry.log.tree import Tree

_LOOKS: Final = 10
_PAUSE: Final = 0.05
"""Seconds between two looks at what is published."""


@dataclass(frozen=True, slots=True)
class Heads:
    """The newest head that was signed, and the newest that was published, as they were before the rows were read."""

    home: Home
    signed: Head | None
    note: bytes | None
    """The published checkpoint; None without one, or one that cannot be read."""

    @classmethod
    def read(cls, home: Home) -> Self:
        """Read both; the signer's record may lie elsewhere."""
        signed = recorded_head(home.signer) if (home.signer / RECORD_FILE).exists() else None
        return cls(home, signed, _published(Tiles(home.tiles), 0 if signed is None else signed.size))

    def require(self, tree: Tree, log_key: NoteVerifier, held: Sequence[bytes]) -> list[Remark]:
        """Require that *tree* is, or continues, everything that was signed and is known here, and what others hold.

        Raises:
            StoreDamaged: it does not, or the signer forgot what was published.
            BadNote: a checkpoint is not the log's.
        """
        for one in held:
            _require_continues(tree, one, log_key)
        published = _require_continues(tree, self._require_note(), log_key)
        remarks = []
        if self.signed is None:
            why = "The signer's record is not here: whether newer facts were signed, it cannot say."
            remarks.append(Remark("no-signer-record", why))
        else:
            self._require_signed(tree, self.signed, published)
        if published < tree.size:
            waiting = tree.size - published
            why = f"The newest {waiting} leaves are recorded and stand in no published checkpoint yet."
            remarks.append(Remark("not-logged-yet", why, {"leaves": waiting}))
        return remarks

    def require_tiles(self, rows: Rows, tree: Tree) -> list[Remark]:
        """Require that the published tiles and entry bundles are those of the leaves, and no others.

        Raises:
            StoreDamaged: names the first file that is missing, altered or too many.
        """
        tiles = Tiles(self.home.tiles)
        note = self._require_note()
        while (size := _size_of(note)) <= tree.size:
            try:
                with closing(_first_leaves(rows, size)) as leaves:
                    tiles.require(leaves)
            except StoreDamaged:
                if size == tree.size and not self._grew(tree):
                    raise
                newer = _published(tiles, size + 1)
                if newer is None or _size_of(newer) <= size:
                    raise
                note = newer  # a writer at work changed them meanwhile
            else:
                return []
        why = "The writer was at work: tiles newer than what was audited were not compared."
        return [Remark("tiles-not-compared", why)]

    def _require_note(self) -> bytes:
        return Tiles(self.home.tiles).checkpoint() if self.note is None else self.note

    def _require_signed(self, tree: Tree, signed: Head, published: int) -> None:
        """Require that the signer remembers what was published, and signed nothing that is not here."""
        if signed.size > tree.size or tree.root_at(signed.size) != signed.root:
            raise _older(tree.size, signed.size)
        if published < signed.size:
            raise StoreDamaged(
                "checkpoint-behind-signer",
                f"{signed.size} leaves were signed, and the published checkpoint says {published}: "
                "open the registry once, so that its writer publishes the newest.",
                signed=signed.size,
                published=published,
            )
        # Asked again: between record and checkpoint a writer may have gone on.
        if published > signed.size and published > recorded_head(self.home.signer).size:
            raise StoreDamaged(
                "signer-behind-checkpoint",
                f"The published checkpoint says {published} leaves, and the signer's record ends at {signed.size}: "
                "bring back its newest record, or it may sign a second history.",
                signed=signed.size,
                published=published,
            )

    def _grew(self, tree: Tree) -> bool:
        """Tell whether the registry has more leaves by now than were audited."""
        with closing(Rows(self.home.path)) as rows:
            return rows.size() > tree.size


def _published(tiles: Tiles, size: int) -> bytes | None:
    """Return the published checkpoint, having waited a moment for one of at least *size* leaves."""
    note: bytes | None = None
    for look in range(_LOOKS):
        time.sleep(_PAUSE if look else 0)
        try:
            note = tiles.checkpoint()
            if _size_of(note) >= size:
                break
        except (StoreDamaged, KeysError):
            break  # it will be refused, in its turn
    return note


def _require_continues(tree: Tree, note: bytes, log_key: NoteVerifier) -> int:
    """Require that a checkpoint is of an earlier or the present state of this tree; return its size."""
    checkpoint = require_checkpoint(note, log_key)
    if checkpoint.size > tree.size or tree.root_at(checkpoint.size) != checkpoint.root:
        raise _older(tree.size, checkpoint.size)
    return checkpoint.size


def _older(stored: int, signed: int) -> StoreDamaged:
    return StoreDamaged(
        "database-older-than-signed",
        f"The database has {stored} leaves, and {signed} were signed, or over other leaves: "
        "a newer copy of the database exists, or its newest facts were taken out.",
        stored=stored,
        signed=signed,
    )


def _first_leaves(rows: Rows, size: int) -> Generator[bytes, None, None]:
    with closing(rows.groups()) as groups:
        yield from islice((leaf for group in groups for leaf in group.leaves), size)


def _size_of(note: bytes) -> int:
    """Return how many leaves a checkpoint speaks of; nothing is verified."""
    return Checkpoint.parse(Note.parse(note).text).size
