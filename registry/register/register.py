"""The register: groups of requests become facts, leaves, a signed checkpoint and answers, in that order.

    decide ──▶ seal ──▶ lay out ──▶ one durable transaction ──▶ signer's record ──▶ checkpoint ──▶ tiles ──▶ answers
              (CMS)    (positions, leaves, root)               (compare and swap)

A failure before the transaction is durable takes everything back and answers with the reason. A failure
behind it leaves the register unsure: it refuses to go on until it is opened again, and opening it signs
the same history (the database is the truth, tiles are derived).

Not for use by two threads at once; `registry.register.writer` sees to it.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self, cast

import orjson
from eventsourcing.persistence import IntegrityError

from domain.authority import KeyEnrolled, RegistryOpened
from domain.authority import evolve as evolve_authority
from domain.errors import WrongStage
from domain.series import NumberReserved, SeriesOpened
from domain.series import evolve as evolve_series
from domain.values import Digest, File, StreamId
from keys import cades
from keys.paths import TrustRoots
from keys.signing import SigningKey
from registry import numbers, requests, wire
from registry.errors import NotCanonical, RegistryError, StoreDamaged
from registry.evidence import Check, Keyring
from registry.evidence import read as read_evidence
from registry.home import Home
from registry.log.signer import Signer
from registry.log.tiles import Tiles
from registry.log.tree import Tree
from registry.register.group import Group, Identity
from registry.register.known import Known, Reservation
from registry.register.ledger import Ledger
from registry.register.operations import Done, perform
from registry.register.work import REFUSALS, Asked, Work
from registry.store.blobs import Blobs
from registry.store.facts import FactStore
from registry.store.recorder import FOUND_BY_NAME, RequestRow
from registry.store.sealing import seal_answer
from registry.wire import THAI_TIME, Seen

Clock = Callable[[], datetime]
_NUMBER_TAKEN = "number.reserved.v1"
"""Answered without a proof: the number's place in history is proved by what uses it or voids it."""


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
        self.blobs = Blobs(home.blobs)
        self.ledger = Ledger(home, self.now)
        try:
            self._under_way: list[Work] = []
            self._lapsed_until: date | None = None
            self.known = Known()
            self._load()
        except BaseException:
            self.ledger.close()
            raise

    # --- opening ---------------------------------------------------------------------------------------

    def _load(self) -> None:
        self.identity: Identity | None = None
        self.keyring = Keyring(self.blobs, TrustRoots.load(self._home.roots.read_bytes()))
        for entry in self.store.named(FOUND_BY_NAME):
            statement = wire.decode(entry.contents.statement)
            digest = wire.digest_of(entry.contents.statement)
            fact = statement.fact
            if isinstance(fact, RegistryOpened | KeyEnrolled):
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
        return self.ledger.checkpoint

    @property
    def store(self) -> FactStore:
        """Facts by stream and position."""
        return self.ledger.store

    @property
    def tree(self) -> Tree:
        """The tree over all durable leaves."""
        return self.ledger.tree

    @property
    def signer(self) -> Signer:
        """Who signs checkpoints."""
        return self.ledger.signer

    @property
    def tiles(self) -> Tiles:
        """The log as others read it."""
        return self.ledger.tiles

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
        self.ledger.require_sure()
        group = self._new_group()
        work = Work(group, list(asked), self.known.undo.begin())
        try:
            if group.today != self._lapsed_until:
                numbers.lapse(group)
            before = self.store.answers([one.id for one in asked])
            twice = {one.id: one for earlier in self._under_way for one in earlier.asked if one.done is not None}
            for one in asked:
                self._decide(group, one, before, twice)
        except BaseException:
            self.known.undo.drop(work.undo)
            raise
        self._lapsed_until = group.today
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
        if one.id in before or one.id in twice:  # done once, also when its evidence would not be admitted any more
            self._repeat(one, before, twice)
            return
        if one.outcome is not None:
            return
        mark, staged = self.known.undo.mark(), len(group.staged)
        try:
            if one.said is not None:
                self.ledger.require_seen(one.said.statement.seen)
            one.done = perform(group, one.request, one.said, self.keyring)
            twice[one.id] = one
        except REFUSALS as refusal:
            self.known.undo.back_to(mark)
            del group.staged[staged:]
            one.outcome, one.decided = refusal, True

    def _repeat(self, one: Asked, before: dict[bytes, tuple[bytes, bytes]], twice: dict[bytes, Asked]) -> None:
        earlier = twice.get(one.id)
        digest = earlier.digest if earlier is not None else before[one.id][0]
        if digest != one.digest:
            one.outcome = NotCanonical(
                "request-id-used", "This request id was used for another request: use a new one.", id=one.id.hex()
            )
            one.decided = earlier is not None
        elif earlier is not None:
            one.done, one.repeats = earlier.done, True
        else:
            answer = orjson.loads(before[one.id][1])
            entry = self.store.at_position(answer["position"])
            if entry.place.name != _NUMBER_TAKEN:
                answer["proof"] = self.ledger.proof(entry.place.position, entry.contents.salt).write().decode()
            one.outcome = answer

    def seal(self, work: Work) -> None:
        """Sign the seal's facts of a group."""
        work.take_seals([cades.sign(statement, self._seal, at=work.group.now) for statement in work.to_seal])

    def commit(self, work: Work) -> None:
        """Store a sealed group durably, sign its checkpoint and set the outcomes; in the order of `decide`.

        When a request clashes with what is stored, it is refused and the others of its group go through, each
        in a group of its own.

        Raises:
            StoreDamaged: it could not be stored, or the register is unsure and must be opened again.
        """
        if work.settled:
            return
        try:
            if self.lay_out(work):
                self.ledger.make_durable(work)
        except BaseException as error:  # noqa: BLE001 - raised again unless it is a clash
            self.take_back(work, error)
            return
        self.settle(work)
        self.ledger.publish()

    def lay_out(self, work: Work) -> bool:
        """Put a sealed group into an open transaction; False when it has no facts. `Ledger.make_durable` is next."""
        if work.group.staged:
            self.ledger.lay_out(work, self._request_rows)
        return bool(work.group.staged)

    def settle(self, work: Work) -> None:
        """The group is durable and signed: nothing of it is taken back, and every caller has an outcome."""
        if work.group.staged:
            self.ledger.accept(work)
        self._under_way.remove(work)
        self.known.undo.keep(work.undo)
        self.known.trim()
        for one in work.asked:
            if one.done is not None:
                one.outcome = self._answer(one.done)

    def take_back(self, work: Work, error: BaseException) -> None:
        """Take a group back that was not stored, and those decided on top of it; do the latter's work again.

        At once, before anything new is decided: a statement names the one before it in its stream. An *error*
        other than a clash is raised again.
        """
        later = self._under_way[self._under_way.index(work) + 1 :]
        self._under_way.clear()
        self._lapsed_until = None  # what lapsed in one of these groups lapses again
        self.known.undo.drop(work.undo)
        work.settled = True
        if isinstance(error, IntegrityError):
            if len(work.asked) == 1:
                work.asked[0].outcome = _taken(error)
            else:
                self._store_singly(work.asked)
        for following in later:
            following.settled = True
            self._store_singly(following.asked)
        if not isinstance(error, IntegrityError):
            raise error

    def _store_singly(self, asked: Sequence[Asked]) -> None:
        for one in asked:
            one.done, one.repeats = None, False
            if one.decided:
                one.outcome, one.decided = None, False
            try:
                self.store_group([one])
            except REFUSALS as refusal:
                one.outcome = one.outcome or refusal

    def _request_rows(self, work: Work) -> list[RequestRow]:
        rows = []
        for one in work.asked:
            if one.done is not None and not one.repeats:
                main = one.done.main
                answer = orjson.dumps({"position": main.position, **one.done.says})
                sealed = seal_answer(answer, one.id + one.digest, number=main.key, key=self.store.keys.cipher(main.key))
                rows.append(RequestRow(one.id, one.digest, sealed))
        return rows

    def _answer(self, done: Done) -> dict[str, Any]:
        main = done.main
        answer = {"position": main.position, **done.says}
        if main.name != _NUMBER_TAKEN:
            answer["proof"] = self.ledger.proof(main.position, main.salt).write().decode()
        return answer

    def close(self) -> None:
        """Close the ledger and free the log."""
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _taken(error: Exception) -> WrongStage:
    return WrongStage(
        "changed-meanwhile",
        "This was entered before, or the register changed meanwhile: read it again.",
        why=str(error),
    )
