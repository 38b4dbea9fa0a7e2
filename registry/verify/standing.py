"""Whether a letter still stands, by the map of newest states as of the status checkpoint in its bundle.

status checkpoint ◀── inclusion, as its last leaf ── root of the map ◀── the letter's entry: its status
        └── consistency ── the checkpoint of everything else      ◀── the series' entry ◀── the letter's numbers

What the map says is what the operator committed to. Whoever has the public leaves can make it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from keys.checkpoints import Checkpoint
from keys.notes import NoteVerifier
from registry.errors import BadProof
from registry.log.heads import BEGINNINGS, SeriesEntry, Status, StreamEntry
from registry.log.marks import series_mark, stream_mark
from registry.log.merkle import verify_consistency
from registry.verify.admission import answered_letter
from registry.verify.consistency import Consistency
from registry.verify.contents import LETTERS, Contents
from registry.verify.entries import MapEntry, NumberEntry, map_root
from registry.verify.history import Head, head_of, opened_series, require_same_note, require_under
from registry.verify.later import HEADS, SINCE, begun, numbers_of
from registry.verify.members import Fact
from registry.verify.verdicts import Saying, Unshown, cause

_ENDED = frozenset({Status.CANCELLED, Status.SUPERSEDED, Status.REPEALED})


@dataclass(frozen=True, slots=True)
class Standing:
    """What the map says as of the status checkpoint."""

    head: Head
    streams: Mapping[str, StreamEntry]
    """Of each letter and order in the bundle, by its stream."""


def shown(contents: Contents, head: Head, log_key: NoteVerifier) -> Standing:
    """Return what the map says of the letters and orders in a bundle.

    Args:
        contents: The bundle.
        head: The checkpoint that the rest of it is proved under.
        log_key: As the user has it.

    Raises:
        Unshown: naming the member that does not show it.
    """
    later = contents.later
    newest = head_of(later.heads.proof.checkpoint, f"{HEADS}.tlog-proof", log_key)
    require_same_note(SINCE, later.since.checkpoint, newest)
    require_begins(later.since, SINCE, head.checkpoint, newest.checkpoint)
    require_under(f"{HEADS}.leaf", later.heads.proof, later.heads.hash, newest)
    root = map_root(later.heads, newest.checkpoint)
    if later.series is not None:
        _require_numbers(contents, later.series, root)
    streams = {
        fact.statement.stream: _entry(later.streams[fact.statement.stream], fact, root)
        for _, fact in begun(contents.facts)
    }
    return Standing(newest, streams)


def require_standing(contents: Contents, standing: Standing) -> Saying:
    """Return how the letter stands; of an answer, how the letter stands that it answers.

    Raises:
        Unshown: the letter was cancelled, superseded or repealed.
    """
    answer = contents.person.statement.name not in LETTERS
    letter = answered_letter(contents)[0] if answer else contents.admission
    status = standing.streams[letter.statement.stream].status
    as_of = {"size": standing.head.checkpoint.size, "at": standing.head.at}
    if answer:  # nothing takes an answer back
        return Saying("answer-stands", {"status": status_words(status), **as_of})
    require_not_ended(status, standing.head)
    return Saying("stands", {"status": status_words(status), **as_of})


def require_not_ended(status: Status, head: Head) -> None:
    """Refuse a letter or order that was cancelled, superseded or repealed.

    Raises:
        Unshown: it was, as of *head*.
    """
    if status in _ENDED:
        raise Unshown(
            "stands-no-longer",
            f"It is {status.value}, as of {head.checkpoint.size} leaves at {head.at}.",
            status=status_words(status),
            size=head.checkpoint.size,
            at=head.at,
        )


def status_words(status: Status) -> Saying:
    """Return what a letter is, as a part of a sentence."""
    return Saying(f"status-{status.value}")


def require_begins(since: Consistency, member: str, old: Checkpoint, new: Checkpoint) -> None:
    """Require that the log of *old* is the beginning of that of *new*, by the proof in *member*.

    Raises:
        Unshown: the proof is of another size, or does not show it.
    """
    if since.old_size != old.size:
        raise Unshown(
            "proof-of-another-size", f"{member} is of size {since.old_size}.", member=member, size=since.old_size
        )
    try:
        verify_consistency(old.size, old.root, new.size, new.root, since.hashes)
    except BadProof as reason:
        raise Unshown(
            "not-one-history",
            f"{member} does not show that the log of {old.size} leaves is the beginning of that of {new.size}: "
            f"keep the file, it may be evidence of two histories. {reason}",
            member=member,
            old=old.size,
            size=new.size,
            reason=cause(reason),
        ) from None


def require_number(number: NumberEntry, series: SeriesEntry, n: int, admission: Fact) -> None:
    """Require that number *n* of a series is that of the letter which *admission* issues.

    Raises:
        Unshown: the series says something else of it.
    """
    number.require(series)
    if number.n != n or number.letter != admission.leaf_hash:
        raise Unshown(
            "number-of-another",
            f"{number.member} does not say that number {n} of the series is this letter's: keep the file, "
            "it may be evidence of a number given twice.",
            member=number.member,
            number=n,
        )


def _require_numbers(contents: Contents, entry: MapEntry, root: bytes) -> None:
    """Every number of the letter is its own in the series, as of the status checkpoint."""
    admission = contents.admission
    opened = opened_series(contents, admission.statement.fields.text("series")).statement
    entry.require(root, series_mark(opened.fields.text("public_id")))
    series = entry.of(SeriesEntry)
    for n, number in zip(numbers_of(admission), contents.later.numbers, strict=True):
        require_number(number, series, n, admission)


def _entry(entry: MapEntry, fact: Fact, root: bytes) -> StreamEntry:
    entry.require(root, stream_mark(fact.statement.stream))
    found = entry.of(StreamEntry)
    # With one fact a stream is what that fact makes of it; with more, the newest is somewhere in the log.
    if found.facts == 1 and found != StreamEntry(fact.leaf_hash, 1, BEGINNINGS[fact.statement.type]):
        raise Unshown(
            "entry-of-another",
            f"{entry.member} says that the only fact is another than {fact.statement.member}.",
            member=entry.member,
            fact=fact.statement.member,
        )
    return found
