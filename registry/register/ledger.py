"""The ledger: facts that were decided get their place, become durable, and are signed, in that order.

    lay out ──▶ make durable ──▶ accept ──▶ publish
    (positions, salts, leaves,   (commit, signer's record,   (the tree goes on)   (tiles)
     root, rows)                  checkpoint)

`make_durable` waits for the disk and touches nothing that anybody else reads, so that it may run in another
thread while the next group is decided. The other steps belong to the register's own thread.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from os import urandom

from eventsourcing.persistence import IntegrityError, PersistenceError

from registry import wire
from registry.errors import RegistryError, StoreDamaged
from registry.home import Home
from registry.log.leaves import SALT_SIZE, commit, fact_leaf, leaf_hash, series_leaf
from registry.log.proofs import Proof
from registry.log.signer import Signer
from registry.log.tiles import Tiles
from registry.log.tree import Staged as StagedTree
from registry.register.recovery import recover
from registry.register.work import Work
from registry.store.facts import Entry, FactStore
from registry.store.recorder import GroupRows, RequestRow
from registry.store.sealing import Contents, Place
from registry.wire import Seen

_SEEN_KEPT = 4096


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
        except BaseException:
            self.signer.close()
            raise
        self._stored_checkpoint = self.store.newest_checkpoint()
        self._unwritten: tuple[StagedTree, list[bytes]] | None = None
        self._roots: OrderedDict[int, bytes] = OrderedDict({self.tree.size: self.tree.root})
        self._unsure: str | None = None

    def require_sure(self) -> None:
        """Refuse when it is not known what was signed or written; opening the ledger again finds out."""
        if self._unsure is not None:
            raise StoreDamaged("writer-unsure", f"The writer must be started again: {self._unsure}.", why=self._unsure)

    # --- a group's way -----------------------------------------------------------------------------------

    def lay_out(self, work: Work, answers: Callable[[Work], Sequence[RequestRow]]) -> None:
        """Give every fact its position, its salt and its leaves, and put the rows into an open transaction.

        Raises:
            IntegrityError: a row clashes with one that is stored.
            StoreDamaged: the database does not take them.
        """
        entries = self._place(work)
        first = self.tree.size
        rows = GroupRows(
            positions=[entry.place.position for entry in entries],
            first=first,
            leaves=work.leaves,
            numbers=work.group.number_rows(),
            requests=answers(work),
            checkpoint=(first, self.checkpoint) if first > self._stored_checkpoint else None,
        )
        with _stored(), ExitStack() as transaction:
            transaction.enter_context(self.store.appending(entries, rows))
            work.transaction = transaction.pop_all()
        self._stored_checkpoint = max(first, self._stored_checkpoint)

    def make_durable(self, work: Work) -> None:
        """Commit the transaction, then swap the signer's record and sign: whoever asked may be answered.

        Raises:
            StoreDamaged: nothing of the group was stored; or, when the signer failed, the ledger is unsure.
        """
        if work.transaction is None or work.tree is None:
            raise ValueError("the group is not laid out")
        with _stored():
            work.transaction.close()
        with self._sure(f"the checkpoint over {work.tree.size} leaves was not signed"):
            self.checkpoint = self.signer.advance(
                self.tree.size, self.tree.root, work.tree.size, work.tree.root, self._now()
            )

    def accept(self, work: Work) -> None:
        """Go on from the tree with a durable group's leaves."""
        if work.tree is None:
            raise ValueError("the group is not laid out")
        self.tree.accept(work.tree)
        self._roots[self.tree.size] = self.tree.root
        if len(self._roots) > _SEEN_KEPT:
            self._roots.popitem(last=False)
        if self._unwritten is None:
            self._unwritten = (work.tree, work.leaves)
        else:
            grown, leaves = self._unwritten
            self._unwritten = (grown.then(work.tree), [*leaves, *work.leaves])

    def publish(self) -> None:
        """Write the tiles of what was signed since the last time, and its checkpoint."""
        if self._unwritten is None:
            return
        with self._sure(f"the tiles of {self.tree.size} leaves were not written"):
            self.tiles.write(*self._unwritten)
            self.tiles.publish(self.checkpoint)
        self._unwritten = None

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
        self.store.close()
        self.signer.close()

    def _place(self, work: Work) -> list[Entry]:
        """Return the entries of a group at their positions; the group knows its leaves and the tree with them."""
        position = self.tree.size
        entries: list[Entry] = []
        hashes: list[bytes] = []
        for staged in work.group.staged:
            staged.position = position
            salt = staged.salt = urandom(SALT_SIZE)
            commitment = commit(salt, staged.statement, staged.kind, staged.evidence)
            leaf = fact_leaf(wire.leaf_type(staged.name), commitment, staged.spki)
            own = leaf_hash(leaf)
            work.leaves.append(leaf)
            hashes.append(own)
            for change in staged.numbers:
                used = own if change.state.value == "issued" else None
                public = series_leaf(change.public_id, change.n, change.state.value, used)
                work.leaves.append(public)
                hashes.append(leaf_hash(public))
            place = Place(position, staged.stream, staged.seq, staged.name)
            entries.append(Entry(place, Contents(staged.statement, staged.kind, staged.evidence, salt), staged.key))
            position += 1 + len(staged.numbers)
        work.tree = self.tree.stage(hashes)
        return entries

    @contextmanager
    def _sure(self, otherwise: str) -> Iterator[None]:
        """Refuse to go on until the ledger is opened again when what stands below fails."""
        try:
            yield
        except (OSError, RegistryError) as error:
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
