"""The register: groups of requests become facts, leaves, a signed checkpoint and answers, in that order.

    decide ──▶ seal ──▶ lay out ──▶ one durable transaction ──▶ signer's record ──▶ checkpoint ──▶ tiles ──▶ answers
              (CMS)    (positions, leaves, root)               (compare and swap)

A failure before the transaction is durable takes everything back and answers with the reason. A failure
behind it leaves the register unsure: it refuses to go on until it is opened again, and opening it signs
the same history (the database is the truth, tiles are derived).

Not for use by two threads at once; `registry.register.writer` sees to it.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from os import urandom
from types import TracebackType
from typing import Any, Self, cast

import orjson
from eventsourcing.persistence import IntegrityError, PersistenceError

from domain.authority import RegistryOpened
from domain.authority import evolve as evolve_authority
from domain.errors import DomainError, WrongStage
from domain.series import NumberReserved, SeriesOpened
from domain.series import evolve as evolve_series
from domain.values import Digest, File, StreamId
from keys import cades
from keys.errors import KeysError
from keys.paths import TrustRoots
from keys.signing import SigningKey
from registry import numbers, requests, wire
from registry.errors import NotCanonical, RegistryError, StoreDamaged
from registry.evidence import Check, Evidenced, Keyring
from registry.evidence import read as read_evidence
from registry.home import Home
from registry.log.leaves import SALT_SIZE, commit, fact_leaf, leaf_hash, series_leaf
from registry.log.proofs import Proof
from registry.log.signer import Signer
from registry.log.tiles import Tiles
from registry.log.tree import Staged as StagedTree
from registry.log.tree import Tree
from registry.register.group import Group, Identity
from registry.register.known import Known, Reservation
from registry.register.operations import Done, perform
from registry.register.recovery import recover
from registry.store.blobs import Blobs
from registry.store.facts import Entry, FactStore
from registry.store.recorder import FOUND_BY_NAME, GroupRows, RequestRow
from registry.store.sealing import Contents, Place, seal_answer
from registry.wire import THAI_TIME, Seen

Clock = Callable[[], datetime]
Refusal = DomainError | RegistryError | KeysError
REFUSALS = (DomainError, RegistryError, KeysError)
_SEEN_KEPT = 4096
_NUMBER_TAKEN = "number.reserved.v1"
"""Answered without a proof: the number's place in history is proved by what uses it or voids it."""


@dataclass(slots=True)
class Asked:
    """One request under its id (16 bytes), and what became of it."""

    id: bytes
    digest: bytes
    request: requests.Request
    said: Evidenced | None = None
    outcome: dict[str, Any] | Refusal | None = None
    done: Done | None = None
    repeats: bool = False
    """The same request under the same id is under way already; its answer is this one's."""


@dataclass(slots=True)
class Work:
    """A group on its way into the store."""

    group: Group
    asked: list[Asked]
    undo: list[Callable[[], None]]
    leaves: list[bytes] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    tree: StagedTree | None = None
    settled: bool = False
    """A group before it failed, and every request of this one got its outcome then."""

    @property
    def to_seal(self) -> list[bytes]:
        """The seal's statements, in order."""
        return [staged.statement for staged in self.group.staged if not staged.by_person]

    def take_seals(self, evidence: Sequence[bytes]) -> None:
        """Put the seal's signatures to its statements."""
        sealed = (staged for staged in self.group.staged if not staged.by_person)
        for staged, one in zip(sealed, evidence, strict=True):
            staged.evidence = one


