"""A proof beside what its reader holds: an earlier or later checkpoint, or the bundle of a letter."""

from registry.log.heads import FINAL, NUMBER_SIZE, SeriesEntry, StreamEntry
from registry.verify import container
from registry.verify.admission import answered_letter
from registry.verify.check import Trust, verify
from registry.verify.contents import LETTERS
from registry.verify.contents import Contents as Bundle
from registry.verify.history import Head, head_of, verified_head
from registry.verify.later import HEADS
from registry.verify.members import Fact
from registry.verify.proof.contents import SINCE, SINCE_CHECKPOINT, Completeness, Contents, SignedBy, StatusOf
from registry.verify.standing import Standing, require_begins, shown, status_words
from registry.verify.verdicts import Layer, Saying, Unshown, Untold, Verdict, cause

_NEEDED = (Layer.CONTAINER, Layer.FILES, Layer.AUTHORITY, Layer.HISTORY)
"""What must be valid of a bundle before anything is compared with it; a letter on paper has no better person layer."""


def earlier(contents: Contents, head: Head, trust: Trust) -> Head | None:
    """Return the earlier checkpoint that a proof says is its beginning, verified; None where it has none.

    Raises:
        Unshown: it is not signed by the log, or not the beginning.
    """
    since = contents.since
    if since is None:
        return None
    found = head_of(since.note, SINCE_CHECKPOINT, trust.log_key)
    if since.consistency.checkpoint != head.note:
        raise Unshown(
            "another-checkpoint",
            f"The proof of {SINCE} is under another checkpoint than that of {head.member}.",
            member=SINCE,
            expected=head.member,
        )
    require_begins(since.consistency, SINCE, found.checkpoint, head.checkpoint)
    return found


def require_held(held: bytes, since: Head | None, head: Head, trust: Trust) -> Saying:
    """Return how the proof's checkpoint goes on from one that its reader holds.

    Args:
        held: The note that the reader holds.
        since: The earlier checkpoint in the proof.
        head: The proof's checkpoint.
        trust: The reader's.

    Raises:
        Unshown: both were signed, and they are of two histories.
        Untold: the proof is older than what is held, or does not show that it goes on from it.
    """
    mine = head_of(held, "--held", trust.log_key)
    for other in (head, since):
        if other is not None and other.checkpoint.size == mine.checkpoint.size:
            if other.checkpoint.root != mine.checkpoint.root:
                raise two_histories(mine.checkpoint.size)
            return Saying("held-goes-on", {"held": mine.checkpoint.size, "size": head.checkpoint.size})
    if mine.checkpoint.size > head.checkpoint.size:
        raise Untold(
            "older-than-held",
            f"The proof is as of {head.checkpoint.size} leaves, and you hold a checkpoint of {mine.checkpoint.size}: "
            "ask for a newer one.",
            size=head.checkpoint.size,
            held=mine.checkpoint.size,
        )
    raise Untold(
        "held-not-compared",
        f"The proof does not show that it goes on from the {mine.checkpoint.size} leaves that you hold: "
        "ask for one made with --since and your checkpoint.",
        held=mine.checkpoint.size,
    )


def require_bundle(data: bytes, contents: Contents, head: Head, trust: Trust) -> Saying:
    """Return how a bundle agrees with the proof.

    Raises:
        Unshown: the bundle is not good, is of another number or key, or contradicts the proof.
        Untold: the bundle tells of a newer checkpoint than the proof.
    """
    report = verify(data, trust)
    bad = next((one for one in map(report.of, _NEEDED) if one.verdict is not Verdict.VALID), None)
    if bad is not None:
        raise _not_good(bad.says)
    bundle, size = Bundle.read(container.read(data)), head.checkpoint.size
    newest = head_of(bundle.later.heads.proof.checkpoint, "--bundle", trust.log_key).checkpoint
    if newest.size == size and newest.root != head.checkpoint.root:
        raise two_histories(newest.size)
    try:
        standing = shown(bundle, verified_head(bundle, trust.log_key), trust.log_key)
    except Unshown as reason:
        raise _not_good(cause(reason)) from None
    claim = contents.claim
    if isinstance(claim, SignedBy):
        _require_signed(bundle, claim, size)
    else:
        letter = _require_number(bundle, contents, claim, size)
        if isinstance(claim, StatusOf):
            _require_goes_on(claim, head, standing, letter)
    if newest.size > size:
        raise _older(f"{HEADS}.leaf", bundle.later.heads.index, size)
    return Saying("bundle-agrees")


