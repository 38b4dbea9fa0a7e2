"""The pass over the whole history: rows, statements, leaves and the growing tree, side by side.

leaf_groups    ▐ fact leaf ▐ series leaf ▐ fact leaf ▐ heads ▐ …   every group ends with the root of the map
stored_events  ▐ row       ▐             ▐ row       ▐       ▐ …   every other leaf belongs to a fact, in this order
checkpoints                                                  ▐ …   every stored one over the tree of its size
"""

import struct
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from hashlib import sha256

from domain.authority import KeyConfirmed, KeyEnrolled, KeyWithdrawn, RegistryOpened
from domain.facts import Fact
from domain.letter.events import LetterIssued
from domain.letter.typeset import Typeset
from domain.passkeys import Passkey, PasskeyOffered
from domain.series import NumberState
from domain.values import Digest
from domain.values import digest as written
from keys import cades, webauthn
from keys.certificates import Certificate
from keys.checkpoints import Checkpoint, verify_checkpoint
from keys.errors import BadNote
from keys.notes import NoteVerifier
from keys.webauthn import PasskeyKey
from registry import finals, wire
from registry.audit.certificates import Certificates
from registry.audit.files import NamedFiles
from registry.audit.lately import Lately
from registry.audit.line import Line
from registry.audit.report import REFUSALS, AuditFailed, failed, place
from registry.audit.rows import RawFact, RawGroup, Rows
from registry.audit.rules import Rules
from registry.audit.signatures import Claim, Signatures
from registry.errors import RegistryError, StoreDamaged, UnknownFact
from registry.evidence import WEBAUTHN, Keyring, passkey_of, require_kind
from registry.links import require_key_file
from registry.log.leaves import FactLeaf, commit_digest, leaf_hash
from registry.log.marks import mark_of
from registry.log.newest import Heads, PendingHeads, require_end
from registry.log.signer import Head
from registry.log.tree import Tree
from registry.register.group import NumberChange
from registry.register.leaves import WrittenLeaf
from registry.register.leaves import written as written_leaves
from registry.store.sealing import Contents, Place, key_number, unseal
from registry.store.stream_keys import StreamKeys
from registry.wire import Statement

_BATCH_OF_LEAVES = 1024
_ROOTS_KEPT = 4096


