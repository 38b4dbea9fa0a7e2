"""Whether everything in the bundle stands in the one log, as the user's log key signed it.

checkpoint ◀── inclusion ── leaf of each fact ◀── salt, statement, evidence
    ▲     ◀── inclusion ── public leaf of each number ──▶ leaf of the admission
    └── consistency ── what each statement's maker had seen
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from keys.checkpoints import Checkpoint, verify_checkpoint
from keys.errors import KeysError
from keys.notes import Note, NoteVerifier
from registry.errors import BadProof, RegistryError
from registry.log.leaves import leaf_hash, series_leaf
from registry.log.merkle import EMPTY_ROOT, verify_consistency, verify_inclusion
from registry.log.proofs import Proof
from registry.verify.consistency import Consistency
from registry.verify.contents import Contents
from registry.verify.later import numbers_of
from registry.verify.members import Fact
from registry.verify.verdicts import Unshown, cause

_OWN_LINES: Final = 2
THAILAND: Final = timezone(timedelta(hours=7))


@dataclass(frozen=True, slots=True)
class Head:
    """The checkpoint that things were proved under, its note, and when its operator says it stood."""

    checkpoint: Checkpoint
    at: datetime
    note: bytes
    member: str
    """Where the note was found."""


def verified_head(contents: Contents, log_key: NoteVerifier) -> Head:
    """Return the checkpoint of the admission's proof, signed by *log_key*.

    Raises:
        Unshown: it is not, or says no time, or holds lines of keys that this verifier does not know.
    """
    return head_of(contents.admission.proof.checkpoint, "entry.tlog-proof", log_key)


def head_of(note: bytes, member: str, log_key: NoteVerifier) -> Head:
    """Return the checkpoint in *note*, found in *member* and signed by *log_key*.

    Raises:
        Unshown: it is not, or says no time, or holds lines of keys that this verifier does not know.
    """
    try:
        signed = verify_checkpoint(note, log_key)
        lines = len(Note.parse(note).signatures)
    except KeysError as reason:
        raise Unshown("checkpoint-not-signed", f"{member}: {reason}", member=member, reason=cause(reason)) from None
    # A line of an unknown key is signed by nobody that counts: it could be changed without notice.
    if signed.at is None or lines != _OWN_LINES:
        raise Unshown(
            "checkpoint-lines",
            f"The checkpoint in {member} has not exactly the log's two lines, its signature and its time.",
            member=member,
        )
    return Head(signed.checkpoint, signed.at.astimezone(THAILAND), note, member)


def require_in_log(contents: Contents, head: Head, log_key: NoteVerifier, leaf0: bytes | None) -> None:
    """Refuse what does not stand in the log under *head*.

    Args:
        contents: The bundle.
        head: Of `verified_head`.
        log_key: The log's public key, as the user has it.
        leaf0: The hash of the log's first leaf, as the user has it; None if the user has none.

    Raises:
        Unshown: naming the member that differs.
    """
    require_first(contents.support, log_key, leaf0)
    require_facts(contents.facts, contents.seen, head)
    _require_numbers(contents, head)


def require_facts(facts: Sequence[Fact], seen: Mapping[int, Consistency], head: Head) -> None:
    """Refuse facts that do not stand in the log under *head*, and makers who had seen another log than it.

    Raises:
        Unshown: naming the member that differs.
    """
    for fact in facts:
        _require_origin(fact, head)
        require_under(fact.statement.member, fact.proof, fact.leaf_hash, head)
    _require_seen(facts, seen, head)


def require_first(support: Sequence[Fact], log_key: NoteVerifier, leaf0: bytes | None) -> None:
    """Require the log's first leaf as the first of *support*, naming *log_key*, and of that hash if one is given.

    Raises:
        Unshown: it is missing or another one.
    """
    first = support[0] if support else None
    if first is None or first.index != 0 or first.statement.name != "registry.opened.v1":
        raise Unshown("first-leaf-missing", "The bundle does not hold the log's first leaf, registry.opened.")
    if leaf0 is not None and first.leaf_hash != leaf0:
        raise Unshown(
            "first-leaf-another",
            f"The log's first leaf has the hash {first.leaf_hash.hex()}, and you gave {leaf0.hex()}.",
            found=first.leaf_hash.hex(),
            expected=leaf0.hex(),
        )
    named = first.statement.fields.text("log_key")
    if named != log_key.vkey:
        raise Unshown(
            "log-key-another",
            f"The registry was opened with the log key {named}, and you gave {log_key.vkey}.",
            found=named,
            expected=log_key.vkey,
        )


def _require_origin(fact: Fact, head: Head) -> None:
    if fact.statement.log != head.checkpoint.origin:
        raise Unshown(
            "another-registry",
            f"{fact.statement.member} was made for {fact.statement.log}, and the log is {head.checkpoint.origin}.",
            member=fact.statement.member,
            found=fact.statement.log,
            expected=head.checkpoint.origin,
        )


def require_under(member: str, proof: Proof, hashed: bytes, head: Head) -> None:
    """Require that the leaf of that hash stands where *proof* says, under *head* and its very note.

    Raises:
        Unshown: it does not; *member* names it.
    """
    require_same_note(member, proof.checkpoint, head)
    checkpoint = head.checkpoint
    try:
        verify_inclusion(hashed, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    except BadProof as reason:
        raise Unshown(
            "not-in-the-log",
            f"{member} with its evidence does not stand at leaf {proof.index} of the log: {reason}",
            member=member,
            index=proof.index,
            reason=cause(reason),
        ) from None


def _require_numbers(contents: Contents, head: Head) -> None:
    """Every number of a letter was issued to this very admission; an answer has none."""
    expected = numbers_of(contents.admission)
    if set(expected) != set(contents.numbers):
        raise Unshown(
            "numbers-differ",
            "The proofs of numbers in support/ are not those of the numbers that the letter has.",
            expected=", ".join(map(str, expected)),
            found=", ".join(map(str, contents.numbers)),
        )
    if not expected:
        return
    opened = opened_series(contents, contents.admission.statement.fields.text("series"))
    public_id = opened.statement.fields.text("public_id")
    for n, proof in contents.numbers.items():
        member = f"support/number-{n}.tlog-proof"
        try:
            leaf = series_leaf(public_id, n, "issued", contents.admission.leaf_hash)
        except RegistryError as reason:
            raise Unshown("member-unreadable", f"{member}: {reason}", member=member, reason=cause(reason)) from None
        require_under(member, proof, leaf_hash(leaf), head)


def opened_series(contents: Contents, stream: str) -> Fact:
    """Return the fact that opened the series in *stream*.

    Raises:
        Unshown: the bundle does not hold it.
    """
    for fact in contents.support:
        if fact.statement.name == "series.opened.v1" and fact.statement.stream == stream:
            return fact
    raise Unshown("series-missing", "The bundle does not hold the opening of the letter's series.", series=stream)


def _require_seen(facts: Sequence[Fact], seen: Mapping[int, Consistency], head: Head) -> None:
    """What each statement's maker had seen is the beginning of this log, and a part that ends before the statement."""
    needed: dict[int, tuple[bytes, str]] = {0: (EMPTY_ROOT, "")}
    for fact in facts:
        said = fact.statement
        root, _ = needed.setdefault(said.seen_size, (said.seen_root, said.member))
        if said.seen_root != root or said.seen_size > fact.index:
            raise _saw_another(said.member, said.seen_size)
    del needed[0]
    if set(needed) != set(seen):
        raise Unshown(
            "seen-differ",
            "The proofs of consistency in support/ are not those that the statements ask for.",
            expected=_listed(needed),
            found=_listed(seen),
        )
    for size, proof in seen.items():
        root, member = needed[size]
        require_same_note(f"support/seen-{size}.consistency", proof.checkpoint, head)
        try:
            verify_consistency(size, root, head.checkpoint.size, head.checkpoint.root, proof.hashes)
        except BadProof:
            raise _saw_another(member, size) from None


def require_same_note(member: str, note: bytes, head: Head) -> None:
    """Refuse a proof under another checkpoint than *head*: what holds it was put together from several.

    Raises:
        Unshown: it is another one; *member* names the proof.
    """
    if note != head.note:
        raise Unshown(
            "another-checkpoint",
            f"The proof of {member} is under another checkpoint than that of {head.member}.",
            member=member,
            expected=head.member,
        )


def _saw_another(member: str, size: int) -> Unshown:
    return Unshown(
        "saw-another-history",
        f"{member} names a log of {size} leaves that is not the beginning of this one: "
        "keep the bundle, it may be evidence of two histories.",
        member=member,
        size=size,
    )


def _listed(sizes: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(sizes)))