class Register:
    """One registry, open for writing by this process alone."""

    def __init__(self, home: Home, *, seal: SigningKey, clock: Clock) -> None:
        """Open the registry in *home*; what a crash left unsigned is signed now.

        Raises:
            LogBusy: another process writes it.
            LogForked: the database is older than what was signed, or of another history.
            StoreDamaged: a part is missing or was altered.
        """
        self._home = home
        self._clock = clock
        self._seal = seal
        self.signer = Signer.open(home.signer)
        try:
            self.store = FactStore(home.path, names=wire.NAMES)
            self.blobs = Blobs(home.blobs)
            self.tiles = Tiles(home.tiles)
            self._unsure: str | None = None
            self._under_way: list[Work] = []
            self._unwritten: tuple[StagedTree, list[bytes]] | None = None
            self._roots: OrderedDict[int, bytes] = OrderedDict()
            self.known = Known()
            self._load()
            self.tree, self._checkpoint = recover(self.store, self.signer, self.tiles, self.now())
            self._stored_checkpoint = self.store.newest_checkpoint()
            self._remember_root(self.tree)
        except BaseException:
            self.signer.close()
            raise

    # --- opening ---------------------------------------------------------------------------------------

    def _load(self) -> None:
        self.identity: Identity | None = None
        self.keyring = Keyring(self.blobs, TrustRoots.load(self._home.roots.read_bytes()))
        for entry in self.store.named(FOUND_BY_NAME):
            statement = wire.decode(entry.contents.statement)
            digest = wire.digest_of(entry.contents.statement)
            fact = statement.fact
            self.keyring.learn(statement.doc)
            match fact:
                case RegistryOpened():
                    if fact.seal != self._seal.certificate.spki:
                        raise RegistryError(
                            "another-seal",
                            "The seal's key is not the one that opened this registry.",
                            seal=fact.seal[:23],
                        )
                    self.identity = Identity(fact, digest, fact.seal)
                    self._learn(fact, digest, statement)
                case SeriesOpened():
                    self._load_series(statement.stream, fact)
                case _:
                    self._learn(fact, digest, statement)

    def _learn(self, fact: Any, digest: Digest, statement: wire.Statement) -> None:  # noqa: ANN401 - one of a few facts
        self.known.learn_authority(evolve_authority(self.known.authority, fact, statement=digest, by=statement.by))

    def _load_series(self, stream: StreamId, opened: SeriesOpened) -> None:
        series = evolve_series(None, opened)
        newest = self.store.last(stream)
        if newest is not None and newest.place.seq:
            series = evolve_series(series, cast("NumberReserved", wire.decode(newest.contents.statement).fact))
        self.known.series.remember(stream, series)
        final = self.store.final_numbers(stream)
        if len(final) == series.last - series.after:
            return
        for n in sorted(set(range(series.after + 1, series.last + 1)).difference(final)):
            entry = self.store.at(stream, n - series.after)
            if entry is None:
                raise StoreDamaged(
                    "number-missing", f"Number {n} of {series.book!r} is missing.", number=n, book=series.book
                )
            fact = cast("NumberReserved", wire.decode(entry.contents.statement).fact)
            digest = wire.digest_of(entry.contents.statement)
            self.known.open_numbers.remember((stream, n), Reservation(fact.on, fact.purpose, digest))

    def found(self, opened: RegistryOpened, doc: Sequence[File]) -> None:
        """Write leaf 0, once, into an empty register."""
        if self.tree.size:
            raise WrongStage("opened-before", f"{opened.origin} was opened before.", origin=opened.origin)
        self.identity = Identity(opened, None, opened.seal)
        group = self._new_group()
        staged = group.begin(opened, doc=doc)
        work = Work(group, [], self.known.undo.begin())
        self._under_way.append(work)
        self.seal(work)
        self.commit(work)
        self.identity = Identity(opened, staged.digest, opened.seal)
        self.keyring.learn(doc)
        self._learn(opened, staged.digest, wire.decode(staged.statement))

    # --- a group's way ---------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the register's time: whole seconds, in Thailand."""
        return self._clock().astimezone(THAI_TIME).replace(microsecond=0)

    @property
    def checkpoint(self) -> bytes:
        """The newest signed checkpoint (a note)."""
        return self._checkpoint

    def verify(self, asked: Asked) -> None:
        """Verify the evidence of an admission; changes nothing but *asked*."""
        check = self.prepare(asked)
        if check is not None:
            try:
                cades.verify(*check)
            except REFUSALS as refusal:
                asked.outcome = refusal

    def prepare(self, asked: Asked) -> Check | None:
        """Check all of an admission's evidence but the signature; return what is left to verify, if anything."""
        if not isinstance(asked.request, requests.Admit):
            return None
        try:
            asked.said, check = read_evidence(
                asked.request.statement,
                asked.request.kind,
                asked.request.evidence,
                authority=self.known.authority,
                keyring=self.keyring,
                at=self.now(),
            )
        except REFUSALS as refusal:
            asked.outcome = refusal
            return None
        return check

    def process(self, asked: Sequence[Asked]) -> None:
        """Verify, decide, store, sign and answer: every outcome is set when this returns."""
        for one in asked:
            self.verify(one)
        self.store_group(asked)

    def store_group(self, asked: Sequence[Asked]) -> None:
        """Do so for requests that were verified before."""
        work = self.decide(asked)
        self.seal(work)
        self.commit(work)

    def decide(self, asked: Sequence[Asked]) -> Work:
        """Let every request act on one group; a refused one leaves nothing behind.

        The next group may be decided before this one is committed: it rests on this one.
        """
        if self._unsure is not None:
            raise StoreDamaged("writer-unsure", f"The writer must be started again: {self._unsure}.", why=self._unsure)
        group = self._new_group()
        work = Work(group, list(asked), self.known.undo.begin())
        try:
            numbers.lapse(group)
            before = self.store.answers([one.id for one in asked if one.outcome is None])
            twice = {one.id: one for earlier in self._under_way for one in earlier.asked if one.done is not None}
            for one in asked:
                if one.outcome is None:
                    self._decide(group, one, before, twice)
        except BaseException:
            self.known.undo.drop(work.undo)
            raise
        self._under_way.append(work)
        return work

    def _new_group(self) -> Group:
        if self.identity is None:
            raise StoreDamaged("not-opened", "The registry's first fact is missing.", position=0)
        seen = Seen(self.tree.size, self.tree.root.hex())
        return Group(
            store=self.store, blobs=self.blobs, known=self.known, identity=self.identity, seen=seen, now=self.now()
        )

    def _decide(
        self, group: Group, one: Asked, before: dict[bytes, tuple[bytes, bytes]], twice: dict[bytes, Asked]
    ) -> None:
        if one.id in before or one.id in twice:
            self._repeat(one, before, twice)
            return
        mark, staged = self.known.undo.mark(), len(group.staged)
        try:
            if one.said is not None:
                self._require_seen(one.said.statement.seen)
            one.done = perform(group, one.request, one.said, self.keyring)
            twice[one.id] = one
        except REFUSALS as refusal:
            self.known.undo.back_to(mark)
            del group.staged[staged:]
            one.outcome = refusal

    def _repeat(self, one: Asked, before: dict[bytes, tuple[bytes, bytes]], twice: dict[bytes, Asked]) -> None:
        earlier = twice.get(one.id)
        digest = earlier.digest if earlier is not None else before[one.id][0]
        if digest != one.digest:
            one.outcome = NotCanonical(
                "request-id-used", "This request id was used for another request: use a new one.", id=one.id.hex()
            )
        elif earlier is not None:
            one.done, one.repeats = earlier.done, True
        else:
            answer = orjson.loads(before[one.id][1])
            entry = self.store.at_position(answer["position"])
            if entry.place.name != _NUMBER_TAKEN:
                answer["proof"] = self.proof(entry.place.position, entry.contents.salt).write().decode()
            one.outcome = answer

    def _require_seen(self, seen: Seen) -> None:
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

    def seal(self, work: Work) -> None:
        """Sign the seal's facts of a group."""
        work.take_seals([cades.sign(statement, self._seal, at=work.group.now) for statement in work.to_seal])

    def commit(self, work: Work, *, publish: bool = True) -> None:
        """Store a sealed group durably, sign its checkpoint and set the outcomes; in the order of `decide`.

        Args:
            work: the group.
            publish: write the tiles now; else the caller calls `publish` soon, perhaps for several groups.

        When a request clashes with what is stored, it is refused and the others of its group go through, each
        in a group of its own.

        Raises:
            StoreDamaged: it could not be stored, or the register is unsure and must be opened again.
        """
        if work.settled:
            return
        try:
            if work.group.staged:
                self._store(work)
                if publish:
                    self.publish()
        except IntegrityError as clash:
            self._take_back(work, clash)
            return
        except BaseException:
            self._take_back(work, None)
            raise
        self._under_way.remove(work)
        self.known.undo.keep(work.undo)
        self.known.trim()
        for one in work.asked:
            if one.done is not None:
                one.outcome = self._answer(one.done)

    def _take_back(self, work: Work, clash: IntegrityError | None) -> None:
        """Take a group back that was not stored, and those decided on top of it; do the latter's work again.

        At once, before anything new is decided: a statement names the one before it in its stream.
        """
        later = self._under_way[self._under_way.index(work) + 1 :]
        self._under_way.clear()
        self.known.undo.drop(work.undo)
        if clash is not None:
            if len(work.asked) == 1:
                work.asked[0].outcome = _taken(clash)
            else:
                self._store_singly(work.asked)
        for following in later:
            following.settled = True
            self._store_singly(following.asked)

    def _store_singly(self, asked: Sequence[Asked]) -> None:
        for one in asked:
            one.done, one.repeats = None, False
            try:
                self.store_group([one])
            except REFUSALS as refusal:
                one.outcome = one.outcome or refusal

    def _store(self, work: Work) -> None:
        self._lay_out(work)
        staged_tree = cast("StagedTree", work.tree)
        first = self.tree.size
        checkpoint = (first, self._checkpoint) if first > self._stored_checkpoint else None
        rows = GroupRows(
            positions=[staged.position for staged in work.group.staged],
            first=first,
            leaves=work.leaves,
            numbers=work.group.number_rows(),
            requests=[self._request_row(one) for one in work.asked if one.done is not None and not one.repeats],
            checkpoint=checkpoint,
        )
        try:
            self.store.append(work.entries, rows)
        except PersistenceError as error:
            if isinstance(error, IntegrityError):
                raise
            raise StoreDamaged(
                "not-stored", f"The facts could not be stored: {error}. Make room and try again.", why=str(error)
            ) from error
        if checkpoint is not None:
            self._stored_checkpoint = first
        with self._sure(f"the checkpoint over {staged_tree.size} leaves was not signed"):
            self._checkpoint = self.signer.advance(
                first, self.tree.root, staged_tree.size, staged_tree.root, self.now()
            )
        self.tree.accept(staged_tree)
        self._remember_root(self.tree)
        if self._unwritten is None:
            self._unwritten = (staged_tree, work.leaves)
        else:
            grown, leaves = self._unwritten
            self._unwritten = (grown.then(staged_tree), [*leaves, *work.leaves])

    def publish(self) -> None:
        """Write the tiles of what was signed since the last time, and its checkpoint."""
        if self._unwritten is None:
            return
        with self._sure(f"the tiles of {self.tree.size} leaves were not written"):
            self.tiles.write(*self._unwritten)
            self.tiles.publish(self._checkpoint)
        self._unwritten = None

    @contextmanager
    def _sure(self, otherwise: str) -> Iterator[None]:
        """Refuse to go on until the register is opened again when what stands below fails."""
        try:
            yield
        except (OSError, RegistryError) as error:
            self._unsure = f"{otherwise} ({error})"
            raise StoreDamaged(
                "writer-unsure", f"The writer must be started again: {self._unsure}.", why=self._unsure
            ) from error

    def _lay_out(self, work: Work) -> None:
        """Give every fact its position, its salt and its leaves; compute the root that will be signed."""
        position = self.tree.size
        hashes: list[bytes] = []
        for staged in work.group.staged:
            staged.position = position
            salt = staged.salt = urandom(SALT_SIZE)
            leaf = fact_leaf(
                wire.leaf_type(staged.name), commit(salt, staged.statement, staged.kind, staged.evidence), staged.spki
            )
            own = leaf_hash(leaf)
            work.leaves.append(leaf)
            hashes.append(own)
            for change in staged.numbers:
                used = own if change.state.value == "issued" else None
                public = series_leaf(change.public_id, change.n, change.state.value, used)
                work.leaves.append(public)
                hashes.append(leaf_hash(public))
            place = Place(position, staged.stream, staged.seq, staged.name)
            work.entries.append(
                Entry(place, Contents(staged.statement, staged.kind, staged.evidence, salt), staged.key)
            )
            position += 1 + len(staged.numbers)
        work.tree = self.tree.stage(hashes)

    def _remember_root(self, tree: Tree) -> None:
        self._roots[tree.size] = tree.root
        if len(self._roots) > _SEEN_KEPT:
            self._roots.popitem(last=False)

    def _request_row(self, one: Asked) -> RequestRow:
        done = cast("Done", one.done)
        answer = orjson.dumps({"position": done.main.position, **done.says})
        key = self.store.keys.cipher(done.main.key)
        return RequestRow(one.id, one.digest, seal_answer(answer, one.id + one.digest, number=done.main.key, key=key))

    def _answer(self, done: Done) -> dict[str, Any]:
        main = done.main
        answer = {"position": main.position, **done.says}
        if main.name != _NUMBER_TAKEN:
            answer["proof"] = self.proof(main.position, main.salt).write().decode()
        return answer

    # --- what readers in this process ask ----------------------------------------------------------------

    def proof(self, position: int, salt: bytes) -> Proof:
        """Return the proof that the fact at *position* stands in the newest checkpoint."""
        return Proof(position, tuple(self.tree.inclusion_proof(position)), self._checkpoint, salt)

    def close(self) -> None:
        """Close the store and free the log."""
        self.store.close()
        self.signer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def asked(request_id: bytes, data: bytes) -> Asked:
    """Return a request from its id and its JSON.

    Raises:
        NotCanonical: it cannot be read.
    """
    return Asked(request_id, sha256(data).digest(), requests.decode(data))


def _taken(error: Exception) -> WrongStage:
    return WrongStage(
        "changed-meanwhile",
        "This was entered before, or the register changed meanwhile: read it again.",
        why=str(error),
    )