class History:
    """Everything that was written, verified from leaf 0 on."""

    def __init__(  # noqa: PLR0913 - the parts of a registry, and how to verify
        self,
        rows: Rows,
        stream_keys: StreamKeys,
        keyring: Keyring,
        tree: Tree,
        heads: Heads,
        *,
        log_key: NoteVerifier,
        signatures: Signatures,
        files: NamedFiles,
        kept: int,
    ) -> None:
        self._rows = rows
        self._stream_keys = stream_keys
        self._keyring, self._certificates = keyring, Certificates(keyring)
        self._log_key = log_key
        self._signatures = signatures
        self._files = files
        self._newest_of: Lately[str, tuple[int, Digest, int]] = Lately(kept)
        self._newest_key = 0
        self._typeset: tuple[Typeset, Certificate] | None = None
        """Of a letter that the next fact issues: what was signed of its file, and by whom."""
        self._roots: dict[int, str] = {}
        self.tree = tree
        self._heads = heads
        self.rules = Rules(self._earlier, kept=kept)
        self.facts = self.by_people = self.streams = self.checkpoints = 0
        self.clock_went_back: int | None = None
        self.leaf0 = b""
        """The hash of leaf 0."""
        self._newest_time: datetime | None = None

    # --- the pass ----------------------------------------------------------------------------------------

    def read(self) -> Iterator[int]:
        """Verify everything from leaf 0 on; yield now and then how many leaves are done.

        Raises:
            AuditFailed: the first position that is wrong, or the first row of another table.
        """
        try:
            yield from self._read()
        except RegistryError:
            self._signatures.settle()  # a signature before it may be the first thing that is wrong
            raise
        self._signatures.settle()

    def _read(self) -> Iterator[int]:
        with (
            closing(self._rows.facts()) as facts,
            closing(self._rows.checkpoints()) as checkpoints,
            closing(self._groups()) as groups,
        ):
            yield from self._read_all(facts, checkpoints, groups)

    def _read_all(
        self, facts: Iterator[RawFact], checkpoints: Iterator[tuple[int, bytes]], groups: Iterator[RawGroup]
    ) -> Iterator[int]:
        checkpoint = next(checkpoints, None)
        reported = 0
        for group in groups:
            self._read_group(group, facts)
            while checkpoint is not None and checkpoint[0] <= self.tree.size:
                self._follow_checkpoint(*checkpoint)
                checkpoint = next(checkpoints, None)
            if self.tree.size - reported >= _BATCH_OF_LEAVES:
                reported = self.tree.size
                yield reported
        self._require_end(facts)
        if checkpoint is not None:
            self._follow_checkpoint(*checkpoint)  # of more leaves than there are: refused

    def _groups(self) -> Generator[RawGroup, None, None]:
        try:
            with closing(self._rows.groups()) as groups:
                yield from groups
        except StoreDamaged as refusal:
            raise failed(refusal, where="leaf_groups", position=self.tree.size) from None

    def _require_end(self, facts: Iterator[RawFact]) -> None:
        try:
            left = next(facts, None)
        except StoreDamaged as refusal:
            raise failed(refusal, where=place(self.tree.size), position=self.tree.size) from None
        if left is not None:
            raise failed(
                StoreDamaged("fact-without-leaf", "This fact has no leaf in the log.", position=left.position),
                where=place(left.position, left.name),
                position=left.position,
            )

    def _read_group(self, group: RawGroup, facts: Iterator[RawFact]) -> None:
        position, hashes = group.first, list[bytes]()
        heads = self._heads.pending()
        name: str | None = None
        while len(hashes) < len(group.leaves) - 1:
            position = group.first + len(hashes)
            try:
                row = next(facts, None)
                name = None if row is None else row.name
                if row is None or row.position != position:
                    raise _missing(position, row)
                leaves = self._read_fact(row, group.first)
                if [leaf.data for leaf in leaves] != group.leaves[len(hashes) : len(hashes) + len(leaves)]:
                    raise StoreDamaged(
                        "leaf-differs-from-fact",
                        "The leaves stored here are not those of this fact.",
                        position=position,
                    )
                for leaf in leaves:
                    hashes.append(leaf.hash)
                    heads.follow(leaf.says, leaf.hash)
            except AuditFailed:
                raise  # of a signature before this fact
            except REFUSALS as refusal:
                raise failed(refusal, where=place(position, name), position=position) from None
        self._end_group(group, hashes, heads)

    def _end_group(self, group: RawGroup, hashes: list[bytes], heads: PendingHeads) -> None:
        """Require the root of the map as the group's last leaf; let tree and map grow."""
        position = group.first + len(hashes)
        try:
            self.rules.end_group()
            staged = heads.stage()
            require_end(group.leaves[len(hashes) :], staged.leaf, since=group.first)
            hashes.append(leaf_hash(group.leaves[-1]))
            self.tree.accept(self.tree.stage(hashes))
            self._heads.accept(staged, self.tree.size)
        except REFUSALS as refusal:
            raise failed(refusal, where=place(position), position=position) from None
        self.leaf0 = self.leaf0 or hashes[0]
        self._remember_root()

    # --- one fact ----------------------------------------------------------------------------------------

    def _read_fact(self, row: RawFact, first: int) -> list[WrittenLeaf]:
        """Verify one fact of the group that begins at *first*, and return the leaves that belong to it."""
        contents, key = self._open(row)
        statement = wire.decode(contents.statement)
        hashed = sha256(contents.statement).digest()
        digest = written(hashed)
        if (statement.name, statement.stream, statement.seq) != (row.name, row.stream, row.seq):
            raise StoreDamaged("another-place", "The row's name, stream or number is not the statement's.")
        require_kind(statement.fact, contents.kind, len(contents.evidence))
        persons = wire.is_persons(statement.fact)
        self._require_next(statement, digest, key, row.position, persons=persons)
        self._require_seen(statement, first)
        if isinstance(statement.fact, RegistryOpened | KeyEnrolled):
            self._keyring.learn(statement.doc)
        self.rules.require_speaker(statement)
        passkey = passkey_of(self.rules.authority, self._keyring, statement.by) if contents.kind == WEBAUTHN else None
        certificate = None if passkey else self._certificate(statement, persons=persons)
        changes = self.rules.follow(Line(row.position, statement, digest))
        self._require_numbers(changes, row.position)
        if isinstance(statement.fact, RegistryOpened | KeyEnrolled):
            self._certificates.require_named(statement)
        if isinstance(statement.fact, PasskeyOffered):
            require_key_file(self._keyring.blobs.get(statement.fact.spki), statement.fact.rp)
        self._files.name(row.position, statement.fact, statement.doc)
        if passkey is not None:
            self._signatures.add(_by_passkey(row, contents, *passkey))
        elif certificate is not None:
            claim = cades.read(contents.evidence, hashed, certificate)
            self._signatures.add(
                Claim(row.position, row.name, certificate.verify, (claim.signature, claim.message), certificate)
            )
            self._follow_file(row, statement.fact, certificate)
        self._count(statement, row.position, persons=persons)
        return _leaves(contents, hashed, statement, changes)

    def _follow_file(self, row: RawFact, fact: Fact, certificate: Certificate) -> None:
        """Require of the finished file of a typeset letter what the writer required of it."""
        document = finals.document_of(fact)
        if document is not None:
            self._typeset = document, certificate
        elif isinstance(fact, LetterIssued) and self._typeset is not None:  # the rules saw it right before
            (document, by), self._typeset = self._typeset, None
            claim = finals.read(self._keyring.blobs, fact.final, document, by)
            self._signatures.add(Claim(row.position, row.name, by.verify, (claim.signature, claim.message), by))

    def _open(self, row: RawFact) -> tuple[Contents, int]:
        if row.name not in wire.NAMES:
            raise UnknownFact("unknown-fact", f"This version cannot read {row.name[:80]!r} events.", name=row.name[:80])
        number = key_number(row.state)
        stands = Place(row.position, row.stream, row.seq, row.name)
        try:
            contents = unseal(row.state, stands, key=self._stream_keys.cipher(number))
        except (OverflowError, struct.error, TypeError):
            raise StoreDamaged("state-altered", "The stored state was altered.", name=row.name) from None
        return contents, number

    def _require_next(self, statement: Statement, digest: Digest, key: int, position: int, *, persons: bool) -> None:
        """Require the next place of its stream, behind the very statement that it names, under the stream's key."""
        head = None
        if statement.seq:
            head = self._newest_of.get(statement.stream) or self._head(statement.stream, position)
            self._newest_of.set(statement.stream, (statement.seq, digest, key))
        elif statement.prev is not None or key <= self._newest_key:
            raise StoreDamaged("not-a-beginning", "It begins a stream, and names one before it or another's key.")
        else:
            self._newest_key = key
            self.streams += 1
            if not persons:
                self._newest_of.set(statement.stream, (0, digest, key))
        if head is not None and (statement.seq, statement.prev, key) != (head[0] + 1, head[1], head[2]):
            raise StoreDamaged(
                "not-next-in-stream", f"It is not the next of stream {statement.stream}, or names another before it."
            )

    def _head(self, stream: str, position: int) -> tuple[int, Digest, int]:
        row = self._rows.newest(stream, before=position)
        if row is None:
            raise StoreDamaged("not-next-in-stream", f"Nothing of stream {stream} stands before it.")
        contents, key = self._open(row)
        return row.seq, wire.digest_of(contents.statement), key

    def _require_seen(self, statement: Statement, first: int) -> None:
        """Require that the tree had the root that the statement's maker saw."""
        seen = statement.seen
        if seen.size > first:
            raise StoreDamaged(
                "saw-another-size", f"It saw a log of {seen.size} leaves, and there were {first}.", size=seen.size
            )
        root = self._roots.get(seen.size) or self.tree.root_at(seen.size).hex()
        if root != seen.root:
            raise StoreDamaged(
                "saw-another-history",
                f"The statement's maker saw another history of size {seen.size}: keep it, it is evidence of a fork.",
                size=seen.size,
            )

    def _remember_root(self) -> None:
        self._roots[self.tree.size] = self.tree.root.hex()
        if len(self._roots) > _ROOTS_KEPT:
            del self._roots[next(iter(self._roots))]

    def _certificate(self, statement: Statement, *, persons: bool) -> Certificate:
        """Return the certificate of whoever says it, on a path to the trust roots at the time that it claims."""
        if persons:
            return self._certificates.of_person(statement, self.rules.authority)
        opened = self.rules.opened or statement.fact
        assert isinstance(opened, RegistryOpened)  # noqa: S101 - the speaker was asked before
        return self._certificates.of_seal(statement, opened)

    def _require_numbers(self, changes: Sequence[NumberChange], position: int) -> None:
        for change in changes:
            if change.state is NumberState.RESERVED:
                continue
            if self._rows.number(change.series, change.n) != (change.state.value, position):
                raise StoreDamaged(
                    "number-row-differs",
                    f"The table of numbers does not say that number {change.n} was {change.state.value} here.",
                    number=change.n,
                )

    def _count(self, statement: Statement, position: int, *, persons: bool) -> None:
        self.facts += 1
        if persons:
            self.by_people += 1
            return
        if self._newest_time is not None and statement.at < self._newest_time and self.clock_went_back is None:
            self.clock_went_back = position
        self._newest_time = statement.at

    # --- what lies beside ----------------------------------------------------------------------------------

    def _follow_checkpoint(self, size: int, note: bytes) -> None:
        """Require of a stored checkpoint that the log signed it over this very tree."""
        where = f"checkpoints, row {size}"
        try:
            root = bytes.fromhex(self._roots[size]) if size in self._roots else self.tree.root_at(size)
        except (RegistryError, TypeError):
            refusal = StoreDamaged("checkpoint-beyond-log", f"The log never had {size} leaves.", size=size)
            raise failed(refusal, where=where) from None
        self._signatures.add(Claim(None, where, require_checkpoint, (note, self._log_key, Head(size, root))))
        self.checkpoints += 1

    def _earlier(self, stream: str, before: int) -> Sequence[Statement]:
        rows = self._rows.stream(stream, before=before)
        return [wire.decode(self._open(row)[0].statement) for row in rows]


