"""The register: groups of requests become facts, leaves, a signed checkpoint and answers, in that order.

    decide ──▶ seal ──▶ lay out ──▶ one durable transaction ──▶ signer's record ──▶ checkpoint ──▶ tiles ──▶ answers
              (CMS)    (positions, leaves, root)               (compare and swap)

A failure before the transaction is durable takes everything back and answers with the reason. A failure
behind it leaves the register unsure: it refuses to go on until it is opened again, and opening it signs
the same history (the database is the truth, tiles are derived).

Not for use by two threads at once; `registry.register.writer` sees to it.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self, cast

import orjson
from eventsourcing.persistence import IntegrityError, PersistenceError

from domain.authority import KeyEnrolled, RegistryOpened
from domain.authority import evolve as evolve_authority
from domain.errors import WrongStage
from domain.series import NumberReserved, SeriesOpened
from domain.series import evolve as evolve_series
from domain.values import Digest, File, StreamId
from keys import cades
from keys.paths import TrustRoots
from keys.signing import SigningKey
from registry import numbers, records, requests, wire
from registry.errors import NotCanonical, RegistryError, StoreDamaged
from registry.evidence import Keyring
from registry.evidence import verify as verify_evidence
from registry.following import followed
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
from registry.store.recorder import AUTHORITY, RequestRow
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
        self.home = home
        self._clock = clock
        self._seal = seal
        self.blobs = Blobs(home.blobs)
        with _readable():
            self.ledger = Ledger(home, self.now)
        try:
            self._lapsed_until: date | None = None
            self.known = Known()
            with _readable():
                self._load()
        except BaseException:
            self.ledger.close()
            raise

    # --- opening ---------------------------------------------------------------------------------------

    def _load(self) -> None:
        self.identity: Identity | None = None
        self.keyring = Keyring(self.blobs, TrustRoots.load(self.home.roots.read_bytes()))
        for entry in self.store.named((*AUTHORITY, "series.opened.v1")):
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
        following = followed(self.store)
        self.known.structure, self.known.posts = following.structure, following.posts

    def _learn(self, fact: Any, digest: Digest, statement: wire.Statement) -> None:  # noqa: ANN401 - one of a few facts
        # It is stored: kept to be taken back, every earlier state of all officers would stay in memory.
        self.known.authority = evolve_authority(self.known.authority, fact, statement=digest, by=statement.by)

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
        self.commit(Work(group, []))
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

    def process(self, asked: Sequence[Asked]) -> None:
        """Verify, decide, store, sign and answer: every outcome is set when this returns.

        Raises:
            StoreDamaged: the group was not stored, or the register is unsure and must be opened again; requests
                without an outcome may be asked again under their ids.
        """
        for one in asked:
            self._verify(one)
        self._process_verified(asked)

    def _process_verified(self, asked: Sequence[Asked]) -> None:
        try:
            self.commit(self.decide(asked))
        except BaseException as error:
            for one in asked:
                one.reset()
            if not isinstance(error, IntegrityError) or not asked:
                raise
            if len(asked) == 1:
                asked[0].outcome = _taken(error)
                return
            for one in asked:  # one of them clashes with what is stored; alone, the others go through
                self._process_verified([one])

    def _verify(self, asked: Asked) -> None:
        if isinstance(asked.request, requests.Admit):
            try:
                asked.said = verify_evidence(
                    asked.request.statement,
                    asked.request.kind,
                    asked.request.evidence,
                    authority=self.known.authority,
                    keyring=self.keyring,
                    at=self.now(),
                    final=asked.request.final,
                )
            except REFUSALS as refusal:
                asked.refused = refusal

    def decide(self, asked: Sequence[Asked]) -> Work:
        """Let every request act on one group; a refused one leaves nothing behind. `commit` is next."""
        self.ledger.require_sure()
        self.keyring.chain(self._seal.certificate, self.now())  # an expired seal admits nothing
        work = Work(self._new_group(), list(asked))
        try:
            if work.group.today != self._lapsed_until:
                numbers.lapse(work.group)
                records.note(work.group, self.home)
            before = self.store.answers([one.id for one in asked])
            twice: dict[bytes, Asked] = {}
            for one in asked:
                self._decide(work.group, one, before, twice)
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
        if one.id in before or one.id in twice:  # done once, also when its evidence would not be admitted any more
            self._repeat(one, before, twice)
            return
        if one.refused is not None:
            one.outcome = one.refused
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
                answer["proof"] = self.ledger.proof(entry.place.position, entry.contents.salt).write().decode()
            one.outcome = answer

    def commit(self, work: Work) -> None:
        """Seal a group, store it durably, sign its checkpoint, publish it and set the outcomes.

        Raises:
            IntegrityError: a row clashes with one that is stored; the group is taken back.
            StoreDamaged: it could not be stored and is taken back, or the register is unsure.
        """
        try:
            if work.group.staged:
                self._seal_facts(work)
                self.ledger.enter(work, self._request_rows)
        except BaseException:
            self.known.undo.back_to()
            raise
        self.known.undo.forget()
        self.known.trim()
        self._lapsed_until = work.group.today
        for one in work.asked:
            if one.done is not None:
                one.outcome = self._answer(one.done)

    def _seal_facts(self, work: Work) -> None:
        for staged in work.group.staged:
            if not staged.by_person:
                staged.evidence = cades.sign(staged.statement, self._seal, at=work.group.now)

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


@contextmanager
def _readable() -> Iterator[None]:
    """Say in our words that the database cannot be read."""
    try:
        yield
    except (sqlite3.Error, PersistenceError) as error:
        raise StoreDamaged(
            "database-damaged",
            f"The registry's database cannot be read: {error}. Look at it with saraban audit.",
            why=str(error),
        ) from error


def _taken(error: Exception) -> WrongStage:
    return WrongStage(
        "changed-meanwhile",
        "This was entered before, or the register changed meanwhile: read it again.",
        why=str(error),
    )
