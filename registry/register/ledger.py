"""The ledger: facts that were decided get their place, become durable, and are signed, in that order.

    positions, salts, leaves, roots ──▶ one transaction ──▶ signer's record ──▶ checkpoint ──▶ tiles, published

A failure before the transaction is durable leaves nothing behind. A failure after it leaves the ledger
unsure: it goes on only when it is opened again, and opening it signs the same history (`recovery`).
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from os import urandom

from eventsourcing.persistence import IntegrityError, PersistenceError

from registry import wire
from registry.errors import RegistryError, StoreDamaged
from registry.home import Home
from registry.log.leaves import SALT_SIZE, FactLeaf, commit, leaf_hash
from registry.log.marks import mark_of
from registry.log.newest import StagedHeads
from registry.log.proofs import Proof
from registry.log.signer import Signer
from registry.log.tiles import Tiles
from registry.log.tree import Staged as StagedTree
from registry.register.leaves import written
from registry.register.recovery import recover, recover_heads
from registry.register.work import Work
from registry.store.facts import Entry, FactStore
from registry.store.heads import remove
from registry.store.recorder import GroupRows, RequestRow
from registry.store.sealing import Contents, Place
from registry.wire import Seen

_SEEN_KEPT = 4096


@dataclass(frozen=True, slots=True)
class _Placed:
    """A group as it will be stored, and what tree and map will be with it."""

    entries: list[Entry]
    leaves: list[bytes]
    tree: StagedTree
    heads: StagedHeads


class Ledger:
    """Store, signer, tree and tiles of one registry, open for writing."""

    def __init__(self, home: Home, now: Callable[[], datetime]) -> None:
        """Open the ledger in *home*; what a crash left unsigned or unwritten is made good.

        Raises:
            LogBusy: another process writes it.
            StoreDamaged: a part is missing or was altered, or the database is older than what was signed.
        """
        self._now = now
        self.signer = Signer.open(home.signer)
        try:
            self.store = FactStore(home.path, names=wire.NAMES)
            self.store.require_newest_key()
            self.tiles = Tiles(home.tiles)
            self.tree, self.checkpoint = recover(self.store, self.signer, self.tiles, now())
            self._heads_path = home.heads
            self.heads, self._heads_file = recover_heads(self._heads_path, self.store)
        except BaseException:
            self.signer.close()
            raise
        self._stored_checkpoint = self.store.newest_checkpoint()
        self._roots: OrderedDict[int, bytes] = OrderedDict({self.tree.size: self.tree.root})
        self._unsure: str | None = None

    def require_sure(self) -> None:
        """Refuse when it is not known what was signed or written; opening the ledger again finds out."""
        if self._unsure is not None:
            raise StoreDamaged("writer-unsure", f"The writer must be started again: {self._unsure}.", why=self._unsure)

    def enter(self, work: Work, answers: Callable[[Work], Sequence[RequestRow]]) -> None:
        """Store a sealed group durably, swap the signer's record, sign, write the tiles: then callers are answered.

        Raises:
            IntegrityError: a row clashes with one that is stored; nothing of the group was stored.
            StoreDamaged: nothing of the group was stored; or, when that is said, the ledger is unsure.
        """
        placed = self._place(work)
        leaves, grown = placed.leaves, placed.tree
        first = self.tree.size
        rows = GroupRows(
            positions=[entry.place.position for entry in placed.entries],
            first=first,
            leaves=leaves,
            numbers=work.group.number_rows(),
            requests=answers(work),
            checkpoint=(first, self.checkpoint) if first > self._stored_checkpoint else None,
        )
        with _stored():
            self.store.append(placed.entries, rows)
        self._stored_checkpoint = max(first, self._stored_checkpoint)
        with self._sure(f"the checkpoint over {grown.size} leaves was not written"):
            self.checkpoint = self.signer.advance(first, self.tree.root, grown.size, grown.root, self._now())
            self.tree.accept(grown)
            self.tiles.write(grown, leaves)
            self.tiles.publish(self.checkpoint)
            self.heads.accept(placed.heads, grown.size)  # last, so that readers never find it ahead
        self._roots[self.tree.size] = self.tree.root
        if len(self._roots) > _SEEN_KEPT:
            self._roots.popitem(last=False)

    # --- what is asked of it -----------------------------------------------------------------------------

    def require_seen(self, seen: Seen) -> None:
        """Refuse a statement whose maker saw another history than this one."""
        root = self._roots.get(seen.size)
        if root is None:
            root = self.tree.root_at(seen.size) if seen.size <= self.tree.size else b""
        if root.hex() != seen.root:
            raise RegistryError(
                "saw-another-history",
                f"The statement's maker saw another history of size {seen.size}: keep it, it is evidence of a fork.",
                size=seen.size,
            )

    def proof(self, position: int, salt: bytes) -> Proof:
        """Return the proof that the fact at *position* stands in the newest checkpoint."""
        return Proof(position, tuple(self.tree.inclusion_proof(position)), self.checkpoint, salt)

    def close(self) -> None:
        """Close the store and free the log."""
        self._heads_file.close()
        self.store.close()
        self.signer.close()

    def _place(self, work: Work) -> _Placed:
        """Give the facts of a group their positions, and make its leaves, the tree and the map with them."""
        try:
            return self._try_to_place(work)
        except StoreDamaged:  # of the map, which is derived
            self._heads_file.close()
            remove(self._heads_path)
            self.heads, self._heads_file = recover_heads(self._heads_path, self.store)
            return self._try_to_place(work)

    def _try_to_place(self, work: Work) -> _Placed:
        position = self.tree.size
        entries: list[Entry] = []
        leaves: list[bytes] = []
        hashes: list[bytes] = []
        heads = self.heads.pending()
        for staged in work.group.staged:
            staged.position = position
            salt = staged.salt = urandom(SALT_SIZE)
            commitment = commit(salt, staged.statement, staged.kind, staged.evidence)
            type_ = wire.leaf_type(staged.name)
            fact = FactLeaf(type_, commitment, staged.spki, mark_of(type_, by=staged.by, stream=staged.stream))
            for leaf in written(fact, staged.numbers):
                leaves.append(leaf.data)
                hashes.append(leaf.hash)
                heads.follow(leaf.says, leaf.hash)
            place = Place(position, staged.stream, staged.seq, staged.name)
            entries.append(Entry(place, Contents(staged.statement, staged.kind, staged.evidence, salt), staged.key))
            position += 1 + len(staged.numbers)
        grown = heads.stage()
        leaves.append(grown.leaf.write())
        hashes.append(leaf_hash(leaves[-1]))
        return _Placed(entries, leaves, self.tree.stage(hashes), grown)

    @contextmanager
    def _sure(self, otherwise: str) -> Iterator[None]:
        """Refuse to go on until the ledger is opened again when what stands below fails."""
        try:
            yield
        except Exception as error:
            self._unsure = f"{otherwise} ({error})"
            raise StoreDamaged(
                "writer-unsure", f"The writer must be started again: {self._unsure}.", why=self._unsure
            ) from error


@contextmanager
def _stored() -> Iterator[None]:
    """Say in our words that the database did not take something; a clash is the caller's to settle."""
    try:
        yield
    except IntegrityError:
        raise
    except PersistenceError as error:
        raise StoreDamaged(
            "not-stored", f"The facts could not be stored: {error}. Make room and try again.", why=str(error)
        ) from error
