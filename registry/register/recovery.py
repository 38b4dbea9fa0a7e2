"""How a register comes up again: what a crash left unsigned is signed, what it left unwritten is written.

    published ≤ signed ≤ stored      leaves under the published checkpoint, the signer's record, the database

A group is stored, then signed, then written as tiles, then published, so that only the newest leaves can
lack any of these. Tiles under the published checkpoint are whole unless the machine lost power or somebody
changed them; when the right edge does not lead to the published root, all are made again.

A published checkpoint that is newer than the signer's record tells that the record is an older copy. If the
database holds the history that was published, the record is brought up to it; if not, nothing is opened or
overwritten: what the next signature said would be a second history.

The map of newest states is derived: it follows the leaves that it has not seen, and is made again from all of
them when it is missing, damaged, or not the one that the leaves say.
"""

from datetime import datetime
from itertools import islice
from pathlib import Path

from keys.checkpoints import verify_checkpoint
from keys.errors import KeysError
from registry.errors import BadLeaf, HeadsDiffer, HeadsNotKept, StoreDamaged
from registry.log.leaves import leaf_hash
from registry.log.newest import Heads, follow
from registry.log.signer import Signer
from registry.log.tiles import Tiles
from registry.log.tree import TILE_WIDTH, Tree
from registry.store.facts import FactStore
from registry.store.heads import HeadsFile, remove, require_said

_AT_ONCE = 65_536
"""Leaves that are read before their hashes go into a tree."""


def recover(store: FactStore, signer: Signer, tiles: Tiles, now: datetime) -> tuple[Tree, bytes]:
    """Return the tree over all stored leaves and its signed checkpoint, both written and published.

    Raises:
        StoreDamaged: the database is older than what was signed, or of another history.
    """
    stored, signed = store.size(), signer.head
    if stored < signed.size:
        raise _older(stored, signed.size)
    _require_published(store, signer, tiles)
    tree = _published(store, signer, tiles)
    if tree.size < signed.size:
        _grow(tree, list(store.leaves_between(tree.size, signed.size)), tiles)
    if (tree.size, tree.root) != (signed.size, signed.root):
        raise _another(signed.size)
    if tree.size < stored:
        _grow(tree, list(store.leaves_between(tree.size, stored)), tiles)
    if not stored:
        return tree, b""
    note = _kept_note(signer, tiles, tree)
    if note is None or signer.head.size < tree.size:
        note = signer.advance(signed.size, signed.root, tree.size, tree.root, now)
        tiles.publish(note)
    return tree, note


def recover_heads(path: Path, store: FactStore) -> tuple[Heads, HeadsFile]:
    """Return the map of newest states over all stored leaves, and the file at *path* that keeps it.

    Raises:
        HeadsDiffer: the stored leaves do not follow from each other.
        HeadsNotKept: the machine has no room for the file.
    """
    try:
        return _caught_up(path, store)
    except HeadsNotKept:
        raise
    except (StoreDamaged, HeadsDiffer, BadLeaf):
        remove(path)
        return _caught_up(path, store)


def _caught_up(path: Path, store: FactStore) -> tuple[Heads, HeadsFile]:
    file = HeadsFile.open(path)
    try:
        heads, stored = Heads(file), store.size()
        require_said(heads, store)
        for _ in follow(heads, store.leaves_between(heads.size, stored)):
            pass
    except BaseException:
        file.close()
        raise
    return heads, file


def _require_published(store: FactStore, signer: Signer, tiles: Tiles) -> None:
    """Refuse a database that is not the history of a published checkpoint that the signer does not remember."""
    try:
        published = verify_checkpoint(tiles.checkpoint(), signer.log_key.signer.verifier).checkpoint
    except (StoreDamaged, KeysError):
        return  # lost or cut off: it says nothing
    if published.size <= signer.head.size:
        return
    stored = store.size()
    if stored < published.size:
        raise _older(stored, published.size)
    tree = Tree(tiles.read)
    leaves = store.leaves_between(0, published.size)
    while group := list(islice(leaves, _AT_ONCE)):
        tree.accept(tree.stage(map(leaf_hash, group)))
    if tree.root != published.root:
        raise _another(published.size)


def _published(store: FactStore, signer: Signer, tiles: Tiles) -> Tree:
    """Return the tree of the published checkpoint from the tiles if they are whole, else from the leaves."""
    try:
        checkpoint = verify_checkpoint(tiles.checkpoint(), signer.log_key.signer.verifier).checkpoint
        if checkpoint.size <= signer.head.size:
            tree = Tree.restore(checkpoint.size, checkpoint.root, tiles.read)
            _require_edge(tree, tiles)
            return tree
    except (StoreDamaged, KeysError, OSError):
        pass  # derived files: the database has what they are made from
    return tiles.rebuild(store.leaves_between(0, signer.head.size)) if signer.head.size else Tree(tiles.read)


def _require_edge(tree: Tree, tiles: Tiles) -> None:
    """Refuse unless the entry bundle that will be continued is the one that the tiles were made from."""
    index, width = divmod(tree.size, TILE_WIDTH)
    if width:
        hashes = b"".join(leaf_hash(leaf) for leaf in tiles.read_leaves(index, width))
        if hashes != tiles.read(0, index, width):
            raise StoreDamaged("tiles-lead-elsewhere", "The open entry bundle is not that of its tile.", size=tree.size)


def _grow(tree: Tree, leaves: list[bytes], tiles: Tiles) -> None:
    staged = tree.stage([leaf_hash(leaf) for leaf in leaves])
    tree.accept(staged)
    tiles.write(staged, leaves)


def _kept_note(signer: Signer, tiles: Tiles, tree: Tree) -> bytes | None:
    """Return the published note if it is the tree's: signed again, it would claim a later time."""
    try:
        note = tiles.checkpoint()
        signed = verify_checkpoint(note, signer.log_key.signer.verifier)
    except (StoreDamaged, KeysError):
        return None
    checkpoint = signed.checkpoint
    whole = (checkpoint.size, checkpoint.root) == (tree.size, tree.root) and signed.at is not None
    return note if whole else None


def _older(stored: int, signed: int) -> StoreDamaged:
    return StoreDamaged(
        "database-older-than-signed",
        f"The database has {stored} leaves, and {signed} were signed: a newer copy of the database exists.",
        stored=stored,
        signed=signed,
    )


def _another(size: int) -> StoreDamaged:
    return StoreDamaged(
        "another-history",
        f"The first {size} leaves in the database are not those that were signed: run saraban audit.",
        size=size,
    )
