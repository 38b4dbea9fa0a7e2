"""The register: groups of requests become facts, leaves, a signed checkpoint and answers, in that order.

    decide ──▶ seal ──▶ lay out ──▶ one durable transaction ──▶ signer's record ──▶ checkpoint ──▶ tiles ──▶ answers
              (CMS)    (positions, leaves, root)               (compare and swap)

A failure before the transaction is durable takes everything back and answers with the reason. A failure
behind it leaves the register unsure: it refuses to go on until it is opened again, and opening it signs
the same history (the database is the truth, tiles are derived).

Not for use by two threads at once; `registry.register.writer` sees to it.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
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
from registry.evidence import Evidenced, Keyring
from registry.evidence import verify as verify_evidence
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


@dataclass(slots=True)
class Work:
    """A group on its way into the store."""

    group: Group
    asked: list[Asked]
    leaves: list[bytes] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    tree: StagedTree | None = None


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
        for entry in self.store.named(FOUND_BY_NAME):
            statement = wire.decode(entry.contents.statement)
            digest = wire.digest_of(entry.contents.statement)
            fact = statement.fact
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
        roots = TrustRoots.load(self._home.roots.read_bytes())
        self.keyring = Keyring(self.blobs, roots)
        self.known.settle()

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
        work = Work(group, [])
        self.seal(work)
        self.commit(work)
        self.identity = Identity(opened, staged.digest, opened.seal)
        self._learn(opened, staged.digest, wire.decode(staged.statement))
        self.known.settle()

    # --- a group's way ---------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the register's time: whole seconds, in Thailand."""
        return self._clock().astimezone(THAI_TIME).replace(microsecond=0)

    @property
    def checkpoint(self) -> bytes:
        """The newest signed checkpoint (a note)."""
        return self._checkpoint

    def verify(self, asked: Asked) -> None:
        """Verify the evidence of an admission; safe in other threads, and changes nothing but *asked*."""
        if isinstance(asked.request, requests.Admit):
            try:
                asked.said = verify_evidence(
                    asked.request.statement,
                    asked.request.kind,
                    asked.request.evidence,
                    authority=self.known.authority,
                    keyring=self.keyring,
                    at=self.now(),
                )
            except REFUSALS as refusal:
                asked.outcome = refusal

    def process(self, asked: Sequence[Asked]) -> None:
        """Verify, decide, store, sign and answer: every outcome is set when this returns."""
        for one in asked:
            self.verify(one)
        self.store_group(asked)

    def store_group(self, asked: Sequence[Asked]) -> None:
        """Do so for requests that were verified before."""
        try:
            work = self.decide(asked)
            self.seal(work)
            self.commit(work)
        except IntegrityError as error:
            if len(asked) == 1:
                asked[0].outcome = _taken(error)
                return
            for one in asked:  # one of them clashes with what is stored; alone, the others go through
                one.done = None
                self.store_group([one])

    def decide(self, asked: Sequence[Asked]) -> Work:
        """Let every request act on one group; a refused one leaves nothing behind."""
        if self._unsure is not None:
            raise StoreDamaged("writer-unsure", f"The writer must be started again: {self._unsure}.", why=self._unsure)
        group = self._new_group()
        work = Work(group, list(asked))
        try:
            numbers.lapse(group)
            before = self.store.answers([one.id for one in asked if one.outcome is None])
            twice: dict[bytes, Asked] = {}
            for one in asked:
                if one.outcome is None:
                    self._decide(group, one, before, twice)
        except BaseException:
            self.known.undo.back_to()
            raise
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
            one.done = earlier.done
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
        """Sign the seal's facts of a group; safe in another thread."""
        at = work.group.now
        for staged in work.group.staged:
            if staged.evidence is None:
                staged.evidence = cades.sign(staged.statement, self._seal, at=at)

    def commit(self, work: Work) -> None:
        """Store a sealed group durably, sign its checkpoint and set the outcomes."""
        if work.group.staged:
            self._lay_out(work)
            staged_tree = cast("StagedTree", work.tree)
            first = self.tree.size
            checkpoint = (first, self._checkpoint) if first and first > self._stored_checkpoint else None
            rows = GroupRows(
                positions=[staged.position for staged in work.group.staged],
                first=first,
                leaves=work.leaves,
                numbers=work.group.number_rows(),
                requests=[self._request_row(one) for one in _first_of_each(work.asked)],
                checkpoint=checkpoint,
            )
            try:
                self.store.append(work.entries, rows)
            except IntegrityError:
                self.known.undo.back_to()
                raise
            except PersistenceError as error:
                self.known.undo.back_to()
                raise StoreDamaged(
                    "not-stored", f"The facts could not be stored: {error}. Make room and try again.", why=str(error)
                ) from error
            self.known.settle()
            if checkpoint is not None:
                self._stored_checkpoint = first
            try:
                self._sign(self.tree, staged_tree, work.leaves)
            except (OSError, RegistryError) as error:
                self._unsure = f"the checkpoint over {staged_tree.size} leaves was not written ({error})"
                raise StoreDamaged(
                    "writer-unsure", f"The writer must be started again: {self._unsure}.", why=self._unsure
                ) from error
            self._remember_root(self.tree)
        else:
            self.known.undo.back_to()
        for one in work.asked:
            if one.done is not None:
                one.outcome = self._answer(one.done)

    def _lay_out(self, work: Work) -> None:
        """Give every fact its position, its salt and its leaves; compute the root that will be signed."""
        position = self.tree.size
        hashes: list[bytes] = []
        for staged in work.group.staged:
            staged.position = position
            evidence = cast("bytes", staged.evidence)
            salt = staged.salt = urandom(SALT_SIZE)
            leaf = fact_leaf(
                wire.leaf_type(staged.name), commit(salt, staged.statement, staged.kind, evidence), staged.spki
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
            work.entries.append(Entry(place, Contents(staged.statement, staged.kind, evidence, salt), staged.key))
            position += 1 + len(staged.numbers)
        work.tree = self.tree.stage(hashes)

    def _sign(self, tree: Tree, staged: StagedTree, leaves: Sequence[bytes]) -> None:
        """Swap the signer's record, sign, write the tiles. A crash in between is made good by `_recover`."""
        note = self.signer.advance(tree.size, tree.root, staged.size, staged.root, self.now())
        tree.accept(staged)
        self.tiles.write(staged, leaves)
        self.tiles.publish(note)
        self._checkpoint = note

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


def _first_of_each(asked_all: Sequence[Asked]) -> list[Asked]:
    """Return the requests that were done, one an id."""
    found: dict[bytes, Asked] = {}
    for one in asked_all:
        if one.done is not None:
            found.setdefault(one.id, one)
    return list(found.values())


def _taken(error: Exception) -> WrongStage:
    return WrongStage(
        "changed-meanwhile",
        "This was entered before, or the register changed meanwhile: read it again.",
        why=str(error),
    )