def require_checkpoint(note: bytes, log_key: NoteVerifier, head: Head | None = None) -> Checkpoint:
    """Return the checkpoint in *note*, signed and cosigned by the log, and of just this head if one is given.

    Raises:
        BadNote: it is not.
    """
    signed = verify_checkpoint(note, log_key)
    if signed.at is None:
        raise BadNote("note-unverified", "The log's own cosignature is not in the checkpoint.")
    if head is not None and (signed.checkpoint.size, signed.checkpoint.root) != (head.size, head.root):
        raise BadNote(
            "checkpoint-of-another-tree",
            f"The signed checkpoint of {signed.checkpoint.size} leaves is not over this history of {head.size}.",
            size=head.size,
        )
    return signed.checkpoint


def _by_passkey(row: RawFact, contents: Contents, passkey: Passkey, key: PasskeyKey) -> Claim:
    """Return the signature by a passkey that has to hold."""
    of = (contents.evidence, contents.statement, key, passkey.offered.rp)
    return Claim(row.position, row.name, webauthn.verify, of)


def _leaves(
    contents: Contents, hashed: bytes, statement: Statement, changes: Sequence[NumberChange]
) -> list[WrittenLeaf]:
    commitment = commit_digest(contents.salt, hashed, contents.kind, contents.evidence)
    type_ = wire.leaf_type(statement.name)
    mark = mark_of(type_, by=statement.by, stream=statement.stream)
    return written_leaves(FactLeaf(type_, commitment, _named_key(statement.fact), mark), changes)


def _named_key(fact: Fact) -> Digest | None:
    return fact.spki if isinstance(fact, KeyEnrolled | KeyConfirmed | KeyWithdrawn) else None


def _missing(position: int, row: RawFact | None) -> StoreDamaged:
    stands = "nothing" if row is None else f"the fact of position {row.position}"
    return StoreDamaged("no-such-position", f"There is no fact at position {position}; {stands} comes next.")