def two_histories(size: int) -> Unshown:
    """Return the refusal of two signed roots of one size."""
    return Unshown(
        "two-histories-held",
        f"The log signed two roots of {size} leaves: keep both files, they are evidence of two histories.",
        size=size,
    )


def _not_good(reason: Saying) -> Unshown:
    return Unshown("bundle-not-good", "The bundle that you hold is not in order itself.", reason=reason)


def _require_signed(bundle: Bundle, claim: SignedBy, size: int) -> None:
    person = bundle.person
    if person.statement.by != claim.key:
        raise Unshown(
            "bundle-of-another-key",
            f"The bundle's statement is signed by {person.statement.by}, and the proof is of {claim.key}.",
            found=person.statement.by,
            expected=claim.key,
        )
    _require_covered(person, size)
    if dict(claim.leaves).get(person.index) != person.leaf:
        raise Unshown(
            "bundle-not-among",
            f"The proof leaves out what the bundle's signer signed at leaf {person.index}: keep both.",
            index=person.index,
        )


def _require_number(bundle: Bundle, contents: Contents, claim: Completeness | StatusOf, size: int) -> Fact:
    """Return the admission of the letter that has the number which the proof is about."""
    letter = bundle.admission if bundle.person.statement.name in LETTERS else answered_letter(bundle)[0]
    fields = letter.statement.fields
    numbers = fields.integers("n")
    asked = [claim.n] if isinstance(claim, StatusOf) else numbers
    if fields.text("series") != contents.series.statement.stream or not set(asked) <= set(numbers):
        raise Unshown(
            "bundle-of-another-number",
            f"The proof is of another number than the bundle's letter has: {fields.text('number')}.",
            number=fields.text("number"),
        )
    _require_covered(letter, size)
    for n in asked:
        if _leaf_of(claim, n) != letter.leaf_hash:
            raise Unshown(
                "bundle-contradicts",
                f"The bundle's letter has number {n}, and the proof does not say that it is this letter's: "
                "keep both, they may be evidence of a number given twice.",
                number=n,
            )
    return letter


def _require_goes_on(claim: StatusOf, head: Head, standing: Standing, letter: Fact) -> None:
    """Require that of two entries of one letter the later goes on from the earlier: facts are added, no end is undone.

    Raises:
        Unshown: they contradict each other.
    """
    assert claim.letter is not None  # noqa: S101 - a number that is the bundle's letter's has one
    mine = (standing.head.checkpoint.size, standing.streams[letter.statement.stream])
    theirs = (head.checkpoint.size, claim.letter.entry.of(StreamEntry))
    (size, before), (_, after) = sorted((mine, theirs), key=lambda entry: entry[0])
    ended = before.status in FINAL and after.status is not before.status
    if before != after and (after.facts <= before.facts or ended):
        raise Unshown(
            "status-goes-back",
            f"As of {size} leaves the letter was {before.status.value} by {before.facts} facts, and later it is said "
            f"to be {after.status.value} by {after.facts}: keep both, they are evidence of a false map.",
            size=size,
            before=status_words(before.status),
            before_facts=before.facts,
            after=status_words(after.status),
            after_facts=after.facts,
        )


def _require_covered(fact: Fact, size: int) -> None:
    """Refuse to compare a proof with what the log took in later.

    Raises:
        Untold: the proof is older than that.
    """
    if fact.index >= size:
        raise _older(fact.statement.member, fact.index, size)


def _older(member: str, index: int, size: int) -> Untold:
    return Untold(
        "older-than-bundle",
        f"The proof is as of {size} leaves, and {member} of the bundle is leaf {index}: ask for a newer proof.",
        size=size,
        member=member,
        index=index,
    )


def _leaf_of(claim: Completeness | StatusOf, n: int) -> bytes | None:
    """Return the leaf hash that a proof, which has been verified, has for number *n*."""
    if isinstance(claim, StatusOf):
        return claim.number.letter
    if not isinstance(claim.series.entry, SeriesEntry):
        return None
    at = (n - claim.series.entry.first) * NUMBER_SIZE
    return claim.numbers[at + 1 : at + NUMBER_SIZE] if at >= 0 else None
