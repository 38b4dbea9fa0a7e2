"""The audit itself: what it is given to trust, in which order it asks, and what it says."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Self, TypeVar

import msgspec

from domain.series import NumberState
from keys.notes import NoteVerifier
from keys.paths import TrustRoots
from registry.audit.files import NamedFiles
from registry.audit.heads import Heads
from registry.audit.history import History
from registry.audit.lately import KEPT
from registry.audit.report import REFUSALS, AuditFailed, AuditReport, Progress, Remark, failed
from registry.audit.rows import RawAnswer, Rows, require_keys_schema
from registry.audit.signatures import Signatures
from registry.audit.verifier import Verifier
from registry.canonical import LARGEST_INTEGER
from registry.errors import RegistryError, StoreDamaged
from registry.evidence import Keyring
from registry.home import Home
from registry.log.newest import Heads as NewestHeads
from registry.log.tiles import Tiles
from registry.log.tree import Tree
from registry.store.blobs import Blobs
from registry.store.heads import HeadsFile
from registry.store.sealing import key_number, unseal_answer
from registry.store.stream_keys import StreamKeys

Found = TypeVar("Found")
_BATCH_OF_ANSWERS = 512
WORTH_A_PROCESS = 5000
"""Leaves. To start a process costs as much as to verify a thousand signatures."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What an auditor brings along; nothing of it is taken from the registry that is audited."""

    roots: TrustRoots
    log_key: NoteVerifier
    leaf0: bytes | None = None
    """The hash of leaf 0, where it is known."""
    held: tuple[bytes, ...] = ()
    """Checkpoints (notes) that somebody holds: the log must still be the continuation of each."""

    @classmethod
    def beside(cls, folder: Path) -> Self:
        """Trust what lies in the registry's own ``trust`` folder; enough against accidents, not against its keeper."""
        home = Home(folder)
        return cls(
            TrustRoots.load(home.roots.read_bytes()),
            NoteVerifier.parse(home.log_key.read_text().strip()),
            bytes.fromhex(home.leaf0.read_text().strip()),
        )


def audit(
    folder: Path,
    trust: Trust,
    *,
    progress: Progress = lambda _done, _all: None,
    cores: int | None = None,
    kept: int = KEPT,
) -> AuditReport:
    """Verify everything in the registry in *folder* again.

    Args:
        folder: the registry; a writer may go on while it is audited.
        trust: what the auditor trusts.
        progress: called with the leaves that are done, and all.
        cores: with more than one, a second process verifies the signatures of a long log; all of the machine's
            if not said.
        kept: how many letters are held in memory; others are read again when they are met again.

    Raises:
        AuditFailed: the first position, row or file that is wrong, and what is wrong with it.
    """
    report = AuditReport()
    with ExitStack() as stack:
        try:
            heads = Heads.read(Home(folder))
            rows = stack.enter_context(closing(Rows(folder)))
            stream_keys = stack.enter_context(closing(StreamKeys(folder / "stream-keys.db", read_only=True)))
            beside = (cores or os.cpu_count() or 1) > 1 and rows.size() >= WORTH_A_PROCESS
            signatures = stack.enter_context(closing(Signatures(Verifier() if beside else None)))
            files = stack.enter_context(closing(NamedFiles()))
            newest = NewestHeads(stack.enter_context(closing(HeadsFile.passing())))
            _audit(_Parts(folder, trust, rows, stream_keys, signatures, files, newest, kept), heads, progress, report)
        except AuditFailed:
            raise
        except (*REFUSALS, sqlite3.Error) as error:
            raise _elsewhere(error, "the registry's folder") from None
    return report


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is open while an audit goes on."""

    folder: Path
    trust: Trust
    rows: Rows
    stream_keys: StreamKeys
    signatures: Signatures
    files: NamedFiles
    newest: NewestHeads
    kept: int


def _audit(parts: _Parts, heads: Heads, progress: Progress, report: AuditReport) -> None:
    rows, trust, files = parts.rows, parts.trust, parts.files
    home = Home(parts.folder)
    blobs, tree = Blobs(home.blobs), Tree(Tiles(home.tiles).read)
    history = History(
        rows,
        parts.stream_keys,
        Keyring(blobs, trust.roots),
        tree,
        parts.newest,
        log_key=trust.log_key,
        signatures=parts.signatures,
        files=files,
        kept=parts.kept,
    )
    _asked("register.db", rows.require_schema)
    _asked("stream-keys.db", lambda: require_keys_schema(parts.folder))
    total = rows.size()
    for done in history.read():
        progress(done, total)
    _asked("leaf 0", lambda: _require_opening(history, trust))
    _asked("numbers", lambda: _require_count(rows, history))
    report.answers = _asked("requests", lambda: _require_answers(rows, parts.stream_keys))
    report.files = files.require(blobs)
    report.remarks += _asked("signed heads", lambda: heads.require(tree, trust.log_key, trust.held))
    report.remarks += _asked("tiles", lambda: heads.require_tiles(rows, tree))
    report.refusals = _asked("refusals.db", lambda: history.rules.records.require(home))
    report.remarks += _remarks(history, files, blobs)
    _fill(report, history, files, parts.signatures)
    progress(total, total)


def _asked(where: str, ask: Callable[[], Found]) -> Found:
    """Ask, and say where it stands when the answer is a refusal."""
    try:
        return ask()
    except AuditFailed:
        raise
    except (*REFUSALS, sqlite3.Error) as error:
        raise _elsewhere(error, where) from None


def _elsewhere(error: Exception, where: str) -> AuditFailed:
    if isinstance(error, REFUSALS):
        return failed(error, where=where)
    damaged = StoreDamaged("database-damaged", f"It cannot be read: {error}.", why=str(error))
    return failed(damaged, where=where)


def _require_opening(history: History, trust: Trust) -> None:
    """Require that this is the registry that the auditor means."""
    opened = history.rules.opened
    if opened is None or opened.log_key != trust.log_key.vkey or opened.origin != trust.log_key.name:
        raise StoreDamaged("another-log-key", "The registry was opened with another log key than the trusted one.")
    if trust.leaf0 is not None and history.leaf0 != trust.leaf0:
        raise StoreDamaged("another-opening", "Leaf 0 is not the one whose hash is trusted.")


def _require_count(rows: Rows, history: History) -> None:
    known, stored = sum(history.rules.numbers.counted.values()), rows.numbers()
    if stored != known:
        raise StoreDamaged(
            "number-row-too-many",
            f"The table holds {stored} numbers, and facts made {known} final.",
            stored=stored,
            known=known,
        )


def _require_answers(rows: Rows, stream_keys: StreamKeys) -> int:
    """Require that every stored answer opens, and is about a fact of the stream whose key seals it."""
    count = 0
    with closing(rows.answers()) as answers:
        while batch := list(islice(answers, _BATCH_OF_ANSWERS)):
            about = [(answer, *_opened(answer, stream_keys)) for answer in batch]
            keys = rows.keys_of([position for _, _, position in about])
            for answer, number, position in about:
                if keys.get(position) != number:
                    raise failed(_no_answer(answer), where=_row(answer))
            count += len(batch)
    return count


def _opened(answer: RawAnswer, stream_keys: StreamKeys) -> tuple[int, int]:
    """Return the number of the key that seals an answer, and the position of the fact that it is about."""
    try:
        number = key_number(answer.answer)
        said = unseal_answer(answer.answer, answer.id + answer.asked, key=stream_keys.cipher(number))
        return number, _about.decode(said).position
    except RegistryError as refusal:
        raise failed(refusal, where=_row(answer)) from None
    except (ValueError, OverflowError):
        raise failed(_no_answer(answer), where=_row(answer)) from None


class _About(msgspec.Struct):
    """As much of an answer as tells which fact it is about."""

    position: Annotated[int, msgspec.Meta(ge=0, le=LARGEST_INTEGER)]


_about = msgspec.json.Decoder(_About)


def _row(answer: RawAnswer) -> str:
    return f"requests, row {answer.id.hex()}"


def _no_answer(answer: RawAnswer) -> StoreDamaged:
    return StoreDamaged(
        "answer-altered",
        f"The stored answer to request {answer.id[:8].hex()}… names no fact that it could be about.",
        request=answer.id[:8].hex(),
    )


def _remarks(history: History, files: NamedFiles, blobs: Blobs) -> Iterator[Remark]:
    unnamed = sum(1 for _ in files.unnamed(blobs))
    if unnamed:
        yield Remark("unnamed-files", f"{unnamed} kept files are named by no fact.", {"files": unnamed})
    if history.clock_went_back is not None:
        yield Remark(
            "clock-went-back",
            f"The register's clock went back at position {history.clock_went_back}.",
            {"position": history.clock_went_back},
        )


def _fill(report: AuditReport, history: History, files: NamedFiles, signatures: Signatures) -> None:
    rules = history.rules
    assert rules.opened is not None  # noqa: S101 - the opening was required
    report.origin = rules.opened.origin
    report.specimen = rules.opened.specimen
    report.size, report.root = history.tree.size, history.tree.root.hex()
    report.facts, report.streams, report.by_people = history.facts, history.streams, history.by_people
    report.signatures = signatures.verified
    report.letters, report.received, report.acknowledged = rules.letters, rules.incoming.received, rules.acknowledged
    report.series, report.numbers_open = len(rules.numbers.series), len(rules.numbers.waiting)
    report.numbers_issued = rules.numbers.counted[NumberState.ISSUED]
    report.numbers_void = rules.numbers.counted[NumberState.VOID]
    report.checkpoints = history.checkpoints
    report.file_bytes = files.bytes
